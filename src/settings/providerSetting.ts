import { resolve } from 'node:path'
import { deskSettingsSaid } from './deskSetting.ts'
import { isLoopback } from './listeningAt.ts'
import { type Settings, namesOf } from './setting.ts'

/** An identity provider of the State's own (OpenID Connect), by which people of the desk may sign in. */
export interface ProviderSetting {
  /** Its issuer, exactly as it names itself (OpenID Connect Discovery 1.0, section 3). */
  readonly issuer: string
  /** As the desk is registered there. */
  readonly clientId: string
  /** What the desk proves itself by: a private key in PEM (`private_key_jwt`), or a secret. */
  readonly proof: { readonly by: 'key' | 'secret'; readonly file: string }
  readonly scopes: readonly string[]
  /** Claim of the ID token that names a person. */
  readonly claim: string
  /** Values of `acr` and `amr` that say that a second factor was used; none: no sign-in there counts for one. */
  readonly strongAcr: readonly string[]
  readonly strongAmr: readonly string[]
  /** Origins beside that of the issuer to which the provider may send this node and its people. */
  readonly origins: readonly string[]
}

export const providerSettingsSaid = {
  issuer: {
    name: 'ROGATORY_OIDC_ISSUER',
    meaning:
      'an identity provider by which people may sign in at the desk, exactly as it names itself. Needs a desk, the next, and one of the two files',
    value: 'an address without a query, `https://login.example.org`, or `http://…` on this machine alone',
    more: '[0067](decisions/0067-signing-in-by-an-identity-provider.md)',
  },
  clientId: {
    name: 'ROGATORY_OIDC_CLIENT_ID',
    meaning: 'as the desk is registered there',
    value: 'a text',
    more: '[An identity provider](operations.md#an-identity-provider)',
  },
  keyFile: {
    name: 'ROGATORY_OIDC_KEY_FILE',
    meaning: 'the key by which the desk proves itself there (`private_key_jwt`)',
    value:
      'a PEM file with a private key (EC P-256, Ed25519, or RSA of 2048 bits or more), that not everybody may read',
    more: '[An identity provider](operations.md#an-identity-provider)',
  },
  secretFile: {
    name: 'ROGATORY_OIDC_SECRET_FILE',
    meaning: 'in the place of a key: the client secret',
    value: 'a file that not everybody may read',
    more: '[An identity provider](operations.md#an-identity-provider)',
  },
  scopes: {
    name: 'ROGATORY_OIDC_SCOPES',
    meaning: 'scopes that are asked for',
    value: 'words with spaces between, `openid` among them',
    byDefault: '`openid`',
    more: '[An identity provider](operations.md#an-identity-provider)',
  },
  claim: {
    name: 'ROGATORY_OIDC_CLAIM',
    meaning:
      'claim of the ID token that names a person: one that the provider never gives to somebody else, and that people cannot change themselves',
    value: 'the name of a claim, at most 100 characters',
    byDefault: '`sub`',
    more: '[An identity provider](operations.md#an-identity-provider)',
  },
  strongAcr: {
    name: 'ROGATORY_OIDC_STRONG_ACR',
    meaning: 'values of `acr` that count for a second factor; they are asked for as well',
    value: 'words with commas between',
    more: '[An identity provider](operations.md#an-identity-provider)',
  },
  strongAmr: {
    name: 'ROGATORY_OIDC_STRONG_AMR',
    meaning: 'values of `amr`, likewise: one of them is enough',
    value: 'words with commas between',
    more: '[An identity provider](operations.md#an-identity-provider)',
  },
  origins: {
    name: 'ROGATORY_OIDC_ORIGINS',
    meaning: 'origins beside that of the issuer at which the provider has its pages, keys or tokens',
    value: 'origins with commas between, `https://login.example.org`',
    more: '[An identity provider](operations.md#an-identity-provider)',
  },
} as const satisfies Settings

export const providerSettings = namesOf(providerSettingsSaid)

type Environment = Readonly<Record<string, string | undefined>>

/** Reads what the environment says of an identity provider; what is wrong is added to `problems`. */
export function readProvider(env: Environment, problems: string[]): { readonly provider?: ProviderSetting } {
  const names = providerSettings
  const { [names.issuer]: issuer, [names.clientId]: clientId = '' } = env
  if (issuer === undefined) {
    for (const name of Object.values(names))
      if (env[name] !== undefined) problems.push(`${name} needs ${names.issuer}`)
    return {}
  }
  const { name: deskPort } = deskSettingsSaid.port
  if (env[deskPort] === undefined) problems.push(`${names.issuer} needs ${deskPort}`)
  if (!isIssuer(issuer))
    problems.push(
      `${names.issuer} must be an address that begins with https:// (http:// on this machine alone), without a query, not "${issuer}"`,
    )
  if (clientId === '') problems.push(`${names.issuer} needs ${names.clientId}`)
  const scopes = wordsIn(env[names.scopes] ?? 'openid', ' ')
  if (!scopes.includes('openid')) problems.push(`${names.scopes} must have openid among its words`)
  const { [names.claim]: claim = 'sub' } = env
  if (!/^[A-Za-z0-9_:/.-]{1,100}$/.test(claim))
    problems.push(`${names.claim} must be the name of a claim, not "${claim}"`)
  const origins = wordsIn(env[names.origins] ?? '', ',')
  for (const origin of origins)
    if (!isOrigin(origin))
      problems.push(
        `${names.origins} must be origins as https://login.example.org, with commas between, not "${origin}"`,
      )
  const proof = proofIn(env, problems)
  if (proof === null) return {}
  return {
    provider: {
      issuer,
      clientId,
      proof,
      scopes,
      claim,
      strongAcr: wordsIn(env[names.strongAcr] ?? '', ','),
      strongAmr: wordsIn(env[names.strongAmr] ?? '', ','),
      origins,
    },
  }
}

function proofIn(env: Environment, problems: string[]): ProviderSetting['proof'] | null {
  const { issuer, keyFile: keyName, secretFile: secretName } = providerSettings
  const [key, secret] = [env[keyName], env[secretName]]
  // One of the two: with both nobody would know which counts.
  if ((key === undefined) === (secret === undefined)) {
    problems.push(`${issuer} needs either ${keyName} or ${secretName}`)
    return null
  }
  return key === undefined ? { by: 'secret', file: resolve(secret ?? '') } : { by: 'key', file: resolve(key) }
}

function wordsIn(text: string, between: string): readonly string[] {
  return text
    .split(between)
    .map((word) => word.trim())
    .filter((word) => word !== '')
}

/** Whoever stands on a line in the clear could sign in as anybody. */
function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password, search, hash } = new URL(text)
  if (username !== '' || password !== '' || search !== '' || hash !== '') return false
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname.replace(/^\[|\]$/g, '')))
}

function isOrigin(text: string): boolean {
  return isIssuer(text) && new URL(text).origin === text
}
