import assert from 'node:assert/strict'
import fc from 'fast-check'
import { canonicalText } from '../../src/message/canonical.ts'
import type { Message, MessageType } from '../../src/message/generated/types.ts'
import { mayOpen, opener } from '../../src/workflow/open.ts'
import { replay } from '../../src/workflow/replay.ts'
import type { RequestState, Side } from '../../src/workflow/state.ts'
import {
  type Machine,
  findRow,
  isFinal,
  machineNamed,
  machineOfKind,
  measureKinds,
  targetsOf,
} from '../../src/workflow/table.ts'
import { examplesOf, furtherExamples, retold } from './examples.ts'
import { type Packet, type Replica, pairFor } from './replicas.ts'
import { type Asked, by, entry, filesNamedIn, requestBody, start, regimesOf } from './speak.ts'
import { type Move, entryOf, machineOf, moves, only, oral, sides } from './walk.ts'

/** Over all kinds and openings together; what it costs does not grow with them. */
const stepsInAll = 30_000
const runsPerOpening = 1
const stepsMax = 800
/** Rounds of sending again until nothing waits any more: a record of `stepsMax` messages needs far fewer. */
const roundsMax = 4 * stepsMax

/** What is chosen first and what where there is none of it, and how often of a hundred times. */
const order: readonly { readonly below: number; readonly kinds: readonly string[] }[] = [
  { below: 3, kinds: ['ending', 'staying'] },
  { below: 60, kinds: ['leading', 'turning', 'staying'] },
  { below: 72, kinds: ['turning', 'leading', 'staying'] },
  { below: 100, kinds: ['staying', 'leading', 'turning'] },
]

/** What happened in all runs: a test in which nothing goes wrong proves nothing. */
const seen = { steps: 0, said: 0, gaps: 0, refused: 0, crashes: 0, repeats: 0, losses: 0, longest: 0 }
/** Where measures stood when somebody spoke, by machine. */
const statesSeen = new Map<string, Set<string>>()

/** The first messages by which a record with a measure of this kind can begin. */
function openings(kind: string, machine: Machine): readonly { name: string; message: Message }[] {
  return machine.opens.flatMap(({ on }) => {
    if (!mayOpen(on)) return []
    if (on === 'contact-note') return [{ name: on, message: entry(oral(kind)).message }]
    if (on === 'request')
      return regimesOf(kind).flatMap((regime) =>
        asked(kind).map(({ words, measures }) => {
          const body = requestBody(measures, regime)
          const { message } = entry({ type: on, body, exhibits: filesNamedIn(body) })
          return { name: `${on} of ${words} under ${regime}`, message }
        }),
      )
    return examplesOf(on, null).map((example, place) => {
      const { body, exhibits } = retold(example, 'm1', start)
      const words = { type: on as MessageType, ...by('requesting'), measures: ['m1'], body, exhibits }
      return { name: `${on} ${place + 1}`, message: entry(words).message }
    })
  })
}

/** One measure, two at once, and every further example of the kind. */
function asked(kind: string): readonly { words: string; measures: readonly Asked[] }[] {
  const one = { id: 'm1', kind }
  return [
    { words: 'one', measures: [one] },
    { words: 'two', measures: [one, { id: 'm2', kind }] },
    ...furtherExamples(kind).map((what) => ({ words: what, measures: [{ ...one, what }] })),
  ]
}

/** Two nodes and what travels between them, driven by numbers alone. */
class Course {
  readonly pair: Readonly<Record<Side, Replica>>
  #travelling: Packet[] = []
  readonly #been = new Set<string>()

  constructor(opening: Message) {
    this.pair = pairFor(opening)
    const first = this.pair[opener(opening.type)]
    assert.ok(first.say(opening))
    this.#travelling.push(...first.store())
  }

  step(number: number): void {
    seen.steps += 1
    const choice = Math.floor(number / 128)
    const side = sides[choice % 2] ?? 'requesting'
    const action = number % 128
    if (action < 52) this.#speak(side, Math.floor(choice / 2))
    else if (action < 80) this.#deliverSome(choice)
    else if (action < 86) this.#deliver(choice, true)
    else if (action < 90) this.#lose(choice)
    else if (action < 96) this.pair[side].resend()
    else if (action < 124) this.#travelling.push(...this.pair[side].store())
    else this.#crash(side)
  }

  /** A few packets in any order; now and then the line is free and all of them get through, with what they bring. */
  #deliverSome(choice: number): void {
    if (choice % 4 > 0) {
      for (let count = choice % 8; count >= 0; count -= 1) this.#deliver(choice * (count + 1), false)
      return
    }
    for (let round = 0; round < 3; round += 1) {
      for (const side of sides) this.#travelling.push(...this.pair[side].store())
      for (let left = this.#travelling.length; left > 0; left -= 1) this.#deliver(0, false)
    }
  }

  /** Nobody says anything new; everything is sent again until nothing waits. */
  comeToRest(): void {
    for (let round = 0; round < roundsMax; round += 1) {
      for (const side of sides) this.#travelling.push(...this.pair[side].store())
      while (this.#travelling.length > 0) this.#deliver(round, false)
      if (sides.every((side) => this.pair[side].isQuiet)) return
      for (const side of sides) this.pair[side].resend()
    }
    assert.fail('the nodes do not come to rest')
  }

  /** What a side may say as it sees the record, about any of its measures, in the words of the walk. */
  #speak(side: Side, choice: number): void {
    const replica = this.pair[side]
    const view = replica.view()
    if (view === null) return
    const focused = focusedOn(view, choice % view.measures.length)
    const { machine, state } = only(focused)
    statesSeen.set(machine, (statesSeen.get(machine) ?? new Set()).add(state))
    this.#been.add(state)
    const possible = moves(focused).filter((move) => move.side === side)
    const chosen = chosenAmong(focused, possible, this.#been, Math.floor(choice / view.measures.length))
    if (chosen === undefined) return
    if (replica.say(entryOf(focused, chosen, only(focused).id).message)) seen.said += 1
  }

  #deliver(choice: number, again: boolean): void {
    const place = choice % Math.max(1, this.#travelling.length)
    const packet = this.#travelling[place]
    if (packet === undefined) return
    if (again) seen.repeats += 1
    else this.#travelling.splice(place, 1)
    const answer = this.pair[packet.to].take(packet)
    if (answer?.accepted !== false) return
    if (answer.final) seen.refused += 1
    else seen.gaps += 1
  }

  #lose(choice: number): void {
    if (this.#travelling.length === 0) return
    this.#travelling.splice(choice % this.#travelling.length, 1)
    seen.losses += 1
  }

  #crash(side: Side): void {
    this.pair[side].crash()
    seen.crashes += 1
  }
}

/** The record with another of its measures in the first place, of which the walk speaks. */
function focusedOn(view: RequestState, place: number): RequestState {
  return { ...view, measures: [...view.measures.slice(place), ...view.measures.slice(0, place)] }
}

/** Where a move may lead, as the table says it: nowhere, to an end, to a state of this machine. */
function targetsFor(view: RequestState, move: Move): readonly string[] {
  const { state, machine } = only(view)
  const row = findRow(machineNamed(machine), state, move.type, move.outcome, move.side)
  return row === null ? [] : targetsOf(row).filter((target) => target !== 'same' && target !== state)
}

/** Mostly what leads on, first to where this course has not been, and seldom what ends it: else a walk sees little. */
function chosenAmong(
  view: RequestState,
  possible: readonly Move[],
  been: ReadonlySet<string>,
  choice: number,
): Move | undefined {
  const machine = machineOf(view)
  const kinds = possible.map((move) => {
    const targets = targetsFor(view, move)
    if (targets.length === 0) return 'staying'
    if (targets.every((target) => isFinal(machine, target))) return 'ending'
    return targets.some((target) => !been.has(target) && target !== 'return') ? 'leading' : 'turning'
  })
  const wanted = order.find(({ below }) => choice % 100 < below)
  const some = (wanted?.kinds ?? []).map((kind) => possible.filter((_, place) => kinds[place] === kind))
  const list = some.find(({ length }) => length > 0) ?? []
  return list[Math.floor(choice / 100) % Math.max(1, list.length)]
}

/** Both nodes, and whoever computes it again from the record, have one and the same state. */
function agree({ pair }: Course): void {
  const { requesting, requested } = pair
  assert.deepEqual(
    requesting.entries.map(({ digest }) => digest),
    requested.entries.map(({ digest }) => digest),
  )
  const texts = sides.map((side) => {
    const replayed = replay(pair[side].entries)
    assert.ok(replayed.ok, JSON.stringify(replayed))
    assert.equal(canonicalText(replayed.request), canonicalText(pair[side].stored), side)
    return canonicalText(replayed.request)
  })
  assert.equal(texts[0], texts[1])
  seen.longest = Math.max(seen.longest, requested.entries.length)
}

const all = measureKinds().flatMap((kind) => {
  const machine = machineOfKind(kind)
  assert.ok(machine !== null)
  return openings(kind, machine).map((opening) => ({ kind, machine, ...opening }))
})
const stepsPerRun = Math.min(stepsMax, Math.ceil(stepsInAll / (runsPerOpening * all.length)))

describe('workflow: two nodes that speak at once, through delays, repeats, losses and crashes', () => {
  for (const { kind, name, message } of all) {
    it(`come to one record of ${kind}, opened by ${name}`, () => {
      const numbers = fc.array(fc.noBias(fc.nat(0x7fff_ffff)), {
        minLength: stepsPerRun,
        maxLength: stepsPerRun,
      })
      const property = fc.property(numbers, (course) => {
        const nodes = new Course(message)
        for (const number of course) nodes.step(number)
        nodes.comeToRest()
        agree(nodes)
      })
      // What fails is told with its seed and path, by which it can be run again.
      fc.assert(property, { numRuns: runsPerOpening, endOnFailure: true })
    })
  }

  it('had everything to overcome that there is', () => {
    assert.ok(seen.steps >= stepsInAll * 0.9, JSON.stringify(seen))
    for (const [what, count] of Object.entries(seen)) assert.ok(count > 20, `${what}: ${count}`)
    const visited = [...statesSeen.values()].reduce((count, { size }) => count + size, 0)
    const states = new Set(all.map(({ machine }) => machine)).values()
    const there = [...states].reduce((count, machine) => count + machine.states.length, 0)
    assert.ok(visited > there * 0.4, `only ${visited} of ${there} states were seen`)
  })
})
