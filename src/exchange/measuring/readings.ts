import { statfs } from 'node:fs/promises'
import { readHead } from '../../store/audit.ts'
import { listCircuits } from '../../store/circuits.ts'
import { databaseTime } from '../../store/lateness.ts'
import { countedOver } from '../../store/keeping.ts'
import {
  cosignedLast,
  countPending,
  filesUnderWay,
  givenUpFor,
  queuedFor,
  unprovenOf,
} from '../../store/measured.ts'
import { alarmsNoted, filesDamaged, lastBalances, webhooksGivenUp } from '../../store/measuredAlarms.ts'
import { lastBackup } from '../../store/backup/lastBackup.ts'
import { listPeers } from '../../store/peers.ts'
import { pendingSince } from '../../store/timeStamps.ts'
import type { Node } from '../node.ts'
import type { Check } from '../readiness.ts'
import { lastCheck } from '../recheck/dailyCheck.ts'
import { isDatabaseBehind } from '../standing.ts'
import { soonOr } from '../soonOr.ts'
import { unstampedSince } from '../timeStamping.ts'
import { witnessedUpTo } from '../witness/witnessedUpTo.ts'
import { type CountedDeadlines, countDeadlines } from './deadlines.ts'
import { measuringLimits } from './measuringLimits.ts'

/** What is read of the database for whoever watches the node. */
export type Readings = Awaited<ReturnType<typeof read>> & { readonly deadlines: CountedDeadlines }

/** What was read, or as much as is known of why it was not. */
export interface Read {
  /** The database has answered in time. */
  readonly isUp: boolean
  /** Null where it was not read, or not in time. */
  readonly found: Readings | null
}

/**
 * Reads the numbers of a node, two dozen statements over indexes at most. Whoever asks within a few seconds is told the same, and
 * whoever asks meanwhile waits for the same: asking often costs no more.
 */
export function readings(node: Node, nowMs: () => number): () => Promise<Read> {
  const answer = remembered(() => databaseTime(node.db), measuringLimits.rememberedMs, nowMs)
  const numbers = remembered(() => read(node), measuringLimits.rememberedMs, nowMs)
  const deadlines = remembered(() => countDeadlines(node), measuringLimits.deadlinesRememberedMs, nowMs)
  return async () => {
    const both = Promise.all([numbers(), deadlines()]).then(
      ([read, counted]) => ({ ...read, deadlines: counted }),
      (reason: unknown) => {
        node.log.warn({ reason: String(reason) }, 'the numbers of the node could not be read')
        return null
      },
    )
    const answered = answer().then(
      () => true,
      () => false,
    )
    const [found, isUp] = await Promise.all([
      soonOr(both, measuringLimits.patienceMs, null),
      soonOr(answered, measuringLimits.patienceMs, null),
    ])
    // One statement that waits, or breaks, is not the database that is away.
    return { isUp: found !== null || isUp === true, found }
  }
}

/** How many bytes may still be written where files come in, and where the data folder lies; null where that cannot be told. */
export interface Room {
  readonly exhibits: number | null
  readonly data: number | null
}

/** The room of this moment, apart from what the database is asked, and each by itself: a disk of the network may hang. */
export function roomNow(
  { exhibits }: Pick<Node, 'exhibits'>,
  dataFolder: string,
  nowMs: () => number,
): () => Promise<Room> {
  const toldOf = (find: () => Promise<number>): (() => Promise<number | null>) => {
    const found = remembered(() => find().catch(() => null), measuringLimits.rememberedMs, nowMs)
    return () => soonOr(found(), measuringLimits.patienceMs, null)
  }
  const ofExhibits = toldOf(() => exhibits.freeBytes())
  const ofData = toldOf(async () => {
    const { bavail, bsize } = await statfs(dataFolder)
    return bavail * bsize
  })
  return async () => {
    const [files, data] = await Promise.all([ofExhibits(), ofData()])
    return { exhibits: files, data }
  }
}

async function read(node: Node) {
  const { db } = node
  // What waits for a State that is pinned no more waits for a person to pin it again, and nobody is to be woken for it.
  const isPinned = ({ peer }: { readonly peer: string }): boolean => node.trust.peers.includes(peer)
  const { rowsMax, alarmsMax, alarmsMs } = measuringLimits
  const now = node.now()
  // One after the other: who watches the node takes one of its connections.
  const head = await readHead(db)
  const before = node.machineNow().getTime()
  const database = (await databaseTime(db)).getTime()
  const after = node.machineNow().getTime()
  const waiting = await queuedFor(db, rowsMax)
  const dead = await givenUpFor(db, rowsMax)
  return {
    at: now,
    machineAt: node.machineNow(),
    head,
    apartMs: Math.max(0, before - database, database - after),
    isBehind: await isDatabaseBehind(node),
    queued: waiting.filter(isPinned),
    isQueueLonger: !areAllCounted(waiting),
    givenUp: dead.filter(isPinned),
    isDeadLonger: !areAllCounted(dead),
    unproven: (await unprovenOf(db, rowsMax)).filter(isPinned),
    pending: await countPending(db, rowsMax),
    pendingSince: await pendingSince(db),
    witnessed: await witnessedUpTo(node, head),
    cosignedAt: await cosignedLast(db, head.log),
    check: await lastCheck(node),
    hasTimeAuthority: node.timeAuthority !== null,
    unstampedSince: await unstampedSince(node, head),
    alarms: await alarmsNoted(db, new Date(now.getTime() - alarmsMs), alarmsMax),
    balances: await lastBalances(db, node.trust.peers),
    own: node.state,
    damaged: await filesDamaged(db, [node.state, ...node.trust.peers], rowsMax),
    webhooksDead: await webhooksGivenUp(db, rowsMax),
    backup: await lastBackup(db),
    files: await filesUnderWay(db, rowsMax),
    keptOver: await countedOver(db, null, rowsMax),
    circuits: await listCircuits(db),
    peers: await listPeers(db),
  }
}

/** Of a queue of which the first so many were counted, whatever State they are for. */
function areAllCounted(counted: readonly { readonly rows: number }[]): boolean {
  return counted.reduce((sum, { rows }) => sum + rows, 0) < measuringLimits.rowsMax
}

/** What `/health/ready` would say now, likewise; null where it does not come in time. */
export function readyNow(
  ready: () => Promise<readonly Check[]>,
  nowMs: () => number,
): () => Promise<readonly Check[] | null> {
  const checks = remembered(ready, measuringLimits.rememberedMs, nowMs)
  return () => soonOr(checks(), measuringLimits.patienceMs, null)
}

/** The outcome of the last time, for so long; what failed is tried again at the next. */
function remembered<Outcome>(
  find: () => Promise<Outcome>,
  forMs: number,
  nowMs: () => number,
): () => Promise<Outcome> {
  let last: { until: number; readonly found: Promise<Outcome> } | null = null
  return () => {
    if (last !== null && nowMs() < last.until) return last.found
    // However long it takes, no other begins before it has ended.
    const mine = { until: Infinity, found: find() }
    last = mine
    mine.found.then(
      () => (mine.until = nowMs() + forMs),
      () => (mine.until = -Infinity),
    )
    return mine.found
  }
}
