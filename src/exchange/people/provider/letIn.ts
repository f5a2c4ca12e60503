import { type Result, refuse } from '../../../message/refusal.ts'
import { append } from '../../../store/audit.ts'
import { inTransaction } from '../../../store/failures.ts'
import { findSubject, lockPersonOf } from '../../../store/people/providerLinks.ts'
import type { Node } from '../../node.ts'
import { openTrail } from '../../trail.ts'
import { personOfRow } from '../person.ts'
import { keepWhereabouts, placeOf } from '../places.ts'
import { refused } from '../refusedSignIn.ts'
import { beginSecondStep, needsSecondStep } from '../secondStep.ts'
import { actorOf, beginSession, signedInBy } from '../sessions.ts'
import type { SecondStep, SignedIn } from '../signIn.ts'
import type { Named } from './comeBack.ts'
import { type ProviderTerms, isStrong } from './terms.ts'

/**
 * Lets in the person whom the provider has named, or on to the code of their second factor or to their passkey where it has not
 * said that they used a second factor which counts. Refuses with PERSON_NOT_LINKED, also who is disabled: the log tells the two apart. Nobody is made by signing in.
 */
export async function letIn(
  node: Node,
  terms: ProviderTerms,
  named: Named,
): Promise<Result<SignedIn | SecondStep>> {
  const { issuer } = terms
  const { subject, address } = named
  const settled = await inTransaction(node.db, async (trx) => {
    const row = await lockPersonOf(trx, issuer, subject)
    // Taken off while the person was waited for: they are nobody there any more.
    if (row === null || (await findSubject(trx, row.id, issuer)) !== subject)
      return { signInName: null, outcome: refuse('PERSON_NOT_LINKED') }
    const { sign_in_name: signInName } = row
    if (row.disabled_at !== null) return { signInName, outcome: refuse('PERSON_DISABLED') }
    const isByStrongProvider = isStrong(terms, named.claims)
    if (!isByStrongProvider && (await needsSecondStep(trx, row.id))) {
      const step = await beginSecondStep(node, trx, row.id, issuer)
      return { signInName, outcome: { ok: true as const, step } }
    }
    const person = personOfRow(row)
    // By the connection of the transaction: several people at once must not each hold one and wait for another.
    const { machineNow } = node
    const place = await placeOf({ db: trx, machineNow }, signInName, named)
    const browser = await keepWhereabouts(node, trx, { person: person.id, from: named, place })
    const token = await beginSession(node, trx, person.id, { issuer, isByStrongProvider })
    const trail = await openTrail(node, trx, [], node.now())
    trail.add(signedInBy(issuer, actorOf(person, address)))
    await append(trx, trail.audit())
    return { signInName, outcome: { ok: true as const, token, browser, person } }
  })
  const { signInName, outcome } = settled
  if (outcome.ok) return outcome
  await refused(node, outcome, signInName, address, { provider: issuer, subject })
  // What names them there is told for the administrator, who may link it. Whether somebody is linked and disabled is the log's.
  return refuse('PERSON_NOT_LINKED', { expected: [subject] })
}
