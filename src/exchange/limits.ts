import { bundleLimits } from './bundles/bundleLimits.ts'
import { passkeyLimits } from './passkeys/passkeyLimits.ts'
import { deskLimits } from './people/deskLimits.ts'
import { searchLimits } from './search/searchLimits.ts'
import { trainingLimits } from './training/trainingLimits.ts'
import { uploadLimits } from './uploads/uploadLimits.ts'

/** The bounds of the shell, together and with names; those of the wire stand in `message/limits.ts`. */
export const exchangeLimits = {
  /**
   * Messages handled in one transaction, transactions at once, and messages that may wait for one, of all and of one peer. Where many are to be sent, they are
   * divided, so that one part is on its way while the other is written. What comes in one post has room in one, for of one record it is in order.
   */
  receive: { itemsMax: 100, batchesAtOnceMax: 2, waitingMax: 2_000, waitingOfOneMax: 500 },
  send: { itemsMax: 50, batchesAtOnceMax: 2, waitingMax: 2_000, dividedFrom: 12 },
  /** Messages that one round of the delivery takes, and of one record at most. */
  deliveriesMax: 100,
  deliveriesPerRecordMax: 20,
  deliveryLeaseSeconds: 60,
  /** Posts to a peer at once; one alone while it does not answer. */
  postsToPeerAtOnceMax: 2,
  /** Posts to a peer that fail in a row, after which one message at a time is tried. */
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
  /** Nonces of signed requests that are remembered; each is kept ten minutes. One peer can fill no more than its part: what it may begin in that time. */
  noncesMax: { all: 600_000, ofOnePeer: 125_000 },
  /** A question about records may have been signed this long before it arrives; questions answered at once, of all and of one peer. */
  questionBehindMaxMs: 3_600_000,
  questionsAtOnceMax: 4,
  questionsOfOnePeerMax: 2,
  /** Between two attempts to hear a peer that has not told yet what it has, and after how long that is said. */
  hearingPauseMs: { first: 250, longest: 10_000, saidAfter: 3_000 },
  /**
   * The log of a node that comes up goes on without a peer that could not be reached for so long, could not be understood, or has been
   * telling what it has and has not come to an end. A message to one that is being asked is refused after `sending`. At the end it is asked
   * once more, for `lastAnswer`.
   */
  hearingPatienceMs: { away: 3_000, otherwise: 60_000, telling: 300_000, sending: 30_000, lastAnswer: 1_000 },
  /**
   * The number of a log that follows a loss is higher by so much at most than those that are known; by how much is drawn. So is that of a
   * trust list where some may have got lost with a database, unless the moment in milliseconds is higher yet.
   */
  leapMax: 1_000_000,
  /** Between two questions for a peer's trust list, when half of the life of the one that we have is over; after so long it is said that it cannot be had. */
  trustListPauseMs: { first: 1_000, longest: 60_000, saidAfter: 10_000 },
  /** Lists of a peer that were missed and are fetched one by one, at most, and for how long; of so many peers at once. */
  trustListsMissedMax: 50,
  trustListsMissedMs: 60_000,
  trustListsAtOnceMax: 8,
  /** A peer's list is asked for so often also while the one that we have is young: it may have changed. */
  trustListRefreshMs: 600_000,
  /** An own trust list is in force so long; it is renewed when half of that has passed. */
  trustListLifeMs: 28 * 24 * 3_600_000,
  /** An own list of revoked certificates is in force so long; it is renewed when half of that has passed. */
  revocationListLifeMs: 48 * 3_600_000,
  /** The sequencer lets a few entries come together before it signs, and where many come it signs as seldom as this allows. */
  sequencePace: { collectMs: 20, withinMs: 130 },
  /**
   * Between two attempts at a witness that failed; how long the log may grow without enough of them before that is an
   * alarm, and a peer may be without having cosigned before it counts; bytes of a witness's answer; a head that stays the newest
   * is cosigned again so often, that nothing was logged meanwhile has its times then as well; after a head was cosigned so long
   * no other is brought to a witness, which takes some thirty statements on both sides: one stands for all that came meanwhile; so long
   * a process waits for what witnesses have, before the first head that it signs; peers that get a head at once without a policy file.
   */
  witness: {
    peersAtOnceMax: 5,
    restsMs: 5_000,
    learnMs: 3_000,
    againMs: 3_600_000,
    pauseMs: { first: 1_000, longest: 60_000 },
    unwitnessedMaxMs: 900_000,
    answerBytesMax: 256 * 1024,
  },
  /** Entries may wait for their place so long while a head counts as the newest, which others vouch for. */
  pendingMaxMs: 60_000,
  /**
   * A head of the log is time-stamped so often, and at the end of each day (UTC); between two attempts at an authority that
   * failed; how long the log may have grown without a token before that is an alarm; entries that are looked through for
   * one that is no stamp itself.
   */
  timeStamp: {
    everyMs: 3_600_000,
    pauseMs: { first: 60_000, longest: 900_000 },
    unstampedMaxMs: 4 * 3_600_000,
    entriesLookedAtMax: 20,
  },
  search: searchLimits,
  bundles: bundleLimits,
  /** Lines of a list of the desk on a page; of what a list holds, so many are counted, and of each part of what needs somebody. */
  day: { listedMax: 25, countedMax: 500, partCountedMax: 100 },
  /** Entries that an export reads at a time. */
  exportEntriesMax: 4096,
  /**
   * The own log is read anew so often, so many entries at a time; of what was read before, so many at most each time. How far a
   * reading is that a person began is written so often; one that has written nothing for so long has broken off.
   */
  ownTree: {
    everyMs: 24 * 3_600_000,
    entriesMax: 4096,
    partMax: 32 * 65_536,
    toldEveryMs: 1_000,
    brokenOffMs: 60_000,
  },
  /**
   * What an auditor sees at the desk: lines on one page; people among whom a name is looked for, and who are proposed; days of which the alarms are counted; a balance, or a reading of the log,
   * that is so old is told of as an alarm.
   */
  checking: { linesMax: 50, peopleMax: 1_000, proposedMax: 100, alarmDays: 30, oldMs: 3 * 24 * 3_600_000 },
  /**
   * Peers balance so often, and again after a failure; the time that is balanced ended so long ago by the clock of the
   * asker (as far as clocks may differ) and of the answerer; differences that are named, messages that a peer may list, peers at once.
   */
  balance: {
    everyMs: 24 * 3_600_000,
    againMs: 3_600_000,
    explainAgainMs: 600_000,
    ...{ askAfterMs: 300_000, answerAfterMs: 60_000 },
    differencesMax: 100,
    messagesMax: 1_000_000,
    peersAtOnceMax: 4,
  },
  /**
   * A promised entry is asked for so long after its receipt was signed, and again after so long; what is not proven then is
   * an alarm, after a day where the peer gives no answer that can be taken, and is asked for more seldom. So many peers at once.
   */
  proof: {
    afterMs: 2_000,
    againMs: 60_000,
    alarmAfterMs: 600_000,
    unansweredAlarmAfterMs: 24 * 3_600_000,
    lateAgainMs: 6 * 3_600_000,
    peersAtOnceMax: 4,
  },
  /** Tokens that may be in force; days that one is in force by default, and at most. */
  access: { tokensMax: 100, days: 90, daysMax: 366 },
  /**
   * What systems of the State write: how long a key is kept under which something was asked for, keys of one token within that
   * time; drafts of one system that have not ended, which is a part of those of its authority; how long the answer to an order waits until it is sent; messages of a record, and drafts, on one page;
   * values in the words of an order up to which all that is wrong in them is looked for.
   */
  systems: {
    keyKeptMs: 24 * 3_600_000,
    keysMax: 10_000,
    openDraftsMax: 100,
    sendingMs: 3_000,
    pageMax: 100,
    valuesJudgedMax: 10_000,
  },
  /**
   * Webhooks: endpoints in use; characters of an address; how often it is looked for what is to be told, entries of the log that are looked
   * at together for one endpoint, and what may wait for it before the log is looked at no further; attempts at once, and to one endpoint, what a round waits for them before the next, how long one may
   * take, for how long the rest is put off after one that failed, bytes of its answer that are thrown away, and after how long another process may try what one has taken; pauses after attempts that failed, three days together, after
   * which it is given up; how long it is kept that something was told, or given up; of what was given up, how much is told anew at once, and shown on a page.
   */
  webhooks: {
    endpointsMax: 20,
    urlCharactersMax: 500,
    everyMs: 1_000,
    entriesMax: 1_000,
    waitingMax: 10_000,
    atOnceMax: 20,
    ofEndpointMax: 2,
    roundMs: 500,
    postMs: 10_000,
    restMs: 300_000,
    answerBytesMax: 4_096,
    leaseMs: 60_000,
    pausesMs: [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 64_800, 79_200].map(
      (seconds) => seconds * 1_000,
    ),
    keptMs: 7 * 24 * 3_600_000,
    againMax: 1_000,
    shownMax: 100,
  },
  /**
   * Bytes that stay free on the disk of the exhibits, where the database may lie as well; while a file is written that is
   * looked at each time after so many bytes. Files that nothing opens any more are looked for so often. Parts of a file that
   * are fetched at once; attempts at a peer without a byte, and the pauses between them; bytes that one answer holds; answers of
   * that kind that one peer is given at once, each of which holds a piece of a file in memory; small files that are asked for
   * together, and such questions to a peer at once; such answers that one peer is given at once; a file
   * whose fetching broke off is begun again so much later; before it is looked for files to fetch so much time passes;
   * files that one round looks at; a file that has waited so long for one reason of this node's own is told its giver, each so often at most;
   * reports of one peer on one file that are kept. Reports on files in one
   * question; such questions to one peer at once, peers that are told at once, and such questions of all peers that are answered at once, so
   * that of all that are a place is left for others. A sealed file is read again where it lies so often, of all of them so many bytes within a day, and in one round
   * so many files. That peers tell of damage makes a file be read so often at most, and all of what they told meanwhile, up to
   * so much, is answered by one reading. What came and was not what was announced is kept so long for whoever looks into it, and so is what has come
   * of a file of which nothing is known here.
   */
  exhibits: {
    rangesAtOnceMax: 4,
    failuresMax: 5,
    pauseMs: { first: 250, longest: 15_000 },
    rangeBytesMax: 8 * 1024 * 1024,
    rangesOfPeerMax: 16,
    several: { itemsMax: 64, batchesAtOnceMax: 2 },
    severalOfPeerMax: 4,
    againMs: 30_000,
    fetchPace: { collectMs: 50 },
    roundMax: 512,
    waitingTold: { afterMs: 300_000, perFileMax: 100 },
    reportsMax: 1_000,
    spareBytes: 512 * 1024 * 1024,
    lookEveryBytes: 64 * 1024 * 1024,
    sweepEveryMs: 24 * 3_600_000,
    asideMs: 30 * 24 * 3_600_000,
    reportsPerQuestionMax: 50,
    telling: { questionsAtOnceMax: 2, peersAtOnceMax: 4, takenAtOnceMax: 3 },
    checkEveryMs: 7 * 24 * 3_600_000,
    checkBytesPerDayMax: 256 * 1024 * 1024 * 1024,
    checksPerRoundMax: 20,
    doubtsEveryMs: 300_000,
    doubtsAnsweredMax: 200,
    intake: {
      smallBytesMax: 256 * 1024,
      together: { itemsMax: 512, bytesMax: 8 * 1024 * 1024, batchesAtOnceMax: 2, filesAtOnceMax: 4 },
      largeAtOnceMax: 4,
    },
  },
  uploads: uploadLimits,
  /**
   * A scanner must answer a connection, take a piece of a file, and say its verdict in so long; bytes of one piece; of one
   * answer.
   */
  scanner: {
    connectMs: 5_000,
    pieceMs: 60_000,
    verdictMs: 600_000,
    pieceBytes: 256 * 1024,
    answerBytesMax: 4096,
  },
  desk: deskLimits,
  passkeys: passkeyLimits,
  /** Letters that are made into PDF at once, for each takes a processor and holds its fonts, and those that wait for it. */
  letters: { pdfsAtOnceMax: 2, pdfsWaitingMax: 20 },
  /**
   * Drafts of one authority that have not ended, and those that one list shows; bytes of the words of one; characters of the
   * reason for which one is returned; files of one, and what was taken in for one so long ago and is in nobody's hands is
   * forgotten, so many at once; what of a file with which one is begun may be left out and told; templates of one authority, and
   * characters of the name of one. What was let go and is not known to be sent is sent again after so long, so many at once.
   */
  drafts: {
    ofAuthorityMax: 1_000,
    listedMax: 100,
    bytesMax: 512 * 1024,
    reasonCharactersMax: 2_000,
    filesMax: 200,
    filesLeftMs: 2 * 3_600_000,
    filesForgottenAtOnceMax: 100,
    leftOutMax: 1_000,
    templatesMax: 200,
    templateNameCharactersMax: 100,
    sendingMs: 10_000,
    sendingAtOnceMax: 100,
    delegationsMax: 100,
  },
  /**
   * What counts as wrong on the page of whoever runs the node: the clock of the machine and that of the database so far apart;
   * what a job should have done at once so long ago, and what it does once in a while.
   */
  running: { clockApartMaxMs: 10_000, lateMs: 180_000, dailyLateMs: 3_600_000 },
  /**
   * What one process of several does alone is leased for so long, renewed so often, and taken for held by so much less than the
   * database gave; so long a process waits for a thing that another has, and looks again so often.
   */
  leases: { leaseMs: 10_000, beatMs: 2_000, marginMs: 1_000, waitMs: 15_000, lookMs: 200 },
  /** An answer from the log waits so long for what was noted before it to have a place there, and looks so often. */
  places: { waitMs: 2_000, lookMs: 20 },
  /** The doctor waits so long for its entry to get a place, and looks so often. */
  doctor: { waitMs: 15_000, lookMs: 50 },
  /** The training world. */
  training: trainingLimits,
  /** Refused acts of one person that the log tells one by one within a minute. */
  refusedActsMax: 20,
  /** A node that stops waits so long for what its peers and callers have under way. */
  stopMs: 3_000,
  /** Messages that a record may hold. */
  recordMessagesMax: 100_000,
  /**
   * It is looked so often for requests that were kept for their time, so many at once; what nobody has opened for so long may have ended;
   * lines of the list of them at the desk, and how many are counted for whoever runs the node.
   */
  keeping: { everyMs: 60_000, atOnceMax: 200, unopenedMs: 24 * 3_600_000, listedMax: 25, countedMax: 10_000 },
  /** Clocks that one round marks. */
  clocksMax: 100,
} as const
