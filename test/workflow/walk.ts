import type { MessageType } from '../../src/message/generated/types.ts'
import type { JsonValue } from '../../src/message/json.ts'
import { type Option, options } from '../../src/workflow/allowed.ts'
import { type Decision, type Entry, decide } from '../../src/workflow/decide.ts'
import type { MeasureState, Question, RequestState, Side } from '../../src/workflow/state.ts'
import { type Machine, type Row, findRow, machineNamed, machines } from '../../src/workflow/table.ts'
import { mayOpen } from '../../src/workflow/open.ts'
import type { Guard } from '../../src/workflow/guardForms.ts'
import { examplesOf, furtherExamples, retold, withResultOf } from './examples.ts'
import {
  type Variant,
  type Words,
  accept,
  bodyOf,
  by,
  day,
  entry,
  entryLikeOthers,
  filesNamedIn,
  hour,
  isSpokenHere,
  opened,
  regimesOf,
  start,
} from './speak.ts'

export const sides: readonly Side[] = ['requesting', 'requested']

/** A message that a side could send, with what it says. */
export interface Move {
  readonly type: MessageType
  readonly outcome: string | null
  readonly side: Side
  readonly answers: string | null
  readonly variant: Variant
}

/** How a measure of a machine begins: under a treaty, without one, orally, with a message of its own, or as another kind. */
export function beginnings(machine: Machine, shapesOfStateMax = Infinity): readonly RequestState[] {
  const [kind = ''] = machine.kinds
  const first = machine.opens.flatMap(({ on }): readonly RequestState[] => {
    if (on === 'request') {
      const asked = [{ id: 'm1', kind }, ...furtherExamples(kind).map((what) => ({ id: 'm1', kind, what }))]
      return regimesOf(kind).flatMap((regime) => asked.map((one) => opened([one], regime)))
    }
    if (on === 'contact-note') return [accept(null, oral(kind))]
    // Beside others in a record that is there; the measure is the same then.
    if (!mayOpen(on)) return []
    return examplesOf(on, null).map((example) => {
      const { body, exhibits } = retold(example, 'm1', start)
      return accept(null, { type: example.type, ...by('requesting'), measures: ['m1'], body, exhibits })
    })
  })
  return [...first, ...arrivals(machine, shapesOfStateMax)]
}

/** Measures that another machine hands over to this one. */
function arrivals(machine: Machine, shapesOfStateMax: number): readonly RequestState[] {
  const others = machines().filter(
    (other) =>
      other !== machine &&
      other.rows.some(({ becomes }) => becomes !== undefined && machine.kinds.includes(becomes)),
  )
  const found = new Map<string, RequestState>()
  for (const other of others) {
    const take: Visit = (_, __, decision) => {
      if (decision.ok && machineOf(decision.request) === machine)
        found.set(shape(decision.request), decision.request)
    }
    explore(other, take, shapesOfStateMax)
  }
  return [...found.values()]
}

export function oral(kind: string): Words {
  const text = { language: 'en', text: 'x' }
  const note = { channel: 'telephone', at: new Date(start).toISOString(), with: 'head of shift', text }
  return { type: 'contact-note', ...by('requested'), body: { ...note, measures: [{ id: 'm1', kind }] } }
}

/** Everything that the table offers to both sides, in all its variants. */
export function moves(request: RequestState): readonly Move[] {
  return sides.flatMap((side) => options(request, side).flatMap((option) => movesOf(option, side, request)))
}

function movesOf({ type, measures }: Option, side: Side, request: RequestState): readonly Move[] {
  const mine = measures.filter(({ measure }) => measure === only(request).id)
  return mine.flatMap(({ outcome, answers }) =>
    (answers.length === 0 ? [null] : answers).flatMap((answer) =>
      variants(type, outcome, request).map((variant) => ({ type, outcome, side, answers: answer, variant })),
    ),
  )
}

function variants(type: MessageType, outcome: string | null, request: RequestState): readonly Variant[] {
  const kind = request.measures[0]?.kind ?? ''
  if (type === 'consult-open') return [{ intended: 'postpone' }, { intended: 'refuse' }]
  if (type === 'delivery') return [true, false].map((final) => ({ kind, final }))
  if (type === 'remedy-notice') return [{ suspensive: true }, { suspensive: false }]
  if (type === 'preservation-release' && outcome !== null)
    return [{}, { cause: 'lifted' }, { later: (500 * day) / hour }]
  if (type === 'request') return kindsAfter(request).map((one) => ({ kind: one }))
  const told = isSpokenHere(type, outcome)
    ? [{ kind }]
    : examplesOf(type, outcome).map((_, example) => ({ kind, example }))
  const later = (900 * day) / hour
  return looksAtClocks(request, type, outcome) ? told.flatMap((one) => [one, { ...one, later }]) : told
}

/** As which kinds a further request may take the measure up. */
function kindsAfter(request: RequestState): readonly string[] {
  const { kind, state } = only(request)
  const row = findRow(machineOf(request), state, 'request', null, 'requesting')
  return row?.becomes === undefined ? [kind] : [kind, row.becomes]
}

const clocksLookedAt = new Map<string, boolean>()

/** Whether some row for this message asks if a clock has run out, so that the same words later mean something else. */
function looksAtClocks(request: RequestState, type: MessageType, outcome: string | null): boolean {
  const machine = machineOf(request)
  const { state } = only(request)
  const key = [machine.name, state, type, outcome].join(' ')
  const known = clocksLookedAt.get(key)
  if (known !== undefined) return known
  const rows = sides.flatMap((side) => findRow(machine, state, type, outcome, side) ?? [])
  const looks = rows.some((row) => claimsOf(row).some((one) => typeof one === 'object' && 'ended' in one))
  clocksLookedAt.set(key, looks)
  return looks
}

/** Every claim of a row, those that stand as one of several among them. */
function claimsOf({ needs = [], unless = [] }: Row): readonly Guard[] {
  const claims = [...needs, ...unless.map(({ holds }) => holds)]
  return claims.flatMap((one): readonly Guard[] => {
    if (typeof one !== 'object') return [one]
    if ('all' in one) return one.all
    return 'any' in one ? one.any : [one]
  })
}

/** What was said once was valid; only its dates and ids are others the next time. */
const saidBefore = new Set<string>()

/** The message of a move, sent after all others. */
export function entryOf(request: RequestState, move: Move, measure = 'm1'): Entry {
  const at = Date.parse(request.updatedAt) - start + (move.variant.later ?? 1) * hour
  const said = JSON.stringify([move.type, move.outcome, move.side, move.variant, only(request).kind])
  const made = saidBefore.has(said) ? entryLikeOthers : entry
  saidBefore.add(said)
  return made({
    type: move.type,
    ...by(move.side),
    at: new Date(start + at).toISOString(),
    measures: [measure],
    ...saidBy(request, move, measure, at),
    ...(move.answers === null ? {} : { inReplyTo: move.answers }),
  })
}

/** What was said of a kind at an instant, which others say in the same words. */
const saidAt = new Map<string, { readonly body: object; readonly exhibits: readonly object[] }>()

function saidBy(
  request: RequestState,
  move: Move,
  measure: string,
  at: number,
): { readonly body: object; readonly exhibits: readonly object[] } {
  if (move.type === 'delivery-receipt') return saidNow(request, move, measure, at)
  const { type, outcome, variant } = move
  const key = JSON.stringify([type, outcome, variant, only(request).kind, measure, at])
  const said = saidAt.get(key) ?? saidNow(request, move, measure, at)
  saidAt.set(key, said)
  return said
}

/** What a move says, of a measure and at an instant (milliseconds after the beginning); it is not kept. */
export function saidNow(
  request: RequestState,
  { type, outcome, variant, answers }: Move,
  measure: string,
  at: number,
): { body: object; exhibits: readonly object[] } {
  if (type === 'delivery-receipt')
    return { body: receiptOf(request, answers, outcome, measure), exhibits: [] }
  const example = examplesOf(type, outcome)[variant.example ?? 0]
  if (!isSpokenHere(type, outcome) && example !== undefined) {
    const { body, exhibits } = retold(example, measure, start + at)
    return { body: withResultOf(only(request).kind, type, body), exhibits }
  }
  const body = bodyOf(type, outcome, measure, at, variant)
  return { body, exhibits: type === 'delivery' || type === 'request' ? filesNamedIn(body) : [] }
}

/** Every file of the delivery that it answers was checked and agrees. */
function receiptOf(
  request: RequestState,
  answers: string | null,
  outcome: string | null,
  measure: string,
): object {
  const delivery = only(request).deliveries.find(({ message }) => message === answers)
  const files = delivery?.exhibits ?? [{ id: 'E1', sha256: '0'.repeat(64) }]
  const checks = files.map(({ id, sha256 }) => ({ exhibit: id, sha256, agrees: true }))
  return {
    outcomes: [{ measure, outcome }],
    checks,
    ...((delivery?.conditions.length ?? 0) > 0 ? { conditionsAccepted: true } : {}),
  }
}

export function make(request: RequestState, move: Move): Decision {
  return decide(request, entryOf(request, move))
}

export function only(request: RequestState): MeasureState {
  const [measure] = request.measures
  if (measure === undefined) throw new Error('a request has a measure')
  return measure
}

export function machineOf(request: RequestState): Machine {
  return machineNamed(only(request).machine)
}

/** Questions that change nothing until they are answered: the walk answers them at once and forgets them. */
const passing: ReadonlySet<string> = new Set([
  'asset-manage-consult',
  'asset-return-agreement',
  'close',
  'confidentiality-unable',
  'coordination-agreement',
  'costs-consult',
  'exculpatory-notice',
  'reopen',
  'use-account-request',
])

/** In these more may be handed over while originals are on their way back: there that is one more thing to tell apart. */
const whileOriginalsTravel: ReadonlySet<string> = new Set([
  'returnDue',
  'delivered',
  'discrepancy',
  'receivedVerified',
  'useControlled',
])

function isPassing({ type, by }: Question, machine: Machine, state: string): boolean {
  if (type === 'originals-returned') return !whileOriginalsTravel.has(state)
  // While property is held, a question about it leaves it where it is.
  if (type === 'information-request') return findRow(machine, state, type, 'asked', by)?.to === 'same'
  // Where the rest stands elsewhere, what is answered late is walked from where all was handed over.
  if (type === 'use-request') return asksWhetherHandedOver(findRow(machine, state, type, null, by))
  return passing.has(type)
}

function asksWhetherHandedOver(row: Row | null): boolean {
  return (
    row?.needs?.some((one) => typeof one === 'object' && 'fact' in one && one.fact === 'handedOver') === true
  )
}

/** What counts of a request for what may happen next: two requests of one shape have the same future. */
export function shape(request: RequestState): string {
  const machine = machineOf(request)
  const { state, returnTo, until, decision, consultation, suspended, deliveries, moreToCome, clocks, facts } =
    only(request)
  const asked = clocksAskedFor(machine)
  return JSON.stringify([
    state,
    returnTo,
    until !== null,
    decision !== null && (decision === 'refused' ? 'refused' : 'granted'),
    // The walk refuses on a ground that needs no consultation; postponing always does.
    asksFor(machine, 'consultedToPostpone') && consultation?.intended === 'postpone' && consultation.heard,
    asksFor(machine, 'notSuspended') && suspended,
    [...new Set(deliveries.map(({ doubted }) => doubted))].sort(),
    moreToCome,
    clocks.flatMap(({ name, stopped }) => (asked.has(name) ? [`${name} ${stopped === null}`] : [])).sort(),
    Object.entries(facts)
      // What was counted down to nought is as if it never was.
      .filter(([name, value]) => tells(machine, name) && value !== 0)
      .map(([name, value]) => `${name} ${isOpenEnded(value) ? '' : JSON.stringify(upToSeveral(value))}`)
      .sort(),
    only(request).profile,
    [...asking(machine, state, request.questions)].sort(),
  ])
}

const tellingFacts = new WeakMap<Machine, ReadonlySet<string>>()

/** Whether a row asks for the fact, or for one that is taken from it; what is only bound or counted from opens no way. */
function tells(machine: Machine, name: string): boolean {
  const known = tellingFacts.get(machine) ?? factsAskedFor(machine)
  tellingFacts.set(machine, known)
  return known.has(name)
}

function factsAskedFor({ rows }: Machine): ReadonlySet<string> {
  const asked = rows.flatMap(({ to, needs = [], unless = [], starts = [] }) =>
    factNames([to, needs, unless, starts.flatMap(({ when = [] }) => when)]),
  )
  const copied = rows.flatMap(({ sets = {} }) =>
    Object.entries(sets).flatMap(([name, noting]) =>
      'fact' in noting && asked.includes(name) ? [noting.fact] : [],
    ),
  )
  return new Set([...asked, ...copied])
}

/** Every fact that is named anywhere inside. */
function factNames(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  const own = 'fact' in value && typeof value.fact === 'string' ? [value.fact] : []
  return [...own, ...Object.values(value).flatMap(factNames)]
}

/** Who asks what, but for what is answered at once. */
function asking(machine: Machine, state: string, questions: readonly Question[]): ReadonlySet<string> {
  const lasting = questions.filter((one) => !isPassing(one, machine, state))
  return new Set(lasting.map(({ type, by }) => `${type} ${by}`))
}

/** No row asks for a higher number than one of what is counted up and down: those that come after the second open no other way. */
function upToSeveral(value: JsonValue): JsonValue {
  return typeof value === 'number' ? Math.min(value, 2) : value
}

/** Texts, dates and lists that messages left noted differ from walk to walk and open no other ways. */
function isOpenEnded(value: JsonValue): boolean {
  if (typeof value === 'string') return value.length > 30 || /^\d{4}-\d{2}-\d{2}/.test(value)
  return typeof value === 'object' && value !== null
}

/** Everything that the rows of a machine ask about, once for each machine. */
const askedAbout = new WeakMap<Machine, ReadonlySet<Guard>>()

function claimsOfAll(machine: Machine): ReadonlySet<Guard> {
  const known = askedAbout.get(machine) ?? new Set(machine.rows.flatMap(claimsOf))
  askedAbout.set(machine, known)
  return known
}

/** Whether some row of the machine asks what this guard says. */
function asksFor(machine: Machine, guard: Guard): boolean {
  return claimsOfAll(machine).has(guard)
}

const clocksOf = new WeakMap<Machine, ReadonlySet<string>>()

/** The clocks that some row of the machine asks about. */
function clocksAskedFor(machine: Machine): ReadonlySet<string> {
  const known = clocksOf.get(machine) ?? new Set(['PRES_MIN', ...[...claimsOfAll(machine)].flatMap(clockIn)])
  clocksOf.set(machine, known)
  return known
}

function clockIn(guard: Guard): readonly string[] {
  if (typeof guard === 'string') return []
  return 'clock' in guard ? [guard.clock] : 'ended' in guard ? [guard.ended] : []
}

/** A place that can be reached, and the places that one message leads to from there. */
export interface Place {
  readonly request: RequestState
  readonly next: Set<string>
  /** Whether the walk went on from here. */
  isWalkedOn: boolean
}

type Visit = (request: RequestState, move: Move, decision: Decision) => void

/**
 * Breadth first, from the beginnings of a machine to every shape of a request that messages can bring about.
 *
 * @param shapesOfStateMax - from how many shapes of each state the walk goes on
 */
export function explore(machine: Machine, visit: Visit, shapesOfStateMax = Infinity): Map<string, Place> {
  const places = new Map<string, Place>()
  const waiting = beginnings(machine, shapesOfStateMax).map((request) => add(places, request))
  const begun = new Map<string, number>()
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    const { state, facts } = only(at.request)
    // What may be done where nothing was handed over is less: those places do not crowd the others out.
    const group = facts.handedOver === true ? `${state}, handed over` : state
    const before = begun.get(group) ?? 0
    if (before >= shapesOfStateMax) continue
    begun.set(group, before + 1)
    at.isWalkedOn = true
    for (const after of steps(at.request, moves(at.request), visit)) {
      if (machineOf(after) !== machine || isWalkedElsewhere(machine, after)) continue
      const key = shape(after)
      at.next.add(key)
      if (!places.has(key)) waiting.push(add(places, after))
    }
  }
  return places
}

/**
 * Where the walk turns back, because the same rows are walked from another place: three questions that wait at once beside
 * the one that opened the measure, and what comes in between under another basis than the first.
 */
function isWalkedElsewhere(machine: Machine, { questions, measures: [measure] }: RequestState): boolean {
  const openings = new Set(machine.opens.map(({ on }) => on))
  const asked = questions.filter(({ type }) => !openings.has(type))
  const [, second] = regimesOf(measure?.kind ?? '')
  const isAside = measure?.returnTo !== null && measure?.profile === second
  return isAside || asking(machine, measure?.state ?? '', asked).size > 2
}

/** What each of the moves leads to, and each answer to what it asks in passing. */
function steps(request: RequestState, possible: readonly Move[], visit: Visit): readonly RequestState[] {
  return possible.flatMap((move) => {
    const decision = make(request, move)
    visit(request, move, decision)
    if (!decision.ok) return []
    const question = decision.request.questions.find(
      ({ message }) => !request.questions.some((one) => one.message === message),
    )
    const { state } = only(decision.request)
    if (question === undefined || !isPassing(question, machineOf(decision.request), state))
      return [decision.request]
    const answers = moves(decision.request).filter(({ answers }) => answers === question.message)
    return [decision.request, ...steps(decision.request, answers, visit)]
  })
}

function add(places: Map<string, Place>, request: RequestState): Place {
  const place = { request, next: new Set<string>(), isWalkedOn: false }
  places.set(shape(request), place)
  return place
}
