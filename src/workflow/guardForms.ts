import type { Particular } from '../message/particular.ts'
import type { RefusalCode } from '../message/refusal.ts'
import type { SpokenGuard, StandingGuard } from './guards.ts'
import type { Turn } from './turn.ts'

/** A value that a table compares with. */
export type Plain = string | number | boolean | null

/** What is asked of one value: exactly one of these is given. `isNot` and `known: false` hold where there is none. */
export interface Asked {
  readonly is?: Plain
  readonly isNot?: Plain
  readonly in?: readonly Plain[]
  readonly known?: boolean
}

/** A claim about a fact noted on the measure. */
export interface FactClaim extends Asked {
  readonly fact: string
}

/** A claim about whether a clock of the measure is there and has not been stopped. */
export interface ClockClaim {
  readonly clock: string
  readonly runs: boolean
}

/**
 * What a value of the message is compared with: another value of the message, the time it was sent, the end of a
 * clock, a fact, or where a clock of the profile's length ends that begins then.
 */
export type Other =
  | string
  | { readonly clock: string }
  | { readonly fact: string }
  | { readonly length: string; readonly begins?: string }

/** A claim about a value in the message. A comparison with something that is not there holds. */
export interface SaysClaim extends Asked {
  readonly says: string
  /** A list in which at least one of these stands. */
  readonly holdsOneOf?: readonly Plain[]
  /** No list, or one in which none of these stands. */
  readonly holdsNoneOf?: readonly Plain[]
  readonly after?: Other
  readonly notAfter?: Other
  readonly before?: Other
  readonly notBefore?: Other
  /** Two decimal strings: what is said is not more than this. */
  readonly atMost?: Other
  /** The same text, or the same decimal number. */
  readonly equals?: Other
  /** An amount of money that is the sum of those at these pointers, to the last place and in one currency; `*` is every item of a list. */
  readonly sumOf?: readonly string[]
  /** A sum to be enforced that is not above what the ordered sum comes to at its rate. */
  readonly converted?: true
  /** The id of a file that the message itself announces. */
  readonly enclosed?: true
  readonly code?: RefusalCode
}

/** A claim that a clock has run out (or has not, `is: false`) when the message was sent. One that never began has not. */
export interface EndedClaim {
  readonly ended: string
  readonly is?: boolean
  readonly code?: RefusalCode
}

/** A claim that holds where one of several does, whether they look at the measure or at the message. */
export interface AnyClaim {
  readonly any: readonly (Standing | SaysClaim | EndedClaim)[]
  readonly code?: RefusalCode
}

/** A claim that holds where each of several does. */
export interface AllClaim {
  readonly all: readonly (Standing | SaysClaim | EndedClaim)[]
}

/** What looks at the measure alone: a row whose claim does not hold is not there. */
export type Standing = StandingGuard | FactClaim | ClockClaim

/** What looks at the message: the row is there, and refuses. */
export type Spoken = SpokenGuard | SaysClaim | EndedClaim | AnyClaim

/** Any claim that a row may make. */
export type Guard = Standing | Spoken

/** What a claim about the message that has a name asks for, and the refusal it leads to. */
export interface SpokenRule {
  readonly code: RefusalCode
  /** Where the fault is, from the root of the message; or, where it begins with `#`, in what it says of the measure. */
  readonly pointer?: string
  readonly holds: (turn: Turn) => boolean
  /** What of it does not hold, where it may be one thing or another; absent: the claim as a whole. */
  readonly says?: (turn: Turn) => readonly Particular[]
}
