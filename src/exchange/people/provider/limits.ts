/**
 * An attempt to sign in at the identity provider is over so long after it was begun; attempts that have not ended, of one address
 * and of all. What the provider has for one answer, and bytes of it; how long what it says it can do is believed, and how long it
 * is not asked again after it did not answer. How far its clock may be from ours. Characters of what names a person there, and of
 * what a browser brings from there.
 */
export const providerLimits = {
  attemptMs: 10 * 60_000,
  attemptsOfAddressMax: 20,
  attemptsMax: 10_000,
  answerMs: 5_000,
  answerBytesMax: 256 * 1024,
  knownMs: 3_600_000,
  restMs: 10_000,
  clockApartSeconds: 30,
  subjectCharactersMax: 255,
  queryCharactersMax: 4 * 1024,
} as const
