import {
  type Reviewed,
  type ReviewedMessage,
  type ReviewedRequest,
  listReviewed,
  recordsOf,
} from '../../store/review.ts'
import { type Step, stepOf } from '../../workflow/course.ts'
import type { RequestState } from '../../workflow/state.ts'
import type { Node } from '../node.ts'
import { isErased, messageIn, receiptIn } from '../stored.ts'

/** Follows one record from its first message and tells at its end what was looked for. */
export interface Follower<Told> {
  take(step: Step): void
  told(): Told
}

/** A request that was gone through, and what its follower tells. */
export interface Followed<Told> {
  readonly request: ReviewedRequest
  readonly told: Told
}

/**
 * Goes through the records of this node, request by request in the order of their ids, behind `after`. What is told
 * comes from the records themselves, by the same `decide` that judged them; no more than a page of requests and some
 * hundred messages are held at once.
 *
 * @throws Error where a stored record cannot be replayed: then its tables or its schemas are not those that judged it
 */
export async function* followRecords<Told>(
  { db }: Pick<Node, 'db'>,
  which: Reviewed,
  follow: (request: ReviewedRequest) => Follower<Told>,
  after: string | null = null,
): AsyncGenerator<Followed<Told>> {
  let last = after
  for (;;) {
    const page = await listReviewed(db, which, last)
    yield* followPage({ db }, page, follow)
    const end = page.at(-1)
    if (end === undefined) return
    last = end.id
  }
}

async function* followPage<Told>(
  { db }: Pick<Node, 'db'>,
  page: readonly ReviewedRequest[],
  follow: (request: ReviewedRequest) => Follower<Told>,
): AsyncGenerator<Followed<Told>> {
  const requests = new Map(page.map((request) => [request.id, request]))
  let open: (Followed<Follower<Told>> & { state: RequestState | null }) | null = null
  for await (const row of recordsOf(db, [...requests.keys()])) {
    if (open !== null && open.request.id !== row.request) {
      yield { request: open.request, told: open.told.told() }
      open = null
    }
    const request = requests.get(row.request)
    // One that was erased since the page was read.
    if (request === undefined || isErased(row)) continue
    open ??= { request, told: follow(request), state: null }
    const stepped = stepOf(open.state, { message: messageIn(row), digest: row.digest }, takenAt(row))
    if (!stepped.ok)
      throw new Error(`The record ${row.request} cannot be replayed at ${row.sequence}: ${stepped.code}`)
    open.told.take(stepped.step)
    open.state = stepped.step.after
  }
  if (open !== null) yield { request: open.request, told: open.told.told() }
}

/** When the node to which a message went has taken it, as its receipt says; null: no receipt is here. */
function takenAt({ receipt, digest }: ReviewedMessage): number | null {
  return receipt === null ? null : Date.parse(receiptIn({ receipt, digest }).receipt.time)
}
