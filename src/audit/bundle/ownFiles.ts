import { type Files, bundlePaths } from './layout.ts'

/** Those of a bundle under these very names. */
const named: ReadonlySet<string> = new Set(
  Object.values(bundlePaths).filter((path) => path !== bundlePaths.readme),
)

/** Files that nothing but a bundle has, by their form: of the log, of records, of trust lists. */
const formed =
  /^(tile\/|record\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\/|trust\/[A-Z]{2,3}-\d+\.jws$|revocation\/[0-9a-f]{64}\.crl$)/

/** Whether anything in a folder is of a bundle, be it damaged or not: a README is in every other folder as well. */
export function hasBundle(given: Files): boolean {
  return [...given.keys()].some((path) => named.has(path) || formed.test(path))
}

/** What systems leave in folders and archives by themselves: macOS and Windows. */
const ofSystems = /^__MACOSX\/|(^|\/)(\.DS_Store|\._[^/]+|Thumbs\.db|ehthumbs\.db|desktop\.ini)$/i

/** Whether a file is one that a computer writes without being asked. No file of a bundle is called so. */
export function isOfSystem(path: string): boolean {
  return ofSystems.test(path)
}
