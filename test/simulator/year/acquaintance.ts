import { fetchPeerLists } from '../../../src/exchange/jobs.ts'
import { pinPeer } from '../../../src/exchange/trustKeeping.ts'
import type { Node } from '../../../src/exchange/node.ts'
import { proofsRound } from '../../../src/exchange/proof/collect.ts'
import { newestTrustList } from '../../../src/store/trustLists.ts'
import { digestOfBase64 } from '../../../src/trust/list.ts'
import { Broken } from '../broken.ts'
import type { Place, Year } from './places.ts'

/** A node looks anew at what it publishes, and at what a peer publishes, so long after the last time when it has to do with that peer. */
const listsKeptMs = 12 * 3_600_000

/** Who knows whom, and keeps the lists of whom it deals with as new as the rules want them. */
export class Acquaintance {
  /** What keeping up has taken so far. */
  readonly spent = { wallMs: 0, processorMs: 0 }
  readonly #year: Year
  readonly #lookedAt = new Map<string, number>()
  readonly #asked = new Map<Place, Parameters<typeof fetchPeerLists>[3]>()

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
    const began = [performance.now(), process.cpuUsage()] as const
    if (this.#isDue(one.state)) await this.#year.done(one, ({ working }) => working.refreshTrust())
    await this.#renew(other, one)
    await this.#renew(one, other)
    await this.#prove(one, other)
    await this.#prove(other, one)
    const { user, system } = process.cpuUsage(began[1])
    this.spent.wallMs += performance.now() - began[0]
    this.spent.processorMs += (user + system) / 1000
  }

  /** What the peer publishes is fetched, and what is published here is made anew, where it is time. */
  async #renew(place: Place, peer: Place): Promise<void> {
    const asked = this.#asked.get(place) ?? new Map<string, never>()
    this.#asked.set(place, asked)
    const [isOwnDue, isPeerDue] = [this.#isDue(place.state), this.#isDue(`${place.state} ${peer.state}`)]
    if (!isOwnDue && !isPeerDue) return
    await this.#year.done(place, async ({ working: { node, courier, refreshTrust } }) => {
      const isNew = isPeerDue && (await fetchPeerLists(node, courier, [peer.state], asked))
      if (isNew || isOwnDue) await refreshTrust()
    })
  }

  /** Collects what the receipts of a peer have promised since the last time. */
  async #prove(place: Place, peer: Place): Promise<void> {
    await this.#year.done(place, ({ working: { node, courier } }) =>
      proofsRound(asIfAloneWith(node, peer.state), courier),
    )
  }

  #isDue(what: string): boolean {
    const { now } = this.#year.schedule
    if (now - (this.#lookedAt.get(what) ?? -Infinity) < listsKeptMs) return false
    this.#lookedAt.set(what, now)
    return true
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
