import assert from 'node:assert/strict'
import { hintsOf } from '../../src/cli/reviewing.ts'
import { readStatistics } from '../../src/exchange/review/readStatistics.ts'
import { type ReviewedWorld, day, reviewedWorld } from '../support/reviewedWorld.ts'
import { agreed, logOf, opened, say } from '../support/talk.ts'
import { type World, until } from '../support/world.ts'
import { type Ran, run } from './commandLine.ts'

interface Missed {
  readonly request: { readonly id: string; readonly peer: string }
  readonly clock: string
  readonly owedBy: readonly { readonly side: string; readonly state: string }[]
  readonly settled: { readonly how: string; readonly type: string } | null
  readonly lateByMs: number
  readonly noted: number | null
}

interface Refusal {
  readonly request: { readonly id: string }
  readonly by: { readonly state: string }
  readonly lack: string
  readonly reasonsCame: { readonly sequence: number } | null
}

describe('what an auditor asks of the records', () => {
  let reviewed: ReviewedWorld
  let world: World
  let late: string
  let refused: string
  before(async () => {
    reviewed = await reviewedWorld()
    ;({ world, late, refused } = reviewed)
  })
  after(() => reviewed.close())

  const ask = async (...words: string[]): Promise<Ran> =>
    await run(world.asking, ...words, '--as', 'Example-Auditor')

  it('tells which deadline was missed, by which State, by how much, and where the log notes it', async () => {
    const { json, beside } = await ask('log', 'missed', '--json')
    const [missed, ...others] = json.missed as Missed[]
    assert.ok(missed !== undefined, beside)
    assert.deepEqual(others, [])
    assert.deepEqual([missed.request.id, missed.request.peer, missed.clock], [late, 'QA', 'ACK_TARGET'])
    assert.deepEqual(missed.owedBy, [{ side: 'requested', state: 'QA' }])
    assert.deepEqual([missed.settled?.how, missed.settled?.type], ['late', 'acknowledgement'])
    assert.ok(missed.lateByMs > 0.9 * day && missed.lateByMs < 1.2 * day, String(missed.lateByMs))
    assert.ok(missed.noted !== null)
    const at = await ask('log', 'read', '--first', String(missed.noted), '--json')
    assert.equal((at.json.entries as { event: string }[])[0]?.event, 'clock.ranOut')
    const { out } = await ask('log', 'missed')
    assert.match(
      out,
      /ACK_TARGET.*owed by QA \(requested\); late .* hours after it: message 2, acknowledgement of QA/,
    )
    const before = await ask('log', 'missed', '--until', '2027-03-02', '--json')
    assert.deepEqual(before.json.missed, [])
    assert.deepEqual((await ask('log', 'missed', '--peer', 'FR', '--json')).json.missed, [])
    const none = 'Nothing in this log is with a State "Qatar". The peers of this node are: QA.'
    for (const [question, nothing] of [
      ['missed', '0 missed deadlines'],
      ['unreasoned', '0 refusals without reasons'],
    ] as const) {
      const inVain = ['log', question, '--peer', 'Qatar']
      assert.equal((await ask(...inVain)).out, `${nothing}\n${none}`)
      assert.equal((await ask(...inVain, '--csv')).beside, none)
      assert.deepEqual((await ask(...inVain, '--json')).json.hints, [none])
      assert.deepEqual((await ask('log', question, '--peer', 'QA', '--json')).json.hints, [])
    }
    assert.match((await ask('log', 'missed', '--csv')).out, /^"reference","request".*\r\n"VN-DEMO-1",/)
    assert.equal((await ask('log', 'missed', '--after', 'x')).code, 64)
    assert.equal((await ask('log', 'missed', '--peer', '')).code, 64)
  })

  it('refuses a time that ends before it begins, as it would seem that nothing was missed', async () => {
    for (const question of ['missed', 'unreasoned']) {
      const { code, json } = await ask(
        'log',
        question,
        '--from',
        '2027-04-01',
        '--until',
        '2027-03-01',
        '--json',
      )
      assert.deepEqual([code, json.code], [64, 'WRONG_USE'])
      assert.match(String(json.message), /--until must be after --from/)
    }
  })

  it('tells beside lines that there are more of them, whatever they are shown as', () => {
    const next = crypto.randomUUID()
    assert.deepEqual(hintsOf({ lines: [], erased: 2, hints: ['known'], next }), [
      '2 records erased: of these, nothing is known any more',
      'known',
      `There are more: --after ${next}`,
    ])
    assert.deepEqual(hintsOf({ lines: [], erased: 0, hints: [], next: null }), [])
  })

  it('tells which refusal only repeats its ground', async () => {
    const { json, beside } = await ask('log', 'unreasoned', '--json')
    const [one, ...others] = json.refusals as Refusal[]
    assert.ok(one !== undefined, beside)
    assert.deepEqual(others, [])
    assert.deepEqual(
      [one.request.id, one.by.state, one.lack, one.reasonsCame],
      [refused, 'QA', 'onlyCode', null],
    )
    assert.match(
      (await ask('log', 'unreasoned')).out,
      /reasons that only repeat the ground; no reasons came later/,
    )
  })

  it('answers where a record was erased, and says that it tells nothing any more', async () => {
    const gone = await opened(world)
    await agreed(world, gone, 1)
    await say(world, world.asking, gone, 'withdraw')
    await agreed(world, gone, 2)
    const order = ['--ground', 'an order', '--court-order', '--as', 'Example-C', '--approved-by', 'Example-D']
    const erased = await run(world.asking, 'erase', gone, ...order, '--json')
    assert.equal(erased.code, 0, erased.beside)
    for (const [question, member] of [
      ['missed', 'missed'],
      ['unreasoned', 'refusals'],
    ] as const) {
      const { json, code, beside } = await ask('log', question, '--json')
      assert.deepEqual([code, json.erased, (json[member] as unknown[]).length], [0, 1, 1], beside)
      assert.match((await ask('log', question)).out, /^1 record erased: of these, nothing/m)
      // A table has no place for it.
      assert.match((await ask('log', question, '--csv')).beside, /^1 record erased: of these, nothing/m)
    }
    assert.equal((await ask('log', 'missed', '--request', gone, '--json')).json.erased, 1)
    const time = ['--from', '2027-03-01', '--until', '2027-04-01']
    assert.equal((await ask('statistics', ...time, '--json')).code, 0)
  })

  it('counts, tells nothing of fewer than five, and what was drawn is in the log', async () => {
    const time = ['--from', '2027-03-01', '--until', '2027-04-01']
    const few = await ask('statistics', ...time, '--by', 'peer', '--json')
    assert.equal((few.json.total as { requests: unknown }).requests, '<5')
    assert.deepEqual(few.json.groups, [])
    await Promise.all(Array.from({ length: 3 }, () => opened(world)))
    const { json, beside } = await ask('statistics', ...time, '--by', 'peer,side', '--json')
    const group = (json.groups as { values: unknown; requests: unknown; outcomes: object }[])[0]
    assert.deepEqual([group?.values, group?.requests], [['QA', 'asked'], 5], beside)
    assert.ok(!JSON.stringify(group?.outcomes).includes('1'), JSON.stringify(group))
    assert.match((await ask('statistics', ...time, '--csv')).out, /^"group","requests".*\r\n"all","5"/)
    assert.match((await ask('statistics', ...time)).out, /All: 5 requests with 5 measures/)
    assert.equal((await ask('statistics', ...time, '--by', 'person')).code, 64)
    assert.equal((await ask('statistics', ...time, '--small', '2')).code, 64)
    assert.equal((await ask('statistics', '--from', '2027-04-01', '--until', '2027-03-01')).code, 64)
    const { node } = world.asking.node
    const period = { from: new Date('2027-03-01'), until: new Date('2027-04-01') }
    const reader = { person: 'Example-Auditor', role: 'auditor', authority: 'vn.spp' }
    const many = await readStatistics(node, { ...period, by: ['peer'], small: 5 }, reader, 0)
    assert.deepEqual(many, { ok: false, code: 'TOO_MANY_GROUPS' })
    const drawn = (await logOf(world.asking.node.node.db)).filter(({ evt }) => evt === 'statistics.read')
    assert.equal(drawn.length, 5)
    // The small numbers that are not told do not stand in the log either, open or behind a commitment.
    assert.ok(drawn.every(({ count }) => count === undefined))
    let told: readonly { details: object }[] = []
    await until('all of them have their place', async () => {
      const { json } = await ask('log', 'read', '--event', 'statistics.read', '--json')
      told = json.entries as { details: object }[]
      return told.length === 5
    })
    for (const { details } of told) assert.deepEqual(Object.keys(details), ['query'])
  })
})
