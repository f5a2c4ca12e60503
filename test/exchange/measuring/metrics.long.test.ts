import assert from 'node:assert/strict'
import { setTimeout as letPass } from 'node:timers/promises'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { NodeLog } from '../../../src/exchange/node.ts'
import { counters, gauges, histograms } from '../../../src/exchange/measuring/metricNames.ts'
import { measuringLimits } from '../../../src/exchange/measuring/measuringLimits.ts'
import { exposition } from '../../../src/exchange/measuring/prometheus.ts'
import { noteInLog } from '../../../src/exchange/noteInLog.ts'
import { readings } from '../../../src/exchange/measuring/readings.ts'
import { readTraceparent, traceparentOf } from '../../../src/exchange/tracing/trace.ts'
import { watchersFor } from '../../../src/portsWithin.ts'
import { carriers } from '../../support/link.ts'
import { promtoolFor } from './promtool.ts'
import { delivered, opened, say } from '../../support/talk.ts'
import { type World, type WorldState, twoStates, until } from '../../support/world.ts'

const folder = resolve(import.meta.dirname, '../../../docs/monitoring')
const read = (name: string): string => readFileSync(`${folder}/${name}`, 'utf8')

interface Line {
  readonly text: string
  readonly fields: Readonly<Record<string, unknown>>
}

describe('what monitoring is told', () => {
  let world: World
  const lines: Readonly<Record<'asking' | 'answering', Line[]>> = { asking: [], answering: [] }
  const logOf = (side: 'asking' | 'answering'): NodeLog => {
    const note = (fields: Line['fields'], text: string): void => void lines[side].push({ fields, text })
    return { info: note, warn: note, error: note }
  }
  before(async () => {
    const more = () => Promise.resolve({ metrics: { host: '127.0.0.1', port: 0 } })
    world = await twoStates(undefined, undefined, {
      log: logOf('asking'),
      more,
      answering: { log: logOf('answering'), more },
    })
    await opened(world)
    await delivered(world.asking)
  })
  after(() => world.close())

  const textOf = async ({ node }: WorldState): Promise<string> => {
    const answer = await fetch(`${node.metricsUrl}/metrics`)
    assert.equal(answer.status, 200)
    assert.match(answer.headers.get('content-type') ?? '', /^text\/plain/)
    return await answer.text()
  }
  /** Waits until what was read before is not told any more. */
  const fresh = async (of: WorldState, pattern: RegExp): Promise<string> => {
    let text = ''
    await until(`the numbers have ${String(pattern)}`, async () => {
      text = await textOf(of)
      if (pattern.test(text)) return true
      // Who asks without a pause is answered no more.
      await letPass(100)
      return false
    })
    return text
  }

  it('is the text form of Prometheus, with what was counted, read and measured, by peer', async () => {
    const text = await textOf(world.asking)
    assert.match(text, /^rogatory_database_up 1$/m)
    assert.match(text, /^rogatory_messages_waiting\{peer="QA"\} 0$/m)
    assert.match(text, /^rogatory_peer_heard\{peer="QA"\} 1$/m)
    assert.match(text, /^rogatory_circuit_open\{peer="QA"\} 0$/m)
    assert.match(text, /^rogatory_deadlines\{side="ours",kind="legal",standing="missed"\} 0$/m)
    assert.match(text, /^rogatory_key_days_left\{state="VN",use="message"\} [0-9]+$/m)
    assert.match(text, /^rogatory_trust_list_seconds_left\{state="QA",of="peers"\} [0-9.]+$/m)
    assert.match(text, /^rogatory_revocation_list_seconds_left\{state="QA",of="peers"\} [0-9.]+$/m)
    assert.match(text, /^rogatory_trust_list_seconds_left\{state="VN",of="own"\} [0-9.]+$/m)
    assert.match(text, /^rogatory_revocation_list_seconds_left\{state="VN",of="own"\} [0-9.]+$/m)
    assert.match(text, /^rogatory_post_messages_total\{direction="out",outcome="answered"\} [1-9]/m)
    assert.match(text, /^rogatory_job_round_seconds_count\{task="sequence"\} [1-9]/m)
    assert.match(text, /^rogatory_log_size [1-9]/m)
    assert.match(text, /^rogatory_requests_kept_over 0$/m)
    assert.match(text, /^rogatory_requests_kept_over_oldest_seconds 0$/m)
    assert.match(text, /^rogatory_database_connections\{standing="idle"\} [0-9]/m)
    assert.match(text, /^process_cpu_seconds_total [0-9]/m)
    assert.match(
      await textOf(world.answering),
      /^rogatory_post_messages_total\{direction="in",outcome="answered"\} [1-9]/m,
    )
  })

  it('names no request, person or authority, and no series that is not in the list', async () => {
    const text = await textOf(world.asking)
    for (const secret of ['VN-DEMO-1', 'Example-A', 'vn.spp', 'qa.pp'])
      assert.ok(!text.includes(secret), secret)
    assert.doesNotMatch(text, /[0-9a-f]{8}-[0-9a-f]{4}-/)
    const known = new Set([...Object.keys(gauges), ...Object.keys(counters), ...Object.keys(histograms)])
    const named = [...text.matchAll(/^# TYPE (rogatory_\w+)/gm)].map(([, name = '']) => name)
    assert.deepEqual(new Set(named), known)
  })

  it('says what waits for a peer that is away, and since when, and that posts to it fail', async () => {
    world.answering.link.carry = () => Promise.resolve(null)
    try {
      await say(world, world.asking, crypto.randomUUID(), 'request')
      const text = await fresh(world.asking, /^rogatory_messages_waiting\{peer="QA"\} 1$/m)
      assert.match(text, /^rogatory_messages_waiting_oldest_seconds\{peer="QA"\} [0-9.]+$/m)
      await fresh(world.asking, /^rogatory_circuit_failures\{peer="QA"\} [1-9]/m)
      await fresh(world.asking, /^rogatory_post_messages_total\{direction="out",outcome="failed"\} [1-9]/m)
    } finally {
      world.answering.link.carry = carriers.faithfully
    }
    await delivered(world.asking)
  })

  it('says how many entries no witness has cosigned, and how old the first of them is (pain point 13)', async () => {
    world.answering.link.up = false
    try {
      await noteInLog(world.asking.node.node, { event: 'node.stopped' })
      const text = await fresh(world.asking, /^rogatory_log_unwitnessed_entries [1-9]/m)
      assert.match(text, /^rogatory_log_unwitnessed_seconds [0-9.]+$/m)
    } finally {
      world.answering.link.up = true
    }
    await fresh(world.asking, /^rogatory_log_unwitnessed_entries 0$/m)
  })

  it('tells a deadline by the side that owes it, once it is near and once it has passed', async () => {
    const { node } = world.asking.node
    const request = await opened(world)
    const row = await node.db
      .selectFrom('request')
      .select(['due_at'])
      .where('id', '=', request)
      .executeTakeFirstOrThrow()
    assert.ok(row.due_at !== null, 'the request of the tests has a clock')
    const { due_at } = row
    const countedAt = async (at: Date) => {
      const other = Object.assign(Object.create(node) as typeof node, { now: () => at })
      const found = await readings(other, () => 0)()
      return (
        found.found?.deadlines.counts.filter(({ standing }) => standing !== 'atRisk' || at < due_at) ?? []
      )
    }
    const far = await countedAt(new Date(due_at.getTime() - measuringLimits.riskMs - 60_000))
    assert.deepEqual(far, [])
    const near = await countedAt(new Date(due_at.getTime() - 60_000))
    assert.ok(
      near.some(({ standing, side }) => standing === 'atRisk' && side === 'theirs'),
      JSON.stringify(near),
    )
    const passed = await countedAt(new Date(due_at.getTime() + 60_000))
    assert.ok(
      passed.some(({ standing, side }) => standing === 'missed' && side === 'theirs'),
      JSON.stringify(passed),
    )
  })

  it('costs the database no more when it is asked often', async () => {
    const { node } = world.asking.node
    let asked = 0
    const counting = Object.create(node) as typeof node
    Object.defineProperty(counting, 'db', {
      get: () => {
        asked += 1
        return node.db
      },
    })
    let now = 0
    const read = readings(counting, () => now)
    const [first, second] = await Promise.all([read(), read()])
    const once = asked
    assert.ok(once > 0)
    assert.equal(first.found?.at, second.found?.at)
    now = measuringLimits.rememberedMs - 1
    await read()
    assert.equal(asked, once)
    now += 1
    await read()
    assert.ok(asked > once)
  })

  it('makes no series for a code that is not in the list', async () => {
    const { observer, text } = exposition()
    observer.refused('peer', 'RECORD_GAP')
    observer.refused('peer', 'WHATEVER_A_PEER_SAYS')
    const told = await text([])
    assert.match(told, /rogatory_refusals_total\{by="peer",code="RECORD_GAP"\} 1/)
    assert.match(told, /rogatory_refusals_total\{by="peer",code="OTHER"\} 1/)
    assert.doesNotMatch(told, /WHATEVER/)
    // What is not known is not told, for 0 would be an answer.
    assert.doesNotMatch(told, /^rogatory_log_size /m)
  })

  it('is told nothing else at that port, by no other method, and at no other port', async () => {
    const { node } = world.asking
    assert.equal((await fetch(`${node.metricsUrl}/health/live`)).status, 404)
    assert.equal((await fetch(`${node.metricsUrl}/metrics`, { method: 'POST' })).status, 405)
    assert.equal((await fetch(`${node.url}/metrics`)).status, 404)
  })

  it('is told to this machine and the networks that are named, and nobody else has a connection', () => {
    const comesIn = (networks: readonly string[], address: string, isTls = true): boolean =>
      watchersFor({ networks, proxies: ['192.0.2.8/32'] }, isTls).enter(
        { address, port: 40_000 },
        () => undefined,
      ) !== null
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1'])
      for (const isTls of [true, false]) assert.ok(comesIn([], address, isTls), address)
    for (const address of ['10.0.0.7', '192.0.2.7', '192.0.2.8', '2001:db8::7'])
      assert.ok(!comesIn([], address), address)
    assert.ok(comesIn(['10.0.0.0/8'], '10.0.0.7'))
    assert.ok(!comesIn(['10.0.0.0/8'], '192.0.2.7'))
    // In the clear only to a proxy, which speaks TLS to whoever asks it.
    assert.ok(!comesIn(['10.0.0.0/8'], '10.0.0.7', false))
    assert.ok(comesIn(['10.0.0.0/8'], '192.0.2.8', false))
  })

  it('has one trace in the log lines of both nodes about one post', () => {
    const posted = lines.asking.filter(({ text }) => text === 'messages were posted')
    assert.ok(posted.length > 0)
    for (const { fields } of posted) {
      const taken = lines.answering.filter(
        ({ text, fields: one }) => text === 'messages were taken' && one.trace === fields.trace,
      )
      assert.equal(taken.length, 1)
      assert.deepEqual([taken[0]?.fields.peer, fields.peer], ['VN', 'QA'])
      assert.equal(taken[0]?.fields.messages, fields.messages)
    }
    const failed = lines.asking.filter(({ text }) => text === 'a post to a peer failed')
    assert.ok(failed.length > 0)
    const traces = [...posted, ...failed].map(({ fields }) => fields.trace)
    assert.equal(new Set(traces).size, traces.length)
  })

  it('follows no field that is not a trace', () => {
    const id = '0af7651916cd43dd8448eb211c80319c'
    assert.deepEqual(readTraceparent(`00-${id}-b7ad6b7169203331-01`), { id, span: 'b7ad6b7169203331' })
    for (const field of [
      undefined,
      '',
      `00-${id}-b7ad6b7169203331`,
      `01-${id}-b7ad6b7169203331-01`,
      `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
      `00-${id}-${'0'.repeat(16)}-01`,
      `00-${id.toUpperCase()}-b7ad6b7169203331-01`,
      `00-${id}-b7ad6b7169203331-01\n{"level":50}`,
      `00-${id}-b7ad6b7169203331-01, 00-${id}-b7ad6b7169203331-01`,
      [`00-${id}-b7ad6b7169203331-01`],
    ])
      assert.equal(readTraceparent(field), null, JSON.stringify(field))
  })

  it('says in the field of a trace whether spans of it are kept', () => {
    const trace = { id: '0af7651916cd43dd8448eb211c80319c', span: 'b7ad6b7169203331' }
    assert.equal(traceparentOf(trace), `00-${trace.id}-${trace.span}-00`)
    assert.equal(traceparentOf({ ...trace, isKept: false }), `00-${trace.id}-${trace.span}-00`)
    assert.equal(traceparentOf({ ...trace, isKept: true }), `00-${trace.id}-${trace.span}-01`)
  })

  it('is all that the dashboard and the alert rules ask for', async () => {
    const text = await textOf(world.asking)
    const told = new Set([...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name))
    for (const file of ['dashboard.json', 'alerts.yml']) {
      const named = new Set(
        [...read(file).matchAll(/\b(?:rogatory|process|nodejs)_[a-z0-9_]+/g)].map(([name]) => name),
      )
      named.delete('rogatory_build_info')
      assert.ok(named.size > 15, file)
      for (const name of named) {
        const plain = name.replace(/_(bucket|count|sum)$/, '')
        assert.ok(told.has(name) || told.has(plain), `${file} asks for ${name}`)
      }
    }
    const panels = (JSON.parse(read('dashboard.json')) as { panels: { id: number; targets: unknown[] }[] })
      .panels
    assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length)
  })

  it('is numbers that Prometheus takes', async function () {
    const tool = promtoolFor(this)
    const input = await textOf(world.asking)
    const { status, stdout, stderr } = spawnSync(tool, ['check', 'metrics'], {
      encoding: 'utf8',
      input,
    })
    // 3: it would call something otherwise: what the library calls so, and days, in which people think of certificates.
    assert.ok(status === 0 || status === 3, stdout + stderr)
    const odd = (stdout + stderr).split('\n').filter((line) => /^rogatory_(?!.*days)/.test(line))
    assert.deepEqual(odd, [])
  })
})
