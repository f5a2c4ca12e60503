import type { Disclosures } from './disclosures.ts'
import { type Files, bundlePaths, stateFiles } from './layout.ts'
import { type BundleLog, type LoggedEntry, entryName } from './log.ts'
import type { Find } from './report.ts'

/** What a bundle says it holds: the disclosed details of its `export.made`. */
export interface Scope {
  /** Null: all requests of the log. */
  readonly requests: readonly string[] | null
  /** Size of the log to which the records and trust lists answer. */
  readonly size: number
  /** Index of the entry that says so; null where none does. */
  readonly index: number | null
}

interface ExportDetails {
  readonly count: number
  readonly files: string
  readonly scope: readonly string[]
  readonly size: number
}

/**
 * Reads from the last `export.made` of the log what the bundle must hold, and checks that the files of `record/` and
 * `trust/` are those that it states. Where that cannot be known, the bundle is judged as one of the whole log.
 */
export function readScope(files: Files, log: BundleLog, disclosed: Disclosures, find: Find): Scope {
  const all: Scope = { requests: null, size: log.entries.length, index: null }
  const made = log.entries.findLast(({ entry }) => entry.evt === 'export.made')
  if (made === undefined) {
    find('mismatch', bundlePaths.checkpoint, 'no entry of the log states what this bundle holds (export.made)')
    return all
  }
  const details = disclosed.get(made.index)?.details as ExportDetails | undefined
  if (details === undefined) {
    find('incomplete', entryName(made.index), 'it is not disclosed what this bundle should hold')
    return { ...all, size: made.index, index: made.index }
  }
  checkFiles(files, details, made, find)
  const isWhole = details.scope.length === 1 && details.scope[0] === 'all'
  return { requests: isWhole ? null : details.scope, size: Math.min(details.size, made.index), index: made.index }
}

function checkFiles(files: Files, details: ExportDetails, { index }: LoggedEntry, find: Find): void {
  const found = stateFiles(files)
  if (found.count === details.count && found.files === details.files) return
  const counts = `${found.count} in the bundle, ${details.count} exported`
  find('mismatch', entryName(index), `the files in record/ and trust/ are not those exported (${counts})`)
}
