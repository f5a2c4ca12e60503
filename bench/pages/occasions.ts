import { type InventedText, chance, inventedName, inventedTexts, otherStates } from './invented.ts'
import type { Occasion } from './multiply.ts'
import { type Pattern, type Stage, stages } from './patterns.ts'

// When what was asked, of whom, and how it stands: the distribution of the requests of a node that has been in service for years.

const dayMs = 86_400_000
/** The node has been in service so long. */
const servedMs = 6 * 365 * dayMs
/** What was opened within this time is mostly open still. */
const freshMs = 60 * dayMs

/** Shares of the stages among the requests that are fresh, and among the others, of which most have ended. */
const shares: Readonly<Record<'fresh' | 'old', Readonly<Record<Stage, number>>>> = {
  fresh: { asked: 25, questioned: 20, preserved: 20, reviewed: 15, withdrawn: 12, done: 8 },
  old: { asked: 0.2, questioned: 0.3, preserved: 1, reviewed: 0.5, withdrawn: 83, done: 15 },
}

/** The same for every size. */
let texts: readonly InventedText[] | undefined

/** A record that is to be made of a pattern, what is another in it, and how it is copied in its turn. */
export interface Order {
  readonly pattern: Pattern
  readonly occasion: Occasion
  /** As in a mould (`copies.ts`). */
  readonly copies: number
  readonly within: number
}

/** Moulds at most, of each kind: those that are fresh are few among many requests, and have the clocks. */
const mouldsMax = { fresh: 400, old: 600 } as const

/**
 * The orders for the moulds of so many requests, the first opened first. Both sides are equally often asked, one request in five is
 * of another authority of the State, and few States have most of the requests.
 */
export function* ordersFor(patterns: readonly Pattern[], count: number, authority: string): Generator<Order> {
  texts ??= inventedTexts(6_000)
  const next = chance(11)
  const now = Date.now()
  const fresh = Math.round((count * freshMs) / servedMs)
  const ages = [
    { kind: 'old', wanted: count - fresh, from: servedMs, until: freshMs },
    { kind: 'fresh', wanted: fresh, from: freshMs, until: 0 },
  ] as const
  let number = 0
  for (const { kind, wanted, from, until } of ages) {
    const moulds = Math.min(wanted, mouldsMax[kind])
    const within = (from - until) / moulds
    for (let mould = 0; mould < moulds; mould += 1) {
      const age = from - within * (mould + next()) + 3_600_000
      const stage = stageOf(shares[kind], next)
      const pattern = pick(
        patterns.filter((one) => one.stage === stage && isUsual(one, next)),
        next,
      )
      const state = otherStates[Math.floor(otherStates.length ** next()) - 1] ?? 'FR'
      const occasion = occasionOf({ number, openedAt: now - age, age, state, authority, texts, next })
      number += 1
      yield { pattern, occasion, copies: partOf(wanted - moulds, moulds, mould), within }
    }
  }
}

/** How many of so many the one has, where they are given out among some, as evenly as can be. */
function partOf(all: number, among: number, one: number): number {
  return Math.floor(all / among) + (one < all % among ? 1 : 0)
}

/** A record of many messages is one of ten among those that have ended. */
function isUsual({ messages }: Pattern, next: () => number): boolean {
  return messages.length < 20 || next() < 0.1
}

function stageOf(parts: Readonly<Record<Stage, number>>, next: () => number): Stage {
  let left = next() * stages.reduce((sum, stage) => sum + parts[stage], 0)
  for (const stage of stages) {
    left -= parts[stage]
    if (left < 0) return stage
  }
  return 'done'
}

interface Drawn {
  readonly number: number
  readonly openedAt: number
  readonly age: number
  readonly state: string
  readonly authority: string
  readonly texts: readonly InventedText[]
  readonly next: () => number
}

function occasionOf({ number, openedAt, age, state, authority, texts, next }: Drawn): Occasion {
  const year = new Date(openedAt).getUTCFullYear()
  const own = next() < 0.2 ? authority.replace(/\.[a-z]+$/, '.second') : authority
  return {
    openedAt,
    lasts: Math.min(age * 0.9, dayMs * (1 + 60 * next())),
    own,
    other: `${state.toLowerCase()}.ca`,
    reference: `${state}-${year}-${String(number).padStart(7, '0')}`,
    account: `box${Math.floor(next() * 1e9).toString(36)}@mail.example`,
    person: inventedName(Math.floor(next() * 500_000)),
    holder: `${inventedName(Math.floor(2_000 ** next()))} Ltd`,
    caseNumber: `DT-${Math.floor(next() * 1e8)}`,
    facts: pick(texts, next),
    translated: pick(texts, next),
  }
}

function pick<Value>(values: readonly Value[], next: () => number): Value {
  const value = values[Math.floor(next() * values.length)]
  if (value === undefined) throw new Error('there is nothing to choose from')
  return value
}
