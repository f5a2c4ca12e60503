/** Why no bundle is made at the desk. */
export const bundleCodes = [
  'BUNDLE_EMPTY',
  'BUNDLE_TOO_LARGE',
  'BUNDLE_NO_SPACE',
  // Why its making broke off each time it was begun.
  'BUNDLE_STOPPED',
  'BUNDLE_TOO_SLOW',
  'BUNDLE_DATABASE_AWAY',
  'BUNDLE_LOST',
  'BUNDLES_TOO_MANY',
] as const
