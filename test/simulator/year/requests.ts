import { sql } from 'kysely'
import { bindsState } from '../../../src/exchange/approval.ts'
import type { JsonObject } from '../../../src/message/json.ts'
import { uuidV4, uuidV7 } from '../../../src/exchange/identifiers.ts'
import type { RequestState } from '../../../src/workflow/state.ts'
import type { Random } from '../../fuzz/random.ts'
import { shifted } from '../../workflow/examples.ts'
import { requestBody, start } from '../../workflow/speak.ts'
import { only, saidNow } from '../../workflow/walk.ts'
import { Broken } from '../broken.ts'
import { someMs } from '../schedule.ts'
import type { Acquaintance } from './acquaintance.ts'
import { type Course, type Step, answeredBy } from './courses.ts'
import type { Pair } from './pairs.ts'
import type { Place, Year } from './places.ts'

/** A request that lives: what is needed to say its next message. */
export interface Living extends Pair {
  readonly id: string
  readonly course: Course
  /** Messages that were said. */
  said: number
}

/** Longest time until the next message; most come much sooner. */
const pauseMaxMs = 20 * 86_400_000

/** When a message that was not there is looked for again at first, and how often that is done, each time after twice as long. */
const againMs = 60_000
const triesMax = 6

/** One request in so many is refused. */
const refusedOnceIn = 6

/** Officers of all States: each opens what is drawn, and says in each request what its course has next. */
export class Requests {
  /** What is to be said now. */
  readonly due: Living[] = []
  readonly countedByKind = new Map<string, number>()
  messages = 0
  ended = 0
  /** How often a message was not there when it was its turn to be answered. */
  late = 0
  readonly #year: Year
  readonly #acquaintance: Acquaintance
  readonly #random: Random
  readonly #courses: ReadonlyMap<string, readonly Course[]>
  readonly #onEnd: (request: Living) => void

  constructor(
    year: Year,
    acquaintance: Acquaintance,
    random: Random,
    courses: readonly Course[],
    onEnd: (request: Living) => void,
  ) {
    this.#year = year
    this.#acquaintance = acquaintance
    this.#random = random
    this.#onEnd = onEnd
    this.#courses = new Map(
      [...new Set(courses.map(({ kind }) => kind))].map((kind) => [
        kind,
        courses.filter((course) => course.kind === kind),
      ]),
    )
  }

  /** An authority asks another for something, of any kind. */
  async open(pair: Pair): Promise<void> {
    const course = this.#draw()
    const id = uuidV4(this.#bytes(16))
    const living: Living = { ...pair, id, course, said: 0 }
    const { kind, regime, ends } = course
    // Its words are of the beginning; the dates in them move with the year.
    const words = requestBody([{ id: 'm1', kind }], regime) as JsonObject
    const body = shifted(words, this.#year.schedule.now - start) as JsonObject
    await this.#send(living, this.#year.place(pair.from), { type: 'request', body })
    this.countedByKind.set(`${kind} ${ends}`, (this.countedByKind.get(`${kind} ${ends}`) ?? 0) + 1)
  }

  /** Somebody says what the course of a request has next. */
  async goOn(living: Living): Promise<void> {
    const step = living.course.steps[living.said - 1]
    if (step === undefined) {
      await this.#end(living)
      return
    }
    const [from, to] = [this.#year.place(living.from), this.#year.place(living.to)]
    const [place, other] = step.side === 'requesting' ? [from, to] : [to, from]
    const state = await this.#stateAt(place, other, living)
    await this.#send(living, place, this.#words(state, step))
  }

  #draw(): Course {
    const courses = this.#courses.get(this.#random.pick([...this.#courses.keys()])) ?? []
    const isRefused = this.#random.once(refusedOnceIn)
    const course = courses.find(({ ends }) => (ends === 'refused') === isRefused) ?? courses[0]
    if (course === undefined) throw new Error('a kind has no course')
    return course
  }

  #words(state: RequestState, step: Step): Words {
    const measure = only(state).id
    const inReplyTo = answeredBy(state, step)
    const at = this.#year.schedule.now - start
    const { body } = saidNow(state, { ...step, answers: inReplyTo }, measure, at)
    return { type: step.type, body, measures: [measure], ...(inReplyTo === null ? {} : { inReplyTo }) }
  }

  async #send(living: Living, place: Place, words: Words): Promise<void> {
    const other = this.#year.place(place.state === living.from ? living.to : living.from)
    await this.#acquaintance.keepUp(place, other)
    const people = { officer: 'Example-On', ...(bindsState(words) ? { approver: 'Example-Ap' } : {}) }
    const draft = {
      ...words,
      id: uuidV7(new Date(this.#year.schedule.now), this.#bytes(10)),
      ...{ request: living.id, reference: `${living.from}-${living.id.slice(0, 8)}` },
      ...{ from: place.authority, to: other.authority, language: 'en', exhibits: [], people },
    }
    const outcome = await this.#year.done(place, ({ working }) => working.send(draft))
    if (!outcome.ok) throw new Broken('no promise is broken', { state: place.state, ...outcome, ...draft })
    living.said += 1
    this.messages += 1
    this.#later(living)
  }

  /** Both nodes have everything that was said, and no more. */
  async #end(living: Living): Promise<void> {
    const [from, to] = [this.#year.place(living.from), this.#year.place(living.to)]
    await this.#stateAt(from, to, living)
    await this.#stateAt(to, from, living)
    await this.#acquaintance.keepUp(from, to)
    await this.#acquaintance.prove(from, to)
    this.ended += 1
    this.#onEnd(living)
  }

  /**
   * What a node has of a request, in which everything that was said must have come. The job that delivers looks five times a second for what
   * is to be tried again; here it looks when something lacks.
   */
  async #stateAt(place: Place, other: Place, { id, said }: Living): Promise<RequestState> {
    for (let tries = 0; ; tries += 1) {
      const row = await recordOf(place, id)
      if (row?.sequence === said && row.closed === null) return JSON.parse(row.snapshot) as RequestState
      if (tries === triesMax)
        throw new Broken('nothing acknowledged is lost', {
          ...{ state: place.state, id, said, ...row },
          sent: [await messagesOf(place, id), await messagesOf(other, id)],
        })
      this.late += 1
      await this.#acquaintance.keepUp(place, other)
      for (const { life } of [place, other]) this.#year.wake(life, 'deliver', 1_000)
      await this.#year.schedule.pass(againMs * 2 ** tries, this.#year.look)
    }
  }

  #later(living: Living): void {
    const pause = 3_600_000 + someMs(this.#random, pauseMaxMs)
    this.#year.schedule.after(pause, null, () => void this.due.push(living))
  }

  #bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.#random.below(256))
  }
}

interface Words {
  readonly type: Step['type']
  readonly body: object
  readonly inReplyTo?: string
  readonly measures?: readonly string[]
}

async function recordOf({ ground }: Place, id: string) {
  return await ground.observer
    .selectFrom('request')
    .select(['snapshot', 'sequence', 'closed'])
    .where('id', '=', id)
    .executeTakeFirst()
}

/** What became of the messages of a request, as a node knows it. */
async function messagesOf({ state, ground }: Place, id: string): Promise<object> {
  const { rows } = await sql`
    select m.type, m.status, m.sequence, m.refusal, o.attempts
      from message m left join outbox o on o.digest = m.digest
     where m.request = ${id}`.execute(ground.observer)
  return { state, rows }
}
