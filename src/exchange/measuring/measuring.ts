import type { Node } from '../node.ts'
import { exposition } from './prometheus.ts'
import { readings } from './readings.ts'
import { type Value, valuesOfReadings, valuesOfTls, valuesOfTrust } from './values.ts'

/** What is told of a node beside what it knows itself. */
export interface MeasuredBeside {
  readonly version: string
  /** Connections to the database: in use, idle, and what waits for one. */
  readonly connections: () => Readonly<Record<'used' | 'idle' | 'waiting', number>>
  /** PEM of what the port shows, and of what the node shows as a client; null: nothing. */
  readonly tls: () => { readonly port: string | null; readonly client: string | null }
}

/** The numbers of a node, for whoever watches it: no content, no name and no reference stands in them. */
export interface Measuring {
  readonly text: () => Promise<string>
  readonly contentType: string
}

/** Begins to count what the node does, and reads the rest when it is asked. */
export function measuring(node: Node, beside: MeasuredBeside, nowMs: () => number): Measuring {
  const { observer, text, contentType } = exposition()
  node.meter.follow(observer)
  const read = readings(node, nowMs)
  return {
    contentType,
    async text() {
      const found = await read()
      return await text([
        ...valuesOfReadings(found, node.trust.peers),
        ...valuesOfTrust(node),
        ...valuesOfTls(beside.tls(), node.machineNow()),
        ...valuesOfProcess(beside),
      ])
    },
  }
}

function valuesOfProcess({ version, connections }: MeasuredBeside): readonly Value[] {
  return [
    { name: 'rogatory_build_info', labels: { version }, value: 1 },
    ...Object.entries(connections()).map(([standing, value]): Value => {
      return { name: 'rogatory_database_connections', labels: { standing }, value }
    }),
  ]
}
