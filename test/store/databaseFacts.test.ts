import assert from 'node:assert/strict'
import { type DatabaseFacts, databaseFacts, notDurable } from '../../src/store/databaseFacts.ts'
import { openDatabase } from '../../src/store/database.ts'
import { onServer } from '../support/server.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

const durable: DatabaseFacts = {
  version: '18.0',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  synchronous_standby_names: '',
  role: 'rogatory_node',
  owns: false,
}

describe('what a server says of how it keeps what it is given', () => {
  let database: TestDatabase
  before(async () => {
    database = await testDatabase()
  })
  after(() => database.close())

  it('is read as it counts for the connection that asks', async () => {
    const name = new URL(database.url).pathname.slice(1)
    await onServer(database.url, (client) =>
      client.query(`alter database ${name} set synchronous_commit = 'remote_write'`),
    )
    const again = await openDatabase({ url: database.url })
    try {
      const { synchronous_commit, synchronous_standby_names } = await databaseFacts(again.db)
      assert.deepEqual([synchronous_commit, synchronous_standby_names], ['remote_write', ''])
    } finally {
      await again.close()
    }
  })

  it('names each setting that is off', () => {
    assert.deepEqual(notDurable(durable), [])
    for (const setting of ['fsync', 'full_page_writes', 'synchronous_commit'] as const)
      assert.deepEqual(notDurable({ ...durable, [setting]: 'off' }), [`${setting} of the server: off`])
  })

  it('names a commit that does not wait for the disk of a standby, where there is one to be promoted', () => {
    for (const commit of ['local', 'remote_write', 'on', 'remote_apply']) {
      const alone = { ...durable, synchronous_commit: commit }
      assert.deepEqual(notDurable(alone), [], commit)
      const found = notDurable({ ...alone, synchronous_standby_names: 'FIRST 1 (standby_a, standby_b)' })
      const isEarly = commit === 'local' || commit === 'remote_write'
      assert.deepEqual(
        found,
        isEarly ? [`synchronous_commit of the server, which has synchronous standbys: ${commit}`] : [],
      )
    }
  })
})
