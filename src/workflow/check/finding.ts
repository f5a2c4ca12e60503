import type { StateRules, TrustList } from '../../message/generated/types.ts'
import { type Particular, type ParticularValues, inEnglish } from '../../message/particular.ts'
import type { Profile } from '../profile.ts'

/** Refused: the other node would not take it. Sent back: the other authority would ask again. Note: to be known. */
export type Weight = 'refused' | 'sentBack' | 'note'

/** What would happen to a draft, and why. */
export interface Finding {
  readonly weight: Weight
  readonly code: FindingCode
  /** Where in the message, RFC 6901. */
  readonly pointer: string
  /** What the rule has to say, one thing after the other, as values of which it can be written in any language. */
  readonly says: readonly Particular[]
  /** The same in English. */
  readonly words: string
  readonly source: string
}

/** What can be found, in one closed list: the tests show each. */
export const findingCodes = [
  'ARTICLE_NOT_OF_BASIS',
  'AUTHORITY_NOT_COMPETENT',
  'AUTHORITY_NOT_DESIGNATED',
  'BASIS_NOT_COVERING',
  'BASIS_NOT_IN_FORCE',
  'BASIS_RESERVATION',
  'CHANNEL_NOT_OF_BASIS',
  'CODE_NOT_ALLOWED',
  'CONDITIONS_TO_EXPECT',
  'CONDUCT_NOT_DESCRIBED',
  'CONSULTATION_EXPECTED',
  'CONTENT_EXPECTED',
  'CONTENT_MISSING',
  'DEADLINE_TOO_CLOSE',
  'DEATH_PENALTY_ASSURANCE',
  'DEATH_PENALTY_THERE',
  'DIPLOMATIC_CHANNEL',
  'DUAL_CRIMINALITY_RESERVED',
  'EXHIBIT_EMPTY',
  'EXHIBIT_TOO_LARGE',
  'HOLD_LONGER_THAN_LAW',
  'INTERPOL_CHANNEL',
  'KIND_NOT_KNOWN',
  'LANGUAGE_NOT_ACCEPTED',
  'LANGUAGE_NOT_WRITTEN',
  'MEASURE_KIND_UNKNOWN',
  'MESSAGE_INVALID',
  'MESSAGE_TOO_LARGE',
  'NATIONAL_NOT_EXTRADITED',
  'ORAL_REQUEST',
  'ORIGINAL_NOT_SETTLED',
  'PAPER_TO_FOLLOW',
  'PENALTY_TOO_LOW',
  'REFERENCE_USED',
  'REMARKS_OF_STATE',
  'REPLY_TIME_SHORT',
  'SERVICE_PROMISED',
  'TREATY_NEEDED',
] as const

export type FindingCode = (typeof findingCodes)[number]

/** What a draft is checked against: the lists of both States, as they are known here, and the time. */
export interface Checking {
  readonly requested: TrustList
  readonly requesting: TrustList
  readonly at: Date
}

/** What the State says of itself; nothing, where it says nothing. */
export function rulesOf({ rules }: TrustList): StateRules {
  return rules ?? {}
}

/** What a particular says of a legal basis. */
export function basisOf({ id, title }: Profile): ParticularValues['basis'] {
  return { id, title }
}

function finding(
  weight: Weight,
): (code: FindingCode, pointer: string, says: readonly Particular[], source: string) => Finding {
  return (code, pointer, says, source) => ({ weight, code, pointer, says, words: inEnglish(says), source })
}

export const refused = finding('refused')
export const sentBack = finding('sentBack')
export const note = finding('note')
