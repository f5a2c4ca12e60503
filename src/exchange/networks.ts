import { BlockList, isIP } from 'node:net'

/** Whether an address belongs to it. An IPv4 address in IPv6 form counts as the IPv4 address. */
export type Network = (address: string) => boolean

/** @param networks - each as `address/prefix` */
export function networkOf(networks: readonly string[]): Network {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', prefix = ''] = network.split('/')
    list.addSubnet(address, Number(prefix), isIP(address) === 6 ? 'ipv6' : 'ipv4')
  }
  return (given) => {
    const address = plainAddress(given)
    const family = isIP(address)
    return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4')
  }
}

/** Where nobody on the public internet is: the special-purpose registries of IANA (RFC 6890 and its successors). */
const special = networkOf([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
])

/** Of IPv6 only what is assigned as global unicast, without what leads back to IPv4 addresses or is for documents. */
const globalUnicast = networkOf(['2000::/3'])
const specialUnicast = networkOf(['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'])

/** The public internet. */
export const publicNetwork: Network = (given) => {
  const address = plainAddress(given)
  if (isIP(address) === 4) return !special(address)
  return globalUnicast(address) && !specialUnicast(address)
}

/** Where peers may be, as it is configured; null: anywhere. */
export function peersNetwork({
  peerNetworks,
}: {
  readonly peerNetworks?: 'public' | readonly string[]
}): Network | null {
  if (peerNetworks === undefined) return null
  return peerNetworks === 'public' ? publicNetwork : networkOf(peerNetworks)
}

/** Where endpoints of webhooks may be, as it is configured; null: nowhere. */
export function webhooksNetwork({
  webhookNetworks,
}: {
  readonly webhookNetworks?: 'public' | readonly string[]
}): Network | null {
  if (webhookNetworks === undefined) return null
  return webhookNetworks === 'public' ? publicNetwork : networkOf(webhookNetworks)
}

/** An IPv4 address as such, also where it came in the form of IPv6 (RFC 4291 section 2.5.5.2). */
export function plainAddress(address: string): string {
  const match = /^::ffff:([0-9.]+)$/i.exec(address)
  return match?.[1] ?? address
}
