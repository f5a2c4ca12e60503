import { open, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Member } from './archive.ts'

/** Writes a member to a new file, onto the disk, but for the names of its folders: those are the caller's to sync. */
export async function putFile(path: string, { body }: Member): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const handle = await open(path, 'wx', 0o600)
  await pipeline(Readable.from(body), handle.createWriteStream({ flush: true }))
}
