import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Node, NodeLog } from '../../../src/exchange/node.ts'
import type { KnownHead } from '../../../src/store/checkpointFile.ts'
import type { Db } from '../../../src/store/database.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { randomFrom } from '../../fuzz/random.ts'
import { Broken } from '../broken.ts'
import { type Role, beginning, roleOf } from '../cast.ts'
import { type Held, hold } from '../ground.ts'
import { type Incarnation, type RoundName, incarnate } from '../incarnation.ts'
import { liveIn } from '../machine.ts'
import { Network } from '../network.ts'
import { type Life, Schedule } from '../schedule.ts'
import { statementsOf } from './statements.ts'

/** A State through its year: one process, which does not die. */
export interface Place extends Role {
  readonly life: Life
  readonly database: TestDatabase
  /** What its node sees of its database, and whoever looks at it. */
  readonly ground: { readonly observer: Db }
  readonly incarnation: Incarnation
  readonly node: Node
}

/** Connections to the database of a State: what is done at once is little, and a server process has a few MB of its own. */
const connections = 2

/** All States of a year, with the time and the lines between them. */
export class Year {
  readonly schedule = new Schedule(beginning)
  readonly network: Network
  /** Warnings of the nodes, by their words. */
  readonly warned = new Map<string, number>()
  readonly #places = new Map<string, Place>()
  readonly #woken = new Set<string>()
  readonly #seed: number
  readonly #delays
  readonly #ends: (() => Promise<void>)[] = []

  constructor(seed: number) {
    this.#seed = seed
    this.#delays = randomFrom(seed, 'delays', 0)
    this.network = new Network(this.schedule, randomFrom(seed, 'network', 0), (state) => {
      const place = this.#places.get(state)
      return place === undefined ? null : { life: place.life, services: place.incarnation.services }
    })
  }

  get places(): readonly Place[] {
    return [...this.#places.values()]
  }

  place(state: string): Place {
    const found = this.#places.get(state)
    if (found === undefined) throw new Error(`${state} is not in this world`)
    return found
  }

  /** Makes the keys and the databases of these States, and starts their nodes. */
  async open(states: readonly string[]): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'rogatory-year-'))
    this.#ends.push(() => rm(folder, { recursive: true, force: true }))
    liveIn(this.schedule)
    for (const state of states) {
      const role = await roleOf(folder, `${state.toLowerCase()}.ca`)
      this.#places.set(state, await this.#start(role))
    }
  }

  /** Does something in the name of a node, and lets time pass until it is done. */
  async done<Done>(place: Place, work: (incarnation: Incarnation) => Promise<Done>): Promise<Done> {
    return await this.#doneBy(place.life, () => work(place.incarnation))
  }

  async round(place: Place, name: RoundName): Promise<void> {
    await this.done(place, (incarnation) => incarnation.round(name))
  }

  /** Has a node do a round of a job within so many milliseconds. */
  wake(life: Life, round: RoundName, withinMs: number): void {
    const key = `${life.state} ${round}`
    if (this.#woken.has(key)) return
    this.#woken.add(key)
    this.schedule.after(1 + this.#delays.below(withinMs), life, async () => {
      this.#woken.delete(key)
      const incarnation = this.#places.get(life.state)?.incarnation
      if (incarnation !== undefined) await this.schedule.enter(life, () => void incarnation.round(round))
    })
  }

  async close(): Promise<void> {
    liveIn(null)
    for (const end of this.#ends.reverse()) await end()
  }

  async #start(role: Role): Promise<Place> {
    const { state } = role
    const life: Life = { state, number: 1, isUp: true }
    const database = await testDatabase({ poolMax: connections })
    const releases: (() => void)[] = []
    const held: Held[] = []
    for (let number = 0; number < connections; number += 1)
      held.push(await hold(database.db, number, releases))
    this.#ends.push(async () => {
      for (const release of releases) release()
      await database.close()
    })
    const db = statementsOf(
      held.map(({ query }) => query),
      this.schedule,
      (sql) => {
        // The sequencer looks twice a second by itself.
        if (sql.includes('insert into audit_entry')) this.wake(life, 'sequence', 500)
      },
    )
    const disk: { checkpoint: KnownHead | null } = { checkpoint: null }
    const random = randomFrom(this.#seed, state, 1)
    const incarnation = await this.#doneBy(life, () =>
      incarnate({
        ...{ settings: role.settings, keyring: role.keyring, db, disk },
        presence: aloneIn(),
        written: () => Promise.resolve(),
        courierOf: () => this.network.courierOf(state, life),
        now: () => new Date(this.schedule.now),
        random: (bytes) => Uint8Array.from({ length: bytes }, () => random.below(256)),
        elapsedMs: () => this.schedule.now,
        wake: (round) => {
          this.wake(life, round, 200)
        },
        log: this.#logOf(state),
      }),
    )
    const { node } = incarnation.working
    return { ...role, life, database, ground: { observer: db }, incarnation, node }
  }

  async #doneBy<Done>(life: Life, work: () => Promise<Done>): Promise<Done> {
    let outcome: { readonly done: Done } | { readonly failed: unknown } | undefined
    await this.schedule.enter(life, () => {
      work().then(
        (done) => (outcome = { done }),
        (failed: unknown) => (outcome = { failed }),
      )
    })
    await this.schedule.until(() => outcome !== undefined, 600_000, this.look)
    if (outcome === undefined) throw new Broken('everything comes to rest', { state: life.state })
    if ('failed' in outcome) throw outcome.failed as Error
    return outcome.done
  }

  /** What has left is not kept: a sample of it is looked at by whoever asks for it. */
  readonly look = (): Promise<void> => {
    this.network.departed.length = 0
    return Promise.resolve()
  }

  #logOf(state: string): NodeLog {
    const said = (fields: Readonly<Record<string, unknown>>, text: string): void => {
      this.warned.set(text, (this.warned.get(text) ?? 0) + 1)
      const isBroken = /AssertionError|TypeError|RangeError|violates/.test(JSON.stringify(fields))
      if (isBroken) this.schedule.breaks(new Broken('no promise is broken', { state, text, ...fields }))
    }
    return { info: () => undefined, warn: said, error: said }
  }
}

/** A process that is the only one of its node from its start to its end. */
function aloneIn() {
  let hasEntered = false
  return {
    standBy: () => Promise.resolve('stands' as const),
    onEnd: () => undefined,
    enter: () => {
      const arrival = hasEntered ? null : ('first' as const)
      hasEntered = true
      return Promise.resolve(arrival)
    },
    close: () => Promise.resolve(),
  }
}
