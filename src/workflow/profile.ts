import assert from 'node:assert/strict'
import { documentsIn, once, perVersion } from './documents.ts'
import { addDays, addMonths } from './instant.ts'

/** How sure a statement is: read in the text, from memory, from memory and uncertain, or to be checked first. */
export type Marking = 'V' | 'M' | 'M?' | 'warning'

/** Where a statement comes from. */
export interface Sourced {
  readonly source: string
  readonly marking: Marking
}

/** Of which kinds of measure something is said: by name, or by the group that their schemas name. */
export interface Scope {
  readonly kinds?: readonly string[]
  readonly groups?: readonly string[]
  readonly except?: readonly string[]
}

/** How long a clock runs: calendar days or months in a zone, or hours as they are. */
interface Length {
  readonly days?: number
  readonly hours?: number
  readonly months?: number
  /** Absent: that of the profile. */
  readonly zone?: string
}

/** A clock as a legal basis sets it. A floor is the least that may be given, a ceiling the most; a soft clock is a service target. */
export interface ClockRule extends Sourced, Length {
  readonly name: string
  readonly kind: 'legal' | 'soft'
  readonly floor?: true
  readonly ceiling?: true
  /** It stands still where the row of a table pauses it; without this it runs on. */
  readonly pauses?: true
  /** Days before the end at which both sides are reminded, the longest first. */
  readonly warnings?: readonly number[]
  /** The same in hours, where days are too long. */
  readonly warningHours?: readonly number[]
  /** By how much, in all, it may be extended; without a length no limit is known. */
  readonly extension?: Omit<Length, 'zone'> & {
    /** It may be asked for only before the clock has run out. */
    readonly beforeEnd?: Sourced
  }
  readonly starts?: string
}

/** The grounds that a message on these kinds of measure may give, and which need a consultation. */
export interface GroundRule extends Scope, Sourced {
  /** Types of message; absent: every type for which no earlier rule names it. */
  readonly messages?: readonly string[]
  /** What the message says of the measure; absent: whatever it says. */
  readonly outcomes?: readonly string[]
  readonly allowed: readonly string[]
  readonly notAlone?: readonly string[]
  /** Articles of which a ground must name one: what must be refused is not told as what may be. */
  readonly cites?: Readonly<Record<string, readonly string[]>>
  readonly consultFirst: readonly string[]
}

/** What a message must hold beyond what its schemas ask for; `schemas/profile.json` says what the pointers mean. */
export interface ContentRule extends Scope, Sourced {
  /** Types of message; absent: a request. */
  readonly messages?: readonly string[]
  /** One of them must lead to something that is not empty. */
  readonly pointers: readonly string[]
  /** A list with nothing in it is an answer too: there is none. */
  readonly mayBeEmpty?: true
  readonly when?: { readonly pointer: string; readonly in?: readonly Plain[]; readonly known?: boolean }
  /** What stands there must be one of these. */
  readonly in?: readonly Plain[]
  readonly weight: 'required' | 'expected'
  readonly words: string
}

type Plain = string | boolean

/** What one legal basis allows, asks for and times; `schemas/profile.json` says what each part means. */
export interface Profile {
  readonly id: string
  readonly version: string
  readonly instruments?: readonly string[]
  readonly title: string
  readonly articles: string
  readonly zone: string
  readonly force: {
    readonly status: 'inForce' | 'notInForce' | 'model' | 'practice'
    readonly adopted?: string
    readonly since?: string
    readonly note?: string
    readonly marking: Marking
  }
  readonly measures: readonly (Scope & Sourced)[]
  readonly electronicOnlyUnless?: Sourced & {
    readonly offences: readonly string[]
    /** From which maximum penalty on an offence of another code is serious enough for electronic evidence. */
    readonly seriousFromMonths?: number
    /** What may be asked for without naming an offence. */
    readonly unstated?: readonly (Sourced & {
      readonly kinds: readonly string[]
      readonly messages?: readonly string[]
      /** What counts there beside the offences of the basis. */
      readonly offences?: readonly string[]
    })[]
  }
  readonly content?: readonly ContentRule[]
  readonly grounds: readonly GroundRule[]
  readonly postponement: Sourced & { readonly reasons: readonly string[]; readonly consultFirst: boolean }
  readonly reasons: readonly (Sourced & { readonly for: readonly string[]; readonly mayBeWithheld?: true })[]
  readonly coercive: Sourced & {
    readonly dualCriminality: 'required' | 'mayRefuse' | 'onlyCoercive' | 'notAsked' | 'byState'
    readonly except?: readonly string[]
  }
  readonly languages: Sourced & {
    readonly rule: 'byState' | 'anyOfficial' | 'listed' | 'whereReserved'
    readonly tags?: readonly string[]
  }
  readonly form: Sourced & {
    readonly electronicOriginal: 'accepted' | 'paperToFollow' | 'byState'
    readonly oralUrgent: boolean
    readonly channels: readonly string[]
    /** Ways that are open to some kinds of measure beside those. */
    readonly channelsFor?: readonly (Scope & Sourced & { readonly channels: readonly string[] })[]
  }
  readonly clocks: readonly ClockRule[]
  readonly notes: readonly string[]
}

/** Governs what was asked orally until the written request names its basis. */
export const noBasis = 'NONE'

const profiles = perVersion((version) => {
  const all = [...documentsIn<Profile>('profile', version).values()]
  return new Map(all.map((profile) => [profile.id, profile]))
})
const byInstrument = perVersion(
  (version) =>
    new Map(
      [...profiles(version).values()].flatMap((profile) =>
        (profile.instruments ?? [profile.id]).map((instrument) => [instrument, profile]),
      ),
    ),
)
const measures = once(() =>
  documentsIn<{ readonly group?: string; readonly electronic?: boolean }>('measure'),
)

/** Every profile that this exchange has. */
export function profileIds(): readonly string[] {
  return [...profiles().keys()]
}

/**
 * The profile of this id, or of this code of an instrument, or null where there is none.
 *
 * @param version - of the schemas, by which a message is judged; that of this node, where there is none
 */
export function profileOf(id: string, version?: string): Profile | null {
  return profiles(version).get(id) ?? byInstrument(version).get(id) ?? null
}

/** The profile of this id, in a version likewise. Asserts: a measure names only profiles that exist. */
export function profileNamed(id: string, version?: string): Profile {
  const profile = profiles(version).get(id)
  assert(profile !== undefined, `there is no profile ${id}`)
  return profile
}

/** Whether something that is said of these kinds and groups is said of this kind. */
export function covers({ kinds = [], groups = [], except = [] }: Scope, kind: string): boolean {
  if (except.includes(kind)) return false
  return kinds.includes(kind) || groups.includes(groupOf(kind) ?? '')
}

/** The same where nothing named means every kind. */
export function isMeantFor(scope: Scope, kind: string): boolean {
  return (scope.kinds === undefined && scope.groups === undefined) || covers(scope, kind)
}

/** Whether the basis knows measures of this kind. */
export function allowsKind(profile: Profile, kind: string): boolean {
  return profile.measures.some((scope) => covers(scope, kind))
}

/** By which ways the basis lets a measure of this kind be sent: those of all its measures, and those of this kind. */
export function channelsOf({ form }: Profile, kind: string): readonly string[] {
  const { channels, channelsFor = [] } = form
  return [
    ...new Set([
      ...channels,
      ...channelsFor.filter((rule) => covers(rule, kind)).flatMap((rule) => rule.channels),
    ]),
  ]
}

/** The group that the schema of a kind names, or null. */
export function groupOf(kind: string): string | null {
  return measures().get(kind)?.group ?? null
}

/** Whether a kind is a measure of electronic evidence. */
export function isElectronic(kind: string): boolean {
  return measures().get(kind)?.electronic === true
}

/**
 * Whether the basis was in force at an instant. A model or a practice has no date: the States agree on it when they
 * use it.
 */
export function isInForce({ force }: Profile, at: Date): boolean {
  if (force.status === 'notInForce') return false
  return force.since === undefined || Date.parse(force.since) <= at.getTime()
}

/** The ground rule of a profile for a kind of measure in a type of message; null where it allows no ground at all. */
export function groundRule(
  profile: Profile,
  kind: string,
  type = 'decision',
  outcome: string | null = null,
): GroundRule | null {
  const fits = ({ messages, outcomes }: GroundRule) =>
    (messages === undefined || messages.includes(type)) &&
    (outcomes === undefined || (outcome !== null && outcomes.includes(outcome)))
  return profile.grounds.find((rule) => fits(rule) && covers(rule, kind)) ?? null
}

/** The rule of a clock, or null where this basis says nothing about it. */
export function clockRule(profile: Profile, clock: string): ClockRule | null {
  return profile.clocks.find(({ name }) => name === clock) ?? null
}

/** Where a clock of this length that begins at `at` ends: calendar days and months in its zone, hours as they are; null without a length. */
export function endOf(profile: Profile, length: Length, at: number): number | null {
  const zone = length.zone ?? profile.zone
  if (length.months !== undefined) return addMonths(at, length.months, zone)
  if (length.days !== undefined) return addDays(at, length.days, zone)
  return length.hours === undefined ? null : at + length.hours * 3_600_000
}

/** Where it ends once it was extended as far as the basis lets it; null where the basis says no length, or nothing of extending. */
export function extendedEndOf(profile: Profile, rule: ClockRule, at: number): number | null {
  const { extension, zone = profile.zone } = rule
  const end = extension === undefined ? null : endOf(profile, rule, at)
  return end === null ? null : endOf(profile, { ...extension, zone }, end)
}
