import type { DraftChoices } from '../../exchange/drafts/choices.ts'
import { stateOf } from '../../message/stateOf.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { authorityText } from '../parts/authorityText.ts'
import { Choice, type ChoiceGroup, Field } from '../parts/Field.tsx'
import { Details } from '../parts/Details.tsx'
import { writtenPiece } from './known.ts'
import type { FormNode } from './node.ts'
import type { Asked } from './shown.ts'

/** Whom a member can name, where that is less than everybody. */
interface Nameable {
  /** An authority of the State that writes, or of the one that is written to. */
  readonly of?: 'own' | 'other'
  /** None but one of this exchange; what is not of it has another member, or none. */
  readonly isListed?: true
  /** Not the one that writes. */
  readonly isAnother?: true
}

/** By the document and the name of the member: who sends a request, to whom one is to be sent, who has it now, who has kept the data. */
const nameable: Readonly<Record<string, Nameable>> = {
  'measure/preservation.json authority': { of: 'own', isListed: true },
  'message/police-reply.json askAt': { of: 'own' },
  'message/forwarded.json authority': { of: 'own', isAnother: true },
  'part/preserved.json answeredBy': { of: 'other' },
  'part/joint-member.json authority': { isListed: true },
}

interface AuthorityProps {
  readonly asked: Asked
  readonly node: FormNode
  readonly choices: DraftChoices | null
  readonly written: string
}

/**
 * An authority by its name. What is not in the list is written by its id, for States do so whose lists this node does not know; what stands
 * there already and is not known is seen there as it is.
 */
export function AuthorityField({ asked, node, choices, written }: AuthorityProps) {
  const { words, name, errors } = asked
  const meant = nameable[`${node.document} ${node.name}`] ?? {}
  const groups = authoritiesOffered(words, choices, meant)
  const listed = groups.flatMap((group) => group.choices)
  if (listed.length === 0) return <Field {...asked} value={written} isCode />
  const isOther = written !== '' && !listed.some(({ value }) => value === written)
  const blank = { value: '', text: words.say(node.need === 'never' ? 'notStated' : 'chooseOne') }
  // What is wrong is told, and led to, where it is written.
  const [listId, writtenId] = isOther ? [`${name}:listed`, name] : [name, `${name}/${writtenPiece}`]
  return (
    <>
      <Choice {...asked} id={listId} choices={[blank]} groups={groups} chosen={isOther ? '' : written} />
      {meant.isListed === true && !isOther ? null : (
        <Details label={words.say('otherAuthority')} isOpen={isOther}>
          <Field
            words={words}
            name={`${name}/${writtenPiece}`}
            id={writtenId}
            label={words.say('authorityId')}
            hint={words.say('authorityIdHint')}
            errors={errors}
            value={isOther ? written : ''}
            isCode
          />
        </Details>
      )}
    </>
  )
}

/** The authorities that are meant, under the names of their States: the own one first, then the other. */
function authoritiesOffered(
  words: CaseWords,
  choices: DraftChoices | null,
  { of, isAnother }: Nameable,
): readonly ChoiceGroup[] {
  const [own, other] = choices === null ? [null, null] : [stateOf(choices.own), stateOf(choices.other)]
  const only = of === undefined ? null : of === 'own' ? own : other
  const meant = words.authorities.filter(
    (id) => (only === null || stateOf(id) === only) && !(isAnother === true && id === choices?.own),
  )
  const order = new Intl.Collator(words.language)
  const rankOf = (state: string): number => (state === own ? 0 : state === other ? 1 : 2)
  return [...new Set(meant.map(stateOf))]
    .map((state) => ({ state, label: words.known.format.country(state) ?? state }))
    .sort((one, two) => rankOf(one.state) - rankOf(two.state) || order.compare(one.label, two.label))
    .map(({ state, label }) => ({
      label,
      choices: meant.filter((id) => stateOf(id) === state).map((id) => authorityText(words, id)),
      isClosed: false,
    }))
}
