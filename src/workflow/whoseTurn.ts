import { type Option, options } from './allowed.ts'
import type { MeasureState, RequestState, Side } from './state.ts'
import { hasEnded } from './derive.ts'
import { machineNamed } from './table.ts'

/** From whom the next step of a request is awaited, seen from this node. */
export type WhoseTurn = 'ours' | 'theirs' | 'both' | 'nobody'

/** Whose turn it is, by what each side may send now (`allowed`): an open question goes before everything else. */
export function whoseTurn(request: RequestState, own: Side): WhoseTurn {
  const standing = request.measures.filter((measure) => !hasEnded(measure) || request.questions.length > 0)
  // Most have ended with nothing open: what each side may say in them does not matter.
  if (standing.length === 0) return 'nobody'
  const may = { requesting: options(request, 'requesting'), requested: options(request, 'requested') }
  const sides = new Set(
    standing.flatMap((measure) => {
      const asked = sidesAsked(request, measure, may)
      return asked.length > 0 || hasEnded(measure) ? asked : sideAwaited(measure, may)
    }),
  )
  if (sides.size === 2) return 'both'
  return sides.size === 0 ? 'nobody' : sides.has(own) ? 'ours' : 'theirs'
}

type May = Readonly<Record<Side, readonly Option[]>>

/** Who may answer an open question about the measure. What was answered already, or doubted, awaits the other side. */
function sidesAsked(request: RequestState, measure: MeasureState, may: May): readonly Side[] {
  const settled = [
    ...measure.uses.map((use) => use.request),
    ...measure.deliveries.filter(({ doubted }) => doubted).map(({ message }) => message),
  ]
  const open = request.questions.filter(
    ({ message, measures }) => measures.includes(measure.id) && !settled.includes(message),
  )
  return (['requesting', 'requested'] as const).filter((side) =>
    open.some(({ message }) =>
      may[side].some(({ measures }) =>
        measures.some((one) => one.measure === measure.id && one.answers.includes(message)),
      ),
    ),
  )
}

function sideAwaited(measure: MeasureState, may: May): readonly Side[] {
  const first = machineNamed(measure.machine).awaits.find(({ by, types }) =>
    may[by].some(
      ({ type, measures }) => types.includes(type) && measures.some((one) => one.measure === measure.id),
    ),
  )
  return first === undefined ? [] : [first.by]
}
