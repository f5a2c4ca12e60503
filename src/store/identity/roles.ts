import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { certificateDigest } from '../../trust/certificate.ts'
import { replaceFile } from '../replaceFile.ts'
import { IdentityError } from './identityError.ts'
import { type NoteRoles, firstNoteRoles, isNoteRoles } from './noteRoles.ts'
import { unlessMissing } from '../unlessMissing.ts'

/** What a key with a certificate is for, as the trust list names it; `list` signs the list itself. */
export type SigningUse = 'message' | 'http' | 'list'

export const signingUses: readonly SigningUse[] = ['message', 'http', 'list']

/** What the files of a use are called; those of a key that follows another bear the beginning of its digest as well. */
export const baseNames: Readonly<Record<SigningUse, string>> = {
  message: 'signer',
  http: 'http-signer',
  list: 'list-signer',
}

/** The files of a use, by the name that they share without its ending. */
export interface Role {
  readonly current: string
  /** Made, listed, and not yet used. */
  readonly next?: string
}

/** A certificate that is not used any more and stays listed, with the moment from which on it counts for nothing. */
export interface PastCertificate {
  readonly use: Exclude<SigningUse, 'list'>
  /** Base64 of DER. */
  readonly certificate: string
  readonly withdrawnSince: string
}

/** Since when peers may seal to an encryption key, and from when on not any more. */
export interface SealingTime {
  readonly validFrom: string
  readonly withdrawnSince?: string
}

/** A key that waits for its certificate from elsewhere: its file has that name, and it has no effect. */
export interface RequestedKey {
  readonly use: SigningUse
  readonly name: string
}

/** Which key of an identity is used for what: key files are never changed, this alone is, in one step. */
export interface Roles {
  readonly signing: Readonly<Record<SigningUse, Role>>
  readonly past: readonly PastCertificate[]
  /** By kid; empty where the identity was never renewed, and its keys are those that lie in the folder. */
  readonly encryption: Readonly<Record<string, SealingTime>>
  readonly requested?: readonly RequestedKey[]
  /** Base64 of DER: the certificate authorities of the State; absent: the one that the identity was made with. */
  readonly authorities?: readonly string[]
  /** Absent: nothing has followed the keys of log and witness with which the identity was made. */
  readonly noteKeys?: NoteRoles
}

/** The roles of the keys of log and witness. */
export function noteRolesOf({ noteKeys = firstNoteRoles }: Roles): NoteRoles {
  return noteKeys
}

/** Name of the file in the folder of an identity. */
export const rolesFileName = 'roles.json'

/** What the files of a key that follows another are called. */
export function followerOf(use: SigningUse): (certificate: Buffer) => string {
  return (certificate) => nameFrom(use, certificateDigest(certificate))
}

/** The name that a use and a SHA-256 (hex) give to files. */
export function nameFrom(use: SigningUse, digest: string): string {
  return `${baseNames[use]}-${digest.slice(0, 16)}`
}

/** The roles of an identity that was never renewed. */
export const firstRoles: Roles = {
  signing: {
    message: { current: baseNames.message },
    http: { current: baseNames.http },
    list: { current: baseNames.list },
  },
  past: [],
  encryption: {},
}

/** The roles of the keys in a folder. Throws IdentityError IDENTITY_DAMAGED where the file is none of ours. */
export async function readRoles(folder: string): Promise<Roles> {
  const path = join(folder, rolesFileName)
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (reason) {
    if (!(reason instanceof Error) || !('code' in reason) || reason.code !== 'ENOENT') throw reason
    await refuseFollowers(folder, path)
    return firstRoles
  }
  const roles = parsed(text)
  if (roles !== null) return roles
  throw new IdentityError('IDENTITY_DAMAGED', `${path} is damaged. Restore the folder from a backup.`)
}

/** Keys that follow others mean that there were roles: without them the node would go back to keys that it has left. */
async function refuseFollowers(folder: string, path: string): Promise<void> {
  const names = (await unlessMissing(readdir(folder))) ?? []
  if (!names.some((name) => follower.test(name))) return
  throw new IdentityError('IDENTITY_MISSING', `${path} is missing. Restore the folder from a backup.`)
}

/** Makes these the roles. If the process dies here, the old ones or the new ones stand. */
export async function writeRoles(folder: string, roles: Roles): Promise<void> {
  const [name, text] = rolesFile(roles)
  await replaceFile(join(folder, name), text)
}

/** The roles as a file: its name and what stands in it. */
export function rolesFile(roles: Roles): readonly [string, string] {
  return [rolesFileName, `${JSON.stringify(roles, null, 2)}\n`]
}

function parsed(text: string): Roles | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  return isRoles(value) ? value : null
}

const names: Readonly<Record<SigningUse, RegExp>> = {
  message: /^signer(-[0-9a-f]{16})?$/,
  http: /^http-signer(-[0-9a-f]{16})?$/,
  list: /^list-signer(-[0-9a-f]{16})?$/,
}
/** A certificate that follows another; the file of a key alone may be one that waits for its certificate. */
const follower = /^((http-|list-)?signer-[0-9a-f]{16}\.(p12|crt)|(log|witness)-[0-9a-f]{16}\.key)$/
const certificatePattern = /^[A-Za-z0-9+/]{4,16000}={0,2}$/
const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/

function isRoles(value: unknown): value is Roles {
  if (!isObject(value)) return false
  const { signing, past, encryption, requested = [], authorities = [], noteKeys = firstNoteRoles } = value
  return (
    isObject(signing) &&
    signingUses.every((use) => isRole(signing[use], names[use])) &&
    Array.isArray(past) &&
    past.every(isPast) &&
    isObject(encryption) &&
    Object.keys(encryption).every((kid) => isText(kid, /^[A-Za-z0-9_-]{43}$/)) &&
    Object.values(encryption).every(isSealingTime) &&
    Array.isArray(requested) &&
    requested.every(isRequested) &&
    Array.isArray(authorities) &&
    authorities.every((certificate) => isText(certificate, certificatePattern)) &&
    isNoteRoles(noteKeys)
  )
}

function isRole(value: unknown, name: RegExp): boolean {
  if (!isObject(value)) return false
  const { current, next } = value
  return isText(current, name) && (next === undefined || isText(next, name))
}

function isPast(value: unknown): boolean {
  if (!isObject(value)) return false
  const { use, certificate, withdrawnSince } = value
  const isUse = use === 'message' || use === 'http'
  return isUse && isText(certificate, certificatePattern) && isText(withdrawnSince, moment)
}

function isRequested(value: unknown): boolean {
  return isObject(value) && signingUses.some((use) => value.use === use && isText(value.name, names[use]))
}

function isSealingTime(value: unknown): boolean {
  if (!isObject(value)) return false
  const { validFrom, withdrawnSince } = value
  return isText(validFrom, moment) && (withdrawnSince === undefined || isText(withdrawnSince, moment))
}

function isText(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
