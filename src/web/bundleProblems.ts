import type { RefusalCode } from '../message/refusal.ts'
import type { Problem } from './problem.ts'

/** The part of `problems` about bundles that are made at the desk. */
export const bundleProblems = {
  BUNDLE_EMPTY: { status: 422, title: 'No request is one of those that a bundle was asked of' },
  BUNDLE_TOO_LARGE: { status: 413, title: 'The bundle would be larger than what is made at the desk' },
} as const satisfies Readonly<Record<Extract<RefusalCode, `BUNDLE_${string}`>, Problem>>
