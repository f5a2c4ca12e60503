import { randomUUID } from 'node:crypto'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { PassThrough, type Readable } from 'node:stream'
import { Uint8ArrayReader, ZipWriter, configure } from '@zip.js/zip.js/lib/zip-core-native.js'
import { deflateRawSync } from 'node:zlib'
import { sizeCounter, zipSizes } from '../../audit/bundle/sizes.ts'
import { FileExists, give, syncFolder } from '../../store/newFile.ts'
import { CommandFailure, exitCodes } from '../outcome.ts'
import { zipLimits } from './readZip.ts'

configure({ useWebWorkers: false })

/** A file of a zip file: its path with `/` between names, and what is in it. */
export type ZipFile = readonly [path: string, bytes: Uint8Array]

/**
 * Writes a zip file, one file of it after the other, so that no more than one is held twice. It is there as a whole or
 * not at all: it is written under another name, forced to the disk, and gets its name where nothing has got it meanwhile. If the process
 * dies here, a file `.….part` stays beside it.
 *
 * @param modified - the time that all files of it bear, so that the same content gives the same bytes
 * @throws CommandFailure with FILE_EXISTS where there is a file already, FOLDER_UNUSABLE where none can be made,
 * COURT_TOO_LARGE where `readZip` would not read it
 */
export async function writeZip(file: string, files: AsyncIterable<ZipFile>, modified: Date): Promise<void> {
  await refuseFile(file)
  const { draft, handle } = await openDraft(file)
  try {
    try {
      await fill((chunk) => handle.writeFile(chunk), files, modified)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await give(draft, file)
  } catch (reason) {
    throw reason instanceof FileExists ? isThere(file) : reason
  } finally {
    await rm(draft, { force: true })
  }
  await syncFolder(dirname(file))
}

/**
 * Refuses a file that is there already, or that cannot be made, before anything is done for it: its draft is made, and taken
 * away again. Throws CommandFailure FILE_EXISTS or FOLDER_UNUSABLE.
 */
export async function refuseUnusableFile(file: string): Promise<void> {
  await refuseFile(file)
  const { draft, handle } = await openDraft(file)
  await handle.close()
  await rm(draft)
}

async function openDraft(file: string): Promise<{ draft: string; handle: FileHandle }> {
  // Of its own: another process may be writing the same file.
  const draft = join(dirname(file), `.${basename(file)}.${randomUUID()}.part`)
  try {
    // Whoever may read the openings may read the case.
    return { draft, handle: await open(draft, 'wx', 0o600) }
  } catch {
    throw new CommandFailure(exitCodes.wrongUse, 'FOLDER_UNUSABLE', `${draft} cannot be written`)
  }
}

async function refuseFile(file: string): Promise<void> {
  const found = await open(file).catch((reason: unknown) => reason as NodeJS.ErrnoException)
  if (found instanceof Error) {
    if (found.code === 'ENOENT') return
    throw new CommandFailure(exitCodes.wrongUse, 'FOLDER_UNUSABLE', `${file} cannot be written`)
  }
  await found.close()
  throw isThere(file)
}

function isThere(file: string): CommandFailure {
  return new CommandFailure(exitCodes.wrongUse, 'FILE_EXISTS', `${file} is there already`)
}

/**
 * A zip file as it is made, one file of it after the other, as fast as it is taken. Where it cannot be ended it breaks off, so that
 * nobody takes it for whole.
 *
 * @param modified - the time that all files of it bear
 */
export function zipStream(files: AsyncIterable<ZipFile> | Iterable<ZipFile>, modified: Date): Readable {
  const stream = new PassThrough()
  fill((chunk) => written(stream, chunk), files, modified).then(
    () => stream.end(),
    (reason: unknown) => stream.destroy(reason instanceof Error ? reason : new Error(String(reason))),
  )
  return stream
}

/** Waits until whoever reads has room for more. Rejects where nobody reads any more. */
async function written(stream: PassThrough, chunk: Uint8Array): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    stream.write(chunk, (reason) => {
      if (reason === null || reason === undefined) resolve()
      else reject(reason)
    })
  })
}

async function fill(
  write: (chunk: Uint8Array) => Promise<void>,
  files: AsyncIterable<ZipFile> | Iterable<ZipFile>,
  modified: Date,
): Promise<void> {
  let written = 0
  const into = new WritableStream<Uint8Array>({
    write: async (chunk) => {
      written += chunk.length
      if (written > zipLimits.bytesMax)
        throw zipTooLarge(`the file has more than ${zipLimits.bytesMax} bytes`)
      await write(chunk)
    },
  })
  const zip = new ZipWriter(into, { lastModDate: modified, extendedTimestamp: false })
  const beyond = sizeCounter(zipSizes)
  for await (const [path, bytes] of files) {
    const what = beyond(path, bytes.length)
    if (what !== null) throw zipTooLarge(what)
    await zip.add(path, new Uint8ArrayReader(bytes), { level: levelFor(bytes) })
  }
  await zip.close()
}

const packedLevel = 6
const storedLevel = 0

/** What repeats itself so much that it would be taken for a bomb is stored as it is. */
function levelFor(bytes: Uint8Array): number {
  if (bytes.length <= zipLimits.freeBytesMax) return packedLevel
  // Bytes that are packed little at the beginning are enough for the whole; else all of it is tried.
  const isFine = (part: Uint8Array): boolean =>
    bytes.length < (deflateRawSync(part, { level: packedLevel }).length * zipLimits.ratioMax) / 2
  return isFine(bytes.subarray(0, 8192)) || isFine(bytes) ? packedLevel : storedLevel
}

/** The refusal of a zip file that nobody could read again. */
export function zipTooLarge(what: string): CommandFailure {
  const words = `It is more than a zip file for \`verify\` may hold, so none is written: ${what}. Give the folder that \`rogatory export\` writes for the request.`
  return new CommandFailure(exitCodes.refused, 'COURT_TOO_LARGE', words)
}
