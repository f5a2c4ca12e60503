import type { RefusalCode } from '../message/refusal.ts'
import type { Problem } from './problem.ts'

/** The part of `problems` about bundles that are made at the desk. */
export const bundleProblems = {
  BUNDLE_EMPTY: { status: 422, title: 'No request is one of those that a bundle was asked of' },
  BUNDLE_TOO_LARGE: { status: 413, title: 'The bundle would be larger than what is made at the desk' },
  BUNDLE_NO_SPACE: { status: 507, title: 'The disk of the node has no room for the bundle' },
  BUNDLES_TOO_MANY: { status: 429, title: 'The person has as many bundles as one may have' },
  BUNDLE_STOPPED: { status: 503, title: 'The node was stopped or cut off each time it made the bundle' },
  BUNDLE_TOO_SLOW: { status: 503, title: 'The making of the bundle took longer than it may each time' },
  BUNDLE_DATABASE_AWAY: { status: 503, title: 'The database could not be reached while the bundle was made' },
  BUNDLE_LOST: { status: 503, title: 'The making of the bundle broke off several times by an error' },
} as const satisfies Readonly<Record<Extract<RefusalCode, `BUNDLE${string}`>, Problem>>
