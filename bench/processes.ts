import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Config } from '../src/config.ts'
import { readSettingsOfState, writeSettingsOfState } from '../src/store/settingsOfState.ts'
import { type Balancer, openBalancer } from '../test/support/balancer.ts'
import { type Child, startChild } from './child.ts'
import type { NodeCalls } from './nodeProcess.ts'
import { type Servers, type Side, configure, freePort } from './world.ts'

/** So many processes of each node, all of one node on one database. */
interface Nodes {
  readonly asking: readonly Child<NodeCalls>[]
  readonly answering: readonly Child<NodeCalls>[]
  readonly close: () => Promise<void>
}

/** What went from one node to the other in a second, with so many processes of each. */
export interface ProcessesPoint {
  readonly processes: number
  readonly inFlight: number
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
}

const path = resolve(import.meta.dirname, 'nodeProcess.ts')

/**
 * One process of each node and two, one right after the other, each so often and each first by turns: what else the machine does hits both. What
 * is under way is spread over the asking processes, and their posts over the answering ones, by the balancer that a node would have
 * before it. An exchange ends when its receipt is on the disk, whichever process has put it there: that is looked for every few
 * milliseconds, also with one process.
 */
export async function measureProcesses(
  servers: Servers,
  inFlights: readonly number[],
  times: { readonly warmMs: number; readonly measuredMs: number; readonly rounds: number },
): Promise<ProcessesPoint[]> {
  const several = await Promise.all([1, 2].map((count) => startNodes(servers, count)))
  const points: ProcessesPoint[] = []
  for (const nodes of several) await exchanged(nodes, 16, { warmMs: 0, measuredMs: times.warmMs * 2 })
  for (const inFlight of inFlights)
    for (let round = 0; round < times.rounds; round += 1)
      for (const nodes of round % 2 === 0 ? several : several.toReversed())
        points.push(await exchanged(nodes, inFlight, times))
  for (const nodes of several) await nodes.close()
  return points
}

async function exchanged(
  { asking }: Nodes,
  inFlight: number,
  times: { readonly warmMs: number; readonly measuredMs: number },
): Promise<ProcessesPoint> {
  const share = Math.max(1, Math.round(inFlight / asking.length))
  const results = await Promise.all(asking.map((one) => one.call('load', { inFlight: share, ...times })))
  const most = (read: (one: (typeof results)[number]) => number): number => Math.max(...results.map(read))
  return {
    processes: asking.length,
    inFlight: share * asking.length,
    perSecond: results.reduce((sum, one) => sum + one.perSecond, 0),
    p50: most(({ latency }) => latency.p50),
    p99: most(({ latency }) => latency.p99),
  }
}

async function startNodes(servers: Servers, count: number): Promise<Nodes> {
  const folder = await mkdtemp(join(tmpdir(), 'rogatory-bench-'))
  const balancers: Balancer[] = []
  const start = async (side: Side) => {
    const balancer = await openBalancer()
    balancers.push(balancer)
    const first = await configure(folder, side, await servers.database(side, `processes_${count}`))
    const settings = await readSettingsOfState(first.dataFolder)
    await writeSettingsOfState(first.dataFolder, { ...settings, url: balancer.url })
    const children = [startChild<NodeCalls>(path)]
    balancer.ports = [first.port]
    const list = await children[0]?.call('start', first)
    for (let place = 2; place <= count; place += 1) {
      // As the folder is after the first start: it knows its database.
      const dataFolder = join(folder, `${side}-${place}`)
      await cp(first.dataFolder, dataFolder, { recursive: true })
      const config: Config = { ...first, dataFolder, port: await freePort() }
      const child = startChild<NodeCalls>(path)
      children.push(child)
      await child.call('start', config)
      balancer.ports = [...balancer.ports, config.port]
    }
    for (const child of children) await child.call('watchOthers')
    return { children, list }
  }
  const [asking, answering] = [await start('asking'), await start('answering')]
  if (answering.list !== undefined) await asking.children[0]?.call('pin', answering.list)
  if (asking.list !== undefined) await answering.children[0]?.call('pin', asking.list)
  const all = [...asking.children, ...answering.children]
  for (const child of all) await child.call('heard')
  return {
    asking: asking.children,
    answering: answering.children,
    async close() {
      for (const child of all) {
        await child.call('close')
        await child.close()
      }
      for (const balancer of balancers) await balancer.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
