/** What the spans of a node may cost it: what is beyond is dropped, and nothing waits for it. */
export const tracingLimits = {
  /** Spans that wait to be exported. */
  queueMax: 2_048,
  /** Spans that go to the collector together, and how long the first of them waits for others. */
  batchMax: 256,
  everyMs: 2_000,
  /** A collector that has not taken them within so long, with what is tried again, does not get them. */
  exportMs: 4_000,
  /** How long a node that stops waits for the collector to take the last ones. */
  stopMs: 2_000,
  /** How often it is said at most that the collector takes nothing. */
  saidEveryMs: 10 * 60_000,
  /** Other requests for which one step was taken as well, as far as a span names them. */
  besideMax: 16,
} as const
