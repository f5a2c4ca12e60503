/** Balances between two States of what each has had of the other. */
export const balanceLimits = {
  /** Peers balance so often, and again after a failure; of a balance that differs a peer that does not tell is asked again after so long. */
  everyMs: 24 * 3_600_000,
  againMs: 3_600_000,
  explainAgainMs: 600_000,
  /** The time that is balanced ended so long ago by the clock of the asker (as far as clocks may differ), and of the answerer. */
  askAfterMs: 300_000,
  answerAfterMs: 60_000,
  /** So many questions of a peer are answered within a day: each is kept for ever. */
  answeredADayMax: 48,
  /** Differences that are named. */
  differencesMax: 100,
  /** Messages that a peer may list. */
  messagesMax: 1_000_000,
  /** Peers that are asked at once. */
  peersAtOnceMax: 4,
} as const
