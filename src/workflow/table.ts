import assert from 'node:assert/strict'
import { documents } from '../message/generated/schemas.ts'
import type { SpokenGuard, StandingGuard } from './guards.ts'
import type { Side } from './state.ts'

/** Which clock starts: where the message says its end (the first pointer that is there), or the profile's length. */
export interface Start {
  readonly clock: string
  readonly ends: 'profile' | readonly string[]
  readonly begins?: string
}

/** One permitted move. */
export interface Row {
  readonly from: string | readonly string[]
  readonly on: string
  readonly outcome?: string
  readonly by: Side | 'both'
  readonly to: string
  readonly unless?: readonly { readonly holds: StandingGuard; readonly to: string }[]
  readonly needs?: readonly (StandingGuard | SpokenGuard)[]
  readonly starts?: readonly Start[]
  readonly stops?: readonly string[]
  readonly source: string
}

/** How a measure of this machine begins. */
export interface Opening {
  readonly on: string
  readonly by: Side
  readonly to: string
  readonly starts: readonly Start[]
  readonly source: string
}

export interface StateDefinition {
  readonly name: string
  readonly title: string
  readonly meaning: string
  readonly source: string
  readonly detour?: true
  readonly final?: true
}

export interface ClockDefinition {
  readonly name: string
  readonly title: string
  readonly source: string
  readonly in: readonly string[]
  readonly marks: readonly {
    readonly mark: string
    readonly when: 'before' | 'end'
    readonly in?: readonly string[]
  }[]
}

/** What a message of some type must answer. */
export interface AnswerRule {
  readonly to: string
  readonly outcome?: string
  readonly asking?: string
  readonly several?: true
  readonly lasting?: true
}

/** A state machine as `schemas/workflow/` states it; `schemas/workflow.json` says what each part means. */
export interface Machine {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly kinds: readonly string[]
  readonly states: readonly StateDefinition[]
  readonly sets: Readonly<Record<string, readonly string[]>>
  readonly clocks: readonly ClockDefinition[]
  readonly answers: Readonly<Record<string, AnswerRule>>
  readonly opens: readonly Opening[]
  readonly rows: readonly Row[]
}

/** Every machine; a new family is a new file. */
export const machines: readonly Machine[] = Object.entries(documents)
  .filter(([path]) => path.startsWith('workflow/'))
  .map(([, table]) => table as unknown as Machine)

/** Every kind of measure that this exchange knows. */
export const measureKinds: readonly string[] = machines.flatMap(({ kinds }) => kinds)

const byKind = new Map(machines.flatMap((machine) => machine.kinds.map((kind) => [kind, machine])))
const byName = new Map(machines.map((machine) => [machine.name, machine]))
const byState = new Map(machines.map((machine) => [machine, rowsByState(machine)]))
const finalStates = new Set(
  machines.flatMap(({ states }) => states.filter(({ final }) => final).map(({ name }) => name)),
)

/** The machine that a kind of measure follows, or null for a kind that this exchange does not know. */
export function machineOfKind(kind: string): Machine | null {
  return byKind.get(kind) ?? null
}

/** The machine of this name. Asserts: a state of a measure names only machines that exist. */
export function machineNamed(name: string): Machine {
  const machine = byName.get(name)
  assert(machine !== undefined, `there is no machine ${name}`)
  return machine
}

/** Every row that leads on from a state. */
export function rowsFrom(machine: Machine, state: string): readonly Row[] {
  return byState.get(machine)?.get(state) ?? []
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

/** Whether the row is open to this side. */
export function isBy(row: Row, by: Side): boolean {
  return row.by === 'both' || row.by === by
}

/** Whether the state is one to come back from. */
export function isDetour(machine: Machine, state: string): boolean {
  return machine.states.some(({ name, detour }) => name === state && detour === true)
}

/** Whether nothing more has to happen in this state. Names of final states mean the same in every machine. */
export function isFinal(state: string): boolean {
  return finalStates.has(state)
}

/** The states of a row, with sets written out. */
export function statesOf(machine: Machine, row: Row): readonly string[] {
  const names = typeof row.from === 'string' ? [row.from] : row.from
  return names.flatMap((name) => machine.sets[name] ?? [name])
}

function rowsByState(machine: Machine): Map<string, Row[]> {
  const result = new Map<string, Row[]>(machine.states.map(({ name }) => [name, []]))
  for (const row of machine.rows) for (const state of statesOf(machine, row)) result.get(state)?.push(row)
  return result
}
