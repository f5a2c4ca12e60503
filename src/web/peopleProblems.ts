import type { RefusalCode } from '../message/refusal.ts'
import type { Problem } from './problem.ts'

/** The part of `problems` about people, and how they sign in. */
export const peopleProblems = {
  PERSON_INVALID: { status: 422, title: 'What is said of the person has not the form' },
  PERSON_EXISTS: { status: 409, title: 'A person had this sign-in name before' },
  PERSON_UNKNOWN: { status: 404, title: 'There is no such person here' },
  PERSON_DISABLED: { status: 409, title: 'The person is disabled' },
  PERSON_NOT_DISABLED: { status: 409, title: 'The person is not disabled' },
  PERSON_LAST_ADMINISTRATOR: {
    status: 409,
    title: 'The person is the last administrator who may sign in',
  },
  PERSON_NOT_ADMITTED: { status: 401, title: 'Nobody signs in by this name and password' },
  PERSON_NOT_CONFIRMED: {
    status: 403,
    title: 'Another administrator has not confirmed by what this person signs in, or what they may',
  },
  CONFIRMER_NOT_ANOTHER: {
    status: 403,
    title: 'Whoever confirms must be another administrator, who waits for no confirmation',
  },
  CONFIRMATION_NOT_AWAITED: { status: 409, title: 'Nothing of this person waits to be confirmed' },
  SIGN_IN_TOO_OFTEN: { status: 429, title: 'Signing in failed too often' },
  PASSWORD_MISSING: { status: 422, title: 'No password was given' },
  PASSWORD_WRONG: { status: 422, title: 'The password is not the one in use' },
  PASSWORD_TOO_SHORT: { status: 422, title: 'The password is too short' },
  PASSWORD_COMMON: { status: 422, title: 'The password is one that is guessed first' },
  PASSWORD_UNCHANGED: { status: 422, title: 'The password is the one in use' },
  PASSWORDS_DIFFER: { status: 422, title: 'The password was not repeated as it is' },
  SECOND_FACTOR_WRONG: { status: 422, title: 'The code is not right, or was used before' },
  SECOND_FACTOR_MISSING: { status: 409, title: 'There is no second factor' },
  SECOND_FACTOR_EXISTS: { status: 409, title: 'There is a second factor already' },
  SECOND_FACTOR_SEALED: {
    status: 409,
    title: 'The second factor was sealed with another passphrase of the node',
  },
  SECOND_FACTOR_REQUIRED: {
    status: 403,
    title: 'The role of the person needs a second factor, and there is none',
  },
  SECOND_STEP_OVER: { status: 401, title: 'The code was awaited for too long' },
} as const satisfies Readonly<Partial<Record<RefusalCode, Problem>>>
