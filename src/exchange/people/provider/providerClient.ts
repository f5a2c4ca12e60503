import { hash } from 'node:crypto'
import {
  AuthorizationResponseError,
  ResponseBodyError,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  type Configuration,
} from 'openid-client'
import { foreignWords } from '../../../message/foreignWords.ts'
import { type Refusal, type Result, refuse } from '../../../message/refusal.ts'
import type { ClientTls } from '../../connector.ts'
import type { Node } from '../../node.ts'
import type { AttemptValues } from './attempt.ts'
import { discovered } from './discovered.ts'
import { providerLimits } from './limits.ts'
import { ProviderUnreached, providerFetch } from './providerFetch.ts'
import { type Claims, type ProviderTerms, originsOf } from './terms.ts'

/** What a person is sent to the provider with. */
export interface Errand {
  readonly values: AttemptValues
  /** Where they come back to. */
  readonly back: string
  /** They prove themselves anew there, whatever session they have (OpenID Connect Core 1.0, section 3.1.2.1). */
  readonly isAnew: boolean
}

/** What a person came back with. */
export interface Return {
  readonly values: AttemptValues
  /** The whole address, as their browser asked for it. */
  readonly url: URL
  readonly isAnew: boolean
}

/** The desk as a client of its identity provider. */
export interface ProviderClient {
  readonly terms: ProviderTerms
  /** Asks the provider what it can do, as somebody's sign-in would. @throws Error that says why it cannot be used */
  readonly reach: () => Promise<void>
  /** Where a person goes to sign in. Refuses with PROVIDER_UNAVAILABLE. */
  readonly urlFor: (errand: Errand) => Promise<Result<{ readonly url: string }>>
  /**
   * What the provider has signed of the person who came back. Refuses with PROVIDER_REFUSED where it said no, with
   * PROVIDER_UNAVAILABLE, and with PROVIDER_ANSWER_INVALID where what came is not its answer to this very attempt.
   */
  readonly claimsOf: (back: Return) => Promise<Result<{ readonly claims: Claims }>>
  /** Where a person ends their session at the provider too (OpenID Connect RP-Initiated Logout 1.0); null: nowhere, as far as is known now. */
  readonly farewellUrl: (then: string) => string | null
  readonly close: () => Promise<void>
}

type Clocked = Pick<Node, 'machineNow' | 'log'>

/** @param tls - whom this node believes beside the roots of the system */
export function providerClient(node: Clocked, terms: ProviderTerms, tls: () => ClientTls): ProviderClient {
  const { fetch, close } = providerFetch(originsOf(terms), tls)
  const known = cached(async () => {
    const extensions = terms.issuer.startsWith('http:') ? [allowInsecureRequests] : []
    return await discovered(terms, { fetch, extensions, now: node.machineNow })
  })
  const refusedFor = (reason: unknown, code = codeOf(reason)): Refusal => {
    node.log.warn({ code, reason: wordsOf(reason) }, 'the identity provider did not let somebody in')
    return refuse(code)
  }
  const usable = async (): Promise<Result<{ readonly configuration: Configuration }>> => {
    try {
      return { ok: true, configuration: await known.get() }
    } catch (reason) {
      return refusedFor(reason, 'PROVIDER_UNAVAILABLE')
    }
  }
  return {
    terms,
    close,
    async reach() {
      await known.get()
    },
    async urlFor({ values, back, isAnew }) {
      const found = await usable()
      if (!found.ok) return found
      const parameters = {
        redirect_uri: back,
        scope: terms.scopes.join(' '),
        state: values.state,
        nonce: values.nonce,
        code_challenge: hash('sha256', values.verifier, 'base64url'),
        code_challenge_method: 'S256',
        ...(terms.strongAcr.length === 0 ? {} : { acr_values: terms.strongAcr.join(' ') }),
        ...(isAnew ? { prompt: 'login', max_age: '0' } : {}),
      }
      return { ok: true, url: buildAuthorizationUrl(found.configuration, parameters).href }
    },
    async claimsOf({ values, url, isAnew }) {
      const found = await usable()
      if (!found.ok) return found
      try {
        const tokens = await authorizationCodeGrant(found.configuration, url, {
          expectedState: values.state,
          expectedNonce: values.nonce,
          pkceCodeVerifier: values.verifier,
          idTokenExpected: true,
          // With it the ID token must say when the person proved themselves; whether that is late enough is judged apart.
          ...(isAnew ? { maxAge: providerLimits.attemptMs / 1000 } : {}),
        })
        const claims = tokens.claims()
        return claims === undefined ? refuse('PROVIDER_ANSWER_INVALID') : { ok: true, claims }
      } catch (reason) {
        return refusedFor(reason)
      }
    },
    farewellUrl(then) {
      const configuration = known.now()
      if (configuration?.serverMetadata().end_session_endpoint === undefined) return null
      return buildEndSessionUrl(configuration, { post_logout_redirect_uri: then }).href
    },
  }
}

/** What was found out last, for as long as it is believed; whoever comes while it is asked waits for the same answer. */
function cached(find: () => Promise<Configuration>): {
  readonly get: () => Promise<Configuration>
  readonly now: () => Configuration | null
} {
  const { knownMs, restMs } = providerLimits
  let last: { readonly configuration: Configuration; readonly untilMs: number } | null = null
  let failed: { readonly reason: unknown; readonly untilMs: number } | null = null
  let underWay: Promise<Configuration> | null = null
  const findOnce = async (): Promise<Configuration> => {
    try {
      const configuration = await find()
      last = { configuration, untilMs: performance.now() + knownMs }
      return configuration
    } catch (reason) {
      // Whoever asks again and again does not have the provider asked as often.
      failed = { reason, untilMs: performance.now() + restMs }
      throw reason
    } finally {
      underWay = null
    }
  }
  const now = (): Configuration | null =>
    last !== null && performance.now() < last.untilMs ? last.configuration : null
  return {
    now,
    async get() {
      const configuration = now()
      if (configuration !== null) return configuration
      if (failed !== null && performance.now() < failed.untilMs) throw failed.reason
      underWay ??= findOnce()
      return await underWay
    },
  }
}

/** What the provider says where it cannot at this moment (RFC 6749 section 4.1.2.1). */
const passing: readonly unknown[] = ['temporarily_unavailable', 'server_error']

function codeOf(reason: unknown): 'PROVIDER_UNAVAILABLE' | 'PROVIDER_REFUSED' | 'PROVIDER_ANSWER_INVALID' {
  if (reason instanceof AuthorizationResponseError || reason instanceof ResponseBodyError)
    return passing.includes(reason.error) ? 'PROVIDER_UNAVAILABLE' : 'PROVIDER_REFUSED'
  return chainOf(reason).some((one) => one instanceof ProviderUnreached)
    ? 'PROVIDER_UNAVAILABLE'
    : 'PROVIDER_ANSWER_INVALID'
}

/** For the operator: what the library and the provider call it, and nothing of a token. */
function wordsOf(reason: unknown): string {
  const said = reason instanceof AuthorizationResponseError || reason instanceof ResponseBodyError
  const words = said ? [`it says ${reason.error}`] : chainOf(reason).map(({ message }) => message)
  return foreignWords(words.join(': '), 500)
}

const causesMax = 5

function chainOf(reason: unknown): readonly Error[] {
  const chain: Error[] = []
  let one = reason
  while (one instanceof Error && chain.length < causesMax) {
    chain.push(one)
    one = one.cause
  }
  return chain
}
