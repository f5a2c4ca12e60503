import type { MessageRow } from '../store/tables.ts'
import { type Entry, type OpenRecord, judgeSent } from './judge.ts'
import { isErased, messageIn } from './stored.ts'

/** What was sent and has no place yet is taken to arrive; whatever the keeper then says stands. */
export function withPending(
  records: ReadonlyMap<string, OpenRecord>,
  pending: readonly MessageRow[],
): Map<string, OpenRecord> {
  const ahead = new Map(records)
  for (const entry of inSendingOrder(pending)) {
    const record = ahead.get(entry.message.request)
    const judgement = record === undefined ? null : judgeSent(record, entry)
    if (judgement?.ok === true) ahead.set(entry.message.request, judgement.record)
  }
  return ahead
}

/** Each message names the one that its side sent before it, so the order of sending is in the messages themselves. */
function inSendingOrder(rows: readonly MessageRow[]): Entry[] {
  const entries = rows
    .filter((row) => row.status === 'pending' && !isErased(row))
    .map((row) => ({ message: messageIn(row), digest: row.digest }))
  const digests = new Set(entries.map(({ digest }) => digest))
  const following = new Map(entries.map((entry) => [entry.message.previous, entry]))
  const first = entries.filter(
    ({ message }) => message.previous === undefined || !digests.has(message.previous),
  )
  return first.flatMap((start) => {
    const chain: Entry[] = []
    for (let entry: Entry | undefined = start; entry !== undefined; entry = following.get(entry.digest))
      chain.push(entry)
    return chain
  })
}
