import type { Node, NodeLog } from '../../src/exchange/node.ts'
import { type Presence, presence } from '../../src/store/presence.ts'
import { type Random, randomFrom } from '../fuzz/random.ts'
import { openKeyring } from '../../src/store/identity/keyring.ts'
import { type Actor, passphrase } from './cast.ts'
import { Connections, type StatementFate } from './driver.ts'
import type { Command } from './commands.ts'
import { type Disk, putFiles } from './files.ts'
import { type Given, type RoundName, incarnate } from './incarnation.ts'
import { LogWatch } from './logWatch.ts'
import { Network } from './network.ts'
import type { Armed, Place } from './place.ts'
import { type Life, Schedule, someMs } from './schedule.ts'
import { Watching } from './watching.ts'
import { Broken } from './broken.ts'
import { isForeseen, namesMistake } from './foreseen.ts'

/** One seed in so many has keys that are renewed. All others have the keys with which they begin, in memory. */
const renewsOnceIn = 3

/** All nodes of one seed, with the time and the lines between them. */
export class World {
  readonly seed: number
  readonly schedule: Schedule
  readonly random: Random
  readonly network: Network
  readonly places: readonly Place[]
  /** Once in so many statements a connection to a database breaks; 0: never. */
  breaksOnceIn = 0
  /** How far the clocks of nodes were from the true time at most, behind it and ahead of it. */
  readonly #skewsMs = { least: 0, most: 0 }
  /** Rounds that it took until everything had come to rest, of all times at which that was waited for the most. */
  roundsMost = 0
  /** How often what happened: `sent TYPE`, `refused TYPE CODE`, `befell HARDSHIP`, `ended STATE`, `commits CHECK`. */
  readonly counted = new Map<string, number>()
  /** What happened, for whoever reads it. */
  readonly story: string[] = []
  readonly #beganAt: number
  readonly #delays: Random
  readonly #files: Random
  /** Whether the nodes read their keys where they lie, for they are renewed. */
  readonly renewsKeys: boolean
  readonly #tells: ((line: string) => void) | null
  readonly watching = new Watching(this)

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
    this.#files = randomFrom(seed, 'files', 0)
    this.renewsKeys = seed % renewsOnceIn === 2
    if (this.renewsKeys) for (const { identity } of actors) putFiles(identity.folder, identity.files)
    this.network = new Network(this.schedule, randomFrom(seed, 'network', 0), (state) => {
      const { life, incarnation } = this.place(state)
      return life === null || incarnation === null ? null : { life, services: incarnation.services }
    })
    this.network.fails = (state, reason) => {
      this.heed(state, 'answers a peer', reason)
    }
    this.places = actors.map((actor) => this.#placeOf(actor))
  }

  place(state: string): Place {
    const found = this.places.find((place) => place.state === state)
    if (found === undefined) throw new Error(`${state} is not in this world`)
    return found
  }

  /** Sets the clock of a node to so far from the true time. */
  setClock(place: Place, skewMs: number): void {
    place.skewMs = skewMs
    this.#skewsMs.least = Math.min(this.#skewsMs.least, skewMs)
    this.#skewsMs.most = Math.max(this.#skewsMs.most, skewMs)
  }

  /** How far two clocks that signed something may have been apart, or one from itself before it was set. */
  get clocksApartMs(): number {
    return this.#skewsMs.most - this.#skewsMs.least
  }

  /** No node has told a later time than this so far. */
  get latest(): Date {
    return new Date(this.schedule.now + this.#skewsMs.most)
  }

  /** Counts that it has happened once more. */
  count(what: string): void {
    this.counted.set(what, (this.counted.get(what) ?? 0) + 1)
  }

  /** Notes what happens, with the time since the beginning. */
  tell(what: string): void {
    const line = `${((this.schedule.now - this.#beganAt) / 1000).toFixed(3).padStart(12)}  ${what}`
    this.story.push(line)
    this.#tells?.(line)
  }

  /** Something has failed: that breaks a promise, unless it is what cut lines, deaths and refusals bring about. */
  heed(state: string, during: string, reason: unknown): void {
    if (isForeseen(reason)) return
    const words = reason instanceof Error ? (reason.stack ?? String(reason)) : String(reason)
    this.schedule.breaks(new Broken('no promise is broken', { state, during, reason: words.slice(0, 2_000) }))
  }

  /** Starts a process of a node; it is up at once, and in service when it has come so far. */
  async start(place: Place): Promise<void> {
    if (place.life !== null) return
    place.lives += 1
    const life = this.#lifeOf(place, place.lives)
    place.life = life
    place.begunAt = this.schedule.now
    place.woken.clear()
    this.tell(`${place.state} starts (${life.number})`)
    const presence = this.#presenceOf(place, life)
    await this.schedule.enter(life, () => {
      this.#givenTo(place, life, presence)
        .then(incarnate)
        .then(
          (incarnation) => {
            place.incarnation = incarnation
            this.tell(`${place.state} is in service`)
            this.wake(place, 'hear', 300)
          },
          (reason: unknown) => {
            this.tell(`${place.state} could not start: ${String(reason).slice(0, 200)}`)
            this.heed(place.state, 'starts', reason)
            this.schedule.after(0, life, () => this.die(life))
          },
        )
    })
  }

  /** What a process is given; its keys it reads itself. */
  async #givenTo(place: Place, life: Life, presence: Presence): Promise<Given> {
    const { settings, keyring, identity } = place.actor
    return {
      ...{ settings, presence, disk: place.disk },
      keyring: this.renewsKeys ? await openKeyring(identity.folder, passphrase) : keyring,
      db: place.connections.openFor(life),
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
  }

  /** Begins a command beside the process that serves, if there is one: a process of its own, which joins nobody. */
  async command(
    place: Place,
    armed: Armed | null,
    work: (given: Given) => Promise<void>,
    ends: Command['ends'],
  ): Promise<void> {
    place.commands += 1
    const life = this.#lifeOf(place, commandsFrom + place.commands)
    place.command = { life, armed, ends }
    await this.schedule.enter(life, () => {
      this.#givenTo(place, life, noPresence)
        .then(work)
        .then(
          () => this.schedule.after(0, null, () => this.endCommand(life, null)),
          (reason: unknown) => this.schedule.after(0, null, () => this.endCommand(life, reason)),
        )
    })
  }

  /** A command is gone: it was done, was refused, or died (undefined). */
  async endCommand(life: Life, how: unknown): Promise<void> {
    const { command, connections } = this.place(life.state)
    if (command?.life !== life || !life.isUp) return
    life.isUp = false
    this.place(life.state).command = null
    await connections.end(life)
    command.ends(how)
  }

  #lifeOf(place: Place, number: number): Life {
    const life = { state: place.state, number, isUp: true }
    return this.renewsKeys ? Object.assign(life, { disk: this.#diskOf(life) }) : life
  }

  /** The process is gone, wherever it stood. */
  async die(life: Life): Promise<void> {
    const place = this.place(life.state)
    if (place.command?.life === life) {
      await this.endCommand(life, undefined)
      return
    }
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

  /** After each event. */
  readonly look = (): Promise<void> => this.watching.look()

  #placeOf(actor: Actor): Place {
    const { state, ground } = actor
    return {
      ...{ actor, state, ground, log: new LogWatch(state), disk: { ...actor.met } },
      connections: new Connections(ground, {
        schedule: this.schedule,
        delayMs: () => this.#statementMs(),
        fateOf: (life, sql) => this.#fateOf(life, sql),
        die: (life) => this.die(life),
      }),
      ...{ acknowledged: new Map(), losses: [], woken: new Set(), backup: null, armed: null },
      ...{
        command: null,
        commands: 0,
        skewMs: 0,
        life: null,
        lives: 0,
        begunAt: 0,
        standing: null,
        incarnation: null,
      },
      ...{ hasPublished: false, hasCommitted: false, hasTwoPasts: false },
    }
  }

  /** Most statements take little; now and then one is slow, so that its transaction is still open when the next come. */
  #statementMs(): number {
    return someMs(this.#delays, this.#delays.once(slowOnceIn) ? 400 : 12)
  }

  #fateOf(life: Life, sql: string): StatementFate {
    const place = this.place(life.state)
    if (sql.includes('audit_head') && !sql.trimStart().startsWith('select')) place.hasPublished = true
    // A log that is closed is moved in the midst of a transaction.
    if (sql === 'commit') place.hasPublished = place.hasCommitted = true
    // The sequencer looks twice a second by itself.
    if (sql.includes('insert into audit_entry')) this.wake(place, 'sequence', 500)
    const fate = this.#fateArmed(life)
    if (fate !== 'done') return fate
    if (this.breaksOnceIn === 0 || !this.random.once(this.breaksOnceIn)) return 'done'
    this.tell(`${place.state} loses a connection to its database at: ${sql.trim().slice(0, 40)}`)
    return this.random.pick(['lost', 'unanswered'] as const)
  }

  /** Whether it is time for a process to die that is to. */
  #fateArmed(life: Life): StatementFate {
    const place = this.place(life.state)
    const armed = place.command?.life === life ? place.command.armed : place.armed
    if (armed === null) return 'done'
    armed.left -= 1
    return armed.left <= 0 ? armed.fate : 'done'
  }

  /** The files of a process: each is read or written as an event. */
  #diskOf(life: Life): Disk {
    return {
      folder: this.place(life.state).actor.identity.folder,
      done: (isWritten, work) =>
        new Promise((resolve, reject) => {
          this.schedule.after(this.#files.below(isWritten ? 8 : 2), life, async () => {
            const fate = isWritten ? this.#fateArmed(life) : 'done'
            if (fate === 'diesBefore') {
              await this.die(life)
              return
            }
            const settle = outcomeOf(work, resolve, reject)
            if (fate === 'done') await this.schedule.enter(life, settle)
            else await this.die(life)
          })
        }),
    }
  }

  #presenceOf(place: Place, life: Life): Presence {
    const standing = presence({ connectionString: place.ground.url }, () => undefined)
    place.standing = standing
    return {
      standBy: () => Promise.resolve('stands' as const),
      onEnd: () => undefined,
      enter: () =>
        new Promise((resolve, reject) => {
          const enter = async (): Promise<void> => {
            // It waits on a line of its own for whoever holds what it changes, and virtual time would stand still meanwhile.
            if (place.connections.isAtWork()) {
              this.schedule.after(1, life, enter)
              return
            }
            const entered = await standing.enter().then(
              (arrival) => () => {
                resolve(arrival)
              },
              (reason: unknown) => () => {
                reject(reason instanceof Error ? reason : new Error(String(reason)))
              },
            )
            await this.schedule.enter(life, entered)
          }
          this.schedule.after(1, life, enter)
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
      const { code, reason } = fields
      // Words beside a code are those of a refusal.
      if (namesMistake(fields)) this.heed(state, text, JSON.stringify(fields))
      else if (code === undefined && reason !== undefined) this.heed(state, text, reason)
    }
    return { info: () => undefined, warn: said('warns'), error: said('errs') }
  }
}

/** Does something, and gives what tells of it. */
function outcomeOf<Result>(
  work: () => Result,
  resolve: (result: Result) => void,
  reject: (reason: Error) => void,
): () => void {
  try {
    const result = work()
    return () => {
      resolve(result)
    }
  } catch (reason) {
    return () => {
      reject(reason instanceof Error ? reason : new Error(String(reason)))
    }
  }
}

/** A command that keeps keys says nothing to peers, so it takes no stand among the processes of its node. */
const noPresence: Presence = {
  standBy: () => Promise.resolve('stands' as const),
  onEnd: () => undefined,
  enter: () => Promise.reject(new Error('a command takes no stand')),
  close: () => Promise.resolve(),
}

/** The lives of commands are counted from there. */
const commandsFrom = 100_000

/** Once in so many statements. */
const slowOnceIn = 30

function bytesFrom(random: Random): Node['random'] {
  return (bytes) => Uint8Array.from({ length: bytes }, () => random.below(256))
}
