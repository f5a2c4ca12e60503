import { mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { exhibitPath, keepAs, settleIn } from './exhibitPaths.ts'
import { unlessMissing } from '../unlessMissing.ts'
import { type ExhibitStore, asideName, asideNamed } from './exhibitStore.ts'
import { piecesOf } from './pieces.ts'
import { placeMarkIn } from './placeMark.ts'
import { keepSmallFiles, readSmallFile } from './smallFiles.ts'
import { spoolIn } from './spool.ts'

/**
 * The folder at this place, which is made when the first file comes. What other processes left behind in it more than a
 * day ago is taken away. Where another folder is there than its mark says, as that of a disk which is not mounted, nothing is written to it,
 * and nothing is said of what it lacks.
 *
 * @param thread - the program of a thread that works on a file, `fileThread.ts` as it is built
 */
export async function openExhibitFolder(folder: string, thread: string): Promise<ExhibitStore> {
  const spool = spoolIn(folder, thread, (handle, draft, sha256) => keepAs(handle, draft, folder, sha256))
  await spool.sweepLeftovers(new Date())
  const aside = join(folder, 'damaged')
  const mark = placeMarkIn(folder)
  /** What was looked for; null: it is not there, and this is where it would be. */
  const found = async <Found>(looking: Promise<Found | null>): Promise<Found | null> => {
    const one = await unlessMissing(looking)
    if (one === null) await mark.refuseOther()
    return one
  }
  const inItsPlace = async <Outcome>(work: () => Promise<Outcome>): Promise<Outcome> => {
    await mark.refuseOther()
    return await work()
  }
  return {
    ...spool,
    begin: () => inItsPlace(() => spool.begin()),
    partial: (deposit) => inItsPlace(() => spool.partial(deposit)),
    freeBytes: () => inItsPlace(() => spool.freeBytes()),
    uploads: {
      ...spool.uploads,
      open: (upload, opening) => inItsPlace(() => spool.uploads.open(upload, opening)),
    },
    sealedBytesMax: Number.POSITIVE_INFINITY,
    async read(sha256, range) {
      const handle = await found(open(exhibitPath(folder, sha256), 'r'))
      // The stream closes the file when it ends or is destroyed.
      return handle === null ? null : handle.createReadStream({ ...range, highWaterMark: 256 * 1024 })
    },
    async pieces(sha256, range) {
      const handle = await found(open(exhibitPath(folder, sha256), 'r'))
      return handle === null ? null : piecesOf(handle, range)
    },
    small: (sha256, bytesMax) => found(readSmallFile(exhibitPath(folder, sha256), bytesMax)),
    keepSmall: (files) => inItsPlace(() => keepSmallFiles(folder, files)),
    settle: (sha256) => settleIn(folder, sha256),
    sizeOf: async (sha256) => (await found(stat(exhibitPath(folder, sha256))))?.size ?? null,
    async setAside(sha256, now) {
      await mkdir(aside, { recursive: true, mode: 0o700 })
      await unlessMissing(rename(exhibitPath(folder, sha256), join(aside, asideName({ sha256, at: now }))))
    },
    async *asideBefore(instant) {
      const names = (await unlessMissing(readdir(aside))) ?? []
      yield names.flatMap((name) => asideNamed(name, instant))
    },
    async dropAside(file) {
      await unlessMissing(unlink(join(aside, asideName(file))))
    },
    async remove(sha256) {
      await unlessMissing(unlink(exhibitPath(folder, sha256)))
    },
    keptBefore: (instant) => keptInFolder(folder, instant),
    async *elsewhere() {
      // All of them are here.
    },
    moveIn: () => Promise.resolve(false),
    async look() {
      await inItsPlace(() => spool.freeBytes())
    },
    mark,
    close() {
      // A disk is not waited for.
    },
  }
}

/** The names of the files that were kept in a folder before an instant, those with one beginning at a time. */
export async function* keptInFolder(folder: string, instant: Date): AsyncGenerator<readonly string[]> {
  const beginnings = (await unlessMissing(readdir(folder))) ?? []
  for (const beginning of beginnings.filter((name) => /^[0-9a-f]{2}$/.test(name)))
    yield await keptIn(folder, beginning, instant.getTime())
}

async function keptIn(folder: string, beginning: string, beforeMs: number): Promise<readonly string[]> {
  const names = (await unlessMissing(readdir(join(folder, beginning)))) ?? []
  const kept: string[] = []
  for (const name of names.filter((one) => /^[0-9a-f]{64}$/.test(one) && one.startsWith(beginning))) {
    const found = await unlessMissing(stat(join(folder, beginning, name)))
    if (found !== null && found.mtimeMs < beforeMs) kept.push(name)
  }
  return kept
}
