import { createHash } from 'node:crypto'
import { listEndpoints } from '../../store/webhooks/endpoints.ts'
import type { Node } from '../node.ts'
import { type Finding, ill, notTried, part, tried } from './finding.ts'

/** Others that the settings name, each asked as the work asks it. Null: none is named. */
export interface Beside {
  /** Throws where the identity provider cannot be used; tells who it is. */
  readonly provider: (() => Promise<string>) | null
  /** Throws where the collector takes no spans; tells where it is. */
  readonly collector: (() => Promise<string>) | null
}

/** Bytes in which nothing is to be found. */
const probeBytes = 1_000

/** Looks at what stands beside a node and is its State's own; of what is not named nothing is said. */
export async function examineBeside(
  node: Node,
  { provider, collector }: Beside,
): Promise<readonly Finding[]> {
  return [
    ...(await part('scanner', () => examineScanner(node))),
    ...(provider === null
      ? []
      : await part('provider', async () => [
          await tried('provider', 'PROVIDER_FAILS', async () => `${await provider()} says what it can do`),
        ])),
    ...(collector === null
      ? []
      : await part('collector', async () => [
          await tried(
            'collector',
            'COLLECTOR_FAILS',
            async () => `${await collector()} takes what it is sent`,
          ),
        ])),
    ...(await part('webhooks', () => examineWebhooks(node))),
  ]
}

/** Has the scanner look at some bytes, as at a file that is taken in. */
async function examineScanner({ scanner, random }: Node): Promise<readonly Finding[]> {
  if (scanner === null) return []
  const found = await tried('scanner', 'SCANNER_FAILS', async () => {
    const probe = random(probeBytes)
    const scanning = await scanner.begin()
    await scanning.feed(probe)
    const sha256 = createHash('sha256').update(probe).digest('hex')
    const { outcome, reason, scanner: name } = await scanning.verdict({ bytes: probe.length, sha256 })
    if (outcome === 'clean') return `${name} has looked at a probe`
    const why = reason === undefined ? '' : ` (${reason})`
    return ill('scanner', 'SCANNER_FAILS', `of a probe of random bytes it says: ${outcome}${why}`)
  })
  return [found]
}

/** Systems would take what the doctor tells them for something that has happened. */
async function examineWebhooks({ db }: Node): Promise<readonly Finding[]> {
  const endpoints = (await listEndpoints(db)).filter(({ disabled_at }) => disabled_at === null)
  if (endpoints.length === 0) return []
  const words = `nobody was told anything, of ${endpoints.length} in use; rogatory webhook list says what they took last`
  return [notTried('webhooks', words)]
}
