import type { RefusalCode } from '../message/refusal.ts'
import type { Problem } from './problem.ts'

/** The part of `problems` about drafts. */
export const draftProblems = {
  DRAFT_UNKNOWN: { status: 404, title: 'There is no such draft here' },
  DRAFT_CHANGED: { status: 409, title: 'The draft was changed meanwhile' },
  DRAFT_STAGE_WRONG: { status: 409, title: 'The draft is at a stage at which this cannot be done' },
  DRAFT_TOO_LARGE: { status: 413, title: 'The draft is larger than allowed' },
  DRAFT_TAKES_NO_FILES: { status: 422, title: 'A message of this type hands no files over' },
  DRAFT_FILES_TOO_MANY: { status: 409, title: 'The draft has as many files as it may have' },
  DRAFT_FILE_THERE: { status: 409, title: 'The draft has this file already' },
} as const satisfies Readonly<Record<Extract<RefusalCode, `DRAFT_${string}`>, Problem>>
