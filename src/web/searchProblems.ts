import type { RefusalCode } from '../message/refusal.ts'
import type { Problem } from './problem.ts'

/** The part of `problems` about searches that are saved. */
export const searchProblems = {
  SEARCH_UNKNOWN: { status: 404, title: 'The person has saved no such search' },
  SEARCH_NAME_INVALID: { status: 422, title: 'The search has no name, or too long a one' },
  SEARCH_EXISTS: { status: 409, title: 'The person has saved a search of this name' },
  SEARCHES_TOO_MANY: { status: 409, title: 'The person has saved as many searches as one may' },
} as const satisfies Readonly<Record<Extract<RefusalCode, `SEARCH${string}`>, Problem>>
