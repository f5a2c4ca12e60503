import type { Db } from '../store/database.ts'
import { listRecord } from '../store/messages.ts'
import type { Entry } from '../workflow/decide.ts'
import { readingMax } from './readCase.ts'
import { isErased, messageIn } from './stored.ts'

/**
 * The messages of a record from its beginning, as the workflow replays them; null where it was erased: then nobody can any more.
 *
 * @param until - place of the last one; absent: all
 */
export async function recordEntries(db: Db, request: string, until = Infinity): Promise<Entry[] | null> {
  const entries: Entry[] = []
  for (let after = 0; after < until; after += readingMax) {
    const wanted = Math.min(readingMax, until - after)
    const rows = await listRecord(db, request, after, wanted)
    if (rows.some(isErased)) return null
    for (const row of rows) entries.push({ message: messageIn(row), digest: row.digest })
    if (rows.length < wanted) break
  }
  return entries
}
