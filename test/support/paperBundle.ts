import { createPublicKey } from 'node:crypto'
import { disclosureLine } from '../../src/audit/bundle/disclosures.ts'
import { proofLine } from '../../src/audit/bundle/proofs.ts'
import { cosignedLine } from '../../src/audit/bundle/cosigned.ts'
import {
  bundlePaths,
  receiptPath,
  stateLines,
  stateFiles,
  trustListPath,
  wholeCustody,
} from '../../src/audit/bundle/layout.ts'
import { messagePath, planRecords, plansOf } from '../../src/audit/bundle/plan.ts'
import type { BuiltEntry } from '../../src/audit/buildEntry.ts'
import { cosign } from '../../src/audit/cosignature.ts'
import { append, emptyRange, rootOf } from '../../src/audit/tree.ts'
import { signCheckpoint } from '../../src/audit/checkpoint.ts'
import { type Entry, subjectOf } from '../../src/audit/entry.ts'
import { growBundles } from '../../src/audit/entryBundle.ts'
import { encodeVerifierKey, noteVerifier } from '../../src/audit/note.ts'
import { emptyEdge, grow, rootOfEdge } from '../../src/audit/tile.ts'
import { type PaperNode, type PaperWorld, audit, listsOf } from './paperWorld.ts'

export interface PaperExport {
  /** The requests to export; all where not given. */
  readonly requests?: readonly string[]
  /** Changes the files of `record/` and `trust/` before they are stated, as a cheating node would. */
  readonly cheat?: (files: Map<string, Uint8Array>) => void
  /** Which openings are given away. */
  readonly discloses?: (index: number, field: string) => boolean
  /** Notes of heads that witnesses have cosigned, in the order of their sizes; where it lacks, the present one. */
  readonly cosigned?: readonly string[]
  /** The proofs that this node collected, by the digests of its messages. */
  readonly proofs?: ReadonlyMap<string, string>
  /** Lines of balances, in the order of their times. */
  readonly balances?: readonly string[]
  /** Lines of heads of other logs. */
  readonly witnessed?: readonly string[]
  /** Says other details of the export than the true ones. */
  readonly details?: object
}

/** Makes the bundle of a node as the exporter does: it notes the export in the log and hands over everything. */
export function exportPaper(
  world: PaperWorld,
  node: PaperNode,
  order: PaperExport = {},
): Map<string, Uint8Array> {
  const size = node.entries.length
  const files = recordFiles(world, node, order)
  files.set(
    bundlePaths.cosigned,
    Buffer.from((order.cosigned ?? [cosignedHead(world, node)]).map(cosignedLine).join('')),
  )
  files.set(bundlePaths.balances, Buffer.from((order.balances ?? []).join('')))
  files.set(
    bundlePaths.proofs,
    Buffer.from([...(order.proofs ?? [])].map((one) => proofLine(...one)).join('')),
  )
  files.set(bundlePaths.readme, Buffer.from('Read me.\n'))
  files.set(bundlePaths.witnessed, Buffer.from((order.witnessed ?? []).join('')))
  order.cheat?.(files)
  const scope = order.requests ?? ['all']
  const actor = { person: 'Example-Auditor', role: 'auditor', authority: node.authority }
  world.now += 1_000
  const stated = { ...stateFiles(files), ...stateLines(files), custody: wholeCustody, scope, size }
  const said: [string, unknown][] = Object.entries({ ...stated, ...order.details })
  const details = Object.fromEntries(said.filter(([, value]) => value !== undefined)) as typeof stated
  audit(world, node, { event: 'export.made', actor, details })
  const subjects = new Set(order.requests?.map(subjectOf))
  const discloses =
    order.discloses ??
    ((index: number) => {
      const { record } = entryOf(node.entries[index])
      return order.requests === undefined || index === size || (record !== undefined && subjects.has(record))
    })
  return new Map([...logFiles(node, discloses), ...files])
}

/** The head of a node's log at a size, cosigned by the other node at that time. */
export function cosignedHead(
  world: PaperWorld,
  node: PaperNode,
  { size = node.entries.length, atMs = world.now }: { readonly size?: number; readonly atMs?: number } = {},
): string {
  const leaves = node.entries.slice(0, size).map(({ leaf }) => Buffer.from(leaf, 'hex'))
  const note = signCheckpoint(size, rootOf(append(emptyRange, leaves)), node.log)
  const other = node === world.vn ? world.qa : world.vn
  return note + cosign(note.slice(0, note.indexOf('\n\n') + 1), other.witness, new Date(atMs))
}

/** The files of the log of a node as it is now, with its head signed, and none cosigned. */
export function logFiles(
  node: PaperNode,
  discloses: (index: number, field: string) => boolean,
): Map<string, Uint8Array> {
  const entries = node.entries.map(({ entry }) => Buffer.from(entry))
  const { edge, full, partial } = grow(
    emptyEdge,
    node.entries.map(({ leaf }) => Buffer.from(leaf, 'hex')),
  )
  const bundles = growBundles(0, [], entries)
  const tiles = [...full, ...partial, ...bundles.full, ...(bundles.partial === null ? [] : [bundles.partial])]
  const lines = node.entries.flatMap(({ secrets }, index) =>
    secrets
      .filter(({ field }) => discloses(index, field))
      .map((secret) => `${disclosureLine(index, secret)}\n`),
  )
  const key = encodeVerifierKey(noteVerifier(node.log.name, createPublicKey(node.log.privateKey)))
  return new Map<string, Uint8Array>([
    ...tiles.map(({ path, bytes }) => [path, bytes] as const),
    [bundlePaths.checkpoint, Buffer.from(signCheckpoint(edge.size, rootOfEdge(edge), node.log))],
    [bundlePaths.verifierKey, Buffer.from(`${key}\n`)],
    [bundlePaths.disclosures, Buffer.from(lines.join(''))],
    [bundlePaths.cosigned, new Uint8Array()],
    [bundlePaths.balances, new Uint8Array()],
    [bundlePaths.proofs, new Uint8Array()],
    [bundlePaths.witnessed, new Uint8Array()],
    [bundlePaths.readme, Buffer.from('Read me.\n')],
  ])
}

function recordFiles(
  world: PaperWorld,
  node: PaperNode,
  { requests = [...node.records.keys()] }: PaperExport,
): Map<string, Uint8Array> {
  const logged = node.entries.map((built, index) => ({ index, leaf: built.leaf, entry: entryOf(built) }))
  const files = new Map<string, Uint8Array>()
  for (const [request, plan] of plansOf(planRecords(logged), requests)) {
    for (const planned of plan.messages) {
      const held = node.held.get(planned.digest)
      if (held === undefined) continue
      const path = messagePath(request, planned)
      if (held.jws !== '') files.set(path, Buffer.from(held.jws))
      if (planned.receipt !== null && held.receipt !== null)
        files.set(receiptPath(path), Buffer.from(held.receipt))
    }
  }
  for (const { state, sequence, jws } of listsOf(world)) {
    const isLogged = logged.some(
      ({ entry }) =>
        entry.count === sequence &&
        (entry.peer ?? node.state) === state &&
        entry.evt.startsWith('trustList.'),
    )
    if (isLogged) files.set(trustListPath(state, sequence), Buffer.from(jws))
  }
  return files
}

function entryOf(built: BuiltEntry | undefined): Entry {
  return JSON.parse(built?.entry ?? '{}') as Entry
}
