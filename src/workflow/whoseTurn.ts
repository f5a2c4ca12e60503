import type { MessageType } from '../message/generated/types.ts'
import { type Option, options } from './allowed.ts'
import type { MeasureState, RequestState, Side } from './state.ts'
import { hasEnded } from './derive.ts'
import { type Awaiting, machineNamed, rowsFrom } from './table.ts'

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
      if (asked.length > 0 || hasEnded(measure)) return asked
      return firstAwaited(measure, may)?.by ?? []
    }),
  )
  if (sides.size === 2) return 'both'
  return sides.size === 0 ? 'nobody' : sides.has(own) ? 'ours' : 'theirs'
}

/**
 * The types of message by which this side does what is awaited of it: they answer a question that is open, or else they are what the
 * machine of a measure waits for. What has been decided of a measure is not awaited again, though it may be decided otherwise.
 */
export function awaitedFrom(request: RequestState, side: Side): ReadonlySet<MessageType> {
  const may = { requesting: options(request, 'requesting'), requested: options(request, 'requested') }
  return new Set(
    request.measures
      .flatMap((measure) => {
        if (sidesAsked(request, measure, may).length > 0) {
          const open = openAbout(request, measure)
          return may[side].filter((option) => open.some(({ message }) => answers(option, measure, message)))
        }
        if (hasEnded(measure)) return []
        const first = firstAwaited(measure, may)
        if (first?.by !== side) return []
        const said = may[side].filter(
          (option) => isAbout(option, measure) && first.types.includes(option.type),
        )
        const toDo = said.filter(({ type }) => !isDecided(measure, type))
        return toDo.length > 0 ? toDo : said
      })
      .map(({ type }) => type),
  )
}

type May = Readonly<Record<Side, readonly Option[]>>

/** Who may answer an open question about the measure. */
function sidesAsked(request: RequestState, measure: MeasureState, may: May): readonly Side[] {
  const open = openAbout(request, measure)
  return (['requesting', 'requested'] as const).filter((side) =>
    open.some(({ message }) => may[side].some((option) => answers(option, measure, message))),
  )
}

function isAbout({ measures }: Option, { id }: MeasureState): boolean {
  return measures.some(({ measure }) => measure === id)
}

/** Whether messages of this type decide of a measure what is decided already. */
function isDecided({ machine, state, decision }: MeasureState, type: MessageType): boolean {
  if (decision === null) return false
  return rowsFrom(machineNamed(machine), state).some(
    ({ on, decides }) => on === type && decides !== undefined && decides !== null,
  )
}

function answers({ measures }: Option, { id }: MeasureState, message: string): boolean {
  return measures.some((one) => one.measure === id && one.answers.includes(message))
}

/** The open questions about the measure. What was answered already, or doubted, awaits the other side. */
function openAbout({ questions }: RequestState, measure: MeasureState): RequestState['questions'] {
  const settled = [
    ...measure.uses.map((use) => use.request),
    ...measure.deliveries.filter(({ doubted }) => doubted).map(({ message }) => message),
  ]
  return questions.filter(
    ({ message, measures }) => measures.includes(measure.id) && !settled.includes(message),
  )
}

/** What a machine waits for before anything else of what may be said now. */
function firstAwaited(measure: MeasureState, may: May): Awaiting | undefined {
  return machineNamed(measure.machine).awaits.find(({ by, types }) =>
    may[by].some((option) => types.includes(option.type) && isAbout(option, measure)),
  )
}
