import assert from 'node:assert/strict'
import { documentsIn, perVersion } from './documents.ts'
import { machinesOf } from './extend.ts'
import type { AllClaim, AnyClaim, EndedClaim, Guard, Plain, SaysClaim, Standing } from './guardForms.ts'
import type { Scope } from './profile.ts'
import type { Side } from './state.ts'

/** Which clock starts: where the message says its end (the first pointer that is there), or the profile's length. */
export interface Start {
  readonly clock: string
  /** Pointers and facts, tried in order; `profile` stands for the profile's length. */
  readonly ends: 'profile' | readonly (string | { readonly fact: string })[]
  readonly begins?: string
  /** It may have run out before the message is sent: what it counts from has happened before. */
  readonly late?: true
  /** It starts only where the profile has a rule for it, even though the message says its end. */
  readonly ruled?: true
  /** It goes on with the clock of this name that runs, from where that began, and ends later. */
  readonly extends?: true
  /** It starts only where all of these hold. */
  readonly when?: readonly (Standing | SaysClaim)[]
}

/** A state, `same`, `return`, or the state that a fact chooses. */
export type Target =
  string | { readonly fact: string; readonly states: Readonly<Record<string, string>>; readonly else: string }

/**
 * What is noted: a value of the message (what it does not say stays as it was, or is forgotten), a given value, what
 * another fact said before, a sum (`if`: of what the message says yes to; `anew`: from nought on), what is left of an amount, or
 * nothing any more.
 */
export type Noting =
  | { readonly from: string; readonly orForget?: true }
  | { readonly is: Plain }
  | { readonly fact: string }
  | { readonly add: number | string; readonly if?: string; readonly anew?: true }
  | { readonly less: string }
  | { readonly forget: true }

/** A link to another record. */
export interface Linking {
  readonly relation: string
  /** Where the message says the id of the other request. */
  readonly request?: string
  readonly reference?: string
}

/** What an opening and a row have in common: what becomes of the measure beside its state. */
export interface Consequences {
  readonly needs?: readonly Guard[]
  readonly starts?: readonly Start[]
  readonly stops?: readonly string[]
  readonly pauses?: readonly string[]
  readonly resumes?: readonly string[]
  readonly sets?: Readonly<Record<string, Noting>>
  /** Where the message says conditions that become obligations, or the fact under which they were noted. */
  readonly binds?: string | { readonly fact: string }
  /** Whom the conditions bind; absent: the side that did not set them. */
  readonly bound?: Side | 'both'
  /** Where the message says codes of conditions that end. */
  readonly releases?: string
  /** Where the message says by which days things are to come back; `*` is every item of a list. */
  readonly returns?: string
  /** The decision on the measure; it uses up consultations and offers. Null: there is none any more. */
  readonly decides?: 'granted' | 'partly' | 'refused' | null
  /**
   * Whether nothing may be delivered; a pointer: where the message says that it is so; facts that count what is open and what of it
   * suspends: while both are above nought.
   */
  readonly suspends?: boolean | string | { readonly open: string; readonly suspending: string }
  /** Where the message says until when the thing is held. */
  readonly holdsUntil?: string
  readonly links?: Linking
  /**
   * It hands something over that the other side verifies, and takes the place of what was disputed; `more`: of that alone which
   * it says it replaces.
   */
  readonly delivers?: true | 'more'
  readonly source: string
}

/** One permitted move, with its states written out. */
export interface Row extends Consequences {
  readonly from: readonly string[]
  readonly on: string
  readonly outcome?: string
  readonly by: Side | 'both'
  readonly to: Target
  /** The kind as which the measure goes on, by the machine of that kind, in a state that both machines have. */
  readonly becomes?: string
  readonly unless?: readonly {
    readonly holds: Standing | SaysClaim | EndedClaim | AnyClaim | AllClaim
    readonly to: string
  }[]
}

/** How a measure of this machine begins. */
export interface Opening extends Consequences {
  readonly on: string
  readonly by: Side
  readonly to: string
}

/** Who owes what a clock counts: a side, both, the side that started the clock, or the other one. */
export type Owing = Side | 'both' | 'starter' | 'other'

export interface StateDefinition {
  readonly name: string
  readonly title: string
  readonly meaning: string
  readonly source: string
  readonly detour?: true
  readonly final?: true
}

/** A clock of a machine; of every kind that follows the machine, where it names none. */
export interface ClockDefinition extends Scope {
  readonly name: string
  readonly title: string
  readonly source: string
  readonly in: readonly string[]
  /** Once it has run out, nothing that comes late stops it: it marks until its states are left. */
  readonly irrevocable?: true
  readonly marks: readonly {
    readonly mark: string
    readonly when: 'before' | 'end'
    readonly in?: readonly string[]
    /** Who has missed something when it has ended; absent: nobody, a time is only over. */
    readonly owedBy?: Owing
  }[]
}

/** What a message of some type must answer. */
export interface AnswerRule {
  readonly to: readonly string[]
  readonly outcome?: string
  readonly asking?: string
  readonly several?: true
  /** One of both sides is open at a time: a new one takes the place of what the other side had asked as well. */
  readonly single?: true
  readonly lasting?: true
}

/** Whose step is awaited where no question is open: the first that may say one of these. */
export interface Awaiting {
  readonly by: Side
  readonly types: readonly string[]
}

/** The state machine of a family, with everything that it inherits. */
export interface Machine {
  readonly name: string
  readonly title: string
  readonly description: string
  /** Computed: the kinds of measure whose schema names this family. */
  readonly kinds: readonly string[]
  readonly states: readonly StateDefinition[]
  readonly clocks: readonly ClockDefinition[]
  readonly answers: Readonly<Record<string, AnswerRule>>
  readonly opens: readonly Opening[]
  readonly awaits: readonly Awaiting[]
  readonly rows: readonly Row[]
}

interface Known {
  readonly all: readonly Machine[]
  readonly byKind: ReadonlyMap<string, Machine>
  readonly byName: ReadonlyMap<string, Machine>
  readonly finalStates: ReadonlySet<string>
}

const known = perVersion((version): Known => {
  const measures = documentsIn<{ readonly family?: string }>('measure')
  const all = machinesOf(documentsIn('workflow', version), measures)
  return {
    all,
    byKind: new Map(all.flatMap((machine) => machine.kinds.map((kind) => [kind, machine]))),
    byName: new Map(all.map((machine) => [machine.name, machine])),
    finalStates: new Set(
      all.flatMap(({ states }) => states.filter(({ final }) => final).map(({ name }) => name)),
    ),
  }
})

/** Every machine; a new family is a new file. */
export function machines(): readonly Machine[] {
  return known().all
}

/** The states in which nothing more has to happen. A name is that of an end in every machine, or in none. */
export function finalStates(): ReadonlySet<string> {
  return known().finalStates
}

/** Every kind of measure that this exchange knows. */
export function measureKinds(): readonly string[] {
  return machines().flatMap(({ kinds }) => kinds)
}

/**
 * The machine that a kind of measure follows, or null for a kind that this exchange does not know.
 *
 * @param version - of the schemas, by which a message is judged; that of this node, where there is none
 */
export function machineOfKind(kind: string, version?: string): Machine | null {
  return known(version).byKind.get(kind) ?? null
}

/** The machine of this name, in a version likewise. Asserts: a state of a measure names only machines that exist. */
export function machineNamed(name: string, version?: string): Machine {
  const machine = known(version).byName.get(name)
  assert(machine !== undefined, `there is no machine ${name}`)
  return machine
}

/** Every row that leads on from a state. */
export function rowsFrom(machine: Machine, state: string): readonly Row[] {
  const byState = rowsByState.get(machine) ?? rowsIn(machine)
  rowsByState.set(machine, byState)
  return byState.get(state) ?? []
}

/** The one row for this message in this state by this side, or null: what is not in the table is not permitted. */
export function findRow(
  machine: Machine,
  state: string,
  on: string,
  outcome: string | null,
  by: Side,
): Row | null {
  const rows = rowsFrom(machine, state)
  return rows.find((row) => row.on === on && (row.outcome ?? null) === outcome && isBy(row, by)) ?? null
}

/** Whether the side ever sends this type in this machine. */
export function everSends(machine: Machine, on: string, by: Side): boolean {
  return machine.rows.some((row) => row.on === on && isBy(row, by))
}

/** Whether messages of this type hand something over in this machine, for the other side to verify. */
export function everDelivers(machine: Machine, on: string): boolean {
  return [...machine.rows, ...machine.opens].some((one) => one.on === on && one.delivers !== undefined)
}

/** Whether the row is open to this side. */
export function isBy(row: Row, by: Side): boolean {
  return row.by === 'both' || row.by === by
}

/** Whether the state is one to come back from. */
export function isDetour(machine: Machine, state: string): boolean {
  return machine.states.some(({ name, detour }) => name === state && detour === true)
}

/** Whether nothing more has to happen in this state of this machine. */
export function isFinal(machine: Machine, state: string): boolean {
  return machine.states.some(({ name, final }) => name === state && final === true)
}

/** Everywhere the row may lead: states, `same`, `return`. */
export function targetsOf({ to, unless = [] }: Row): readonly string[] {
  const chosen = typeof to === 'string' ? [to] : [...Object.values(to.states), to.else]
  return [...chosen, ...unless.map((one) => one.to)]
}

const rowsByState = new WeakMap<Machine, ReadonlyMap<string, readonly Row[]>>()

function rowsIn(machine: Machine): ReadonlyMap<string, readonly Row[]> {
  const result = new Map<string, Row[]>(machine.states.map(({ name }) => [name, []]))
  for (const row of machine.rows) for (const state of row.from) result.get(state)?.push(row)
  return result
}
