import assert from 'node:assert/strict'
import type { Message } from '../../src/message/generated/types.ts'
import type { Result } from '../../src/message/refusal.ts'
import { type Entry, decide } from '../../src/workflow/decide.ts'
import { opener } from '../../src/workflow/open.ts'
import {
  type Place,
  type RecordView,
  emptyRecord,
  placeOfKeeper,
  placeOfOther,
} from '../../src/workflow/record.ts'
import type { RequestState, Side } from '../../src/workflow/state.ts'
import { digestOf, requestId } from './speak.ts'

/** What one node did with a message of the other, as its receipt says it. */
export type Answer =
  | { readonly accepted: true; readonly place: Place }
  | { readonly accepted: false; readonly code: string; readonly final: boolean; readonly place: Place }

/** What travels between the two nodes. */
export type Packet =
  | { readonly to: Side; readonly entry: Entry }
  | { readonly to: Side; readonly of: string; readonly answer: Answer }

const resentAtOnce = 8

/** All that a node knows of the record; it is replaced, never changed, so that to store it is to keep it. */
interface Memory {
  readonly state: RequestState | null
  readonly entries: readonly Entry[]
  readonly heads: readonly string[]
  /** Digest of the last message of the side that does not keep the order: judged by the keeper, sent by the other. */
  readonly lastOfOther: string | null
  /** Own messages without a receipt that settles them, in the order in which they were said. */
  readonly outbox: readonly Entry[]
  /** Own messages of the other side that wait for their place, with the place that a receipt gave them. */
  readonly pending: readonly { readonly entry: Entry; readonly place: Place | null }[]
  /** What was answered to each message of the other node: the same again, whenever it comes again. */
  readonly answers: ReadonlyMap<string, Answer>
}

/**
 * One of the two nodes of a record, without database and network: what it has stored, what it has only in memory,
 * and what it has to say once that is stored. The keeper gives the order; the messages of the other side are pending
 * until a receipt gives them their place.
 */
export class Replica {
  readonly side: Side
  readonly keeper: boolean
  #memory: Memory
  #stored: Memory
  #ahead: { readonly memory: Memory; readonly state: RequestState | null } | null = null
  #unsaid: Packet[] = []

  constructor(side: Side, keeper: boolean) {
    this.side = side
    this.keeper = keeper
    this.#memory = this.#stored = {
      state: null,
      entries: [],
      heads: [emptyRecord(requestId).head],
      lastOfOther: null,
      outbox: [],
      pending: [],
      answers: new Map(),
    }
  }

  get entries(): readonly Entry[] {
    return this.#memory.entries
  }

  /** The state that is stored: what a restart would find. */
  get stored(): RequestState | null {
    return this.#stored.state
  }

  /** Whether every own message has its place or its refusal, and nothing has to be stored. */
  get isQuiet(): boolean {
    const { outbox, pending } = this.#memory
    return outbox.length === 0 && pending.length === 0 && this.#memory === this.#stored
  }

  /** The record as its people see it: with the own messages that still wait, as far as they would fit. */
  view(): RequestState | null {
    if (this.#ahead?.memory === this.#memory) return this.#ahead.state
    const state = this.#memory.pending.reduce<RequestState | null>((before, { entry }) => {
      const decision = decide(before, entry)
      return decision.ok ? decision.request : before
    }, this.#memory.state)
    this.#ahead = { memory: this.#memory, state }
    return state
  }

  /** Says something, if the workflow lets it: the keeper gives it the next place, the other lets it wait. */
  say(words: Message): boolean {
    const { lastOfOther, outbox, pending } = this.#memory
    const basis = this.#place()
    const message: Message = this.keeper
      ? { ...words, sequence: basis.sequence + 1, basis }
      : { ...words, basis, ...(lastOfOther === null ? {} : { previous: lastOfOther }) }
    const entry = { message, digest: digestOf(message) }
    const decision = decide(this.view(), entry)
    if (!decision.ok) return false
    this.#memory = { ...this.#memory, outbox: [...outbox, entry] }
    if (this.keeper) this.#append(entry, decision.request)
    else {
      const waiting = [...pending, { entry, place: null }]
      this.#memory = { ...this.#memory, lastOfOther: entry.digest, pending: waiting }
      this.#ahead = { memory: this.#memory, state: decision.request }
    }
    this.#unsaid.push({ to: this.#other(), entry })
    return true
  }

  /** Takes what has come, whatever it is and however often it has come before. */
  take(packet: Packet): Answer | null {
    if ('answer' in packet) {
      this.#settle(packet.of, packet.answer)
      return null
    }
    const { entry } = packet
    const known = this.#memory.answers.get(entry.digest)
    const answer = known ?? this.#judge(entry)
    const isKept = answer.accepted || answer.final
    if (isKept) {
      const answers = new Map(this.#memory.answers).set(entry.digest, answer)
      if (known === undefined) this.#memory = { ...this.#memory, answers }
    }
    this.#unsaid.push({ to: this.#other(), of: entry.digest, answer })
    return answer
  }

  /** Sends again the first messages that nobody has settled yet. */
  resend(): void {
    for (const entry of this.#memory.outbox.slice(0, resentAtOnce))
      this.#unsaid.push({ to: this.#other(), entry })
  }

  /** Stores what is known, and only then lets out what rests on it. */
  store(): readonly Packet[] {
    this.#stored = this.#memory
    const said = this.#unsaid
    this.#unsaid = []
    return said
  }

  /** Dies here: what was not stored is gone, and nobody has heard of it. */
  crash(): void {
    this.#memory = this.#stored
    this.#unsaid = []
  }

  #judge(entry: Entry): Answer {
    const place = this.#place()
    const { message } = entry
    // Our own opening is on its way: whoever keeps the order cannot put anything before it.
    if (this.#memory.state === null && !this.keeper)
      return { accepted: false, code: 'RECORD_GAP', final: false, place }
    const placed: Result<object> = this.keeper
      ? placeOfOther(this.#record(), message)
      : placeOfKeeper(this.#record(), message)
    if (!placed.ok) {
      assert.equal(placed.code, 'RECORD_GAP', `${this.side}: ${placed.code} in a record of two honest nodes`)
      return { accepted: false, code: placed.code, final: false, place }
    }
    const decision = decide(this.#memory.state, entry)
    if (!decision.ok) {
      assert.ok(this.keeper, `${this.side} refuses what the keeper accepted: ${JSON.stringify(decision)}`)
      this.#memory = { ...this.#memory, lastOfOther: entry.digest }
      return { accepted: false, code: decision.code, final: true, place }
    }
    this.#append(entry, decision.request)
    if (this.keeper) this.#memory = { ...this.#memory, lastOfOther: entry.digest }
    else this.#placeWaiting()
    return { accepted: true, place: { sequence: decision.request.sequence, head: decision.request.head } }
  }

  #settle(digest: string, answer: Answer): void {
    const { outbox, pending } = this.#memory
    this.#isOfThisRecord(answer.place)
    if (!outbox.some((entry) => entry.digest === digest)) return
    if (!answer.accepted && !answer.final) return
    this.#memory = { ...this.#memory, outbox: outbox.filter((entry) => entry.digest !== digest) }
    if (this.keeper) {
      assert.ok(answer.accepted, `the other side refuses for good: ${JSON.stringify(answer)}`)
      return
    }
    const left = pending.filter(({ entry }) => answer.accepted || entry.digest !== digest)
    const { place } = answer
    const placed = left.map((one) => (one.entry.digest === digest ? { ...one, place } : one))
    this.#memory = { ...this.#memory, pending: placed }
    this.#placeWaiting()
  }

  /** Own messages take the places that receipts gave them, once everything before them is here. */
  #placeWaiting(): void {
    for (;;) {
      const { state, entries, pending } = this.#memory
      const next = pending.find(({ place }) => place?.sequence === entries.length + 1)
      if (next === undefined) return
      const decision = decide(state, next.entry)
      assert.ok(decision.ok, `${this.side} cannot follow the keeper: ${JSON.stringify(decision)}`)
      this.#memory = { ...this.#memory, pending: pending.filter((one) => one !== next) }
      this.#append(next.entry, decision.request)
      assert.equal(
        decision.request.head,
        next.place?.head,
        'the head of the receipt is the one computed here',
      )
    }
  }

  #append(entry: Entry, state: RequestState): void {
    const { entries, heads } = this.#memory
    this.#memory = { ...this.#memory, state, entries: [...entries, entry], heads: [...heads, state.head] }
  }

  /** The place that an answer shows is one of this record, or lies ahead of what is known here. */
  #isOfThisRecord({ sequence, head }: Place): void {
    const known = this.#memory.heads[sequence]
    assert.ok(known === undefined || known === head, `${this.side}: two records under one request`)
  }

  #place(): Place {
    const { heads } = this.#memory
    return { sequence: heads.length - 1, head: heads.at(-1) ?? '' }
  }

  #record(): RecordView {
    const { heads, lastOfOther } = this.#memory
    return { place: this.#place(), headAt: (sequence) => heads[sequence] ?? null, lastOfOther }
  }

  #other(): Side {
    return this.side === 'requesting' ? 'requested' : 'requesting'
  }
}

/** The two nodes of a record that this message opens; whoever receives it keeps the order. */
export function pairFor(opening: Message): Readonly<Record<Side, Replica>> {
  const by = opener(opening.type)
  return {
    requesting: new Replica('requesting', by === 'requested'),
    requested: new Replica('requested', by === 'requesting'),
  }
}
