import { hash } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { makeLetters } from './password.ts'

/** As every authenticator app takes it (RFC 6238): SHA-1, six digits, 30 seconds. */
const terms = { algorithm: 'SHA1', digits: 6, period: 30 } as const
const periodMs = terms.period * 1000
const secretBytes = 20
const recoveryLetters = 16

/** A secret of which the app of a person makes codes. */
export function makeSecret({ random }: Pick<Node, 'random'>): Buffer {
  return Buffer.from(random(secretBytes))
}

/** A secret as an app takes it: typed, or from a QR code. */
export interface ShownSecret {
  /** Base32 (RFC 4648), in groups of four. */
  readonly key: string
  /** `otpauth://totp/…` */
  readonly uri: string
}

export function showSecret(
  secret: Buffer,
  { issuer, label }: Readonly<Record<'issuer' | 'label', string>>,
): ShownSecret {
  const shown = new TOTP({ ...terms, issuer, label, secret: secretOf(secret) })
  return { key: shown.secret.base32.replace(/(.{4})(?=.)/g, '$1 '), uri: shown.toString() }
}

/**
 * The step of time whose code it is, or null. The clock of the app may be half a minute wrong.
 *
 * @param after - a step that counted before: neither it nor one before it counts again
 */
export function stepOfCode(secret: Buffer, typed: string, nowMs: number, after: number): number | null {
  const token = plainCode(typed)
  if (!/^\d{6}$/.test(token)) return null
  const delta = new TOTP({ ...terms, secret: secretOf(secret) }).validate({
    token,
    timestamp: nowMs,
    window: 1,
  })
  const step = delta === null ? null : Math.floor(nowMs / periodMs) + delta
  return step === null || step <= after ? null : step
}

/** Codes for who has lost the app: each counts once. */
export function makeRecoveryCodes(node: Pick<Node, 'random'>): readonly string[] {
  return Array.from({ length: exchangeLimits.desk.recoveryCodes }, () =>
    makeLetters(node, recoveryLetters).replace(/(.{4})(?=.)/g, '$1-'),
  )
}

/** What is kept of a recovery code; null: it cannot be one. */
export function hashOfRecoveryCode(typed: string): Buffer | null {
  const code = plainCode(typed)
  return code.length === recoveryLetters ? hash('sha256', `recovery\0${code}`, 'buffer') : null
}

/** Without spaces and dashes, and with the digits that an Arabic or Persian keyboard writes as those of the app. */
function plainCode(typed: string): string {
  return typed
    .replace(/[\s\p{Cf}-]/gu, '')
    .toLowerCase()
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
}

function secretOf(secret: Buffer): Secret {
  return new Secret({ buffer: new Uint8Array(secret).buffer })
}
