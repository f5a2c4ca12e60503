import { setMaxListeners } from 'node:events'
import type { Readable } from 'node:stream'
import type { S3 } from '@aws-sdk/client-s3'
import { hash } from 'node:crypto'
import { ExhibitStoreUnavailable } from '../exhibitStore.ts'
import type { BucketCredentials, BucketLimits, BucketPlace } from './bucketPlace.ts'
import { type Patience, isMissing, mayPass, patienceWith, wordsOf } from './patience.ts'

/** A file that goes into a bucket in parts. */
export interface Upload {
  readonly key: string
  readonly id: string
}

/** A part of it that the bucket has. */
export interface UploadedPart {
  readonly PartNumber: number
  readonly ETag: string | undefined
  readonly ChecksumSHA256: string | undefined
}

/** Something in a bucket, and since when by the clock of the server. */
export interface Listed {
  readonly key: string
  readonly at: Date
}

/**
 * What a node asks of a bucket. Each throws ExhibitStoreUnavailable where the bucket cannot be reached for long, or refuses.
 * Everything sent has a SHA-256 that the server holds it against; what is answered as done is done.
 */
export interface Bucket {
  /** Bytes; null: there is no such key. That there is no bucket, or another one, is no answer to that. */
  sizeOf(key: string): Promise<number | null>
  /** Bytes from `start` to `end`, both included. One attempt: throws whatever the line throws. */
  get(key: string, range: { readonly start: number; readonly end: number }): Promise<Readable>
  put(key: string, bytes: Uint8Array): Promise<void>
  beginUpload(key: string): Promise<Upload>
  /** @param number - from 1 */
  putPart(upload: Upload, number: number, bytes: Uint8Array): Promise<UploadedPart>
  /** Makes a part of bytes of another key, without their coming here. */
  copyPart(
    upload: Upload,
    number: number,
    source: { readonly key: string; readonly start: number; readonly end: number },
  ): Promise<UploadedPart>
  /** From here on the key has these parts, all at once. */
  complete(upload: Upload, parts: readonly UploadedPart[]): Promise<void>
  abort(upload: Upload): Promise<void>
  remove(key: string): Promise<void>
  /** All keys with this beginning, some at a time. */
  list(beginning: string): AsyncGenerator<readonly Listed[]>
  /** The uploads under way, or left behind, of keys with this beginning. */
  uploads(beginning: string): Promise<readonly (Upload & { readonly at: Date })[]>
  /** Throws with words for the operator where the bucket cannot be used. One attempt. */
  look(): Promise<void>
  readonly patience: Patience
  close(): void
}

/**
 * The library is loaded and the credentials are read when the bucket is used first.
 *
 * @param credentials - read again every few minutes, so that new ones need no restart
 */
export function bucketAt(
  place: BucketPlace,
  credentials: () => Promise<BucketCredentials>,
  limits: BucketLimits,
): Bucket {
  const closing = new AbortController()
  // Each of many small files that wait for it listens to it.
  setMaxListeners(0, closing.signal)
  const patience = patienceWith(limits.pausesMs, closing.signal)
  let opened: Promise<S3> | null = null
  const client = (): Promise<S3> => (opened ??= clientOf(place, credentials, limits))
  const { bucket: Bucket } = place
  const once = async <Answer>(ask: (s3: S3, signal: AbortSignal) => Promise<Answer>): Promise<Answer> =>
    await ask(await client(), closing.signal)
  const steadily = <Answer>(ask: (s3: S3, abortSignal: AbortSignal) => Promise<Answer>): Promise<Answer> =>
    patience.steadily(() => once(ask))
  const isThere = async (): Promise<void> => {
    await steadily((s3, abortSignal) => s3.headBucket({ Bucket }, { abortSignal }))
  }

  return {
    patience,
    async sizeOf(Key) {
      const found = await steadily(async (s3, abortSignal) => {
        try {
          return await s3.headObject({ Bucket, Key }, { abortSignal })
        } catch (reason) {
          if (isMissing(reason)) return null
          throw reason
        }
      })
      // A bucket that was taken away says the same of each of its files as one that never had them.
      if (found === null) await isThere()
      return found?.ContentLength ?? null
    },
    async get(Key, { start, end }) {
      const Range = `bytes=${start}-${end}`
      const { Body, ContentRange } = await once((s3, abortSignal) =>
        s3.getObject({ Bucket, Key, Range }, { abortSignal }),
      )
      const body = Body as Readable | undefined
      if (body !== undefined && ContentRange?.startsWith(`bytes ${start}-${end}/`) === true) return body
      body?.destroy()
      throw new Error(`the bucket gave ${ContentRange ?? 'no range'} for ${Range}`)
    },
    async put(Key, Body) {
      const ChecksumSHA256 = sha256Of(Body)
      await steadily((s3, abortSignal) =>
        s3.putObject({ Bucket, Key, Body, ChecksumSHA256, ContentType: mediaType }, { abortSignal }),
      )
    },
    async beginUpload(key) {
      const asked = { Bucket, Key: key, ChecksumAlgorithm: 'SHA256', ContentType: mediaType } as const
      const { UploadId: id } = await steadily((s3, abortSignal) =>
        s3.createMultipartUpload(asked, { abortSignal }),
      )
      if (id === undefined) throw new ExhibitStoreUnavailable('the bucket begins no upload in parts')
      return { key, id }
    },
    async putPart({ key: Key, id: UploadId }, PartNumber, Body) {
      const ChecksumSHA256 = sha256Of(Body)
      const { ETag } = await steadily((s3, abortSignal) =>
        s3.uploadPart({ Bucket, Key, UploadId, PartNumber, Body, ChecksumSHA256 }, { abortSignal }),
      )
      return { PartNumber, ETag, ChecksumSHA256 }
    },
    async copyPart({ key: Key, id: UploadId }, PartNumber, { key, start, end }) {
      const source = { CopySource: `${Bucket}/${key}`, CopySourceRange: `bytes=${start}-${end}` }
      const { CopyPartResult: part } = await steadily((s3, abortSignal) =>
        s3.uploadPartCopy({ Bucket, Key, UploadId, PartNumber, ...source }, { abortSignal }),
      )
      return { PartNumber, ETag: part?.ETag, ChecksumSHA256: part?.ChecksumSHA256 }
    },
    async complete({ key: Key, id: UploadId }, parts) {
      const MultipartUpload = { Parts: [...parts] }
      await steadily((s3, abortSignal) =>
        s3.completeMultipartUpload({ Bucket, Key, UploadId, MultipartUpload }, { abortSignal }),
      )
    },
    async abort({ key: Key, id: UploadId }) {
      await once((s3, abortSignal) => s3.abortMultipartUpload({ Bucket, Key, UploadId }, { abortSignal }))
    },
    async remove(Key) {
      await steadily((s3, abortSignal) => s3.deleteObject({ Bucket, Key }, { abortSignal }))
    },
    async *list(Prefix) {
      for (let ContinuationToken: string | undefined; ;) {
        const asked = { Bucket, Prefix, MaxKeys: limits.listMax, ContinuationToken }
        const page = await steadily((s3, abortSignal) => s3.listObjectsV2(asked, { abortSignal }))
        yield (page.Contents ?? []).flatMap(({ Key: key, LastModified: at }) =>
          key === undefined || at === undefined ? [] : [{ key, at }],
        )
        ContinuationToken = page.NextContinuationToken
        if (page.IsTruncated !== true || ContinuationToken === undefined) return
      }
    },
    async uploads(Prefix) {
      // What one list does not hold is in the next one, once these are gone.
      const { Uploads = [] } = await steadily((s3, abortSignal) =>
        s3.listMultipartUploads({ Bucket, Prefix, MaxUploads: limits.listMax }, { abortSignal }),
      )
      return Uploads.flatMap(({ Key: key, UploadId: id, Initiated: at }) =>
        key === undefined || id === undefined || at === undefined ? [] : [{ key, id, at }],
      )
    },
    async look() {
      try {
        // Unlike a look at the bucket alone, a list says what is wrong.
        await once((s3, abortSignal) =>
          s3.listObjectsV2({ Bucket, Prefix: place.prefix, MaxKeys: 1 }, { abortSignal }),
        )
      } catch (cause) {
        throw new ExhibitStoreUnavailable(wordsOf(cause, place), { cause, isLasting: !mayPass(cause) })
      }
    },
    close() {
      closing.abort(new Error('the node is being stopped'))
      void opened?.then((s3) => s3.destroy()).catch(() => undefined)
    },
  }
}

/** What the bucket takes them for: bytes that mean nothing to anybody else. */
const mediaType = 'application/octet-stream'

function sha256Of(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'base64')
}

async function clientOf(
  { url, region, isPathStyle }: BucketPlace,
  credentials: () => Promise<BucketCredentials>,
  { connectMs, idleMs, credentialsMs }: BucketLimits,
): Promise<S3> {
  // Only here: it is large, and most nodes have a folder.
  const { S3 } = await import('@aws-sdk/client-s3')
  return new S3({
    endpoint: url,
    region,
    forcePathStyle: isPathStyle,
    // The time is told, so that the library asks again.
    credentials: async () => ({
      ...(await credentials()),
      expiration: new Date(Date.now() + 2 * credentialsMs),
    }),
    requestHandler: {
      connectionTimeout: connectMs,
      requestTimeout: idleMs,
      socketTimeout: idleMs,
      throwOnRequestTimeout: true,
    },
    // Attempts are counted in one place, `patience.ts`.
    maxAttempts: 1,
    // Servers of others do not know the checksums that Amazon's has by default. The SHA-256 is said where bytes are sent.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
}
