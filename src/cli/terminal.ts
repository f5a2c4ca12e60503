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
  json: (value) => process.stdout.write(`${JSON.stringify(value, null, 2)}\n`),
  note: (line) => process.stderr.write(`${line}\n`),
}

/**
 * Text of others without what could move the cursor, change colours or turn the reading direction: what a peer
 * wrote must not be able to pretend that it is a line of ours.
 */
export function harmless(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '\ufffd')
}
