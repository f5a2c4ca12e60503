import assert from 'node:assert/strict'
import { type IncomingHttpHeaders, type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { Webhook } from 'standardwebhooks'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import {
  type RogatoryEvent,
  RogatoryProblem,
  WebhookNotVerified,
  rogatoryClient,
  verifyWebhook,
} from '../../src/client/index.ts'
import { clientModule } from '../../src/cli/generateClient.ts'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import { atMachine } from '../../src/exchange/people/deciding.ts'
import { openTrail } from '../../src/exchange/trail.ts'
import { append } from '../../src/store/audit.ts'
import { inTransaction } from '../../src/store/failures.ts'
import { disableAfterLoss } from '../../src/exchange/webhooks/afterLoss.ts'
import { makeEndpoint } from '../../src/exchange/webhooks/endpoints.ts'
import { toldEvents } from '../../src/exchange/webhooks/told.ts'
import { webhookSender } from '../../src/exchange/webhooks/deliver.ts'
import { networkOf } from '../../src/exchange/networks.ts'
import type { JsonObject } from '../../src/message/json.ts'
import { openApiDocument } from '../../src/web/openapi/document.ts'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { run } from '../cli/commandLine.ts'
import { bodies, text } from '../support/bodies.ts'
import { noted } from '../support/noted.ts'
import { type TestSystem, member, systemOf, withSystems } from '../support/systems.ts'
import { agreed } from '../support/talk.ts'
import { eventsOf } from '../support/twoSides.ts'
import { type World, twoStates, until } from '../support/world.ts'

/** What an endpoint of a test has got. */
interface Got {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** What the document says of a notice. */
interface PublishedNotice {
  readonly parameters: readonly { readonly name: string }[]
}

const here = networkOf(['127.0.0.0/8'])
const tls = () => ({ pair: null, authorities: [] })

describe('the client of a case-management system', () => {
  let world: World
  let vn: TestSystem
  let qa: TestSystem
  let listener: Server
  let url: string
  const got: Got[] = []
  /** Statuses with which the next posts to a path are answered. */
  const answers = new Map<string, number[]>()
  /** Answers those that were left to wait: status 0. */
  const held: (() => void)[] = []
  before(async () => {
    world = await twoStates(undefined, undefined, withSystems)
    vn = await systemOf(world.asking)
    qa = await systemOf(world.answering)
    listener = createServer((request, response) => {
      let body = ''
      request.on('data', (piece: Buffer) => void (body += piece.toString('utf8')))
      request.on('end', () => {
        const path = request.url ?? ''
        got.push({ path, headers: request.headers, body })
        const status = answers.get(path)?.shift() ?? 204
        if (status === 0) {
          held.push(() => response.writeHead(204).end())
          return
        }
        response.writeHead(status, status === 307 ? { location: '/elsewhere' } : {}).end()
      })
    })
    await new Promise<void>((done) => void listener.listen(0, '127.0.0.1', done))
    url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`
  })
  after(async () => {
    await world.close()
    await new Promise((done) => listener.close(done))
  })

  const endpoint = async (at: TestSystem, name: string, events: readonly string[]): Promise<string> => {
    const { node } = at.state.node
    const authority = node.trust.own().list.authorities[0]?.id ?? ''
    const order = { name, authority, url: `${url}/${name}`, events, by: atMachine('Example-Administrator') }
    const made = await makeEndpoint(node, order, here)
    assert.ok(made.ok, JSON.stringify(made))
    return made.secret
  }
  const told = (name: string): readonly (Got & { readonly event: RogatoryEvent })[] =>
    got
      .filter(({ path }) => path === `/${name}`)
      .map((one) => ({ ...one, event: JSON.parse(one.body) as RogatoryEvent }))

  it('is made of the document: what is generated is what stands there', async () => {
    const file = join(resolve(import.meta.dirname, '../..'), 'src/client/generated/api.ts')
    const options = (await resolveConfig(file)) ?? {}
    assert.equal(
      await readFile(file, 'utf8'),
      await format(await clientModule(), { ...options, filepath: file }),
    )
  })

  it('asks and answers a whole case between two nodes, told by webhooks what happened', async () => {
    const secret = await endpoint(qa, 'whole-case', ['message.received'])
    const own = await endpoint(vn, 'own-side', ['draft.approved', 'message.placed'])
    const [asked] = await vn.client.authorities()
    assert.equal(asked?.id, 'qa.pp')
    const made = await vn.client.ask({
      ...{ to: 'qa.pp', reference: 'VN-CLIENT-1', language: 'en' },
      body: bodies.request as never,
    })
    assert.equal(made.stage, 'submitted')
    await vn.approve(made.draft)
    const { request } = made
    await agreed(world, request, 1)
    await until('the other side is told', () => Promise.resolve(told('whole-case').length > 0))

    const [first] = told('whole-case')
    const { event } = await verifyWebhook(secret, { headers: first?.headers ?? {}, body: first?.body ?? '' })
    assert.deepEqual([event.type, event.data.request], ['message.received', request])
    const { message } = await qa.client.message(request, event.data.message ?? '')
    assert.deepEqual((message as { body: object }).body, bodies.request)

    const offered = await qa.client.moves(request)
    assert.ok(
      offered.moves.some(({ type }) => type === 'acknowledgement'),
      JSON.stringify(offered),
    )
    const acknowledged = await qa.client.move(
      request,
      { type: 'acknowledgement', body: { ownReference: 'QA-CLIENT-1' } },
      { seen: offered.tag },
    )
    if (acknowledged.stage === 'submitted') await qa.approve(acknowledged.draft)
    await agreed(world, request, 2)
    await vn.client.move(request, { type: 'status-request', body: { text } })
    await agreed(world, request, 3)
    const reported = await qa.client.move(request, {
      type: 'status-report',
      body: { outcomes: [{ measure: 'a1', outcome: 'unchanged' }] },
    })
    if (reported.stage === 'submitted') await qa.approve(reported.draft)
    await agreed(world, request, 4)
    const withdrawn = await vn.client.move(request, { type: 'withdraw', body: {} })
    // It gives up what the State has asked: no system does so on its own word.
    assert.equal(withdrawn.stage, 'submitted')
    await vn.approve(withdrawn.draft)
    await agreed(world, request, 5)

    const types: string[] = []
    for await (const one of vn.client.messages(request)) types.push(one.type)
    assert.deepEqual(types, ['request', 'acknowledgement', 'status-request', 'status-report', 'withdraw'])
    assert.deepEqual((await vn.client.case(request)).measures, (await qa.client.case(request)).measures)
    const written: string[] = []
    for await (const one of vn.client.drafts()) written.push(one.type)
    assert.deepEqual(written, ['withdraw', 'status-request', 'request'])
    const cases: string[] = []
    for await (const one of qa.client.cases({ ended: true })) cases.push(one.request)
    assert.deepEqual(cases, [request])

    await until('the asking side is told', () =>
      Promise.resolve(
        told('own-side').filter(({ event: one }) => one.type === 'draft.approved').length === 2,
      ),
    )
    const approved = told('own-side').find(({ event: one }) => one.type === 'draft.approved')
    assert.deepEqual([approved?.event.data.draft, approved?.event.data.request], [made.draft, request])
    assert.notEqual(own, secret)
    for (const { body } of got) assert.doesNotMatch(body, /VN-CLIENT-1|QA-CLIENT-1|As the case may be/)
  })

  it('asks once under its own key, though the answer is lost on the way', async () => {
    const lossy = lost(1)
    const client = rogatoryClient({
      ...{ url: world.asking.node.apiUrl ?? '', token: vn.token, fetch: lossy.fetch, pauseMs: 1 },
    })
    const made = await client.ask({
      ...{ to: 'qa.pp', reference: 'VN-CLIENT-2', language: 'en' },
      body: bodies.request as never,
    })
    assert.equal(lossy.count(), 2)
    const again: string[] = []
    for await (const one of vn.client.drafts()) if (one.reference === 'VN-CLIENT-2') again.push(one.draft)
    assert.deepEqual(again, [made.draft])
    const { tag } = await client.draft(made.draft)
    await client.drop(made.draft, tag)
    await assert.rejects(
      client.drop(made.draft, tag),
      (reason) => reason instanceof RogatoryProblem && reason.code === 'DRAFT_STAGE_WRONG',
    )
  })

  it('knows that a draft was rewritten or dropped, though the answer is lost on the way, breaks off or is 503', async () => {
    const settings = { url: world.asking.node.apiUrl ?? '', token: vn.token, pauseMs: 1 }
    const body = bodies.request as never
    const { draft } = await vn.client.ask({ to: 'qa.pp', reference: 'VN-CLIENT-3', language: 'en', body })
    const approver = await member(world.asking, ['approver'], 'vn.spp')
    const returned = async (): Promise<string> => {
      assert.equal((await vn.drafts.giveBack(draft, 'Say why.', approver.by)).ok, true)
      return (await vn.client.draft(draft)).tag
    }
    const words = { body: { ...bodies.request, remarks: text } }
    for (const broken of [lost(1), cut(1), unsure(1)]) {
      const tag = await returned()
      const rewritten = await rogatoryClient({ ...settings, fetch: broken.fetch }).rewrite(draft, tag, words)
      assert.deepEqual([rewritten.stage, broken.count()], ['submitted', 3])
      assert.deepEqual((rewritten.body as typeof words.body).remarks, text)
    }
    // What somebody else has done since is not taken for it.
    const tag = await returned()
    await vn.client.rewrite(draft, tag, words)
    const late = rogatoryClient({ ...settings, fetch: lost(1).fetch })
    const other = late.rewrite(draft, tag, { body: bodies.request })
    await assert.rejects(other, (reason) => reason instanceof RogatoryProblem && reason.status === 409)
    await rogatoryClient({ ...settings, fetch: lost(1).fetch }).drop(
      draft,
      (await vn.client.draft(draft)).tag,
    )
    assert.equal((await vn.client.draft(draft)).stage, 'dropped')
    const reader = cut(1)
    assert.equal((await rogatoryClient({ ...settings, fetch: reader.fetch }).draft(draft)).draft, draft)
    assert.equal(reader.count(), 2)
  })

  /** A network on which so many answers break off after their first bytes. */
  function cut(most: number): { readonly fetch: typeof fetch; readonly count: () => number } {
    let count = 0
    return {
      count: () => count,
      fetch: async (target, order) => {
        count += 1
        const response = await fetch(target, order)
        if (count > most) return response
        const bytes = new Uint8Array(await response.arrayBuffer())
        const broken = new ReadableStream<Uint8Array>({
          start: (controller) => controller.enqueue(bytes.subarray(0, bytes.length / 2)),
          pull: (controller) => controller.error(new TypeError('terminated')),
        })
        return new Response(broken, response)
      },
    }
  }

  /** A network on which so many answers are others than were given, after what was asked was done. */
  function replaced(
    most: number,
    other: () => Response,
  ): { readonly fetch: typeof fetch; readonly count: () => number } {
    let count = 0
    return {
      count: () => count,
      fetch: async (target, order) => {
        count += 1
        const response = await fetch(target, order)
        if (count > most) return response
        await response.text()
        return other()
      },
    }
  }
  /** Something on the way says that it cannot be reached. */
  const unsure = (most: number) => replaced(most, () => new Response('', { status: 503 }))
  /** The answers are lost. */
  const lost = (most: number) =>
    replaced(most, () => {
      throw new TypeError('fetch failed')
    })

  it('takes the webhooks of the node as another implementation does, and none that was changed', async () => {
    const secret = await endpoint(qa, 'verified', ['message.received'])
    await heard('VN-CLIENT-3')
    await until('it is told', () => Promise.resolve(told('verified').length > 0))
    const [one] = told('verified')
    assert.ok(one !== undefined, 'nothing came')
    const headers = one.headers as Record<string, string>
    assert.deepEqual(new Webhook(secret).verify(one.body, headers), one.event)
    assert.deepEqual((await verifyWebhook(secret, one)).event, one.event)
    const signed = new Date()
    const theirs = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(signed.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign('msg_1', signed, one.body),
    }
    assert.equal((await verifyWebhook(secret, { headers: theirs, body: one.body })).id, 'msg_1')
    const later = { now: new Date(Date.now() + 301_000) }
    for (const [changed, options] of [
      [{ ...one, body: `${one.body} ` }, {}],
      [{ ...one, headers: { ...headers, 'webhook-id': 'msg_2' } }, {}],
      [{ ...one, headers: { ...headers, 'webhook-signature': 'v1,AAAA v1a,x' } }, {}],
      [{ ...one, headers: {} }, {}],
      [one, later],
    ] as const)
      await assert.rejects(verifyWebhook(secret, changed, options), WebhookNotVerified)
    const other = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
    for (const wrong of [other, 'whsec_', 'whsec_no base64'])
      await assert.rejects(verifyWebhook(wrong, one), WebhookNotVerified)
  })

  it('is told by notices just as the document publishes them: heads, event and body', () => {
    const { webhooks, components } = openApiDocument().document as unknown as {
      readonly webhooks: Readonly<Record<string, { readonly post: PublishedNotice }>>
      readonly components: { readonly schemas: Readonly<Record<string, JsonObject>> }
    }
    assert.deepEqual(Object.keys(webhooks), Object.keys(toldEvents))
    const ajv = new Ajv2020({ strict: true, strictRequired: false })
    for (const name of ['uuid', 'date-time'] as const) ajv.addFormat(name, fullFormats[name])
    const fits = ajv.compile(components.schemas.Notice ?? {})
    const all = ['whole-case', 'own-side', 'verified'].flatMap(told)
    assert.deepEqual([...new Set(all.map(({ event }) => event.type))].sort(), [
      'draft.approved',
      'message.placed',
      'message.received',
    ])
    for (const { event, headers } of all) {
      assert.ok(fits(event), JSON.stringify([event, fits.errors]))
      const published = webhooks[event.type]?.post.parameters ?? []
      assert.deepEqual(
        published.map(({ name }) => name),
        Object.keys(headers).filter((name) => name.startsWith('webhook-')),
      )
    }
    const [{ event } = { event: null }] = all
    for (const wrong of [
      { ...event, type: 'case.read' },
      { ...event, reference: 'VN-CLIENT-1' },
      { ...event, data: { ...event?.data, person: 'Example-A' } },
    ])
      assert.equal(fits(wrong), false, JSON.stringify(wrong))
  })

  /** A request that the other side has got, by the node itself. */
  async function heard(reference: string): Promise<string> {
    const request = crypto.randomUUID()
    const sent = await world.asking.node.send({
      ...{ request, reference, from: 'vn.spp', to: 'qa.pp', type: 'request', language: 'en' },
      ...{ body: bodies.request, exhibits: [], people: { officer: 'Example-A', approver: 'Example-B' } },
    })
    assert.ok(sent.ok, JSON.stringify(sent))
    await agreed(world, request, 1)
    return request
  }

  it('is told again under the same id where it did not take it, follows no redirect, and is given up at last', async () => {
    const { node } = world.answering.node
    await endpoint(qa, 'stubborn', ['message.received'])
    answers.set('/stubborn', [503, 307, ...exchangeLimits.webhooks.pausesMs.map(() => 500)])
    await heard('VN-CLIENT-4')
    const all = exchangeLimits.webhooks.pausesMs.length + 1
    // Each pause is cut short, that of the delivery and that of the endpoint, which may come after it.
    await until('it is given up', async () => {
      await sql`update webhook_delivery set due_at = now() where endpoint = 'stubborn' and status = 'waiting'
        and attempts = ${told('stubborn').length} and attempts < ${all} and due_at > now()`.execute(node.db)
      const { rows } = await sql<{ status: string }>`
        select status from webhook_delivery where endpoint = 'stubborn'`.execute(node.db)
      return rows.length === 1 && rows[0]?.status !== 'waiting'
    })
    const ids = new Set(told('stubborn').map(({ headers }) => headers['webhook-id']))
    assert.deepEqual([told('stubborn').length, ids.size], [all, 1])
    assert.equal(got.filter(({ path }) => path === '/elsewhere').length, 0)
    await until('the log tells', async () => (await eventsOf(world.answering)).includes('webhook.abandoned'))
    const listed = await run(world.answering, 'webhook', 'list', '--json')
    const { endpoints } = listed.json as {
      endpoints: { name: string; givenUp: number; lastFailure: string }[]
    }
    const stubborn = endpoints.find(({ name }) => name === 'stubborn')
    assert.deepEqual([stubborn?.givenUp, stubborn?.lastFailure], [1, '500'])
  })

  it('is told though another endpoint hangs, which has two attempts at once, and waits after one that failed', async () => {
    const { db } = world.answering.node.node
    for (const name of ['hangs', 'quick', 'fails']) await endpoint(qa, name, ['message.received'])
    answers.set(
      '/hangs',
      Array.from({ length: 25 }, () => 0),
    )
    answers.set(
      '/fails',
      Array.from({ length: 25 }, () => 500),
    )
    const wait = (name: string, count: number, made: string) =>
      sql`insert into webhook_delivery (endpoint, index, id, payload, made_at, due_at)
        select ${name}, -n, ${name} || n, '{}', now(), now() - ${made}::interval from generate_series(1, ${count}::int) n`.execute(
        db,
      )
    await wait('hangs', 25, '1 minute')
    await wait('fails', 25, '1 minute')
    await until('the endpoint that hangs is asked', () => Promise.resolve(held.length > 0))
    await wait('quick', 10, '1 second')
    await until('the other one is told', () => Promise.resolve(told('quick').length === 10))
    assert.ok(held.length <= 2, `${held.length} at once`)
    const { rows } = await sql<{ tried: number; waiting: number }>`
      select count(*) filter (where attempts > 0)::int as tried,
        count(*) filter (where status = 'waiting' and due_at > now())::int as waiting
      from webhook_delivery where endpoint = 'fails'`.execute(db)
    assert.deepEqual([(rows[0]?.tried ?? 99) <= 4, rows[0]?.waiting], [true, 25])
    answers.delete('/hangs')
    for (const answer of held.splice(0)) answer()
    await until('all is told', () => Promise.resolve(told('hangs').length === 25))
    await sql`delete from webhook_delivery where endpoint in ('hangs', 'fails', 'quick')`.execute(db)
    for (const name of ['hangs', 'fails', 'quick'])
      await run(world.answering, 'webhook', 'disable', '--name', name, '--as', 'Example-Administrator')
  })

  it('is told nothing more where it answers that it is gone', async () => {
    await endpoint(qa, 'gone', ['message.received'])
    answers.set('/gone', [410])
    await heard('VN-CLIENT-5')
    await until('the endpoint is disabled', async () => {
      const { json } = await run(world.answering, 'webhook', 'list', '--json')
      const { endpoints } = json as { endpoints: { name: string; disabled: object | null }[] }
      return endpoints.find(({ name }) => name === 'gone')?.disabled !== null
    })
    const { code } = (await run(world.answering, 'webhook', 'disable', '--name', 'gone', '--json')).json as {
      code: string
    }
    assert.equal(code, 'WEBHOOK_DISABLED')
    const [{ actor, details } = {}] = (await noted(world.answering, 'webhook.made')).slice(-1)
    assert.equal(actor?.person, 'Example-Administrator')
    assert.deepEqual(details, {
      ...{ authority: 'qa.pp', events: ['message.received'], name: 'gone', url: `${url}/gone` },
    })
    assert.deepEqual(await disabled('gone'), { code: 'gone', by: undefined })
    assert.deepEqual(await disabled('quick'), { code: 'byPerson', by: 'Example-Administrator' })
  })

  /** How and by whom the log says that an endpoint was disabled. */
  async function disabled(name: string): Promise<object> {
    const all = await noted(world.answering, 'webhook.disabled')
    const { entry, actor } = all.findLast(({ details }) => details?.name === name) ?? {}
    return { code: entry?.code, by: actor?.person }
  }

  it('is told nothing any more after a loss, in which the node may have forgotten that an endpoint was disabled', async () => {
    const { node } = world.answering.node
    await endpoint(qa, 'before-loss', ['message.received'])
    await inTransaction(node.db, async (trx) => {
      const trail = await openTrail(node, trx, [], node.now())
      await disableAfterLoss(trx, trail, node.machineNow())
      await append(trx, trail.audit())
    })
    const { json } = await run(world.answering, 'webhook', 'list', '--json')
    const { endpoints } = json as { endpoints: { name: string; disabled: object | null }[] }
    assert.ok(endpoints.some(({ name }) => name === 'before-loss'))
    assert.ok(endpoints.every(({ disabled: since }) => since !== null))
    assert.deepEqual(await disabled('before-loss'), { code: 'afterLoss', by: undefined })
  })

  it('is told nowhere where the node does not go, by name or by address', async () => {
    const { node } = world.asking.node
    const order = {
      ...{
        name: 'forbidden',
        authority: 'vn.spp',
        events: ['message.received'],
        by: atMachine('Example-Administrator'),
      },
    }
    for (const [at, network, code] of [
      ['https://169.254.169.254/latest', here, 'WEBHOOK_ADDRESS_FORBIDDEN'],
      ['https://[::ffff:10.0.0.1]/', here, 'WEBHOOK_ADDRESS_FORBIDDEN'],
      [url, null, 'WEBHOOK_ADDRESS_FORBIDDEN'],
      ['http://cases.example/hook', here, 'WEBHOOK_INVALID'],
      ['file:///etc/passwd', here, 'WEBHOOK_INVALID'],
      ['https://user:word@127.0.0.1/', here, 'WEBHOOK_INVALID'],
    ] as const) {
      const made = await makeEndpoint(node, { ...order, url: at }, network)
      assert.ok(!made.ok && made.code === code, `${at}: ${JSON.stringify(made)}`)
    }
    const unknown = await makeEndpoint(node, { ...order, url, events: ['case.read'] }, here)
    assert.equal(unknown.ok ? null : unknown.code, 'WEBHOOK_INVALID')
    // A name is judged when it is resolved: this one is of this machine.
    const made = await makeEndpoint(
      node,
      { ...order, url: 'https://localhost/' },
      networkOf(['192.0.2.0/24']),
    )
    assert.equal(made.ok, true)
    await sql`insert into webhook_delivery (endpoint, index, id, payload, made_at, due_at)
      values ('forbidden', 0, 'msg_forbidden', '{}', now(), now() + interval '30 minutes')`.execute(node.db)
    const later = { ...node, machineNow: () => new Date(Date.now() + 3_600_000) }
    const sender = webhookSender(later, tls, networkOf(['192.0.2.0/24']))
    await sender.round()
    await sender.close()
    const { rows } = await sql<{ outcome: string }>`
      select outcome from webhook_delivery where id = 'msg_forbidden'`.execute(node.db)
    assert.equal(rows[0]?.outcome, 'PEER_ADDRESS_FORBIDDEN')
  })
})
