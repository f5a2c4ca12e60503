import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { join } from 'node:path'
import { type ShownKey, readKeys, shownKeys } from '../../../src/exchange/running/keys.ts'
import { holderOf } from '../../../src/opening.ts'
import type { TrustList } from '../../../src/message/generated/types.ts'
import { renewKeys } from '../../../src/store/identity/renew.ts'
import { keysIn } from '../../../src/trust/keysIn.ts'
import { issued, newAuthority } from '../../support/tlsFiles.ts'
import { type World, passphrase, twoStates, until } from '../../support/world.ts'
import { list } from '../../trust/fixture.ts'

const dayMs = 86_400_000

describe('what is to be done about a key', () => {
  const ends = keysIn(list, new Date()).find(({ use }) => use === 'message')?.until ?? new Date(0)
  const before = (days: number): Date => new Date(ends.getTime() - days * dayMs - 1000)
  const advised = (
    of: TrustList,
    at: Date,
    whose: 'own' | 'peer',
  ): Pick<ShownKey, 'advice' | 'by'> | undefined => {
    const key = shownKeys(of, at, whose).find(({ use }) => use === 'message')
    return key === undefined ? undefined : { advice: key.advice, by: key.by }
  }

  it('is to make another sixty days before it ends, and from then on at once', () => {
    assert.deepEqual(advised(list, before(61), 'own'), {
      advice: 'renewBy',
      by: new Date(ends.getTime() - 60 * dayMs).toISOString(),
    })
    assert.deepEqual(advised(list, before(60), 'own'), { advice: 'renewNow', by: ends.toISOString() })
  })

  it('is for a key of another State to tell it, and nothing before', () => {
    assert.deepEqual(advised(list, before(61), 'peer'), { advice: 'none', by: null })
    assert.deepEqual(advised(list, before(60), 'peer'), { advice: 'tellPeer', by: ends.toISOString() })
  })

  it('is nothing where it is over', () => {
    assert.equal(advised(list, before(-1), 'own')?.advice, 'none')
  })
})

describe('the keys of a node and its certificates', () => {
  let world: World
  before(async () => {
    world = await twoStates()
  })
  after(() => world.close())

  it('show those that follow, to be taken into use, and by which the others are followed', async () => {
    const { node, config } = { node: world.asking.node.node, config: world.asking.config }
    const identityFolder = join(config.dataFolder, 'identity')
    await renewKeys(identityFolder, passphrase, {
      at: node.now(),
      holder: holderOf('VN'),
      uses: ['message', 'log'],
    })
    const advices = async (use: ShownKey['use']): Promise<(readonly [string, string])[]> => {
      const { own } = await readKeys(node, { identityFolder, tls: () => ({ port: null, client: null }) })
      return own.filter((key) => key.use === use).map(({ standing, advice }) => [standing, advice] as const)
    }
    await until('the list names them', async () => (await advices('message')).length === 2)
    assert.deepEqual(await advices('log'), [
      ['inForce', 'none'],
      ['next', 'takeUp'],
    ])
    assert.deepEqual(await advices('message'), [
      ['inForce', 'isFollowed'],
      ['inForce', 'takeUp'],
    ])
    assert.deepEqual(await advices('list'), [
      ['inForce', 'isFollowed'],
      ['next', 'waits'],
    ])
    assert.deepEqual(await advices('authority'), [['inForce', 'renewBy']])
    assert.deepEqual(await advices('http'), [['inForce', 'renewBy']])
  })

  it('show the certificates of TLS, one where port and client have the same', async () => {
    const { node, config } = { node: world.asking.node.node, config: world.asking.config }
    const authority = newAuthority('Example-Authority')
    const [port, client] = [issued(authority, 'example.org'), issued(authority, 'client.example.org')]
    const tlsOf = async (own: string, other: string) =>
      (
        await readKeys(node, {
          identityFolder: join(config.dataFolder, 'identity'),
          tls: () => ({ port: own, client: other }),
        })
      ).tls
    const both = await tlsOf(port.certificate, client.certificate)
    assert.deepEqual(
      both.map(({ where, subject, fingerprint }) => [where, subject, fingerprint]),
      [port, client].map(({ certificate }, place) => [
        ['port', 'client'][place],
        `CN=${['example.org', 'client.example.org'][place] ?? ''}`,
        new X509Certificate(certificate).fingerprint256.replaceAll(':', '').toLowerCase(),
      ]),
    )
    assert.equal((await tlsOf(port.certificate, port.certificate)).length, 1)
    for (const { daysLeft, isShort } of both) assert.equal(isShort, daysLeft <= 30)
  })
})
