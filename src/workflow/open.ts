import assert from 'node:assert/strict'
import type { MeasureKind, Messages, RequestBody } from '../message/generated/types.ts'
import { type Refusal, type Result, refuse } from '../message/refusal.ts'
import { startClocks } from './clocks.ts'
import { requestState } from './derive.ts'
import type { Effect } from './effects.ts'
import { readInstant, writeInstant } from './instant.ts'
import { type Profile, noBasis, profileOf } from './profile.ts'
import { emptyRecord, nextPlace } from './record.ts'
import type { Link, MeasureState, RequestState, Side } from './state.ts'
import { machineOfKind } from './table.ts'
import type { Turn } from './turn.ts'

type Opened = Result<{ request: RequestState; effects: readonly Effect[] }>
type Begun = Result<{ measures: readonly MeasureState[]; effects: readonly Effect[] }>
type Asked = RequestBody['measures'][number]
interface Oral {
  readonly id: string
  readonly kind: MeasureKind
}

/**
 * Opens a record with a request. Refuses with PROFILE_UNKNOWN, MEASURE_KIND_UNKNOWN where this exchange or the
 * governing basis does not know the kind, MESSAGE_INVALID where two measures have one id.
 */
export function openByRequest(message: Messages['request'], digest: string): Opened {
  const regime = regimeOf(message.body)
  if (regime === null) return refuse('PROFILE_UNKNOWN', { pointer: '/body/legalBasis' })
  const begun = begin(message, message.body.measures)
  if (!begun.ok) return begun
  const request: RequestState = {
    ...opened(message, digest, 'requesting'),
    references: { requesting: message.reference, requested: null },
    parties: { requesting: [message.from], requested: [message.to] },
    state: requestState(begun.measures),
    profile: regime.id,
    measures: begun.measures,
    links: linksOf(message),
  }
  return { ok: true, request, effects: [...begun.effects, ...enclosed(message)] }
}

/** Opens a record with a note of what was asked orally: the requested side writes it down (UN Convention 40(14)). */
export function openByNote(
  message: Messages['contact-note'],
  asked: readonly Oral[],
  digest: string,
): Opened {
  const begun = begin(message, asked)
  if (!begun.ok) return begun
  const request: RequestState = {
    ...opened(message, digest, 'requested'),
    references: { requesting: message.reference, requested: null },
    parties: { requesting: [message.to], requested: [message.from] },
    state: requestState(begun.measures),
    profile: noBasis,
    measures: begun.measures,
    links: [],
  }
  return { ok: true, request, effects: [...begun.effects, ...enclosed(message)] }
}

/**
 * The written request after an oral one. It names every measure that still waits for it, with the same kind, and may
 * add others. Refuses with REQUEST_EXISTS where nothing waits, MEASURE_UNKNOWN where one is left out or changed.
 */
export function confirmOral(request: RequestState, message: Messages['request'], digest: string): Opened {
  const waiting = request.measures.filter(({ state }) => state === 'oralPending')
  if (waiting.length === 0) return refuse('REQUEST_EXISTS')
  const missing = waiting.find((oral) => !message.body.measures.some((asked) => isSame(asked, oral)))
  if (missing !== undefined)
    return refuse('MEASURE_UNKNOWN', { detail: missing.id, pointer: '/body/measures' })
  const kept = request.measures.filter((measure) => !waiting.includes(measure))
  const repeated = kept.find(({ id }) => message.body.measures.some((asked) => asked.id === id))
  if (repeated !== undefined)
    return refuse('REQUEST_EXISTS', { detail: repeated.id, pointer: '/body/measures' })
  const written = openByRequest(message, digest)
  if (!written.ok) return written
  const measures = [...kept, ...written.request.measures]
  const confirmed: RequestState = {
    ...request,
    ...nextPlace(request, digest),
    updatedAt: written.request.updatedAt,
    references: { ...request.references, requesting: message.reference },
    profile: written.request.profile,
    state: requestState(measures),
    questions: [],
    links: written.request.links,
    measures,
  }
  const halted: readonly Effect[] = waiting.map(({ id }) => ({
    do: 'stopClock',
    measure: id,
    clock: 'ORAL_CONFIRM',
    stopped: written.request.updatedAt,
  }))
  return { ok: true, request: confirmed, effects: [...halted, ...written.effects] }
}

function opened(message: Messages['request' | 'contact-note'], digest: string, by: Side) {
  const at = writeInstant(readInstant(message.sentAt, 'UTC'))
  return {
    version: 1,
    request: message.request,
    reference: message.reference,
    opened: { message: message.id, by, at },
    updatedAt: at,
    ...nextPlace(emptyRecord(message.request), digest),
    questions: [],
  } as const
}

function begin(message: Messages['request' | 'contact-note'], asked: readonly (Asked | Oral)[]): Begun {
  const measures: MeasureState[] = []
  const effects: Effect[] = []
  for (const one of asked) {
    if (measures.some(({ id }) => id === one.id))
      return refuse('MESSAGE_INVALID', { pointer: '/body/measures', detail: one.id })
    const begun = beginOne(message, one)
    if (!begun.ok) return begun
    measures.push(...begun.measures)
    effects.push(...begun.effects)
  }
  return { ok: true, measures, effects }
}

function beginOne(message: Messages['request' | 'contact-note'], asked: Asked | Oral): Begun {
  const profile = message.type === 'request' ? governing(message.body, asked) : profileOf(noBasis)
  if (profile === null) return refuse('PROFILE_UNKNOWN', { pointer: '/body/legalBasis', detail: asked.id })
  const machine = machineOfKind(asked.kind)
  const opening = machine?.opens.find(({ on }) => on === message.type)
  if (machine === null || opening === undefined || !profile.kinds.includes(asked.kind))
    return kindUnknown(asked.id)
  const at = readInstant(message.sentAt, profile.zone)
  const measure: MeasureState = {
    id: asked.id,
    kind: asked.kind,
    machine: machine.name,
    profile: profile.id,
    coercive: 'coercive' in asked ? asked.coercive : null,
    state: opening.to,
    returnTo: null,
    enteredAt: writeInstant(at),
    until: null,
    decision: null,
    consultation: null,
    offer: null,
    suspended: false,
    deliveries: [],
    moreToCome: false,
    clocks: [],
    obligations: [],
    uses: [],
  }
  const said = { measure: asked.id, outcome: null, fields: {} }
  const turn: Turn = { message, said, side: opening.by, measure, machine, profile, questions: [], at }
  const started = startClocks([], opening.starts, turn)
  assert(started.ok, 'no profile gives a length of nothing')
  return { ok: true, measures: [{ ...measure, clocks: started.clocks }], effects: started.effects }
}

function kindUnknown(id: string): Refusal {
  return refuse('MEASURE_KIND_UNKNOWN', { pointer: '/body/measures', detail: id })
}

/** The regime chosen. What has no basis yet cannot be chosen as one. */
function regimeOf({ legalBasis }: RequestBody): Profile | null {
  return named(legalBasis.find(({ regime }) => regime === true)?.instrument)
}

/** A measure's own basis governs it, where it names one; else the regime chosen. */
function governing(body: RequestBody, asked: object): Profile | null {
  const basis = 'basis' in asked ? asked.basis : undefined
  if (basis === undefined) return regimeOf(body)
  return named(body.legalBasis.find(({ id }) => id === basis)?.instrument)
}

function named(instrument: string | undefined): Profile | null {
  return instrument === undefined || instrument === noBasis ? null : profileOf(instrument)
}

function isSame(asked: Asked, oral: MeasureState): boolean {
  return asked.id === oral.id && asked.kind === oral.kind
}

function linksOf({ id, body }: Messages['request']): readonly Link[] {
  if (body.status === 'new' || body.earlier === undefined) return []
  const { request, reference } = body.earlier
  const measures = body.measures.map((measure) => measure.id)
  return [{ relation: body.status, request: request ?? null, reference, message: id, measures }]
}

function enclosed(message: Messages['request' | 'contact-note']): readonly Effect[] {
  return message.exhibits.map((exhibit) => ({ do: 'requireExhibit', measure: null, exhibit }))
}
