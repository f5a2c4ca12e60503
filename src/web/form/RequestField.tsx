import type { DraftChoices, MessageChoice } from '../../exchange/drafts/choices.ts'
import type { OtherRequest } from '../../exchange/drafts/otherRequests.ts'
import { plain } from '../../letter/letter.ts'
import { authorityLine } from '../../letter/scalar.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { messageName } from '../desk/messageName.ts'
import { Choice, type ChoiceText, Field } from '../parts/Field.tsx'
import type { FormNode } from './node.ts'
import type { Offering } from './offered.ts'
import { objectAround } from './pointer.ts'
import type { Asked } from './shown.ts'

interface RequestProps {
  readonly asked: Asked
  readonly node: FormNode
  readonly choices: DraftChoices | null
  readonly written: string
}

/** Another request, called by its reference; where several are called so, one of them is chosen. */
export function RequestField({ asked, node, choices, written }: RequestProps) {
  const { words } = asked
  const meant = choices?.requests.named.get(written) ?? null
  const name = meant?.reference ?? written
  const called = choices?.requests.called.get(name) ?? []
  if (called.length > (meant === null ? 0 : 1)) {
    const blank = { value: '', text: words.say(node.need === 'never' ? 'notStated' : 'chooseOne') }
    const asWritten = meant === null ? [{ value: written, text: written }] : []
    const listed = called.map((one) => ({ value: one.id, text: requestText(words, one) }))
    return <Choice {...asked} choices={[...asWritten, ...listed, blank]} chosen={written} />
  }
  const hint = [asked.hint, words.say('requestHint')].filter((one) => one !== undefined).join(' ')
  return <Field {...asked} hint={hint} value={name} width={30} />
}

/** A request among others of its reference: who is on the other side, and since when it is there. */
function requestText(words: CaseWords, { reference, counterpart, openedAt }: OtherRequest): string {
  const { known } = words
  const authority = plain(authorityLine(counterpart, known))
  return `${reference}: ${authority}, ${known.format.moment(openedAt)}`
}

/** The messages of another request which stands beside the id of one; null: it is not said which, or has more than anybody looks through. */
export function messagesBeside(offering: Offering, node: FormNode): MessageProps['messages'] | null {
  const beside = objectAround(offering.body, node.pointer).request
  const request = typeof beside === 'string' ? offering.choices.requests.named.get(beside) : undefined
  return request === undefined || request.messages.length === 0 ? null : request.messages
}

interface MessageProps {
  readonly asked: Asked
  readonly node: FormNode
  readonly messages: readonly Pick<MessageChoice, 'id' | 'type' | 'sequence'>[]
  readonly written: string
}

/** A message of another request, by its number and type. What stands there already stays choosable. */
export function OtherMessageField({ asked, node, messages, written }: MessageProps) {
  const { words } = asked
  const blank = { value: '', text: words.say(node.need === 'never' ? 'notStated' : 'chooseOne') }
  const listed: readonly ChoiceText[] = messages.map((message) => ({
    value: message.id,
    text: messageName(words, message),
  }))
  const isKnown = written === '' || listed.some(({ value }) => value === written)
  const other = isKnown ? [] : [{ value: written, text: written }]
  return <Choice {...asked} choices={[blank, ...listed, ...other]} chosen={written} />
}
