/** What is made at the desk of a node that serves. Larger than `verify` takes as a zip file no bundle may be. */
export interface BundleLimits {
  /** Orders of one person that are kept, whatever has come of them, and of all that wait or are made. */
  readonly ofPersonMax: number
  readonly openMax: number
  /**
   * Bytes of memory that a bundle takes for each entry of the log, and bytes that its file takes: where the machine has less of either
   * to spare, none is begun.
   */
  readonly memoryBytesOfEntry: number
  readonly fileBytesOfEntry: number
  /** Whoever makes one says so as often; nothing heard of it for so long, it is begun anew, so many times in all. */
  readonly toldEveryMs: number
  readonly silentMs: number
  readonly attemptsMax: number
  /** So long one may be made. */
  readonly makingMs: number
  /** So long what has come of an order is kept, and its file with it. */
  readonly keptMs: number
  /** How often it is looked for what nobody has told of. */
  readonly everyMs: number
}

export const bundleLimits = {
  ofPersonMax: 10,
  openMax: 100,
  memoryBytesOfEntry: 4_000,
  fileBytesOfEntry: 400,
  toldEveryMs: 1_000,
  silentMs: 60_000,
  attemptsMax: 3,
  makingMs: 6 * 3_600_000,
  keptMs: 24 * 3_600_000,
  everyMs: 5_000,
  /** Characters of why it is made. */
  reasonCharactersMax: 1_000,
} as const satisfies BundleLimits & { readonly reasonCharactersMax: number }
