/**
 * Passkeys of one person, and characters of the name of one. How long a browser may take over what it is asked, how long it counts
 * that it was asked, how many of all browsers may be asked to sign in at once, and how often browsers of one address may be asked
 * of which none has let anybody in.
 */
export const passkeyLimits = {
  ofPersonMax: 10,
  nameCharactersMax: 60,
  takesMs: 2 * 60_000,
  challengeMs: 3 * 60_000,
  signInsAskedMax: 10_000,
  asksByAddressMax: 200,
} as const
