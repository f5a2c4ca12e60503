import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { UnprovenPiece } from '../exhibit/disclosure/prove.ts'
import { safeFileName } from '../exhibit/fileName.ts'
import { refuse } from '../message/refusal.ts'
import { isTaken, syncFolder } from '../store/newFile.ts'
import { refusedBy } from './outcome.ts'

/** Where what a disclosure shows is written while it is being proven. */
export interface ShownParts {
  readonly onPiece: (piece: UnprovenPiece) => Promise<void>
  /** Gives the folder its name: what is in it is proven. */
  readonly keep: () => Promise<void>
  /** Removes what was written, where it was not kept. */
  readonly close: () => Promise<void>
}

/**
 * Writes parts to a folder that has its name only once they are proven: pages as files that begin with their number,
 * others one after the other in the file `shown`. If the process dies before that, a folder `.….part` stays beside it.
 *
 * @throws CommandFailure EXHIBIT_TARGET_EXISTS where the name is taken
 */
export async function shownPartsAt(folder: string): Promise<ShownParts> {
  if (await isTaken(folder)) throw refusedBy(refuse('EXHIBIT_TARGET_EXISTS', { detail: basename(folder) }))
  const draft = join(dirname(folder), `.${randomUUID()}.part`)
  await mkdir(draft, { mode: 0o700 })
  let file: FileHandle | null = null
  let held: Uint8Array[] = []
  let heldBytes = 0
  const flush = async (): Promise<void> => {
    const bytes = Buffer.concat(held)
    held = []
    heldBytes = 0
    await file?.writeFile(bytes)
  }
  const end = async (): Promise<void> => {
    await flush()
    await file?.sync()
    await file?.close()
    file = null
  }
  return {
    async onPiece({ part, name, bytes, isLast }) {
      file ??= await open(join(draft, nameOf(part, name)), 'wx', 0o600)
      // A copy: whoever reads the disclosure uses the memory of a piece again.
      held.push(Buffer.from(bytes))
      heldBytes += bytes.length
      if (heldBytes >= heldBytesMax || held.length >= heldMax) await flush()
      if (isLast && name !== null) await end()
    },
    async keep() {
      await end()
      if (await isTaken(folder))
        throw refusedBy(refuse('EXHIBIT_TARGET_EXISTS', { detail: basename(folder) }))
      // What is told as kept is on the disk: the names of the files, then that of their folder.
      await syncFolder(draft)
      await rename(draft, folder)
      await syncFolder(dirname(folder))
    },
    async close() {
      await file?.close()
      await rm(draft, { recursive: true, force: true })
    },
  }
}

/** Pieces are written together, for lines are small. */
const heldBytesMax = 256 * 1024
const heldMax = 1_000

function nameOf(part: number, name: string | null): string {
  return name === null
    ? 'shown'
    : safeFileName(`${String(part).padStart(9, '0')} ${name.replace(/[/\\]/g, '_')}`)
}
