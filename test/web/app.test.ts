import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import request from 'supertest'
import { tracerOfNode } from '../../src/exchange/tracing/tracer.ts'
import { limits } from '../../src/message/limits.ts'
import { refusalCodes } from '../../src/message/refusal.ts'
import type { Check } from '../../src/exchange/readiness.ts'
import { createApp } from '../../src/web/app.ts'
import { paths } from '../../src/web/paths.ts'
import { problems } from '../../src/web/problem.ts'
import type { Services } from '../../src/web/services.ts'
import { strangersAtPort } from '../../src/web/strangers.ts'

const mediaType = 'application/vnd.rogatory.messages'

/** Answers each line with its own length, so that order and number can be seen. */
const quiet: Services = {
  tracer: tracerOfNode(),
  identify: () => ({
    ok: true,
    caller: {
      states: ['VN'],
      end: () => undefined,
      checkBody: () => ({ ok: true }),
      signAnswer: () => ({ 'content-digest': '', 'signature-input': '', signature: '' }),
    },
  }),
  strangers: strangersAtPort(() => performance.now()),
  receive: (lines) => Promise.resolve(lines.map((line) => `heard ${line.length}`)),
  answer: (question) => Promise.resolve([`asked ${question.length}`, 'and given']),
  trustList: () => Promise.resolve('a.list.here'),
  trustListFrom: (sequence) => Promise.resolve(sequence === 7 ? 'the.seventh.list' : null),
  revocationList: () => Promise.resolve(null),
  checkpoint: () => Promise.resolve(null),
  tile: (path) => Promise.resolve(path === 'tile/0/000.p/1' ? new Uint8Array(32).fill(7) : null),
  exhibit: (sha256, to) =>
    Promise.resolve(
      sha256 === 'e'.repeat(64) && to[0] === 'VN'
        ? {
            bytes: 26,
            rangeBytesMax: 10,
            read: (start, end) =>
              Promise.resolve(
                Readable.from([Buffer.from('abcdefghijklmnopqrstuvwxyz').subarray(start, end + 1)]),
              ),
          }
        : null,
    ),
  exhibits: (names, to) =>
    Promise.resolve(
      names.map((name) => (name === 'e'.repeat(64) && to[0] === 'VN' ? Buffer.from('abc') : null)),
    ),
  cosign: () => Promise.resolve({ ok: true, line: '— a.witness AAAA\n' }),
  cosigned: (origin) => Promise.resolve(origin === 'a'.repeat(64) ? 'a note' : null),
  ready: () => Promise.resolve({ ready: true, checks: [{ name: 'database', ok: true }] }),
}

function app(services: Partial<Services> = {}) {
  const failures: { readonly reason: unknown; readonly path: string }[] = []
  const served = createApp({ ...quiet, ...services }, (failure) => failures.push(failure))
  return { failures, ask: request(served) }
}

function post(body: string | Buffer, headers: Record<string, string> = {}, services: Partial<Services> = {}) {
  const { ask } = app(services)
  return ask
    .post(paths.messages)
    .set({ 'Content-Type': mediaType, ...headers })
    .send(body)
    .buffer()
    .parse(asText)
}

/** An RFC 9457 problem document (section 3). */
function assertProblem(response: request.Response, status: number, code?: string): void {
  assert.equal(response.status, status)
  assert.match(response.headers['content-type'] ?? '', /^application\/problem\+json/)
  const problem = JSON.parse(response.text) as Record<string, unknown>
  assert.equal(problem.type, 'about:blank')
  assert.equal(problem.status, status)
  assert.equal(typeof problem.title, 'string')
  assert.equal(problem.code, code)
}

function asText(response: request.Response, done: (reason: Error | null, text: string) => void): void {
  let text = ''
  const stream = response as unknown as NodeJS.ReadableStream
  stream.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8')
  })
  stream.on('end', () => {
    response.text = text
    done(null, text)
  })
}

describe('the web face of a node', () => {
  it('answers each line in order', async () => {
    const response = await post('a\nbb\n\nccc\n')
    assert.equal(response.status, 200)
    assert.match(response.headers['content-type'] ?? '', /^application\/vnd\.rogatory\.answers/)
    assert.equal(response.text, 'heard 1\nheard 2\nheard 0\nheard 3')
  })

  it('answers nothing to nothing', async () => {
    const response = await post('')
    assert.equal(response.status, 200)
    assert.equal(response.text, '')
  })

  it('hands on every byte as it came, whatever it is', async () => {
    const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x0d, 0x0a, 0xc3])
    const heard: string[] = []
    const receive: Services['receive'] = (lines) => {
      heard.push(...lines)
      return Promise.resolve(lines.map(() => 'no'))
    }
    await post(bytes, {}, { receive })
    assert.deepEqual(
      heard.map((line) => Buffer.from(line, 'latin1').toString('hex')),
      ['fffe000d', 'c3'],
    )
  })

  it('takes only the exact media type', async () => {
    for (const type of ['text/plain', `${mediaType}; charset=utf-8`, 'application/jose', '']) {
      assertProblem(await post('a', { 'Content-Type': type }), 415)
    }
  })

  it('takes no compressed body, which could hold any number of bytes', async () => {
    const bomb = gzipSync(Buffer.alloc(limits.batchBytesMax * 2))
    const { ask, failures } = app()
    for (const encoding of ['gzip', 'deflate', 'br', 'x-unknown']) {
      const headers = { 'Content-Type': mediaType, 'Content-Encoding': encoding }
      assertProblem(await ask.post(paths.messages).set(headers).send(bomb), 415)
    }
    assert.deepEqual(failures, [], 'that is nothing wrong with the node')
  })

  it('attack 15: a post has no more bytes than allowed, said beforehand or not', async () => {
    const most = await post(Buffer.alloc(limits.batchBytesMax, 'a'))
    assert.equal(most.text, `heard ${limits.batchBytesMax}`)
    assertProblem(await post(Buffer.alloc(limits.batchBytesMax + 1, 'a')), 413, 'BATCH_TOO_LARGE')
  })

  it('attack 15: a post has no more lines than allowed', async () => {
    const lines = (count: number) => 'x\n'.repeat(count)
    assert.equal(
      (await post(lines(limits.batchMessagesMax))).text.split('\n').length,
      limits.batchMessagesMax,
    )
    assertProblem(await post(lines(limits.batchMessagesMax + 1)), 413, 'BATCH_TOO_LARGE')
  })

  it('answers 503 and when to come again where nothing can be recorded, and says why to the log alone', async () => {
    const { ask, failures } = app({ receive: () => Promise.reject(new Error('the disk of db7 is full')) })
    const response = await ask.post(paths.messages).set('Content-Type', mediaType).send('a')
    assertProblem(response, 503, 'NODE_UNAVAILABLE')
    assert.equal(response.headers['retry-after'], '1')
    assert.ok(!response.text.includes('db7'))
    assert.deepEqual(
      failures.map(({ reason, path }) => [String(reason), path]),
      [['Error: the disk of db7 is full', paths.messages]],
    )
  })

  it('publishes the trust list', async () => {
    const response = await app().ask.get(paths.trustList).buffer().parse(asText)
    assert.equal(response.status, 200)
    assert.match(response.headers['content-type'] ?? '', /^application\/jose/)
    assert.equal(response.text, 'a.list.here')
  })

  it('publishes checkpoint and tiles of hashes, and no entries', async () => {
    const { ask } = app({ checkpoint: () => Promise.resolve('log\n1\nroot\n') })
    const checkpoint = await ask.get(paths.checkpoint)
    assert.deepEqual([checkpoint.status, checkpoint.text], [200, 'log\n1\nroot\n'])
    const tile = await ask.get('/log/tile/0/000.p/1')
    assert.equal(tile.status, 200)
    assert.deepEqual(tile.body, Buffer.alloc(32, 7))
    assert.match(tile.headers['cache-control'] ?? '', /immutable/)
    for (const path of ['/log/tile/entries/000', '/log/tile/9/000', '/log/tile/'])
      assert.equal((await ask.get(path)).status, 404, path)
    assert.equal((await app().ask.get(paths.checkpoint)).status, 404)
  })

  it('tells a peer all of whose connections are busy that it is to come again, takes nothing, and ends the connection', async () => {
    let over = 0
    let taken = 0
    const caller = {
      states: ['VN'],
      end: () => (over += 1),
      checkBody: () => ({ ok: true }) as const,
      signAnswer: () => assert.fail('nobody has signed this'),
    }
    const services = {
      identify: () => ({ ok: true, caller }) as const,
      strangers: { ...quiet.strangers, serve: () => null },
      receive: () => Promise.resolve([String((taken += 1))]),
    }
    const response = await post('a line', {}, services)
    assertProblem(response, 503, 'NODE_BUSY')
    assert.equal(response.headers.connection, 'close')
    assertProblem(await app(services).ask.get(paths.trustList).set('Signature', 'signed'), 503, 'NODE_BUSY')
    assert.deepEqual([over, taken], [2, 0])
  })

  it('tells whether it lives and whether it can work, and to strangers not why it cannot', async () => {
    const { ask } = app()
    assert.deepEqual((await ask.get(paths.live)).body, { live: true })
    assert.equal((await ask.get(paths.ready)).status, 200)
    const checks: Check[] = [
      { name: 'database', ok: false, detail: 'password of rogatory refused at 10.0.0.5' },
    ]
    const broken = await app({ ready: () => Promise.resolve({ ready: false, checks }) }).ask.get(paths.ready)
    assert.equal(broken.status, 503)
    assert.deepEqual(broken.body, { ready: false, checks: [{ name: 'database', ok: false }] })
  })

  it('attack 57: there is no other path, and no other spelling of one', async () => {
    const { ask, failures } = app()
    for (const path of [
      '/',
      '/exchange',
      '/EXCHANGE/messages',
      '/exchange/messages/',
      '/log/checkpoint/',
      '/%2e%2e/etc',
    ]) {
      assertProblem(await ask.get(path), 404, 'PATH_UNKNOWN')
      assertProblem(await ask.post(path), 404, 'PATH_UNKNOWN')
    }
    assert.deepEqual(failures, [])
  })

  it('says by which method a thing is done', async () => {
    const { ask } = app()
    for (const method of ['get', 'put', 'delete', 'patch'] as const) {
      const response = await ask[method](paths.messages)
      assertProblem(response, 405)
      assert.equal(response.headers.allow, 'POST')
    }
    for (const path of [paths.trustList, paths.checkpoint, '/log/tile/0/000', paths.live, paths.ready]) {
      const response = await ask.post(path)
      assertProblem(response, 405)
      assert.equal(response.headers.allow, 'GET, HEAD')
    }
    assert.equal((await ask.head(paths.live)).status, 200)
  })

  it('answers what cannot be read with 400 and not with a fault of its own', async () => {
    const { ask, failures } = app()
    assertProblem(await ask.get('/log/tile/%E0%A4%A'), 400, 'HTTP_UNREADABLE')
    assert.deepEqual(failures, [])
  })

  it('notes what broke once, with its path', async () => {
    const { ask, failures } = app({ trustList: () => Promise.reject(new Error('broken')) })
    assertProblem(await ask.get(paths.trustList), 503, 'NODE_UNAVAILABLE')
    assert.deepEqual(
      failures.map(({ path }) => path),
      [paths.trustList],
    )
  })

  it('puts the headers on every answer that keep browsers from doing anything with it', async () => {
    const { ask } = app()
    for (const path of [paths.live, paths.trustList, '/nowhere', '/log/tile/%E0%A4%A']) {
      const { headers } = await ask.get(path)
      assert.equal(headers['x-content-type-options'], 'nosniff', path)
      assert.match(headers['content-security-policy'] ?? '', /default-src 'none'/)
      assert.equal(headers['referrer-policy'], 'no-referrer')
      assert.equal(headers['cache-control'], 'no-store')
      assert.equal(headers['x-powered-by'], undefined)
      assert.equal(headers.etag, undefined)
    }
  })

  it('changes no prototype, whatever a query or header is called', async () => {
    const { ask } = app()
    await ask.get('/health/live?__proto__[x]=1&constructor[prototype][x]=1').set('X-Proto', '__proto__')
    assert.equal(({} as Record<string, unknown>).x, undefined)
  })
})

describe('the table of problems', () => {
  it('has every code once, with a status of HTTP and a title of its own', () => {
    assert.deepEqual(Object.keys(problems).sort(), [...refusalCodes].sort())
    for (const [code, { status, title }] of Object.entries(problems)) {
      assert.ok(status >= 400 && status <= 507, code)
      assert.ok(title.length > 10 && !title.endsWith('.'), code)
    }
    const titles = Object.values(problems).map(({ title }) => title)
    assert.equal(new Set(titles).size, titles.length)
  })
})

describe('files that are fetched', () => {
  const at = (sha256: string, range?: string) => {
    const asked = app().ask.get(paths.exhibit.replace(':sha256', sha256))
    return (range === undefined ? asked : asked.set('Range', range)).buffer().parse(asText)
  }
  const here = 'e'.repeat(64)

  it('attack 36: are octets to save and nothing that a browser would show', async () => {
    const { headers } = await at(here, 'bytes=0-1')
    assert.equal(headers['content-disposition'], 'attachment')
    assert.equal(headers['content-type'], 'application/octet-stream')
    assert.equal(headers['x-content-type-options'], 'nosniff')
  })

  it('attack 39: are given in parts, and no more of one than an answer holds', async () => {
    const part = await at(here, 'bytes=2-5')
    assert.deepEqual([part.status, part.body, part.headers['content-range']], [206, 'cdef', 'bytes 2-5/26'])
    assert.equal(part.headers['content-disposition'], 'attachment')
    const long = await at(here, 'bytes=4-')
    assert.deepEqual(
      [long.status, long.body, long.headers['content-range']],
      [206, 'efghijklmn', 'bytes 4-13/26'],
    )
    const last = await at(here, 'bytes=24-99')
    assert.deepEqual([last.status, last.body], [206, 'yz'])
  })

  it('attack 39: are not given by a range that is none, one of several, or outside of them', async () => {
    for (const range of ['bytes=26-30', 'bytes=5-2', 'bytes=0-1,4-5', 'lines=0-1', 'bytes=x', undefined]) {
      const { status, headers } = await at(here, range)
      assert.deepEqual([status, headers['content-range']], [416, 'bytes */26'], range)
    }
  })

  it('are nothing to anybody else, nor under a name that is none', async () => {
    for (const name of ['a'.repeat(64), 'E'.repeat(64), '..%2f..%2fpassphrase', 'e'.repeat(63)])
      assert.equal((await at(name, 'bytes=0-1')).status, 404)
  })
})
