/** Where a command writes; the tests give their own. */
export interface Terminal {
  /** A line of the result, for a person. */
  readonly say: (line: string) => void
  /** The result as one JSON document on standard output, for a script. */
  readonly json: (value: unknown) => void
  /** A line beside the result: warnings, progress. */
  readonly note: (line: string) => void
}

/** The terminal of the process. */
export const processTerminal: Terminal = {
  say: (line) => process.stdout.write(`${line}\n`),
  json: (value) => process.stdout.write(`${harmlessJson(value)}\n`),
  note: (line) => process.stderr.write(`${line}\n`),
}

/** Controls, line separators, and whatever turns the reading direction. */
const harmful = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu

/**
 * Text of others without what could move the cursor, change colours or turn the reading direction: what a peer
 * wrote must not be able to pretend that it is a line of ours.
 */
export function harmless(text: string): string {
  return text.replace(harmful, '\ufffd')
}

/** A value as JSON that means exactly the same, with everything harmful written as an escape. */
export function harmlessJson(value: unknown): string {
  const lines = JSON.stringify(value, null, 2).split('\n')
  return lines.map((line) => line.replace(harmful, escaped)).join('\n')
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
