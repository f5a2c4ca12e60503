import { type Kysely, sql } from 'kysely'
import type { Database } from './tables.ts'

/** How a server keeps what it is given, and as whom a node is there. */
export interface DatabaseFacts {
  readonly version: string
  readonly fsync: string
  readonly full_page_writes: string
  readonly synchronous_commit: string
  /** Standbys for which a commit waits, as the server names them; empty: none. */
  readonly synchronous_standby_names: string
  readonly role: string
  /** The role could change entries of the log: it owns them, or is a superuser. */
  readonly owns: boolean
}

export async function databaseFacts(db: Kysely<Database>): Promise<DatabaseFacts> {
  const { rows } = await sql<DatabaseFacts>`
    select current_setting('server_version') as version, current_setting('fsync') as fsync,
      current_setting('full_page_writes') as full_page_writes,
      current_setting('synchronous_commit') as synchronous_commit,
      current_setting('synchronous_standby_names') as synchronous_standby_names, current_user::text as role,
      pg_has_role(current_user, relowner, 'usage') as owns
    from pg_class where oid = 'audit_entry'::regclass`.execute(db)
  const [facts] = rows
  if (facts === undefined) throw new Error('the database has no log')
  return facts
}

/**
 * Settings by which a server answers before what it was given is safe, each with its value. Beside standbys, `local` waits for none of
 * them, and `remote_write` not for their disks: who is promoted may lack what was answered.
 */
export function notDurable(facts: DatabaseFacts): readonly string[] {
  const { synchronous_commit: commit, synchronous_standby_names: standbys } = facts
  const isEarly = standbys !== '' && (commit === 'local' || commit === 'remote_write')
  return [
    ...(['fsync', 'full_page_writes', 'synchronous_commit'] as const).flatMap((name) =>
      facts[name] === 'off' ? [`${name} of the server: off`] : [],
    ),
    ...(isEarly ? [`synchronous_commit of the server, which has synchronous standbys: ${commit}`] : []),
  ]
}
