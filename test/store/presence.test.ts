import assert from 'node:assert/strict'
import pg from 'pg'
import { type Presence, presence, presenceLock } from '../../src/store/presence.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { until } from '../support/world.ts'

describe('processes of a node that come up side by side', () => {
  let database: TestDatabase
  let other: pg.Client
  /** Within a transaction one sees who was there when it was looked first. */
  let watching: pg.Client
  const opened: Presence[] = []
  const process = (): Presence => {
    const one = presence({ connectionString: database.url, application_name: 'arriving' }, () => undefined)
    opened.push(one)
    return one
  }
  const waitingFor = async (kind: string): Promise<number[]> => {
    const { rows } = await watching.query<{ pid: number }>(
      `select pid from pg_stat_activity where application_name = 'arriving' and datname = current_database()
       and wait_event_type = 'Lock' and wait_event = $1`,
      [kind],
    )
    return rows.map(({ pid }) => pid)
  }
  beforeEach(async () => {
    database = await testDatabase()
    other = new pg.Client({ connectionString: database.url })
    watching = new pg.Client({ connectionString: database.url })
    await Promise.all([other.connect(), watching.connect()])
  })
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close()
    await Promise.all([other.end(), watching.end()])
    await database.close()
  })

  it('are the first one and others that have joined it, and the next one is the first again when all are gone', async () => {
    const [one, two] = [process(), process()]
    assert.deepEqual((await Promise.all([one.enter(), two.enter()])).sort(), ['first', 'joined'])
    await one.close()
    const three = process()
    assert.equal(await three.enter(), 'joined')
    await two.close()
    await three.close()
    assert.equal(await process().enter(), 'first')
  })

  it('do not join one that broke off before it had noted that no peer is heard', async () => {
    const [one, two] = [process(), process()]
    await other.query('begin')
    await other.query('lock table setting in access exclusive mode')
    const breaking = assert.rejects(one.enter())
    await until('the first waits for its row', async () => (await waitingFor('relation')).length === 1)
    const joining = two.enter()
    await until('the second waits for it', async () => (await waitingFor('advisory')).length === 1)
    await watching.query('select pg_terminate_backend($1)', await waitingFor('relation'))
    await breaking
    await other.query('rollback')
    assert.equal(await joining, 'first')
  })
  it('do not join one that broke off, of whose locks the server has let go of one and not yet of the other', async () => {
    await other.query(`select pg_advisory_lock(${presenceLock})`)
    const arriving = process().enter()
    await until('it waits for what is left', async () => (await waitingFor('advisory')).length === 1)
    await other.query(`select pg_advisory_unlock(${presenceLock})`)
    assert.equal(await arriving, 'first')
    assert.equal(await process().enter(), 'joined')
  })
})
