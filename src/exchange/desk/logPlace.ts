import { logVerifiersIn } from '../../audit/bundle/formerLogs.ts'
import { openCheckpointOfAny } from '../../audit/checkpoint.ts'
import { type LogProof, leadsTo, parseProof } from '../../audit/proof.ts'
import { stateOf } from '../../message/stateOf.ts'
import { findProofs } from '../../store/promises.ts'
import type { MessageRow } from '../../store/tables.ts'
import type { Node } from '../node.ts'
import { findOwnProof } from '../proof/answer.ts'
import { receiptIn } from '../stored.ts'
import { listsOf } from '../trustKeeping.ts'

/** Where the entry that a receipt promised stands in the log of whoever gave the receipt; plain JSON. */
export interface LogPlace {
  /** State whose log it is. */
  readonly state: string
  readonly origin: string
  /** Hash of the leaf, hexadecimal. */
  readonly leaf: string
  /** The proof, checked just now; null: there is none yet. */
  readonly proof: CheckedProof | null
}

export interface CheckedProof {
  /** Counted from 0. */
  readonly index: number
  /** Entries in the log of the head to which it leads; null where no key of that log has signed the head. */
  readonly size: number | null
  readonly isGood: boolean
}

/**
 * The place of a message in the log of the node that received it. Of a message of ours the proof is the one that the peer has
 * given; of one of theirs it is made from our own log.
 */
export async function logPlace(node: Node, row: MessageRow): Promise<LogPlace | null> {
  if (row.receipt === null) return null
  const { log } = receiptIn(row).receipt
  if (log === undefined) return null
  const { origin, leaf } = log
  const state = row.direction === 'sent' ? stateOf(row.to_authority) : node.state
  const proof = row.direction === 'sent' ? await givenProof(node, row.digest) : await findOwnProof(node, leaf)
  return { state, origin, leaf, proof: proof === null ? null : await checked(node, state, leaf, proof) }
}

/** The place of an entry in the log of this node, with a proof that is made and checked just now. */
export async function ownPlace(node: Node, log: number, leaf: string): Promise<LogPlace> {
  const proof = await findOwnProof(node, leaf)
  return {
    state: node.state,
    origin: node.logSigner(log).name,
    leaf,
    proof: proof === null ? null : await checked(node, node.state, leaf, proof),
  }
}

async function givenProof({ db }: Node, digest: string): Promise<LogProof | null> {
  const text = (await findProofs(db, [digest])).get(digest)
  const parsed = text === undefined ? null : parseProof(text)
  return parsed?.ok === true ? parsed.proof : null
}

/** Checks the signature of the head by the keys that the lists of that State name, and that the proof leads to it. */
async function checked(node: Node, state: string, leaf: string, proof: LogProof): Promise<CheckedProof> {
  const verifiers = logVerifiersIn(await listsOf(node.db, state))
  const head = openCheckpointOfAny(Buffer.from(proof.checkpoint), verifiers)
  const { index } = proof
  if (!head.ok) return { index, size: null, isGood: false }
  const isGood = leadsTo(proof, Buffer.from(leaf, 'hex'), head.checkpoint) === null
  return { index, size: head.checkpoint.size, isGood }
}
