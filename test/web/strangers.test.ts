import assert from 'node:assert/strict'
import { networkOf } from '../../src/exchange/networks.ts'
import { webLimits } from '../../src/web/limits.ts'
import { type FarEnd, onlyFrom, strangersAtPort } from '../../src/web/strangers.ts'

const { address: ofAddress } = webLimits
let port = 0
const from = (address: string): FarEnd => ({ address, port: (port += 1) })

describe('strangers at the port', () => {
  let now = 0
  const opened = (proxies: readonly string[] = []) =>
    strangersAtPort(() => now, proxies.length === 0 ? null : networkOf(proxies))
  const nothing = (): void => undefined

  it('attack 39: one address has so many connections, and one that is over makes room for one', () => {
    const strangers = opened()
    const visits = Array.from({ length: ofAddress.connectionsMax }, () =>
      strangers.enter(from('10.0.0.1'), nothing),
    )
    assert.ok(visits.every((visit) => visit !== null))
    assert.equal(strangers.enter(from('10.0.0.1'), nothing), null)
    assert.notEqual(strangers.enter(from('10.0.0.2'), nothing), null)
    visits[0]?.leave()
    visits[0]?.leave()
    assert.notEqual(strangers.enter(from('10.0.0.1'), nothing), null)
    assert.equal(strangers.enter(from('10.0.0.1'), nothing), null)
  })

  it('begin so many connections in a second, and after a pause some more', () => {
    const strangers = opened()
    const begun = (): number => {
      for (let count = 0; ; count += 1) {
        const visit = strangers.enter(from('10.0.0.1'), nothing)
        if (visit === null) return count
        visit.leave()
      }
    }
    assert.equal(begun(), ofAddress.connections.afterPauseMax)
    now += 1000
    assert.equal(begun(), ofAddress.connections.perSecond)
  })

  it('are told so many refusals; then their address is let in no more for a while, and what it has open ends', () => {
    const strangers = opened()
    let ended = 0
    strangers.enter(from('10.0.0.1'), () => (ended += 1))
    for (let count = 0; count < ofAddress.refusals.afterPauseMax; count += 1)
      assert.ok(strangers.refuse(from('10.0.0.1')))
    assert.equal(ended, 0)
    assert.ok(!strangers.refuse(from('10.0.0.1')))
    assert.equal(ended, 1)
    assert.equal(strangers.enter(from('10.0.0.1'), nothing), null)
    assert.notEqual(strangers.enter(from('10.0.0.2'), nothing), null, 'others notice nothing')
    now += webLimits.penaltyMs
    assert.notEqual(strangers.enter(from('10.0.0.1'), nothing), null)
  })

  it('are let in from one network alone, where nothing but it may hear what is said in the clear', () => {
    const strangers = onlyFrom(networkOf(['127.0.0.0/8', '10.0.0.7/32']), opened())
    for (const address of ['127.0.0.1', '::ffff:127.0.0.1', '10.0.0.7'])
      assert.notEqual(strangers.enter(from(address), nothing), null, address)
    for (const address of ['10.0.0.8', '192.0.2.7', '2001:db8::1', ''])
      assert.equal(strangers.enter(from(address), nothing), null, address)
  })

  it('do not shut out the peer with whom they share an address', () => {
    const strangers = opened()
    const peer = from('10.0.0.1')
    strangers.enter(peer, () => assert.fail('the connection of a peer was ended'))
    strangers.prove(peer)
    while (strangers.refuse(from('10.0.0.1'))) continue
    assert.notEqual(strangers.enter(from('10.0.0.1'), nothing), null)
    now += webLimits.knownMs
    while (strangers.refuse(from('10.0.0.9'))) continue
    assert.equal(strangers.enter(from('10.0.0.9'), nothing), null)
  })

  it('attack 39: of ten thousand connections the oldest make room, and who has signed stays', () => {
    const strangers = opened()
    const ended: string[] = []
    const proven = from('10.0.0.1')
    strangers.enter(proven, () => ended.push('peer'))
    strangers.prove(proven)
    for (let count = 1; count < 10_000; count += 1) {
      const address = `10.${count >> 8}.${count & 255}.1`
      assert.notEqual(
        strangers.enter(from(address), () => ended.push(address)),
        null,
      )
    }
    const oldest = Array.from({ length: 10_000 - webLimits.connectionsMax }, (_, at) => at + 1)
    assert.deepEqual(
      ended,
      oldest.map((count) => `10.${count >> 8}.${count & 255}.1`),
    )
  })

  it('attack 39: leave the port to others where one of them has signed once: its own oldest connections make room', () => {
    const strangers = opened()
    strangers.prove(from('10.0.0.1'))
    strangers.enter(from('10.0.0.2'), () => assert.fail('the connection of another was ended'))
    const ended: number[] = []
    for (let count = 0; count < webLimits.connectionsMax * 2; count += 1)
      assert.notEqual(
        strangers.enter(from('10.0.0.1'), () => ended.push(count)),
        null,
      )
    assert.deepEqual(ended, [...Array(webLimits.connectionsMax * 2 - ofAddress.unprovenMax).keys()])
  })

  it('attack 39: have no peer among them that takes all connections: beyond its own the one that is idle longest ends, and no other', () => {
    const strangers = opened()
    const others = from('10.0.0.2')
    strangers.enter(others, () => assert.fail('the connection of another was ended'))
    strangers.serve(others, 'VN')?.()
    const ended: number[] = []
    const busy = new Set([1, 3])
    const ways = Array.from({ length: webLimits.connectionsMax }, (_, count) => {
      // From as many addresses as it has: it is told by its key.
      const way = from(`10.1.${count >> 8}.${count & 255}`)
      const visit = strangers.enter(way, () => {
        ended.push(count)
        visit?.leave()
      })
      const over = strangers.serve(way, 'QA')
      assert.ok(visit !== null && over !== null)
      if (!busy.has(count)) over()
      return { way, visit, over }
    })
    const all = [...ways.keys()].filter((count) => !busy.has(count))
    assert.deepEqual(ended, all.slice(0, webLimits.connectionsMax - webLimits.connectionsOfPeerMax))
    for (const count of busy) ways[count]?.over()
    // What was used last is kept longest.
    const oldest = ways[(ended.at(-1) ?? 0) + 1]
    if (oldest !== undefined) strangers.serve(oldest.way, 'QA')?.()
    const newest = from('10.2.0.1')
    strangers.enter(newest, nothing)
    assert.notEqual(strangers.serve(newest, 'QA'), null)
    assert.equal(ended.at(-1), webLimits.connectionsMax - webLimits.connectionsOfPeerMax + busy.size + 1)
  })

  it('have a peer among them whose connections are all busy: it gets no more until one of them is over', () => {
    const strangers = opened()
    strangers.prove(from('10.0.0.1'))
    const ways = Array.from({ length: webLimits.connectionsOfPeerMax }, () => from('10.0.0.1'))
    const visits = ways.map((way) => strangers.enter(way, () => assert.fail('a busy one was ended')))
    for (const way of ways) assert.notEqual(strangers.serve(way, 'QA'), null)
    const more = from('10.0.0.1')
    strangers.enter(more, nothing)
    assert.equal(strangers.serve(more, 'QA'), null)
    const [first] = ways
    assert.notEqual(first === undefined ? null : strangers.serve(first, 'QA'), null, 'what it has goes on')
    const another = from('10.0.0.2')
    strangers.enter(another, nothing)
    assert.notEqual(strangers.serve(another, 'VN'), null)
    visits[0]?.leave()
    visits[0]?.leave()
    assert.notEqual(strangers.serve(more, 'QA'), null)
    const last = from('10.0.0.1')
    strangers.enter(last, nothing)
    assert.equal(strangers.serve(last, 'QA'), null)
  })

  it('have their heads looked at so often in a second, all of them together, and peers’ always', () => {
    const strangers = opened()
    let looks = 0
    while (strangers.mayLook(from(`10.0.${looks & 255}.1`))) looks += 1
    assert.equal(looks, webLimits.heads.afterPauseMax)
    strangers.prove(from('192.0.2.1'))
    assert.ok(strangers.mayLook(from('192.0.2.1')))
    now += 1000
    looks = 0
    while (strangers.mayLook(from(`10.1.${looks & 255}.1`))) looks += 1
    assert.equal(looks, webLimits.heads.perSecond)
  })

  it('attack 39: of one address have their heads looked at so often that most looks are left to others', () => {
    const strangers = opened()
    const looked = (): number => {
      for (let looks = 0; ; looks += 1) if (!strangers.mayLook(from('10.0.0.1'))) return looks
    }
    assert.equal(looked(), ofAddress.heads.afterPauseMax)
    assert.ok(strangers.mayLook(from('10.0.0.2')))
    now += 1000
    assert.equal(looked(), ofAddress.heads.perSecond)
    assert.ok(ofAddress.heads.perSecond * 5 <= webLimits.heads.perSecond)
    strangers.prove(from('10.0.0.1'))
    assert.ok(strangers.mayLook(from('10.0.0.1')))
  })

  it('attack 39: are not let in while none of their heads would be looked at, and whoever has signed is', () => {
    const strangers = opened()
    strangers.prove(from('192.0.2.1'))
    for (let looks = 0; strangers.mayLook(from(`10.1.${looks & 255}.1`));) looks += 1
    assert.equal(strangers.enter(from('10.0.0.2'), nothing), null)
    assert.notEqual(strangers.enter(from('192.0.2.1'), nothing), null)
    now += 1000
    assert.notEqual(strangers.enter(from('10.0.0.2'), nothing), null)
  })

  it('read so much of what is public', () => {
    const strangers = opened()
    let reads = 0
    while (strangers.mayRead(from('10.0.0.1'))) reads += 1
    assert.equal(reads, ofAddress.reads.afterPauseMax)
    assert.ok(strangers.mayRead(from('10.0.0.2')))
    now += 1000
    assert.ok(strangers.mayRead(from('10.0.0.1')))
  })

  it('are one where their addresses of IPv6 begin alike, and an IPv4 address in that form is itself', () => {
    const strangers = opened()
    const spend = (address: string): void => {
      while (strangers.refuse(from(address))) continue
    }
    spend('2001:db8:1:2:3:4:5:6')
    assert.equal(strangers.enter(from('2001:db8:1:2::9'), nothing), null)
    assert.notEqual(strangers.enter(from('2001:db8:1:3::9'), nothing), null)
    spend('::ffff:10.0.0.1')
    assert.equal(strangers.enter(from('10.0.0.1'), nothing), null)
    spend('2001:db8::1')
    assert.equal(strangers.enter(from('2001:db8:0:0:ffff::1'), nothing), null)
  })

  it('are remembered by no more addresses than fit; the one that was silent longest is forgotten', () => {
    const strangers = opened()
    while (strangers.refuse(from('10.0.0.1'))) continue
    for (let count = 0; count < webLimits.addressesMax + 5; count += 1)
      strangers.mayRead(from(`11.${count >> 16}.${(count >> 8) & 255}.${count & 255}`))
    assert.equal(strangers.remembered(), webLimits.addressesMax)
    assert.notEqual(strangers.enter(from('10.0.0.1'), nothing), null)
  })

  it('come all through the proxy in front, whose address is not limited', () => {
    const strangers = opened(['10.0.0.0/24'])
    for (let count = 0; count < 1_000; count += 1) {
      assert.ok(strangers.refuse(from('10.0.0.7')))
      assert.ok(strangers.mayRead(from('10.0.0.7')))
      assert.ok(strangers.mayLook(from('10.0.0.7')))
      const way = from('10.0.0.7')
      assert.notEqual(strangers.enter(way, nothing), null)
      assert.notEqual(strangers.serve(way, 'QA'), null)
    }
    assert.equal(strangers.remembered(), 0)
  })
})
