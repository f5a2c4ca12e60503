/** What one reading of the numbers of a node may cost, and for how long it is told again. */
export const measuringLimits = {
  /** Whoever asks sooner is told the same numbers; deadlines, for which records are opened, for longer. */
  rememberedMs: 5_000,
  deadlinesRememberedMs: 60_000,
  /** A database that does not answer in so long counts as away. */
  patienceMs: 4_000,
  /** Rows that are counted of each thing that waits; of records whose deadlines are looked at, so many. */
  rowsMax: 10_000,
  recordsMax: 1_000,
  /** Of each kind of alarm so many, within so long: whoever comes after a weekend still sees them. */
  alarmsMax: 1_000,
  alarmsMs: 3 * 24 * 3_600_000,
  /** A deadline that ends within so long is at risk. */
  riskMs: 3 * 24 * 3_600_000,
} as const
