/** Files between States: how they are fetched and given, told of, read again, and taken in. */
export const exhibitLimits = {
  /** Parts of one large file that are fetched at once. */
  rangesAtOnceMax: 4,
  /** Attempts in a row that bring no byte of a file, after which its fetching breaks off; the pauses between them. */
  failuresMax: 5,
  pauseMs: { first: 250, longest: 15_000 },
  /** Bytes that one answer holds, and such answers that one peer is given at once: each holds a piece of a file in memory. */
  rangeBytesMax: 8 * 1024 * 1024,
  rangesOfPeerMax: 16,
  /** Small files that are asked for together, and such questions to a peer at once; such answers that one peer is given at once. */
  several: { itemsMax: 64, batchesAtOnceMax: 2 },
  severalOfPeerMax: 4,
  /** A file whose fetching broke off is begun again so much later. */
  againMs: 30_000,
  /** So much time passes before it is looked for files to fetch, so that what comes together is seen together. */
  fetchPace: { collectMs: 50 },
  /** Files of one State and size that one round looks at. */
  roundMax: 512,
  /** A file that has waited so long for one reason of this node's own is told its giver, each so often at most. */
  waitingTold: { afterMs: 300_000, perFileMax: 100 },
  /** Reports of one peer on one file that are kept. */
  reportsMax: 1_000,
  /** Bytes that stay free on the disk of the files, where the database may lie as well; looked at after so many bytes that are written. */
  spareBytes: 512 * 1024 * 1024,
  lookEveryBytes: 64 * 1024 * 1024,
  /** Files that nothing opens any more are looked for so often. */
  sweepEveryMs: 24 * 3_600_000,
  /** What came and was not what was announced is kept so long for whoever looks into it, and what has come of a file of which nothing is known here. */
  asideMs: 30 * 24 * 3_600_000,
  /** Reports on files in one question. */
  reportsPerQuestionMax: 50,
  /** Such questions to one peer at once, and peers that are told at once; of all peers, such questions that are answered at once, so that others have a place. */
  telling: { questionsAtOnceMax: 2, peersAtOnceMax: 4, takenAtOnceMax: 3 },
  /** A sealed file is read again where it lies so often, of all of them so many bytes within a day, in one round so many files. */
  checkEveryMs: 7 * 24 * 3_600_000,
  checkBytesPerDayMax: 256 * 1024 * 1024 * 1024,
  checksPerRoundMax: 20,
  /** That peers tell of damage makes a file be read so often at most; of what they told meanwhile, so much is answered by one reading. */
  doubtsEveryMs: 300_000,
  doubtsAnsweredMax: 200,
  /** Files of a folder: up to which size they are taken in together, how many and how many bytes at once, and larger ones side by side. */
  intake: {
    smallBytesMax: 256 * 1024,
    together: { itemsMax: 512, bytesMax: 8 * 1024 * 1024, batchesAtOnceMax: 2, filesAtOnceMax: 4 },
    largeAtOnceMax: 4,
  },
} as const
