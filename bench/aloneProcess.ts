import { exchangeLimits } from '../src/exchange/limits.ts'
import { sequenceRound } from '../src/exchange/sequence.ts'
import { messageIn } from '../src/exchange/stored.ts'
import { startWorker } from '../src/exchange/worker.ts'
import { trustDirectory } from '../src/exchange/directory.ts'
import { openDatabase } from '../src/store/database.ts'
import { migrate } from '../src/store/migrations/migrate.ts'
import { shortMemory } from '../src/store/checkpointFile.ts'
import { serve } from './child.ts'
import { countAll } from './counting.ts'
import {
  type Means,
  computeCarrying,
  computeReceiving,
  computeSending,
  computeSettling,
} from './cryptography.ts'
import { type Kept, readMeans } from './means.ts'
import { storeReceived, storeSent, storeSettled, takeDue } from './statements.ts'
import type { Traces } from './traces.ts'
import type { Side } from './world.ts'

// One core's worth of a ceiling: the statements, the cryptography, or both, of one side or of both in turn.

export interface AloneSetup extends Kept {
  /** Fresh databases for the statements. */
  readonly databases: Readonly<Record<Side, string>>
  readonly traces: Traces
}

export interface AloneWork {
  readonly parts: { readonly statements: boolean; readonly cryptography: boolean }
  /** One side; or both in turn, as when a single message is under way. */
  readonly side: Side | 'both'
  /** Exchanges to be done, how many of them together, and how many batches at the same time. */
  readonly exchanges: number
  readonly batch: number
  readonly atOnce: number
}

const statements = await countAll()
interface SideAlone {
  readonly db: Awaited<ReturnType<typeof openDatabase>>['db']
  readonly means: Means
  readonly sequence: () => () => Promise<void>
}
let sides: Readonly<Record<Side, SideAlone>> | undefined
let traces: Traces | undefined
let draft: object = {}
let sealed: readonly string[] = []

async function openSide(setup: AloneSetup, side: Side): Promise<SideAlone> {
  const { db } = await openDatabase({ url: setup.databases[side] })
  await migrate(db)
  const { identity, means } = await readMeans(setup, side)
  const node = {
    state: side,
    db,
    sequencerDb: db,
    signer: identity.signer,
    decryptionKeys: identity.encryptionKeys,
    logSigner: () => ({ name: 'rogatory.example/bench/log1', privateKey: identity.noteKeys.log.inUse }),
    logKeys: { inUse: () => '', isLeft: () => false },
    memory: shortMemory(),
    keptEdge: { last: null },
    trust: trustDirectory({ list: means.peer, digest: '', signerDigest: '' }),
    now: () => new Date(),
    random: (bytes: number) => new Uint8Array(bytes),
    actedFrom: null,
    log: console,
  }
  return {
    db,
    means,
    sequence() {
      const worker = startWorker({
        round: async () => {
          await sequenceRound(node)
          return true
        },
        pace: exchangeLimits.sequencePace,
        pollMs: exchangeLimits.sequencePace.withinMs,
        onFailure: (reason) => console.error(reason),
        failurePauseMs: 500,
      })
      return () => worker.close()
    },
  }
}

async function oneBatch(work: AloneWork, count: number): Promise<void> {
  if (sides === undefined || traces === undefined) throw new Error('nothing is set up')
  const { parts, side } = work
  const { asking, answering } = sides
  const [asked, answered] = [traces.asking, traces.answering]
  const each = async (compute: (place: number) => Promise<unknown>, many = count): Promise<void> => {
    if (parts.cryptography) await Promise.all(Array.from({ length: many }, (_, place) => compute(place)))
  }
  if (parts.cryptography) {
    const lines = Array.from({ length: count }, (_, place) => sealed[place % sealed.length] ?? '')
    if (side !== 'answering') computeCarrying(asking.means, lines)
    if (side !== 'asking') computeCarrying(answering.means, lines)
  }
  if (side !== 'answering') {
    await each(() => computeSending(asking.means, draft))
    if (parts.statements) await storeSent(asking.db, asked, sealed[0] ?? '', count)
  }
  if (side !== 'asking') {
    await each((place) => computeReceiving(answering.means, answered, sealed[place % sealed.length] ?? ''))
    if (parts.statements) await storeReceived(answering.db, answered, count)
  }
  if (side !== 'answering') {
    await each(() => computeSettling(asking.means, asked))
    if (parts.statements) {
      const { deliveriesMax, deliveriesPerRecordMax } = exchangeLimits
      const due = await takeDue(asking.db, { limit: deliveriesMax, perRecordMax: deliveriesPerRecordMax })
      if (due.length > 0) await storeSettled(asking.db, asked, due)
    }
  }
}

const calls = {
  /** Returns the size of a sealed message. */
  async setUp(setup: AloneSetup): Promise<number> {
    traces = setup.traces
    sides = { asking: await openSide(setup, 'asking'), answering: await openSide(setup, 'answering') }
    draft = messageIn(traces.asking.message)
    const { means } = sides.asking
    sealed = await Promise.all(Array.from({ length: 64 }, () => computeSending(means, draft)))
    return sealed[0]?.length ?? 0
  },
  /** Does the work and returns how long it took, in milliseconds. */
  async work(work: AloneWork): Promise<{ readonly ms: number; readonly roundTrips: number }> {
    const sequencing =
      sides === undefined || !work.parts.statements
        ? []
        : (['asking', 'answering'] as const).filter((side) => work.side === side || work.side === 'both')
    const stops = sequencing.map((side) => sides?.[side].sequence())
    const before = statements.statements
    const began = performance.now()
    let left = work.exchanges
    const runner = async (): Promise<void> => {
      while (left > 0) {
        const count = Math.min(left, work.batch)
        left -= count
        await oneBatch(work, count)
      }
    }
    await Promise.all(Array.from({ length: work.atOnce }, runner))
    const ms = performance.now() - began
    const roundTrips = statements.statements - before
    for (const stop of stops) await stop?.()
    return { ms, roundTrips }
  },
}

export type AloneCalls = typeof calls

serve(calls)
