import type { Find } from './report.ts'

/** Longer than any line that a node writes; what is longer is read as an empty one, which is none of any kind. */
const lineBytesMax = 64 * 1024 * 1024
const newline = 0x0a

/**
 * The lines of a file without their ends, one after the other: a file may be larger than a string can be. A last line that
 * does not end is not among them.
 */
export function* wholeLines(bytes: Uint8Array): Generator<string> {
  let start = 0
  for (;;) {
    const end = bytes.indexOf(newline, start)
    if (end === -1) return
    yield end - start > lineBytesMax ? '' : Buffer.from(bytes.subarray(start, end)).toString('utf8')
    start = end + 1
  }
}

/** So many wrong lines of a file are told one by one. */
const wrongLinesMax = 1_000

/** A line of a file, its number from 1, and what takes findings about it. */
interface NumberedLine {
  readonly line: string
  readonly number: number
  readonly find: Find
}

/** The lines of a file that is judged line by line; of what is out of place in them no more is told once too many are. What is worse is. */
export function* linesToJudge(bytes: Uint8Array, path: string, find: Find): Generator<NumberedLine> {
  let [number, wrong] = [0, 0]
  const findHere: Find = (severity, object, what) => {
    if (severity === 'mismatch') wrong += 1
    if (severity !== 'mismatch' || wrong <= wrongLinesMax) find(severity, object, what)
    else if (wrong === wrongLinesMax + 1)
      find('mismatch', path, 'too many of its lines are wrong to tell of each')
  }
  for (const line of wholeLines(bytes)) {
    number += 1
    yield { line, number, find: findHere }
  }
}

/** Whether the last line of a file ends; where there is no line, nothing lacks. */
export function endsWithLine(bytes: Uint8Array): boolean {
  return bytes.length === 0 || bytes.at(-1) === newline
}

/** So many characters of lines become bytes at once. */
const atOnce = 16 * 1024 * 1024

/**
 * The bytes of lines that bear their ends, without a string of all of them.
 *
 * @returns null where they are more than `bytesMax`
 */
export function bytesOfLines(lines: Iterable<string>, bytesMax: number): Uint8Array | null {
  const parts: Buffer[] = []
  let held: string[] = []
  let characters = 0
  let total = 0
  const close = (): void => {
    const part = Buffer.from(held.join(''))
    parts.push(part)
    total += part.length
    held = []
    characters = 0
  }
  for (const line of lines) {
    held.push(line)
    characters += line.length
    if (characters > atOnce) close()
    if (total > bytesMax) return null
  }
  close()
  return total > bytesMax ? null : Buffer.concat(parts)
}
