import type { OwnSettings } from './exchange/trustKeeping.ts'
import { saidIn } from './exchange/trustKeeping.ts'
import { messageLimits } from './message/limits.ts'
import { spokenVersions } from './message/version.ts'
import type { Identity } from './store/identity/read.ts'
import { trustListOf } from './store/identity/trustListOf.ts'
import type { SettingsOfState } from './store/settingsOfState.ts'
import { certificateDigest } from './trust/certificate.ts'
import { paths } from './web/paths.ts'
import { measureKinds } from './workflow/table.ts'

/** What this State's trust list says, number and dates apart. */
export function ownSettings(identity: Identity, settings: SettingsOfState, logOrigin: string): OwnSettings {
  const { state, name, demonstration, url, authorities, rules, revocationLists = [] } = settings
  const list = trustListOf(identity, {
    state,
    sequence: 1,
    name,
    ...(demonstration === undefined ? {} : { demonstration }),
    ...(rules === undefined ? {} : { rules }),
    node: { uri: holderOf(state), url },
    authorities: [...authorities],
    logOrigin,
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
  const { certificate } = identity.ca
  const authority = certificateDigest(certificate)
  const own = {
    authority,
    url: url.replace(/\/$/, '') + paths.revocationList.replace(':authority', authority),
  }
  const named = isKeptElsewhere(settings, certificate) ? revocationLists : [own, ...revocationLists]
  return { ...saidIn(list), revocationLists: [...named] }
}

/** Whether the settings say that another place publishes the list of revoked certificates of this authority. */
export function isKeptElsewhere({ revocationLists = [] }: SettingsOfState, certificate: Buffer): boolean {
  return revocationLists.some(({ authority }) => authority === certificateDigest(certificate))
}

/** The name that a State's certificates carry. */
export function holderOf(state: string): string {
  return `urn:rogatory:node:${state.toLowerCase()}`
}
