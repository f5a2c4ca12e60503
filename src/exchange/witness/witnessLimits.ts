/** Witnesses of the log: how its heads are cosigned. */
export const witnessLimits = {
  /** Peers that get a head at once where no policy names witnesses. */
  peersAtOnceMax: 5,
  /** After a head was cosigned no other is brought to a witness for so long, which takes some thirty statements on both sides: one stands for all that came meanwhile. */
  restsMs: 5_000,
  /** So long a process waits for what witnesses have, before the first head that it signs. */
  learnMs: 3_000,
  /** A head that stays the newest is cosigned again so often: that nothing was logged meanwhile has its times then as well. */
  againMs: 3_600_000,
  /** Between two attempts at a witness that failed. */
  pauseMs: { first: 1_000, longest: 60_000 },
  /** So long the log may grow without enough of them before that is an alarm, and a peer may be without having cosigned before it counts. */
  unwitnessedMaxMs: 900_000,
  /** Bytes of a witness's answer. */
  answerBytesMax: 256 * 1024,
} as const
