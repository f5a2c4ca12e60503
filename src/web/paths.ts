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
