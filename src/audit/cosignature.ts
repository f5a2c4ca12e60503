import { createPublicKey, sign, verify } from 'node:crypto'
import { type Result, refuse } from '../message/refusal.ts'
import { type NoteSigner, type NoteVerifier, noteVerifier, splitNote } from './note.ts'

const timeBytes = 8
const signatureBytes = 64

/** A witness says that at this time the largest tree of that log which it had seen was the one of the note. */
export interface Cosignature {
  readonly witness: NoteVerifier
  readonly at: Date
  /** The signature line, with its newline, as it stands in the note. */
  readonly line: string
}

/** What an Ed25519 cosignature is made over: whole seconds, and the text of the note (C2SP tlog-cosignature). */
function cosignedText(seconds: bigint, text: string): Buffer {
  return Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`)
}

/**
 * Cosigns a checkpoint whose signature and growth were verified: the signature line, with its newline.
 *
 * @param text - of the note, which ends in a newline
 * @throws TypeError when the key is not an Ed25519 key
 */
export function cosign(text: string, { name, privateKey }: NoteSigner, at: Date): string {
  const { id } = noteVerifier(name, createPublicKey(privateKey), 'cosignature')
  const seconds = BigInt(Math.floor(at.getTime() / 1000))
  const time = Buffer.alloc(timeBytes)
  time.writeBigUInt64BE(seconds)
  const signature = sign(null, cosignedText(seconds, text), privateKey)
  return `— ${name} ${Buffer.concat([Buffer.from(id, 'hex'), time, signature]).toString('base64')}\n`
}

/**
 * The cosignatures of known witnesses on a note, in its order; lines of others are passed over. Refuses as `splitNote`
 * does, and with SIGNATURE_INVALID where one of a known witness does not verify, stands there twice, or has no time.
 */
export function cosignaturesOn(
  note: Uint8Array,
  witnesses: readonly NoteVerifier[],
): Result<{ cosignatures: readonly Cosignature[] }> {
  const split = splitNote(note)
  if (!split.ok) return split
  const cosignatures: Cosignature[] = []
  for (const { name, id, signature } of split.lines) {
    const witness = witnesses.find((one) => one.kind === 'cosignature' && one.name === name && one.id === id)
    if (witness === undefined) continue
    const at = cosignedAt(split.text, witness, signature)
    if (at === null || cosignatures.some((one) => one.witness === witness)) {
      return refuse('SIGNATURE_INVALID', { detail: `the cosignature of ${name} is wrong` })
    }
    const encoded = Buffer.concat([Buffer.from(id, 'hex'), signature]).toString('base64')
    cosignatures.push({ witness, at, line: `— ${name} ${encoded}\n` })
  }
  return { ok: true, cosignatures }
}

/** When that witness cosigned; null where the signature is not its own. */
function cosignedAt(text: string, { publicKey }: NoteVerifier, signature: Uint8Array): Date | null {
  if (signature.length !== timeBytes + signatureBytes) return null
  const seconds = Buffer.from(signature).readBigUInt64BE()
  const at = new Date(Number(seconds) * 1000)
  // A date beyond what a Date can hold is of no clock; no time at all is for subtrees only.
  if (seconds === 0n || Number.isNaN(at.getTime())) return null
  return verify(null, cosignedText(seconds, text), publicKey, signature.subarray(timeBytes)) ? at : null
}
