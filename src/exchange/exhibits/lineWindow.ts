import { sealedChunkBytes } from '../../exhibit/chunkedEncryption.ts'
import { chunkPosition, segmentChunks } from '../../exhibit/segments.ts'
import { exchangeLimits } from '../limits.ts'
import { type LineMeasure, lineMeasure } from './lineMeasure.ts'

/** Bytes that are asked for at one time. */
export interface Turn {
  readonly bytes: number
  /** So many are worth one writing, little beside what the line has on the way; fewer are written where no more come. */
  readonly writtenAtOnceBytes: number
  /** The peer has begun to answer. */
  readonly begin: () => void
  /** So many bytes more have come and are written. */
  readonly came: (bytes: number) => void
  /** Nothing more comes of it. */
  readonly end: () => void
}

/**
 * Keeps what was asked for of a State, and is not written yet, to what its line needs to be busy: what it carries while a question
 * goes there and the answer comes back, and a moment more; a chunk at least. If this process is killed, no more than that is lost, wherever it
 * is then: on the line, or here and unread. To have less on the way would be to let the line stand idle.
 */
export interface LineWindow {
  /**
   * Of so many bytes that lack, those that are to be asked for now, at no more than a rate (null: none); returns when there is room
   * for them. Throws where the signal says so.
   */
  readonly turn: (bytes: number, bytesPerSecond: number | null, signal: AbortSignal) => Promise<Turn>
}

const windowBytesMax = exchangeLimits.exhibits.rangesAtOnceMax * chunkPosition(segmentChunks)
/** Each writing has its price, whatever is written: a fast line waits for it. A slow one is written as it comes. */
const writingsOfWindow = 32

/** @param tickMs - milliseconds of a clock that never goes back */
export function lineWindow(tickMs: () => number): LineWindow {
  const line = lineMeasure(tickMs)
  const waiting: (() => void)[] = []
  let windowBytes = sealedChunkBytes
  let onTheWay = 0

  /** A line that was hardly measured is not believed at once. */
  const measured = (): void => {
    windowBytes = between(sealedChunkBytes, Math.min(2 * windowBytes, windowBytesMax), line.busyBytes(null))
  }
  const release = (bytes: number): void => {
    onTheWay -= bytes
    for (const look of waiting.splice(0)) look()
  }
  const roomFor = async (
    lacking: number,
    bytesPerSecond: number | null,
    signal: AbortSignal,
  ): Promise<number> => {
    for (;;) {
      signal.throwIfAborted()
      const room = between(sealedChunkBytes, windowBytes, line.busyBytes(bytesPerSecond))
      const bytes = Math.min(lacking, Math.max(sealedChunkBytes, Math.floor(room / 2)))
      if (onTheWay === 0 || onTheWay + bytes <= room) return bytes
      await new Promise<void>((resolve) => waiting.push(resolve))
    }
  }
  return {
    async turn(lacking, bytesPerSecond, signal) {
      const bytes = await roomFor(lacking, bytesPerSecond, signal)
      onTheWay += bytes
      return begun(line, { bytes, windowBytes }, tickMs, { release, measured })
    },
  }
}

function begun(
  line: LineMeasure,
  { bytes, windowBytes }: { readonly bytes: number; readonly windowBytes: number },
  tickMs: () => number,
  { release, measured }: { readonly release: (bytes: number) => void; readonly measured: () => void },
): Turn {
  const askedMs = tickMs()
  let left = bytes
  let isAnswered = false
  return {
    bytes,
    writtenAtOnceBytes: Math.max(1, Math.floor(windowBytes / writingsOfWindow)),
    begin() {
      isAnswered = true
      line.begin(tickMs() - askedMs)
    },
    came(more) {
      line.came(more)
      left -= more
      release(more)
    },
    end() {
      if (isAnswered) line.end()
      measured()
      release(left)
    },
  }
}

function between(least: number, most: number, value: number): number {
  return Math.max(least, Math.min(most, value))
}
