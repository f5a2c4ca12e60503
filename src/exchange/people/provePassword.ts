import { type Result, refuse } from '../../message/refusal.ts'
import { findPerson } from '../../store/people/people.ts'
import type { PersonRow } from '../../store/people/peopleTables.ts'
import type { Node } from '../node.ts'
import { type Attempt, beginAttempt, notLookedAt, ownAttempt } from './attempts.ts'
import { comparePassword } from './password.ts'
import type { Asker } from './passwordQueue.ts'
import type { DeskPerson } from './person.ts'
import { refused, refusedTooOften } from './refusedSignIn.ts'

/** A person who has signed in and has said the password in use. */
export interface Proven {
  readonly row: PersonRow
  /** To be told that it succeeded. */
  readonly counted: Attempt
}

/** Whoever has signed in does not stand behind strangers. */
export function askerFor({ id }: DeskPerson): Asker {
  return { who: `person ${id}`, isKnown: true }
}

/**
 * Has somebody say their password again who has signed in. Refuses with PASSWORD_MISSING where it is empty, with PASSWORD_WRONG, and with SIGN_IN_TOO_OFTEN after as many
 * failures, which count apart from what others try by the name; or with NODE_BUSY.
 */
export async function provePassword(
  node: Node,
  person: DeskPerson,
  password: string,
  address: string,
): Promise<Result<Proven>> {
  const { signInName } = person
  // Nobody guesses with nothing: it counts for no attempt.
  if (password === '') return refuse('PASSWORD_MISSING')
  const begun = await beginAttempt(node, ownAttempt(signInName))
  if (!begun.ok) return await refusedTooOften(node, begun.tooOften, signInName, address)
  const { counted } = begun
  const row = await findPerson(node.db, signInName)
  const comparison = await comparePassword(node, password, row?.password ?? null, askerFor(person))
  if (comparison === null) return await notLookedAt(node, counted)
  if (!comparison.isRight || row === null)
    return await refused(node, refuse('PASSWORD_WRONG'), signInName, address)
  return { ok: true, row, counted }
}
