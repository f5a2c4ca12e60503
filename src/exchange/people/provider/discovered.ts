import type { KeyObject } from 'node:crypto'
import {
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  PrivateKeyJwt,
  type ClientAuth,
  type CustomFetch,
  type DiscoveryRequestOptions,
  type ServerMetadata,
  clockSkew,
  clockTolerance,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
} from 'openid-client'
import { providerLimits } from './limits.ts'
import { type ProviderProof, type ProviderTerms, originsOf } from './terms.ts'

/** By which an ID token may be signed: what RFC 8725 and this exchange have left. `Ed25519` is the newer name (RFC 9864). */
const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519']

interface Asking {
  readonly fetch: CustomFetch
  readonly extensions: NonNullable<DiscoveryRequestOptions['execute']>
  /** The clock of the node, by which the times of tokens are judged. */
  readonly now: () => Date
}

/**
 * Finds out what the provider can do (OpenID Connect Discovery 1.0), and keeps of it what is allowed here.
 *
 * @throws Error where it is another issuer than the one that was named, or leads elsewhere than it may
 */
export async function discovered(
  terms: ProviderTerms,
  { fetch, extensions, now }: Asking,
): Promise<Configuration> {
  const { issuer, clientId } = terms
  const seconds = providerLimits.answerMs / 1000
  const options = { [customFetch]: fetch, timeout: seconds, execute: extensions }
  const found = await discovery(new URL(issuer), clientId, undefined, undefined, options)
  const said: ServerMetadata = { ...found.serverMetadata() }
  const metadata = allowed(terms, said)
  const configuration = new Configuration(
    metadata,
    clientId,
    {
      [clockSkew]: Math.round((now().getTime() - Date.now()) / 1000),
      [clockTolerance]: providerLimits.clockApartSeconds,
    },
    await authenticationBy(await terms.proof(), metadata),
  )
  configuration[customFetch] = fetch
  configuration.timeout = seconds
  for (const extend of extensions) extend(configuration)
  // Also of an ID token that came straight from the provider the signature is checked, and not TLS alone believed.
  enableNonRepudiationChecks(configuration)
  return configuration
}

function allowed(terms: ProviderTerms, said: ServerMetadata): ServerMetadata {
  const origins = originsOf(terms)
  // One that stands for many (as `common` of Entra) is none: whoever has an account anywhere would come by it.
  if (said.issuer !== terms.issuer) throw new Error(`the issuer calls itself ${said.issuer}`)
  const mayLeadTo = (url: string | undefined): boolean =>
    url !== undefined && URL.canParse(url) && origins.includes(new URL(url).origin)
  for (const url of [said.authorization_endpoint, said.token_endpoint, said.jwks_uri])
    if (!mayLeadTo(url)) throw new Error(`it leads to ${url ?? 'nowhere'}, where nobody is sent`)
  const { end_session_endpoint: farewell, id_token_signing_alg_values_supported: signing, ...rest } = said
  const named = Array.isArray(signing) ? signing : ['RS256']
  return {
    ...rest,
    ...(farewell !== undefined && mayLeadTo(farewell) ? { end_session_endpoint: farewell } : {}),
    id_token_signing_alg_values_supported: algorithms.filter((one) => named.includes(one)),
  }
}

async function authenticationBy(
  proof: ProviderProof,
  { token_endpoint_auth_methods_supported: methods, ...said }: ServerMetadata,
): Promise<ClientAuth> {
  if (proof.by === 'secret') {
    // Where nothing is said it is this one (OpenID Connect Discovery 1.0, section 3).
    const isBasic = !Array.isArray(methods) || methods.includes('client_secret_basic')
    return isBasic ? ClientSecretBasic(proof.secret) : ClientSecretPost(proof.secret)
  }
  const taken = said.token_endpoint_auth_signing_alg_values_supported
  const takesPss = Array.isArray(taken) && taken.includes('PS256')
  const bytes = proof.key.export({ type: 'pkcs8', format: 'der' })
  return PrivateKeyJwt(
    await crypto.subtle.importKey('pkcs8', bytes, algorithmOf(proof.key, takesPss), false, ['sign']),
  )
}

function algorithmOf(key: KeyObject, takesPss: boolean) {
  const { asymmetricKeyType: kind } = key
  if (kind === 'ec') return { name: 'ECDSA', namedCurve: 'P-256' }
  if (kind === 'ed25519') return { name: 'Ed25519' }
  return { name: takesPss ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
}
