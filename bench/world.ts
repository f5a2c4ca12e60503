import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import pg from 'pg'
import type { Config } from '../src/config.ts'
import { holderOf } from '../src/opening.ts'
import type { Authority } from '../src/message/generated/types.ts'
import { openEmbedded } from '../src/store/embedded/server.ts'
import { makeIdentity } from '../src/store/identity/make.ts'
import { writeSettingsOfState } from '../src/store/settingsOfState.ts'
import { type Child, startChild } from './child.ts'
import type { NodeCalls } from './nodeProcess.ts'

/** What a commit is worth on the servers that were measured. */
export interface Durability {
  readonly server: string
  readonly fsync: string
  readonly synchronous_commit: string
  readonly full_page_writes: string
  readonly wal_sync_method: string
}

/** The database servers of both sides: the one at `DATABASE_URL` for both, else an embedded one each. */
export interface Servers {
  readonly kind: string
  readonly durability: Durability
  /** Makes a fresh database on the server of one side and returns its address. */
  readonly database: (side: Side, name: string) => Promise<string>
  readonly close: () => Promise<void>
}

export type Side = 'asking' | 'answering'

const states = {
  asking: { state: 'VN', authority: 'vn.spp' },
  answering: { state: 'QA', authority: 'qa.pp' },
} as const
export const passphrase = 'a passphrase for the benchmark only'
const adminDatabase = 'postgres'

export async function openServers(): Promise<Servers> {
  const given = process.env.DATABASE_URL ?? ''
  const servers = given === '' ? await openEmbeddedServers() : await openGivenServer(given)
  // A run that somebody stops leaves no server behind.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void servers.close().finally(() => process.exit(1)))
  }
  return servers
}

async function openEmbeddedServers(): Promise<Servers> {
  const folder = await mkdtemp(join(tmpdir(), 'rogatory-bench-servers-'))
  const asking = await openEmbedded(join(folder, 'asking'))
  const answering = await openEmbedded(join(folder, 'answering'))
  const urlOf = (side: Side, name: string): string => {
    const { host } = (side === 'asking' ? asking : answering).connection
    return `postgres://rogatory@localhost/${name}?host=${encodeURIComponent(String(host))}`
  }
  return {
    kind: 'embedded, one a side, Unix socket',
    durability: await durabilityOf(urlOf('asking', adminDatabase)),
    database: (side, name) => makeDatabase((database) => urlOf(side, database), name),
    async close() {
      await asking.close()
      await answering.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function openGivenServer(url: string): Promise<Servers> {
  const urlOf = (name: string): string => Object.assign(new URL(url), { pathname: `/${name}` }).href
  const made: string[] = []
  return {
    kind: 'one server of its own for both sides',
    durability: await durabilityOf(url),
    async database(side, name) {
      const full = `rogatory_bench_${process.pid}_${side}_${name}`
      made.push(full)
      return await makeDatabase(urlOf, full)
    },
    async close() {
      for (const name of made) await ask(url, `drop database if exists ${name} with (force)`)
    },
  }
}

async function makeDatabase(urlOf: (name: string) => string, name: string): Promise<string> {
  await ask(urlOf(adminDatabase), `create database ${name} template template0`)
  return urlOf(name)
}

async function durabilityOf(url: string): Promise<Durability> {
  const names = ['fsync', 'synchronous_commit', 'full_page_writes', 'wal_sync_method']
  const settings = names.map((name) => `current_setting('${name}') as ${name}`).join(', ')
  const [row] = await ask(url, `select current_setting('server_version') as server, ${settings}`)
  if (row === undefined) throw new Error('the server does not tell its settings')
  return row as unknown as Durability
}

async function ask(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}

/** Two nodes in processes of their own, on databases of their own, that have pinned each other's trust lists. */
export interface Pair {
  readonly asking: Child<NodeCalls>
  readonly answering: Child<NodeCalls>
  /** Addresses of their databases. */
  readonly urls: Readonly<Record<Side, string>>
  readonly folders: Readonly<Record<Side, string>>
  readonly close: () => Promise<void>
}

/** @param execArgv - for Node itself, in the processes of both nodes */
export async function startPair(
  servers: Servers,
  name: string,
  execArgv: readonly string[] = [],
): Promise<Pair> {
  const folder = await mkdtemp(join(tmpdir(), 'rogatory-bench-'))
  const path = resolve(import.meta.dirname, 'nodeProcess.ts')
  const start = async (side: Side) => {
    const url = await servers.database(side, name)
    const child = startChild<NodeCalls>(path, execArgv)
    return { url, child, list: await child.call('start', await configure(folder, side, url)) }
  }
  const [asking, answering] = [await start('asking'), await start('answering')]
  await asking.child.call('pin', answering.list)
  await answering.child.call('pin', asking.list)
  for (const { child } of [asking, answering]) await child.call('heard')
  return {
    asking: asking.child,
    answering: answering.child,
    urls: { asking: asking.url, answering: answering.url },
    folders: { asking: join(folder, 'asking'), answering: join(folder, 'answering') },
    async close() {
      for (const { child } of [asking, answering]) {
        await child.call('close')
        await child.close()
      }
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Makes the data folder of a node for the benchmark. */
export async function configure(folder: string, side: Side, databaseUrl: string): Promise<Config> {
  const { state, authority } = states[side]
  const dataFolder = join(folder, side)
  const passphraseFile = join(dataFolder, 'passphrase')
  await makeIdentity({
    folder: join(dataFolder, 'identity'),
    passphrase,
    country: state,
    organisation: `${state} (benchmark)`,
    holder: holderOf(state),
    validFrom: new Date(Date.now() - 86_400_000),
  })
  await writeFile(passphraseFile, passphrase, { mode: 0o600 })
  const port = await freePort()
  await writeSettingsOfState(dataFolder, {
    state,
    name: { language: 'en', text: `${state} (benchmark)` },
    demonstration: true,
    url: `http://127.0.0.1:${port}`,
    authorities: [anyAuthority(authority)],
  })
  return { dataFolder, databaseUrl, host: '127.0.0.1', port, passphraseFile, logLevel: 'warn' }
}

function anyAuthority(id: string): Authority {
  const kinds = ['preservation', 'stored-data', 'subscriber-information']
  return {
    id,
    name: { language: 'en', text: `${id} (benchmark)` },
    competences: kinds.map((kind) => ({ kind, roles: ['requesting', 'requested'] })),
    languages: ['en', 'vi'],
    timeZone: 'UTC',
    officeHours: '24 h',
    validFrom: '2026-01-01T00:00:00Z',
  }
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  return await new Promise((found, failed) => {
    const server = createServer()
    server.once('error', failed)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => found(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
