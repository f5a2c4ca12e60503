import { randomUUID } from 'node:crypto'
import type { Dirent } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { unlessMissing } from '../unlessMissing.ts'
import { type PartWriter, beginPart, bytesOfTornPart, readPart } from './uploadPart.ts'
import { syncFolder } from '../newFile.ts'

/** What has come of the uploads that are not over: a folder each, of sealed parts. */
export interface UploadDrafts {
  /**
   * What is on the disk of an upload (UUID); its folder is made where there is none. One at a time may have it open. What a
   * process that died has left of a part counts as far as it opens; it goes on in a new part, under a new salt.
   */
  open(upload: string, opening: UploadOpening): Promise<UploadDraft>
  /** The same to be read alone: nothing is made, named anew or taken away where some of it is missing. */
  lying(upload: string, opening: UploadOpening): Promise<LyingUpload>
  /** Takes away what has come. */
  remove(upload: string): Promise<void>
  /** Bytes that are on the disk of an upload, as the names of its parts say; a part that is being written is none of them. */
  bytes(upload: string): Promise<number>
  /** The uploads of which something lies here. */
  list(): Promise<readonly string[]>
}

/** With what the parts of an upload are sealed. */
export interface UploadOpening {
  readonly fileKey: Uint8Array
  /** What the part belongs to that begins at this byte. */
  readonly contextAt: (start: number) => Uint8Array
}

/** What is on the disk of an upload. */
export interface LyingUpload {
  /** Of the parts that follow each other from the first byte on. */
  readonly bytes: number
  /** All of it in the clear. Throws DamagedExhibit where it does not open. */
  read(): AsyncGenerator<Buffer>
}

/** The same, to go on with it. */
export interface UploadDraft extends LyingUpload {
  readonly parts: number
  /**
   * Puts what comes behind it, in new parts of at most `partBytesMax`. When it returns, or throws what the source has
   * thrown, what has come is on the disk, and these many bytes are there altogether.
   *
   * @param onWritten - told how many bytes more were taken
   */
  append(source: AsyncIterable<Uint8Array>, writing: PartWriting): Promise<number>
}

/** How parts are written. */
export interface PartWriting {
  readonly partBytesMax: number
  /** 24 random bytes, new each time. */
  readonly salt: () => Uint8Array
  readonly onWritten: (bytes: number) => void
  /** Throws where another may be at the upload by now: then the part at hand is dropped, and none is begun any more. */
  readonly ifAlone: () => void
}

/** The folder of uploads, below the folder of sealed files. */
const uploadsName = 'uploads'
/** Of whoever writes it: two that both believe to be alone never give a name to the part of the other. */
const tornName = /^([0-9]{1,15})(?:\.[0-9a-f-]{36})?\.part$/
const wholeName = /^([0-9]{1,15})-([0-9]{1,15})$/

const uploadName = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

interface Part {
  readonly start: number
  readonly bytes: number
  readonly path: string
}

export function uploadDraftsIn(folder: string): UploadDrafts {
  const uploads = join(folder, uploadsName)
  const folderOf = (upload: string): string => {
    if (!uploadName.test(upload)) throw new RangeError('an upload is named by a UUID')
    return join(uploads, upload)
  }
  return {
    async open(upload, opening) {
      const place = folderOf(upload)
      const first = await mkdir(place, { recursive: true, mode: 0o700 })
      if (first !== undefined) await syncFolder(uploads)
      if (first !== undefined && first !== place) await syncFolder(folder)
      return draftOf(place, await partsIn(place, opening), opening)
    },
    async lying(upload, opening) {
      return lyingOf(followingIn(await namedParts(folderOf(upload))).parts, opening)
    },
    async remove(upload) {
      await rm(folderOf(upload), { recursive: true, force: true })
    },
    async bytes(upload) {
      return bytesOf(await namedParts(folderOf(upload)))
    },
    // What somebody else has put there is nobody's upload.
    list: async () => ((await unlessMissing(readdir(uploads))) ?? []).filter((name) => uploadName.test(name)),
  }
}

/**
 * The parts that follow each other from the first byte on; what stands behind a gap is taken away, and so is what was torn, but for the
 * most that goes on where they end: that is named.
 */
async function partsIn(place: string, { fileKey, contextAt }: UploadOpening): Promise<Part[]> {
  const { parts, behindGap } = followingIn(await namedParts(place))
  for (const { path } of behindGap) await rm(path)
  const end = bytesOf(parts)
  let most: Part | null = null
  for (const { name } of await filesIn(place)) {
    const [, begin] = tornName.exec(name) ?? []
    if (begin === undefined) continue
    const start = Number(begin)
    const path = join(place, name)
    const bytes = start === end ? await bytesOfTornPart(path, { fileKey, context: contextAt(start) }) : 0
    if (bytes <= (most?.bytes ?? 0)) {
      await rm(path)
      continue
    }
    if (most !== null) await rm(most.path)
    most = { start, bytes, path }
  }
  if (most === null) return parts
  const path = join(place, `${most.start}-${most.bytes}`)
  await rename(most.path, path)
  await syncFolder(place)
  return [...parts, { ...most, path }]
}

/** Those that follow each other from the first byte on, and the others. */
function followingIn(found: readonly Part[]): { readonly parts: Part[]; readonly behindGap: Part[] } {
  const parts: Part[] = []
  const behindGap: Part[] = []
  let end = 0
  for (const part of found.toSorted((one, other) => one.start - other.start)) {
    if (part.start === end) {
      parts.push(part)
      end += part.bytes
    } else behindGap.push(part)
  }
  return { parts, behindGap }
}

async function namedParts(place: string): Promise<Part[]> {
  return (await filesIn(place)).flatMap(({ name }): Part[] => {
    const [, start, bytes] = wholeName.exec(name) ?? []
    return start === undefined
      ? []
      : [{ start: Number(start), bytes: Number(bytes), path: join(place, name) }]
  })
}

function bytesOf(parts: readonly Part[]): number {
  return parts.reduce((total, { bytes }) => total + bytes, 0)
}

async function filesIn(place: string): Promise<Dirent[]> {
  return ((await unlessMissing(readdir(place, { withFileTypes: true }))) ?? []).filter((entry) =>
    entry.isFile(),
  )
}

function lyingOf(parts: readonly Part[], { fileKey, contextAt }: UploadOpening): LyingUpload {
  return {
    bytes: bytesOf(parts),
    async *read() {
      for (const { start, bytes, path } of parts)
        yield* readPart(path, { fileKey, context: contextAt(start) }, bytes)
    },
  }
}

function draftOf(place: string, parts: readonly Part[], opening: UploadOpening): UploadDraft {
  const { fileKey, contextAt } = opening
  const before = bytesOf(parts)
  return {
    ...lyingOf(parts, opening),
    parts: parts.length,
    async append(source, { partBytesMax, salt, onWritten, ifAlone }) {
      let end = before
      let part: PartWriter | null = null
      let torn = ''
      const settle = async (writer: PartWriter): Promise<void> => {
        part = null
        try {
          ifAlone()
        } catch (reason) {
          // Whoever is at the upload counts on what it found, and would find this beside it.
          await writer.drop()
          await rm(torn, { force: true })
          throw reason
        }
        await settlePart(torn, join(place, `${end}-${writer.bytes()}`), writer)
        end += writer.bytes()
      }
      const begin = async (): Promise<PartWriter> => {
        ifAlone()
        torn = join(place, `${end}.${randomUUID()}.part`)
        return await beginPart(torn, { fileKey, context: contextAt(end) }, salt())
      }
      const write = async (piece: Uint8Array): Promise<void> => {
        for (let rest = piece; rest.length > 0;) {
          part ??= await begin()
          const taken = rest.subarray(0, partBytesMax - part.bytes())
          await part.write(taken)
          onWritten(taken.length)
          rest = rest.subarray(taken.length)
          if (part.bytes() === partBytesMax) await settle(part)
        }
      }
      const failed = await consume(source, write)
      const unsettled = part as PartWriter | null
      // If the process dies here: a torn part, of which the chunks count that open.
      if (unsettled !== null && failed?.by === 'disk') await unsettled.drop()
      else if (unsettled !== null) await settle(unsettled)
      if (failed !== null) throw failed.reason
      return end
    },
  }
}

/** Hands each piece on; null, or what has failed: where it comes from, or the disk. */
async function consume(
  source: AsyncIterable<Uint8Array>,
  write: (piece: Uint8Array) => Promise<void>,
): Promise<{ readonly by: 'source' | 'disk'; readonly reason: unknown } | null> {
  let isWriting = false
  try {
    for await (const piece of source) {
      isWriting = true
      await write(piece)
      isWriting = false
    }
    return null
  } catch (reason) {
    return { by: isWriting ? 'disk' : 'source', reason }
  }
}

/** Its bytes first, and then the name that says how many there are. Whoever has opened the upload meanwhile has left nothing to name. */
async function settlePart(torn: string, path: string, part: PartWriter): Promise<void> {
  await part.end()
  await rename(torn, path)
  await syncFolder(dirname(path))
}
