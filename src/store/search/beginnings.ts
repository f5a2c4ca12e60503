import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../database.ts'

/** Words of the requests of an authority that have one of these beginnings, the first so many in the order of the index. */
export async function wordsBeginning(
  db: Db,
  authority: string,
  beginnings: readonly string[],
  most: number,
): Promise<string[]> {
  const { rows } = await listingBeginning(authority, beginnings, most).execute(db)
  return rows.map(({ word }) => word)
}

/**
 * The query for them: of each beginning so many, from each word to the next one of the index, however many requests have it. The column
 * is in the order of bytes, in which no letter stands behind the last one of Unicode.
 */
export function listingBeginning(
  authority: string,
  beginnings: readonly string[],
  most: number,
): RawBuilder<{ readonly word: string }> {
  const step = (from: RawBuilder<unknown>) => sql`
    select w.word from search_word w
    where w.authority = ${authority} and ${from} and w.word < asked.beginning || chr(1114111)
    order by w.authority, w.word limit 1`
  return sql`
    select distinct begun.word
    from unnest(${beginnings}::text[]) as asked (beginning) cross join lateral (
      with recursive found as (
        select (${step(sql`w.word >= asked.beginning`)}) as word, 1 as place
        union all
        select (${step(sql`w.word > found.word`)}), found.place + 1
        from found where found.word is not null and found.place < ${sql.lit(most)}
      )
      select found.word from found where found.word is not null
    ) as begun
    order by begun.word limit ${sql.lit(most)}`
}
