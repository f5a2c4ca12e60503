import { countWords, findAlong } from '../../store/search/finding.ts'
import { findRequestsByReference } from '../../store/requests.ts'
import type { RequestRow } from '../../store/tables.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { openRecord } from '../records.ts'
import { rarestOf } from './rarest.ts'
import { askedWords, folded } from './words.ts'

/**
 * The requests of an authority that are called so: by their reference, or by the one that the requested authority has given them. Those that are
 * written so to the letter, else those that read alike. Of the second reference a request is found once its messages are in the index. What
 * is erased is not among them. Whoever shows what was found notes it in the log.
 */
export async function requestsCalled(
  node: Pick<Node, 'db'>,
  authority: string,
  reference: string,
): Promise<readonly RequestRow[]> {
  const byReference = await findRequestsByReference(node.db, authority, reference)
  const found = [...byReference, ...(await foundByWords(node, authority, reference))]
  const all = found.filter(
    ({ id, erased_at }, place) => erased_at === null && found.findIndex((one) => one.id === id) === place,
  )
  const toTheLetter = all.filter((row) => referencesOf(row).includes(reference))
  if (toTheLetter.length > 0) return toTheLetter
  return all.filter((row) => referencesOf(row).some((one) => folded(one) === folded(reference)))
}

/** Those that have all its words, the last opened first; the rarest word is walked. */
async function foundByWords(
  { db }: Pick<Node, 'db'>,
  authority: string,
  reference: string,
): Promise<RequestRow[]> {
  const { askedWordsMax, countedMax, foundMax, lookedAtMax } = exchangeLimits.search
  const words = askedWords(reference)
  if (words.length === 0 || words.length > askedWordsMax) return []
  const range = { authority, from: null, until: null }
  const counts = await countWords(db, range, words, countedMax)
  const rarest = rarestOf(words, counts)
  const wanted = {
    words: words.filter((word) => word !== rarest),
    ...{ isClosed: null, finalStates: [], state: null, kind: null },
  }
  const walk = { ...range, along: { word: rarest }, after: null }
  return await findAlong(db, walk, wanted, { most: lookedAtMax, limit: foundMax })
}

function referencesOf(row: RequestRow): readonly string[] {
  const requested = openRecord(row).state?.references.requested
  return [row.reference, ...(requested == null ? [] : [requested])]
}
