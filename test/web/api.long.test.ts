import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { csvOf } from '../../src/exchange/shown/csv.ts'
import { refusalCodes } from '../../src/message/refusal.ts'
import { openApiDocument } from '../../src/web/openapi/document.ts'
import { apiPaths } from '../../src/web/paths.ts'
import { run } from '../cli/commandLine.ts'
import { answerChecks } from '../support/documentChecks.ts'
import { heldSequencer } from '../support/heldSequencer.ts'
import { type ReviewedWorld, reviewedWorld } from '../support/reviewedWorld.ts'
import { agreed, logOf, say } from '../support/talk.ts'
import { type World, until } from '../support/world.ts'
import { tablesWith } from '../support/tablesWith.ts'

interface Problem {
  readonly status: number
  readonly code?: string
  readonly detail?: string
  readonly expected?: readonly string[]
}

type Query = [string, string][] | Record<string, string>

const formula = '=HYPERLINK("http://example.org")'
const march = { from: '2027-03-01', until: '2027-04-01' }

describe('the questions of an auditor over HTTP', () => {
  let reviewed: ReviewedWorld
  let world: World
  let token: string
  const told: string[] = []
  before(async () => {
    const note = (fields: object, text: string): void => void told.push(`${text} ${JSON.stringify(fields)}`)
    reviewed = await reviewedWorld({
      log: { info: note, warn: note, error: note },
      more: () => Promise.resolve({ api: { host: '127.0.0.1', port: 0 } }),
    })
    ;({ world } = reviewed)
    token = await made('court-of-audit')
    await say(world, world.asking, reviewed.late, 'status-request', { people: { officer: formula } })
    await agreed(world, reviewed.late, 3)
    await placed()
  })
  after(() => reviewed.close())

  const answerOf = answerChecks(openApiDocument().document)
  const shapes: Readonly<Record<string, string>> = {
    [apiPaths.entries]: 'LogEntries',
    [apiPaths.missedDeadlines]: 'MissedDeadlines',
    [apiPaths.refusalsWithoutReasons]: 'UnreasonedRefusals',
    [apiPaths.statistics]: 'Statistics',
  }
  const made = async (name: string): Promise<string> => {
    const words = ['token', 'make', '--name', name, '--scope', 'audit', '--as', 'Example-Administrator']
    return (await run(world.asking, ...words)).out
  }
  const placed = async (): Promise<void> => {
    await until('all has its place', async () => {
      const pending = await world.asking.node.node.db.selectFrom('audit_pending').selectAll().execute()
      return pending.length === 0
    })
  }
  const urlOf = (path: string, question: Query = {}): string =>
    `${world.asking.node.apiUrl ?? ''}${path}?${new URLSearchParams(question).toString()}`
  const asked = async (
    path: string,
    question: Query = {},
    headers: Record<string, string> = {},
  ): Promise<Response> =>
    await fetch(urlOf(path, question), { headers: { authorization: `Bearer ${token}`, ...headers } })
  const answered = async (path: string, question: Query = {}) => {
    const response = await asked(path, question)
    assert.equal(response.status, 200, await response.clone().text())
    const answer = (await response.json()) as Record<string, unknown>
    answerOf(shapes[path] ?? '')(answer)
    return answer
  }
  const problemOf = async (response: Response): Promise<Problem> => {
    assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/)
    assert.equal(response.headers.get('cache-control'), 'no-store')
    const problem = (await response.json()) as Problem
    assert.equal(problem.status, response.status)
    assert.ok(problem.code === undefined || refusalCodes.some((code) => code === problem.code))
    return problem
  }
  const commanded = async (...words: string[]): Promise<Record<string, unknown>> => {
    const { json, code, beside } = await run(world.asking, ...words, '--json')
    assert.equal(code, 0, beside)
    const { ok, ...rest } = json
    assert.equal(ok, true)
    return rest
  }
  const tableOf = async (...words: string[]): Promise<string> =>
    `${(await run(world.asking, ...words, '--csv')).out}\r\n`

  it('are answered as the commands answer them, as JSON and as CSV', async () => {
    const about = { request: reviewed.late, event: 'message', peer: 'QA' }
    const ofTrail = ['log', 'read', '--request', reviewed.late, '--event', 'message', '--peer', 'QA']
    const inMarch = ['--from', march.from, '--until', march.until]
    for (const [path, question, words] of [
      [apiPaths.entries, about, ofTrail],
      [apiPaths.entries, { person: formula }, ['log', 'read', '--person', formula]],
      [
        apiPaths.entries,
        { request: reviewed.late, event: 'case.read' },
        ['log', 'read', '--request', reviewed.late, '--event', 'case.read'],
      ],
      [
        apiPaths.entries,
        { peer: 'QA', event: 'message.sent' },
        ['log', 'read', '--peer', 'QA', '--event', 'message.sent'],
      ],
      [
        apiPaths.entries,
        { from: '2027-03-01T20:00:00Z', until: '2027-03-02T06:00:00Z' },
        ['log', 'read', '--from', '2027-03-01T20:00:00Z', '--until', '2027-03-02T06:00:00Z'],
      ],
      [apiPaths.missedDeadlines, { ...march, peer: 'FR' }, ['log', 'missed', ...inMarch, '--peer', 'FR']],
      [apiPaths.missedDeadlines, { ...march, peer: 'QA' }, ['log', 'missed', ...inMarch, '--peer', 'QA']],
      [apiPaths.missedDeadlines, { until: '2027-03-02' }, ['log', 'missed', '--until', '2027-03-02']],
      [apiPaths.refusalsWithoutReasons, march, ['log', 'unreasoned', ...inMarch]],
      [
        apiPaths.refusalsWithoutReasons,
        { request: reviewed.refused },
        ['log', 'unreasoned', '--request', reviewed.refused],
      ],
      [
        apiPaths.statistics,
        { ...march, by: 'peer,side', small: '3' },
        ['statistics', ...inMarch, '--by', 'peer,side', '--small', '3'],
      ],
      [apiPaths.statistics, march, ['statistics', ...inMarch]],
    ] as const) {
      assert.deepEqual(await answered(path, question), await commanded(...words), path)
      const response = await asked(path, question, { accept: 'text/csv' })
      assert.equal(response.headers.get('content-type'), 'text/csv; charset=utf-8; header=present')
      assert.equal(response.headers.get('cache-control'), 'no-store')
      assert.equal(await response.text(), await tableOf(...words), path)
    }
  })

  it('find what there is to be found', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rogatory-taken-'))
    const taken = await run(world.asking, 'export', '--out', join(folder, 'all'), '--as', 'Example-Taker')
    assert.equal(taken.code, 0, taken.beside)
    await rm(folder, { recursive: true })
    const { entries } = await answered(apiPaths.entries, { request: reviewed.late, event: 'case.read' })
    assert.deepEqual(
      (entries as { event: string; actor: { person: string } }[]).map(({ event, actor }) => [
        event,
        actor.person,
      ]),
      [['export.made', 'Example-Taker']],
    )
    const { missed } = await answered(apiPaths.missedDeadlines)
    assert.deepEqual(
      (missed as { request: { id: string } }[]).map(({ request }) => request.id),
      [reviewed.late],
    )
    const { refusals } = await answered(apiPaths.refusalsWithoutReasons)
    assert.deepEqual(
      (refusals as { request: { id: string } }[]).map(({ request }) => request.id),
      [reviewed.refused],
    )
    const { total } = await answered(apiPaths.statistics, march)
    assert.equal((total as { requests: unknown }).requests, '<5')
  })

  it('are asked by several events, a time and a place, and by the reference of a request', async () => {
    const { entries } = await answered(apiPaths.entries, [
      ['event', 'message.sent'],
      ['event', 'clock.ranOut'],
    ])
    const lines = entries as { index: number; event: string; time: string }[]
    assert.deepEqual(new Set(lines.map(({ event }) => event)), new Set(['message.sent', 'clock.ranOut']))
    const last = lines.at(-1)
    assert.ok(last !== undefined)
    const behind = await answered(apiPaths.entries, { event: 'message.sent', first: String(last.index + 1) })
    assert.deepEqual(behind, { entries: [], next: null, hints: [], waiting: 0 })
    const since = await answered(apiPaths.entries, { from: last.time, event: 'message.sent' })
    assert.ok((since.entries as { time: string }[]).every(({ time }) => time >= last.time))
    const ambiguous = await problemOf(await asked(apiPaths.entries, { request: 'VN-DEMO-1' }))
    assert.deepEqual([ambiguous.status, ambiguous.code], [409, 'REFERENCE_AMBIGUOUS'])
    assert.deepEqual(ambiguous.expected?.toSorted(), [reviewed.late, reviewed.refused].toSorted())
  })

  it('are told how many entries wait for a place in the log and are not in the answer', async () => {
    await placed()
    const { first, second } = await heldSequencer(world.asking, async () => ({
      first: await answered(apiPaths.entries, { event: 'node.started' }),
      second: await answered(apiPaths.entries, { event: 'node.started' }),
    }))
    assert.deepEqual([first.waiting, first.hints], [0, []])
    assert.equal(second.waiting, 1)
    assert.match(
      (second.hints as string[]).join(),
      /^1 entry waits for a place in the log and is not in this/,
    )
    await placed()
    assert.equal((await answered(apiPaths.entries, { event: 'node.started' })).waiting, 0)
  })

  it('attack 51: are a table in which nothing is a formula to any program', async () => {
    const text = await (
      await asked(apiPaths.entries, { event: 'message.sent' }, { accept: 'text/csv' })
    ).text()
    assert.ok(text.includes(csvOf([[formula]]).trim()), text)
    assert.ok(!text.includes(`,"=`))
  })

  it('are in the log with the name of the token before they are answered', async () => {
    const count = async (event: string): Promise<number> =>
      (await logOf(world.asking.node.node.db)).filter(({ evt }) => evt === event).length
    for (const [path, event] of [
      [apiPaths.entries, 'log.read'],
      [apiPaths.missedDeadlines, 'case.listed'],
      [apiPaths.refusalsWithoutReasons, 'case.listed'],
      [apiPaths.statistics, 'statistics.read'],
    ] as const) {
      const before = await count(event)
      await answered(path, path === apiPaths.statistics ? march : {})
      assert.equal(await count(event), before + 1, path)
    }
    await placed()
    const read = await run(world.asking, 'log', 'read', '--person', 'court-of-audit', '--json')
    const entries = read.json.entries as { actor: unknown; details: { query: string } }[]
    assert.ok(entries.length >= 4)
    for (const { actor, details } of entries) {
      const from = { by: 'network', address: '127.0.0.1' }
      assert.deepEqual(actor, { person: 'court-of-audit', role: 'token', authority: 'vn.spp', from })
      assert.notEqual(details.query, '')
    }
  })

  it('are refused to who has no token, and to who has one that does not count', async () => {
    const { db } = world.asking.node.node
    const [ended, revoked, other] = [await made('ended'), await made('revoked'), await made('other')]
    await sql`update access_token set expires_at = now() where name = 'ended'`.execute(db)
    await sql`update access_token set scopes = '{something}' where name = 'other'`.execute(db)
    await run(world.asking, 'token', 'revoke', '--name', 'revoked')
    const invalid = 'error="invalid_token"'
    for (const [authorization, status, code, challenge] of [
      [undefined, 401, 'TOKEN_MISSING', /^Bearer realm="rogatory"$/],
      ['Basic dXNlcjpwYXNz', 401, 'TOKEN_MISSING', /^Bearer realm="rogatory"$/],
      [`Bearer ${'rogatory_'.padEnd(52, 'A')}`, 401, 'TOKEN_UNKNOWN', new RegExp(invalid)],
      [`Bearer ${token.slice(0, -1)}`, 401, 'TOKEN_UNKNOWN', new RegExp(invalid)],
      [`Bearer ${ended}`, 401, 'TOKEN_EXPIRED', new RegExp(`${invalid}.*time of the token is over`)],
      [`Bearer ${revoked}`, 401, 'TOKEN_REVOKED', new RegExp(`${invalid}.*revoked`)],
      [`Bearer ${other}`, 403, 'TOKEN_SCOPE_MISSING', /error="insufficient_scope".*scope="audit"$/],
    ] as const) {
      const headers = authorization === undefined ? {} : { authorization }
      const response = await fetch(urlOf(apiPaths.entries), { headers })
      assert.match(response.headers.get('www-authenticate') ?? '', challenge)
      const problem = await problemOf(response)
      assert.deepEqual([problem.status, problem.code], [status, code])
    }
    // Two heads could be read in two ways.
    const head = ['Authorization', `Bearer ${token}`]
    const headers = ['Host', 'node', ...head, ...head]
    const status = await new Promise((resolve, reject) => {
      get(urlOf(apiPaths.entries), { headers }, (answer) => resolve(answer.resume().statusCode)).on(
        'error',
        reject,
      )
    })
    assert.equal(status, 401)
    // Not in the address, where it would stand in the logs of proxies; and nothing that there is is told apart.
    for (const url of [urlOf(apiPaths.entries, { access_token: token }), urlOf('/api/v1/nothing')])
      assert.equal((await problemOf(await fetch(url))).code, 'TOKEN_MISSING')
    await placed()
    const { json } = await run(world.asking, 'log', 'read', '--event', 'token.refused', '--json')
    assert.deepEqual(
      (json.entries as { code: string; details: { name?: string } }[]).map(({ code, details }) => [
        code,
        details.name,
      ]),
      [
        ['TOKEN_UNKNOWN', undefined],
        ['TOKEN_UNKNOWN', undefined],
        ['TOKEN_EXPIRED', 'ended'],
        ['TOKEN_REVOKED', 'revoked'],
        ['TOKEN_SCOPE_MISSING', 'other'],
      ],
    )
    const froms = (json.entries as { details: { from?: string } }[]).map(({ details }) => details.from)
    assert.deepEqual(new Set(froms), new Set(['127.0.0.1']))
    const ofOne = await run(world.asking, 'log', 'read', '--person', 'revoked', '--json')
    assert.deepEqual(
      (ofOne.json.entries as { event: string }[]).map(({ event }) => event),
      ['token.refused'],
    )
  })

  it('are in the log with the address from which they came, also those that were refused', async () => {
    await answered(apiPaths.entries, { person: 'nobody-of-that-name' })
    const unknown = await asked(apiPaths.entries, { request: crypto.randomUUID() })
    assert.equal((await problemOf(unknown)).code, 'REQUEST_UNKNOWN')
    await placed()
    const entriesOf = async (event: string) =>
      (await run(world.asking, 'log', 'read', '--person', 'court-of-audit', '--event', event, '--json')).json
        .entries as { actor: { from?: unknown } }[]
    for (const event of ['log.read', 'act.refused'])
      assert.deepEqual(
        (await entriesOf(event)).at(-1)?.actor.from,
        { by: 'network', address: '127.0.0.1' },
        event,
      )
  })

  it('are refused where they say what they may not, by the name of the parameter', async () => {
    const id = crypto.randomUUID()
    for (const [path, question, status, code, detail] of [
      [apiPaths.entries, { persons: 'x' }, 400, 'PARAMETER_UNKNOWN', undefined],
      [apiPaths.missedDeadlines, { first: '0' }, 400, 'PARAMETER_UNKNOWN', undefined],
      [apiPaths.entries, { from: 'yesterday' }, 400, 'PARAMETER_INVALID', 'from'],
      [apiPaths.entries, { from: '2026-02-30' }, 400, 'PARAMETER_INVALID', 'from'],
      [apiPaths.entries, { until: '2026-02-29T20:00:00Z' }, 400, 'PARAMETER_INVALID', 'until'],
      [apiPaths.statistics, { from: '2026-02-01', until: '2026-02-30' }, 400, 'PARAMETER_INVALID', 'until'],
      [apiPaths.entries, { until: '2026-11-14T20:00:00' }, 400, 'PARAMETER_INVALID', 'until'],
      [apiPaths.entries, { from: '2026-11-15', until: '2026-11-14' }, 400, 'PARAMETER_INVALID', 'until'],
      [apiPaths.entries, { event: 'nothing.such' }, 400, 'PARAMETER_INVALID', 'event'],
      [apiPaths.entries, { peer: 'qa' }, 400, 'PARAMETER_INVALID', 'peer'],
      [apiPaths.entries, { first: '-1' }, 400, 'PARAMETER_INVALID', 'first'],
      [apiPaths.entries, { person: 'a\u0000b' }, 400, 'PARAMETER_INVALID', 'person'],
      [apiPaths.entries, { person: 'a'.repeat(301) }, 400, 'PARAMETER_INVALID', 'person'],
      [apiPaths.entries, { request: '' }, 400, 'PARAMETER_INVALID', 'request'],
      [apiPaths.entries, { request: 'NO-SUCH-REFERENCE' }, 404, 'REQUEST_UNKNOWN', undefined],
      [apiPaths.entries, { first: '999999' }, 404, 'PAGE_UNKNOWN', undefined],
      [apiPaths.missedDeadlines, { after: 'x' }, 400, 'PARAMETER_INVALID', 'after'],
      [apiPaths.missedDeadlines, { after: id }, 404, 'PAGE_UNKNOWN', undefined],
      [apiPaths.refusalsWithoutReasons, { after: id }, 404, 'PAGE_UNKNOWN', undefined],
      [apiPaths.refusalsWithoutReasons, { request: id }, 404, 'REQUEST_UNKNOWN', undefined],
      [apiPaths.statistics, {}, 400, 'PARAMETER_MISSING', 'from'],
      [apiPaths.statistics, { from: '2027-03-01' }, 400, 'PARAMETER_MISSING', 'until'],
      [apiPaths.statistics, { ...march, by: 'person' }, 400, 'PARAMETER_INVALID', 'by'],
      [apiPaths.statistics, { ...march, small: '2' }, 400, 'PARAMETER_INVALID', 'small'],
    ] as const) {
      const problem = await problemOf(await asked(path, question))
      const said = JSON.stringify(question)
      assert.deepEqual([problem.status, problem.code], [status, code], said)
      if (code.startsWith('PARAMETER')) assert.equal(problem.detail, detail, said)
    }
    const twice: Query = [
      ['peer', 'QA'],
      ['peer', 'FR'],
    ]
    assert.equal((await problemOf(await asked(apiPaths.entries, twice))).code, 'PARAMETER_INVALID')
    const many = Array.from({ length: 51 }, (): [string, string] => ['event', 'case'])
    assert.equal((await problemOf(await asked(apiPaths.entries, many))).code, 'PARAMETER_INVALID')
    const notText = await fetch(`${urlOf(apiPaths.entries)}person=%ff`, {
      headers: { authorization: `Bearer ${token}` },
    })
    assert.equal((await problemOf(notText)).code, 'PARAMETER_INVALID')
  })

  it('are not at the port that peers reach, nor are its paths here', async () => {
    const headers = { authorization: `Bearer ${token}` }
    for (const path of Object.values(apiPaths))
      assert.equal((await fetch(`${world.asking.node.url}${path}`, { headers })).status, 404)
    for (const path of ['/log/checkpoint', '/health/ready', '/.well-known/rogatory'])
      assert.equal((await asked(path)).status, 404)
  })

  it('leave the token nowhere: not in the log of the program, not in the log of the node, not in an answer', async () => {
    const read = await run(world.asking, 'log', 'read', '--json')
    for (const text of [...told, JSON.stringify(read.json)]) assert.ok(!text.includes(token.slice(9)), text)
    for (const spelt of [token, token.slice(9)])
      assert.deepEqual(await tablesWith(world.asking.node.node.db, spelt), [])
    for (const path of [apiPaths.entries, '/api/v1/nothing'])
      assert.ok(!(await (await asked(path)).text()).includes(token.slice(9)))
  })

  it('are asked no more where the node has stopped', async () => {
    const url = urlOf(apiPaths.entries)
    await world.asking.node.close()
    await assert.rejects(fetch(url))
    await world.asking.restart()
    assert.equal((await asked(apiPaths.entries)).status, 200)
  })
})
