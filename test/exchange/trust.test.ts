import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Signer } from '../../src/envelope/sign.ts'
import { signTrustList } from '../../src/envelope/trustList.ts'
import { trustDirectory } from '../../src/exchange/directory.ts'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import { acceptPeerList, ownTrustList, pinPeer, saidIn } from '../../src/exchange/trustKeeping.ts'
import type { TrustList } from '../../src/message/generated/types.ts'
import { makeIdentity } from '../../src/store/identity/make.ts'
import { readIdentity } from '../../src/store/identity/read.ts'
import { findPeer } from '../../src/store/peers.ts'
import { newestTrustList, trustListHistory } from '../../src/store/trustLists.ts'
import { digestOfBase64 } from '../../src/trust/list.ts'
import {
  agreed,
  assertReplayed,
  draft,
  logOf,
  opened,
  post,
  receipted,
  said,
  say,
  setClock,
  stored,
  waiting,
} from '../support/talk.ts'
import { type World, type WorldState, passphrase, twoStates, until } from '../support/world.ts'

const day = 86_400_000

describe('trust between two nodes', () => {
  let folder: string
  let clockFile: string
  let world: World
  const start = Date.parse('2027-01-04T08:00:00Z')
  let at = start

  /** Moves both nodes on by so many days. */
  const pass = async (days: number): Promise<void> => {
    at += days * day
    await setClock(clockFile, new Date(at))
  }
  const listOf = async (state: WorldState, of: string) => {
    const row = await newestTrustList(state.node.node.db, of)
    assert.ok(row !== null)
    return row
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rogatory-trust-'))
    clockFile = join(folder, 'clock')
    at = start
    await setClock(clockFile, new Date(at))
    world = await twoStates(undefined, undefined, { clockFile, validFrom: new Date(start - day) })
  })
  afterEach(async () => {
    await assertReplayed(world)
    await world.close()
    await rm(folder, { recursive: true })
  })

  it('is renewed at half of the life of a list, and the peer fetches the new one', async () => {
    const { asking, answering } = world
    await pass(13)
    await until('a job had its turn', () => asking.node.node.now().getTime() > at + 1500)
    assert.equal((await listOf(asking, 'VN')).sequence, 1)
    await pass(1.01)
    await until('QA has the second list of VN', async () => (await listOf(answering, 'VN')).sequence === 2)
    await until('VN has the second list of QA', async () => (await listOf(asking, 'QA')).sequence === 2)
    assert.equal((await listOf(answering, 'VN')).digest, (await listOf(asking, 'VN')).digest)
    await opened(world)
    const accepted = (await logOf(answering.node.node.db)).filter(({ evt }) => evt === 'trustList.accepted')
    assert.deepEqual(
      accepted.map(({ peer, count }) => [peer, count]),
      [
        ['VN', 1],
        ['VN', 2],
      ],
    )
  })

  it('that has run out lets messages wait, and they arrive when it is renewed', async () => {
    const { asking, answering } = world
    const request = await opened(world)
    asking.link.up = false
    answering.link.up = false
    const sent = await say(world, asking, request, 'status-request')
    await pass(29)
    await until('the lists of the peers have run out', () => {
      const { own, peer } = asking.node.node.trust
      return own().list.sequence === 2 && peer('QA')?.list.sequence === 1
    })
    const refused = await asking.node.send({
      ...draftLike(world),
      request: crypto.randomUUID(),
    })
    assert.equal(refused.ok ? '' : refused.code, 'TRUST_LIST_EXPIRED')
    answering.link.up = true
    asking.link.up = true
    await agreed(world, request, 2)
    assert.equal((await stored(asking, sent.digest)).sequence, 2)
  })

  it('gives the same receipt for the same bytes even when they come too late for a first time', async () => {
    const { asking, answering } = world
    const request = crypto.randomUUID()
    const sent = await say(world, asking, request, 'request')
    await receipted(asking, sent.digest)
    const [passed] = answering.link.passed
    await pass(exchangeLimits.signedBehindMaxMs / day + 1)
    await until('QA has a list of VN in force', () => {
      return Date.parse(answering.node.node.trust.peer('VN')?.list.nextUpdate ?? '') > at
    })
    const [again = ''] = await post(answering, passed?.lines ?? [])
    assert.equal(again, passed?.answer)
    assert.equal(said(again).event, 'relayAcceptance')
  })

  it('keeps the old list and notes in the log a list that goes back, contradicts, or is of an unknown signer', async () => {
    const { asking, answering } = world
    const { node } = answering.node
    const [first] = await trustListHistory(node.db, 'VN')
    const listSigner = await listSignerOf(asking)
    const list = asking.node.node.trust.own().list
    const stranger = await strangerTo(folder)
    const issuedAt = new Date(at).toISOString()
    const next = { ...list, sequence: 2, issuedAt, nextUpdate: new Date(at + day).toISOString() }
    const second = await signTrustList(next, listSigner)
    assert.ok((await acceptPeerList(node, 'VN', second.jws)).ok)
    const unchanged = await acceptPeerList(node, 'VN', second.jws)
    assert.ok(unchanged.ok, 'the same list again is no trouble')
    const other = { ...next, nextUpdate: new Date(at + 2 * day).toISOString() }
    const table: readonly [string, string][] = [
      [first?.jws ?? '', 'TRUST_LIST_ROLLED_BACK'],
      [(await signTrustList(other, listSigner)).jws, 'TRUST_LIST_EQUIVOCATION'],
      [(await signTrustList({ ...next, sequence: 3 }, stranger)).jws, 'TRUST_LIST_NOT_PINNED'],
      ['not a list at all', 'ENVELOPE_INVALID'],
    ]
    for (const [jws, code] of table) {
      const refused = await acceptPeerList(node, 'VN', jws)
      assert.equal(refused.ok ? '' : refused.code, code)
      assert.equal((await listOf(answering, 'VN')).digest, second.digest)
    }
    const codes = (await logOf(node.db))
      .filter(({ evt }) => evt === 'trustList.refused')
      .map(({ code }) => code)
    assert.deepEqual(
      codes,
      table.map(([, code]) => code),
    )
    const unknown = await acceptPeerList(node, 'EE', second.jws)
    assert.equal(unknown.ok ? '' : unknown.code, 'PEER_UNKNOWN')
  })

  it('takes the list of a new signer that the list before has announced', async () => {
    const { asking, answering } = world
    const { node } = answering.node
    const listSigner = await listSignerOf(asking)
    const list = asking.node.node.trust.own().list
    const successor = await strangerTo(folder)
    const both = [...list.listSigners, successor.certificate.toString('base64')]
    const common: TrustList = {
      ...list,
      certificateAuthorities: [...list.certificateAuthorities, successor.issuer.toString('base64')],
      issuedAt: new Date(at).toISOString(),
      nextUpdate: new Date(at + day).toISOString(),
    }
    const announced = { ...common, sequence: 2, listSigners: both as TrustList['listSigners'] }
    assert.ok((await acceptPeerList(node, 'VN', (await signTrustList(announced, listSigner)).jws)).ok)
    const alone = {
      ...common,
      sequence: 3,
      listSigners: both.slice(1) as unknown as TrustList['listSigners'],
    }
    const taken = await acceptPeerList(node, 'VN', (await signTrustList(alone, successor)).jws)
    assert.ok(taken.ok, JSON.stringify(taken))
    const old = await acceptPeerList(
      node,
      'VN',
      (await signTrustList({ ...announced, sequence: 4 }, listSigner)).jws,
    )
    assert.equal(old.ok ? '' : old.code, 'TRUST_LIST_NOT_PINNED')
  })

  it('is not given to a list with another fingerprint, nor to our own', async () => {
    const { asking, answering } = world
    const { node } = answering.node
    const by = { person: 'Example-P', authority: 'qa.pp' }
    const list = await listOf(answering, 'VN')
    const wrong = await pinPeer(node, list.jws, 'a'.repeat(64), by)
    assert.equal(wrong.ok ? '' : wrong.code, 'TRUST_LIST_NOT_PINNED')
    const own = node.trust.own()
    const itself = await pinPeer(node, (await listOf(answering, 'QA')).jws, own.signerDigest, by)
    assert.equal(itself.ok ? '' : itself.code, 'TRUST_LIST_INVALID')
    const stranger = await strangerTo(folder)
    const other = {
      ...asking.node.node.trust.own().list,
      certificateAuthorities: [stranger.issuer.toString('base64')],
      listSigners: [stranger.certificate.toString('base64')],
    } as TrustList
    const digest = digestOfBase64(stranger.certificate.toString('base64'))
    const impostor = await pinPeer(node, (await signTrustList(other, stranger)).jws, digest, by)
    assert.equal(impostor.ok ? '' : impostor.code, 'TRUST_LIST_NOT_PINNED')
  })

  it('is not set back by pinning an older list of the same signer once more', async () => {
    const { asking, answering } = world
    const { node } = answering.node
    const first = await listOf(answering, 'VN')
    const list = asking.node.node.trust.own().list
    const successor = await strangerTo(folder)
    const announced = {
      ...list,
      sequence: 2,
      listSigners: [...list.listSigners, successor.certificate.toString('base64')],
      nextUpdate: new Date(at + day).toISOString(),
    } as TrustList
    const accepted = await acceptPeerList(
      node,
      'VN',
      (await signTrustList(announced, await listSignerOf(asking))).jws,
    )
    assert.ok(accepted.ok, JSON.stringify(accepted))
    const pins = (await findPeer(node.db, 'VN'))?.pins
    assert.equal(pins?.length, 2)
    const again = await pinPeer(node, first.jws, pins[0] ?? '', { person: 'Example-P', authority: 'qa.pp' })
    assert.equal(again.ok ? '' : again.code, 'TRUST_LIST_ROLLED_BACK')
    assert.deepEqual((await findPeer(node.db, 'VN'))?.pins, pins)
  })

  it('asks ever more seldom for a list that was refused, so that the log does not fill with it', async () => {
    const { asking, answering } = world
    let asked = 0
    const { now } = asking.node.node
    asking.link.publish = () => {
      asked += 1
      return 'nonsense'
    }
    await pass(20)
    await until('QA has asked', () => asked > 0)
    await until('the job had many turns', () => now().getTime() > at + 8_000)
    assert.ok(asked <= 4, `asked ${asked} times in eight seconds`)
    const refused = (await logOf(answering.node.node.db)).filter(({ evt }) => evt === 'trustList.refused')
    assert.equal(refused.length, asked)
    asking.link.publish = null
    at += exchangeLimits.trustListPauseMs.longest
    await setClock(clockFile, new Date(at + 10_000))
    await until('QA has the new list', async () => (await listOf(answering, 'VN')).sequence === 2)
  })

  it('is signed once where two processes of a node renew it at the same time', async () => {
    const { asking } = world
    const { node } = asking.node
    const settings = saidIn(node.trust.own().list)
    const listSigner = await listSignerOf(asking)
    const later = { ...node, now: () => new Date(at + 20 * day) }
    const lists = await Promise.all([1, 2, 3].map(() => ownTrustList(later, settings, listSigner)))
    assert.equal(new Set(lists.map(({ digest }) => digest)).size, 1)
    assert.equal((await listOf(asking, 'VN')).sequence, 2)
    const changed = await ownTrustList(later, { ...settings, demonstration: false }, listSigner)
    assert.equal(changed.list.sequence, 3)
  })

  it('knows nobody before a list was loaded', () => {
    const own = world.asking.node.node.trust.own()
    const directory = trustDirectory(own)
    assert.deepEqual([directory.own(), directory.peer('QA'), directory.peers], [own, null, []])
    assert.deepEqual(directory.bySigner('a'.repeat(64)), [])
  })

  it('waits with messages to a State whose list is not here', async () => {
    const { asking } = world
    const request = await opened(world)
    const { trust } = asking.node.node
    const outcome = await asking.node.send({ ...draftLike(world), request, to: 'ee.ppo' })
    assert.equal(outcome.ok ? '' : outcome.code, 'PEER_UNKNOWN')
    const [own, qa] = [trust.own(), trust.peer('QA')]
    assert.ok(qa !== null)
    world.answering.link.up = false
    const sent = await say(world, asking, request, 'status-request')
    await until('it was tried', async () => ((await waiting(asking))[0]?.attempts ?? 0) > 0)
    trust.load(own, [])
    world.answering.link.up = true
    await receipted(asking, sent.digest)
  })
})

function draftLike(world: World) {
  return draft(world, world.asking, crypto.randomUUID(), 'request')
}

async function listSignerOf({ config }: WorldState): Promise<Signer> {
  return (await readIdentity(join(config.dataFolder, 'identity'), passphrase)).listSigner
}

/** A list signer of VN that nobody has announced. */
async function strangerTo(folder: string): Promise<Signer> {
  const other = await mkdtemp(join(folder, 'other-'))
  await makeIdentity({
    folder: join(other, 'identity'),
    passphrase,
    country: 'VN',
    organisation: 'somebody else',
    holder: 'urn:rogatory:node:vn',
    validFrom: new Date('2027-01-01T00:00:00Z'),
  })
  return (await readIdentity(join(other, 'identity'), passphrase)).listSigner
}
