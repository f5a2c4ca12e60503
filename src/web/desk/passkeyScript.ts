import type { Response } from 'express'
import type { Desk } from './desk.tsx'
import { letRun } from './scripts.ts'

/**
 * Lets a page run the script that asks a browser for passkeys and nothing else, and tells its path; null: the address of the desk
 * is no name, so no browser makes a passkey for it. Pages that do not ask for a passkey do not run it.
 */
export function scriptOn(
  { scripts, services }: Pick<Desk, 'scripts' | 'services'>,
  response: Response,
): string | null {
  return services.passkeys.arePossible() ? letRun(scripts.passkeys, response) : null
}
