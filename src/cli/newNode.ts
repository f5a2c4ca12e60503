import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SignatureAlgorithm } from '../envelope/algorithms.ts'
import { holderOf } from '../main.ts'
import { stateOf } from '../message/stateOf.ts'
import { validateTrustList } from '../message/validate.ts'
import { CommandFailure, exitCodes, refusedBy } from './outcome.ts'
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

/**
 * Makes keys, certificates and settings of a node. The settings come last: with them the node exists.
 *
 * @throws CommandFailure before anything is written, where no trust list could be signed from these settings
 */
export async function makeNode({
  dataFolder,
  settings,
  algorithm,
  passphrase,
  validFrom,
}: NewNode): Promise<void> {
  checkSettings(settings)
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

/** Judges the settings as part of a trust list, with stand-ins for the keys that are not made yet. */
function checkSettings(settings: SettingsOfState): void {
  const { state, url, authorities } = settings
  const standIn = Buffer.alloc(64).toString('base64')
  const at = new Date(0).toISOString()
  const valid = validateTrustList({
    v: 1,
    sequence: 1,
    issuedAt: at,
    nextUpdate: at,
    state,
    name: settings.name,
    node: { uri: holderOf(state), url },
    authorities,
    ...(settings.rules === undefined ? {} : { rules: settings.rules }),
    certificateAuthorities: [standIn],
    listSigners: [standIn],
    signers: [{ certificate: standIn, use: 'message', validFrom: at, status: 'inForce', statusSince: at }],
    encryptionKeys: [
      {
        kid: 'x',
        jwk: { kty: 'OKP', crv: 'X25519', x: Buffer.alloc(32).toString('base64url') },
        validFrom: at,
        status: 'inForce',
      },
    ],
    log: { origin: 'x', vkey: 'x+00000000+AAAA' },
    capabilities: {
      kinds: ['preservation'],
      languages: ['en'],
      messageBytesMax: 1_048_576,
      exhibitBytesMax: 0,
      schemaVersions: ['1.0'],
    },
  })
  if (!valid.ok) throw refusedBy(valid)
  const foreign = authorities.find(({ id }) => stateOf(id) !== state)
  if (foreign !== undefined) {
    throw new CommandFailure(
      exitCodes.refused,
      'AUTHORITY_UNKNOWN',
      `${foreign.id} is no authority of ${state}`,
    )
  }
}
