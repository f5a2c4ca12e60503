import { randomInt } from 'node:crypto'
import { setTimeout as letPass } from 'node:timers/promises'
import { readHead } from '../store/audit.ts'
import { inTransaction } from '../store/failures.ts'
import { forgetGone, leaveLeases, leaveProcess, sayAlive, takeLeases } from '../store/leases.ts'
import { releaseAll } from '../store/outbox.ts'
import { newestForm } from '../store/migrations/migrate.ts'
import { DatabaseError } from '../store/ownDatabase.ts'
import type { Presence } from '../store/presence.ts'
import type { Signals } from '../store/signals.ts'
import type { Hearing } from './hearing.ts'
import { exchangeLimits } from './limits.ts'
import type { Node } from './node.ts'
import { rememberHead } from './rememberHead.ts'
import { type Standing, sharedStanding } from './standing.ts'
import { startWorker } from './worker.ts'

/** What one process of a node does at a time: each is a lease of its own. */
export const aloneJobs = [
  ...['sequence', 'trust', 'witness', 'timeStamp', 'ownTree', 'proof', 'balance', 'refusedActs'],
  ...['fetch', 'tell', 'check', 'exhibits', 'uploads', 'index', 'clocks', 'webhooks', 'drafts'],
  ...['keeping', 'forget'],
] as const

/** Which of the processes of a node does what, agreed on in their database. */
export interface Leases {
  /** Names this process among the workers of the node, as long as its connection holds. */
  worker(): string
  /**
   * The fencing number of a job that this process does at the moment; null: another does it, or may do it by now. Nobody is asked:
   * it is so until this process would have had to renew it.
   */
  fenceOf(job: string): number | null
  /** Whether all processes that are up are of one version of the program, as this one heard last. */
  isOneVersion(): boolean
  /**
   * Resolves where a newer program has said that this one may not work with the tables any more, with what opening them would say. The
   * process has no jobs then and takes nothing, as upon a database that went back; it is to end.
   */
  readonly shutOut: Promise<DatabaseError>
  /** Calls this when jobs came to this process. */
  onTaken(taken: () => void): void
  /**
   * Does something that one process of the node does at a time with one thing, while this one has the lease of that thing. Waits
   * for another that has it; undefined where that takes too long. Callers of one process are not ordered: they take turns before they
   * come here (`turnsOfEach`), or do it at once.
   */
  alone<Outcome>(
    thing: string,
    work: (isStillAlone: () => boolean) => Promise<Outcome>,
  ): Promise<Outcome | undefined>
  /** Takes what is free. Resolves when this was tried once. */
  begin(): Promise<void>
  /**
   * The first thing when a process ends: gives its jobs back and takes none any more, where another process is up that can have them. Who
   * is alone goes on to the end. Does not throw.
   */
  handOver(): Promise<void>
  /** Gives all back, so that another has it at once; where the database is away it runs out. Does not throw. */
  close(): Promise<void>
}

/** With what a process keeps its leases. */
export interface LeasesOf {
  readonly node: Node
  readonly hearing: Pick<Hearing, 'begin'>
  readonly database: { readonly presence: Presence; readonly signals: Signals }
  /** Where it runs, for whoever looks. */
  readonly place: string
  readonly version: string
  /** Which jobs it can do, by its settings. */
  readonly jobs: readonly string[]
}

interface Held {
  readonly fence: number
  /** By a clock that never goes back, and by that of the machine: one of them goes on while the process, or the machine, is paused. */
  readonly untilMs: number
  readonly untilWallMs: number
}

/** What is taken for granted as long as the process cannot ask. */
const { leaseMs, beatMs, marginMs, waitMs, lookMs } = exchangeLimits.leases

/**
 * Takes and renews the leases of a process. What it holds is known without asking: from when it asked, for a little less than the
 * database gave it. A process that hangs, or whose database is away, for longer than that begins no round of those jobs; one that was in
 * a round meanwhile finds that its statements do nothing, or nothing twice (docs/decisions/0074).
 */
export function keepLeases(of: LeasesOf, nowMs: () => number): Leases {
  const { node, hearing, database } = of
  const { presence, signals } = database
  const { place, version } = of
  const draw = (): number => randomInt(1, 2 ** 31 - 1)
  let self = { id: draw(), place: place.slice(0, 300), version, form: newestForm }
  let hasStood = false
  let stands = false
  /** How often all that was held was given up: what was asked for before that, and is answered after it, says nothing. */
  let doubts = 0
  const held = new Map<string, Held>()
  const things = new Set<string>()
  const listeners = new Set<() => void>()
  const standing: () => Promise<Standing> = sharedStanding(node)
  let up = { versions: 1, others: 0 }
  let [isLeaving, isHandedOver, isClosing, isShutOut] = [false, false, false, false]
  let tellShutOut: (reason: DatabaseError) => void = () => undefined
  const shutOut = new Promise<DatabaseError>((resolve) => (tellShutOut = resolve))
  const disbelieve = (): void => {
    stands = false
    doubts += 1
    held.clear()
  }
  presence.onEnd(disbelieve)

  const isHeld = (name: string): boolean => {
    const lease = held.get(name)
    return lease !== undefined && lease.untilMs > nowMs() && lease.untilWallMs > node.machineNow().getTime()
  }

  /** Who does not stand by its number is gone to all others, who have what it takes at once: it asks for nothing. */
  const take = async (names: readonly string[]): Promise<boolean> => {
    if (!stands || isShutOut) return false
    const [forMs, doubtsBefore] = [leaseMs - marginMs, doubts]
    const until = { untilMs: nowMs() + forMs, untilWallMs: node.machineNow().getTime() + forMs }
    const taken = await takeLeases(node.db, self.id, names, leaseMs)
    if (doubts !== doubtsBefore) return false
    let isNew = false
    for (const name of names) {
      const fence = taken.get(name)
      if (fence === undefined) held.delete(name)
      else {
        isNew ||= !isHeld(name)
        held.set(name, { fence, ...until })
      }
    }
    return isNew
  }

  const stand = async (): Promise<boolean> => {
    let stood = await presence.standBy(self.id)
    if (stood !== 'stands') disbelieve()
    if (stood === 'taken') {
      const { id: before } = self
      self = { ...self, id: draw() }
      node.log.warn(
        { before, now: self.id },
        'this process takes another number, for its own is held by another connection',
      )
      // A connection of its own that the server has not missed yet. If the process dies here: what it had runs out, and its deliveries
      // are taken up by whoever finds it gone.
      if (hasStood) await leaveAll(before)
      hasStood = false
      stood = await presence.standBy(self.id)
    }
    stands = stood === 'stands'
    hasStood ||= stands
    return stands
  }

  const leaveAll = async (id: number): Promise<void> => {
    await inTransaction(node.db, async (trx) => {
      await leaveProcess(trx, id)
      await releaseAll(trx, workerOf(id), node.now())
    })
  }

  const forgetOthers = async (): Promise<void> => {
    // In one transaction: who dies between the two would leave what it found in delivery with nobody's name.
    const forgotten = await inTransaction(node.db, async (trx) => {
      const gone = await forgetGone(trx, self.id)
      for (const id of gone) await releaseAll(trx, workerOf(id), node.now())
      return gone
    })
    for (const id of forgotten)
      node.log.info({ process: id }, 'another process of this node is gone, or hangs')
    if (forgotten.length > 0) signals.notify('rogatory_outbox')
  }

  /** Others find it gone, and take up its deliveries. If the process dies here: it does nothing more either, and its leases run out. */
  const standStill = async (reason: unknown): Promise<void> => {
    if (!(reason instanceof DatabaseError)) throw reason
    if (!isShutOut) node.log.error({ code: reason.code }, `this process stands still: ${reason.message}`)
    isShutOut = true
    disbelieve()
    // Whoever begins anything looks at that first. A log that follows this one is met at the next beat.
    node.memory.distrust((await readHead(node.db)).log)
    tellShutOut(reason)
    await leaveLeases(node.db, self.id, [...of.jobs, ...things])
  }

  /** What a beat is asking for: its answer is believed, so nothing that it names is given back before it has come. */
  let taking: Promise<boolean> = Promise.resolve(false)
  const beat = async (): Promise<void> => {
    // A database that went back is left as it was found.
    if (isClosing || (await standing()).isBehind) return
    await hearing.begin()
    if (!(await stand())) return
    up = await sayAlive(node.db, self, leaseMs)
    taking = take([...(isHandedOver ? [] : of.jobs), ...things])
    const isNew = await taking
    await forgetOthers()
    await rememberHead(node)
    if (isNew) for (const tell of listeners) tell()
  }

  let isFailing = false
  const beatOrTell = async (): Promise<void> => {
    try {
      await beat().catch(standStill)
      isFailing = false
    } catch (reason) {
      // Once: what is wrong with the database is said elsewhere, and it may be away for long.
      if (!isFailing)
        node.log.warn({ reason: String(reason) }, 'this process could not say that it is up, and will')
      isFailing = true
    }
  }
  const beats = (): ReturnType<typeof startWorker> =>
    startWorker({
      round: async () => {
        await beatOrTell()
        if (isFailing) await letPass(beatMs / 8)
        return isFailing
      },
      pollMs: beatMs,
      failurePauseMs: beatMs,
      onFailure: () => undefined,
    })
  let beating: ReturnType<typeof startWorker> | undefined
  let deaf: (() => void) | undefined

  return {
    worker: () => workerOf(self.id),
    fenceOf: (job) => (isHeld(job) ? (held.get(job)?.fence ?? null) : null),
    isOneVersion: () => up.versions === 1,
    shutOut,
    onTaken: (taken) => void listeners.add(taken),
    async alone(thing, work) {
      const endMs = nowMs() + waitMs
      while (!isHeld(thing)) {
        if (nowMs() > endMs || isClosing || isShutOut) return undefined
        await take([thing])
        if (isHeld(thing)) break
        // Who stops waits for nobody.
        if (isLeaving) return undefined
        await letPass(lookMs)
      }
      // Renewed by the beats from now on.
      things.add(thing)
      try {
        return await work(() => isHeld(thing))
      } finally {
        things.delete(thing)
        await taking.catch(() => undefined)
        held.delete(thing)
        // If the process dies here: the lease runs out.
        await leaveLeases(node.db, self.id, [thing]).catch(() => undefined)
      }
    },
    async begin() {
      await beatOrTell()
      beating = beats()
      deaf = signals.listen('rogatory_lease', () => beating?.wake())
    },
    async handOver() {
      isLeaving = true
      if (up.others === 0) return
      isHandedOver = true
      // A beat that is under way may take them once more.
      await taking.catch(() => undefined)
      for (const job of of.jobs) held.delete(job)
      try {
        await leaveLeases(node.db, self.id, of.jobs)
        signals.notify('rogatory_lease')
      } catch {
        // They run out.
      }
    },
    async close() {
      isClosing = true
      deaf?.()
      await beating?.close()
      disbelieve()
      try {
        if ((await standing()).isBehind) return
        await leaveProcess(node.db, self.id)
        signals.notify('rogatory_lease')
      } catch (reason) {
        node.log.warn(
          { reason: String(reason) },
          'what this process had to do could not be given back, and runs out',
        )
      }
    },
  }
}

function workerOf(id: number): string {
  return `process ${id}`
}
