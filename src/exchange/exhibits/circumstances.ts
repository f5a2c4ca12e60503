import { isPlace } from '../../exhibit/place.ts'
import { isReason } from '../../exhibit/reason.ts'
import type { IntakeOrder } from './takeIn.ts'

/** Where, and why, a file is taken in, as somebody says; empty: that is not said. */
export interface SaidOfIntake {
  readonly place: string
  readonly reason: string
}

/** Nothing is said of where or why. */
export const nothingOfIntake: SaidOfIntake = { place: '', reason: '' }

/** What of it cannot be told in the custody of a file. */
export function wrongOfIntake({ place, reason }: SaidOfIntake): readonly (keyof SaidOfIntake)[] {
  return [
    ...(place === '' || isPlace(place) ? [] : (['place'] as const)),
    ...(reason === '' || isReason(reason) ? [] : (['reason'] as const)),
  ]
}

/** What of it the custody of a file tells: where nothing is said, nothing. */
export function circumstancesOf({ place, reason }: SaidOfIntake): Pick<IntakeOrder, 'place' | 'reason'> {
  return { ...(place === '' ? {} : { place }), ...(reason === '' ? {} : { reason }) }
}
