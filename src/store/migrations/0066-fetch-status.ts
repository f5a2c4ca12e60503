import { type Kysely, type Migration, sql } from 'kysely'

/** Since when a file of another State waits, and reports that tell its giver (docs/decisions/0108). */
export const fetchStatus: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // Since when it has waited for the reason in `refusal`, by the clock of the machine; means nothing where there is none.
  'alter table exhibit_deposit add column waiting_since timestamptz',
  'alter table exhibit_report drop constraint exhibit_report_outcome_check',
  `alter table exhibit_report add constraint exhibit_report_outcome_check
    check (outcome in ('whole', 'damaged', 'waiting', 'fetching')) not valid`,
  'alter table exhibit_report validate constraint exhibit_report_outcome_check',
]
