import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, open, rm, statfs, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { filesOfPart } from './delivery.ts'
import { timed } from './measuring.ts'
import { machineKind } from './results.ts'
import { serverTimeMs } from './serverTime.ts'
import type { Exhibit } from './nodeProcess.ts'
import { type Pair, openServers, startPair } from './world.ts'

// How fast a file goes from one node to the other: taken in and sealed, then fetched, opened and hashed; beside what the
// cipher alone takes over the same bytes, and what copying them over the loopback and hashing them takes alone: by one hash,
// and by both that a file is checked by.

const { values } = parseArgs({
  options: {
    bytes: { type: 'string', default: String(2 * 1024 ** 3) },
    files: { type: 'string', default: '1000' },
    /** Folder for a CPU profile of each node. */
    profile: { type: 'string' },
  },
})
const bytes = Number(values.bytes)
const files = Number(values.files)
const bytesKept = 1024 ** 3
const small = 10 * 1024 ** 2
/** Small transfers one after another: what the collector leaves behind of them is then as much as it ever is. */
const smallTransfers = 12
const goals = { ofSlower: 0.7, filesPerSecond: 200, memoryMiB: 20 }

async function bench(): Promise<void> {
  const servers = await openServers()
  try {
    const profiling = values.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${values.profile}`]
    // Before and after, for a machine is not as fast at one time as at another.
    const loopbackBefore = await loopbackOf()
    const pair = await startPair(servers, 'exhibits', profiling)
    const before = await memoryOfSmall(pair)
    const large = await transferred(pair, bytes)
    const after = await memoryOfSmall(pair)
    const many = await manyFiles(pair)
    await pair.close()
    const loopbackAfter = await loopbackOf()
    const alone = {
      cipher: rate(await cipherSeconds()),
      loopbackOneHash: rate((loopbackBefore.oneHash + loopbackAfter.oneHash) / 2),
      loopback: rate((loopbackBefore.bothHashes + loopbackAfter.bothHashes) / 2),
      disk: rate(await diskSeconds()),
    }
    const results = {
      date: new Date().toISOString(),
      machine: machineKind(),
      node: process.versions.node,
      durability: { ...servers.durability, files: (await isInMemory()) ? 'in memory' : 'fsync' },
      bytes,
      mebibytesPerSecond: { intake: rate(large.intake), transfer: rate(large.transfer), ...alone },
      ofSlower: rate(large.transfer) / Math.min(alone.cipher, alone.loopback),
      ofSlowerOneHash: rate(large.transfer) / Math.min(alone.cipher, alone.loopbackOneHash),
      // What is answered as done is on the disk: it goes no faster than the disk takes it.
      ofSlowerWithDisk: rate(large.transfer) / Math.min(alone.cipher, alone.loopback, alone.disk),
      processorMsPerMiB: large.processor,
      memoryMiB: { smallBefore: before, large: large.memory, smallAfter: after },
      // What a large file takes beyond a small one, and what it leaves behind: on the side where it is more.
      memoryMoreMiB: {
        whileLarge: mostMore(large.memory, before),
        left: mostMore(after, before),
      },
      filesTakenInPerSecond: many.takenInPerSecond,
      filesPerSecond: many.perSecond,
      filesPerSecondWithReports: many.perSecondWithReports,
      eachFile: { intake: many.eachIntake, transfer: many.eachTransfer },
      goals,
    }
    // A small run is to look at: the figures that are kept are of a file of a size that matters.
    if (bytes >= bytesKept)
      await writeFile(resolve(import.meta.dirname, 'exhibits.json'), `${JSON.stringify(results, null, 2)}\n`)
    process.stdout.write(`${JSON.stringify(results, null, 2)}\n`)
  } finally {
    await servers.close()
  }
}

function rate(seconds: number): number {
  return Math.round(bytes / 1024 ** 2 / seconds)
}

interface Memory {
  readonly giving: number
  readonly fetching: number
}

/** The peaks of the last of small transfers one after another. */
async function memoryOfSmall(pair: Pair): Promise<Memory> {
  for (let done = 1; done < smallTransfers; done += 1) await transferred(pair, small)
  return (await transferred(pair, small)).memory
}

function mostMore(one: Memory, other: Memory): number {
  return Math.max(one.giving - other.giving, one.fetching - other.fetching)
}

/** Seconds to take a file in, and from handing it over until it is whole at the other node; peaks of both while it lasted. */
async function transferred({ asking, answering }: Pair, size: number) {
  let exhibit: Exhibit | undefined
  const intake = await timed(async () => {
    exhibit = await asking.call('takeIn', size)
  })
  if (exhibit === undefined) throw new Error('nothing was taken in')
  const { deposit } = exhibit.sealed
  await asking.call('peak')
  await answering.call('peak')
  const before = { giving: await asking.call('counted'), fetching: await answering.call('counted') }
  const transfer = await timed(async () => {
    await asking.call('handOver', exhibit === undefined ? [] : [exhibit])
    await answering.call('whole', [deposit])
  })
  const after = { giving: await asking.call('counted'), fetching: await answering.call('counted') }
  const spent = (side: 'giving' | 'fetching') =>
    Number(((after[side].cpuMs - before[side].cpuMs) / (size / 1024 ** 2)).toFixed(2))
  const processor = { giving: spent('giving'), fetching: spent('fetching') }
  const memory = { giving: await asking.call('peak'), fetching: await answering.call('peak') }
  return { intake, transfer, memory, processor }
}

/**
 * Small files, all of them one delivery in parts, as the other State answers a request with them; how many in a second, and what each of
 * them costs.
 */
async function manyFiles({ asking, answering, urls }: Pair) {
  const giving = { node: answering, url: urls.answering }
  const fetching = { node: asking, url: urls.asking }
  const costs = async () => ({ giving: await costsOf(giving), fetching: await costsOf(fetching) })
  const folders = await foldersOf(files)
  const began = await costs()
  const exhibits: Exhibit[] = []
  const intake = await timed(async () => {
    for (const folder of folders) exhibits.push(...(await giving.node.call('takeInFolder', folder)))
  })
  const taken = await costs()
  for (const folder of folders) await rm(folder, { recursive: true })
  if (exhibits.length !== files) throw new Error(`${exhibits.length} of ${files} files were taken in`)
  const request = await asking.call('askForFiles')
  await answering.call('grant', request)
  const wholeBefore = await fetching.node.call('wholeCount')
  const reportsBefore = { asking: await asking.call('reports'), answering: await answering.call('reports') }
  const seconds = await timed(async () => {
    for (let at = 0; at < files; at += filesOfPart)
      await giving.node.call('deliverPart', request, exhibits.slice(at, at + filesOfPart), at)
    while ((await fetching.node.call('wholeCount')) < wholeBefore + files)
      await new Promise((soon) => setTimeout(soon, 100))
  })
  // Whoever gave them is told of each, and notes it: that is part of what a file costs.
  const telling = await timed(async () => {
    for (const side of ['asking', 'answering'] as const)
      while ((await (side === 'asking' ? asking : answering).call('reports')) < reportsBefore[side] + files)
        await new Promise((soon) => setTimeout(soon, 100))
  })
  const ended = await costs()
  return {
    takenInPerSecond: Math.round(files / intake),
    perSecond: Math.round(files / seconds),
    perSecondWithReports: Math.round(files / (seconds + telling)),
    eachIntake: eachOf(began, taken),
    eachTransfer: eachOf(taken, ended),
  }
}

/** So many files are taken in as one folder; twice as many may be. */
const filesOfFolder = 10_000

/** Small files in folders, none like another. */
async function foldersOf(count: number): Promise<readonly string[]> {
  const folders: string[] = []
  for (let made = 0; made < count; made += 1) {
    if (made % filesOfFolder === 0) folders.push(await mkdtemp(join(tmpdir(), 'rogatory-bench-folder-')))
    await writeFile(join(folders.at(-1) ?? '', `${made}.bin`), randomBytes(2_000))
  }
  return folders
}

type Costs = Readonly<Record<string, number>>

/** What was spent so far on one side. */
async function costsOf({
  node,
  url,
}: {
  readonly node: Pair['asking']
  readonly url: string
}): Promise<Costs> {
  const { cpuMs, statements, commits, fsyncs, requests, signed, verified } = await node.call('counted')
  const entries = await node.call('entries')
  const serverMs = (await serverTimeMs(url)) ?? 0
  return { cpuMs, serverMs, statements, commits, entries, fsyncs, requests, signed, verified }
}

/** What a file has cost of it. */
function eachOf(before: Record<'giving' | 'fetching', Costs>, after: Record<'giving' | 'fetching', Costs>) {
  const of = (side: 'giving' | 'fetching') =>
    Object.fromEntries(
      Object.entries(after[side]).map(([what, count]) => [
        what,
        Number(((count - (before[side][what] ?? 0)) / files).toFixed(3)),
      ]),
    )
  return { giving: of('giving'), fetching: of('fetching') }
}

const piece = 64 * 1024

async function cipherSeconds(): Promise<number> {
  const block = randomBytes(piece)
  return await timed(() => {
    const cipher = createCipheriv('aes-256-gcm', randomBytes(32), randomBytes(12))
    for (let done = 0; done < bytes; done += piece) cipher.update(block)
    cipher.final()
    return Promise.resolve()
  })
}

/** What a file is checked by when it came: both are signed by whoever gave it. */
const hashesOfFile = ['sha256', 'sha512']

async function loopbackOf(): Promise<{ readonly oneHash: number; readonly bothHashes: number }> {
  return { oneHash: await loopbackSeconds(['sha256']), bothHashes: await loopbackSeconds(hashesOfFile) }
}

/** Copies as many bytes over the loopback, from another thread, and hashes them as they come. */
async function loopbackSeconds(algorithms: readonly string[]): Promise<number> {
  const worker = new Worker(source, { eval: true, workerData: { bytes, piece } })
  const [port] = (await once(worker, 'message')) as [number]
  const seconds = await timed(async () => {
    const hashes = algorithms.map((algorithm) => createHash(algorithm))
    for await (const chunk of connect(port, '127.0.0.1'))
      for (const hash of hashes) hash.update(chunk as Buffer)
    for (const hash of hashes) hash.digest()
  })
  await worker.terminate()
  return seconds
}

/** Writes as many bytes to the disk on which the nodes keep theirs, to the last. */
async function diskSeconds(): Promise<number> {
  const path = join(tmpdir(), `rogatory-bench-${process.pid}`)
  const block = randomBytes(1024 * 1024)
  const seconds = await timed(async () => {
    const file = await open(path, 'wx')
    for (let done = 0; done < bytes; done += block.length) await file.write(block)
    await file.sync()
    await file.close()
  })
  await rm(path)
  return seconds
}

/** Whether the folder of the nodes is on no disk. */
async function isInMemory(): Promise<boolean> {
  const typeOfTmpfs = 0x01021994
  return (await statfs(tmpdir())).type === typeOfTmpfs
}

const source = `
const { createServer } = require('node:net')
const { once } = require('node:events')
const { parentPort, workerData } = require('node:worker_threads')
const block = Buffer.alloc(workerData.piece, 7)
const server = createServer(async (socket) => {
  for (let done = 0; done < workerData.bytes; done += block.length)
    if (!socket.write(block)) await once(socket, 'drain')
  socket.end()
})
server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port))
`

await bench()
