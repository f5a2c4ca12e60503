import type { passkeyRefusals } from '../message/passkeyRefusals.ts'
import type { Problem } from './problem.ts'

/** The part of `problems` about passkeys. */
export const passkeyProblems = {
  PASSKEYS_NOT_POSSIBLE: {
    status: 409,
    title: 'The address of the desk is no name, so no passkey can be for it',
  },
  PASSKEYS_TOO_MANY: { status: 409, title: 'There are as many passkeys as one person may have' },
  PASSKEY_NAME_INVALID: { status: 422, title: 'The passkey cannot have this name' },
  PASSKEY_EXISTS: { status: 409, title: 'The passkey was added already' },
  PASSKEY_MISSING: { status: 422, title: 'The password alone is not enough for who has a passkey' },
  PASSKEY_UNKNOWN: { status: 422, title: 'The passkey does not count here' },
  PASSKEY_ANSWER_INVALID: { status: 422, title: 'What came is no answer of a passkey' },
  PASSKEY_CHALLENGE_OVER: { status: 422, title: 'Nothing of that was asked of the passkey, or too long ago' },
  PASSKEY_ORIGIN_WRONG: { status: 422, title: 'The passkey has answered to another address' },
  PASSKEY_UNVERIFIED: { status: 422, title: 'The passkey has not verified who uses it' },
  PASSKEY_COUNTER_BACK: { status: 422, title: 'The counter of the passkey has not gone forward' },
  PASSKEY_WRONG: { status: 422, title: 'The passkey has not signed what was asked' },
} as const satisfies Readonly<Record<(typeof passkeyRefusals)[number], Problem>>
