import { CompiledQuery } from 'kysely'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import type { Node, NodeLog } from '../../src/exchange/node.ts'
import type { KnownHead } from '../../src/store/checkpointFile.ts'
import { listUnheard } from '../../src/store/peers.ts'
import { type Presence, presence } from '../../src/store/presence.ts'
import { type Random, randomFrom } from '../fuzz/random.ts'
import type { Actor } from './cast.ts'
import { Connections, type StatementFate } from './driver.ts'
import { type Incarnation, type RoundName, incarnate } from './incarnation.ts'
import { receiptsOnDisk, recordsCounted } from './invariants.ts'
import { heldHeads } from './heldHeads.ts'
import { type HeldHead, LogWatch } from './logWatch.ts'
import { Network } from './network.ts'
import { type Life, Schedule, someMs } from './schedule.ts'
import { Broken } from './broken.ts'

/** A State in the world of one seed: what outlives its processes, and the process that is up. */
export interface Place {
  readonly actor: Actor
  readonly state: string
  readonly ground: Actor['ground']
  readonly connections: Connections
  readonly disk: { checkpoint: KnownHead | null }
  readonly log: LogWatch
  /** When a receipt for it has left last, by the message. */
  readonly acknowledged: Map<string, number>
  /** Times at which its database went back, and to when; and whether nothing on its disk told of it. */
  readonly losses: { readonly at: number; readonly to: number; readonly isWhole: boolean }[]
  /** Whether it has signed another past, for it had lost all and who knew better could not tell. */
  hasTwoPasts: boolean
  backup: { readonly at: number; readonly checkpoint: KnownHead | null } | null
  /** How far its clock is from the true time. */
  skewMs: number
  life: Life | null
  lives: number
  /** When its last process began. */
  begunAt: number
  standing: Presence | null
  incarnation: Incarnation | null
  /** After so many statements the process dies, before the last is done or before its answer comes. */
  armed: { left: number; readonly fate: StatementFate } | null
  readonly woken: Set<RoundName>
  hasPublished: boolean
  hasCommitted: boolean
}

/** All nodes of one seed, with the time and the lines between them. */
export class World {
  readonly seed: number
  readonly schedule: Schedule
  readonly random: Random
  readonly network: Network
  readonly places: readonly Place[]
  /** Once in so many statements a connection to a database breaks; 0: never. */
  breaksOnceIn = 0
  /** Whether a clock of a node was wrong, so that what it has signed contradicts what others have. */
  hadWrongClock = false
  /** What happened, for whoever reads it. */
  readonly story: string[] = []
  readonly #beganAt: number
  readonly #delays: Random
  readonly #tells: ((line: string) => void) | null
  #commits = 0

  constructor(
    actors: readonly Actor[],
    seed: number,
    beginning: number,
    tells: ((line: string) => void) | null = null,
  ) {
    this.seed = seed
    this.#beganAt = beginning
    this.#tells = tells
    this.schedule = new Schedule(beginning)
    this.random = randomFrom(seed, 'steps', 0)
    this.#delays = randomFrom(seed, 'delays', 0)
    this.network = new Network(this.schedule, randomFrom(seed, 'network', 0), (state) => {
      const { life, incarnation } = this.place(state)
      return life === null || incarnation === null ? null : { life, services: incarnation.services }
    })
    this.places = actors.map((actor) => this.#placeOf(actor))
  }

  place(state: string): Place {
    const found = this.places.find((place) => place.state === state)
    if (found === undefined) throw new Error(`${state} is not in this world`)
    return found
  }

  /** Notes what happens, with the time since the beginning. */
  tell(what: string): void {
    const line = `${((this.schedule.now - this.#beganAt) / 1000).toFixed(3).padStart(12)}  ${what}`
    this.story.push(line)
    this.#tells?.(line)
  }

  /** Starts a process of a node; it is up at once, and in service when it has come so far. */
  async start(place: Place): Promise<void> {
    if (place.life !== null) return
    place.lives += 1
    const life: Life = { state: place.state, number: place.lives, isUp: true }
    place.life = life
    place.begunAt = this.schedule.now
    place.woken.clear()
    this.tell(`${place.state} starts (${life.number})`)
    const given = {
      settings: place.actor.settings,
      keyring: place.actor.keyring,
      db: place.connections.openFor(life),
      presence: this.#presenceOf(place, life),
      disk: place.disk,
      written: () => this.#wait(life, 5),
      courierOf: () => this.network.courierOf(place.state, life),
      now: () => new Date(this.schedule.now + place.skewMs),
      random: bytesFrom(randomFrom(this.seed, place.state, life.number)),
      elapsedMs: () => this.schedule.now,
      wake: (round: RoundName) => {
        this.wake(place, round, 200)
      },
      log: this.#logOf(place),
    }
    await this.schedule.enter(life, () => {
      incarnate(given).then(
        (incarnation) => {
          place.incarnation = incarnation
          this.tell(`${place.state} is in service`)
          this.wake(place, 'hear', 300)
        },
        (reason: unknown) => {
          this.tell(`${place.state} could not start: ${String(reason).slice(0, 200)}`)
          this.schedule.after(0, life, () => this.die(life))
        },
      )
    })
  }

  /** The process is gone, wherever it stood. */
  async die(life: Life): Promise<void> {
    const place = this.place(life.state)
    if (!life.isUp || place.life !== life) return
    life.isUp = false
    this.tell(`${place.state} dies`)
    place.life = null
    place.incarnation = null
    place.armed = null
    await place.connections.end(life)
    await place.standing?.close()
    place.standing = null
  }

  /** Has a node do a round of a job within so many milliseconds. */
  wake(place: Place, round: RoundName, withinMs: number): void {
    const { life } = place
    if (life === null || place.woken.has(round)) return
    place.woken.add(round)
    this.schedule.after(1 + this.#delays.below(withinMs), life, async () => {
      place.woken.delete(round)
      const { incarnation } = place
      if (incarnation === null) return
      await this.schedule.enter(life, () => void incarnation.round(round))
    })
  }

  /** After each event: what has left was on disk before, and what was published goes on from what was. */
  readonly look = async (): Promise<void> => {
    const { departed } = this.network
    if (departed.length > 0) this.network.departed = []
    for (const { state, lines } of departed) {
      const place = this.place(state)
      for (const given of await receiptsOnDisk(place, lines)) {
        if (given.isAccepted) place.acknowledged.set(given.message, this.schedule.now)
      }
    }
    for (const place of this.places) {
      if (place.hasPublished) await this.lookAtLog(place)
      place.hasPublished = false
      if (place.hasCommitted && (this.#commits += 1) % 3 === 0) await recordsCounted(place)
      place.hasCommitted = false
    }
  }

  /** What is signed goes on from all that is on a disk, unless the node could not know of that. */
  async lookAtLog(place: Place): Promise<void> {
    const held = (): Promise<readonly HeldHead[]> => this.heldOf(place)
    const found = await place.log.look(place.ground, { held, mayNotKnow: () => this.#mayNotKnow(place) })
    if (found === 'goes on') return
    if (found === 'drops') {
      this.tell(`${place.state} signs another past: what it had signed was on nobody's disk`)
      return
    }
    place.hasTwoPasts = true
    this.tell(`${place.state} signs another past: it had lost all, and not everybody could be asked`)
  }

  /** The heads of its logs that bind a State. */
  async heldOf(place: Place): Promise<readonly HeldHead[]> {
    return await heldHeads(
      place,
      this.places.filter((one) => one !== place),
    )
  }

  /** Whether a node that has lost all could not know it: a peer was away as it asked, or was not understood for as long as one waits. */
  async #mayNotKnow(place: Place): Promise<boolean> {
    if (!place.losses.some(({ isWhole }) => isWhole)) return false
    const unheard = await listUnheard(place.ground.observer)
    const { otherwise } = exchangeLimits.hearingPatienceMs
    const isPatient = this.schedule.now - place.begunAt >= otherwise
    const isAway = (state: string): boolean =>
      this.network.isCut(place.state, state) || this.place(state).incarnation === null
    return unheard.length > 0 && (isPatient || unheard.every(isAway))
  }

  #placeOf(actor: Actor): Place {
    const { state, ground } = actor
    return {
      ...{ actor, state, ground, log: new LogWatch(state), disk: { ...actor.met } },
      connections: new Connections(ground, {
        schedule: this.schedule,
        delayMs: () => this.#statementMs(),
        fateOf: (life, sql) => this.#fateOf(this.place(life.state), sql),
        die: (life) => this.die(life),
      }),
      ...{ acknowledged: new Map(), losses: [], woken: new Set(), backup: null, armed: null },
      ...{ skewMs: 0, life: null, lives: 0, begunAt: 0, standing: null, incarnation: null },
      ...{ hasPublished: false, hasCommitted: false, hasTwoPasts: false },
    }
  }

  /** Most statements take little; now and then one is slow, so that its transaction is still open when the next come. */
  #statementMs(): number {
    return someMs(this.#delays, this.#delays.once(slowOnceIn) ? 400 : 12)
  }

  #fateOf(place: Place, sql: string): StatementFate {
    if (sql.includes('audit_head') && !sql.trimStart().startsWith('select')) place.hasPublished = true
    if (sql === 'commit') place.hasCommitted = true
    // The sequencer looks twice a second by itself.
    if (sql.includes('insert into audit_entry')) this.wake(place, 'sequence', 500)
    if (place.armed !== null) {
      place.armed.left -= 1
      if (place.armed.left <= 0) return place.armed.fate
    }
    if (this.breaksOnceIn === 0 || !this.random.once(this.breaksOnceIn)) return 'done'
    this.tell(`${place.state} loses a connection to its database at: ${sql.trim().slice(0, 40)}`)
    return this.random.pick(['lost', 'unanswered'] as const)
  }

  #presenceOf(place: Place, life: Life): Presence {
    const standing = presence({ connectionString: place.ground.url }, () => undefined)
    place.standing = standing
    return {
      standBy: () => Promise.resolve('stands' as const),
      onEnd: () => undefined,
      enter: () =>
        new Promise((resolve, reject) => {
          this.schedule.after(1, life, async () => {
            const entered = await standing.enter().then(
              (arrival) => () => {
                resolve(arrival)
              },
              (reason: unknown) => () => {
                reject(reason instanceof Error ? reason : new Error(String(reason)))
              },
            )
            await this.schedule.enter(life, entered)
          })
        }),
      close: () => standing.close(),
    }
  }

  #wait(life: Life, mostMs: number): Promise<void> {
    return new Promise((resolve) => {
      const ms = 1 + this.#delays.below(mostMs)
      this.schedule.after(ms, life, () => this.schedule.enter(life, resolve))
    })
  }

  #logOf({ state }: Place): NodeLog {
    const said = (level: string) => (fields: Readonly<Record<string, unknown>>, text: string) => {
      this.tell(`${state} ${level}: ${text} ${JSON.stringify(fields)}`.slice(0, 400))
      const isBroken = /AssertionError|TypeError|RangeError|violates/.test(JSON.stringify(fields))
      if (isBroken) this.schedule.breaks(new Broken('no promise is broken', { state, text, ...fields }))
    }
    return { info: () => undefined, warn: said('warns'), error: said('errs') }
  }
}

/** Once in so many statements. */
const slowOnceIn = 30

function bytesFrom(random: Random): Node['random'] {
  return (bytes) => Uint8Array.from({ length: bytes }, () => random.below(256))
}

/** Nothing is under way in the database of a place whose process is gone. */
export async function atRest({ ground }: Place): Promise<void> {
  for (const held of ground.held) await held.query(CompiledQuery.raw('select 1'))
}
