import { readFile } from 'node:fs/promises'
import { decodeBundle } from '../../src/audit/entryBundle.ts'
import type { Entry } from '../../src/audit/entry.ts'
import { bundlePath, bundlesOf } from '../../src/audit/tile.ts'
import { readBundle } from '../../src/cli/folder.ts'
import type { Case, Message } from '../../src/message/generated/types.ts'

/** A case file as it is written; that it is one is tested elsewhere. */
export async function caseIn(file: string): Promise<Case> {
  return JSON.parse(await readFile(file, 'utf8')) as Case
}

/** The entries of the log in a bundle. */
export function entriesOf(files: ReadonlyMap<string, Uint8Array>): Entry[] {
  const [, size = '0'] = Buffer.from(files.get('checkpoint') ?? '')
    .toString('utf8')
    .split('\n')
  return bundlesOf(Number(size)).flatMap(({ index, width }) => {
    const decoded = decodeBundle(files.get(bundlePath(index, width)) ?? new Uint8Array(), width)
    if (!decoded.ok) throw new Error(`bundle ${index} of the log is broken: ${decoded.code}`)
    return decoded.entries.map((bytes) => JSON.parse(Buffer.from(bytes).toString('utf8')) as Entry)
  })
}

/** The messages of the records in a bundle, by record, in their order; by default those that have a place in it. */
export function messagesOf(
  files: ReadonlyMap<string, Uint8Array>,
  named = /^[0-9]+$/,
): Map<string, Message[]> {
  const records = new Map<string, Message[]>()
  for (const path of [...files.keys()].sort()) {
    const [, request, name = ''] = /^record\/([^/]+)\/([^/.]+)\.jws$/.exec(path) ?? []
    if (request === undefined || !named.test(name)) continue
    const payload = Buffer.from(files.get(path) ?? '')
      .toString('latin1')
      .split('.')[1]
    const message = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString('utf8')) as Message
    records.set(request, [...(records.get(request) ?? []), message])
  }
  return records
}

/** The files of a bundle in a folder. */
export async function filesIn(folder: string): Promise<Map<string, Uint8Array>> {
  return await readBundle(folder)
}
