import { sign as signBytes } from 'node:crypto'
import type { Signer } from '../../src/envelope/sign.ts'
import { kinds } from '../../src/envelope/kinds.ts'
import { canonicalText } from '../../src/message/canonical.ts'
import { certificateDigest } from '../../src/trust/certificate.ts'
import { now, signers } from '../trust/fixture.ts'

/** Tokens with any fault, put together by hand: what an attacker sends and our own functions would never make. */

export const payload = { hello: 'world', n: 1 }
export const signedAt = new Date(now.getTime() - 60_000)

export type Header = Record<string, unknown>

export function headerOf(signer: Signer, more: Header = {}): Header {
  return {
    alg: signer.algorithm,
    cty: kinds.message.cty,
    iat: Math.floor(signedAt.getTime() / 1000),
    typ: kinds.message.typ,
    x5c: [signer.certificate.toString('base64'), signer.issuer.toString('base64')],
    'x5t#S256': Buffer.from(certificateDigest(signer.certificate), 'hex').toString('base64url'),
    ...more,
  }
}

/** Signs any header text over any payload text with the key of `signer`, correctly. */
export function craft(headerText: string, payloadText: string | Buffer, signer: Signer): string {
  const input = `${Buffer.from(headerText).toString('base64url')}.${Buffer.from(payloadText).toString('base64url')}`
  const options =
    signer.algorithm === 'ES256' ? { dsaEncoding: 'ieee-p1363' as const } : { padding: 6, saltLength: 32 }
  return `${input}.${signBytes('sha256', Buffer.from(input), { key: signer.key, ...options }).toString('base64url')}`
}

/** The same with a header given as an object, in canonical JSON, and a payload that is fine. */
export function craftWith(more: Header, signer: Signer = signers.ES256): string {
  return craft(canonicalText(headerOf(signer, more)), canonicalText(payload), signer)
}

const order = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551')

/** The other signature (r, n - s) that every ECDSA signature has. */
export function ecdsaTwin(jws: string): string {
  const [header = '', body = '', signature = ''] = jws.split('.')
  const bytes = Buffer.from(signature, 'base64url')
  const s = BigInt(`0x${bytes.subarray(32).toString('hex')}`)
  const twin = Buffer.from((order - s).toString(16).padStart(64, '0'), 'hex')
  return [header, body, Buffer.concat([bytes.subarray(0, 32), twin]).toString('base64url')].join('.')
}

/** Other spellings of the same bytes of one part, which lenient decoders take. */
export function spellings(text: string): readonly string[] {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const last = alphabet.indexOf(text.at(-1) ?? '')
  const odd = text.length % 4 === 0 ? [] : [text.slice(0, -1) + (alphabet[last ^ 1] ?? '')]
  const middle = Math.floor(text.length / 2)
  return [
    ` ${text}`,
    `${text}\n`,
    `${text.slice(0, middle)} ${text.slice(middle)}`,
    `${text}=`,
    `${text}==`,
    `${text}A`.slice(0, text.length % 4 === 0 ? undefined : text.length) + '+',
    `${text}/`,
    `${text}\0`,
    '',
    ...odd,
  ]
}
