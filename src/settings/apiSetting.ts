import { isLoopback, readPort } from './listeningAt.ts'
import { networkSettings } from './networkSettings.ts'
import { type Settings, namesOf } from './setting.ts'
import { tlsSettings } from './tlsSettings.ts'

/** Where systems of the State's own ask. */
export const apiSettingsSaid = {
  port: {
    name: 'ROGATORY_API_PORT',
    meaning:
      'port for systems of the State itself, apart from that of the peers; none: they are not heard. 0 takes a free one',
    value: '0 to 65535',
    more: '[0039](decisions/0039-a-port-and-tokens-for-the-states-own-systems.md)',
  },
  host: {
    name: 'ROGATORY_API_HOST',
    meaning:
      'address of that port; beyond this machine only with TLS, or behind a proxy of `ROGATORY_PROXY_NETWORKS`',
    value: 'an address or name',
    byDefault: '`127.0.0.1`',
    more: '[0039](decisions/0039-a-port-and-tokens-for-the-states-own-systems.md)',
  },
} as const satisfies Settings

const apiSettings = namesOf(apiSettingsSaid)

/**
 * Reads where systems of the State's own ask; nothing where no port is named. What is wrong is added to `problems`.
 *
 * @param isCovered - what goes over a network is under TLS
 */
export function readApi(
  env: Readonly<Record<string, string | undefined>>,
  isCovered: boolean,
  problems: string[],
): { readonly api?: { readonly host: string; readonly port: number } } {
  const { host: hostName, port: portName } = apiSettings
  const { [hostName]: host = '127.0.0.1', [portName]: port } = env
  if (port === undefined) {
    if (env[hostName] !== undefined) problems.push(`${hostName} needs ${portName}`)
    return {}
  }
  // A token in the clear on a network is everybody's.
  if (!isLoopback(host) && !isCovered)
    problems.push(
      `${hostName} beyond this machine needs ${tlsSettings.certificateFile}, or ${networkSettings.proxies} for a proxy that speaks TLS`,
    )
  return { api: { host, port: readPort(portName, port, problems) } }
}
