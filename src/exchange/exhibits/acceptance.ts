import type { Db } from '../../store/database.ts'
import { listRecord } from '../../store/messages.ts'
import { type ExhibitStanding, acceptanceIn } from '../../workflow/acceptance.ts'
import type { Entry } from '../../workflow/decide.ts'
import { readingMax } from '../readCase.ts'
import { isErased, messageIn } from '../stored.ts'

/**
 * What the receiving authority has made of each exhibit that was handed over in a request, in the order of their handing over;
 * none where the record was erased: then nobody can say it any more.
 */
export async function acceptanceOf(db: Db, request: string): Promise<readonly ExhibitStanding[]> {
  const entries: Entry[] = []
  for (let after = 0; ; after += readingMax) {
    const rows = await listRecord(db, request, after, readingMax)
    if (rows.some(isErased)) return []
    for (const row of rows) entries.push({ message: messageIn(row), digest: row.digest })
    if (rows.length < readingMax) break
  }
  const read = acceptanceIn(entries)
  return read.ok ? read.exhibits : []
}
