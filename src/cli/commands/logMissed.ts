import type { Command } from 'commander'
import { type MissedLine, readMissed } from '../../exchange/review/readMissed.ts'
import type { ReviewPage } from '../../exchange/review/review.ts'
import { hoursOf, missedShown } from '../../exchange/shown/missedShown.ts'
import { counted } from '../inWords.ts'
import { type ReviewOptions, hintsOf, review, reviewQuestion, withReviewOptions } from '../reviewing.ts'
import type { Terminal } from '../terminal.ts'

const help = `
Who owed what a deadline counts is told by the published tables (schemas/workflow, owedBy): a side, both, or the side that was
asked. A time that is only over (a hold, a period, a custody) is nobody's. A deadline belongs to the time in which it
ended. "late": done after it; "cameLate": done by
a message that is dated before the end and came after it, by more than five minutes; "moved": it was given another end after it had passed; "overtaken": what happened made it idle. The
records tell it; beside it stands the place at which the log of this node notes it. That somebody has asked goes into the log.

Examples:
  rogatory log missed --from 2026-10-01 --until 2026-11-01
  rogatory log missed --peer QA --csv`

/** `rogatory log missed`: which deadlines were missed, by whom, and by how much. */
export function addLogMissed(log: Command, terminal: Terminal): void {
  const command = log
    .command('missed')
    .description('List the deadlines that were missed: by whom, and by how much')
  withReviewOptions(command)
    .addHelpText('after', help)
    .action(async (options: ReviewOptions) => {
      await review(options, terminal, async (node, reader) => {
        const page = await readMissed(node, await reviewQuestion(node, options), reader)
        return { ...missedShown(page), words: spokenOf(page), hints: hintsOf(page) }
      })
    })
}

function spokenOf({ lines }: ReviewPage<MissedLine>): readonly string[] {
  return [...lines.map(inWords), counted(lines.length, 'missed deadline')]
}

function inWords(line: MissedLine): string {
  const { request, measure, clock, title, kind, source, ends, owedBy, settled, noted } = line
  const owing = owedBy.map(({ side, state }) => `${state} (${side})`).join(' and ')
  const after = `${hoursOf(line)} hours after it`
  const settling =
    settled === null
      ? `it stands, ${after}`
      : `${settled.how} ${after}: message ${settled.sequence}, ${settled.type} of ${settled.by.state}`
  const place = noted === null ? 'not noted in the log' : `log ${noted}`
  const what = `${measure.id} ${measure.kind}: ${title} (${clock}, ${kind}, ${source})`
  return `${ends}  ${request.reference} with ${request.peer}  ${what}  owed by ${owing}; ${settling}  ${place}`
}
