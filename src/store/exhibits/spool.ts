import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rm, stat, statfs, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { KeepFile } from './exhibitPaths.ts'
import { unlessMissing } from '../unlessMissing.ts'
import { type ExhibitStore, type IncomingFile, leftoverMs } from './exhibitStore.ts'
import { dropPartial, listPartials, openPartialFile, partialBytes, removePartial } from './partialFile.ts'
import { uploadDraftsIn } from './uploadDraft.ts'

/** Where sealed files lie on this machine while they come: written in pieces, and taken up again after a cut. */
export type Spool = Pick<
  ExhibitStore,
  | 'begin'
  | 'uploads'
  | 'partial'
  | 'partialBytes'
  | 'removePartial'
  | 'partials'
  | 'dropPartial'
  | 'freeBytes'
  | 'sweepLeftovers'
>

/** A draft that is being written is touched so often, that nobody takes it for one that was left behind. */
const touchMs = 3_600_000

/**
 * The spool in a folder, which is made when the first file comes.
 *
 * @param thread - the program of a thread that works on a file, `fileThread.ts` as it is built
 * @param keep - puts a file that is whole to where it stays
 */
export function spoolIn(folder: string, thread: string, keep: KeepFile): Spool {
  const incoming = join(folder, 'incoming')
  const made = async (): Promise<void> => {
    await mkdir(incoming, { recursive: true, mode: 0o700 })
  }
  return {
    async begin() {
      await made()
      return await beginFile(join(incoming, randomUUID()), keep)
    },
    uploads: uploadDraftsIn(folder),
    partial: (deposit) => openPartialFile(folder, { thread, keep }, deposit),
    partialBytes: (deposit) => partialBytes(folder, deposit),
    removePartial: (deposit) => removePartial(folder, deposit),
    partials: () => listPartials(folder),
    dropPartial: (left) => dropPartial(folder, left),
    async freeBytes() {
      await made()
      const { bavail, bsize } = await statfs(folder)
      return bavail * bsize
    },
    sweepLeftovers: (now) => sweepIncoming(incoming, now.getTime() - leftoverMs),
  }
}

async function beginFile(draft: string, keep: KeepFile): Promise<IncomingFile> {
  // If the process dies from here until it is kept: a draft that nobody looks at, until it is swept away.
  const handle = await open(draft, 'wx+', 0o600)
  const touching = setInterval(() => void touch(handle), touchMs).unref()
  return {
    async write(piece) {
      await handle.writeFile(piece)
    },
    async keep(sha256) {
      clearInterval(touching)
      await keep(handle, draft, sha256)
    },
    async drop() {
      clearInterval(touching)
      await handle.close()
      await unlessMissing(unlink(draft))
    },
  }
}

/** Where its file is closed meanwhile, or its disk fails, whoever writes it finds out. */
async function touch(handle: FileHandle): Promise<void> {
  const now = new Date()
  await handle.utimes(now, now).catch(() => undefined)
}

/**
 * Takes drafts away that nobody has touched for long. The id of a process would say nothing: in a container each one has the
 * same, and another machine may write to the same folder.
 */
async function sweepIncoming(incoming: string, beforeMs: number): Promise<void> {
  for (const name of (await unlessMissing(readdir(incoming))) ?? []) {
    const path = join(incoming, name)
    const found = await unlessMissing(stat(path))
    if (found === null || found.mtimeMs >= beforeMs) continue
    await rm(path, { force: true, recursive: true })
  }
}
