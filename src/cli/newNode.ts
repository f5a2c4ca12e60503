import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SignatureAlgorithm } from '../envelope/algorithms.ts'
import { holderOf } from '../opening.ts'
import { secondOf } from '../message/moment.ts'
import { stateOf } from '../message/stateOf.ts'
import { validateTrustList } from '../message/validate.ts'
import { CommandFailure, exitCodes, refusedBy } from './outcome.ts'
import { pem } from '../store/identity/encryptedKey.ts'
import { makeIdentity, makeRequestingIdentity } from '../store/identity/make.ts'
import type { SigningUse } from '../store/identity/roles.ts'
import { type SettingsOfState, writeSettingsOfState } from '../store/settingsOfState.ts'

/** What a new node is made from. */
export interface NewNode {
  readonly dataFolder: string
  readonly settings: SettingsOfState
  readonly algorithm: SignatureAlgorithm
  /** A passphrase of one's own; absent: that of the file `passphrase` in the data folder, to which 32 random bytes are written where it lacks. */
  readonly passphrase?: string
  readonly validFrom: Date
  /** The certificates come from elsewhere: keys and requests are made, and no authority. */
  readonly isRequesting?: boolean
}

/** A request for a certificate in a new node's folder. */
export interface WrittenRequest {
  readonly use: SigningUse
  readonly file: string
}

/**
 * Makes keys, certificates and settings of a node. The settings come last: with them the node exists. Returns the
 * requests for certificates that were written to `requests` in the data folder, where it is `isRequesting`.
 *
 * @throws CommandFailure before anything is written, where no trust list could be signed from these settings
 */
export async function makeNode({
  dataFolder,
  settings,
  algorithm,
  passphrase,
  validFrom,
  isRequesting = false,
}: NewNode): Promise<readonly WrittenRequest[]> {
  checkSettings(settings)
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  const secret = passphrase ?? (await passphraseIn(dataFolder))
  const order = {
    folder: join(dataFolder, 'identity'),
    passphrase: secret,
    country: settings.state,
    organisation: settings.name.text,
    holder: holderOf(settings.state),
    validFrom,
    algorithm,
  }
  const requests = isRequesting
    ? await writeRequests(join(dataFolder, 'requests'), await makeRequestingIdentity(order))
    : []
  if (!isRequesting) await makeIdentity(order)
  await writeSettingsOfState(dataFolder, settings)
  return requests
}

/**
 * The passphrase that stands in a data folder, made where there is none. It is there before any key that it opens: whoever is
 * stopped in between begins again, and goes on with it.
 */
async function passphraseIn(dataFolder: string): Promise<string> {
  const path = join(dataFolder, 'passphrase')
  const known = (await readFile(path, 'utf8').catch(emptyWhereMissing)).trim()
  if (known !== '') return known
  const made = randomBytes(32).toString('base64url')
  await writeFile(path, `${made}\n`, { mode: 0o600, flush: true })
  return made
}

function emptyWhereMissing(reason: unknown): string {
  if (reason instanceof Error && 'code' in reason && reason.code === 'ENOENT') return ''
  throw reason
}

async function writeRequests(
  folder: string,
  requests: readonly { readonly use: SigningUse; readonly request: Buffer }[],
): Promise<readonly WrittenRequest[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const written: WrittenRequest[] = []
  for (const { use, request } of requests) {
    const isNext = written.some((one) => one.use === use)
    const file = join(folder, `${use}${isNext ? '-next' : ''}.csr`)
    await writeFile(file, pem('CERTIFICATE REQUEST', request), { flush: true })
    written.push({ use, file })
  }
  return written
}

/** Judges the settings as part of a trust list, with stand-ins for the keys that are not made yet. */
function checkSettings(settings: SettingsOfState): void {
  const { state, url, authorities } = settings
  const standIn = Buffer.alloc(64).toString('base64')
  const at = secondOf(new Date(0))
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
