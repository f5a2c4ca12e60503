import type { PlacedMessage } from '../exhibit/disclosure/inRecord.ts'
import { readCase, readingMax } from '../exchange/readCase.ts'
import { messageIn } from '../exchange/stored.ts'
import type { OpenNode } from '../opening.ts'

/** All messages of a record in their order; the log tells who has read them. */
export async function readRecord(
  { node, database }: OpenNode,
  request: string,
  person: string,
): Promise<readonly PlacedMessage[]> {
  const messages: PlacedMessage[] = []
  for (let after = 0; ; after += readingMax) {
    const read = await readCase(node, request, { person, role: 'officer' }, after)
    database.signals.notify('rogatory_audit')
    const record = read?.record ?? []
    for (const row of record)
      if (row.sequence !== null) messages.push({ sequence: row.sequence, message: messageIn(row) })
    if (record.length < readingMax) return messages
  }
}
