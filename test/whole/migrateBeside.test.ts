import assert from 'node:assert/strict'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { startNode } from '../../src/main.ts'
import { type OpenNode, openNode } from '../../src/opening.ts'
import { builtProgram } from '../../src/packageFolder.ts'
import { listProcesses } from '../../src/store/leases.ts'
import { newestForm } from '../../src/store/migrations/migrate.ts'
import { shuttingOutMs } from '../../src/store/workable.ts'
import { type Balancer, openBalancer } from '../support/balancer.ts'
import { buildLaterVersion } from '../support/laterVersion.ts'
import { type Went, start } from '../support/packed.ts'
import { type ServedProcess, serve } from '../support/served.ts'
import { onServer, testServer } from '../support/server.ts'
import { draft } from '../support/talk.ts'
import { assertGood } from '../support/twoSides.ts'
import { type World, type WorldState, silent, twoStates, until } from '../support/world.ts'

const nodeRole = `rogatory_test_beside_node_${process.pid}`
const sequencerRole = `rogatory_test_beside_sequencer_${process.pid}`

describe('a node in service that does not own its tables, whose owner brings them to the next version', function () {
  this.timeout(240_000)
  let world: World
  let vn: WorldState
  let folder: string
  let later: string
  let balancer: Balancer
  let open: OpenNode
  const served: ServedProcess[] = []
  const requests: string[] = []

  const urlAs = (role: string): string => Object.assign(new URL(vn.database.url), { username: role }).href
  const onThisServer = async (statement: string) => {
    await onServer(testServer().urlOf('postgres'), (client) => client.query(statement))
  }

  /** `rogatory migrate` of a version, as the owner of the database runs it: a process of its own. */
  async function migrateBy(program: string): Promise<Went> {
    const roles = ['--node-role', nodeRole, '--sequencer-role', sequencerRole]
    return await start(
      [process.execPath, program, 'migrate', ...roles, '--json'],
      { DATABASE_URL: vn.database.url },
      folder,
    ).ended
  }

  async function startProcess(name: string, program: string): Promise<void> {
    const dataFolder = join(folder, name)
    await cp(vn.config.dataFolder, dataFolder, { recursive: true })
    const sequencer = { ROGATORY_SEQUENCER_DATABASE_URL: urlAs(sequencerRole) }
    served.push(await serve(dataFolder, urlAs(nodeRole), sequencer, program))
    balancer.ports = served.map(({ port }) => port)
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rogatory-beside-'))
    later = await buildLaterVersion(join(folder, 'later'))
    balancer = await openBalancer()
    world = await twoStates(undefined, undefined, {
      urlOf: (port) => {
        balancer.ports = [port]
        return balancer.url
      },
      answering: { urlOf: undefined },
    })
    vn = world.asking
    await vn.node.close()
    for (const role of [nodeRole, sequencerRole]) await onThisServer(`create role ${role} login`)
    assert.equal((await migrateBy(builtProgram)).code, 0)
    Object.assign(vn.config, {
      databaseUrl: urlAs(nodeRole),
      sequencerDatabaseUrl: urlAs(sequencerRole),
    })
    await startProcess('one', builtProgram)
    open = await openNode(vn.config, silent, 'act')
  })
  after(async () => {
    await open.close()
    for (const one of served) await one.stop()
    await balancer.close()
    await world.close()
    for (const role of [nodeRole, sequencerRole]) await onThisServer(`drop role ${role}`)
    await rm(folder, { recursive: true, force: true })
  })

  /** One request each way: what the other State asks comes in at a process of this one. */
  async function send(): Promise<void> {
    for (const [from, by] of [
      [vn, open],
      [world.answering, world.answering.node],
    ] as const) {
      const request = crypto.randomUUID()
      const outcome = await by.send(draft(world, from, request, 'request'))
      assert.ok(outcome.ok, JSON.stringify(outcome))
      requests.push(request)
    }
  }

  async function allArrived(): Promise<void> {
    for (const { db } of [vn.database, world.answering.node.node])
      await until('both have all, with receipts', async () => {
        const rows = await db.selectFrom('message').select('receipt').execute()
        return rows.length === requests.length && rows.every(({ receipt }) => receipt !== null)
      })
    await until('the log is in order', async () => {
      const rows = await vn.database.db.selectFrom('audit_pending').select('entry').execute()
      return rows.length === 0
    })
  }

  const form = async (): Promise<string | undefined> => {
    const { rows } = await sql<{ name: string }>`select max(name) as name from migration`.execute(
      vn.database.db,
    )
    return rows[0]?.name
  }

  it('starts no newer process before its owner has done so, and serves on', async () => {
    await send()
    await allArrived()
    const begun = performance.now()
    await assert.rejects(
      startProcess('too-early', later),
      /process ended: .*bring them to the newest form first/,
    )
    // One that went on without serving would be started by nobody.
    assert.ok(performance.now() - begun < 30_000)
    await send()
    await allArrived()
    assert.equal(await form(), newestForm)
  })

  it('exchanges before, while and after the tables change, at one process that nobody has stopped', async () => {
    const migrated = migrateBy(later)
    const over = new AbortController()
    void migrated.finally(() => over.abort())
    let meanwhile = 0
    while (!over.signal.aborted) {
      await send()
      meanwhile += 1
    }
    const { code, said } = await migrated
    assert.equal(code, 0, said)
    assert.match(said, /"form": ?"9999-later"/)
    assert.ok(meanwhile > 1, `${meanwhile} times`)
    assert.equal(await form(), '9999-later')
    await send()
    await allArrived()
    const [older] = served
    assert.ok(older !== undefined)
    assert.doesNotMatch(older.said(), /cached plan|permission denied/)
  })

  it('goes on with a newer process beside it under the same roles, and then without the older', async () => {
    await startProcess('two', later)
    await send()
    await allArrived()
    await served.shift()?.stop()
    balancer.ports = served.map(({ port }) => port)
    await send()
    await allArrived()
    const { processes } = await listProcesses(vn.database.db)
    assert.deepEqual(
      processes.filter(({ isUp }) => isUp).map(({ version }) => version),
      ['99.0.0'],
    )
  })

  it('is not brought to a version that the one in service could not work with, until that is gone or hangs, which works no more when it wakes and does not start again', async () => {
    await startProcess('one-again', builtProgram)
    const breaking = await buildLaterVersion(join(folder, 'breaking'), false)
    const refused = await migrateBy(breaking)
    assert.equal(refused.code, 69, refused.said)
    assert.match(refused.said, /DATABASE_IN_USE/)
    assert.ok(refused.said.includes(` ${served.at(-1)?.pid ?? '-'} (`), refused.said)
    await send()
    await allArrived()
    const older = served.pop()
    balancer.ports = served.map(({ port }) => port)
    assert.ok(older !== undefined)
    // It hangs for so long that the others take it to be gone, and nobody names it any more.
    older.kill('SIGSTOP')
    try {
      await until(
        'it is not told of as up',
        async () => {
          const { processes } = await listProcesses(vn.database.db)
          return processes.every(({ isUp, version }) => !isUp || version === '99.0.0')
        },
        30_000,
      )
      const begun = performance.now()
      const migrated = await migrateBy(breaking)
      assert.equal(migrated.code, 0, migrated.said)
      assert.ok(performance.now() - begun > shuttingOutMs - 50, 'who only slept for a moment has time to ask')
    } finally {
      older.kill('SIGCONT')
    }
    await until('it finds that it is shut out, and does nothing more', () =>
      older.said().includes('DATABASE_NEWER'),
    )
    const leases = await sql<{ count: number }>`
      select count(*)::integer as count from lease join process on process.id = lease.holder
      where process.version <> '99.0.0' and lease.until > clock_timestamp()`.execute(vn.database.db)
    assert.equal(leases.rows[0]?.count, 0)
    await older.stop()
    await assert.rejects(startProcess('one-once-more', builtProgram), /newer program has changed the tables/)
    await send()
    await allArrived()
    for (const one of served.splice(0)) await one.stop()
    // Nothing of this version may look at the tables as they are said to be now.
    await sql`update setting set value = ${newestForm} where name = 'workable from'`.execute(vn.database.db)
    balancer.ports = [vn.config.port]
    vn.node = await startNode(vn.config, silent)
    await assertGood(world)
  })
})
