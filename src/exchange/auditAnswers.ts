import type { Actor } from '../audit/events.ts'
import { type Refusal, type Result, refuse } from '../message/refusal.ts'
import { readHead } from '../store/audit.ts'
import { findRequest } from '../store/requests.ts'
import type { Node } from './node.ts'
import { type TrailQuestion, readTrail } from './readTrail.ts'
import { refusalNoted } from './refusedActs.ts'
import { requestNamed } from './requestNamed.ts'
import { readMissed } from './review/readMissed.ts'
import { type StatisticsQuestion, readStatistics } from './review/readStatistics.ts'
import { readUnreasoned } from './review/readUnreasoned.ts'
import type { ReviewQuestion } from './review/review.ts'
import { missedShown } from './shown/missedShown.ts'
import type { Shown } from './shown/shown.ts'
import { statisticsShown } from './shown/statisticsShown.ts'
import { trailShown } from './shown/trailShown.ts'
import { unreasonedShown } from './shown/unreasonedShown.ts'

/** A page of an answer. */
export interface AuditPage {
  readonly shown: Shown
  /** Where the next page begins, as the question says it; null: there is none. */
  readonly next: string | null
}

type Answer<Question> = (question: Question, reader: Actor) => Promise<Result<AuditPage>>

/**
 * The questions of an auditor as a system asks them, each answered as the command of the same name does. The request is
 * named as `requestNamed` takes it, and refused as there; a page that there is not is PAGE_UNKNOWN.
 */
export interface AuditAnswers {
  readonly entries: Answer<TrailQuestion>
  readonly missed: Answer<ReviewQuestion>
  readonly unreasoned: Answer<ReviewQuestion>
  /** Refuses with TOO_MANY_GROUPS. */
  readonly statistics: Answer<StatisticsQuestion>
}

/** @param noted - called when the log has been told of a reading, which is before its answer is given */
export function auditAnswers(node: Node, noted: () => void): AuditAnswers {
  const answers: AuditAnswers = {
    async entries(asked, reader) {
      const named = await withRequest(node, asked)
      if (!named.ok) return named
      const { size } = await readHead(node.db)
      if (asked.first > size) return refuse('PAGE_UNKNOWN', { expected: [`0 to ${size}`] })
      const shown = trailShown(await readTrail(node, named.question, reader))
      noted()
      return { ok: true, shown, next: shown.next === null ? null : String(shown.next) }
    },
    async missed(asked, reader) {
      const named = await withRequest(node, asked)
      if (!named.ok) return named
      const refusal = await pageRefusal(node, asked)
      if (refusal !== null) return refusal
      const page = await readMissed(node, named.question, reader)
      noted()
      return { ok: true, shown: missedShown(page), next: page.next }
    },
    async unreasoned(asked, reader) {
      const named = await withRequest(node, asked)
      if (!named.ok) return named
      const refusal = await pageRefusal(node, asked)
      if (refusal !== null) return refusal
      const page = await readUnreasoned(node, named.question, reader)
      noted()
      return { ok: true, shown: unreasonedShown(page), next: page.next }
    },
    async statistics(asked, reader) {
      const statistics = await readStatistics(node, asked, reader)
      if (!statistics.ok) return statistics
      noted()
      return { ok: true, shown: statisticsShown(statistics.published, asked), next: null }
    },
  }
  return {
    entries: refused(node, noted, 'log read', answers.entries),
    missed: refused(node, noted, 'log missed', answers.missed),
    unreasoned: refused(node, noted, 'log unreasoned', answers.unreasoned),
    statistics: refused(node, noted, 'statistics', answers.statistics),
  }
}

/** The same, and what it refuses is in the log before it is told. */
function refused<Question extends TrailQuestion | ReviewQuestion | StatisticsQuestion>(
  node: Node,
  noted: () => void,
  command: string,
  answer: Answer<Question>,
): Answer<Question> {
  return async (question, reader) => {
    const request = 'request' in question ? question.request : undefined
    const wanted = request === undefined ? command : `${command} --request ${request}`
    const page = await refusalNoted(node, { actor: reader, wanted }, answer(question, reader))
    if (!page.ok) noted()
    return page
  }
}

/** The question with the id of the request that it names. */
async function withRequest<Question extends { readonly request?: string }>(
  node: Node,
  question: Question,
): Promise<Result<{ readonly question: Question }>> {
  if (question.request === undefined) return { ok: true, question }
  const named = await requestNamed(node, question.request)
  return named.ok ? { ok: true, question: { ...question, request: named.row.id } } : named
}

async function pageRefusal({ db }: Node, { after }: ReviewQuestion): Promise<Refusal | null> {
  if (after === undefined || (await findRequest(db, after)) !== null) return null
  return refuse('PAGE_UNKNOWN')
}
