import { balanceLine } from '../audit/bundle/balances.ts'
import { cosignedLine } from '../audit/bundle/cosigned.ts'
import type { LoggedEntries } from '../audit/bundle/entries.ts'
import { bundlePaths } from '../audit/bundle/layout.ts'
import { proofLine } from '../audit/bundle/proofs.ts'
import { folderSizes } from '../audit/bundle/sizes.ts'
import { bytesOfLines } from '../audit/bundle/textLines.ts'
import { witnessedLine } from '../audit/bundle/witnessed.ts'
import type { Entry } from '../audit/entry.ts'
import { readHead } from '../store/audit.ts'
import { listBalances } from '../store/balances.ts'
import { findProofs } from '../store/promises.ts'
import {
  type CosignedCheckpoint,
  cosignedCheckpoints,
  cosignedLogBefore,
  listAllConflicts,
  listWitnessedLogs,
} from '../store/witness.ts'
import { ExportTooLarge } from './exportTooLarge.ts'
import type { Node } from './node.ts'

/**
 * The files of a bundle that hold a line for each thing kept: heads that were cosigned, and, in a bundle of everything,
 * balances and what was seen of the logs of peers; empty else.
 *
 * @param part - what a bundle of some requests is about; null: everything
 * @throws ExportTooLarge where one of them would be larger than `verify` takes
 */
export async function linesOf(
  node: Pick<Node, 'db'>,
  part: PartOfLog | null,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const nothing = new Uint8Array()
  const isWhole = part === null
  return new Map([
    [bundlePaths.cosigned, await cosignedHeads(node, part)],
    [bundlePaths.balances, isWhole ? await balances(node) : nothing],
    [bundlePaths.witnessed, isWhole ? await witnessedHeads(node) : nothing],
  ])
}

/** Some lines as a file of a bundle. Throws ExportTooLarge. */
export function fileOfLines(path: string, lines: Iterable<string>): Uint8Array {
  const bytes = bytesOfLines(lines, folderSizes.fileBytesMax)
  if (bytes !== null) return bytes
  throw new ExportTooLarge(`${path} has more than the ${folderSizes.fileBytesMax} bytes that a file may have`)
}

/** The entries of the log, and which of them a bundle of some requests is about. */
export interface PartOfLog {
  readonly entries: LoggedEntries
  readonly isAbout: (entry: Entry | undefined) => boolean
}

/** Entries on whose times those of any record rest: which keys spoke for whom and when, and what log it is. */
const restedOn = /^((key|trustList|revocationList)\..*|log\.(closed|continued|opened))$/

/** The indexes of the entries whose times the cosigned heads of a bundle of some requests have to bracket, in order. */
function bracketedIn({ entries, isAbout }: PartOfLog): number[] {
  const found: number[] = []
  for (const { index, entry } of entries) if (restedOn.test(entry.evt) || isAbout(entry)) found.push(index)
  return found
}

/**
 * Of the heads of one log, by size, for each of these entries the last before it and the first with it of each witness:
 * whichever of them a reader asks for, these say between when and when it came into the log as narrowly as all heads
 * would. And of those that the same witnesses have cosigned the newest: where enough have cosigned one for a reader, he has
 * the newest such head. The last of all is among them, with which the log may have been closed.
 */
export function headsAround<Head extends Pick<CosignedCheckpoint, 'size' | 'witnesses'>>(
  heads: readonly Head[],
  indexes: readonly number[],
): Head[] {
  const kept = new Set(new Map(heads.map((head) => [[...head.witnesses].sort().join(' '), head])).values())
  for (const witness of new Set(heads.flatMap(({ witnesses }) => witnesses))) {
    const own = heads.filter(({ witnesses }) => witnesses.includes(witness))
    let next = 0
    for (const index of indexes) {
      while ((own[next]?.size ?? Infinity) <= index) next += 1
      for (const head of [own[next - 1], own[next]]) if (head !== undefined) kept.add(head)
    }
  }
  return heads.filter((head) => kept.has(head))
}

/**
 * The cosigned heads of the log and of those that it has followed, and the last heads of those that were closed, by number
 * and size. A head that was cosigned again has a line for the first time of each witness, and one for the last.
 */
async function cosignedHeads({ db }: Pick<Node, 'db'>, part: PartOfLog | null): Promise<Uint8Array> {
  const indexes = part === null ? null : bracketedIn(part)
  const { log: newest } = await readHead(db)
  const lines: string[] = []
  const logs: number[] = []
  // The number of a log that followed a loss was drawn: they are not counted through.
  for (let log: number | null = newest; log !== null; log = await cosignedLogBefore(db, log)) logs.push(log)
  for (const log of logs.reverse()) {
    const ofLog: CosignedCheckpoint[] = []
    for (let before = Number.MAX_SAFE_INTEGER; ;) {
      const heads = await cosignedCheckpoints(db, log, { before, limit: 1_000 })
      ofLog.push(...heads)
      const last = heads.at(-1)
      if (last === undefined) break
      before = last.size
    }
    ofLog.reverse()
    for (const { firstNote, note } of indexes === null ? ofLog : headsAround(ofLog, indexes))
      lines.push(...new Set([firstNote, note].map(cosignedLine)))
  }
  return fileOfLines(bundlePaths.cosigned, lines)
}

async function balances({ db }: Pick<Node, 'db'>): Promise<Uint8Array> {
  const kept = await listBalances(db)
  return fileOfLines(
    bundlePaths.balances,
    kept.map(({ question, answer }) => balanceLine(question, answer)),
  )
}

/** What was cosigned last of each log of a peer, then the pairs of heads of one log that do not go together. */
async function witnessedHeads({ db }: Pick<Node, 'db'>): Promise<Uint8Array> {
  const logs = await listWitnessedLogs(db)
  const conflicts = await listAllConflicts(db)
  const lines = [
    // Two States that name one key have one log.
    ...new Set(logs.map(({ note }) => witnessedLine([note]))),
    ...conflicts.map(({ kept, refused }) => witnessedLine([kept, refused])),
  ]
  return fileOfLines(bundlePaths.witnessed, lines)
}

/** The proofs that were collected for these messages, in the order of their digests. */
export async function proofs({ db }: Pick<Node, 'db'>, messages: readonly string[]): Promise<Uint8Array> {
  const found = await findProofs(db, messages)
  const lines = [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([message, proof]) => proofLine(message, proof))
  return fileOfLines(bundlePaths.proofs, lines)
}
