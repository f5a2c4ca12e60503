import {
  ERR_AMBIGUOUS_ARCHIVE,
  ERR_OVERLAPPING_ENTRY,
  ERR_UNSAFE_FILENAME,
  type FileEntry,
  type Reader,
  ZipReader,
  configure,
} from '@zip.js/zip.js/lib/zip-core-native.js'
import { CommandFailure, exitCodes } from '../outcome.ts'
import { type Unpacked, unpackedOf } from '../courtLayout.ts'
import { strange } from '../strangeFiles.ts'

// Neither a page without network nor a short command starts workers for what it reads once.
configure({ useWebWorkers: false })

/** Bounds of a zip file, the same in the command and on the page, so that both refuse the same. */
export const zipLimits = {
  /** Of the file itself. */
  bytesMax: 1024 * 1024 * 1024,
  entriesMax: 100_000,
  nameCharactersMax: 300,
  /** Of one file in it, unpacked. */
  fileBytesMax: 64 * 1024 * 1024,
  /** Of all that is unpacked. */
  totalBytesMax: 1024 * 1024 * 1024,
  /** What is unpacked from one byte: entries of a log are packed to a fifth or less, and hashes not at all. */
  ratioMax: 200,
} as const

/** What a zip file may be read from: a file on a disk or one given to a page. */
export type ZipSource = Reader<unknown>

/**
 * Reads the bundle in a zip file without writing anything: the whole file is one, or its folder `bundle/` is. The
 * directory of the file is judged before anything is unpacked.
 *
 * @throws CommandFailure of evidence that was damaged or changed on its way with ZIP_DAMAGED what begins like a zip file
 * and cannot be unpacked, ZIP_AMBIGUOUS what two programs could read differently (a name twice, data before or between),
 * ZIP_NAME_NOT_ALLOWED names that lead elsewhere; of wrong use with ZIP_INVALID what is no zip file or encrypted,
 * ZIP_TOO_LARGE what is beyond `zipLimits`, NO_BUNDLE where there is nothing in it
 */
export async function readZip(source: ZipSource, size: number): Promise<Unpacked> {
  if (size > zipLimits.bytesMax) throw tooLarge('it has more bytes than a bundle may')
  const reader = new ZipReader(source, {
    strictness: 'strict',
    checkCrc32: true,
    checkOverlappingEntry: true,
  })
  try {
    const entries = await readDirectory(reader)
    judgeSizes([...entries.values()])
    const files = new Map<string, Uint8Array>()
    for (const [name, entry] of [...entries].sort(([one], [other]) => (one < other ? -1 : 1))) {
      if (entry.directory) noteEmptyFolder(name, entries, files)
      else if (isLink(entry)) files.set(name + strange.other, new Uint8Array())
      else files.set(name, await unpack(entry))
    }
    if (files.size === 0) throw new CommandFailure(exitCodes.wrongUse, 'NO_BUNDLE', 'the zip file is empty')
    return unpackedOf(files)
  } catch (reason) {
    throw refusalOf(reason, await beginsLikeZip(source, size))
  } finally {
    await reader.close().catch(() => undefined)
  }
}

type Entry = FileEntry | (Omit<FileEntry, 'directory' | 'getData'> & { readonly directory: true })

async function readDirectory(reader: ZipReader<unknown>): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>()
  for await (const entry of reader.getEntriesGenerator()) {
    const { filename } = entry
    if (entries.size >= zipLimits.entriesMax) throw tooLarge('it has more entries than a bundle may')
    if (filename.length > zipLimits.nameCharactersMax || /[\\\p{Cc}\p{Cs}\ufffd]/u.test(filename))
      throw damaged('ZIP_NAME_NOT_ALLOWED', 'it has a name that no file has')
    if (entries.has(filename)) throw ambiguous('a name stands twice')
    if (entry.encrypted) throw invalid('it is encrypted')
    entries.set(filename, entry as Entry)
  }
  return entries
}

/** What the directory says of the sizes; that it is true is seen when each is unpacked. */
function judgeSizes(entries: readonly Entry[]): void {
  let total = 0
  for (const { uncompressedSize, compressedSize } of entries) {
    total += uncompressedSize
    if (uncompressedSize > zipLimits.fileBytesMax || total > zipLimits.totalBytesMax)
      throw tooLarge('it unpacks to more bytes than a bundle may')
    // Small files may repeat themselves as they like.
    if (uncompressedSize > 65_536 && uncompressedSize > compressedSize * zipLimits.ratioMax)
      throw tooLarge('it unpacks to far more than it is')
  }
}

/** A folder that holds nothing is as strange here as on a disk. */
function noteEmptyFolder(
  name: string,
  entries: ReadonlyMap<string, Entry>,
  files: Map<string, Uint8Array>,
): void {
  const isEmpty = ![...entries.keys()].some((other) => other !== name && other.startsWith(name))
  if (isEmpty) files.set(name, new Uint8Array())
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
