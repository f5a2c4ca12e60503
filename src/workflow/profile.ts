import assert from 'node:assert/strict'
import { documents } from '../message/generated/schemas.ts'
import { addDays } from './instant.ts'

/** A clock as a legal basis sets it. A floor is the least that may be given; a soft clock is a service target. */
export interface ClockRule {
  readonly name: string
  readonly kind: 'legal' | 'soft'
  readonly days?: number
  readonly hours?: number
  readonly floor?: true
  /** Days before the end at which both sides are reminded, the longest first. */
  readonly warnings?: readonly number[]
  readonly source: string
}

/** The grounds that a decision on these kinds of measure may give, and which need a consultation. */
export interface GroundRule {
  readonly kinds: readonly string[]
  readonly allowed: readonly string[]
  readonly notAlone?: readonly string[]
  readonly consultFirst: readonly string[]
  readonly source: string
}

/** What one legal basis allows, asks for and times; `schemas/profile.json` says what each part means. */
export interface Profile {
  readonly id: string
  readonly title: string
  readonly articles: string
  readonly zone: string
  readonly kinds: readonly string[]
  readonly grounds: readonly GroundRule[]
  readonly postponement: {
    readonly reasons: readonly string[]
    readonly consultFirst: boolean
    readonly source: string
  }
  readonly reasons: readonly { readonly for: readonly string[]; readonly source: string }[]
  readonly clocks: readonly ClockRule[]
  readonly notes: readonly string[]
}

/** Governs what was asked orally until the written request names its basis. */
export const noBasis = 'NONE'

const profiles = new Map(
  Object.entries(documents)
    .filter(([path]) => path.startsWith('profile/'))
    .map(([, document]) => document as unknown as Profile)
    .map((profile) => [profile.id, profile]),
)

/** Every profile that this exchange has. */
export const profileIds: readonly string[] = [...profiles.keys()]

/** The profile of an instrument, or null where there is none. */
export function profileOf(id: string): Profile | null {
  return profiles.get(id) ?? null
}

/** The profile of this id. Asserts: a measure names only profiles that exist. */
export function profileNamed(id: string): Profile {
  const profile = profiles.get(id)
  assert(profile !== undefined, `there is no profile ${id}`)
  return profile
}

/** The ground rule of a profile for a kind of measure; null where it allows no ground at all. */
export function groundRule(profile: Profile, kind: string): GroundRule | null {
  return profile.grounds.find(({ kinds }) => kinds.includes(kind)) ?? null
}

/** The rule of a clock, or null where this basis says nothing about it. */
export function clockRule(profile: Profile, clock: string): ClockRule | null {
  return profile.clocks.find(({ name }) => name === clock) ?? null
}

/** Where a clock of this rule that begins at `at` ends: calendar days in the profile's zone, hours as they are; null without a length. */
export function endOf(profile: Profile, rule: ClockRule, at: number): number | null {
  if (rule.days !== undefined) return addDays(at, rule.days, profile.zone)
  return rule.hours === undefined ? null : at + rule.hours * 3_600_000
}
