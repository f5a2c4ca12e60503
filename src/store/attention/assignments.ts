import { type RawBuilder, sql } from 'kysely'
import type { Db, Trx } from '../database.ts'

/** Whose requests: those that a person has, by their sign-in name, or those that nobody has. */
export type Whose = { readonly person: string } | 'nobody'

const nobody = sql`'00000000-0000-0000-0000-000000000000'::uuid`

/** That an open request is theirs, in the words of the index `request_whose`. */
export function isOpenOf(whose: Whose): RawBuilder<boolean> {
  return sql<boolean>`coalesce(assigned_to, ${nobody}) = ${whose === 'nobody' ? nobody : idOf(whose)}`
}

/** That a request is theirs, whether it has ended or not. */
export function isOf(whose: Whose): RawBuilder<boolean> {
  return whose === 'nobody' ? sql<boolean>`assigned_to is null` : sql<boolean>`assigned_to = ${idOf(whose)}`
}

function idOf({ person }: { readonly person: string }): RawBuilder<unknown> {
  return sql`(select id from person where sign_in_name = ${person})`
}

/** Gives a locked request to a person, or to nobody. */
export async function setAssignment(
  trx: Trx,
  request: string,
  to: { readonly person: string; readonly at: Date } | null,
): Promise<void> {
  await trx
    .updateTable('request')
    .set({ assigned_to: to?.person ?? null, assigned_at: to?.at ?? null })
    .where('id', '=', request)
    .execute()
}

/** What this person has is nobody's from now on. The requests are locked in the order in which whatever moves them locks them. */
export async function releaseAssignments(trx: Trx, person: string): Promise<void> {
  await sql`
    update request set assigned_to = null, assigned_at = null
    where id in (select id from request where assigned_to = ${person}::uuid order by id for no key update)`.execute(
    trx,
  )
}

/** Whoever handles requests of an authority now, by name. */
export async function listHandlers(
  db: Db,
  authority: string,
): Promise<{ readonly sign_in_name: string; readonly name: string }[]> {
  return await db
    .selectFrom('person')
    .select(['sign_in_name', 'name'])
    .where('authority', '=', authority)
    .where('disabled_at', 'is', null)
    .where(sql<boolean>`roles && array['officer', 'approver']`)
    .orderBy('name')
    .orderBy('sign_in_name')
    .execute()
}
