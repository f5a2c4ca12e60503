import { harmful } from '../letter/harmless.ts'

export { harmless } from '../letter/harmless.ts'

/** Where a command writes; the tests give their own. */
export interface Terminal {
  /** A line of the result, for a person. */
  readonly say: (line: string) => void
  /** The result as one JSON document on standard output, for a script. */
  readonly json: (value: unknown) => void
  /** A line beside the result: warnings, progress. */
  readonly note: (line: string) => void
  /** A line beside the result that takes the place of the one before, or takes it away; absent: nobody looks. */
  readonly progress?: (line: string) => void
}

/** The terminal of the process. Made when it is asked for: the page that verifies has this file, and no process. */
export const processTerminal = (): Terminal => ({
  say: (line) => process.stdout.write(`${line}\n`),
  json: (value) => process.stdout.write(`${harmlessJson(value)}\n`),
  note: (line) => process.stderr.write(`${line}\n`),
  ...(process.stderr.isTTY ? { progress: (line) => process.stderr.write(`\r${line}\u001b[K`) } : {}),
})

/** A value as JSON that means exactly the same, with everything harmful written as an escape. */
export function harmlessJson(value: unknown): string {
  const lines = JSON.stringify(value, null, 2).split('\n')
  return lines.map((line) => line.replace(harmful, escaped)).join('\n')
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
