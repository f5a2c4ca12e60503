import assert from 'node:assert/strict'
import { comeToRest } from '../../../src/cli/demo/calendar.ts'
import { findRequest } from '../../../src/store/requests.ts'
import { apiPaths } from '../../../src/web/paths.ts'
import { run } from '../../cli/commandLine.ts'
import { type ClockedWorld, clockedStates } from '../../support/clockedWorld.ts'
import { signedIn } from '../../support/desk.ts'
import { say } from '../../support/talk.ts'
import { type WorldState, authority, thirdState, until } from '../../support/world.ts'
import { resultExample } from '../../workflow/examples.ts'
import { requestBody, text } from '../../workflow/speak.ts'

const hourMs = 3_600_000
/** Two days before April, so that the requests are of two months. */
const begin = Date.parse('2027-03-30T08:00:00Z')

/** A request to QA: whose, and at which hours after the beginning what was done about it. */
interface Case {
  readonly by: 'VN' | 'AZ'
  readonly opened: number
  readonly acknowledged?: number
  readonly decided: number
  /** Codes of the grounds on which m1 is refused; absent: it is granted. */
  readonly refused?: readonly string[]
  readonly delivered?: number
}

const dual = 'DUAL_CRIMINALITY'
const minor = 'DE_MINIMIS'

/** Those of VN ask for stored data (m1) on UNCC; those of AZ for a subscriber (m2) on BUD as well, which is refused. */
const cases: readonly Case[] = [
  { by: 'VN', opened: 0, acknowledged: 2, decided: 10, delivered: 20 },
  { by: 'VN', opened: 0, acknowledged: 2, decided: 10, delivered: 30 },
  { by: 'VN', opened: 0, acknowledged: 4, decided: 20, delivered: 48 },
  { by: 'VN', opened: 0, acknowledged: 8, decided: 10, refused: [dual] },
  { by: 'VN', opened: 0, decided: 20, refused: [dual, minor] },
  { by: 'VN', opened: 0, decided: 20, refused: [dual, minor] },
  { by: 'VN', opened: 0, decided: 30, refused: [dual, minor] },
  { by: 'AZ', opened: 48, acknowledged: 50, decided: 58, delivered: 68 },
  { by: 'AZ', opened: 48, acknowledged: 50, decided: 58, delivered: 68 },
  { by: 'AZ', opened: 48, acknowledged: 50, decided: 58, delivered: 68 },
]

interface Group {
  readonly values: readonly string[] | null
  readonly requests: unknown
  readonly measures: unknown
  readonly acknowledged: unknown
  readonly delivered: unknown
  readonly outcomes: Readonly<Record<string, unknown>>
  readonly grounds: Readonly<Record<string, unknown>>
  readonly times: Readonly<Record<'acknowledge' | 'decide' | 'deliver', object | null>>
}

/** A group as it should be told. Times as how many, half within, nine tenths within; null: not told. */
function group(
  values: readonly string[],
  [requests, acknowledged, measures, granted, refused, delivered]: readonly number[],
  grounds: Readonly<Record<string, number>>,
  [acknowledge, decide, deliver]: readonly (readonly [number, number, number | null] | null)[],
): Group {
  const spread = (one: readonly [number, number, number | null] | null = null): object | null =>
    one === null ? null : { count: one[0], medianHours: one[1], p90Hours: one[2] }
  return {
    ...{ values, requests, measures, acknowledged, delivered, grounds },
    outcomes: { granted, partly: 0, refused, ended: 0, open: 0 },
    times: { acknowledge: spread(acknowledge), decide: spread(decide), deliver: spread(deliver) },
  }
}

const total = group([], [10, 7, 13, 6, 7, 6], { [minor]: 3, [dual]: 7 }, [
  // 2 2 2 2 2 4 8; 10 nine times, 20 three times, 30; 20 four times, 30, 48
  [7, 2, 8],
  [13, 10, 20],
  [6, 20, 48],
])
const ofVn = (...values: string[]): Group =>
  group(
    values,
    [7, 4, 7, 3, 4, 3],
    { [minor]: 3, [dual]: 4 },
    // 2 2 4 8; 10 10 10 20 20 20 30; 20 30 48
    [
      [4, 3, null],
      [7, 20, 30],
      [3, 30, null],
    ],
  )
const ofAz = (...values: string[]): Group =>
  group(
    values,
    [3, 3, 6, 3, 3, 3],
    { [minor]: 0, [dual]: 3 },
    // 2 2 2; 10 six times; 20 20 20
    [
      [3, 2, null],
      [6, 10, 10],
      [3, 20, null],
    ],
  )
/** What AZ asked for beside the stored data. */
const ofSubscriber = (...values: string[]): Group =>
  group(values, [3, 3, 3, 0, 3, 0], { [minor]: 0, [dual]: 3 }, [[3, 2, null], [3, 10, null], null])
const ofStored = (...values: string[]): Group =>
  group(
    values,
    [10, 7, 10, 6, 4, 6],
    { [minor]: 3, [dual]: 4 },
    // As all of them; 10 six times, 20 three times, 30; as all of them
    [
      [7, 2, 8],
      [10, 10, 20],
      [6, 20, 48],
    ],
  )

describe('the numbers of statistics, of a few requests of which all times are known', () => {
  let world: ClockedWorld
  let az: WorldState & { close(): Promise<void> }
  before(async () => {
    const validFrom = new Date(begin - 24 * hourMs)
    world = await clockedStates(new Date(begin), validFrom, {
      more: () =>
        Promise.resolve({ api: { host: '127.0.0.1', port: 0 }, desk: { host: '127.0.0.1', port: 0 } }),
    })
    const { clockFile } = world
    const authorities = [authority('az.ppo')]
    az = await thirdState(world, { state: 'AZ', authorities }, { clockFile, validFrom })
    await live()
  })
  after(async () => {
    await az.close()
    await world.close()
  })

  const authorityOf = (by: Case['by']): string => (by === 'VN' ? 'vn.spp' : 'az.ppo')
  const stateOf = (by: Case['by']): WorldState => (by === 'VN' ? world.asking : az)

  /** Does at each hour what is done then, and goes on when both nodes have it. */
  async function live(): Promise<void> {
    const records = cases.map((one) => ({ one, request: crypto.randomUUID(), said: 0 }))
    const hours = new Set(
      cases.flatMap(({ opened, acknowledged = 0, decided, delivered = 0 }) => [
        ...[opened, acknowledged, decided, delivered],
      ]),
    )
    for (const hour of [...hours].sort((a, b) => a - b)) {
      await comeToRest([az.node])
      await world.setClock(new Date(begin + hour * hourMs))
      await listsInForce()
      for (const kind of ['opened', 'acknowledged', 'decided', 'delivered'] as const) {
        const now = records.filter(({ one }) => one[kind] === hour)
        await Promise.all(now.map(async (record) => await act(kind, record)))
      }
    }
  }

  async function act(
    kind: 'opened' | 'acknowledged' | 'decided' | 'delivered',
    record: { readonly one: Case; readonly request: string; said: number },
  ): Promise<void> {
    const { one, request } = record
    const [from, to] = [authorityOf(one.by), 'qa.pp']
    const { refused } = one
    const answer = { from: to, to: from }
    const m1 = refused === undefined ? granted('m1') : refusal('m1', refused)
    if (kind === 'opened')
      await say(world, stateOf(one.by), request, 'request', { from, to, body: asked(one) })
    else if (kind === 'acknowledged')
      await say(world, world.answering, request, 'acknowledgement', {
        ...answer,
        body: { ownReference: 'QA-1' },
      })
    else if (kind === 'decided') {
      const outcomes = one.by === 'VN' ? [m1] : [m1, refusal('m2', [dual])]
      await say(world, world.answering, request, 'decision', { ...answer, body: { outcomes } })
    } else
      await say(world, world.answering, request, 'delivery', {
        ...answer,
        body: { outcomes: [delivered('m1')] },
      })
    record.said += 1
    for (const state of [stateOf(one.by), world.answering])
      await until(`${state.state} has ${record.said} messages`, async () => {
        const row = await findRequest(state.node.node.db, request)
        return row?.sequence === record.said
      })
  }

  /** After a leap in the calendar each node issues its lists anew, and has those of its peers. */
  async function listsInForce(): Promise<void> {
    const states = [world.asking, world.answering, az]
    const now = world.answering.node.node.now().getTime()
    await until('the lists of all peers are in force', () =>
      states.every(({ node: { node } }) =>
        node.trust.peers.every((peer) => Date.parse(node.trust.peer(peer)?.list.nextUpdate ?? '') > now),
      ),
    )
  }

  const time = ['--from', '2027-03-01', '--until', '2027-05-01', '--small', '3', '--as', 'Example-Auditor']
  const drawn = async (...words: string[]) => {
    const { json, code, beside } = await run(world.answering, 'statistics', ...time, ...words, '--json')
    assert.equal(code, 0, beside)
    return json as unknown as { readonly total: Group; readonly groups: readonly Group[] | null }
  }

  it('are right for the whole: how many, how fast, decided how, refused on which grounds', async () => {
    const { total: whole } = await drawn()
    assert.deepEqual(whole, total)
  })

  it('are right by peer, month and side', async () => {
    const byPeer = await drawn('--by', 'peer')
    assert.deepEqual(byPeer.groups, [ofAz('AZ'), ofVn('VN')])
    assert.deepEqual(byPeer.total, total)
    assert.deepEqual((await drawn('--by', 'month')).groups, [ofVn('2027-03'), ofAz('2027-04')])
    assert.deepEqual((await drawn('--by', 'side')).groups, [{ ...total, values: ['answered'] }])
    assert.deepEqual((await drawn('--by', 'peer,month')).groups, [
      ofAz('AZ', '2027-04'),
      ofVn('VN', '2027-03'),
    ])
  })

  it('are right by measure and basis, where one request counts in each group in which it has a measure', async () => {
    const parts = [ofStored('stored-data'), ofSubscriber('subscriber-information')]
    assert.deepEqual((await drawn('--by', 'measure')).groups, parts)
    assert.deepEqual((await drawn('--by', 'basis')).groups, [ofSubscriber('BUD'), ofStored('UNCC')])
    const both = (await drawn('--by', 'peer,measure')).groups
    assert.deepEqual(
      both?.map(({ values, requests, measures }) => [values, requests, measures]),
      [
        [['AZ', 'stored-data'], 3, 3],
        [['AZ', 'subscriber-information'], 3, 3],
        [['VN', 'stored-data'], 7, 7],
      ],
    )
  })

  it('are of the requests that were opened in the time that is asked about', async () => {
    const period = (from: string, until: string): string[] => ['--from', from, '--until', until]
    assert.deepEqual((await drawn(...period('2027-03-01', '2027-04-01'))).total, ofVn())
    const ofApril = { ...ofAz(), grounds: { [dual]: 3 } }
    assert.deepEqual((await drawn(...period('2027-04-01', '2027-05-01'))).total, ofApril)
    assert.equal((await drawn(...period('2027-04-02', '2027-05-01'))).total.requests, 0)
  })

  it('that are small are told by nothing: neither by themselves, nor by what is left of a sum', async () => {
    const { total: whole, groups } = await drawn('--small', '5', '--by', 'peer')
    // Three were not acknowledged, so it is not told how many were; of the grounds one was named three times.
    assert.deepEqual([whole.requests, whole.acknowledged, whole.times.acknowledge], [10, '…', null])
    assert.deepEqual(whole.grounds, { [minor]: '<5', [dual]: 7 })
    assert.deepEqual([whole.outcomes.granted, whole.outcomes.refused, whole.delivered], [6, 7, 6])
    // AZ has three; without VN its number would be what is left of ten.
    assert.deepEqual(
      groups?.map(({ values, requests, measures, times }) => [values, requests, measures, times.decide]),
      [
        [['AZ'], '<5', null, null],
        [['VN'], '…', null, null],
        [null, 10, 13, whole.times.decide],
      ],
    )
  })

  it('are not told at all where all together are few', async () => {
    const april = ['--from', '2027-04-01', '--until', '2027-05-01', '--small', '4', '--by', 'measure']
    const { total: whole, groups } = await drawn(...april)
    assert.deepEqual([whole.requests, whole.measures, whole.times.decide, groups], ['<4', null, null, []])
  })

  it('are the same over HTTP and on the page', async () => {
    const made = [
      'token',
      'make',
      '--name',
      'court-of-audit',
      '--scope',
      'audit',
      '--as',
      'Example-Administrator',
    ]
    const token = (await run(world.answering, ...made)).out
    const question = new URLSearchParams({ from: '2027-03-01', until: '2027-05-01', small: '3', by: 'peer' })
    const response = await fetch(
      `${world.answering.node.apiUrl ?? ''}${apiPaths.statistics}?${question.toString()}`,
      {
        headers: { authorization: `Bearer ${token}` },
      },
    )
    const answered = (await response.json()) as { readonly total: Group; readonly groups: readonly Group[] }
    assert.deepEqual([answered.total, answered.groups], [total, [ofAz('AZ'), ofVn('VN')]])
    const auditor = await signedIn(world.answering, ['auditor'])
    const { text: page } = await auditor.get(`/check/statistics?asked=yes&${question.toString()}`)
    const rows = [...page.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row = '']) =>
      [...row.matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/gs)].map(([, cell = '']) => cell.replace(/<[^>]*>/g, '')),
    )
    for (const row of [
      ['Group Azerbaijan', 'Requests 3', 'Acknowledged 3', 'Measures 6', 'Delivered 3'],
      ['Group Viet Nam', 'Requests 7', 'Acknowledged 4', 'Measures 7', 'Delivered 3'],
    ])
      assert.ok(
        rows.some((one) => row.every((cell, at) => cell.replace(' ', '') === one[at])),
        `${row.join(' ')} is not in ${JSON.stringify(rows)}`,
      )
    const median = rows.find(
      (one) => one.includes('GroupViet Nam') && one.some((cell) => cell.endsWith('20')),
    )
    assert.ok(
      median?.some((cell) => cell.endsWith('30')),
      JSON.stringify(median),
    )
  })
})

function asked({ by }: Case): object {
  const stored = { id: 'm1', kind: 'stored-data' }
  const subscriber = { id: 'm2', kind: 'subscriber-information', basis: 'l2' }
  return requestBody(by === 'VN' ? [stored] : [stored, subscriber])
}

const granted = (measure: string) => ({ measure, outcome: 'granted' })

function refusal(measure: string, codes: readonly string[]) {
  return { measure, outcome: 'refused', grounds: codes.map((code) => ({ code })), reasons: text }
}

function delivered(measure: string) {
  const result = resultExample('stored-data')
  return { measure, outcome: 'delivered', exhibits: [], complete: true, final: true, result }
}
