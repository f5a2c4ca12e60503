import { type Result, refuse } from '../../message/refusal.ts'
import { CarrierUnreadable, carrierNames } from '../../store/carriers/carrierFiles.ts'

/**
 * What reading a carrier comes to, also where its disk does not give back what lies on it: CARRIER_INCOMPLETE for the manifest, without
 * which nobody knows what is on it, and CARRIER_DAMAGED for any other file, which the refusal names.
 */
export async function unlessUnreadable<Found extends object>(
  reading: Promise<Result<Found>>,
): Promise<Result<Found>> {
  try {
    return await reading
  } catch (reason) {
    if (!(reason instanceof CarrierUnreadable)) throw reason
    const isManifest = reason.file === carrierNames.manifest
    return refuse(isManifest ? 'CARRIER_INCOMPLETE' : 'CARRIER_DAMAGED', { detail: reason.message })
  }
}
