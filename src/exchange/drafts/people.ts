import type { Db } from '../../store/database.ts'
import { findPeople } from '../../store/people/people.ts'

/** A person as pages name them. */
export interface NamedPerson {
  readonly signInName: string
  readonly name: string
}

/** The people with these ids; one who is not there is nobody. */
export async function namedPeople(
  db: Db,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, NamedPerson>> {
  const rows = await findPeople(
    db,
    ids.filter((id) => id !== null),
  )
  return new Map(rows.map(({ id, sign_in_name, name }) => [id, { signInName: sign_in_name, name }]))
}
