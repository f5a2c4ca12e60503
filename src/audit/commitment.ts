import { hash } from 'node:crypto'
import { type Result, refuse } from '../message/refusal.ts'

/** Bytes of a salt. */
export const saltBytes = 32

const domain = Buffer.from('rogatory-commit/v1\0')

/**
 * A commitment to a value: SHA-256 over `rogatory-commit/v1`, 0x00, the salt and the canonical JSON of the value, in
 * hex. Without the salt nobody can guess what was committed to; whoever destroys the salt erases the value.
 *
 * @param text - the canonical JSON (RFC 8785) of the value
 * @throws RangeError when the salt has not 32 bytes
 */
export function commit(salt: Uint8Array, text: string): string {
  if (salt.length !== saltBytes) throw new RangeError(`a salt has ${saltBytes} bytes, not ${salt.length}`)
  return hash('sha256', Buffer.concat([domain, salt, Buffer.from(text)]))
}

/** What opens a commitment of an entry. It is kept beside the log, and destroyed when the value is erased. */
export interface Secret {
  readonly field: 'actor' | 'details'
  /** 32 bytes as base64url. */
  readonly salt: string
  /** The value as canonical JSON. */
  readonly text: string
}

/** Checks that a secret opens a commitment. Refuses with COMMITMENT_MISMATCH. */
export function openCommitment(
  commitment: string,
  { salt, text }: Pick<Secret, 'salt' | 'text'>,
): Result<object> {
  const bytes = Buffer.from(salt, 'base64url')
  const opens =
    bytes.length === saltBytes && bytes.toString('base64url') === salt && commit(bytes, text) === commitment
  return opens
    ? { ok: true }
    : refuse('COMMITMENT_MISMATCH', { detail: 'the value is not what was committed to' })
}
