import { randomUUID } from 'node:crypto'
import { type FileHandle, access, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as letPass } from 'node:timers/promises'
import type { SealedFile } from './chunkReading.ts'
import { openDirect } from './directFile.ts'
import { type KeepFile } from './exhibitPaths.ts'
import { unlessMissing } from '../unlessMissing.ts'
import { type FileWork, smallBytes, workOnFile } from './fileWork.ts'
import { lengthOf, writePieces } from './writePieces.ts'
import { readAt } from '../readAt.ts'

/**
 * A sealed file of which pieces come in any order. What is in it is how far it is: nothing else says so. Whoever opens it has it alone:
 * once somebody else has opened it after that, nothing is written to it here any more, and it is neither kept nor set aside.
 */
export interface PartialFile {
  /** Where it ended when it was opened: beyond it nothing was written before. */
  readonly sizeAtOpening: number
  /** Up to so many bytes from there; fewer where the file ends. Between pieces there are zeros. */
  read(position: number, length: number): Promise<Buffer>
  /** Writes pieces that follow each other, which are not there any more then. When it returns, the system has them, and the disk soon. */
  write(position: number, pieces: readonly Uint8Array[]): Promise<void>
  /** Works on it as a sealed file; until that is closed, it does what is written as well. */
  work(sealed: SealedFile): Promise<FileWork>
  /**
   * Puts it where sealed files stay, for good. Closed in any case; where that fails, it stays for the next time.
   *
   * @throws TakenByAnother, as `write` and `quarantine` do
   */
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

/** Another process of the node has opened the file since: what comes of it is for that one to say. */
export class TakenByAnother extends Error {}

/**
 * Whoever has a file open has it under a name of its own, `<deposit>.<UUID>`, and who lets go of it under that of its deposit alone. The
 * name is what two processes that both believe to be at the file are told apart by: it is given to the next one, and kept under its hash,
 * by renaming, which one of them can do once.
 */
const partName = /^([0-9a-f-]{36})(?:\.([0-9a-f-]{36}))?$/
const asideName = /^([0-9a-f-]{36})\.damaged$/

/**
 * So long it is waited, where a file is taken from whoever has not let go of it: what that one was writing as it lost its name has reached
 * the file then, and is read with all else in it.
 */
const takingMs = 1_000

/** What is on the disk of a file that is fetched, or was. */
export interface PartialLeft {
  /** Its name among them. */
  readonly name: string
  /** UUID of its deposit, or what stands for it. */
  readonly deposit: string
  /** What came was not what was announced. */
  readonly isSetAside: boolean
  /** When it was last written to. */
  readonly at: Date
}

/** Opens the file of a deposit (UUID), which is begun where there is none, and takes it from whoever has it open. */
export async function openPartialFile(
  folder: string,
  { thread, keep }: { readonly thread: string; readonly keep: KeepFile },
  deposit: string,
): Promise<PartialFile> {
  const released = pathOf(folder, deposit)
  const path = `${released}.${randomUUID()}`
  await mkdir(join(folder, partialName), { recursive: true, mode: 0o700 })
  // If the process dies from here until it lets go of it: the file has this name, under which the next one finds it.
  const isThere = await takeTo(folder, deposit, path)
  const handle = await open(path, isThere ? 'r+' : 'wx+', 0o600).catch(async (reason: unknown) => {
    await unlessMissing(rename(path, released))
    throw reason
  })
  const ifOwn = async (): Promise<void> => {
    if ((await unlessMissing(access(path).then(() => true))) === null) throw new TakenByAnother()
  }
  const { size } = await handle.stat()
  const flushing = flusher(handle)
  let direct: FileHandle | null = null
  let work: FileWork | null = null
  const closeAs = async (name: string | null): Promise<void> => {
    await direct?.close()
    const isSound = await flushing.isSound()
    await handle.close()
    // What the disk did not take is in memory still, and would be read there as if it had: it is fetched anew.
    if (isSound && name !== null) await unlessMissing(rename(path, name))
    else await rm(path, { force: true })
  }
  const close = async (): Promise<void> => {
    await closeAs(released)
  }
  return {
    sizeAtOpening: size,
    read: (position, length) => readAt(handle, position, length),
    async write(position, pieces) {
      const bytes = lengthOf(pieces)
      await ifOwn()
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
        await closeAs(null)
        throw reason
      }
      try {
        await ifOwn()
      } catch (reason) {
        await close()
        throw reason
      }
      await direct?.close()
      try {
        await keep(handle, path, sha256)
      } catch (reason) {
        // Another has taken it at the last moment: there was nothing to rename.
        if ((reason as NodeJS.ErrnoException).code === 'ENOENT') await ifOwn()
        await unlessMissing(rename(path, released))
        throw reason
      }
    },
    async quarantine() {
      try {
        // Another may be writing to what was read here.
        await ifOwn()
      } catch (reason) {
        await close()
        throw reason
      }
      await closeAs(`${released}.damaged`)
    },
    close,
  }
}

/**
 * Gives what has come of a deposit the name of whoever takes it; false: there is nothing. Of several, as of processes that began at one
 * moment, the one of which most has come, and the others are taken away.
 */
async function takeTo(folder: string, deposit: string, path: string): Promise<boolean> {
  for (;;) {
    const parts = await partsOf(folder, deposit)
    const [most, ...others] = parts.toSorted((one, other) => other.bytes - one.bytes)
    if (most === undefined) return false
    // Who has it kept it, or let go of it, since it was looked for.
    if ((await unlessMissing(rename(most.path, path).then(() => true))) === null) continue
    for (const other of others) await rm(other.path, { force: true })
    if (most.isHeld) await letPass(takingMs)
    return true
  }
}

interface Part {
  readonly path: string
  /** Whoever has opened it has not let go of it. */
  readonly isHeld: boolean
  /** That the disk holds. */
  readonly bytes: number
}

async function partsOf(folder: string, deposit: string): Promise<Part[]> {
  const released = pathOf(folder, deposit)
  const parts: Part[] = []
  for (const name of (await unlessMissing(readdir(join(folder, partialName)))) ?? []) {
    const [, of, holder] = partName.exec(name) ?? []
    if (of !== deposit) continue
    const path = holder === undefined ? released : `${released}.${holder}`
    const found = await unlessMissing(stat(path))
    if (found !== null) parts.push({ path, isHeld: holder !== undefined, bytes: found.blocks * 512 })
  }
  return parts
}

/** Bytes that have come of the file of a deposit: those that the disk holds, for it has holes. */
export async function partialBytes(folder: string, deposit: string): Promise<number> {
  return Math.max(0, ...(await partsOf(folder, deposit)).map(({ bytes }) => bytes))
}

/** Takes away what has come of a deposit, also what was set aside. */
export async function removePartial(folder: string, deposit: string): Promise<void> {
  for (const { path } of await partsOf(folder, deposit)) await rm(path, { force: true })
  await rm(`${pathOf(folder, deposit)}.damaged`, { force: true })
}

/** What has come of files, and what of them was set aside. */
export async function listPartials(folder: string): Promise<PartialLeft[]> {
  const left: PartialLeft[] = []
  for (const name of (await unlessMissing(readdir(join(folder, partialName)))) ?? []) {
    const aside = asideName.exec(name)
    const [, deposit] = aside ?? partName.exec(name) ?? []
    const found = await unlessMissing(stat(join(folder, partialName, name)))
    if (deposit === undefined || found === null) continue
    left.push({ name, deposit, isSetAside: aside !== null, at: found.mtime })
  }
  return left
}

/** Takes one of them away. */
export async function dropPartial(folder: string, { name }: PartialLeft): Promise<void> {
  await rm(join(folder, partialName, name), { force: true })
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
