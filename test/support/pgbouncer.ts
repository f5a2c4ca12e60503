import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, type Socket, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, until } from './world.ts'

/** A real PgBouncer that gives a connection of the server for one transaction. */
export interface RunningPooler {
  /** A database of that server, through it. */
  readonly urlOf: (database: string) => string
  readonly stop: () => Promise<void>
}

const program = 'pgbouncer'

/** Whether this machine has it. */
export function hasPooler(): boolean {
  return spawnSync(program, ['--version']).status === 0
}

/** PgBouncer does not run as root; whoever may read a folder of the tests runs it instead (65534: nobody). */
const nobody = process.getuid?.() === 0 ? 65_534 : undefined

/** Starts one before the server of a URL, with so many connections to it. */
export async function startPooler(url: string, connections: number): Promise<RunningPooler> {
  const folder = await mkdtemp(join(tmpdir(), 'pgbouncer-'))
  const port = await freePort()
  const server = new URL(url)
  const relay = await openRelay(server)
  const user = decodeURIComponent(server.username)
  const password = decodeURIComponent(server.password)
  const settings = [
    '[databases]',
    `* = host=127.0.0.1 port=${relay.port} user=${user}${password === '' ? '' : ` password=${password}`}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = any',
    'pool_mode = transaction',
    `default_pool_size = ${connections}`,
    'max_prepared_statements = 400',
  ]
  const file = join(folder, 'pgbouncer.ini')
  await writeFile(file, `${settings.join('\n')}\n`)
  if (nobody !== undefined) {
    await chmod(folder, 0o700)
    await chown(folder, nobody, nobody)
    await chown(file, nobody, nobody)
  }
  const child: ChildProcess = spawn(program, [file], {
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(nobody === undefined ? {} : { uid: nobody, gid: nobody }),
  })
  let said = ''
  child.stderr?.on('data', (text: Buffer) => {
    said += text.toString('utf8')
  })
  const gone = once(child, 'exit')
  await until('PgBouncer listens', async () => {
    if (child.exitCode !== null) throw new Error(`PgBouncer ended: ${said}`)
    return await isListening(port)
  })
  return {
    urlOf: (database) => `postgres://${encodeURIComponent(user)}@127.0.0.1:${port}/${database}`,
    async stop() {
      child.kill('SIGKILL')
      await gone
      relay.close()
      await rm(folder, { recursive: true })
    },
  }
}

async function isListening(port: number): Promise<boolean> {
  return await new Promise<boolean>((resolve) => {
    const socket: Socket = connect(port, '127.0.0.1')
    const done = (is: boolean) => (): void => {
      socket.destroy()
      resolve(is)
    }
    socket.once('connect', done(true)).once('error', done(false))
  })
}

/** A way to the server for whoever may not reach its socket: the folder of the tests is for their user alone. */
async function openRelay(url: URL): Promise<{ readonly port: number; readonly close: () => void }> {
  const folder = url.searchParams.get('host')
  const port = url.port === '' ? 5432 : Number(url.port)
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    const behind = folder === null ? connect(port, url.hostname) : connect(join(folder, `.s.PGSQL.${port}`))
    open.add(socket).add(behind)
    socket.on('error', () => behind.destroy()).on('close', () => behind.destroy())
    behind.on('error', () => socket.destroy()).on('close', () => socket.destroy())
    socket.pipe(behind).pipe(socket)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      for (const socket of open) socket.destroy()
      server.close()
    },
  }
}
