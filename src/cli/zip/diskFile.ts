import { type FileHandle, open } from 'node:fs/promises'
import { Reader } from '@zip.js/zip.js/lib/zip-core-native.js'
import { CommandFailure, exitCodes } from '../outcome.ts'
import type { Unpacked } from '../courtLayout.ts'
import { readZip } from './readZip.ts'

/** A zip file on a disk, of which only the parts are read that are asked for. */
class DiskFile extends Reader<FileHandle> {
  readonly #handle: FileHandle

  constructor(handle: FileHandle, size: number) {
    super(handle)
    this.#handle = handle
    this.size = size
  }

  override async readUint8Array(index: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, this.size - index)))
    const { bytesRead } = await this.#handle.read(bytes, 0, bytes.length, index)
    return bytes.subarray(0, bytesRead)
  }
}

/** Reads the bundle in a zip file on a disk; refuses as `readZip` does, and with NO_BUNDLE what cannot be read. */
export async function readZipFile(path: string): Promise<Unpacked> {
  const handle = await open(path).catch(() => {
    throw new CommandFailure(exitCodes.wrongUse, 'NO_BUNDLE', `${path} cannot be read`)
  })
  try {
    const { size } = await handle.stat()
    return await readZip(new DiskFile(handle, size), size)
  } catch (reason) {
    if (!(reason instanceof CommandFailure)) throw reason
    throw new CommandFailure(reason.exitCode, reason.code, `${path} is not taken: ${reason.message}`)
  } finally {
    await handle.close()
  }
}
