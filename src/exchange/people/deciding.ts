import { type Refusal, refuse } from '../../message/refusal.ts'
import type { Trx } from '../../store/database.ts'
import { hasTwoFactors, isSteppedUp } from '../../store/people/sessions.ts'
import type { Node } from '../node.ts'
import type { WantedAct } from '../refusedActs.ts'
import type { DeskPerson } from './person.ts'
import { hashOf, needsSecondFactor, steppedUpAfter } from './sessions.ts'

/** Whoever confirms something at the desk, and the token of the session in which they have proved just now who they are. */
export interface Confirming {
  readonly person: DeskPerson
  readonly token: string
}

/** Who decides something about the node, and by what they have proved who they are. */
export interface Deciding {
  /** Without an authority: that of what they decide about. */
  readonly actor: WantedAct['actor']
  /** Null: it is done at the machine of the node, whose owner is asked for no proof. */
  readonly at: Confirming | null
}

/** Somebody who decides at the machine of the node, by the name that they give. */
export function atMachine(person: string): Deciding {
  return { actor: { person, role: 'administrator' }, at: null }
}

/**
 * Why somebody has not proved anew who they are, before something that whoever has their session alone shall not do: with STEP_UP_MISSING or
 * SECOND_FACTOR_REQUIRED; null: they have, or it is done at the machine of the node.
 */
export async function unprovedAt(
  node: Pick<Node, 'machineNow' | 'secondFactorRoles'>,
  trx: Trx,
  { from }: WantedAct['actor'],
  at: Confirming | null,
): Promise<Refusal | null> {
  if (at === null) return from?.by === 'network' ? refuse('STEP_UP_MISSING') : null
  const { person, token } = at
  if (!(await isSteppedUp(trx, hashOf(token), person.id, steppedUpAfter(node.machineNow()))))
    return refuse('STEP_UP_MISSING')
  if (needsSecondFactor(node, person) && !(await hasTwoFactors(trx, hashOf(token), person.id)))
    return refuse('SECOND_FACTOR_REQUIRED')
  return null
}
