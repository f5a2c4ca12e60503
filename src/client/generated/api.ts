/* Generated from the OpenAPI document by `npm run generate:client`. Do not edit. */
import type {
  Message,
  Text,
  Marking,
  ExhibitScan,
  HandlingCode,
  PapCode,
  EuropolHandlingCode,
} from '../../message/generated/types.ts'

/** Everything that can be asked, by its name in the document. */
export const operations = {
  listCases: { method: 'GET', path: '/api/v1/cases' },
  openCase: { method: 'POST', path: '/api/v1/cases' },
  readCase: { method: 'GET', path: '/api/v1/cases/:request' },
  listMessages: { method: 'GET', path: '/api/v1/cases/:request/messages' },
  readMessage: { method: 'GET', path: '/api/v1/cases/:request/messages/:message' },
  listMoves: { method: 'GET', path: '/api/v1/cases/:request/moves' },
  makeMove: { method: 'POST', path: '/api/v1/cases/:request/moves' },
  listDrafts: { method: 'GET', path: '/api/v1/drafts' },
  readDraft: { method: 'GET', path: '/api/v1/drafts/:draft' },
  rewriteDraft: { method: 'PUT', path: '/api/v1/drafts/:draft' },
  dropDraft: { method: 'DELETE', path: '/api/v1/drafts/:draft' },
  listAuthorities: { method: 'GET', path: '/api/v1/authorities' },
  listExhibits: { method: 'GET', path: '/api/v1/exhibits' },
  readExhibit: { method: 'GET', path: '/api/v1/exhibits/:deposit' },
  describeUploads: { method: 'OPTIONS', path: '/api/v1/uploads' },
  beginUpload: { method: 'POST', path: '/api/v1/uploads' },
  measureUpload: { method: 'HEAD', path: '/api/v1/uploads/:upload' },
  continueUpload: { method: 'PATCH', path: '/api/v1/uploads/:upload' },
  endUpload: { method: 'DELETE', path: '/api/v1/uploads/:upload' },
  readUpload: { method: 'GET', path: '/api/v1/uploads/:upload' },
  readLog: { method: 'GET', path: '/api/v1/audit/entries' },
  readMissed: { method: 'GET', path: '/api/v1/audit/missed-deadlines' },
  readUnreasoned: { method: 'GET', path: '/api/v1/audit/refusals-without-reasons' },
  readStatistics: { method: 'GET', path: '/api/v1/audit/statistics' },
  readDocument: { method: 'GET', path: '/api/v1/openapi.json' },
  readReader: { method: 'GET', path: '/api/v1/reader' },
  readReaderSchema: { method: 'GET', path: '/api/v1/reader/schemas/:schema' },
  readReaderStyle: { method: 'GET', path: '/api/v1/reader.css' },
} as const

export interface Measure {
  id: string
  kind: string
  /**
   * Name of its state machine in schemas/workflow.
   */
  machine: string
  profile: string
  state: string
  since: string
  until: string | null
  decision: string | null
  clocks: {
    name: string
    ends: string
    differs: string | null
  }[]
  marks: {
    clock: string
    mark: string
    at: string
  }[]
  obligations: {
    code: string
    until: string | null
    untilEvent: string | null
    text: string | null
  }[]
}
export interface Cases {
  cases: {
    request: string
    reference: string
    side: 'requesting' | 'requested'
    /**
     * Id of the own authority.
     */
    own: string
    /**
     * Id of the other authority.
     */
    counterpart: string
    state: string
    /**
     * The last place of the record that is known here.
     */
    sequence: number
    openedAt: string
    updatedAt: string
    nextClock: string | null
    /**
     * Why the record takes no new messages; null: it does.
     */
    closed: string | null
    erasedAt: string | null
    /**
     * Whose step is awaited.
     */
    turn: string
    measures: Measure[]
    pending: number
    refused: number
    /**
     * Sign-in name of the person who has it; null: nobody.
     */
    assignee: string | null
  }[]
}
export interface Case {
  request: string
  reference: string
  side: 'requesting' | 'requested'
  /**
   * Id of the own authority.
   */
  own: string
  /**
   * Id of the other authority.
   */
  counterpart: string
  state: string
  /**
   * The last place of the record that is known here.
   */
  sequence: number
  openedAt: string
  updatedAt: string
  nextClock: string | null
  /**
   * Why the record takes no new messages; null: it does.
   */
  closed: string | null
  erasedAt: string | null
  /**
   * Whose step is awaited.
   */
  turn: string
  measures: Measure[]
  references: {
    requesting: string
    requested: string | null
  }
  unplaced: {
    /**
     * Null: it has no place in the record yet, or was refused.
     */
    sequence: number | null
    id: string
    /**
     * Identity of the message: SHA-256 of its JWS signing input.
     */
    digest: string
    type: string
    from: string
    to: string
    sentAt: string
    receivedAt: string | null
    status: string
    refusal: string | null
    refusalWords: string[]
  }[]
}
export interface Messages {
  messages: {
    /**
     * Null: it has no place in the record yet, or was refused.
     */
    sequence: number | null
    id: string
    /**
     * Identity of the message: SHA-256 of its JWS signing input.
     */
    digest: string
    type: string
    from: string
    to: string
    sentAt: string
    receivedAt: string | null
    status: string
    refusal: string | null
    refusalWords: string[]
    isOwn: boolean
    isErased: boolean
    measures: string[]
    exhibits: {
      id: string
      name: string
      bytes: number
    }[]
  }[]
}
export interface MessageRead {
  /**
   * Null: it has no place in the record yet, or was refused.
   */
  sequence: number | null
  id: string
  /**
   * Identity of the message: SHA-256 of its JWS signing input.
   */
  digest: string
  type: string
  from: string
  to: string
  sentAt: string
  receivedAt: string | null
  status: string
  refusal: string | null
  refusalWords: string[]
  isOwn: boolean
  isErased: boolean
  measures: string[]
  exhibits: {
    id: string
    name: string
    bytes: number
  }[]
  /**
   * Its frame and words, without what opens its files and without the originals (`jws`) of messages that it encloses; null: they were erased.
   */
  message: Message | null
  /**
   * Which file of the node each exhibit is, where it hands files over.
   */
  files: {
    exhibit: string
    deposit: string
  }[]
  /**
   * The compact JWS that was signed; null: its text was erased, it opens files, or it encloses messages.
   */
  signed: string | null
}
export interface Moves {
  request: string
  side: 'requesting' | 'requested'
  state: string
  sequence: number
  moves: {
    /**
     * What it says, the schema `message.<type>` tells.
     */
    type: string
    title: string
    /**
     * Whether a second person must approve it. What accepts conditions always binds.
     */
    binds: 'always' | 'never' | 'inSomeOutcomes'
    bindingOutcomes: string[]
    measures: {
      measure: string
      outcome: string | null
      /**
       * Open messages, one of which it must name in `inReplyTo`.
       */
      answers: string[]
    }[]
    /**
     * Members that its body has at least.
     */
    required: string[]
  }[]
}
export interface Draft {
  draft: string
  /**
   * The request; of a draft that opens a record, the id which that will have.
   */
  request: string
  type: string
  reference: string
  to: string
  language: string
  /**
   * submitted: a person must approve it. sending: it is let go. sent: it is signed, and on its way.
   */
  stage: 'writing' | 'submitted' | 'returned' | 'sending' | 'sent' | 'dropped'
  madeAt: string
  changedAt: string
  submittedAt: string | null
  /**
   * Sign-in name of who answers for the system.
   */
  officer: string | null
  approver: string | null
  /**
   * Id of the message that is sent with these words.
   */
  message: string | null
  messageDigest: string | null
  /**
   * Who gave it back, and why.
   */
  returned: {
    by: string | null
    reason: string | null
  } | null
  /**
   * The code with which the node refused to send it.
   */
  refusal: string | null
}
export interface Drafts {
  drafts: Draft[]
}
export interface DraftRead {
  draft: string
  /**
   * The request; of a draft that opens a record, the id which that will have.
   */
  request: string
  type: string
  reference: string
  to: string
  language: string
  /**
   * submitted: a person must approve it. sending: it is let go. sent: it is signed, and on its way.
   */
  stage: 'writing' | 'submitted' | 'returned' | 'sending' | 'sent' | 'dropped'
  madeAt: string
  changedAt: string
  submittedAt: string | null
  /**
   * Sign-in name of who answers for the system.
   */
  officer: string | null
  approver: string | null
  /**
   * Id of the message that is sent with these words.
   */
  message: string | null
  messageDigest: string | null
  /**
   * Who gave it back, and why.
   */
  returned: {
    by: string | null
    reason: string | null
  } | null
  /**
   * The code with which the node refused to send it.
   */
  refusal: string | null
  binds: boolean
  inReplyTo: string | null
  measures: string[] | null
  /**
   * What it says; empty once it is sent.
   */
  body: {}
  /**
   * Items: As its message will announce it, with `deposit` in the place of what opens it.
   */
  exhibits: {}[]
}
export interface Authorities {
  authorities: {
    id: string
    name: Text
    languages: string[]
  }[]
}
/**
 * What happened here. A member that its event does not have is absent.
 */
export interface LogEntry {
  /**
   * Its place in the log.
   */
  index: number
  time: string
  /**
   * Of the list in docs/audit-events.md.
   */
  event: string
  /**
   * The request that it is about; null: about none, or one that is not here any more.
   */
  request: {
    id: string
    reference: string
  } | null
  /**
   * Who did it; null: the node by itself, or it was erased.
   */
  actor: {
    person: string
    role: string
    authority: string
    /**
     * From where somebody acted; absent: it is not known.
     */
    from?:
      | {
          by: 'commandLine'
          host: string
          user: string
        }
      | {
          by: 'network'
          address: string
        }
  } | null
  details: {
    [k: string]: string | number | string[]
  } | null
  /**
   * Something of it was erased, and its digest alone is left.
   */
  erased: boolean
  peer?: string
  sequence?: number
  /**
   * Of the message, where that is here.
   */
  type?: string
  /**
   * Of the message in its record, where it has one.
   */
  place?: number
  code?: string
  count?: number
  /**
   * Digest of a message.
   */
  message?: string
  receipt?: string
  digest?: string
  issuer?: string
}
export interface LogEntries {
  entries: LogEntry[]
  /**
   * The place where the next page begins; null: there is none.
   */
  next: number | null
  /**
   * In words, why there may be less than was thought of; mostly none.
   */
  hints: string[]
  /**
   * Entries that have no place in the log yet.
   */
  waiting: number
}
export interface MissedDeadline {
  request: {
    id: string
    reference: string
    side: 'requesting' | 'requested'
    peer: string
  }
  measure: {
    id: string
    kind: string
  }
  /**
   * Name of the clock, or code of the condition.
   */
  clock: string
  mark: string
  title: string
  kind: 'legal' | 'soft'
  source: string
  started: string | null
  ends: string
  owedBy: {
    side: 'requesting' | 'requested'
    state: string
  }[]
  /**
   * The message after which it counted no more; null: it stands.
   */
  settled: {
    how: 'late' | 'cameLate' | 'moved' | 'overtaken'
    at: string
    came: string
    by: {
      side: 'requesting' | 'requested'
      state: string
    }
    type: string
    sequence: number
  } | null
  lateByMs: number
  /**
   * The place in the log at which it is noted; null: it is not.
   */
  noted: number | null
}
export interface MissedDeadlines {
  missed: MissedDeadline[]
  /**
   * What the next page comes `after`; null: there is none.
   */
  next: string | null
  /**
   * Requests that were asked about and whose records were erased.
   */
  erased: number
  /**
   * In words, why there may be less than was thought of; mostly none.
   */
  hints: string[]
}
export interface UnreasonedRefusal {
  request: {
    id: string
    reference: string
    side: 'requesting' | 'requested'
    peer: string
  }
  by: {
    side: 'requesting' | 'requested'
    state: string
  }
  message: {
    type: string
    sequence: number
    at: string
  }
  measure: string | null
  outcome: string | null
  extent: 'whole' | 'part'
  grounds: string[]
  lack: 'none' | 'withheld' | 'empty' | 'onlyCode'
  /**
   * The first later message that gives reasons; null: none came.
   */
  reasonsCame: {
    type: string
    sequence: number
    at: string
  } | null
}
export interface UnreasonedRefusals {
  refusals: UnreasonedRefusal[]
  /**
   * What the next page comes `after`; null: there is none.
   */
  next: string | null
  /**
   * Requests that were asked about and whose records were erased.
   */
  erased: number
  /**
   * In words, why there may be less than was thought of; mostly none.
   */
  hints: string[]
  /**
   * Messages that this node refused with a code and not a word more; on the first page.
   */
  byCodeAlone: {
    at: string
    peer: string | null
    code: string
    request: string | null
    message: string | null
  }[]
  byCodeAloneCutOff: boolean
}
export interface StatisticsGroup {
  /**
   * A value for each dimension; empty: the whole; null: those that are too small, together.
   */
  values: string[] | null
  requests: number | string | null
  measures: number | string | null
  acknowledged: number | string | null
  delivered: number | string | null
  outcomes: {
    granted: number | string | null
    partly: number | string | null
    refused: number | string | null
    ended: number | string | null
    open: number | string | null
  }
  /**
   * Refusals by the code of their ground.
   */
  grounds: {
    [k: string]: number | string | null
  }
  times: {
    acknowledge: {
      count: number
      medianHours: number
      p90Hours: number | null
    } | null
    decide: {
      count: number
      medianHours: number
      p90Hours: number | null
    } | null
    deliver: {
      count: number
      medianHours: number
      p90Hours: number | null
    } | null
  }
}
export interface Statistics {
  from: string
  until: string
  by: ('peer' | 'measure' | 'basis' | 'month' | 'side')[]
  /**
   * Numbers below this are not told.
   */
  small: number
  /**
   * Titles of the grounds, by their codes.
   */
  grounds: {
    [k: string]: string
  }
  total: StatisticsGroup
  /**
   * Null: the whole cannot be broken down without telling small numbers.
   */
  groups: StatisticsGroup[] | null
}
/**
 * A file, as `rogatory exhibit list --json` shows it.
 */
export interface Exhibit {
  deposit: string
  /**
   * The State whose node took it in.
   */
  state: string
  status: 'announced' | 'accepted' | 'fetching' | 'whole' | 'damaged' | 'erased'
  /**
   * The code of why it waits or is damaged.
   */
  refusal: string | null
  /**
   * The same in words; null: none are known.
   */
  why: string | null
  name: string
  mediaType: string
  bytes: number
  sha256: string
  takenAt: string
  /**
   * Who took it in; null: the node by itself.
   */
  person: string | null
  checkedAt: string | null
  /**
   * Id of the file from which it was made.
   */
  derivedFrom: string | null
  /**
   * What a scanner said of it; null: nobody did.
   */
  scan: ExhibitScan | null
  /**
   * What each peer to which it went has told of it last.
   */
  reported: {
    state: string
    event: string
    outcome: 'whole' | 'damaged' | 'waiting' | 'fetching'
    /**
     * Why it waits there, or what is wrong with it.
     */
    code: string | null
    /**
     * The same in words; null: none are known.
     */
    why: string | null
    at: string
    /**
     * Digest of the report.
     */
    report: string
  }[]
  /**
   * While it comes from another State, as the two that follow.
   */
  arrivedBytes?: number
  bytesPerSecond?: number | null
  secondsLeft?: number | null
}
export interface Exhibits {
  exhibits: Exhibit[]
}
/**
 * A chain of custody, as `rogatory exhibit custody --json` shows it.
 */
export interface Custody {
  deposit: string
  state: string
  name: string
  status: 'announced' | 'accepted' | 'fetching' | 'whole' | 'damaged' | 'erased'
  sha256: string
  derivedFrom: string | null
  /**
   * The strictest of what is said of it wherever it was handed over.
   */
  handling: {
    handling?: HandlingCode
    pap?: PapCode
    europolHandling?: EuropolHandlingCode
    marking?: Marking
  }
  links: {
    at: string
    action: string
    state: string
    authority: string | null
    /**
     * A person or function; null: a node by itself.
     */
    by: string | null
    place: string | null
    reason: string | null
    /**
     * What could not be left unchanged, and why.
     */
    change: string | null
    /**
     * As it was hashed at that time; null: it was not.
     */
    sha256: string | null
    /**
     * Why it was found damaged; null: it was not.
     */
    code: string | null
    proofs: {
      by: 'message' | 'log' | 'report' | 'erasure'
      /**
       * A digest, the hash of a leaf of the log, or the id of a request.
       */
      name: string
      path?: string
      entry?: {
        state: string
        index: number
      }
    }[]
  }[]
  /**
   * What does not hold in the chain.
   */
  findings: {
    what: 'hashDiffers' | 'damaged' | 'outOfOrder' | 'sourceMissing' | 'sourceAtHome' | 'notReturned'
    /**
     * Counted from 1; null: the chain as a whole.
     */
    link: number | null
    /**
     * The other hash, the code, the source, or the day.
     */
    value: string
  }[]
  /**
   * What the receiving authority has made of it, by delivery and measure.
   */
  acceptance: {
    measure: string
    exhibit: string
    name: string
    sha256: string
    /**
     * The message that hands it over.
     */
    delivery: {
      message: string
      digest: string
      sequence: number
      from: string
      at: string
    }
    standing: 'open' | 'accepted' | 'disputed' | 'replaced'
    reason: Text | null
    /**
     * The receipt that spoke of it last; null: none did.
     */
    judged: {
      message: string
      digest: string
      sequence: number
      from: string
      at: string
    } | null
    /**
     * What its receiver has received, where that is another file.
     */
    found: string | null
    answer: {
      message: string
      digest: string
      sequence: number
      from: string
      at: string
      text: Text | null
    } | null
    replacedBy: {
      message: string
      digest: string
      sequence: number
      from: string
      at: string
      exhibit: string | null
    } | null
  }[]
}
/**
 * A file with its hashes and its chain of custody.
 */
export interface ExhibitRead {
  deposit: string
  /**
   * The State whose node took it in.
   */
  state: string
  status: 'announced' | 'accepted' | 'fetching' | 'whole' | 'damaged' | 'erased'
  /**
   * The code of why it waits or is damaged.
   */
  refusal: string | null
  /**
   * The same in words; null: none are known.
   */
  why: string | null
  name: string
  mediaType: string
  bytes: number
  sha256: string
  takenAt: string
  /**
   * Who took it in; null: the node by itself.
   */
  person: string | null
  checkedAt: string | null
  /**
   * Id of the file from which it was made.
   */
  derivedFrom: string | null
  /**
   * What a scanner said of it; null: nobody did.
   */
  scan: ExhibitScan | null
  /**
   * What each peer to which it went has told of it last.
   */
  reported: {
    state: string
    event: string
    outcome: 'whole' | 'damaged' | 'waiting' | 'fetching'
    /**
     * Why it waits there, or what is wrong with it.
     */
    code: string | null
    /**
     * The same in words; null: none are known.
     */
    why: string | null
    at: string
    /**
     * Digest of the report.
     */
    report: string
  }[]
  sha512: string | null
  sealedBytes: number
  custody: Custody
  /**
   * While it comes from another State, as the two that follow.
   */
  arrivedBytes?: number
  bytesPerSecond?: number | null
  secondsLeft?: number | null
}
export interface UploadRead {
  upload: string
  status: string
  name: string
  bytes: number
  arrivedBytes: number
  bytesPerSecond: number | null
  secondsLeft: number | null
  request: string | null
  derivedFrom: string | null
  place: string | null
  reason: string | null
  begunAt: string
  expiresAt: string | null
  deposit: string | null
  refusal: string | null
}
/**
 * A problem document (RFC 9457).
 */
export interface Problem {
  type: string
  /**
   * What happened, in English.
   */
  title: string
  status: number
  /**
   * Of a closed list; absent: it is about the request itself.
   */
  code?: string
  detail?: string
  /**
   * What would have been accepted.
   */
  expected?: string[]
  /**
   * Where in what was sent (RFC 6901).
   */
  pointer?: string
  /**
   * All that is wrong, where it is known; the first stands in `pointer` and `detail` as well.
   */
  faults?: {
    pointer: string
    detail: string
  }[]
}
/**
 * That something happened, and the ids by which to ask for it.
 */
export interface Notice {
  /**
   * Name of the event in the log.
   */
  type:
    | 'message.received'
    | 'message.placed'
    | 'message.rejected'
    | 'receipt.received'
    | 'delivery.abandoned'
    | 'clock.ranOut'
    | 'exhibit.received'
    | 'exhibit.damaged'
    | 'draft.approved'
    | 'draft.returned'
    | 'draft.dropped'
  /**
   * When it happened.
   */
  timestamp: string
  data: {
    /**
     * Its place in the log.
     */
    entry: number
    /**
     * Id of the request.
     */
    request?: string
    /**
     * Id of the message.
     */
    message?: string
    /**
     * Id of the draft.
     */
    draft?: string
    /**
     * Id of the file at this node.
     */
    deposit?: string
    /**
     * The measure of the request.
     */
    measure?: string
  }
}
