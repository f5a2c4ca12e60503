import type { RefusalCode } from '../message/refusal.ts'
import type { Problem } from './problem.ts'

type DraftCode = Extract<
  RefusalCode,
  `DRAFT_${string}` | `DRAFTS_${string}` | `TEMPLATE_${string}` | `TEMPLATES_${string}`
>

/** The part of `problems` about drafts and what they are begun from. */
export const draftProblems = {
  DRAFT_UNKNOWN: { status: 404, title: 'There is no such draft here' },
  DRAFT_CHANGED: { status: 409, title: 'The draft was changed meanwhile' },
  DRAFT_STAGE_WRONG: { status: 409, title: 'The draft is at a stage at which this cannot be done' },
  DRAFT_TOO_LARGE: { status: 413, title: 'The draft is larger than allowed' },
  DRAFT_TAKES_NO_FILES: { status: 422, title: 'A message of this type hands no files over' },
  DRAFT_FILES_TOO_MANY: { status: 409, title: 'The draft has as many files as it may have' },
  DRAFT_FILE_THERE: { status: 409, title: 'The draft has this file already' },
  DRAFTS_TOO_MANY: { status: 409, title: 'The authority has too many drafts' },
  TEMPLATE_UNKNOWN: { status: 404, title: 'There is no such template here' },
  TEMPLATE_NAME_INVALID: { status: 422, title: 'The template has no name, or too long a one' },
  TEMPLATE_EXISTS: { status: 409, title: 'The authority has a template of this name' },
  TEMPLATES_TOO_MANY: { status: 409, title: 'The authority has as many templates as it may have' },
} as const satisfies Readonly<Record<DraftCode, Problem>>
