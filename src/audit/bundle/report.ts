/** How bad a finding is: the exit code of the verifier when it is the gravest. */
export const severities = {
  /** Something was not disclosed or could not be compared; all that is there is good. */
  incomplete: 10,
  /** Times contradict each other. */
  time: 20,
  /** Something lacks, is too many, or is not the same on both sides. */
  mismatch: 30,
  /** A signature, hash or commitment does not hold. */
  cryptography: 40,
  /** Two signed statements exclude each other: somebody has shown different histories to different people. */
  fork: 50,
} as const

export type Severity = keyof typeof severities

export interface Finding {
  readonly severity: Severity
  /** Name of the bundle; empty: it is about something that the reader has given beside the bundles. */
  readonly bundle: string
  /** What is bad: a path below the name of the bundle, an entry of the log, a record. */
  readonly object: string
  /** Why, in words. */
  readonly what: string
}

/** Notes a finding about an object of the bundle that is being checked. */
export type Find = (severity: Severity, object: string, what: string) => void

/**
 * How far a bundle was checked: not beyond what a finding names; all that rests on its log alone, for no trust list says whose
 * it is; or to the end.
 */
export type Checked = 'nothing' | 'log' | 'whole'

/** What a bundle is, as far as it could be read. */
export interface Facts {
  readonly bundle: string
  readonly checked?: Checked
  /** Files, and records (by their folders), of which nothing was checked behind what a finding names in them; of a whole one. */
  readonly unchecked?: readonly string[]
  readonly origin?: string
  /** Whose node it is: the State whose trust list names the key of the log. */
  readonly state?: string
  readonly size?: number
  /** Root of the log in hex. */
  readonly root?: string
  /** The logs that it has followed, the oldest first. */
  readonly follows?: readonly FollowedLog[]
  /** Messages that were lost with the database and fetched back from the peer. */
  readonly restored?: number
  /** Times of the first and the last entry. */
  readonly from?: string
  readonly until?: string
  /** For so many entries its records and lists answer, and until when they are; absent: for all up to its making. */
  readonly answersFor?: { readonly entries: number; readonly until: string | null }
  /** The one word "all", or the requests that the bundle is about. */
  readonly scope?: readonly string[]
  readonly records?: number
  readonly messages?: number
  readonly receipts?: number
  /** Receipts of the other side for what this one has sent. */
  readonly received?: number
  /** Those of them of which it is proven that what they promised is in its log. */
  readonly proven?: number
  /** Own messages that no receipt has settled yet. */
  readonly unsettled?: number
  /** Entries in scope of which something is not disclosed. */
  readonly undisclosed?: number
  readonly trustLists?: readonly TrustListFact[]
  /** Trust lists that lie in it and were not believed; absent: there are none. */
  readonly unbelieved?: readonly UnbelievedFact[]
  readonly cosigned?: CosignedFact
  /** How many others vouch for what is proven of messages and receipts, the fewest first; empty: there are none of these. */
  readonly countersigned?: readonly CountersignedFact[]
  /** Since when each message stands in the log at the latest, in the order of the log; so many as are told. */
  readonly seen?: readonly SeenFact[]
  readonly timeStamped?: TimeStampedFact
  /** A head of this log that another of the bundles has, and that goes beyond this one: when it was cosigned, where it was. */
  readonly goesOn?: { readonly size: number; readonly in: string; readonly at?: string | undefined }
  /** Of a court bundle. */
  readonly beside?: BesideFact
  /** By peer: up to when both have told each other, signed, that they have the same messages. */
  readonly balanced?: Readonly<Record<string, string>>
}

/** A log that has ended: the database of its node went back, or it was closed in order for another key. */
export interface FollowedLog {
  readonly origin: string
  readonly end: 'lost' | 'closed'
}

export interface TrustListFact {
  readonly state: string
  readonly sequence: number
  /** Identity of the list: SHA-256 of its signing input, in hex. */
  readonly digest: string
  /** SHA-256 of the certificate that signed it, in hex: compare it with what was agreed out of band. */
  readonly signer: string
  /** The key with which that State's node cosigns the logs of others: what a policy names (C2SP tlog-policy). */
  readonly witness?: string
  /** Whether that certificate was pinned by the caller, or announced by a list that was. */
  readonly pinned: boolean
}

/** A trust list that lies in a bundle and by which nothing was judged. */
export interface UnbelievedFact {
  readonly path: string
  /** As the name of the file says. */
  readonly state: string
  /** SHA-256 of the certificate in it, in hex, where one can be read: that it has signed the list is not said. */
  readonly signer?: string
  /** It is by nobody whom the caller has pinned for that State; or it does not hold; or the check did not come so far. */
  readonly why: 'notPinned' | 'notHeld' | 'notRead'
}

/** How far witnesses have cosigned a log. */
export interface CosignedFact {
  /** Heads that were cosigned by anybody. */
  readonly heads: number
  /** Cosignatures that do not count, for their key was withdrawn, or named no more, before their time. */
  readonly uncounted?: number
  /** Entries that enough witnesses have cosigned, each with a head of so many or more; 0: they are too few. */
  readonly size: number
  /** When its last cosignature was made. */
  readonly at?: string
  /** States, or the names that the policy gives to witnesses. */
  readonly by: readonly string[]
  /** Absent where no policy was given. */
  readonly isPolicyMet?: boolean
}

/** Messages and receipts whose entries stand in heads of the log that so many others have cosigned. */
export interface CountersignedFact {
  /** States, or witnesses of the policy; 0: nobody but the State of the log says since when they stand there. */
  readonly others: number
  readonly things: number
}

/** Until when a message was in the log at the latest, by the first head with its entry that somebody else has cosigned. */
export interface SeenFact {
  /** Path of the message. */
  readonly message: string
  /** Index of its entry. */
  readonly entry: number
  /** Absent: nobody else has cosigned such a head. */
  readonly at?: string
  readonly by?: string
}

/** How far a time-stamping authority has signed a log. */
export interface TimeStampedFact {
  /** Tokens whose signature holds. */
  readonly stamps: number
  /** Entries that the newest one covers. */
  readonly size: number
  readonly at: string
  /** The name in the certificate of whoever signed it: as good as whoever vouches for that. */
  readonly by: string
  /** Whether the reader has named authorities that the tokens lead to. */
  readonly isVouchedFor: boolean
}

/** Two bundles, of one State each, that were held against each other. */
export interface ComparedFact {
  readonly bundles: readonly [string, string]
  readonly states: readonly [string, string]
  /** Messages between the two that are settled, and of which both logs tell the same. */
  readonly messages: number
  /** Those that were not held against the other log, where there are any: they were sent and have no receipt, */
  readonly onTheirWay?: number
  /** or they are from about or after the time at which the other log ends, and it does not tell the same of them. */
  readonly afterEnd?: number
}

/** A checkpoint that the reader kept, and with which the log of a bundle begins. */
export interface BeginningFact {
  readonly bundle: string
  readonly checkpoint: string
  /** Entries that it covers. */
  readonly size: number
}

/** What stands beside a bundle in a court bundle, by its paths; what is named in a finding is in none of these. */
export interface BesideFact {
  /** Whose node has signed what stands there, and with which version it was made; where nobody has, there is none. */
  readonly by?: { readonly state: string; readonly version: string }
  /** Made again of the bundle, and the same. */
  readonly same: readonly string[]
  /** As that State has signed it, and not made again here. */
  readonly signed: readonly string[]
  /** Nobody vouches for it, and it was not made again: it may say anything. */
  readonly notChecked: readonly string[]
}

/** What is found of a file that is another than was exported: then nothing in it counts, and nothing in it is looked at. */
export const notExported = 'it is not the file that was exported'

/** Takes a finding about one of several bundles, by the name of that. */
export type FindIn = (bundle: string, severity: Severity, object: string, what: string) => void

export interface Report {
  /** Exit code: 0, or that of the gravest finding. */
  readonly exit: number
  /** The first of the gravest findings. */
  readonly first: Finding | null
  readonly findings: readonly Finding[]
  /** Findings beyond those listed. */
  readonly more: number
  readonly facts: readonly Facts[]
  /** Which sides were held against each other; none where there is one side alone. */
  readonly compared: readonly ComparedFact[]
  /** Which logs begin with a checkpoint that the reader kept; none where none was given. */
  readonly begin: readonly BeginningFact[]
}

/** Bounds of the verifier. */
export const bundleLimits = {
  findingsMax: 1_000,
  /** Messages of a bundle of which it is told since when they stand in the log. */
  seenMax: 1_000,
  /** One line of `disclosures.jsonl`. */
  disclosure: { bytesMax: 65_536, depthMax: 8 },
} as const
