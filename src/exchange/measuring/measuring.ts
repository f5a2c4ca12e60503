import type { Node } from '../node.ts'
import { exposition } from './prometheus.ts'
import type { Check } from '../readiness.ts'
import { readings, readyNow, roomNow } from './readings.ts'
import { valuesOfReady } from './alarmValues.ts'
import { type Value, told } from './told.ts'
import { valuesOfKeysInUse, valuesOfReadings, valuesOfTls, valuesOfTrust } from './values.ts'

/** What is told of a node beside what it knows itself. */
export interface MeasuredBeside {
  readonly version: string
  /** What `/health/ready` finds out, and by the same look where somebody asks there meanwhile. */
  readonly ready: () => Promise<readonly Check[]>
  /** Which of the files that hold a secret are open to others now, and which cannot be looked at. */
  readonly secrets: () => { readonly open: readonly string[]; readonly unseen: readonly string[] }
  /** Where the keys lie, and an embedded database. */
  readonly dataFolder: string
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
  const room = roomNow(node, beside.dataFolder, nowMs)
  return {
    contentType,
    async text() {
      const [found, checks, free] = await Promise.all([read(), ready(), room()])
      return await text([
        ...valuesOfReadings(found, node.trust.peers),
        ...valuesOfReady(checks),
        ...told('rogatory_exhibits_free_bytes', free.exhibits),
        ...told('rogatory_data_free_bytes', free.data),
        ...valuesOfTrust(node),
        ...valuesOfKeysInUse(node),
        ...valuesOfTls(beside.tls(), node.machineNow()),
        ...valuesOfProcess(beside),
        ...[...node.meter.underWay()].flatMap(([task, ms]) =>
          told('rogatory_job_running_seconds', ms / 1_000, { task }),
        ),
      ])
    },
  }
}

function valuesOfProcess({ version, connections, secrets }: MeasuredBeside): readonly Value[] {
  const { open, unseen } = secrets()
  return [
    { name: 'rogatory_build_info', labels: { version }, value: 1 },
    ...told('rogatory_secrets_open', open.length),
    ...told('rogatory_secrets_unseen', unseen.length),
    ...Object.entries(connections()).map(([standing, value]): Value => {
      return { name: 'rogatory_database_connections', labels: { standing }, value }
    }),
  ]
}
