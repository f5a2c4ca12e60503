import { sql } from 'kysely'
import type { Db, Trx } from '../database.ts'
import type { WebhookEndpointRow } from './webhookTables.ts'

/** Keeps an endpoint of a new name, which is told of what comes into the log from now on. */
export async function insertEndpoint(
  trx: Trx,
  endpoint: Omit<WebhookEndpointRow, 'disabled_at' | 'disabled_by' | 'next_index'>,
): Promise<void> {
  await trx
    .insertInto('webhook_endpoint')
    .values({ ...endpoint, next_index: sql<number>`(select size from audit_head)` })
    .execute()
}

/** The endpoint of this name, locked until the transaction ends; or null. */
export async function lockEndpoint(trx: Trx, name: string): Promise<WebhookEndpointRow | null> {
  const query = trx.selectFrom('webhook_endpoint').selectAll().where('name', '=', name).forUpdate()
  return (await query.executeTakeFirst()) ?? null
}

/** All endpoints that there ever were, by name. */
export async function listEndpoints(db: Db): Promise<WebhookEndpointRow[]> {
  return await db.selectFrom('webhook_endpoint').selectAll().orderBy('name').execute()
}

/** How many are in use. */
export async function countEndpoints(trx: Trx): Promise<number> {
  const { count } = await trx
    .selectFrom('webhook_endpoint')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('disabled_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Disables one that was in use; what waits for it is given up. */
export async function disableEndpoint(
  trx: Trx,
  name: string,
  { by, at }: { readonly by: string | null; readonly at: Date },
): Promise<void> {
  await trx
    .updateTable('webhook_endpoint')
    .set({ disabled_at: at, disabled_by: by })
    .where('name', '=', name)
    .execute()
  await trx
    .updateTable('webhook_delivery')
    .set({ status: 'dead', due_at: null })
    .where('endpoint', '=', name)
    .where('status', '=', 'waiting')
    .execute()
}

/** Disables all that were in use, and tells their names; what waits for them is given up. */
export async function disableAllEndpoints(trx: Trx, at: Date): Promise<string[]> {
  const query = trx.selectFrom('webhook_endpoint').select('name').where('disabled_at', 'is', null).forUpdate()
  const names = (await query.execute()).map(({ name }) => name).sort()
  for (const name of names) await disableEndpoint(trx, name, { by: null, at })
  return names
}

/** Notes up to where the log was looked at for an endpoint. */
export async function advanceEndpoint(trx: Trx, name: string, nextIndex: number): Promise<void> {
  await trx.updateTable('webhook_endpoint').set({ next_index: nextIndex }).where('name', '=', name).execute()
}
