import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { SealedFile } from './chunkReading.ts'
import { openDirect } from './directFile.ts'
import { type KeepFile } from './exhibitPaths.ts'
import { unlessMissing } from '../unlessMissing.ts'
import { type FileWork, smallBytes, workOnFile } from './fileWork.ts'
import { lengthOf, writePieces } from './writePieces.ts'
import { readAt } from '../readAt.ts'

/** A sealed file of which pieces come in any order. What is in it is how far it is: nothing else says so. */
export interface PartialFile {
  /** Where it ended when it was opened: beyond it nothing was written before. */
  readonly sizeAtOpening: number
  /** Up to so many bytes from there; fewer where the file ends. Between pieces there are zeros. */
  read(position: number, length: number): Promise<Buffer>
  /** Writes pieces that follow each other, which are not there any more then. When it returns, the system has them, and the disk soon. */
  write(position: number, pieces: readonly Uint8Array[]): Promise<void>
  /** Works on it as a sealed file; until that is closed, it does what is written as well. */
  work(sealed: SealedFile): Promise<FileWork>
  /** Puts it where sealed files stay, for good. Closed in any case; where that fails, it stays for the next time. */
  keep(sha256: string): Promise<void>
  /** Sets it aside, under a name at which nothing looks: what came was not what was announced. */
  quarantine(): Promise<void>
  /** Closes it; what was written stays for the next time. */
  close(): Promise<void>
}

/**
 * The folder of files that are being fetched, below the folder of sealed files. Their age alone says nothing: a peer may be
 * gone for days.
 */
const partialName = 'partial'

/** What is on the disk of a file that is fetched, or was. */
export interface PartialLeft {
  /** UUID of its deposit, or what stands for it. */
  readonly deposit: string
  /** What came was not what was announced. */
  readonly isSetAside: boolean
  /** When it was last written to. */
  readonly at: Date
}

/** Opens the file of a deposit (UUID), which is begun where there is none. One process at a time may. */
export async function openPartialFile(
  folder: string,
  { thread, keep }: { readonly thread: string; readonly keep: KeepFile },
  deposit: string,
): Promise<PartialFile> {
  const path = pathOf(folder, deposit)
  await mkdir(join(folder, partialName), { recursive: true, mode: 0o700 })
  const handle = (await unlessMissing(open(path, 'r+'))) ?? (await open(path, 'wx+', 0o600))
  const { size } = await handle.stat()
  const flushing = flusher(handle)
  let direct: FileHandle | null = null
  let work: FileWork | null = null
  const close = async (): Promise<void> => {
    await direct?.close()
    const isSound = await flushing.isSound()
    await handle.close()
    // What the disk did not take is in memory still, and would be read there as if it had: it is fetched anew.
    if (!isSound) await rm(path, { force: true })
  }
  return {
    sizeAtOpening: size,
    read: (position, length) => readAt(handle, position, length),
    async write(position, pieces) {
      const bytes = lengthOf(pieces)
      await (work === null
        ? writePieces({ file: handle.fd, direct: null }, position, pieces)
        : work.write(position, pieces))
      flushing.wrote(bytes)
    },
    async work(sealed) {
      if (sealed.bytes > smallBytes) direct ??= await openDirect(path)
      const begun = workOnFile({ file: handle.fd, direct: direct?.fd ?? null }, thread, sealed)
      work = begun
      return {
        ...begun,
        async close() {
          work = null
          await begun.close()
        },
      }
    },
    async keep(sha256) {
      try {
        await flushing.sync()
      } catch (reason) {
        // What the disk did not take is in memory still, and would be read there as if it had: it is fetched anew.
        await close()
        await rm(path, { force: true })
        throw reason
      }
      await direct?.close()
      await keep(handle, path, sha256)
    },
    async quarantine() {
      await close()
      await unlessMissing(rename(path, `${path}.damaged`))
    },
    close,
  }
}

/** Bytes that have come of the file of a deposit: those that the disk holds, for it has holes. */
export async function partialBytes(folder: string, deposit: string): Promise<number> {
  return ((await unlessMissing(stat(pathOf(folder, deposit))))?.blocks ?? 0) * 512
}

/** Takes away what has come of a deposit, also what was set aside. */
export async function removePartial(folder: string, deposit: string): Promise<void> {
  for (const path of [pathOf(folder, deposit), `${pathOf(folder, deposit)}.damaged`])
    await rm(path, { force: true })
}

/** What has come of files, and what of them was set aside. */
export async function listPartials(folder: string): Promise<PartialLeft[]> {
  const left: PartialLeft[] = []
  for (const name of (await unlessMissing(readdir(join(folder, partialName)))) ?? []) {
    const [, deposit, aside] = /^([0-9a-f-]{36})(\.damaged)?$/.exec(name) ?? []
    const found = await unlessMissing(stat(join(folder, partialName, name)))
    if (deposit === undefined || found === null) continue
    left.push({ deposit, isSetAside: aside !== undefined, at: found.mtime })
  }
  return left
}

/** Takes one of them away. */
export async function dropPartial(folder: string, { deposit, isSetAside }: PartialLeft): Promise<void> {
  await rm(`${pathOf(folder, deposit)}${isSetAside ? '.damaged' : ''}`, { force: true })
}

function pathOf(folder: string, deposit: string): string {
  if (!/^[0-9a-f-]{36}$/.test(deposit)) throw new RangeError('a deposit is named by a UUID')
  return join(folder, partialName, deposit)
}

/** The disk is told to begin after so many bytes: at the end there is little left to wait for, and the memory is free. */
const flushBytes = 32 * 1024 * 1024

interface Flusher {
  /** Told of bytes that were written. */
  readonly wrote: (bytes: number) => void
  /** Whether the disk has taken all that it was told to begin with. */
  readonly isSound: () => Promise<boolean>
  /** Returns when all is on the disk; throws what the disk has said of any of it. */
  readonly sync: () => Promise<void>
}

function flusher(handle: FileHandle): Flusher {
  let unflushed = 0
  let flushing: Promise<void> | null = null
  /** The system tells of a failure once, and not again by a later sync. */
  let failure: { readonly reason: unknown } | null = null
  const flush = async (): Promise<void> => {
    try {
      await handle.datasync()
    } catch (reason) {
      failure ??= { reason }
    } finally {
      flushing = null
    }
  }
  return {
    wrote(bytes) {
      unflushed += bytes
      if (unflushed < flushBytes || flushing !== null) return
      unflushed = 0
      flushing = flush()
    },
    async isSound() {
      await flushing
      return failure === null
    },
    async sync() {
      await flushing
      await handle.sync()
      if (failure !== null) throw failure.reason
    },
  }
}
