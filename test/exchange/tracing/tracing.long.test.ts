import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { spanNames } from '../../../src/exchange/tracing/spanNames.ts'
import { newTrace } from '../../../src/exchange/tracing/trace.ts'
import { type Span, partOfEach, spanned, tracerOfNode } from '../../../src/exchange/tracing/tracer.ts'
import type { NodeLog } from '../../../src/exchange/node.ts'
import { paths, systemPaths } from '../../../src/web/paths.ts'
import { bodies, text } from '../../support/bodies.ts'
import { signedIn } from '../../support/desk.ts'
import { handedOver, stands, takenIn } from '../../support/files.ts'
import {
  type ReadSpan,
  type SpanCollector,
  readSpans,
  requireOpenTelemetryProto,
  spanCollector,
} from '../../support/spanCollector.ts'
import { systemOf } from '../../support/systems.ts'
import { delivered, opened, post } from '../../support/talk.ts'
import { type World, twoStates } from '../../support/world.ts'

const port = { host: '127.0.0.1', port: 0 }

interface Line {
  readonly text: string
  readonly fields: Readonly<Record<string, unknown>>
}

function linesOf(): { readonly log: NodeLog; readonly lines: Line[] } {
  const lines: Line[] = []
  const note = (fields: Line['fields'], text: string): void => void lines.push({ fields, text })
  return { log: { info: note, warn: note, error: note }, lines }
}

describe('the spans of two nodes', () => {
  let collectors: readonly [SpanCollector, SpanCollector]
  let world: World
  let request: string
  let deposit: string
  const asking = linesOf()
  const answering = linesOf()
  before(async function () {
    requireOpenTelemetryProto(this)
    collectors = [await spanCollector(), await spanCollector()]
    const [ours, theirs] = collectors
    world = await twoStates(undefined, undefined, {
      log: asking.log,
      more: () =>
        Promise.resolve({
          api: port,
          desk: port,
          traces: { endpoint: ours.endpoint, ratio: 1 },
        }),
      answering: {
        log: answering.log,
        more: () => Promise.resolve({ traces: { endpoint: theirs.endpoint, ratio: 1 } }),
      },
    })
    request = await opened(world)
    await delivered(world.asking)
  })
  after(async () => {
    await world.close()
    for (const collector of collectors) await collector.close()
  })

  const named =
    (name: string) =>
    ({ name: one }: ReadSpan): boolean =>
      one === name

  it('of one post are one trace, in which the node that takes it goes on with what the other has named', async () => {
    const [ours, theirs] = collectors
    const taken = await theirs.spansOnce('a post is taken', (spans) => spans.some(named('record messages')))
    const sent = await ours.spansOnce('a post is settled', (spans) => spans.some(named('settle answers')))
    const posted = sent.filter(named('post messages'))
    assert.ok(posted.length > 0)
    for (const post of posted) {
      assert.equal(post.kind, 'SPAN_KIND_CLIENT')
      assert.equal(post.parent, '')
      assert.equal(post.attributes['rogatory.peer'], 'QA')
      assert.equal(post.of['rogatory.state'], 'VN')
      assert.equal(post.of['service.name'], 'rogatory')
      const [take, ...others] = taken.filter(
        ({ name, trace }) => name === 'take messages' && trace === post.trace,
      )
      assert.ok(take !== undefined && others.length === 0)
      assert.equal(take.parent, post.span)
      assert.equal(take.isParentRemote, true)
      assert.equal(take.kind, 'SPAN_KIND_SERVER')
      assert.equal(take.attributes['rogatory.peer'], 'VN')
      assert.equal(take.attributes['rogatory.messages'], post.attributes['rogatory.messages'])
      assert.equal(take.of['rogatory.state'], 'QA')
      for (const name of ['open messages', 'record messages']) {
        const part: ReadSpan | undefined = taken.find((one) => one.name === name && one.parent === take.span)
        assert.equal(part?.trace, post.trace, name)
        assert.equal(part.isParentRemote, false)
        assert.equal(part.kind, 'SPAN_KIND_INTERNAL')
      }
      const record = taken.find((one) => one.name === 'record messages' && one.parent === take.span)
      assert.ok(taken.some((one) => one.name === 'judge messages' && one.parent === record?.span))
      const settled = sent.find((one) => one.name === 'settle answers' && one.parent === post.span)
      assert.equal(settled?.trace, post.trace)
      assert.ok(post.ms >= take.ms - 5, `${post.ms} ${take.ms}`)
    }
    // Each is what the request has named.
    const fields = world.answering.link.traceparents
      .filter(({ path }) => path === paths.messages)
      .map(({ field }) => field)
    assert.deepEqual(fields.toSorted(), posted.map(({ trace, span }) => `00-${trace}-${span}-01`).sort())
    // The line of the log names the same trace.
    const told = asking.lines
      .filter(({ text }) => text === 'messages were posted')
      .map(({ fields }) => fields.trace)
    assert.ok(posted.every(({ trace }) => told.includes(trace)))
    assert.equal(new Set(posted.map(({ trace }) => trace)).size, posted.length)
  })

  it('tell by which codes messages were refused, and nothing of them', async () => {
    const [, theirs] = collectors
    await post(world.answering, ['what no State has sealed', 'and Example-A more'])
    const refused = ({ attributes }: ReadSpan): boolean => attributes['rogatory.refused'] !== undefined
    const spans = await theirs.spansOnce('messages were refused', (all) => all.some(refused))
    assert.deepEqual(spans.find(refused)?.attributes, {
      'rogatory.messages': 2,
      'rogatory.refused': ['ENVELOPE_INVALID'],
    })
  })

  it('of a question to a peer, and of files that are fetched, are one trace at both', async () => {
    const [ours, theirs] = collectors
    const announced = await takenIn(world, world.asking, Buffer.from('what the telephone had'))
    deposit = announced.deposit
    await handedOver(world, request, announced)
    await delivered(world.asking)
    await stands(world.answering, deposit, 'whole')
    await world.asking.restart()
    const answered = await theirs.spansOnce(
      'a file was fetched, and a question answered',
      (spans) =>
        spans.some(({ name }) => name.startsWith('fetch ') && name !== 'fetch a trust list') &&
        spans.some(named('answer a question')),
    )
    const answers = answered.filter(({ name, parent }) => name === 'answer a question' && parent !== '')
    assert.ok(answers.length > 0)
    const asked = await ours.spansOnce('the questions are told', (spans) =>
      answers.every(({ parent }) => spans.some(({ span }) => span === parent)),
    )
    for (const { parent, trace, kind } of answers) {
      const question = asked.find(({ span }) => span === parent)
      assert.equal(question?.name, 'ask a question')
      assert.equal(question.trace, trace)
      assert.equal(question.kind, 'SPAN_KIND_CLIENT')
      assert.equal(question.attributes['rogatory.peer'], 'QA')
      assert.equal(kind, 'SPAN_KIND_SERVER')
    }
    const fetched = answered.filter(({ name }) => /^fetch (a file|small files)$/.test(name))
    const given = await ours.spansOnce('a file was given', (spans) =>
      spans.some(({ parent }) => fetched.some(({ span }) => span === parent)),
    )
    const gave = given.find(({ parent }) => fetched.some(({ span }) => span === parent))
    assert.match(gave?.name ?? '', /^give (a file|small files)$/)
    assert.ok([200, 206].includes(Number(gave?.attributes['http.response.status_code'])))
  })

  it('of the trust list of a peer that is fetched are one trace at both', async () => {
    const [ours, theirs] = collectors
    await world.asking.node.courier.fetchTrustList(world.answering.link.url)
    const given = await theirs.spansOnce('a list was given', (spans) =>
      spans.some(named('give a trust list')),
    )
    const give = given.find(named('give a trust list'))
    const fetched = await ours.spansOnce('a list was fetched', (spans) =>
      spans.some(({ span }) => span === give?.parent),
    )
    const fetch = fetched.find(({ span }) => span === give?.parent)
    assert.equal(fetch?.name, 'fetch a trust list')
    assert.equal(fetch.attributes['rogatory.peer'], 'QA')
    assert.deepEqual([give?.attributes['rogatory.peer'], give?.trace], ['VN', fetch.trace])
  })

  it('of a system of the State go on with its trace, and what it sends is a part of it', async () => {
    const [ours] = collectors
    const system = await systemOf(world.asking)
    const trace = '0af7651916cd43dd8448eb211c80319c'
    const headers = { traceparent: `00-${trace}-b7ad6b7169203331-01` }
    const { status } = await system.asked(`/api/v1/cases/${request}`, { headers })
    assert.equal(status, 200)
    assert.equal((await system.asked(`/api/v1/cases/${request}?of=Example-A`)).status, 400)
    const spans = await ours.spansOnce('a system was answered', (all) =>
      all.some((one) => one.attributes['http.response.status_code'] === 400),
    )
    const [answer] = spans.filter((one) => one.trace === trace)
    assert.equal(answer?.name, 'GET /api/v1/cases/:request')
    assert.equal(answer.parent, 'b7ad6b7169203331')
    assert.equal(answer.kind, 'SPAN_KIND_SERVER')
    assert.equal(answer.attributes['http.response.status_code'], 200)
    assert.equal(answer.status, 'STATUS_CODE_UNSET')

    const sending = '2af7651916cd43dd8448eb211c80319c'
    const made = await system.asked(systemPaths.moves.replace(':request', request), {
      method: 'POST',
      headers: {
        'idempotency-key': `"${crypto.randomUUID()}"`,
        traceparent: `00-${sending}-b7ad6b7169203331-00`,
      },
      body: { type: 'status-request', body: { text } },
    })
    assert.equal(made.status, 201, await made.text())
    await delivered(world.asking)
    const all = await ours.spansOnce('what a system sends is sent', (known) =>
      known.some(({ name, trace: of }) => name === 'seal messages' && of === sending),
    )
    const [move, send, seal] = ['POST /api/v1/cases/:request/moves', 'send messages', 'seal messages'].map(
      (name) => all.find((one) => one.name === name && one.trace === sending),
    )
    assert.deepEqual([send?.parent, seal?.parent], [move?.span, send?.span])
    // The post of it has another: two posts are tied together by nothing.
    assert.ok(all.every((one) => one.name !== 'post messages' || one.trace !== sending))
  })

  it('of a page of the desk name its pattern, and follow no browser', async () => {
    const [ours] = collectors
    const person = await signedIn(world.asking, ['officer'])
    const trace = '1af7651916cd43dd8448eb211c80319c'
    const { status } = await person.get(`/cases/${request}`, {
      traceparent: `00-${trace}-b7ad6b7169203331-01`,
    })
    assert.equal(status, 200)
    const spans = await ours.spansOnce('a page was shown', (all) =>
      all.some(({ name }) => name.startsWith('GET /cases/:')),
    )
    const page = spans.find(({ name }) => name.startsWith('GET /cases/:'))
    assert.equal(page?.parent, '')
    assert.ok(spans.every((one) => one.trace !== trace))
  })

  it('tell of sending and sealing', async () => {
    const [ours] = collectors
    const spans = await ours.spansOnce('a draft was sent', (all) => all.some(named('send messages')))
    const sending = spans.find(named('send messages'))
    const sealing = spans.find((one) => one.name === 'seal messages' && one.parent === sending?.span)
    assert.equal(sealing?.trace, sending?.trace)
  })

  it('have no other attributes than these, no words of an error and no event', () => {
    const known =
      /^(rogatory\.(peer|messages|files|refused)|http\.(request\.method|route|response\.status_code)|error\.type)$/
    for (const { attributes, words, events, name } of readSpans(
      collectors.flatMap(({ bodies: all }) => all),
    )) {
      for (const attribute of Object.keys(attributes)) assert.match(attribute, known)
      assert.equal(words, '')
      assert.equal(events, 0)
      const { 'http.request.method': method, 'http.route': route } = attributes
      assert.ok(name in spanNames || name === `${String(method)} ${String(route)}`, name)
    }
  })

  it('stand beside a log of the program that has ids, and no reference, name, file or word of a case', () => {
    for (const { lines } of [asking, answering]) {
      const told = lines.map(({ text: words, fields }) => `${words} ${JSON.stringify(fields)}`)
      assert.ok(told.length >= 3, told.join('\n'))
      for (const secret of [
        ...['VN-DEMO-1', 'Example-A', 'Example-B', 'phone.bin', 'telephone had', 'QA-1'],
        ...[bodies.supplement.text.text, ...wordsOf(bodies.request)],
      ])
        for (const line of told)
          assert.ok(!line.toLowerCase().includes(secret.toLowerCase()), `${secret}: ${line}`)
    }
  })

  it('have in what is exported no id of a case, name, reference or word of it, and no digest', () => {
    const raw = Buffer.concat(collectors.flatMap((collector) => collector.bodies)).toString('utf8')
    assert.ok(raw.length > 1_000)
    for (const secret of [
      ...[request, request.slice(0, 8), deposit, 'VN-DEMO-1', 'Example-A', 'Example-B', 'vn.spp', 'qa.pp'],
      ...['phone.bin', 'telephone had', 'example-system', 'of=', 'QA-1', bodies.supplement.text.text],
      ...wordsOf(bodies.request),
    ])
      assert.ok(!raw.toLowerCase().includes(secret.toLowerCase()), secret)
    // Of hex there are the ids of traces and spans, and the random id of each process.
    const without = raw.replaceAll(/"(?:traceId|spanId|parentSpanId)":"[0-9a-f]+"/g, '')
    assert.doesNotMatch(without, /[0-9a-f]{20}/)
    const uuids = new Set([...without.matchAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/g)].map(([id]) => id))
    const instances = new Set(
      readSpans(collectors.flatMap((collector) => collector.bodies)).map(
        ({ of }) => of['service.instance.id'],
      ),
    )
    assert.deepEqual(uuids, instances)
    // Two processes of one node, for it was started again, and one of the other.
    assert.equal(instances.size, 3)
  })
})

/** Texts of people in a body: what a case is about. */
function wordsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.length > 11 && /[ A-Z0-9]/.test(value) ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(wordsOf) : []
}

describe('what a node does where nobody follows it', () => {
  it('is told to nobody, and has no trace', async () => {
    const tracer = tracerOfNode()
    const span = tracer.begin({ name: 'post messages' })
    assert.equal(span.trace, null)
    span.add({ messages: 1 })
    span.end('NODE_UNAVAILABLE')
    tracer.during(span, () => assert.equal(tracer.current(), null))
    assert.equal(await spanned(tracer, { name: 'seal messages' }, () => Promise.resolve(7)), 7)
  })

  it('for several requests at once is a part of the first of them, and each other stands beside it once', () => {
    const [one, other] = [newTrace(() => Buffer.alloc(16, 1)), newTrace(() => Buffer.alloc(16, 2))]
    assert.deepEqual(partOfEach([null, one, one, other, undefined, other]), { parent: one, beside: [other] })
    assert.deepEqual(partOfEach([null, undefined]), { parent: null, beside: [] })
  })

  it('has a row in docs/operations.md for each span of which it can be told', () => {
    const page = readFileSync(resolve(import.meta.dirname, '../../../docs/operations.md'), 'utf8')
    const [, part = ''] = page.split(/^## Traces$/m)
    const rows =
      part
        .split(/^## /m)[0]
        ?.split('\n')
        .filter((line) => line.startsWith('| `')) ?? []
    for (const [name, kind] of Object.entries(spanNames)) {
      const row = rows.find((one) => one.split('|')[1]?.includes(`\`${name}\``) === true)
      assert.ok(row?.split('|')[2]?.includes(kind) === true, name)
    }
  })

  it('that breaks is told to have failed by a code, and by none of its words', async () => {
    const tracer = tracerOfNode()
    const ends: (string | undefined)[] = []
    const begun: Span = { trace: null, add: () => undefined, end: (failure) => void ends.push(failure) }
    tracer.follow({ begin: () => begun })
    const broken = (): Promise<never> => Promise.reject(new Error('of Example-A'))
    await assert.rejects(spanned(tracer, { name: 'seal messages' }, broken), /Example-A/)
    await assert.rejects(
      spanned(tracer, { name: 'ask a question' }, broken, () => 'NODE_BUSY'),
      /Example-A/,
    )
    assert.deepEqual(ends, ['broke', 'NODE_BUSY'])
  })
})
