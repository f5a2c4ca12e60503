import type { Signals } from '../store/signals.ts'
import { balanceRound } from './balance/nightly.ts'
import { clocksRound } from './clocks.ts'
import { type OnSettled, deliverer } from './deliver.ts'
import { keyWatch } from './keysEnding.ts'
import { sealedChecker } from './custody/checkRound.ts'
import { tellPeers } from './custody/tellPeers.ts'
import { startFetchJob } from './exhibits/fetchJob.ts'
import { exhibitSweeper } from './exhibits/sweep.ts'
import { exchangeLimits } from './limits.ts'
import { measuredRound } from './measuring/meter.ts'
import { hastenRound } from './hastenRound.ts'
import { keepingRound } from './erasure/keepingRound.ts'
import type { Node } from './node.ts'
import type { Hearing } from './hearing.ts'
import type { Leases, aloneJobs } from './leases.ts'
import type { Courier } from './post.ts'
import { peerLists as listsOfPeers } from './peerLists.ts'
import { renewPeer } from './renewPeer.ts'
import { refusedActsRound } from './refusedActs.ts'
import { ownTreeRound } from './recheck/dailyCheck.ts'
import { proofsRound } from './proof/collect.ts'
import { forgetRound } from './people/forgetRound.ts'
import type { Uploads } from './uploads/uploads.ts'
import { busyMachine, indexRound, indexer } from './search/index.ts'
import { sequenceRound } from './sequence.ts'
import { type Look, sharedLook } from './standing.ts'
import { steadyClock } from './steadyClock.ts'
import { learner } from './witness/learner.ts'
import type { RetentionRule } from '../workflow/retention.ts'
import { type StartJob, type Worker, type WorkerOptions, startWorker } from './worker.ts'

/** What a node does by itself. */
export interface Jobs {
  /** Looks now for what is to be delivered. */
  deliver(): void
  /**
   * Calls the listener with the digests of own messages whose receipts this process has just put on disk. Another
   * process of the node may be the one to do so: whoever must not wait in vain looks at the message as well. Returns
   * how to stop it.
   */
  onSettled(listener: OnSettled): () => void
  close(): Promise<void>
}

/** What the jobs need of an open node. */
export interface JobsOf {
  readonly node: Node
  readonly database: { readonly signals: Signals }
  readonly settings: { readonly retention?: readonly RetentionRule[] }
  readonly hearing: Hearing
  refreshTrust(): Promise<void>
  issueOwnListsWhile(may: () => boolean, isHolder: () => boolean): void
  readonly learnHeads: () => Promise<void>
  readonly cosign: (peersMax?: number) => Promise<boolean>
  readonly stamp: () => Promise<boolean>
}

/** So often it is looked for what a signal may have failed to tell of. */
const oftenMs = 200

/** Jobs that look within so many milliseconds do so by one statement. */
const sameMomentMs = 25

/**
 * Starts the jobs of a node: hearing the peers, delivery, the sequencer of the log, trust lists, clocks. None does
 * anything upon a database that went back. What is done once for all processes of the node, each does while it has the lease of it.
 */
export function startJobs(open: JobsOf, courier: Courier, leases: Leases, uploads: Uploads): Jobs {
  const { node, hearing } = open
  const { signals } = open.database
  const look = sharedLook(node)
  /** What a job that looks often need not ask for itself: by one look, a moment ago, of all that look at that time. */
  const seen = (has: (look: Look) => boolean) => async () => has(await look(sameMomentMs))
  type Options = Pick<WorkerOptions, 'pace' | 'isWanted'>
  const noteFailure = (name: string, reason: unknown): void => {
    node.meter.failed(name)
    node.log.error({ job: name, reason: String(reason) }, 'a job failed and will go on')
  }
  const started = (
    name: string,
    pollMs: number,
    round: () => Promise<boolean>,
    options: Options = {},
  ): Worker =>
    startWorker({
      round: async () => ((await look()).isBehind ? false : await round()),
      ...options,
      pollMs,
      failurePauseMs: 500,
      // Of a database that is away for long each job would else say so twice a second.
      failurePauseMaxMs: 5_000,
      onFailure: (reason) => noteFailure(name, reason),
    })
  /** In each process. */
  const job = (name: string, pollMs: number, round: () => Promise<boolean>, options?: Options): Worker =>
    started(name, pollMs, () => measuredRound(node.meter, name, round), options)
  /** In one of them at a time. */
  const alone = (
    name: AloneJob,
    pollMs: number,
    round: (fence: number) => Promise<boolean>,
    options?: Options,
  ): Worker => {
    // Rounds of a process that does nothing in them would hide one that hangs in another.
    const ifHeld = async (): Promise<boolean> => {
      const fence = leases.fenceOf(name)
      return fence === null ? false : await measuredRound(node.meter, name, () => round(fence))
    }
    const worker = started(name, pollMs, ifHeld, options)
    leases.onTaken(() => worker.wake())
    return worker
  }
  const learnt = learner(open.learnHeads)
  const listeners = new Set<OnSettled>()
  const posting = deliverer(node, courier.post, {
    worker: () => leases.worker(),
    onSettled: (digests) => {
      for (const listener of listeners) listener(digests)
    },
    // The next message is to be written as the peer can read it.
    onListOutdated: async (peer) => {
      if (await renewPeer(node, courier, peer)) await open.refreshTrust()
    },
    onFree: () => delivery.wake(),
  })
  const delivery = job('deliver', oftenMs, () => posting.round(), {
    isWanted: seen(({ isDeliveryDue }) => isDeliveryDue),
  })
  const sequencer = alone(
    'sequence',
    2 * oftenMs,
    // A checkpoint is something new as well: it waits until every peer was asked.
    async (fence) => {
      if (!hearing.isOver()) return false
      await learnt(fence)
      return await sequenceRound(node, fence)
    },
    // Entries that come within the pause share one checkpoint and one signature.
    { pace: exchangeLimits.sequencePace, isWanted: seen(({ isLogWaiting }) => isLogWaiting) },
  )
  const someUnheard = seen(({ unheard }) => unheard.size > 0)
  const listener = job('hear', oftenMs, () => hearing.round(), {
    // A process whose stand has ended takes it again, and nobody is taken to be heard then; not upon a database that went back.
    isWanted: async () =>
      !(await look()).isBehind &&
      ((await hearing.begin()) !== null || !hearing.isOver() || (await someUnheard())),
  })
  const watchKeys = keyWatch(node)
  // Two processes that were told different things would sign one list after the other; two programs are told different things.
  const holdsTrust = (): boolean => leases.fenceOf('trust') !== null
  open.issueOwnListsWhile(() => holdsTrust() && leases.isOneVersion(), holdsTrust)
  const trust = job('trust', 1_000, async () => {
    await open.refreshTrust()
    if (holdsTrust()) watchKeys()
    return false
  })
  // By itself: what others have stored counts at once, however long a peer lets itself be waited for.
  const fetchingLists = listsOfPeers(node, courier, {
    onNew: () => open.refreshTrust(),
    onFailure: (reason) => noteFailure('peerLists', reason),
  })
  const peerLists = job('peerLists', 1_000, () => {
    // What a message has put in doubt at this process is asked for by it.
    const peers = holdsTrust()
      ? node.trust.peers
      : node.trust.peers.filter((state) => node.listsInDoubt.has(state))
    fetchingLists.round(peers)
    return Promise.resolve(false)
  })
  leases.onTaken(() => {
    trust.wake()
    peerLists.wake()
  })
  let cosignedUntilMs = 0
  const witnesses = alone('witness', 1_000, async () => {
    // What was lost is first heard of the peers, who hand it back; a witness can only say that something was.
    if (!hearing.isOver() || performance.now() < cosignedUntilMs) return false
    const { peersAtOnceMax, restsMs } = exchangeLimits.witness
    if (await open.cosign(peersAtOnceMax)) cosignedUntilMs = performance.now() + restsMs
    return false
  })
  const timeStamps = alone('timeStamp', 10_000, async () => (hearing.isOver() ? await open.stamp() : false))
  /** What takes long and is begun anew by the next process is broken off where this one stops. */
  const stopping = new AbortController()
  const ownTree = alone('ownTree', 60_000, () => ownTreeRound(node, stopping.signal))
  const proofs = alone('proof', 1_000, async () =>
    hearing.isOver() ? await proofsRound(node, courier) : false,
  )
  const balances = alone('balance', 60_000, async () =>
    hearing.isOver() ? await balanceRound(node, courier) : false,
  )
  const refusedActs = alone('refusedActs', 10_000, () => refusedActsRound(node))
  const sweep = exhibitSweeper(node, () => performance.now(), stopping.signal)
  const fetchAlone: StartJob = (_name, pollMs, round, pace) =>
    alone('fetch', pollMs, round, pace === undefined ? {} : { pace })
  const mayFetch = (): boolean => leases.fenceOf('fetch') !== null
  const fetching = startFetchJob({ node, courier, signals, hearing, isAlone: mayFetch }, fetchAlone, 1_000)
  const telling = alone('tell', 1_000, async () =>
    hearing.isOver() ? await tellPeers(node, courier) : false,
  )
  const checker = sealedChecker(node, () => performance.now())
  const checking = alone('check', 1_000, async () => (hearing.isOver() ? await checker.round() : false))
  const exhibits = alone('exhibits', 60_000, async () => (hearing.isOver() ? await sweep() : false))
  const isSteady = steadyClock(node, () => performance.now())
  // What was whole when a process died is taken in at once.
  const uploaded = alone('uploads', exchangeLimits.uploads.everyMs, () => uploads.round(isSteady()))
  const index = indexer((atOnce) => indexRound(node, atOnce), {
    millisecondsNow: () => performance.now(),
    ...busyMachine(),
  })
  const indexing = alone('index', oftenMs, index, {
    isWanted: seen(({ areWordsWaiting }) => areWordsWaiting),
  })
  const forgetting = alone('forget', exchangeLimits.desk.typed.everyMs, async () =>
    isSteady() ? await forgetRound(node) : false,
  )
  const clocks = alone('clocks', 1_000, () => clocksRound(node), {
    isWanted: seen(({ isClockDue }) => isClockDue),
  })
  const hastening = job('hasten', exchangeLimits.hastenEveryMs, () => hastenRound(node))
  const keeping = alone('keeping', exchangeLimits.keeping.everyMs, () =>
    keepingRound(node, open.settings.retention ?? []),
  )
  const deaf = [
    signals.listen('rogatory_outbox', () => delivery.wake()),
    signals.listen('rogatory_audit', () => sequencer.wake()),
    signals.listen('rogatory_trust', () => trust.wake()),
  ]
  return {
    deliver: () => delivery.wake(),
    onSettled(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      for (const stop of deaf) stop()
      stopping.abort()
      posting.stop()
      fetching.stop()
      checker.stop()
      await Promise.all([
        uploads.close(),
        ...[
          ...[listener, delivery, trust, peerLists, clocks, witnesses, timeStamps, ownTree, balances, proofs],
          ...[
            refusedActs,
            exhibits,
            fetching,
            telling,
            checking,
            uploaded,
            indexing,
            forgetting,
            keeping,
            hastening,
          ],
        ].map((running) => running.close()),
      ])
      await Promise.all([posting.idle(), fetchingLists.idle()])
      await sequencer.close()
    },
  }
}

type AloneJob = (typeof aloneJobs)[number]
