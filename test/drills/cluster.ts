import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { chown, mkdir, open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { findNative, runnableNative } from '../../src/store/embedded/native.ts'
import { type Owner, asOwner, environment, ownerFor, run } from '../../src/store/embedded/owner.ts'
import { onServer } from '../support/server.ts'
import { freePort, until } from '../support/world.ts'
import { kill, victimsIn } from '../whole/victims.ts'
import type { Ground } from './drill.ts'

/** A PostgreSQL server of one's own, with full durability, at a port of this machine. */
export interface Cluster {
  readonly name: string
  readonly port: number
  /** Folder of its data. */
  readonly data: string
  readonly urlOf: (database: string, port?: number) => string
  start(): Promise<void>
  /** Ends all of its processes by SIGKILL, and waits until they are gone. */
  kill(): Promise<void>
  /** Does something as its administrator. */
  asked<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result>
}

/** What a drill wants otherwise. */
export interface ClusterOptions {
  readonly settings?: Readonly<Record<string, string>>
  /** Folder for its log of changes (WAL), where that is on a disk of its own. */
  readonly wal?: string
  /** As a copy of this one, which it follows, instead of an empty one. */
  readonly following?: Cluster
}

const usual: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '32MB',
  max_connections: '100',
  // Of a server whose processes were killed: it is up again as fast as it can be.
  restart_after_crash: 'on',
  log_min_messages: 'warning',
}

/** The folder with the newest programs of PostgreSQL that the system has (Debian: `postgresql`), `pg_basebackup` among them; null: none. */
export function systemPrograms(): string | null {
  const folder = '/usr/lib/postgresql'
  if (!existsSync(folder)) return null
  const versions = readdirSync(folder)
    .map(Number)
    .toSorted((one, other) => other - one)
  const found = versions.map((version) => join(folder, String(version), 'bin'))
  return found.find((bin) => existsSync(join(bin, 'pg_basebackup'))) ?? null
}

function serversIn({ folder }: Pick<Ground, 'folder'>): string {
  return join(folder, 'servers')
}

/** Where a server of this name will be; a disk of its own may be mounted there before. By this place its processes are found, and no others. */
export function folderOfCluster(ground: Pick<Ground, 'folder'>, name: string): string {
  return join(serversIn(ground), name, 'postgres')
}

/** Makes a server and starts it; it ends with the drill. */
export async function newCluster(
  ground: Ground,
  name: string,
  options: ClusterOptions = {},
): Promise<Cluster> {
  const servers = serversIn(ground)
  const folder = folderOfCluster(ground, name)
  const data = join(folder, 'data')
  const { following } = options
  const owner = await ownerFor(null)
  await mkdir(folder, { recursive: true, mode: 0o711 })
  for (const own of [folder, options.wal])
    if (own !== undefined && owner.other) await chown(own, owner.uid, owner.gid)
  const programs = systemPrograms() ?? join(await runnableNative(await findNative(), owner, folder), 'bin')
  const port = await freePort()
  const password = following === undefined ? randomBytes(12).toString('hex') : passwordOf(following)
  const urlOf = (database: string, at = port): string =>
    `postgres://rogatory:${password}@127.0.0.1:${at}/${database}`
  const asked: Cluster['asked'] = (work) => onServer(urlOf('postgres'), work)
  const program = { owner, programs, folder, data }
  if (following === undefined) await initialise(program, password, options.wal)
  else await copy(program, following)
  const settings = { ...usual, ...options.settings, port: String(port) }
  const isUp = (): Promise<boolean> =>
    asked((client) => client.query('select 1')).then(
      () => true,
      () => false,
    )
  const cluster: Cluster = {
    ...{ name, port, data, urlOf, asked },
    async start() {
      let begun = await launch(program, settings)
      await until(`the PostgreSQL ${name} is up`, async () => {
        // What is left of a server that was killed may still be on its way out.
        if (!begun.isRunning()) begun = await launch(program, settings)
        return await isUp()
      })
    },
    async kill() {
      for (const victim of victimsIn(servers, [name])) kill(victim)
      await until(`the PostgreSQL ${name} is gone`, () => victimsIn(servers, [name]).length === 0)
    },
  }
  ground.atEnd(() => cluster.kill())
  await cluster.start()
  return cluster
}

function passwordOf({ urlOf }: Cluster): string {
  return new URL(urlOf('postgres')).password
}

interface Programs {
  readonly owner: Owner
  readonly programs: string
  readonly folder: string
  readonly data: string
}

async function initialise(
  { owner, programs, folder, data }: Programs,
  password: string,
  wal?: string,
): Promise<void> {
  const file = join(folder, 'password')
  await writeFile(file, password, { mode: 0o600 })
  if (owner.other) await chown(file, owner.uid, owner.gid)
  done(
    await run(
      join(programs, 'initdb'),
      [
        ...['--pgdata', data, '--username=rogatory', `--pwfile=${file}`, '--auth=scram-sha-256'],
        ...['--encoding=UTF8', '--locale=C', '--no-sync', '--wal-segsize=1'],
        ...(wal === undefined ? [] : ['--waldir', join(wal, 'log')]),
      ],
      owner,
    ),
  )
}

/** A standby of a server that runs, as an administrator makes one. */
async function copy({ owner, programs, data }: Programs, from: Cluster): Promise<void> {
  const source = `${from.urlOf('postgres')}?application_name=standby`
  const options = ['--pgdata', data, '--dbname', source, '--write-recovery-conf', '--wal-method=stream']
  done(await run(join(programs, 'pg_basebackup'), [...options, '--checkpoint=fast', '--no-sync'], owner))
}

function done({ code, words }: Awaited<ReturnType<typeof run>>): void {
  if (code !== 0) throw new Error(words)
}

async function launch(
  { owner, programs, folder, data }: Programs,
  settings: Readonly<Record<string, string>>,
): Promise<{ isRunning(): boolean }> {
  const log = await open(join(folder, 'server.log'), 'a')
  try {
    const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const child = spawn(join(programs, 'postgres'), ['-D', data, ...args], {
      ...asOwner(owner),
      cwd: '/',
      env: environment,
      // Ctrl-C in a terminal reaches the drill, which ends it.
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    })
    let isRunning = true
    child.once('exit', () => {
      isRunning = false
    })
    child.unref()
    return { isRunning: () => isRunning }
  } finally {
    await log.close()
  }
}
