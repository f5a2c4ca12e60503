/** Every address of a node as data; routes and clients use the same list. */
export const paths = {
  trustList: '/.well-known/rogatory',
  trustLists: '/trust/lists/:sequence',
  revocationList: '/trust/revocation/:authority',
  messages: '/exchange/messages',
  questions: '/exchange/questions',
  exhibit: '/exchange/exhibits/:sha256',
  exhibits: '/exchange/exhibits',
  checkpoint: '/log/checkpoint',
  tiles: '/log/tile/*path',
  addCheckpoint: '/log/add-checkpoint',
  cosigned: '/log/:origin/checkpoint',
  live: '/health/live',
  ready: '/health/ready',
} as const

/** What is told to whoever watches the node, at a port that nobody else reaches. */
export const metricsPath = '/metrics'

/** Questions that systems of the State's own ask, at a port that peers do not reach. */
export const apiPaths = {
  entries: '/api/v1/audit/entries',
  missedDeadlines: '/api/v1/audit/missed-deadlines',
  refusalsWithoutReasons: '/api/v1/audit/refusals-without-reasons',
  statistics: '/api/v1/audit/statistics',
} as const

/** Cases, and what is written in them, at the same port. */
export const systemPaths = {
  cases: '/api/v1/cases',
  oneCase: '/api/v1/cases/:request',
  messages: '/api/v1/cases/:request/messages',
  message: '/api/v1/cases/:request/messages/:message',
  moves: '/api/v1/cases/:request/moves',
  drafts: '/api/v1/drafts',
  draft: '/api/v1/drafts/:draft',
  authorities: '/api/v1/authorities',
} as const

/** What describes all of that, to whoever reaches the port. */
export const readerPaths = {
  document: '/api/v1/openapi.json',
  reader: '/api/v1/reader',
  readerSchema: '/api/v1/reader/schemas/:schema',
  readerStyle: '/api/v1/reader.css',
} as const

/** Files, at the same port: what is listed, and what is uploaded (tus 1.0). */
export const exhibitPaths = {
  exhibits: '/api/v1/exhibits',
  exhibit: '/api/v1/exhibits/:deposit',
  uploads: '/api/v1/uploads',
  upload: '/api/v1/uploads/:upload',
} as const
