import { type Counted, countAll } from './counting.ts'
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { startNode } from '../src/main.ts'
import type { Config } from '../src/config.ts'
import { writeBundle } from '../src/cli/folder.ts'
import { walkFolder } from '../src/cli/givenFolder.ts'
import { announcementIn } from '../src/exchange/exhibits/announcement.ts'
import { takeInExhibit } from '../src/exchange/exhibits/takeIn.ts'
import { takeInFolder } from '../src/exchange/exhibits/takeInFolder.ts'
import { exportBundle } from '../src/exchange/export.ts'
import type { Draft } from '../src/exchange/send.ts'
import { pinPeer } from '../src/exchange/pinning.ts'
import { findOwnDeposits } from '../src/store/exhibits/handedOver.ts'
import { listUnheard } from '../src/store/peers.ts'
import { newestTrustList } from '../src/store/trustLists.ts'
import { digestOfBase64 } from '../src/trust/list.ts'
import { serve } from './child.ts'
import { grantOf, partOf, requestForFiles } from './delivery.ts'
import { openingDraft } from './draft.ts'
import { type LoopOptions, type LoopResult, closedLoop } from './latency.ts'
import { memoryMiB } from './measuring.ts'
import { type OpenLoopOptions, type OpenLoopResult, openLoop } from './openLoop.ts'
import { checkpointDelays } from './checkpointDelays.ts'

// One node of the benchmark, in a process of its own: the node as it is, told what to do by the process that measures.

/** A trust list on its way to the peer that pins it. */
export interface List {
  readonly jws: string
  readonly signer: string
}

const counted = await countAll()
type Running = Awaited<ReturnType<typeof startNode>>
let running: Running | undefined
const settling = new Map<string, () => void>()
/** Messages that were settled since this was asked last; null: nobody asks. */
let settled: string[] | null = null

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
async function begin(draft = openingDraft()): Promise<{ readonly ended: Promise<void> }> {
  const outcome = await theNode().send(draft)
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
        settled?.push(digest)
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
  /** Another process of the node may have put a receipt on the disk: looks for those that are waited for. */
  watchOthers(): Promise<void> {
    const { db } = theNode().node
    let isLooking = false
    setInterval(() => {
      if (isLooking || settling.size === 0) return
      isLooking = true
      const digests = [...settling.keys()]
      void sql<{ digest: string }>`
        select digest from message where digest = any(${digests}::text[]) and receipt is not null`
        .execute(db)
        .then(({ rows }) => {
          for (const { digest } of rows) {
            settling.get(digest)?.()
            settling.delete(digest)
          }
        })
        .catch(() => undefined)
        .finally(() => {
          isLooking = false
        })
    }, 3).unref()
    return Promise.resolve()
  },
  async load(options: LoopOptions): Promise<LoopResult> {
    return await closedLoop(options, exchange)
  },
  async openLoad(options: OpenLoopOptions): Promise<OpenLoopResult> {
    return await openLoop(options, exchange)
  },
  /** Digests of the messages whose receipt came since this was asked last; of none before it was asked first. */
  settledSince(): Promise<readonly string[]> {
    const since = settled ?? []
    settled = []
    return Promise.resolve(since)
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
  /** Waits until the search finds what each message says: the node reads them at its own pace. */
  async indexed(): Promise<void> {
    const { db } = theNode().node
    for (let waited = 0; ; waited += 1) {
      const waiting = await db.selectFrom('search_pending').select('place').limit(1).executeTakeFirst()
      if (waiting === undefined) return
      if (waited > 1_200) throw new Error('the words of the messages are not written within two minutes')
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
  /** Takes in a file of so many bytes, and returns what a message says of it. */
  async takeIn(bytes: number): Promise<Exhibit> {
    const order = { name: 'file.bin', person: 'Example-A', authority: 'vn.spp', bytes }
    const taken = await takeInExhibit(theNode().node, content(bytes), order)
    if (!taken.ok) throw new Error(taken.code)
    const { name, mediaType, sha256, sha512, sealed } = taken.announcement
    return { id: 'E1', name, mediaType, bytes, sha256, sha512, sealed }
  },
  /** Takes in the files of a folder, and returns what a message says of each. */
  async takeInFolder(folder: string): Promise<readonly Exhibit[]> {
    const { node } = theNode()
    const by = { person: 'Example-A', authority: node.state === 'VN' ? 'vn.spp' : 'qa.pp' }
    const taken = await takeInFolder(node, await walkFolder(folder, false), { name: 'folder', ...by })
    if (!taken.ok) throw new Error(`${taken.code} ${taken.detail ?? ''}`)
    const ids = taken.manifest.files.map(({ deposit }) => deposit)
    const rows = await findOwnDeposits(node.db, node.state, ids)
    return ids.flatMap((deposit) => {
      const row = rows.get(deposit)
      const said = row === undefined ? null : announcementIn(row)
      const sealed = said?.ok === true ? said.announcement.sealed : undefined
      return said?.ok === true && sealed !== undefined ? [{ id: 'E1', ...said.announcement, sealed }] : []
    })
  },
  /** Opens a request with these files. */
  async handOver(files: readonly Exhibit[]): Promise<void> {
    const exhibits = files.map((file, at) => ({ ...file, id: `E${at + 1}` }))
    const outcome = await theNode().send({ ...openingDraft(), exhibits })
    if (!outcome.ok) throw new Error(`${outcome.code} ${outcome.detail ?? ''}`)
  },
  /** Asks for data, and returns the request once the other node has it. */
  async askForFiles(): Promise<string> {
    const draft = requestForFiles()
    await (
      await begin(draft)
    ).ended
    return draft.request
  },
  /** Grants what a request asks for; resolves when the other node knows. */
  async grant(request: string): Promise<void> {
    await (
      await begin(grantOf(request))
    ).ended
  },
  /** Gives these files as a part of the delivery, their ids behind those of so many before. */
  async deliverPart(request: string, files: readonly Exhibit[], before: number): Promise<void> {
    await begin(
      partOf(
        request,
        files.map((file, at) => ({ ...file, id: `E${before + at + 1}` })),
      ),
    )
  },
  /** Waits until these files are here whole. */
  async whole(deposits: readonly string[]): Promise<void> {
    const { db } = theNode().node
    // One statement that is planned once, for it asks again and again beside what is measured.
    const these = sql<boolean>`id = any(${[...deposits]}::uuid[])`
    for (;;) {
      const { count } = await db
        .selectFrom('exhibit_deposit')
        .select(({ fn }) => fn.countAll().as('count'))
        .where(these)
        .where('status', '=', 'whole')
        .executeTakeFirstOrThrow()
      if (Number(count) === deposits.length) return
      await new Promise((soon) => setTimeout(soon, 50))
    }
  },
  /** How many files are here whole: cheap, for it is asked again and again beside what is measured. */
  async wholeCount(): Promise<number> {
    const { count } = await theNode()
      .node.db.selectFrom('exhibit_deposit')
      .select(({ fn }) => fn.countAll().as('count'))
      .where('status', '=', 'whole')
      .executeTakeFirstOrThrow()
    return Number(count)
  },
  /** Reports that were told by this node and answered, or kept of its peers. */
  async reports(): Promise<number> {
    const { count } = await theNode()
      .node.db.selectFrom('exhibit_report')
      .select(({ fn }) => fn.countAll().as('count'))
      .where('due_at', 'is', null)
      .executeTakeFirstOrThrow()
    return Number(count)
  },
  /** The most resident memory since this was asked last, in MiB. */
  peak(): Promise<number> {
    const most = Math.max(peakMiB, memoryMiB())
    peakMiB = 0
    return Promise.resolve(most)
  },
  counted(): Promise<Counted & { readonly cpuMs: number }> {
    const { user, system } = process.cpuUsage()
    return Promise.resolve({ ...counted, cpuMs: (user + system) / 1000 })
  },
  async close(): Promise<void> {
    await running?.close()
  },
}

let peakMiB = 0
setInterval(() => {
  peakMiB = Math.max(peakMiB, memoryMiB())
}, 50).unref()

/** What a message says of a file that a node has taken in. */
export type Exhibit = Draft['exhibits'][number] & { readonly sealed: { readonly deposit: string } }

/** Bytes that no compression makes less, in pieces. */
async function* content(bytes: number): AsyncGenerator<Buffer> {
  const block = randomBytes(Math.min(bytes, 1024 * 1024))
  for (let left = bytes; left > 0; left -= block.length)
    yield await Promise.resolve(left < block.length ? block.subarray(0, left) : block)
}

export type NodeCalls = typeof calls

serve(calls)
