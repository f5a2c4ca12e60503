import {
  ERR_AMBIGUOUS_ARCHIVE,
  ERR_OVERLAPPING_ENTRY,
  ERR_UNSAFE_FILENAME,
  type FileEntry,
  type Reader,
  ZipReader,
  configure,
} from '@zip.js/zip.js/lib/zip-core-native.js'
import { type SizeLimits, sizeCounter, zipSizes } from '../../audit/bundle/sizes.ts'
import { harmless } from '../../letter/harmless.ts'
import { CommandFailure, exitCodes } from '../outcome.ts'
import { type Unpacked, unpackedOfArchive } from '../courtLayout.ts'
import { strange } from '../strangeFiles.ts'

// Neither a page without network nor a short command starts workers for what it reads once.
configure({ useWebWorkers: false })

/** Bounds of a zip file beside the sizes of what is in it, for what is read and for what is written. */
export const zipLimits = {
  /** Of the file itself: with more it would be written in another form of its directory. */
  bytesMax: 4 * 1024 * 1024 * 1024 - 1,
  nameCharactersMax: 300,
  /** Small files may repeat themselves as they like; of more bytes than these the ratio is judged. */
  freeBytesMax: 65_536,
  /** What is unpacked from one byte: entries of a log are packed to a fifth or less, and hashes not at all. */
  ratioMax: 200,
} as const

/** What a zip file may be read from: a file on a disk or one given to a page. */
export type ZipSource = Reader<unknown>

/**
 * Reads the bundle in a zip file without writing anything: the whole file is one, or its folder `bundle/` is, or either lies in one
 * folder that is around all. The directory of the file is judged before anything is unpacked.
 *
 * @param sizes - how much is taken: a page takes less than the command
 * @throws CommandFailure of evidence that was damaged or changed on its way with ZIP_DAMAGED what begins like a zip file
 * and cannot be unpacked, ZIP_AMBIGUOUS what two programs could read differently (a name twice, data before or between, a
 * bundle at the top and one in a folder),
 * ZIP_NAME_NOT_ALLOWED names that lead elsewhere; of wrong use with ZIP_INVALID what is no zip file or encrypted,
 * ZIP_TOO_LARGE what is beyond `zipLimits` or
 * `sizes`, NO_BUNDLE where there is nothing in it
 */
export async function readZip(
  source: ZipSource,
  size: number,
  sizes: SizeLimits = zipSizes,
): Promise<Unpacked> {
  if (size > zipLimits.bytesMax) throw tooLarge('it has more bytes than a bundle may')
  const reader = new ZipReader(source, {
    strictness: 'strict',
    checkCrc32: true,
    checkOverlappingEntry: true,
  })
  try {
    const entries = await readDirectory(reader, sizes)
    judgeSizes(entries, size, sizes)
    const files = new Map<string, Uint8Array>()
    const sorted = [...entries].sort(([one], [other]) => (one < other ? -1 : 1))
    for (const [name, entry] of sorted) {
      // A folder is nothing by itself, as on a disk; one with bytes of its own is none.
      if (entry.directory) {
        if (entry.uncompressedSize > 0) files.set(name, new Uint8Array())
      } else if (isLink(entry)) files.set(name + strange.other, new Uint8Array())
      else files.set(name, await unpack(entry))
    }
    if (files.size === 0) throw new CommandFailure(exitCodes.wrongUse, 'NO_BUNDLE', 'the zip file is empty')
    const unpacked = unpackedOfArchive(files)
    if (unpacked === null) throw ambiguous('a bundle lies at its top and another one in a folder')
    return unpacked
  } catch (reason) {
    throw refusalOf(reason, await beginsLikeZip(source, size))
  } finally {
    await reader.close().catch(() => undefined)
  }
}

type Entry = FileEntry | (Omit<FileEntry, 'directory' | 'getData'> & { readonly directory: true })

async function readDirectory(
  reader: ZipReader<unknown>,
  { filesMax }: SizeLimits,
): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>()
  for await (const entry of reader.getEntriesGenerator()) {
    const { filename } = entry
    if (entries.size >= filesMax) throw tooLarge(`it has more than ${filesMax} entries`)
    if (filename.length > zipLimits.nameCharactersMax || /[\\\p{Cc}\p{Cs}\ufffd]/u.test(filename))
      throw damaged('ZIP_NAME_NOT_ALLOWED', 'it has a name that no file has')
    if (entries.has(filename)) throw ambiguous('a name stands twice')
    if (entry.encrypted) throw invalid('it is encrypted')
    entries.set(filename, entry as Entry)
  }
  return entries
}

/** What the directory says of the sizes; that it is true is seen when each is unpacked. */
function judgeSizes(entries: ReadonlyMap<string, Entry>, size: number, sizes: SizeLimits): void {
  const beyond = sizeCounter(sizes)
  let packed = 0
  for (const [name, { uncompressedSize, compressedSize }] of entries) {
    packed += compressedSize
    const what = beyond(name, uncompressedSize)
    if (what !== null) throw tooLarge(harmless(what))
    if (uncompressedSize > zipLimits.freeBytesMax && uncompressedSize > compressedSize * zipLimits.ratioMax)
      throw tooLarge('it unpacks to far more than it is')
  }
  // No more memory is asked for than what is really there can fill.
  if (packed > size) throw damaged('ZIP_DAMAGED', 'it lacks bytes of which its directory tells')
}

const fileKindMask = 0xf000
const linkKind = 0xa000

function isLink({ externalFileAttributes }: Entry): boolean {
  return ((externalFileAttributes >>> 16) & fileKindMask) === linkKind
}

/** Unpacks one entry into exactly as many bytes as the directory has said. */
async function unpack(entry: FileEntry): Promise<Uint8Array> {
  const bytes = new Uint8Array(entry.uncompressedSize)
  let length = 0
  const into = new WritableStream<Uint8Array>({
    write: (chunk) => {
      if (length + chunk.length > bytes.length) throw tooLarge('a file in it is larger than it says')
      bytes.set(chunk, length)
      length += chunk.length
    },
  })
  await entry.getData(into)
  if (length !== bytes.length) throw damaged('ZIP_DAMAGED', 'a file in it is shorter than it says')
  return bytes
}

const tooLarge = (what: string) => new CommandFailure(exitCodes.wrongUse, 'ZIP_TOO_LARGE', what)
const ambiguous = (what: string) => damaged('ZIP_AMBIGUOUS', what)
const invalid = (what: string) => new CommandFailure(exitCodes.wrongUse, 'ZIP_INVALID', what)

/** Whoever gave the file cannot help it: it is not as it was made. */
function damaged(code: string, what: string): CommandFailure {
  return new CommandFailure(
    exitCodes.damaged,
    code,
    `the archive is damaged, or was changed on its way: ask for it anew (${what})`,
  )
}

const signature = Buffer.from('PK')

async function beginsLikeZip(source: ZipSource, size: number): Promise<boolean> {
  if (size < signature.length) return false
  return signature.equals(await source.readUint8Array(0, signature.length))
}

/** What the library throws, in our words: its own may quote names of the file. */
function refusalOf(reason: unknown, isZip: boolean): CommandFailure {
  if (reason instanceof CommandFailure) return reason
  const message = reason instanceof Error ? reason.message : ''
  if (message === ERR_UNSAFE_FILENAME) return damaged('ZIP_NAME_NOT_ALLOWED', 'a name in it leads elsewhere')
  if (message === ERR_AMBIGUOUS_ARCHIVE || message === ERR_OVERLAPPING_ENTRY)
    return ambiguous('two programs could read it differently')
  if (isZip) return damaged('ZIP_DAMAGED', 'it cannot be unpacked')
  return invalid('it is no zip file that can be read')
}
