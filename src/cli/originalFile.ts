import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Cut } from '../exhibit/disclosure/commitment.ts'
import {
  type Page,
  type Piece,
  inOrderOfBytes,
  piecesOfFile,
  piecesOfPages,
} from '../exhibit/disclosure/pieces.ts'
import { nameBytesMax } from '../exhibit/disclosure/statement.ts'
import { openGivenFile } from './exhibitFile.ts'
import { wrongUse } from './outcome.ts'

const loneSurrogate = /\p{Surrogate}/u

/** Files that a folder of pages may have. */
export const pagesMax = 100_000

/** The pieces of the original at a path: a file, or a folder whose files are its pages. They are read once. */
export async function* piecesAt(
  path: string,
  cut: Cut,
  passed: (bytes: number) => void,
): AsyncGenerator<readonly Piece[]> {
  yield* cut.by === 'pages' ? piecesOfPages(pagesIn(path, passed)) : piecesOfFile(bytesOf(path, passed), cut)
}

async function* bytesOf(path: string, passed: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  const file = await openGivenFile(path)
  try {
    for await (const bytes of file.source) {
      passed(bytes.length)
      yield bytes
    }
  } finally {
    await file.close()
  }
}

/**
 * The files of a folder, in the order of the bytes of their names.
 *
 * @throws CommandFailure WRONG_USE where something else than files is in it, or more than `pagesMax`
 */
async function* pagesIn(folder: string, passed: (bytes: number) => void): AsyncGenerator<Page> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((reason: unknown) => {
    throw wrongUse(`${folder} cannot be read: ${reason instanceof Error ? reason.message : String(reason)}`)
  })
  const other = entries.find((entry) => !entry.isFile())
  if (other !== undefined) throw wrongUse(`${join(folder, other.name)} is no file, and pages are files`)
  const tooLong = entries.find(
    ({ name }) => Buffer.byteLength(name) > nameBytesMax || loneSurrogate.test(name),
  )
  if (tooLong !== undefined) throw wrongUse(`${tooLong.name} is no name for a page`)
  if (entries.length > pagesMax) throw wrongUse(`${folder} has more than ${pagesMax} files`)
  for (const { name } of entries.toSorted((one, next) => inOrderOfBytes(one.name, next.name)))
    yield { name, source: bytesOf(join(folder, name), passed) }
}
