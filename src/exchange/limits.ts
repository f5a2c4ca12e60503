/** Every bound of the shell, together and with names; those of a single message stand in `message/limits.ts`. */
export const exchangeLimits = {
  postBytesMax: 8 * 1024 * 1024,
  postMessagesMax: 100,
  /** Messages handled in one transaction. */
  receiveBatchMax: 50,
  receiveBatchesAtOnceMax: 2,
  receiveWaitingMax: 2_000,
  sendBatchMax: 50,
  sendBatchesAtOnceMax: 2,
  sendWaitingMax: 2_000,
  deliverClaimMax: 100,
  deliverPerRecordMax: 20,
  deliverLeaseSeconds: 60,
  deliverTimeoutMs: 30_000,
  answerBytesMax: 2 * 1024 * 1024,
  trustListBytesMax: 1024 * 1024,
  /** A message may be signed this long after our clock (another clock runs fast) and this long before (retries). */
  signedAheadMaxMs: 5 * 60_000,
  signedBehindMaxMs: 30 * 24 * 3_600_000,
  /** Bytes of a refused message that are kept as evidence. */
  refusedBytesKeptMax: 2 * 1024 * 1024,
  sequenceBatchMax: 4_096,
  sequencePauseMs: 50,
  pageMax: 100,
} as const
