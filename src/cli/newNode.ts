import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SignatureAlgorithm } from '../envelope/algorithms.ts'
import { holderOf } from '../main.ts'
import { makeIdentity } from '../store/identity/make.ts'
import { type SettingsOfState, writeSettingsOfState } from '../store/settingsOfState.ts'

/** What a new node is made from. */
export interface NewNode {
  readonly dataFolder: string
  readonly settings: SettingsOfState
  readonly algorithm: SignatureAlgorithm
  /** A passphrase of one's own; absent: 32 random bytes are written to `passphrase` in the data folder. */
  readonly passphrase?: string
  readonly validFrom: Date
}

/** Makes keys, certificates and settings of a node. The settings come last: with them the node exists. */
export async function makeNode({
  dataFolder,
  settings,
  algorithm,
  passphrase,
  validFrom,
}: NewNode): Promise<void> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  const secret = passphrase ?? randomBytes(32).toString('base64url')
  await makeIdentity({
    folder: join(dataFolder, 'identity'),
    passphrase: secret,
    country: settings.state,
    organisation: settings.name.text,
    holder: holderOf(settings.state),
    validFrom,
    algorithm,
  })
  if (passphrase === undefined) {
    await writeFile(join(dataFolder, 'passphrase'), `${secret}\n`, { mode: 0o600, flush: true })
  }
  await writeSettingsOfState(dataFolder, settings)
}
