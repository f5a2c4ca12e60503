import { type RawBuilder, type Selectable, sql } from 'kysely'
import type { Db, Trx } from '../database.ts'
import { lockDeposit } from '../exhibits/depositLocks.ts'
import type { ExhibitDepositTable } from '../exhibits/exhibitTables.ts'
import type { DraftFileRow, DraftRow } from './draftTables.ts'

/** Notes for which draft a file was taken in, with the file itself. */
export async function insertDraftFile(trx: Trx, row: DraftFileRow): Promise<void> {
  await trx.insertInto('draft_file').values(row).execute()
}

/** Which of these files were taken in for this draft and are still its own; locked until the transaction ends. */
export async function lockDraftFiles(
  trx: Trx,
  draft: string,
  deposits: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await trx
    .selectFrom('draft_file')
    .select('deposit')
    .where('draft', '=', draft)
    .where(sql<boolean>`deposit = any(${[...deposits]}::uuid[])`)
    .orderBy('deposit')
    .forUpdate()
    .execute()
  return new Set(rows.map(({ deposit }) => deposit))
}

/** Locks files that were taken in for whichever draft until the transaction ends; whoever forgets one at this moment is waited for. */
export async function lockDraftFilesNamed(trx: Trx, deposits: readonly string[]): Promise<void> {
  if (deposits.length === 0) return
  await trx
    .selectFrom('draft_file')
    .select('deposit')
    .where(sql<boolean>`deposit = any(${[...deposits]}::uuid[])`)
    .orderBy('deposit')
    .forUpdate()
    .execute()
}

/** How many files of a draft wait to be handed over or forgotten. */
export async function countDraftFiles(db: Db, draft: string): Promise<number> {
  const { count } = await db
    .selectFrom('draft_file')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('draft', '=', draft)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** What is to be forgotten of a file. */
export type LeftFile = Pick<Selectable<ExhibitDepositTable>, 'id' | 'sealed_sha256'> &
  Pick<DraftFileRow, 'taken_at'>

/**
 * The file, locked with its deposit, where nobody has it in hands: no draft names it, and no message hands it over. Whoever names it
 * or hands it over meanwhile waits, and finds that it is erased. Null: it is no file of a draft, or somebody has it.
 */
export async function lockLeftFile(trx: Trx, deposit: string): Promise<LeftFile | null> {
  const file = await trx
    .selectFrom('draft_file')
    .select('draft')
    .where('deposit', '=', deposit)
    .executeTakeFirst()
  if (file === undefined) return null
  // In the order of whoever changes the draft.
  await trx.selectFrom('draft').select('id').where('id', '=', file.draft).forUpdate().execute()
  await lockDraftFiles(trx, file.draft, [deposit])
  await lockDeposit(trx, deposit)
  // Only now: what others have done until they let it go is seen.
  const left = await trx
    .selectFrom('draft_file')
    .innerJoin('exhibit_deposit', 'exhibit_deposit.id', 'draft_file.deposit')
    .select(['exhibit_deposit.id', 'exhibit_deposit.sealed_sha256', 'draft_file.taken_at'])
    .where('draft_file.deposit', '=', deposit)
    .where(isLeft)
    .executeTakeFirst()
  return left ?? null
}

/** Files that were taken in before this instant and that nobody has in hands, the oldest first. */
export async function listLeftFiles(db: Db, before: Date, max: number): Promise<string[]> {
  const rows = await db
    .selectFrom('draft_file')
    .select('deposit')
    .where('taken_at', '<', before)
    .where(isLeft)
    .orderBy('taken_at')
    .limit(max)
    .execute()
  return rows.map(({ deposit }) => deposit)
}

/**
 * Drafts that have not ended and name a file that is handed over in this record, or did when they last came back, with the requests that
 * they are about.
 */
export async function listDraftsWithFilesOf(
  trx: Trx,
  record: string,
): Promise<readonly Pick<DraftRow, 'id' | 'request'>[]> {
  return await trx.selectFrom('draft').select(['id', 'request']).where(hasFileOf(record)).execute()
}

/** Locks those drafts until the transaction ends; their requests are locked before. */
export async function lockDraftsWithFilesOf(trx: Trx, record: string): Promise<void> {
  await trx.selectFrom('draft').select('id').where(hasFileOf(record)).orderBy('id').forUpdate().execute()
}

/** Drafts whose words may change and that name a file of this record whose key was destroyed; locked until the transaction ends. */
export async function lockDraftsWithErased(trx: Trx, record: string): Promise<DraftRow[]> {
  return await trx
    .selectFrom('draft')
    .selectAll()
    .where('stage', 'in', ['writing', 'returned', 'submitted'])
    .where(namesFileOf(record))
    .where(
      sql<boolean>`exists (
      select from draft_deposit join exhibit_deposit on exhibit_deposit.id = draft_deposit.deposit
      where draft_deposit.draft = draft.id and exhibit_deposit.file_key is null)`,
    )
    .orderBy('id')
    .forUpdate()
    .execute()
}

/** Lets go what drafts said when they last came back, where that names a file of this record whose key was destroyed. */
export async function forgetReturnedWords(trx: Trx, record: string): Promise<void> {
  await sql`update draft set returned_words = null where returned_words is not null and exists (
    select from exhibit_link join exhibit_deposit on exhibit_deposit.id = exhibit_link.deposit
    where exhibit_link.request = ${record}::uuid and exhibit_deposit.file_key is null
      and strpos(draft.returned_words, exhibit_link.deposit::text) > 0)`.execute(trx)
}

/** Files that a draft names and whose keys were destroyed. */
export async function listErasedOfDraft(trx: Trx, draft: string): Promise<ReadonlySet<string>> {
  const rows = await trx
    .selectFrom('draft_deposit')
    .innerJoin('exhibit_deposit', 'exhibit_deposit.id', 'draft_deposit.deposit')
    .select('exhibit_deposit.id')
    .where('draft_deposit.draft', '=', draft)
    .where('exhibit_deposit.file_key', 'is', null)
    .execute()
  return new Set(rows.map(({ id }) => id))
}

/** A message has them: they are files of their record from now on. */
export async function releaseHandedOver(db: Db | Trx): Promise<void> {
  await db
    .deleteFrom('draft_file')
    .where(sql<boolean>`exists (select from exhibit_link where exhibit_link.deposit = draft_file.deposit)`)
    .execute()
}

/** Nobody destroys it with a draft any more. */
export async function deleteDraftFile(trx: Trx, deposit: string): Promise<void> {
  await trx.deleteFrom('draft_file').where('deposit', '=', deposit).execute()
}

const namesFileOf = (record: string): RawBuilder<boolean> => sql<boolean>`draft.id in (
  select draft_deposit.draft from draft_deposit join exhibit_link on exhibit_link.deposit = draft_deposit.deposit
  where exhibit_link.request = ${record}::uuid)`

const hasFileOf = (record: string): RawBuilder<boolean> => sql<boolean>`draft.id in (
  select draft_deposit.draft from draft_deposit join exhibit_link on exhibit_link.deposit = draft_deposit.deposit
  where exhibit_link.request = ${record}::uuid
  union select said.id from draft said where said.returned_words is not null and exists (
    select from exhibit_link
    where exhibit_link.request = ${record}::uuid and strpos(said.returned_words, exhibit_link.deposit::text) > 0))`

// Any draft can name a file, of a person or of a system. What was sent is linked.
const isLeft = sql<boolean>`
  not exists (select from exhibit_link where exhibit_link.deposit = draft_file.deposit)
  and not exists (select from draft_deposit where draft_deposit.deposit = draft_file.deposit)`
