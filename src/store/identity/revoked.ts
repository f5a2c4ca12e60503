import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type RevokedCertificate, revokedByBoth } from '../../trust/issueRevocationList.ts'
import { revocationReasons } from '../../trust/revocationReason.ts'
import { replaceFile } from '../replaceFile.ts'
import { IdentityError } from './identityError.ts'

const fileName = 'revoked.json'

/** As it stands in the file, with moments as RFC 3339. */
interface Written {
  readonly serial: string
  readonly revokedAt: string
  readonly reason: string
  readonly invalidFrom?: string
}

/**
 * The certificates that the authority in this folder has taken back. They stand beside its key and not in the database,
 * so that a backup of one without the other forgets none. Throws IdentityError IDENTITY_DAMAGED.
 */
export async function readRevoked(folder: string): Promise<readonly RevokedCertificate[]> {
  const path = join(folder, fileName)
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (reason) {
    if (reason instanceof Error && 'code' in reason && reason.code === 'ENOENT') return []
    throw reason
  }
  const revoked = parsed(text)
  if (revoked !== null) return revoked
  throw new IdentityError('IDENTITY_DAMAGED', `${path} is damaged. Restore the folder from a backup.`)
}

/**
 * Adds a certificate to those taken back, and gives what stands of it now: one that is there keeps its first day, and of
 * both the earlier `invalidFrom` and the graver reason. If the process dies here, the old file or the new one stands.
 */
export async function addRevoked(folder: string, revoked: RevokedCertificate): Promise<RevokedCertificate> {
  const before = await readRevoked(folder)
  const known = before.find(({ serial }) => serial === revoked.serial)
  const one = known === undefined ? revoked : revokedByBoth(known, revoked)
  const all = [...before.filter(({ serial }) => serial !== revoked.serial), one]
  const written = all.map(({ serial, revokedAt, reason, invalidFrom }): Written => ({
    serial,
    revokedAt: revokedAt.toISOString(),
    reason,
    ...(invalidFrom === undefined ? {} : { invalidFrom: invalidFrom.toISOString() }),
  }))
  await replaceFile(join(folder, fileName), `${JSON.stringify(written, null, 2)}\n`)
  return one
}

function parsed(text: string): RevokedCertificate[] | null {
  try {
    const value: unknown = JSON.parse(text)
    if (!Array.isArray(value) || !value.every(isWritten)) return null
    return value.map(({ serial, revokedAt, reason, invalidFrom }) => ({
      serial,
      revokedAt: new Date(revokedAt),
      reason: reason as RevokedCertificate['reason'],
      ...(invalidFrom === undefined ? {} : { invalidFrom: new Date(invalidFrom) }),
    }))
  } catch {
    return null
  }
}

const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/

function isWritten(value: unknown): value is Written {
  if (typeof value !== 'object' || value === null) return false
  const { serial, revokedAt, reason, invalidFrom } = value as Partial<Record<keyof Written, unknown>>
  return (
    isText(serial, /^[0-9a-f]{2,40}$/) &&
    isText(revokedAt, moment) &&
    typeof reason === 'string' &&
    Object.hasOwn(revocationReasons, reason) &&
    (invalidFrom === undefined || isText(invalidFrom, moment))
  )
}

function isText(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value)
}
