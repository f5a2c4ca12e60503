import { createPublicKey } from 'node:crypto'
import type { AuditEvent } from '../audit/auditEvent.ts'
import { encodeVerifierKey, noteVerifier } from '../audit/note.ts'
import { refuse } from '../message/refusal.ts'
import { isPendingUpTo, lastPending, readHead } from '../store/audit.ts'
import { findLeaves } from '../store/placed.ts'
import { ExportRefused } from './exportRefused.ts'
import type { Node } from './node.ts'
import { noteInLog } from './noteInLog.ts'
import { sequenceRound } from './sequence.ts'
import { rolledBack, standingOf } from './standing.ts'

/**
 * What a bundle is made with: a database that is only read, and what of the node signs, and tells its log, on behalf of whoever
 * makes it. So a thread that has no keys can make one.
 */
export interface Exporting extends ExportingNode {
  readonly db: Node['db']
  readonly state: string
  /** When it is made, as it says of itself. */
  readonly now: () => Date
}

/** What of it the node itself does. */
export interface ExportingNode {
  /** Refuses what would wait for ever. Throws ExportRefused. */
  readonly refuseUnsigned: () => Promise<void>
  /** Waits until every entry that is committed now has its place; returns the size of the log then. */
  readonly sequenceAll: () => Promise<number>
  /** Asks the witnesses once more, so that what is exported is cosigned where they can be reached. */
  readonly cosign: () => Promise<unknown>
  /** Puts it into the log, and waits until it has its place. Returns its leaf hash in hex. */
  readonly note: (event: AuditEvent<'export.made'>) => Promise<string>
  /** The key that signs the head of the log with this number, as `Node.logSigner` names it, as a verifier key (C2SP signed-note). */
  readonly verifierKey: (log: number, key: string | null) => Promise<string>
}

/**
 * @param cosign - asks the witnesses once more
 * @param maySign - whether peers and witnesses have told what they know of the log; until then no head is signed, and it is waited
 */
export function exportingNode(
  node: Node,
  cosign: () => Promise<unknown>,
  maySign: () => boolean,
): ExportingNode {
  return {
    refuseUnsigned: () => refuseUnsigned(node),
    sequenceAll: () => sequenceAll(node, maySign),
    cosign,
    async note(event) {
      const leaf = await noteInLog(node, event)
      await untilPlaced(node, Buffer.from(leaf, 'hex'), maySign)
      return leaf
    },
    verifierKey: (log, key) => {
      const { name, privateKey } = node.logSigner(log, key)
      return Promise.resolve(encodeVerifierKey(noteVerifier(name, createPublicKey(privateKey))))
    },
  }
}

/** Processes of one node may differ by so much; a clock that is further back has been set. */
const clockToleranceMs = 5_000

/** Refuses what would wait for ever. Throws ExportRefused. */
export async function refuseUnsigned(node: Node): Promise<void> {
  if ((await standingOf(node, node.db)).isBehind) throw new ExportRefused(rolledBack)
  const { signed_at } = await readHead(node.db)
  const now = node.now()
  if (signed_at === null || now.getTime() > signed_at.getTime() - clockToleranceMs) return
  const detail =
    `the clock of this node says ${now.toISOString()}, but its log was last signed at ${signed_at.toISOString()}; ` +
    'nothing is signed, and so nothing can be exported, until the clock has passed that'
  throw new ExportRefused(refuse('CLOCK_BEHIND', { detail }))
}

/** Waits until every entry that is committed now has its place; returns the size of the log then. */
async function sequenceAll(node: Node, maySign: () => boolean): Promise<number> {
  const last = await lastPending(node.db)
  // Another process of this node may be the one that is giving places: then this one has to wait for it.
  while (last !== null && (await isPendingUpTo(node.db, last))) await sequenceSoon(node, maySign)
  return (await readHead(node.db)).size
}

async function sequenceSoon(node: Node, maySign: () => boolean): Promise<void> {
  await refuseUnsigned(node)
  if (!maySign() || !(await sequenceRound(node))) await new Promise((resolve) => setTimeout(resolve, 20))
}

async function untilPlaced(node: Node, leaf: Buffer, maySign: () => boolean): Promise<void> {
  while ((await findLeaves(node.db, [leaf])).length === 0) await sequenceSoon(node, maySign)
}
