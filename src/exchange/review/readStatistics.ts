import type { Actor } from '../../audit/events.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import type { Node } from '../node.ts'
import { noteInLog } from '../noteInLog.ts'
import { followRecords } from './followRecords.ts'
import { followCounted } from './measureCourse.ts'
import { type Published, publish } from './publish.ts'
import { type AnswerFile, aboutRequest, skewMs } from './review.ts'
import { type Dimension, type Tallies, addRequest, emptyTallies } from './tally.ts'

/** What is counted, and how it is told. */
export interface StatisticsQuestion {
  /** Requests opened from this instant on, and before that one, as their opening messages say. */
  readonly from: Date
  readonly until: Date
  readonly by: readonly Dimension[]
  /** The least number that is told; 3 to 1,000. */
  readonly small: number
  /** Only requests that this authority of this State has. */
  readonly authority?: string
  /** As what they are taken away; absent: they are only shown. */
  readonly file?: AnswerFile
}

/** Groups that one table may have. */
export const groupsMax = 200

/** The least numbers that may be asked for: below three, what is not told could be computed. */
export const smallRange = { least: 3, most: 1_000 } as const

/** Statistics, or TOO_MANY_GROUPS: more than would be told. */
export type Statistics = Result<{ readonly published: Published }>

/**
 * Statistics of the requests of this node that were opened in a time, with small numbers suppressed. Goes through all
 * records once, and holds counts only. That somebody has drawn them is in the log before they are returned.
 *
 * @param most - groups that are told at most; more are refused
 */
export async function readStatistics(
  node: Node,
  question: StatisticsQuestion,
  reader: Actor,
  most: number = groupsMax,
): Promise<Statistics> {
  const tallies = await tallied(node, question, most)
  if (tallies === null) return refuse('TOO_MANY_GROUPS')
  await noteInLog(node, {
    event: 'statistics.read',
    actor: reader,
    // Not how many requests they are of: whoever reads the log would know what the suppression of small numbers withholds.
    details: { query: JSON.stringify(question) },
  })
  return { ok: true, published: publish(tallies, question.small) }
}

/** Null where there are too many groups. */
async function tallied(
  node: Node,
  { from, until, by, authority }: StatisticsQuestion,
  most: number,
): Promise<Tallies | null> {
  const tallies = emptyTallies(by)
  // A request comes to this node after it was opened; only clocks may differ.
  const openedSince = new Date(from.getTime() - skewMs)
  const which = { openedSince, ...(authority === undefined ? {} : { authority }) }
  for await (const { request, told } of followRecords(node, which, followCounted)) {
    if (told.openedAt < from.getTime() || told.openedAt >= until.getTime()) continue
    addRequest(tallies, aboutRequest(request), told)
    if (tallies.groups.size > most) return null
  }
  return tallies
}
