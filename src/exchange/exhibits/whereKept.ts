import { type Result, refuse } from '../../message/refusal.ts'
import { ExhibitStoreUnavailable } from '../../store/exhibits/exhibitStore.ts'

/** What an act on sealed files comes to; EXHIBIT_STORE_UNAVAILABLE where the place in which they lie cannot be used now. */
export async function whereKept<Outcome extends object>(
  act: Promise<Result<Outcome>>,
): Promise<Result<Outcome>> {
  try {
    return await act
  } catch (reason) {
    if (reason instanceof ExhibitStoreUnavailable) return refuse(reason.code, { detail: reason.message })
    throw reason
  }
}
