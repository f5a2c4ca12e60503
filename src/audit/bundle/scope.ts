import { hash } from 'node:crypto'
import { subjectOf } from '../entry.ts'
import { type Disclosures, isAboutRequests } from './disclosures.ts'
import {
  type LinesStatement,
  type Files,
  type FilesStatement,
  bundlePaths,
  contentOf,
  stateFiles,
  stateLines,
  wholeCustody,
} from './layout.ts'
import { type BundleLog, entryName } from './log.ts'
import { requestsIn } from './fileSet.ts'
import type { Find } from './report.ts'
import { endsWithLine, wholeLines } from './textLines.ts'

/** What a bundle says it holds: the disclosed details of its `export.made`. */
export interface Scope {
  /** Null: all requests of the log. */
  readonly requests: readonly string[] | null
  /** Size of the log to which the records and trust lists answer. */
  readonly size: number
  /** Index of the entry that says so; -1 where none does. */
  readonly index: number
  /** What it says about the files; null where it is not known. */
  readonly stated: Stated | null
}

/** An export that an older program made says nothing of its README, and another nothing of custody. */
type Stated = FilesStatement &
  Omit<LinesStatement, 'readme'> &
  Partial<Pick<LinesStatement, 'readme'>> & { readonly custody?: string }

interface ExportDetails extends Stated {
  readonly scope: readonly string[]
  readonly size: number
}

/**
 * Reads from the last `export.made` of the log what the bundle must hold. Where that cannot be known, the bundle is
 * judged as one of the whole log.
 */
export function readScope(files: Files, log: BundleLog, disclosed: Disclosures, find: Find): Scope {
  const all: Scope = { requests: null, size: log.entries.length, index: -1, stated: null }
  const made = log.entries.lastOf('export.made')
  if (made === undefined) {
    find(
      'mismatch',
      bundlePaths.checkpoint,
      'no entry of the log states what this bundle holds (export.made)',
    )
    return all
  }
  const details = disclosed.get(made.index)?.details
  if (!isExportDetails(details)) {
    find('incomplete', entryName(made.index), 'it is not disclosed what this bundle should hold')
    return { ...all, size: made.index, index: made.index }
  }
  const { scope, size } = details
  const requests = requestsListed(files, log, details, find) ?? (isAll(scope) ? null : scope)
  const answered = { requests, size: Math.min(size, made.index), index: made.index, stated: details }
  checkLeftOut(log, answered, find)
  return answered
}

/** So long an export may take: what was logged meanwhile may be left out. */
const exportMaxMs = 24 * 3_600_000

/**
 * The bundle says itself for how much of its log it answers, and nobody else can tell how much it should be: what was logged long before
 * it was made is left out by nobody who makes it in good faith.
 */
function checkLeftOut({ entries }: BundleLog, { size, index }: Scope, find: Find): void {
  const first = entries.at(size)?.entry.t
  const made = entries.at(index)?.entry.t
  if (first === undefined || made === undefined || size >= index) return
  if (Date.parse(made) - Date.parse(first) <= exportMaxMs) return
  find(
    'incomplete',
    entryName(index),
    `it answers for the first ${size} entries of its log alone: entry ${size} is of ${first}, and it was made on ${made}`,
  )
}

/**
 * The requests that a file names because they are too many for the entry; null where the entry says itself which they are. Where the
 * file is not the one that was exported, or no list, the bundle is judged as one of the requests that are in it.
 */
function requestsListed(files: Files, log: BundleLog, details: ExportDetails, find: Find): string[] | null {
  const path = bundlePaths.requests
  const { requests: stated, scope } = details
  if (stated === undefined) {
    if (files.has(path)) find('mismatch', path, 'it does not belong in this bundle')
    return null
  }
  const bytes = contentOf(files, path)
  if (!files.has(path)) find('mismatch', path, 'it lacks')
  else if (hash('sha256', bytes) !== stated) find('mismatch', path, 'it is not the file that was exported')
  else if (!isAll(scope)) find('mismatch', path, 'the log names other requests beside it')
  else {
    const listed = readRequests(bytes, log.entries.length)
    if (listed !== null) return listed
    find('mismatch', path, 'it is not a list of requests')
  }
  return requestsIn(files)
}

/** Ids in order, none twice, each in a line that ends; null where it is anything else, or more than a log can tell of. */
function readRequests(bytes: Uint8Array, most: number): string[] | null {
  const requests: string[] = []
  for (const line of wholeLines(bytes)) {
    const request = /^"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"$/.exec(line)?.[1]
    if (request === undefined || request <= (requests.at(-1) ?? '') || requests.length === most) return null
    requests.push(request)
  }
  return requests.length > 0 && endsWithLine(bytes) ? requests : null
}

function isAll(scope: readonly string[]): boolean {
  return scope.length === 1 && scope[0] === 'all'
}

function isExportDetails(value: unknown): value is ExportDetails {
  if (typeof value !== 'object' || value === null) return false
  const { balances, cosigned, custody, proofs, witnessed, readme, requests, count, files, scope, size } =
    value as Partial<Record<keyof ExportDetails, unknown>>
  return (
    typeof balances === 'string' &&
    typeof cosigned === 'string' &&
    (custody === undefined || custody === wholeCustody) &&
    typeof proofs === 'string' &&
    typeof witnessed === 'string' &&
    (readme === undefined || typeof readme === 'string') &&
    (requests === undefined || typeof requests === 'string') &&
    typeof count === 'number' &&
    typeof files === 'string' &&
    Array.isArray(scope) &&
    Number.isSafeInteger(size) &&
    Number(size) >= 0
  )
}

/**
 * Checks that the files of `record/` and `trust/` are all those, and none but those, that were exported, and that README
 * says what its maker wrote: nothing depends on it, but whoever reads it believes it.
 */
export function checkStatement(files: Files, { stated, index }: Scope, find: Find): void {
  // That nothing is known of what the bundle should hold has been said.
  if (stated === null) return
  if (stated.readme === undefined) {
    if (files.has(bundlePaths.readme))
      find('incomplete', bundlePaths.readme, 'it was not checked: the log does not tell what it should say')
  } else if (stated.readme !== stateLines(files).readme)
    find('mismatch', bundlePaths.readme, 'it is not the file that was exported')
  const found = stateFiles(files)
  if (found.count === stated.count && found.files === stated.files) return
  const counts =
    found.count === stated.count
      ? `as many as were exported, ${found.count}, but of one or more the content or the name is another`
      : `${found.count} in the bundle, ${stated.count} exported`
  find('mismatch', entryName(index), `the files in record/ and trust/ are not those exported (${counts})`)
}

/**
 * Whether a bundle must hold the reports on files and what opens their taking in. One that says nothing of them was made by a
 * program that did not export them; where nothing is known of what it should hold, it is judged as a whole one.
 */
export function holdsCustody({ stated }: Scope): boolean {
  return stated === null || stated.custody === wholeCustody
}

/**
 * Whether an entry is one that the bundle should disclose.
 *
 * @param sealed - SHA-256 of the sealed files that its node hands over in these requests
 */
export function inScope(
  { entries }: BundleLog,
  scope: Scope,
  sealed: ReadonlySet<string>,
): (index: number) => boolean {
  const { requests, size, index: made } = scope
  const isAbout = isAboutRequests((requests ?? []).map(subjectOf), holdsCustody(scope) ? sealed : new Set())
  return (index) => {
    if (index === made) return true
    return index < size && (requests === null || isAbout(entries.at(index)?.entry))
  }
}
