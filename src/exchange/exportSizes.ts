import { type Files, bundlePaths } from '../audit/bundle/layout.ts'
import { type SizeLimits, sizeCounter } from '../audit/bundle/sizes.ts'
import { type LogFile, tilePath, tilesOf } from '../audit/tile.ts'
import { hashBytes } from '../audit/tree.ts'
import { measureSecrets } from '../store/placed.ts'
import { ExportTooLarge } from './exportTooLarge.ts'
import type { Node } from './node.ts'

/** What a bundle will hold of the log beside its other files, as far as that is known before the export is noted. */
export interface LogToExport {
  readonly size: number
  readonly bundles: readonly LogFile[]
  /** Lines of `disclosures.jsonl`. */
  readonly openings: readonly string[]
}

/** Room for what comes while a bundle is made: the entry that tells of it, with what opens that, and the head with it. */
const makingBytes = 64 * 1024

/** Refuses what `verify` would not take. Throws ExportTooLarge. */
export function refuseTooLarge(files: Files, sizes: SizeLimits, log: LogToExport | null = null): void {
  const beyond = sizeCounter(sizes)
  for (const [path, bytes] of sizesIn(files, log)) {
    const what = beyond(path, bytes)
    if (what !== null) throw new ExportTooLarge(what)
  }
}

function* sizesIn(files: Files, log: LogToExport | null): Generator<readonly [string, number]> {
  for (const [path, { length }] of files) yield [path, length]
  if (log === null) return
  for (const { path, bytes } of log.bundles) yield [path, bytes.length]
  for (const tile of tilesOf(log.size)) yield [tilePath(tile), tile.width * hashBytes]
  yield [bundlePaths.checkpoint, makingBytes]
  yield [bundlePaths.disclosures, log.openings.reduce((sum, lines) => sum + Buffer.byteLength(lines), 0)]
}

/** No line of an opening is shorter, without its value. */
const openingBytesMin = '{"field":"actor","index":0,"salt":"","value":}\n'.length + 43

/** Of a bundle of everything, by how much the openings have at the least: where that is too much, they are not read for nothing. */
export async function refuseTooManyOpenings(
  { db }: Pick<Node, 'db'>,
  size: number,
  { fileBytesMax }: SizeLimits,
): Promise<void> {
  const { secrets, bytes } = await measureSecrets(db, size)
  if (bytes + secrets * openingBytesMin <= fileBytesMax) return
  throw new ExportTooLarge(
    `${bundlePaths.disclosures} would have ${secrets} openings, and more than ${fileBytesMax} bytes`,
  )
}
