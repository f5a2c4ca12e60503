/** The part of `refusalCodes` about passkeys: why none is added, taken away or believed. */
export const passkeyRefusals = [
  'PASSKEYS_NOT_POSSIBLE',
  'PASSKEYS_TOO_MANY',
  'PASSKEY_NAME_INVALID',
  'PASSKEY_EXISTS',
  'PASSKEY_MISSING',
  'PASSKEY_UNKNOWN',
  'PASSKEY_ANSWER_INVALID',
  'PASSKEY_CHALLENGE_OVER',
  'PASSKEY_ORIGIN_WRONG',
  'PASSKEY_UNVERIFIED',
  'PASSKEY_COUNTER_BACK',
  'PASSKEY_WRONG',
] as const
