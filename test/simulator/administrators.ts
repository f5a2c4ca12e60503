import { renewNoted } from '../../src/cli/commands/cert/renew.ts'
import { takeUpNoted } from '../../src/cli/commands/cert/use.ts'
import type { Keys } from '../../src/cli/commands/cert/keys.ts'
import type { RenewedUse, UsedUse } from '../../src/store/identity/renew.ts'
import { type Random, randomFrom } from '../fuzz/random.ts'
import { Broken } from './broken.ts'
import { passphrase } from './cast.ts'
import { openForCommand } from './incarnation.ts'
import { someMs } from './schedule.ts'
import type { Place } from './place.ts'
import type { World } from './world.ts'

/** One command of those with which keys are renewed. */
interface Step {
  readonly words: string
  /** How long after the one before. */
  readonly afterMs: number
  readonly work: (keys: Keys) => Promise<unknown>
  /** What it is refused with where it was done already. */
  readonly isDoneWith: string
}

/** What became of a command. */
interface Became {
  readonly isOver: boolean
  /** The database went back, and nobody has said yet that the node goes on with it. */
  readonly waits: boolean
}

const as = 'Example-Ad'
const hourMs = 3_600_000
/** Steps of a world. */
const renewedOnceIn = 6
/** A command that is refused so often, over two days in which the node is served, will never be taken. */
const triesMax = 60
/** After so many tries the next comes an hour later. */
const hourlyFrom = 7

/** The keys that are renewed together, as an administrator names them; undefined: as the command has it. */
const renewed: readonly (readonly [renew: readonly RenewedUse[] | undefined, use: readonly UsedUse[]])[] = [
  [undefined, ['message', 'http']],
  [['message'], ['message']],
  [['encryption'], []],
  [['log'], ['log']],
  [['witness'], ['witness']],
  [
    ['log', 'witness'],
    ['log', 'witness'],
  ],
]

/**
 * Those who keep the keys of the nodes. They renew them by the commands that docs/operations.md names, a day between the two or, after
 * a theft, none; a command that died or was refused is given again.
 */
export class Administrators {
  readonly #world: World
  readonly #random: Random
  readonly #busy = new Set<Place>()
  #isCalm = false

  constructor(world: World) {
    this.#world = world
    this.#random = randomFrom(world.seed, 'keys', 0)
  }

  /** Somebody may begin now. */
  act(): void {
    const world = this.#world
    if (!world.renewsKeys) return
    // A process that serves looks each second what its keys and the lists of its peers are.
    for (const place of world.places) world.wake(place, 'trust', 1_000)
    if (!this.#random.once(renewedOnceIn)) return
    const place = this.#random.pick(world.places)
    if (this.#busy.has(place)) return
    this.#busy.add(place)
    this.#goOn(place, this.#stepsOf(), 0)
  }

  /** No command dies any more. */
  end(): void {
    this.#isCalm = true
  }

  #stepsOf(): readonly Step[] {
    const hours = this.#random.pick([0, 24])
    const waitMs = hours * hourMs + 3_000 + someMs(this.#random, 60_000)
    if (this.#random.once(7)) return [takeUp(['list'], hours, 0), renew(['list'], 3_000)]
    const [made, used] = this.#random.pick(renewed)
    return [renew(made, 0), ...(used.length === 0 ? [] : [takeUp(used, hours, waitMs)])]
  }

  #goOn(place: Place, steps: readonly Step[], tries: number): void {
    const [step, ...others] = steps
    if (step === undefined) {
      this.#busy.delete(place)
      return
    }
    if (tries > triesMax) {
      const about = { state: place.state, command: step.words, tries }
      this.#world.schedule.breaks(new Broken('everything comes to rest', about))
      return
    }
    const waitMs = tries === 0 ? step.afterMs : Math.min(4_000 * 3 ** tries, hourMs)
    this.#world.schedule.after(waitMs, null, () =>
      this.#give(place, step, ({ isOver, waits }) => {
        // What is to be in a list first waits for the node to be served, which may have been down for days, or may wait for a person.
        const counts = (place.incarnation !== null && !waits) || tries < hourlyFrom
        this.#goOn(place, isOver ? others : steps, isOver ? 0 : tries + (counts ? 1 : 0))
      }),
    )
  }

  async #give(place: Place, step: Step, then: (became: Became) => void): Promise<void> {
    const { folder } = place.actor.identity
    const isFatal = !this.#isCalm && this.#random.once(3)
    const fate = this.#random.pick(['diesBefore', 'diesAfter'] as const)
    const armed = isFatal ? { left: 1 + this.#random.below(20), fate } : null
    await this.#world.command(
      place,
      armed,
      async (given) => {
        const { node } = await openForCommand(given)
        await step.work({ open: { node, settings: given.settings }, folder, passphrase })
      },
      (how) => {
        const ended = how === null ? 'done' : how === undefined ? 'died' : codeOf(how)
        this.#world.tell(`an administrator of ${place.state} says cert ${step.words}: ${ended}`)
        if (how !== null && how !== undefined) this.#world.heed(place.state, `says cert ${step.words}`, how)
        this.#world.wake(place, 'trust', 1_000)
        then({ isOver: how === null || ended === step.isDoneWith, waits: ended === 'NODE_ROLLED_BACK' })
      },
    )
  }
}

function renew(uses: readonly RenewedUse[] | undefined, afterMs: number): Step {
  const words = ['renew', ...(uses === undefined ? [] : ['--use', ...uses])].join(' ')
  return { words, afterMs, isDoneWith: 'KEYS_WAITING', work: (keys) => renewNoted(keys, uses, { as }) }
}

function takeUp(uses: readonly UsedUse[], hours: number, afterMs: number): Step {
  const words = `use --use ${uses.join(' ')} --overlap ${hours}`
  const work = (keys: Keys): Promise<unknown> => takeUpNoted(keys, { uses, hours }, { as })
  return { words, afterMs, isDoneWith: 'KEYS_NOT_RENEWED', work }
}

function codeOf(reason: unknown): string {
  if (typeof reason === 'object' && reason !== null && 'code' in reason) return String(reason.code)
  return String(reason).slice(0, 200)
}
