import { X509Certificate } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { compactVerify } from 'jose'
import type { Files } from '../src/audit/bundle/layout.ts'
import { type VerifyOptions, verifyBundles } from '../src/audit/bundle/verify.ts'
import { decodeBundle } from '../src/audit/entryBundle.ts'
import { readTilePath } from '../src/audit/tilePath.ts'
import { append, emptyRange, leafHash, rootOf } from '../src/audit/tree.ts'
import { callAssistant } from '../src/cli/assistant.ts'
import { readBundle } from '../src/cli/folder.ts'
import { type AuditFigures, verifyGoal } from './auditorTable.ts'
import { memoryMiB, timed } from './measuring.ts'
import { machineKind } from './results.ts'
import { openServers, startPair } from './world.ts'

// What an auditor waits for: the bundle of a node that has exchanged for long, verified with all that it holds, beside what
// hashing its entries and checking its signatures takes alone.

const { values } = parseArgs({
  options: {
    entries: { type: 'string', default: '100000' },
    bundle: { type: 'string' },
    keep: { type: 'string' },
  },
})
const wanted = Number(values.entries)
const rounds = 3

async function bench(): Promise<void> {
  const folder = values.bundle ?? (await exchanged(values.keep ?? null))
  try {
    const results = {
      date: new Date().toISOString(),
      machine: machineKind(),
      load: loadavg().map((load) => Number(load.toFixed(1))),
      node: process.versions.node,
      ...(await measure(folder)),
      goal: verifyGoal,
    }
    // A small run is to look at: the figures that are kept are of a hundred thousand entries and more.
    if (results.entries >= 100_000)
      await writeFile(resolve(import.meta.dirname, 'audit.json'), `${JSON.stringify(results, null, 2)}\n`)
    process.stdout.write(`${JSON.stringify(results, null, 2)}\n`)
  } finally {
    if (values.bundle === undefined && values.keep === undefined) await rm(folder, { recursive: true })
  }
}

/** Lets two nodes exchange until the log of one is long enough, and has that one export everything. */
async function exchanged(keep: string | null): Promise<string> {
  const folder = keep ?? join(await mkdtemp(join(tmpdir(), 'rogatory-audit-')), 'bundle')
  const servers = await openServers()
  try {
    const pair = await startPair(servers, 'audit')
    while ((await pair.answering.call('entries')) < wanted)
      await pair.asking.call('load', { inFlight: 64, warmMs: 0, measuredMs: 5_000 })
    await pair.asking.call('proven')
    await pair.asking.call('export', folder)
    await pair.close()
  } finally {
    await servers.close()
  }
  return folder
}

async function measure(folder: string): Promise<AuditFigures> {
  const files = await readBundle(folder)
  const read = memoryMiB()
  const jws = [...files].flatMap(([path, bytes]) =>
    path.startsWith('record/') ? [Buffer.from(bytes).toString('latin1')] : [],
  )
  const seconds = { verify: Infinity, oneThread: Infinity, hashing: Infinity, signatures: Infinity }
  let entries = 0
  for (let round = 0; round < rounds; round += 1) {
    seconds.hashing = Math.min(
      seconds.hashing,
      await timed(() => {
        entries = hashEntries(files)
        return Promise.resolve()
      }),
    )
    seconds.signatures = Math.min(seconds.signatures, await timed(() => checkSignatures(jws)))
    seconds.verify = Math.min(seconds.verify, await timed(() => verifyWhole(files, { callAssistant })))
    seconds.oneThread = Math.min(seconds.oneThread, await timed(() => verifyWhole(files, {})))
  }
  const alone = seconds.hashing + seconds.signatures
  return {
    entries,
    signatures: jws.length,
    seconds,
    ofAlone: seconds.verify / alone,
    oneThreadOfAlone: seconds.oneThread / alone,
    memoryMiB: { read, verified: memoryMiB() },
  }
}

async function verifyWhole(files: Files, options: VerifyOptions): Promise<void> {
  const report = await verifyBundles([{ name: 'audit', files }], options)
  if (report.exit !== 0) throw new Error(report.first?.what)
}

/** No more than it takes to know that the entries are those under the root. Returns how many there are. */
function hashEntries(files: Files): number {
  let range = emptyRange
  const bundles = [...files].flatMap(([path, bytes]) => {
    const tile = path.startsWith('tile/entries/') ? readTilePath(path.replace('entries', '0')) : null
    return tile === null ? [] : [{ ...tile, bytes }]
  })
  for (const { bytes, width } of bundles.sort((a, b) => a.index - b.index)) {
    const decoded = decodeBundle(bytes, width)
    if (!decoded.ok) throw new Error('it is not a bundle of entries')
    range = append(range, decoded.entries.map(leafHash))
  }
  rootOf(range)
  return range.size
}

/** Each signature once, by the library that the verifier has, under a key that is read once. */
async function checkSignatures(signed: readonly string[]): Promise<void> {
  const keys = new Map<string, X509Certificate['publicKey']>()
  for (const jws of signed) {
    const [header = ''] = jws.split('.')
    const { x5c } = JSON.parse(Buffer.from(header, 'base64url').toString()) as {
      readonly x5c: readonly string[]
    }
    const [certificate = ''] = x5c
    const key = keys.get(certificate) ?? new X509Certificate(Buffer.from(certificate, 'base64')).publicKey
    keys.set(certificate, key)
    await compactVerify(jws, key)
  }
}

await bench()
