import { type Files, bundlePaths } from '../audit/bundle/layout.ts'
import { type SizeLimits, beyondSizes } from '../audit/bundle/sizes.ts'
import { measureSecrets } from '../store/placed.ts'
import { ExportTooLarge } from './exportTooLarge.ts'
import type { Node } from './node.ts'

/** Refuses what `verify` would not take. Throws ExportTooLarge. */
export function refuseTooLarge(files: Files, sizes: SizeLimits): void {
  const beyond = beyondSizes(files, sizes)
  if (beyond !== null) throw new ExportTooLarge(beyond)
}

/** No line of an opening is shorter, without its value. */
const openingBytesMin = '{"field":"actor","index":0,"salt":"","value":}\n'.length + 43

/** Of a bundle of everything, by how much the openings have at the least: they are read when the export is noted. */
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
