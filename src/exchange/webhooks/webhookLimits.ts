/** Webhooks: endpoints of systems of the State, and what is told to them. */
export const webhookLimits = {
  /** Endpoints in use. */
  endpointsMax: 20,
  /** Characters of the address of one. */
  urlCharactersMax: 500,
  /** How often it is looked for what is to be told. */
  everyMs: 1_000,
  /** Entries of the log that are looked at together for one endpoint; what may wait for it before the log is looked at no further. */
  entriesMax: 1_000,
  waitingMax: 10_000,
  /** Attempts at once, to all and to one endpoint. */
  atOnceMax: 20,
  ofEndpointMax: 2,
  /** What a round waits for its attempts before the next. */
  roundMs: 500,
  /** How long one attempt may take. */
  postMs: 10_000,
  /** For how long the rest is put off after an attempt at an endpoint that failed. */
  restMs: 300_000,
  /** Bytes of an answer, which are thrown away. */
  answerBytesMax: 4_096,
  /** After how long another process may try what one has taken. */
  leaseMs: 60_000,
  /** Pauses after attempts that failed, three days together, after which it is given up. */
  pausesMs: [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 64_800, 79_200].map((seconds) => seconds * 1_000),
  /** The part of a pause that is drawn on top of it, so that not all come at the same instant. */
  drawnShare: 0.2,
  /** How long it is kept that something was told, or given up. */
  keptMs: 7 * 24 * 3_600_000,
  /** Of what was given up, how much is told anew at once, and shown on a page. */
  againMax: 1_000,
  shownMax: 100,
} as const
