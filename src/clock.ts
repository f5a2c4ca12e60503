import { readFileSync, statSync } from 'node:fs'

/** Tells the time of a node. */
export type Clock = () => Date

/** The clock of the machine. */
export const machineClock: Clock = () => new Date()

/**
 * A clock for demonstrations whose calendar is not today's: it shows the instant in `file` plus the time that has
 * passed since the file was written. Two nodes that read the same file agree; writing it moves them on.
 *
 * @throws Error when the file cannot be read or holds no RFC 3339 instant.
 */
export function clockFromFile(file: string): Clock {
  let lookedAtMs = -Infinity
  let aheadMs = 0
  return () => {
    const nowMs = Date.now()
    if (nowMs - lookedAtMs > 10) {
      const instantMs = Date.parse(readFileSync(file, 'utf8').trim())
      if (Number.isNaN(instantMs)) throw new Error(`${file} holds no RFC 3339 instant`)
      // Whole milliseconds, as those of the machine's clock: else the instant in a file just written is not reached yet.
      aheadMs = instantMs - Math.floor(statSync(file).mtimeMs)
      lookedAtMs = nowMs
    }
    return new Date(nowMs + aheadMs)
  }
}

/** The clock of a node: that of the machine, or one that follows a file. */
export function clockOf(file: string | undefined): Clock {
  return file === undefined ? machineClock : clockFromFile(file)
}
