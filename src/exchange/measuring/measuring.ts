import type { Node } from '../node.ts'
import { exposition } from './prometheus.ts'
import type { Check } from '../readiness.ts'
import { readings, readyNow } from './readings.ts'
import { valuesOfReady } from './alarmValues.ts'
import { type Value, told } from './told.ts'
import { valuesOfReadings, valuesOfTls, valuesOfTrust } from './values.ts'

/** What is told of a node beside what it knows itself. */
export interface MeasuredBeside {
  readonly version: string
  /** What `/health/ready` finds out, and by the same look where somebody asks there meanwhile. */
  readonly ready: () => Promise<readonly Check[]>
  /** How many of the files that hold a secret are open to others now; null: that cannot be seen. */
  readonly openSecrets: () => number | null
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
  const ready = readyNow(beside.ready, nowMs)
  return {
    contentType,
    async text() {
      const [found, checks] = await Promise.all([read(), ready()])
      return await text([
        ...valuesOfReadings(found, node.trust.peers),
        ...valuesOfReady(checks),
        ...valuesOfTrust(node),
        ...valuesOfTls(beside.tls(), node.machineNow()),
        ...valuesOfProcess(beside),
      ])
    },
  }
}

function valuesOfProcess({ version, connections, openSecrets }: MeasuredBeside): readonly Value[] {
  return [
    { name: 'rogatory_build_info', labels: { version }, value: 1 },
    ...told('rogatory_secrets_open', openSecrets()),
    ...Object.entries(connections()).map(([standing, value]): Value => {
      return { name: 'rogatory_database_connections', labels: { standing }, value }
    }),
  ]
}
