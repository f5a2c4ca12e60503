import { waitingToleranceMs } from '../audit/bundle/trail.ts'
import { balanceLimits } from './balance/balanceLimits.ts'
import { bundleLimits } from './bundles/bundleLimits.ts'
import { draftLimits } from './drafts/draftLimits.ts'
import { exhibitLimits } from './exhibits/exhibitLimits.ts'
import { passkeyLimits } from './passkeys/passkeyLimits.ts'
import { deskLimits } from './people/deskLimits.ts'
import { searchLimits } from './search/searchLimits.ts'
import { trainingLimits } from './training/trainingLimits.ts'
import { uploadLimits } from './uploads/uploadLimits.ts'
import { webhookLimits } from './webhooks/webhookLimits.ts'
import { witnessLimits } from './witness/witnessLimits.ts'

/** The bounds of the shell, together and with names; those of the wire stand in `message/limits.ts`. */
export const exchangeLimits = {
  /**
   * Messages handled in one transaction, transactions at once, and messages that may wait for one, of all and of one peer. Where many are to be sent, they are
   * divided, so that one part is on its way while the other is written. What comes in one post has room in one, for of one record it is in order.
   */
  receive: { itemsMax: 100, batchesAtOnceMax: 2, waitingMax: 2_000, waitingOfOneMax: 500 },
  /** Of what comes together and cannot be opened, so many are told in the log one by one, and those beyond in one entry. */
  unopenedToldMax: 20,
  /** Messages of one transaction are judged for so long, and others have the thread meanwhile. */
  judging: { breathesMs: 20, endsMs: 5_000 },
  send: { itemsMax: 50, batchesAtOnceMax: 2, waitingMax: 2_000, dividedFrom: 12 },
  /** Messages that one round of the delivery takes, and of one record at most. */
  deliveriesMax: 100,
  deliveriesPerRecordMax: 20,
  deliveryLeaseSeconds: 60,
  /** How often is looked for what a clock that was ahead has put off. */
  hastenEveryMs: 60_000,
  /** Posts to a peer at once; one alone while it does not answer. */
  postsToPeerAtOnceMax: 2,
  /** Posts to a peer that fail in a row, after which one message at a time is tried. */
  circuitFailuresMax: 5,
  /** Bytes of one post to a peer; a larger batch goes as several posts. */
  postBytesMax: 6 * 1024 * 1024,
  /** A connection to a peer is made in this time, TLS included. */
  connectMs: 10_000,
  /** Contexts for TLS that are kept, each of some megabyte: one for each peer whose server has its certificate of an authority of its State. */
  tlsContextsMax: 256,
  /**
   * Names of peers are looked up again after so many times what the last lookup took, and so long after one that failed, but after the longest
   * at the latest. One that took longer than `slowMs` counts as slow for `slowForMs`. So many names are remembered.
   */
  lookups: {
    pauseMs: { timesWhatItTook: 10, afterFailure: 1_000, longest: 60_000 },
    slowMs: 1_000,
    slowForMs: 3_600_000,
    namesMax: 4_096,
  },
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
  /** So long nothing follows a delivery of which not even the failure could be kept. */
  brokenDeliveryPauseMs: 1_000,
  /** Between two attempts to hear a peer that has not told yet what it has, and after how long that is said. */
  hearingPauseMs: { first: 250, longest: 10_000, saidAfter: 3_000 },
  /**
   * The log of a node that comes up goes on without a peer that could not be reached for so long, could not be understood, or has been
   * telling what it has and has not come to an end. A message to one that is being asked is refused after `sending`. At the end it is asked
   * once more, for `lastAnswer`. One that was away and sends messages is asked and waited for anew, and where that was in vain not again within `cameAgain`, which doubles each time.
   */
  hearingPatienceMs: {
    ...{ away: 3_000, otherwise: 60_000, telling: 300_000 },
    ...{ sending: 30_000, lastAnswer: 1_000, cameAgain: { first: 60_000, longest: 3_600_000 } },
  },
  /**
   * The number of a log that follows a loss is higher by so much at most than those that are known; by how much is drawn. So is that of a
   * trust list where some may have got lost with a database, unless the moment in milliseconds is higher yet.
   */
  leapMax: 1_000_000,
  /** Between two questions for a peer's trust list, when half of the life of the one that we have is over; after so long it is said that it cannot be had. */
  trustListPauseMs: { first: 1_000, longest: 60_000, saidAfter: 10_000 },
  /** Lists of a peer that were missed and are fetched one by one, at most, and for how long. */
  trustListsMissedMax: 50,
  /** After so many of them that were refused, the rest is not asked for. */
  trustListsRefusedMax: 5,
  trustListsMissedMs: 60_000,
  /** So long all may take that the job fetches of one peer at a time, its trust lists a part of it; so many of its lists of revoked certificates at once. */
  listsOfPeerMs: { trustLists: 30_000, all: 60_000 },
  revocationListsAtOnceMax: 4,
  /** Lists of so many peers are fetched at once; a peer that takes longer than this no longer counts among them. */
  trustListsAtOnceMax: 8,
  trustListsHeldMs: 5_000,
  /** So many lists of a peer, and of revoked certificates of one of its authorities, are taken of those that it issued within a day: each is kept for ever. */
  listsADayMax: 48,
  /** A peer's list is asked for so often also while the one that we have is young: it may have changed. */
  trustListRefreshMs: 600_000,
  /** An own trust list is in force so long; it is renewed when half of that has passed. */
  trustListLifeMs: 28 * 24 * 3_600_000,
  /** An own list of revoked certificates is in force so long; it is renewed when half of that has passed. */
  revocationListLifeMs: 48 * 3_600_000,
  /** The sequencer lets a few entries come together before it signs, and where many come it signs as seldom as this allows. */
  sequencePace: { collectMs: 20, withinMs: 130 },
  witness: witnessLimits,
  /** Entries may wait for their place so long while a head counts as the newest, which others vouch for. */
  pendingMaxMs: waitingToleranceMs,
  /** Time stamps on heads of the log, where authorities for them are configured. */
  timeStamp: {
    /** A head is stamped so often, and at the end of each day (UTC). */
    everyMs: 3_600_000,
    /** Between two attempts at an authority that failed. */
    pauseMs: { first: 60_000, longest: 900_000 },
    /** How long the log may have grown without a token before that is an alarm. */
    unstampedMaxMs: 4 * 3_600_000,
    /** Entries that are looked through for one that is no stamp itself. */
    entriesLookedAtMax: 20,
  },
  search: searchLimits,
  bundles: bundleLimits,
  /** Lines of a list of the desk on a page; of what a list holds, so many are counted, and of each part of what needs somebody. */
  day: { listedMax: 25, countedMax: 500, partCountedMax: 100 },
  /** Entries that an export reads at a time. */
  exportEntriesMax: 4096,
  /** How the own log is read anew. */
  ownTree: {
    /** So often, so many entries at a time. */
    everyMs: 24 * 3_600_000,
    entriesMax: 4096,
    /** Of what was read before, so many at most each time. */
    partMax: 32 * 65_536,
    /** How far a reading is that a person began is written so often; one that has written nothing for so long has broken off. */
    toldEveryMs: 1_000,
    brokenOffMs: 60_000,
  },
  /**
   * What an auditor sees at the desk: lines on one page; people among whom a name is looked for, and who are proposed; days of which the alarms are counted; a balance, or a reading of the log,
   * that is so old is told of as an alarm.
   */
  checking: { linesMax: 50, peopleMax: 1_000, proposedMax: 100, alarmDays: 30, oldMs: 3 * 24 * 3_600_000 },
  balance: balanceLimits,
  /** How proofs are asked of peers for the entries that their receipts have promised. */
  proof: {
    /** So long after the receipt was signed, and again after so long. */
    afterMs: 2_000,
    againMs: 60_000,
    /** What is not proven then is an alarm; later, where the peer gives no answer that can be taken. */
    alarmAfterMs: 600_000,
    unansweredAlarmAfterMs: 24 * 3_600_000,
    /** What is an alarm is asked for more seldom. */
    lateAgainMs: 6 * 3_600_000,
    /** Peers that are asked at once. */
    peersAtOnceMax: 4,
  },
  /** Tokens that may be in force; days that one is in force by default, and at most. */
  access: { tokensMax: 100, days: 90, daysMax: 366 },
  /** What systems of the State write. */
  systems: {
    /** How long a key is kept under which something was asked for, and keys of one token within that time. */
    keyKeptMs: 24 * 3_600_000,
    keysMax: 10_000,
    /** Drafts of one system that have not ended, a part of those of its authority. */
    openDraftsMax: 100,
    /** How long the answer to an order waits until it is sent. */
    sendingMs: 3_000,
    /** Messages of a record, and drafts, on one page. */
    pageMax: 100,
    /** Values in the words of an order up to which all that is wrong in them is looked for. */
    valuesJudgedMax: 10_000,
  },
  webhooks: webhookLimits,
  exhibits: exhibitLimits,
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
  drafts: draftLimits,
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
  /** And then so long for what their handlers have under way: a little longer than one waits for a lock of the database. */
  stopHandlersMs: 12_000,
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
