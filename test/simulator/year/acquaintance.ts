import { lacksRevocationList, renewRevocationLists } from '../../../src/exchange/renewPeer.ts'
import { pinPeer } from '../../../src/exchange/pinning.ts'
import { acceptPeerList } from '../../../src/exchange/trustKeeping.ts'
import type { Node } from '../../../src/exchange/node.ts'
import { proofsRound } from '../../../src/exchange/proof/collect.ts'
import { newestTrustList } from '../../../src/store/trustLists.ts'
import { digestOfBase64 } from '../../../src/trust/list.ts'
import type { OpenedTrustList } from '../../../src/trust/succession.ts'
import { Broken } from '../broken.ts'
import type { Place, Year } from './places.ts'

/** A node looks anew at what it publishes itself so long after the last time, when it has to do with somebody. */
const ownKeptMs = 12 * 3_600_000

/** Who knows whom, and keeps the lists of whom it deals with as new as the rules want them. */
export class Acquaintance {
  /** What keeping up has taken so far. */
  readonly spent = { wallMs: 0, processorMs: 0 }
  readonly #year: Year
  readonly #ownLookedAt = new Map<Place, number>()

  constructor(year: Year) {
    this.#year = year
  }

  /** Each pins the other; both hear what the other has. */
  async meet(pairs: Iterable<readonly [Place, Place]>): Promise<void> {
    const met = new Set<Place>()
    for (const [one, other] of pairs) {
      await this.#pin(one, other)
      await this.#pin(other, one)
      met.add(one).add(other)
    }
    for (const place of met) {
      await this.#year.round(place, 'trust')
      await this.#year.round(place, 'hear')
    }
    await this.#year.schedule.pass(60_000, this.#year.look)
    for (const place of met) await this.#year.round(place, 'hear')
    await this.#year.schedule.pass(60_000, this.#year.look)
    for (const place of met) await this.#allHeard(place)
  }

  /** What two nodes that are about to exchange something do meanwhile by themselves, day by day. */
  async keepUp(one: Place, other: Place): Promise<void> {
    await this.#spending(async () => {
      await this.#renew(one, null)
      await this.#renew(other, one)
      await this.#renew(one, other)
    })
  }

  /** Each collects what the receipts of the other have promised since the last time. */
  async prove(one: Place, other: Place): Promise<void> {
    await this.#spending(async () => {
      await this.#prove(one, other)
      await this.#prove(other, one)
    })
  }

  async #spending(work: () => Promise<void>): Promise<void> {
    const began = [performance.now(), process.cpuUsage()] as const
    await work()
    const { user, system } = process.cpuUsage(began[1])
    this.spent.wallMs += performance.now() - began[0]
    this.spent.processorMs += (user + system) / 1000
  }

  /** What the peer publishes is fetched, and what is published here is made anew, where it is time. */
  async #renew(place: Place, peer: Place | null): Promise<void> {
    const isOwnDue = this.#isOwnDue(place)
    const list = peer === null ? null : place.node.trust.peer(peer.state)
    await this.#year.done(place, async ({ working }) => {
      const isNew = list !== null && (await this.#fetched(place, list))
      if (isNew || isOwnDue) await working.refreshTrust()
    })
  }

  /**
   * Whether another list of a peer is here now: fetched where the job of a node would be pressed to. The job fetches those that it has
   * missed as well; here all of them have run out.
   */
  async #fetched({ incarnation }: Place, { list }: OpenedTrustList): Promise<boolean> {
    const { node, courier } = incarnation.working
    const half = (Date.parse(list.issuedAt) + Date.parse(list.nextUpdate)) / 2
    const isOld = this.#year.schedule.now > half || node.listsInDoubt.has(list.state)
    if (!isOld && !lacksRevocationList(node, list)) return false
    if (!isOld) return await renewRevocationLists(node, courier, list)
    const newest = await acceptPeerList(node, list.state, await courier.fetchTrustList(list.node.url))
    if (!newest.ok) throw new Broken('no promise is broken', { state: node.state, ...newest })
    node.listsInDoubt.delete(list.state)
    await renewRevocationLists(node, courier, newest.list.list)
    return true
  }

  #isOwnDue(place: Place): boolean {
    const { now } = this.#year.schedule
    if (now - (this.#ownLookedAt.get(place) ?? -Infinity) < ownKeptMs) return false
    this.#ownLookedAt.set(place, now)
    return true
  }

  async #prove(place: Place, peer: Place): Promise<void> {
    await this.#year.done(place, ({ working: { node, courier } }) =>
      proofsRound(asIfAloneWith(node, peer.state), courier),
    )
  }

  async #pin(place: Place, other: Place): Promise<void> {
    const list = await newestTrustList(other.ground.observer, other.state)
    const [signer = ''] = other.node.trust.own().list.listSigners
    const by = { person: 'Example-Pin', authority: place.state }
    const pinned = await this.#year.done(place, ({ working: { node } }) =>
      pinPeer(node, list?.jws ?? '', [digestOfBase64(signer)], by),
    )
    if (!pinned.ok) throw new Error(`${place.state} cannot pin ${other.state}: ${pinned.code}`)
  }

  async #allHeard({ state, ground }: Place): Promise<void> {
    const unheard = await ground.observer
      .selectFrom('peer')
      .select('state')
      .where('heard_at', 'is', null)
      .execute()
    if (unheard.length > 0) throw new Broken('everything comes to rest', { state, unheard })
  }
}

/** The node of a State with one peer, so that a round has to do with that one. */
export function asIfAloneWith(node: Node, peer: string): Node {
  const trust = Object.create(node.trust, { peers: { value: [peer] } }) as Node['trust']
  return Object.create(node, { trust: { value: trust } }) as Node
}
