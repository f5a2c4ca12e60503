import type { providerCodes } from '../message/providerCodes.ts'
import type { Problem } from './problem.ts'

/** The part of `problems` about signing in by an identity provider. */
export const providerProblems: Readonly<Record<(typeof providerCodes)[number], Problem>> = {
  PROVIDER_MISSING: { status: 409, title: 'This desk has no identity provider' },
  PROVIDER_UNAVAILABLE: { status: 503, title: 'The identity provider does not answer as it should' },
  PROVIDER_REFUSED: { status: 403, title: 'The identity provider did not let the person in' },
  PROVIDER_ANSWER_INVALID: {
    status: 401,
    title: 'What came back is not the answer of the identity provider to this sign-in',
  },
  PROVIDER_ATTEMPT_OVER: {
    status: 401,
    title: 'The sign-in was begun too long ago or in another browser, or has ended already',
  },
  PROVIDER_STATE_WRONG: { status: 401, title: 'What came back belongs to another sign-in' },
  PROVIDER_OTHER_PERSON: { status: 403, title: 'Somebody else has signed in at the identity provider' },
  PROVIDER_PROOF_OLD: {
    status: 403,
    title: 'The identity provider tells of a sign-in of before, or at a time that is not now',
  },
  PROVIDER_PROOF_WEAK: {
    status: 403,
    title: 'The identity provider does not tell of a second factor that counts here',
  },
  PERSON_NOT_LINKED: { status: 403, title: 'Nobody here is linked with this account' },
  LINK_INVALID: { status: 422, title: 'What names the person at the identity provider has not the form' },
  LINK_EXISTS: {
    status: 409,
    title: 'The account is linked with somebody, or the person with another account',
  },
  LINK_UNKNOWN: { status: 409, title: 'The person is linked with no account' },
}
