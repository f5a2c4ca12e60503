/** Every address of a node as data; routes and clients use the same list (design page, section 11). */
export const paths = {
  trustList: '/.well-known/rogatory',
  trustLists: '/trust/lists/:sequence',
  revocationList: '/trust/revocation/:authority',
  messages: '/exchange/messages',
  questions: '/exchange/questions',
  checkpoint: '/log/checkpoint',
  tiles: '/log/tile/*path',
  addCheckpoint: '/log/add-checkpoint',
  cosigned: '/log/:origin/checkpoint',
  live: '/health/live',
  ready: '/health/ready',
} as const

/** What systems of the State's own ask, at a port that peers do not reach. */
export const apiPaths = {
  entries: '/api/v1/audit/entries',
  missedDeadlines: '/api/v1/audit/missed-deadlines',
  refusalsWithoutReasons: '/api/v1/audit/refusals-without-reasons',
  statistics: '/api/v1/audit/statistics',
} as const
