import { type Hash, createHash } from 'node:crypto'
import { type FileHandle, lstat, mkdir, open, rename, rm, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { unlessMissing } from '../unlessMissing.ts'
import { piecesOf } from '../exhibits/pieces.ts'
import { syncFolder } from '../newFile.ts'
import { carrierDraft, openCarrierFile, partsFolder } from './carrierFiles.ts'
import { systemCode } from './systemCode.ts'

/** The largest file that FAT32 takes. */
export const partBytesMax = 4 * 1024 ** 3 - 1

/** A sealed file on a carrier, in parts of so many bytes. */
export interface FileInParts {
  readonly folder: string
  /** SHA-256 in hex, and bytes, of all of it. */
  readonly sha256: string
  readonly bytes: number
  readonly partBytes: number
}

/** The bytes from `start` to `end`, both of them included; null: the file is not there. */
export type ReadPieces = (range: {
  readonly start: number
  readonly end: number
}) => Promise<AsyncIterable<Buffer> | null>

/** A part lacks, or is shorter than it must be. */
export class PartMissing extends Error {}

/** Bytes of a file that are to be written still, where what is there is what it seems. */
export async function bytesToWrite(file: FileInParts): Promise<number> {
  let bytes = 0
  for (const part of partsOf(file)) if (!(await isThere(file, part))) bytes += part.length
  return bytes
}

/**
 * Writes a sealed file in parts, each of which has its name only once it is on the disk. A part that is there already is read,
 * not written: that is how a writing that broke off goes on. True where all of it has the hash that names it; else nothing
 * of it is left.
 *
 * @param pieces - gives it from where it is kept
 * @param onBytes - told how many bytes more are on the disk
 */
export async function writeInParts(
  file: FileInParts,
  pieces: ReadPieces,
  onBytes: (bytes: number) => void = () => undefined,
): Promise<boolean> {
  await madeHere(file)
  // What was there may be what a failing disk has made of it: then all of it is written anew, once.
  for (const mayBeThere of [true, false]) {
    let hash = createHash('sha256')
    let isNew = true
    for (const part of partsOf(file)) {
      const through = mayBeThere ? await hashedIfThere(file, part, hash, onBytes) : null
      isNew &&= through === null
      if (through !== null) hash = through
      else if (!(await writePart(file, part, { pieces, hash, onBytes }))) return await removed(file)
    }
    await syncFolder(placeOf(file))
    if (hash.digest('hex') === file.sha256) return true
    if (isNew) break
  }
  return await removed(file)
}

/** The folders of the file, on this disk: one that leads elsewhere is none. */
async function madeHere(file: FileInParts): Promise<void> {
  const all = join(file.folder, partsFolder)
  for (const [place, within] of [
    [all, file.folder],
    [placeOf(file), all],
  ] as const) {
    const isNew = (await mkdir(place, { recursive: true, mode: 0o700 })) !== undefined
    if (!(await lstat(place)).isDirectory()) throw new Error(`${place} is no folder of this disk`)
    if (isNew) await syncFolder(within)
  }
}

/** The bytes from `start` to without `end`. Throws PartMissing where one of them is not there. */
export async function* readInParts(file: FileInParts, start: number, end: number): AsyncGenerator<Buffer> {
  for (let at = start; at < end;) {
    const number = Math.floor(at / file.partBytes)
    const from = at - number * file.partBytes
    const until = Math.min(end - number * file.partBytes, file.partBytes)
    const handle = await openCarrierFile(partPath(file, number))
    if (handle === null) throw new PartMissing(`part ${number + 1} of ${file.sha256} is not there`)
    let read = 0
    for await (const piece of piecesOf(handle, { start: from, end: until - 1 })) {
      read += piece.length
      yield piece
    }
    if (read < until - from) throw new PartMissing(`part ${number + 1} of ${file.sha256} ends too soon`)
    at += read
  }
}

interface Part {
  readonly number: number
  readonly start: number
  readonly length: number
}

function* partsOf({ bytes, partBytes }: FileInParts): Generator<Part> {
  for (let number = 0, start = 0; start < bytes; number += 1, start += partBytes)
    yield { number, start, length: Math.min(partBytes, bytes - start) }
}

/** By its beginning, as in the folder of a node: FAT32 has room for some 9,000 such names in one folder. */
function placeOf({ folder, sha256 }: FileInParts): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new RangeError('a sealed file is named by a SHA-256 in hex')
  return join(folder, partsFolder, sha256.slice(0, 2))
}

function partPath(file: FileInParts, number: number): string {
  return join(placeOf(file), `${file.sha256}.${String(number + 1).padStart(3, '0')}`)
}

async function isThere(file: FileInParts, { number, length }: Part): Promise<boolean> {
  const found = await unlessMissing(lstat(partPath(file, number)))
  return found?.isFile() === true && found.size === length
}

/**
 * The hash that goes on behind a part which is there; null where it is not there, or the disk does not give it back any more: then it is
 * taken away, so that it can be written anew.
 */
async function hashedIfThere(
  file: FileInParts,
  part: Part,
  before: Hash,
  onBytes: (bytes: number) => void,
): Promise<Hash | null> {
  if (!(await isThere(file, part))) return null
  const { number, start, length } = part
  const hash = before.copy()
  try {
    for await (const piece of readInParts(file, start, start + length)) {
      hash.update(piece)
      onBytes(piece.length)
    }
    return hash
  } catch (reason) {
    if (!(reason instanceof PartMissing || systemCode(reason) !== null)) throw reason
    await rm(partPath(file, number), { force: true })
    return null
  }
}

interface Writing {
  readonly pieces: ReadPieces
  readonly hash: Hash
  readonly onBytes: (bytes: number) => void
}

/** False where the file is not there any more, or shorter than it must be. */
async function writePart(
  file: FileInParts,
  { number, start, length }: Part,
  { pieces, hash, onBytes }: Writing,
): Promise<boolean> {
  const source = await pieces({ start, end: start + length - 1 })
  if (source === null) return false
  const draft = carrierDraft(placeOf(file))
  const handle = await open(draft, 'wx', 0o600)
  try {
    const written = await copied(handle, source, { hash, onBytes })
    if (written < length) return false
    await rename(draft, partPath(file, number))
    return true
  } finally {
    await unlink(draft).catch(() => undefined)
  }
}

/** A disk that is slower than its source must not fill the memory of the system with what waits for it. */
const flushBytes = 64 * 1024 * 1024

async function copied(
  handle: FileHandle,
  source: AsyncIterable<Buffer>,
  { hash, onBytes }: Omit<Writing, 'pieces'>,
): Promise<number> {
  let written = 0
  let unflushed = 0
  try {
    for await (const piece of source) {
      await handle.writeFile(piece)
      hash.update(piece)
      written += piece.length
      unflushed += piece.length
      onBytes(piece.length)
      if (unflushed < flushBytes) continue
      unflushed = 0
      await handle.datasync()
    }
    await handle.sync()
  } finally {
    await handle.close()
  }
  return written
}

async function removed(file: FileInParts): Promise<false> {
  for (const { number } of partsOf(file)) await rm(partPath(file, number), { force: true })
  return false
}
