import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { openDatabase } from '../../src/store/database.ts'
import { listProcesses } from '../../src/store/leases.ts'
import { requireTool } from '../support/outsideTool.ts'
import { type RunningPooler, hasPooler, startPooler } from '../support/pgbouncer.ts'
import { agreed, delivered, opened, say } from '../support/talk.ts'
import { assertGood } from '../support/twoSides.ts'
import { type World, type WorldState, twoStates, until } from '../support/world.ts'

/** As docs/operations.md tells them. */
const settings = [
  'plan_cache_mode = force_generic_plan',
  'enable_seqscan = off',
  'enable_hashjoin = off',
  'enable_mergejoin = off',
  'jit = off',
  'statement_timeout = 30000',
  'lock_timeout = 10000',
  'idle_in_transaction_session_timeout = 30000',
]

describe('a node whose connections are those of PgBouncer, one transaction each', function () {
  this.timeout(120_000)
  let world: World
  let vn: WorldState
  let pooler: RunningPooler | undefined
  let name: string

  before(async function () {
    requireTool(this, hasPooler(), 'PgBouncer 1.21 or later (Debian: pgbouncer)')
    world = await twoStates()
    vn = world.asking
    const direct = new URL(vn.database.url)
    name = direct.pathname.slice(1)
    // Fewer than one node would have, so that each connection serves many.
    pooler = await startPooler(vn.database.url, 3)
    await vn.node.close()
    Object.assign(vn.config, {
      databaseUrl: pooler.urlOf(name),
      directDatabaseUrl: vn.database.url,
      databaseConnections: 8,
    })
  })
  after(async () => {
    if (pooler === undefined) return
    await world.close()
    await pooler.stop()
  })

  it('is told what its role lacks', async () => {
    const troubles: string[] = []
    const open = async () => {
      troubles.length = 0
      const { close } = await openDatabase({
        url: vn.config.databaseUrl ?? '',
        directUrl: vn.database.url,
        onTrouble: (reason) => troubles.push(String(reason)),
      })
      await close()
    }
    await open()
    // A server may have one of them by itself.
    assert.ok(troubles.length >= settings.length - 1, troubles.join('\n'))
    assert.match(troubles.join('\n'), /alter role … set plan_cache_mode = force_generic_plan/)
    for (const setting of settings)
      await sql.raw(`alter database ${name} set ${setting}`).execute(vn.database.db)
    // Connections that are open keep what they began with.
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = ${name} and application_name = 'rogatory' and pid <> pg_backend_pid()`
      .execute(vn.database.db)
      .catch(() => undefined)
    await until('it has all', async () => {
      await open()
      return troubles.length === 0
    })
  })

  it('exchanges, orders its log, and hears of what another process has written', async () => {
    await vn.restart()
    const request = await opened(world)
    await say(world, world.answering, request, 'acknowledgement')
    await agreed(world, request, 2)
    await Promise.all(Array.from({ length: 20 }, () => opened(world)))
    await delivered(vn)
    const { processes, leases } = await listProcesses(vn.database.db)
    assert.equal(processes.length, 1)
    assert.ok(leases.every(({ isHeld, name: job }) => isHeld || job.includes(':')))
    // What listens, and what stands by its number, is past the pooler.
    const { rows } = await sql<{ name: string }>`
      select application_name as name from pg_stat_activity where datname = ${name}`.execute(vn.database.db)
    const names = rows.map((row) => row.name)
    assert.ok(names.includes('rogatory direct signals') && names.includes('rogatory direct presence'))
    await assertGood(world)
  })

  it('stops and starts again: what it had prepared at the connections of the pooler is still there, and fits', async () => {
    await vn.restart()
    const request = await opened(world)
    await agreed(world, request, 1)
    await assertGood(world)
  })

  it('goes on where a newer version gives tables another column, though the pooler keeps statements as they were prepared', async () => {
    for (const restarts of [false, true]) {
      for (const table of ['message', 'request', 'measure', 'outbox', 'trust_list', 'peer'])
        await sql
          .raw(`alter table ${table} add column ${restarts ? 'later' : 'late'} text`)
          .execute(vn.database.db)
      if (restarts) await vn.restart()
      const request = await opened(world)
      await agreed(world, request, 1)
      await delivered(vn)
    }
    await assertGood(world)
  })
})
