import { type FileHandle, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openKeyring } from '../identity/keyring.ts'
import { members } from './archive.ts'
import { meaningOf } from './memberNames.ts'
import { putFile } from './putFile.ts'

const identity = /^identity\/(.+)$/

/**
 * Opens the keys of a verified backup, in a folder of their own that goes away: whoever has the wrong passphrase learns it before
 * a database is filled. They lie there under their passphrase, as in the backup.
 *
 * @throws IdentityError
 */
export async function tryArchivedKeys(file: FileHandle, passphrase: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'rogatory-keys-'))
  try {
    for await (const member of members(file)) {
      const meaning = meaningOf(member.name)
      const [, name] = (meaning?.kind === 'file' ? identity.exec(meaning.path) : null) ?? []
      if (name !== undefined) await putFile(join(folder, name), member)
    }
    await openKeyring(folder, passphrase)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
