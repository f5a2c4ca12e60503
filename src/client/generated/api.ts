/* Generated from the OpenAPI document by `npm run generate:client`. Do not edit. */
import type { Message, Text } from '../../message/generated/types.ts'

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
 * As the command of the same name answers with --json, without its `ok`.
 */
export interface AuditAnswer {}
export interface Exhibits {
  /**
   * Items: A file, as `rogatory exhibit list --json` shows it.
   */
  exhibits: {}[]
}
/**
 * A file, as `rogatory exhibit custody --json` shows it.
 */
export interface ExhibitRead {}
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
