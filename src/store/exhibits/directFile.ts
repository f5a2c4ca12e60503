import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'

// Large files pass by the memory of the system on their way to the disk and back (O_DIRECT of Linux): to have them copied
// there takes more of the processors than all else that is done with them, and pushes out what others need.

/** Descriptors of one file, open as long as it is used. */
export interface OpenFile {
  readonly file: number
  /** The same file, opened for what goes directly; null where nothing does. */
  readonly direct: number | null
}

/** Place, length and memory of what goes directly are multiples of it: that of pages, and no disk has larger blocks. */
export const blockBytes = 4096

/** Bytes of a space. */
export const spaceBytes = 1024 * 1024

/** Spaces that wait to be used again: new memory of the system costs more than what is done in it. */
const idle: Buffer[] = []
const idleMax = 4

/**
 * Memory that begins at a page, until it is given back: a buffer that could grow gets pages of its own. What is in it is
 * what was in it before.
 */
export function takeSpace(): Buffer {
  return idle.pop() ?? Buffer.from(new ArrayBuffer(spaceBytes, { maxByteLength: spaceBytes }), 0, spaceBytes)
}

/** Gives a space back that nobody uses any more. */
export function giveSpace(space: Buffer): void {
  if (idle.length < idleMax) idle.push(space)
}

/** Opens a file that is there for what goes directly; null where this system, or the place of the file, has no such thing. */
export async function openDirect(path: string): Promise<FileHandle | null> {
  const direct = (constants as Partial<typeof constants>).O_DIRECT
  if (direct === undefined) return null
  try {
    return await open(path, constants.O_RDWR | direct)
  } catch (reason) {
    if (isNotDirect(reason)) return null
    throw reason
  }
}

/** Whether the place of a file, or its disk, does not take directly what is asked of it: then it goes as usual. */
export function isNotDirect(reason: unknown): boolean {
  return reason instanceof Error && 'code' in reason && reason.code === 'EINVAL'
}
