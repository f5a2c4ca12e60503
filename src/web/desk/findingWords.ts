import type { Finding, FindingCode } from '../../workflow/check/finding.ts'
import type { Sentence } from './words.ts'

/** What each finding is about, whatever its weight. */
const sentences = {
  ARTICLE_NOT_OF_BASIS: 'findingArticle',
  AUTHORITY_NOT_COMPETENT: 'findingTheirsNotCompetent',
  AUTHORITY_NOT_DESIGNATED: 'findingOtherDesignated',
  BASIS_NOT_COVERING: 'findingBasisNotCovering',
  BASIS_NOT_IN_FORCE: 'findingBasisNotInForce',
  BASIS_RESERVATION: 'findingReservation',
  CHANNEL_NOT_OF_BASIS: 'findingChannel',
  CODE_NOT_ALLOWED: 'findingCodeNotAllowed',
  CONDITIONS_TO_EXPECT: 'findingConditions',
  CONDUCT_NOT_DESCRIBED: 'findingConduct',
  CONSULTATION_EXPECTED: 'findingConsultation',
  CONTENT_EXPECTED: 'findingContentExpected',
  CONTENT_MISSING: 'findingContentMissing',
  DEADLINE_TOO_CLOSE: 'findingDeadlineClose',
  DEATH_PENALTY_ASSURANCE: 'findingDeathAssurance',
  DEATH_PENALTY_THERE: 'findingDeathThere',
  DIPLOMATIC_CHANNEL: 'findingDiplomaticAsked',
  DUAL_CRIMINALITY_RESERVED: 'findingDualReserved',
  EXHIBIT_EMPTY: 'findingEmptyFile',
  EXHIBIT_TOO_LARGE: 'findingFileLarge',
  HOLD_LONGER_THAN_LAW: 'findingHold',
  INTERPOL_CHANNEL: 'findingInterpolTaken',
  KIND_NOT_KNOWN: 'findingKindUnknown',
  LANGUAGE_NOT_ACCEPTED: 'findingLanguage',
  LANGUAGE_NOT_WRITTEN: 'findingLetters',
  MEASURE_KIND_UNKNOWN: 'findingKindUnknown',
  MESSAGE_INVALID: 'findingInvalid',
  MESSAGE_TOO_LARGE: 'findingMessageLarge',
  NATIONAL_NOT_EXTRADITED: 'findingNationalCondition',
  ORAL_REQUEST: 'findingOral',
  ORIGINAL_NOT_SETTLED: 'findingOriginal',
  PAPER_TO_FOLLOW: 'findingPaper',
  PENALTY_TOO_LOW: 'findingPenaltyLow',
  REFERENCE_USED: 'findingReferenceUsed',
  REMARKS_OF_STATE: 'findingRemarks',
  REPLY_TIME_SHORT: 'findingReplyShort',
  SERVICE_PROMISED: 'findingService',
  TREATY_NEEDED: 'findingTreaty',
} as const satisfies Readonly<Record<FindingCode, Sentence>>

/** What is said otherwise where it is graver than a note, or would be refused here already. */
const byWeight: Readonly<Partial<Record<string, Sentence>>> = {
  'refused AUTHORITY_NOT_COMPETENT': 'findingOwnNotCompetent',
  'sentBack DIPLOMATIC_CHANNEL': 'findingDiplomaticUnused',
  'sentBack HOLD_LONGER_THAN_LAW': 'findingNoRenewal',
  'sentBack INTERPOL_CHANNEL': 'findingInterpolNot',
  'sentBack NATIONAL_NOT_EXTRADITED': 'findingNationalRefused',
  'sentBack ORAL_REQUEST': 'findingOralNot',
}

/** What a finding says, with `{state}` where the State stands that is asked. */
export function findingSentence({ code, weight }: Pick<Finding, 'code' | 'weight'>): Sentence {
  return byWeight[`${weight} ${code}`] ?? sentences[code]
}
