import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Draft } from '../../src/exchange/send.ts'
import type { Report } from '../../src/audit/bundle/report.ts'
import { verifyBundles } from '../../src/audit/bundle/verify.ts'
import { eraseRecord } from '../../src/exchange/erasure/erase.ts'
import { exportBundle } from '../../src/exchange/export.ts'
import { requestsInScope } from '../../src/exchange/exportScope.ts'
import { readHead } from '../../src/store/audit.ts'
import { shortMemory } from '../../src/store/checkpointFile.ts'
import { findDeposit } from '../../src/store/exhibits/deposits.ts'
import { findRequest } from '../../src/store/requests.ts'
import { readSettingsOfState, writeSettingsOfState } from '../../src/store/settingsOfState.ts'
import { readZipFile } from '../../src/cli/zip/diskFile.ts'
import { type Ran, run, runAnywhere } from '../cli/commandLine.ts'
import { type Backup, backUp, start } from '../support/backup.ts'
import { type ClockedWorld, clockedStates } from '../support/clockedWorld.ts'
import { stands, takenIn } from '../support/files.ts'
import {
  agreed,
  delivered,
  draft,
  logOf,
  opened,
  openingFrame,
  post,
  receipted,
  said,
  say,
  sealed,
  stored,
} from '../support/talk.ts'
import { eventsOf, verified } from '../support/twoSides.ts'
import {
  type World,
  type WorldState,
  authority,
  heard,
  thirdState,
  twoStates,
  until,
} from '../support/world.ts'

const dayMs = 86_400_000

/** Words that stand in a message, and nowhere else: what must not be found after an erasure. */
const secret = 'Nguyen-Example-whose-name-must-go'
const textOf = (words: string) => ({ language: 'en', text: `The mailbox of ${words}.` })
const noteOf = (words: string) => ({
  channel: 'telephone',
  at: '2027-02-01T07:45:00Z',
  with: words,
  text: textOf(words),
})

/** Columns of the database of a State in which these words stand, in the clear or inside a signed message. */
async function placesOf({ database }: WorldState, words: string): Promise<string[]> {
  const { rows } = await sql<{ table: string; column: string }>`
    select table_name as table, column_name as column from information_schema.columns
    where table_schema = 'public' and data_type = 'text' order by 1, 2`.execute(database.db)
  const found: string[] = []
  for (const { table, column } of rows) {
    const value = sql.ref(column)
    const { rows: hits } = await sql`
      select from ${sql.table(table)} where strpos(${value}, ${words}) > 0
        or (${value} like 'ey%.%.%' and strpos(convert_from(decode(rpad(translate(split_part(${value}, '.', 2), '-_', '+/'),
          (length(split_part(${value}, '.', 2)) + 3) / 4 * 4, '='), 'base64'), 'UTF8'), ${words}) > 0)
      limit 1`.execute(database.db)
    if (hits.length > 0) found.push(`${table}.${column}`)
  }
  return found
}

describe('erasure', () => {
  let world: ClockedWorld
  let asking: WorldState
  let answering: WorldState
  const begin = Date.parse('2027-02-01T08:00:00Z')
  before(async () => {
    world = await clockedStates(new Date(begin), new Date(begin - dayMs))
    ;({ asking, answering } = world)
  })
  after(async () => {
    await world.close()
  })

  /** A request with words of both sides, and one that was refused, which has ended by its withdrawal. */
  async function ended(words = secret, more: Partial<Draft> = {}): Promise<string> {
    const request = await opened(world)
    await say(world, asking, request, 'status-request', { body: { text: textOf(words) }, ...more })
    await agreed(world, request, 2)
    await say(world, answering, request, 'contact-note', { body: noteOf(words) })
    await agreed(world, request, 3)
    await say(world, asking, request, 'withdraw')
    await agreed(world, request, 4)
    await delivered(asking)
    await delivered(answering)
    return request
  }
  const erase = async (at: WorldState, request: string, ...words: string[]): Promise<Ran> =>
    await run(
      at,
      ...['erase', request, '--ground', 'Data Protection Act, section 12', '--as', 'Example-A'],
      ...(words.includes('--approved-by') ? [] : ['--approved-by', 'Example-B']),
      ...words,
      '--json',
    )
  const codeOf = ({ code, json }: Ran) => [code, json.code]
  const findRow = async (at: WorldState, request: string) => await findRequest(at.node.node.db, request)

  it('is refused by one person alone, before the end, while messages wait, under a hold, and too early', async () => {
    const request = await opened(world)
    assert.deepEqual(codeOf(await erase(asking, request, '--approved-by', ' example-a ')), [
      65,
      'SECOND_PERSON_MISSING',
    ])
    assert.deepEqual(codeOf(await erase(asking, request, '--court-order')), [65, 'RECORD_NOT_ENDED'])
    answering.link.up = false
    await say(world, asking, request, 'withdraw')
    assert.deepEqual(codeOf(await erase(asking, request, '--court-order')), [65, 'RECORD_WAITING'])
    answering.link.up = true
    await agreed(world, request, 2)
    await delivered(asking)
    const hold = await run(asking, 'hold', request, '--reason', 'appeal pending', '--as', 'Example-A')
    assert.equal(hold.code, 0, hold.beside)
    assert.deepEqual(codeOf(await erase(asking, request, '--court-order')), [65, 'RECORD_HELD'])
    const shown = await run(asking, 'show', request, '--as', 'Example-A')
    assert.match(shown.out, /LEGAL HOLD since .* by Example-A: appeal pending/)
    const release = [
      'hold',
      request,
      '--release',
      '--reason',
      'appeal decided',
      '--as',
      'Example-A',
      '--json',
    ]
    assert.equal((await run(asking, ...release)).code, 0)
    assert.deepEqual(codeOf(await run(asking, ...release)), [65, 'RECORD_NOT_HELD'])
    assert.deepEqual(codeOf(await erase(asking, request)), [65, 'RETENTION_NOT_OVER'])
    assert.notEqual((await findRow(asking, request))?.snapshot, '')
    const { database } = asking
    await assert.rejects(sql`select erase_record(${request}::uuid)`.execute(database.db), {
      message: 'the log does not tell that the record is erased',
    })
  })

  it('leaves nothing that anybody said, and both sides verify with what is left (pain point 12)', async () => {
    const request = await ended()
    assert.ok((await placesOf(asking, secret)).includes('message.jws'))
    const done = await erase(asking, request, '--court-order')
    assert.deepEqual([done.code, done.json.ground], [0, 'courtOrder'], done.beside)
    assert.deepEqual(await placesOf(asking, secret), [])
    const row = await findRow(asking, request)
    assert.deepEqual([row?.snapshot, row?.closed, row?.state], ['', 'RECORD_ERASED', 'withdrawn'])
    const events = (await logOf(asking.node.node.db)).filter(({ evt }) => evt === 'record.erased')
    assert.deepEqual(
      events.map(({ code, count }) => [code, count]),
      [['courtOrder', done.json.openings]],
    )
    const report = await verified(world)
    assert.equal(report.exit, 10)
    assert.deepEqual(
      report.findings.map(({ bundle, object }) => `${bundle} ${object}`),
      [`VN record/${request}/`],
    )
    assert.match(report.findings[0]?.what ?? '', /^erased on .*, ground courtOrder “Data Protection Act/)
    const theirs = await erase(answering, request, '--court-order')
    assert.equal(theirs.code, 0)
    assert.deepEqual(await placesOf(answering, secret), [])
    const both = await verified(world)
    assert.equal(both.exit, 10)
    assert.equal(both.findings.length, 2)
  })

  it('destroys what opens the files and what they were called; what stays is told by the entry that one was taken in', async () => {
    const called = 'Nguyen-Example-mailbox.bin'
    const file = await takenIn(world, asking, randomBytes(20_000), { name: called })
    const { name, mediaType, bytes, sha256, sha512, sealed } = file
    const exhibits = [{ id: 'E1', name, mediaType, bytes, sha256, sha512, sealed }]
    const request = await ended('Another-Example', { exhibits })
    await stands(answering, file.deposit, 'whole')
    for (const at of [asking, answering]) {
      assert.ok((await placesOf(at, called)).includes('exhibit_deposit.name'))
      const done = await erase(at, request, '--court-order')
      assert.equal(done.code, 0, done.beside)
      const row = await findDeposit(at.node.node.db, file.deposit)
      assert.deepEqual(
        [row?.status, row?.file_key, row?.name, row?.scan],
        ['erased', null, '-', null],
        at.state,
      )
      const listed = await run(at, 'exhibit', 'list', '--as', 'Example-A')
      const traced = await run(at, 'exhibit', 'custody', file.deposit, '--as', 'Example-A')
      assert.deepEqual([listed.code, traced.code], [0, 0], traced.beside)
      assert.ok(!`${listed.out} ${traced.out}`.includes(called))
    }
    // It was no entry of the record, and no log ties it to one (docs/decisions/0129).
    assert.deepEqual(await placesOf(asking, called), ['audit_secret.value'])
    assert.deepEqual(await placesOf(answering, called), [])
  })

  it('is refused by a node whose database went back, or that its peer has not told yet what it has', async () => {
    const request = await ended('Another-Example')
    const { node } = asking.node
    const order = {
      request,
      ground: 'order 12 of the Example court',
      courtOrder: true,
      officer: 'Example-A',
      approver: 'Example-B',
    }
    const codeOfErasing = async (at: Parameters<typeof eraseRecord>[0]) => {
      const erased = await eraseRecord(at, order, [])
      return erased.ok ? 'erased' : erased.code
    }
    const memory = shortMemory()
    memory.distrust((await readHead(node.db)).log)
    assert.equal(await codeOfErasing({ ...node, memory }), 'NODE_ROLLED_BACK')
    // As after a start, when a peer cannot be reached.
    answering.link.up = false
    await node.db.updateTable('peer').set({ heard_at: null }).execute()
    try {
      assert.equal(await codeOfErasing(node), 'PEER_NOT_HEARD')
    } finally {
      answering.link.up = true
    }
    await heard(asking)
    assert.equal((await findRow(asking, request))?.erased_at, null)
  })

  it('is no part of a bundle that was being made: the bundle is made anew, and says so', async () => {
    const request = await ended('Another-Example')
    const { node } = asking.node
    let isErased = false
    const files = await exportBundle(
      node,
      { requests: [request], person: 'Example-Auditor', authority: 'vn.spp' },
      // Between what is stated of the log and what is read of the record.
      async () => {
        if (isErased) return
        isErased = true
        assert.equal((await erase(asking, request, '--court-order')).code, 0)
      },
    )
    assert.ok(isErased)
    const report = await verifyBundles([{ name: 'asking', files }])
    assert.equal(report.exit, 10, JSON.stringify(report.first))
    assert.ok(![...files.values()].some((bytes) => Buffer.from(bytes).includes('Another-Example')))
  })

  it('is told in words by every command that names the record', async () => {
    const request = await ended()
    await erase(answering, request, '--court-order')
    const shown = await run(answering, 'show', request, '--as', 'Example-C')
    assert.match(shown.out, /ERASED on 2027-02-01T.*withdrawn/)
    assert.match(shown.out, /status-request \(erased\)/)
    const listed = await run(answering, 'inbox', '--all', '--as', 'Example-C')
    assert.match(listed.out, /ERASED on/)
    for (const words of [
      ['show', request, '--message', '1'],
      ['show', request, '--language', 'vi'],
      ['act', request, 'contact-note', '--officer', 'Example-C'],
      ['act', await opened(world), 'status-report', '--enclose', `${request}/1`, '--officer', 'Example-C'],
    ]) {
      const refused = await run(answering, ...words)
      assert.equal(refused.code, 65, words.join(' '))
      assert.match(refused.beside, /RECORD_ERASED; its contents were erased on 2027/)
    }
    assert.deepEqual(codeOf(await erase(answering, request, '--court-order')), [65, 'RECORD_ERASED'])
    const held = await run(answering, 'hold', request, '--reason', 'too late', '--json')
    assert.equal(held.json.code, 'RECORD_ERASED')
  })

  it('is found by who asks what the second person did, however near the name was spelt', async () => {
    const request = await ended('Words of another case')
    const erased = await erase(asking, request, '--court-order', '--approved-by', 'Example-Second')
    assert.equal(erased.code, 0, JSON.stringify(erased.json))
    await until('it has its place', async () => {
      const pending = await asking.database.db.selectFrom('audit_pending').selectAll().execute()
      return pending.length === 0
    })
    const did = async (person: string) => {
      const { json } = await run(asking, 'log', 'read', '--person', person, '--as', 'Auditor', '--json')
      return json as { entries: { event: string; request: { id: string } | null }[]; hints: string[] }
    }
    const { entries } = await did('Example-Second')
    assert.deepEqual(
      entries.map(({ event, request: about }) => [event, about?.id]),
      [['record.erased', request]],
    )
    assert.match((await did('example second')).hints.join(' '), /Near to it are: "Example-Second"/)
    const scope = await requestsInScope(asking.node.node, { person: 'Example-Second' })
    assert.deepEqual(scope, [request])
  })

  it('lets the record take nothing more, from either side, and keeps nothing of what comes', async () => {
    const request = await ended()
    await erase(answering, request, '--court-order')
    const own = await answering.node.send(draft(world, answering, request, 'contact-note'))
    assert.equal(own.ok ? '' : own.code, 'RECORD_ERASED')
    const late = await say(world, asking, request, 'contact-note', { body: noteOf(secret) })
    const receipt = await receipted(asking, late.digest)
    assert.equal(receipt.event === 'relayRejection' ? receipt.code : '', 'RECORD_ERASED')
    assert.deepEqual(await placesOf(answering, secret), [])
    assert.equal((await stored(asking, late.digest)).status, 'refused')
    assert.equal((await verified(world)).exit, 10)
  })

  it('goes before its time where one side has asked and the other has reported', async () => {
    const request = await ended()
    const asked = {
      cause: 'purposeServed',
      provision: 'an Act',
      text: textOf(secret),
      replyBy: '2027-03-01T00:00:00Z',
    }
    await say(world, asking, request, 'erasure-request', { body: asked })
    await agreed(world, request, 5)
    await delivered(asking)
    const kept = { extent: 'nothing', kept: textOf(secret), reasons: textOf(secret) }
    await say(world, answering, request, 'erasure-report', { body: kept })
    await agreed(world, request, 6)
    await delivered(answering)
    assert.deepEqual(codeOf(await erase(asking, request)), [65, 'RETENTION_NOT_OVER'])
    const whole = { extent: 'whole', at: '2027-02-02T00:00:00Z', what: textOf(secret) }
    await run(answering, 'hold', request, '--reason', 'appeal pending', '--as', 'Example-C')
    const report = draft(world, answering, request, 'erasure-report', { body: whole })
    const underHold = await answering.node.send(report)
    assert.deepEqual(underHold, { ok: false, code: 'RECORD_HELD', pointer: '/body/extent' })
    await run(answering, 'hold', request, '--release', '--reason', 'appeal decided', '--as', 'Example-C')
    await say(world, answering, request, 'erasure-report', { body: whole })
    await agreed(world, request, 7)
    await delivered(answering)
    assert.equal((await findRow(asking, request))?.state, 'withdrawn')
    for (const at of [answering, asking]) {
      const done = await erase(at, request)
      assert.deepEqual([done.code, done.json.ground], [0, 'agreement'], JSON.stringify(done.json))
    }
    const { exit, first } = await verified(world)
    assert.equal(exit, 10, JSON.stringify(first))
  })

  it('is not reported as done while the request goes on, and may be announced for later', async () => {
    const request = await opened(world)
    const report = (at: string) =>
      draft(world, answering, request, 'erasure-report', {
        body: { extent: 'whole', at, what: textOf(secret) },
      })
    const now = answering.node.node.now().getTime()
    const refused = await answering.node.send(report(new Date(now).toISOString()))
    assert.deepEqual(refused, { ok: false, code: 'RECORD_NOT_ENDED', pointer: '/body/extent' })
    const announced = await answering.node.send(report(new Date(now + 86_400_000).toISOString()))
    assert.ok(announced.ok, JSON.stringify(announced))
  })

  it('leaves a court bundle of the record as incomplete as its export, with its words as they were made', async () => {
    const words = 'Court-Example-whose-name-must-go'
    const request = await ended(words)
    assert.equal((await erase(asking, request, '--court-order')).code, 0)
    const folder = await mkdtemp(join(tmpdir(), 'rogatory-erased-'))
    const [court, exported] = [join(folder, 'case.zip'), join(folder, 'export')]
    const made = await run(
      asking,
      ...['court', request, '--language', 'en', '--out', court, '--as', 'Example-A', '--json'],
    )
    assert.deepEqual([made.code, made.json.verdict], [0, 10], made.beside)
    const out = ['export', request, '--out', exported, '--as', 'Example-A']
    assert.equal((await run(asking, ...out)).code, 0)
    const found: unknown[] = []
    for (const path of [court, exported]) {
      const { json } = await runAnywhere(['verify', path, '--json'])
      const { exit, findings, facts } = json as unknown as Report
      const named = findings.map(({ severity, object }) => `${severity} ${object}`)
      found.push([exit, named, facts[0]?.beside?.signed ?? [], facts[0]?.beside?.notChecked ?? []])
    }
    // In the file for a court the bundle stands in a folder of its own.
    const erased = (beside: string) => [10, [`incomplete ${beside}record/${request}/`], [], []]
    assert.deepEqual(found, [erased('bundle/'), erased('')])
    const { beside } = await readZipFile(court)
    const report = Buffer.from(beside?.get('report.html') ?? '').toString('utf8')
    assert.match(report, /erased on .*, ground courtOrder/)
    assert.doesNotMatch(report, /\{[a-z]+\}|bundle of {2,}/)
    assert.ok(!report.includes(words))
    await rm(folder, { recursive: true })
  })

  it('comes with its time: state.json says how long, and the list what is over, what will be, and what is held', async () => {
    const first = await ended()
    const second = await ended()
    const settings = await readSettingsOfState(asking.config.dataFolder)
    const retention = [{ months: 1 }, { kind: 'preservation', basis: 'UNCC', months: 2 }]
    await writeSettingsOfState(asking.config.dataFolder, { ...settings, retention })
    await run(asking, 'hold', second, '--reason', 'appeal pending', '--as', 'Example-A')
    const listed = async (...words: string[]) => {
      const { json } = await run(asking, 'retention', '--as', 'Example-A', ...words, '--json')
      return json as {
        records: { request: string; over: boolean; held: boolean }[]
        holds: { request: string }[]
      }
    }
    assert.ok(!(await listed()).records.some(({ request }) => request === first))
    const soon = (await listed('--within', '62')).records.find(({ request }) => request === first)
    assert.deepEqual([soon?.over, soon?.held], [false, false])
    assert.deepEqual(codeOf(await erase(asking, first)), [65, 'RETENTION_NOT_OVER'])
    await world.setClock(new Date(begin + 60 * dayMs))
    const { records, holds } = await listed()
    const over = new Map(records.map((one) => [one.request, [one.over, one.held]]))
    assert.deepEqual(
      [over.get(first), over.get(second)],
      [
        [true, false],
        [true, true],
      ],
    )
    assert.deepEqual(
      holds.map(({ request }) => request),
      [second],
    )
    const spoken = await run(asking, 'retention', '--as', 'Example-Keeper')
    assert.match(spoken.out, /its time is over since/)
    const read = await run(asking, 'log', 'read', '--person', 'Example-Keeper', '--json')
    const [noted] = read.json.entries as {
      event: string
      actor: { role: string }
      details: { query: string }
    }[]
    assert.deepEqual([noted?.event, noted?.actor.role], ['case.listed', 'administrator'])
    assert.match(noted?.details.query ?? '', /^retention: kept before /)
    assert.deepEqual(codeOf(await erase(asking, second)), [65, 'RECORD_HELD'])
    await heard(asking)
    const done = await erase(asking, first)
    assert.deepEqual([done.code, done.json.ground], [0, 'retention'], JSON.stringify(done.json))
  })
})

describe('what one of two nodes has erased', () => {
  let world: World
  let backup: Backup | undefined
  beforeEach(async () => {
    world = await twoStates()
  })
  afterEach(async () => {
    await world.close()
    await backup?.remove()
    backup = undefined
  })

  const ended = async (request: string) => {
    await say(world, world.asking, request, 'contact-note', { body: noteOf(secret) })
    await agreed(world, request, 2)
    await say(world, world.asking, request, 'withdraw')
    await agreed(world, request, 3)
    await delivered(world.asking)
    await delivered(world.answering)
  }
  const erase = async (at: WorldState, request: string) => {
    const words = ['--ground', 'an order', '--court-order', '--as', 'Example-A', '--approved-by', 'Example-B']
    const { code, beside } = await run(at, 'erase', request, ...words)
    assert.equal(code, 0, beside)
  }
  const closedOf = async (at: WorldState, request: string) =>
    (await findRequest(at.node.node.db, request))?.closed ?? null

  it('a node that lost its database cannot get back from it, and both are well', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    backup = await backUp(asking)
    await ended(request)
    const other = await opened(world)
    await erase(answering, request)
    await backup.restore('everything')
    await start(asking)
    await heard(asking)
    await agreed(world, other, 1)
    assert.deepEqual(await placesOf(asking, secret), [])
    const row = await findRequest(asking.node.node.db, request)
    assert.deepEqual([row?.sequence, row?.closed, row?.erased_at], [1, 'RECORD_ERASED', null])
    const shown = await run(asking, 'show', request, '--as', 'Example-A')
    assert.match(shown.out, /the other side has erased what lacks here/)
    // It is no fork: the next hearing leaves it as it is, and the two go on with each other.
    await asking.restart()
    await heard(asking)
    await answering.restart()
    await heard(answering)
    assert.equal(await closedOf(asking, request), 'RECORD_ERASED')
    const events = await eventsOf(asking)
    assert.equal(events.filter((event) => event === 'record.closed').length, 1)
    await agreed(world, await opened(world), 1)
  })

  it('does not come back to it from the one that has it still', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    await ended(request)
    await erase(answering, request)
    for (const state of [answering, asking]) {
      await state.restart()
      await heard(state)
    }
    assert.deepEqual(await placesOf(answering, secret), [])
    assert.deepEqual(
      [await closedOf(asking, request), await closedOf(answering, request)],
      [null, 'RECORD_ERASED'],
    )
    assert.equal((await verified(world)).exit, 10)
    await agreed(world, await opened(world), 1)
  })

  it('holds for the keeper of the order as well, whose own word then finds no record', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    await ended(request)
    await erase(asking, request)
    const late = await say(world, answering, request, 'contact-note', { body: noteOf(secret) })
    const receipt = await receipted(answering, late.digest)
    assert.equal(receipt.event === 'relayRejection' ? receipt.code : '', 'RECORD_ERASED')
    for (const state of [asking, answering]) {
      await state.restart()
      await heard(state)
    }
    assert.equal(await closedOf(answering, request), null)
    assert.deepEqual(await placesOf(asking, secret), [])
    const report = await verified(world)
    assert.deepEqual([report.exit, report.findings.length], [10, 1], JSON.stringify(report.findings))
  })

  it('is no business of a third State, which learns nothing of it', async () => {
    const { answering } = world
    const request = await opened(world)
    await ended(request)
    await erase(answering, request)
    const third = await thirdState(world, { state: 'LV', authorities: [authority('lv.pp')] })
    const frame = openingFrame(third.node.node.now(), { request, from: 'lv.pp' })
    const [answer = ''] = await post(answering, [(await sealed(third, answering, frame)).jwe], third)
    const receipt = said(answer)
    assert.equal(receipt.event === 'relayRejection' ? receipt.code : '', 'NOT_A_PARTY')
    assert.equal('sequence' in receipt, false)
    await third.close()
  })
})
