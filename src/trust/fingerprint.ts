/** A pin: the SHA-256 of a list-signer certificate, lower-case hex. */
const pinPattern = /^[0-9a-f]{64}$/

/** Writes a pin for paper and telephone: sixteen groups of four, in four lines of four. */
export function spellPin(pin: string): string {
  const group = (place: number) => pin.slice(place, place + 4).toUpperCase()
  return [0, 16, 32, 48]
    .map((start) => [0, 4, 8, 12].map((place) => group(start + place)).join(' '))
    .join('\n')
}

/**
 * Reads a pin as people type it: upper or lower case, with spaces, line ends, colons or hyphens between the digits.
 * Null where it is not 64 hexadecimal digits.
 */
export function readPin(text: string): string | null {
  const pin = text.replace(/[\s:-]/g, '').toLowerCase()
  return pinPattern.test(pin) ? pin : null
}
