import assert from 'node:assert/strict'
import { setTimeout as letPass } from 'node:timers/promises'
import { execFileSync } from 'node:child_process'
import { createServer } from 'node:http'
import { pino } from 'pino'
import { sql } from 'kysely'
import type { NodeLog } from '../../src/exchange/node.ts'
import { messagesMediaType } from '../../src/exchange/post.ts'
import { publicRefusal } from '../../src/exchange/reply.ts'
import { seal } from '../../src/envelope/seal.ts'
import { encryptionKeyFor } from '../../src/trust/list.ts'
import { paths } from '../../src/web/paths.ts'
import { text as plainText } from '../support/bodies.ts'
import { draft, logOf, openingFrame, post, postSigned, said, say, sealed, waiting } from '../support/talk.ts'
import { type World, passphrase, twoStates, until } from '../support/world.ts'
import { rawRequest, statusOf } from './rawRequest.ts'
import { root } from './sources.ts'

/** Words that stand in the case alone, and must stand nowhere else. */
const canary = {
  reference: 'VN-KANARI-5831',
  person: 'Kanari Vidu',
  remark: 'Kanaribird sang at 04:17',
} as const

describe('attacks on a node in service', () => {
  /** What the nodes have logged, a line each. */
  const lines: string[] = []
  /** Everything that anybody was answered. */
  const answers: string[] = []
  let world: World
  before(async () => {
    const stream = { write: (line: string) => void lines.push(line) }
    const log: NodeLog = pino({ level: 'trace', base: null }, stream)
    world = await twoStates(undefined, undefined, { log })
  })
  after(() => world.close())

  const url = () => world.answering.node.url
  const ask = async (line: string, more: Partial<Parameters<typeof rawRequest>[1]> = {}): Promise<string> => {
    const answer = await rawRequest(url(), { line, fields: { Host: 'node' }, ...more })
    answers.push(answer)
    return answer
  }
  /** An opening message of the asking State with something in it that the schema does not take or does. */
  const rejection = async (changes: Record<string, unknown>) => {
    const message = await sealed(world.asking, world.answering, { ...openingFrame(new Date()), ...changes })
    const [answer = ''] = await post(world.answering, [message.jwe])
    answers.push(answer)
    const receipt = said(answer)
    return receipt.event === 'relayRejection' ? receipt : null
  }

  it('attack 7: any kid that is none of ours gets one and the same answer', async () => {
    const { answering } = world
    const key = encryptionKeyFor(answering.node.node.trust.own().list, new Date())
    assert.ok(key !== null)
    const kids = ['../../etc/passwd', "' or 1=1 --", 'k'.repeat(10_000), '__proto__', 'another', '', '\u0000']
    const tokens = await Promise.all(kids.map((kid) => seal('nothing', { ...key, kid })))
    assert.deepEqual(
      await post(answering, tokens),
      kids.map(() => publicRefusal),
    )
  })

  it('attack 12: no address, field, form or message changes a prototype of the node', async () => {
    const query = '__proto__[polluted]=1&constructor[prototype][polluted]=1&toString=1&__proto__.polluted=1'
    for (const path of [...Object.values(paths), '/nowhere', '/__proto__', '/constructor/prototype']) {
      for (const method of ['GET', 'POST']) {
        for (const type of ['application/json', 'application/x-www-form-urlencoded', messagesMediaType]) {
          const fields = { Host: 'node', 'Content-Type': type, __proto__: 'x', constructor: 'x' }
          const body = type.endsWith('json') ? '{"__proto__":{"polluted":1}}' : query
          const status = statusOf(await ask(`${method} ${path}?${query} HTTP/1.1`, { fields, body }))
          assert.ok([200, 400, 401, 404, 405, 415, 503].includes(status), `${method} ${path}: ${status}`)
        }
      }
    }
    for (const name of ['__proto__', 'constructor', 'toString', 'prototype']) {
      const body = JSON.parse(`{"${name}":{"polluted":1}}`) as object
      const frame = openingFrame(new Date())
      for (const changes of [body, { body: withOwn(frame.body, name) }]) {
        const value = { ...frame }
        for (const [member, inner] of Object.entries(changes))
          Object.defineProperty(value, member, { value: inner, enumerable: true, configurable: true })
        const message = await sealed(world.asking, world.answering, value)
        const receipt = said((await post(world.answering, [message.jwe]))[0] ?? '')
        assert.equal(receipt.event === 'relayRejection' && receipt.code, 'MESSAGE_INVALID', name)
      }
    }
    assert.equal(({} as Record<string, unknown>).polluted, undefined)
    assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false)
  })

  it('attack 55: a place in the record that its author has given itself is refused', async () => {
    const receipt = await rejection({ sequence: 1 })
    assert.deepEqual([receipt?.code, receipt?.pointer], ['MESSAGE_INVALID', '/sequence'])
  })

  it('attack 57: two lengths, or a length and chunks, end the connection, and nothing behind them is heard', async () => {
    const inner = `GET ${paths.live} HTTP/1.1\r\nHost: node\r\n\r\n`
    const heads: readonly Readonly<Record<string, string | readonly string[]>>[] = [
      { 'Content-Length': '4', 'Transfer-Encoding': 'chunked' },
      { 'Transfer-Encoding': 'chunked', 'Content-Length': '4' },
      { 'Content-Length': ['4', '40'] },
      { 'Content-Length': '+4' },
      { 'Content-Length': '4,4' },
      { 'Transfer-Encoding': 'chunked, identity' },
      { 'Transfer-Encoding': '\u000bchunked' },
      { 'Content-Length ': '4' },
    ]
    for (const head of heads) {
      for (const line of [`GET ${paths.live} HTTP/1.1`, `POST ${paths.messages} HTTP/1.1`]) {
        const fields = { Host: 'node', ...head }
        const answer = await ask(line, { fields, body: `0\r\n\r\n${inner}`, measured: false, close: false })
        const told = `${JSON.stringify(head)}\n${answer}`
        assert.equal(answer.split('HTTP/1.1 ').length - 1, 1, told)
        assert.equal(statusOf(answer), 400, told)
        assert.ok(!answer.includes('"live":true'), told)
      }
    }
  })

  it('attack 57: an address that is encoded twice, climbs or is not one leads nowhere', async () => {
    for (const target of [
      '/log/tile/%2e%2e/%2e%2e/etc/passwd',
      '/log/tile/../../etc/passwd',
      '/log/tile/%252e%252e/000',
      '/log/tile/0/000%00.p/1',
      '/log/tile/0/%30%30%30',
      '/log/tile/0/x000/000.p/1',
      '/log/tile/00/000.p/1',
      '/log//checkpoint',
      '/log/./checkpoint',
      '/log/tile/..%5c..%5cetc',
      '//health/live',
      'http://elsewhere.example/nowhere',
      '*',
    ])
      assert.ok([400, 404].includes(statusOf(await ask(`GET ${target} HTTP/1.1`))), target)
    // One address is told thirty refusals, and one more a second: those before have taken nearly all.
    await letPass(2_000)
    assert.equal(statusOf(await ask('GET /health/live HTTP/9.9')), 400)
    assert.equal(statusOf(await ask('GET /health/live HTTP/1.1', { fields: {} })), 400)
    // Who was reset while he still writes would read no answer.
    assert.equal(statusOf(await ask(`GET /${'a'.repeat(100_000)} HTTP/1.1`)), 431)
  })

  it('attack 58: what a peer answers stands in the log as one line of JSON, without a control of its own', async () => {
    const nasty = 'no\r\n{"level":50,"msg":"a forged line"}\n\u001b[31mred\u001b[0m\u0007'
    const server = createServer((_request, response) => response.writeHead(500).end(nasty))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const failure = await world.asking.node.courier.post(`http://127.0.0.1:${port}`, ['a']).then(
      () => '',
      (reason: unknown) => String(reason),
    )
    server.close()
    assert.ok(failure.includes('a forged line') && !/\p{Cc}/u.test(failure), failure)
    // In a process of its own, as the program writes it.
    const program = "import { logOf } from './src/programLog.ts'; logOf({ logLevel: 'info' })"
    const script = `${program}.warn({ reason: ${JSON.stringify(failure + nasty)} }, 'a peer answered')`
    const options = ['--import', 'tsx/esm', '--input-type=module', '--eval', script]
    const written = execFileSync(process.execPath, options, { cwd: root, encoding: 'utf8' }).split('\n')
    assert.deepEqual(written.splice(1), [''], 'one line, and its end')
    assert.doesNotMatch(written[0] ?? '', /[\u0000-\u001f\u007f]/)
    const { msg, reason } = JSON.parse(written[0] ?? '') as { msg: string; reason: string }
    assert.deepEqual([msg, reason], ['a peer answered', failure + nasty])
  })

  it('attack 60: neither keys nor words of a case stand in logs, answers or the entries of the log', async () => {
    const { asking, answering } = world
    const stderr: string[] = []
    const write = process.stderr.write.bind(process.stderr)
    process.stderr.write = (chunk: unknown) => stderr.push(String(chunk)) > 0
    try {
      const remarks = { language: 'en', text: canary.remark }
      const request = crypto.randomUUID()
      const frame = openingFrame(new Date())
      const body = { ...(frame.body as object), remarks }
      await say(world, asking, request, 'request', { reference: canary.reference, body })
      await until('it was delivered', async () => (await waiting(asking)).length === 0)
      const wrong: readonly Record<string, unknown>[] = [
        { reference: canary.reference, body: { ...(frame.body as object), [canary.person]: canary.remark } },
        { reference: canary.reference, body: { ...(frame.body as object), remarks: canary.remark } },
        { reference: `${canary.reference}\u202e` },
        { reference: canary.reference, type: canary.remark },
        { reference: canary.reference, to: 'qa.nobody' },
        { reference: canary.reference, language: canary.person },
      ]
      for (const changes of wrong) assert.ok((await rejection(changes)) !== null)
      answers.push(...(await post(answering, [`${canary.person}.${canary.remark}`])))
      const wrongDraft = {
        ...draftOf(world, request),
        language: canary.person,
        body: { remark: canary.remark },
      }
      answers.push(JSON.stringify(await asking.node.send(wrongDraft)))
      await broken(canary.reference)
      for (const path of [paths.live, paths.ready, paths.checkpoint]) await ask(`GET ${path} HTTP/1.1`)
      answers.push(
        await (await postSigned(answering, asking, paths.messages, 'text/plain', canary.remark)).text(),
      )
      await ask(`POST ${paths.messages} HTTP/1.1`, { body: canary.remark })
    } finally {
      process.stderr.write = write
    }
    const entries = await Promise.all([asking, answering].map(({ node }) => logOf(node.node.db)))
    const told = {
      log: lines,
      // What a peer is told in a receipt is signed, and stands in it in base64url.
      answers: answers.map((answer) => (answer.startsWith('ey') ? JSON.stringify(said(answer)) : answer)),
      entries: entries.flat().map((entry) => JSON.stringify(entry)),
      stderr,
    }
    for (const [where, texts] of Object.entries(told))
      assert.ok(where === 'stderr' || texts.length > 2, `${where} holds ${texts.length}`)
    for (const [where, texts] of Object.entries(told))
      for (const [what, secret] of [...Object.entries(canary), ...keyMaterial()])
        for (const text of texts)
          assert.ok(!text.includes(secret), `${what} stands in ${where}: ${text.slice(0, 300)}`)
  })

  /** Lets the database refuse a row of a case, whose words its error then names. */
  const broken = async (reference: string): Promise<void> => {
    const { asking, answering } = world
    const { db } = answering.node.node
    await sql`alter table request add constraint cursed check (reference <> ${sql.lit(reference)}) not valid`.execute(
      db,
    )
    try {
      const message = () => sealed(asking, answering, openingFrame(new Date(), { reference }))
      const [one, two, three] = [await message(), await message(), await message()]
      // Alone the request breaks; with others the batch, and then each message of it.
      for (const body of [one.jwe, `${two.jwe}\n${three.jwe}`]) {
        const response = await postSigned(answering, asking, paths.messages, messagesMediaType, body)
        answers.push(await response.text())
      }
      for (const words of ['a request broke', 'a batch broke', 'a message broke'])
        assert.ok(
          lines.some((line) => line.includes(words)),
          words,
        )
      assert.ok(
        lines.some((line) => line.includes('cursed')),
        'the fault is in the log',
      )
    } finally {
      await sql`alter table request drop constraint cursed`.execute(db)
    }
  }

  /** The private parts of every key of both nodes, in the forms in which they could leak, and what opens them. */
  const keyMaterial = (): (readonly [string, string])[] => {
    const nodes = [world.asking, world.answering].map(({ node }) => node.node)
    const keys = nodes.flatMap(({ signer, httpSigner, logSigner, decryptionKeys }) => [
      signer.key,
      httpSigner.key,
      logSigner(1).privateKey,
      ...decryptionKeys.values(),
    ])
    const parts = keys.flatMap((key) => {
      const { d = '' } = key.export({ format: 'jwk' })
      const bytes = Buffer.from(d, 'base64url')
      return [d, bytes.toString('hex'), bytes.toString('base64')].map((text) => ['a key', text] as const)
    })
    assert.ok(parts.length >= 24 && parts.every(([, text]) => text.length > 20))
    return [...parts, ['PEM', 'PRIVATE KEY'], ['a passphrase', passphrase]]
  }
})

/** A draft that follows the opening of a request. */
const draftOf = (world: World, request: string) => draft(world, world.asking, request, 'status-request')

function withOwn(value: unknown, name: string): object {
  const copy = { ...(value as object) }
  return Object.defineProperty(copy, name, { value: plainText, enumerable: true, configurable: true })
}
