/** Where a bucket is that speaks the S3 interface. */
export interface BucketPlace {
  /** Address of the server, without the bucket. */
  readonly url: string
  readonly bucket: string
  readonly region: string
  /** What all names in the bucket begin with that are this node's; empty, or with a slash at its end. */
  readonly prefix: string
  /** The bucket is named in the path of an address, not in its host. */
  readonly isPathStyle: boolean
  /** Where `credentials` come from, for words to the operator. */
  readonly credentialsFile: string
}

/** What opens a bucket. */
export interface BucketCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** What a node asks of a bucket, all of it in one place; bytes and milliseconds. */
export interface BucketLimits {
  /** Until a connection stands; without a byte on one; for an answer that has no file in it. */
  readonly connectMs: number
  readonly idleMs: number
  /** Pauses before further attempts; after the last of them, the bucket counts for unavailable. */
  readonly pausesMs: readonly number[]
  /** Of a part of a larger file, at least and at most; all parts of a file that are sent at once, if that is more than one. */
  readonly partBytes: number
  readonly partBytesMax: number
  readonly atOnceBytes: number
  /** Of a part that the server copies by itself. */
  readonly copyBytes: number
  /** Names in one list. */
  readonly listMax: number
  /** An upload that was begun so long ago is nobody's any more. */
  readonly abandonedMs: number
  /** Credentials are read from their file so often. */
  readonly credentialsMs: number
}

export const bucketLimits: BucketLimits = {
  connectMs: 5_000,
  idleMs: 30_000,
  pausesMs: [250, 500, 1_000, 2_000, 4_000, 8_000, 15_000],
  partBytes: 16 * 1024 * 1024,
  // A part lies in memory while it is sent. By the interface a file has 10,000: it may be of 1.22 TiB.
  partBytesMax: 128 * 1024 * 1024,
  atOnceBytes: 48 * 1024 * 1024,
  copyBytes: 1024 * 1024 * 1024,
  listMax: 500,
  abandonedMs: 7 * 24 * 3_600_000,
  credentialsMs: 5 * 60_000,
}
