import { type Refusal, type Result, refuse } from '../../../message/refusal.ts'
import type { Node } from '../../node.ts'
import { rolledBack, standingOf } from '../../standing.ts'
import type { Whereabouts } from '../places.ts'
import { refused } from '../refusedSignIn.ts'
import type { SecondStep, SignedIn } from '../signIn.ts'
import { takeAttempt } from './attempt.ts'
import { providerLimits } from './limits.ts'
import type { ProviderClient } from './providerClient.ts'
import { letIn } from './letIn.ts'
import { proveAnew } from './proveAnew.ts'
import type { Claims } from './terms.ts'

/** Somebody who comes back from the provider. */
export interface ComingBack extends Whereabouts {
  /** What their browser holds of the attempt; null: nothing. */
  readonly attempt: string | null
  /** The whole address for which it asked. */
  readonly url: URL
}

/** What came of it: they are in, or a code is awaited, or they have proved anew who they are and go on. */
export type CameBack = SignedIn | SecondStep | { readonly leadsTo: string }

/** Somebody of whom the provider has signed who they are there. */
export interface Named extends Whereabouts {
  readonly subject: string
  readonly claims: Claims
}

/**
 * Lets a person in who comes back from the provider, or takes what they have proved anew. Refuses with PROVIDER_ATTEMPT_OVER,
 * PROVIDER_STATE_WRONG, PROVIDER_REFUSED, PROVIDER_ANSWER_INVALID, PROVIDER_UNAVAILABLE; as `letIn` and `proveAnew` do; with
 * NODE_ROLLED_BACK. Each is in the log before it is told.
 */
export async function comeBack(
  node: Node,
  client: ProviderClient,
  order: ComingBack,
): Promise<Result<CameBack>> {
  if ((await standingOf(node, node.db)).isBehind) return rolledBack
  const { issuer, claim } = client.terms
  const unknown = async (refusal: Refusal): Promise<Refusal> =>
    await refused(node, refusal, null, order.address, { provider: issuer })
  const { attempt: token, url } = order
  if (url.search.length > providerLimits.queryCharactersMax)
    return await unknown(refuse('PROVIDER_ANSWER_INVALID'))
  const taken = await takeAttempt(node, token, url.searchParams.get('state') ?? '')
  if (!taken.ok) return await unknown(taken)
  const { values, begunAt, proof } = taken.attempt
  const answered = await client.claimsOf({ values, url, isAnew: proof !== null })
  if (!answered.ok) return await unknown(answered)
  const { claims } = answered
  const subject = subjectIn(claims[claim])
  if (subject === null) return await unknown(refuse('PROVIDER_ANSWER_INVALID'))
  const named: Named = {
    address: order.address,
    countedAs: order.countedAs,
    browser: order.browser,
    subject,
    claims,
  }
  return proof === null
    ? await letIn(node, client.terms, named)
    : await proveAnew(node, client.terms, named, { ...proof, begunAt })
}

/** What names a person at the provider, where it can; null: it names nobody. */
export function subjectIn(value: unknown): string | null {
  const isSubject =
    typeof value === 'string' &&
    value.length > 0 &&
    value.length <= providerLimits.subjectCharactersMax &&
    !/[\p{Cc}\p{Cf}\uFFFD]/u.test(value) &&
    value === value.trim()
  return isSubject ? value : null
}
