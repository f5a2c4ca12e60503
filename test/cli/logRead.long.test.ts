import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { hostname, tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { csvOf } from '../../src/exchange/shown/csv.ts'
import { agreed, opened, say } from '../support/talk.ts'
import { eventsOf } from '../support/twoSides.ts'
import { start } from '../support/backup.ts'
import { heldSequencer } from '../support/heldSequencer.ts'
import { type World, twoStates, until } from '../support/world.ts'
import { type Ran, run } from './commandLine.ts'

interface Line {
  readonly index: number
  readonly time: string
  readonly event: string
  readonly peer?: string
  readonly type?: string
  readonly place?: number
  readonly request: { readonly id: string; readonly reference: string } | null
  readonly actor: { readonly person: string; readonly role?: string; readonly from?: unknown } | null
  readonly details: Readonly<Record<string, unknown>> | null
  readonly erased: boolean
}

/** The cells of a CSV (RFC 4180) in which every cell is quoted. */
function cellsIn(csv: string): string[][] {
  return csv
    .split('\r\n')
    .filter((row) => row !== '')
    .map((row) =>
      [...row.matchAll(/"((?:[^"]|"")*)"(?:,|$)/g)].map(([, cell = '']) => cell.replaceAll('""', '"')),
    )
}

describe('the trail by the command', () => {
  let world: World
  let request: string
  let other: string
  before(async () => {
    world = await twoStates()
    request = await opened(world)
    other = await opened(world)
    await say(world, world.asking, request, 'status-request', {
      people: { officer: '=HYPERLINK("http://example.org")' },
    })
    await agreed(world, request, 2)
    await run(world.asking, 'show', request, '--as', 'Example-Reader')
    await placed()
  })
  after(() => world.close())

  const placed = async (): Promise<void> =>
    await until('all has its place', async () => {
      const pending = await world.asking.node.node.db.selectFrom('audit_pending').selectAll().execute()
      return pending.length === 0
    })
  const read = async (...words: string[]): Promise<Ran> =>
    await run(world.asking, 'log', 'read', '--as', 'Example-Auditor', ...words)
  const linesOf = async (...words: string[]): Promise<Line[]> => {
    const { code, json, beside } = await read('--json', ...words)
    assert.equal(code, 0, beside)
    return json.entries as Line[]
  }

  it('tells who has read a case, and what a person did', async () => {
    const readers = await linesOf('--request', request, '--event', 'case.read')
    assert.deepEqual(
      readers.map(({ event, actor, request: about }) => [event, actor?.person, about?.id]),
      [['case.read', 'Example-Reader', request]],
    )
    const done = await linesOf('--person', 'Example-Reader')
    assert.deepEqual(new Set(done.map(({ event }) => event)), new Set(['case.read']))
    assert.deepEqual(await linesOf('--person', 'Nobody'), [])
  })

  it('tells who took a case away, alone or with all others, who saw it in a list, and who asked the log of it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rogatory-taken-'))
    const takes = async (person: string, command: string, ...words: string[]): Promise<void> => {
      const { code, beside } = await run(world.asking, command, ...words, '--as', person)
      assert.equal(code, 0, beside)
    }
    await takes('Spy-1', 'export', request, '--out', join(folder, 'one'))
    await takes('Spy-2', 'export', '--out', join(folder, 'all'))
    await takes('Spy-3', 'court', request, '--language', 'en', '--out', join(folder, 'case.zip'))
    await takes('Spy-4', 'export', other, '--out', join(folder, 'other'))
    await takes('Spy-5', 'inbox')
    await placed()
    await rm(folder, { recursive: true })
    const personsOf = (lines: readonly Line[]) => lines.map(({ actor }) => actor?.person)
    const taken = ['Example-Reader', 'Spy-1', 'Spy-2', 'Spy-3']
    assert.deepEqual(personsOf(await linesOf('--request', request, '--event', 'case.read')), taken)
    assert.deepEqual(personsOf(await linesOf('--request', request, '--event', 'case')), [...taken, 'Spy-5'])
    assert.deepEqual(personsOf(await linesOf('--request', other, '--event', 'case.read')), ['Spy-2', 'Spy-4'])
    const words = (await read('--person', 'Spy-2', '--event', 'export.made')).out
    assert.match(
      words,
      /\{"count":\d+,"custody":"[a-z]+","scope":\["all"\],"size":\d+\} and 6 digests \(see --json\)$/m,
    )
    assert.doesNotMatch(words, /[0-9a-f]{64}/)
    const [made] = await linesOf('--person', 'Spy-2', '--event', 'export.made')
    assert.match(String(made?.details?.files), /^[0-9a-f]{64}$/)
    assert.ok((await read('--csv', '--person', 'Spy-2')).out.includes(String(made?.details?.files)))
    const all = await linesOf('--request', request)
    for (const event of ['export.made', 'case.listed', 'log.read', 'message.sent'])
      assert.ok(
        all.some((line) => line.event === event),
        event,
      )
  })

  it('tells from where somebody acted, in words, as a table and as JSON, and nothing of it where that is not known', async () => {
    const here = { by: 'commandLine', host: hostname(), user: userInfo().username }
    const [reading] = await linesOf('--person', 'Example-Reader')
    assert.deepEqual(reading?.actor?.from, here)
    const inWords = `command line of ${here.host}, user ${here.user}`
    const { out } = await read('--person', 'Example-Reader')
    assert.ok(out.includes(`by Example-Reader (officer, vn.spp)  from ${inWords}  about`), out)
    const fromIn = async (...asked: string[]): Promise<unknown> => {
      const [head = [], row = []] = cellsIn(`${(await read('--csv', ...asked)).out}\r\n`)
      return row[head.indexOf('from')]
    }
    assert.equal(await fromIn('--person', 'Example-Reader'), inWords)
    const [sent] = await linesOf('--event', 'message.sent')
    assert.ok(sent?.actor != null && !('from' in sent.actor))
    assert.equal(await fromIn('--event', 'message.sent'), '')
    const alone = await linesOf('--event', 'node')
    assert.ok(alone.length > 0 && alone.every(({ actor }) => actor === null))
  })

  it('tells what went to a State, in the order of the log, and by the beginning of a name of events', async () => {
    const sent = await linesOf('--peer', 'QA', '--event', 'message.sent')
    assert.equal(sent.length, 3)
    assert.ok(sent.every(({ event, peer, erased }) => event === 'message.sent' && peer === 'QA' && !erased))
    const places = (await linesOf('--event', 'message')).map(({ index }) => index)
    assert.deepEqual(
      places,
      [...places].sort((a, b) => a - b),
    )
    assert.ok(places.length > sent.length)
  })

  it('tells of what was sent its type, its place in the record and its request, in words, as a table and as JSON', async () => {
    const asked = ['--request', request, '--peer', 'QA', '--event', 'message.sent']
    const sent = await linesOf(...asked)
    assert.deepEqual(
      sent.map(({ type, place, request: about }) => [type, place, about?.id]),
      [
        ['request', 1, request],
        ['status-request', 2, request],
      ],
    )
    const [head = [], ...rows] = cellsIn(`${(await read('--csv', ...asked)).out}\r\n`)
    const cellsOf = (row: readonly string[]) =>
      ['type', 'place', 'request'].map((name) => row[head.indexOf(name)])
    assert.deepEqual(rows.map(cellsOf), [
      ['request', '1', request],
      ['status-request', '2', request],
    ])
    const { out } = await read(...asked)
    assert.match(
      out,
      new RegExp(`about VN-DEMO-1 \\(${request}\\)  with QA  status-request  message 2$`, 'm'),
    )
  })

  it('tells who asks in vain for a name how others near to it are spelt, and where a range is empty', async () => {
    const hintsOf = async (...words: string[]): Promise<string> => {
      const { json, code } = await read('--json', ...words)
      assert.deepEqual([code, json.entries], [0, []])
      const hints = (json.hints as string[]).join('\n')
      const inWords = await read(...words)
      assert.equal(inWords.out, `0 entries\n${hints}`)
      assert.equal((await read('--csv', ...words)).beside, hints)
      return hints
    }
    await run(world.asking, 'show', request, '--as', 'Trần Đức Mẫu')
    for (let n = 10; n < 30; n += 1) await run(world.asking, 'show', 'NONE', '--as', `Example-Crowd-${n}`)
    await placed()
    for (const asked of ['tran duc mau', 'TRẦN-ĐỨC-MẪU', 'Trần Đức Mẫu'.normalize('NFD'), 'Đức'])
      assert.match(
        await hintsOf('--person', asked),
        /matched exactly\. Near to it are: "Trần Đức Mẫu"\.$/,
        asked,
      )
    assert.match(
      await hintsOf('--person', 'Nobody'),
      /^Nobody has acted here under the name "Nobody"; a name is matched exactly\. No name of somebody who has/,
    )
    assert.match(
      await hintsOf('--person', 'Example-Reader', '--event', 'message'),
      /^Example-Reader has acted here, but by them is nothing that answers the rest of the question\.$/,
    )
    const crowd = await hintsOf('--person', 'crowd')
    assert.equal(crowd.match(/"Example-Crowd-/g)?.length, 10)
    const empty = /The range is empty: 2026-11-14T00:00:00.000Z is not after 2026-11-14T00:00:00.000Z/
    assert.match(await hintsOf('--from', '2026-11-14', '--until', '2026-11-14'), empty)
    assert.deepEqual((await read('--json', '--person', 'Example-Reader')).json.hints, [])
  })

  it('tells who asks in vain for a State that it knows none of that code, and for a time before it began', async () => {
    const hintOf = async (...words: string[]): Promise<string> => (await read(...words)).out
    assert.equal(
      await hintOf('--peer', 'Qatar', '--event', 'message.sent'),
      '0 entries\nNothing in this log is with a State "Qatar". The peers of this node are: QA.',
    )
    assert.equal(await hintOf('--peer', 'QA', '--event', 'record.erased'), '0 entries')
    assert.match(
      await hintOf('--from', '2020-11-14T20:00:00Z', '--until', '2020-11-15T06:00:00Z'),
      /^0 entries\nThis log begins at [0-9TZ:.-]+: of the time before it can tell nothing\.$/,
    )
  })

  it('tells of a night, and goes on behind a place', async () => {
    const all = await linesOf()
    const [, second, third] = all
    assert.ok(second !== undefined && third !== undefined)
    assert.deepEqual((await linesOf('--first', String(third.index)))[0]?.index, third.index)
    const since = await linesOf('--from', third.time)
    assert.ok(
      since.every(({ time }) => time >= third.time) && since.some(({ index }) => index === third.index),
    )
    const before = await linesOf('--until', third.time)
    assert.ok(before.length > 0 && before.every(({ time }) => time < third.time))
    assert.deepEqual(await linesOf('--until', '2020-01-01'), [])
  })

  it('says in the log who has read it, and what was asked', async () => {
    const before = (await eventsOf(world.asking)).filter((event) => event === 'log.read').length
    await linesOf('--person', 'Example-Reader')
    await placed()
    const readings = await linesOf('--event', 'log.read')
    assert.ok(readings.length > before)
    const last = readings.at(-1)
    assert.equal(last?.actor?.person, 'Example-Auditor')
    assert.match(String(last.details?.query), /"person":"Example-Reader"/)
  })

  it('attack 51: is a table in which nothing is a formula to any program', async () => {
    const { code, out } = await read('--csv', '--event', 'message.sent')
    assert.equal(code, 0)
    const [head = [], ...rows] = cellsIn(`${out}\r\n`)
    assert.deepEqual(head.slice(0, 4), ['index', 'time', 'event', 'person'])
    assert.ok(rows.every((row) => row.length === head.length))
    const persons = rows.map((row) => row[3])
    assert.ok(persons.includes(`'=HYPERLINK("http://example.org")`), persons.join())
    for (const text of [
      '=1+1',
      '+1',
      '-1',
      '@x',
      '\t=1',
      '\r=1',
      '\n=1',
      ' =1',
      '\u200b=1',
      '＝1',
      '|x',
      '%0A',
    ]) {
      const guarded = `'${text.replace(/^[\t\r\n|]/, "$&'").replace("|'x", '|x')}`
      assert.equal(csvOf([[text]]), `"${guarded}"\r\n`, JSON.stringify(text))
    }
    for (const text of ['', 'a=b', 'Trần, "B"', 'line\nline', '2026-11-26']) {
      assert.equal(csvOf([[text]]), `"${text.replaceAll('"', '""')}"\r\n`)
    }
  })

  it('is read in words as well, and refuses what it cannot understand', async () => {
    const { out } = await read('--request', request, '--event', 'case.read')
    assert.match(
      out,
      /case\.read {2}by Example-Reader \(officer, .*\) {2}from command line .* {2}about VN-DEMO-1/,
    )
    for (const words of [
      ['--event', 'nothing.such'],
      ['--from', 'yesterday'],
      ['--from', '2026-13-01'],
      ['--until', '2026-11-14T20:00:00'],
      ['--first', '-1'],
      ['--peer', ''],
    ]) {
      assert.equal((await read(...words)).code, 64, words.join(' '))
    }
    assert.equal(
      (await read('--request', 'NO-SUCH-REFERENCE')).json.code ?? 'REQUEST_UNKNOWN',
      'REQUEST_UNKNOWN',
    )
  })

  it('says how many entries wait for a place in the log and are not in the answer', async () => {
    await placed()
    const waited = await heldSequencer(world.asking, async () => {
      await run(world.asking, 'show', request, '--as', 'Example-Waiting')
      return {
        json: (await read('--json', '--person', 'Example-Waiting')).json,
        out: (await read('--person', 'Example-Waiting', '--event', 'case')).out,
        csv: await read('--csv', '--event', 'node.started'),
        missed: (await run(world.asking, 'log', 'missed', '--json', '--as', 'Example-Auditor')).json,
        checked: await run(world.asking, 'log', 'check', '--as', 'Example-Auditor'),
      }
    })
    const { json, out, csv, missed, checked } = waited
    assert.deepEqual([json.entries, json.waiting], [[], 1])
    const alone = '1 entry waits for a place in the log and is not in this answer'
    const [known = '', hint = ''] = json.hints as string[]
    assert.equal(
      known,
      'Example-Waiting has acted here, but nothing that they did has a place in the log yet.',
    )
    assert.ok(hint.startsWith(alone), hint)
    assert.match(
      out,
      /^0 entries\n.*answers the rest of the question\.\n2 entries wait for a place in the log and are not/,
    )
    assert.match(csv.beside, /^3 entries wait for a place in the log and are not in this answer/)
    assert.match((missed.hints as string[]).join(), /^4 entries wait for a place/)
    assert.match(
      checked.out,
      /^All \d+ entries of the log are as they were signed\.\n5 entries wait for a place/,
    )
    await placed()
    const now = await read('--json', '--person', 'Example-Waiting')
    assert.equal((now.json.entries as Line[]).length, 1)
    assert.deepEqual([now.json.waiting, now.json.hints], [0, []])
  })

  describe('at a node that is stopped', () => {
    before(() => world.asking.node.close())
    after(() => start(world.asking))

    it('answers from all of the log: what waited is given its place before the answer', async () => {
      await run(world.asking, 'show', request, '--as', 'Example-Late')
      assert.deepEqual(
        (await linesOf('--person', 'Example-Late')).map(({ event }) => event),
        ['case.read'],
      )
      // The stop itself, and the question before, have their places too.
      const last = (await linesOf('--event', 'node.stopped', '--event', 'log.read')).slice(-2)
      assert.deepEqual(
        last.map(({ event }) => event),
        ['node.stopped', 'log.read'],
      )
      assert.match(String(last[1]?.details?.query), /Example-Late/)
      const { code, json } = await run(world.asking, 'log', 'check', '--json', '--as', 'Example-Auditor')
      assert.deepEqual([code, json.waiting], [0, 0])
      const [noted] = await linesOf('--first', String(json.size))
      assert.equal(noted?.event, 'log.checked')
    })

    it('balances with a peer that serves, and says so where it does not', async () => {
      const balanced = await run(world.asking, 'balance', 'QA', '--as', 'Example-Balancer')
      assert.equal(balanced.code, 0, balanced.beside)
      await world.answering.node.close()
      try {
        const alone = await run(world.asking, 'balance', 'QA', '--as', 'Example-Alone')
        assert.equal(alone.code, 65)
        assert.match(alone.beside, /the node of QA could not be asked, and must serve for a balance/)
        const [refusal] = await linesOf('--event', 'act.refused', '--person', 'Example-Alone')
        assert.equal(refusal?.actor?.role, 'administrator')
      } finally {
        await start(world.answering)
      }
    })
  })
})
