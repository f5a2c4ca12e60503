/**
 * The counterpart of a training world: how often it looks at its records, and after a failure; records at which it looks, and
 * messages of one, beyond which it says nothing more; refused attempts that it remembers; bytes of its script; the pause between
 * two of its messages, as a rule and at most. Of the trainee's requests those that are looked at for what to try next, and those
 * that are named for one thing.
 */
export const trainingLimits = {
  pollMs: 1_000,
  failurePauseMs: 5_000,
  recordsMax: 200,
  messagesMax: 200,
  refusedMax: 1_000,
  scriptBytesMax: 2 * 1024 * 1024,
  paceSeconds: 5,
  paceSecondsMax: 3_600,
  lessonRequestsMax: 30,
  lessonCasesMax: 3,
} as const
