import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { draftFiles } from '../../src/exchange/drafts/draftFiles.ts'
import { draftKeeping } from '../../src/exchange/drafts/draftKeeping.ts'
import type { Announcement } from '../../src/exchange/exhibits/takeIn.ts'
import { findDeposit } from '../../src/store/exhibits/deposits.ts'
import { type OpenDatabase, openDatabase } from '../../src/store/database.ts'
import { nothingOfIntake } from '../../src/exchange/exhibits/circumstances.ts'
import { newestForm } from '../../src/store/migrations/migrate.ts'
import { readSetting, writeSetting } from '../../src/store/settings.ts'
import { exitCodes } from '../../src/cli/outcome.ts'
import { run, runAnywhere } from '../cli/commandLine.ts'
import { onServer, testServer } from '../support/server.ts'
import { member } from '../support/systems.ts'
import { agreed, delivered, opened, say } from '../support/talk.ts'
import { assertGood } from '../support/twoSides.ts'
import { type World, twoStates, until } from '../support/world.ts'

const nodeRole = `rogatory_test_node_${process.pid}`
const sequencerRole = `rogatory_test_sequencer_${process.pid}`
const auditorRole = `rogatory_test_auditor_${process.pid}`

describe('a node that does not own its tables', () => {
  let world: World
  let asNode: OpenDatabase
  let asSequencer: OpenDatabase
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
    for (const role of [nodeRole, sequencerRole, auditorRole]) await onThisServer(`create role ${role} login`)
    const roles = ['--node-role', nodeRole, '--sequencer-role', sequencerRole, '--auditor-role', auditorRole]
    const words = ['migrate', ...roles, '--json']
    const { code, json } = await runAnywhere(words, { DATABASE_URL: world.answering.database.url })
    assert.deepEqual(
      [code, json],
      [0, { ok: true, form: newestForm, roles: [nodeRole, sequencerRole, auditorRole] }],
    )
    Object.assign(world.answering.config, {
      databaseUrl: urlAs(nodeRole),
      sequencerDatabaseUrl: urlAs(sequencerRole),
    })
    await world.answering.restart()
    asNode = await openDatabase({ url: urlAs(nodeRole), poolMax: 1 })
    asSequencer = await openDatabase({ url: urlAs(sequencerRole), poolMax: 1 })
    asAuditor = await openDatabase({ url: urlAs(auditorRole), poolMax: 1 })
  })
  after(async () => {
    await asNode.close()
    await asSequencer.close()
    await asAuditor.close()
    await world.close()
    for (const role of [nodeRole, sequencerRole, auditorRole]) await onThisServer(`drop role ${role}`)
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

  it('adds, names and forgets files of drafts', async () => {
    const { node } = world.answering.node
    const { by } = await member(world.answering, ['officer'], 'qa.pp')
    const drafts = draftKeeping(
      node,
      (draft) => world.answering.node.send(draft),
      () => undefined,
    )
    const files = draftFiles(node, () => undefined)
    const begun = async (reference: string): Promise<string> => {
      const made = await drafts.ask({ to: 'vn.spp', reference, language: 'en' }, by)
      assert.ok(made.ok, JSON.stringify(made))
      return made.draft
    }
    const said = { title: '', collected: null, takenIn: nothingOfIntake, handling: {} }
    const [first, second] = [await begun('QA-DEMO-1'), await begun('QA-DEMO-2')]
    const taken = async (): Promise<Announcement> => {
      const source = Readable.from([Buffer.from(`an invented statement, ${crypto.randomUUID()}`)])
      const one = await files.takeIn(first, { name: 'statement.txt', source }, said, by)
      assert.ok(one.ok, JSON.stringify(one))
      return one.announcement
    }
    const [own, named] = [await taken(), await taken()]
    const added = await files.add(first, { files: [own, named], deposit: null }, said, by)
    assert.ok(added.ok, JSON.stringify(added))
    const again = await files.add(second, { files: [], deposit: named.deposit }, said, by)
    assert.ok(again.ok, JSON.stringify(again))
    for (const [exhibit, { sha256 }] of [
      ['E1', own],
      ['E2', named],
    ] as const) {
      const removed = await files.remove(first, { exhibit, sha256 }, by)
      assert.ok(removed.ok, JSON.stringify(removed))
    }
    const statusOf = async ({ deposit }: Announcement) => (await findDeposit(asNode.db, deposit))?.status
    assert.deepEqual([await statusOf(own), await statusOf(named)], ['erased', 'whole'])
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
    const held = await run(answering, 'hold', kept, '--reason', 'an appeal', '--as', 'Example-C')
    assert.equal(held.code, 0, held.beside)
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
    ['take an entry out of the queue', 'delete from audit_pending'],
    ['give an entry a place', 'insert into audit_leaf (index, entry) values (1000000, 1)'],
    ['change the tree', `update audit_tile set bytes = bytes`],
    ['sign a head', `update audit_head set size = size`],
    [
      'date an entry otherwise than it says',
      `insert into audit_entry (at, leaf, entry)
       select now() - interval '1 day', sha256('\\x00'::bytea || convert_to(entry, 'UTF8')), entry
       from (select '{"t":"2026-01-01T00:00:00.000Z"}' as entry) as made`,
    ],
    ['take a hold away of which the log tells nothing', 'delete from legal_hold'],
    [
      'hold a record of which the log tells nothing',
      `insert into legal_hold select id, 'why', 'who', now() from request
       on conflict do nothing`,
    ],
    ['put a hold on another record', `update legal_hold set reason = ''`],
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
    ['let a token count for which no second word was given', 'update access_token set needs_second = false'],
    ['remove a token', 'delete from access_token'],
    ['say another hash of a file', `update exhibit_deposit set sha256 = sha256`],
    ['call a file otherwise', `update exhibit_deposit set name = 'other'`],
    ['give a file another sealed form', `update exhibit_deposit set sealed_sha256 = sealed_sha256`],
    ['remove a file', 'delete from exhibit_deposit'],
    ['hand a file over to another State', `update exhibit_link set to_state = 'ZZ'`],
    ['take back that a file was handed over', 'delete from exhibit_link'],
    ['change what was reported of a file', `update exhibit_report set outcome = 'whole'`],
    ['take back what was reported of a file', 'delete from exhibit_report'],
    ['change what was noted of a file', `update custody_note set event = '{}'`],
    ['take back what was noted of a file', 'delete from custody_note'],
    ['change what was described of a file', `update exhibit_description set item = '{}'`],
    ['say of a carrier that it went to another State', `update carrier set peer_state = 'ZZ'`],
    ['take a message off a carrier', 'delete from carrier_message'],
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

  const beyondSequencer: readonly [string, string][] = [
    ['read a message', 'select jws from message'],
    ['read what opens a commitment', 'select value from audit_secret'],
    ['change an entry', `update audit_entry set entry = ''`],
    ['move a leaf', 'update audit_leaf set index = index + 1'],
    ['erase a record', 'select erase_record(id) from (select gen_random_uuid() as id) as any_record'],
    ['let no trigger fire', 'set session_replication_role = replica'],
    ['take a lease', 'update lease set holder = 1, fence = fence + 1'],
    ['remove a lease', 'delete from lease'],
  ]
  for (const [what, statement] of beyondSequencer) {
    it(`lets its sequencer not ${what}`, async () => {
      await assert.rejects(sql.raw(statement).execute(asSequencer.db), { code: '42501' })
    })
  }

  it('does not start where nobody may give entries their places, nor with the sequencer of another database', async () => {
    const { answering, asking } = world
    const told = async (sequencer: string | undefined) =>
      await runAnywhere(['outbox', '--data', answering.config.dataFolder, '--json'], {
        DATABASE_URL: urlAs(nodeRole),
        ROGATORY_SEQUENCER_DATABASE_URL: sequencer,
        ROGATORY_PASSPHRASE_FILE: answering.config.passphraseFile,
      })
    assert.equal((await told(undefined)).json.code, 'DATABASE_NO_SEQUENCER')
    assert.equal((await told(urlAs(auditorRole))).json.code, 'DATABASE_NO_SEQUENCER')
    assert.equal((await told(asking.database.url)).json.code, 'DATABASE_OTHER')
    assert.equal((await told(urlAs(sequencerRole))).code, 0)
  })

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

  it('lets the key of a file be destroyed, but neither exchanged nor brought back', async () => {
    const bytes = (length: number) => `decode(repeat('01', ${length}), 'hex')`
    const id = crypto.randomUUID()
    await sql`insert into exhibit_deposit (id, given_id, state, sha256, bytes, sealed_sha256, sealed_bytes, file_key, name,
      media_type, status, taken_at) values (${id}, ${id}, 'QA', ${sql.raw(bytes(32))}, 1, ${sql.raw(bytes(32))}, 73,
      ${sql.raw(bytes(32))}, 'a', 'text/plain', 'whole', now())`.execute(asNode.db)
    const keyIs = (key: string) =>
      sql`update exhibit_deposit set file_key = ${sql.raw(key)} where id = ${id}`.execute(asNode.db)
    const another = `decode(repeat('02', 32), 'hex')`
    // The owner of the tables, as with the embedded database, is held to it as well.
    const byOwner = (key: string) =>
      sql`update exhibit_deposit set file_key = ${sql.raw(key)} where id = ${id}`.execute(
        world.answering.database.db,
      )
    await assert.rejects(keyIs(another), { code: '23514' })
    await assert.rejects(byOwner(another), { code: '23514' })
    await sql`update exhibit_deposit set status = 'whole', refusal = null where id = ${id}`.execute(asNode.db)
    await keyIs('null')
    for (const key of [bytes(32), another]) {
      await assert.rejects(keyIs(key), { code: '23514' })
      await assert.rejects(byOwner(key), { code: '23514' })
    }
  })

  it('lets an auditor read everything and change nothing', async () => {
    const { rows } = await sql<{ table: string }>`
      select tablename as table from pg_tables where schemaname = 'public'`.execute(asAuditor.db)
    assert.ok(rows.length > 20)
    // Of these some columns, and no secrets.
    const shown = new Map([
      ['person', sql`sign_in_name, roles`],
      ['second_factor', sql`person, set_at`],
      ['recovery_code', sql`person`],
      ['passkey_challenge', sql`purpose, begun_at`],
      ['provider_attempt', sql`begun_at, person`],
      ['draft', sql`id, stage`],
      ['draft_template', sql`id, name`],
      ['typed_form', sql`id, person, typed_at`],
      ['bundle_order', sql`id, person, stage, requests`],
      ['exhibit_deposit', sql`id, sha256, status`],
      ['exhibit_upload', sql`id, draft, status`],
      ['saved_search', sql`id, person, place`],
      ['webhook_endpoint', sql`name, url`],
      ['idempotency_key', sql`token, key, fingerprint, draft, at`],
    ])
    for (const { table } of rows.filter(({ table }) => table !== 'migration_lock')) {
      const columns = shown.get(table) ?? sql`*`
      await sql`select ${columns} from ${sql.id(table)} limit 1`.execute(asAuditor.db)
      await assert.rejects(sql`delete from ${sql.id(table)}`.execute(asAuditor.db), { code: '42501' })
      await assert.rejects(sql`insert into ${sql.id(table)} default values`.execute(asAuditor.db), {
        code: '42501',
      })
    }
    // Of no column, whatever table it is in.
    const { rows: changeable } = await sql<{ name: string }>`
      select table_name || '.' || column_name as name from information_schema.columns
      where table_schema = 'public' and has_column_privilege(quote_ident(table_name), column_name, 'insert, update, references')`.execute(
      asAuditor.db,
    )
    assert.deepEqual(changeable, [])
    for (const [table, column] of [
      ['draft', 'body'],
      ['draft', 'exhibits'],
      ['draft', 'reason'],
      ['typed_form', 'sealed'],
      ['saved_search', 'name'],
      ['saved_search', 'query'],
    ] as const) {
      const read = sql`select ${sql.id(column)} from ${sql.id(table)}`.execute(asAuditor.db)
      await assert.rejects(read, { code: '42501' }, `${table}.${column}`)
    }
    const passwords = sql`select password from person`.execute(asAuditor.db)
    await assert.rejects(passwords, { code: '42501' })
    await assert.rejects(sql`select secret from second_factor`.execute(asAuditor.db), { code: '42501' })
    await assert.rejects(sql`select code from recovery_code`.execute(asAuditor.db), { code: '42501' })
    const challenges = sql`select challenge from passkey_challenge`.execute(asAuditor.db)
    await assert.rejects(challenges, { code: '42501' })
    await assert.rejects(sql`select secret from provider_attempt`.execute(asAuditor.db), { code: '42501' })
    const endpoints = sql`select secret from webhook_endpoint`.execute(asAuditor.db)
    await assert.rejects(endpoints, { code: '42501' })
    await assert.rejects(sql`select answer from idempotency_key`.execute(asAuditor.db), { code: '42501' })
    await assert.rejects(sql`select file_key from bundle_order`.execute(asAuditor.db), { code: '42501' })
    for (const table of ['exhibit_deposit', 'exhibit_upload'])
      await assert.rejects(sql`select file_key from ${sql.id(table)}`.execute(asAuditor.db), {
        code: '42501',
      })
    await assert.rejects(sql`select posted from exhibit_upload`.execute(asAuditor.db), { code: '42501' })
    const erasing = sql`select erase_record(id) from request limit 1`.execute(asAuditor.db)
    await assert.rejects(erasing, { code: '42501' })
  })

  it('says that its owner must bring tables to the newest form which are older', async () => {
    const { db } = world.answering.database
    await world.answering.node.close()
    await sql`update migration set name = name || '-later' where name = ${newestForm}`.execute(db)
    const told = await runAnywhere(['outbox', '--data', world.answering.config.dataFolder, '--json'], {
      DATABASE_URL: urlAs(nodeRole),
      ROGATORY_SEQUENCER_DATABASE_URL: urlAs(sequencerRole),
      ROGATORY_PASSPHRASE_FILE: world.answering.config.passphraseFile,
    })
    await sql`update migration set name = ${newestForm} where name like '%-later'`.execute(db)
    await world.answering.restart()
    assert.equal(told.json.code, 'DATABASE_OUTDATED')
    // That it passes, so that the unit starts the process again once they are new.
    assert.equal(told.code, exitCodes.unavailable)
  })

  it('says that its roles must be given what came with a newer version', async () => {
    const { answering } = world
    await answering.node.close()
    const told = async () =>
      await runAnywhere(['outbox', '--data', answering.config.dataFolder, '--json'], {
        DATABASE_URL: urlAs(nodeRole),
        ROGATORY_SEQUENCER_DATABASE_URL: urlAs(sequencerRole),
        ROGATORY_PASSPHRASE_FILE: answering.config.passphraseFile,
      })
    const migrated = async () =>
      await runAnywhere(['migrate', '--node-role', nodeRole, '--sequencer-role', sequencerRole], {
        DATABASE_URL: answering.database.url,
      })
    for (const [role, table] of [
      [sequencerRole, 'lease'],
      [nodeRole, 'saved_search'],
    ] as const) {
      await sql`revoke all on ${sql.id(table)} from ${sql.id(role)}`.execute(answering.database.db)
      const { code, json, beside } = await told()
      assert.equal(json.code, 'DATABASE_ROLES_OUTDATED', beside)
      assert.equal(code, exitCodes.unavailable)
      assert.match(JSON.stringify(json), new RegExp(`role ${role} .*${table}.*rogatory migrate`))
      assert.equal((await migrated()).code, 0)
      assert.equal((await told()).code, 0)
    }
    // To lock the lease takes a right to change something of it, as it was granted before.
    await sql`revoke update (until) on lease from ${sql.id(sequencerRole)}`.execute(answering.database.db)
    assert.equal((await told()).json.code, 'DATABASE_ROLES_OUTDATED')
    assert.equal((await migrated()).code, 0)
    await answering.restart()
  })

  it('keeps what a newer program has given it where the owner runs an older one, which says so', async () => {
    const { answering } = world
    const { db } = answering.database
    await answering.node.close()
    await sql`create table later_table (id integer)`.execute(db)
    await sql`grant select on later_table to ${sql.id(nodeRole)}`.execute(db)
    await sql`insert into migration values ('9999-later', now()::text)`.execute(db)
    const migrated = async (...roles: string[]) =>
      await runAnywhere(['migrate', ...roles, '--json'], { DATABASE_URL: answering.database.url })
    const refused = await migrated('--node-role', nodeRole, '--sequencer-role', sequencerRole)
    assert.deepEqual([refused.code, refused.json.code], [64, 'DATABASE_NEWER'])
    assert.match(JSON.stringify(refused.json), /9999-later.*rogatory migrate of the newer program/)
    await sql`select * from later_table`.execute(asNode.db)
    // Of the tables it says what they are: it may work with them.
    const { code, json } = await migrated()
    assert.deepEqual([code, json], [0, { ok: true, form: '9999-later', roles: [] }])
    await sql`drop table later_table`.execute(db)
    await sql`delete from migration where name = '9999-later'`.execute(db)
    await answering.restart()
  })

  it('may not be that of a program which a newer one has shut out and has not changed the tables yet, until the owner takes that back', async () => {
    const { answering } = world
    const { db } = answering.database
    await answering.node.close()
    const from = await readSetting(db, 'workable from')
    await writeSetting(db, 'workable from', '9999-later')
    const told = async () =>
      await runAnywhere(['outbox', '--data', answering.config.dataFolder, '--json'], {
        DATABASE_URL: urlAs(nodeRole),
        ROGATORY_SEQUENCER_DATABASE_URL: urlAs(sequencerRole),
        ROGATORY_PASSPHRASE_FILE: answering.config.passphraseFile,
      })
    const { code, json } = await told()
    assert.deepEqual([code, json.code], [64, 'DATABASE_NEWER'])
    const migrated = await runAnywhere(['migrate', '--json'], { DATABASE_URL: answering.database.url })
    assert.equal(migrated.code, 0)
    assert.equal(await readSetting(db, 'workable from'), from)
    assert.equal((await told()).code, 0)
    await answering.restart()
  })

  it('is not made for a role that is not there, nor for no database', async () => {
    // Before anything is given to the one that is.
    await sql`revoke all on saved_search from ${sql.id(nodeRole)}`.execute(world.answering.database.db)
    const roles = ['--node-role', nodeRole, '--sequencer-role', sequencerRole]
    const nobody = await runAnywhere(['migrate', ...roles, '--auditor-role', 'nobody_here', '--json'], {
      DATABASE_URL: world.answering.database.url,
    })
    assert.deepEqual([nobody.code, nobody.json.code], [64, 'WRONG_USE'])
    await assert.rejects(sql`select from saved_search`.execute(asNode.db), { code: '42501' })
    const both = await runAnywhere(['migrate', ...roles], { DATABASE_URL: world.answering.database.url })
    assert.equal(both.code, 0)
    await sql`select from saved_search`.execute(asNode.db)
    const nowhere = await runAnywhere(['migrate', '--json'], { DATABASE_URL: undefined })
    assert.deepEqual([nowhere.code, nowhere.json.code], [64, 'WRONG_USE'])
  })
})
