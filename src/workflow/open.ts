import { codeText } from '../message/code.ts'
import type { MeasureKind, Message, RequestBody } from '../message/generated/types.ts'
import { particular } from '../message/particular.ts'
import { type Refusal, type RefusalCode, type Result, refuse } from '../message/refusal.ts'
import { versionOf } from '../message/version.ts'
import { codeRefusal } from './codes.ts'
import { contentRefusal, offenceRefusal } from './content.ts'
import { requestState } from './derive.ts'
import { documentsIn, once } from './documents.ts'
import type { Effect } from './effects.ts'
import { readInstant, writeInstant } from './instant.ts'
import { matterIn } from './matter.ts'
import { begun } from './move.ts'
import { type Profile, allowsKind, noBasis, profileNamed, profileOf } from './profile.ts'
import { asked as questionsOf } from './questions.ts'
import { emptyRecord, nextPlace } from './record.ts'
import { said } from './said.ts'
import type { Link, MeasureState, RequestState, Side } from './state.ts'
import { type Opening, machineOfKind } from './table.ts'
import type { Turn } from './turn.ts'

export type Opened = Result<{ request: RequestState; effects: readonly Effect[] }>
type Begun = Result<{ turns: readonly Turn[]; measures: readonly MeasureState[]; effects: readonly Effect[] }>
type LegalBasis = RequestBody['legalBasis']

/** One measure that a request, or another message that opens a record, asks for. */
export interface Asked {
  readonly id: string
  readonly kind: MeasureKind
  readonly basis?: string
  readonly coercive?: boolean
}

const opensKind = once(() => documentsIn<{ readonly opens?: string }>('message'))

/** Whether a message of this type may be the first of a record. */
export function mayOpen(type: string): boolean {
  return type === 'request' || type === 'contact-note' || opensKindOf(type) !== null
}

/** The kind for which a message of this type alone opens a record; null where it opens none, or says which. */
export function opensKindOf(type: string): MeasureKind | null {
  return (opensKind().get(type)?.opens as MeasureKind | undefined) ?? null
}

/** The side of whoever opens a record with this type: only what was asked by word of mouth is written down by the other. */
export function opener(type: string): Side {
  return type === 'contact-note' ? 'requested' : 'requesting'
}

/**
 * Opens a record. Refuses with REQUEST_UNKNOWN what opens none, PROFILE_UNKNOWN, MEASURE_KIND_UNKNOWN where this
 * exchange does not know the kind, MEASURE_NOT_COVERED where the governing basis does not cover it, CONTENT_MISSING
 * where the request lacks what the basis asks for, CODE_NOT_ALLOWED where a code is for other measures, MESSAGE_INVALID
 * where two measures have one id; and with what the table asks of the opening.
 */
export function open(message: Message, digest: string): Opened {
  const measures = asks(message)
  if (measures === null) return refuse('REQUEST_UNKNOWN')
  const regime = regimeOf(message)
  if (regime === null) return refuse('PROFILE_UNKNOWN', { pointer: '/body/legalBasis' })
  const begins = beginAll(message, measures, regime)
  if (!begins.ok) return begins
  const misplaced = codeRefusal(message, measures)
  if (misplaced !== null) return misplaced
  const by = opener(message.type)
  const [requesting, requested] =
    by === 'requesting' ? [message.from, message.to] : [message.to, message.from]
  const at = writeInstant(readInstant(message.sentAt, 'UTC'))
  const request: RequestState = {
    version: 1,
    request: message.request,
    reference: message.reference,
    ...matterIn(message),
    references: { requesting: message.reference, requested: null },
    parties: { requesting: [requesting], requested: [requested] },
    opened: { message: message.id, by, at },
    updatedAt: at,
    ...nextPlace(emptyRecord(message.request), digest),
    state: requestState(begins.measures),
    profile: regime.id,
    measures: begins.measures,
    questions: questionsOf([], message, begins.turns, begins.measures),
    links: linksOf(message),
  }
  return { ok: true, request, effects: begins.effects }
}

/** What a message that may open a record asks for; null where it opens none. */
export function asks(message: Message): readonly Asked[] | null {
  if (message.type === 'request') return message.body.measures
  if (message.type === 'contact-note') return message.body.measures ?? null
  const kind = opensKindOf(message.type)
  return kind === null ? null : [{ id: message.measures?.[0] ?? 'm1', kind }]
}

/** Puts each measure at the beginning of its machine; the regime governs those that name no basis of their own. */
export function beginAll(message: Message, asked: readonly Asked[], regime: Profile): Begun {
  const turns: Turn[] = []
  const measures: MeasureState[] = []
  const effects: Effect[] = []
  for (const [index, one] of asked.entries()) {
    if (measures.some(({ id }) => id === one.id)) return refusedAt('/body/measures', 'MESSAGE_INVALID', one)
    const [words] = said(message)
    const begins = beginOne(message, one, index, words?.outcome ?? null, regime)
    if (!begins.ok) return begins
    turns.push(begins.turn)
    measures.push(begins.measure)
    effects.push(...begins.effects)
  }
  return { ok: true, turns, measures, effects }
}

function beginOne(
  message: Message,
  asked: Asked,
  index: number,
  outcome: string | null,
  regime: Profile,
): Result<{ turn: Turn; measure: MeasureState; effects: readonly Effect[] }> {
  const profile = governing(message, asked, regime)
  if (profile === null) return ungoverned(asked)
  const machine = machineOfKind(asked.kind, versionOf(message))
  const opening = machine?.opens.find(({ on }) => on === message.type)
  if (machine === null || opening === undefined) return kindRefused('MEASURE_KIND_UNKNOWN', asked)
  if (!allowsKind(profile, asked.kind)) return kindRefused('MEASURE_NOT_COVERED', asked)
  const lacking = offenceRefusal(message, asked, profile) ?? contentRefusal(message, asked, profile)
  if (lacking !== null) return lacking
  const at = readInstant(message.sentAt, profile.zone)
  const measure = newMeasure(asked, machine.name, profile.id, opening, writeInstant(at))
  const isWritten = 'measures' in message.body && opener(message.type) === 'requesting'
  const fields = isWritten ? { ...asked } : {}
  const pointer = isWritten ? `/body/measures/${index}` : '/body'
  const words = { measure: asked.id, outcome, fields, pointer }
  const side = opening.by
  const turn: Turn = { message, said: words, side, measure, others: [], machine, profile, questions: [], at }
  const begins = begun(turn, opening)
  return begins.ok ? { ...begins, turn } : begins
}

function newMeasure(
  { id, kind, coercive }: Asked,
  machine: string,
  profile: string,
  opening: Opening,
  at: string,
): MeasureState {
  return {
    id,
    kind,
    machine,
    profile,
    coercive: coercive ?? null,
    state: opening.to,
    returnTo: null,
    enteredAt: at,
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
    facts: {},
  }
}

/** The refusal of a kind that nobody knows, or that the basis does not cover. */
export function kindRefused(code: 'MEASURE_KIND_UNKNOWN' | 'MEASURE_NOT_COVERED', asked: Asked): Refusal {
  return refusedAt('/body/measures', code, asked)
}

/** The refusal of a measure whose legal basis has no profile here. */
export function ungoverned(asked: Asked): Refusal {
  return refusedAt('/body/legalBasis', 'PROFILE_UNKNOWN', asked)
}

function refusedAt(pointer: string, code: RefusalCode, { id: measure }: Asked): Refusal {
  return refuse(code, { pointer, says: [particular('measureIs', { measure })] })
}

/** The regime chosen; what needs no basis, or has none yet, is governed by none. */
export function regimeOf(message: Message): Profile | null {
  const version = versionOf(message)
  if (!('legalBasis' in message.body)) return profileNamed(noBasis, version)
  return named(basesOf(message).find(({ regime }) => regime === true)?.instrument, version)
}

/** A measure's own basis governs it, where it names one; else the regime chosen. */
export function governing(
  message: Message,
  { basis }: Asked,
  regime: Profile | null = regimeOf(message),
): Profile | null {
  if (basis === undefined) return regime
  return named(basesOf(message).find(({ id }) => id === basis)?.instrument, versionOf(message))
}

function basesOf({ body }: Message): LegalBasis {
  return 'legalBasis' in body ? (body.legalBasis ?? []) : []
}

function named(instrument: LegalBasis[number]['instrument'] | undefined, version: string): Profile | null {
  const word = instrument === undefined ? noBasis : codeText(instrument)
  return word === noBasis ? null : profileOf(word, version)
}

/** The earlier request that it follows, and every other record to which it says it belongs. */
export function linksOf(message: Message): readonly Link[] {
  if (message.type !== 'request') return []
  const { id, body } = message
  const { status, earlier, relatesTo = [] } = body
  const all = body.measures.map((measure) => measure.id)
  const followed = status === 'new' || earlier === undefined ? [] : [{ ...earlier, relation: status }]
  return [
    ...followed.map((one) => ({ ...one, measures: all })),
    ...relatesTo.map((one) => ({ ...one, measures: one.measures ?? all })),
  ].map(({ relation, request, reference, measures }) => ({
    relation,
    request: request ?? null,
    reference,
    message: id,
    measures,
  }))
}
