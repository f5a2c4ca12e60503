import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { type OpenDatabase, openDatabase } from '../../src/store/database.ts'
import { newestForm } from '../../src/store/migrations/migrate.ts'
import { run, runAnywhere } from '../cli/commandLine.ts'
import { onServer, testServer } from '../support/server.ts'
import { agreed, delivered, opened, say } from '../support/talk.ts'
import { assertGood } from '../support/twoSides.ts'
import { type World, twoStates, until } from '../support/world.ts'

const nodeRole = `rogatory_test_node_${process.pid}`
const auditorRole = `rogatory_test_auditor_${process.pid}`

describe('a node that does not own its tables', () => {
  let world: World
  let asNode: OpenDatabase
  let asAuditor: OpenDatabase
  const urlAs = (role: string): string => {
    const url = new URL(world.answering.database.url)
    url.username = role
    return url.href
  }
  const onThisServer = async (statement: string) => {
    await onServer(testServer().urlOf('postgres'), (client) => client.query(statement))
  }

  before(async () => {
    world = await twoStates()
    for (const role of [nodeRole, auditorRole]) await onThisServer(`create role ${role} login`)
    const words = ['migrate', '--node-role', nodeRole, '--auditor-role', auditorRole, '--json']
    const { code, json } = await runAnywhere(words, { DATABASE_URL: world.answering.database.url })
    assert.deepEqual([code, json], [0, { ok: true, form: newestForm, roles: [nodeRole, auditorRole] }])
    Object.assign(world.answering.config, { databaseUrl: urlAs(nodeRole) })
    await world.answering.restart()
    asNode = await openDatabase({ url: urlAs(nodeRole), poolMax: 1 })
    asAuditor = await openDatabase({ url: urlAs(auditorRole), poolMax: 1 })
  })
  after(async () => {
    await asNode.close()
    await asAuditor.close()
    await world.close()
    for (const role of [nodeRole, auditorRole]) await onThisServer(`drop role ${role}`)
  })

  it('exchanges, signs its log, proves and exports as one that owns them', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    await say(world, answering, request, 'acknowledgement')
    await agreed(world, request, 2)
    await delivered(answering)
    await until('what the receipt promised is proven', async () => {
      const { rows } = await sql<{ count: number }>`select count(*) as count from receipt_proof`.execute(
        asNode.db,
      )
      return (rows[0]?.count ?? 0) > 0
    })
    await answering.restart()
    await say(world, asking, request, 'status-request')
    await agreed(world, request, 3)
    await assertGood(world)
  })

  it('erases what its log tells of, and nothing else', async () => {
    const { asking, answering } = world
    const [kept, request] = [await opened(world), await opened(world)]
    await say(world, asking, request, 'withdraw')
    await agreed(world, request, 2)
    await delivered(answering)
    const openings = async () => {
      const { rows } = await sql<{ count: number }>`select count(*) as count from audit_secret`.execute(
        asNode.db,
      )
      return rows[0]?.count ?? 0
    }
    const words = ['--ground', 'an order', '--court-order', '--as', 'Example-C', '--approved-by', 'Example-D']
    await run(answering, 'show', kept, '--as', 'Example-C')
    await run(answering, 'show', request, '--as', 'Example-C')
    const before = await openings()
    const done = await run(answering, 'erase', request, ...words, '--json')
    assert.deepEqual([done.code, done.json.openings], [0, 1], JSON.stringify(done.json))
    // One reading lost both its openings, and the erasure has two of its own.
    assert.equal(await openings(), before)
    const { rows } = await sql<{ request: string; empty: boolean }>`
      select request, bool_and(jws = '') as empty from message
      where request in (${kept}, ${request}) group by request`.execute(asNode.db)
    assert.deepEqual(
      new Map(rows.map((row) => [row.request, row.empty])),
      new Map([
        [kept, false],
        [request, true],
      ]),
    )
  })

  const refused: readonly [string, string][] = [
    ['change an entry', `update audit_entry set entry = ''`],
    ['remove an entry', 'delete from audit_entry'],
    ['empty the log', 'truncate audit_entry cascade'],
    ['choose the place of what waits', 'insert into audit_pending (entry) values (1)'],
    ['give an entry another id', `insert into audit_entry (id, at, leaf, entry) values (1, now(), '', '')`],
    ['move a leaf', 'update audit_leaf set index = index + 1'],
    ['remove a leaf', 'delete from audit_leaf'],
    ['remove what opens a commitment', 'delete from audit_secret'],
    ['erase a record of which the log tells nothing', `select erase_record(id) from request limit 1`],
    ['change what a message says', `update message set jws = ''`],
    ['remove a message', 'delete from message'],
    ['change a trust list', `update trust_list set jws = ''`],
    ['change a cosignature', `update cosignature set line = ''`],
    ['take back a balance', 'delete from balance'],
    ['take back a proof', `update receipt_proof set proof = ''`],
    ['give a token more than it was made for', `update access_token set scopes = '{}'`],
    ['remove a token', 'delete from access_token'],
    ['take a trigger off', 'alter table audit_entry disable trigger only_grows'],
    ['let no trigger fire', 'set session_replication_role = replica'],
    ['drop a table', 'drop table message'],
    ['make a table', 'create table more (one integer)'],
    ['change a function', 'alter function audit_only_grows() rename to nothing'],
  ]
  for (const [what, statement] of refused) {
    it(`cannot ${what}`, async () => {
      await assert.rejects(
        sql.raw(statement).execute(asNode.db),
        (reason: { code?: string; message?: string }) => {
          // Permission denied, or not the owner; an identity that only the database gives; what the function demands.
          assert.ok(
            ['42501', '428C9', '23514'].includes(reason.code ?? ''),
            `${reason.code}: ${reason.message}`,
          )
          return true
        },
      )
    })
  }

  it('lets no token that was revoked count again', async () => {
    await sql`insert into access_token (name, hash, scopes, authority, made_by, made_at, expires_at)
      values ('revoked', decode(repeat('00', 32), 'hex'), '{audit}', 'qa.pp', 'Example-A', now(), now())`.execute(
      asNode.db,
    )
    const revokedAt = (at: string) => sql.raw(`update access_token set revoked_at = ${at}`).execute(asNode.db)
    await revokedAt('now()')
    for (const at of ['null', `now() + interval '1 day'`])
      await assert.rejects(revokedAt(at), { code: '23514' })
  })

  it('lets an auditor read everything and change nothing', async () => {
    const { rows } = await sql<{ table: string }>`
      select tablename as table from pg_tables where schemaname = 'public'`.execute(asAuditor.db)
    assert.ok(rows.length > 20)
    for (const { table } of rows.filter(({ table }) => table !== 'migration_lock')) {
      await sql`select * from ${sql.id(table)} limit 1`.execute(asAuditor.db)
      await assert.rejects(sql`delete from ${sql.id(table)}`.execute(asAuditor.db), { code: '42501' })
    }
    const erasing = sql`select erase_record(id) from request limit 1`.execute(asAuditor.db)
    await assert.rejects(erasing, { code: '42501' })
  })

  it('says that its owner must bring tables to the newest form which are older', async () => {
    const { db } = world.answering.database
    await world.answering.node.close()
    await sql`update migration set name = name || '-later' where name = ${newestForm}`.execute(db)
    const told = await runAnywhere(['outbox', '--data', world.answering.config.dataFolder, '--json'], {
      DATABASE_URL: urlAs(nodeRole),
      ROGATORY_PASSPHRASE_FILE: world.answering.config.passphraseFile,
    })
    await sql`update migration set name = ${newestForm} where name like '%-later'`.execute(db)
    await world.answering.restart()
    assert.equal(told.json.code, 'DATABASE_OUTDATED')
  })

  it('is not made for a role that is not there, nor for no database', async () => {
    const nobody = await runAnywhere(['migrate', '--node-role', 'nobody_here', '--json'], {
      DATABASE_URL: world.answering.database.url,
    })
    assert.deepEqual([nobody.code, nobody.json.code], [64, 'WRONG_USE'])
    const nowhere = await runAnywhere(['migrate', '--json'], { DATABASE_URL: undefined })
    assert.deepEqual([nowhere.code, nowhere.json.code], [64, 'WRONG_USE'])
  })
})
