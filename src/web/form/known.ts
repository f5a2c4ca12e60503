import { type Slot, slotAt } from '../../letter/alternatives.ts'
import { membersOf } from '../../letter/place.ts'
import { webLimits } from '../limits.ts'
import { controlOf } from './control.ts'

/** What a name of a form is of: a field, a group of checkboxes, a list, an object, a row beyond the bounds, or nothing. */
export type Standing = 'field' | 'checks' | 'list' | 'object' | 'rows' | 'nowhere'

/** What a date and a moment are typed in. */
export const datePieces = ['day', 'month', 'year'] as const
export const momentPieces = [...datePieces, 'time', 'offset'] as const
/** Where the id of an authority is written that is not in the list. */
export const writtenPiece = 'written'

const piecesOf: Readonly<Record<string, readonly string[]>> = {
  date: datePieces,
  moment: momentPieces,
  authority: [writtenPiece],
}

/** What counts where alternatives differ. */
const order: readonly Standing[] = ['checks', 'list', 'object', 'field', 'rows']

const rowNumber = /^(0|[1-9][0-9]{0,8})$/

/** What stands at a place in any of the kinds that the body may be of: nothing, where no kind has anything there. */
export function standingsOf(slot: Slot, steps: readonly string[]): readonly Standing[] {
  const [step, ...rest] = steps
  const control = controlOf(slot)
  if (step === undefined) return [standingOfControl(control.kind)]
  if (steps.length > webLimits.form.depthMax) return []
  if (control.kind === 'rows') {
    if (!rowNumber.test(step)) return []
    const rowsMax = Math.min(control.rowsMax, webLimits.form.rowsMax)
    return Number(step) < rowsMax ? standingsOf(control.item, rest) : ['rows']
  }
  if (rest.length === 0 && piecesOf[control.kind]?.includes(step) === true) return ['field']
  // Each alternative by itself: a name that two kinds have may be of a field in one and of a list in the other.
  return slot.alternatives.flatMap((place): readonly Standing[] => {
    const member = membersOf(place).get(step)
    return member === undefined ? [] : standingsOf(slotAt(member), rest)
  })
}

/** The same as one, what holds more before what holds less. */
export function standingOf(slot: Slot, steps: readonly string[]): Standing {
  const standings = standingsOf(slot, steps)
  return order.find((standing) => standings.includes(standing)) ?? 'nowhere'
}

function standingOfControl(kind: ReturnType<typeof controlOf>['kind']): Standing {
  if (kind === 'checks') return 'checks'
  if (kind === 'rows') return 'list'
  if (kind === 'group' || kind === 'text') return 'object'
  return kind === 'date' || kind === 'moment' || kind === 'kept' ? 'nowhere' : 'field'
}
