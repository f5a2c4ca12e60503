import { type Check, checkOf } from '../message/checkOf.ts'
import type { Message, Text } from '../message/generated/types.ts'
import type { Result } from '../message/refusal.ts'
import { type Entry, decide } from './decide.ts'
import { disputedOf, replacingIn } from './handedOver.ts'
import { type Said, answeredBy, said } from './said.ts'
import type { MeasureState, RequestState } from './state.ts'

/** A message of a record, as it is named beside what it says of an exhibit. */
export interface ActOnExhibit {
  /** Id of the message. */
  readonly message: string
  /** SHA-256 of its signing input, hex. */
  readonly digest: string
  /** Its place in the record. */
  readonly sequence: number
  /** Id of the authority. */
  readonly from: string
  /** When it was signed, as it says. */
  readonly at: string
}

/** One exhibit of one delivery at one measure, and what the receiving authority has made of it. */
export interface ExhibitStanding {
  readonly measure: string
  readonly exhibit: string
  readonly name: string
  readonly sha256: string
  /** The message that hands it over. */
  readonly delivery: ActOnExhibit
  /** Open: nothing was said of it, or that it is left open. */
  readonly standing: 'open' | 'accepted' | 'disputed' | 'replaced'
  /** Why it was disputed or left open, as it was said last; that stays with what was replaced. */
  readonly reason: Text | null
  /** The receipt that spoke of it last; null: none did. */
  readonly judged: ActOnExhibit | null
  /** SHA-256 of what its receiver says it has received, where that is another file; stays with what was replaced. */
  readonly found: string | null
  /** What whoever handed it over has answered to the dispute; null: nothing. */
  readonly answer: (ActOnExhibit & { readonly text: Text | null }) | null
  /** The delivery that took its place, and the exhibit there; null for the exhibit: that delivery as a whole. */
  readonly replacedBy: (ActOnExhibit & { readonly exhibit: string | null }) | null
}

/**
 * Which exhibit of which delivery is accepted, disputed, replaced or still open, measure by measure in the order of their
 * handing over. It is read from the record as `replay` reads it, so both States and the auditor see the same. Refuses as
 * `replay` does; an empty record has no exhibits.
 */
export function acceptanceIn(
  entries: Iterable<Entry>,
): Result<{ readonly exhibits: readonly ExhibitStanding[] }> {
  let request: RequestState | null = null
  let exhibits: readonly ExhibitStanding[] = []
  for (const entry of entries) {
    const decision = decide(request, entry)
    if (!decision.ok) return decision
    request = decision.request
    exhibits = after(exhibits, entry, decision.request)
  }
  return { ok: true, exhibits }
}

function after(
  before: readonly ExhibitStanding[],
  { message, digest }: Entry,
  { sequence, measures }: RequestState,
): readonly ExhibitStanding[] {
  const act = { message: message.id, digest, sequence, from: message.from, at: message.sentAt }
  const spoken = said(message)
  const judged = before
    .flatMap((one) => inParts(one, measures))
    .map((one) => {
      if (one.standing === 'accepted' || one.standing === 'replaced') return one
      const measure = measures.find(({ id }) => id === one.measure)
      const words = spoken.find((of) => of.measure === one.measure || of.measure === null)
      return measure === undefined ? one : judgedBy(one, measure, { message, words, act })
    })
  return [...judged, ...measures.flatMap((measure) => handedOverBy(measure, message, act))]
}

/** A measure that was split goes on as its parts, each with what was handed over for the whole. */
function inParts(
  one: ExhibitStanding,
  measures: readonly Pick<MeasureState, 'id'>[],
): readonly ExhibitStanding[] {
  if (measures.some(({ id }) => id === one.measure)) return [one]
  const parts = measures.filter(({ id }) => id.startsWith(`${one.measure}.`))
  return parts.map(({ id }) => ({ ...one, measure: id }))
}

interface Spoken {
  readonly message: Message
  /** What it says of the measure; undefined: nothing. */
  readonly words: Said | undefined
  readonly act: ActOnExhibit
}

/** What the state after a message says of a file that was neither accepted nor replaced before it. */
function judgedBy(one: ExhibitStanding, { deliveries }: MeasureState, spoken: Spoken): ExhibitStanding {
  const { message, words, act } = spoken
  const delivery = deliveries.find(({ message: id }) => id === one.delivery.message)
  const isLeft = delivery?.exhibits.some(({ id }) => id === one.exhibit) === true
  const isAnswer = words !== undefined && answeredBy(message, words) === one.delivery.message
  if (message.type === 'delivery-receipt') {
    if (!isAnswer) return one
    if (!isLeft) return { ...one, standing: 'accepted', reason: null, judged: act, found: null, answer: null }
    const standing = disputedOf(delivery).includes(one.exhibit) ? 'disputed' : 'open'
    const check = checkOf(message, { id: one.exhibit, sha256: one.sha256 })
    const note = standing === 'disputed' ? (noteIn(words) ?? message.body.text ?? null) : null
    const isOfAll = note !== null && message.body.checks.length === 0
    // It did not speak of this one, and what was said of it before stands.
    if (check === undefined && standing === one.standing && !isOfAll) return one
    // A dispute that stands stands for the reason that was given, until another one is.
    const before = standing === 'disputed' && one.standing === 'disputed' ? one : null
    const found = foundIn(check, one) ?? (check?.sha256 === undefined ? (before?.found ?? null) : null)
    const why = check?.reason ?? note ?? before?.reason ?? null
    return { ...one, standing, reason: why, judged: act, found, answer: null }
  }
  if (words === undefined) return one
  const isAnswered = !isLeft || answeredBy(message, words) === one.judged?.message
  const answered = isAnswered ? { ...one, answer: answerTo(one, spoken) ?? one.answer } : one
  if (isLeft) return answered
  return {
    ...answered,
    standing: 'replaced',
    replacedBy: { ...act, exhibit: inItsPlace(one, message, words) },
  }
}

/** What a receipt says was received, where it is not what was handed over. */
function foundIn(check: Check | undefined, { sha256 }: ExhibitStanding): string | null {
  return check?.sha256 === undefined || check.sha256 === sha256 ? null : check.sha256
}

/** What a message says to a dispute, where it is by who handed the file over. */
function answerTo(
  { standing, delivery }: ExhibitStanding,
  { message, words, act }: Spoken,
): ExhibitStanding['answer'] {
  if (standing !== 'disputed' || words === undefined || act.from !== delivery.from) return null
  const text = 'text' in message.body ? message.body.text : undefined
  return { ...act, text: noteIn(words) ?? text ?? null }
}

function noteIn({ fields }: Said): Text | null {
  return (fields.note as unknown as Text | undefined) ?? null
}

/** Which exhibit of a delivery takes the place of another: the one that it names, else the one of the same id. */
function inItsPlace(one: ExhibitStanding, message: Message, words: Said): string | null {
  const named = replacingIn(message, words)?.find(
    ({ delivery, exhibit }) => delivery === one.delivery.message && exhibit === one.exhibit,
  )
  if (named !== undefined) return named.by
  return message.exhibits.some(({ id }) => id === one.exhibit) ? one.exhibit : null
}

function handedOverBy(measure: MeasureState, message: Message, delivery: ActOnExhibit): ExhibitStanding[] {
  const made = measure.deliveries.find((one) => one.message === message.id)
  return (made?.exhibits ?? []).map(({ id, sha256 }) => ({
    measure: measure.id,
    exhibit: id,
    name: message.exhibits.find((file) => file.id === id)?.name ?? id,
    sha256,
    delivery,
    standing: 'open',
    reason: null,
    judged: null,
    found: null,
    answer: null,
    replacedBy: null,
  }))
}
