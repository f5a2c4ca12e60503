import { isIP } from 'node:net'
import { type Settings, namesOf } from './setting.ts'

/** Who may be where. */
export const networkSettingsSaid = {
  proxies: {
    name: 'ROGATORY_PROXY_NETWORKS',
    meaning: 'the proxies in front: what comes from there is not limited by address',
    value: 'addresses or networks with commas between, `10.0.0.7,2001:db8::/32`',
    more: '[Ports, proxy, TLS](operations.md#ports-proxy-tls)',
  },
  peers: {
    name: 'ROGATORY_PEER_NETWORKS',
    meaning: 'where peers may be: `public` for the public internet alone, or networks',
    value: '`public`, or addresses or networks with commas between',
    byDefault: 'anywhere',
    more: '[Ports, proxy, TLS](operations.md#ports-proxy-tls)',
  },
  webhooks: {
    name: 'ROGATORY_WEBHOOK_NETWORKS',
    meaning: 'where endpoints of webhooks may be, likewise; none: nobody is told anything',
    value: '`public`, or addresses or networks with commas between',
    more: '[0064](decisions/0064-webhooks.md)',
  },
  metrics: {
    name: 'ROGATORY_METRICS_NETWORKS',
    meaning:
      'who may read the numbers beside this machine; whoever comes from elsewhere has no connection. Without TLS of the node nobody but `ROGATORY_PROXY_NETWORKS` has one: who reads there is for the proxy to see to',
    value: 'addresses or networks with commas between',
    byDefault: 'this machine',
    more: '[0075](decisions/0075-numbers-and-traces-without-cases.md)',
  },
} as const satisfies Settings

export const networkSettings = namesOf(networkSettingsSaid)

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
