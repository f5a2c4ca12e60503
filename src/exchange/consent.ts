import { codeText } from '../message/code.ts'
import { documentAt } from '../message/documents.ts'
import type { Condition, Message, Messages, Proceeding, Text } from '../message/generated/types.ts'
import { conditionsSaid, isForMeasures, measuresOf } from '../message/handling.ts'
import { stateOf } from '../message/stateOf.ts'

type Consent = Messages['use-consent']
type Recipients = NonNullable<Consent['body']['recipients']>

/** What a condition says, apart from what it is said of. */
export type Term = Readonly<Pick<Condition, 'code' | 'until' | 'untilEvent' | 'text'>>

/** Something of another State, as it was given here. */
export interface Given {
  /** The message that gave it; null: it is not kept any more. */
  readonly message: Message | null
  /** Id of the file in that message; null: it is no file. */
  readonly file: string | null
}

/** Whether it names this authority, or its State or organisation as a whole. Who is not named has no consent. */
export function namesRecipient(
  { body }: { readonly body: { readonly recipients?: Recipients } },
  to: string,
): boolean {
  return recipientsOf(body.recipients, to).length > 0
}

/** Whether it names this very authority, and not its State alone. */
export function namesAuthority({ body }: Consent, to: string): boolean {
  return recipientsOf(body.recipients, to).some(({ authority }) => authority === to)
}

/** Whether it says for what the recipient needs it: in words, or by the proceeding. */
export function namesNeed({ body }: Consent, to: string): boolean {
  return (
    body.proceeding !== undefined || recipientsOf(body.recipients, to).some(({ why }) => why !== undefined)
  )
}

/** Whether it names files, this one among them. */
export function namesFile(consent: Consent, to: string, file: string | null): boolean {
  const lists = listsOf(consent, to)
  return file !== null && lists.length > 0 && lists.every((list) => list.includes(file))
}

/** Whether the consent is for this file: it is among those named, or the consent limits neither files nor data. */
export function coversFile(consent: Consent, to: string, file: string): boolean {
  const { covers } = consent.body
  if (listsOf(consent, to).length > 0) return namesFile(consent, to, file)
  return covers === undefined || covers.includes('exhibits')
}

/**
 * Whether the consent is for this file as it was given: of a measure that the consent is about, and, where it names files, given
 * before it, for the ids of files repeat from delivery to delivery.
 */
export function coversGiven(consent: Consent, to: string, given: Given): boolean {
  const { message, file } = given
  if (file !== null && !coversFile(consent, to, file)) return false
  if (message === null) return true
  if (!isForMeasures(consent.measures, measuresOf(message, file))) return false
  return !namesFile(consent, to, file) || Date.parse(message.sentAt) <= Date.parse(consent.sentAt)
}

/** Whether the consent is for showing messages of the record: it says so, or it limits neither files nor data. */
export function coversMessage({ body }: Consent, to: string): boolean {
  const { exhibits, recipients, covers } = body
  if (covers !== undefined) return covers.includes('messages')
  return exhibits === undefined && recipientsOf(recipients, to).every((one) => one.exhibits === undefined)
}

/** Whether the consent is for this proceeding; one that names none is for what it says in words, which people judge. */
export function isForPurpose({ body }: Consent, said: Proceeding | null): boolean {
  const wanted = body.proceeding
  if (wanted === undefined) return true
  if (said?.nature !== wanted.nature || said.nationalReference !== wanted.nationalReference) return false
  // Without a file number the words are all by which it is known.
  return wanted.nationalReference !== undefined || said.subject.text === wanted.subject.text
}

/**
 * Whether every condition that the consent sets for all of it stands in the message, where its type can say conditions; else beside
 * the consent that it names, as the consent says it.
 */
export function conditionsTravel(
  consent: Consent,
  message: Message,
  authority: { readonly conditions?: readonly Condition[] } | null,
): boolean {
  const { conditions = [] } = consent.body
  const forAll = conditions.filter(
    ({ exhibits, measures }) => exhibits === undefined && measures === undefined,
  )
  const ids = message.exhibits.map(({ id }) => id)
  const said = saysOwn(message)
    ? conditionsSaid(message, null).concat(
        // What is said of each of the files, one after the other, is said of them all.
        ids.length === 0 ? [] : saidOfEach(message, ids),
      )
    : (authority?.conditions ?? [])
  return forAll.every((wanted) => said.some((one) => isSame(one, wanted)))
}

/**
 * Whether these conditions stand in the message for one of its files, where its type can say conditions; else beside the consent
 * that it names.
 *
 * @param exhibit - id of the file in the message; null: it is no file
 */
export function travelWith(
  wanted: readonly Term[],
  message: Message,
  exhibit: string | null,
  authority: { readonly conditions?: readonly Condition[] } | null,
): boolean {
  const said = saysOwn(message) ? conditionsSaid(message, exhibit) : (authority?.conditions ?? [])
  return wanted.every((one) => said.some((other) => isSame(other, one)))
}

/** The conditions that the consent sets for something: those that name no other file and no other measure. */
export function conditionsFor({ body }: Consent, { message, file }: Given): readonly Condition[] {
  const measures = message === null ? null : measuresOf(message, file)
  return (body.conditions ?? []).filter(
    ({ exhibits, measures: named }) =>
      (exhibits === undefined || file === null || exhibits.includes(file)) && isForMeasures(named, measures),
  )
}

/** Whether messages of this type have that member in their schema. */
export function canSay({ type }: Message, member: string): boolean {
  const properties = documentAt(`message/${type}.json`)?.properties
  return typeof properties === 'object' && properties !== null && Object.hasOwn(properties, member)
}

function saysOwn(message: Message): boolean {
  return canSay(message, 'conditions') || canSay(message, 'outcomes')
}

function saidOfEach(message: Message, ids: readonly string[]): readonly Condition[] {
  const [first = [], ...others] = ids.map((id) => conditionsSaid(message, id))
  return first.filter((one) => others.every((list) => list.some((other) => isSame(other, one))))
}

function listsOf({ body }: Consent, to: string): readonly (readonly string[])[] {
  const { exhibits, recipients } = body
  return [exhibits, ...recipientsOf(recipients, to).map((one) => one.exhibits)].filter(
    (list) => list !== undefined,
  )
}

function recipientsOf(recipients: Recipients | undefined, to: string): Recipients {
  return (recipients ?? []).filter(({ authority, country }) =>
    authority === undefined ? country === stateOf(to) : authority === to,
  )
}

/**
 * Whether one condition says what the other says: code, end and words. Files and measures were looked at before, for they have other
 * ids in another record.
 */
function isSame(one: Term, wanted: Term): boolean {
  return (
    codeText(one.code) === codeText(wanted.code) &&
    one.until === wanted.until &&
    one.untilEvent === wanted.untilEvent &&
    saysWords(one, wanted)
  )
}

/** Whether the words of a condition are said: in one of the languages in which it has them. */
function saysWords({ text }: Term, { text: wanted }: Term): boolean {
  if (text === undefined || wanted === undefined) return text === wanted
  const said = versionsOf(text)
  return versionsOf(wanted).some((one) => said.includes(one))
}

function versionsOf({ text, translations = [] }: Text): readonly string[] {
  return [text, ...translations.map((one) => one.text)]
}
