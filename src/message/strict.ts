import { canonicalText } from './canonical.ts'
import type { JsonValue } from './json.ts'
import { messageLimits, type ReadLimits } from './limits.ts'
import { type Result, refuse } from './refusal.ts'

/** What a byte of JSON text is to whoever counts how deep it goes. */
const [quote, backslash, opener, closer] = [1, 2, 3, 4]
const kindOfByte = new Uint8Array(256)
kindOfByte['"'.charCodeAt(0)] = quote
kindOfByte['\\'.charCodeAt(0)] = backslash
for (const sign of '[{') kindOfByte[sign.charCodeAt(0)] = opener
for (const sign of ']}') kindOfByte[sign.charCodeAt(0)] = closer

/** A byte order mark is kept, so that JSON.parse refuses it; bytes that are not UTF-8 are never replaced. */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Reads bytes that must be canonical JSON (RFC 8785). Comparing with the canonical text is one check that kills
 * duplicate and escaped keys, other spellings of numbers, white space and lone surrogates, so that a value has
 * exactly one spelling. Refuses with JSON_TOO_LARGE, JSON_TOO_DEEP, JSON_INVALID or JSON_NOT_CANONICAL.
 */
export function readStrict(
  bytes: Uint8Array,
  readLimits: ReadLimits = messageLimits,
): Result<{ value: JsonValue }> {
  const read = readBounded(bytes, readLimits)
  if (!read.ok) return read
  if (!isCanonical(read.value, read.text)) return refuse('JSON_NOT_CANONICAL')
  return { ok: true, value: read.value }
}

/**
 * Reads bytes that somebody else's program has written as JSON, in whatever spelling; two members of one name are the last of
 * them. Refuses with JSON_TOO_LARGE, JSON_TOO_DEEP or JSON_INVALID. Nothing that is signed is read so.
 */
export function readForeign(bytes: Uint8Array, readLimits: ReadLimits): Result<{ value: JsonValue }> {
  const read = readBounded(bytes, readLimits)
  return read.ok ? { ok: true, value: read.value } : read
}

/**
 * The same of words that are to be kept here and signed: refuses with JSON_INVALID, a place and why also what has no canonical text
 * (RFC 8785), for there would be no digest of it.
 */
export function readForeignWords(bytes: Uint8Array, readLimits: ReadLimits): Result<{ value: JsonValue }> {
  const read = readForeign(bytes, readLimits)
  const fault = read.ok ? faultIn(read.value, '') : null
  return fault === null ? read : refuse('JSON_INVALID', fault)
}

/** The first text, name of a member or number of which there is no canonical text; null: there is none. */
function faultIn(
  value: JsonValue,
  pointer: string,
): { readonly pointer: string; readonly detail: string } | null {
  if (typeof value === 'string')
    return isWellFormed(value) ? null : { pointer, detail: 'a text is not well-formed Unicode' }
  if (typeof value === 'number')
    return Number.isFinite(value) ? null : { pointer, detail: 'a number is too large' }
  if (value === null || typeof value !== 'object') return null
  for (const [name, each] of Object.entries(value)) {
    if (!isWellFormed(name)) return { pointer, detail: 'the name of a member is not well-formed Unicode' }
    const fault = faultIn(each, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    if (fault !== null) return fault
  }
  return null
}

/** Whether it has no half of a surrogate pair alone, which JSON can spell and UTF-8 cannot. */
function isWellFormed(text: string): boolean {
  return !/\p{Cs}/u.test(text)
}

function readBounded(
  bytes: Uint8Array,
  readLimits: ReadLimits,
): Result<{ readonly value: JsonValue; readonly text: string }> {
  if (bytes.length > readLimits.bytesMax) return refuse('JSON_TOO_LARGE')
  // Before the parser: a megabyte of "[" must cost a scan and not a stack.
  if (isDeeper(bytes, readLimits.depthMax)) return refuse('JSON_TOO_DEEP')
  const read = parse(bytes)
  return read === null ? refuse('JSON_INVALID') : { ok: true, ...read }
}

/** Whether objects and lists stand in each other more than `depthMax` times; stops at the first that does. */
function isDeeper(bytes: Uint8Array, depthMax: number): boolean {
  let depth = 0
  let isInString = false
  for (let place = 0; place < bytes.length; place += 1) {
    const kind = kindOfByte[bytes[place] ?? 0]
    if (kind === 0) continue
    if (isInString) {
      if (kind === backslash) place += 1
      else if (kind === quote) isInString = false
    } else if (kind === quote) isInString = true
    else if (kind === opener) {
      depth += 1
      if (depth > depthMax) return true
    } else if (kind === closer) depth -= 1
  }
  return false
}

function parse(bytes: Uint8Array): { text: string; value: JsonValue } | null {
  try {
    const text = decoder.decode(bytes)
    return { text, value: JSON.parse(text) as JsonValue }
  } catch {
    return null
  }
}

/**
 * Nearly every message is found canonical without being written anew: JSON.stringify spells numbers and strings as
 * RFC 8785 does, so a text that it gives back is canonical where its members are in order. What it could spell
 * otherwise (an escape, a member that looks like an index) is left to the canonicaliser, which alone refuses.
 */
function isCanonical(value: JsonValue, text: string): boolean {
  if (!text.includes('\\u') && JSON.stringify(value) === text && isInOrder(value)) return true
  try {
    return canonicalText(value) === text
  } catch {
    // A lone surrogate, or a number that overflowed to infinity: no canonical text exists.
    return false
  }
}

/** Whether the members of every object stand in the order of their UTF-16 code units (RFC 8785 section 3.2.3). */
function isInOrder(value: JsonValue): boolean {
  if (value === null || typeof value !== 'object') return true
  if (Array.isArray(value)) return value.every(isInOrder)
  let before = ''
  let isFirst = true
  for (const name in value) {
    if (!isFirst && name <= before) return false
    if (!isInOrder(value[name] ?? null)) return false
    before = name
    isFirst = false
  }
  return true
}
