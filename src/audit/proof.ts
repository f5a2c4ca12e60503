import { type Refusal, type Result, refuse } from '../message/refusal.ts'
import { type Checkpoint, openCheckpoint } from './checkpoint.ts'
import { type NoteVerifier, noteLimits } from './note.ts'
import { type Hash, hashBytes, verifyInclusion } from './tree.ts'

const firstLine = 'c2sp.org/tlog-proof@v1'

/** No tree with a safe size is higher. */
const hashesMax = 53

/** That an entry stands in a log: its index, the inclusion proof, and the signed checkpoint as it was published. */
export interface LogProof {
  readonly index: number
  readonly hashes: readonly Hash[]
  /** The whole note, verbatim. */
  readonly checkpoint: string
}

/** Writes a proof as text (C2SP tlog-proof), without extra data. */
export function encodeProof({ index, hashes, checkpoint }: LogProof): string {
  const lines = hashes.map((hash) => `${Buffer.from(hash).toString('base64')}\n`)
  return `${firstLine}\nindex ${index}\n${lines.join('')}\n${checkpoint}`
}

/** Reads the text of a proof. Refuses with LOG_PROOF_INVALID anything that we would not write so. */
export function parseProof(text: string): Result<{ proof: LogProof }> {
  const invalid = refuse('LOG_PROOF_INVALID', { detail: 'not the text of a tlog-proof' })
  if (text.length > noteLimits.bytesMax) return invalid
  const end = text.indexOf('\n\n')
  const [, index = '', ...encoded] = text.slice(0, Math.max(end, 0)).split('\n')
  if (encoded.length > hashesMax) return invalid
  const hashes = encoded.map((line) => Buffer.from(line, 'base64'))
  const proof = { index: Number(index.slice('index '.length)), hashes, checkpoint: text.slice(end + 2) }
  const exact =
    encodeProof(proof) === text &&
    Number.isSafeInteger(proof.index) &&
    proof.index >= 0 &&
    hashes.every((hash) => hash.length === hashBytes)
  return exact ? { ok: true, proof } : invalid
}

/**
 * Verifies that a leaf is in a log: the signature of the checkpoint, then the inclusion proof. Refuses as
 * `openCheckpoint` does, and with LOG_PROOF_INVALID when the proof does not lead from the leaf to the root.
 */
export function verifyProof(
  proof: LogProof,
  leaf: Hash,
  log: NoteVerifier,
): Result<{ checkpoint: Checkpoint }> {
  const opened = openCheckpoint(Buffer.from(proof.checkpoint), log)
  if (!opened.ok) return opened
  return leadsTo(proof, leaf, opened.checkpoint) ?? opened
}

/** Whether a proof leads from a leaf to the root of a checkpoint that was opened. Refuses with LOG_PROOF_INVALID. */
export function leadsTo(
  { index, hashes }: Pick<LogProof, 'index' | 'hashes'>,
  leaf: Hash,
  { size, root }: Checkpoint,
): Refusal | null {
  return verifyInclusion({ leaf, index, size, root, proof: hashes })
    ? null
    : refuse('LOG_PROOF_INVALID', { detail: 'the proof does not lead from the leaf to the root' })
}
