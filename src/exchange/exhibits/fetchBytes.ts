import { type Refusal, refuse } from '../../message/refusal.ts'
import type { PartialFile } from '../../store/exhibits/partialFile.ts'
import { exchangeLimits } from '../limits.ts'
import { isDiskFull } from './diskFull.ts'
import { inBatches } from './inBatches.ts'
import type { Turn } from './lineWindow.ts'

/** Where the bytes of a sealed file come from and go to. */
export interface FetchPlaces {
  readonly file: PartialFile
  /** The bytes from `start` to without `end` of the sealed file, from the peer. Throws where it cannot be reached. */
  readonly range: (start: number, end: number) => Promise<AsyncIterable<Buffer>>
  /** Of so many bytes that lack, those that are to be asked for now; returns when their turn has come. Absent: all, at once. */
  readonly turn?: (bytes: number) => Promise<Turn>
  /** Waits; throws where the node is being stopped. */
  readonly pause: (ms: number) => Promise<void>
  /** Told of bytes that came over the network. */
  readonly onBytes?: (bytes: number) => Promise<void>
  /** Told up to where the file is here, opened and hashed. */
  readonly onTaken?: (bytes: number) => Promise<void>
}

/** It is not gone on with now, and to try at once again is in vain; what has come stays. */
export class FetchBrokenOff extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal, options?: ErrorOptions) {
    super(refusal.code, options)
    this.refusal = refusal
  }
}

/** Another process of this node is at the file, or may be: what comes of it is for that one to say. */
export const fetchedElsewhere = refuse('NODE_BUSY', {
  detail: 'another process of this node fetches the file',
})

/** What came is not what was announced; fetched once more it was the same. */
export class Damaged extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

/**
 * What has come is written as soon as what came before is: if the process is killed, the system keeps what it was given, and
 * nothing of it is fetched again. Where more comes than is written, it gathers, up to so many bytes, before the peer has to wait.
 */
const batchBytes = { least: 1, most: 2 * 1024 * 1024, ofPiece: 4 * 1024 }

/**
 * Fetches the bytes from `start` to without `end` of a sealed file to their place. After a cut it goes on where it was:
 * whatever has come is written. What it is worth is for the reader of the file to say.
 *
 * @throws FetchBrokenOff as `range`, `turn` or `onBytes` do; whatever `range` throws where the peer cannot be reached for long
 */
export async function fetchBytes(places: FetchPlaces, start: number, end: number): Promise<void> {
  let next = start
  let failures = 0
  while (next < end) {
    const before = next
    try {
      for await (const bytes of comingAt(places, next, end)) next += bytes
    } catch (reason) {
      failures = next > before ? 1 : failures + 1
      await patience(places, failures, reason)
    }
  }
}

/** Asks once, for as much as has its turn, and writes what comes; gives how many bytes more are written each time. */
async function* comingAt(places: FetchPlaces, start: number, end: number): AsyncGenerator<number> {
  const turn = await places.turn?.(end - start)
  const until = start + (turn?.bytes ?? end - start)
  let next = start
  try {
    const range = await places.range(start, until)
    turn?.begin()
    for await (const pieces of inBatches(range, {
      ...batchBytes,
      least: turn?.writtenAtOnceBytes ?? batchBytes.least,
    })) {
      const bytes = pieces.reduce((total, { length }) => total + length, 0)
      await written(places, next, pieces)
      // If the process dies here: the next one finds them, and asks for what follows.
      next += bytes
      turn?.came(bytes)
      yield bytes
      await places.onBytes?.(bytes)
    }
    if (next < until) throw new Error('the peer gave less than was asked for')
  } finally {
    turn?.end()
  }
}

/** To fetch again what a full disk did not take is in vain. */
async function written({ file }: FetchPlaces, position: number, pieces: readonly Buffer[]): Promise<void> {
  try {
    await file.write(position, pieces)
  } catch (cause) {
    throw isDiskFull(cause) ? new FetchBrokenOff(refuse('EXHIBIT_NO_SPACE'), { cause }) : cause
  }
}

/** Waits before the next attempt, ever longer; gives up after so many without a byte. */
async function patience({ pause }: FetchPlaces, failures: number, reason: unknown): Promise<void> {
  const { failuresMax, pauseMs } = exchangeLimits.exhibits
  if (failures > failuresMax || reason instanceof FetchBrokenOff) throw reason
  await pause(Math.min(pauseMs.longest, pauseMs.first * 2 ** (failures - 1)))
}
