import type { OwnSettings } from './exchange/trustKeeping.ts'
import { saidIn } from './exchange/trustKeeping.ts'
import { messageLimits } from './message/limits.ts'
import { spokenVersions } from './message/version.ts'
import type { Identity } from './store/identity/read.ts'
import { type TrustListSettings, trustListOf } from './store/identity/trustListOf.ts'
import type { SettingsOfState } from './store/settingsOfState.ts'
import { certificateDigest } from './trust/certificate.ts'
import { paths } from './web/paths.ts'
import { measureKinds } from './workflow/table.ts'

/** What log and witness of the node are called, and with which key the log is signed. */
export type OwnNames = Pick<TrustListSettings, 'logOrigin' | 'logKey' | 'nextLogOrigin' | 'witnessName'>

/** What this State's trust list says, number and dates apart. */
export function ownSettings(identity: Identity, settings: SettingsOfState, names: OwnNames): OwnSettings {
  const { state, name, demonstration, url, authorities, rules, revocationLists = [] } = settings
  const list = trustListOf(identity, {
    state,
    sequence: 1,
    name,
    ...(demonstration === true ? { demonstration } : {}),
    ...(rules === undefined ? {} : { rules }),
    node: { uri: holderOf(state), url },
    authorities: [...authorities],
    ...names,
    issuedAt: new Date(0),
    nextUpdate: new Date(0),
    capabilities: {
      kinds: [...measureKinds()],
      languages: [...new Set(authorities.flatMap(({ languages }) => languages))],
      messageBytesMax: messageLimits.bytesMax,
      exhibitBytesMax: 0,
      schemaVersions: [...spokenVersions()],
    },
  })
  const { authorities: listed, revoker } = identity
  const own =
    revoker !== null && publishesFor(settings, listed, revoker.certificate)
      ? [placeOf(url, certificateDigest(revoker.certificate))]
      : []
  const digests = listed.map(certificateDigest)
  const places = [...own, ...revocationLists]
  const named = digests.flatMap((digest) => places.filter(({ authority }) => authority === digest))
  return { ...saidIn(list), ...(named.length === 0 ? {} : { revocationLists: named }) }
}

/** Where this node publishes the list of revoked certificates of an authority. */
function placeOf(url: string, authority: string): { readonly authority: string; readonly url: string } {
  return {
    authority,
    url: url.replace(/\/$/, '') + paths.revocationList.replace(':authority', authority),
  }
}

/**
 * Whether this node signs and publishes the list of revoked certificates of an authority whose key it holds: not where the
 * State names the authority no more, or says in its settings that another place does.
 */
export function publishesFor(
  { revocationLists = [] }: SettingsOfState,
  listed: readonly Buffer[],
  certificate: Buffer,
): boolean {
  const digest = certificateDigest(certificate)
  return (
    listed.some((one) => one.equals(certificate)) &&
    !revocationLists.some(({ authority }) => authority === digest)
  )
}

/** The name that a State's certificates carry. */
export function holderOf(state: string): string {
  return `urn:rogatory:node:${state.toLowerCase()}`
}
