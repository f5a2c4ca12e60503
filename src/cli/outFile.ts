import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { FileExists, writeNewFile } from '../store/newFile.ts'
import { unlessMissing } from '../store/unlessMissing.ts'
import { wrongUse } from './outcome.ts'

/**
 * Writes what a command gives to a new file, which is there as a whole or not at all. Refuses with WRONG_USE a name that is taken, and one
 * in a folder that is not there; throws what the disk says.
 *
 * @param option - by which the file was named
 */
export async function writeOutFile(
  option: string,
  file: string,
  content: Uint8Array | string,
): Promise<void> {
  try {
    const written = writeNewFile(resolve(file), [Readable.from([Buffer.from(content)])], () => undefined)
    if ((await unlessMissing(written.then(() => true))) === null)
      throw wrongUse(`${option}: ${file} is in a folder that is not there`)
  } catch (reason) {
    if (reason instanceof FileExists) throw wrongUse(`${option}: ${file} is there already`)
    throw reason
  }
}
