import { type Result, refuse } from '../message/refusal.ts'
import { type LogFile, bundlePath, tileWidth } from './tile.ts'

/** Greatest length of an entry in bytes: it is written in 16 bits (C2SP tlog-tiles). */
export const entryBytesMax = 65_535

/**
 * Writes a bundle of entries: each behind its length in two bytes, the high one first (C2SP tlog-tiles).
 *
 * @throws RangeError when an entry is longer than 65,535 bytes
 */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  const parts: Uint8Array[] = []
  for (const entry of entries) {
    if (entry.length > entryBytesMax) throw new RangeError(`an entry has ${entry.length} bytes`)
    parts.push(Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry)
  }
  return Buffer.concat(parts)
}

/** Reads a bundle of exactly `width` entries. Refuses with LOG_TILE_INVALID when anything lacks or is left over. */
export function decodeBundle(bytes: Uint8Array, width: number): Result<{ entries: Uint8Array[] }> {
  const entries: Uint8Array[] = []
  let at = 0
  for (; entries.length < width;) {
    const start = at + 2
    const length = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
    if (start + length > bytes.length) {
      return refuse('LOG_TILE_INVALID', { detail: `the bundle ends within entry ${entries.length}` })
    }
    entries.push(bytes.subarray(start, start + length))
    at = start + length
  }
  if (at !== bytes.length)
    return refuse('LOG_TILE_INVALID', { detail: 'the bundle goes on after its last entry' })
  return { ok: true, entries }
}

/** What growing gives: the bundles that became full for ever, and the partial one of the new size, if any. */
export interface BundleGrowth {
  readonly full: readonly LogFile[]
  readonly partial: LogFile | null
}

/**
 * Appends entries to the bundles of a log.
 *
 * @param size - of the log before
 * @param held - the entries of its partial bundle: the last `size` mod 256
 * @throws RangeError when `held` has not that many
 */
export function growBundles(
  size: number,
  held: readonly Uint8Array[],
  entries: readonly Uint8Array[],
): BundleGrowth {
  if (held.length !== size % tileWidth)
    throw new RangeError(`${held.length} entries do not end a log of ${size}`)
  const row = [...held, ...entries]
  const full: LogFile[] = []
  let index = Math.floor(size / tileWidth)
  let at = 0
  for (; row.length - at >= tileWidth; at += tileWidth, index += 1) {
    full.push({ path: bundlePath(index, tileWidth), bytes: encodeBundle(row.slice(at, at + tileWidth)) })
  }
  const rest = row.slice(at)
  const partial =
    rest.length === 0 ? null : { path: bundlePath(index, rest.length), bytes: encodeBundle(rest) }
  return { full, partial }
}
