import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import type { Signer } from '../../envelope/sign.ts'
import type { CertificateAuthority } from '../../trust/issue.ts'
import type { RevokedCertificate } from '../../trust/issueRevocationList.ts'
import { decryptKeyPem, derOfPem } from './encryptedKey.ts'
import {
  certificateFile,
  encryptionKeyFile,
  fileNames,
  keyFile,
  keyStoreFile,
  listEncryptionKeys,
  readIdentityFile,
} from './folder.ts'
import { IdentityError } from './identityError.ts'
import { kidOf } from './newKeys.ts'
import { type NoteKeys, readNoteKeys } from './noteKeys.ts'
import type { NoteUse } from './noteRoles.ts'
import { MacMismatch, readPkcs12 } from './pkcs12.ts'
import { readRevoked } from './revoked.ts'
import { algorithmOf, readTokenKey, signInToken } from './token.ts'
import { type Roles, type SigningUse, noteRolesOf, readRoles, signingUses } from './roles.ts'

/** Everything that makes a node the node it is. Hold it in memory only. */
export interface Identity {
  readonly signer: Signer
  readonly listSigner: Signer
  /** Signs HTTP requests and responses, and nothing else. */
  readonly httpSigner: Pick<Signer, 'key' | 'certificate'>
  /** Private keys by kid. */
  readonly encryptionKeys: ReadonlyMap<string, KeyObject>
  /** Ed25519 keys of the log, and those with which this State's node cosigns the logs of others. */
  readonly noteKeys: Readonly<Record<NoteUse, NoteKeys>>
  /** Certificates (DER) of the State's certificate authorities. */
  readonly authorities: readonly Buffer[]
  /** Certificates (DER) of the keys that are to follow those in use. */
  readonly next: Readonly<Partial<Record<SigningUse, Buffer>>>
  readonly past: Roles['past']
  /** The State's own authority where its key lies here: it signs the list of revoked certificates. */
  readonly revoker: CertificateAuthority | null
  /** The certificates that this authority has taken back. */
  readonly revoked: readonly RevokedCertificate[]
  readonly sealingTimes: Roles['encryption']
}

/**
 * Reads the identity that `makeIdentity` wrote, and checks that keys and certificates belong together. Throws
 * IdentityError, with words for the operator, where a file is missing or damaged or the passphrase is wrong.
 */
export async function readIdentity(folder: string, passphrase: string): Promise<Identity> {
  const files = await listEncryptionKeys(folder)
  const roles = await readRoles(folder)
  const { signing, past, encryption } = roles
  await refuseIncomplete(folder, roles)
  // Once there are roles, a key that they do not name is what a renewal has left that did not come to its end.
  const named = Object.keys(encryption)
  const kids = named.length === 0 ? files : named
  const authorities = await readAuthorities(folder, roles)
  // First, for its MAC alone can tell a wrong passphrase from a damaged file.
  const signer = await readSigner(folder, 'message', signing.message.current, passphrase, authorities)
  const listSigner = await readSigner(folder, 'list', signing.list.current, passphrase, authorities)
  const httpSigner = await readPair(folder, signing.http.current, passphrase)
  const next: Partial<Record<SigningUse, Buffer>> = {}
  for (const use of signingUses) {
    const name = signing[use].next
    if (name !== undefined) next[use] = await readNext(folder, use, name, passphrase, authorities)
  }
  const encryptionKeys = new Map<string, KeyObject>()
  for (const kid of kids) encryptionKeys.set(kid, await readEncryptionKey(folder, kid, passphrase))
  if (encryptionKeys.size === 0) {
    throw new IdentityError(
      'IDENTITY_MISSING',
      `${folder} holds no encryption key. Restore it from a backup.`,
    )
  }
  const read = (file: string) => readEd25519Key(folder, file, passphrase)
  const noteKeysOf = (use: NoteUse) =>
    readNoteKeys(noteRolesOf(roles)[use], use, read, (file) => isThere(folder, file))
  const noteKeys = { log: await noteKeysOf('log'), witness: await noteKeysOf('witness') }
  const revoked = await readRevoked(folder)
  const revoker = (await isThere(folder, fileNames.caKey)) ? await readOwnAuthority(folder, passphrase) : null
  const keys = { signer, listSigner, httpSigner, encryptionKeys, noteKeys, authorities, revoker }
  return { ...keys, next, past, revoked, sealingTimes: encryption }
}

/**
 * The State's own certificate authority with its key, where this identity was made with one and it still lies there: a
 * node in service does without it. Throws IdentityError AUTHORITY_MISSING, IDENTITY_MISSING or IDENTITY_DAMAGED.
 */
export async function readOwnAuthority(folder: string, passphrase: string): Promise<CertificateAuthority> {
  if (!(await isThere(folder, fileNames.caKey))) {
    throw new IdentityError(
      'AUTHORITY_MISSING',
      `No key of a certificate authority lies in ${folder}. Ask the one of your State for certificates: cert request, then cert import.`,
    )
  }
  const ca = {
    certificate: await readCertificateFile(folder, fileNames.caCertificate),
    key: await readKeyFile(folder, fileNames.caKey, passphrase),
  }
  requirePair(join(folder, fileNames.caKey), ca.key, ca.certificate)
  return ca
}

/** Certificates (DER) of the authorities that the State names. */
export async function readAuthorities(folder: string, { authorities }: Roles): Promise<readonly Buffer[]> {
  return authorities === undefined
    ? [await readCertificateFile(folder, fileNames.caCertificate)]
    : authorities.map((certificate) => Buffer.from(certificate, 'base64'))
}

/** The uses whose first key still waits for a certificate: until it has come, there is no node. */
export async function usesWithoutCertificate(
  folder: string,
  { signing, requested = [] }: Roles,
): Promise<readonly SigningUse[]> {
  const without: SigningUse[] = []
  for (const use of signingUses) {
    const isWaiting = requested.some((one) => one.use === use)
    if (isWaiting && !(await hasCertificate(folder, signing[use].current))) without.push(use)
  }
  return without
}

async function refuseIncomplete(folder: string, roles: Roles): Promise<void> {
  const without = await usesWithoutCertificate(folder, roles)
  if (without.length === 0) return
  throw new IdentityError(
    'IDENTITY_INCOMPLETE',
    `Certificates are still to be imported for: ${without.join(', ')}. When they have come: cert import.`,
  )
}

async function hasCertificate(folder: string, name: string): Promise<boolean> {
  return (await isThere(folder, keyStoreFile(name))) || (await isThere(folder, certificateFile(name)))
}

async function isThere(folder: string, name: string): Promise<boolean> {
  return await access(join(folder, name)).then(
    () => true,
    () => false,
  )
}

/**
 * Read as a whole, so that what is listed as the next key is there and opens before anybody relies on it. The key of a
 * list signer may wait elsewhere until it is used.
 */
async function readNext(
  folder: string,
  use: SigningUse,
  name: string,
  passphrase: string,
  authorities: readonly Buffer[],
): Promise<Buffer> {
  if (use === 'http') return (await readPair(folder, name, passphrase)).certificate
  const isElsewhere = use === 'list' && !(await isKeyThere(folder, name))
  if (isElsewhere) return await readCertificateFile(folder, certificateFile(name))
  return (await readSigner(folder, use, name, passphrase, authorities)).certificate
}

async function isKeyThere(folder: string, name: string): Promise<boolean> {
  return (await isThere(folder, keyFile(name))) || (await readTokenKey(folder, name)) !== null
}

/** Throws IdentityError KEY_NOT_HERE where the key of the next list signer was put elsewhere. */
export async function requireNextListKey(folder: string, name: string): Promise<void> {
  if (await isKeyThere(folder, name)) return
  throw new IdentityError(
    'KEY_NOT_HERE',
    `${keyFile(name)} does not lie in ${folder}: bring it back from where it is kept, then try again.`,
  )
}

/** The authority among those of the State that has issued a certificate. */
function issuerOf(path: string, certificate: Buffer, authorities: readonly Buffer[]): Buffer {
  const leaf = orDamaged(path, () => new X509Certificate(certificate))
  const issuer = authorities.find((authority) => {
    const candidate = orDamaged(path, () => new X509Certificate(authority))
    return leaf.checkIssued(candidate) && leaf.verify(candidate.publicKey)
  })
  if (issuer === undefined) throw damaged(path)
  return issuer
}

async function readPair(folder: string, name: string, passphrase: string) {
  const pair = {
    certificate: await readCertificateFile(folder, certificateFile(name)),
    key: await readKeyFile(folder, keyFile(name), passphrase),
  }
  requirePair(join(folder, keyFile(name)), pair.key, pair.certificate)
  return pair
}

async function readSigner(
  folder: string,
  use: 'message' | 'list',
  name: string,
  passphrase: string,
  authorities: readonly Buffer[],
): Promise<Signer> {
  const inToken = await readTokenSigner(folder, name, authorities)
  if (inToken !== null) return inToken
  if (use === 'message') return await readKeyStore(folder, name, passphrase)
  const path = join(folder, keyFile(name))
  const pair = await readPair(folder, name, passphrase)
  return asSigner(path, { ...pair, issuer: issuerOf(path, pair.certificate, authorities) })
}

/** A signer whose key lies in a token; null where that of this name does not. */
async function readTokenSigner(
  folder: string,
  name: string,
  authorities: readonly Buffer[],
): Promise<Signer | null> {
  const tokenKey = await readTokenKey(folder, name)
  if (tokenKey === null) return null
  const certificate = await readCertificateFile(folder, certificateFile(name))
  const path = join(folder, certificateFile(name))
  const key = orDamaged(path, () => new X509Certificate(certificate).publicKey)
  const algorithm = algorithmOf(key)
  if (algorithm === null) throw damaged(path)
  const issuer = issuerOf(path, certificate, authorities)
  return { algorithm, key, certificate, issuer, signElsewhere: signInToken(tokenKey, algorithm) }
}

async function readKeyStore(folder: string, name: string, passphrase: string): Promise<Signer> {
  const file = await readIdentityFile(folder, keyStoreFile(name))
  const path = join(folder, keyStoreFile(name))
  try {
    return asSigner(path, readPkcs12(file, passphrase))
  } catch (cause) {
    if (!(cause instanceof MacMismatch)) throw damaged(path, cause)
    throw new IdentityError(
      'PASSPHRASE_WRONG',
      `${path} does not open with this passphrase. Check the passphrase file: is it the one of this folder? Where "rogatory passphrase" was broken off, run it again.`,
      { cause },
    )
  }
}

async function readEncryptionKey(folder: string, kid: string, passphrase: string): Promise<KeyObject> {
  const key = await readKeyFile(folder, encryptionKeyFile(kid), passphrase)
  if ((await kidOf(createPublicKey(key))) !== kid) throw damaged(join(folder, encryptionKeyFile(kid)))
  return key
}

async function readEd25519Key(folder: string, name: string, passphrase: string): Promise<KeyObject> {
  const key = await readKeyFile(folder, name, passphrase)
  if (key.asymmetricKeyType !== 'ed25519') throw damaged(join(folder, name))
  return key
}

/** A key in a file of an identity. Throws IdentityError. */
export async function readKeyFile(folder: string, name: string, passphrase: string): Promise<KeyObject> {
  const file = await readIdentityFile(folder, name)
  return orDamaged(join(folder, name), () => decryptKeyPem(file.toString('latin1'), passphrase))
}

async function readCertificateFile(folder: string, name: string): Promise<Buffer> {
  const file = await readIdentityFile(folder, name)
  return orDamaged(join(folder, name), () => derOfPem(file.toString('latin1'), 'CERTIFICATE'))
}

function asSigner(path: string, read: Omit<Signer, 'algorithm'>): Signer {
  requirePair(path, read.key, read.certificate)
  const algorithm = algorithmOf(read.key)
  if (algorithm === null) throw damaged(path)
  return { ...read, algorithm }
}

function requirePair(path: string, key: KeyObject, certificate: Buffer): void {
  const isPair = orDamaged(path, () => new X509Certificate(certificate).checkPrivateKey(key))
  if (!isPair) throw damaged(path)
}

function orDamaged<Value>(path: string, read: () => Value): Value {
  try {
    return read()
  } catch (cause) {
    throw damaged(path, cause)
  }
}

function damaged(path: string, cause?: unknown): IdentityError {
  if (cause instanceof IdentityError) return cause
  return new IdentityError(
    'IDENTITY_DAMAGED',
    `${path} is damaged, or does not belong to the other files of its folder, or opens with another passphrase: where "rogatory passphrase" was broken off, run it again. Else restore the folder from a backup.`,
    { cause },
  )
}
