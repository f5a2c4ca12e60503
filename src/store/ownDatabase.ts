import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { replaceFile } from './replaceFile.ts'
import { tableNames } from './roles.ts'
import { readSetting, settleSetting } from './settings.ts'
import type { Database } from './tables.ts'
import { unlessMissing } from './unlessMissing.ts'

/** Why a database cannot be used for a data folder. Each is for the operator to put right. */
export type DatabaseErrorCode =
  | 'DATABASE_OTHER'
  | 'DATABASE_OUTDATED'
  | 'DATABASE_NEWER'
  | 'DATABASE_IN_USE'
  | 'DATABASE_UNKNOWN'
  | 'DATABASE_NO_SEQUENCER'
  | 'DATABASE_ROLES_OUTDATED'

/** Thrown with a message that says what to do. */
export class DatabaseError extends Error {
  readonly code: DatabaseErrorCode

  constructor(code: DatabaseErrorCode, message: string) {
    super(message)
    this.name = 'DatabaseError'
    this.code = code
  }
}

/** Whether whoever opens a node may begin a database for it, or must find the one that it has. */
export type Beginning = 'mayBegin' | 'mustBeThere'

// A data folder and a database belong together: the database has an id from its first use on, and the folder says
// which one is its own. Two databases under one set of keys would be two histories that one State has signed.
const idSetting = 'database'
const stateSetting = 'state'

function fileOf(dataFolder: string): string {
  return join(dataFolder, 'database')
}

/** The id of the database that belongs to this folder, or null before its first use. */
export async function ownDatabaseId(dataFolder: string): Promise<string | null> {
  const text = await unlessMissing(readFile(fileOf(dataFolder), 'utf8'))
  return text === null ? null : text.trim()
}

/**
 * Refuses to go on where a node that has no server of its own named would begin an embedded database that it should
 * not have, before anything of one is made.
 */
export async function refuseNewEmbedded(dataFolder: string, beginning: Beginning): Promise<void> {
  if (existsSync(join(dataFolder, 'postgres'))) return
  if ((await ownDatabaseId(dataFolder)) !== null) throw other(dataFolder, 'none is named')
  if (beginning === 'mustBeThere') throw notBegun(dataFolder)
}

/**
 * Refuses a database that is not the one of this folder, before anything in it is touched: another's, or one that
 * nobody has used yet where the folder has had its own.
 */
export async function refuseOtherDatabase(
  db: Kysely<Database>,
  dataFolder: string,
  state: string,
  beginning: Beginning,
): Promise<void> {
  const own = await ownDatabaseId(dataFolder)
  const found = await whose(db)
  if (found === null) {
    if (own !== null) throw other(dataFolder, 'the one that is named was never used by a node')
    if (beginning === 'mustBeThere') throw notBegun(dataFolder)
    return
  }
  if (found.state !== null && found.state !== state) {
    throw new DatabaseError('DATABASE_OTHER', `The database belongs to ${found.state}, not to ${state}`)
  }
  if (own !== null && found.id !== own) throw other(dataFolder, 'the one that is named is another')
}

/**
 * Makes folder and database belong together; of several processes that do it at once, all come to the same.
 *
 * @throws DatabaseError where the folder was given another database meanwhile
 */
export async function bindDatabase(db: Kysely<Database>, dataFolder: string, state: string): Promise<void> {
  const owner = await settleSetting(db, stateSetting, state)
  if (owner !== state)
    throw new DatabaseError('DATABASE_OTHER', `The database belongs to ${owner}, not to ${state}`)
  const id = await settleSetting(db, idSetting, randomUUID())
  if ((await ownDatabaseId(dataFolder)) === null) await replaceFile(fileOf(dataFolder), `${id}\n`)
  if ((await ownDatabaseId(dataFolder)) !== id) throw other(dataFolder, 'the one that is named is another')
}

/**
 * Refuses a sequencer of another database, under whose head a fork would be signed, and a role that may not give entries of
 * the log their places, or not hold the lease of it, as before an upgrade: the log would grow in the queue, and nothing of it would
 * be signed.
 *
 * @throws DatabaseError
 */
export async function refuseUnfitSequencer(
  { db, sequencerDb }: { readonly db: Kysely<Database>; readonly sequencerDb: Kysely<Database> },
  dataFolder: string,
  state: string,
): Promise<void> {
  if (sequencerDb !== db) await refuseOtherDatabase(sequencerDb, dataFolder, state, 'mustBeThere')
  const { rows } = await sql<{ may: boolean; mayHold: boolean; role: string }>`
    select has_table_privilege('audit_leaf', 'insert') as may, current_user as role,
      has_table_privilege('lease', 'select') and has_any_column_privilege('lease', 'update') as "mayHold"`.execute(
    sequencerDb,
  )
  const [{ may, mayHold, role } = { may: false, mayHold: false, role: '' }] = rows
  if (!may) {
    throw new DatabaseError(
      'DATABASE_NO_SEQUENCER',
      `The role ${role} may not give entries of the log their places. Set ROGATORY_SEQUENCER_DATABASE_URL to ` +
        'the same database under the role that may, or let the role of the node do it too: rogatory migrate --node-role ' +
        'without --sequencer-role',
    )
  }
  if (!mayHold) throw outdated(role, 'hold the lease under which entries of the log get their places')
}

/**
 * Refuses a role that lacks tables which came with a newer version: some jobs of the node would fail again and again.
 *
 * @throws DatabaseError
 */
export async function refuseOutdatedRole(db: Kysely<Database>): Promise<void> {
  const { rows } = await sql<{ name: string; role: string }>`
    select name, current_user as role from unnest(${tableNames}::text[]) as name
    where not has_any_column_privilege(to_regclass(quote_ident(name)), 'select') order by name limit 1`.execute(
    db,
  )
  const [lacking] = rows
  if (lacking !== undefined) throw outdated(lacking.role, `read the table ${lacking.name}`)
}

function outdated(role: string, what: string): DatabaseError {
  return new DatabaseError(
    'DATABASE_ROLES_OUTDATED',
    `The role ${role} has the privileges of an earlier version of the program: it may not ${what}. Give the roles those of this ` +
      'version: rogatory migrate, as the owner of the tables, with the same --node-role, --sequencer-role and --auditor-role as before',
  )
}

/** Whose database it is, or null where no node has used it. */
async function whose(
  db: Kysely<Database>,
): Promise<{ readonly state: string | null; readonly id: string | null } | null> {
  const { rows } = await sql<{ used: boolean }>`
    select to_regclass('setting') is not null and to_regclass('audit_head') is not null as used`.execute(db)
  if (rows[0]?.used !== true) return null
  const [state, id] = [await readSetting(db, stateSetting), await readSetting(db, idSetting)]
  return state === null && id === null ? null : { state, id }
}

function other(dataFolder: string, found: string): DatabaseError {
  return new DatabaseError(
    'DATABASE_OTHER',
    `The node in ${dataFolder} has a database of its own, and ${found}. Set DATABASE_URL to the database that this ` +
      'node has used before (without DATABASE_URL it is the embedded one). Two databases under one set of keys would ' +
      'be two histories signed by one State. Only where the old database is lost for good: see "Backup and restore" ' +
      `in docs/operations.md before you remove ${fileOf(dataFolder)}.`,
  )
}

/** The node has not been started with this database yet. */
export function notBegun(dataFolder: string): DatabaseError {
  return new DatabaseError(
    'DATABASE_UNKNOWN',
    `The node in ${dataFolder} has no database yet, or DATABASE_URL does not name it. This command makes none: set ` +
      `DATABASE_URL, or start the node first with: rogatory serve --data ${dataFolder}`,
  )
}
