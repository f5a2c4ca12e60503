/**
 * Uploads, of systems of the State and of people at the desk: one that is not finished is gone so long after its last byte, and so long after it was
 * begun; uploads that are not finished, and the bytes that they will have, of one token or person, and of all; parts of one upload,
 * for each request begins a new one, and bytes after which it does so by itself; how long it can be asked how one ended;
 * what the last request of one waits for the file to be taken in; rounds that look for what is over.
 */
export const uploadLimits = {
  idleMs: 24 * 3_600_000,
  lifeMs: 7 * 24 * 3_600_000,
  each: { countMax: 8, bytesMax: 2 * 1024 ** 4 },
  all: { countMax: 32, bytesMax: 8 * 1024 ** 4 },
  partsMax: 65_536,
  partBytesMax: 256 * 1024 * 1024,
  keptMs: 7 * 24 * 3_600_000,
  answerMs: 10_000,
  everyMs: 60_000,
} as const
