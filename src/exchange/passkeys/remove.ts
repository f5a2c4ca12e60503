import type { Actor } from '../../audit/events.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { inTransaction } from '../../store/failures.ts'
import { deletePasskey, listPasskeysOf } from '../../store/people/passkeys.ts'
import { lockPerson } from '../../store/people/people.ts'
import { keepAct, mayNotGive } from '../people/credentialActs.ts'
import type { Confirming } from '../people/deciding.ts'
import { endSessionsOf } from '../../store/people/sessions.ts'
import type { Node } from '../node.ts'
import type { DeskPerson } from '../people/person.ts'
import { actorOf } from '../people/sessions.ts'
import { refusalNoted } from '../refusedActs.ts'
import { rolledBack, standingOf } from '../standing.ts'
import { isProvenAnew } from './add.ts'
import { notePasskeys } from './use.ts'

/** Which passkey a person wants to take away. */
export interface PasskeyRemoval {
  /** Base64url. */
  readonly id: string
  /** Token of the session in which they have proved anew who they are. */
  readonly token: string
  readonly address: string
}

/** Takes away a passkey of a person's own. Refuses with STEP_UP_MISSING, PASSKEY_UNKNOWN or NODE_ROLLED_BACK, which is in the log. */
export async function removePasskey(
  node: Node,
  person: DeskPerson,
  { id, token, address }: PasskeyRemoval,
): Promise<Result<object>> {
  const actor = actorOf(person, address)
  const removed = inTransaction(node.db, async (trx): Promise<Result<object>> => {
    if ((await standingOf(node, trx)).isBehind) return rolledBack
    await lockPerson(trx, person.signInName)
    if (!(await isProvenAnew(node, trx, person, token))) return refuse('STEP_UP_MISSING')
    const name = await deletePasskey(trx, person.id, Buffer.from(id, 'base64url'))
    if (name === null) return refuse('PASSKEY_UNKNOWN')
    await notePasskeys(node, trx, 'removed', { actor, signInName: person.signInName, names: [name] })
    return { ok: true }
  })
  return await refusalNoted(node, { actor, wanted: 'passkey remove' }, removed)
}

/**
 * Takes away a passkey that somebody has lost, or all of them, and ends their sessions: whoever has found it is out. Refuses with
 * PERSON_UNKNOWN, with PASSKEY_UNKNOWN where there is none such, or NODE_ROLLED_BACK; at the desk as `mayNotGive`.
 *
 * @param name - of the passkey; null: all
 * @param at - null: it is done at the machine of the node
 */
export async function takeAwayPasskeys(
  node: Node,
  signInName: string,
  name: string | null,
  actor: Actor,
  at: Confirming | null = null,
): Promise<Result<{ readonly names: readonly string[] }>> {
  const taken = inTransaction(
    node.db,
    async (trx): Promise<Result<{ readonly names: readonly string[] }>> => {
      if ((await standingOf(node, trx)).isBehind) return rolledBack
      const row = await lockPerson(trx, signInName)
      if (row === null) return refuse('PERSON_UNKNOWN')
      const lost = (await listPasskeysOf(trx, row.id)).filter((one) => name === null || one.name === name)
      if (lost.length === 0) return refuse('PASSKEY_UNKNOWN')
      const refused = await mayNotGive(node, trx, actor, at)
      if (refused !== null) return refused
      for (const { id } of lost) await deletePasskey(trx, row.id, id)
      await endSessionsOf(trx, row.id)
      await keepAct(node, trx, row, { act: 'passkey', actor })
      const names = lost.map((one) => one.name)
      await notePasskeys(node, trx, 'takenAway', { actor, signInName, names })
      return { ok: true, names }
    },
  )
  return await refusalNoted(node, { actor, wanted: `person passkeys ${signInName}` }, taken)
}
