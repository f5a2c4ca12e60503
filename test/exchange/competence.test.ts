import assert from 'node:assert/strict'
import { canonicalText } from '../../src/message/canonical.ts'
import type { Authority } from '../../src/message/generated/types.ts'
import { findRequest } from '../../src/store/requests.ts'
import { readSettingsOfState, writeSettingsOfState } from '../../src/store/settingsOfState.ts'
import { believing } from '../support/believing.ts'
import { bodies } from '../support/bodies.ts'
import {
  agreed,
  assertReplayed,
  draft,
  opened,
  receipted,
  openingFrame,
  post,
  said,
  say,
  sealed,
  waiting,
} from '../support/talk.ts'
import { type World, type WorldState, authority, twoStates, until } from '../support/world.ts'

function only(id: string, ...competences: Authority['competences']): Authority {
  return { ...authority(id), competences }
}

/** A State publishes other competences of its authorities, as an administrator would. */
async function publish(state: WorldState, authorities: readonly Authority[]): Promise<void> {
  const { dataFolder } = state.config
  const settings = await readSettingsOfState(dataFolder)
  await writeSettingsOfState(dataFolder, { ...settings, authorities })
  await state.restart()
  await until('its list says so', () => {
    const { list } = state.node.node.trust.own()
    return canonicalText(list.authorities) === canonicalText(authorities)
  })
}

describe('the competence of an authority', () => {
  let world: World
  before(async () => {
    const asking = [
      authority('vn.spp'),
      only('vn.police', { kind: 'subscriber-information', roles: ['requesting'] }),
    ]
    const answering = [authority('qa.pp')]
    world = await twoStates({ state: 'VN', authorities: asking }, { state: 'QA', authorities: answering })
  })
  after(() => world.close())
  afterEach(() => assertReplayed(world))

  it('is asked for before anybody approves, and nothing leaves', async () => {
    const unfit = draft(world, world.asking, crypto.randomUUID(), 'request', {
      from: 'vn.police',
      people: { officer: 'Example-A' },
    })
    const outcome = await world.asking.node.send(unfit)
    assert.deepEqual(outcome, {
      ok: false,
      code: 'AUTHORITY_NOT_COMPETENT',
      pointer: '/from',
      detail: 'vn.police may not ask for preservation',
      says: [{ name: 'authorityMayNotAsk', values: { authority: 'vn.police', kind: 'preservation' } }],
    })
    assert.deepEqual(await waiting(world.asking), [])
    assert.equal(await findRequest(world.asking.node.node.db, unfit.request), null)
  })

  it('is asked for again by whoever receives, whatever the other node has let go (pain point 18)', async () => {
    const frame = openingFrame(world.asking.node.node.now(), { from: 'vn.police' })
    const { jwe } = await sealed(world.asking, world.answering, frame)
    const [answer = ''] = await post(world.answering, [jwe])
    const receipt = said(answer)
    assert.ok(receipt.event === 'relayRejection')
    assert.equal(receipt.code, 'AUTHORITY_NOT_COMPETENT')
    assert.equal(receipt.pointer, '/from')
    assert.equal(await findRequest(world.answering.node.node.db, String(frame.request)), null)
  })

  it('does not help where the peer has published that it takes no message so large: nothing is signed, and nothing leaves (pain point 17)', async () => {
    const { node } = world.asking.node
    const qa = node.trust.peer('QA')
    assert.ok(qa !== null)
    assert.deepEqual(qa.list.capabilities, world.answering.node.node.trust.own().list.capabilities)
    const capabilities = { ...qa.list.capabilities, messageBytesMax: 1_024 }
    const smaller = { ...qa, list: { ...qa.list, capabilities } }
    const large = draft(world, world.asking, crypto.randomUUID(), 'request')
    const outcome = await believing(node, { peers: [smaller] }, () => world.asking.node.send(large))
    assert.ok(!outcome.ok)
    assert.equal(outcome.code, 'PEER_LIMIT_EXCEEDED')
    assert.match(outcome.detail ?? '', /^[0-9]+ bytes; QA takes messages of at most 1024$/)
    assert.deepEqual(await waiting(world.asking), [])
    assert.equal(await findRequest(node.db, large.request), null)
  })

  it('that was lost lets its authority pass the request on and give it up, and decide nothing', async () => {
    const request = await opened(world)
    await publish(world.answering, [only('qa.pp', { kind: 'extradition', roles: ['requested'] })])
    const decides = await world.answering.node.send(draft(world, world.answering, request, 'decision'))
    assert.ok(!decides.ok && decides.code === 'AUTHORITY_NOT_COMPETENT', JSON.stringify(decides))
    await say(world, world.answering, request, 'acknowledgement')
    await agreed(world, request, 2)
    await publish(world.answering, [authority('qa.pp')])
    await say(world, world.answering, request, 'decision')
    await agreed(world, request, 3)
  })

  it('that was given yesterday counts at once: the newer list is fetched, and nobody types again', async () => {
    const request = crypto.randomUUID()
    await publish(world.asking, [authority('vn.spp'), authority('vn.police')])
    await say(world, world.asking, request, 'request', { from: 'vn.police', body: bodies.request })
    await until('the request is there', async () => {
      return (await findRequest(world.answering.node.node.db, request)) !== null
    })
    await until('its receipt is there', async () => (await waiting(world.asking)).length === 0)
  })

  it('counts at once for an authority that was designated just now as well', async () => {
    const request = crypto.randomUUID()
    await publish(world.asking, [authority('vn.spp'), authority('vn.new')])
    const { digest } = await say(world, world.asking, request, 'request', { from: 'vn.new' })
    assert.equal((await receipted(world.asking, digest)).event, 'relayAcceptance')
  })
})
