import { type Kysely, type Migration, sql } from 'kysely'

/**
 * What the log tells of a record beside its messages and who read it, in its order, and who sent own messages: a page of a timeline is
 * found without passing the readings, of which there are as many as people looked. Its events are those of `timelineEvents` and
 * `sendingEvents`, and its words those of `entryMember`.
 */
export const timeline: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(statement).execute(db)
  },
}

const member = (name: string): string => `(split_part(split_part(entry, '"${name}":"', 2), '"', 1))`

const statement = `create index audit_entry_timeline on audit_entry (${member('record')}, id)
  where entry like '%"record":"%' and ${member('evt')} in ('draft.submitted', 'draft.returned', 'draft.approved',
    'draft.sent', 'draft.dropped', 'decision.approved', 'clock.ranOut', 'exhibit.received', 'exhibit.damaged',
    'exhibit.accepted', 'exhibit.opened', 'exhibit.told', 'exhibit.reported', 'exhibit.checked', 'exhibit.wanted',
    'exhibit.noted', 'hold.placed', 'hold.released', 'record.closed', 'record.reopened', 'record.erased', 'message.sent')`
