import { mkdir, open, unlink } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { keptInFolder } from '../exhibitFolder.ts'
import { type KeepFile, exhibitPath } from '../exhibitPaths.ts'
import { unlessMissing } from '../../unlessMissing.ts'
import {
  type ByteRange,
  type ExhibitStore,
  ExhibitStoreUnavailable,
  asideName,
  asideNamed,
  leftoverMs,
} from '../exhibitStore.ts'
import { spoolIn } from '../spool.ts'
import type { Bucket } from './bucket.ts'
import type { BucketLimits } from './bucketPlace.ts'
import { mayPass } from './patience.ts'
import { eachSideBySide } from '../../../message/sideBySide.ts'
import { failureOf, smallAtOnceMax } from '../smallFiles.ts'
import { ChangedOnDisk, copyInBucket, fileBytesMax, putBytes, putFile } from './putting.ts'

/** So many uploads are waited for that cannot be taken back at the moment. */
const abortFailuresMax = 3

/** What a bucket for sealed files is opened with. */
export interface ExhibitBucketParts {
  readonly bucket: Bucket
  /** What all names begin with that are this node's; empty, or with a slash at its end. */
  readonly prefix: string
  /** The folder where files lie while they come. */
  readonly spool: string
  /** The program of a thread that works on a file, `fileThread.ts` as it is built. */
  readonly thread: string
  readonly limits: BucketLimits
}

/**
 * Sealed files in a bucket, under the same names as in a folder, so that they can be copied from one to the other. What comes
 * is written to a folder first, for pieces come in any order, and put into the bucket when it is whole.
 */
export async function openExhibitBucket(parts: ExhibitBucketParts): Promise<ExhibitStore> {
  const { bucket, prefix, thread, limits } = parts
  const asidePrefix = `${prefix}damaged/`
  const keyOf = (sha256: string): string => exhibitKey(prefix, sha256)
  const keep: KeepFile = async (handle, draft, sha256) => {
    try {
      await putFile(bucket, keyOf(sha256), { handle, sha256 }, limits)
    } finally {
      await handle.close()
    }
    // If the process dies here: the file is in the bucket, and a draft on this disk that is put there again, or swept away.
    await unlessMissing(unlink(draft))
  }
  const spool = spoolIn(parts.spool, thread, keep)
  await mkdir(parts.spool, { recursive: true, mode: 0o700 })
  await spool.sweepLeftovers(new Date())

  const pieces = async (sha256: string, range?: ByteRange): Promise<AsyncGenerator<Buffer> | null> => {
    const key = keyOf(sha256)
    const size = await bucket.sizeOf(key)
    if (size === null) return null
    const { start, end } = range ?? { start: 0, end: size - 1 }
    return piecesOfKey(bucket, key, { start, end: Math.min(end, size - 1) }, limits.idleMs)
  }
  return {
    ...spool,
    sealedBytesMax: fileBytesMax(limits),
    async begin() {
      // A long file is not read, to be refused at its end.
      await bucket.look()
      return await spool.begin()
    },
    async read(sha256, range) {
      const found = await pieces(sha256, range)
      return found === null ? null : Readable.from(found, { objectMode: false, highWaterMark: 256 * 1024 })
    },
    pieces,
    async small(sha256, bytesMax) {
      const size = await bucket.sizeOf(keyOf(sha256))
      if (size === null || size > bytesMax) return null
      const found: Buffer[] = []
      const whole = { start: 0, end: size - 1 }
      for await (const piece of piecesOfKey(bucket, keyOf(sha256), whole, limits.idleMs)) found.push(piece)
      return Buffer.concat(found)
    },
    async keepSmall(files) {
      let away: Error | null = null
      return await eachSideBySide(files, smallAtOnceMax, async ({ sha256, bytes }) => {
        // Of a bucket that is away no other file is asked: each would be waited for as long again.
        if (away !== null) return away
        const failure = await failureOf(putBytes(bucket, keyOf(sha256), bytes))
        if (failure instanceof ExhibitStoreUnavailable && mayPass(failure.cause)) away = failure
        return failure
      })
    },
    // What a bucket has told of as there, is there for good.
    settle: () => Promise.resolve(),
    sizeOf: async (sha256) => await bucket.sizeOf(keyOf(sha256)),
    async setAside(sha256, now) {
      const key = keyOf(sha256)
      const size = await bucket.sizeOf(key)
      if (size === null) return
      const aside = asidePrefix + asideName({ sha256, at: now })
      if (size > 0) await copyInBucket(bucket, key, aside, { size, copyBytes: limits.copyBytes })
      // If the process dies here: it is found damaged once more, and there are two copies of it.
      await bucket.remove(key)
    },
    async *asideBefore(instant) {
      for await (const listed of bucket.list(asidePrefix))
        yield listed.flatMap(({ key }) => asideNamed(key.slice(asidePrefix.length), instant))
    },
    dropAside: (file) => bucket.remove(asidePrefix + asideName(file)),
    remove: (sha256) => bucket.remove(keyOf(sha256)),
    async *keptBefore(instant) {
      for await (const listed of bucket.list(prefix)) {
        const old = listed.filter(({ at }) => at.getTime() < instant.getTime())
        yield old.flatMap(({ key }) => nameIn(prefix, key) ?? [])
      }
    },
    async sweepLeftovers(now) {
      await spool.sweepLeftovers(now)
      let failures = 0
      const before = now.getTime() - Math.max(limits.abandonedMs, leftoverMs)
      for (const upload of await bucket.uploads(prefix))
        if (upload.at.getTime() < before)
          try {
            await bucket.abort(upload)
          } catch (reason) {
            // Whatever the bucket has against one, the others go. Where it is away, each would be waited for: another day.
            if (reason instanceof ExhibitStoreUnavailable && mayPass(reason.cause)) failures += 1
            if (failures >= abortFailuresMax) return
          }
    },
    elsewhere: () => keptInFolder(parts.spool, new Date(8.64e15)),
    async moveIn(sha256) {
      const path = exhibitPath(parts.spool, sha256)
      try {
        await keep(await open(path, 'r'), path, sha256)
        return true
      } catch (reason) {
        if (reason instanceof ChangedOnDisk) return false
        throw reason
      }
    },
    look: () => bucket.look(),
    mark: null,
    close: () => bucket.close(),
  }
}

/** The key of the sealed file with this SHA-256 (hex). */
export function exhibitKey(prefix: string, sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new RangeError('a sealed file is named by a SHA-256 in hex')
  return `${prefix}${sha256.slice(0, 2)}/${sha256}`
}

/** The SHA-256 of the sealed file with this key; null: it is something else. */
function nameIn(prefix: string, key: string): string | null {
  const name = key.slice(-64)
  return /^[0-9a-f]{64}$/.test(name) && exhibitKey(prefix, name) === key ? name : null
}

/** What is there of a range, however often the line is cut. */
async function* piecesOfKey(
  bucket: Bucket,
  key: string,
  { start, end }: ByteRange,
  idleMs: number,
): AsyncGenerator<Buffer> {
  let failures = 0
  for (let at = start; at <= end;) {
    const before = at
    try {
      const body = await bucket.get(key, { start: at, end })
      // A server that says nothing more is cut off, and so is one for whose bytes nobody has asked for long: they are asked for anew.
      const idle = setTimeout(() => body.destroy(new Error('nothing came for too long')), idleMs)
      try {
        for await (const piece of body as AsyncIterable<Buffer>) {
          at += piece.length
          yield piece
          idle.refresh()
        }
      } finally {
        clearTimeout(idle)
        body.destroy()
      }
      if (at <= end) throw new Error('the bucket gave less than it has')
    } catch (reason) {
      failures = at > before ? 1 : failures + 1
      await bucket.patience.wait(failures, reason)
    }
  }
}
