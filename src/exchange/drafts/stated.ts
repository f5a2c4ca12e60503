import { isObject } from '../../letter/words.ts'
import { codeText } from '../../message/code.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'
import { listOfTypes, listRecord } from '../../store/messages.ts'
import { type StatedOffence, offencesOf } from '../../workflow/concerned.ts'
import type { Node } from '../node.ts'
import { isErased, messageIn } from '../stored.ts'

/** An offence that is stated with a number, by which later messages name it. */
export interface OffenceChoice {
  readonly number: number
  /** Code of the list of offences, or a State's own. */
  readonly code: string | null
  /** What the law of the requesting State calls it, as it wrote that. */
  readonly domestic: string | null
}

/** A legal basis that measures name. */
export interface BasisChoice {
  readonly id: string
  /** Code of the list of instruments, or a State's own; null: it is not said yet. */
  readonly instrument: string | null
  readonly article: string | null
  /** Name of the instrument where its code does not say which. */
  readonly title: string | null
}

/** What of a request is named by an id or a number, as it was stated last; plain data. */
export interface Stated {
  /** By the id of the measure. */
  readonly measures: ReadonlyMap<string, JsonObject>
  readonly offences: readonly OffenceChoice[]
  readonly bases: readonly BasisChoice[]
}

/** A message, or what there is of one. */
interface Spoken {
  readonly type: string
  readonly body: object
}

/** What messages say of it, a later one before an earlier one; anything may be missing in them. */
export function statedBy(messages: readonly Spoken[]): Stated {
  const measures = new Map<string, JsonObject>()
  const offences = new Map<number, OffenceChoice>()
  const bases = new Map<string, BasisChoice>()
  for (const message of messages) {
    const { measures: listed, asked, legalBasis } = message.body as JsonObject
    for (const basis of rowsOf(legalBasis)) noteBasis(bases, basis)
    for (const measure of [...rowsOf(listed), ...rowsOf(asked)]) {
      if (typeof measure.id === 'string') measures.set(measure.id, measure)
      for (const { value } of offencesOf(message, measure)) noteOffence(offences, value)
    }
  }
  return { measures, offences: [...offences.values()], bases: [...bases.values()] }
}

/** Types of message that state measures and offences anew. */
const stating = ['amend', 'supplement'] as const

/** The messages of a record that state what is asked for, in their order. */
export async function statingMessages(node: Node, request: string): Promise<readonly Spoken[]> {
  const rows = [
    ...(await listRecord(node.db, request, 0, 1)),
    ...(await listOfTypes(node.db, [request], stating)),
  ]
  const placed = rows.sort((one, other) => (one.sequence ?? 0) - (other.sequence ?? 0))
  return placed.flatMap((row) => (isErased(row) ? [] : [messageIn(row)]))
}

function rowsOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isObject) : []
}

function noteBasis(bases: Map<string, BasisChoice>, { id, instrument, article, title }: JsonObject): void {
  if (typeof id !== 'string') return
  bases.set(id, { id, instrument: codeIn(instrument), article: lineIn(article), title: lineIn(title) })
}

function noteOffence(offences: Map<number, OffenceChoice>, offence: StatedOffence): void {
  const { number, code, domestic } = offence as JsonObject
  if (typeof number !== 'number') return
  offences.set(number, { number, code: codeIn(code), domestic: lineIn(domestic) })
}

function codeIn(value: JsonValue | undefined): string | null {
  return isObject(value) ? codeText(value) : lineIn(value)
}

function lineIn(value: JsonValue | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
