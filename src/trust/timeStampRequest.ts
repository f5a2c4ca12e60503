import { limits } from '../message/limits.ts'
import { type Refusal, type Result, refuse } from '../message/refusal.ts'
import type { Certificate } from './certificate.ts'
import { empty, integer, isTrue, objectId, octetString, sequence, smallInteger, toDer } from './der.ts'
import { childrenOf, readDer, tags } from './strictDer.ts'
import { type TimeStamp, checkTimeAuthority, readTimeStamp } from './timeStamp.ts'

/**
 * The number of a question, which the answer must repeat: positive and without a zero octet in front, so that it is written
 * in one way only.
 *
 * @param random - of some octets
 */
export function nonceOf(random: Uint8Array): string {
  const nonce = Buffer.from(random)
  nonce.writeUInt8((nonce.readUInt8(0) & 0x3f) | 0x40, 0)
  return nonce.toString('hex')
}

/** Asks for a token over a SHA-256, with the certificates in it (RFC 3161 section 2.4.1), DER. */
export function encodeTimeStampRequest(digest: Buffer, nonce: string): Buffer {
  const sha256 = sequence([objectId('2.16.840.1.101.3.4.2.1'), empty()])
  const imprint = sequence([sha256, octetString(digest)])
  return toDer(sequence([smallInteger(1), imprint, integer(nonce), isTrue()]))
}

/** What was asked, and whom the answer must come from. */
export interface TimeStampQuestion {
  readonly content: Uint8Array
  readonly nonce: string
  readonly authorities: readonly Certificate[]
  /** The time here. */
  readonly now: Date
}

/**
 * Judges the answer to a question (RFC 3161 section 2.4.2): granted, and the token in it is of this content, with this
 * nonce, of a time about now, and its path leads to one of the authorities. Refuses with TIME_STAMP_REJECTED,
 * TIME_STAMP_INVALID, TIME_STAMP_MISMATCH, TIME_OUT_OF_RANGE, and as `readTimeStamp` and `checkTimeAuthority` do.
 */
export function readTimeStampAnswer(
  answer: Buffer,
  { content, nonce, authorities, now }: TimeStampQuestion,
): Result<{ token: Buffer; timeStamp: TimeStamp }> {
  const token = tokenIn(answer)
  if (!Buffer.isBuffer(token)) return token
  const read = readTimeStamp(token, content)
  if (!read.ok) return read
  const { timeStamp } = read
  if (timeStamp.nonce !== nonce)
    return refuse('TIME_STAMP_MISMATCH', { detail: 'it answers another question' })
  if (Math.abs(timeStamp.at.getTime() - now.getTime()) > limits.clockSkewMs)
    return refuse('TIME_OUT_OF_RANGE', { detail: `it says ${timeStamp.at.toISOString()}` })
  const checked = checkTimeAuthority(timeStamp, authorities)
  return checked.ok ? { ok: true, token, timeStamp } : checked
}

/** PKIStatus: with or without changes to what was asked for; the token is judged in any case. */
const granted = [0, 1]

function tokenIn(answer: Buffer): Buffer | Refusal {
  if (answer.length > limits.timeStampBytesMax) return refuse('TIME_STAMP_INVALID', { detail: 'too large' })
  const [info, token, ...more] = childrenOf(readDer(answer) ?? undefined, tags.sequence)
  const [status] = childrenOf(info, tags.sequence)
  if (status?.tag !== tags.integer || more.length > 0)
    return refuse('TIME_STAMP_INVALID', { detail: 'it is no answer of a time-stamping authority in DER' })
  const [code = 0xff] = status.content
  if (status.content.length > 1 || !granted.includes(code))
    return refuse('TIME_STAMP_REJECTED', { detail: `status ${status.content.toString('hex')}` })
  return token?.bytes ?? refuse('TIME_STAMP_INVALID', { detail: 'it holds no token' })
}
