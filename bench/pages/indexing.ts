import { sql } from 'kysely'
import { indexRound } from '../../src/exchange/search/index.ts'
import type { Node } from '../../src/exchange/node.ts'

/** What the words of one message cost, in milliseconds. */
export interface IndexCost {
  /** In the job of the index: reading the message, and writing its words beside all that are there. */
  readonly job: number
  /** In the transaction that stores it: that it is noted. */
  readonly trigger: number
}

const notedAtOnce = 50

/** Has the words of these records read into the index anew. */
export async function costOfIndex(node: Node, requests: readonly string[]): Promise<IndexCost> {
  const { db } = node
  await sql`delete from search_word where request = any(${requests}::uuid[])`.execute(db)
  const { rows } = await sql<{ digest: string; request: string }>`
    select digest, request from message where request = any(${requests}::uuid[]) order by stored_at`.execute(
    db,
  )
  const trigger = await took(async () => {
    for (let at = 0; at < rows.length; at += notedAtOnce) {
      const some = rows.slice(at, at + notedAtOnce)
      await sql`insert into search_pending (message, request)
        select * from unnest(${some.map(({ digest }) => digest)}::text[], ${some.map(({ request }) => request)}::uuid[])`.execute(
        db,
      )
    }
  })
  const job = await took(async () => {
    while (await indexRound(node)) continue
  })
  return { job: rounded(job / rows.length), trigger: rounded(trigger / rows.length) }
}

async function took(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

function rounded(ms: number): number {
  return Number(ms.toFixed(3))
}
