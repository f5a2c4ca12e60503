import { type Kysely, type Migration, sql } from 'kysely'

/**
 * The indexes of the log by what an entry says, each made anew: reading the JSON of an entry for each of them cost more than
 * writing the entry. The words are those of `entryMember`.
 */
export const entryMembers: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const member = (name: string): string => `(split_part(split_part(entry, '"${name}":"', 2), '"', 1))`

const statements = [
  ...['alarm', 'event', 'exhibit', 'peer', 'record'].map((name) => `drop index audit_entry_${name}`),
  `create index audit_entry_alarm on audit_entry (${member('evt')}, at)
    where ${member('evt')} in ('log.broken', 'log.unwitnessed', 'log.unstamped', 'log.continued', 'witness.refused',
      'balance.differed', 'equivocation.found', 'receipt.unproven', 'record.closed', 'exhibit.damaged')`,
  `create index audit_entry_event on audit_entry (${member('evt')})`,
  `create index audit_entry_exhibit on audit_entry (${member('digest')}) where entry like '%"evt":"exhibit.%'`,
  `create index audit_entry_peer on audit_entry (${member('peer')}) where entry like '%"peer":"%'`,
  `create index audit_entry_record on audit_entry (${member('record')}) where entry like '%"record":"%'`,
]
