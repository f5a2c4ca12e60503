import { type Refusal, refuse } from '../message/refusal.ts'
import { stateOf } from '../message/stateOf.ts'
import { readHead, readStanding } from '../store/audit.ts'
import type { Db, Trx } from '../store/database.ts'
import { readLook } from '../store/look.ts'
import { certificateDigest } from '../trust/certificate.ts'
import { isInForce, signerOf } from '../trust/list.ts'
import type { KnownHead } from '../store/checkpointFile.ts'
import type { Node } from './node.ts'
import { type LockedRecord, erasedRefusal } from './records.ts'
import { rootAt } from './sequence.ts'

/** What a batch must know of its node before it says anything. */
export interface Standing {
  /** Name of the log into which its entries go. */
  readonly origin: string
  /** The database went back: nothing new may be signed upon it. */
  readonly isBehind: boolean
  /** States of the peers that have not told yet what they have. */
  readonly unheard: ReadonlySet<string>
}

type Looker = Pick<Node, 'memory' | 'logSigner'>

/** Where the node stands, in the transaction of a batch. */
export async function standingOf(node: Looker, db: Db | Trx): Promise<Standing> {
  const isBehind = node.memory.asOfNow()
  const { log, size, unheard } = await readStanding(db)
  return { origin: node.logSigner(log).name, isBehind: isBehind({ log, size }), unheard: new Set(unheard) }
}

/** The jobs of a node ask many times a second, and each transaction that writes asks for itself. */
const sharedForMs = 200

/** A look that is under way so long is not waited for by others any more: its connection may never answer. */
const waitedForMs = 10_000

/**
 * One reading for all who ask within a time, and while it is under way: a database that is slow is not asked for the same by each
 * job beside the others, which would take all connections.
 */
function sharedReading<Read>(read: () => Promise<Read>): (withinMs: number) => Promise<Read> {
  let last: { readonly begunMs: number; readonly reading: Promise<Read>; isUnderWay: boolean } | null = null
  return (withinMs) => {
    const nowMs = performance.now()
    if (last !== null && nowMs < last.begunMs + (last.isUnderWay ? waitedForMs : withinMs))
      return last.reading
    const next = { begunMs: nowMs, reading: read(), isUnderWay: true }
    const end = (): void => {
      next.isUnderWay = false
    }
    next.reading.then(end, end)
    last = next
    return next.reading
  }
}

/** Where the node stands, as of a moment ago: one look serves all jobs that begin shortly after it. */
export function sharedStanding(node: Looker & Pick<Node, 'db'>): () => Promise<Standing> {
  const look = sharedReading(() => standingOf(node, node.db))
  return () => look(sharedForMs)
}

/** What the jobs know of a node without asking it each for themselves. */
export interface Look extends Standing {
  /** A delivery is due. */
  readonly isDeliveryDue: boolean
  /** An entry waits for its place in the log, or the log is to be closed, for its key was left. */
  readonly isLogWaiting: boolean
  /** A clock has passed an instant that is not noted yet. */
  readonly isClockDue: boolean
  /** Words of a message wait for the index. */
  readonly areWordsWaiting: boolean
}

/**
 * What a node stands at and what waits in it, as of so many milliseconds ago at most, or of the look that is under way; who asks
 * at once shares one look.
 */
export function sharedLook(
  node: Looker & Pick<Node, 'db' | 'now' | 'logKeys'>,
): (withinMs?: number) => Promise<Look> {
  const look = sharedReading(() => lookAt(node))
  return (withinMs = sharedForMs) => look(withinMs)
}

async function lookAt(node: Looker & Pick<Node, 'db' | 'now' | 'logKeys'>): Promise<Look> {
  const isBehind = node.memory.asOfNow()
  const {
    log,
    size,
    log_key: key,
    unheard,
    delivery,
    entry,
    clock,
    words,
  } = await readLook(node.db, node.now())
  return {
    origin: node.logSigner(log).name,
    isBehind: isBehind({ log, size }),
    unheard: new Set(unheard),
    isDeliveryDue: delivery,
    isLogWaiting: entry || node.logKeys.isLeft(key),
    isClockDue: clock,
    areWordsWaiting: words,
  }
}

/** What is told where the database went back. */
export const rolledBack: Refusal = refuse('NODE_ROLLED_BACK', {
  detail:
    'the database is older than the last checkpoint that this node has signed; see "Backup and restore" in docs/operations.md',
})

/** The same with what others have shown, and what is to be done then. */
export function rolledBackAt({ memory }: Pick<Node, 'memory'>): Refusal {
  const shown = memory.shownBy()
  if (shown === null) return rolledBack
  return refuse('NODE_ROLLED_BACK', { detail: `${shown}, which the database lacks. ${whatToDo}` })
}

/** Where others have shown that the database went back, and the data folder does not tell of it. */
const whatToDo =
  'Put back the newest database that there is. Where there is no newer one, let the node serve: it fetches from its peers what they ' +
  'have, and goes on under another log; see "Backup and restore" in docs/operations.md'

/**
 * Compares the database with the newest checkpoint that the node remembers, to the root: whether it went back, or has
 * another past. What is found here holds for all batches of this process.
 */
export async function isDatabaseBehind(node: Looker & Pick<Node, 'db'>): Promise<boolean> {
  const isBehind = node.memory.asOfNow()
  const known = node.memory.newest()
  const head = await readHead(node.db)
  if (isBehind(head)) return true
  if (known?.log !== head.log || (await hasRoot(node.db, known))) return false
  node.memory.distrust(head.log)
  return true
}

/** Whether the stored log has that head in its past. */
export async function hasRoot(db: Db, { size, root }: KnownHead): Promise<boolean> {
  const found = await db.transaction().execute((trx) => rootAt(trx, size))
  return found !== null && root.equals(found)
}

/**
 * Whether this node signs with a key that its own list does not name: its database went back to before the list that did, and another is
 * issued once its peers were asked. What it signed until then nobody could verify by a list of which its log tells. Or the list names it
 * from a time on that has not come: it was made by a clock that was ahead, and what is signed before that time stands for nothing.
 */
export function isKeyUnnamed({ trust, signer, now }: Pick<Node, 'trust' | 'signer' | 'now'>): boolean {
  const entry = signerOf(trust.own().list, certificateDigest(signer.certificate))
  return entry === null || !isInForce(entry, now())
}

/** What whoever wants something signed is told then. */
export const keyUnnamed: Refusal = refuse('PEER_NOT_HEARD', {
  detail:
    'no trust list of this node names the key with which it signs, or not from now on; another is issued as soon as its peers were asked, and a clock that was ahead is waited for',
})

/** What may be restored from a backup says nothing new before its peer has told what it has of their records. */
export function checkQuiet(
  {
    unheard,
    locked,
  }: { readonly unheard: ReadonlySet<string>; readonly locked: ReadonlyMap<string, LockedRecord> },
  { request, to }: { readonly request: string; readonly to: string },
): Refusal | null {
  const peer = stateOf(to)
  if (unheard.has(peer)) {
    return refuse('PEER_NOT_HEARD', {
      detail: `${peer} has not told since the start what it has; it is asked again. Is it served, and has it pinned this State?`,
    })
  }
  const row = locked.get(request)?.row
  const closed = row?.closed ?? null
  if (row == null || closed === null) return null
  if (closed === 'RECORD_ERASED') return erasedRefusal(row)
  return refuse('RECORD_CLOSED', { detail: `the two nodes hold different records (${closed})` })
}
