import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import type { Signer } from '../../src/envelope/sign.ts'
import type { TrustList } from '../../src/message/generated/types.ts'
import { secondOf } from '../../src/message/moment.ts'
import { type CertificateAuthority, issueCertificateAuthority, issueSigner } from '../../src/trust/issue.ts'
import { encodeVerifierKey, noteVerifier } from '../../src/audit/note.ts'
import { sharedKey } from '../support/sharedKeys.ts'

/** A State with real keys and certificates, made once for all tests of a run. */

export const holder = 'urn:rogatory:node:vn'
export const issued = new Date('2026-01-01T00:00:00Z')
export const now = new Date('2026-06-01T12:00:00Z')

export const newSerial = () => `4${randomBytes(16).toString('hex').slice(1)}`

export const order = (commonName: string) => ({
  subject: { country: 'VN', organisation: 'Viện kiểm sát (test)', commonName },
  serial: newSerial(),
  validFrom: issued,
  validUntil: new Date('2028-01-01T00:00:00Z'),
})

export const newRsaKey = (bits = 3072): KeyObject =>
  sharedKey(`RSA-${bits}`, () => generateKeyPairSync('rsa', { modulusLength: bits }).privateKey)
export const newEcKey = (namedCurve = 'P-256'): KeyObject =>
  generateKeyPairSync('ec', { namedCurve }).privateKey

export function newCertificateAuthority(key = newRsaKey()): CertificateAuthority {
  return { key, certificate: issueCertificateAuthority({ ...order('CA'), key }) }
}

export function newSigner(
  algorithm: Signer['algorithm'],
  by: CertificateAuthority,
  use: 'messageSigner' | 'listSigner' = 'messageSigner',
  named = holder,
): Signer {
  const key = algorithm === 'ES256' ? newEcKey() : newRsaKey()
  const certificate = issueSigner(use, { ...order(use), publicKey: createPublicKey(key), holder: named }, by)
  return { algorithm, key, certificate, issuer: by.certificate }
}

export const ca = newCertificateAuthority()
export const listSigner = newSigner('ES256', ca, 'listSigner')
export const signers = { ES256: newSigner('ES256', ca), PS256: newSigner('PS256', ca) } as const

export const decryptionKeys = new Map<string, KeyObject>([
  ['x25519-1', generateKeyPairSync('x25519').privateKey],
  ['p256-1', newEcKey()],
])

/** The public half of a decryption key, ready to be sealed to. */
export function recipient(kid: 'x25519-1' | 'p256-1'): { kid: string; key: KeyObject } {
  const key = decryptionKeys.get(kid)
  if (key === undefined) throw new Error(kid)
  return { kid, key: createPublicKey(key) }
}

const logKey = generateKeyPairSync('ed25519').publicKey
const witnessKey = generateKeyPairSync('ed25519').publicKey

export function listWith(more: Partial<TrustList> = {}): TrustList {
  const authority = {
    name: { language: 'en', text: 'Supreme Procuracy' },
    competences: [{ kind: 'preservation', roles: ['requesting' as const] }],
    languages: ['vi', 'en'],
    timeZone: 'Asia/Ho_Chi_Minh',
    officeHours: 'Mo-Fr 08:00-17:00',
    validFrom: secondOf(issued),
  }
  return {
    v: 1,
    state: 'VN',
    sequence: 1,
    issuedAt: '2026-05-20T00:00:00Z',
    nextUpdate: '2026-06-10T00:00:00Z',
    name: { language: 'en', text: 'Test node' },
    node: { uri: holder, url: 'https://vn.example.org' },
    authorities: [
      { id: 'vn.spp', ...authority },
      { id: 'vn.old', ...authority, validUntil: '2026-03-01T00:00:00Z' },
    ],
    certificateAuthorities: [ca.certificate.toString('base64')],
    listSigners: [listSigner.certificate.toString('base64')],
    signers: Object.values(signers).map(({ certificate }) => ({
      certificate: certificate.toString('base64'),
      use: 'message',
      validFrom: secondOf(issued),
      status: 'inForce',
      statusSince: secondOf(issued),
    })),
    encryptionKeys: [
      encryptionKey('x25519-1', '2026-01-01T00:00:00Z'),
      encryptionKey('p256-1', '2025-01-01T00:00:00Z'),
    ],
    log: {
      origin: 'vn.example.org/log1',
      vkey: encodeVerifierKey(noteVerifier('vn.example.org/log1', logKey)),
    },
    witness: { vkey: encodeVerifierKey(noteVerifier('vn.example.org/witness', witnessKey, 'cosignature')) },
    capabilities: {
      kinds: ['preservation'],
      languages: ['en'],
      messageBytesMax: 1_048_576,
      exhibitBytesMax: 0,
      schemaVersions: ['1.0'],
    },
    ...more,
  }
}

function encryptionKey(kid: 'x25519-1' | 'p256-1', validFrom: string): TrustList['encryptionKeys'][number] {
  const { crv, x, y } = recipient(kid).key.export({ format: 'jwk' })
  const jwk =
    crv === 'X25519'
      ? { kty: 'OKP' as const, crv: 'X25519' as const, x: String(x) }
      : { kty: 'EC' as const, crv: 'P-256' as const, x: String(x), y: String(y) }
  return { kid, jwk, validFrom, status: 'inForce' }
}

export const list = listWith()
