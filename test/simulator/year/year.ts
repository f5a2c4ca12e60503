import { randomFrom } from '../../fuzz/random.ts'
import { Acquaintance } from './acquaintance.ts'
import { coursesOfAll } from './courses.ts'
import { type KeptUp, type Part, partOf, rounded, usedNow } from './measuring.ts'
import { drawer, statesNamed } from './pairs.ts'
import { type Place, Year } from './places.ts'
import { type Living, Requests } from './requests.ts'
import { Sample, Watch, byPair } from './samples.ts'

/** How a year is run. */
export interface Order {
  readonly states: number
  readonly requests: number
  readonly seed: number
  readonly tells: (line: string) => void
}

/** What a year has cost, tenth by tenth. */
export interface Outcome {
  readonly states: number
  readonly requests: number
  readonly messages: number
  readonly ended: number
  /** Two States that have exchanged something. */
  readonly pairs: number
  /** Making keys and databases, and pinning, in seconds. */
  readonly beginningSeconds: number
  readonly tenths: readonly Part[]
  /** What was still open when the last request had come; and what was looked at, in seconds, the last at the end. */
  readonly lastAnswersSeconds: number
  readonly looksSeconds: readonly number[]
  readonly lookedAt: number
  /** Messages that were not there yet when they were to be answered: they were delivered at a later attempt. */
  readonly late: number
  readonly verified: number
  readonly byCourse: Readonly<Record<string, number>>
  readonly warned: Readonly<Record<string, number>>
}

const yearMs = 365 * 86_400_000
const tenths = 10
/** Requests of each tenth that are looked at on both nodes. */
const lookedAtOfTenth = 40
const verifiedTogether = 20
const clocksEveryMs = 7 * 86_400_000
const courseMsMax = 200 * 86_400_000

/** Lets all States live through a year, and looks at what that costs and whether everything holds. */
export async function liveAYear(order: Order): Promise<Outcome> {
  const year = new Year(order.seed)
  try {
    return await new Run(order, year).live()
  } finally {
    await year.close()
  }
}

class Run {
  readonly #order: Order
  readonly #year: Year
  readonly #states: readonly string[]
  readonly #acquaintance: Acquaintance
  readonly #watch: Watch
  readonly #sample: Sample
  readonly #requests: Requests
  readonly #looks: number[] = []
  #lookedAt = 0
  #opened = 0

  constructor(order: Order, year: Year) {
    const { states, seed } = order
    this.#order = order
    this.#year = year
    this.#states = statesNamed(states)
    this.#acquaintance = new Acquaintance(year)
    this.#watch = new Watch(year, this.#acquaintance)
    this.#sample = new Sample(lookedAtOfTenth, randomFrom(seed, 'sample', 0))
    this.#requests = new Requests(
      year,
      this.#acquaintance,
      randomFrom(seed, 'requests', 0),
      coursesOfAll(),
      (request) => {
        this.#sample.add(request)
      },
    )
  }

  async live(): Promise<Outcome> {
    const { states, requests, tells } = this.#order
    const began = performance.now()
    await this.#year.open(this.#states)
    const pairs = this.#pairsDrawn()
    await this.#acquaintance.meet(pairs)
    const beginningSeconds = rounded((performance.now() - began) / 1000)
    tells(`${states} States, ${pairs.length} pairs that exchange something: begun in ${beginningSeconds} s`)
    this.#eachWeek(() => {
      for (const { life } of this.#year.places) this.#year.wake(life, 'clocks', 3_600_000)
    })
    const parts = await this.#tenths()
    const last = performance.now()
    await this.#until(courseMsMax, () => this.#requests.ended === requests)
    const lastAnswersSeconds = rounded((performance.now() - last) / 1000)
    const verified = await this.#end()
    return {
      ...{ states, requests, pairs: pairs.length, beginningSeconds, tenths: parts, lastAnswersSeconds },
      ...{
        messages: this.#requests.messages,
        ended: this.#requests.ended,
        verified,
        late: this.#requests.late,
      },
      ...{ looksSeconds: this.#looks, lookedAt: this.#lookedAt },
      byCourse: Object.fromEntries([...this.#requests.countedByKind].sort()),
      warned: Object.fromEntries(this.#year.warned),
    }
  }

  /** Everybody who will have to do with each other, from the draws of the whole year. */
  #pairsDrawn(): readonly (readonly [Place, Place])[] {
    const [draw, random] = [drawer(this.#states), this.#draws()]
    const drawn = new Set<string>()
    for (let request = 0; request < this.#order.requests; request += 1) {
      const { from, to } = draw(random)
      drawn.add([from, to].sort().join(' '))
    }
    return [...drawn].sort().map((pair) => {
      const [one = '', other = ''] = pair.split(' ')
      return [this.#year.place(one), this.#year.place(other)]
    })
  }

  #draws() {
    return randomFrom(this.#order.seed, 'pairs', 0)
  }

  async #tenths(): Promise<readonly Part[]> {
    const { requests, tells } = this.#order
    const [draw, random] = [drawer(this.#states), this.#draws()]
    const parts: Part[] = []
    let before = await usedNow()
    let keptUp = { ...this.#acquaintance.spent }
    const emptyBytes = before.databaseBytes
    for (let tenth = 1; tenth <= tenths; tenth += 1) {
      const [opened, messages] = [this.#opened, this.#requests.messages]
      const until = Math.round((requests * tenth) / tenths)
      while (this.#opened < until) {
        await this.#until(yearMs / requests)
        await this.#requests.open(draw(random))
        this.#opened += 1
      }
      const after = await usedNow()
      const counted = { requests: until - opened, messages: this.#requests.messages - messages, all: until }
      const part = partOf(before, after, counted, emptyBytes, keptUpSince(keptUp, this.#acquaintance.spent))
      parts.push(part)
      tells(lineOf(tenth, until, part))
      await this.#look()
      before = await usedNow()
      keptUp = { ...this.#acquaintance.spent }
    }
    return parts
  }

  /** Lets time pass, and has said what is due meanwhile; no longer than until something is so. */
  async #until(ms: number, isSo: () => boolean = () => false): Promise<void> {
    const { schedule, look } = this.#year
    const { due } = this.#requests
    const end = schedule.now + ms
    while (!isSo() && (await schedule.until(() => due.length > 0, Math.max(0, end - schedule.now), look))) {
      const living = due.shift()
      if (living !== undefined) await this.#requests.goOn(living)
    }
    if (schedule.now < end && !isSo()) await schedule.pass(end - schedule.now, look)
  }

  #eachWeek(work: () => void): void {
    work()
    this.#year.schedule.after(clocksEveryMs, null, () => {
      this.#eachWeek(work)
    })
  }

  async #look(): Promise<void> {
    const began = performance.now()
    const looked = this.#sample.take()
    await this.#watch.look(looked)
    this.#lookedAt += looked.length
    this.#looks.push(rounded((performance.now() - began) / 1000))
  }

  async #end(): Promise<number> {
    const began = performance.now()
    await this.#year.schedule.pass(60_000, this.#year.look)
    const looked = this.#sample.take()
    await this.#watch.look(looked)
    this.#lookedAt += looked.length
    const { requests, messages } = { requests: this.#order.requests, messages: this.#requests.messages }
    await this.#watch.end({ requests, messages })
    const verified = await this.#verified(looked)
    this.#looks.push(rounded((performance.now() - began) / 1000))
    return verified
  }

  /** Of the pair with most in the sample. */
  async #verified(looked: readonly Living[]): Promise<number> {
    const [most] = [...byPair(looked)].sort(([, one], [, other]) => other.length - one.length)
    if (most === undefined) return 0
    const [pair, ids] = most
    const [one = '', other = ''] = pair.split(' ')
    const chosen = ids.slice(0, verifiedTogether)
    return await this.#watch.verify(this.#year.place(one), this.#year.place(other), chosen)
  }
}

function lineOf(tenth: number, requests: number, part: Part): string {
  const { seconds, msPerRequest, nodesMsPerRequest, serverMsPerRequest, residentMiB, heapMiB } = part
  return (
    `${String(tenth).padStart(2)}/10  ${requests} requests, ${seconds} s; a request: ${msPerRequest} ms (${part.msPerMessage} a message), ` +
    `processor ${nodesMsPerRequest} ms nodes + ${serverMsPerRequest ?? '?'} ms server, ` +
    `of it ${part.keepingUpMsPerRequest} ms (${part.keepingUpNodesMsPerRequest} ms nodes) for lists and proofs; ` +
    `memory ${residentMiB} MiB (heap ${heapMiB}); databases ${part.databaseKiBPerRequest} KiB a request`
  )
}

function keptUpSince(before: KeptUp, { wallMs, processorMs }: KeptUp): KeptUp {
  return { wallMs: wallMs - before.wallMs, processorMs: processorMs - before.processorMs }
}
