import type { Actor } from '../../audit/events.ts'
import { subjectOf } from '../../audit/entry.ts'
import { type NotedClock, type ReviewedRequest, listNotedClocks } from '../../store/review.ts'
import type { Step } from '../../workflow/course.ts'
import { type Missed, followMissed } from '../../workflow/missed.ts'
import type { Node } from '../node.ts'
import { stillWaiting, waitingHints } from '../stillWaiting.ts'
import { type Followed, followRecords } from './followRecords.ts'
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

/** A deadline that was missed, by whom, and by how much. */
export interface MissedLine extends Omit<Missed, 'owedBy' | 'settled'> {
  readonly request: AboutRequest
  /** Who had something to do by then, as the tables say. */
  readonly owedBy: readonly Party[]
  /** Null: it stands. */
  readonly settled: (Omit<NonNullable<Missed['settled']>, 'by'> & { readonly by: Party }) | null
  /** From the end to the message that settled it (to its coming, where that came late), or to now. */
  readonly lateByMs: number
  /** The place in the log of this node at which its running out is noted; null: it is not. */
  readonly noted: number | null
}

/**
 * Which deadlines ended in a time without what was owed by them, as the records of this node tell; the log is looked
 * up for each, as far as its entries have their places. A deadline belongs to the time in which it ended. That somebody has read it is in the log before it is
 * returned.
 *
 * @param most - lines that one page holds as a rule
 */
export async function readMissed(
  node: Node,
  question: ReviewQuestion,
  reader: Actor,
  most: number = reviewMax,
): Promise<ReviewPage<MissedLine>> {
  const now = node.now()
  const waiting = await stillWaiting(node)
  const follow = () => {
    const follower = followMissed()
    return {
      take: (step: Step) => {
        follower.take(step)
      },
      told: () => follower.until(now).filter(({ ends }) => isAskedAbout(question, Date.parse(ends))),
    }
  }
  const followed = followRecords(node, whichOf(question), follow, question.after ?? null)
  const page = await pageOf(node, question, withPlaces(node, followed, now), most)
  await noteReview(node, reader, 'deadlines missed', question, page.lines)
  return { ...page, hints: [...page.hints, ...waitingHints(waiting)] }
}

async function* withPlaces(
  node: Node,
  followed: AsyncIterable<Followed<readonly Missed[]>>,
  now: Date,
): AsyncGenerator<Followed<readonly MissedLine[]>> {
  for await (const { request, told } of followed) {
    const noted = told.length === 0 ? [] : await listNotedClocks(node.db, subjectOf(request.id))
    yield { request, told: told.map((missed) => lineOf(request, missed, noted, now)) }
  }
}

function lineOf(
  request: ReviewedRequest,
  { owedBy, settled, ...missed }: Missed,
  noted: readonly NotedClock[],
  now: Date,
): MissedLine {
  const end = settled === null ? now.getTime() : Date.parse(settled.came)
  return {
    request: aboutRequest(request),
    ...missed,
    owedBy: owedBy.map((side) => partyOf(request, side)),
    settled: settled === null ? null : { ...settled, by: partyOf(request, settled.by) },
    lateByMs: end - Date.parse(missed.ends),
    noted: placeOf(missed, noted),
  }
}

function placeOf(
  { measure, clock, mark, ends }: Omit<Missed, 'owedBy' | 'settled'>,
  noted: readonly NotedClock[],
) {
  const found = noted.find(({ code, details }) => {
    if (code !== `${clock}.${mark}` || details === null) return false
    const { measure: of, until } = JSON.parse(details) as Record<string, unknown>
    return of === measure.id && until === ends
  })
  return found?.index ?? null
}
