import { plannedContrary } from '../audit/bundle/contraryReceipts.ts'
import { plannedReports } from '../audit/bundle/custodyReports.ts'
import type { LoggedEntries } from '../audit/bundle/entries.ts'
import { contraryPath, reportPath } from '../audit/bundle/layout.ts'
import type { Plan } from '../audit/bundle/plan.ts'
import { contraryReceiptsByDigest } from '../store/contraryReceipts.ts'
import { reportsByDigest } from '../store/exhibits/reports.ts'
import { readSecrets } from '../store/placed.ts'
import { exchangeLimits } from './limits.ts'
import type { Node } from './node.ts'

/**
 * What both nodes have told each other of the files of these requests, as these entries of the log say: what an auditor reads
 * custody from. Of a record that was erased nothing says any more which reports were about it.
 */
export async function reportFiles(
  { db }: Pick<Node, 'db'>,
  entries: LoggedEntries,
  plans: ReadonlyMap<string, Plan>,
): Promise<{ readonly path: string; readonly jws: string }[]> {
  const about = new Set([...plans.values()].map(({ subject }) => subject))
  const indexes = entries
    .of('exhibit.told', 'exhibit.reported')
    .flatMap(({ index, entry: { record } }) => (record !== undefined && about.has(record) ? [index] : []))
  const details = await detailsOf(db, indexes)
  const planned = plannedReports(entries, plans, (index) => details.get(index))
  const reports = await reportsByDigest(
    db,
    planned.map(({ digest }) => digest),
  )
  return planned.flatMap(({ request, digest }) => {
    const jws = reports.get(digest)
    return jws === undefined ? [] : [{ path: reportPath(request, digest), jws }]
  })
}

/** The receipts that peers have signed against their own about these requests, as these entries of the log say. */
export async function contraryFiles(
  { db }: Pick<Node, 'db'>,
  entries: LoggedEntries,
  plans: ReadonlyMap<string, Plan>,
): Promise<{ readonly path: string; readonly jws: string }[]> {
  const planned = plannedContrary(entries, plans)
  const kept = await contraryReceiptsByDigest(
    db,
    planned.map(({ digest }) => digest),
  )
  return planned.flatMap(({ request, digest }) => {
    const jws = kept.get(digest)
    return jws === undefined ? [] : [{ path: contraryPath(request, digest), jws }]
  })
}

/** What opens the details of these entries, read in slices of the log. */
async function detailsOf(db: Node['db'], indexes: readonly number[]): Promise<ReadonlyMap<number, unknown>> {
  const wanted = new Set(indexes)
  const slice = exchangeLimits.exportEntriesMax
  const details = new Map<number, unknown>()
  for (const first of new Set(indexes.map((index) => index - (index % slice))))
    for (const { index, field, value } of await readSecrets(db, first, first + slice))
      if (field === 'details' && wanted.has(index)) details.set(index, JSON.parse(value))
  return details
}
