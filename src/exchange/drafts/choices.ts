import { codeText } from '../../message/code.ts'
import type { JsonObject } from '../../message/json.ts'
import { isErased, messageIn } from '../stored.ts'
import { filesOfRequest } from '../../store/exhibits/handedOver.ts'
import { listNamed, listOfTypes, listRecord } from '../../store/messages.ts'
import { findRequest } from '../../store/requests.ts'
import { type StatedOffence, offencesOf } from '../../workflow/concerned.ts'
import { type OfferedOutcome, outcomesOffered } from '../../workflow/offered.ts'
import type { Node } from '../node.ts'
import { openRecord } from '../records.ts'
import type { KeptDraft } from './keptDraft.ts'
import type { DraftView } from './readDraft.ts'

/** What of a request a message about it can name, and what it may say of it now; plain data. */
export interface DraftChoices {
  readonly measures: readonly MeasureChoice[]
  /** Measures that the draft names beside its body; null: all of which it may say something. */
  readonly concerned: readonly string[] | null
  /** Files of the draft, and those handed over in the record. */
  readonly files: readonly { readonly id: string; readonly name: string }[]
  /** Messages that have a place in the record, the last first; none where there are more than anybody looks through. */
  readonly messages: readonly { readonly id: string; readonly type: string; readonly sequence: number }[]
  readonly offences: readonly OffenceChoice[]
}

export interface MeasureChoice {
  readonly id: string
  readonly kind: string
  /** As it was asked for last; null: nobody has asked for it in a message of its own words. */
  readonly asked: JsonObject | null
  /** What a message of this type may say of it now; nothing where it may say none. */
  readonly may: readonly OfferedOutcome[]
}

export interface OffenceChoice {
  readonly number: number
  /** Code of the list of offences, or a State's own. */
  readonly code: string | null
  /** What the law of the requesting State calls it, as it wrote that. */
  readonly domestic: string | null
}

/** So many messages are looked through in a list. */
const messagesMax = 100

/** What the form of a draft about a record can offer for what it names; null: the draft opens its record. */
export async function choicesFor(node: Node, { draft, isOpen }: DraftView): Promise<DraftChoices | null> {
  const row = isOpen ? await findRequest(node.db, draft.request) : null
  if (row === null) return null
  const { state } = openRecord(row)
  const stated = await statedIn(node, draft.request)
  const messages = await listNamed(node.db, draft.request, messagesMax + 1)
  const at = node.now().getTime()
  return {
    measures: (state?.measures ?? []).map((measure) => ({
      id: measure.id,
      kind: measure.kind,
      asked: stated.measures.get(measure.id) ?? stated.measures.get(wholeOf(measure.id)) ?? null,
      may: outcomesOffered(measure, row.side, draft.type, at),
    })),
    concerned: draft.measures,
    files: await filesFor(node, draft),
    messages: messages.length > messagesMax ? [] : messages,
    offences: stated.offences,
  }
}

/** The measure of which one is a part, by its id: `m1` of `m1.2`. */
function wholeOf(id: string): string {
  return id.split('.')[0] ?? id
}

/** Types of message that state measures and offences anew. */
const stating = ['amend', 'supplement'] as const

/** What the messages of a record say last of what is asked for. */
async function statedIn(node: Node, request: string) {
  const rows = [
    ...(await listRecord(node.db, request, 0, 1)),
    ...(await listOfTypes(node.db, [request], stating)),
  ]
  const placed = rows.sort((one, other) => (one.sequence ?? 0) - (other.sequence ?? 0))
  const messages = placed.flatMap((row) => (isErased(row) ? [] : [messageIn(row)]))
  const measures = new Map<string, JsonObject>()
  const offences = new Map<number, OffenceChoice>()
  for (const message of messages) {
    const { measures: listed = [] } = message.body as { readonly measures?: readonly (JsonObject | string)[] }
    for (const measure of listed) {
      if (typeof measure === 'string' || typeof measure.id !== 'string') continue
      measures.set(measure.id, measure)
      for (const { value } of offencesOf(message, measure)) noteOffence(offences, value)
    }
  }
  return { measures, offences: [...offences.values()] }
}

function noteOffence(offences: Map<number, OffenceChoice>, offence: StatedOffence): void {
  const { number, code, domestic } = offence as StatedOffence & {
    readonly number?: number
    domestic?: string
  }
  if (number === undefined) return
  offences.set(number, {
    number,
    code: code === undefined ? null : codeText(code),
    domestic: typeof domestic === 'string' ? domestic : null,
  })
}

async function filesFor(node: Node, { request, exhibits }: KeptDraft): Promise<DraftChoices['files']> {
  const handedOver = await filesOfRequest(node.db, request)
  const files = [
    ...exhibits.map(({ id, name }) => ({ id, name })),
    ...handedOver.map(({ exhibit, name }) => ({ id: exhibit, name })),
  ]
  return files.filter(({ id }, place) => files.findIndex((one) => one.id === id) === place)
}
