import type { Db } from '../../store/database.ts'
import { type ExhibitStanding, acceptanceIn } from '../../workflow/acceptance.ts'
import { recordEntries } from '../recordEntries.ts'

/**
 * What the receiving authority has made of each exhibit that was handed over in a request, in the order of their handing over;
 * none where the record was erased: then nobody can say it any more.
 */
export async function acceptanceOf(db: Db, request: string): Promise<readonly ExhibitStanding[]> {
  const read = acceptanceIn((await recordEntries(db, request)) ?? [])
  return read.ok ? read.exhibits : []
}
