import assert from 'node:assert/strict'
import { isMeantFor } from './profile.ts'
import type { Side } from './state.ts'
import type {
  AnswerRule,
  Awaiting,
  ClockDefinition,
  Consequences,
  Machine,
  Opening,
  Row,
  StateDefinition,
  Target,
} from './table.ts'

/** A row as a table writes it: `from` names states or sets of states. */
export type TableRow = Omit<Row, 'from'> & { readonly from: string | readonly string[] }

/** Inherited rows that a table does without; what is not named is any. */
export interface Omission {
  readonly from?: string | readonly string[]
  readonly on: string | readonly string[]
  readonly outcome?: string
  readonly by?: Side
}

type TableClock = Pick<ClockDefinition, 'name' | 'in'> & Partial<ClockDefinition>
type TableAnswer = Omit<AnswerRule, 'to'> & { readonly to: string | readonly string[] }

/** A state machine as `schemas/workflow/` states it; `schemas/workflow.json` says what each part means. */
export interface Table {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly extends?: string
  readonly without?: readonly string[]
  readonly withoutRows?: readonly Omission[]
  readonly states?: readonly StateDefinition[]
  readonly sets?: Readonly<Record<string, readonly string[]>>
  readonly clocks?: readonly TableClock[]
  readonly answers?: Readonly<Record<string, TableAnswer>>
  readonly opens?: readonly Opening[]
  readonly awaits?: readonly Awaiting[]
  readonly rows?: readonly TableRow[]
}

/** The rows of one table of a chain, and what the tables that extend it take away from them. */
interface Layer {
  readonly rows: readonly TableRow[]
  readonly lost: ReadonlySet<string>
  readonly omitted: readonly Omission[]
}

interface Draft {
  readonly states: readonly StateDefinition[]
  readonly sets: Readonly<Record<string, readonly string[]>>
  readonly clocks: readonly TableClock[]
  readonly answers: Readonly<Record<string, TableAnswer>>
  readonly opens: readonly Opening[]
  readonly awaits: readonly Awaiting[]
  readonly layers: readonly Layer[]
}

const nothing: Draft = { states: [], sets: {}, clocks: [], answers: {}, opens: [], awaits: [], layers: [] }
const sides: readonly Side[] = ['requesting', 'requested']

/** The machines of all tables, merged once: each with what it inherits, and with the kinds that name it as family. */
export function machinesOf(
  tables: ReadonlyMap<string, Table>,
  measures: ReadonlyMap<string, { readonly family?: string }>,
): readonly Machine[] {
  return [...tables.values()].map((table) => {
    const { name, title, description } = table
    const { states, sets, clocks: all, answers, opens, awaits, layers } = drafted(table, tables, [])
    const kinds = [...measures].filter(([, { family }]) => family === name).map(([kind]) => kind)
    const clocks = all.filter((clock) => kinds.some((kind) => isMeantFor(clock, kind)))
    const ticking = new Set(clocks.map((clock) => clock.name))
    const strange = new Set(all.filter((clock) => !clocks.includes(clock)).map((clock) => clock.name))
    return {
      name,
      title,
      description,
      kinds,
      states,
      clocks: clocks.map((clock) => written(clock, sets)),
      answers: Object.fromEntries(
        Object.entries(answers).map(([on, rule]) => [on, { ...rule, to: [rule.to].flat() }]),
      ),
      opens: opens.map((opening) => withoutStrange(opening, strange)),
      awaits,
      rows: rowsOf(layers, sets).map((row) => withoutStrange(withoutGone(row, ticking), strange)),
    }
  })
}

function drafted(table: Table, tables: ReadonlyMap<string, Table>, above: readonly string[]): Draft {
  assert(!above.includes(table.name), `${table.name} extends itself`)
  const base = baseOf(table, tables, [...above, table.name])
  return {
    states: united(base.states, table.states ?? []),
    sets: unitedSets(base.sets, table.sets ?? {}),
    clocks: (table.clocks ?? []).reduce(withClock, base.clocks),
    answers: { ...base.answers, ...table.answers },
    opens: table.opens ?? base.opens,
    awaits: table.awaits ?? base.awaits,
    layers: [...base.layers, { rows: table.rows ?? [], lost: new Set(), omitted: [] }],
  }
}

/** What is inherited, without what the table does without. */
function baseOf(table: Table, tables: ReadonlyMap<string, Table>, above: readonly string[]): Draft {
  if (table.extends === undefined) return nothing
  const parent = tables.get(table.extends)
  assert(parent !== undefined, `${table.name} extends ${table.extends}, which is not there`)
  const base = drafted(parent, tables, above)
  const gone = new Set(table.without ?? [])
  const left = (names: readonly string[]) => names.filter((name) => !gone.has(name))
  return {
    states: base.states.filter(({ name }) => !gone.has(name)),
    sets: Object.fromEntries(Object.entries(base.sets).map(([name, states]) => [name, left(states)])),
    clocks: base.clocks.map((clock) => ({ ...clock, in: left(clock.in) })).filter((one) => one.in.length > 0),
    answers: base.answers,
    opens: base.opens.filter(({ to }) => !gone.has(to)),
    awaits: base.awaits,
    layers: base.layers.map(({ rows, lost, omitted }) => ({
      rows,
      lost: new Set([...lost, ...gone]),
      omitted: [...omitted, ...(table.withoutRows ?? [])],
    })),
  }
}

/** A state of the same name takes the place of the inherited one. */
function united(
  base: readonly StateDefinition[],
  own: readonly StateDefinition[],
): readonly StateDefinition[] {
  return [...base.filter(({ name }) => !own.some((one) => one.name === name)), ...own]
}

function unitedSets(base: Draft['sets'], own: Draft['sets']): Draft['sets'] {
  const names = [...new Set([...Object.keys(base), ...Object.keys(own)])]
  return Object.fromEntries(
    names.map((name) => [name, [...new Set([...(base[name] ?? []), ...(own[name] ?? [])])]]),
  )
}

function withClock(clocks: readonly TableClock[], own: TableClock): readonly TableClock[] {
  const base = clocks.find(({ name }) => name === own.name)
  if (base === undefined) return [...clocks, own]
  const both = {
    ...base,
    ...own,
    in: [...new Set([...base.in, ...own.in])],
    marks: [...(base.marks ?? []), ...(own.marks ?? [])],
  }
  return clocks.map((clock) => (clock === base ? both : clock))
}

function written(clock: TableClock, sets: Draft['sets']): ClockDefinition {
  const { title = clock.name, source = '', marks = [] } = clock
  return { ...clock, title, source, marks, in: expand(clock.in, sets) }
}

/** Sets written out, also those inside sets; every state once. */
function expand(names: string | readonly string[], sets: Draft['sets']): readonly string[] {
  const states = [names].flat().flatMap((name) => {
    const members = Object.hasOwn(sets, name) ? sets[name] : undefined
    return members === undefined ? [name] : expand(members, sets)
  })
  return [...new Set(states)]
}

/** All rows, those of the last table first: for a state, message, outcome and side, its row takes the place of others. */
function rowsOf(layers: readonly Layer[], sets: Draft['sets']): readonly Row[] {
  const taken = new Set<string>()
  const own = layers.toReversed().map((layer) => {
    const rows = layer.rows.flatMap((row) => remaining(row, layer, sets, taken))
    for (const row of rows) for (const key of keysOf(row)) taken.add(key)
    return rows
  })
  return own.toReversed().flat()
}

function remaining(
  row: TableRow,
  { lost, omitted }: Layer,
  sets: Draft['sets'],
  taken: ReadonlySet<string>,
): readonly Row[] {
  const kept = withoutLost(row, lost)
  if (kept === null) return []
  const from = expand(row.from, sets).filter((state) => !lost.has(state))
  const bySides = new Map<Row['by'], string[]>()
  for (const state of from) {
    const open = sidesOf(row.by).filter((side) => !taken.has(key(state, row, side)))
    const by = open.filter((side) => !omitted.some((one) => isOmitted(one, row, state, side, sets)))
    const [first, second] = by
    if (first === undefined) continue
    const who = second === undefined ? first : 'both'
    bySides.set(who, [...(bySides.get(who) ?? []), state])
  }
  return [...bySides].map(([by, states]) => ({ ...kept, from: states, by }))
}

function isOmitted(
  { from, on, outcome, by }: Omission,
  row: TableRow,
  state: string,
  side: Side,
  sets: Draft['sets'],
): boolean {
  if (![on].flat().includes(row.on) || (outcome !== undefined && outcome !== row.outcome)) return false
  return (by === undefined || by === side) && (from === undefined || expand(from, sets).includes(state))
}

/** The row without ends that are gone, or null where it leads nowhere else. */
function withoutLost(row: TableRow, lost: ReadonlySet<string>): TableRow | null {
  const to = targetLeft(row.to, lost)
  if (to === null) return null
  const { unless, ...rest } = row
  const left = unless?.filter((one) => !lost.has(one.to)) ?? []
  return { ...rest, to, ...(left.length === 0 ? {} : { unless: left }) }
}

function targetLeft(to: Target, lost: ReadonlySet<string>): Target | null {
  if (typeof to === 'string') return lost.has(to) ? null : to
  if (lost.has(to.else)) return null
  return { ...to, states: Object.fromEntries(Object.entries(to.states).filter(([, one]) => !lost.has(one))) }
}

/** An inherited row stops no clock that went with its states. */
function withoutGone(row: Row, clocks: ReadonlySet<string>): Row {
  const { stops, ...rest } = row
  const left = stops?.filter((clock) => clocks.has(clock)) ?? []
  return { ...rest, ...(left.length === 0 ? {} : { stops: left }) }
}

/** What is inherited starts no clock that is meant for other kinds of measure. */
function withoutStrange<T extends Consequences>(one: T, clocks: ReadonlySet<string>): T {
  if (one.starts === undefined) return one
  return { ...one, starts: one.starts.filter(({ clock }) => !clocks.has(clock)) }
}

function sidesOf(by: Row['by']): readonly Side[] {
  return by === 'both' ? sides : [by]
}

function keysOf(row: Row): readonly string[] {
  return row.from.flatMap((state) => sidesOf(row.by).map((side) => key(state, row, side)))
}

function key(state: string, { on, outcome = '' }: Pick<Row, 'on' | 'outcome'>, side: Side): string {
  return `${state} ${on} ${outcome} ${side}`
}
