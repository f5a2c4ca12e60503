import { type Kysely, sql } from 'kysely'
import { entryMember } from '../entryMember.ts'
import type { Database } from '../tables.ts'

/** An entry of the log about a file, and what opens it, as far as it was not erased. */
export interface ExhibitEntryRow {
  readonly leaf: Buffer
  readonly entry: string
  readonly actor: string | null
  readonly details: string | null
}

/** What the log tells of the sealed file with this SHA-256 (hex), in its order. */
export async function listExhibitEntries(db: Kysely<Database>, sealed: string): Promise<ExhibitEntryRow[]> {
  // The words of the index (migration 0046), so that it is used.
  const { rows } = await sql<ExhibitEntryRow>`
    select e.leaf, e.entry,
      (select value from audit_secret where entry = e.id and field = 'actor') as actor,
      (select value from audit_secret where entry = e.id and field = 'details') as details
    from audit_entry e
    where e.entry like '%"evt":"exhibit.%' and ${entryMember('digest', sql`e.entry`)} = ${sealed}
    order by e.id`.execute(db)
  return rows
}
