import { type KeyObject, createPublicKey, hash, sign, verify } from 'node:crypto'
import { type Result, refuse } from '../message/refusal.ts'

/** Type bytes of Ed25519 keys: of notes as they are, and of cosignatures, which have a time (C2SP signed-note, tlog-cosignature). */
const typeBytes = { note: 0x01, cosignature: 0x04 } as const
const publicKeyBytes = 32
const signatureBytes = 64

/** What a key signs. A key of one kind says nothing by the other. */
export type NoteKeyKind = keyof typeof typeBytes

/** Bounds of a note. C2SP asks for at least 16 signatures, of which post-quantum ones have nearly 5 kB. */
export const noteLimits = { bytesMax: 256 * 1024, signaturesMax: 32, nameMax: 200 } as const

/** Who signs notes: the key name (the origin of a log) and an Ed25519 private key. */
export interface NoteSigner {
  readonly name: string
  readonly privateKey: KeyObject
}

/** Whose signature is known: the key name, the key ID (8 hex digits) and an Ed25519 public key. */
export interface NoteVerifier {
  readonly name: string
  readonly id: string
  readonly kind: NoteKeyKind
  readonly publicKey: KeyObject
}

/** A key name is not empty and holds neither white space nor plus (C2SP signed-note). */
export function isKeyName(name: string): boolean {
  return name.length <= noteLimits.nameMax && /^[^\s+\p{Cc}\p{Z}]+$/u.test(name)
}

/** The raw 32 bytes of an Ed25519 key. */
function rawPublicKey(key: KeyObject): Uint8Array {
  const { crv, x } = key.export({ format: 'jwk' })
  if (crv !== 'Ed25519' || x === undefined) throw new TypeError('a note is signed with an Ed25519 key')
  return Buffer.from(x, 'base64url')
}

/** The name of a key that has no certificate: SHA-256 (hex) of its 32 bytes. Throws TypeError for another than Ed25519. */
export function publicKeyDigest(key: KeyObject): string {
  return hash('sha256', rawPublicKey(key))
}

/** Key ID: the first four bytes of SHA-256 over name, newline, type byte and public key, as 8 hex digits. */
function keyId(name: string, kind: NoteKeyKind, raw: Uint8Array): string {
  const named = Buffer.concat([Buffer.from(`${name}\n`), Uint8Array.of(typeBytes[kind]), raw])
  return hash('sha256', named).slice(0, 8)
}

/**
 * Who verifies notes of this name and key.
 *
 * @throws TypeError when the name is not a key name or the key is not an Ed25519 key
 */
export function noteVerifier(name: string, publicKey: KeyObject, kind: NoteKeyKind = 'note'): NoteVerifier {
  if (!isKeyName(name)) throw new TypeError(`${JSON.stringify(name)} is not the name of a note key`)
  return { name, id: keyId(name, kind, rawPublicKey(publicKey)), kind, publicKey }
}

// A verifier is never changed once it is made; those of all peers are written for each head that the node signs.
const texts = new WeakMap<NoteVerifier, string>()

/** The text form of a verifier: `<name>+<key id>+<base64 of type and key>`, as in `keys/log.vkey`. */
export function encodeVerifierKey(verifier: NoteVerifier): string {
  const known = texts.get(verifier)
  if (known !== undefined) return known
  const { name, id, kind, publicKey } = verifier
  const key = Buffer.concat([Uint8Array.of(typeBytes[kind]), rawPublicKey(publicKey)])
  const text = `${name}+${id}+${key.toString('base64')}`
  texts.set(verifier, text)
  return text
}

/**
 * Reads the text form of a verifier of that kind. Refuses with VERIFIER_KEY_INVALID anything that we would not write so,
 * and keys of another kind.
 */
export function parseVerifierKey(
  text: string,
  kind: NoteKeyKind = 'note',
): Result<{ verifier: NoteVerifier }> {
  const [, name = '', id = '', encoded = ''] =
    /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(text) ?? []
  const key = Buffer.from(encoded, 'base64')
  if (key.length !== 1 + publicKeyBytes || key[0] !== typeBytes[kind] || !isKeyName(name)) {
    return refuse('VERIFIER_KEY_INVALID', { detail: `not the text of an Ed25519 ${kind} key` })
  }
  const x = key.subarray(1).toString('base64url')
  const verifier = noteVerifier(
    name,
    createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }),
    kind,
  )
  if (verifier.id !== id)
    return refuse('VERIFIER_KEY_INVALID', { detail: 'the key ID is not that of the key' })
  return { ok: true, verifier }
}

// A key is never changed once it is read; a log is signed with the same one many times a second.
const ownKeyIds = new WeakMap<KeyObject, Map<string, string>>()

/** The key ID of a signer. Throws as `noteVerifier`. */
function ownKeyId(name: string, privateKey: KeyObject): string {
  const ids = ownKeyIds.get(privateKey) ?? new Map<string, string>()
  const id = ids.get(name) ?? noteVerifier(name, createPublicKey(privateKey)).id
  ownKeyIds.set(privateKey, ids.set(name, id))
  return id
}

/** A text can be a note where it ends in a newline and holds no other control characters. */
function isNoteText(text: string): boolean {
  return text.endsWith('\n') && !/[^\P{Cc}\n]|\p{Surrogate}/u.test(text)
}

/**
 * Signs a text as a note (C2SP signed-note) with Ed25519.
 *
 * @param text - ends in a newline
 * @throws TypeError when the text cannot be a note or the key is not an Ed25519 key
 */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  if (!isNoteText(text))
    throw new TypeError('the text of a note ends in a newline and has no control characters')
  const lines = signers.map(({ name, privateKey }) => {
    const id = ownKeyId(name, privateKey)
    const signature = Buffer.concat([Buffer.from(id, 'hex'), sign(null, Buffer.from(text), privateKey)])
    return `— ${name} ${signature.toString('base64')}\n`
  })
  return `${text}\n${lines.join('')}`
}

/** A signature line of a note: the key that it names, and what stands after the key ID. */
export interface SignatureLine {
  readonly name: string
  readonly id: string
  readonly signature: Uint8Array
}

/**
 * Opens a note. Refuses with NOTE_INVALID what is not in the exact form, with SIGNATURE_INVALID when no signature is
 * of a known key, when one of a known key does not verify, or when a known key signs twice. Signatures of unknown
 * keys are passed over, as C2SP demands.
 *
 * @returns the text, which ends in a newline, and the known verifiers whose signatures it carries
 */
export function openNote(
  bytes: Uint8Array,
  known: readonly NoteVerifier[],
): Result<{ text: string; signedBy: NoteVerifier[] }> {
  const split = splitNote(bytes)
  if (!split.ok) return split
  const signedBy: NoteVerifier[] = []
  for (const { name, id, signature } of split.lines) {
    const verifier = known.find((one) => one.kind === 'note' && one.name === name && one.id === id)
    if (verifier === undefined) continue
    const good =
      signature.length === signatureBytes &&
      verify(null, Buffer.from(split.text), verifier.publicKey, signature)
    if (!good || signedBy.includes(verifier)) {
      return refuse('SIGNATURE_INVALID', { detail: `the signature of ${name} is wrong` })
    }
    signedBy.push(verifier)
  }
  if (signedBy.length === 0) return refuse('SIGNATURE_INVALID', { detail: 'no signature is of a known key' })
  return { ok: true, text: split.text, signedBy }
}

/** The text of a note and its signature lines, of which none is verified. Refuses with NOTE_INVALID. */
export function splitNote(bytes: Uint8Array): Result<{ text: string; lines: SignatureLine[] }> {
  if (bytes.length > noteLimits.bytesMax) return refuse('NOTE_INVALID', { detail: 'the note is too long' })
  const note = Buffer.from(bytes).toString('utf8')
  // Bytes that are not UTF-8 do not come back as they were.
  if (!Buffer.from(note).equals(bytes) || !isNoteText(note)) {
    return refuse('NOTE_INVALID', { detail: 'the note is not text that ends in a newline' })
  }
  const at = note.lastIndexOf('\n\n')
  const text = note.slice(0, at + 1)
  const rest = note.slice(at + 2, -1).split('\n')
  if (at < 1 || rest.length > noteLimits.signaturesMax) {
    return refuse('NOTE_INVALID', { detail: 'the note has no text, or too many signatures' })
  }
  const lines: SignatureLine[] = []
  for (const line of rest) {
    const [, name = '', encoded = ''] = /^— (\S+) ([A-Za-z0-9+/]+={0,2})$/.exec(line) ?? []
    const decoded = Buffer.from(encoded, 'base64')
    if (!isKeyName(name) || decoded.length <= 4 || decoded.toString('base64') !== encoded) {
      return refuse('NOTE_INVALID', { detail: 'a signature line has not the exact form' })
    }
    lines.push({ name, id: decoded.toString('hex', 0, 4), signature: decoded.subarray(4) })
  }
  return { ok: true, text, lines }
}
