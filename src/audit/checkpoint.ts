import { createPublicKey } from 'node:crypto'
import { type Result, refuse } from '../message/refusal.ts'
import { type NoteSigner, type NoteVerifier, noteVerifier, openNote, signNote } from './note.ts'
import { type Hash, hashBytes } from './tree.ts'

/** The head of a log: whose it is, how many entries it has, and the root of its tree. */
export interface Checkpoint {
  readonly origin: string
  readonly size: number
  readonly root: Hash
}

/** The text that is signed: exactly three lines (C2SP tlog-checkpoint), without extension lines. */
function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`
}

/** Signs the head of a log; the name of the signer is the origin. */
export function signCheckpoint(size: number, root: Hash, signer: NoteSigner): string {
  return signNote(checkpointText({ origin: signer.name, size, root }), [signer])
}

/** The same where a log of that name may have had one of several keys. Refuses with what the last of them is refused with. */
export function openCheckpointOfAny(
  bytes: Uint8Array,
  keys: readonly NoteVerifier[],
): Result<{ checkpoint: Checkpoint; verifier: NoteVerifier }> {
  let last: Result<{ checkpoint: Checkpoint; verifier: NoteVerifier }> = refuse('SIGNATURE_INVALID', {
    detail: 'no key is known',
  })
  for (const verifier of keys) {
    const opened = openCheckpoint(bytes, verifier)
    last = opened.ok ? { ...opened, verifier } : opened
    if (last.ok) return last
  }
  return last
}

/**
 * Opens a checkpoint of the log whose verifier is given; lines of other signers (witnesses) may stand beside.
 * Refuses as `openNote` does, and with CHECKPOINT_INVALID what is not exactly the three lines of this log.
 */
export function openCheckpoint(bytes: Uint8Array, log: NoteVerifier): Result<{ checkpoint: Checkpoint }> {
  const note = openNote(bytes, [log])
  if (!note.ok) return note
  const [origin = '', size = '', root = ''] = note.text.split('\n')
  const checkpoint = { origin, size: Number(size), root: Buffer.from(root, 'base64') }
  // What reads back as the same text had the exact form: no leading zero, no odd base64, no fourth line.
  const exact =
    checkpointText(checkpoint) === note.text &&
    Number.isSafeInteger(checkpoint.size) &&
    /^[0-9]+$/.test(size) &&
    checkpoint.root.length === hashBytes
  if (!exact)
    return refuse('CHECKPOINT_INVALID', { detail: 'a checkpoint is three lines: origin, size, root' })
  if (origin !== log.name) {
    return refuse('CHECKPOINT_INVALID', { detail: `the checkpoint is of ${origin}`, expected: [log.name] })
  }
  return { ok: true, checkpoint }
}

/** Opens what the node with this key says to have signed, or is told that it has. Refuses as `openCheckpoint` does. */
export function openOwnCheckpoint(
  bytes: Uint8Array,
  { name, privateKey }: NoteSigner,
): Result<{ checkpoint: Checkpoint }> {
  return openCheckpoint(bytes, noteVerifier(name, createPublicKey(privateKey)))
}
