import assert from 'node:assert/strict'
import { type RequestOptions, request } from 'node:http'
import { type Socket, connect } from 'node:net'
import { httpCaller } from '../../src/exchange/httpCaller.ts'
import { messagesMediaType } from '../../src/exchange/post.ts'
import { webLimits } from '../../src/web/limits.ts'
import { paths } from '../../src/web/paths.ts'
import { logOf, openingFrame, opened, post, sealed } from '../support/talk.ts'
import { type World, twoStates, until } from '../support/world.ts'

/** What came over a connection until it ended. */
interface Ended {
  readonly text: string
  readonly statuses: readonly number[]
  readonly ms: number
}

describe('the port of a node', () => {
  let world: World
  before(async () => {
    world = await twoStates()
  })
  after(() => world.close())

  const port = (): number => world.answering.config.port
  const entries = async (): Promise<number> => (await logOf(world.answering.node.node.db)).length

  /** Connects from an address of loopback; each test has its own, for addresses are remembered. */
  const dial = (localAddress: string): Socket =>
    connect({ host: '127.0.0.1', port: port(), localAddress })
      .on('error', () => undefined)
      .resume()
  const ended = async (socket: Socket): Promise<Ended> => {
    const began = performance.now()
    let text = ''
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
    await new Promise((resolve) => socket.once('close', resolve))
    const statuses = [...text.matchAll(/HTTP\/1\.1 ([0-9]{3}) /g)].map(([, status]) => Number(status))
    return { text, statuses, ms: performance.now() - began }
  }
  const said = async (localAddress: string, bytes: string): Promise<Ended> => {
    const socket = dial(localAddress)
    socket.write(bytes, 'latin1')
    return await ended(socket)
  }
  const head = (target: string, ...more: readonly string[]): string =>
    [`POST ${target} HTTP/1.1`, 'Host: node', `Content-Type: ${messagesMediaType}`, ...more, '', ''].join(
      '\r\n',
    )
  const asked = async (options: RequestOptions): Promise<{ status: number; retryAfter?: string }> =>
    await new Promise((resolve, reject) => {
      request({ host: '127.0.0.1', port: port(), agent: false, ...options }, (answer) => {
        answer.resume()
        const retryAfter = answer.headers['retry-after']
        resolve({ status: answer.statusCode ?? 0, ...(retryAfter === undefined ? {} : { retryAfter }) })
      })
        .on('error', reject)
        .end()
    })

  it('tells strangers so often that they are strangers, then lets their address in no more; nothing is opened for them, and peers go on', async () => {
    const { jwe } = await sealed(world.asking, world.answering, openingFrame(new Date()))
    const before = await entries()
    const hanging = dial('127.0.0.2')
    const hung = ended(hanging)
    const answers: Ended[] = []
    for (let count = 0; count < webLimits.address.refusals.afterPauseMax + 20; count += 1)
      answers.push(await said('127.0.0.2', head(paths.messages, `Content-Length: ${jwe.length}`) + jwe))
    const told = answers.filter(({ statuses }) => statuses[0] === 401).length
    // They come back at one a second.
    assert.ok(told >= webLimits.address.refusals.afterPauseMax, String(told))
    assert.deepEqual(answers.at(-1)?.statuses, [], 'the last was not even read')
    assert.deepEqual((await hung).statuses, [], 'what the address had open is ended')
    assert.equal(await entries(), before)
    assert.equal((await post(world.answering, [jwe])).length, 1)
    await opened(world)
  })

  it('attack 57: nothing is looked at that stands behind a request that ends the connection', async () => {
    const one = head(paths.messages, 'Content-Length: 0')
    const many = one.repeat(webLimits.address.refusals.afterPauseMax + 20)
    assert.deepEqual((await said('127.0.0.3', many)).statuses, [401])
    // Looked at, they would have used up what the address may be told.
    assert.deepEqual((await said('127.0.0.3', one)).statuses, [401])
  })

  it('attack 39: an address that has not signed has so many connections, all strangers together so many, and peers find room', async () => {
    const sockets: Socket[] = []
    const open = (): number => sockets.filter((socket) => socket.readyState === 'open').length
    try {
      for (let count = 0; count < webLimits.address.connectionsMax + 20; count += 1)
        sockets.push(dial('127.0.0.4'))
      await until('some were turned away', () => open() === webLimits.address.connectionsMax)
      for (let count = 0; count < webLimits.connectionsMax + 500; count += 1)
        sockets.push(dial(`127.0.1.${1 + Math.floor(count / 50)}`))
      await until('there are no more than may be', () => {
        const connecting = sockets.filter((socket) => socket.readyState === 'opening').length
        return connecting === 0 && open() <= webLimits.connectionsMax
      })
      // Those that have said nothing for ten seconds are gone as well.
      assert.ok(open() > webLimits.connectionsMax / 4, String(open()))
      await opened(world)
    } finally {
      for (const socket of sockets) socket.destroy()
    }
  })

  it('attack 39: a peer that signs over ever more connections keeps so many of them, and is answered over each', async () => {
    const targetUri = world.answering.node.node.trust.own().list.node.url + paths.live
    const caller = httpCaller(world.asking.node.node)
    const sockets: Socket[] = []
    const open = (): number => sockets.filter((socket) => socket.readyState === 'open').length
    try {
      for (let count = 0; count < webLimits.connectionsOfPeerMax + 40; count += 1) {
        const socket = dial('127.0.0.7')
        sockets.push(socket)
        const signed = Object.entries(caller.sign({ method: 'GET', targetUri, body: Buffer.alloc(0) }))
        const fields = signed.map(([name, value]) => `${name}: ${value}`)
        socket.write([`GET ${paths.live} HTTP/1.1`, 'Host: node', ...fields, '', ''].join('\r\n'))
        const answer = await new Promise<string>((resolve) =>
          socket.once('data', (chunk: Buffer) => resolve(chunk.toString('latin1'))),
        )
        assert.match(answer, /^HTTP\/1\.1 200 /)
      }
      // What another test of this peer left open may be among them.
      await until('the oldest are gone', () => open() <= webLimits.connectionsOfPeerMax)
      assert.ok(open() > webLimits.connectionsOfPeerMax - 20, String(open()))
      assert.equal(sockets.at(-1)?.readyState, 'open')
      await opened(world)
    } finally {
      for (const socket of sockets) socket.destroy()
    }
  })

  it('gives what is public so often to strangers, and to peers who sign as often as they want', async () => {
    const options = { path: paths.live, localAddress: '127.0.0.5' }
    const statuses: number[] = []
    let refused: Awaited<ReturnType<typeof asked>> | undefined
    for (
      let count = 0;
      count < webLimits.address.reads.afterPauseMax * 2 && refused === undefined;
      count += 1
    ) {
      // Connections are limited as well, and more closely: a reader keeps his.
      const answer = await read(options)
      statuses.push(answer.status)
      if (answer.status !== 200) refused = answer
    }
    assert.ok(statuses.length > webLimits.address.reads.afterPauseMax)
    assert.deepEqual(refused, { status: 429, retryAfter: '1' })
    const targetUri = world.answering.node.node.trust.own().list.node.url + paths.live
    const signed = httpCaller(world.asking.node.node).sign({
      method: 'GET',
      targetUri,
      body: Buffer.alloc(0),
    })
    assert.equal((await asked({ ...options, headers: { ...signed } })).status, 200)
  })
  let keeping: Socket | undefined
  /** Asks over one connection that stays open. */
  const read = async ({ path, localAddress }: { readonly path: string; readonly localAddress: string }) => {
    if (keeping?.readyState !== 'open') keeping = dial(localAddress)
    const socket = keeping
    return await new Promise<{ status: number; retryAfter?: string }>((resolve) => {
      let text = ''
      const hear = (chunk: Buffer): void => {
        text += chunk.toString('latin1')
        const length = /content-length: ([0-9]+)/i.exec(text)?.[1]
        const at = text.indexOf('\r\n\r\n')
        if (at < 0 || length === undefined || text.length < at + 4 + Number(length)) return
        socket.off('data', hear)
        const retryAfter = /retry-after: ([0-9]+)/i.exec(text)?.[1]
        resolve({ status: Number(text.slice(9, 12)), ...(retryAfter === undefined ? {} : { retryAfter }) })
      }
      socket.on('data', hear)
      socket.write(`GET ${path} HTTP/1.1\r\nHost: node\r\n\r\n`)
    })
  }

  it('attack 39: who sends a head or a body byte by byte, or nothing at all, is cut off after so long', async () => {
    const sign = () => {
      const targetUri = world.answering.node.node.trust.own().list.node.url + paths.messages
      const body = Buffer.alloc(1000, 'a')
      return httpCaller(world.asking.node.node).sign({
        method: 'POST',
        targetUri,
        contentType: messagesMediaType,
        body,
      })
    }
    const drip = (socket: Socket): void => {
      const timer = setInterval(() => socket.write('a'), 500)
      socket.once('close', () => clearInterval(timer))
    }
    const silent = ended(dial('127.0.0.6'))
    const slowHead = dial('127.0.0.6')
    slowHead.write('POST /exchange/messages HTTP/1.1\r\nHost: node\r\nX-Slow: ')
    drip(slowHead)
    const slowBody = dial('127.0.0.1')
    const fields = Object.entries(sign()).map(([name, value]) => `${name}: ${value}`)
    slowBody.write(head(paths.messages, ...fields, 'Content-Length: 1000'))
    drip(slowBody)
    const [nothing, head10, body30] = await Promise.all([silent, ended(slowHead), ended(slowBody)])
    const graceMs = 5_000
    for (const { ms, statuses } of [nothing, head10]) {
      assert.ok(ms >= webLimits.headersMs - 100 && ms < webLimits.headersMs + graceMs, String(ms))
      assert.deepEqual(statuses, [408])
    }
    assert.ok(body30.ms >= webLimits.requestMs - 100 && body30.ms < webLimits.requestMs + graceMs)
    await opened(world)
  })

  it('attack 57: no request is read that another reader might read otherwise', async () => {
    const get = (line: string, ...fields: readonly string[]): string => [line, ...fields, '', ''].join('\r\n')
    const hidden = 'GET /health/live HTTP/1.1\r\nHost: node\r\n\r\n'
    const table: Readonly<Record<string, string>> = {
      'length and chunks':
        head(paths.messages, 'Content-Length: 4', 'Transfer-Encoding: chunked') + `0\r\n\r\n${hidden}`,
      'chunks that are spelt otherwise':
        head(paths.messages, 'Transfer-Encoding: xchunked') + `0\r\n\r\n${hidden}`,
      'chunks twice':
        head(paths.messages, 'Transfer-Encoding: chunked', 'Transfer-Encoding: identity') + hidden,
      'two lengths': head(paths.messages, 'Content-Length: 4', 'Content-Length: 5') + hidden,
      'a length with a sign': head(paths.messages, 'Content-Length: +4') + hidden,
      'a length that is none': head(paths.messages, 'Content-Length: 0x4') + hidden,
      'a space before the colon': head(paths.messages, 'Content-Length : 4') + hidden,
      'a folded field': head(paths.messages, 'X-One: a', ' b') + hidden,
      'a bare line feed': 'GET /health/live HTTP/1.1\nHost: node\n\n',
      'no host': get('GET /health/live HTTP/1.1'),
      'two hosts': get('GET /health/live HTTP/1.1', 'Host: node', 'Host: other'),
      'the address of another': get('GET http://other.example/health/live HTTP/1.1', 'Host: node'),
      'no path': get('OPTIONS * HTTP/1.1', 'Host: node'),
      'a control character in the path': get('GET /health/\u0001live HTTP/1.1', 'Host: node'),
      'a zero byte in a field': get('GET /health/live HTTP/1.1', 'Host: node', 'X-One: a\0b'),
    }
    for (const [what, bytes] of Object.entries(table)) {
      const { statuses } = await said('127.0.0.7', bytes)
      assert.ok(statuses.length <= 1, `${what}: ${statuses.join(' ')}`)
      assert.ok([400, 401].includes(statuses[0] ?? 0), `${what}: ${statuses.join(' ')}`)
    }
  })

  it('says with a problem document that it cannot read a request, also where no handler has seen it', async () => {
    const raw = 'GET /api/v1/audit/missed-deadlines?from=вчера HTTP/1.1\r\nHost: node\r\n\r\n'
    const socket = dial('127.0.0.9')
    socket.write(raw, 'utf8')
    let text = ''
    for await (const chunk of socket) text += String(chunk)
    const [head = '', body = ''] = text.split('\r\n\r\n')
    assert.match(head, /^HTTP\/1\.1 400 Bad Request\r\n/)
    assert.match(head, /Content-Type: application\/problem\+json/)
    assert.deepEqual(JSON.parse(body), {
      ...{ type: 'about:blank', title: 'The request cannot be read' },
      ...{ status: 400, code: 'HTTP_UNREADABLE' },
    })
  })

  it('attack 39: a head that is too long is not read', async () => {
    const long = `GET /health/live HTTP/1.1\r\nHost: node\r\nX-Long: ${'a'.repeat(webLimits.headerBytesMax)}\r\n\r\n`
    assert.deepEqual((await said('127.0.0.8', long)).statuses, [431])
  })

  it('knows its paths in one spelling, however they are encoded', async () => {
    for (const path of [
      '/health%2flive',
      '/%68ealth/live',
      '/%2568ealth/live',
      '/health/%2e%2e/health/live',
      '/log/tile/..%2f..%2fcheckpoint',
      '/log/tile/%252e%252e/%252e%252e',
      '/log/tile/%30/000',
      '//health/live',
      '/health/live;a=b',
    ])
      assert.equal((await asked({ path, localAddress: '127.0.0.8' })).status, 404, path)
  })

  it('goes by what was signed and not by the host that a head names', async () => {
    const { jwe } = await sealed(world.asking, world.answering, openingFrame(new Date()))
    const targetUri = world.answering.node.node.trust.own().list.node.url + paths.messages
    const body = Buffer.from(jwe, 'utf8')
    const request = { method: 'POST', contentType: messagesMediaType, body }
    const { sign } = httpCaller(world.asking.node.node)
    const statusOf = async (uri: string): Promise<number | undefined> => {
      const fields = Object.entries(sign({ ...request, targetUri: uri })).map(
        ([name, value]) => `${name}: ${value}`,
      )
      const more = [...fields, `Content-Length: ${body.length}`, 'Connection: close']
      const text = head(paths.messages, ...more).replace('Host: node', 'Host: evil.example') + jwe
      return (await said('127.0.0.1', text)).statuses[0]
    }
    assert.equal(await statusOf(targetUri), 200)
    assert.equal(await statusOf(`http://evil.example${paths.messages}`), 401)
  })
})
