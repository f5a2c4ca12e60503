import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import { type Entry, subjectOf } from '../../src/audit/entry.ts'
import { actingDetails } from '../../src/audit/events.ts'
import { dayPlaceOf, sayDayPlace } from '../../src/exchange/desk/dayPlace.ts'
import { openTrail } from '../../src/exchange/trail.ts'
import { alarmEvents, isNotedUnwitnessed, lookingForUnwitnessed } from '../../src/store/alarms.ts'
import { append, readHead, readPending, writeHead } from '../../src/store/audit.ts'
import {
  alarmsNoted,
  countingAlarms,
  countingDamaged,
  countingWebhooks,
  lastBalances,
  lookingAtBalances,
} from '../../src/store/measuredAlarms.ts'
import {
  type DeskPlace,
  type ListedOnDesk,
  countNeeding,
  countOnDesk,
  countingNeeding,
  countingOnDesk,
  listOnDesk,
  listingOnDesk,
} from '../../src/store/desk.ts'
import { listingArrivals } from '../../src/store/attention/arrivals.ts'
import {
  type PageOfCases,
  pageOfCases,
  pagingCases,
  passedMax,
} from '../../src/store/attention/pageOfCases.ts'
import { markRead } from '../../src/store/attention/readingMarks.ts'
import { listingUnopened } from '../../src/store/attention/unopened.ts'
import { insertPerson } from '../../src/store/people/people.ts'
import { contraryReceiptsByDigest } from '../../src/store/contraryReceipts.ts'
import { sealedOfRequests } from '../../src/store/exhibits/handedOver.ts'
import { reportsByDigest } from '../../src/store/exhibits/reports.ts'
import type { Trx } from '../../src/store/database.ts'
import { inTransaction } from '../../src/store/failures.ts'
import { findProofs } from '../../src/store/promises.ts'
import {
  namingNewest,
  newestRevocationLists,
  revocationListsByDigest,
} from '../../src/store/revocationLists.ts'
import { namingNewestOfPeers, newestListsOfPeers, trustListsByDigest } from '../../src/store/trustLists.ts'
import { insertRequests, isInNone, requestTypes } from '../../src/store/requests.ts'
import { countingOver, listingOver, lockForKeeping, lookingForKeeping } from '../../src/store/keeping.ts'
import { columnsOf } from '../../src/store/rows.ts'
import {
  clocksTold,
  listTimeline,
  listingTimeline,
  lookingForClocksTold,
  sendingEvents,
  timelineEvents,
} from '../../src/store/timeline.ts'
import {
  listReferences,
  listSubjects,
  listingSubjects,
  readTrailRows,
  readingTrailRows,
} from '../../src/store/trail.ts'
import type { RequestRow } from '../../src/store/tables.ts'
import {
  type FoundPlace,
  type Walk,
  countInState,
  listStatesOf,
  listingStatesOf,
  countingInState,
  findingAlong,
} from '../../src/store/search/finding.ts'
import { type TrailQuery, listPersons, narrowest } from '../../src/store/trailNarrowing.ts'
import { listGivenUp, listingGivenUp } from '../../src/store/webhooks/deliveries.ts'
import { lastCosignatures, lookingForLast } from '../../src/store/witness.ts'
import { finalStates } from '../../src/workflow/table.ts'
import { listingBeginning, wordsBeginning } from '../../src/store/search/beginnings.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { afterNoon, noon, requestRow } from '../support/rows.ts'

/** Of a plan, as PostgreSQL tells it in JSON. */
interface PlanNode {
  readonly 'Node Type': string
  readonly Alias?: string
  readonly 'Shared Hit Blocks': number
  readonly 'Shared Read Blocks': number
  readonly Plans?: readonly PlanNode[]
}

function nodesOf(node: PlanNode): readonly PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)]
}

describe('statements beside very many rows', () => {
  let database: TestDatabase
  before(async () => {
    database = await testDatabase()
  })
  after(() => database.close())

  const definitionOf = async (index: string): Promise<string> => {
    const { rows } = await sql<{ definition: string }>`
      select pg_get_indexdef(${index}::regclass) as definition`.execute(database.db)
    return rows[0]?.definition ?? ''
  }

  /** The plan that a node makes, which plans a statement once and for every value. */
  const planIn = async (trx: Trx, statement: RawBuilder<unknown>): Promise<string> => {
    const { sql: words, parameters } = statement.compile(database.db)
    const values = parameters.map((value) => {
      if (value instanceof Date) return sql.lit(value.toISOString())
      // As PostgreSQL writes an array.
      if (Array.isArray(value)) return sql.lit(`{${value.join(',')}}`)
      return sql.lit(value as string | number | boolean | null)
    })
    await sql`set local plan_cache_mode = force_generic_plan`.execute(trx)
    await sql`prepare asked as ${sql.raw(words)}`.execute(trx)
    const { rows: plan } = await sql`
      explain (analyze, format json) execute asked${values.length === 0 ? sql`` : sql`(${sql.join(values)})`}`.execute(
      trx,
    )
    await sql`deallocate asked`.execute(trx)
    return JSON.stringify(plan)
  }

  const planOf = async (statement: RawBuilder<unknown>): Promise<string> =>
    await inTransaction(database.db, (trx) => planIn(trx, statement))

  it('have indexes of open requests that leave out the states that are an end, and no other', async () => {
    for (const index of ['request_open', 'request_whose', 'request_ended']) {
      const [, condition = ''] = (await definitionOf(index)).split(' WHERE ')
      const named = [...condition.matchAll(/'([A-Za-z]+)'/g)].map(([, state]) => state)
      assert.deepEqual(named.toSorted(), [...finalStates()].toSorted())
    }
  })

  it('of a search read a request only where it has all words, and put nothing in order', async () => {
    const walk = { authority: 'vn.spp', along: { word: 'one' }, from: null, until: null, after: null }
    const wanted = { words: ['two'], isClosed: null, finalStates: [], state: null, kind: null }
    const { rows } = await sql<{ 'QUERY PLAN': readonly [{ readonly Plan: PlanNode }] }>`
      explain (format json) ${findingAlong(walk, wanted, { most: 2_000, limit: 26 })}`.execute(database.db)
    const nodes = rows.flatMap(({ 'QUERY PLAN': [{ Plan }] }) => nodesOf(Plan))
    assert.ok(!nodes.some((node) => node['Node Type'].includes('Sort')))
    const reading = nodes.find(({ Plans }) => Plans?.[1]?.Alias === 'r')
    const before = reading?.Plans?.[0]
    assert.ok(before !== undefined)
    const passed = nodesOf(before).map(({ Alias }) => Alias)
    assert.deepEqual([passed.includes('w'), passed.includes('o')], [true, true])
  })

  it('of a page far behind of a search pass nothing that stands before it', async () => {
    const { db } = database
    const authority = 'vn.far'
    const requests = 20_000
    await sql`insert into search_word (authority, word, opened_at, request, part)
      select ${authority}, 'one', ${afterNoon(0)}::timestamptz + make_interval(secs => place), gen_random_uuid(), 'all'
      from generate_series(1, ${sql.lit(requests)}) as place`.execute(db)
    const wanted = { words: [], isClosed: null, finalStates: [], state: null, kind: null }
    const read = async (bounds: Pick<Walk, 'until' | 'after'>): Promise<number> => {
      const walk = { authority, along: { word: 'one' }, from: null, ...bounds }
      const { rows } = await sql<{ 'QUERY PLAN': readonly [{ readonly Plan: PlanNode }] }>`
        explain (analyze, buffers, format json) ${findingAlong(walk, wanted, { most: 20, limit: 26 })}`.execute(
        db,
      )
      const [plan] = rows.map(({ 'QUERY PLAN': [{ Plan }] }) => Plan)
      assert.ok(plan !== undefined)
      return plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
    }
    const [last] = await sql<FoundPlace>`select opened_at, request as id from search_word
      where authority = ${authority} order by opened_at offset 30 limit 1`
      .execute(db)
      .then(({ rows }) => rows)
    assert.ok(last !== undefined)
    const first = await read({ until: null, after: null })
    for (const until of [null, new Date(last.opened_at.getTime() + 1), afterNoon(requests * 60_000)]) {
      const behind = await read({ until, after: last })
      assert.ok(behind < 2 * first, `${behind} pages of the database instead of ${first}`)
    }
  })

  it('of words with a beginning read as many rows as are wanted, however many requests have them', async () => {
    const { db } = database
    const authority = 'vn.begun'
    await sql`insert into search_word (authority, word, opened_at, request, part)
      select ${authority}, word, ${afterNoon(0)}::timestamptz + make_interval(secs => place), gen_random_uuid(), 'all'
      from generate_series(1, 300) as place, unnest(array['щербак', 'щербаков', 'щербакова', 'щит', 'щербы']) as word`.execute(
      db,
    )
    await sql`analyze search_word`.execute(db)
    const three = ['щербак', 'щербаков', 'щербакова']
    assert.deepEqual(await wordsBeginning(db, authority, ['щербак'], 5), three)
    assert.deepEqual(await wordsBeginning(db, authority, ['щербако', 'щербак'], 5), three)
    assert.deepEqual(await wordsBeginning(db, authority, ['щербак'], 2), three.slice(0, 2))
    assert.deepEqual(await wordsBeginning(db, authority, [], 2), [])
    const plan = await planOf(listingBeginning(authority, ['щербак'], 5))
    assert.match(plan, /"Index Name":"search_word_pkey"/)
    assert.doesNotMatch(plan, /Seq Scan|"Rows Removed by Filter":([2-9]|[0-9]{2})/)
    const read = [...plan.matchAll(/"Actual Rows":([0-9.]+)/g)].map(([, count]) => Number(count))
    assert.ok(Math.max(...read) <= three.length + 1, plan)
  })

  it('of the states in which requests are read as many rows as there are states, by an index alone', async () => {
    const { db } = database
    const own_authority = 'vn.some-states'
    const inState = { closed: 600, postponed: 5, acknowledged: 1 }
    const requests = Object.entries(inState).flatMap(([state, count]) =>
      Array.from({ length: count }, (_, at) =>
        requestRow({ own_authority, state, opened_at: afterNoon(at), updated_at: afterNoon(-at) }),
      ),
    )
    const others = [requestRow({ own_authority: 'vn.some-statesmen', state: 'refused' })]
    await inTransaction(db, (trx) => insertRequests(trx, [...requests, ...others]))
    await sql`analyze request`.execute(db)
    assert.deepEqual(await listStatesOf(db, own_authority), Object.keys(inState).toSorted())
    assert.deepEqual(await listStatesOf(db, 'vn.nobody'), [])
    const plan = await planOf(listingStatesOf(own_authority))
    assert.match(plan, /"Index Name":"request_in_state"/)
    // One is left out behind the last state, where there is none.
    assert.doesNotMatch(plan, /Seq Scan|"Rows Removed by Filter":([2-9]|[0-9]{2})/)
    const read = [...plan.matchAll(/"Actual Rows":([0-9.]+)/g)].map(([, count]) => Number(count))
    assert.ok(Math.max(...read) <= Object.keys(inState).length + 1, plan)
  })

  it('of a search by where requests stand pass those in that state alone, by an index in the order of a page', async () => {
    const { db } = database
    const own_authority = 'vn.states'
    const rows = (count: number, state: string) =>
      Array.from({ length: count }, (_, at) =>
        requestRow({ own_authority, state, opened_at: afterNoon(at), updated_at: afterNoon(-at) }),
      )
    await inTransaction(db, (trx) => insertRequests(trx, [...rows(400, 'closed'), ...rows(5, 'postponed')]))
    // Of a table that has grown this is known soon: the server looks at it by itself.
    await sql`analyze request`.execute(db)
    const range = { authority: own_authority, from: null, until: null }
    const walk = { ...range, along: { state: 'postponed' }, after: null }
    const wanted = {
      words: [],
      isClosed: false,
      finalStates: [...finalStates()],
      state: 'postponed',
      kind: null,
    }
    const plan = await planOf(findingAlong(walk, wanted, { most: 2_000, limit: 26 }))
    assert.match(plan, /"Index Name":"request_in_state"/)
    assert.doesNotMatch(plan, /"Node Type":"Sort"|"Rows Removed by Filter":[1-9]/)
    const counting = await planOf(countingInState(range, 'closed', 100))
    assert.match(counting, /"Index Name":"request_in_state"/)
    assert.doesNotMatch(counting, /"Rows Removed by Filter":[1-9]/)
    const counted = async (state: string) => await countInState(db, range, state, 100)
    assert.deepEqual(await counted('postponed'), { requests: 5, since: afterNoon(0) })
    assert.deepEqual(await counted('closed'), { requests: 100, since: afterNoon(300) })
  })

  it('take more names than a statement has parameters, as an export of all that there is asks for', async () => {
    const { db } = database
    const ids = Array.from({ length: 70_000 }, () => randomUUID())
    assert.deepEqual(await sealedOfRequests(db, ids), new Set())
    assert.deepEqual(await findProofs(db, ids), new Map())
    assert.deepEqual(await trustListsByDigest(db, ids), [])
    assert.deepEqual(await revocationListsByDigest(db, ids), [])
    assert.deepEqual(await reportsByDigest(db, ids), new Map())
    assert.deepEqual(await contraryReceiptsByDigest(db, ids), new Map())
  })

  it('find the last cosignature of a witness beside the very many that it has made', async () => {
    const { db } = database
    await sql`insert into cosigned_checkpoint (log, size, note) select 7, size, '' from generate_series(1, 3000) as size`.execute(
      db,
    )
    await sql`insert into cosignature (log, size, witness, cosigned_at, line)
      select 7, size, 'often', ${noon}::timestamptz + size * interval '1 s', '' from generate_series(1, 3000) as size
      union all select 7, 3000, 'often', ${noon}::timestamptz + again * interval '1 h', '' from generate_series(1, 3000) as again
      union all select 7, 1, 'once', ${noon}::timestamptz, ''`.execute(db)
    await sql`analyze cosignature`.execute(db)
    const asked = lookingForLast(7, ['often', 'once', 'never'])
    const { rows } = await sql<{ 'QUERY PLAN': unknown }>`explain (analyze, format json) ${asked}`.execute(db)
    const read = [...JSON.stringify(rows).matchAll(/"Actual Rows":([0-9.]+)/g)].map(([, count]) =>
      Number(count),
    )
    assert.ok(Math.max(...read) <= 3, read.join())
    assert.deepEqual(await lastCosignatures(db, 7, ['often', 'once', 'never']), [
      { witness: 'often', size: 3_000, cosigned_at: new Date(noon.getTime() + 3_000 * 3_600_000) },
      { witness: 'once', size: 1, cosigned_at: noon },
    ])
  })

  it('find the newest lists of States and authorities beside the very many that they have published', async () => {
    const { db } = database
    await sql`insert into peer (state, pins, added_at) values ('EE', '{aa}', ${noon}), ('FI', '{bb}', ${noon})`.execute(
      db,
    )
    await sql`insert into trust_list (digest, state, sequence, jws, accepted_at)
      select state || number, state, number, 'a.b.c', ${noon}::timestamptz
      from unnest(array['EE', 'FI']) as state cross join generate_series(1, 3000) as number`.execute(db)
    await sql`insert into revocation_list (digest, state, authority, number, this_update, next_update, der, accepted_at)
      select authority || number, 'EE', authority, number, noon, noon, ''::bytea, noon
      from unnest(array['one', 'other', 'left']) as authority cross join generate_series(1, 3000) as number
      cross join (select ${noon}::timestamptz as noon) as at`.execute(db)
    await sql`analyze trust_list, revocation_list`.execute(db)
    const asked = [namingNewestOfPeers(), namingNewest(['one', 'other', 'never'])]
    for (const statement of asked) {
      const explained = sql<{ 'QUERY PLAN': unknown }>`explain (analyze, format json) ${statement}`
      const { rows } = await explained.execute(db)
      const read = [...JSON.stringify(rows).matchAll(/"Actual Rows":([0-9.]+)/g)].map(([, count]) =>
        Number(count),
      )
      assert.ok(Math.max(...read) <= 3, read.join())
    }
    assert.deepEqual(
      (await newestListsOfPeers(db)).filter(({ state }) => ['EE', 'FI'].includes(state)),
      ['EE', 'FI'].map((state) => ({ state, digest: `${state}3000` })),
    )
    assert.deepEqual(
      await newestRevocationLists(db, ['one', 'other', 'never', 'one']),
      ['one', 'other'].map((authority) => ({ authority, digest: `${authority}3000` })),
    )
  })

  it('find what systems were not told beside the very much that they were, by an index that holds nothing else', async () => {
    const { db } = database
    await sql`insert into webhook_endpoint (name, authority, url, events, secret, made_by, made_at, next_index)
      values ('example', 'vn.spp', 'https://cases.example/hook', '{message.received}', 'x', 'Example-A', now(), 0)`.execute(
      db,
    )
    await sql`insert into webhook_delivery (endpoint, index, id, payload, made_at, status)
      select 'example', place, 'msg_' || place, '{"type":"message.received"}', ${noon}::timestamptz + place * interval '1 second',
        case when place % 2500 = 0 then 'dead' else 'taken' end
      from generate_series(1, 10000) place`.execute(db)
    await sql`analyze webhook_delivery`.execute(db)
    const found = await listGivenUp(db, 3)
    assert.deepEqual(
      found.map(({ index, event }) => [index, event]),
      [2_500, 5_000, 7_500].map((index) => [index, 'message.received']),
    )
    assert.match(await planOf(listingGivenUp(3)), /"Index Name":"webhook_delivery_dead"/)
  })

  it('find by indexes whether the log says last that it lacks witnesses', async () => {
    const undone = new Error('undone')
    const logged = async (
      trx: Trx,
      events: Readonly<Record<number, string>>,
      from: number,
      until: number,
    ) => {
      await sql`
        insert into audit_entry (at, leaf, entry)
        select (entry::jsonb ->> 't')::timestamptz, sha256('\\x00'::bytea || convert_to(entry, 'UTF8')), entry
        from generate_series(${sql.lit(from)}, ${sql.lit(until)}) place, lateral (
          select format('{"evt":"%s","t":"%s"}', coalesce(${JSON.stringify(events)}::jsonb ->> place::text, 'case.read'),
            to_char(${noon}::timestamptz at time zone 'UTC' + place * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) as entry
        ) as texts order by place`.execute(trx)
      await sql`analyze audit_entry`.execute(trx)
    }
    const looking = inTransaction(database.db, async (trx) => {
      assert.equal(await isNotedUnwitnessed(trx), false)
      await logged(trx, { 1000: 'log.unwitnessed', 1500: 'log.witnessed', 2000: 'log.unstamped' }, 1, 4_000)
      assert.equal(await isNotedUnwitnessed(trx), false)
      await logged(trx, { 4500: 'log.unwitnessed' }, 4_001, 5_000)
      assert.equal(await isNotedUnwitnessed(trx), true)
      const plan = await planIn(trx, lookingForUnwitnessed())
      for (const index of ['audit_entry_alarm', 'audit_entry_event'])
        assert.match(plan, new RegExp(`"Index Name":"${index}"`), plan)
      assert.doesNotMatch(plan, /"Node Type":"(Seq Scan|Sort)"/, plan)
      for (const [, rows] of plan.matchAll(/"Actual Rows":([0-9.]+)/g)) assert.ok(Number(rows) <= 1, plan)
      await logged(trx, { 5500: 'log.witnessed' }, 5_001, 6_000)
      assert.equal(await isNotedUnwitnessed(trx), false)
      throw undone
    })
    await assert.rejects(looking, undone)
  })

  it('count what monitoring is told of alarms by indexes, and no more of each than is asked for', async () => {
    const most = 3
    const undone = new Error('undone')
    const plans: string[] = []
    const counted = inTransaction(database.db, async (trx) => {
      await sql`
        insert into audit_entry (at, leaf, entry)
        select (entry::jsonb ->> 't')::timestamptz, sha256('\\x00'::bytea || convert_to(entry, 'UTF8')), entry
        from (
          select json_build_object('evt', case when place % 100 = 0 then 'record.closed' else 'case.read' end,
            't', to_char(${noon}::timestamptz at time zone 'UTC' + place * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
            'v', 1)::jsonb as made from generate_series(1, 4000) place
        ) as entries, lateral (select replace(made::text, '": ', '":') as entry) as texts`.execute(trx)
      await sql`
        insert into balance (digest, peer_state, from_at, until_at, asked, question, answer, agreed, differences, made_at)
        select encode(sha256(place::text::bytea), 'hex'), 'QA', null, ${noon}::timestamptz + place * interval '1 day', true, 'x', 'x',
          true, null, ${noon}::timestamptz + place * interval '1 day'
        from generate_series(1, 2000) place`.execute(trx)
      for (const table of ['audit_entry', 'balance', 'exhibit_deposit', 'webhook_delivery'])
        await sql`analyze ${sql.table(table)}`.execute(trx)
      for (const statement of [
        countingAlarms(afterNoon(0), most),
        lookingAtBalances(['QA', 'VN']),
        countingDamaged(['QA', 'VN'], most),
        countingWebhooks(most),
      ])
        plans.push(await planIn(trx, statement))
      const alarms = await alarmsNoted(trx, afterNoon(0), most)
      assert.deepEqual(
        alarms.filter(({ rows }) => rows > 0),
        [{ of: 'record.closed', rows: most }],
      )
      const balances = await lastBalances(trx, ['QA', 'VN'])
      assert.deepEqual(
        balances.map(({ peer, differs }) => [peer, differs]),
        [['QA', false]],
      )
      throw undone
    })
    await assert.rejects(counted, undone)
    const [alarms = '', balances = '', damaged = '', webhooks = ''] = plans
    assert.match(alarms, /"Index Name":"audit_entry_alarm"/)
    assert.match(balances, /"Index Name":"balance_by_peer"/)
    assert.match(damaged, /"Index Name":"exhibit_deposit_state"/)
    assert.match(webhooks, /"Index Name":"webhook_delivery_dead"/)
    for (const plan of plans) {
      assert.doesNotMatch(
        plan,
        /"Rows Removed by Filter":[1-9]|"Node Type":"Seq Scan","[^}]*"Relation Name":"(audit_entry|balance)"/,
        plan,
      )
      for (const [, rows] of plan.matchAll(/"Actual Rows":([0-9.]+)/g))
        assert.ok(Number(rows) <= Math.max(most, alarmEvents.length), plan)
    }
  })

  it('find the few requests that are open without passing the many that have ended', async () => {
    const { db } = database
    const own_authority = 'vn.many'
    const ended = Array.from({ length: 500 }, (_, at) =>
      requestRow({ own_authority, state: 'closed', updated_at: afterNoon(at) }),
    )
    const open = Array.from({ length: 3 }, (_, at) =>
      requestRow({ own_authority, updated_at: afterNoon(-at) }),
    )
    await inTransaction(db, (trx) => insertRequests(trx, [...ended, ...open]))
    const { rows } = await sql<{ 'QUERY PLAN': unknown }>`
      explain (analyze, format json) select id from request
      where own_authority = ${own_authority} and ${isInNone(finalStates())}
      order by updated_at desc, id desc limit 100`.execute(db)
    const plan = JSON.stringify(rows)
    assert.match(plan, /"Index Name":"request_open"/)
    assert.match(plan, /"Actual Rows":3/)
    assert.doesNotMatch(plan, /"Rows Removed by Filter":[1-9]/)
  })

  it('find a page of each list of the desk, and count it, by an index that holds nothing else', async () => {
    const { db } = database
    const own_authority = 'vn.desk'
    const rows = (count: number, change: Partial<RequestRow>) =>
      Array.from({ length: count }, (_, at) =>
        requestRow({ own_authority, opened_at: afterNoon(at), updated_at: afterNoon(at), ...change }),
      )
    const ended = rows(400, { state: 'closed', turn: 'nobody' })
    const closed = rows(20, { turn: 'ours', closed: 'RECORD_FORK' })
    const waits = rows(60, { turn: 'theirs', due_at: afterNoon(900) })
    const needs = rows(60, { turn: 'ours', due_at: afterNoon(60) })
    const fresh = rows(60, { turn: 'both', unanswered: true }).concat(
      rows(60, { turn: 'ours', unanswered: true }),
    )
    await inTransaction(db, (trx) => insertRequests(trx, [...ended, ...closed, ...waits, ...needs, ...fresh]))
    const refused = rows(30, { sequence: 0, turn: 'refused' })
    await inTransaction(db, (trx) => insertRequests(trx, refused))
    // The server does so by itself when it comes to it, and may plan otherwise before.
    await sql`analyze request`.execute(db)
    const behind = { ends: afterNoon(60), at: afterNoon(5), id: randomUUID(), isRefused: false }
    const indexes = { needs: 'request_needs', waits: 'request_awaited' } as const
    for (const list of ['needs', 'waits'] as const)
      for (const after of [null, behind, { ...behind, ends: null, isRefused: true }]) {
        const plan = await planOf(listingOnDesk(own_authority, list, after, 26))
        assert.match(plan, new RegExp(`"Index Name":"${indexes[list]}"`))
        assert.doesNotMatch(plan, /"Node Type":"Sort"|"Rows Removed by Filter":[1-9]/, `${list} ${plan}`)
      }
    const ofSomebody = { needs: 'request_needs_whose', waits: 'request_awaited_whose' } as const
    for (const list of ['needs', 'waits'] as const)
      for (const after of [null, behind])
        for (const whose of ['nobody', { person: 'example-nobody' }] as const) {
          const plan = await planOf(listingOnDesk(own_authority, list, after, 26, { whose }))
          assert.match(plan, new RegExp(`"Index Name":"${ofSomebody[list]}"`))
          assert.doesNotMatch(plan, /"Node Type":"Sort"|"Rows Removed by Filter":[1-9]/, `${list} ${plan}`)
        }
    const readOf = (plan: string): number =>
      Math.max(...[...plan.matchAll(/"Actual Rows":([0-9.]+)/g)].map(([, count]) => Number(count)))
    const unread = await planOf(
      listingOnDesk(own_authority, 'needs', null, 26, { unreadBy: 'example-nobody' }),
    )
    assert.match(unread, /"Index Name":"request_needs"/)
    assert.ok(readOf(unread) <= passedMax)
    const needing = await planOf(countingNeeding(own_authority, 'example-nobody', 101))
    for (const index of ['request_needs', 'request_needs_whose'])
      assert.match(needing, new RegExp(`"Index Name":"${index}"`))
    assert.doesNotMatch(needing, /"Node Type":"Sort"|"Rows Removed by Filter":[1-9]/)
    assert.ok(readOf(needing) <= passedMax)
    const none = { mine: 0, unread: 0, isUnreadMore: false }
    assert.deepEqual(await countNeeding(db, own_authority, 'example-nobody', 101), {
      ...{ authority: 101, nobody: 101, ...none },
    })
    const counting = await planOf(countingOnDesk(own_authority, 51))
    for (const index of Object.values(indexes)) assert.match(counting, new RegExp(`"Index Name":"${index}"`))
    assert.doesNotMatch(counting, /"Rows Removed by Filter":[1-9]/)
    assert.deepEqual(await countOnDesk(db, own_authority, 51), {
      needs: 51,
      arrived: 0,
      waits: 51,
      undelivered: 0,
    })
    assert.deepEqual(await countOnDesk(db, own_authority, 999), {
      needs: 210,
      arrived: 0,
      waits: 60,
      undelivered: 0,
    })
  })

  it('find what a person has, what nobody has, what they have not read and what came in by indexes, in order', async () => {
    const { db } = database
    const own_authority = 'vn.whose'
    const person = {
      id: randomUUID(),
      sign_in_name: 'example-mine',
      name: 'Example',
      authority: own_authority,
    }
    await inTransaction(db, async (trx) => {
      await insertPerson(trx, {
        ...person,
        ...{ roles: ['officer'], language: 'en', password: '', password_given: false },
        ...{ made_at: noon, made_by: 'Example' },
      })
    })
    const rows = (count: number, change: Partial<RequestRow>) =>
      Array.from({ length: count }, (_, at) =>
        requestRow({ own_authority, updated_at: afterNoon(at), came_sequence: 1, ...change }),
      )
    const assigned_to = person.id
    const all = [
      ...rows(60, { assigned_to }),
      ...rows(60, { assigned_to, state: 'closed' }),
      ...rows(5_000, { assigned_to: null }),
      ...rows(60, { assigned_to: null, state: 'closed' }),
    ]
    await inTransaction(db, (trx) => insertRequests(trx, all))
    await sql`analyze request`.execute(db)
    const mine = { person: person.sign_in_name }
    const after = { id: randomUUID(), at: afterNoon(50) }
    for (const [wanted, index] of [
      [{ ended: false, whose: mine }, 'request_whose'],
      [{ ended: false, whose: 'nobody' }, 'request_whose'],
      [{ ended: true, whose: mine }, 'request_assigned'],
      [{ ended: false, whose: mine, state: 'closed' }, 'request_assigned'],
      [{ ended: true, whose: 'nobody' }, 'request_list'],
      [{ ended: false, unreadBy: person.sign_in_name }, 'request_open'],
      [{ ended: false, whose: mine, unreadBy: person.sign_in_name }, 'request_whose'],
    ] as const)
      for (const place of [undefined, after]) {
        const plan = await planOf(pagingCases({ ...wanted, limit: 26 }, own_authority, place))
        assert.match(plan, new RegExp(`"Index Name":"${index}"`))
        const read = [...plan.matchAll(/"Actual Rows":([0-9.]+)/g)].map(([, count]) => Number(count))
        assert.ok(Math.max(...read) <= passedMax, plan)
      }
    const arrivals = await planOf(listingArrivals(own_authority, null, 26))
    assert.match(arrivals, /"Index Name":"arrival_newest"/)
    assert.doesNotMatch(await planOf(listingUnopened(all[0]?.id ?? '', 0, 30)), /Seq Scan/)

    // All have been read but the one that was changed longest ago: each page passes so many, and the list goes on behind them.
    await inTransaction(db, async (trx) => {
      for (const { id } of all.slice(1)) await markRead(trx, person.sign_in_name, id, 1)
    })
    const found: string[] = []
    let [place, pages]: [{ id: string; at: Date } | undefined, number] = [undefined, 0]
    do {
      const page: PageOfCases = await pageOfCases(
        db,
        { ended: true, unreadBy: person.sign_in_name, limit: 26 },
        own_authority,
        place,
      )
      found.push(...page.rows.map(({ id }) => id))
      pages += 1
      place = page.passed ?? undefined
    } while (place !== undefined)
    assert.deepEqual([found, pages], [[all[0]?.id], Math.ceil(all.length / passedMax)])
  })

  it('find every request of a list of the desk that a person has not read, though each page passes so many', async () => {
    const { db } = database
    const own_authority = 'vn.unread'
    const rows = Array.from({ length: passedMax + 20 }, (_, at) =>
      requestRow({ own_authority, turn: 'ours', due_at: afterNoon(at), came_sequence: 0 }),
    )
    const [last, first] = [rows.at(-1), rows[3]]
    assert.ok(last !== undefined && first !== undefined)
    const fresh = [last, first].map((row) => ({ ...row, came_sequence: 1 }))
    const others = rows.filter((row) => row !== last && row !== first)
    await inTransaction(db, (trx) => insertRequests(trx, [...others, ...fresh]))
    const seen: string[][] = []
    for (let after: DeskPlace | null | undefined; after !== null;) {
      const page: ListedOnDesk = await listOnDesk(db, own_authority, 'needs', after ?? null, 5, {
        unreadBy: 'example-nobody',
      })
      seen.push(page.rows.map(({ id }) => id))
      after = page.next
    }
    assert.deepEqual(seen, [[first.id], [last.id]])
    const { unread, isUnreadMore } = await countNeeding(db, own_authority, 'example-nobody', 101)
    assert.deepEqual([unread, isUnreadMore], [1, true])
  })

  it('find every request of a list of the desk once, page by page, by what runs out first, and last what was not opened', async () => {
    const { db } = database
    const own_authority = 'vn.paged'
    // A condition until the last day of 9999 ends in the year 10000 in the west.
    const farAway = new Date(Date.UTC(9999, 11, 31, 24 + 5))
    const inOrder: readonly Partial<RequestRow>[] = [
      { due_at: afterNoon(10) },
      { due_at: afterNoon(20), turn: 'nobody' },
      { due_at: afterNoon(30), updated_at: afterNoon(0) },
      { due_at: afterNoon(30), updated_at: afterNoon(1) },
      { due_at: farAway },
      { updated_at: afterNoon(5) },
      { updated_at: afterNoon(6), turn: null },
      { updated_at: afterNoon(7), turn: 'both', state: 'closed' },
      { updated_at: afterNoon(2), sequence: 0, turn: 'refused' },
      { updated_at: afterNoon(3), sequence: 0, turn: 'refused' },
      { updated_at: afterNoon(4), sequence: 0, turn: 'refused' },
    ]
    const wanted = inOrder.map((change) => requestRow({ own_authority, turn: 'ours', ...change }))
    const none = [
      { turn: null, closed: 'RECORD_GAP' },
      { turn: null, erased_at: noon },
      { turn: 'nobody' },
    ] as const
    const others = none.map((change) => requestRow({ own_authority, ...change }))
    await inTransaction(db, (trx) => insertRequests(trx, [...wanted, ...others].toReversed()))
    for (const size of [1, 2, 3]) {
      const found: RequestRow[] = []
      let after: DeskPlace | null = null
      do {
        const page: ListedOnDesk = await listOnDesk(db, own_authority, 'needs', after, size)
        found.push(...page.rows)
        after = page.next === null ? null : throughAddress(page.next)
      } while (after !== null)
      assert.deepEqual(
        found.map(({ id }) => id),
        wanted.map(({ id }) => id),
      )
    }
  })

  /** A place as it comes back from the address of the next page. */
  function throughAddress(place: DeskPlace): DeskPlace {
    const read = dayPlaceOf(sayDayPlace({ list: 'needs', place }))
    assert.ok(read?.list === 'needs')
    return read.place
  }

  it('of the time for which requests are kept look at those alone that are due, beside very many that are not', async () => {
    const { db } = database
    await sql`update request set kept_rules = 1`.execute(db)
    const row = requestRow({ own_authority: 'vn.kept', state: 'closed' })
    await inTransaction(db, (trx) => insertRequests(trx, [row]))
    const others = sql.raw(
      Object.keys(requestTypes)
        .map((name) => (name === 'id' ? 'gen_random_uuid()' : name))
        .join(', '),
    )
    // A third of them is over, a third was looked at and waits for its day, and a third goes on.
    await sql`insert into request (${columnsOf(requestTypes)})
      select ${others} from request, generate_series(1, 9000) where id = ${row.id}::uuid`.execute(db)
    const parts = sql`(select id, row_number() over (order by id) % 3 as part from request
      where own_authority = 'vn.kept' and id <> ${row.id}::uuid) as numbered`
    await sql`update request set state = case when part = 2 then 'requested' else state end from ${parts}
      where numbered.id = request.id`.execute(db)
    await sql`update request set kept_rules = 1, keeping_over_at = case when part = 0 then ${noon}::timestamptz end,
      keeping_look_at = case when part = 1 then ${afterNoon(9_000)}::timestamptz end
      from ${parts} where numbered.id = request.id and part < 2`.execute(db)
    await sql`analyze request`.execute(db)
    const look = {
      ...{ now: afterNoon(0), rules: 1, finalStates: finalStates(), limit: 50 },
      unopenedSince: afterNoon(-9_000),
    }
    const looking = await planOf(lookingForKeeping(look))
    for (const index of ['request_keeping', 'request_ended', 'request_unopened'])
      assert.match(looking, new RegExp(`"Index Name":"${index}"`))
    // A handful that the index has found may be put in order: 25 kB is what a sort takes at least.
    assert.doesNotMatch(looking, /"Seq Scan"|"Sort Space Used":(?!25\b)|"Rows Removed by Filter":[1-9]/)
    const locked = await inTransaction(db, (trx) => lockForKeeping(trx, look))
    assert.deepEqual(
      locked.map(({ id }) => id),
      [row.id],
    )
    const ofAll = await sql`explain (analyze, format json) ${countingOver(null, 50)}`.execute(db)
    for (const plan of [
      JSON.stringify(ofAll.rows),
      await planOf(countingOver('vn.kept', 50)),
      await planOf(listingOver('vn.kept', null, 26)),
      await planOf(listingOver('vn.kept', { at: noon, id: row.id }, 26)),
    ]) {
      assert.match(plan, /"Index Name":"request_over"/)
      assert.doesNotMatch(plan, /"Seq Scan"|"Node Type":"Sort"|"Rows Removed by Filter":[1-9]/)
      const read = [...plan.matchAll(/"Actual Rows":([0-9.]+)/g)].map(([, count]) => Number(count))
      assert.ok(Math.max(...read) <= 50, plan)
    }
    await sql`delete from request where own_authority = 'vn.kept'`.execute(db)
  })

  describe('of the log', () => {
    const requests = [requestRow(), requestRow(), requestRow()]
    const [first = requestRow(), second = requestRow()] = requests
    const node = { random: (bytes: number) => randomBytes(bytes), actedFrom: null }

    before(async () => {
      const { db } = database
      await inTransaction(db, (trx) => insertRequests(trx, requests))
      for (let round = 0; round < 20; round += 1) await logRound(round)
      await place()
    })

    /** In each round two people read every request, one sees a list of two of them, a message is refused, and a third is not let in. */
    async function logRound(round: number): Promise<void> {
      const now = afterNoon(round * 60)
      const actor = (person: string) => ({ person, role: 'officer', authority: 'vn.spp' })
      await inTransaction(database.db, async (trx) => {
        const ids = requests.map(({ id }) => id)
        const trail = await openTrail(node, trx, ids, now)
        for (const id of ids)
          for (const person of ['example-a', 'example-b'])
            trail.about(id, { event: 'case.read', actor: actor(person), details: { part: 'record from 1' } })
        const details = { query: 'authorities vn.spp', scope: [first.id, randomUUID()] }
        trail.add({ event: 'case.listed', actor: actor('example-b'), count: 2, details })
        trail.add({ event: 'message.refused', peer: 'QA', message: '0'.repeat(64), code: `ROUND_${round}` })
        const refused = { from: '127.0.0.1', signInName: 'example-c' }
        trail.add({ event: 'person.signInRefused', code: 'SIGN_IN_REFUSED', details: refused })
        await append(trx, trail.audit())
      })
    }

    /** Gives all entries their places, under a root that is not a real one. */
    async function place(): Promise<void> {
      await inTransaction(database.db, async (trx) => {
        const from = await readHead(trx)
        const pending = await readPending(trx)
        const size = from.size + pending.length
        const to = { size, root: randomBytes(32), checkpoint: `log\n${size}\n`, signed_at: noon }
        await writeHead(trx, { from, to, entries: pending.map(({ id }) => id), tiles: [] })
      })
    }

    const read = async (query: Partial<TrailQuery>): Promise<readonly Entry[]> => {
      const rows = await readTrailRows(database.db, { first: 0, limit: 1_000, ...query })
      assert.deepEqual(
        rows.map(({ index }) => index),
        rows
          .map(({ index }) => index)
          .toSorted((one, other) => (query.newestFrom === undefined ? 1 : -1) * (one - other)),
      )
      return rows.map(({ entry }) => JSON.parse(entry) as Entry)
    }

    /** How the entries of a question are found. Tables here are so small that going through them all would cost no more. */
    const planOf = async (query: Partial<TrailQuery>): Promise<string> => {
      const narrow = await narrowest(database.db, { first: 0, limit: 1, ...query })
      assert.ok(narrow !== null)
      return await explained(narrow)
    }

    async function explained(query: RawBuilder<unknown>): Promise<string> {
      return await inTransaction(database.db, async (trx) => {
        await sql`set local enable_seqscan = off`.execute(trx)
        const { rows } = await sql`explain (format json) ${query}`.execute(trx)
        return JSON.stringify(rows)
      })
    }

    it('give what is about a request and what names it, in the order of the log and page by page', async () => {
      const request = { id: first.id, subject: subjectOf(first.id) }
      const about = await read({ request })
      assert.equal(about.filter(({ record }) => record === request.subject).length, 40)
      assert.equal(about.filter(({ evt }) => evt === 'case.listed').length, 20)
      assert.equal(about.length, 60)
      assert.equal((await read({ request, events: ['case.read'] })).length, 40)
      const [page] = await readTrailRows(database.db, { request, first: 100, limit: 1 })
      assert.ok(page !== undefined && page.index >= 100)
      const other = { id: second.id, subject: subjectOf(second.id) }
      assert.equal((await read({ request: other })).length, 40)
      const none = { id: randomUUID(), subject: subjectOf(randomUUID()) }
      assert.equal((await read({ request: none })).length, 0)
    })

    it('give what is about a request by the entries themselves, whatever the table of records says of its last', async () => {
      const { db } = database
      const request = { id: second.id, subject: subjectOf(second.id) }
      assert.match(await planOf({ request }), /"Index Name":"audit_entry_record"/)
      await sql`update audit_subject set entries = 1, last_leaf = ${randomBytes(32)}
        where subject = ${request.subject}`.execute(db)
      assert.equal((await read({ request })).length, 40)
    })

    it('give the timeline of a request without passing who has read it, by an index of its events and no others', async () => {
      const { db } = database
      const subject = subjectOf(first.id)
      const plan = await explained(listingTimeline(subject, 0, 100))
      assert.match(plan, /"Index Name":"audit_entry_timeline"/)
      assert.doesNotMatch(plan, /"Sort"/)
      assert.deepEqual(await listTimeline(db, subject, 0, 100), [])
      assert.match(await explained(lookingForClocksTold([subject])), /"Index Name":"audit_entry_timeline"/)
      assert.deepEqual(await clocksTold(db, [subject]), [])
      const definition = await definitionOf('audit_entry_timeline')
      const named = [...definition.matchAll(/'([a-z]+\.[A-Za-z]+)'/g)].map(([, event]) => event)
      assert.deepEqual(named.toSorted(), [...new Set([...timelineEvents, ...sendingEvents])].toSorted())
    })

    it('give what somebody did, also where the details alone name them', async () => {
      const did = (name: string) => ({ person: { names: [name], details: actingDetails } })
      assert.equal((await read(did('example-a'))).length, 60)
      assert.equal((await read(did('example-b'))).length, 80)
      assert.equal((await read(did('example-c'))).length, 20)
      assert.equal((await read({ ...did('example-b'), events: ['case.listed'] })).length, 20)
      assert.equal((await read(did('example-d'))).length, 0)
      assert.deepEqual((await listPersons(database.db, actingDetails)).toSorted(), [
        'example-a',
        'example-b',
        'example-c',
      ])
    })

    it('give what somebody did whom details name by an index for each detail that does', async () => {
      for (const { detail } of actingDetails)
        assert.match(await definitionOf(`audit_secret_${detail.toLowerCase()}`), new RegExp(`'${detail}'`))
      const plan = await planOf({ person: { names: ['example-c', 'example-d'], details: actingDetails } })
      for (const { detail } of actingDetails)
        assert.match(plan, new RegExp(`"Index Name":"audit_secret_${detail.toLowerCase()}"`))
    })

    it('give the newest first as well, page by page, each once and along the places of the log', async () => {
      const all = await readTrailRows(database.db, { first: 0, limit: 1_000 })
      const places: number[] = []
      for (let from: number | null = null; from === null || from >= 0;) {
        const page: readonly { readonly index: number }[] = await readTrailRows(database.db, {
          ...{ first: 0, newestFrom: from, limit: 7 },
        })
        places.push(...page.map(({ index }) => index))
        const last = page.length === 7 ? page.at(-1) : undefined
        if (last === undefined) break
        from = last.index - 1
      }
      assert.deepEqual(places, all.map(({ index }) => index).toReversed())
      const both = { person: { names: ['example-a', 'example-b'], details: actingDetails }, newestFrom: null }
      const apart = await Promise.all(
        both.person.names.map((name) => read({ person: { names: [name], details: actingDetails } })),
      )
      assert.equal((await read(both)).length, apart.flat().length)
    })

    it('give the newest first along the places of a long log, reading no more entries than a page has', async () => {
      const limit = 25
      const undone = new Error('a long log is there for its plans alone')
      const plans: string[] = []
      await assert.rejects(
        inTransaction(database.db, async (trx) => {
          await lengthen(trx, 20_000)
          for (const query of [
            { newestFrom: null },
            { newestFrom: 10_000 },
            { events: ['log.witnessed'], newestFrom: null },
          ])
            plans.push(await planIn(trx, readingTrailRows(null, { first: 0, limit, ...query })))
          throw undone
        }),
        undone,
      )
      assert.equal(plans.length, 3)
      for (const plan of plans) {
        assert.match(plan, /"Scan Direction":"Backward","Index Name":"audit_leaf_pkey"/)
        assert.doesNotMatch(plan, /"Node Type":"(Sort|Seq Scan|Hash Join|Merge Join)"/)
        const read = [...plan.matchAll(/"Actual Rows":([0-9.]+)/g)].map(([, count]) => Number(count))
        assert.ok(read.length > 0 && Math.max(...read) <= limit, read.join())
      }
    })

    /** Adds so many entries to the log, each with its place, and has the tables looked at, as the server does by itself of tables that have grown. */
    async function lengthen(trx: Trx, entries: number): Promise<void> {
      await sql`
        with dated as (
          select n, ${noon}::timestamptz + n * interval '1 s' as at from generate_series(1, ${sql.lit(entries)}) as n
        ), made as (
          select at, format('{"evt":"log.witnessed","n":%s,"t":"%s"}', n,
            to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) as entry from dated
        )
        insert into audit_entry (at, leaf, entry)
        select at, sha256('\\x00'::bytea || convert_to(entry, 'UTF8')), entry from made`.execute(trx)
      await sql`
        insert into audit_leaf (index, entry)
        select size + row_number() over (order by p.entry) - 1, p.entry
        from audit_pending p, (select count(*) as size from audit_leaf) as placed`.execute(trx)
      await sql`analyze audit_entry, audit_leaf, audit_secret`.execute(trx)
    }

    it('give what happened within a time, and what else is asked with it', async () => {
      const within = { from: afterNoon(60), until: afterNoon(180) }
      assert.equal((await read(within)).length, 18)
      assert.equal((await read({ from: afterNoon(18 * 60) })).length, 18)
      assert.equal((await read({ until: noon })).length, 0)
      assert.equal(
        (await read({ ...within, person: { names: ['example-a'], details: actingDetails } })).length,
        6,
      )
    })

    it('tell what somebody has read or acted in, and what happened of in a time, without going along the log', async () => {
      const person = (name: string) => ({ person: { names: [name], details: actingDetails } })
      const subjects = async (query: Parameters<typeof listSubjects>[1]) =>
        (await listSubjects(database.db, query)).toSorted()
      const all = requests.map(({ id }) => subjectOf(id)).toSorted()
      assert.deepEqual(await subjects(person('example-a')), all)
      assert.deepEqual(await subjects(person('example-c')), [])
      assert.deepEqual(await subjects({ until: noon }), [])
      assert.deepEqual(await subjects({ ...person('example-b'), from: afterNoon(60) }), all)
      for (const [query, index] of [
        [person('example-a'), 'audit_secret_person'],
        [{ from: afterNoon(60) }, 'audit_entry_at'],
      ] as const) {
        const plan = await explained(listingSubjects(query))
        assert.match(plan, new RegExp(`"Index Name":"${index}"`))
        assert.doesNotMatch(plan, /"Seq Scan"/)
      }
    })

    it('give what was done with a State, and what happened of a kind', async () => {
      assert.equal((await read({ peer: 'QA' })).length, 20)
      assert.equal((await read({ peer: 'FR' })).length, 0)
      assert.match(await planOf({ peer: 'QA' }), /"Index Name":"audit_entry_peer"/)
      assert.match(await planOf({ events: ['case.listed'] }), /"Index Name":"audit_entry_event"/)
      assert.equal(
        (await read({ events: ['case.listed'], ...{ from: afterNoon(60), until: afterNoon(120) } })).length,
        1,
      )
    })

    it('tell which requests the names of the log stand for, of those that are asked', async () => {
      const asked = [subjectOf(first.id), subjectOf(randomUUID())]
      assert.deepEqual(
        [...(await listReferences(database.db, asked))],
        [[subjectOf(first.id), { id: first.id, reference: first.reference, own_authority: 'vn.spp' }]],
      )
    })
  })
})
