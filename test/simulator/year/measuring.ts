import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { serverTimeMs } from '../../../bench/serverTime.ts'
import { onServer, testServer } from '../../support/server.ts'

/** What the machine has given up to a moment. */
export interface Used {
  readonly wallMs: number
  /** Of this process, in which all nodes are. */
  readonly processorMs: number
  /** Of the database server with all its processes; null where the machine does not tell. */
  readonly serverMs: number | null
  /** Resident after a collection. */
  readonly residentBytes: number
  readonly heapBytes: number
  /** Of all databases of the nodes. */
  readonly databaseBytes: number
}

/** What a part of the run has cost. */
export interface Part {
  readonly requests: number
  readonly messages: number
  readonly seconds: number
  readonly msPerRequest: number
  readonly msPerMessage: number
  /** Of a processor: of the nodes, and of the database server. */
  readonly nodesMsPerRequest: number
  readonly serverMsPerRequest: number | null
  /** What of it went to lists and proofs, in time and of a processor of the nodes: what nodes do day by day whatever is asked. */
  readonly keepingUpMsPerRequest: number
  readonly keepingUpNodesMsPerRequest: number
  readonly residentMiB: number
  readonly heapMiB: number
  /** Of all databases together, since the year began, by request. */
  readonly databaseKiBPerRequest: number
}

/** What keeping up with the peers has taken, in milliseconds. */
export interface KeptUp {
  readonly wallMs: number
  readonly processorMs: number
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Looks at the machine, after a collection. */
export async function usedNow(): Promise<Used> {
  const url = testServer().urlOf('postgres')
  const [wallMs, { user, system }] = [performance.now(), process.cpuUsage()]
  collect()
  const { rss, heapUsed } = process.memoryUsage()
  return {
    wallMs,
    processorMs: (user + system) / 1000,
    serverMs: await serverTimeMs(url),
    residentBytes: rss,
    heapBytes: heapUsed,
    databaseBytes: await databaseBytes(url),
  }
}

async function databaseBytes(url: string): Promise<number> {
  return await onServer(url, async (client) => {
    const { rows } = await client.query<{ bytes: string }>(
      `select coalesce(sum(pg_database_size(oid)), 0) as bytes from pg_database where datname like 'rogatory_test_%'`,
    )
    return Number(rows[0]?.bytes ?? 0)
  })
}

/** What lies between two moments; `all`: requests since the year began, when the databases had `emptyBytes`. */
export function partOf(
  before: Used,
  after: Used,
  counted: { readonly requests: number; readonly messages: number; readonly all: number },
  emptyBytes: number,
  keptUp: KeptUp,
): Part {
  const { requests, messages, all } = counted
  const wallMs = after.wallMs - before.wallMs
  const serverMs =
    after.serverMs === null || before.serverMs === null ? null : after.serverMs - before.serverMs
  return {
    requests,
    messages,
    seconds: rounded(wallMs / 1000),
    msPerRequest: rounded(wallMs / requests),
    msPerMessage: rounded(wallMs / messages),
    nodesMsPerRequest: rounded((after.processorMs - before.processorMs) / requests),
    serverMsPerRequest: serverMs === null ? null : rounded(serverMs / requests),
    keepingUpMsPerRequest: rounded(keptUp.wallMs / requests),
    keepingUpNodesMsPerRequest: rounded(keptUp.processorMs / requests),
    residentMiB: Math.round(after.residentBytes / 2 ** 20),
    heapMiB: Math.round(after.heapBytes / 2 ** 20),
    databaseKiBPerRequest: rounded((after.databaseBytes - emptyBytes) / 1024 / all),
  }
}

/** To three figures and more. */
export function rounded(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(3))
}
