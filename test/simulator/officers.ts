import { AssertionError } from 'node:assert'
import type { Message } from '../../src/message/generated/types.ts'
import { bindsState } from '../../src/exchange/approval.ts'
import { uuidV4, uuidV7 } from '../../src/exchange/identifiers.ts'
import type { Draft, SendOutcome } from '../../src/exchange/send.ts'
import type { RequestRow } from '../../src/store/tables.ts'
import { mayOpen } from '../../src/workflow/open.ts'
import {
  findRow,
  isFinal,
  machineOfKind,
  machines,
  measureKinds,
  targetsOf,
} from '../../src/workflow/table.ts'
import type { RequestState } from '../../src/workflow/state.ts'
import type { Random } from '../fuzz/random.ts'
import { type Example, examplesOf, retold } from '../workflow/examples.ts'
import { filesNamedIn, regimesOf, requestBody } from '../workflow/speak.ts'
import { type Move, entryOf, machineOf, moves, only, oral } from '../workflow/walk.ts'
import type { Place } from './place.ts'
import type { World } from './world.ts'

/** A draft that was sent, and was told to be on disk. */
export interface Promised {
  readonly state: string
  readonly id: string
  readonly request: string
  readonly digest: string
  readonly at: number
}

/** People of all States: they open requests, and do with each what the workflow offers. */
export class Officers {
  readonly promised: Promised[] = []
  /** Drafts of which nobody has heard whether they went out: they are sent again under their ids. */
  readonly #unsure: { readonly place: Place; readonly draft: Draft }[] = []
  readonly #world: World
  readonly #random: Random

  constructor(world: World) {
    this.#world = world
    this.#random = world.random
  }

  /** An authority asks another for something, of any kind. */
  async open(): Promise<void> {
    await this.openAt(this.#random.pick(this.#world.places))
  }

  async openAt(place: Place): Promise<void> {
    const peers = this.#world.places.filter((other) => other !== place)
    const to = this.#random.pick(peers)
    const said = this.#opening()
    const request = uuidV4(this.#bytes(16))
    await this.send(place, {
      ...{ request, reference: `${place.state}-${request.slice(0, 8)}` },
      ...{ from: place.actor.authority, to: to.actor.authority },
      ...said,
    })
  }

  /** Somebody does with a request what its state offers to their side. */
  async act(): Promise<void> {
    const place = this.#random.pick(this.#world.places)
    const rows = await this.#requestsOf(place)
    // What has moved last moves on most.
    const row = rows[Math.min(this.#random.below(rows.length), this.#random.below(rows.length))]
    if (row === undefined) return
    await this.#actOn(place, row)
    if (this.#random.once(2)) return
    const peer = this.#world.place(row.counterpart_state)
    const theirs = (await this.#requestsOf(peer)).find(({ id }) => id === row.id)
    // The other side does something at the same moment.
    if (theirs !== undefined) await this.#actOn(peer, theirs)
  }

  /** People on both sides do with one request what they can within a few moments, each while the others' is under way. */
  async rush(): Promise<void> {
    const one = this.#random.pick(this.#world.places)
    const row = (await this.#requestsOf(one))[0]
    if (row === undefined) return
    const other = this.#world.place(row.counterpart_state)
    for (let left = 3 + this.#random.below(4); left > 0; left -= 1) {
      const place = this.#random.pick([one, other])
      const theirs = (await this.#requestsOf(place)).find(({ id }) => id === row.id)
      if (theirs !== undefined) await this.#actOn(place, theirs)
      await this.#world.schedule.pass(this.#random.below(60), this.#world.look)
    }
  }

  async #actOn(place: Place, row: RequestRow): Promise<void> {
    const said = this.#move(row)
    if (said === null) return
    await this.send(place, {
      ...{ request: row.id, reference: row.reference },
      ...{ from: row.own_authority, to: row.counterpart_authority },
      ...said,
    })
  }

  /** Sends again what may have been lost with its process. */
  async resend(): Promise<void> {
    const unsure = this.#unsure.shift()
    if (unsure !== undefined) await this.#sendDraft(unsure.place, unsure.draft)
  }

  async send(place: Place, words: Words & Address): Promise<void> {
    const bound = bindsState({ type: words.type, body: words.body })
    const people = { officer: 'Example-On', ...(bound ? { approver: 'Example-Ap' } : {}) }
    const id = uuidV7(new Date(this.#world.schedule.now + place.skewMs), this.#bytes(10))
    await this.#sendDraft(place, { id, ...words, language: 'en', exhibits: [], people })
  }

  async #sendDraft(place: Place, draft: Draft): Promise<void> {
    const { life, incarnation } = place
    const unsure = { place, draft }
    if (life === null || incarnation === null) return
    const world = this.#world
    const { type, request, id = '' } = draft
    world.tell(`${place.state} sends ${type} about ${request.slice(0, 8)} as ${id.slice(-8)}`)
    this.#unsure.push(unsure)
    await world.schedule.enter(life, () => {
      incarnation.working.send(draft).then(
        (outcome) => {
          this.#unsure.splice(this.#unsure.indexOf(unsure), 1)
          this.#note(place, draft, outcome)
        },
        (reason: unknown) => {
          world.tell(`${place.state} does not know whether ${id.slice(-8)} went out: ${String(reason)}`)
          world.heed(place.state, `sends ${type}`, reason)
        },
      )
    })
  }

  #note(place: Place, { type, request, id = '' }: Draft, outcome: SendOutcome): void {
    const fate = outcome.ok ? 'sent' : outcome.code
    this.#world.count(outcome.ok ? `sent ${type}` : `refused ${type} ${outcome.code}`)
    const why = outcome.ok ? `sequence ${outcome.sent.sequence ?? 'pending'}` : (outcome.detail ?? '')
    this.#world.tell(`${place.state} has ${fate} for ${id.slice(-8)} (${why.slice(0, 120)})`)
    if (!outcome.ok) return
    const { digest } = outcome.sent
    this.promised.push({ state: place.state, id, request, digest, at: this.#world.schedule.now })
  }

  #opening(): Words {
    const random = this.#random
    if (random.once(12)) {
      const { type, body } = oral(random.pick(kinds))
      return { type, body: body ?? {} }
    }
    if (random.once(6)) {
      const example = random.pick(random.pick(ownOpenings))
      const { body } = retold(example, 'm1', this.#world.schedule.now)
      return { type: example.type, measures: ['m1'], body }
    }
    const kind = random.pick(askedKinds)
    const regime = random.pick(regimesOf(kind))
    return { type: 'request', body: requestBody([{ id: 'm1', kind }], regime) }
  }

  #move(row: RequestRow): Words | null {
    const state = JSON.parse(row.snapshot) as RequestState
    const measure = this.#random.pick(state.measures)
    const seen = { ...state, measures: [measure] }
    const mine = moves(seen).filter(({ side }) => side === row.side)
    // Many types are offered in many forms; each type is as likely as another, but those that end all.
    const types = [...new Set(mine.map((move) => move.type))]
    const formsOf = (type: string): readonly Move[] => mine.filter((one) => one.type === type)
    let left = types.flatMap((type) =>
      Array.from({ length: formsOf(type).every((move) => ends(seen, move)) ? 1 : goesOnTimes }, () => type),
    )
    while (left.length > 0) {
      const type = this.#random.pick(left)
      const message = wordsOf(seen, this.#random.pick(formsOf(type)), measure.id)
      left = left.filter((other) => other !== type)
      if (message === null) continue
      const { inReplyTo, measures, body } = message
      return {
        ...{ type, body },
        ...(inReplyTo === undefined ? {} : { inReplyTo }),
        ...(measures === undefined ? {} : { measures }),
      }
    }
    return null
  }

  async #requestsOf({ ground }: Place): Promise<readonly RequestRow[]> {
    return await ground.observer
      .selectFrom('request')
      .selectAll()
      .where('sequence', '>', 0)
      .where('erased_at', 'is', null)
      .orderBy('updated_at', 'desc')
      .orderBy('id')
      .execute()
  }

  #bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.#random.below(256))
  }
}

/** Whether a measure has ended after this, whatever else is said in it. */
function ends(state: RequestState, { type, outcome, side }: Move): boolean {
  const machine = machineOf(state)
  const row = findRow(machine, only(state).state, type, outcome, side)
  return row !== null && targetsOf(row).every((to) => isFinal(machine, to))
}

/** What the tests of the workflow say in this move; null where they have no words that its schema takes, or hand over files. */
function wordsOf(state: RequestState, move: Move, measure: string): Message | null {
  try {
    const { message } = entryOf(state, move, measure)
    return filesNamedIn(message.body).length > 0 || message.exhibits.length > 0 ? null : message
  } catch (reason) {
    if (reason instanceof AssertionError) return null
    throw reason
  }
}

type Words = Pick<Draft, 'type' | 'body' | 'inReplyTo' | 'measures'>
type Address = Pick<Draft, 'request' | 'reference' | 'from' | 'to'>

/** What does not end a measure is so many times as likely as what does: else most requests are withdrawn before anything comes of them. */
const goesOnTimes = 8

const kinds = measureKinds()

/** Messages that open a record by themselves and name no files, by type. */
const ownOpenings: readonly (readonly Example[])[] = [
  ...new Set(machines().flatMap(({ opens }) => opens.map(({ on }) => on))),
]
  .filter((on) => mayOpen(on) && on !== 'request' && on !== 'contact-note')
  .map((on) =>
    examplesOf(on, null).filter(
      ({ message }) => message.exhibits.length === 0 && filesNamedIn(message.body).length === 0,
    ),
  )
  .filter((some) => some.length > 0)

/** Kinds that a request asks for without files. */
export const askedKinds = kinds.filter(
  (kind) =>
    machineOfKind(kind)?.opens.some(({ on }) => on === 'request') === true &&
    regimesOf(kind).length > 0 &&
    filesNamedIn(requestBody([{ id: 'm1', kind }], regimesOf(kind)[0])).length === 0,
)
