import { logPaths, tileWidth } from '../tile.ts'
import { type Files, bundlePaths, reportPath, statedFolders } from './layout.ts'
import { type Plan, recordPaths } from './plan.ts'
import type { Find } from './report.ts'

/** The files without which nothing can be checked. */
const always = [
  bundlePaths.checkpoint,
  bundlePaths.verifierKey,
  bundlePaths.disclosures,
  bundlePaths.cosigned,
  bundlePaths.balances,
  bundlePaths.proofs,
  bundlePaths.witnessed,
]

/**
 * Checks that the files of the log are exactly those of a log of this size, and names every file that belongs to no
 * part of a bundle. False where the log cannot be in these files. Trust lists and records are judged where their content is.
 */
export function checkLogFiles(files: Files, size: number, find: Find): boolean {
  // Before the paths of a size that somebody made up are written out.
  if (size > files.size * tileWidth) {
    find(
      'mismatch',
      bundlePaths.checkpoint,
      `it is of ${size} entries, which cannot be in ${files.size} files`,
    )
    return false
  }
  const expected = [...always, ...logPaths(size)]
  const missing = expected.filter((path) => !files.has(path))
  for (const path of missing) find('mismatch', path, 'it lacks')
  const known = new Set<string>([...expected, bundlePaths.readme, bundlePaths.requests])
  for (const path of files.keys()) {
    if (!known.has(path) && !statedFolders.test(path))
      find('mismatch', path, 'it does not belong in this bundle')
  }
  return true
}

/** The reports of which the log tells, and whether the bundle must hold them. */
interface ExpectedReports {
  readonly planned: readonly { readonly request: string; readonly digest: string }[]
  readonly required: boolean
}

/**
 * Checks that the files of the records are exactly those of which the log tells.
 *
 * @param contrary - paths of receipts that were signed against others
 */
export function checkRecordFiles(
  files: Files,
  plans: ReadonlyMap<string, Plan>,
  { planned, required: areRequired }: ExpectedReports,
  contrary: readonly string[],
  find: Find,
): void {
  const reports = planned.map(({ request, digest }) => reportPath(request, digest))
  const known = new Set<string>([...reports, ...contrary])
  for (const path of contrary.filter((path) => !files.has(path)))
    find('mismatch', path, 'it lacks: the log tells of it')
  const lacking = reports.filter((path) => !files.has(path))
  if (areRequired) for (const path of lacking) find('mismatch', path, 'it lacks: the log tells of it')
  else if (lacking.length > 0) {
    const what = `${lacking.length} reports on files lack: the program that made this bundle did not export them`
    find('incomplete', 'record/', what)
  }
  for (const [request, plan] of plans) {
    for (const { path, required } of recordPaths(request, plan)) {
      known.add(path)
      if (required && !files.has(path)) find('mismatch', path, 'it lacks: the log tells of it')
    }
  }
  for (const path of files.keys()) {
    if (path.startsWith('record/') && !known.has(path)) find('mismatch', path, 'the log does not tell of it')
  }
}

/** The requests that have a folder in the bundle. */
export function requestsIn(files: Files): string[] {
  const found = [...files.keys()].map((path) => /^record\/([^/]+)\//.exec(path)?.[1])
  return [...new Set(found.filter((request) => request !== undefined))].sort()
}
