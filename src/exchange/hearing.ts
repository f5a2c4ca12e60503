import { type RefusalCode, refuse } from '../message/refusal.ts'
import { readHead } from '../store/audit.ts'
import { listUnheard } from '../store/peers.ts'
import type { Arrival, Presence } from '../store/presence.ts'
import { exchangeLimits } from './limits.ts'
import type { Node } from './node.ts'
import type { Courier } from './post.ts'
import { hear } from './recall/hear.ts'
import { look } from './recall/look.ts'
import { standingOf } from './standing.ts'

/**
 * Has each pinned peer tell what it has of the records between us, before this node says anything new: nobody can know
 * of a node that comes up whether its database is the newest it ever had, but its peers.
 */
export interface Hearing {
  /**
   * Takes a stand among the processes of this node; whoever comes first finds all peers unheard. Null where this process
   * stands there already.
   */
  begin(): Promise<Arrival | null>
  /** Whether this process stands among those of the node: before that nobody knows who is unheard, so nothing is taken from any peer. */
  hasBegun(): boolean
  /** Asks those that were not heard and are due; waits for none of them. For a job. */
  round(): Promise<boolean>
  /** Asks this peer now. True when it was heard. */
  hear(peer: string): Promise<boolean>
  /** Asks all that were not heard, and waits for them. */
  hearAll(): Promise<void>
  /**
   * Asks all that were not heard whether they have what this State had signed and its database lacks, and takes nothing back:
   * where one has, nothing is signed any more by this process. Waits for them.
   */
  lookAll(): Promise<void>
  /**
   * Whether every peer has told since the node came up, or was asked in vain or has not ended telling for as long as one waits for it
   * (`exchangeLimits.hearingPatienceMs`): then the log goes on without what it may know.
   */
  isOver(): boolean
  /** Whether this peer has not told yet, and is waited for: it was not asked, is being asked, or was in vain for a short time only. */
  isAwaited(peer: string): boolean
  /** The peer has asked us something: it is there and knows us, so it need not be waited for any longer. */
  knock(peer: string): void
  /**
   * The peer has sent messages: it is there. Where it is waited for no longer, for it was away, it is asked now, and waited for as if this
   * node had just come up; seldom only, for its messages wait meanwhile and it may be one that nobody reaches.
   */
  came(peer: string): void
  /** Resolves when no peer is being asked any more. */
  idle(): Promise<void>
}

interface Attempt {
  /** When it failed first. */
  readonly sinceMs: number
  /** When it was asked last. */
  readonly begunMs: number
  readonly againMs: number
  readonly pauseMs: number
  /** Of the last failure. */
  readonly code: RefusalCode
  /** Of the failure that was said; null: none yet. */
  readonly said: string | null
}

/** @param onHeard - told when a peer was asked, so that what waited for it goes on */
export function hearing(
  node: Node,
  courier: Courier,
  presence: Presence,
  onHeard: () => void = () => undefined,
): Hearing {
  const attempts = new Map<string, Attempt>()
  const running = new Map<string, Promise<boolean>>()
  const asked = new Set<string>()
  /** Since when each is asked for the first time. */
  const askedSinceMs = new Map<string, number>()
  /** Since when each is being asked. */
  const runningSinceMs = new Map<string, number>()
  /** When each came that was waited for no longer, and for how long it is not waited for again. */
  const visits = new Map<string, { readonly atMs: number; readonly againMs: number }>()
  /** Who has told since this process arrived, or had told before it joined. */
  const heard = new Set<string>()
  /** Null: it is not known yet who is to be asked. */
  let unheard: readonly string[] | null = null

  const attempt = async (peer: string, isOnly: boolean): Promise<boolean> => {
    const begunMs = performance.now()
    const outcome = await hear(node, courier, peer).catch((reason: unknown) => {
      node.log.error({ peer, reason: String(reason) }, 'the hearing of a peer broke')
      return refuse('NODE_UNAVAILABLE', { detail: String(reason) })
    })
    asked.add(peer)
    if (outcome.ok) {
      attempts.delete(peer)
      visits.delete(peer)
      heard.add(peer)
      // No round may follow that looks who is still to be asked: else whatever it sends later would have it asked anew, for good.
      unheard = unheard?.filter((one) => one !== peer) ?? null
      return true
    }
    const { code, detail } = outcome
    const before = attempts.get(peer)
    // Said once, and again when the reason is another: a peer may be away for days. Two that pin each other begin with one that
    // the other does not know yet, so what may pass is said only after a moment; at once where no other attempt may follow.
    const nowMs = performance.now()
    const sinceMs = before?.sinceMs ?? nowMs
    const { first, longest, saidAfter } = exchangeLimits.hearingPauseMs
    const isSaid = (isOnly || nowMs - sinceMs >= saidAfter) && before?.said !== code
    if (isSaid)
      node.log.warn({ peer, code, reason: detail }, 'a peer has not told what it has; nothing new goes to it')
    const pauseMs = before === undefined ? first : Math.min(before.pauseMs * 2, longest)
    const said = isSaid ? code : (before?.said ?? null)
    // Once more when the wait for it ends: else it might have come up since it was asked last.
    const endMs = waitEndMs({ sinceMs, code })
    const againMs = begunMs < endMs ? Math.min(nowMs + pauseMs, Math.max(nowMs, endMs)) : nowMs + pauseMs
    attempts.set(peer, { sinceMs, begunMs, againMs, pauseMs, code, said })
    return false
  }

  const isAwaitedNow = (peer: string): boolean => !asked.has(peer) || isAwaited(attempts.get(peer))
  /**
   * One that tells without end holds up what is between this node and itself, and not what is between this node and all others. Neither does
   * one that had told, and is to tell once more because a balance differs: the log has gone on since, and a peer could stop it so as often as it likes.
   */
  const holdsUp = (peer: string): boolean => {
    if (heard.has(peer)) return false
    const sinceMs = asked.has(peer) ? undefined : askedSinceMs.get(peer)
    const isEndless =
      sinceMs !== undefined && performance.now() - sinceMs >= exchangeLimits.hearingPatienceMs.telling
    return !isEndless && isAwaitedNow(peer)
  }

  /** Whether one that came is waited for: it was not asked since, or is being asked, or was in vain for a short time only. */
  const isCameAwaited = (peer: string): boolean => {
    const cameMs = visits.get(peer)?.atMs
    if (cameMs === undefined) return false
    const { away, otherwise, telling } = exchangeLimits.hearingPatienceMs
    const nowMs = performance.now()
    if (nowMs - cameMs >= telling) return false
    const last = attempts.get(peer)
    if (last === undefined || last.begunMs < cameMs) return true
    const untilMs = cameMs + (codesOfAway.has(last.code) ? away : otherwise)
    return (runningSinceMs.get(peer) ?? nowMs) < untilMs
  }

  const begins = (peer: string): void => {
    if (!askedSinceMs.has(peer)) askedSinceMs.set(peer, performance.now())
  }

  const soonAgain = (peer: string): void => {
    const before = attempts.get(peer)
    // Since when it has not told stays, or of one that asks often and answers nothing it would never be said.
    if (before !== undefined)
      attempts.set(peer, { ...before, againMs: 0, pauseMs: exchangeLimits.hearingPauseMs.first / 2 })
  }

  const hearOnce = (peer: string, isOnly = false): Promise<boolean> => {
    const known = running.get(peer)
    if (known !== undefined) return known
    begins(peer)
    runningSinceMs.set(peer, performance.now())
    const next = attempt(peer, isOnly).finally(() => {
      running.delete(peer)
      runningSinceMs.delete(peer)
      onHeard()
    })
    running.set(peer, next)
    return next
  }

  const lookAt = async (peer: string): Promise<void> => {
    begins(peer)
    const looked = await look(node, courier, peer).catch((reason: unknown) =>
      refuse('NODE_UNAVAILABLE', { detail: String(reason) }),
    )
    asked.add(peer)
    if (!looked.ok) {
      const { code, detail } = looked
      node.log.warn({ peer, code, reason: detail }, 'a peer has not told what it has')
      return
    }
    if (looked.lost === null) return
    const { log } = await readHead(node.db)
    node.memory.distrust(log, looked.lost)
    node.log.error({ peer, code: 'NODE_ROLLED_BACK' }, `the database went back: ${looked.lost}`)
  }

  let hasBegun = false
  presence.onEnd(() => (hasBegun = false))
  let arrived: Arrival | null = null
  const begin = async (): Promise<Arrival | null> => {
    arrived = (await presence.enter()) ?? arrived
    if (arrived === null && hasBegun) return null
    // The database may be another than before. Where this breaks, it is done again before anything is taken.
    await node.memory.look()
    const arrival = arrived
    arrived = null
    hasBegun = true
    if (arrival === null) return null
    asked.clear()
    heard.clear()
    askedSinceMs.clear()
    attempts.clear()
    visits.clear()
    // Where others are up already, those that they have heard are heard; they may be about to ask the rest.
    unheard = arrival === 'joined' ? await listUnheard(node.db) : null
    return arrival
  }

  return {
    begin,
    hasBegun: () => hasBegun,
    hear: hearOnce,
    async round() {
      await begin()
      const standing = await standingOf(node, node.db)
      if (standing.isBehind) {
        // Where a person lets it go on, all are to tell before the log does.
        heard.clear()
        return false
      }
      unheard = [...standing.unheard]
      for (const peer of node.trust.peers) if (!standing.unheard.has(peer)) heard.add(peer)
      const nowMs = performance.now()
      for (const peer of unheard) {
        if ((attempts.get(peer)?.againMs ?? 0) <= nowMs) void hearOnce(peer)
      }
      return false
    },
    async hearAll() {
      await begin()
      const standing = await standingOf(node, node.db)
      if (standing.isBehind) return
      unheard = [...standing.unheard]
      await Promise.all(unheard.map((peer) => hearOnce(peer, true)))
    },
    async lookAll() {
      await begin()
      const standing = await standingOf(node, node.db)
      if (standing.isBehind) return
      unheard = [...standing.unheard]
      await Promise.all(unheard.map(lookAt))
    },
    isOver: () => unheard !== null && !unheard.some(holdsUp),
    isAwaited: (peer) =>
      unheard === null || (unheard.includes(peer) && (isAwaitedNow(peer) || isCameAwaited(peer))),
    came(peer) {
      if (unheard?.includes(peer) !== true || isAwaitedNow(peer)) return
      const { first, longest } = exchangeLimits.hearingPatienceMs.cameAgain
      const before = visits.get(peer)
      const atMs = performance.now()
      if (before !== undefined && atMs - before.atMs < before.againMs) return
      visits.set(peer, {
        atMs,
        againMs: before === undefined ? first : Math.min(before.againMs * 2, longest),
      })
      soonAgain(peer)
      // What is under way may have begun while it was away.
      const underWay = running.get(peer) ?? Promise.resolve(false)
      void underWay.then(async (isHeard) => isHeard || (await hearOnce(peer)))
    },
    knock: soonAgain,
    async idle() {
      while (running.size > 0) await Promise.all(running.values())
    },
  }
}

/** Whether this peer may tell yet, though it did not when it was asked: what is in the way may pass by itself, as a list that is just renewed. */
function isAwaited(attempt: Attempt | undefined): boolean {
  if (attempt === undefined) return false
  const endMs = waitEndMs(attempt)
  const overMs = attempt.begunMs < endMs ? endMs + exchangeLimits.hearingPatienceMs.lastAnswer : endMs
  return performance.now() < overMs
}

/** Until when a peer is waited for that has not told; it is asked then once more. */
function waitEndMs({ sinceMs, code }: Pick<Attempt, 'sinceMs' | 'code'>): number {
  const { away, otherwise } = exchangeLimits.hearingPatienceMs
  return sinceMs + (codesOfAway.has(code) ? away : otherwise)
}

/** Nobody is there who knows this node. */
const codesOfAway: ReadonlySet<RefusalCode> = new Set(['NODE_UNAVAILABLE', 'PEER_UNKNOWN'])
