import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { addPerson } from '../../exchange/people/keepPeople.ts'
import { makePassword } from '../../exchange/people/password.ts'
import { type DeskRole, deskRoles, noLanguage } from '../../exchange/people/person.ts'
import type { OpenNode } from '../../opening.ts'
import { findPerson } from '../../store/people/people.ts'
import { replaceFile } from '../../store/replaceFile.ts'

/** Somebody who does not exist and works at a desk of a demonstration. */
export interface InventedPerson {
  readonly state: string
  readonly signInName: string
  readonly role: DeskRole
  /** For this demonstration alone. */
  readonly password: string
}

const fileName = 'people.json'

/**
 * One person for each role at each desk. Their passwords are made at the first start and kept in the folder of the
 * demonstration, so that they can be told again.
 */
export async function inventedPeople(
  folder: string,
  nodes: readonly OpenNode[],
): Promise<readonly InventedPerson[]> {
  const file = join(folder, fileName)
  const known = await readFile(file, 'utf8').catch(() => null)
  const people = known === null ? nodes.flatMap(peopleOf) : (JSON.parse(known) as InventedPerson[])
  if (known === null) await replaceFile(file, `${JSON.stringify(people, null, 2)}\n`)
  // A start that was interrupted may have added some of them.
  for (const open of nodes)
    await Promise.all(people.filter(({ state }) => state === open.node.state).map((one) => add(open, one)))
  return people
}

function peopleOf({ node }: OpenNode): InventedPerson[] {
  return deskRoles.map((role) => ({
    state: node.state,
    signInName: role,
    role,
    password: makePassword(node),
  }))
}

async function add({ node }: OpenNode, { signInName, role, password }: InventedPerson): Promise<void> {
  const authority = node.trust.own().list.authorities[0]?.id ?? ''
  const actor = { person: 'Example-Administrator', role: 'administrator', authority }
  const name = `Example-${role.slice(0, 1).toUpperCase()}${role.slice(1)}`
  const person = { signInName, name, authority, roles: [role], language: noLanguage }
  if ((await findPerson(node.db, signInName)) !== null) return
  const added = await addPerson(node, person, actor, password)
  if (!added.ok) throw new Error(`${signInName} cannot be added: ${added.code} ${added.detail ?? ''}`)
}
