import { type Result, refuse } from '../message/refusal.ts'
import { addMonths, writeInstant } from './instant.ts'
import { profileIds } from './profile.ts'
import type { MeasureState, RequestState } from './state.ts'
import { measureKinds } from './table.ts'

/** How long a State keeps records after they have ended: those of this kind of measure and this legal basis. */
export interface RetentionRule {
  /** Absent: of every kind. */
  readonly kind?: string
  /** Id of a profile; absent: under every legal basis. */
  readonly basis?: string
  /** Calendar months after the end. */
  readonly months: number
}

export const retentionLimits = { rulesMax: 500, monthsMax: 1_200 } as const

/** Judges rules of retention as somebody has written them. Refuses with MESSAGE_INVALID and the place. */
export function readRetention(value: unknown): Result<{ rules: readonly RetentionRule[] }> {
  if (!Array.isArray(value) || value.length > retentionLimits.rulesMax)
    return refuse('MESSAGE_INVALID', { pointer: '/retention', detail: 'it must be a list of rules' })
  for (const [place, rule] of value.entries()) {
    const wrong = faultIn(rule)
    if (wrong !== null)
      return refuse('MESSAGE_INVALID', { pointer: `/retention/${place}/${wrong[0]}`, detail: wrong[1] })
  }
  return { ok: true, rules: value as readonly RetentionRule[] }
}

function faultIn(rule: unknown): readonly [member: string, why: string] | null {
  if (typeof rule !== 'object' || rule === null) return ['', 'it must be an object']
  const { kind, basis, months, ...others } = rule as Partial<Record<keyof RetentionRule, unknown>>
  const [other] = Object.keys(others)
  if (other !== undefined) return [other, 'a rule has kind, basis and months']
  if (kind !== undefined && !measureKinds().some((known) => known === kind))
    return ['kind', 'there is no such kind of measure']
  if (basis !== undefined && !profileIds().some((known) => known === basis))
    return ['basis', 'there is no profile for this legal basis']
  const isNumber = typeof months === 'number' && Number.isSafeInteger(months)
  if (!isNumber || months < 1 || months > retentionLimits.monthsMax)
    return ['months', `it must be a number of months from 1 to ${retentionLimits.monthsMax}`]
  return null
}

/** When the last measure of a request came to where it is now, RFC 3339; null where it has none. */
export function endOfRequest({ measures }: RequestState): string | null {
  const entered = measures.map(({ enteredAt }) => Date.parse(enteredAt))
  return entered.length === 0 ? null : writeInstant(Math.max(...entered))
}

/**
 * Until when a record that has ended must be kept, in UTC: the longest of the rules that apply to any of its measures.
 * Null where a measure has no rule: how long it is kept nobody has said, so it is kept.
 *
 * @param endedAt - when it ended
 */
export function retentionEnd(
  measures: readonly Pick<MeasureState, 'kind' | 'profile'>[],
  endedAt: Date,
  rules: readonly RetentionRule[],
): Date | null {
  // What never came to a measure is kept by the rules for everything.
  const each = measures.length === 0 ? [undefined] : measures
  const months = each.map((measure) =>
    Math.max(...rules.filter((rule) => applies(rule, measure)).map((rule) => rule.months)),
  )
  const longest = Math.max(...months)
  return months.every(Number.isFinite) ? new Date(addMonths(endedAt.getTime(), longest, 'UTC')) : null
}

function applies(
  { kind, basis }: RetentionRule,
  measure: Pick<MeasureState, 'kind' | 'profile'> | undefined,
): boolean {
  if (measure === undefined) return kind === undefined && basis === undefined
  return (kind === undefined || kind === measure.kind) && (basis === undefined || basis === measure.profile)
}
