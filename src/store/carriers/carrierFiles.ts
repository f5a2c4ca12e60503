import { createHash, randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, mkdir, open, readFile, readdir, rename, rm, statfs, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { unlessMissing } from '../unlessMissing.ts'
import { isTaken, syncFolder } from '../newFile.ts'
import { systemCode } from './systemCode.ts'

/** The files of a carrier in its folder. A carrier without its manifest is not complete. */
export const carrierNames = {
  manifest: 'carrier.jws',
  unfinished: 'INCOMPLETE.txt',
  trust: 'trust.jsonl',
  messages: 'messages.jsonl',
  exhibits: 'exhibits.jsonl',
  receipts: 'receipts.jsonl',
  reports: 'reports.jsonl',
  receipt: 'receipt.txt',
  receiptsTrust: 'receipts-trust.jsonl',
} as const

export type CarrierName = (typeof carrierNames)[keyof typeof carrierNames]

/** What a manifest says of a file of lines. */
export interface LineFile {
  readonly lines: number
  readonly bytes: number
  /** Hex. */
  readonly sha256: string
}

/** The folder of the sealed files in it. */
export const partsFolder = 'exhibits'

/** A new name for what is being written; a process that dies leaves it, and whoever goes on takes it away. */
export function carrierDraft(folder: string): string {
  return join(folder, `.${randomUUID()}.part`)
}

/** A folder of those sealed files whose SHA-256 begin so: FAT32 has no room for all of them in one. */
export const beginningName = /^[0-9a-f]{2}$/

const draftName = /^\.[0-9a-f-]{36}\.part$/

const unfinishedWords = `This carrier is not complete: it is being written, or its writing broke off. Nobody can read it.
The same command, with the same folder, goes on where it ended.
`

/** Makes the folder ready to be written to, or to be gone on with; false where it holds a carrier that is complete. */
export async function beginCarrier(folder: string): Promise<boolean> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if (await isTaken(join(folder, carrierNames.manifest))) return false
  const parts = join(folder, partsFolder)
  const beginnings = (await unlessMissing(readdir(parts))) ?? []
  for (const place of [
    folder,
    parts,
    ...beginnings.filter((name) => beginningName.test(name)).map((name) => join(parts, name)),
  ])
    for (const name of (await unlessMissing(readdir(place))) ?? [])
      if (draftName.test(name)) await rm(join(place, name), { force: true })
  await writeCarrierFile(folder, carrierNames.unfinished, unfinishedWords)
  return true
}

/** Makes the carrier complete: when this returns, its manifest is on the disk, and everything was before it. */
export async function finishCarrier(folder: string, manifest: string): Promise<void> {
  // If the process dies here: a carrier without its manifest, which is gone on with.
  await writeCarrierFile(folder, carrierNames.manifest, manifest)
  await rm(join(folder, carrierNames.unfinished), { force: true })
  await syncFolder(folder)
}

/** Puts a small file into the folder of a carrier, in place of the one before: whoever finds it finds it whole. */
export async function writeCarrierFile(folder: string, name: CarrierName, text: string): Promise<void> {
  await writeCarrierLines(folder, name, [text.replace(/\n$/, '')])
}

/** The same of lines, as they come. */
export async function writeCarrierLines(
  folder: string,
  name: CarrierName,
  lines: Iterable<string> | AsyncIterable<string>,
): Promise<LineFile> {
  const draft = carrierDraft(folder)
  const handle = await open(draft, 'wx', 0o600)
  const hash = createHash('sha256')
  let count = 0
  let bytes = 0
  try {
    try {
      for await (const line of lines) {
        const content = Buffer.from(`${line}\n`, 'utf8')
        await handle.writeFile(content)
        hash.update(content)
        count += 1
        bytes += content.length
      }
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(draft, join(folder, name))
  } catch (reason) {
    await unlink(draft).catch(() => undefined)
    throw reason
  }
  await syncFolder(folder)
  return { lines: count, bytes, sha256: hash.digest('hex') }
}

/** The disk of a carrier does not give back a file that lies on it. */
export class CarrierUnreadable extends Error {
  readonly file: CarrierName

  constructor(file: CarrierName, cause: unknown) {
    super(`${file} cannot be read: ${systemCode(cause) ?? String(cause)}`, { cause })
    this.file = file
  }
}

/** What the system has against a file while it is read, as what it means for the carrier. */
async function unlessUnreadable<Found>(name: CarrierName, reading: Promise<Found>): Promise<Found> {
  return await reading.catch((reason: unknown) => {
    throw systemCode(reason) === null ? reason : new CarrierUnreadable(name, reason)
  })
}

/** A file on the disk of somebody else is read only where it is one: no link, no pipe, no device. Null: there is none. */
export async function openCarrierFile(path: string): Promise<FileHandle | null> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  const handle = await unlessMissing(open(path, flags)).catch((reason: unknown) => {
    if (['ELOOP', 'ENOTDIR'].includes(systemCode(reason) ?? '')) return null
    throw reason
  })
  if (handle === null || (await handle.stat()).isFile()) return handle
  await handle.close()
  return null
}

/**
 * A small file of a carrier, without white space at its end; null where there is none, or more than so many bytes of it.
 *
 * @throws CarrierUnreadable
 */
export async function readCarrierFile(
  folder: string,
  name: CarrierName,
  bytesMax: number,
): Promise<string | null> {
  return await unlessUnreadable(name, readSmall(join(folder, name), bytesMax))
}

async function readSmall(path: string, bytesMax: number): Promise<string | null> {
  const handle = await openCarrierFile(path)
  if (handle === null) return null
  try {
    const { size } = await handle.stat()
    return size > bytesMax ? null : (await readFile(handle, 'utf8')).trimEnd()
  } finally {
    await handle.close()
  }
}

/**
 * What a file of lines is, read through once; null where there is none, or one of another size than it must have.
 *
 * @throws CarrierUnreadable
 */
export async function sumCarrierLines(
  folder: string,
  name: CarrierName,
  bytesExpected: number,
): Promise<LineFile | null> {
  return await unlessUnreadable(name, sumLines(join(folder, name), bytesExpected))
}

async function sumLines(path: string, bytesExpected: number): Promise<LineFile | null> {
  const handle = await openCarrierFile(path)
  if (handle === null) return null
  // One that somebody has made huge is not read to its end to find that it is another.
  if ((await handle.stat()).size !== bytesExpected) {
    await handle.close()
    return null
  }
  const hash = createHash('sha256')
  let lines = 0
  let bytes = 0
  for await (const piece of handle.createReadStream() as AsyncIterable<Buffer>) {
    hash.update(piece)
    bytes += piece.length
    for (let at = piece.indexOf(lineFeed); at >= 0; at = piece.indexOf(lineFeed, at + 1)) lines += 1
  }
  return { lines, bytes, sha256: hash.digest('hex') }
}

const lineFeed = 0x0a

/**
 * The lines of such a file, at most so many at once. One of more than `charactersMax` characters is given cut off behind that,
 * so that it is nothing that could be believed; what comes behind the last line feed is not given, nor what comes behind
 * `bytesMax` bytes.
 *
 * @throws CarrierUnreadable
 */
export async function* carrierLines(
  folder: string,
  name: CarrierName,
  {
    charactersMax,
    atOnce,
    bytesMax = Number.MAX_SAFE_INTEGER,
  }: { readonly charactersMax: number; readonly atOnce: number; readonly bytesMax?: number },
): AsyncGenerator<readonly string[]> {
  const handle = await unlessUnreadable(name, openCarrierFile(join(folder, name)))
  if (handle === null) return
  let lines: string[] = []
  let rest = ''
  const pieces = handle.createReadStream({ encoding: 'latin1', end: bytesMax - 1 })
  for await (const piece of unlessTorn(name, pieces as AsyncIterable<string>)) {
    const parts = piece.split('\n')
    for (const [at, part] of parts.entries()) {
      rest = (rest + part).slice(0, charactersMax + 1)
      if (at === parts.length - 1) continue
      lines.push(rest)
      rest = ''
      if (lines.length < atOnce) continue
      yield lines
      lines = []
    }
  }
  if (lines.length > 0) yield lines
}

/** What comes of a file, up to where its disk gives no more of it. */
async function* unlessTorn(name: CarrierName, pieces: AsyncIterable<string>): AsyncGenerator<string> {
  const all = pieces[Symbol.asyncIterator]()
  try {
    for (;;) {
      const next = await unlessUnreadable(name, all.next())
      if (next.done === true) return
      yield next.value
    }
  } finally {
    await all.return?.()
  }
}

/** Bytes that may still be written to the disk of the folder. */
export async function freeOnCarrier(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}
