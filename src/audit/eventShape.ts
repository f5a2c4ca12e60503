/**
 * What an event says openly in the log: digests, codes, numbers and States, never a word about a person or a case.
 *
 * - `peer`: the other State, as its code
 * - `sequence`: place of the message in its record
 * - `message`, `receipt`: digest of the JWS signing input
 * - `digest`: digest of the other thing that the event is about, as its text says
 * - `issuer`: digest of the certificate of the authority that issued it
 * - `code`: a refusal code or another word of a closed list
 * - `count`: how many, or which number, as its text says
 */
export interface PublicFields {
  readonly peer: string
  readonly sequence: number
  readonly message: string
  readonly receipt: string
  readonly digest: string
  readonly issuer: string
  readonly code: string
  readonly count: number
}

/** Who did it. It enters the log as a commitment only. */
export interface Actor {
  readonly person: string
  readonly role: string
  readonly authority: string
  /** Absent: it is not known, as in every entry that was written before this was noted. */
  readonly from?: ActedFrom
}

/**
 * From where somebody acted: at the command line of a host, as this user of its operating system; or over the network,
 * from this address.
 */
export type ActedFrom =
  | { readonly by: 'commandLine'; readonly host: string; readonly user: string }
  | { readonly by: 'network'; readonly address: string }

/** The kinds of values that details may have; a question mark says that the detail may lack. */
export interface DetailKinds {
  readonly text: string
  readonly number: number
  readonly texts: readonly string[]
}
export type DetailKind = keyof DetailKinds | `${keyof DetailKinds}?`

export interface EventShape {
  /** What happened, in one sentence: the text of `docs/audit-events.md`. */
  readonly tells: string
  /** Whether it is about one request, and so a link of the chain of that record's entries; absent: never. */
  readonly record?: 'always' | 'maybe'
  /** Whether a person did it; absent: the node by itself. */
  readonly actor?: 'always' | 'maybe'
  /** Public fields that it must have, and those that it may have. */
  readonly needs?: readonly (keyof PublicFields)[]
  readonly may?: readonly (keyof PublicFields)[]
  /** Public fields that entries of before may have, and that are not written any more. */
  readonly was?: readonly (keyof PublicFields)[]
  /** Those of the details that name whoever acted beside the actor, or where there is none. */
  readonly acting?: readonly string[]
  /** Details by name, in alphabetical order; they enter the log as one commitment. */
  readonly details?: Readonly<Record<string, DetailKind>>
}
