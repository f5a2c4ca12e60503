import type { Message } from '../message/generated/types.ts'
import type { Result } from '../message/refusal.ts'
import { versionOf } from '../message/version.ts'
import { type Effect, type Entry, decide } from './decide.ts'
import { clockRule, profileNamed } from './profile.ts'
import type { Clock, MeasureState, RequestState } from './state.ts'
import { machineNamed } from './table.ts'

/** What became of a clock by a message of a record. Instants in UTC, RFC 3339. */
export interface ClockChange {
  /** Place of the message in its record. */
  readonly sequence: number
  /** Id of the measure. */
  readonly measure: string
  /** Names of its machine, of the profile that governs it, and of the clock. */
  readonly machine: string
  readonly profile: string
  readonly clock: string
  /** Moved: it ran, and was given another end. */
  readonly what: 'started' | 'moved' | 'stopped' | 'paused' | 'resumed'
  /** Legal: the basis sets it; soft: a service target, or agreed between the States. */
  readonly kind: 'legal' | 'soft'
  /** The article, or who sets it. */
  readonly source: string
  readonly started: string
  readonly ends: string
  /** Where it would end by the length that the basis gives, if that is not what was stated; else null. */
  readonly differs: string | null
  /** When it changed. */
  readonly at: string
  /** It was stopped after its end. */
  readonly isLate: boolean
}

type ClockEffect = Extract<Effect, { readonly clock: string }>

/**
 * What became of every clock, message by message. It is read from the record as `replay` reads it, so both States and the
 * auditor see the same. Refuses as `replay` does; an empty record has no clocks.
 */
export function clockChangesIn(
  entries: Iterable<Entry>,
): Result<{ readonly changes: readonly ClockChange[] }> {
  let request: RequestState | null = null
  const changes: ClockChange[] = []
  for (const entry of entries) {
    const before: RequestState | null = request
    const decision = decide(before, entry)
    if (!decision.ok) return decision
    request = decision.request
    for (const effect of decision.effects)
      if ('clock' in effect) changes.push(...changeBy(effect, entry.message, before, decision.request))
  }
  return { ok: true, changes }
}

function changeBy(
  effect: ClockEffect,
  message: Message,
  before: RequestState | null,
  after: RequestState,
): readonly ClockChange[] {
  const now = measureOf(after, effect.measure)
  const was = measureOf(before, effect.measure)
  const measure = now ?? was
  const clock = clockOf(effect, clockIn(was, effect.clock), clockIn(now, effect.clock))
  if (measure === null || clock === null) return []
  const what = whatOf(effect, clockIn(was, effect.clock))
  const at = instantOf(effect, after)
  return [
    {
      sequence: after.sequence,
      measure: measure.id,
      machine: measure.machine,
      profile: measure.profile,
      clock: effect.clock,
      what,
      ...ruleOf(measure, effect.clock, message),
      started: clock.started,
      ends: clock.ends,
      differs: clock.differs ?? null,
      at,
      isLate: what === 'stopped' && clock.paused === null && Date.parse(at) > Date.parse(clock.ends),
    },
  ]
}

function measureOf(request: RequestState | null, id: string): MeasureState | null {
  return request?.measures.find((measure) => measure.id === id) ?? null
}

function clockIn(measure: MeasureState | null, name: string): Clock | null {
  return measure?.clocks.find((clock) => clock.name === name) ?? null
}

/** The clock as the change tells it: one that was stopped as it ran before, any other as it is after. */
function clockOf(effect: ClockEffect, was: Clock | null, now: Clock | null): Clock | null {
  return effect.do === 'stopClock' || effect.do === 'pauseClock' ? (was ?? now) : (now ?? was)
}

function whatOf({ do: done }: ClockEffect, was: Clock | null): ClockChange['what'] {
  if (done === 'startClock') return was?.stopped === null ? 'moved' : 'started'
  return ({ stopClock: 'stopped', pauseClock: 'paused', resumeClock: 'resumed' } as const)[done]
}

function instantOf(effect: ClockEffect, { updatedAt }: RequestState): string {
  switch (effect.do) {
    case 'startClock':
      return updatedAt
    case 'stopClock':
      return effect.stopped
    case 'pauseClock':
      return effect.paused
    case 'resumeClock':
      return effect.resumed
  }
}

function ruleOf(
  { profile, machine }: MeasureState,
  clock: string,
  message: Message,
): Pick<ClockChange, 'kind' | 'source'> {
  const version = versionOf(message)
  const rule = clockRule(profileNamed(profile, version), clock)
  const definition = machineNamed(machine, version).clocks.find(({ name }) => name === clock)
  return { kind: rule?.kind ?? 'soft', source: rule?.source ?? definition?.source ?? '' }
}
