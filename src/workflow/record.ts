import { createHash } from 'node:crypto'
import { type Result, refuse } from '../message/refusal.ts'

/** A place in a record: the number of the last message and the digest over everything up to it. */
export interface Place {
  readonly sequence: number
  readonly head: string
}

/** The place of a record that holds no message yet. It binds all later heads to this request and no other. */
export function emptyRecord(request: string): Place {
  const head = createHash('sha256').update('rogatory-record/v1\0').update(request).digest('hex')
  return { sequence: 0, head }
}

/** The place after one more message: whoever holds message n can prove 1 to n with the heads alone. */
export function nextPlace(place: Place, messageDigest: string): Place {
  const head = createHash('sha256')
    .update('rogatory-head/v1\0')
    .update(Buffer.from(place.head, 'hex'))
    .update(Buffer.from(messageDigest, 'hex'))
    .digest('hex')
  return { sequence: place.sequence + 1, head }
}

/** What a message says about where it stands. */
export interface Placed {
  readonly sequence?: number
  readonly basis: Place
  readonly previous?: string
}

/** What a node knows of a record when it judges the place of a message. */
export interface RecordView {
  readonly place: Place
  /** The head after `sequence` messages, or null where the record is shorter. */
  readonly headAt: (sequence: number) => string | null
  /** Digest of the last message of the side that does not keep the order, judged by the keeper (accepted or refused), or null. */
  readonly lastOfOther: string | null
}

/**
 * Judges a message of the node that keeps the order (the one that received the opening message, so the requested
 * State's in a request): it must be the very next one.
 * Refuses with RECORD_GAP and the sequence expected, or RECORD_FORK when the heads differ.
 */
export function placeOfKeeper(record: RecordView, message: Placed): Result<{ place: Place }> {
  const expected = record.place.sequence + 1
  if (message.sequence !== expected || message.basis.sequence !== record.place.sequence) {
    return refuse('RECORD_GAP', { expected: [String(expected)] })
  }
  if (message.basis.head !== record.place.head)
    return refuse('RECORD_FORK', { expected: [record.place.head] })
  return { ok: true, place: record.place }
}

/**
 * Judges a message of the other side, which is given its sequence by the keeper: what its author had seen must be
 * part of this record, and the author's own previous message must have been judged before it.
 * Refuses with RECORD_GAP where the previous message has not come yet or the basis lies ahead, RECORD_FORK where
 * the author saw another record than ours.
 */
export function placeOfOther(record: RecordView, message: Placed): Result<{ place: Place }> {
  const expected = [String(record.place.sequence + 1)]
  // Whoever has seen more than is here may well keep the order: a node that lost its disk, and has not heard yet, refuses nothing for good.
  if (message.basis.sequence > record.place.sequence) return refuse('RECORD_GAP', { expected })
  if (message.sequence !== undefined) return refuse('MESSAGE_INVALID', { pointer: '/sequence' })
  if (record.headAt(message.basis.sequence) !== message.basis.head) {
    return refuse('RECORD_FORK', { expected: [record.place.head] })
  }
  if ((message.previous ?? null) !== record.lastOfOther) return refuse('RECORD_GAP', { expected })
  return { ok: true, place: record.place }
}
