import { digestOf } from '../envelope/digest.ts'
import type { Message, Receipt } from '../message/generated/types.ts'
import type { MessageRow } from '../store/tables.ts'

// What this node has stored was verified before it was stored, so it is only read here.

/** Whether the text of a stored message was erased; its place, receipt and times are there. */
export function isErased({ jws }: Pick<MessageRow, 'jws'>): boolean {
  return jws === ''
}

/** The message in a stored row, which must not have been erased. */
export function messageIn({ jws }: Pick<MessageRow, 'jws'>): Message {
  return jwsPayload(jws) as Message
}

/** The receipt of a stored row and its identity. */
export function receiptIn({ receipt, digest }: Pick<MessageRow, 'receipt' | 'digest'>): {
  readonly receipt: Receipt
  readonly digest: string
} {
  if (receipt === null) throw new Error(`message ${digest} has no receipt`)
  return { receipt: jwsPayload(receipt) as Receipt, digest: digestOf(receipt) }
}

/** What a compact JWS says that was verified before it was stored. */
export function jwsPayload(jws: string): unknown {
  const payload = jws.slice(jws.indexOf('.') + 1, jws.lastIndexOf('.'))
  return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
}
