import { limits } from '../message/limits.ts'

/** The bounds of the port, together and with names: what a connection may take, and what a stranger may. */
export const webLimits = {
  /** Connections of all peers and strangers together; beyond, the oldest that has not signed makes room. */
  connectionsMax: 2_000,
  /**
   * Of them those of one peer, over which it has signed; beyond, the one of its own that is idle longest makes room. Each process of a node has
   * 16 to a peer at most, 8 of them for files, which one process fetches (`exchange/post.ts`).
   */
  connectionsOfPeerMax: 128,
  /** A handshake of TLS, and the head of a request, must be there in so long; the whole request, body included, too. */
  handshakeMs: 10_000,
  headersMs: 10_000,
  requestMs: limits.requestMs,
  /** Who is answered reads it in so long, and so much longer as it is large. What is streamed is bounded where it is. */
  reading: { ms: 60_000, bytesPerSecondMin: 64 * 1024 },
  /** How often it is looked whether one of these times is over. */
  timersMs: 1_000,
  /** A connection on which nothing is asked any more ends after this. */
  idleMs: 65_000,
  /** Who is told that what he sends is no request may go on sending for so long, and is not heard. */
  toldMs: 1_000,
  headerBytesMax: 8_192,
  headersMax: 64,
  requestsPerConnectionMax: 1_000,
  /** What one address may do that has not signed lately; of IPv6 the first 64 bits are one address. */
  address: {
    connectionsMax: 100,
    /** Connections over which nobody has signed yet, also where somebody has signed lately; beyond, the oldest of them makes room. */
    unprovenMax: 200,
    /** Connections begun in a second as a rule, and after a pause. */
    connections: { perSecond: 20, afterPauseMax: 200 },
    /** Refusals that are told; beyond them the address is not let in for `penaltyMs`. */
    refusals: { perSecond: 1, afterPauseMax: 30 },
    /** What is public and read: list, checkpoint, tiles, health. */
    reads: { perSecond: 20, afterPauseMax: 400 },
    /** Heads of requests that are looked at, of those for all addresses together (`heads`): a few addresses leave some to others. */
    heads: { perSecond: 10, afterPauseMax: 40 },
  },
  penaltyMs: 60_000,
  /**
   * Heads of requests that are looked at, of all addresses together that have not signed lately; while none is, no
   * connection of theirs is let in.
   */
  heads: { perSecond: 50, afterPauseMax: 200 },
  /** What systems of the State's own may ask. */
  api: {
    /** Questions by one token, and at once by all. */
    questions: { perSecond: 2, afterPauseMax: 60 },
    questionsAtOnceMax: 4,
    /** The same of what is read of cases and written in them. */
    cases: { perSecond: 20, afterPauseMax: 200 },
    casesAtOnceMax: 8,
    /** How long the body of an order may come. */
    orderMs: 30_000,
    /** Refused tokens that are told and noted. */
    refusals: { perSecond: 1, afterPauseMax: 60 },
    /** Tokens whose rate is remembered. */
    tokensMax: 200,
    /** Characters of one parameter, and events that one may name. */
    parameterCharactersMax: 300,
    eventsMax: 50,
  },
  /** Uploads of systems of the State. */
  uploads: {
    /** Requests by one token. */
    requests: { perSecond: 200, afterPauseMax: 2_000 },
    /** Requests that bring bytes, and others, that are answered at once. */
    writingAtOnceMax: 16,
    askingAtOnceMax: 8,
    /** While bytes are waited for, so many must come in so long. */
    slowestBytes: 64 * 1024,
    slowestMs: 30_000,
    /** One request lasts so long at most, and waits so long for another that has the same upload. */
    requestMs: 12 * 3_600_000,
    lockWaitMs: 30_000,
    /** Of what is refused so many bytes are read away in so long, or whoever sends them would not read why. */
    unreadBytesMax: 16 * 1024 * 1024,
    unreadMs: 2_000,
  },
  /** Pages and forms of the desk. */
  desk: {
    /** A form, whole: of somebody who has not signed in, and of what somebody has written. */
    formBytesMax: 64 * 1024,
    writtenBytesMax: 1024 * 1024,
    /** Its members. */
    nameCharactersMax: 300,
    passwordCharactersMax: 1_000,
    reasonCharactersMax: 1_000,
    codeCharactersMax: 60,
    passkeyCharactersMax: 8 * 1024,
    /** Files that are given at once, to all who have signed in; how long one of them may take nothing. */
    filesAtOnceMax: 8,
    fileIdleMs: 30_000,
    /** A page that tells how far something is loads itself again after so long. */
    runReloadSeconds: 3,
    /** What a search asks, as it stands in an address. */
    queryCharactersMax: 4_000,
    /** A page that was asked for before signing in: its address, and how long somebody is led there afterwards. */
    wantedCharactersMax: 1_500,
    wantedMs: 900_000,
    /** Searches of one person, and those that are answered at once. */
    search: { rate: { perSecond: 2, afterPauseMax: 60 }, atOnceMax: 4 },
    /** What was typed and could not be kept is given back: so many forms at once, each of so many members. */
    unsaved: { atOnceMax: 16, membersMax: 2_000 },
    /** A form with files. */
    files: {
      /** How long it may come, with all that it brings. */
      requestMs: 3_600_000,
      /** How often one that comes is noted as use of its session. */
      seenEveryMs: 60_000,
      /** Its bytes and its files; its other members, and the bytes of one. */
      bytesMax: 1024 ** 3,
      filesMax: 20,
      fieldsMax: 20,
      fieldBytesMax: 64 * 1024,
      /** What stands above each part. */
      partHeaderBytesMax: 4 * 1024,
      partHeadersMax: 20,
      /** Such forms at once, and those of one person among them. */
      atOnceMax: 8,
      ofPersonMax: 2,
      /** A JSON file from which a draft is begun. */
      jsonBytesMax: 512 * 1024,
    },
  },
  /**
   * A form that is made from a schema: fields of one post, rows of one list (or as many as the schema allows, where those are
   * fewer), how deep parts stand in each other, and what one field may have: the longest text, each of its lines ending in two
   * characters as browsers send them. Of fields, and groups of them, that a page shows: beyond, rows of its lists are folded. Each is
   * 50 to 200 bytes as it is sent, so that the page stays below 60 kB with its style sheet.
   */
  form: { fieldsMax: 5_000, nodesMax: 150, rowsMax: 200, depthMax: 16, charactersMax: 40_000 },
  /** An address counts as that of a peer for so long after a request that a peer had signed. */
  knownMs: 3_600_000,
  /** Addresses that are remembered; beyond, the one that was silent longest is forgotten. */
  addressesMax: 20_000,
} as const
