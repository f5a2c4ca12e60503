import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../tables.ts'
import type { CustodyNoteRow } from './exhibitTables.ts'

/** Keeps a note behind those of its deposit; returns its number. Of two at once the later waits. */
export async function insertNote(
  trx: Transaction<Database>,
  note: Omit<CustodyNoteRow, 'number'>,
): Promise<number> {
  await trx
    .selectFrom('exhibit_deposit')
    .select('id')
    .where('id', '=', note.deposit)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()
  const last = await trx
    .selectFrom('custody_note')
    .select((given) => given.fn.max('number').as('number'))
    .where('deposit', '=', note.deposit)
    .executeTakeFirst()
  const number = (last?.number ?? 0) + 1
  await trx
    .insertInto('custody_note')
    .values({ ...note, number })
    .execute()
  return number
}

/** The notes of these deposits, in their order. */
export async function listNotes(
  db: Kysely<Database>,
  deposits: readonly string[],
): Promise<CustodyNoteRow[]> {
  if (deposits.length === 0) return []
  return await db
    .selectFrom('custody_note')
    .selectAll()
    .where('deposit', 'in', [...new Set(deposits)])
    .orderBy('deposit')
    .orderBy('number')
    .execute()
}
