import { type Kysely, type Migration, Migrator, type Transaction, sql } from 'kysely'
import { exchange } from './0001-exchange.ts'
import { audit } from './0002-audit.ts'
import { due } from './0003-due.ts'
import { matter } from './0004-matter.ts'
import { recall } from './0005-recall.ts'
import { revocation } from './0006-revocation.ts'
import { circuit } from './0007-circuit.ts'
import { witness } from './0008-witness.ts'
import { balance } from './0009-balance.ts'
import { proof } from './0010-proof.ts'
import { logKey } from './0011-log-key.ts'
import { roles } from './0012-roles.ts'
import { timeStamp } from './0013-time-stamp.ts'
import { erasure } from './0014-erasure.ts'
import { accessToken } from './0015-access-token.ts'
import { recosigning } from './0016-recosigning.ts'
import { covered } from './0017-covered.ts'
import { refusedAct } from './0018-refused-act.ts'
import { told } from './0019-told.ts'
import { exhibit } from './0020-exhibit.ts'
import { erasedExhibit } from './0021-erased-exhibit.ts'
import { custody } from './0022-custody.ts'
import { exhibitRule } from './0023-exhibit-rule.ts'
import { exhibitScan } from './0024-exhibit-scan.ts'
import { carrier } from './0025-carrier.ts'
import { upload } from './0026-upload.ts'
import { givenDeposit } from './0027-given-deposit.ts'
import { person } from './0028-person.ts'
import { draft } from './0029-draft.ts'
import { signingIn } from './0030-signing-in.ts'
import { alarms } from './0031-alarms.ts'
import { delegation } from './0032-delegation.ts'
import { exhibitDescription } from './0033-exhibit-description.ts'
import { draftFile } from './0035-draft-file.ts'
import { systemMove } from './0036-system-move.ts'
import { webhook } from './0037-webhook.ts'
import { search } from './0038-search.ts'
import { passkey } from './0039-passkey.ts'
import { provider } from './0040-provider.ts'
import { savedSearch } from './0041-saved-search.ts'
import { million } from './0042-million.ts'
import { draftDeposit } from './0043-draft-deposit.ts'
import { searchAgain } from './0044-search-again.ts'
import { auditRecord } from './0045-audit-record.ts'
import { entryMembers } from './0046-entry-members.ts'
import { desk } from './0047-desk.ts'
import { processes } from './0048-processes.ts'
import { entryTime } from './0049-entry-time.ts'
import { contraryAndPlace } from './0050-contrary-and-place.ts'
import { logReferences } from './0051-log-references.ts'
import { secondActors } from './0052-second-actors.ts'
import { turnPassed } from './0053-turn-passed.ts'
import { attention } from './0054-attention.ts'
import { timeline } from './0055-timeline.ts'
import { changesAndStates } from './0056-changes-and-states.ts'
import { typedForm } from './0057-typed-form.ts'
import { credentialAct } from './0060-credential-act.ts'
import { uploadOfDraft } from './0061-upload-of-draft.ts'
import { bundlesAndLists } from './0062-bundles-and-lists.ts'
import { heldRoom } from './0063-held-room.ts'
import { exhibitIds } from './0065-exhibit-ids.ts'
import { fetchStatus } from './0066-fetch-status.ts'
import { uploadCircumstances } from './0067-upload-circumstances.ts'
import { systemWords } from './0068-system-words.ts'
import { submittedBySystem } from './0069-submitted-by-system.ts'
import { keeping } from './0070-keeping.ts'
import { shownHead } from './0071-shown-head.ts'
import { erasedWords } from './0072-erased-words.ts'
import { refusalOfState } from './0073-refusal-of-state.ts'
import { sealedAnew } from './0074-sealed-anew.ts'
import { asking } from './0075-asking.ts'
import { givingWay, isInTheWay, patience } from '../givingWay.ts'
import { DatabaseError } from '../ownDatabase.ts'
import { mayMakeTables } from '../roles.ts'
import type { Database } from '../tables.ts'
import {
  hasTable,
  keepWorkable,
  letShutOutEnd,
  mayWorkWithNewer,
  refuseShutOut,
  refuseWhileOlderWork,
  tooNew,
} from '../workable.ts'

/** Every migration in order. One that has been released is never edited. */
const migrations: Readonly<Record<string, Migration>> = {
  '0001-exchange': exchange,
  '0002-audit': audit,
  '0003-due': due,
  '0004-matter': matter,
  '0005-recall': recall,
  '0006-revocation': revocation,
  '0007-circuit': circuit,
  '0008-witness': witness,
  '0009-balance': balance,
  '0010-proof': proof,
  '0011-log-key': logKey,
  '0012-roles': roles,
  '0013-time-stamp': timeStamp,
  '0014-erasure': erasure,
  '0015-access-token': accessToken,
  '0016-recosigning': recosigning,
  '0017-covered': covered,
  '0018-refused-act': refusedAct,
  '0019-told': told,
  '0020-exhibit': exhibit,
  '0021-erased-exhibit': erasedExhibit,
  '0022-custody': custody,
  '0023-exhibit-rule': exhibitRule,
  '0024-exhibit-scan': exhibitScan,
  '0025-carrier': carrier,
  '0026-upload': upload,
  '0027-given-deposit': givenDeposit,
  '0028-person': person,
  '0029-draft': draft,
  '0030-signing-in': signingIn,
  '0031-alarms': alarms,
  '0032-delegation': delegation,
  '0033-exhibit-description': exhibitDescription,
  '0035-draft-file': draftFile,
  '0036-system-move': systemMove,
  '0037-webhook': webhook,
  '0038-search': search,
  '0039-passkey': passkey,
  '0040-provider': provider,
  '0041-saved-search': savedSearch,
  '0042-million': million,
  '0043-draft-deposit': draftDeposit,
  '0044-search-again': searchAgain,
  '0045-audit-record': auditRecord,
  '0046-entry-members': entryMembers,
  '0047-desk': desk,
  '0048-processes': processes,
  '0049-entry-time': entryTime,
  '0050-contrary-and-place': contraryAndPlace,
  '0051-log-references': logReferences,
  '0052-second-actors': secondActors,
  '0053-turn-passed': turnPassed,
  '0054-attention': attention,
  '0055-timeline': timeline,
  '0056-changes-and-states': changesAndStates,
  '0057-typed-form': typedForm,
  '0060-credential-act': credentialAct,
  '0061-upload-of-draft': uploadOfDraft,
  '0062-bundles-and-lists': bundlesAndLists,
  '0063-held-room': heldRoom,
  '0065-exhibit-ids': exhibitIds,
  '0066-fetch-status': fetchStatus,
  '0067-upload-circumstances': uploadCircumstances,
  '0068-system-words': systemWords,
  '0069-submitted-by-system': submittedBySystem,
  '0070-keeping': keeping,
  '0071-shown-head': shownHead,
  '0072-erased-words': erasedWords,
  '0073-refusal-of-state': refusalOfState,
  '0074-sealed-anew': sealedAnew,
  '0075-asking': asking,
}

/** The names of all migrations, as they stand here: in the order of their numbers, or the newest form is another than is told. */
export const migrationNames: readonly string[] = Object.keys(migrations)

/** The name of the newest form of the tables. */
export const newestForm = migrationNames.at(-1) ?? ''

/**
 * The oldest form whose programs may go on working with tables of the newest: it is written into the database, and a program that finds
 * tables newer than it knows goes by it. Tables grow first (a column that may be left out, a table, an index), which older programs do not
 * notice; what none of them uses any more is taken away one release later, and this is moved to the form of that release. It is moved as
 * well to a form that gives what is kept a meaning which an older program would act against (docs/decisions/0074 says how that is judged).
 */
export const workableFrom = '0069-submitted-by-system'

/** Lock under which tables are changed; the lock of the migrator itself comes after its own tables are made. */
const migrationLock = 7_106_282

/** Says what roles may do with the tables, in the transaction that brings them to the newest form. */
export type Grants = (trx: Transaction<Database>) => Promise<void>

/**
 * Brings the tables to the newest form. Safe when several processes do it at once: one does, the others wait; and while others work: it
 * gives way to them, and tries again. Where a newer program has been there already, it is left as it is. The form that they then have.
 *
 * @param grants - done as well, in one transaction with the last change or in one of its own; not where a newer program has been there,
 * whose roles may do more than this one knows of
 * @throws Error when a migration fails (nothing of it remains); DatabaseError where the tables are older and belong to another role,
 * where a newer program has changed them so that this one cannot work with them, or not grant their use, or where others use them for
 * too long.
 */
export async function migrate(db: Kysely<Database>, grants?: Grants): Promise<string> {
  return await migrateTo(db, newestForm, patience, grants)
}

/** The same up to the form of that name, for whoever puts back what was kept in it. */
export async function migrateTo(
  db: Kysely<Database>,
  form: string,
  { lockMs, pauseMs }: Readonly<Pick<typeof patience, 'lockMs' | 'pauseMs'>> = patience,
  grants?: Grants,
): Promise<string> {
  return await db.connection().execute(async (connection) => {
    // A migration, or waiting for another process to make it, may take longer than any statement of daily work.
    await sql`set statement_timeout = 0`.execute(connection)
    await sql`set lock_timeout = 0`.execute(connection)
    await sql`select pg_advisory_lock(${migrationLock}::bigint)`.execute(connection)
    try {
      await sql`set lock_timeout = ${sql.lit(lockMs)}`.execute(connection)
      return await givingWay(() => migrateLocked(connection, form, grants), pauseMs)
    } finally {
      await sql`select pg_advisory_unlock(${migrationLock}::bigint)`.execute(connection)
      await sql`reset statement_timeout`.execute(connection)
      await sql`reset lock_timeout`.execute(connection)
    }
  })
}

async function migrateLocked(db: Kysely<Database>, form: string, grants?: Grants): Promise<string> {
  const newer = await newerForm(db)
  if (newer !== null && grants !== undefined) throw grantedByNewer(newer)
  if (newer !== null) return newer
  const pending = (await migratorOf(db).getMigrations()).filter(({ executedAt }) => executedAt === undefined)
  const mayMake = await mayMakeTables(db)
  if (pending.length > 0 && !mayMake)
    throw new DatabaseError(
      'DATABASE_OUTDATED',
      'The tables are older than this program, and the role in DATABASE_URL does not own them. Let the owner of the ' +
        'database bring them to the newest form first, with: rogatory migrate',
    )
  if (mayMake) await refuseWhileOlderWork(db, workableFrom)
  // A role that does not own the tables cannot even look by way of making them.
  else await refuseShutOut(db, newestForm)
  // Before what takes something away, so that no older program starts upon what is gone, and none that sleeps wakes up to work on; a new
  // database has no settings yet. One that slept when it was looked for may have said meanwhile that it is up, and cannot know of this.
  if (mayMake && form === newestForm && (await hasTable(db, 'setting'))) {
    await keepWorkable(db, workableFrom)
    await letShutOutEnd(db)
    await refuseWhileOlderWork(db, workableFrom)
  }
  const last = pending.filter(({ name }) => name <= form).at(-1)?.name
  if (last === undefined) {
    if (grants !== undefined) await db.transaction().execute(grants)
    return form
  }
  const { error } = await migratorOf(db, { last, grants }).migrateTo(form)
  if (isInTheWay(error)) throw error
  if (error !== undefined)
    throw new Error('The database could not be brought to the newest form', { cause: error })
  if (form === newestForm) await keepWorkable(db, workableFrom)
  return form
}

/** @param ending - what is done in the transaction of the last migration, with which all that are pending are committed */
function migratorOf(
  db: Kysely<Database>,
  ending?: { readonly last: string; readonly grants: Grants | undefined },
): Migrator {
  const known = Object.entries(migrations).map(([name, migration]): [string, Migration] => {
    const grants = name === ending?.last ? ending.grants : undefined
    if (grants === undefined) return [name, migration]
    const up = async (trx: Transaction<Database>): Promise<void> => {
      await migration.up(trx)
      await grants(trx)
    }
    return [name, { up }]
  })
  return new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(Object.fromEntries(known)) },
    migrationTableName: 'migration',
    migrationLockTableName: 'migration_lock',
  })
}

/**
 * The newest form, where a newer program has changed the tables, with which this one may work all the same; null where none has.
 *
 * @throws DatabaseError where this one may not
 */
async function newerForm(db: Kysely<Database>): Promise<string | null> {
  if (!(await hasTable(db, 'migration')) || !(await hasTable(db, 'setting'))) return null
  const applied = await sql<{ name: string }>`select name from migration order by name`.execute(db)
  const unknown = applied.rows.map(({ name }) => name).filter((name) => !migrationNames.includes(name))
  const lacking = migrationNames.filter((name) => !applied.rows.some((row) => row.name === name))
  const newer = unknown.at(-1)
  if (newer === undefined || lacking.length > 0) return null
  if (await mayWorkWithNewer(db, newestForm)) return newer
  throw tooNew(newestForm, newer)
}

function grantedByNewer(newer: string): DatabaseError {
  return new DatabaseError(
    'DATABASE_NEWER',
    `A newer program has changed the tables (${newer}). This one, which knows them up to ${newestForm}, would take from their roles what ` +
      'that one has given them. Run rogatory migrate of the newer program, with the same roles.',
  )
}
