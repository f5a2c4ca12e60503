import assert from 'node:assert/strict'
import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import {
  cp,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  truncate,
  unlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { sql } from 'kysely'
import { type OpenDatabase, openDatabase } from '../../src/store/database.ts'
import { findNative, runnableNative } from '../../src/store/embedded/native.ts'
import { ownerFor } from '../../src/store/embedded/owner.ts'
import { preparePlace } from '../../src/store/embedded/place.ts'
import { boundLog, endOfLog } from '../../src/store/embedded/process.ts'
import { openEmbedded } from '../../src/store/embedded/server.ts'
import { migrate } from '../../src/store/migrations/migrate.ts'
import { readSetting, writeSetting } from '../../src/store/settings.ts'

const isRoot = process.getuid?.() === 0

describe('the embedded server', () => {
  let base: string
  let folder: string
  const open: { readonly close: () => Promise<void> }[] = []
  const processes: ChildProcess[] = []

  beforeEach(async () => {
    // Others cannot enter it, like the home of root or a folder of a container.
    base = await mkdtemp(join(tmpdir(), 'rogatory-embedded-'))
    folder = join(base, 'node')
  })
  afterEach(async () => {
    for (const { close } of open.splice(0)) await close()
    for (const child of processes.splice(0)) child.kill('SIGKILL')
    if (existsSync(pidFile())) await (await openEmbedded(folder)).close()
    await rm(base, { recursive: true })
  })

  const openHere = async (troubles: unknown[] = []): Promise<OpenDatabase> => {
    const database = await openDatabase({ folder, onTrouble: (reason) => troubles.push(reason) })
    open.push(database)
    return database
  }
  /** Another process that holds the server open. */
  const holder = async (): Promise<ChildProcessByStdio<Writable, Readable, null>> => {
    const script = resolve(import.meta.dirname, '../support/holdServer.ts')
    const child = spawn(process.execPath, ['--import', 'tsx', script, folder], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    processes.push(child)
    const [said] = (await once(child.stdout, 'data')) as [Buffer]
    assert.equal(said.toString(), 'open\n')
    return child
  }
  const pidFile = (): string => join(folder, 'postgres', 'data', 'postmaster.pid')
  const serverPid = async (): Promise<number> => Number.parseInt(await readFile(pidFile(), 'utf8'), 10)
  const remember = async ({ db }: OpenDatabase, value: string): Promise<void> => {
    await migrate(db)
    await writeSetting(db, 'remembered', value)
  }

  it('lets its last user go when it is killed while it stops', async () => {
    const { close } = await openDatabase({ folder })
    const pid = await serverPid()
    // Stopped, it cannot end by itself.
    process.kill(pid, 'SIGSTOP')
    const closing = close()
    await new Promise((resolve) => setTimeout(resolve, 300))
    process.kill(pid, 'SIGKILL')
    const began = performance.now()
    await closing
    assert.ok(performance.now() - began < 10_000)
  })

  it('starts from nothing, keeps what it was told, and is gone when its last user has closed it', async () => {
    const first = await openHere()
    await remember(first, 'it')
    const { rows } = await sql<{ durable: string }>`select concat_ws(' ', current_setting('fsync'),
      current_setting('full_page_writes'), current_setting('synchronous_commit'), current_setting('server_encoding'),
      current_setting('data_checksums'), '[' || current_setting('listen_addresses') || ']') as durable`.execute(
      first.db,
    )
    assert.deepEqual(rows, [{ durable: 'on on on UTF8 on []' }])
    await open.pop()?.close()
    assert.equal(existsSync(pidFile()), false)
    const second = await openHere()
    assert.equal(await readSetting(second.db, 'remembered'), 'it')
  })

  it('lets nobody but its user into its folders', async () => {
    await openHere()
    for (const name of ['', 'data', 'socket']) {
      const { mode } = await stat(join(folder, 'postgres', name))
      assert.equal(mode & 0o777, 0o700, name)
    }
  })

  it('runs as a user without rights when the node is root', async function () {
    if (!isRoot || !existsSync('/proc/self/status')) this.skip()
    await openHere()
    const status = await readFile(`/proc/${await serverPid()}/status`, 'utf8')
    const { uid } = await ownerFor(null)
    assert.notEqual(uid, 0)
    assert.match(status, new RegExp(`^Uid:\\t${uid}\\t${uid}\\t${uid}\\t${uid}$`, 'm'))
    assert.match(status, /^Groups:\s*$/m)
    assert.match(status, /^CapEff:\t0+$/m)
  })

  it('serves two processes, and ends with the second of them', async () => {
    const child = await holder()
    const pid = await serverPid()
    await openHere()
    child.stdin.end()
    await once(child, 'exit')
    assert.equal(await serverPid(), pid)
    await open.pop()?.close()
    assert.equal(existsSync(pidFile()), false)
  })

  it('is started once by four who open it at once, from nothing and again', async () => {
    for (let round = 0; round < 2; round += 1) {
      const all = await Promise.all([holder(), openHere(), openHere(), openHere()])
      const pids = await Promise.all(
        open.map(async (_, index) => {
          const database = all[index + 1] as OpenDatabase
          const { rows } = await sql<{ started: Date }>`select pg_postmaster_start_time() as started`.execute(
            database.db,
          )
          return rows[0]?.started.getTime()
        }),
      )
      assert.equal(new Set(pids).size, 1)
      const [child] = all
      child.stdin.end()
      await Promise.all([once(child, 'exit'), ...open.splice(0).map(({ close }) => close())])
      assert.equal(existsSync(pidFile()), false)
    }
    assert.deepEqual(
      (await readdir(join(folder, 'postgres'))).filter((name) => name.startsWith('data')),
      ['data'],
    )
  })

  it('outlives a node that is killed, and is adopted by the next', async () => {
    const child = await holder()
    const pid = await serverPid()
    child.kill('SIGKILL')
    await once(child, 'exit')
    await openHere()
    assert.equal(await serverPid(), pid)
  })

  it('comes back when it is killed while a node uses it, with all that was committed', async () => {
    const troubles: unknown[] = []
    const database = await openHere(troubles)
    await remember(database, 'it')
    const pid = await serverPid()
    process.kill(pid, 'SIGKILL')
    await eventually(async () => assert.notEqual(await serverPid(), pid))
    assert.equal(await eventually(() => readSetting(database.db, 'remembered')), 'it')
    assert.ok(troubles.length > 0)
  })

  it('comes back when one of its sessions is killed, which ends them all', async () => {
    const database = await openHere()
    await remember(database, 'it')
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(database.db)
    process.kill(rows[0]?.pid ?? 0, 'SIGKILL')
    assert.equal(await eventually(() => readSetting(database.db, 'remembered')), 'it')
  })

  it('is started again after a crash that left its files, also when another program has its process id now', async () => {
    await remember(await openHere(), 'it')
    await open.pop()?.close()
    const line = (pid: number, data: string): string => `${pid}\n${data}\n1\n5432\n/nowhere\n\n1 1\nready\n`
    for (const pid of [process.pid, 4_194_000]) {
      await writeFile(pidFile(), line(pid, '/nowhere'), { mode: 0o600 })
      await writeFile(join(folder, 'postgres', 'socket', '.s.PGSQL.5432.lock'), line(pid, '/nowhere'), {
        mode: 0o600,
      })
      await writeFile(join(folder, 'postgres', 'socket', '.s.PGSQL.5432'), '')
      const { db } = await openHere()
      assert.equal(await readSetting(db, 'remembered'), 'it')
      await open.pop()?.close()
    }
  })

  it('stands in a folder whose path is too long for a socket', async () => {
    folder = join(base, 'a'.repeat(60), 'b'.repeat(60))
    const { db } = await openHere()
    await sql`select 1`.execute(db)
    const { socket } = await preparePlace(folder)
    assert.ok(Buffer.byteLength(socket) < 60)
    assert.equal((await stat(socket)).mode & 0o777, 0o700)
    await open.pop()?.close()
    await rm(socket, { recursive: true })
  })

  it('refuses data of another version with instructions, and changes nothing', async () => {
    await openHere()
    await open.pop()?.close()
    const version = join(folder, 'postgres', 'data', 'PG_VERSION')
    await truncate(version)
    await writeFile(version, '16\n')
    await assert.rejects(openEmbedded(folder), /PostgreSQL 16.*pg_upgrade.*DATABASE_URL/s)
    assert.equal(existsSync(pidFile()), false)
    await unlink(version)
    await assert.rejects(openEmbedded(folder), /not the data of a PostgreSQL server/)
    await rm(join(folder, 'postgres', 'data'), { recursive: true })
  })

  it('says what its log says when it does not start', async () => {
    await openHere()
    await open.pop()?.close()
    const control = join(folder, 'postgres', 'data', 'global', 'pg_control')
    await rename(control, `${control}.away`)
    await assert.rejects(openEmbedded(folder), /does not start:[^]*pg_control/)
    await rename(`${control}.away`, control)
  })

  it('keeps its log bounded', async () => {
    const { db } = await openHere()
    const place = await preparePlace(folder)
    await writeFile(place.log, 'x'.repeat(5_000_000), { flag: 'a' })
    await boundLog(place)
    assert.equal((await stat(place.log)).size, 0)
    await assert.rejects(sql`select 1 / 0`.execute(db))
    assert.match(await endOfLog(place), /division by zero/)
    assert.ok((await stat(place.log)).size < 1000)
  })

  it('is copied to where its user can run it, where it is installed in a closed folder or without links', async () => {
    const native = await findNative()
    const installed = join(base, 'native')
    await cp(native.folder, installed, { recursive: true, verbatimSymlinks: true })
    for (const name of await readdir(join(installed, 'lib'))) {
      if (/^lib(ecpg|icu|pgtypes|pq).*\.so(\.[0-9]+)?$/.test(name)) await unlink(join(installed, 'lib', name))
    }
    const version = `${native.version}-test-${process.pid}`
    await mkdir(folder)
    const owner = await ownerFor(null)
    const runnable = await runnableNative({ folder: installed, version }, owner, folder)
    assert.ok(existsSync(join(runnable, 'lib', 'libpq.so.5')))
    assert.equal(runnable === installed, !isRoot)
    await unlink(join(runnable, 'lib', 'libpq.so.5'))
    assert.equal(await runnableNative({ folder: installed, version }, owner, folder), runnable)
    assert.ok(existsSync(join(runnable, 'lib', 'libpq.so.5')))
    if (runnable !== installed) await rm(runnable, { recursive: true })
  })

  it('names DATABASE_URL where there is none for the platform', async () => {
    await assert.rejects(findNative('sunos-sparc'), /no embedded PostgreSQL for sunos-sparc.*DATABASE_URL/)
    await assert.rejects(findNative('linux-arm64'), /DATABASE_URL/)
  })
})

/** What `work` returns as soon as it succeeds. */
async function eventually<Outcome>(work: () => Promise<Outcome>): Promise<Outcome> {
  const giveUpAt = performance.now() + 20_000
  for (;;) {
    try {
      return await work()
    } catch (reason) {
      if (performance.now() > giveUpAt) throw reason
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}
