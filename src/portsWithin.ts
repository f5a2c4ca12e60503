import { networkOf } from './exchange/networks.ts'
import type { PortTls } from './web/port.ts'
import { type Strangers, onlyFrom, strangersAtPort } from './web/strangers.ts'

const loopback = ['127.0.0.0/8', '::1/128'] as const

/** Whoever asks at a port of the State's own has a token or a password: no certificate of a peer's server is asked for. */
export function ofServer(port: PortTls | null): PortTls | null {
  return port === null ? null : { certificate: port.certificate, key: port.key }
}

/** Whatever goes over the line: nobody is heard but this machine and these networks. */
function onlyThere(networks: readonly string[]): Strangers {
  const there = networkOf([...loopback, ...networks])
  return onlyFrom(
    there,
    strangersAtPort(() => performance.now(), null),
  )
}

/** Who may read the numbers: these networks under TLS; in the clear this machine and the proxies, which speak TLS to them. */
export function watchersFor(
  { proxies, networks }: { readonly proxies: readonly string[]; readonly networks: readonly string[] },
  isTls: boolean,
): Strangers {
  return onlyThere(isTls ? networks : proxies)
}

/** In the clear nobody is heard but this machine and the proxies. */
export function strangersFor(proxies: readonly string[], isTls: boolean): Strangers {
  const strangers = strangersAtPort(() => performance.now(), networkOf(proxies))
  return isTls ? strangers : onlyFrom(networkOf([...loopback, ...proxies]), strangers)
}
