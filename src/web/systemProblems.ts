import type { RefusalCode } from '../message/refusal.ts'
import type { Problem } from './problem.ts'

/** The part of `problems` about tokens, orders and webhooks of systems of the State. */
export const systemProblems = {
  TOKEN_MISSING: { status: 401, title: 'A token is needed (RFC 6750)' },
  TOKEN_UNKNOWN: { status: 401, title: 'The token is not one of this node' },
  TOKEN_EXPIRED: { status: 401, title: 'The time of the token is over' },
  TOKEN_REVOKED: { status: 401, title: 'The token was revoked' },
  TOKEN_SCOPE_MISSING: { status: 403, title: 'The token is not for this' },
  TOKEN_NOT_CONFIRMED: { status: 401, title: 'No other administrator has confirmed the token yet' },
  TOKEN_INVALID: { status: 422, title: 'What is said of the token has not the form' },
  TOKEN_EXISTS: { status: 409, title: 'A token had this name before' },
  TOKENS_TOO_MANY: { status: 409, title: 'There are as many tokens in force as may be' },
  TOKEN_OFFICER_INVALID: {
    status: 422,
    title: 'For what the system writes an officer of its authority must answer, who may sign in',
  },
  TOKEN_OFFICER_MISSING: { status: 403, title: 'Whoever answers for this system is no officer any more' },
  WEBHOOK_INVALID: { status: 422, title: 'What is said of the endpoint has not the form' },
  WEBHOOK_ADDRESS_FORBIDDEN: { status: 422, title: 'The endpoint is where this node does not go' },
  WEBHOOK_EXISTS: { status: 409, title: 'An endpoint had this name before' },
  WEBHOOK_UNKNOWN: { status: 404, title: 'There is no such endpoint here' },
  WEBHOOK_DISABLED: { status: 409, title: 'The endpoint is told nothing any more' },
  WEBHOOK_NOT_GIVEN_UP: { status: 409, title: 'Nothing of that is given up at the endpoint' },
  WEBHOOKS_TOO_MANY: { status: 409, title: 'There are as many endpoints as may be' },
  ORDER_INVALID: { status: 422, title: 'What is asked for has not the form' },
  ORDER_TYPE_UNKNOWN: { status: 415, title: 'What is asked for comes as application/json' },
  ORDER_TOO_SLOW: { status: 408, title: 'What is asked for came too slowly' },
  SYSTEM_DRAFTS_TOO_MANY: { status: 409, title: 'The system has too many drafts that have not ended' },
  IDEMPOTENCY_KEY_MISSING: { status: 400, title: 'What makes something new needs an Idempotency-Key' },
  IDEMPOTENCY_KEY_INVALID: { status: 400, title: 'The Idempotency-Key has not the form' },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    title: 'Something else was asked for under this Idempotency-Key',
  },
  IDEMPOTENCY_KEYS_TOO_MANY: { status: 429, title: 'The token has used too many keys within a day' },
  PRECONDITION_MISSING: { status: 428, title: 'What is changed must be named as it was seen, by If-Match' },
  PRECONDITION_FAILED: { status: 412, title: 'It is not any more as it was seen' },
} as const satisfies Partial<Record<RefusalCode, Problem>>
