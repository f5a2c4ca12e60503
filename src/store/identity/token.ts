import { execFile } from 'node:child_process'
import { createHash, type KeyObject, randomBytes, verify, X509Certificate } from 'node:crypto'
import { readFile, readdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, resolve } from 'node:path'
import { type SignatureAlgorithm, fitsAlgorithm, signatureAlgorithms } from '../../envelope/algorithms.ts'
import { jwsVerification } from '../../envelope/sign.ts'
import { liesIn } from '../liesIn.ts'
import { openTo } from '../openTo.ts'
import { unlessMissing } from '../unlessMissing.ts'
import { IdentityError } from './identityError.ts'

/** A private key in a token (PKCS#11): which library speaks to it, how it is named there, and what opens it. */
export interface TokenKey {
  /** Path of the PKCS#11 library. */
  readonly module: string
  /** Label of the token. */
  readonly token: string
  /** CKA_ID of the key pair, in hex. */
  readonly id: string
  /** File whose content is the PIN. */
  readonly pinFile: string
}

/** The file that stands where that of a private key would. */
export const tokenFile = (name: string) => `${name}.token.json`

/** How long one signature may take. */
export const tokenLimits = { signMs: 15_000, signatureBytesMax: 2_048 } as const

/** What `pkcs11-tool` is told for an algorithm: it is given the hash, so any token will do. */
const mechanisms: Readonly<Record<SignatureAlgorithm, readonly string[]>> = {
  ES256: ['--mechanism', 'ECDSA', '--signature-format', 'rs'],
  PS256: [
    '--mechanism',
    'RSA-PKCS-PSS',
    '--hash-algorithm',
    'SHA256',
    '--mgf',
    'MGF1-SHA256',
    '--salt-len',
    '32',
  ],
}

// The shell reads the PIN, which so never stands in a command line that others see.
const script =
  'ROGATORY_TOKEN_PIN=$(cat -- "$1") || exit 1; export ROGATORY_TOKEN_PIN; shift; exec pkcs11-tool "$@" --login --pin env:ROGATORY_TOKEN_PIN --sign'

/**
 * Signs in a token by the program `pkcs11-tool` of OpenSC, in the form that a JWS has. The key does not leave the token.
 * One signature is made after the other, each by a process of its own: several at once are more than some libraries bear.
 * Rejects with IdentityError TOKEN_FAILED where the token does not do it. A PIN that was refused is not tried again until
 * its file has changed: tokens lock themselves after a few.
 */
export function signInToken(
  key: TokenKey,
  algorithm: SignatureAlgorithm,
): (input: Uint8Array) => Promise<Buffer> {
  return async (input) => {
    const hash = createHash('sha256').update(input).digest()
    return await inTurn(async () => {
      await refuseWrongPin(key)
      return await run(key, mechanisms[algorithm], hash)
    })
  }
}

/** The algorithm for which a certificate's key stands, or null where it is none of the table. */
export function algorithmOf(publicKey: KeyObject): SignatureAlgorithm | null {
  const names = Object.keys(signatureAlgorithms) as SignatureAlgorithm[]
  return names.find((name) => fitsAlgorithm(publicKey, name)) ?? null
}

/** Lets the token sign something, and judges by the certificate (DER) whether it is its key. Throws IdentityError. */
export async function provesKey(key: TokenKey, certificate: Buffer): Promise<boolean> {
  const { publicKey } = new X509Certificate(certificate)
  const algorithm = algorithmOf(publicKey)
  if (algorithm === null) return false
  const challenge = randomBytes(32)
  const signature = await signInToken(key, algorithm)(challenge)
  return verify('sha256', challenge, { key: publicKey, ...jwsVerification[algorithm] }, signature)
}

/** The token key of that name in a folder; null where the name has none. Throws IdentityError IDENTITY_DAMAGED. */
export async function readTokenKey(folder: string, name: string): Promise<TokenKey | null> {
  const path = join(folder, tokenFile(name))
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (reason) {
    if (reason instanceof Error && 'code' in reason && reason.code === 'ENOENT') return null
    throw reason
  }
  const key = parsed(text)
  if (key !== null) {
    await refuseLibraryInside(resolve(folder, '..'), key.module, path)
    return key
  }
  throw new IdentityError('IDENTITY_DAMAGED', `${path} is damaged. Restore the folder from a backup.`)
}

/** The files with PINs that keys in this folder name; none where it is not there. Throws IdentityError IDENTITY_DAMAGED. */
export async function pinFilesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((): string[] => [])
  const suffix = tokenFile('')
  const keys = names.filter((name) => name.endsWith(suffix)).map((name) => name.slice(0, -suffix.length))
  const found = await Promise.all(keys.map((name) => readTokenKey(folder, name)))
  return found.flatMap((key) => (key === null ? [] : [key.pinFile]))
}

/**
 * A library is loaded as a program: what a backup has brought into the data folder is none. Throws IdentityError IDENTITY_DAMAGED.
 *
 * @param named - where it is named
 */
export async function refuseLibraryInside(dataFolder: string, module: string, named: string): Promise<void> {
  // What leads through a process is another place for each.
  const isPlace = isAbsolute(module) && !resolve(module).startsWith('/proc/')
  if (isPlace && !liesIn(await realOf(dataFolder), await realOf(module))) return
  throw new IdentityError(
    'IDENTITY_DAMAGED',
    `${named} names a library that lies in the data folder, or by no whole path: it would be run as a program. Name where your system has it.`,
  )
}

/** Where a path leads; of one that is not there, where its folder does. */
async function realOf(path: string): Promise<string> {
  const whole = resolve(path)
  const real = await unlessMissing(realpath(whole))
  return real ?? join(await realOf(dirname(whole)), basename(whole))
}

function parsed(text: string): TokenKey | null {
  try {
    const value = JSON.parse(text) as Readonly<Record<string, unknown>>
    const { module, token, id, pinFile } = value
    const isText = (one: unknown): one is string => typeof one === 'string' && one.length > 0
    if (!isText(module) || !isText(token) || !isText(id) || !isText(pinFile)) return null
    return isTokenId(id) ? { module, token, id, pinFile } : null
  } catch {
    return null
  }
}

/** Whether a text is a CKA_ID in hex. */
export function isTokenId(text: string): boolean {
  return /^([0-9a-f]{2}){1,64}$/.test(text)
}

async function run(key: TokenKey, mechanism: readonly string[], hash: Buffer): Promise<Buffer> {
  const words = ['--module', key.module, '--token-label', key.token, '--id', key.id, ...mechanism]
  const options = {
    encoding: 'buffer',
    timeout: tokenLimits.signMs,
    maxBuffer: tokenLimits.signatureBytesMax,
  } as const
  await refuseOpenPin(key)
  const pinWrittenMs = await writtenMs(key)
  return await new Promise((resolve, reject) => {
    const shell = ['-c', script, 'sh', key.pinFile, ...words]
    const child = execFile('sh', shell, options, (failure, out, err) => {
      if (failure === null && out.length > 0) {
        resolve(out)
        return
      }
      const said = err.toString('utf8')
      if (/CKR_PIN_(INCORRECT|INVALID|LEN_RANGE|LOCKED)/.test(said)) refusedPins.set(pinOf(key), pinWrittenMs)
      reject(failed(key, failure, said))
    })
    // Where the program is not there, the pipe is closed before it is written to; the exit code says it.
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(hash)
  })
}

function failed({ token, id, module }: TokenKey, cause: unknown, said: string): IdentityError {
  const why = said.trim().split('\n').slice(-2).join('; ').slice(0, 300)
  return new IdentityError(
    'TOKEN_FAILED',
    `The token ${token} did not sign with its key ${id} (${module}): ${why}. Is pkcs11-tool (OpenSC) there, the token in its place, and the PIN in its file the right one?`,
    { cause },
  )
}

/** When the file of a PIN was written that a token has refused, by the two. */
const refusedPins = new Map<string, number>()

const pinOf = ({ token, pinFile }: TokenKey) => `${token} ${pinFile}`

async function refuseWrongPin(key: TokenKey): Promise<void> {
  const refusedMs = refusedPins.get(pinOf(key))
  if (refusedMs === undefined || (await writtenMs(key)) !== refusedMs) return
  throw new IdentityError(
    'TOKEN_FAILED',
    `The token ${key.token} has refused the PIN in ${key.pinFile}: it is not tried again until that file has changed.`,
  )
}

/** A token is worth what its PIN is. */
async function refuseOpenPin({ pinFile }: TokenKey): Promise<void> {
  const found = await stat(pinFile).catch(() => null)
  const open = found === null ? null : openTo(pinFile, found.mode)
  if (open !== null) throw new IdentityError('TOKEN_FAILED', `The PIN of the token is no secret: ${open}`)
}

async function writtenMs({ pinFile }: TokenKey): Promise<number> {
  return await stat(pinFile).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  )
}

let last: Promise<unknown> = Promise.resolve()

/** Lets one work begin when the one before it has ended, well or not. */
async function inTurn<Outcome>(work: () => Promise<Outcome>): Promise<Outcome> {
  const turn = last.then(work, work)
  last = turn.catch(() => undefined)
  return await turn
}
