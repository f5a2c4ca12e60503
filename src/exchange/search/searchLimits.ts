/**
 * Characters and words of what is asked; requests on a page, those that are looked at for one, and so many of them at first: where
 * these fill it no others are read; up to where it is counted how
 * often a word occurs. Messages that are read into the index at a time, and up to where those that
 * wait are counted; words of one message, characters of a word and of a number that is one. Searches that one person saves,
 * characters of the name of one and bytes of what it asks.
 */
export const searchLimits = {
  askedCharactersMax: 200,
  askedWordsMax: 24,
  /** Letters behind which a beginning may end, and words that have one beginning of which the first are looked for. */
  beginningCharactersMin: 3,
  beginningWordsMax: 20,
  foundMax: 25,
  lookedAtMax: 2_000,
  lookedAtFirst: 200,
  countedMax: 500,
  /** At rest, and where the machine is busy from so much on: whoever waits for the database beside it waits for such a round. */
  indexedAtOnce: { atRest: 20, busy: 4, busyFrom: 0.3 },
  /** Of a round, unless its first message is larger. */
  indexedBytesMax: 1_048_576,
  /**
   * So long the rounds of the index follow each other in a process that has nothing else to do; how many times as long as it worked
   * the index rests on a machine that is busy all the time, but no longer than so; and how many times when it has been behind for so long.
   */
  worksForMs: 200,
  restsFor: { atFirst: 90, behind: 9 },
  restsForMsMax: 2_000,
  lagsForMs: 60_000,
  awaitedCountedMax: 10_000,
  messageWordsMax: 1_500,
  /** Of one name, number or text. */
  pieceCharactersMax: 32_768,
  /** What is erased, or goes to another authority, goes in one statement. */
  requestWordsMax: 50_000,
  wordCharactersMax: 64,
  numberCharacters: { least: 4, most: 64 },
  savedMax: 30,
  savedNameCharactersMax: 60,
  savedQueryBytesMax: 4_000,
} as const
