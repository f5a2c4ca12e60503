import type { Actor } from '../../audit/events.ts'
import { type ReviewedRequest, listBareRefusals } from '../../store/review.ts'
import type { Step } from '../../workflow/course.ts'
import { type Refusing, givesReasons, refusalsIn } from '../../workflow/refusing.ts'
import type { Side } from '../../workflow/state.ts'
import type { Node } from '../node.ts'
import { type Follower, followRecords } from './followRecords.ts'
import {
  type AboutRequest,
  type Party,
  type ReviewPage,
  type ReviewQuestion,
  aboutRequest,
  isAskedAbout,
  noteReview,
  pageOf,
  partyOf,
  reviewMax,
  whichOf,
} from './review.ts'

/** A refusal that has no reasons in substance. */
export interface UnreasonedLine extends Refusing {
  readonly request: AboutRequest
  readonly by: Party
  readonly lack: NonNullable<Refusing['lack']>
  readonly message: MessageName
  /** The first later message of the same side that gives reasons about the same measure; null: none came. */
  readonly reasonsCame: MessageName | null
}

/** A message by its place. */
export interface MessageName {
  readonly type: string
  readonly sequence: number
  /** RFC 3339, as its author has it. */
  readonly at: string
}

/** A message of a peer that this node refused with a code and not a word more. */
export interface BareRefusal {
  readonly at: string
  readonly peer: string | null
  readonly code: string
  /** Id of the request, where it is known. */
  readonly request: string | null
  /** Id of the message that was refused. */
  readonly message: string | null
}

/** Refusals without reasons: decisions of authorities, and what this node refused by code alone. */
export interface Unreasoned extends ReviewPage<UnreasonedLine> {
  /** On the first page only, at most as many as a page holds. */
  readonly bare: readonly BareRefusal[]
  readonly isBareCutOff: boolean
}

/**
 * Which refusals of a time have no reasons, by the rules of `workflow/refusing.ts`, and whether reasons came later.
 * That somebody has read it is in the log before it is returned.
 *
 * @param most - lines that one page holds as a rule
 */
export async function readUnreasoned(
  node: Node,
  question: ReviewQuestion,
  reader: Actor,
  most: number = reviewMax,
): Promise<Unreasoned> {
  const follow = (request: ReviewedRequest) => followUnreasoned(request, question)
  const followed = followRecords(node, whichOf(question), follow, question.after ?? null)
  const page = await pageOf(node, question, followed, most)
  const bare = question.after === undefined ? await bareRefusals(node, question, most) : []
  await noteReview(node, reader, 'refusals without reasons', question, page.lines)
  return { ...page, bare: bare.slice(0, most), isBareCutOff: bare.length > most }
}

interface Found {
  readonly line: UnreasonedLine
  readonly side: Side
}

function followUnreasoned(
  request: ReviewedRequest,
  question: ReviewQuestion,
): Follower<readonly UnreasonedLine[]> {
  let found: readonly Found[] = []
  return {
    take(step) {
      found = found.map((one) => withReasons(one, step))
      if (isAskedAbout(question, step.at)) found = [...found, ...unreasonedIn(request, step)]
    },
    told: () => found.map(({ line }) => line),
  }
}

function withReasons({ line, side }: Found, step: Step): Found {
  const isAnswer = line.reasonsCame === null && step.side === side && givesReasons(step.message, line.measure)
  return isAnswer ? { side, line: { ...line, reasonsCame: nameOf(step) } } : { side, line }
}

function unreasonedIn(request: ReviewedRequest, step: Step): readonly Found[] {
  const { side, message } = step
  return refusalsIn(message).flatMap((refusing) => {
    const { lack } = refusing
    if (lack === null) return []
    const by = partyOf(request, side)
    const names = { request: aboutRequest(request), by, message: nameOf(step), reasonsCame: null }
    return [{ side, line: { ...refusing, lack, ...names } }]
  })
}

function nameOf({ message: { type, sentAt: at }, sequence }: Step): MessageName {
  return { type, sequence, at }
}

async function bareRefusals(
  node: Node,
  question: ReviewQuestion,
  most: number,
): Promise<readonly BareRefusal[]> {
  const { from, until } = question
  const which = whichOf(question)
  const when = { ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) }
  const found: BareRefusal[] = []
  let after = 0
  for (;;) {
    const rows = await listBareRefusals(node.db, which, { ...when, after })
    for (const { at, from_state: from, code, request: id, message_id: message } of rows)
      found.push({ at: at.toISOString(), peer: from, code, request: id, message })
    const end = rows.at(-1)
    if (end === undefined || found.length > most) return found
    after = end.id
  }
}
