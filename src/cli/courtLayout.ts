/** The folder of a court bundle in which the bundle itself lies; what stands beside it are words to read. */
export const bundleFolder = 'bundle/'

/** Whether files of these names are a court bundle, and not a bare bundle. */
export function isCourtBundle(names: Iterable<string>): boolean {
  const all = [...names]
  return !all.includes('checkpoint') && all.some((name) => name.startsWith(bundleFolder))
}

/** The files of the bundle itself, by their paths in it. */
export function bundleWithin(files: ReadonlyMap<string, Uint8Array>): Map<string, Uint8Array> {
  if (!isCourtBundle(files.keys())) return new Map(files)
  const within = [...files].filter(([name]) => name.startsWith(bundleFolder))
  return new Map(within.map(([name, bytes]) => [name.slice(bundleFolder.length), bytes]))
}
