import type { DraftChoices, MeasureChoice } from '../../exchange/drafts/choices.ts'
import { isObject } from '../../letter/words.ts'
import type { MessageType } from '../../message/generated/types.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'
import { selectedIn } from '../../message/selectedIn.ts'
import type { OfferedGround, OfferedOutcome } from '../../workflow/offered.ts'
import { resultsOf } from '../../workflow/results.ts'
import type { Named } from '../../letter/named.ts'
import type { FormNode } from './node.ts'
import { stepsOf } from './pointer.ts'

/** What the request at hand, and the workflow, leave to choose in a form; and what the form says so far. */
export interface Offering {
  readonly type: MessageType
  readonly body: JsonObject
  readonly choices: DraftChoices
}

/** The measures that a field can name: in what is said of a measure those of which this may be said now, else all. */
export function measuresOffered(
  { choices: { measures } }: Offering,
  { pointer }: FormNode,
): readonly MeasureChoice[] {
  return isOutcome(pointer, 'measure') ? measures.filter(({ may }) => may.length > 0) : measures
}

/** The parts of a measure that a decision can name when it parts it: so many as there are, and one more. */
export function partsOffered({ body }: Offering, measure: string): readonly string[] {
  const rows: readonly JsonValue[] = Array.isArray(body.outcomes) ? body.outcomes : []
  const used = rows.flatMap((row) => {
    const said = isObject(row) ? row.measure : undefined
    return typeof said === 'string' && said.startsWith(`${measure}.`) ? [Number(said.split('.')[1])] : []
  })
  const count = Math.max(1, ...used.filter((number) => number < partsMax)) + 1
  return measure.includes('.') ? [] : Array.from({ length: count }, (_, place) => `${measure}.${place + 1}`)
}

/** Into more nobody parts a measure by a list. */
const partsMax = 99

/** What may be said of the measure that is meant where a field stands; all that the draft may say where none is named yet. */
export function outcomesAt({ type, body, choices }: Offering, pointer: string): readonly OfferedOutcome[] {
  const [list = '', row = ''] = stepsOf(pointer) ?? []
  const said = list === 'outcomes' ? rowAt(body, list, row) : null
  const outcome = said === null ? selectedIn(type, body) : said.outcome
  const may = meantIn(choices, said).flatMap((measure) => measure.may)
  const meant = may.filter((one) => one.outcome === null || one.outcome === outcome)
  return meant.length > 0 ? meant : may
}

/** The outcomes that the workflow takes of a type now; null where it does not ask for one. */
export function outcomeNames({ choices }: Offering): readonly string[] | null {
  const names = choices.measures.flatMap(({ may }) => may.map(({ outcome }) => outcome))
  return names.length === 0 || names.includes(null) ? null : names.filter((name) => name !== null)
}

/**
 * The kinds of result that what is said of a measure can have: that of the measure that a row is about, or of those that it can be about as long as
 * it names none; null: nothing says which.
 */
export function resultKindsAt({ body, choices }: Offering, pointer: string): readonly string[] | null {
  const [list = '', row = '', member, name, ...more] = stepsOf(pointer) ?? []
  if (list !== 'outcomes' || member !== 'result' || name !== 'kind' || more.length > 0) return null
  const meant = meantIn(choices, rowAt(body, list, row) ?? {})
  const kinds = meant.flatMap(({ kind }) => resultsOf(kind))
  return kinds.length === 0 ? null : kinds
}

/** The grounds that may be given where a field stands, each once; null: no rule narrows them. */
export function groundsAt(offering: Offering, pointer: string): readonly OfferedGround[] | null {
  const outcomes = outcomesAt(offering, pointer)
  const lists = outcomes.map(({ grounds }) => grounds)
  if (lists.length === 0 || lists.includes(null)) return null
  const all = lists.flatMap((grounds) => grounds ?? [])
  // What may be given of one measure is offered, though of another it may not: which of them is meant is not said yet.
  return all.filter(
    ({ code, isUnheard }, place) =>
      all.findIndex((one) => one.code === code && one.isUnheard === isUnheard) === place &&
      (!isUnheard || !all.some((one) => one.code === code && !one.isUnheard)),
  )
}

/** The reasons to postpone that the basis knows; null: no rule narrows them. */
export function postponementsAt(offering: Offering, pointer: string): readonly string[] | null {
  const lists = outcomesAt(offering, pointer).map(({ postponements }) => postponements)
  return lists.length === 0 || lists.includes(null) ? null : [...new Set(lists.flatMap((list) => list ?? []))]
}

/**
 * Whether a field is a choice among what there is of this sort. Where there is nothing yet that the draft itself will have, it is that
 * too, and says so: nobody makes up the id of what is written on another page.
 */
export function isChosen({ choices }: Offering, named: Named): boolean {
  const { isOpening, measures, messages, offences, items } = choices
  if (named === 'exhibit' || named === 'basis') return true
  if (named === 'message') return messages.length > 0
  if (named === 'offence') return isOpening || offences.length > 0
  if (named === 'item') return items !== null
  if (named === 'place') return choices.opening !== null
  if (named === 'placeOfCorrected') return !isOpening
  return isOpening || measures.length > 0
}

function isOutcome(pointer: string, member: string): boolean {
  const [list, , name, ...more] = stepsOf(pointer) ?? []
  return list === 'outcomes' && name === member && more.length === 0
}

function rowAt(body: JsonObject, list: string, row: string): JsonObject | null {
  const rows = body[list]
  const said: JsonValue | undefined = Array.isArray(rows)
    ? (rows as readonly JsonValue[])[Number(row)]
    : undefined
  return isObject(said) ? said : null
}

/** The measures of which a row of the form, or the draft as a whole, speaks. */
function meantIn({ measures, concerned }: DraftChoices, said: JsonObject | null): readonly MeasureChoice[] {
  const named = said === null ? concerned : typeof said.measure === 'string' ? [said.measure] : null
  const meant = measures.filter(
    ({ id }) => named?.some((one) => one === id || one.split('.')[0] === id) === true,
  )
  return meant.length > 0 ? meant : measures
}
