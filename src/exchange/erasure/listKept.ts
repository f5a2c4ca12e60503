import { type HeldRequest, listHolds, listUnerased } from '../../store/erasure.ts'
import type { RequestRow } from '../../store/tables.ts'
import type { RetentionRule } from '../../workflow/retention.ts'
import { finalStates } from '../../workflow/table.ts'
import type { Node } from '../node.ts'
import { noteInLog } from '../noteInLog.ts'
import type { Reader } from '../reader.ts'
import { scopeOf } from '../scopeOf.ts'
import { type Keeping, keepingOf } from './keeping.ts'

/** Which records are listed. */
export interface KeptListing {
  readonly authorities: readonly string[]
  readonly rules: readonly RetentionRule[]
  /** What has to be kept until then is listed as what soon may go. */
  readonly before: Date
  /** Id of the last request of the page before. */
  readonly after?: string
  /** 1 to 100. */
  readonly limit: number
}

/** A record that has ended, and until when it is kept. */
export interface KeptRecord extends Keeping {
  readonly row: RequestRow
  readonly held: boolean
}

export interface Kept {
  /** Their time is over, or no rule says how long they are kept, or it will be over soon; in the order of the ids. */
  readonly records: readonly KeptRecord[]
  readonly holds: readonly HeldRequest[]
  /** Id of the last one, where there may be more. */
  readonly next: string | null
}

/** Rows that are looked at together. */
const rowsAtOnce = 500

/**
 * The records whose time is over or soon will be, and those under a hold. Nothing is erased by being listed. That
 * somebody has seen the list is in the log before it is returned.
 */
export async function listKept(node: Node, listing: KeptListing, reader: Reader): Promise<Kept> {
  const { authorities, before, limit, after = null } = listing
  const holds = await listHolds(node.db, authorities)
  const found = await endedRecords(node, listing, new Set(holds.map(({ request }) => request)), after)
  await noteInLog(node, {
    event: 'case.listed',
    actor: { ...reader, authority: authorities.join(' ') },
    count: found.length + holds.length,
    details: {
      query: `retention: kept before ${before.toISOString()}${after === null ? '' : `; after ${after}`}`,
      scope: scopeOf([...found.map(({ row }) => row.id), ...holds.map(({ request }) => request)]),
    },
  })
  return { records: found, holds, next: found.length === limit ? (found.at(-1)?.row.id ?? null) : null }
}

async function endedRecords(
  { db }: Node,
  { authorities, rules, before, limit }: KeptListing,
  held: ReadonlySet<string>,
  after: string | null,
): Promise<KeptRecord[]> {
  const found: KeptRecord[] = []
  for (let last = after; ;) {
    const rows = await listUnerased(db, authorities, [...finalStates()], last, rowsAtOnce)
    for (const row of rows) {
      const keeping = keepingOf(row, rules)
      if (keeping === null || (keeping.until !== null && keeping.until >= before)) continue
      found.push({ row, ...keeping, held: held.has(row.id) })
      if (found.length === limit) return found
    }
    if (rows.length < rowsAtOnce) return found
    last = rows.at(-1)?.id ?? null
  }
}
