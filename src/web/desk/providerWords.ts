import type { providerCodes } from '../../message/providerCodes.ts'
import type { Sentence } from './words.ts'

/** What is said to people of a sign-in by the identity provider that did not succeed, and of links with it. */
export const providerSentences: Readonly<Record<(typeof providerCodes)[number], Sentence>> = {
  PROVIDER_MISSING: 'providerMissing',
  PROVIDER_UNAVAILABLE: 'providerAway',
  PROVIDER_REFUSED: 'providerRefused',
  PROVIDER_ANSWER_INVALID: 'providerAnswerInvalid',
  PROVIDER_ATTEMPT_OVER: 'providerAttemptOver',
  PROVIDER_STATE_WRONG: 'providerAttemptOver',
  PROVIDER_OTHER_PERSON: 'providerOtherPerson',
  PROVIDER_PROOF_OLD: 'providerProofOld',
  PROVIDER_PROOF_WEAK: 'providerProofWeak',
  PERSON_NOT_LINKED: 'personNotLinked',
  LINK_INVALID: 'linkInvalid',
  LINK_EXISTS: 'linkExists',
  LINK_UNKNOWN: 'linkUnknown',
}
