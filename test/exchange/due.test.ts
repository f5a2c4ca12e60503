import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clocksRound } from '../../src/exchange/clocks.ts'
import { type DueCase, listDue, placeInDue } from '../../src/exchange/listDue.ts'
import { type TimedPlace, sayPlace } from '../../src/exchange/review/terms.ts'
import { run } from '../cli/commandLine.ts'
import { agreed, assertReplayed, logOf, opened, say, setClock } from '../support/talk.ts'
import { text } from '../support/bodies.ts'
import { type World, type WorldState, twoStates } from '../support/world.ts'

const day = 86_400_000

describe('what runs out in the requests of a node', () => {
  let folder: string
  let world: World
  const begin = new Date('2027-03-01T08:00:00Z')
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rogatory-due-'))
    const clockFile = join(folder, 'clock')
    await setClock(clockFile, begin)
    world = await twoStates(undefined, undefined, { clockFile, validFrom: new Date(begin.getTime() - day) })
  })
  after(async () => {
    await world.close()
    await rm(folder, { recursive: true })
  })
  afterEach(() => assertReplayed(world))

  const reader = { person: 'Example-Reader', role: 'officer' }
  const dueAt = async (at: WorldState, afterDays: number, beforeDays?: number): Promise<DueCase[]> => {
    const { node } = at.node
    const now = new Date(node.now().getTime() + afterDays * day)
    const authorities = node.trust.own().list.authorities.map(({ id }) => id)
    const before = beforeDays === undefined ? {} : { before: new Date(now.getTime() + beforeDays * day) }
    return await listDue({ ...node, now: () => now }, { authorities, ...before, limit: 100 }, reader)
  }
  const names = (due: readonly DueCase[]) =>
    due.map(({ row, clocks }) => [row.id, clocks.map(({ clock, mark }) => [clock, mark])])

  it('is listed the first first, the same on both sides, with the marks of the day, and the look at it is in the log', async () => {
    const first = await opened(world)
    const second = await opened(world)
    const replyBy = new Date(world.answering.node.node.now().getTime() + 2 * day).toISOString()
    await say(world, world.answering, second, 'information-request', {
      body: {
        items: [{ id: 'q1', question: text }],
        replyBy,
        outcomes: [{ measure: 'a1', outcome: 'asked' }],
      },
    })
    await agreed(world, second, 2)
    for (const at of [world.asking, world.answering]) {
      assert.deepEqual(names(await dueAt(at, 0)), [
        [
          second,
          [
            ['REPLY_BY', 'infoNear'],
            ['ACK_TARGET', null],
          ],
        ],
        [first, [['ACK_TARGET', null]]],
      ])
      assert.deepEqual(names(await dueAt(at, 0, 3)), [[second, [['REPLY_BY', 'infoNear']]]])
      assert.deepEqual(names(await dueAt(at, 8)), [
        [
          second,
          [
            ['REPLY_BY', 'infoOverdue'],
            ['ACK_TARGET', null],
          ],
        ],
        [first, [['ACK_TARGET', 'acknowledgementOverdue']]],
      ])
      const seen = (await logOf(at.node.node.db)).filter(({ evt }) => evt === 'case.listed')
      assert.equal(seen.at(-1)?.count, 2)
    }
  })

  it('warns both authorities of data about to lapse, and is silent once they are held for a decision', async () => {
    const request = await opened(world)
    const now = world.answering.node.node.now().getTime()
    await say(world, world.answering, request, 'preservation-confirm', {
      body: {
        outcomes: [
          {
            measure: 'a1',
            outcome: 'preserved',
            since: new Date(now).toISOString(),
            until: new Date(now + 90 * day).toISOString(),
            result: { kind: 'preservation', kept: text, custodian: 'Mail Limited', reference: 'QA-DEMO-1' },
          },
        ],
      },
    })
    await agreed(world, request, 2)
    const ofIt = async (at: WorldState, days: number) =>
      names(await dueAt(at, days)).filter(([id]) => id === request)
    for (const at of [world.asking, world.answering]) {
      assert.deepEqual(await ofIt(at, 30), [[request, [['PRES_MIN', null]]]])
      assert.deepEqual(await ofIt(at, 77), [[request, [['PRES_MIN', 'expiring']]]])
      assert.deepEqual(await ofIt(at, 91), [[request, [['PRES_MIN', 'lapsedMinimum']]]])
    }
    await say(world, world.asking, request, 'preservation-link', {
      body: { request: '0197b1c0-3f00-7a11-8a11-0123456789a2' },
    })
    await agreed(world, request, 3)
    for (const at of [world.asking, world.answering]) assert.deepEqual(await ofIt(at, 91), [])
  })

  it('has the conditions that end at a date beside the clocks, after the closing too, until they are said to be over', async () => {
    const request = await opened(world)
    const now = world.answering.node.node.now().getTime()
    const dateAfter = (days: number) => new Date(now + days * day).toISOString().slice(0, 10)
    const conditions = [
      { code: 'DELETE_BY', until: dateAfter(400) },
      { code: 'USE_ONLY_STATED', until: dateAfter(500) },
      { code: 'CONFIDENTIAL' },
    ]
    const result = { kind: 'preservation', kept: text, custodian: 'Mail Limited', reference: 'QA-DEMO-2' }
    const [since, until] = [now, now + 90 * day].map((at) => new Date(at).toISOString())
    await say(world, world.answering, request, 'preservation-confirm', {
      body: { outcomes: [{ measure: 'a1', outcome: 'preserved', since, until, result, conditions }] },
    })
    await agreed(world, request, 2)
    await say(world, world.asking, request, 'preservation-release', {
      body: {
        outcomes: [{ measure: 'a1', outcome: 'released', at: since, cause: 'noLongerNeeded' }],
        reasons: text,
      },
    })
    await agreed(world, request, 3)
    const proposed = await say(world, world.asking, request, 'close', {})
    await agreed(world, request, 4)
    await say(world, world.answering, request, 'close', { inReplyTo: proposed.id })
    await agreed(world, request, 5)
    const ofIt = async (at: WorldState, afterDays: number, beforeDays?: number) =>
      (await dueAt(at, afterDays, beforeDays))
        .filter(({ row }) => row.id === request)
        .map(({ clocks, obligations }) => [
          clocks.length,
          obligations.map(({ code, kind, mark }) => [code, kind, mark]),
        ])
    const both = [
      ['DELETE_BY', 'deed', null],
      ['USE_ONLY_STATED', 'limit', null],
    ]
    for (const at of [world.asking, world.answering]) {
      assert.deepEqual(await ofIt(at, 0), [[0, both]])
      assert.deepEqual(await ofIt(at, 0, 100), [])
      assert.deepEqual(await ofIt(at, 0, 402), [[0, both.slice(0, 1)]])
      assert.deepEqual(await ofIt(at, 501), [[0, [['DELETE_BY', 'deed', 'deedOverdue']]]])
      const shown = await run(at, 'due', '--as', 'Example-Reader')
      assert.match(
        shown.out,
        /in \d+ days {2}a1 preservation: Delete by a date, 2028-\d\d-\d\d \(DELETE_BY, deed, UN Convention 36\)/,
      )
    }
    const { node } = world.answering.node
    const later = new Date(now + 402 * day)
    while (await clocksRound({ ...node, now: () => later })) continue
    const passed = (await logOf(node.db)).filter(({ evt }) => evt === 'clock.ranOut').map(({ code }) => code)
    assert.ok(passed.includes('DELETE_BY.deedOverdue'), passed.join(' '))
    await say(world, world.answering, request, 'condition-end', {
      body: { ends: ['DELETE_BY'] },
    })
    await agreed(world, request, 6)
    for (const at of [world.asking, world.answering])
      assert.deepEqual(await ofIt(at, 0), [[0, both.slice(1)]])
  })

  it('is shown by the command, in words and as JSON, page by page', async () => {
    const shown = await run(world.answering, 'due', '--as', 'Example-Reader')
    assert.equal(shown.code, 0, shown.beside)
    assert.match(shown.out, /^3 requests with something that runs out\n/)
    assert.match(shown.out, /in 4[78] hours {2}a1 preservation: Answer \(REPLY_BY, soft, /)
    const soon = await run(world.asking, 'due', '--within', '1', '--json')
    assert.deepEqual([soon.code, soon.json.due, soon.json.next], [0, [], null])
    assert.equal((await run(world.asking, 'due', '--within', 'soon')).code, 64)
    assert.equal((await run(world.asking, 'due', '--after', 'x')).code, 64)
    assert.equal((await run(world.asking, 'due', '--authority', 'zz.none')).code, 64)
    const [first] = await dueAt(world.asking, 0)
    const place = first === undefined ? null : placeInDue(first.row)
    const rest = await run(world.asking, 'due', '--after', place === null ? '' : sayPlace(place), '--json')
    assert.equal((rest.json.due as unknown[]).length, 2)
  })

  it('goes on where the page before ended, though what stood there is due at another time now', async () => {
    const { node } = world.asking.node
    const authorities = node.trust.own().list.authorities.map(({ id }) => id)
    const pageAfter = async (after?: TimedPlace): Promise<readonly DueCase[]> =>
      await listDue(node, { authorities, limit: 1, ...(after === undefined ? {} : { after }) }, reader)
    const [first, second, third] = await dueAt(world.asking, 0)
    assert.ok(first !== undefined && second !== undefined && third !== undefined)
    const place = placeInDue(first.row)
    assert.ok(place !== null)
    for (const moved of [new Date((third.row.due_at?.getTime() ?? 0) + day), null]) {
      const dueAtOf = (due_at: Date | null) =>
        node.db.updateTable('request').set({ due_at }).where('id', '=', first.row.id).execute()
      await dueAtOf(moved)
      const [next] = await pageAfter(place)
      await dueAtOf(first.row.due_at)
      assert.equal(next?.row.id, second.row.id)
    }
  })
})
