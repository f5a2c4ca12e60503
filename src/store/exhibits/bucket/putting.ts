import { type Hash, createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { ExhibitStoreUnavailable } from '../exhibitStore.ts'
import type { Bucket, Upload, UploadedPart } from './bucket.ts'
import type { BucketLimits } from './bucketPlace.ts'

/** The disk of this machine has not what was written to it. */
export class ChangedOnDisk extends Error {}

/** Parts that a file may have, by the interface. */
const partsMax = 10_000

/** The largest file that fits into a bucket in such parts. */
export function fileBytesMax({ partBytesMax }: Pick<BucketLimits, 'partBytesMax'>): number {
  return partsMax * partBytesMax
}

/**
 * Puts a file into a bucket, where it appears as a whole or not at all. When it returns, the bucket has confirmed every part
 * by its SHA-256 and the size of the whole, and what was sent has the SHA-256 (hex) that it should.
 *
 * @throws ExhibitStoreUnavailable; ChangedOnDisk where the file is another
 */
export async function putFile(
  bucket: Bucket,
  key: string,
  { handle, sha256 }: { readonly handle: FileHandle; readonly sha256: string },
  limits: BucketLimits,
): Promise<void> {
  const { size } = await handle.stat()
  if (size <= limits.partBytes) {
    const bytes = await readAll(handle, Buffer.allocUnsafe(size), 0)
    refuseOther(createHash('sha256').update(bytes), sha256)
    await putBytes(bucket, key, bytes)
  } else {
    await inParts(bucket, key, { handle, sha256, size }, limits)
    await confirm(bucket, key, size)
  }
}

/** The same of a small file that lies in memory. */
export async function putBytes(bucket: Bucket, key: string, bytes: Uint8Array): Promise<void> {
  await bucket.put(key, bytes)
  await confirm(bucket, key, bytes.length)
}

// If the process dies before it: a whole file to which no row refers, until it is swept away.
async function confirm(bucket: Bucket, key: string, size: number): Promise<void> {
  const kept = await bucket.sizeOf(key)
  if (kept !== size)
    throw new ExhibitStoreUnavailable(`the bucket has ${kept ?? 'nothing'} of a file of ${size} bytes`)
}

async function inParts(
  bucket: Bucket,
  key: string,
  { handle, sha256, size }: { readonly handle: FileHandle; readonly sha256: string; readonly size: number },
  { partBytes: partBytesLeast, atOnceBytes, ...limits }: BucketLimits,
): Promise<void> {
  // Looked at before a byte of it was taken in or fetched.
  if (size > fileBytesMax(limits))
    throw new ExhibitStoreUnavailable(`a bucket takes no file of more than ${fileBytesMax(limits)} bytes`, {
      isLasting: true,
    })
  const partBytes = Math.max(partBytesLeast, Math.ceil(size / partsMax))
  const atOnce = Math.max(1, Math.floor(atOnceBytes / partBytes))
  const spaces = Array.from({ length: atOnce }, () => Buffer.allocUnsafeSlow(partBytes))
  const hash = createHash('sha256')
  await uploaded(bucket, { key, size }, async (upload) => {
    // If the process dies in here: parts that belong to no file, until the upload is swept away as abandoned.
    const parts: UploadedPart[] = []
    for (let at = 0; at < size;) {
      const sending: Promise<UploadedPart>[] = []
      for (const space of spaces) {
        if (at >= size) break
        const bytes = await readAll(handle, space.subarray(0, Math.min(partBytes, size - at)), at)
        hash.update(bytes)
        sending.push(bucket.putPart(upload, parts.length + sending.length + 1, bytes))
        // Awaited below, all of them: none may go on in a space that is written anew.
        sending.at(-1)?.catch(() => undefined)
        at += bytes.length
      }
      await Promise.allSettled(sending)
      parts.push(...(await Promise.all(sending)))
    }
    refuseOther(hash, sha256)
    return parts
  })
}

/** Copies a key to another inside the bucket, of whatever size. */
export async function copyInBucket(
  bucket: Bucket,
  from: string,
  to: string,
  { size, copyBytes }: { readonly size: number; readonly copyBytes: number },
): Promise<void> {
  await uploaded(bucket, { key: to, size }, async (upload) => {
    const parts: UploadedPart[] = []
    for (let start = 0; start < size; start += copyBytes) {
      const end = Math.min(size, start + copyBytes) - 1
      parts.push(await bucket.copyPart(upload, parts.length + 1, { key: from, start, end }))
    }
    return parts
  })
}

async function uploaded(
  bucket: Bucket,
  { key, size }: { readonly key: string; readonly size: number },
  work: (upload: Upload) => Promise<readonly UploadedPart[]>,
): Promise<void> {
  // What was there before says nothing of this upload.
  const isNew = (await bucket.sizeOf(key)) === null
  const upload = await bucket.beginUpload(key)
  try {
    const parts = await work(upload)
    try {
      await bucket.complete(upload, parts)
    } catch (reason) {
      // The answer may have got lost, and then the bucket knows no such upload any more: the file is there all the same.
      if (!isNew || (await bucket.sizeOf(key)) !== size) throw reason
    }
  } catch (reason) {
    // Where that fails as well, it is swept away as abandoned.
    await bucket.abort(upload).catch(() => undefined)
    throw reason
  }
}

function refuseOther(hash: Hash, sha256: string): void {
  if (hash.digest('hex') !== sha256) throw new ChangedOnDisk(`a file on its way is not ${sha256} any more`)
}

/** Fills a space with the bytes of a file from a position. */
async function readAll(handle: FileHandle, space: Buffer, position: number): Promise<Buffer> {
  for (let filled = 0; filled < space.length;) {
    const { bytesRead } = await handle.read(space, filled, space.length - filled, position + filled)
    if (bytesRead === 0) throw new ChangedOnDisk('a file on its way has become shorter')
    filled += bytesRead
  }
  return space
}
