/**
 * Passkeys of one person, and characters of the name of one. How long a browser may take over what it is asked, how long it counts
 * that it was asked, and how many of all browsers may be asked at once.
 */
export const passkeyLimits = {
  ofPersonMax: 10,
  nameCharactersMax: 60,
  takesMs: 2 * 60_000,
  challengeMs: 3 * 60_000,
  challengesMax: 10_000,
} as const
