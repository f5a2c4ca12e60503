import { readHead } from '../../src/store/audit.ts'
import { isDatabaseBehind } from '../../src/exchange/standing.ts'
import { noteInLog } from '../../src/exchange/noteInLog.ts'
import assert from 'node:assert/strict'
import {
  type Witnessed,
  judgeGrowth,
  openSubmitted,
  parseAddCheckpoint,
} from '../../src/audit/addCheckpoint.ts'
import { signCheckpoint } from '../../src/audit/checkpoint.ts'
import type { NoteSigner, NoteVerifier } from '../../src/audit/note.ts'
import { type Hash, type Range, append, consistencyProof, emptyRange, rootOf } from '../../src/audit/tree.ts'
import { problems } from '../../src/web/problem.ts'
import { type WorldState, until } from './world.ts'

/** A tree over these leaves. */
export function treeOf(leaves: readonly Hash[]): Range {
  return append(emptyRange, leaves)
}

/** The proof that the tree of these leaves begins with the one of the first `from`. */
export function proofFrom(from: number, leaves: readonly Hash[]): Hash[] {
  return consistencyProof(from, leaves.length, (level, index) => {
    const first = index * 2 ** level
    return rootOf(treeOf(leaves.slice(first, first + 2 ** level)))
  })
}

/** Leaves of the log of a node, as its database has them. */
export async function loggedLeaves({ node }: WorldState, size: number): Promise<Buffer[]> {
  const rows = await node.node.db
    .selectFrom('audit_leaf')
    .innerJoin('audit_entry', 'audit_entry.id', 'audit_leaf.entry')
    .select('audit_entry.leaf')
    .where('audit_leaf.index', '<', size)
    .orderBy('audit_leaf.index')
    .execute()
  return rows.map(({ leaf }) => leaf)
}

/** The head of the tree of these leaves, signed. */
export function headOf(leaves: readonly Hash[], signer: NoteSigner): string {
  return signCheckpoint(leaves.length, rootOf(treeOf(leaves)), signer)
}

/** What our rules, which need no node and no database, say to the body of `add-checkpoint`. */
export interface Judged {
  readonly status: number
  /** What a witness remembers from now on. */
  readonly witnessed: Witnessed | null
}

/** Judges a body as the witness of that one log which has cosigned this before. */
export function judgedByUs(body: string, log: NoteVerifier, witnessed: Witnessed | null): Judged {
  const parsed = parseAddCheckpoint(Buffer.from(body))
  if (!parsed.ok) return { status: problems[parsed.code].status, witnessed }
  if (parsed.origin !== log.name) return { status: problems.WITNESS_LOG_UNKNOWN.status, witnessed }
  const opened = openSubmitted(parsed.asked, log)
  if (!opened.ok) return { status: problems[opened.code].status, witnessed }
  const judged = judgeGrowth(parsed.asked, opened.checkpoint, witnessed)
  if (!judged.ok) return { status: problems[judged.code].status, witnessed }
  return { status: 200, witnessed: opened.checkpoint }
}

/** Waits until the node has been told that its log was longer, and asserts that it signs nothing from then on. */
export async function assertSignsNoMore({ node: { node } }: WorldState): Promise<void> {
  await noteInLog(node, { event: 'node.stopped' })
  await until('it is told', () => isDatabaseBehind(node))
  const { size } = await readHead(node.db)
  await noteInLog(node, { event: 'node.stopped' })
  await new Promise((done) => setTimeout(done, 1_500))
  assert.equal((await readHead(node.db)).size, size)
}
