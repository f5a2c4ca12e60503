import type { Identity } from './read.ts'
import { readIdentity } from './read.ts'
import { readRevoked } from './revoked.ts'
import { readRoles } from './roles.ts'
import { type Sealer, sealerOf } from './sealing.ts'

/** The keys of a node in service: they follow their folder, so that new ones are taken up without a stop. */
export interface Keyring {
  readonly current: () => Identity
  /** Looks whether the roles or the revoked certificates have changed, and takes up what they say. Throws IdentityError and keeps what it had. */
  readonly refresh: () => Promise<void>
  readonly sealer: Sealer
}

/** Opens the keys in a folder. Throws IdentityError. */
export async function openKeyring(folder: string, passphrase: string): Promise<Keyring> {
  const look = async (): Promise<string> =>
    JSON.stringify([await readRoles(folder), await readRevoked(folder)])
  let seen = await look()
  let identity = await readIdentity(folder, passphrase)
  return {
    current: () => identity,
    sealer: sealerOf(passphrase),
    async refresh() {
      const found = await look()
      if (found === seen) return
      identity = await readIdentity(folder, passphrase)
      seen = found
    },
  }
}
