import type { Actor } from '../../audit/events.ts'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import { together } from '../../message/together.ts'
import { inTransaction } from '../../store/failures.ts'
import { findPerson, insertPerson, listPeople as listRows, lockPerson } from '../../store/people/people.ts'
import type { PersonRow } from '../../store/people/peopleTables.ts'
import { listPasskeys } from '../../store/people/passkeys.ts'
import { listFactors } from '../../store/people/secondFactors.ts'
import { uuidV4 } from '../identifiers.ts'
import type { Node } from '../node.ts'
import { refusalNoted } from '../refusedActs.ts'
import { rolledBack, standingOf } from '../standing.ts'
import { keepAct, mayNotGive, unconfirmedActs } from './credentialActs.ts'
import type { Confirming } from './deciding.ts'
import { keepPassword, makePassword } from './password.ts'
import type { Asker } from './passwordQueue.ts'
import {
  type DeskRole,
  type ListedPerson,
  type NewPerson,
  deskRoles,
  isSignInName,
  listedPersonOf,
  personRefusal,
  rolesRefusal,
} from './person.ts'
import { notePerson, settleChange } from './personChange.ts'

/** All people that there ever were. */
export async function listPeople(node: Pick<Node, 'db' | 'machineNow'>): Promise<readonly ListedPerson[]> {
  const { db } = node
  const acts = await unconfirmedActs(node)
  const factors = await listFactors(db)
  const passkeys = await listPasskeys(db)
  return (await listRows(db)).map((row) =>
    listedPersonOf(row, factors.get(row.id) ?? null, passkeys.get(row.id) ?? [], acts.get(row.id) ?? []),
  )
}

/** A password and what `keepPassword` has made of it: as many people as have the same wait for it once. */
export interface KnownPassword {
  readonly password: string
  readonly kept: string
}

/**
 * Adds a person with a password that is shown once. Refuses with PERSON_INVALID, with PERSON_EXISTS where the sign-in name
 * was given before, also to somebody who is disabled: it stands in the log; with NODE_BUSY or NODE_ROLLED_BACK; with STEP_UP_MISSING or
 * SECOND_FACTOR_REQUIRED who has not proved anew at the desk who they are, for it gives somebody roles.
 *
 * @param known - a password that need not be changed, for the invented people of demonstrations
 * @param at - null: it is done at the machine of the node
 */
export async function addPerson(
  node: Node,
  wanted: NewPerson,
  actor: Actor,
  known: string | KnownPassword | null = null,
  at: Confirming | null = null,
): Promise<Result<{ readonly password: string }>> {
  const act = { actor, wanted: `person add ${wanted.signInName}` }
  return await refusalNoted(node, act, add(node, wanted, actor, known, at))
}

/** All that is wrong with a person who is to be added, as `addPerson` refuses it, whoever wants it; null: nothing. */
export async function wrongWithPerson(
  { db, trust }: Pick<Node, 'db' | 'trust'>,
  wanted: NewPerson,
): Promise<Refusal | null> {
  const authorities = trust.own().list.authorities.map(({ id }) => id)
  const invalid = personRefusal(wanted, authorities)
  const { signInName } = wanted
  const isThere = isSignInName(signInName) && (await findPerson(db, signInName)) !== null
  return together([isThere ? refuse('PERSON_EXISTS') : null, invalid])
}

async function add(
  node: Node,
  wanted: NewPerson,
  actor: Actor,
  known: string | KnownPassword | null,
  at: Confirming | null,
): Promise<Result<{ readonly password: string }>> {
  const wrong = await wrongWithPerson(node, wanted)
  if (wrong !== null) return wrong
  const { signInName, name, authority, roles, language } = wanted
  const given = await givenPassword(node, known, actor)
  if (given === null) return refuse('NODE_BUSY')
  return await inTransaction(node.db, async (trx) => {
    if ((await standingOf(node, trx)).isBehind) return rolledBack
    // Of two who add one person at once.
    if ((await lockPerson(trx, signInName)) !== null) return refuse('PERSON_EXISTS')
    const refused = await mayNotGive(node, trx, actor, at)
    if (refused !== null) return refused
    const id = uuidV4(node.random(16))
    await insertPerson(trx, {
      id,
      sign_in_name: signInName,
      name,
      authority,
      roles: deskRoles.filter((role) => roles.includes(role)),
      language,
      password: given.kept,
      password_given: known === null,
      made_at: node.machineNow(),
      made_by: actor.person,
    })
    // The invented people of a demonstration are nobody's doing.
    if (known === null) await keepAct(node, trx, { id }, { act: 'added', actor })
    await notePerson(node, trx, {
      event: 'person.added',
      actor,
      details: { authority, name, roles, signInName },
    })
    return { ok: true, password: given.password }
  })
}

/** Null: too many wait. */
async function givenPassword(
  node: Node,
  known: string | KnownPassword | null,
  actor: Actor,
): Promise<KnownPassword | null> {
  if (known !== null && typeof known !== 'string') return known
  const password = known ?? makePassword(node)
  const kept = await keepPassword(node, password, askerOf(actor))
  return kept === null ? null : { password, kept }
}

/**
 * Gives a person other roles, from their next page on. Refuses with PERSON_INVALID, PERSON_UNKNOWN or NODE_ROLLED_BACK; at the desk with
 * PERSON_LAST_ADMINISTRATOR who would be no administrator any more where nobody else is, and, where a role is among them that the person
 * has not, with STEP_UP_MISSING or SECOND_FACTOR_REQUIRED whoever has not proved anew who they are.
 *
 * @param at - null: it is done at the machine of the node
 */
export async function changeRoles(
  node: Node,
  signInName: string,
  roles: readonly string[],
  actor: Actor,
  at: Confirming | null = null,
): Promise<Result<object>> {
  const act = { actor, wanted: `person roles ${signInName}` }
  const invalid = rolesRefusal(roles)
  if (invalid !== null) return await refusalNoted(node, act, Promise.resolve(invalid))
  const sorted = deskRoles.filter((role) => roles.includes(role))
  return await refusalNoted(
    node,
    act,
    settleChange(node, signInName, {
      to: () => ({ ok: true, roles: sorted }),
      actor,
      event: { event: 'person.changed', actor, details: { roles: sorted, signInName } },
      endsSessions: false,
      unproved: async (trx, row) => (givesNone(row, sorted) ? null : await mayNotGive(node, trx, actor, at)),
      act: (row) =>
        givesNone(row, sorted)
          ? null
          : { act: 'roles', actor, endsAdministrator: endsIn('administrator', row.roles, sorted) },
    }),
  )
}

/**
 * Lets a person in no more, and ends their sessions. Refuses with PERSON_UNKNOWN, PERSON_DISABLED or NODE_ROLLED_BACK; at the desk with
 * PERSON_LAST_ADMINISTRATOR.
 */
export async function disablePerson(node: Node, signInName: string, actor: Actor): Promise<Result<object>> {
  return await refusalNoted(
    node,
    { actor, wanted: `person disable ${signInName}` },
    settleChange(node, signInName, {
      to: ({ disabled_at }) =>
        disabled_at === null
          ? { ok: true, disabled_at: node.machineNow(), disabled_by: actor.person }
          : refuse('PERSON_DISABLED'),
      actor,
      event: { event: 'person.disabled', actor, details: { signInName } },
      endsSessions: true,
    }),
  )
}

/**
 * Lets a person in again. Refuses with PERSON_UNKNOWN, PERSON_NOT_DISABLED or NODE_ROLLED_BACK; at the desk as `mayNotGive`.
 *
 * @param at - null: it is done at the machine of the node
 */
export async function enablePerson(
  node: Node,
  signInName: string,
  actor: Actor,
  at: Confirming | null = null,
): Promise<Result<object>> {
  return await refusalNoted(
    node,
    { actor, wanted: `person enable ${signInName}` },
    settleChange(node, signInName, {
      to: ({ disabled_at }) =>
        disabled_at === null
          ? refuse('PERSON_NOT_DISABLED')
          : { ok: true, disabled_at: null, disabled_by: null },
      actor,
      event: { event: 'person.enabled', actor, details: { signInName } },
      endsSessions: false,
      unproved: (trx) => mayNotGive(node, trx, actor, at),
      act: () => ({ act: 'enabled', actor }),
    }),
  )
}

/**
 * Makes another password for a person, which is shown once and which they change before anything else; their sessions end.
 * Refuses with PERSON_UNKNOWN, NODE_BUSY or NODE_ROLLED_BACK; at the desk as `mayNotGive`.
 *
 * @param at - null: it is done at the machine of the node
 */
export async function givePassword(
  node: Node,
  signInName: string,
  actor: Actor,
  at: Confirming | null = null,
): Promise<Result<{ readonly password: string }>> {
  const act = { actor, wanted: `person password ${signInName}` }
  const password = makePassword(node)
  const kept = await keepPassword(node, password, askerOf(actor))
  if (kept === null) return refuse('NODE_BUSY')
  const given = settleChange(node, signInName, {
    to: () => ({ ok: true, password: kept, password_given: true }),
    actor,
    event: { event: 'person.passwordSet', actor, code: 'given', details: { signInName } },
    endsSessions: true,
    unproved: (trx) => mayNotGive(node, trx, actor, at),
    act: () => ({ act: 'password', actor }),
  })
  const settled = await refusalNoted(node, act, given)
  return settled.ok ? { ok: true, password } : settled
}

/** Whether a person has each of these roles already. */
function givesNone({ roles }: PersonRow, wanted: readonly DeskRole[]): boolean {
  return wanted.every((role) => roles.includes(role))
}

function endsIn(role: DeskRole, before: readonly string[], after: readonly DeskRole[]): boolean {
  return before.includes(role) && !after.includes(role)
}

/** An administrator has signed in, or sits at the machine. */
function askerOf({ person }: Actor): Asker {
  return { who: `administrator ${person}`, isKnown: true }
}
