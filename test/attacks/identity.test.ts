import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { httpCaller } from '../../src/exchange/httpCaller.ts'
import { messagesMediaType } from '../../src/exchange/post.ts'
import { publicRefusal } from '../../src/exchange/reply.ts'
import { paths } from '../../src/web/paths.ts'
import {
  frameOf,
  logOf,
  openingFrame,
  opened,
  post,
  said,
  sealed,
  sealedTo,
  stored,
} from '../support/talk.ts'
import { rawRequest } from './rawRequest.ts'
import { type World, type WorldState, authority, thirdState, twoStates } from '../support/world.ts'

describe('attacks on who says something to whom', () => {
  let world: World
  let third: WorldState & { close(): Promise<void> }
  before(async () => {
    world = await twoStates()
    third = await thirdState(world, { state: 'AZ', authorities: [authority('az.ppo')] })
  })
  after(async () => {
    await third.close()
    await world.close()
  })

  /** Under which code the log of the answering State has a line that was refused. */
  const codeInLog = async (line: string): Promise<string | undefined> => {
    const digest = hash('sha256', line)
    const entries = await logOf(world.answering.node.node.db)
    return entries.find((entry) => entry.evt === 'envelope.refused' && entry.digest === digest)?.code
  }

  it('attack 22: our own message, sealed to us again, is of no signer whom this node goes by', async () => {
    const { asking, answering } = world
    const own = await sealed(answering, answering, openingFrame(new Date(), { from: 'qa.pp', to: 'qa.pp' }))
    assert.deepEqual(await post(answering, [own.jwe], asking), [publicRefusal])
    assert.equal(await codeInLog(own.jwe), 'SIGNER_UNKNOWN')
    assert.equal((await frameOf(asking, (await firstOf(asking)).digest)).from, 'vn.spp')
    const [taken] = await answering.node.node.db
      .selectFrom('message')
      .select('digest')
      .where('digest', '=', own.digest)
      .execute()
    assert.equal(taken, undefined)
  })

  it('attack 23: a message that one State has opened and seals to another is not taken from its node', async () => {
    const { asking, answering } = world
    const meant = await sealed(asking, third, openingFrame(new Date(), { to: 'az.ppo' }))
    const line = await sealedTo(answering, meant.jws)
    assert.deepEqual(await post(answering, [line], third), [publicRefusal])
    assert.equal(await codeInLog(line), 'SENDER_NOT_SIGNER')
  })

  it('attack 57: a request that was signed for another node is refused, whatever host it names', async () => {
    const { asking, answering } = world
    const { jwe } = await sealed(asking, answering, openingFrame(new Date()))
    const elsewhere = third.node.node.trust.own().list.node.url
    const signedFor = (url: string) =>
      httpCaller(asking.node.node).sign({
        method: 'POST',
        targetUri: url + paths.messages,
        contentType: messagesMediaType,
        body: Buffer.from(jwe),
      })
    const ask = (url: string, host: string) =>
      rawRequest(answering.node.url, {
        line: `POST ${paths.messages} HTTP/1.1`,
        fields: {
          Host: host,
          'Content-Type': messagesMediaType,
          'X-Forwarded-Host': host,
          ...signedFor(url),
        },
        body: jwe,
      })
    const other = await ask(elsewhere, new URL(elsewhere).host)
    assert.match(other, /^HTTP\/1\.1 401 /)
    // And one that was signed for this node is taken, whatever host a proxy has written.
    const own = answering.node.node.trust.own().list.node.url
    const taken = await ask(own, 'proxy.example')
    assert.match(taken, /^HTTP\/1\.1 200 /)
    assert.equal(said(taken.slice(taken.lastIndexOf('\n') + 1)).event, 'relayAcceptance')
  })

  /** The first message of a request that the asking State opens. */
  const firstOf = async (state: WorldState) => {
    const request = await opened(world)
    const { digest } = await state.node.node.db
      .selectFrom('message')
      .select('digest')
      .where('request', '=', request)
      .executeTakeFirstOrThrow()
    return await stored(state, digest)
  }
})
