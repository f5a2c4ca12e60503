/**
 * A session at the desk ends so long after it was last seen, and after it began; when it was seen is written so often.
 * A password that was given again counts for what needs it so long.
 * Attempts to sign in that may fail by one sign-in name from one place, from one address, and by one name from everywhere,
 * and how long they count; what a person waits where they are known, while so many fail by their name. How long a code is
 * awaited after the password, and how long a second factor may be confirmed that was shown; recovery codes. Places at which a
 * person is known, and how long after they were seen there. Passwords that are looked at at once, that wait for it in each
 * of the two queues, and those of one address or person among them; of a new one the characters, and those of one that the
 * node makes. Refusals of names that nobody has that are told one by one in a minute.
 */
export const deskLimits = {
  idleMs: 15 * 60_000,
  sessionMs: 12 * 3_600_000,
  stepUpMs: 5 * 60_000,
  seenEveryMs: 60_000,
  failuresByPlaceMax: 5,
  failuresByAddressMax: 20,
  failuresByNameMax: 30,
  failuresCountMs: 15 * 60_000,
  slowedMs: 1_000,
  stepMs: 5 * 60_000,
  offeredMs: 10 * 60_000,
  recoveryCodes: 10,
  placesMax: 20,
  placeKnownMs: 180 * 24 * 3_600_000,
  passwordsAtOnceMax: 2,
  passwordsWaitingMax: 20,
  passwordsOfOneMax: 4,
  passwordCharactersMin: 12,
  madePasswordCharacters: 20,
  nameCharactersMax: 200,
  refusalsToldAMinuteMax: 100,
  /** What one administrator alone has done to somebody is shown for so long with what that person approves. */
  credentialsFreshMs: 30 * 24 * 3_600_000,
  /** For how long a page of a session that has ended may bring what was typed; how long that is kept, and how many of one person. */
  typed: { pageOpenMs: 3 * 24 * 3_600_000, keptMs: 24 * 3_600_000, ofPersonMax: 10, everyMs: 600_000 },
} as const
