import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { openDatabase } from '../../src/store/database.ts'
import { inTransaction, isConnectionError, isUniqueViolation } from '../../src/store/failures.ts'
import { migrate, migrateTo, migrationNames, newestForm } from '../../src/store/migrations/migrate.ts'
import { writeSetting } from '../../src/store/settings.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

describe('the database of a node', () => {
  let database: TestDatabase
  const troubles: unknown[] = []
  before(async () => {
    database = await testDatabase({ poolMax: 4, onTrouble: (reason) => troubles.push(reason) })
  })
  after(() => database.close())

  it('gives whole numbers, and none that it cannot hold exactly', async () => {
    const { rows } = await sql<{ n: number }>`select 9007199254740991::bigint as n`.execute(database.db)
    assert.deepEqual(rows, [{ n: Number.MAX_SAFE_INTEGER }])
    await assert.rejects(sql`select 9007199254740992::bigint as n`.execute(database.db), RangeError)
  })

  it('waits for no disk where the server is thrown away after the tests', async function () {
    if ((process.env.DATABASE_URL ?? '') !== '') this.skip()
    const { rows } = await sql<{ durable: string }>`select concat_ws(' ', current_setting('fsync'),
      current_setting('full_page_writes'), current_setting('synchronous_commit')) as durable`.execute(
      database.db,
    )
    assert.deepEqual(rows, [{ durable: 'off off off' }])
  })

  it('prepares its statements and bounds their time', async () => {
    const { rows } = await database.db.connection().execute(async (db) => {
      await sql`select ${1}::integer`.execute(db)
      await sql`select ${2}::integer`.execute(db)
      return await sql<{ prepared: number; bound: string; isolation: string }>`
        select (select count(*) from pg_prepared_statements where statement = 'select $1::integer') as prepared,
          current_setting('statement_timeout') as bound, current_setting('transaction_isolation') as isolation`.execute(
        db,
      )
    })
    assert.deepEqual(rows, [{ prepared: 1, bound: '30s', isolation: 'read committed' }])
  })

  it('does the work of a transaction again after a deadlock, and gives up on what will not pass', async () => {
    const { db } = database
    const names = ['one', 'two']
    await db
      .insertInto('setting')
      .values(names.map((name) => ({ name, value: '0' })))
      .execute()
    const both = (order: readonly string[]): Promise<void> =>
      inTransaction(db, async (trx) => {
        for (const name of order) {
          await sql`update setting set value = (value::integer + 1)::text where name = ${name}`.execute(trx)
          await sql`select pg_sleep(0.05)`.execute(trx)
        }
      })
    await Promise.all([both(names), both([...names].reverse())])
    const rows = await db.selectFrom('setting').select('value').where('name', 'in', names).execute()
    assert.deepEqual(
      rows.map(({ value }) => value),
      ['2', '2'],
    )
    let attempts = 0
    const again = inTransaction(db, async (trx) => {
      attempts += 1
      await trx.insertInto('setting').values({ name: 'one', value: '' }).execute()
    })
    await assert.rejects(again, isUniqueViolation)
    assert.equal(attempts, 5)
    attempts = 0
    const broken = inTransaction(db, (trx) => {
      attempts += 1
      return sql`select 1 / 0`.execute(trx)
    })
    await assert.rejects(broken, { code: '22012' })
    assert.equal(attempts, 1)
  })

  it('survives that its connections are cut, and says so', async () => {
    const { db } = database
    await Promise.all([1, 2, 3].map(() => sql`select pg_sleep(0.02)`.execute(db)))
    const cut = sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'rogatory'`.execute(db)
    await assert.rejects(cut, isConnectionError)
    // On a busy machine one that was cut may still be handed out before that is heard of; there are four at most.
    const goesOn = async (): Promise<boolean> => {
      const outcome: unknown = await sql`select 1`.execute(db).catch((reason: unknown) => reason)
      assert.ok(!(outcome instanceof Error) || isConnectionError(outcome))
      return !(outcome instanceof Error)
    }
    let attempts = 1
    while (!(await goesOn())) attempts += 1
    assert.ok(attempts <= 5, `${attempts} attempts`)
    // Whoever asked is told of it, or else it is told as a trouble, when it is heard of.
    while (troubles.length === 0 && attempts === 1) await new Promise((resolve) => setTimeout(resolve, 20))
    assert.ok(troubles.every(isConnectionError))
  })

  it('knows a connection that broke in a transaction by whatever it says afterwards', async () => {
    await database.db.connection().execute(async (one) => {
      const cut = one.transaction().execute(async (trx) => {
        await sql`select pg_terminate_backend(pg_backend_pid())`.execute(trx)
      })
      await assert.rejects(cut, isConnectionError)
      await assert.rejects(sql`select 1`.execute(one), isConnectionError)
    })
    await sql`select 1`.execute(database.db)
  })

  it('tells a connection that failed from a statement that did', async () => {
    const refused = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none' })
    await assert.rejects(refused, isConnectionError)
    assert.equal(
      isConnectionError(await sql`select 1 / 0`.execute(database.db).catch((reason: unknown) => reason)),
      false,
    )
    const closed = await openDatabase({ url: database.url })
    await closed.close()
    await assert.rejects(sql`select 1`.execute(closed.db), isConnectionError)
    const pool = new pg.Pool({ connectionString: database.url })
    await pool.end()
    await assert.rejects(pool.query('select 1'), isConnectionError)
    await assert.rejects(openDatabase({}), /url or a folder/)
  })

  it('wakes those who listen, in the same process and in another, and stops when asked', async () => {
    const other = await openDatabase({ url: database.url, applicationName: 'other' })
    try {
      const events = new EventTarget()
      const heard: string[] = []
      const stop = other.signals.listen('rogatory_outbox', () => {
        heard.push('other')
        events.dispatchEvent(new Event('heard'))
      })
      database.signals.listen('rogatory_outbox', () => heard.push('same'))
      // Both hear once as soon as they listen, because a signal may have been missed before that.
      await waitUntil(() => heard.includes('other') && heard.includes('same'))
      heard.length = 0
      const woken = once(events, 'heard')
      for (let n = 0; n < 10; n += 1) database.signals.notify('rogatory_outbox')
      assert.deepEqual(
        heard,
        Array.from({ length: 10 }, () => 'same'),
      )
      await woken
      heard.length = 0
      stop()
      database.signals.notify('rogatory_outbox')
      await new Promise((resolve) => setTimeout(resolve, 120))
      assert.deepEqual(heard, ['same'])
    } finally {
      await other.close()
    }
  })

  it('wakes those who listen in another process although it is closed at once, and is closed although nobody can be told', async () => {
    let heard = 0
    const stop = database.signals.listen('rogatory_exhibits', () => (heard += 1))
    const other = await openDatabase({ url: database.url, applicationName: 'other' })
    // Who listens for the first time is woken once, for what may have been missed.
    await waitUntil(() => {
      other.signals.notify('rogatory_exhibits')
      return heard > 0
    })
    await new Promise((resolve) => setTimeout(resolve, 120))
    heard = 0
    other.signals.notify('rogatory_exhibits')
    await other.close()
    await waitUntil(() => heard === 1)
    stop()
    const troubles: unknown[] = []
    const broken = await openDatabase({ url: database.url, onTrouble: (reason) => troubles.push(reason) })
    await sql`select 1`.execute(broken.db)
    await broken.db.destroy()
    broken.signals.notify('rogatory_exhibits')
    await broken.signals.close()
    assert.equal(troubles.length, 1)
    await broken.presence.close()
  })

  it('listens again after its connection was cut', async () => {
    const heard: string[] = []
    database.signals.listen('rogatory_audit', () => heard.push('woken'))
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'rogatory signals'`.execute(database.db)
    await new Promise((resolve) => setTimeout(resolve, 50))
    const other = await openDatabase({ url: database.url, applicationName: 'other' })
    heard.length = 0
    await waitUntil(() => {
      other.signals.notify('rogatory_audit')
      return heard.length > 1
    })
    await other.close()
  })
})

describe('the tables of a node', () => {
  it('are made by migrations that stand in the order of their numbers, each number once and each file named', async () => {
    const numbers = migrationNames.map((name) => name.slice(0, 4))
    // A number may be missing: what has it may still be on its way, until something is released.
    assert.ok(numbers.every((number) => /^\d{4}$/.test(number)))
    assert.deepEqual(migrationNames, [...migrationNames].sort())
    assert.equal(new Set(numbers).size, numbers.length)
    const files = await readdir(new URL('../../src/store/migrations/', import.meta.url))
    const inFiles = files.filter((file) => file !== 'migrate.ts').map((file) => file.replace(/\.ts$/, ''))
    assert.deepEqual(inFiles.sort(), migrationNames)
  })

  it('are made once when five processes want them at once, and are worked with by an older program as long as the newer says so', async () => {
    const database = await testDatabase()
    const [name, older] = ['rogatory_test_migrations', 'rogatory_test_older']
    const urlOf = async (fresh: string): Promise<string> => {
      await sql.raw(`drop database if exists ${fresh}`).execute(database.db)
      await sql.raw(`create database ${fresh} template template0`).execute(database.db)
      return Object.assign(new URL(database.url), { pathname: `/${fresh}` }).href
    }
    const url = await urlOf(name)
    const open = await Promise.all([1, 2, 3, 4, 5].map(() => openDatabase({ url })))
    await Promise.all(open.map(({ db }) => migrate(db)))
    for (const { db } of open) await migrate(db)
    const made = await sql<{ name: string }>`select name from migration order by name`.execute(database.db)
    const [first] = open
    assert.ok(first !== undefined)
    const found = await sql<{ name: string }>`select name from migration order by name`.execute(first.db)
    assert.deepEqual(found.rows, made.rows)
    const behind = await openDatabase({ url: await urlOf(older) })
    await migrateTo(behind.db, migrationNames.at(-2) ?? '')
    await sql`insert into migration values ('9999-of-a-newer-program', now()::text)`.execute(behind.db)
    await assert.rejects(migrate(behind.db), 'what a stranger has made is left alone')
    await sql`delete from migration where name like '9999%'`.execute(behind.db)
    // Somebody has the tables in use for longer than is waited at a time.
    const used = behind.db.transaction().execute(async (trx) => {
      await sql`lock table migration`.execute(trx)
      await new Promise((resolve) => setTimeout(resolve, 2_500))
    })
    await Promise.all([used, migrate(behind.db)])
    const newest = await sql<{ name: string }>`select max(name) as name from migration`.execute(behind.db)
    assert.equal(newest.rows[0]?.name, newestForm)
    await behind.close()
    await sql`insert into migration values ('9999-of-a-newer-program', now()::text)`.execute(first.db)
    await migrate(first.db)
    await writeSetting(first.db, 'workable from', '9999-of-a-newer-program')
    await assert.rejects(migrate(first.db), { code: 'DATABASE_NEWER' })
    await Promise.all(open.map(({ close }) => close()))
    for (const one of [name, older]) await sql.raw(`drop database ${one} with (force)`).execute(database.db)
    await database.close()
  })
})

async function waitUntil(holds: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + 10_000
  while (!holds()) {
    assert.ok(performance.now() < giveUpAt, 'it did not happen in ten seconds')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
