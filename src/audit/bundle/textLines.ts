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
