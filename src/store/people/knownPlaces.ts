import { sql } from 'kysely'
import type { Db, Trx } from '../database.ts'

/**
 * The first of these places from which the person with this name has signed in, or null.
 *
 * @param whats - SHA-256 of what the browser holds, and of the address
 * @param seenAfter - who was not seen there since is not known there any more
 */
export async function findKnownPlace(
  db: Db,
  signInName: string,
  whats: readonly Buffer[],
  seenAfter: Date,
): Promise<Buffer | null> {
  const rows = await db
    .selectFrom('known_place')
    .innerJoin('person', 'person.id', 'known_place.person')
    .select('known_place.what')
    .where('person.sign_in_name', '=', signInName)
    .where('known_place.what', 'in', [...whats])
    .where('known_place.seen_at', '>', seenAfter)
    .execute()
  return whats.find((what) => rows.some((row) => row.what.equals(what))) ?? null
}

/** Keeps that a person has signed in from a place, and forgets those beyond `max` where they were seen longest ago. */
export async function keepPlace(
  trx: Trx,
  place: { readonly person: string; readonly what: Buffer; readonly seen_at: Date },
  max: number,
): Promise<void> {
  await trx
    .insertInto('known_place')
    .values(place)
    .onConflict((conflict) => conflict.columns(['person', 'what']).doUpdateSet({ seen_at: place.seen_at }))
    .execute()
  await sql`delete from known_place where person = ${place.person} and what in (
    select what from known_place where person = ${place.person} order by seen_at desc, what offset ${max})`.execute(
    trx,
  )
}

/** Forgets from where a person has signed in. */
export async function forgetPlaces(trx: Trx, person: string): Promise<void> {
  await trx.deleteFrom('known_place').where('person', '=', person).execute()
}

/** Forgets the places at which somebody was last seen before an instant. */
export async function sweepPlaces(trx: Trx, seenAfter: Date): Promise<void> {
  await trx.deleteFrom('known_place').where('seen_at', '<=', seenAfter).execute()
}
