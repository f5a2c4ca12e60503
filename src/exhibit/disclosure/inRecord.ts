import type { Message } from '../../message/generated/types.ts'

/** Where a commitment was first signed in a record. */
export interface SignedCommitment {
  /** Id of the message. */
  readonly message: string
  /** Its place in the record. */
  readonly sequence: number
  /** State that signed it, as its authority. */
  readonly from: string
  /** When its author dated it. */
  readonly sentAt: string
  /** Id of the exhibit in that message. */
  readonly exhibit: string
  /** Whether the exhibit is the commitment itself, or a file that shows parts of what was committed to. */
  readonly as: 'commitment' | 'disclosure'
}

/** A message with its place in the record. */
export interface PlacedMessage {
  readonly sequence: number
  readonly message: Message
}

/**
 * The first of these messages, in order, that says the digest of a commitment: it hands over the commitment itself, or a
 * file that shows parts of it. Null where none does.
 */
export function signedCommitment(messages: Iterable<PlacedMessage>, digest: string): SignedCommitment | null {
  for (const { sequence, message } of messages) {
    for (const { id, sha256, commitment } of message.exhibits) {
      if (sha256 !== digest && commitment !== digest) continue
      const as = sha256 === digest ? 'commitment' : 'disclosure'
      return { message: message.id, sequence, from: message.from, sentAt: message.sentAt, exhibit: id, as }
    }
  }
  return null
}
