import { type ChunkKeys, headerBytes, openHeader } from '../../exhibit/chunkedEncryption.ts'
import { exhibitContext } from '../../exhibit/context.ts'
import {
  type Lacking,
  type Segment,
  chunkPosition,
  chunksIn,
  segmentChunks,
  segmentsOf,
} from '../../exhibit/segments.ts'
import { type Refusal, refuse } from '../../message/refusal.ts'
import type { FileWork } from '../../store/exhibits/fileWork.ts'
import type { ReadThrough } from '../../store/exhibits/chunkReading.ts'
import { exchangeLimits } from '../limits.ts'
import { Damaged, type FetchPlaces, fetchBytes } from './fetchBytes.ts'
import { inOrder } from './inOrder.ts'

/** A sealed file at a peer, and what must be in it: all of it as a signed message says. */
export interface Announced {
  /** State and id of its deposit there. */
  readonly state: string
  readonly deposit: string
  /** SHA-256 in hex, and bytes, of the clear file. */
  readonly sha256: string
  /** SHA-512 in hex of the clear file; null: whoever hands it over says nothing of it. */
  readonly sha512: string | null
  readonly bytes: number
  readonly sealed: { readonly sha256: string; readonly bytes: number }
  readonly fileKey: Uint8Array
}

/** What a fetch comes to; where all of it opened and is another file than was announced, with the SHA-256 of that, hex. */
export type FetchOutcome = { readonly ok: true } | (Refusal & { readonly computed?: string })

/**
 * Brings all of a sealed file into `file`: reads what is there, and fetches what is not, several segments at once. Behind
 * them goes a reader that opens and hashes what has come, in order. When it returns, every chunk has opened under its key,
 * and size and all hashes are those that were announced. Refuses with EXHIBIT_KEY_WRONG, EXHIBIT_DAMAGED or
 * EXHIBIT_TRUNCATED what is something else; then it is so for good.
 *
 * A process that dies anywhere in it loses what it had not written of the pieces at hand: the next one reads the file again,
 * and goes on behind the last byte that is there.
 *
 * @throws when the peer cannot be reached for long; what came until then stays
 */
export async function fetchExhibit(announced: Announced, places: FetchPlaces): Promise<FetchOutcome> {
  const chunks = chunksIn(announced.sealed.bytes)
  if (chunks === null)
    return refuse('EXHIBIT_TRUNCATED', { detail: 'no file has a sealed form of that size' })
  try {
    const { header, keys, hereBytes } = await openingOf(announced, places)
    const hasSecondHash = announced.sha512 !== null
    const work = await places.file.work({ header, keys, bytes: announced.sealed.bytes, hasSecondHash })
    try {
      for await (const segment of inOrder(
        segmentsOf(chunks),
        exchangeLimits.exhibits.rangesAtOnceMax,
        async (one) => await bring(announced, places, work, { segment: one, hereBytes }),
      )) {
        await takeWhole(announced, places, work, segment)
        await places.onTaken?.(Math.min(chunkPosition(segment.end), announced.sealed.bytes))
      }
      return judged(announced, await work.through())
    } finally {
      await work.close()
    }
  } catch (reason) {
    if (reason instanceof Damaged) return reason.refusal
    throw reason
  }
}

/** The header, from the file or else from the peer; what opens the chunks behind it; and up to where chunks may be here. */
async function openingOf(
  { state, deposit, fileKey, sealed }: Announced,
  places: FetchPlaces,
): Promise<{ readonly header: Buffer; readonly keys: ChunkKeys; readonly hereBytes: number }> {
  const context = exhibitContext(state, deposit)
  let hereBytes = places.file.sizeAtOpening
  for (let attempts = 0; ; attempts += 1) {
    const header = await places.file.read(0, headerBytes)
    const opened = openHeader(fileKey, header, context)
    if (opened.ok) return { header, keys: opened.keys, hereBytes }
    // Fetched once more, for a line may garble what its sender has whole.
    if (attempts === 2) throw new Damaged(opened)
    // Of a file of which nothing is here, its first chunks come with the header.
    const end = hereBytes === 0 ? Math.min(chunkPosition(segmentChunks), sealed.bytes) : headerBytes
    await fetchBytes(places, 0, end)
    hereBytes = Math.max(hereBytes, end)
  }
}

/** Fetches what lacks of a segment. */
async function bring(
  announced: Announced,
  places: FetchPlaces,
  work: FileWork,
  { segment, hereBytes }: { readonly segment: Segment; readonly hereBytes: number },
): Promise<Segment> {
  const isNew = chunkPosition(segment.first) >= hereBytes
  await fetchRuns(announced, places, isNew ? [{ ...segment, begunBytes: 0 }] : await work.look(segment))
  return segment
}

/** Lets a segment be read that has come. A chunk that does not open is fetched once more, and then counts for damaged. */
async function takeWhole(
  announced: Announced,
  places: FetchPlaces,
  work: FileWork,
  segment: Segment,
): Promise<void> {
  const doubted = new Set<number>()
  for (;;) {
    const lacking = await work.take(segment)
    if (lacking.length === 0) return
    for (const { first, end } of lacking)
      for (let number = first; number < end; number += 1) {
        if (doubted.has(number)) throw new Damaged(refuse('EXHIBIT_DAMAGED', { detail: `chunk ${number}` }))
        doubted.add(number)
      }
    // Of what came and does not open, nothing is gone on with.
    await fetchRuns(announced, places, lacking.map(fromItsBeginning))
  }
}

async function fetchRuns(
  { sealed }: Announced,
  places: FetchPlaces,
  runs: readonly Lacking[],
): Promise<void> {
  for (const { first, end, begunBytes } of runs)
    await fetchBytes(places, chunkPosition(first) + begunBytes, Math.min(chunkPosition(end), sealed.bytes))
}

function fromItsBeginning(run: Lacking): Lacking {
  return { ...run, begunBytes: 0 }
}

function judged(announced: Announced, { bytes, sha256, sha512, sealedSha256 }: ReadThrough): FetchOutcome {
  const isWhole =
    bytes === announced.bytes &&
    sha256 === announced.sha256 &&
    sha512 === announced.sha512 &&
    sealedSha256 === announced.sealed.sha256
  if (isWhole) return { ok: true }
  return { ...refuse('EXHIBIT_DAMAGED', { detail: 'its size or hash is another' }), computed: sha256 }
}
