import { type Slot, memberSlots } from '../../letter/alternatives.ts'
import { rowIdOf } from '../../letter/named.ts'
import { isObject } from '../../letter/words.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'
import { webLimits } from '../limits.ts'
import { type Control, controlOf } from './control.ts'
import { type RowTrace, rowsMeant, traceIn } from './keptRows.ts'
import { writtenPiece } from './known.ts'
import { askedBeforeKind, chosenOf, ofObjects } from './node.ts'
import { withoutLeft } from './ofChoice.ts'
import { pointerTo } from './pointer.ts'
import type { FormAct } from './readPart.ts'
import {
  type DayAlone,
  authorityIn,
  dateIn,
  dayAloneOf,
  lineIn,
  linesIn,
  listedIn,
  momentTyped,
  numberIn,
  zoneIn,
} from './typed.ts'

/** What was posted, by name: the values of a field, and what stands below it. */
export interface Posted {
  readonly values: string[]
  readonly members: Map<string, Posted>
}

/** How what is typed is to be understood. */
export interface Typed {
  /** BCP 47, of texts that say no other. */
  readonly language: string
  /** IANA name of the zone in which moments without an offset are meant. */
  readonly timeZone: string
  /** Whether the body is that of which the form was made: else somebody has changed it since, and of rows that it does not have any more nothing is kept. */
  readonly isSame: boolean
}

/** What a list posts where it is said that there is nothing to list. */
export const noneOfList = 'none'

interface Reading extends Typed {
  readonly act: FormAct | null
  /** Pointers of rows that the form says to be in the body, and that are not. */
  readonly lost: string[]
}

type SimpleControl = Exclude<
  Control,
  { readonly kind: 'kept' | 'group' | 'text' | 'rows' | 'checks' | 'choice' }
>

const nothing: Posted = { values: [], members: new Map() }

/** The members of an object as they were posted; those that are blank are not there. */
export function memberValues(
  slot: Slot,
  posted: Posted,
  before: JsonValue | undefined,
  pointer: string,
  reading: Reading,
): JsonObject {
  const { alternatives, discriminator } = slot
  const readAll = (slots: ReadonlyMap<string, Slot>): JsonObject => {
    const members = [...slots].flatMap(([name, member]): readonly [string, JsonValue][] => {
      const own = isObject(before) && Object.hasOwn(before, name) ? before[name] : undefined
      const node = posted.members.get(name) ?? nothing
      const value = valueOf(member, node, own, pointerTo(pointer, name), reading)
      return value === undefined ? [] : [[name, value]]
    })
    return withoutLeft(Object.fromEntries(members), before, memberSlots(alternatives))
  }
  if (discriminator === null) return readAll(memberSlots(alternatives))
  const first = [...askedBeforeKind(slot, pointer), discriminator]
  const all = memberSlots(alternatives)
  const kind = readAll(new Map([...all].filter(([name]) => first.includes(name))))
  const chosen = memberSlots(chosenOf(alternatives, discriminator, kind))
  return { ...readAll(new Map([...chosen].filter(([name]) => !first.includes(name)))), ...kind }
}

/** What was posted for a place; undefined where it is blank. */
function valueOf(
  slot: Slot,
  posted: Posted,
  before: JsonValue | undefined,
  pointer: string,
  reading: Reading,
): JsonValue | undefined {
  const control = controlOf(slot)
  const { kind } = control
  if (kind === 'kept') return before
  if (kind === 'group') return unlessBlank(memberValues(slot, posted, before, pointer, reading))
  if (kind === 'text') return textValue(slot, posted, before, pointer, reading)
  if (kind === 'rows') return rowValues(control, posted, before, pointer, reading)
  if (kind === 'checks') return checkValues(control, posted, before)
  if (kind !== 'choice') return simpleValue(control, posted, dayAloneOf(lastOf(pointer)), reading)
  const own = ownCode(slot, control, posted, before, pointer, reading)
  return own ?? listedIn(control.listed, posted.values[0] ?? '')
}

function simpleValue(
  control: SimpleControl,
  { values: [value = ''], members }: Posted,
  dayAlone: DayAlone | null,
  { timeZone }: Reading,
): JsonValue | undefined {
  const piece = (name: string): string => members.get(name)?.values[0] ?? ''
  switch (control.kind) {
    case 'line':
      return lineIn(value, control.isCode)
    case 'lines':
      return linesIn(value)
    case 'number':
      return numberIn(value)
    case 'truth':
      return value === 'true' ? true : value === 'false' ? false : lineIn(value, true)
    case 'constant':
      return value === String(control.value) ? control.value : lineIn(value, true)
    case 'date':
      return dateIn(piece)
    case 'moment':
      return momentTyped(piece, timeZone, dayAlone)
    case 'request':
      return lineIn(value, false)
    case 'zone':
      return zoneIn(value)
    case 'authority':
      // What was written goes before what was chosen from the list, as with codes.
      return authorityIn(piece(writtenPiece)) ?? authorityIn(value)
  }
}

/** What a person wrote, in the language that the form says, else in that of the draft. */
function textValue(
  slot: Slot,
  posted: Posted,
  before: JsonValue | undefined,
  pointer: string,
  reading: Reading,
): JsonValue | undefined {
  const text = linesIn(posted.members.get('text')?.values[0] ?? '')
  const { translations } = memberValues(slot, posted, before, pointer, reading)
  if (text === undefined && translations === undefined) return undefined
  const language = lineIn(posted.members.get('language')?.values[0] ?? '', true) ?? reading.language
  return {
    language,
    ...(text === undefined ? {} : { text }),
    ...(translations === undefined ? {} : { translations }),
  }
}

/** A code that a State has added to a list; it goes before what was chosen from the list. */
function ownCode(
  slot: Slot,
  { own }: Control & { readonly kind: 'choice' },
  posted: Posted,
  before: JsonValue | undefined,
  pointer: string,
  reading: Reading,
): JsonValue | undefined {
  if (own === null) return undefined
  const { owner, name, value } = memberValues(ofObjects(slot), posted, before, pointer, reading)
  if (owner === undefined && value === undefined) return undefined
  return {
    ...(owner === undefined ? {} : { owner }),
    name: name ?? own,
    ...(value === undefined ? {} : { value }),
  }
}

/** Those that are marked, in the order which they had; new ones after them. */
function checkValues(
  { listed }: Control & { readonly kind: 'checks' },
  { values }: Posted,
  before: JsonValue | undefined,
): JsonValue | undefined {
  const marked = values.flatMap((value) => listedIn(listed, value) ?? [])
  if (marked.length === 0) return undefined
  const had = Array.isArray(before) ? before : []
  return [...had.filter((value) => marked.some((one) => one === value)), ...marked].filter(
    (value, place, all) => all.indexOf(value) === place,
  )
}

function rowValues(
  { item, rowsMax, mayBeEmpty }: Control & { readonly kind: 'rows' },
  posted: Posted,
  before: JsonValue | undefined,
  pointer: string,
  reading: Reading,
): JsonValue | undefined {
  const { act } = reading
  const numbers = [...posted.members.keys()].map(Number).sort((one, other) => one - other)
  const ownOf = rowsBefore(item, posted, before, pointer, reading)
  const rows = numbers.flatMap((number): readonly JsonValue[] => {
    const at = pointerTo(pointer, String(number))
    if (act?.act === 'remove' && act.pointer === at) return []
    const node = posted.members.get(String(number)) ?? nothing
    const own = ownOf(number)
    const isKept = traceOf(item, node)?.isKept === true
    // What is kept and is nowhere any more was taken away.
    if (isKept && own === undefined) return []
    const value = isKept ? unlessNothing(own) : valueOf(item, node, own, at, reading)
    // While somebody works at the rows, a blank one is a row still.
    if (act !== null) return [value ?? blankRow(item)]
    return value === undefined || isOnlyId(item, value, at) ? [] : [value]
  })
  const hasRoom = rows.length < Math.min(rowsMax, webLimits.form.rowsMax)
  const isAdded = act?.act === 'add' && act.pointer === pointer && hasRoom
  const all = isAdded ? [...rows, blankRow(item)] : rows
  if (all.length > 0) return all
  // That there is none of what is listed is something else than that nothing is said.
  return mayBeEmpty && posted.values[0] === noneOfList ? [] : undefined
}

/** What the body has of each row that was posted, by its number: the row that the form says it is, else the one of the same number. */
function rowsBefore(
  item: Slot,
  posted: Posted,
  before: JsonValue | undefined,
  pointer: string,
  { isSame, lost }: Reading,
): (number: number) => JsonValue | undefined {
  const rows: readonly JsonValue[] = Array.isArray(before) ? before : []
  const traces = new Map(
    [...posted.members].flatMap(([number, node]) => {
      const trace = traceOf(item, node)
      return trace === null ? [] : [[Number(number), trace] as const]
    }),
  )
  const meant = rowsMeant(traces, rows, isSame)
  if (isSame)
    for (const number of traces.keys()) if (!meant.has(number)) lost.push(pointerTo(pointer, String(number)))
  return (number) => (traces.has(number) ? meant.get(number) : rows[number])
}

/** Rows of one field are posted with what is typed in it. */
function traceOf(item: Slot, { values }: Posted): RowTrace | null {
  return controlOf(item).kind === 'group' ? traceIn(values[0] ?? '') : null
}

/** A row that was kept; undefined: nothing stands in it. */
function unlessNothing(row: JsonValue | undefined): JsonValue | undefined {
  return isObject(row) ? unlessBlank(row) : row
}

/** Whether nothing stands in a row but the id that the node has given it. */
function isOnlyId({ alternatives }: Slot, value: JsonValue, pointer: string): boolean {
  const [only = '', ...others] = isObject(value) ? Object.keys(value) : []
  const slot = others.length === 0 ? memberSlots(alternatives).get(only) : undefined
  return slot !== undefined && rowIdOf(slot, only, pointerTo(pointer, only)) !== null
}

function blankRow(item: Slot): JsonValue {
  const { kind } = controlOf(item)
  return kind === 'group' || kind === 'text' ? {} : null
}

/** The name of the member at a pointer. */
function lastOf(pointer: string): string {
  return pointer.slice(pointer.lastIndexOf('/') + 1)
}

function unlessBlank(object: JsonObject): JsonObject | undefined {
  return Object.keys(object).length === 0 ? undefined : object
}
