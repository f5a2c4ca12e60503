import { type Result, refuse } from '../message/refusal.ts'
import { type Checkpoint, openCheckpoint } from './checkpoint.ts'
import { type NoteVerifier, noteLimits, splitNote } from './note.ts'
import { showsOtherBeginning, verifyConsistency } from './consistency.ts'
import { type Hash, emptyRoot, hashBytes, sameHash } from './tree.ts'

/** No consistency proof is longer (C2SP tlog-witness). */
const proofHashesMax = 63

/** What a log asks of a witness: to cosign a checkpoint, which begins with the tree that the witness cosigned last. */
export interface AddCheckpoint {
  /** Size of the tree that the witness is thought to have cosigned last; 0 for none. */
  readonly oldSize: number
  readonly proof: readonly Hash[]
  /** The whole note, verbatim. */
  readonly checkpoint: string
}

/** Bytes of a request at most: the longest note, and the longest proof. */
export const addCheckpointBytesMax = noteLimits.bytesMax + 4096

/** Writes the body of a request to `add-checkpoint` (C2SP tlog-witness). */
export function encodeAddCheckpoint({ oldSize, proof, checkpoint }: AddCheckpoint): string {
  const lines = proof.map((hash) => `${Buffer.from(hash).toString('base64')}\n`)
  return `old ${oldSize}\n${lines.join('')}\n${checkpoint}`
}

/** Reads the body of a request. Refuses with WITNESS_REQUEST_INVALID anything that we would not write so. */
export function parseAddCheckpoint(body: Uint8Array): Result<{ asked: AddCheckpoint; origin: string }> {
  const invalid = refuse('WITNESS_REQUEST_INVALID', { detail: 'not the body of add-checkpoint' })
  if (body.length > addCheckpointBytesMax) return invalid
  const text = Buffer.from(body).toString('utf8')
  const end = text.indexOf('\n\n')
  if (end < 0 || !text.startsWith('old ')) return invalid
  const [old = '', ...encoded] = text.slice(0, end).split('\n')
  const proof = encoded.map((line) => Buffer.from(line, 'base64'))
  const asked = { oldSize: Number(old.slice('old '.length)), proof, checkpoint: text.slice(end + 2) }
  const isExact =
    Number.isSafeInteger(asked.oldSize) &&
    asked.oldSize >= 0 &&
    proof.length <= proofHashesMax &&
    proof.every((hash) => hash.length === hashBytes) &&
    Buffer.from(encodeAddCheckpoint(asked)).equals(body)
  const split = isExact ? splitNote(Buffer.from(asked.checkpoint)) : null
  if (split?.ok !== true) return invalid
  const [origin = ''] = split.text.split('\n')
  return { ok: true, asked, origin }
}

/** What a witness remembers of a log: the largest tree that it has cosigned. */
export interface Witnessed {
  readonly size: number
  readonly root: Hash
}

/** Opens the checkpoint that is asked about. Refuses with WITNESS_NOT_SIGNED or WITNESS_REQUEST_INVALID. */
export function openSubmitted(
  { checkpoint }: AddCheckpoint,
  log: NoteVerifier,
): Result<{ checkpoint: Checkpoint }> {
  const opened = openCheckpoint(Buffer.from(checkpoint), log)
  return opened.ok ? opened : notSigned(opened.code, opened.detail)
}

/**
 * Judges, in the order of C2SP tlog-witness, whether a witness may cosign a checkpoint that its log has signed: the old
 * size is what was cosigned last, and the tree begins with the one of then. Refuses with WITNESS_REQUEST_INVALID,
 * WITNESS_SIZE_DIFFERS (expected: the size), or WITNESS_NOT_GROWN.
 *
 * @param witnessed - null where nothing of that log was cosigned yet
 */
export function judgeGrowth(
  { oldSize, proof }: AddCheckpoint,
  { size, root }: Checkpoint,
  witnessed: Witnessed | null,
): Result<object> {
  const { size: knownSize, root: knownRoot } = witnessed ?? { size: 0, root: emptyRoot }
  if (oldSize > size) {
    return refuse('WITNESS_REQUEST_INVALID', {
      detail: 'the old size is greater than that of the checkpoint',
    })
  }
  if (oldSize !== knownSize) return refuse('WITNESS_SIZE_DIFFERS', { expected: [String(knownSize)] })
  if (size === 0 && !sameHash(root, emptyRoot)) {
    return refuse('WITNESS_NOT_GROWN', { detail: 'a tree without leaves has another root' })
  }
  if (!verifyConsistency({ from: oldSize, fromRoot: knownRoot, to: size, toRoot: root, proof })) {
    return refuse('WITNESS_NOT_GROWN', {
      detail: `the tree of ${size} does not begin with the one of ${oldSize} that was cosigned`,
    })
  }
  return { ok: true }
}

/**
 * Whether a checkpoint that its log has signed, and that was refused as not grown, is by itself proof of another past than the one that
 * was cosigned: it has the same size and another root, or the proof that came with it leads from another root to its own. What only
 * lacks a proof shows nothing: a checkpoint is public, and whoever brings it may bring any proof with it.
 */
export function showsOtherPast(
  { oldSize, proof }: AddCheckpoint,
  { size, root }: Checkpoint,
  { size: knownSize, root: knownRoot }: Witnessed,
): boolean {
  if (oldSize !== knownSize) return false
  if (size === knownSize) return !sameHash(root, knownRoot)
  return showsOtherBeginning({ from: oldSize, fromRoot: knownRoot, to: size, toRoot: root, proof })
}

function notSigned(code: string, detail = ''): Result<never> {
  return code === 'CHECKPOINT_INVALID' || code === 'NOTE_INVALID'
    ? refuse('WITNESS_REQUEST_INVALID', { detail })
    : refuse('WITNESS_NOT_SIGNED', { detail: detail === '' ? 'the log has not signed this' : detail })
}
