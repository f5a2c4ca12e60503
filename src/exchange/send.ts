import { awaitedLater } from '../envelope/awaitedLater.ts'
import { beginSigning } from '../envelope/sign.ts'
import { canonicalBytes } from '../message/canonical.ts'
import type { Envelope, Message, MessageType } from '../message/generated/types.ts'
import { particular } from '../message/particular.ts'
import { type Result, refuse } from '../message/refusal.ts'
import { spanRefusal } from '../message/spans.ts'
import { validateMessage } from '../message/validate.ts'
import type { Trx } from '../store/database.ts'
import type { ExhibitDepositRow, ExhibitLinkRow } from '../store/exhibits/exhibitTables.ts'
import { inTransaction, isConnectionError } from '../store/failures.ts'
import { listUnplacedOf } from '../store/messages.ts'
import type { MessageRow } from '../store/tables.ts'
import { write } from '../store/write.ts'
import { encryptionKeyFor } from '../trust/list.ts'
import { competenceRefusal } from '../workflow/competence.ts'
import { answersRefusal } from '../workflow/answers.ts'
import { answeredMessages } from './answeredMessages.ts'
import { type PlacedPeople, checkPeople } from './approval.ts'
import { checkCapabilities, writtenUnder } from './capabilities.ts'
import { enclosuresRefusal } from './enclosures.ts'
import { findHeld, heldRefusal, unendedRefusal } from './erasure/reporting.ts'
import { handOverRefusal, linksOf, openDeposits } from './exhibits/handOver.ts'
import { frameOf } from './frame.ts'
import { type Entry, type OpenRecord, judgeSent } from './judge.ts'
import type { Node } from './node.ts'
import { oneByOne } from './oneByOne.ts'
import { type LockedRecord, lockRecords, measureRows, rowOf } from './records.ts'
import { noteSending } from './noteSending.ts'
import { onwardRefusal } from './onward.ts'
import { type Origins, openOrigins } from './onwardOrigins.ts'
import { checkPeer, ownAuthority } from './parties.ts'
import { withPending } from './pending.ts'
import { type Signed, sealAll } from './sealAll.ts'
import { sentBefore, sentUnder } from './sentBefore.ts'
import { checkQuiet, isKeyUnnamed, keyUnnamed, rolledBack, standingOf } from './standing.ts'
import { type Trail, openTrailOf } from './trail.ts'
import { withhold } from './withhold.ts'

/** What an authority wants to say, before the node gives it its frame and signature. */
export interface Draft {
  /** Given by whoever may have to send the same draft again: an id is sent once and never twice. UUID version 7. */
  readonly id?: string
  /** The request, as its UUID; a new one opens it. */
  readonly request: string
  readonly reference: string
  /** The affair that ties the record to others; absent: as the record has it. */
  readonly matter?: string
  readonly from: string
  readonly to: string
  readonly type: MessageType
  readonly inReplyTo?: string
  readonly measures?: readonly string[]
  readonly language: string
  readonly body: object
  readonly exhibits: Envelope['exhibits']
  readonly people: PlacedPeople
}

/** A message is signed, on disk and queued. Its sequence is null until the keeper of the order has given it one. */
export interface Sent {
  readonly id: string
  readonly request: string
  readonly digest: string
  readonly sequence: number | null
}

export type SendOutcome = Result<{ readonly sent: Sent }>

/** A batch while it is judged: everything that will be written in its one transaction. */
interface Batch {
  readonly node: Node
  /** By it alone is read while it holds locks: whoever waits for another connection then may wait for who waits for these. */
  readonly trx: Trx
  readonly now: Date
  readonly trail: Trail
  /** States of the peers that have not told yet what they have: nothing new is said to them. */
  readonly unheard: ReadonlySet<string>
  readonly locked: ReadonlyMap<string, LockedRecord>
  /** Records as the other side will see them once everything pending has arrived. */
  readonly ahead: Map<string, OpenRecord>
  /** Records as they will be stored. */
  readonly records: Map<string, OpenRecord>
  readonly openings: Map<string, Entry>
  readonly origins: Origins
  /** Questions of the other side that drafts answer, by the id of their message. */
  readonly answered: ReadonlyMap<string, Message>
  /** Own files that drafts hand over. */
  readonly deposits: ReadonlyMap<string, ExhibitDepositRow>
  readonly links: ExhibitLinkRow[]
  /** Requests under a legal hold of which a draft reports the erasure. */
  readonly held: ReadonlySet<string>
  /** Own messages by the id of a draft: what was sent under it before. */
  readonly known: Map<string, MessageRow | Promise<MessageRow>>
  /** As they will be stored, once they are signed. */
  readonly messages: Promise<MessageRow>[]
  readonly signed: Signed[]
}

/**
 * Sends drafts: each is checked like a message from outside, signed, sealed, stored and queued, all in one
 * transaction, and judged by itself. When an outcome is returned it is on disk; the delivery follows.
 *
 * @returns as many outcomes as drafts, in the same order
 * @throws when the database cannot be reached
 */
export async function send(node: Node, drafts: readonly Draft[]): Promise<SendOutcome[]> {
  try {
    return await inTransaction(node.db, (trx) => sendTogether(node, trx, drafts))
  } catch (reason) {
    if (drafts.length === 1 || isConnectionError(reason)) throw reason
    node.log.error(
      { reason: String(reason), drafts: drafts.length },
      'a batch of drafts broke; they go one by one',
    )
  }
  // One draft that breaks must not make those that are on disk already look as if they were not sent.
  return await oneByOne<Draft, SendOutcome>(drafts, {
    async of(draft) {
      const [outcome] = await inTransaction(node.db, (trx) => sendTogether(node, trx, [draft]))
      return outcome ?? refuse('NODE_UNAVAILABLE')
    },
    undone: refuse('NODE_UNAVAILABLE'),
    onBroken: ({ request }, reason) => {
      node.log.error({ reason: String(reason), request }, 'a draft broke its transaction')
    },
  })
}

/** Sends drafts in a transaction of the caller, by which they are on disk or are not. */
export async function sendTogether(node: Node, trx: Trx, drafts: readonly Draft[]): Promise<SendOutcome[]> {
  const { isBehind, unheard } = await standingOf(node, trx)
  if (isBehind) return drafts.map(() => rolledBack)
  if (isKeyUnnamed(node)) return drafts.map(() => keyUnnamed)
  const batch = await openBatch(node, trx, drafts, unheard)
  const outcomes: SendOutcome[] = []
  for (const draft of drafts) outcomes.push(await sendOne(batch, draft))
  await writeBatch(batch, trx)
  return outcomes
}

async function openBatch(
  node: Node,
  trx: Trx,
  drafts: readonly Draft[],
  unheard: Batch['unheard'],
): Promise<Batch> {
  const now = node.now()
  const noBasis = { sequence: 0, head: '' }
  const entries = drafts.map(({ request }) => ({ message: { request, basis: noBasis } }))
  const locked = await lockRecords(trx, entries, false)
  const ids = drafts.flatMap(({ id }) => (id === undefined ? [] : [{ from_state: node.state, id }]))
  const known: Batch['known'] = await sentUnder(trx, ids)
  const records = new Map([...locked].map(([id, { record }]) => [id, record]))
  const behind = [...records.values()].filter(({ keeper }) => !keeper).map(({ request }) => request)
  const stored = behind.filter((request) => locked.get(request)?.row !== null)
  return {
    node,
    trx,
    now,
    unheard,
    locked,
    records,
    ahead: withPending(records, await listUnplacedOf(trx, stored)),
    trail: openTrailOf(node, locked, now),
    openings: new Map(),
    origins: await openOrigins(
      trx,
      drafts.map((draft) => ({ ...draft, matter: matterOf(draft, records) })),
    ),
    held: await findHeld(trx, drafts),
    answered: await answeredMessages(trx, drafts),
    deposits: await openDeposits(trx, node.state, drafts),
    links: [],
    known,
    messages: [],
    signed: [],
  }
}

async function sendOne(batch: Batch, draft: Draft): Promise<SendOutcome> {
  const { node, now } = batch
  const before = draft.id === undefined ? undefined : batch.known.get(draft.id)
  if (before !== undefined) return sentBefore(await before, draft)
  const author = ownAuthority(node, draft, now)
  if (!author.ok) return author
  const quiet = checkQuiet(batch, draft)
  if (quiet !== null) return quiet
  const record = batch.records.get(draft.request)
  const ahead = batch.ahead.get(draft.request)
  if (record === undefined || ahead === undefined) throw new Error('the record of a draft is not open')
  const valid = validateMessage(frameOf(node, draft, record, matterOf(draft, batch.ahead), now))
  if (!valid.ok) return valid
  // Nobody is asked to approve what their authority may not say.
  const unfit =
    competenceRefusal(author.authority, valid.message, ahead.state) ??
    answersRefusal(batch.answered.get(draft.inReplyTo ?? ''), valid.message, ahead.state) ??
    checkPeople(draft, draft.people) ??
    spanRefusal(valid.message) ??
    heldRefusal(batch.held, draft) ??
    unendedRefusal(draft, ahead.state, now) ??
    handOverRefusal(batch.deposits, draft.exhibits)
  if (unfit !== null) return unfit
  const parties = checkPeer(node, draft, now)
  const schemas = parties.ok ? writtenUnder(parties.peer, valid.version) : valid.version
  const message: Message = { ...valid.message, schemas }
  const withheld =
    (await enclosuresRefusal({ db: batch.trx, trust: node.trust }, message, now)) ??
    onwardRefusal(batch.origins, message)
  // What may not go on to anybody is told, and noted in the log, also where nobody is there to take it.
  if (withheld !== null) return withhold(batch, message, draft.people, withheld)
  if (!parties.ok) return parties
  const bytes = canonicalBytes(message)
  const capable = checkCapabilities(parties.peer, { message, version: schemas, bytes: bytes.byteLength })
  if (capable !== null) return capable
  const key = encryptionKeyFor(parties.peer, now)
  if (key === null)
    return refuse('PEER_UNKNOWN', { says: [particular('noKeyInForce', { state: parties.peer.state })] })
  // Signatures are made side by side: what follows rests on the identity of what is signed alone.
  const { jws, digest } = beginSigning('message', bytes, node.signer, now)
  const judgement = judgeSent(ahead, { message, digest })
  if (!judgement.ok) return judgement
  store(batch, { message, digest, jws, key, peer: parties.peer.state }, judgement.record, draft.people)
  const sent = { id: message.id, request: message.request, digest, sequence: message.sequence ?? null }
  return { ok: true, sent }
}

/** The matter that the draft names, else that of its record. */
function matterOf({ request, matter }: Draft, records: ReadonlyMap<string, OpenRecord>): string | undefined {
  return matter ?? records.get(request)?.state?.matter
}

function store(batch: Batch, signed: Signed, judged: OpenRecord, people: PlacedPeople): void {
  const { now } = batch
  const { message, digest, jws } = signed
  const { request } = message
  const before = batch.records.get(request)
  if (before === undefined) throw new Error('the record of a draft is not open')
  batch.ahead.set(request, judged)
  // The keeper's own message takes its place at once; another waits for the keeper, and only its being sent is kept.
  batch.records.set(request, before.keeper ? judged : { ...before, lastOfOther: digest })
  if (batch.locked.get(request)?.row === null && !batch.openings.has(request))
    batch.openings.set(request, signed)
  noteSending(batch.trail, signed, people)
  const row = {
    digest,
    id: message.id,
    request,
    direction: 'sent' as const,
    type: message.type,
    from_authority: message.from,
    to_authority: message.to,
    from_state: batch.node.state,
    sequence: message.sequence ?? null,
    head: message.sequence === undefined ? null : judged.place.head,
    sent_at: new Date(message.sentAt),
    stored_at: now,
    receipt: null,
    status: message.sequence === undefined ? ('pending' as const) : ('placed' as const),
    refusal: null,
  }
  const stored = awaitedLater(jws.then((jws): MessageRow => ({ ...row, jws })))
  batch.messages.push(stored)
  batch.known.set(message.id, stored)
  batch.signed.push(signed)
  batch.links.push(...linksOf(message, digest, signed.peer))
}

async function writeBatch(batch: Batch, trx: Trx): Promise<void> {
  const { node, now } = batch
  const changed = [...batch.locked.values()].flatMap((locked) => {
    const after = batch.records.get(locked.record.request)
    return after === undefined || after === locked.record ? [] : [{ locked, after }]
  })
  const rows = changed.map(({ locked, after }) => ({
    isNew: locked.row === null,
    row: rowOf(node, locked, after, batch.openings.get(after.request) ?? null, now),
  }))
  await write(trx, {
    now,
    opened: rows.filter(({ isNew }) => isNew).map(({ row }) => row),
    moved: rows.filter(({ isNew }) => !isNew).map(({ row }) => row),
    measures: changed.flatMap(({ after }) => measureRows(after)),
    messages: await Promise.all(batch.messages),
    queued: await sealAll(node, batch.signed),
    links: batch.links,
    audit: batch.trail.audit(),
  })
}
