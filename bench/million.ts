import { hash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Files } from '../src/audit/bundle/layout.ts'
import { verifyBundles } from '../src/audit/bundle/verify.ts'
import { decodeBundle } from '../src/audit/entryBundle.ts'
import { bundlePath, bundlesOf, tilePath, tilesOf } from '../src/audit/tile.ts'
import { append, emptyRange, leafHash, rootOf } from '../src/audit/tree.ts'
import { exportBundle } from '../src/exchange/export.ts'
import { exchangeLimits } from '../src/exchange/limits.ts'
import type { Node } from '../src/exchange/node.ts'
import { checkOwnTree } from '../src/exchange/recheck/ownTree.ts'
import { tile } from '../src/exchange/readLog.ts'
import { sequenceRound } from '../src/exchange/sequence.ts'
import { openTrail } from '../src/exchange/trail.ts'
import { openNode } from '../src/opening.ts'
import { append as appendEntries, readHead } from '../src/store/audit.ts'
import { inTransaction } from '../src/store/failures.ts'
import type { MillionFigures } from './auditorTable.ts'
import { memoryMiB, timed } from './measuring.ts'
import { machineKind } from './results.ts'
import { configure, openServers } from './world.ts'

// A log of a million entries: how fast it grows and is signed, what the process needs for it, how soon a tile of any age
// is there, and how long the checks take that read all of it.

const { values } = parseArgs({ options: { entries: { type: 'string', default: '1000000' } } })
const wanted = Number(values.entries)
/** Entries of one transaction, as a full batch of messages has them, and transactions at once. */
const together = 100
const atOnce = 4
const tilesRead = 1_000
/** Of checking, which is told by the best of them. */
const rounds = 3

async function bench(): Promise<void> {
  const servers = await openServers()
  const folder = await mkdtemp(join(tmpdir(), 'rogatory-million-'))
  try {
    const config = await configure(folder, 'asking', await servers.database('asking', 'million'))
    const open = await openNode(config)
    try {
      const measured = await measure(open.node)
      const results = {
        date: new Date().toISOString(),
        machine: machineKind(),
        load: loadavg().map((load) => Number(load.toFixed(1))),
        node: process.versions.node,
        durability: servers.durability,
        ...measured,
      }
      // A small run is to look at: the figures that are kept are of a million.
      if (wanted === 1_000_000)
        await writeFile(resolve(import.meta.dirname, 'million.json'), `${JSON.stringify(results, null, 2)}\n`)
      process.stdout.write(`${JSON.stringify(results, null, 2)}\n`)
    } finally {
      await open.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
    await servers.close()
  }
}

async function measure(node: Node): Promise<MillionFigures> {
  const grown = await grow(node)
  const { size } = await readHead(node.db)
  const tilesMs = await readTiles(node, size)
  const ownTree = await timed(async () => {
    const found = await checkOwnTree(node)
    if (found.wrong !== null) throw new Error(found.wrong.what)
  })
  const ownTreeMemory = memoryMiB()
  let files: Files = new Map()
  const exportSeconds = await timed(async () => {
    files = await exportBundle(node, { requests: null, person: 'Example-Auditor', authority: 'vn.spp' })
  })
  const exported = memoryMiB()
  let [verifySeconds, hashSeconds] = [Infinity, Infinity]
  for (let round = 0; round < rounds; round += 1) {
    const verify = await timed(async () => {
      const report = await verifyBundles([{ name: 'million', files }])
      if (report.exit !== 0) throw new Error(report.first?.what)
    })
    verifySeconds = Math.min(verifySeconds, verify)
    const hashed = await timed(() => {
      hashAll(files, size)
      return Promise.resolve()
    })
    hashSeconds = Math.min(hashSeconds, hashed)
  }
  const verified = memoryMiB()
  return {
    entries: size,
    ...grown,
    tilesMs,
    ownTree: { seconds: ownTree, memoryMiB: ownTreeMemory },
    bundle: {
      exportSeconds,
      verifySeconds,
      verifiedPerSecond: Math.round(size / verifySeconds),
      memoryMiB: { exported, verified },
    },
    ofHashing: verifySeconds / hashSeconds,
  }
}

/** Appends as the node does, in transactions of many entries about as many requests, while the sequencer is at work. */
async function grow(node: Node): Promise<Pick<MillionFigures, 'appendedPerSecond' | 'memoryMiB'>> {
  let begun = 0
  let early = 0
  const standing = { isAppending: true }
  const began = performance.now()
  const sequencing = (async () => {
    for (;;) {
      const isLast = !standing.isAppending
      while (await sequenceRound(node)) continue
      if (isLast) return
      await new Promise((soon) => setTimeout(soon, exchangeLimits.sequencePace.withinMs))
    }
  })()
  const appending = async (): Promise<void> => {
    while (begun < wanted) {
      begun += together
      await inTransaction(node.db, async (trx) => {
        const trail = await openTrail(node, trx, [], node.now())
        for (let at = 0; at < together; at += 1) {
          const message = hash('sha256', node.random(16))
          trail.add({ event: 'message.refused', peer: 'QA', message, code: 'MESSAGE_INVALID' })
        }
        await appendEntries(trx, trail.audit())
      })
      if (early === 0 && begun >= wanted / 10) early = memoryMiB()
    }
  }
  await Promise.all(Array.from({ length: atOnce }, appending))
  standing.isAppending = false
  await sequencing
  const seconds = (performance.now() - began) / 1000
  return { appendedPerSecond: Math.round(begun / seconds), memoryMiB: { early, late: memoryMiB() } }
}

async function readTiles({ db }: Node, size: number): Promise<MillionFigures['tilesMs']> {
  const tiles = tilesOf(size)
  const taken: number[] = []
  for (let count = 0; count < tilesRead; count += 1) {
    const one = tiles[Math.floor((count / tilesRead) * tiles.length)]
    if (one === undefined) continue
    const began = performance.now()
    if ((await tile(db, tilePath(one))) === null) throw new Error('a tile lacks')
    taken.push(performance.now() - began)
  }
  taken.sort((a, b) => a - b)
  const at = (share: number): number =>
    taken[Math.min(taken.length - 1, Math.floor(taken.length * share))] ?? 0
  return { p50: at(0.5), p99: at(0.99), most: at(1) }
}

/** No more than it takes to know that the entries are those under the root. */
function hashAll(files: Files, size: number): void {
  let range = emptyRange
  for (const { index, width } of bundlesOf(size)) {
    const decoded = decodeBundle(files.get(bundlePath(index, width)) ?? new Uint8Array(), width)
    if (!decoded.ok) break
    range = append(range, decoded.entries.map(leafHash))
  }
  rootOf(range)
}

await bench()
