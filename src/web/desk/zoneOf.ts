import type { Desk } from './desk.tsx'
import { type Visit, personOfVisit } from './pageOf.ts'

/** The zone in which pages show times to whoever visits (IANA name): that of their authority. */
export function zoneOf({ services }: Pick<Desk, 'services'>, visit: Visit): string {
  return services.running.names(personOfVisit(visit).authority).timeZone
}
