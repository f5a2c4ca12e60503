import { type Option, options } from '../../workflow/allowed.ts'
import { type OfferedOutcome, outcomesOffered } from '../../workflow/offered.ts'
import type { RequestState, Side } from '../../workflow/state.ts'
import { bindingOf } from '../approval.ts'

/** A message that a side may send now, and what it needs beside its words; plain data. */
export interface DeskMove extends Option {
  /** When a second person must approve it: always, never, or where it says one of these. */
  readonly binds: ReturnType<typeof bindingOf>
  /** Whether the other State must be consulted before: for all that it may say, for some of it, or for nothing. R-18. */
  readonly consultFirst: 'all' | 'some' | 'nothing'
  /** Whether it hands files over. */
  readonly handsOver: boolean
  /** Whether each of them stands in a list, with its custody. */
  readonly listsFiles: boolean
  /** Whether the last of its sort says what came of the measure. */
  readonly tellsResult: boolean
}

/** What a side may send now, with what it needs; nothing of a record that has no state. */
export function movesOf(state: RequestState | null, side: Side, now: Date): readonly DeskMove[] {
  if (state === null) return []
  return options(state, side).map((option) => {
    const offered = state.measures.flatMap((measure) =>
      option.measures.some((one) => one.measure === measure.id)
        ? outcomesOffered(measure, side, option.type, now.getTime())
        : [],
    )
    return {
      ...option,
      binds: bindingOf(option.type),
      consultFirst: consultationFor(offered),
      handsOver: offered.some(({ handsOver }) => handsOver),
      listsFiles: offered.some(({ wantsManifest }) => wantsManifest),
      tellsResult: offered.some(({ wantsResult }) => wantsResult),
    }
  })
}

function consultationFor(offered: readonly OfferedOutcome[]): DeskMove['consultFirst'] {
  if (offered.length > 0 && offered.every(({ isUnheard }) => isUnheard)) return 'all'
  const isSome = ({ isUnheard, grounds }: OfferedOutcome): boolean =>
    isUnheard || grounds?.some((ground) => ground.isUnheard) === true
  return offered.some(isSome) ? 'some' : 'nothing'
}
