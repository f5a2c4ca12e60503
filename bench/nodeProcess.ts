import { startNode } from '../src/main.ts'
import type { Config } from '../src/config.ts'
import { writeBundle } from '../src/cli/folder.ts'
import { exportBundle } from '../src/exchange/export.ts'
import { pinPeer } from '../src/exchange/trustKeeping.ts'
import { listUnheard } from '../src/store/peers.ts'
import { newestTrustList } from '../src/store/trustLists.ts'
import { digestOfBase64 } from '../src/trust/list.ts'
import { serve } from './child.ts'
import { type Counted, countStatements } from './counting.ts'
import { openingDraft } from './draft.ts'
import { type LoopOptions, type LoopResult, closedLoop } from './latency.ts'
import { checkpointDelays } from './checkpointDelays.ts'

// One node of the benchmark, in a process of its own: the node as it is, told what to do by the process that measures.

/** A trust list on its way to the peer that pins it. */
export interface List {
  readonly jws: string
  readonly signer: string
}

const counted = countStatements()
type Running = Awaited<ReturnType<typeof startNode>>
let running: Running | undefined
const settling = new Map<string, () => void>()

function theNode(): Running {
  if (running === undefined) throw new Error('the node is not started')
  return running
}

/** One exchange: from the draft to the receipt on disk and the message at its place. */
async function exchange(): Promise<void> {
  const { ended } = await begin()
  await ended
}

/** Resolves when the draft is on disk; `ended` when the whole exchange is over. */
async function begin(): Promise<{ readonly ended: Promise<void> }> {
  const outcome = await theNode().send(openingDraft())
  if (!outcome.ok) throw new Error(`${outcome.code} ${outcome.detail ?? ''}`)
  // The delivery needs the database and the network before it can settle anything, so this is never too late.
  return { ended: new Promise((resolve) => settling.set(outcome.sent.digest, resolve)) }
}

const calls = {
  async start(config: Config): Promise<List> {
    running = await startNode(config)
    running.jobs.onSettled((digests) => {
      for (const digest of digests) {
        settling.get(digest)?.()
        settling.delete(digest)
      }
    })
    const { node } = running
    const list = await newestTrustList(node.db, node.state)
    return { jws: list?.jws ?? '', signer: digestOfBase64(node.trust.own().list.listSigners[0] ?? '') }
  },
  async pin({ jws, signer }: List): Promise<void> {
    const open = theNode()
    const { node } = open
    const pinned = await pinPeer(node, jws, [signer], { person: 'Example-Pin', authority: node.state })
    if (!pinned.ok) throw new Error(pinned.code)
    await open.refreshTrust()
  },
  /** Waits until the peer has told what it has: it must have fetched what it believes this node by. */
  async heard(): Promise<void> {
    const { node } = theNode()
    for (let waited = 0; (await listUnheard(node.db)).length > 0; waited += 1) {
      if (waited > 600) throw new Error('the peer has not told within a minute what it has')
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  },
  async load(options: LoopOptions): Promise<LoopResult> {
    return await closedLoop(options, exchange)
  },
  /** Milliseconds from the outcome of a send to the signed checkpoint that covers what it told the log. */
  async checkpointDelays(options: LoopOptions): Promise<readonly number[]> {
    return await checkpointDelays(theNode().node.db, options, begin)
  },
  /** Messages whose exchange is over and that have no place all the same; there may be none. */
  async unplaced(): Promise<number> {
    const { count } = await theNode()
      .node.db.selectFrom('message')
      .select(({ fn }) => fn.countAll().as('count'))
      .where('status', '<>', 'placed')
      .executeTakeFirstOrThrow()
    return Number(count)
  },
  /** Entries that this node has written to its log. */
  async entries(): Promise<number> {
    const { count } = await theNode()
      .node.db.selectFrom('audit_entry')
      .select(({ fn }) => fn.countAll().as('count'))
      .executeTakeFirstOrThrow()
    return Number(count)
  },
  /** Waits until the peer has proven every entry that its receipts promised. */
  async proven(): Promise<void> {
    const { db } = theNode().node
    for (let waited = 0; ; waited += 1) {
      const waiting = await db.selectFrom('promise').select('message').executeTakeFirst()
      if (waiting === undefined) return
      if (waited > 1_200) throw new Error('the peer has not proven its entries within two minutes')
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  },
  /** Writes the bundle of everything that this node has. */
  async export(folder: string): Promise<void> {
    const { node } = theNode()
    await writeBundle(
      folder,
      await exportBundle(node, { requests: null, person: 'Example-Auditor', authority: node.state }),
    )
  },
  counted(): Promise<Counted & { readonly cpuMs: number }> {
    const { user, system } = process.cpuUsage()
    return Promise.resolve({ ...counted, cpuMs: (user + system) / 1000 })
  },
  async close(): Promise<void> {
    await running?.close()
  },
}

export type NodeCalls = typeof calls

serve(calls)
