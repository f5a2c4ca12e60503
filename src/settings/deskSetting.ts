import { type DeskRole, deskRoles } from '../exchange/people/person.ts'
import { isLoopback, readPort } from './listeningAt.ts'
import { networkSettings } from './networkSettings.ts'
import { type Settings, namesOf } from './setting.ts'
import { tlsSettings } from './tlsSettings.ts'

/** Where people work. */
export interface DeskSetting {
  readonly host: string
  readonly port: number
  /** The origin as browsers name it, `https://desk.example.org`; absent: the address at which it listens. */
  readonly url?: string
  /** Whoever has one of these roles must have a second factor; absent: as by default. */
  readonly secondFactorRoles?: readonly DeskRole[]
}

/**
 * Whose password alone lets nobody in: where nothing is said, that of everybody, for each of them sees cases, binds the State or says who
 * may; in a demonstration nobody's, for whoever tries it has no app at hand.
 */
export function rolesOfSecondFactor(
  desk: Pick<DeskSetting, 'secondFactorRoles'> | undefined,
  isDemonstration: boolean,
): readonly DeskRole[] {
  return desk?.secondFactorRoles ?? (isDemonstration ? [] : deskRoles)
}

export const deskSettingsSaid = {
  port: {
    name: 'ROGATORY_DESK_PORT',
    meaning:
      'port of the desk, at which people work, apart from the others; none: there is no desk. 0 takes a free one',
    value: '0 to 65535',
    more: '[0054](decisions/0054-the-desk.md)',
  },
  host: {
    name: 'ROGATORY_DESK_HOST',
    meaning:
      'address of that port; beyond this machine only with TLS, or behind a proxy of `ROGATORY_PROXY_NETWORKS`',
    value: 'an address or name',
    byDefault: '`127.0.0.1`',
    more: '[0054](decisions/0054-the-desk.md)',
  },
  url: {
    name: 'ROGATORY_DESK_URL',
    meaning:
      'how browsers name the desk: forms from anywhere else are refused. Needed beyond this machine. Its host is that of passkeys, for which it must be a name',
    value: 'scheme, host and port, `https://desk.example.org`; `http://` on this machine alone',
    byDefault: 'where it listens',
    more: '[0066](decisions/0066-passkeys.md)',
  },
  secondFactorRoles: {
    name: 'ROGATORY_DESK_SECOND_FACTOR_ROLES',
    meaning:
      'roles whose people must have a second factor: codes of an app, a passkey, or what the identity provider says of one. Who has none sets one before anything else',
    value: 'words of `officer`, `approver`, `auditor`, `administrator` with commas between, or `none`',
    byDefault: 'all four; in a demonstration `none`',
    more: '[0095](decisions/0095-signing-in-loses-nothing-and-asks-enough.md)',
  },
} as const satisfies Settings

const deskSettings = namesOf(deskSettingsSaid)

/**
 * Reads where the desk is; nothing where no port is named.
 *
 * @param isCovered - whether what goes over a network is under TLS
 */
export function readDesk(
  env: Readonly<Record<string, string | undefined>>,
  isCovered: boolean,
  problems: string[],
): { readonly desk?: DeskSetting } {
  const { host: hostName, port: portName, url: urlName, secondFactorRoles: rolesName } = deskSettings
  const { [hostName]: host = '127.0.0.1', [portName]: port, [urlName]: url } = env
  if (port === undefined) {
    for (const name of [hostName, urlName, rolesName])
      if (env[name] !== undefined) problems.push(`${name} needs ${portName}`)
    return {}
  }
  // A password in the clear on a network is everybody's.
  if (!isLoopback(host) && !isCovered)
    problems.push(
      `${hostName} beyond this machine needs ${tlsSettings.certificateFile}, or ${networkSettings.proxies} for a proxy that speaks TLS`,
    )
  // By it a form is known that comes from elsewhere, and whoever is beyond this machine calls it by a name.
  if (!isLoopback(host) && url === undefined)
    problems.push(`${hostName} beyond this machine needs ${urlName}`)
  if (url !== undefined && !isOrigin(url))
    problems.push(
      `${urlName} must be a scheme and a host, with a port where it has one, as https://desk.example.org; http:// for this machine only; not "${url}"`,
    )
  // Everybody would come from the proxy, and one of them could shut all out.
  else if (url?.startsWith('https:') === true && !isCovered)
    problems.push(
      `${urlName} with https needs ${tlsSettings.certificateFile}, or ${networkSettings.proxies} for a proxy that speaks TLS`,
    )
  const secondFactorRoles = readRoles(rolesName, env[rolesName], problems)
  return {
    desk: {
      ...{ host, port: readPort(portName, port, problems) },
      ...(url === undefined ? {} : { url }),
      ...(secondFactorRoles === undefined ? {} : { secondFactorRoles }),
    },
  }
}

function readRoles(
  name: string,
  text: string | undefined,
  problems: string[],
): readonly DeskRole[] | undefined {
  if (text === undefined) return undefined
  if (text.trim() === 'none') return []
  const words = text.split(',').map((word) => word.trim())
  const roles = deskRoles.filter((role) => words.includes(role))
  if (roles.length === words.length) return roles
  problems.push(`${name} must be ${deskRoles.join(', ')} with commas between, or none, not "${text}"`)
  return undefined
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { origin, protocol, hostname } = new URL(text)
  return (
    origin === text &&
    (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname.replace(/^\[|\]$/g, ''))))
  )
}
