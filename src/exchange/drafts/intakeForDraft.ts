import { circumstancesOf } from '../exhibits/circumstances.ts'
import type { IntakeOrder } from '../exhibits/takeIn.ts'
import type { Acting } from '../people/deskPeople.ts'
import type { SaidOfFile } from './fileWords.ts'

/** How a file is taken in that a person at the desk adds to a draft, whichever way it came. */
export function intakeForDraft(
  draft: string,
  name: string,
  { takenIn }: Pick<SaidOfFile, 'takenIn'>,
  { person: { signInName, roles, authority }, address }: Acting,
): IntakeOrder {
  const from = { by: 'network', address } as const
  const order = { name, person: signInName, role: roles.join(', '), authority, from, draft }
  return { ...order, ...circumstancesOf(takenIn) }
}
