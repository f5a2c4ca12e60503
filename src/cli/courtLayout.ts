import type { Files } from '../audit/bundle/layout.ts'

/** The folder of a court bundle in which the bundle itself lies; what stands beside it are words to read. */
export const bundleFolder = 'bundle/'

/** Whether files of these names are a court bundle, and not a bare bundle. */
export function isCourtBundle(names: Iterable<string>): boolean {
  const all = [...names]
  return !all.includes('checkpoint') && all.some((name) => name.startsWith(bundleFolder))
}

/** The bundle in what was given. */
export interface Unpacked {
  /** The files of the bundle itself, by their paths in it. */
  readonly files: Files
  /** What stands beside it in a court bundle, by its path there; null where all that was given is a bare bundle. */
  readonly beside: Files | null
}

/** Parts what was given into the bundle and what stands beside it. */
export function unpackedOf(given: Files): Unpacked {
  if (!isCourtBundle(given.keys())) return { files: given, beside: null }
  const isWithin = ([name]: readonly [string, Uint8Array]): boolean => name.startsWith(bundleFolder)
  const within = [...given].filter(isWithin)
  return {
    files: new Map(within.map(([name, bytes]) => [name.slice(bundleFolder.length), bytes])),
    beside: new Map([...given].filter((file) => !isWithin(file))),
  }
}
