import { readPin } from '../trust/fingerprint.ts'
import { wrongUse } from './outcome.ts'

/**
 * Reads pins as a person writes them, `STATE=fingerprint` each; a State may have several.
 *
 * @throws CommandFailure with WRONG_USE where one is not in that form
 */
export function readPins(pins: readonly string[]): Map<string, string[]> {
  const read = new Map<string, string[]>()
  for (const pin of pins) {
    const [, state = '', written = ''] = /^([A-Z]{2,3})=(.+)$/s.exec(pin) ?? []
    const fingerprint = readPin(written)
    if (fingerprint === null)
      throw wrongUse(`--pin must be STATE=fingerprint (64 hex digits, or 24 words), not ${pin}`)
    read.set(state, [...(read.get(state) ?? []), fingerprint])
  }
  return read
}
