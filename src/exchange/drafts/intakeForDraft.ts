import type { IntakeOrder } from '../exhibits/takeIn.ts'
import type { Acting } from '../people/deskPeople.ts'

/** How a file is taken in that a person at the desk adds to a draft, whichever way it came. */
export function intakeForDraft(
  draft: string,
  name: string,
  { person: { signInName, roles, authority }, address }: Acting,
): IntakeOrder {
  const from = { by: 'network', address } as const
  return { name, person: signInName, role: roles.join(', '), authority, from, draft }
}
