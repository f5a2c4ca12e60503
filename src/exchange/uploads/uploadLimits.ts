/** Uploads, of systems of the State and of people at the desk. */
export const uploadLimits = {
  /**
   * One that is not finished is gone so long after its last byte, and so long after it was begun; much sooner where none has come: whoever
   * has not heard that it was begun has begun another.
   */
  firstByteMs: 3_600_000,
  idleMs: 24 * 3_600_000,
  lifeMs: 7 * 24 * 3_600_000,
  /** Uploads that are not finished, and the bytes that they will have: of one token or person, and of all. */
  each: { countMax: 8, bytesMax: 2 * 1024 ** 4 },
  all: { countMax: 32, bytesMax: 8 * 1024 ** 4 },
  /** Parts of one upload, for each request begins a new one; bytes after which it does so by itself. */
  partsMax: 65_536,
  partBytesMax: 256 * 1024 * 1024,
  /** How long it can be asked how one ended. */
  keptMs: 7 * 24 * 3_600_000,
  /** What the last request of one waits for the file to be taken in. */
  answerMs: 10_000,
  /** How often it is looked for what is over. */
  everyMs: 60_000,
} as const
