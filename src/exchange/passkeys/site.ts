import { isIP } from 'node:net'

/** Where the passkeys of a desk count, and nowhere else (WebAuthn: relying party). */
export interface PasskeySite {
  /** The name of its host (WebAuthn: RP ID). */
  readonly id: string
  /** As a browser names it: scheme, host and port. */
  readonly origin: string
  /** As a browser shows it. */
  readonly name: string
  /** Code of the State whose desk it is. */
  readonly state: string
}

/**
 * Where passkeys count whose desk is at this origin. Null: its host is an address in numbers, for which browsers make none.
 *
 * @param origin - of the desk, as it was configured
 */
export function passkeySiteAt(origin: string, state: string): PasskeySite | null {
  const { hostname: id } = new URL(origin)
  return isIP(id.replace(/^\[|\]$/g, '')) === 0 ? { id, origin, name: `Rogatory ${state}`, state } : null
}
