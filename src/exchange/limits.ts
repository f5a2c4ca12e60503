/** The bounds of the shell, together and with names; those of the wire stand in `message/limits.ts`. */
export const exchangeLimits = {
  /** Messages handled in one transaction, transactions at once, and messages that may wait for one. */
  receive: { itemsMax: 50, batchesAtOnceMax: 2, waitingMax: 2_000 },
  send: { itemsMax: 50, batchesAtOnceMax: 2, waitingMax: 2_000 },
  /** Messages that one round of the delivery takes, and of one record at most. */
  deliveriesMax: 100,
  deliveriesPerRecordMax: 20,
  deliveryLeaseSeconds: 60,
  /** Rounds of posts to a peer that fail in a row, after which one message at a time is tried. */
  circuitFailuresMax: 5,
  /** Bytes of one post to a peer; a larger batch goes as several posts. */
  postBytesMax: 6 * 1024 * 1024,
  /** A connection to a peer is made in this time, TLS included. */
  connectMs: 10_000,
  /** Bytes of a peer's answer to one post. */
  answerBytesMax: 4 * 1024 * 1024,
  /** A message may have been signed this long before it arrives: its retries keep their bytes. */
  signedBehindMaxMs: 30 * 24 * 3_600_000,
  /** Requests of one peer: open at once, with so many bytes together; begun in a second as a rule, and after a pause. */
  peer: {
    requestsAtOnceMax: 256,
    bytesAtOnceMax: 64 * 1024 * 1024,
    requestsPerSecond: 200,
    requestsAfterPauseMax: 400,
  },
  /** Nonces of signed requests that are remembered; each is kept ten minutes. */
  noncesMax: 200_000,
  /** A question about records may have been signed this long before it arrives; questions answered at once. */
  questionBehindMaxMs: 3_600_000,
  questionsAtOnceMax: 4,
  /** Between two attempts to hear a peer that has not told yet what it has. */
  hearingPauseMs: { first: 250, longest: 10_000 },
  /** Own trust lists that may have got lost with a database: so much higher is the number of the next, if in doubt. */
  trustListLeap: 100,
  /** Between two questions for a peer's trust list, when half of the life of the one that we have is over. */
  trustListPauseMs: { first: 1_000, longest: 60_000 },
  /** Lists of a peer that were missed and are fetched one by one, at most. */
  trustListsMissedMax: 50,
  /** A peer's list is asked for so often also while the one that we have is young: it may have changed. */
  trustListRefreshMs: 600_000,
  /** An own trust list is in force so long; it is renewed when half of that has passed. */
  trustListLifeMs: 28 * 24 * 3_600_000,
  /** An own list of revoked certificates is in force so long; it is renewed when half of that has passed. */
  revocationListLifeMs: 48 * 3_600_000,
  /** The sequencer collects entries for so long before it signs. */
  sequencePauseMs: 40,
  /**
   * Between two attempts at a witness that failed; how long the log may grow without enough of them before that is an
   * alarm; heads that are looked through for one with a quorum; bytes of a witness's answer; a head that stays the newest
   * is cosigned again so often, that nothing was logged meanwhile has its times then as well.
   */
  witness: {
    againMs: 3_600_000,
    pauseMs: { first: 1_000, longest: 60_000 },
    unwitnessedMaxMs: 900_000,
    headsLookedAtMax: 20,
    answerBytesMax: 256 * 1024,
  },
  /**
   * A head of the log is time-stamped so often, and at the end of each day (UTC); between two attempts at an authority that
   * failed; how long the log may have grown without a token before that is an alarm; entries that may wait for their place
   * so long while a head counts as the newest; entries that are looked through for one that is no stamp itself.
   */
  timeStamp: {
    everyMs: 3_600_000,
    pauseMs: { first: 60_000, longest: 900_000 },
    unstampedMaxMs: 4 * 3_600_000,
    pendingMaxMs: 60_000,
    entriesLookedAtMax: 20,
  },
  /** Entries that an export reads at a time. */
  exportEntriesMax: 4096,
  /** The own log is read anew so often, so many entries at a time; of what was read before, so many at most each time. */
  ownTree: { everyMs: 24 * 3_600_000, entriesMax: 4096, partMax: 32 * 65_536 },
  /**
   * Peers balance so often, and again after a failure; the time that is balanced ended so long ago by the clock of the
   * asker (as far as clocks may differ) and of the answerer; differences that are named, messages that a peer may list.
   */
  balance: {
    everyMs: 24 * 3_600_000,
    againMs: 3_600_000,
    askAfterMs: 300_000,
    answerAfterMs: 60_000,
    differencesMax: 100,
    messagesMax: 1_000_000,
  },
  /**
   * A promised entry is asked for so long after its receipt was signed, and again after so long; what then still lacks is
   * an alarm, and is asked for more seldom.
   */
  proof: { afterMs: 2_000, againMs: 60_000, alarmAfterMs: 600_000, lateAgainMs: 6 * 3_600_000 },
  /** Tokens that may be in force; days that one is in force by default, and at most. */
  access: { tokensMax: 100, days: 90, daysMax: 366 },
  /** Refused acts of one person that the log tells one by one within a minute. */
  refusedActsMax: 20,
  /** A node that stops waits so long for what its peers and callers have under way. */
  stopMs: 3_000,
  /** Messages that a record may hold. */
  recordMessagesMax: 100_000,
  /** Clocks that one round marks. */
  clocksMax: 100,
} as const
