import type { Messages, StateRules, TrustList } from '../../message/generated/types.ts'

/** Refused: the other node would not take it. Sent back: the other authority would ask again. Note: to be known. */
export type Weight = 'refused' | 'sentBack' | 'note'

/** What would happen to a draft, and why. */
export interface Finding {
  readonly weight: Weight
  readonly code: FindingCode
  /** Where in the message, RFC 6901. */
  readonly pointer: string
  /** In English. */
  readonly words: string
  readonly source: string
}

export type FindingCode =
  | 'AUTHORITY_NOT_COMPETENT'
  | 'BASIS_NOT_COVERING'
  | 'BASIS_NOT_IN_FORCE'
  | 'BASIS_RESERVATION'
  | 'CONDITIONS_TO_EXPECT'
  | 'CONDUCT_NOT_DESCRIBED'
  | 'CONTENT_EXPECTED'
  | 'CONTENT_MISSING'
  | 'DIPLOMATIC_CHANNEL'
  | 'EXHIBIT_TOO_LARGE'
  | 'HOLD_LONGER_THAN_LAW'
  | 'KIND_NOT_KNOWN'
  | 'LANGUAGE_NOT_ACCEPTED'
  | 'MESSAGE_TOO_LARGE'
  | 'NATIONAL_NOT_EXTRADITED'
  | 'PAPER_TO_FOLLOW'
  | 'PENALTY_TOO_LOW'
  | 'TREATY_NEEDED'

/** What a draft is checked against: the lists of both States, as they are known here, and the time. */
export interface Checking {
  readonly requested: TrustList
  readonly requesting: TrustList
  readonly at: Date
}

export type Request = Messages['request']
export type Measure = Request['body']['measures'][number]
export type Check = (request: Request, checking: Checking) => readonly Finding[]

/** What the State says of itself; nothing, where it says nothing. */
export function rulesOf({ rules }: TrustList): StateRules {
  return rules ?? {}
}

/** The findings about each measure, with its place in the message. */
export function eachMeasure(
  { measures }: Request['body'],
  check: (measure: Measure, pointer: string) => readonly Finding[],
): readonly Finding[] {
  return measures.flatMap((measure, place) => check(measure, `/body/measures/${place}`))
}

function finding(
  weight: Weight,
): (code: FindingCode, pointer: string, words: string, source: string) => Finding {
  return (code, pointer, words, source) => ({ weight, code, pointer, words, source })
}

export const refused = finding('refused')
export const sentBack = finding('sentBack')
export const note = finding('note')
