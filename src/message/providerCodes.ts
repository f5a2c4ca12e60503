/** Why somebody is not let in by an identity provider, or not linked with one: a part of `refusalCodes`. */
export const providerCodes = [
  'PROVIDER_MISSING',
  'PROVIDER_UNAVAILABLE',
  'PROVIDER_REFUSED',
  'PROVIDER_ANSWER_INVALID',
  'PROVIDER_ATTEMPT_OVER',
  'PROVIDER_STATE_WRONG',
  'PROVIDER_OTHER_PERSON',
  'PROVIDER_PROOF_OLD',
  'PROVIDER_PROOF_WEAK',
  'PERSON_NOT_LINKED',
  'LINK_INVALID',
  'LINK_EXISTS',
  'LINK_UNKNOWN',
] as const
