import { continueAfterLoss } from '../../src/exchange/continueLog.ts'
import { type Random, randomFrom } from '../fuzz/random.ts'
import { filesIn, putFiles } from './files.ts'
import { spoil } from './network.ts'
import { someMs } from './schedule.ts'
import type { Place } from './place.ts'
import type { World } from './world.ts'

/** Everything that goes wrong in a world. */
export class Hardships {
  readonly #world: World
  readonly #random: Random
  readonly #keys: Random

  constructor(world: World) {
    this.#world = world
    this.#random = world.random
    this.#keys = randomFrom(world.seed, 'keys put back', 0)
  }

  /** One of them, of those that may be now. */
  async befall(): Promise<void> {
    const { places, network } = this.#world
    const isSomeUp = places.some(({ life }) => life !== null)
    const hasOverheard = network.overheard.length > 0
    const likely: readonly (readonly [times: number, name: string, what: () => void | Promise<void>])[] = [
      [isSomeUp ? 3 : 0, 'kill', () => this.#kill()],
      [isSomeUp ? 7 : 0, 'arm', () => this.#arm()],
      [4, 'cut', () => this.#cut()],
      [network.cuts.size > 0 ? 4 : 0, 'join', () => this.#join()],
      [3, 'jump', () => this.#jump()],
      [3, 'backUp', () => this.backUp()],
      // What was kept is to be lost as well, or it was kept for nothing.
      [places.some(({ backup }) => backup !== null) ? 20 : 0, 'goBack', () => this.#goBack()],
      [isSomeUp && hasOverheard ? 4 : 0, 'poison', () => this.#poison()],
      [isSomeUp && hasOverheard ? 3 : 0, 'hearAgain', () => this.#hearAgain()],
      [4, 'change', () => this.#change()],
      [this.#lost().length > 0 ? 2 : 0, 'goOn', () => this.#goOn()],
    ]
    const all = likely.flatMap((one) => Array.from({ length: one[0] }, () => one))
    const [, name, what] = this.#random.pick(all)
    this.#world.count(`befell ${name}`)
    await what()
  }

  /** Whatever went wrong is over. */
  async end(): Promise<void> {
    const { network, places } = this.#world
    network.clear()
    this.#world.breaksOnceIn = 0
    for (const place of places) {
      place.skewMs = 0
      place.armed = null
      if (place.life === null) await this.#world.start(place)
    }
  }

  async #kill(): Promise<void> {
    const place = this.#anyUp()
    if (place?.life == null) return
    await this.#world.die(place.life)
    this.#startSoon(place)
  }

  #arm(): void {
    const place = this.#anyUp()
    if (place === null) return
    const fate = this.#random.pick(['diesBefore', 'diesAfter'] as const)
    place.armed = { left: 1 + this.#random.below(30), fate }
    this.#world.tell(`${place.state} will die at its statement ${place.armed.left} from here (${fate})`)
  }

  /** Whoever is down is started again by the system of its machine, soon or late. */
  restart(): void {
    for (const place of this.#world.places) if (place.life === null) this.#startSoon(place)
  }

  #startSoon(place: Place): void {
    this.#world.schedule.after(500 + someMs(this.#random, 600_000), null, () => this.#world.start(place))
  }

  #cut(): void {
    const [one, other] = this.#twoOf()
    this.#world.network.cuts.add([one.state, other.state].sort().join(' '))
    this.#world.tell(`the line between ${one.state} and ${other.state} is cut`)
  }

  #join(): void {
    const { network } = this.#world
    if (network.cuts.size === 0) return
    const cut = this.#random.pick([...network.cuts])
    network.join(cut)
    this.#world.tell(`the line between ${cut} is whole again`)
  }

  #jump(): void {
    const place = this.#random.pick(this.#world.places)
    // One that is right is not set right.
    const right = Math.abs(place.skewMs) > 1_000 ? [0, 0] : []
    const minutes = this.#random.pick([...right, 1, -1, 4, -4, 30, -30, 600])
    this.#world.setClock(place, minutes * 60_000 + this.#random.below(2_000) - 1_000)
    this.#world.tell(`the clock of ${place.state} is ${place.skewMs} ms from the true time`)
  }

  /** A State keeps a copy of its database. */
  async backUp(): Promise<void> {
    const place = this.#random.pick(this.#world.places)
    await place.ground.save('backup')
    const identity = filesIn(place.actor.identity.folder)
    place.backup = { at: this.#world.schedule.now, checkpoint: place.disk.checkpoint, identity }
    this.#world.tell(`${place.state} makes a backup`)
  }

  /** The database is lost, and the backup is put in its place; the file beside it is of the backup too, or the newest. */
  async #goBack(): Promise<void> {
    const place = this.#random.pick(this.#world.places.filter(({ backup }) => backup !== null))
    if (place.backup === null) return
    if (place.command !== null) await this.#world.die(place.command.life)
    if (place.life !== null) await this.#world.die(place.life)
    await place.ground.restore('backup')
    const isWhole = this.#random.once(2)
    if (isWhole) place.disk.checkpoint = place.backup.checkpoint
    this.#putKeysBack(place, isWhole)
    place.losses.push({ at: this.#world.schedule.now, to: place.backup.at, isWhole })
    this.#world.tell(
      `${place.state} goes back to its backup (${isWhole ? 'all of it' : 'the database alone'})`,
    )
    this.#startSoon(place)
  }

  /** With all of the backup its keys come back; with the database alone they may, where its folder is made anew and only `checkpoint` is newer. */
  #putKeysBack({ state, actor, backup }: Place, isWhole: boolean): void {
    if (!this.#world.renewsKeys || backup === null || !(isWhole || this.#keys.once(2))) return
    putFiles(actor.identity.folder, backup.identity)
    this.#world.tell(`${state} has the keys of its backup`)
  }

  /** Places whose database went back, and that are in service. */
  #lost(): readonly Place[] {
    return this.#world.places.filter(({ losses, incarnation }) => losses.length > 0 && incarnation !== null)
  }

  /** Whose database went back is told by its administrator to go on with what it has, and is started again. */
  async #goOn(): Promise<void> {
    const place = this.#random.pick(this.#lost())
    if (place.life === null || place.incarnation === null) return
    const { life, incarnation } = place
    const actor = { person: 'Example-Ad', role: 'administrator', authority: place.state } as const
    await this.#world.schedule.enter(life, () => {
      continueAfterLoss(incarnation.working.node, actor, 'the disk was lost').then(
        (isBehind) => {
          if (!isBehind) return
          this.#world.tell(`${place.state} goes on with what it has, by order of its administrator`)
          this.#world.schedule.after(0, null, () => this.#world.die(life))
          this.#startSoon(place)
        },
        (reason: unknown) => {
          this.#world.heed(place.state, 'goes on after a loss', reason)
        },
      )
    })
  }

  /** Rubbish, made of what was overheard, comes in the name of a peer. */
  async #poison(): Promise<void> {
    const { network, tell } = { network: this.#world.network, tell: this.#world.tell.bind(this.#world) }
    const lines = spoil(this.#random.pick(network.overheard).lines, this.#random)
    const place = this.#anyUp()
    if (place?.life == null || place.incarnation === null) return
    const { services } = place.incarnation
    const from = this.#random.pick(this.#world.places).state
    tell(`rubbish comes to ${place.state} in the name of ${from}: ${lines.length} lines`)
    await this.#world.schedule.enter(place.life, () => {
      network.served(place.state, services, lines, [from]).catch((reason: unknown) => {
        tell(`${place.state} took no rubbish: ${String(reason).slice(0, 100)}`)
        this.#world.heed(place.state, 'takes rubbish', reason)
      })
    })
  }

  /** What was posted before comes once more, whole, from whom it came or from another. */
  async #hearAgain(): Promise<void> {
    const { network } = this.#world
    const overheard = this.#random.pick(network.overheard)
    const place = this.#world.place(overheard.to)
    if (place.life === null || place.incarnation === null) return
    const { services } = place.incarnation
    const from = this.#random.once(3) ? this.#random.pick(this.#world.places).state : overheard.from
    this.#world.tell(`what ${overheard.from} had posted to ${overheard.to} comes again from ${from}`)
    await this.#world.schedule.enter(place.life, () => {
      network.served(place.state, services, overheard.lines, [from]).catch((reason: unknown) => {
        this.#world.heed(place.state, 'hears again', reason)
      })
    })
  }

  #change(): void {
    const random = this.#random
    const seldom = (): number => random.pick([0, 0, 3, 10, 40])
    this.#world.network.weather = {
      questionLost: seldom(),
      answerLost: seldom(),
      doubled: seldom(),
      spoiled: seldom(),
      slowMs: random.pick([5, 40, 400, 8_000, 60_000]),
    }
    this.#world.breaksOnceIn = random.pick([0, 0, 300, 1_000])
    this.#world.tell(`the lines change: ${JSON.stringify(this.#world.network.weather)}`)
  }

  #anyUp(): Place | null {
    const up = this.#world.places.filter(({ life }) => life !== null)
    return up.length === 0 ? null : this.#random.pick(up)
  }

  #twoOf(): [Place, Place] {
    const one = this.#random.pick(this.#world.places)
    return [one, this.#random.pick(this.#world.places.filter((other) => other !== one))]
  }
}
