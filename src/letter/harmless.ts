/** Controls, line separators, and whatever turns the reading direction. */
export const harmful =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu

/**
 * Text of others without what could move the cursor, change colours or turn the reading direction: what a peer
 * wrote must not be able to pretend that it is a line of ours.
 */
export function harmless(text: string): string {
  return text.replace(harmful, '\ufffd')
}
