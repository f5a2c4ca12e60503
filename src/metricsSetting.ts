import { isLoopback, readPort } from './listeningAt.ts'
import { networkSettings } from './networkSettings.ts'

export const metricsSettings = { host: 'ROGATORY_METRICS_HOST', port: 'ROGATORY_METRICS_PORT' } as const

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
      `${hostName} beyond this machine needs ROGATORY_TLS_CERTIFICATE_FILE, or ${networkSettings.proxies} for a proxy that speaks TLS`,
    )
  return { metrics: { host, port: readPort(portName, port, problems) } }
}
