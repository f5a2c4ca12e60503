import { isObject } from '../../letter/words.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'
import { stateOf } from '../../message/stateOf.ts'
import { filesOfRecord } from '../../store/exhibits/filesOfMessage.ts'
import { type NamedRow, findNamedMessage, listNamed } from '../../store/messages.ts'
import { findRequest } from '../../store/requests.ts'
import { type OfferedOutcome, outcomesOffered } from '../../workflow/offered.ts'
import type { Node } from '../node.ts'
import { openRecord } from '../records.ts'
import { isErased, messageIn } from '../stored.ts'
import type { Acting } from '../people/deskPeople.ts'
import { type CorrectedMessage, correctedBy } from './corrected.ts'
import type { KeptDraft } from './keptDraft.ts'
import { type OtherRequests, otherRequestsOf } from './otherRequests.ts'
import type { DraftView } from './readDraft.ts'
import { wholeOf } from './rowIds.ts'
import { type BasisChoice, type OffenceChoice, type Stated, statedBy, statingMessages } from './stated.ts'

/** What of a request, and of the draft itself, a message can name, and what it may say of it now; plain data. */
export interface DraftChoices {
  /** Id of the authority that writes, and of the one that is written to. */
  readonly own: string
  readonly other: string
  /** The draft opens its record: whatever it names stands in itself. */
  readonly isOpening: boolean
  readonly measures: readonly MeasureChoice[]
  /** Measures that the draft names beside its body; null: all of which it may say something. */
  readonly concerned: readonly string[] | null
  /** Files of the draft, and behind them those that messages of the record hand over, in its order. */
  readonly files: readonly FileChoice[]
  /** Messages that have a place in the record, the last first; none where there are more than anybody looks through. */
  readonly messages: readonly MessageChoice[]
  /** Id of the message that the draft answers; null: it is not said. */
  readonly answered: string | null
  readonly offences: readonly OffenceChoice[]
  readonly bases: readonly BasisChoice[]
  /** Questions of the message that is answered, none where it is not said which; null: it puts none. */
  readonly items: readonly ItemChoice[] | null
  /** The message that opened the record, in which the places stand that others name; null: there is none, or it was erased. */
  readonly opening: SpokenMessage | null
  /** The own message that the draft corrects; null: it is not said, or not there. */
  readonly corrected: CorrectedMessage | null
  /** Other requests that the draft speaks of. */
  readonly requests: OtherRequests
}

/** A message that has a place in the record. */
export interface MessageChoice {
  readonly id: string
  readonly type: string
  readonly sequence: number
  /** It is of the side that writes the draft. */
  readonly isOwn: boolean
}

/** A file by the id that it has in one message: each side counts its own, and begins anew where it likes. */
export interface FileChoice {
  readonly id: string
  readonly name: string
  /** In hex. */
  readonly sha256: string
  /** The message that hands it over; null: the draft itself. */
  readonly of: MessageChoice | null
}

/** A message of which places are named. */
export interface SpokenMessage {
  readonly type: string
  readonly body: JsonObject
}

/** A question of a message. */
export interface ItemChoice {
  readonly id: string
  /** What a person wrote, as the schemas have it. */
  readonly question: JsonObject
}

export interface MeasureChoice {
  readonly id: string
  readonly kind: string
  /** As it was asked for last; null: nobody has asked for it in a message of its own words. */
  readonly asked: JsonObject | null
  /** What a message of this type may say of it now; nothing where it may say none. */
  readonly may: readonly OfferedOutcome[]
}

/** So many messages are looked through in a list. */
const messagesMax = 100

/**
 * What the form of a draft can offer for what it names: of the record that it is about, of other requests, and of what it says itself so far.
 * Whoever sees other requests in it is in the log before.
 */
export async function choicesFor(
  node: Node,
  { draft, isOpen }: DraftView,
  by: Acting,
): Promise<DraftChoices> {
  const row = isOpen ? await findRequest(node.db, draft.request) : null
  const written = statedBy([draft])
  const requests = await otherRequestsOf(node, draft, by)
  const always = { own: draft.authority, other: draft.to, requests, answered: draft.inReplyTo }
  if (row === null) {
    const files = ownFiles(draft)
    const { offences, bases } = written
    const measures = ownMeasures(written.measures)
    const ofRecord = { concerned: null, messages: [], items: null, opening: null, corrected: null }
    return { ...always, isOpening: true, measures, files, offences, bases, ...ofRecord }
  }
  const { state } = openRecord(row)
  const stating = await statingMessages(node, draft.request)
  const opening = stating.find((message) => message.type !== 'amend' && message.type !== 'supplement')
  const [{ measures }, { offences, bases }] = [statedBy(stating), statedBy([...stating, draft])]
  const messages = await listNamed(node.db, draft.request, messagesMax + 1)
  const at = node.now().getTime()
  const known = (state?.measures ?? []).map((measure) => ({
    id: measure.id,
    kind: measure.kind,
    asked: measures.get(measure.id) ?? measures.get(wholeOf(measure.id)) ?? null,
    may: outcomesOffered(measure, row.side, draft.type, at),
  }))
  return {
    ...always,
    isOpening: false,
    measures: [
      ...known,
      ...ownMeasures(written.measures).filter(({ id }) => !known.some((one) => one.id === id)),
    ],
    concerned: draft.measures,
    files: await filesFor(node, draft),
    messages: messages.length > messagesMax ? [] : messages.map(messageChoice),
    offences,
    bases,
    items: await itemsFor(node, draft),
    opening: opening === undefined ? null : spoken(opening),
    corrected: await correctedBy(node, draft),
  }
}

function spoken({ type, body }: { readonly type: string; readonly body: object }): SpokenMessage {
  return { type, body: body as JsonObject }
}

/** What the message asks that a draft answers. */
async function itemsFor(node: Node, { to, inReplyTo }: KeptDraft): Promise<DraftChoices['items']> {
  if (inReplyTo === null) return []
  const row = await findNamedMessage(node.db, { from_state: stateOf(to), id: inReplyTo })
  if (row === null || isErased(row)) return null
  const { items } = messageIn(row).body as JsonObject
  const rows: readonly JsonValue[] = Array.isArray(items) ? items : []
  const asked = rows.flatMap((item) => {
    const { id, question } = isObject(item) ? item : {}
    return typeof id === 'string' && isObject(question) ? [{ id, question }] : []
  })
  return asked.length === 0 ? null : asked
}

/** What is asked for in the draft itself, as far as it is said of what kind it is. */
function ownMeasures(measures: Stated['measures']): readonly MeasureChoice[] {
  return [...measures].flatMap(([id, asked]) =>
    typeof asked.kind === 'string' ? [{ id, kind: asked.kind, asked, may: [] }] : [],
  )
}

async function filesFor(node: Node, draft: KeptDraft): Promise<DraftChoices['files']> {
  const handedOver = await filesOfRecord(node.db, draft.request)
  const ofRecord = handedOver.map(({ exhibit, name, sha256, message, ...row }) => ({
    ...{ id: exhibit, name, sha256: sha256.toString('hex') },
    of: messageChoice({ ...row, id: message }),
  }))
  return [...ownFiles(draft), ...ofRecord]
}

/** What the message will declare that is written. */
function ownFiles({ exhibits }: KeptDraft): DraftChoices['files'] {
  return exhibits.map(({ id, name, sha256 }) => ({ id, name, sha256, of: null }))
}

function messageChoice({ id, type, sequence, direction }: NamedRow): MessageChoice {
  return { id, type, sequence, isOwn: direction === 'sent' }
}
