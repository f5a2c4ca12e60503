import { signCheckpoint } from '../../src/audit/checkpoint.ts'
import { encodeProof } from '../../src/audit/proof.ts'
import { append, emptyRange, inclusionProof, rootOf } from '../../src/audit/tree.ts'
import { sourceOf } from '../audit/trees.ts'
import type { PaperNode } from './paperWorld.ts'

/** The text of a proof that the entry with this leaf is in the log of a node as it is now; null where it is not there. */
export function proofOnPaper(node: PaperNode, leaf: string): string | null {
  const index = node.entries.findIndex((entry) => entry.leaf === leaf)
  if (index < 0) return null
  const leaves = node.entries.map((entry) => Buffer.from(entry.leaf, 'hex'))
  const size = leaves.length
  const hashes = inclusionProof(index, size, sourceOf(leaves))
  const checkpoint = signCheckpoint(size, rootOf(append(emptyRange, leaves)), node.log)
  return encodeProof({ index, hashes, checkpoint })
}

/** The proofs that one node collects of what the receipts of another promised, by the digests of its messages. */
export function proofsBy(sender: PaperNode, receiver: PaperNode): Map<string, string> {
  return new Map(
    [...sender.held].flatMap(([digest, { message, receipt }]) => {
      if (message.from !== sender.authority || receipt === null) return []
      const payload = Buffer.from(receipt.split('.')[1] ?? '', 'base64url').toString('utf8')
      const { log } = JSON.parse(payload) as { log?: { leaf: string } }
      const proof = log === undefined ? null : proofOnPaper(receiver, log.leaf)
      return proof === null ? [] : [[digest, proof] as const]
    }),
  )
}
