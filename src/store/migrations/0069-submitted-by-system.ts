import { type Kysely, type Migration, sql } from 'kysely'

/** Whether the words of a draft were let go by its system, or by a person at the desk who may be the one that answers for it. */
export const submittedBySystem: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  'alter table draft add column submitted_by_system boolean not null default false',
  // Of those of before it is not known better than it was told.
  'update draft set submitted_by_system = true where system is not null and submitted_by = author',
  'alter table draft add check (not submitted_by_system or system is not null)',
]
