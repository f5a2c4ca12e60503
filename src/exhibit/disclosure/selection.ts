import { type Result, refuse } from '../../message/refusal.ts'

/** Parts that stand together: the first and the last, counted from 1. */
export interface Run {
  readonly first: number
  readonly last: number
}

/** Runs that a selection may have: more are a script's mistake. */
export const runsMax = 100_000

const runText = /^([1-9][0-9]{0,8})(?:-([1-9][0-9]{0,8}))?$/

/**
 * Reads which parts are to be shown, `1-20,25`: numbers and runs, in their order and none twice. Refuses with PARTS_UNKNOWN.
 *
 * @param parts - how many there are
 */
export function readSelection(text: string, parts: number): Result<{ runs: readonly Run[] }> {
  const words = text.split(',', runsMax + 1)
  if (words.length > runsMax)
    return refuse('PARTS_TOO_MANY', { detail: `more than ${runsMax} runs of parts` })
  const runs: Run[] = []
  let before = 0
  for (const word of words) {
    const [, from = '', to = from] = runText.exec(word.trim()) ?? []
    const run = { first: Number(from), last: Number(to) }
    if (from === '' || run.last < run.first)
      return refuse('PARTS_UNKNOWN', { detail: `parts are named as 1-20,25, and not "${word.slice(0, 40)}"` })
    if (run.first <= before)
      return refuse('PARTS_UNKNOWN', { detail: `part ${run.first} is named after part ${before}` })
    if (run.last > parts)
      return refuse('PARTS_UNKNOWN', { detail: `there are ${parts} parts, and no part ${run.last}` })
    before = run.last
    const last = runs.at(-1)
    if (last?.last === run.first - 1) runs[runs.length - 1] = { first: last.first, last: run.last }
    else runs.push(run)
  }
  return { ok: true, runs }
}
