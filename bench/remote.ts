import pg from 'pg'
import { type DelayingProxy, openDelayingProxy } from './delayingProxy.ts'
import { exchanges } from './exchanges.ts'
import { type Servers, startPair } from './world.ts'

/** What two nodes do with databases that are far away. */
export interface Remote {
  /** A statement that does nothing, there and back: the median, in milliseconds. */
  readonly roundTripMs: number
  /** Exchanges per second, by how many are in flight. With one, a process does one after another. */
  readonly perSecond: Readonly<Record<string, number>>
}

/** What a round trip to the database takes longer than on this machine, in milliseconds. */
export const remoteMs = 2

/** One process of each node, each with a database behind a proxy that delays. */
export async function measureRemote(
  servers: Servers,
  inFlights: readonly number[],
  times: { readonly warmMs: number; readonly measuredMs: number },
): Promise<Remote> {
  const proxies: DelayingProxy[] = []
  const far: Servers = {
    ...servers,
    async database(side, name) {
      const url = new URL(await servers.database(side, name))
      const folder = url.searchParams.get('host')
      const port = Number(url.port || 5432)
      const proxy = await openDelayingProxy(
        folder === null ? { host: url.hostname, port } : { path: `${folder}/.s.PGSQL.${port}` },
        remoteMs,
      )
      proxies.push(proxy)
      url.searchParams.delete('host')
      return Object.assign(url, { hostname: '127.0.0.1', port: String(proxy.port) }).href
    },
  }
  const pair = await startPair(far, 'remote')
  const roundTripMs = await roundTripOf(pair.urls.asking)
  await exchanges(pair, 16, { warmMs: 0, measuredMs: times.warmMs })
  const perSecond: Record<string, number> = {}
  for (const inFlight of inFlights) perSecond[inFlight] = (await exchanges(pair, inFlight, times)).perSecond
  await pair.close()
  for (const proxy of proxies) await proxy.close()
  return { roundTripMs, perSecond }
}

async function roundTripOf(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const took: number[] = []
  for (let times = 0; times < 101; times += 1) {
    const began = performance.now()
    await client.query('select 1')
    took.push(performance.now() - began)
  }
  await client.end()
  return took.sort((one, other) => one - other)[50] ?? Number.NaN
}
