import { balanceLine } from '../audit/bundle/balances.ts'
import { cosignedLine } from '../audit/bundle/cosigned.ts'
import { bundlePaths } from '../audit/bundle/layout.ts'
import { proofLine } from '../audit/bundle/proofs.ts'
import { witnessedLine } from '../audit/bundle/witnessed.ts'
import { readHead } from '../store/audit.ts'
import { listBalances } from '../store/balances.ts'
import { findProofs } from '../store/promises.ts'
import {
  type CosignedCheckpoint,
  cosignedCheckpoints,
  listAllConflicts,
  listWitnessedLogs,
} from '../store/witness.ts'
import type { Node } from './node.ts'

/**
 * The files of a bundle that hold a line for each thing kept: heads that were cosigned, and, in a bundle of everything,
 * balances and what was seen of the logs of peers; empty else.
 */
export async function linesOf(
  node: Pick<Node, 'db'>,
  isWhole: boolean,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const nothing = new Uint8Array()
  return new Map([
    [bundlePaths.cosigned, await cosignedHeads(node)],
    [bundlePaths.balances, isWhole ? await balances(node) : nothing],
    [bundlePaths.witnessed, isWhole ? await witnessedHeads(node) : nothing],
  ])
}

/**
 * The cosigned heads of the log and of those that it has followed, and the last heads of those that were closed, by number
 * and size. A head that was cosigned again has a line for the first time of each witness, and one for the last.
 */
async function cosignedHeads({ db }: Pick<Node, 'db'>): Promise<Uint8Array> {
  const { log: newest } = await readHead(db)
  const lines: string[] = []
  for (let log = 1; log <= newest; log += 1) {
    const ofLog: CosignedCheckpoint[] = []
    for (let before = Number.MAX_SAFE_INTEGER; ;) {
      const heads = await cosignedCheckpoints(db, log, { before, limit: 1_000 })
      ofLog.push(...heads)
      const last = heads.at(-1)
      if (last === undefined) break
      before = last.size
    }
    for (const { firstNote, note } of ofLog.reverse())
      lines.push(...new Set([firstNote, note].map(cosignedLine)))
  }
  return Buffer.from(lines.join(''))
}

async function balances({ db }: Pick<Node, 'db'>): Promise<Uint8Array> {
  const kept = await listBalances(db)
  return Buffer.from(kept.map(({ question, answer }) => balanceLine(question, answer)).join(''))
}

/** What was cosigned last of each log of a peer, then the pairs of heads of one log that do not go together. */
async function witnessedHeads({ db }: Pick<Node, 'db'>): Promise<Uint8Array> {
  const logs = await listWitnessedLogs(db)
  const conflicts = await listAllConflicts(db)
  const lines = [
    ...logs.map(({ note }) => witnessedLine([note])),
    ...conflicts.map(({ kept, refused }) => witnessedLine([kept, refused])),
  ]
  return Buffer.from(lines.join(''))
}

/** The proofs that were collected for these messages, in the order of their digests. */
export async function proofs({ db }: Pick<Node, 'db'>, messages: readonly string[]): Promise<Uint8Array> {
  const found = await findProofs(db, messages)
  const lines = [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([message, proof]) => proofLine(message, proof))
  return Buffer.from(lines.join(''))
}
