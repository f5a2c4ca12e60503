import { type Option, options } from '../../workflow/allowed.ts'
import { type OfferedOutcome, outcomesOffered } from '../../workflow/offered.ts'
import { clocksRunning } from '../../workflow/marks.ts'
import type { RequestState, Side } from '../../workflow/state.ts'
import { isBy, machineNamed, rowsFrom } from '../../workflow/table.ts'
import { awaitedFrom } from '../../workflow/whoseTurn.ts'
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
  /** Whether the state of the request awaits it of this side, or it may be sent in nearly every state, as notes and reports may. */
  readonly place: 'awaited' | 'usual' | 'always'
  /** Whether this side has sent one already, about all that this may be about, which the other side has not answered. */
  readonly isSent: boolean
}

/** What a side may send now, with what it needs: what a clock asks first, what it has sent and waits for last; nothing of a record that has no state. */
export function movesOf(state: RequestState | null, side: Side, now: Date): readonly DeskMove[] {
  if (state === null) return []
  const isTimed = isFirstWordTimed(state, side)
  const awaited = new Set([...awaitedFrom(state, side), ...(isTimed ? [firstWord] : [])])
  const isFirst = ({ type }: Option): boolean => isTimed && type === firstWord
  return options(state, side)
    .toSorted(
      (one, other) =>
        Number(isFirst(other)) - Number(isFirst(one)) ||
        Number(isSent(state, side, one)) - Number(isSent(state, side, other)),
    )
    .filter((option) => hasObject(state, option))
    .map((option) => {
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
        isSent: isSent(state, side, option),
        tellsResult: offered.some(({ wantsResult }) => wantsResult),
        place: awaited.has(option.type)
          ? 'awaited'
          : isNearlyAlways(state, option, side)
            ? 'always'
            : 'usual',
      }
    })
}

/** What it proposes or asks lies open with the other side; where it answers an open message itself, it is another thing. */
function isSent({ questions }: RequestState, side: Side, { type, measures }: Option): boolean {
  const open = questions.filter((one) => one.by === side && one.type === type)
  return measures.every(
    ({ measure, answers }) => answers.length === 0 && open.some((one) => one.measures.includes(measure)),
  )
}

/** What ends conditions has nothing to end where none binds. */
function hasObject({ measures }: RequestState, option: Option): boolean {
  return measures.some(
    ({ id, machine, state, obligations }) =>
      option.measures.some(({ measure }) => measure === id) &&
      (obligations.length > 0 ||
        rowsFrom(machineNamed(machine), state).some(
          ({ on, releases }) => on === option.type && releases === undefined,
        )),
  )
}

/** With this a request is met first of all, though some machines take it in every state and stay where they are. */
const firstWord = 'acknowledgement'

/**
 * Whether a clock runs out that the first word of this side stops: it is awaited then, whatever else the machine waits for, for
 * every list of what runs out says so.
 */
function isFirstWordTimed({ measures }: RequestState, side: Side): boolean {
  return measures.some((measure) => {
    const running = clocksRunning(measure).filter(({ paused }) => paused === null)
    return rowsFrom(machineNamed(measure.machine), measure.state).some(
      (row) =>
        row.on === firstWord &&
        isBy(row, side) &&
        running.some(({ name }) => row.stops?.includes(name) === true),
    )
  })
}

/** Of so many of the states in which a measure has not ended. */
const nearlyAlways = 3 / 4

/**
 * Whether the machine of each measure concerned takes it in nearly every state, and stays in the state in which it is. A withdrawal
 * may be wanted at any time, and seldom is.
 */
function isNearlyAlways({ measures }: RequestState, option: Option, side: Side): boolean {
  if (option.type === firstWord) return false
  return measures
    .filter(({ id }) => option.measures.some(({ measure }) => measure === id))
    .every(({ machine: name, state: now }) => {
      const machine = machineNamed(name)
      const moves = rowsFrom(machine, now).some(
        (row) => row.on === option.type && isBy(row, side) && row.to !== 'same',
      )
      if (moves && option.type !== 'withdraw') return false
      const open = machine.states.filter(({ final }) => final !== true)
      const taking = open.filter((state) =>
        rowsFrom(machine, state.name).some((row) => row.on === option.type && isBy(row, side)),
      )
      return taking.length >= nearlyAlways * open.length
    })
}

function consultationFor(offered: readonly OfferedOutcome[]): DeskMove['consultFirst'] {
  if (offered.length > 0 && offered.every(({ isUnheard }) => isUnheard)) return 'all'
  const isSome = ({ isUnheard, grounds }: OfferedOutcome): boolean =>
    isUnheard || grounds?.some((ground) => ground.isUnheard) === true
  return offered.some(isSome) ? 'some' : 'nothing'
}
