import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as letPass } from 'node:timers/promises'
import { sql } from 'kysely'
import { type OpenDatabase, openDatabase } from '../../src/store/database.ts'
import {
  migrate,
  migrateTo,
  migrationNames,
  newestForm,
  workableFrom,
} from '../../src/store/migrations/migrate.ts'
import { shuttingOutMs } from '../../src/store/workable.ts'
import { readSetting, writeSetting } from '../../src/store/settings.ts'
import { sayAlive } from '../../src/store/leases.ts'
import { packageFolder } from '../../src/packageFolder.ts'
import { onServer, testServer } from '../support/server.ts'
import { until } from '../support/world.ts'

const name = `rogatory_test_migrating_${process.pid}`

/** The form before one. */
function formBefore(form: string): string {
  return migrationNames[migrationNames.indexOf(form) - 1] ?? ''
}

/** Before the newest form that changes a table which is there: what only adds one waits for nobody. */
const beginning = formBefore('0070-keeping')

describe('tables that are brought to the newest form while others work with them', function () {
  this.timeout(60_000)
  let open: OpenDatabase

  const onThisServer = async (statement: string) => {
    await onServer(testServer().urlOf('postgres'), (client) => client.query(statement))
  }
  beforeEach(async () => {
    await onThisServer(`create database ${name} template template0`)
    open = await openDatabase({ url: testServer().urlOf(name), poolMax: 4 })
    await migrateTo(open.db, beginning)
  })
  afterEach(async () => {
    await open.close()
    await onThisServer(`drop database ${name} with (force)`)
  })

  const form = async (): Promise<string | undefined> => {
    const { rows } = await sql<{ name: string }>`select max(name) as name from migration`.execute(open.db)
    return rows[0]?.name
  }
  /** A process of a program that knows the tables up to a form. */
  const isUp = async (id: number, known: string): Promise<void> => {
    await sql`insert into process (id, place, version, form, began_at, alive_until)
      values (${id}, ${`machine-${id}`}, '0.0.9', ${known}, clock_timestamp(), clock_timestamp() + interval '1 hour')`.execute(
      open.db,
    )
  }

  it('stay as they are, and say whom to stop, while a process is up that could not work with them; one that could hinders nothing', async () => {
    await isUp(1, formBefore(workableFrom))
    await isUp(2, workableFrom)
    await assert.rejects(migrate(open.db), {
      code: 'DATABASE_IN_USE',
      message: /newest form of the tables: machine-1 \(0\.0\.9\)\. Stop them first/,
    })
    assert.deepEqual([await form(), await readSetting(open.db, 'workable from')], [beginning, null])
    // It hangs, or was killed: its time is over.
    await sql`update process set alive_until = clock_timestamp() where id = 1`.execute(open.db)
    await migrate(open.db)
    assert.deepEqual([await form(), await readSetting(open.db, 'workable from')], [newestForm, workableFrom])
    // A program that begins afterwards brings nothing forward, and is held up all the same by one that must not be there.
    await isUp(3, formBefore(workableFrom))
    await assert.rejects(migrate(open.db), { code: 'DATABASE_IN_USE', message: /machine-3/ })
  })

  it('wait, where the mark that shuts older programs out moves, until one that slept has asked or counts as gone; and stay as they are where it works on', async () => {
    const shutOut = formBefore(workableFrom)
    await writeSetting(open.db, 'workable from', shutOut)
    const begun = performance.now()
    const refused = assert.rejects(migrate(open.db), { code: 'DATABASE_IN_USE', message: /machine-1/ })
    await until(
      'it is told first',
      async () => (await readSetting(open.db, 'workable from')) === workableFrom,
    )
    await letPass(1_000)
    assert.equal(await form(), beginning)
    // One that asks stands still; this one does not know of it, and says again that it is up.
    await assert.rejects(
      sayAlive(open.db, { id: 2, place: 'machine-2', version: '0.0.9', form: shutOut }, 10_000),
      {
        code: 'DATABASE_NEWER',
      },
    )
    await isUp(1, shutOut)
    await refused
    assert.ok(performance.now() - begun >= shuttingOutMs - 50)
    assert.equal(await form(), beginning)
    // It was stopped. Who was shut out had all that time.
    await sql`delete from process`.execute(open.db)
    const again = performance.now()
    await migrate(open.db)
    assert.ok(performance.now() - again < shuttingOutMs - 2_000)
    assert.deepEqual([await form(), await readSetting(open.db, 'workable from')], [newestForm, workableFrom])
  })

  it('wait for the rest of that time where the program died after it had moved the mark', async () => {
    await writeSetting(open.db, 'workable from', workableFrom)
    await sql`insert into setting (name, value) values ('workable since', (clock_timestamp() - interval '8 s')::text)`.execute(
      open.db,
    )
    const begun = performance.now()
    await migrate(open.db)
    const tookMs = performance.now() - begun
    assert.ok(tookMs > shuttingOutMs - 8_200 && tookMs < shuttingOutMs, `${tookMs} ms`)
    assert.equal(await form(), newestForm)
  })

  it('wait for nobody where the newest form shuts nobody out that was not before', async () => {
    await writeSetting(open.db, 'workable from', workableFrom)
    await isUp(1, workableFrom)
    const begun = performance.now()
    await migrate(open.db)
    assert.ok(performance.now() - begun < 5_000)
    assert.equal(await form(), newestForm)
  })

  it('are written anew by no form that a program in service may work beside: a backup under way would find nothing in them', async () => {
    const files = async (): Promise<Map<string, string>> => {
      const { rows } = await sql<{ relname: string; file: string }>`
        select relname, relfilenode::text as file from pg_class
        where relkind = 'r' and relnamespace = 'public'::regnamespace`.execute(open.db)
      return new Map(rows.map(({ relname, file }) => [relname, file]))
    }
    const before = await files()
    await migrate(open.db)
    const after = await files()
    assert.deepEqual(
      [...before].filter(([table, file]) => after.get(table) !== file),
      [],
    )
    assert.ok(before.size > 50)
  })

  it('change together with what roles may do with them, or not at all', async () => {
    const seen: (string | undefined)[] = []
    const broken = migrate(open.db, async (trx) => {
      const { rows } = await sql<{ last: boolean }>`
        select to_regclass('request_over') is not null as last`.execute(trx)
      seen.push(String(rows[0]?.last), await form())
      throw new Error('no such privilege')
    })
    await assert.rejects(broken, /could not be brought to the newest form/)
    assert.deepEqual(
      seen,
      ['true', beginning],
      'it is done where the tables have changed, which nobody sees yet',
    )
    assert.equal(await form(), beginning)
    let given = 0
    const give = async () => {
      given += 1
      await Promise.resolve()
    }
    assert.equal(await migrate(open.db, give), newestForm)
    assert.equal(await migrate(open.db, give), newestForm)
    assert.equal(given, 2, 'also where nothing of the tables changes')
  })

  it('are given up after sixty attempts where somebody uses them all the time, who is not disturbed, and nobody else waits for long', async () => {
    let letGo = (): void => undefined
    const released = new Promise<void>((done) => (letGo = done))
    // Whichever tables the newest form changes, somebody uses them.
    const { rows: tables } = await sql<{ name: string }>`
      select tablename as name from pg_tables where schemaname = current_schema() and tablename <> 'migration'`.execute(
      open.db,
    )
    const names = sql.join(tables.map((table) => sql.table(table.name)))
    const reading = open.db.transaction().execute(async (trx) => {
      await sql`lock table ${names} in access share mode`.execute(trx)
      await released
      await sql`select count(*) from request`.execute(trx)
    })
    const patience = { lockMs: 60, pauseMs: 5 }
    const over = new AbortController()
    const begun = performance.now()
    const given = assert
      .rejects(migrateTo(open.db, newestForm, patience), {
        code: 'DATABASE_IN_USE',
        message: /pg_stat_activity/,
      })
      .finally(() => over.abort())
    const waits: number[] = []
    while (!over.signal.aborted) {
      const asked = performance.now()
      await sql`select (select count(*) from draft), (select count(*) from request)`.execute(open.db)
      waits.push(performance.now() - asked)
      await letPass(20)
    }
    await given.finally(letGo)
    const took = performance.now() - begun
    assert.ok(took >= 60 * patience.lockMs + 59 * patience.pauseMs, `${took} ms`)
    assert.ok(waits.length > 10 && Math.max(...waits) < 2_000, `${Math.max(...waits)} ms of ${waits.length}`)
    assert.equal(await form(), beginning)
    await reading
    await migrate(open.db)
    assert.equal(await form(), newestForm)
  })

  it('lose what erasures before 0072 had left in them: keys and names in what drafts once said, and names of files', async () => {
    const { db } = open
    await migrateTo(db, '0071-shown-head')
    const [person, kept, gone] = [randomUUID(), randomUUID(), randomUUID()]
    await sql`insert into person (id, sign_in_name, name, authority, roles, language, password, password_given, made_at, made_by)
      values (${person}, 'example', 'Example', 'vn.spp', '{officer}', 'en', '-', false, now(), 'Example')`.execute(
      db,
    )
    for (const [id, key] of [
      [kept, randomBytes(32)],
      [gone, null],
    ] as const)
      await sql`insert into exhibit_deposit (id, given_id, state, sha256, bytes, sealed_sha256, sealed_bytes, file_key, name, media_type,
          status, taken_at, scan)
        values (${id}, ${id}, 'VN', ${randomBytes(32)}, 1, ${randomBytes(32)}, 73, ${key}, 'phone.bin', 'text/plain',
          ${key === null ? 'erased' : 'whole'}, now(), '{}')`.execute(db)
    const exhibitOf = (deposit: string) => ({
      ...{ id: 'E1', name: 'phone.bin', bytes: 1, sealed: { deposit, bytes: 73, key: 'KEY-OF-IT' } },
      mediaType: 'text/plain',
    })
    const words = { facts: { language: 'en', text: 'An example "of" words.' } }
    const drafts = [kept, gone].map((deposit) => ({ id: randomUUID(), deposit }))
    for (const { id, deposit } of drafts) {
      await sql`insert into draft (id, authority, request, type, to_authority, reference, measures, language, body, exhibits, author,
          editors, made_at, changed_at, version, stage, message, digest)
        values (${id}, 'vn.spp', ${randomUUID()}, 'request', 'qa.pp', 'VN-1', '{a1}', 'en', ${JSON.stringify(words)},
          ${JSON.stringify([exhibitOf(deposit)])}, ${person}, ${[person]}, now(), now(), 1, 'submitted', ${randomUUID()},
          ${'0'.repeat(64)})`.execute(db)
      await sql`update draft set stage = 'returned' where id = ${id}`.execute(db)
    }
    await migrate(db)
    const { rows: said } = await sql<{ id: string; words: string | null }>`
      select id, returned_words as words from draft`.execute(db)
    const [first, second] = drafts.map(({ id }) => said.find((row) => row.id === id)?.words ?? null)
    const { sealed, ...shown } = exhibitOf(kept)
    assert.equal(
      JSON.stringify(JSON.parse(first ?? '')),
      JSON.stringify({
        ...{ reference: 'VN-1', language: 'en', inReplyTo: null, measures: ['a1'], body: words },
        exhibits: [
          {
            id: shown.id,
            name: shown.name,
            bytes: 1,
            sealed: { deposit: sealed.deposit },
            mediaType: 'text/plain',
          },
        ],
      }),
      'with its members in their order',
    )
    assert.equal(second, null)
    const { rows: files } = await sql<{ id: string; name: string; scan: string | null }>`
      select id, name, scan from exhibit_deposit`.execute(db)
    assert.deepEqual(
      [kept, gone].map((id) => files.find((row) => row.id === id)),
      [
        { id: kept, name: 'phone.bin', scan: '{}' },
        { id: gone, name: '-', scan: null },
      ],
    )
  })
})

describe('what is written of the forms of the tables', () => {
  const page = async (path: string): Promise<string> =>
    await readFile(join(packageFolder, 'docs', path), 'utf8')

  it('judges of each since there are several processes whether a program before it may work beside a newer one', async () => {
    const judged = await page('decisions/0074-several-processes-and-leases.md')
    const rows = judged.split('\n').filter((line) => line.startsWith('| `0'))
    const isMoved = (form: string): boolean | undefined => {
      const number = form.slice(0, 4)
      const row = rows.find((line) =>
        (line.split('|')[1] ?? '').split(',').some((part) => {
          const [first = '', last = first] = part.match(/[0-9]{4}/g) ?? []
          return first <= number && number <= last
        }),
      )
      return row === undefined ? undefined : /\| yes +\|$/.test(row)
    }
    const since = migrationNames.slice(migrationNames.indexOf('0048-processes') + 1)
    const known = since.map((form) => [form, isMoved(form)] as const)
    assert.deepEqual(
      known.filter(([, moves]) => moves === undefined),
      [],
      'write a row for the form, by the questions above the table',
    )
    assert.equal(known.filter(([, moves]) => moves).at(-1)?.[0], workableFrom)
  })

  it('tells an administrator from which form a version is reached without a pause', async () => {
    assert.ok((await page('upgrading.md')).includes(`workable form is \`${workableFrom}\``))
  })
})
