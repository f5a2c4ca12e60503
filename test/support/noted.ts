import { sql } from 'kysely'
import type { AuditEvent } from '../../src/audit/auditEvent.ts'
import type { Entry } from '../../src/audit/entry.ts'
import type { Actor } from '../../src/audit/events.ts'
import { entryMember } from '../../src/store/entryMember.ts'
import type { WorldState } from './world.ts'

/** An entry of a log, with what opens its commitments. */
export interface Noted {
  readonly entry: Entry
  readonly actor: Actor | null
  readonly details: Readonly<Record<string, unknown>> | null
}

/** What the log of a State tells of one event, opened, in the order of writing. */
export async function noted({ node }: WorldState, event: AuditEvent['event']): Promise<readonly Noted[]> {
  const { rows } = await sql<{ entry: string; actor: string | null; details: string | null }>`
    select e.entry,
      (select value from audit_secret s where s.entry = e.id and s.field = 'actor') as actor,
      (select value from audit_secret s where s.entry = e.id and s.field = 'details') as details
    from audit_entry e where ${entryMember('evt', sql`e.entry`)} = ${event} order by e.id`.execute(
    node.node.db,
  )
  return rows.map(({ entry, actor, details }) => ({
    entry: JSON.parse(entry) as Entry,
    actor: actor === null ? null : (JSON.parse(actor) as Actor),
    details: details === null ? null : (JSON.parse(details) as Record<string, unknown>),
  }))
}
