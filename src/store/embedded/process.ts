import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { constants, existsSync } from 'node:fs'
import { copyFile, open, readFile, readdir, rename, rm, stat, truncate, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { asOwner, environment, run } from './owner.ts'
import type { Place } from './place.ts'

const logBytesMax = 4 * 1024 * 1024
const stopMs = 60_000
const abandonedMs = 3_600_000

/** Settings of the server: little memory, full durability, and no words of a case in its log. */
const settings = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '200',
  shared_buffers: '128MB',
  work_mem: '4MB',
  maintenance_work_mem: '32MB',
  max_wal_size: '1GB',
  min_wal_size: '80MB',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  max_parallel_workers_per_gather: '0',
  io_method: 'sync',
  jit: 'off',
  log_statement: 'none',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
} as const

/** Settings of a server that are otherwise than usual. */
export type OtherSettings = Readonly<Partial<Record<keyof typeof settings, string>>>

/** A server process that we have started. */
export interface ServerProcess {
  isRunning(): boolean
}

/**
 * Makes an empty database. It is made beside its place and moved there when it is whole, so that a crash leaves
 * nothing half, and of several processes at once the first one's stays.
 */
export async function initialise(place: Place, native: string): Promise<void> {
  await removeAbandoned(place)
  const name = `data.new-${randomBytes(6).toString('hex')}`
  const folder = await open(place.folder, constants.O_RDONLY | constants.O_DIRECTORY)
  try {
    const args = [
      '--pgdata',
      join(place.folderSeen, name),
      '--username=rogatory',
      '--auth=trust',
      '--encoding=UTF8',
    ]
    const locale = [
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
    ]
    const { code, words } = await run(
      join(native, 'bin', 'initdb'),
      [...args, ...locale],
      place.owner,
      folder.fd,
    )
    if (code !== 0) throw new Error(`The embedded PostgreSQL could not make its database:\n${words}`)
    await rename(join(place.folder, name), place.data)
    await folder.sync()
  } catch (reason) {
    await rm(join(place.folder, name), { recursive: true, force: true })
    if (!existsSync(place.data)) throw reason
  } finally {
    await folder.close()
  }
}

async function removeAbandoned(place: Place): Promise<void> {
  for (const name of await readdir(place.folder)) {
    if (!name.startsWith('data.new-')) continue
    const { mtimeMs } = await stat(join(place.folder, name))
    if (Date.now() - mtimeMs > abandonedMs)
      await rm(join(place.folder, name), { recursive: true, force: true })
  }
}

/**
 * Starts the server. It is the leader of its own process group, so that Ctrl-C in a terminal reaches the node and not
 * the server, which must be there until the node has finished; and it outlives a node that is killed.
 */
export async function startProcess(
  place: Place,
  native: string,
  otherwise: OtherSettings,
): Promise<ServerProcess> {
  await removeStaleFile(join(place.data, 'postmaster.pid'))
  await removeStaleFile(join(place.socket, '.s.PGSQL.5432.lock'))
  await boundLog(place)
  const log = await open(place.log, 'a', 0o600)
  const folder = await open(place.folder, constants.O_RDONLY | constants.O_DIRECTORY)
  try {
    const given = { ...settings, ...otherwise, unix_socket_directories: place.socketSeen }
    const args = ['-D', join(place.folderSeen, 'data'), '-p', '5432']
    for (const [name, value] of Object.entries(given)) args.push('-c', `${name}=${value}`)
    const child = spawn(join(native, 'bin', 'postgres'), args, {
      ...asOwner(place.owner),
      cwd: '/',
      env: environment,
      detached: true,
      stdio: ['ignore', log.fd, log.fd, folder.fd],
    })
    let running = true
    const end = (): void => {
      running = false
    }
    child.on('exit', end)
    child.on('error', end)
    child.unref()
    return { isRunning: () => running }
  } finally {
    await log.close()
    await folder.close()
  }
}

/** Stops the server that runs in the place: ends its sessions, writes everything down, and is gone on return. */
export async function stopProcess(place: Place): Promise<void> {
  const file = join(place.data, 'postmaster.pid')
  const pid = await pidIn(file)
  if (pid === null || !(await mayBePostgres(pid)) || !signal(pid, 'SIGINT')) return
  const giveUpAt = performance.now() + stopMs
  // Removing this file is the last thing that it does, unless it is killed meanwhile.
  while ((await pidIn(file)) === pid && (await mayBePostgres(pid)) && signal(pid, 0)) {
    if (performance.now() > giveUpAt)
      throw new Error(`The embedded PostgreSQL in ${place.folder} does not stop`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** False where there is no such process any more. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name)
  } catch (reason) {
    if ((reason as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw reason
  }
}

/** Keeps the log file below its bound; what was in it is kept once more beside it. */
export async function boundLog(place: Place): Promise<void> {
  const size = existsSync(place.log) ? (await stat(place.log)).size : 0
  if (size <= logBytesMax) return
  // On a disk that is full there is no room for that, and all the more need of the rest.
  await copyFile(place.log, `${place.log}.old`).catch(() => undefined)
  // The server appends, so it goes on at the new end.
  await truncate(place.log)
}

/** The last lines of the log, for an error message. */
export async function endOfLog(place: Place): Promise<string> {
  const text = await readFile(place.log, 'utf8').catch(() => '(it has written no log)')
  return text.trimEnd().split('\n').slice(-8).join('\n')
}

/**
 * PostgreSQL itself takes over a file of a server that is gone, except where its process id is in use again by the
 * same user, as happens in containers, which count from 1 at every start.
 */
async function removeStaleFile(file: string): Promise<void> {
  const pid = await pidIn(file)
  if (pid !== null && !(await mayBePostgres(pid))) await unlink(file).catch(() => undefined)
}

async function pidIn(file: string): Promise<number | null> {
  const text = await readFile(file, 'utf8').catch(() => '')
  const pid = Number.parseInt(text, 10)
  return Number.isNaN(pid) ? null : Math.abs(pid)
}

/** False only when it is certain that no PostgreSQL has this process id. */
async function mayBePostgres(pid: number): Promise<boolean> {
  if (!existsSync('/proc/self/comm')) return true
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')
  return name.trim() === 'postgres'
}
