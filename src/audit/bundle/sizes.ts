import type { Files } from './layout.ts'

const mebibyte = 1024 * 1024
const gibibyte = 1024 * mebibyte

/** How much is taken as a bundle. */
export interface SizeLimits {
  readonly filesMax: number
  /** Of one file. */
  readonly fileBytesMax: number
  /** Of all files together. */
  readonly totalBytesMax: number
}

/**
 * Bounds of a bundle in a folder: of what is exported, and the same of what is read, so that whatever a node exports is
 * taken by `verify`. A log of ten million entries is some 80,000 files with 5 GiB, a million messages with their receipts
 * are two million files; and of a file with lines one line is read at a time. What holds more bytes in one piece neither
 * `node:fs` nor `node:crypto` takes at once.
 */
export const folderSizes = {
  filesMax: 2_500_000,
  fileBytesMax: 2 * gibibyte - 1,
  totalBytesMax: 16 * gibibyte,
} as const satisfies SizeLimits

/** Bounds of what is in a zip file, unpacked; of each name in it the whole directory is held in memory. */
export const zipSizes = { ...folderSizes, filesMax: 200_000 } as const satisfies SizeLimits

/** Bounds of what a page takes, zip file or folder: a tab of a browser has to hold all of it, and what it is told. */
export const pageSizes = {
  filesMax: zipSizes.filesMax,
  fileBytesMax: gibibyte,
  totalBytesMax: gibibyte,
} as const satisfies SizeLimits

/** What of some files is beyond the limits, in words; null: nothing. */
export function beyondSizes(files: Files, limits: SizeLimits): string | null {
  const counted = sizeCounter(limits)
  for (const [path, { length }] of files) {
    const beyond = counted(path, length)
    if (beyond !== null) return beyond
  }
  return null
}

/** Counts files one after the other; says in words what is beyond the limits with the one that is told. */
export function sizeCounter(limits: SizeLimits): (path: string, bytes: number) => string | null {
  let files = 0
  let total = 0
  return (path, bytes) => {
    files += 1
    total += bytes
    if (bytes > limits.fileBytesMax)
      return `${path} has ${bytes} bytes, and a file may have ${limits.fileBytesMax}`
    if (files > limits.filesMax) return `with ${path} it holds more than ${limits.filesMax} files`
    if (total > limits.totalBytesMax) return `with ${path} it holds more than ${limits.totalBytesMax} bytes`
    return null
  }
}
