import type { Messages, Text } from './generated/types.ts'

type Asking = Messages['information-request']
type Answering = Messages['information-response']

/** A question that a message has put. */
export interface AskedItem {
  readonly id: string
  readonly question: Text
}

/**
 * The questions of a message to which its answer gives none. One that is put of a measure alone may wait where the answer is
 * for other measures.
 *
 * @param open - measures for which the message waits for its answer still; null: that is not known
 */
export function unanswered(
  { body: { items, outcomes } }: Asking,
  { body: { answers }, measures }: Answering,
  open: readonly string[] | null,
): readonly AskedItem[] {
  const given = new Set(answers.map(({ item }) => item))
  const concerned = measures ?? open
  const mayWait = (measure: string | undefined): boolean =>
    measure !== undefined &&
    concerned?.includes(measure) === false &&
    outcomes.some((one) => one.measure === measure)
  return items.filter(({ id, measure }) => !given.has(id) && !mayWait(measure))
}
