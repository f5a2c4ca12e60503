import { hashBytes } from '../../audit/tree.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'
import { readStrict } from '../../message/strict.ts'
import {
  type Commitment,
  type Whole,
  bytesIn,
  commitmentIn,
  isCount,
  isDigest,
  membersOf,
  partsMax,
  saltIn,
  wholeIn,
} from './commitment.ts'
import { lineBytesMax } from './lines.ts'
import { pieceBytes } from './pieces.ts'

/** The first line of a disclosure: of which original it is, and, where that is told, size and hash of all of it. */
export interface Heading {
  readonly commitment: Commitment
  readonly whole: (Whole & { readonly salt: Buffer }) | null
}

/** A piece of a part that is shown. */
export interface ShownPiece {
  readonly kind: 'shown'
  /** Of the first piece of a part: which part, its salt, and of a page its name. */
  readonly begins: { readonly part: number; readonly salt: Buffer; readonly name: string | null } | null
  readonly bytes: Buffer
  readonly isLast: boolean
}

/** Parts that are withheld, and the hashes of the subtrees of which they consist. */
export interface WithheldRun {
  readonly kind: 'withheld'
  readonly first: number
  readonly last: number
  readonly hashes: readonly Buffer[]
}

/** Bytes of the name of a page at most. */
export const nameBytesMax = 255

const lineLimits = { bytesMax: lineBytesMax, depthMax: 4 } as const

/** The first line of a disclosure, or null where it is not one. */
export function headingIn(line: Uint8Array): Heading | null {
  const read = readStrict(line, lineLimits)
  if (!read.ok) return null
  const plain = membersOf(read.value, ['commitment', 'v'])
  const telling = membersOf(read.value, ['commitment', 'v', 'whole'])
  const commitment = commitmentIn((plain ?? telling)?.commitment)
  if (commitment === null || (plain ?? telling)?.v !== 1) return null
  if (telling === null) return { commitment, whole: null }
  const whole = saltedWhole(telling.whole)
  return whole === null ? null : { commitment, whole }
}

function saltedWhole(value: JsonValue): Heading['whole'] {
  const members = membersOf(value, ['bytes', 'salt', 'sha256'])
  const salt = saltIn(members?.salt)
  const whole = members === null ? null : wholeIn({ bytes: members.bytes, sha256: members.sha256 })
  return whole === null || salt === null ? null : { ...whole, salt }
}

/** What a further line of a disclosure says, or null where it is none. */
export function statementIn(line: Uint8Array): ShownPiece | WithheldRun | null {
  const read = readStrict(line, lineLimits)
  if (!read.ok || read.value === null || typeof read.value !== 'object' || Array.isArray(read.value))
    return null
  return 'withheld' in read.value ? withheldIn(read.value) : shownIn(read.value)
}

function withheldIn(value: JsonObject): WithheldRun | null {
  const members = membersOf(value, ['hashes', 'withheld'])
  if (members === null || !Array.isArray(members.hashes) || !Array.isArray(members.withheld)) return null
  const [first, last, ...more] = members.withheld
  if (!isCount(first, 1, partsMax) || !isCount(last, first, partsMax) || more.length > 0) return null
  const hashes = members.hashes.filter(isDigest).map((text) => Buffer.from(text, 'hex'))
  const areHashes =
    hashes.length === members.hashes.length && hashes.every(({ length }) => length === hashBytes)
  return areHashes ? { kind: 'withheld', first, last, hashes } : null
}

function shownIn({ content, more, ...head }: JsonObject): ShownPiece | null {
  const bytes = bytesIn(content)
  const isLast = more === undefined
  if (bytes === null || (!isLast && more !== true)) return null
  // One form for each part: every piece but its last is full.
  if (isLast ? bytes.length > pieceBytes : bytes.length !== pieceBytes) return null
  if (Object.keys(head).length === 0) return { kind: 'shown', begins: null, bytes, isLast }
  const named = membersOf(head, ['name', 'part', 'salt'])
  const members = named ?? membersOf(head, ['part', 'salt'])
  const salt = saltIn(members?.salt)
  const part = members?.part
  if (salt === null || !isCount(part, 1, partsMax)) return null
  const name = named?.name ?? null
  if (name !== null && (typeof name !== 'string' || Buffer.byteLength(name) > nameBytesMax)) return null
  return { kind: 'shown', begins: { part, salt, name }, bytes, isLast }
}
