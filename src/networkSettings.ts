import { isIP } from 'node:net'

export const networkSettings = {
  proxies: 'ROGATORY_PROXY_NETWORKS',
  peers: 'ROGATORY_PEER_NETWORKS',
  webhooks: 'ROGATORY_WEBHOOK_NETWORKS',
  metrics: 'ROGATORY_METRICS_NETWORKS',
} as const

/** Reads where proxies, peers, endpoints of webhooks and those who watch the node may be; what is wrong is added to `problems`. */
export function readNetworks(
  env: Readonly<Record<string, string | undefined>>,
  problems: string[],
): {
  readonly proxyNetworks?: readonly string[]
  readonly peerNetworks?: 'public' | readonly string[]
  readonly webhookNetworks?: 'public' | readonly string[]
  readonly metricsNetworks?: readonly string[]
} {
  const networksIn = (name: string): readonly string[] | undefined =>
    env[name]?.split(',').flatMap((text) => {
      const network = networkIn(text.trim())
      if (network === null) problems.push(`${name}: "${text.trim()}" is no address and no network`)
      return network ?? []
    })
  const proxyNetworks = networksIn(networkSettings.proxies)
  const publicOr = (name: string): 'public' | readonly string[] | undefined =>
    env[name] === 'public' ? ('public' as const) : networksIn(name)
  const peerNetworks = publicOr(networkSettings.peers)
  const webhookNetworks = publicOr(networkSettings.webhooks)
  const metricsNetworks = networksIn(networkSettings.metrics)
  return {
    ...(proxyNetworks === undefined ? {} : { proxyNetworks }),
    ...(peerNetworks === undefined ? {} : { peerNetworks }),
    ...(webhookNetworks === undefined ? {} : { webhookNetworks }),
    ...(metricsNetworks === undefined ? {} : { metricsNetworks }),
  }
}

/** `address/prefix`, for one address alone with the whole of it as prefix; null for anything else. */
function networkIn(text: string): string | null {
  const [address = '', prefix, ...rest] = text.split('/')
  const family = isIP(address)
  const most = family === 4 ? 32 : 128
  const bits = prefix ?? String(most)
  const isNetwork = family !== 0 && rest.length === 0 && /^[0-9]{1,3}$/.test(bits) && Number(bits) <= most
  return isNetwork ? `${address}/${bits}` : null
}
