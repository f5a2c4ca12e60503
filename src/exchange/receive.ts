import type { Trx } from '../store/database.ts'
import { insertAnnounced } from '../store/exhibits/handedOver.ts'
import { inTransaction, isConnectionError } from '../store/failures.ts'
import { findMessages } from '../store/messages.ts'
import { type RefusedName, findRefusals } from '../store/refusals.ts'
import { write } from '../store/write.ts'
import { type Admission, type Admitted, type Misfit, admit } from './admit.ts'
import type { Batch } from './batch.ts'
import { withEnclosuresChecked } from './enclosures.ts'
import { eachInTurn } from './inTurn.ts'
import { exchangeLimits } from './limits.ts'
import type { Node } from './node.ts'
import { oneByOne } from './oneByOne.ts'
import { placeWaiting } from './placing.ts'
import { lockRecords, measureRows, rowOf } from './records.ts'
import { answer, nameOf, tellUnopened, unavailable } from './reply.ts'
import { isKeyUnnamed, standingOf } from './standing.ts'
import type { Trace } from './tracing/trace.ts'
import { type SpanStart, partOfEach, spanned } from './tracing/tracer.ts'
import { openTrailOf } from './trail.ts'
import { lacksWitness } from './witness/witnessedUpTo.ts'

/** A sealed message, and the State whose node has posted it; several where one has copied the key of another into its list. */
export interface Arrived {
  readonly line: string
  readonly from: readonly string[]
  /** What taking it is a part of; absent or null: nobody follows. */
  readonly trace?: Trace | null
}

/** What taking messages has to do with the rest of the node. */
export interface Receiving {
  /** Told, once it is on disk, that messages announce files of another State. */
  readonly onAnnounced?: () => void
  /** Whether it is known who has told what it has (`Hearing.hasBegun`); where it is not, nothing is taken. */
  readonly hasBegun?: () => boolean
  /** Whether a peer that has not told yet what it has may tell soon (`Hearing.isAwaited`). */
  readonly isAwaited?: (peer: string) => boolean
  /** Told of each peer that has signed one of them, before it is taken (`Hearing.came`). */
  readonly came?: (peer: string) => void
}

/**
 * Takes sealed messages and returns as many answers in the same order: a signed receipt each, or one
 * public text for what no known State has signed. When an answer is returned, everything it says is on disk.
 *
 * @throws when the database cannot be reached: then nothing was taken and the sender tries again
 */
export async function receive(
  node: Node,
  arrived: readonly Arrived[],
  {
    onAnnounced = () => undefined,
    hasBegun = () => true,
    isAwaited = () => false,
    came = () => undefined,
  }: Receiving = {},
): Promise<string[]> {
  const now = node.now()
  const part = { ...partOfEach(arrived.map(({ trace }) => trace)), facts: { messages: arrived.length } }
  const admissions = await spanned(node.tracer, { name: 'open messages', ...part }, () =>
    Promise.all(
      arrived.map(async (one) => await withEnclosuresChecked(node, await admit(node, one, now), now)),
    ),
  )
  for (const peer of peersOf(admissions)) came(peer)
  // Asked once for all of them, and before the transaction, which holds locks.
  const moment = { now, isUnwitnessed: await lacksWitness(node), hasBegun, isAwaited, part }
  return recordTogether(node, admissions, moment, onAnnounced)
}

function peersOf(admissions: readonly Admission[]): ReadonlySet<string> {
  return new Set(admissions.flatMap((one) => (one.kind === 'stranger' ? [] : [one.peer.state])))
}

/** When a batch came, and whether nothing new may be signed then. */
type Moment = Pick<Batch, 'now' | 'isUnwitnessed'> & {
  /** Absent: it is known who is unheard. */
  readonly hasBegun?: () => boolean
  /** Absent: nobody is waited for. */
  readonly isAwaited?: (peer: string) => boolean
  /** What recording them is a part of. */
  readonly part: Pick<SpanStart, 'parent' | 'beside'>
}

/** Records a batch in one transaction; if that breaks, each message alone, so that a bad one spoils no other. */
async function recordTogether(
  node: Node,
  admissions: readonly Admission[],
  moment: Moment,
  onAnnounced: () => void,
): Promise<string[]> {
  const recorded = async (some: readonly Admission[]): Promise<string[]> => {
    const start = { name: 'record messages', ...moment.part, facts: { messages: some.length } } as const
    const { answers, announced } = await spanned(node.tracer, start, ({ trace }) =>
      inTransaction(node.db, (trx) => record(node, trx, some, { ...moment, part: { parent: trace } })),
    )
    if (announced > 0) onAnnounced()
    return answers
  }
  try {
    return await recorded(admissions)
  } catch (reason) {
    if (admissions.length === 1 || isConnectionError(reason)) throw reason
    node.log.error(
      { reason: String(reason), messages: admissions.length },
      'a batch broke; its messages go one by one',
    )
  }
  return (
    await oneByOne(admissions, {
      of: (admission) => recorded([admission]),
      undone: [unavailable],
      onBroken: ({ digest }, reason) => {
        node.log.error({ reason: String(reason), digest }, 'a message broke its transaction')
      },
    })
  ).flat()
}

/** What messages are answered, and how many files they announce. */
interface Recorded {
  readonly answers: string[]
  readonly announced: number
}

/** Records a batch in a transaction of the caller: its answers may be given once that is committed. */
export async function record(
  node: Node,
  trx: Trx,
  admissions: readonly Admission[],
  moment: Moment,
): Promise<Recorded> {
  const { isBehind, origin, unheard } = await standingOf(node, trx)
  // After the look at the database: where a person lets one that went back go on, its rows do not say yet that all are unheard.
  if (moment.hasBegun?.() === false) return { answers: admissions.map(() => unavailable), announced: 0 }
  if (isBehind || isKeyUnnamed(node)) return { answers: admissions.map(() => unavailable), announced: 0 }
  const awaited = new Set([...unheard].filter((peer) => moment.isAwaited?.(peer) ?? false))
  const batch = await openBatch(node, trx, admissions, { ...moment, origin, awaited })
  const judged = await spanned(node.tracer, { name: 'judge messages', ...moment.part }, async (span) => {
    const answers = await eachInTurn(
      admissions,
      (admission) => answer(batch, admission),
      exchangeLimits.judging,
    )
    span.add({ messages: answers.length, refused: [...batch.codes] })
    // What was not judged in time comes again; the database would end the transaction of what was.
    return [...answers, ...admissions.slice(answers.length).map(() => unavailable)]
  })
  tellUnopened(batch)
  const placed = await placeWaiting(node, trx, batch.trail, batch.records)
  await writeBatch(batch, trx, placed)
  const answers = await Promise.all(judged.map(async (one) => await one))
  return { answers, announced: batch.announced.length }
}

async function openBatch(
  node: Node,
  trx: Trx,
  admissions: readonly Admission[],
  { now, origin, isUnwitnessed, awaited }: Pick<Batch, 'now' | 'origin' | 'isUnwitnessed' | 'awaited'>,
): Promise<Batch> {
  const signed = admissions.filter((admission) => admission.kind !== 'stranger')
  const locked = await lockRecords(trx, signed.flatMap(whereIn), true)
  const messages = signed.flatMap(({ message, peer }) => (message === undefined ? [] : [{ message, peer }]))
  const names = messages.map(({ message, peer }) => ({ from_state: peer.state, id: message.id }))
  const known = new Map((await findMessages(trx, names)).map((row) => [nameOf(row.from_state, row.id), row]))
  const refused = await findRefusals(trx, signed.flatMap(refusedBefore))
  return {
    node,
    now,
    origin,
    isUnwitnessed,
    awaited,
    locked,
    known,
    refused: new Map(refused.map((row) => [nameOf(row.from_state, row.message_digest), row.receipt])),
    trail: openTrailOf(node, locked, now),
    records: new Map([...locked].map(([id, { record }]) => [id, record])),
    openings: new Map(),
    messages: [],
    entrusted: [],
    announced: [],
    links: [],
    refusals: [],
    unopened: [],
    codes: new Set(),
  }
}

/** What may have been refused before: itself, and what it names as coming before it. */
function refusedBefore({ digest, peer, message }: Admitted | Misfit): RefusedName[] {
  const previous = message?.previous
  const digests = previous === undefined ? [digest] : [digest, previous]
  return digests.map((one) => ({ from_state: peer.state, message_digest: one }))
}

/** The record that something signed is about, and the place in it that its author had seen. */
function whereIn(
  admission: Admitted | Misfit,
): { readonly message: Pick<Admitted['message'], 'request' | 'basis'> }[] {
  if ('refusal' in admission) {
    const { claim } = admission
    return claim === undefined
      ? []
      : [{ message: { request: claim.request, basis: { sequence: 0, head: '' } } }]
  }
  return [admission]
}

async function writeBatch(
  batch: Batch,
  trx: Trx,
  placed: Awaited<ReturnType<typeof placeWaiting>>,
): Promise<void> {
  const { node, now } = batch
  const changed = [...batch.locked.values()].flatMap((locked) => {
    const before = locked.record
    const after = placed.records.get(before.request) ?? batch.records.get(before.request)
    return after === undefined || after === before ? [] : [{ locked, after }]
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
    entrusted: batch.entrusted,
    judged: placed.judged,
    refusals: await Promise.all(batch.refusals),
    audit: batch.trail.audit(),
  })
  await insertAnnounced(trx, batch.announced, batch.links)
}
