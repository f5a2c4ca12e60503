import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js/lib/zip-core-native.js'
import { readBundle } from '../../src/cli/folder.ts'

/** A zip file with these files. */
export async function zipOf(files: ReadonlyMap<string, Uint8Array>): Promise<Buffer> {
  const zip = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false })
  for (const [path, bytes] of files) await zip.add(path, new Uint8ArrayReader(bytes))
  return Buffer.from(await zip.close())
}

/** Unpacks a zip file into a folder by a program of others, and gives the files that are there then. */
export async function unpacked(zip: string, folder: string): Promise<Map<string, Buffer>> {
  await promisify(execFile)('/usr/bin/python3', ['-m', 'zipfile', '-e', zip, folder])
  return new Map([...(await readBundle(folder))].map(([path, bytes]) => [path, Buffer.from(bytes)]))
}
