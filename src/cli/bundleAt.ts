import { stat } from 'node:fs/promises'
import { type Unpacked, unpackedOf, withBundle } from './courtLayout.ts'
import { readBundle } from './folder.ts'
import { readZipFile } from './zip/diskFile.ts'

/** Reads the bundle at a path: a folder or a zip file, each a bare bundle or a court bundle with one in it. */
export async function readBundleAt(path: string): Promise<Unpacked> {
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
  return withBundle(isFile ? await readZipFile(path) : unpackedOf(await readBundle(path)), path)
}
