import { type Refusal, refuse } from '../../message/refusal.ts'
import type { PartialFile } from '../../store/exhibits/partialFile.ts'
import { exchangeLimits } from '../limits.ts'
import { isDiskFull } from './diskFull.ts'
import { inBatches } from './inBatches.ts'

/** Where the bytes of a sealed file come from and go to. */
export interface FetchPlaces {
  readonly file: PartialFile
  /** The bytes from `start` to without `end` of the sealed file, from the peer. Throws where it cannot be reached. */
  readonly range: (start: number, end: number) => Promise<AsyncIterable<Buffer>>
  /** Waits; throws where the node is being stopped. */
  readonly pause: (ms: number) => Promise<void>
  /** Told of bytes that came over the network; they are waited for where they came too fast. */
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

/** What came is not what was announced; fetched once more it was the same. */
export class Damaged extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

/** Bytes that are written at once, and bytes that may wait to be written before the peer has to. */
const batchBytes = { least: 512 * 1024, most: 2 * 1024 * 1024, ofPiece: 4 * 1024 }

/**
 * Fetches the bytes from `start` to without `end` of a sealed file to their place. After a cut it goes on where it was:
 * whatever has come is written. What it is worth is for the reader of the file to say.
 *
 * @throws FetchBrokenOff as `range` or `onBytes` do; whatever `range` throws where the peer cannot be reached for long
 */
export async function fetchBytes(places: FetchPlaces, start: number, end: number): Promise<void> {
  let next = start
  let failures = 0
  while (next < end) {
    const before = next
    try {
      for await (const pieces of inBatches(await places.range(next, end), batchBytes)) {
        const bytes = pieces.reduce((total, { length }) => total + length, 0)
        await written(places, next, pieces)
        // If the process dies here: the next one finds them, and asks for what follows.
        next += bytes
        await places.onBytes?.(bytes)
      }
      if (next < end) throw new Error('the peer gave less than was asked for')
    } catch (reason) {
      failures = next > before ? 1 : failures + 1
      await patience(places, failures, reason)
    }
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
