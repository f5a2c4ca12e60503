import { InvalidArgumentError } from 'commander'
import { readStatistics, smallRange, groupsMax } from '../../exchange/review/readStatistics.ts'
import { type Dimension, dimensions } from '../../exchange/review/tally.ts'
import { dimensionsOf, smallOf } from '../../exchange/review/terms.ts'
import { statisticsShown } from '../../exchange/shown/statisticsShown.ts'
import type { AddCommand } from '../addCommand.ts'
import { momentIn } from '../momentIn.ts'
import type { NodeOptions } from '../nodeOfCommand.ts'
import { CommandFailure, exitCodes, wrongUse } from '../outcome.ts'
import { review, withShownOptions } from '../reviewing.ts'
import { statisticsInWords } from '../statisticsInWords.ts'

interface StatisticsOptions extends NodeOptions {
  readonly from: string
  readonly until: string
  readonly by: readonly Dimension[]
  readonly small: number
  readonly csv?: boolean
}

const help = `
Counts the requests that were opened in a time, with their measures; times are those that the messages bear, from the opening (of a
measure: from when it was asked for). By several words, one group for each combination; by measure or basis, a request counts
in each group in which it has a measure. A count from 1 to below --small is shown as "<5"; "…" hides one from which it could be
computed, and groups that are too small are told together. What two tables
tell together is not examined. That somebody has drawn statistics goes into the log.

Examples:
  rogatory statistics --from 2026-01-01 --until 2027-01-01 --by peer
  rogatory statistics --from 2026-01-01 --until 2027-01-01 --by measure,side --csv`

/** `rogatory statistics`: what a review of a treaty counts. */
export function addStatistics({ program, terminal }: AddCommand): void {
  const command = program
    .command('statistics')
    .description('Count requests, times, outcomes and refusals, with small numbers suppressed')
    .requiredOption('--from <time>', 'opened from this day or instant on (RFC 3339)')
    .requiredOption('--until <time>', 'opened before this day or instant')
    .option('--by <words>', `broken down by these: ${dimensions.join(',')}`, readDimensions, [])
    .option('--small <number>', 'the least number that is told', readSmall, 5)
  withShownOptions(command)
    .addHelpText('after', help)
    .action(async ({ from: first, until: last, by, small, ...options }: StatisticsOptions) => {
      const [from, until] = [momentIn('from', first), momentIn('until', last)]
      if (from >= until) throw wrongUse('--until must be after --from')
      await review(options, terminal, async (node, reader) => {
        const statistics = await readStatistics(node, { from, until, by, small }, reader)
        if (!statistics.ok) {
          const words = `There are more than ${groupsMax} groups: break it down by fewer words, or take a shorter time`
          throw new CommandFailure(exitCodes.refused, statistics.code, words)
        }
        const { published } = statistics
        const time = { from, until }
        return { ...statisticsShown(published, time), words: statisticsInWords(published, time) }
      })
    })
}

function readDimensions(text: string): readonly Dimension[] {
  const found = dimensionsOf(text)
  if (found === null) throw new InvalidArgumentError(`It must be of ${dimensions.join(', ')}.`)
  return found
}

function readSmall(text: string): number {
  const { least, most } = smallRange
  const small = smallOf(text)
  if (small === null) throw new InvalidArgumentError(`It must be a number from ${least} to ${most}.`)
  return small
}
