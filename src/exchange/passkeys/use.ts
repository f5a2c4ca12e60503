import type { Actor } from '../../audit/events.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { append } from '../../store/audit.ts'
import type { Trx } from '../../store/database.ts'
import { type FoundPasskey, lockPasskey, noteUse } from '../../store/people/passkeys.ts'
import type { PasskeyRow } from '../../store/people/passkeyTables.ts'
import type { PersonRow } from '../../store/people/peopleTables.ts'
import type { Node } from '../node.ts'
import { openTrail } from '../trail.ts'
import type { Assertion } from './answer.ts'
import { handleOf } from './handle.ts'
import { judgeAssertion } from './judge.ts'
import type { PasskeySite } from './site.ts'

/** A passkey that has signed what was asked. */
export interface ProvenPasskey {
  readonly passkey: PasskeyRow
  /** As its authenticator counts from now on. */
  readonly counter: number
}

/**
 * Whether the passkey of an answer is that of its person, and has signed what was asked; changes nothing. Refuses with
 * PASSKEY_UNKNOWN where nobody has it, or another one than whom the authenticator names; and as `judgeAssertion` does.
 *
 * @param mustName - whether the authenticator has to say whose it is, for nobody has given a name
 */
export async function provePasskey(
  asked: { readonly site: PasskeySite; readonly challenge: Buffer },
  found: FoundPasskey | null,
  assertion: Assertion,
  mustName: boolean,
): Promise<Result<ProvenPasskey & { readonly person: PersonRow }>> {
  if (found === null) return refuse('PASSKEY_UNKNOWN')
  const { passkey, person } = found
  const { userHandle } = assertion
  if (userHandle === null ? mustName : !userHandle.equals(handleOf(person.id)))
    return refuse('PASSKEY_UNKNOWN')
  const judged = await judgeAssertion(asked, assertion, passkey)
  return judged.ok ? { ok: true, passkey, person, counter: judged.counter } : judged
}

/**
 * Counts a use of a passkey. Refuses with PASSKEY_UNKNOWN where it was taken away meanwhile; with PASSKEY_COUNTER_BACK where its
 * counter has not gone forward, so that there may be two of it, unless its authenticator does not count (0, as before).
 */
export async function usePasskey(
  { machineNow }: Pick<Node, 'machineNow'>,
  trx: Trx,
  { passkey: { id }, counter }: ProvenPasskey,
): Promise<Result<object>> {
  const row = await lockPasskey(trx, id)
  if (row === null) return refuse('PASSKEY_UNKNOWN')
  const counts = counter !== 0 || row.counter !== 0
  if (counts && counter <= row.counter) return refuse('PASSKEY_COUNTER_BACK')
  await noteUse(trx, id, { counter, used_at: machineNow() })
  return { ok: true }
}

/** What is told of passkeys in the log. */
export type PasskeyEvent = 'added' | 'removed' | 'takenAway' | 'signedIn' | 'steppedUp'

/** Tells in the log what became of passkeys of a person. */
export async function notePasskeys(
  node: Node,
  trx: Trx,
  code: PasskeyEvent,
  of: { readonly actor: Actor; readonly signInName: string; readonly names: readonly string[] },
): Promise<void> {
  const { actor, signInName, names } = of
  const trail = await openTrail(node, trx, [], node.now())
  for (const passkey of names)
    trail.add({ event: 'person.passkey', actor, code, details: { passkey, signInName } })
  await append(trx, trail.audit())
}
