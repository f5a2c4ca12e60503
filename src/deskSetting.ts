import { isLoopback, readPort } from './listeningAt.ts'
import { networkSettings } from './networkSettings.ts'

/** Where people work. */
export interface DeskSetting {
  readonly host: string
  readonly port: number
  /** The origin as browsers name it, `https://desk.example.org`; absent: the address at which it listens. */
  readonly url?: string
}

export const deskSettings = {
  host: 'ROGATORY_DESK_HOST',
  port: 'ROGATORY_DESK_PORT',
  url: 'ROGATORY_DESK_URL',
} as const

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
  const { host: hostName, port: portName, url: urlName } = deskSettings
  const { [hostName]: host = '127.0.0.1', [portName]: port, [urlName]: url } = env
  if (port === undefined) {
    for (const name of [hostName, urlName])
      if (env[name] !== undefined) problems.push(`${name} needs ${portName}`)
    return {}
  }
  // A password in the clear on a network is everybody's.
  if (!isLoopback(host) && !isCovered)
    problems.push(
      `${hostName} beyond this machine needs ROGATORY_TLS_CERTIFICATE_FILE, or ${networkSettings.proxies} for a proxy that speaks TLS`,
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
      `${urlName} with https needs ROGATORY_TLS_CERTIFICATE_FILE, or ${networkSettings.proxies} for a proxy that speaks TLS`,
    )
  return {
    desk: { host, port: readPort(portName, port, problems), ...(url === undefined ? {} : { url }) },
  }
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { origin, protocol, hostname } = new URL(text)
  return (
    origin === text &&
    (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname.replace(/^\[|\]$/g, ''))))
  )
}
