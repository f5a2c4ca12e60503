import { sql } from 'kysely'
import type { Trx } from './database.ts'

/** A secret that stands sealed in the database, by whose it is. */
export type SealedSecret = { readonly sealed: Buffer } & (
  | { readonly of: 'webhook'; readonly name: string }
  | { readonly of: 'secondFactor'; readonly person: string }
  | { readonly of: 'typedForm'; readonly id: string; readonly person: string }
)

/** All that stand in the database, locked until the transaction ends. */
export async function lockSealed(trx: Trx): Promise<readonly SealedSecret[]> {
  const webhooks = await trx
    .selectFrom('webhook_endpoint')
    .select(['name', 'secret as sealed'])
    .orderBy('name')
    .forUpdate()
    .execute()
  const factors = await trx
    .selectFrom('second_factor')
    .select(['person', 'secret as sealed'])
    .orderBy('person')
    .forUpdate()
    .execute()
  const forms = await trx
    .selectFrom('typed_form')
    .select(['id', 'person', 'sealed'])
    .orderBy('id')
    .forUpdate()
    .execute()
  return [
    ...webhooks.map((one) => ({ of: 'webhook' as const, ...one })),
    ...factors.map((one) => ({ of: 'secondFactor' as const, ...one })),
    ...forms.map((one) => ({ of: 'typedForm' as const, ...one })),
  ]
}

/** Puts a secret that was sealed anew in the place of the same, under its lock. */
export async function replaceSealed(trx: Trx, secret: SealedSecret): Promise<void> {
  const { sealed } = secret
  if (secret.of === 'webhook')
    await sql`update webhook_endpoint set secret = ${sealed} where name = ${secret.name}`.execute(trx)
  else if (secret.of === 'secondFactor')
    await sql`update second_factor set secret = ${sealed} where person = ${secret.person}::uuid`.execute(trx)
  else await sql`update typed_form set sealed = ${sealed} where id = ${secret.id}::uuid`.execute(trx)
}
