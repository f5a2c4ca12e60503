import type { Actor } from '../../audit/events.ts'
import { type Reviewed, type ReviewedRequest, countErased } from '../../store/review.ts'
import type { Side } from '../../workflow/state.ts'
import type { Node } from '../node.ts'
import { noteInLog } from '../noteInLog.ts'
import { scopeOf } from '../scopeOf.ts'
import { whetherKnown } from '../trailHints.ts'

/** Lines that one answer holds as a rule; the request that passes it is told to its end. */
export const reviewMax = 1_000

/** What an auditor asks of the records; everything that is given must hold. */
export interface ReviewQuestion {
  /** Id of the request. */
  readonly request?: string
  /** Code of the other State. */
  readonly peer?: string
  /** Of what happened from this instant on, and before that one. */
  readonly from?: Date
  readonly until?: Date
  /** The next page: the id of the last request of the page before. */
  readonly after?: string
  /** Only requests that this authority of this State has. */
  readonly authority?: string
  /** As what the answer is taken away; absent: it is only shown. */
  readonly file?: AnswerFile
}

/** As what an answer is taken away. */
export type AnswerFile = 'csv' | 'json'

/** Which request a line is about, and with whom. */
export interface AboutRequest {
  readonly id: string
  readonly reference: string
  /** The side that this State has in it. */
  readonly side: Side
  readonly peer: string
}

/** A side of a request, and the State that has it. */
export interface Party {
  readonly side: Side
  readonly state: string
}

/** A page of answers. */
export interface ReviewPage<Line> {
  readonly lines: readonly Line[]
  /** Where the next page begins; null: there is none. */
  readonly next: string | null
  /** Requests that were asked about and whose records were erased: they tell nothing any more. */
  readonly erased: number
  /** In words, why there may be nothing in it: the log knows no State of the code that was asked about; mostly none. */
  readonly hints: readonly string[]
}

export function aboutRequest({
  id,
  reference,
  side,
  counterpart_state: peer,
}: ReviewedRequest): AboutRequest {
  return { id, reference, side, peer }
}

export function partyOf(request: ReviewedRequest, side: Side): Party {
  return { side, state: side === request.side ? request.own_state : request.counterpart_state }
}

/** The requests that a question is about; `changedSince` leaves out what can hold nothing of its time. */
export function whichOf({ request, peer, from, authority }: ReviewQuestion): Reviewed {
  return {
    ...(authority === undefined ? {} : { authority }),
    ...(request === undefined ? {} : { request }),
    ...(peer === undefined ? {} : { peer }),
    ...(from === undefined ? {} : { changedSince: new Date(from.getTime() - skewMs) }),
  }
}

/** By so much the clock of a peer, whose times a record holds, may differ from ours, and more than that. */
export const skewMs = 24 * 3_600_000

/** Whether an instant lies in the time that is asked about. */
export function isAskedAbout({ from, until }: ReviewQuestion, at: number): boolean {
  return (from === undefined || at >= from.getTime()) && (until === undefined || at < until.getTime())
}

/**
 * Collects the lines of requests until a page is full.
 *
 * @param most - lines with which it is
 */
export async function pageOf<Line>(
  { db }: Pick<Node, 'db'>,
  question: ReviewQuestion,
  requests: AsyncIterable<{
    readonly request: ReviewedRequest
    readonly told: readonly Line[]
  }>,
  most: number,
): Promise<ReviewPage<Line>> {
  const erased = await countErased(db, whichOf(question))
  const lines: Line[] = []
  for await (const { request, told } of requests) {
    lines.push(...told)
    if (lines.length >= most) return { lines, next: request.id, erased, hints: [] }
  }
  const { peer } = question
  const hints = lines.length > 0 || peer === undefined ? [] : await whetherKnown({ db }, peer)
  return { lines, next: null, erased, hints }
}

/** Notes in the log who asked what, and how many cases were shown; before anything of it is returned. */
export async function noteReview(
  node: Node,
  reader: Actor,
  what: string,
  question: ReviewQuestion,
  shown: readonly { readonly request: { readonly id: string } }[],
): Promise<void> {
  const requests = new Set(shown.map(({ request }) => request.id))
  const details = { query: `${what}: ${JSON.stringify(question)}`, scope: scopeOf(requests) }
  await noteInLog(node, { event: 'case.listed', actor: reader, count: requests.size, details })
}
