import { sql } from 'kysely'
import { type Range, append, emptyRange, rootOf } from '../../../src/audit/tree.ts'
import { verifyBundles } from '../../../src/audit/bundle/verify.ts'
import { balanceWith } from '../../../src/exchange/balance/ask.ts'
import { exportBundle } from '../../../src/exchange/export.ts'
import type { Db } from '../../../src/store/database.ts'
import type { Random } from '../../fuzz/random.ts'
import { Broken } from '../broken.ts'
import { recordsCounted, recordsReplayed, toldOnce } from '../invariants.ts'
import type { Acquaintance } from './acquaintance.ts'
import type { Place, Year } from './places.ts'
import type { Living } from './requests.ts'

const entriesAtATime = 5_000

/** Requests that have ended, each as likely to be among the sample as another (reservoir sampling). */
export class Sample {
  readonly size: number
  readonly #random: Random
  #seen = 0
  kept: Living[] = []

  constructor(size: number, random: Random) {
    this.size = size
    this.#random = random
  }

  add(request: Living): void {
    this.#seen += 1
    if (this.kept.length < this.size) this.kept.push(request)
    else {
      const at = this.#random.below(this.#seen)
      if (at < this.size) this.kept[at] = request
    }
  }

  take(): readonly Living[] {
    const { kept } = this
    this.kept = []
    this.#seen = 0
    return kept
  }
}

/** What must hold of a year: looked at for a sample on the way, for all at the end where that needs no more than one reading. */
export class Watch {
  readonly #year: Year
  readonly #acquaintance: Acquaintance
  readonly #logs = new Map<Place, { size: number; range: Range }>()

  constructor(year: Year, acquaintance: Acquaintance) {
    this.#year = year
    this.#acquaintance = acquaintance
  }

  /** Both nodes have the same record of these requests, which is what they have stored; their balances and their logs agree. */
  async look(requests: readonly Living[]): Promise<void> {
    for (const [pair, ids] of byPair(requests)) {
      const [one, other] = pair.split(' ').map((state) => this.#year.place(state))
      if (one !== undefined && other !== undefined) await this.#lookAt(one, other, ids)
    }
    for (const place of this.#year.places) await this.#logGrows(place)
  }

  /** Nothing waits, nothing lacks, nothing was told twice; `of`: what was said in all of them together. */
  async end(of: { readonly requests: number; readonly messages: number }): Promise<void> {
    const all = { requests: 0, messages: 0 }
    for (const place of this.#year.places) {
      await this.#year.round(place, 'clocks')
      const { requests = 0, messages = 0, ...waits } = await this.#wholeOf(place)
      if (Object.values(waits).some((count) => count > 0))
        throw new Broken('everything comes to rest', { state: place.state, ...waits })
      all.requests += requests
      all.messages += messages
    }
    // Each stands on two nodes.
    if (all.requests !== 2 * of.requests || all.messages !== 2 * of.messages)
      throw new Broken('nothing acknowledged is lost', { found: all, said: of })
  }

  /** The bundles of two States about these requests, as an auditor has them. */
  async verify(one: Place, other: Place, requests: readonly string[]): Promise<number> {
    const bundles = []
    for (const place of [one, other]) {
      const order = { requests, person: 'Example-Au', authority: place.authority }
      const files = await this.#year.done(place, ({ working: { node } }) => exportBundle(node, order))
      bundles.push({ name: place.state, files })
    }
    const { findings } = await verifyBundles(bundles)
    if (findings.length > 0)
      throw new Broken('the verifier finds nothing', { findings: findings.slice(0, 5) })
    return requests.length
  }

  /** Reads all that a State has, which may take longer than a node would wait. */
  async #wholeOf({ state, ground }: Place): Promise<Readonly<Record<string, number>>> {
    return await ground.observer.transaction().execute(async (trx) => {
      await sql`set local statement_timeout to 0`.execute(trx)
      await sql`set local idle_in_transaction_session_timeout to 0`.execute(trx)
      const whole = { state, ground: { observer: trx } }
      await recordsCounted(whole)
      await toldOnce(whole)
      return await countsOf(trx, new Date(this.#year.schedule.now))
    })
  }

  async #lookAt(one: Place, other: Place, ids: readonly string[]): Promise<void> {
    await this.#acquaintance.keepUp(one, other)
    for (const place of [one, other]) await this.#year.round(place, 'clocks')
    const now = new Date(this.#year.schedule.now)
    const mine = await recordsReplayed(one, now, ids)
    const theirs = await recordsReplayed(other, now, ids)
    for (const id of ids) {
      const [here, there] = [mine.get(id), theirs.get(id)]
      const isSame =
        here !== undefined &&
        here.row.snapshot === there?.row.snapshot &&
        here.digests.join() === there.digests.join()
      if (!isSame)
        throw new Broken('both nodes hold the same', { request: id, of: one.state, and: other.state })
    }
    const balanced = await this.#year.done(one, ({ working: { node, courier } }) =>
      balanceWith(node, courier, other.state),
    )
    if (!balanced.ok)
      throw new Broken('both nodes hold the same', { of: one.state, and: other.state, ...balanced })
  }

  /** The tree of what was logged since the last look goes on from that of before, and is the one that was signed. */
  async #logGrows({ state, ground: { observer }, ...place }: Place): Promise<void> {
    const known = this.#year.place(state)
    const seen = this.#logs.get(known) ?? { size: 0, range: emptyRange }
    this.#logs.set(known, seen)
    const head = await observer.selectFrom('audit_head').select(['size', 'root']).executeTakeFirstOrThrow()
    while (seen.size < head.size) {
      const to = Math.min(head.size, seen.size + entriesAtATime)
      const { rows } = await sql<{ leaf: Buffer }>`
        select e.leaf from audit_leaf l join audit_entry e on e.id = l.entry
         where l.index >= ${seen.size} and l.index < ${to} order by l.index`.execute(observer)
      if (rows.length !== to - seen.size) break
      seen.range = append(
        seen.range,
        rows.map(({ leaf }) => leaf),
      )
      seen.size = to
    }
    if (seen.size !== head.size || !Buffer.from(rootOf(seen.range)).equals(head.root))
      throw new Broken('the log only grows', { state, authority: place.authority, size: head.size })
  }
}

/** The ids of requests, by the two States that they are between. */
export function byPair(requests: readonly Living[]): ReadonlyMap<string, readonly string[]> {
  const pairs = new Map<string, string[]>()
  for (const { from, to, id } of requests) {
    const pair = [from, to].sort().join(' ')
    pairs.set(pair, [...(pairs.get(pair) ?? []), id])
  }
  return pairs
}

async function countsOf(db: Db, now: Date): Promise<Readonly<Record<string, number>>> {
  const { rows } = await sql<Record<string, number>>`
    select (select count(*)::integer from request) as requests,
           (select count(*)::integer from message where status = 'placed') as messages,
           (select count(*)::integer from message where status <> 'placed') as unplaced,
           (select count(*)::integer from outbox) as outbox,
           (select count(*)::integer from request where next_clock_at <= ${now}) as clocks`.execute(db)
  return rows[0] ?? {}
}
