import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { type OpenDatabase, openDatabase } from '../../src/store/database.ts'
import { inTransaction, isPlanOutdated } from '../../src/store/failures.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

type Found = Readonly<Record<string, unknown>>

describe('a prepared statement of a table that a newer version gives another column', () => {
  let database: TestDatabase
  /** One connection, so that the statement is prepared on the one that is asked. */
  let older: OpenDatabase
  before(async () => {
    database = await testDatabase()
    older = await openDatabase({ url: database.url, poolMax: 1 })
    await sql`create table later (id integer primary key, word text)`.execute(database.db)
    await sql`insert into later values (1, 'one')`.execute(database.db)
  })
  after(async () => {
    await older.close()
    await database.close()
  })

  const grow = async (column: string): Promise<void> => {
    await sql`alter table later add column ${sql.id(column)} text`.execute(database.db)
  }
  const ask = async (db: OpenDatabase['db'], id: number): Promise<Found | undefined> =>
    (await sql<Found>`select * from later where id = ${id}`.execute(db)).rows[0]

  it('is prepared anew and done, each time that happens', async () => {
    for (const column of ['first', 'second', 'third']) {
      assert.equal((await ask(older.db, 1))?.word, 'one')
      await grow(column)
      const found = await ask(older.db, 1)
      assert.ok(found !== undefined && column in found, column)
    }
  })

  it('loses the transaction that it is in, which is done again', async () => {
    await ask(older.db, 1)
    await grow('fourth')
    let attempts = 0
    const found = await inTransaction(older.db, async (trx) => {
      attempts += 1
      await sql`update later set word = ${`try ${attempts}`} where id = ${1}`.execute(trx)
      return (await sql<Found>`select * from later where id = ${1}`.execute(trx)).rows[0]
    })
    assert.deepEqual([attempts, found?.word], [2, 'try 2'])
    await grow('fifth')
    const once = older.db.transaction().execute(async (trx) => {
      await sql`select * from later where id = ${1}`.execute(trx)
    })
    await assert.rejects(once, (reason) => isPlanOutdated(reason))
    assert.equal((await ask(older.db, 1))?.word, 'try 2')
  })

  it('is refused as ever where it is wrong for another reason', async () => {
    const wrong = sql`select * from later where id = ${1} for update of nothing`.execute(older.db)
    await assert.rejects(wrong, (reason) => !isPlanOutdated(reason))
  })
})
