import { codeText } from '../message/code.ts'
import type { ExtensionCode, Ground } from '../message/generated/types.ts'
import { stateOf } from '../message/stateOf.ts'
import { versionOf } from '../message/version.ts'
import { particular } from '../message/particular.ts'
import { type Refusal, refuse } from '../message/refusal.ts'
import { spokenClaimHolds, standingClaimHolds } from './claims.ts'
import { deliveryGuards } from './deliveryGuards.ts'
import type {
  AllClaim,
  AnyClaim,
  EndedClaim,
  Guard,
  SaysClaim,
  Spoken as SpokenForm,
  SpokenRule,
  Standing,
} from './guardForms.ts'
import { groundsFor, mayPostpone, mayRefuseOn } from './grounds.ts'
import { addDays, readInstant } from './instant.ts'
import { agreesWithFiles, manifestGaps, undeclaredIn } from './manifest.ts'
import { type GroundRule, clockRule, profileOf } from './profile.ts'
import { hasResult } from './results.ts'
import { pointerOf, valueAt } from './said.ts'
import type { MeasureState } from './state.ts'
import type { Turn } from './turn.ts'

/** Claims about a measure alone. A row whose claim does not hold is not there: the pages ask them before anything is written. */
export const standingGuards = {
  granted: ({ decision }: MeasureState) => decision === 'granted' || decision === 'partly',
  notGranted: ({ decision }: MeasureState) => decision === null || decision === 'refused',
  decided: ({ decision }: MeasureState) => decision !== null,
  notHeld: ({ until }: MeasureState) => until === null,
  notSuspended: ({ suspended }: MeasureState) => !suspended,
  moreToCome: ({ moreToCome }: MeasureState) => moreToCome,
  deliveryOpen: ({ deliveries }: MeasureState) => deliveries.some(({ doubted }) => !doubted),
  deliveryDoubted: ({ deliveries }: MeasureState) => deliveries.some(({ doubted }) => doubted),
  nothingOutstanding: ({ deliveries }: MeasureState) => deliveries.length === 0,
} as const satisfies Record<string, (measure: MeasureState) => boolean>

export type StandingGuard = keyof typeof standingGuards

/** Claims about a message at a measure, each with the refusal it leads to. */
export const spokenGuards = {
  /** R-19; every ground is of the list, and one that never stands alone does not. */
  groundsAllowed: {
    code: 'GROUND_NOT_ALLOWED',
    pointer: '#/grounds',
    holds: (turn) => areAllowed(turn, groundsOf(turn)),
  },
  /** A consultation names only what could be done after it. */
  intendedAllowed: {
    code: 'GROUND_NOT_ALLOWED',
    pointer: '/body/grounds',
    holds: (turn) => groundsOf(turn).length === 0 || areAllowed(turn, groundsOf(turn)),
  },
  /** UN Convention 40(27): one of the reasons that the profile knows. */
  postponementAllowed: {
    code: 'GROUND_NOT_ALLOWED',
    pointer: '/body/reason',
    holds: ({ message, profile }) =>
      message.type === 'postponed' && profile.postponement.reasons.includes(message.body.reason),
  },
  /** UN Convention 40(28), R-18. An offer of conditions that was declined is a consultation too. */
  consulted: {
    code: 'WORKFLOW_CONSULTATION_MISSING',
    holds: (turn) => {
      const first = rulesOf(turn)?.consultFirst ?? []
      const needing = groundsOf(turn)
        .map(({ code }) => codeText(code))
        .filter((ground) => first.includes(ground))
      return needing.length === 0 || mayRefuseOn(turn.measure, needing, turn.at)
    },
  },
  /** UN Convention 40(28): also before postponing, where the profile asks for it. */
  consultedToPostpone: {
    code: 'WORKFLOW_CONSULTATION_MISSING',
    holds: ({ measure, profile, at }) => mayPostpone(measure, profile, at),
  },
  /** UN Convention 42(8), Budapest 29(7): the request for the data is sent while the hold lasts. */
  beforeEnd: { code: 'WORKFLOW_TOO_LATE', holds: (turn) => turn.at < endOfHold(turn) },
  /** An extension is asked for while the hold lasts, where the basis says so. UN Convention 42(9). */
  extensionInTime: {
    code: 'WORKFLOW_TOO_LATE',
    holds: (turn) =>
      clockRule(turn.profile, 'PRES_MIN')?.extension?.beforeEnd === undefined || turn.at < endOfHold(turn),
  },
  /** UN Convention 42(8), Budapest 29(7): not less than the profile's minimum, counted from the beginning of the hold. */
  minimumKept: {
    code: 'DEADLINE_TOO_SHORT',
    pointer: '#/until',
    holds: (turn) => {
      const rule = clockRule(turn.profile, 'PRES_MIN')
      if (rule?.floor !== true || rule.days === undefined) return true
      return instantAt(turn, '/until') >= addDays(instantAt(turn, '/since'), rule.days, turn.profile.zone)
    },
  },
  /** An extension ends after what it extends. */
  laterEnd: {
    code: 'DEADLINE_TOO_SHORT',
    pointer: '/body/until',
    holds: (turn) => instantAt(turn, '/until') > endOfHold(turn),
  },
  /** UN Convention 42(8): the requested State does not end a hold of its own accord before the date it gave. */
  minimumPassed: { code: 'DEADLINE_TOO_SHORT', holds: (turn) => turn.at >= endOfHold(turn) },
  /** What is said to be delivered is announced in the same message, and described as it is announced. */
  exhibitsEnclosed: {
    code: 'MESSAGE_INVALID',
    pointer: '#/exhibits',
    holds: ({ message, said: { fields } }) => agreesWithFiles(fields, message.exhibits),
    says: ({ message, said: { fields }, measure: { id: measure } }) => {
      const files = new Set(undeclaredIn(fields, message.exhibits).map(({ file }) => file))
      return files.size === 0
        ? [particular('guardNotKept', { measure, guard: 'exhibitsEnclosed' })]
        : [...files].map((file) => particular('fileUndeclared', { measure, file }))
    },
  },
  /** The last delivery says what came of the measure, in the words that its kind has for it; a part before may not know yet. */
  resultGiven: {
    code: 'CONTENT_MISSING',
    pointer: '#/result',
    holds: ({ said: { fields }, measure }) =>
      fields.final !== true || fields.result !== undefined || !hasResult(measure.kind),
  },
  /** UN Convention 40(3): each file handed over stands in the manifest, with its custody. */
  manifestGiven: {
    code: 'CONTENT_MISSING',
    pointer: '#/manifest',
    holds: ({ said: { fields } }) => manifestGaps(fields).length === 0,
    says: ({ said: { fields }, measure }) =>
      manifestGaps(fields).map(({ lacks, file }) =>
        particular(lacks === 'item' ? 'fileUnlisted' : 'fileWithoutCustody', { measure: measure.id, file }),
      ),
  },
  ...deliveryGuards,
  /** reasons are given, unless the basis knows that law or obligations may prevent it. UN Convention 37(18). */
  reasonsGiven: {
    code: 'CONTENT_MISSING',
    pointer: '/body/outcomes',
    holds: ({ message, said, profile }) =>
      said.fields.reasonsWithheldBecause === undefined ||
      profile.reasons.some(
        ({ for: acts, mayBeWithheld }) => mayBeWithheld === true && acts.includes(message.type),
      ),
  },
  /** What a message rests on is the basis that governs the measure, and no other. */
  basisGoverns: {
    code: 'MEASURE_NOT_COVERED',
    pointer: '/body/basis',
    holds: ({ message, said, profile }) => {
      const instrument = valueAt(message, said, '/basis/instrument') as string | ExtensionCode | undefined
      if (instrument === undefined) return true
      return profileOf(codeText(instrument), versionOf(message))?.id === profile.id
    },
  },
  /** A request is passed on within one State, never to another. */
  sameState: {
    code: 'NOT_A_PARTY',
    pointer: '/body/authority',
    holds: ({ message }) =>
      message.type === 'forwarded' && stateOf(message.body.authority) === stateOf(message.from),
  },
} as const satisfies Record<string, SpokenRule>

export type SpokenGuard = keyof typeof spokenGuards

/** Whether a guard looks at the measure alone. */
export function isStanding(guard: Guard): guard is Standing {
  return typeof guard === 'string' ? guard in standingGuards : 'fact' in guard || 'clock' in guard
}

/** Whether a guard looks at the message. */
export function isSpoken(guard: Guard): guard is SpokenForm {
  return !isStanding(guard)
}

/** Whether a guard that looks at the measure alone holds. */
export function holdsFor(guard: Standing, measure: MeasureState): boolean {
  return typeof guard === 'string' ? standingGuards[guard](measure) : standingClaimHolds(guard, measure)
}

/** Whether any claim but a named one about the message holds. */
export function claimHolds(
  claim: Standing | SaysClaim | EndedClaim | AnyClaim | AllClaim,
  turn: Turn,
): boolean {
  if (typeof claim === 'object' && 'all' in claim) return claim.all.every((one) => claimHolds(one, turn))
  if (typeof claim === 'object' && 'any' in claim) return claim.any.some((one) => claimHolds(one, turn))
  if (typeof claim === 'object' && ('says' in claim || 'ended' in claim)) return spokenClaimHolds(claim, turn)
  return holdsFor(claim, turn.measure)
}

/** The refusal of the first of these guards that does not hold, or null. */
export function spokenRefusal(guards: readonly SpokenForm[], turn: Turn): Refusal | null {
  for (const guard of guards) {
    const refusal = typeof guard === 'string' ? refusalByName(guard, turn) : refusalByClaim(guard, turn)
    if (refusal !== null) return refusal
  }
  return null
}

function refusalByName(name: SpokenGuard, turn: Turn): Refusal | null {
  const { code, pointer, holds, says: told }: SpokenRule = spokenGuards[name]
  if (holds(turn)) return null
  const says = told?.(turn) ?? [particular('guardNotKept', { measure: turn.measure.id, guard: name })]
  if (pointer === undefined) return refuse(code, { says })
  const place = pointer.startsWith('#') ? pointerOf(turn.message, turn.said, pointer.slice(1)) : pointer
  return refuse(code, { says, pointer: place })
}

function refusalByClaim(claim: SaysClaim | EndedClaim | AnyClaim, turn: Turn): Refusal | null {
  if (claimHolds(claim, turn)) return null
  const measure = turn.measure.id
  if ('any' in claim)
    return refuse(claim.code ?? 'WORKFLOW_NOT_EXPECTED', { says: [particular('noneOfSeveral', { measure })] })
  if ('ended' in claim) {
    const code = claim.is === false ? 'WORKFLOW_TOO_LATE' : 'DEADLINE_TOO_SHORT'
    const says = [particular('clockNotRight', { measure, clock: claim.ended })]
    return refuse(claim.code ?? code, { says })
  }
  const pointer = pointerOf(turn.message, turn.said, claim.says)
  const says = [particular('wordsNotRight', { measure, place: claim.says })]
  return refuse(claim.code ?? 'MESSAGE_INVALID', { says, pointer })
}

function groundsOf(turn: Turn): readonly Ground[] {
  return (valueAt(turn.message, turn.said, '/grounds') ?? []) as unknown as readonly Ground[]
}

function rulesOf({ profile, measure, message, said }: Turn): GroundRule | null {
  return groundsFor(profile, measure.kind, message.type, said.outcome)
}

function areAllowed(turn: Turn, grounds: readonly Ground[]): boolean {
  const rule = rulesOf(turn)
  if (rule === null || !grounds.every((ground) => isAllowed(rule, ground))) return false
  return grounds.some(({ code }) => rule.notAlone?.includes(codeText(code)) !== true)
}

/** In the list, and with the article that the basis wants named. */
function isAllowed({ allowed, cites = {} }: GroundRule, { code, article }: Ground): boolean {
  const ground = codeText(code)
  if (!allowed.includes(ground)) return false
  const articles = Object.hasOwn(cites, ground) ? cites[ground] : undefined
  return articles === undefined || (article !== undefined && articles.includes(article))
}

/** Without a hold there is no end: nothing comes before it and everything after. */
function endOfHold({ measure }: Turn): number {
  const clock = measure.clocks.find(({ name }) => name === 'PRES_MIN')
  return clock === undefined ? -Infinity : Date.parse(clock.ends)
}

function instantAt(turn: Turn, pointer: string): number {
  const value = valueAt(turn.message, turn.said, pointer)
  return typeof value === 'string' ? readInstant(value, turn.profile.zone) : NaN
}
