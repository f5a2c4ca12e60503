import { isLoopback, readPort } from './listeningAt.ts'
import { networkSettings } from './networkSettings.ts'
import { type Settings, namesOf } from './setting.ts'
import { tlsSettings } from './tlsSettings.ts'

export const metricsSettingsSaid = {
  port: {
    name: 'ROGATORY_METRICS_PORT',
    meaning:
      'port at which the numbers of the node are told to monitoring, apart from all others; none: nowhere. 0 takes a free one',
    value: '0 to 65535',
    more: '[Monitoring](operations.md#monitoring)',
  },
  host: {
    name: 'ROGATORY_METRICS_HOST',
    meaning:
      'address of that port; beyond this machine only with TLS, or behind a proxy of `ROGATORY_PROXY_NETWORKS`, and with `ROGATORY_METRICS_NETWORKS`',
    value: 'an address or name',
    byDefault: '`127.0.0.1`',
    more: '[0075](decisions/0075-numbers-and-traces-without-cases.md)',
  },
} as const satisfies Settings

const metricsSettings = namesOf(metricsSettingsSaid)

/** Where numbers are told to whoever watches the node. */
export interface MetricsSetting {
  readonly host: string
  readonly port: number
}

/**
 * Reads where the numbers of the node are told; nothing where no port is named. What is wrong is added to `problems`.
 *
 * @param isCovered - what goes over a network is under TLS
 */
export function readMetrics(
  env: Readonly<Record<string, string | undefined>>,
  isCovered: boolean,
  problems: string[],
): { readonly metrics?: MetricsSetting } {
  const { host: hostName, port: portName } = metricsSettings
  const { [hostName]: host = '127.0.0.1', [portName]: port } = env
  if (port === undefined) {
    for (const name of [hostName, networkSettings.metrics])
      if (env[name] !== undefined) problems.push(`${name} needs ${portName}`)
    return {}
  }
  // How much waits for which State is nobody's business but that of whoever runs the node.
  if (!isLoopback(host) && env[networkSettings.metrics] === undefined)
    problems.push(
      `${hostName} beyond this machine needs ${networkSettings.metrics}: who may read the numbers`,
    )
  if (!isLoopback(host) && !isCovered)
    problems.push(
      `${hostName} beyond this machine needs ${tlsSettings.certificateFile}, or ${networkSettings.proxies} for a proxy that speaks TLS`,
    )
  return { metrics: { host, port: readPort(portName, port, problems) } }
}
