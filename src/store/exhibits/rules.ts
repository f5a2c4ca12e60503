import { type Kysely, sql } from 'kysely'
import { type TransferRule, openRule } from '../../exhibit/transferRule.ts'
import type { Database } from '../tables.ts'
import type { ExhibitProgressRow, ExhibitRuleRow } from './exhibitTables.ts'

/** Stands for every State that has no rule of its own. */
export const everyOther = '*'

/** All rules, by the code of the State or `*`. */
export async function listRules(db: Kysely<Database>): Promise<ReadonlyMap<string, TransferRule>> {
  const rows = await db.selectFrom('exhibit_rule').selectAll().orderBy('peer').execute()
  return new Map(rows.map((row) => [row.peer, ruleOf(row)]))
}

/** The rule for a State: its own, else that for every other, else none. */
export async function findRule(db: Kysely<Database>, state: string): Promise<TransferRule> {
  const rows = await db
    .selectFrom('exhibit_rule')
    .selectAll()
    .where('peer', 'in', [state, everyOther])
    .execute()
  const row = rows.find(({ peer }) => peer === state) ?? rows[0]
  return row === undefined ? openRule : ruleOf(row)
}

/** Sets the rule for a State, or `*`, in place of the one before. */
export async function saveRule(db: Kysely<Database>, peer: string, rule: TransferRule): Promise<void> {
  const columns = {
    bytes_per_second: rule.bytesPerSecond,
    from_minute: rule.hours?.fromMinute ?? null,
    until_minute: rule.hours?.untilMinute ?? null,
    time_zone: rule.hours?.timeZone ?? null,
    quota_bytes: rule.quotaBytes,
    accept_bytes: rule.acceptBytes,
  }
  await db
    .insertInto('exhibit_rule')
    .values({ peer, ...columns })
    .onConflict((conflict) => conflict.column('peer').doUpdateSet(columns))
    .execute()
}

function ruleOf(row: ExhibitRuleRow): TransferRule {
  const { from_minute: fromMinute, until_minute: untilMinute, time_zone: timeZone } = row
  return {
    bytesPerSecond: row.bytes_per_second,
    hours:
      fromMinute === null || untilMinute === null || timeZone === null
        ? null
        : { fromMinute, untilMinute, timeZone },
    quotaBytes: row.quota_bytes,
    acceptBytes: row.accept_bytes,
  }
}

/** Lets a file be fetched that waited for a person; false where none waits under this id. */
export async function acceptDeposit(db: Kysely<Database>, id: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('exhibit_deposit')
    .set({ status: 'accepted', accepted: true, refusal: null })
    .where('id', '=', id)
    .where('status', 'in', ['announced', 'fetching'])
    .where('accepted', '=', false)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Says how far a file has come that is under way; room is kept for all of it from now on, also where there was no quota when it was begun. */
export async function saveProgress(db: Kysely<Database>, progress: ExhibitProgressRow): Promise<void> {
  const { deposit, ...columns } = progress
  await db
    .insertInto('exhibit_progress')
    .values(progress)
    .onConflict((conflict) => conflict.column('deposit').doUpdateSet(columns))
    .execute()
  await db
    .updateTable('exhibit_deposit')
    .set({ status: 'fetching', refusal: null, held_bytes: sql<number>`sealed_bytes` })
    .where('id', '=', deposit)
    .where('status', 'in', ['announced', 'accepted', 'fetching'])
    .where((row) =>
      row.or([
        row('status', '<>', 'fetching'),
        row('refusal', 'is not', null),
        row('held_bytes', '<', row.ref('sealed_bytes')),
      ]),
    )
    .execute()
}

/** Nothing of a file is under way any more. */
export async function endProgress(db: Kysely<Database>, deposit: string): Promise<void> {
  await db.deleteFrom('exhibit_progress').where('deposit', '=', deposit).execute()
}

/** How far these files have come, by deposit; of what is not under way, nothing. */
export async function listProgress(
  db: Kysely<Database>,
  deposits: readonly string[],
): Promise<ReadonlyMap<string, ExhibitProgressRow>> {
  if (deposits.length === 0) return new Map()
  const rows = await db
    .selectFrom('exhibit_progress')
    .selectAll()
    .where('deposit', 'in', [...deposits])
    .execute()
  return new Map(rows.map((row) => [row.deposit, row]))
}
