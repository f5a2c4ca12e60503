import { hash } from 'node:crypto'
import { type Hash, leafHash } from '../../audit/tree.ts'
import { canonicalBytes } from '../../message/canonical.ts'
import type { JsonValue } from '../../message/json.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { readStrict } from '../../message/strict.ts'

/** How an original is cut: text by its line feeds, a folder by its files, or any file into blocks of one size. */
export type Cut =
  { readonly by: 'lines' } | { readonly by: 'pages' } | { readonly by: 'blocks'; readonly bytes: number }

/** What a State says of an original before anybody chooses from it: it binds every part, and tells of none. */
export interface Commitment {
  readonly v: 1
  readonly cut: Cut
  /** How many parts the original has. */
  readonly parts: number
  /** Root of the tree over its parts (RFC 9162 section 2.1.1), in hex. */
  readonly root: string
  /** Salted digest of size and SHA-256 of the original as a whole, in hex. */
  readonly whole: string
}

/** Size and SHA-256 (hex) of an original: of all its parts, one after the other. */
export interface Whole {
  readonly bytes: number
  readonly sha256: string
}

/** What opens a commitment. Whoever has it and guesses what a part says can tell that it does: it is handed to nobody. */
export interface Openings {
  readonly v: 1
  /** SHA-256 of the commitment, in hex. */
  readonly commitment: string
  /** 32 random bytes in base64url, from which the salts follow. */
  readonly seed: string
  readonly whole: Whole
}

/** Parts that an original may have: ten million lines, and some. */
export const partsMax = 100_000_000

/** Bytes of a block, at least and at most. */
export const blockBytes = { min: 16, max: 1_048_576 } as const

/** Bytes of the seed of an original and of each salt. */
export const seedBytes = 32

const saltDomain = Buffer.from('rogatory-salt/v1\0')
const partDomain = Buffer.from('rogatory-part/v1\0')
const wholeDomain = Buffer.from('rogatory-whole/v1\0')
const hexDigest = /^[0-9a-f]{64}$/
const documentLimits = { bytesMax: 2_048, depthMax: 3 } as const

/** Bytes of a block of SHA-256. */
const hashBlockBytes = 64

/**
 * The salts that follow from a seed, by position: HMAC-SHA-256 under the seed over `rogatory-salt/v1`, 0x00 and the position
 * in 8 bytes. One that is shown tells nothing of another, and ten million of them need not be kept. Positions are counted
 * from 1; 0 is the original as a whole.
 */
export function saltsOf(seed: Uint8Array): (position: number) => Buffer {
  if (seed.length !== seedBytes) throw new RangeError(`a seed has ${seedBytes} bytes, not ${seed.length}`)
  // HMAC (RFC 2104) by two plain hashes: an object of the library for each of ten million salts costs four times as much.
  const inner = Buffer.concat([padded(seed, 0x36), saltDomain, Buffer.alloc(8)])
  const outer = Buffer.concat([padded(seed, 0x5c), Buffer.alloc(seedBytes)])
  return (position) => {
    inner.writeBigUInt64BE(BigInt(position), inner.length - 8)
    hash('sha256', inner, 'buffer').copy(outer, hashBlockBytes)
    return hash('sha256', outer, 'buffer')
  }
}

function padded(seed: Uint8Array, pad: number): Buffer {
  const block = Buffer.alloc(hashBlockBytes)
  block.set(seed)
  return block.map((byte) => byte ^ pad) as Buffer
}

/**
 * The leaf of a part: the hash (RFC 9162) of `rogatory-part/v1`, 0x00, the salt, the SHA-256 of the part and, of a page,
 * its name in UTF-8.
 */
export function partLeaf(salt: Uint8Array, sha256: Uint8Array, name = ''): Hash {
  return leafHash(Buffer.concat([partDomain, salt, sha256, Buffer.from(name)]))
}

/** What a commitment says of the whole: SHA-256 of `rogatory-whole/v1`, 0x00, the salt, the size in 8 bytes and the SHA-256. */
export function wholeDigest(salt: Uint8Array, { bytes, sha256 }: Whole): string {
  return hash(
    'sha256',
    Buffer.concat([wholeDomain, salt, inEightBytes(bytes), Buffer.from(sha256, 'hex')]),
    'hex',
  )
}

/** The SHA-256 of a commitment, in hex: that of the file it is kept in. It binds the root, the number of parts and the cut. */
export function digestOfCommitment(commitment: Commitment): string {
  return hash('sha256', canonicalBytes(commitment), 'hex')
}

/** Reads a commitment from its canonical JSON. Refuses with COMMITMENT_INVALID. */
export function readCommitment(bytes: Uint8Array): Result<{ commitment: Commitment }> {
  const read = readStrict(bytes, documentLimits)
  if (!read.ok) return refuse('COMMITMENT_INVALID', { detail: read.code })
  const commitment = commitmentIn(read.value)
  return commitment === null ? refuse('COMMITMENT_INVALID') : { ok: true, commitment }
}

/** The commitment that a value is, or null where it is none. */
export function commitmentIn(value: JsonValue | undefined): Commitment | null {
  const members = membersOf(value, ['cut', 'parts', 'root', 'v', 'whole'])
  if (members === null) return null
  const { v, parts, root, whole } = members
  const cut = cutIn(members.cut)
  if (v !== 1 || cut === null || !isCount(parts, 1, partsMax) || !isDigest(root) || !isDigest(whole))
    return null
  return { v, cut, parts, root, whole }
}

function cutIn(value: JsonValue | undefined): Cut | null {
  const plain = membersOf(value, ['by'])
  if (plain?.by === 'lines' || plain?.by === 'pages') return { by: plain.by }
  const blocks = membersOf(value, ['by', 'bytes'])
  if (blocks?.by !== 'blocks' || !isCount(blocks.bytes, blockBytes.min, blockBytes.max)) return null
  return { by: 'blocks', bytes: blocks.bytes }
}

/** Reads openings from their canonical JSON. Refuses with OPENINGS_INVALID. */
export function readOpenings(bytes: Uint8Array): Result<{ openings: Openings }> {
  const read = readStrict(bytes, documentLimits)
  const members = read.ok ? membersOf(read.value, ['commitment', 'seed', 'v', 'whole']) : null
  const whole = wholeIn(members?.whole)
  if (members?.v !== 1 || whole === null) return refuse('OPENINGS_INVALID')
  const { commitment } = members
  const seed = saltIn(members.seed)?.toString('base64url')
  if (!isDigest(commitment) || seed === undefined) return refuse('OPENINGS_INVALID')
  return { ok: true, openings: { v: 1, commitment, seed, whole } }
}

/** The size and hash that a value is, or null where it is none. */
export function wholeIn(value: JsonValue | undefined): Whole | null {
  const members = membersOf(value, ['bytes', 'sha256'])
  if (members === null || !isCount(members.bytes, 0, Number.MAX_SAFE_INTEGER) || !isDigest(members.sha256))
    return null
  return { bytes: members.bytes, sha256: members.sha256 }
}

/** The 32 bytes that a text in base64url is, in its one form; null where it is something else. */
export function saltIn(value: JsonValue | undefined): Buffer | null {
  const bytes = bytesIn(value)
  return bytes?.length === seedBytes ? bytes : null
}

/** The bytes that a text in base64url is, in its one form; null where it is something else. */
export function bytesIn(value: JsonValue | undefined): Buffer | null {
  if (typeof value !== 'string') return null
  const bytes = Buffer.from(value, 'base64url')
  return bytes.toString('base64url') === value ? bytes : null
}

/** The members of an object that has exactly these, or null. */
export function membersOf<Name extends string>(
  value: JsonValue | undefined,
  names: readonly Name[],
): Readonly<Record<Name, JsonValue>> | null {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null
  const isExact =
    Object.keys(value).length === names.length && names.every((name) => Object.hasOwn(value, name))
  return isExact ? (value as Record<Name, JsonValue>) : null
}

/** Whether a value is a whole number within these bounds. */
export function isCount(value: JsonValue | undefined, min: number, max: number): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max
}

/** Whether a value is a SHA-256 in lower-case hexadecimal. */
export function isDigest(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && hexDigest.test(value)
}

function inEightBytes(number: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(number))
  return bytes
}
