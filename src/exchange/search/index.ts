import { inTransaction } from '../../store/failures.ts'
import { findMessagesByDigest } from '../../store/messages.ts'
import { type IndexedRequest, holdRequests, insertWords, takeAwaited } from '../../store/search/indexing.ts'
import type { SearchWordRow } from '../../store/search/searchTables.ts'
import type { MessageRow } from '../../store/tables.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { isErased, messageIn } from '../stored.ts'
import { messageWords } from './messageWords.ts'
import { filterWords } from './search.ts'

/**
 * Rounds of the index that leave the node to its messages: after each it rests for a multiple of what it took, so that the index
 * lags under load and catches up afterwards; the page of the search says how far it is.
 *
 * @param millisecondsNow - of a clock that only goes forward
 */
export function indexer(node: Pick<Node, 'db'>, millisecondsNow: () => number): () => Promise<boolean> {
  let restsUntil = 0
  return async () => {
    const began = millisecondsNow()
    if (began < restsUntil) return false
    await indexRound(node)
    const ended = millisecondsNow()
    restsUntil = ended + (ended - began) * exchangeLimits.search.restsFor
    return false
  }
}

/**
 * Reads the words of messages into the index, the oldest first; whether there may be more at once. What a message costs here is not
 * paid by whoever sends or receives it.
 *
 * A process that dies before the commit has taken nothing: the next takes the same messages.
 */
export async function indexRound(node: Pick<Node, 'db'>): Promise<boolean> {
  const { indexedAtOnce } = exchangeLimits.search
  return await inTransaction(node.db, async (trx) => {
    const awaited = await takeAwaited(trx, indexedAtOnce)
    if (awaited.length === 0) return false
    const requests = await holdRequests(
      trx,
      awaited.map(({ request }) => request),
    )
    // Read under their locks: what an erasure has emptied is empty here.
    const messages = await findMessagesByDigest(
      trx,
      awaited.map(({ message }) => message),
    )
    const words = [...messages.values()].flatMap((row) => wordsOf(requests.get(row.request), row))
    await insertWords(trx, words)
    return awaited.length === indexedAtOnce
  })
}

function wordsOf(request: IndexedRequest | undefined, row: MessageRow): SearchWordRow[] {
  if (request?.erased_at !== null || isErased(row)) return []
  const { id, own_authority: authority, opened_at } = request
  const words = [
    ...filterWords(request).map((word) => [word, 'all'] as const),
    ...messageWords(messageIn(row)),
  ]
  return words.map(([word, part]) => ({ authority, word, opened_at, request: id, part }))
}
