import { canonicalText } from '../../message/canonical.ts'
import { documentAt } from '../../message/documents.ts'
import { type MessageType, messageTypes } from '../../message/generated/types.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import { stateOf } from '../../message/stateOf.ts'
import { together } from '../../message/together.ts'
import { shapeOfDraft } from '../../message/unfinished.ts'
import type { Trx } from '../../store/database.ts'
import type { DraftRow } from '../../store/drafts/draftTables.ts'
import { countOpenDrafts, findDraft, insertDraft, lockOpenDrafts } from '../../store/drafts/drafts.ts'
import { inTransaction } from '../../store/failures.ts'
import { findRequest } from '../../store/requests.ts'
import type { RequestRow } from '../../store/tables.ts'
import { authorityOf } from '../../trust/list.ts'
import { type Option, mayAnswer, options } from '../../workflow/allowed.ts'
import { uuidV4 } from '../identifiers.ts'
import { lastMessages } from '../lastMessages.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import type { Acting } from '../people/deskPeople.ts'
import type { Draft } from '../send.ts'
import { openRecord } from '../records.ts'
import { rolledBack, standingOf } from '../standing.ts'
import { standIn } from './asMessage.ts'
import { begunAnswers } from './begunAnswers.ts'
import { begunChecks } from './begunChecks.ts'
import { withDelivered } from './delivered.ts'
import { actorIn, noteDraft } from './noteDraft.ts'
import { withOnlyRegime } from './onlyRegime.ts'
import { noIds, withRowIds } from './rowIds.ts'

/** What an officer says who begins to ask. */
export interface AskOrder {
  /** Id of the authority that is asked. */
  readonly to: string
  /** Of the own authority. */
  readonly reference: string
  readonly language: string
}

/** What an officer says who begins the next message about a request. */
export interface MoveOrder {
  readonly request: string
  readonly type: string
  /** Id of the open message that it answers; null: the only one that is open, or none. */
  readonly inReplyTo: string | null
  /** Of the page on which it is begun; absent: that of whoever begins it. */
  readonly language?: string
}

export type Begun = Result<{ readonly draft: string }>

/** Members of the head of a request that somebody types. */
const headMembers: readonly string[] = ['/reference', '/language']

/**
 * Begins the draft of a request. Refuses with AUTHORITY_UNKNOWN where no list that is known here has that authority, with
 * MESSAGE_INVALID and a pointer where reference or language have not their form; with DRAFT_TOO_LARGE, DRAFTS_TOO_MANY or
 * NODE_ROLLED_BACK.
 *
 * @param from - what its body begins with, beside who writes it
 * @param begunLike - id of the earlier request of the same case that it is begun with
 * @param id - UUID that it gets; where this person's draft of that id is the same and untouched, it is that one; another begins under
 *   an id of its own. DRAFT_UNKNOWN where another person has it
 */
export async function beginAsking(
  node: Node,
  order: AskOrder,
  by: Acting,
  from: JsonObject = {},
  { id, begunLike = null }: { readonly id?: string; readonly begunLike?: string | null } = {},
): Promise<Begun> {
  const asking = askingDraft(node, order, by, withRowIds('request', withOnlyRegime('request', from), noIds))
  return asking.ok ? await insert(node, by, { ...asking.draft, begunLike }, id) : asking
}

/** What begins so, which is nowhere yet. Refuses as `beginAsking`. */
export function askingDraft(
  node: Node,
  { to, reference, language }: AskOrder,
  by: Acting,
  from: JsonObject = {},
): Result<{ readonly draft: NewDraft }> {
  const peer = to.includes('.') ? node.trust.peer(stateOf(to)) : null
  const isKnown = peer !== null && authorityOf(peer.list, to, node.now()) !== null
  const unfit = together([
    isKnown ? null : refuse('AUTHORITY_UNKNOWN', { pointer: '/to' }),
    headRefusal(node, reference, language),
  ])
  if (unfit !== null) return unfit
  const { name, authority } = by.person
  const body = { requestingAuthority: { officer: name, ...publishedContact(node, authority) }, ...from }
  if (Buffer.byteLength(JSON.stringify(body)) > exchangeLimits.drafts.bytesMax)
    return refuse('DRAFT_TOO_LARGE')
  const draft = {
    ...{ ...begunDraft, request: uuidV4(node.random(16)), type: 'request' as const, to, reference, language },
    inReplyTo: null,
    body,
    authority,
  }
  return { ok: true, draft }
}

/** How the own authority is reached by its published list: whoever is asked finds no other there. */
function publishedContact(node: Node, own: string): JsonObject {
  const published = authorityOf(node.trust.own().list, own, node.now())
  if (published === null) return {}
  const { email, telephone, officeHours, timeZone } = published
  const ways = {
    ...(email === undefined ? {} : { email }),
    ...(telephone === undefined ? {} : { phone: telephone }),
  }
  return { contact: { ...ways, officeHours, timeZone } }
}

/** Which of reference and language have not their form: each with MESSAGE_INVALID and a pointer; null: both have. */
export function headRefusal(node: Node, reference: string, language: string): Refusal | null {
  const { faults } = shapeOfDraft(
    { ...standIn(node, node.now()), type: 'request', reference, language },
    'request',
  )
  return together(headMembers.map((member) => faults.find(({ pointer }) => pointer === member) ?? null))
}

/**
 * Begins the draft of what the workflow lets this side say now. Refuses with REQUEST_UNKNOWN where the request is of another
 * authority, with WORKFLOW_NOT_EXPECTED and what may be said where this may not, with REPLY_MISMATCH where it would answer what
 * is not open; with DRAFTS_TOO_MANY or NODE_ROLLED_BACK.
 */
export async function beginMove(node: Node, order: MoveOrder, by: Acting): Promise<Begun> {
  const row = await findRequest(node.db, order.request)
  if (row?.own_authority !== by.person.authority) return refuse('REQUEST_UNKNOWN')
  const moving = await movingDraft(node, row, order, order.language ?? by.person.language)
  return moving.ok ? await insert(node, by, moving.draft) : moving
}

/**
 * What begins so about a request of the own authority, and is nowhere yet. Refuses as `beginMove`.
 *
 * @param preferred - language of whoever writes; null: nobody's
 */
export async function movingDraft(
  node: Node,
  row: RequestRow,
  order: MoveOrder,
  preferred: string | null,
): Promise<Result<{ readonly draft: NewDraft }>> {
  const { state } = openRecord(row)
  const offered = state === null || row.closed !== null ? [] : options(state, row.side)
  const option = offered.find(({ type }) => type === order.type) ?? null
  const type = messageTypes.find((one) => one === order.type)
  if (option === null || type === undefined)
    return refuse('WORKFLOW_NOT_EXPECTED', { expected: offered.map((one) => one.type) })
  const { inReplyTo } = order
  if (inReplyTo !== null && !option.measures.some(({ answers }) => answers.includes(inReplyTo)))
    return refuse('REPLY_MISMATCH')
  const [only, ...others] = mayAnswer(type, option, [], null)
  const answered = inReplyTo ?? (others.length === 0 ? (only ?? null) : null)
  const language = await languageOf(node, row, preferred)
  const delivering = { state, side: row.side, type, language, exhibits: [], at: node.now().getTime() }
  const delivered = state === null ? {} : withDelivered({ ...delivering, state }, begunBody(option))
  const draft = {
    ...{ ...begunDraft, request: row.id, type, to: row.counterpart_authority, reference: row.reference },
    language,
    inReplyTo: answered,
    body: {
      ...delivered,
      ...(await begunChecks(node, row.id, type, answered)),
      ...(await begunAnswers(node.db, row.id, type, answered)),
    },
    authority: row.own_authority,
  }
  return { ok: true, draft }
}

const begunDraft: Pick<NewDraft, 'matter' | 'measures' | 'exhibits' | 'begunLike'> = {
  begunLike: null,
  matter: null,
  measures: null,
  exhibits: [],
}

/** A draft that is about to begin. */
export interface NewDraft extends AskOrder {
  readonly authority: string
  readonly request: string
  readonly type: MessageType
  readonly inReplyTo: string | null
  readonly body: JsonObject
  readonly matter: string | null
  readonly measures: readonly string[] | null
  readonly exhibits: Draft['exhibits']
  readonly begunLike: string | null
}

async function insert(node: Node, by: Acting, draft: NewDraft, id?: string): Promise<Begun> {
  return await inTransaction(node.db, async (trx) => {
    if ((await standingOf(node, trx)).isBehind) return rolledBack
    // Two of the same at once meet at the primary key, and the second finds the first when it is done again.
    const known = id === undefined ? null : await findDraft(trx, id)
    if (known === null) return await insertNew(node, trx, by, draft, id)
    if (known.author !== by.person.id) return refuse('DRAFT_UNKNOWN')
    // Another one under the same id, as from a page that stayed open, is no less a draft of its own.
    return isSameAgain(known, draft) ? { ok: true, draft: known.id } : await insertNew(node, trx, by, draft)
  })
}

/** Whether a draft is still what would begin. */
function isSameAgain(known: DraftRow, { to, reference, language, body }: NewDraft): boolean {
  const isUntouched = known.version === 1 && known.stage === 'writing'
  const isOfSameHead =
    known.to_authority === to && known.reference === reference && known.language === language
  return (
    isUntouched && isOfSameHead && canonicalText(JSON.parse(known.body) as JsonObject) === canonicalText(body)
  )
}

/** Keeps a draft that begins, and what the log tells of that. Refuses with DRAFTS_TOO_MANY. */
export async function insertNew(
  node: Node,
  trx: Trx,
  by: Acting,
  draft: NewDraft,
  id: string = uuidV4(node.random(16)),
): Promise<Begun> {
  const { person } = by
  await lockOpenDrafts(trx, draft.authority)
  if (await isFull(trx, draft.authority)) return refuse('DRAFTS_TOO_MANY')
  const now = node.machineNow()
  await insertDraft(trx, {
    id,
    authority: draft.authority,
    request: draft.request,
    type: draft.type,
    to_authority: draft.to,
    reference: draft.reference,
    matter: draft.matter,
    in_reply_to: draft.inReplyTo,
    measures: draft.measures,
    language: draft.language,
    body: JSON.stringify(draft.body),
    exhibits: JSON.stringify(draft.exhibits),
    author: person.id,
    editors: [person.id],
    made_at: now,
    changed_at: now,
    version: 1,
    stage: 'writing',
    system: by.system ?? null,
    begun_like: draft.begunLike,
  })
  await noteDraft(node, trx, draft.request, {
    event: 'draft.begun',
    actor: actorIn(by),
    details: { draft: id, request: draft.request, type: draft.type },
  })
  return { ok: true, draft: id }
}

async function isFull(trx: Trx, authority: string): Promise<boolean> {
  return (await countOpenDrafts(trx, authority)) >= exchangeLimits.drafts.ofAuthorityMax
}

/** Where a type says something of each measure, that is begun: for those of which it may be said now. */
function begunBody({ type, measures }: Option): JsonObject {
  const { properties, required } = documentAt(`message/${type}.json`) ?? {}
  const hasOutcomes = typeof properties === 'object' && properties !== null && 'outcomes' in properties
  const isWanted = Array.isArray(required) && required.includes('outcomes')
  if (!hasOutcomes || !(isWanted || measures.some(({ outcome }) => outcome !== null))) return {}
  const outcomes = [...new Set(measures.map(({ measure }) => measure))].map((measure): JsonValue => {
    const [only, ...others] = measures.filter((one) => one.measure === measure).map(({ outcome }) => outcome)
    return only !== undefined && only !== null && others.length === 0
      ? { measure, outcome: only }
      : { measure }
  })
  return { outcomes }
}

/**
 * That of whoever writes where the own authority, or the one that it goes to, takes it by its published list: in that they will type, and what
 * the other side does not read is told where it is written. Else as this side wrote before; else the language of the opening where the own authority takes it; else one that it takes and the other side reads;
 * else its first. It is shown where it is written, and changed there.
 *
 * @param preferred - of whoever writes
 */
export async function languageOf(node: Node, row: RequestRow, preferred: string | null): Promise<string> {
  const at = node.now()
  const reader = row.counterpart_authority
  const peer = node.trust.peer(stateOf(reader))
  const read = peer === null ? [] : (authorityOf(peer.list, reader, at)?.languages ?? [])
  const taken = authorityOf(node.trust.own().list, row.own_authority, at)?.languages ?? []
  if (preferred !== null && (read.includes(preferred) || taken.includes(preferred))) return preferred
  const { own, opening } = await lastMessages(node.db, row.id)
  if (own !== null) return own.language
  const asked = opening?.language
  if (asked !== undefined && (taken.length === 0 || taken.includes(asked))) return asked
  const fitting = taken.filter((one) => read.length === 0 || read.includes(one))
  return fitting[0] ?? taken[0] ?? 'en'
}
