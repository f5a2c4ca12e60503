import assert from 'node:assert/strict'
import { type ClientRequest, type IncomingMessage, createServer, request } from 'node:http'
import type { HttpRequest, SignatureFields } from '../../src/envelope/httpSignature.ts'
import { httpKeyId, signRequest } from '../../src/envelope/httpSignature.ts'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import { httpCaller } from '../../src/exchange/httpCaller.ts'
import { answersMediaType, courier, messagesMediaType } from '../../src/exchange/post.ts'
import { publicRefusal } from '../../src/exchange/reply.ts'
import { listRefusals } from '../../src/store/refusals.ts'
import { paths } from '../../src/web/paths.ts'
import { believing } from '../support/believing.ts'
import { logOf, openingFrame, post, postSigned, said, sealed } from '../support/talk.ts'
import { type World, authority, thirdState, twoStates, until } from '../support/world.ts'

const nonce = (): string => Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url')

describe('requests between nodes', () => {
  let world: World
  before(async () => {
    world = await twoStates()
  })
  after(() => world.close())

  const opening = async () => {
    const { jwe } = await sealed(world.asking, world.answering, openingFrame(world.asking.node.node.now()))
    return jwe
  }
  const requestOf = (body: string): HttpRequest => ({
    method: 'POST',
    targetUri: world.answering.node.node.trust.own().list.node.url + paths.messages,
    contentType: messagesMediaType,
    body: Buffer.from(body, 'utf8'),
  })
  const sign = (body: string): SignatureFields => httpCaller(world.asking.node.node).sign(requestOf(body))
  const send = async (body: string, fields: Readonly<Record<string, string>>): Promise<Response> =>
    await fetch(world.answering.node.url + paths.messages, {
      method: 'POST',
      headers: { 'content-type': messagesMediaType, ...fields },
      body,
    })
  const entries = async (): Promise<number> => (await logOf(world.answering.node.node.db)).length

  /** Asserts that a stranger is told one text, that nothing was opened for him, and nothing written. */
  const assertStranger = async (response: Response, before: number): Promise<void> => {
    assert.equal(response.status, 401)
    assert.deepEqual(await response.json(), {
      type: 'about:blank',
      title: 'Only a node that is known here may do this',
      status: 401,
    })
    assert.equal(response.headers.get('signature'), null)
    assert.equal(await entries(), before)
  }

  it('are taken when the node of a peer has signed them, and their answers are signed as well', async () => {
    const body = await opening()
    const response = await postSigned(world.answering, world.asking, paths.messages, messagesMediaType, body)
    assert.equal(response.status, 200)
    const answer = Buffer.from(await response.arrayBuffer())
    assert.equal(said(answer.toString('latin1')).event, 'relayAcceptance')
    assert.ok(response.headers.get('signature-input')?.includes('"@status"'))
  })

  it('attack 56: strangers are told one text, whatever was wrong, before anything of them is read', async () => {
    const body = await opening()
    const before = await entries()
    const good = sign(body)
    const { asking } = world
    const now = new Date()
    const message = {
      key: asking.node.node.signer.key,
      keyId: httpKeyId(asking.node.node.signer.certificate),
    }
    const other = { ...requestOf(body), targetUri: 'https://elsewhere.example/exchange/messages' }
    const late = new Date(now.getTime() - 600_000)
    const cases: Readonly<Record<string, Readonly<Record<string, string>>>> = {
      'not signed': {},
      'signed for another node': { ...httpCaller(asking.node.node).sign(other) },
      'signed with the key for messages': { ...signRequest(requestOf(body), message, now, nonce()) },
      'signed ten minutes ago': {
        ...signRequest(requestOf(body), asking.node.node.httpSigner, late, nonce()),
      },
      'with another digest': { ...good, 'content-digest': sign('something else')['content-digest'] },
      'with two signatures': { ...good, signature: `${good.signature}, ${good.signature}` },
    }
    for (const [what, fields] of Object.entries(cases)) {
      await assertStranger(await send(body, fields), before).catch((reason: unknown) => {
        throw new Error(`${what}: ${String(reason)}`)
      })
    }
  })

  it('attack 20: a request counts once, and only with the body that was signed', async () => {
    const body = await opening()
    const fields = sign(body)
    const other = await send('something else', fields)
    assert.equal(other.status, 400)
    assert.equal(((await other.json()) as { code: string }).code, 'HTTP_DIGEST_MISMATCH')
    await assertStranger(await send(body, fields), await entries())
    assert.equal((await send(body, sign(body))).status, 200)
  })

  it('are turned away where a peer has too much of them open, and nobody else is', async () => {
    const third = await thirdState(world, { state: 'AZ', authorities: [authority('az.ppo')] })
    const body = await opening()
    const hanging: ClientRequest[] = []
    const refused: IncomingMessage[] = []
    try {
      // As large as eight of them may be, so that the ninth is one too many.
      const bytes = exchangeLimits.peer.bytesAtOnceMax / 8
      for (let count = 0; count < 9; count += 1) {
        const headers = { 'content-type': messagesMediaType, 'content-length': bytes, ...sign(body) }
        const url = world.answering.node.url + paths.messages
        const waits = request(url, { method: 'POST', headers, agent: false })
        waits.on('response', (answer) => refused.push(answer)).on('error', () => undefined)
        waits.write(body.slice(0, 10))
        hanging.push(waits)
      }
      await until('one was turned away', () => refused.length > 0)
      assert.deepEqual(
        refused.map(({ statusCode, headers }) => [statusCode, headers['retry-after']]),
        [[503, '1']],
      )
      const other = await sealed(third, world.answering, openingFrame(new Date(), { from: 'az.ppo' }))
      assert.equal((await post(world.answering, [other.jwe], third)).length, 1)
      for (const waits of hanging) waits.destroy()
      await until('it may post again', async () => (await send(body, sign(body))).status === 200)
    } finally {
      for (const waits of hanging) waits.destroy()
      await third.close()
    }
  })

  it('attack 23: a node brings what its own State has signed, and nothing of others', async () => {
    const third = await thirdState(world, { state: 'FI', authorities: [authority('fi.mfa')] })
    try {
      const [answer] = await post(world.answering, [await opening()], third)
      assert.equal(answer, publicRefusal)
      const [last] = (await logOf(world.answering.node.node.db)).slice(-1)
      assert.deepEqual([last?.evt, last?.code], ['envelope.refused', 'SENDER_NOT_SIGNER'])
      assert.deepEqual(await listRefusals(world.answering.node.node.db, 10), [])
    } finally {
      await third.close()
    }
  })

  it('have answers that count though another State has copied address and certificate of the peer into its list', async () => {
    const { asking } = world
    const qa = asking.node.node.trust.peer('QA')
    assert.ok(qa !== null)
    const { url } = qa.list.node
    // It holds no such certificate, so that by its list nothing of it is good.
    const copied = { ...qa, list: { ...qa.list, state: 'AZ', node: { uri: 'urn:rogatory:node:az', url } } }
    for (const peers of [
      [copied, qa],
      [qa, copied],
    ]) {
      const posted = believing(asking.node.node, { peers }, () => asking.node.courier.post(url, ['garbage']))
      assert.deepEqual(await posted, [publicRefusal])
    }
    const alone = believing(asking.node.node, { peers: [copied] }, () =>
      asking.node.courier.post(url, ['garbage']),
    )
    await assert.rejects(alone, /not signed by the peer: CERTIFICATE_WRONG_HOLDER/)
  })

  it('have answers that count for nothing where the peer has not signed them', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': answersMediaType }).end('an.answer.here')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const { post: posting, close } = courier(paths, httpCaller(world.asking.node.node))
    await assert.rejects(
      posting(`http://127.0.0.1:${port}`, ['a']),
      /not signed by the peer: HTTP_SIGNATURE_MISSING/,
    )
    await close()
    server.close()
  })
})
