import { type Result, refuse } from '../message/refusal.ts'
import { type Certificate, readCertificate } from './certificate.ts'

/** The certificates of a PEM text (RFC 7468), with any text between them: all, or CERTIFICATE_INVALID; none is that too. */
export function readCertificatesPem(text: string): Result<{ certificates: readonly Certificate[] }> {
  const blocks = text.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g)
  const certificates: Certificate[] = []
  for (const [, body = ''] of blocks) {
    const read = readCertificate(Buffer.from(body, 'base64'))
    if (!read.ok) return read
    certificates.push(read.certificate)
  }
  return certificates.length === 0
    ? refuse('CERTIFICATE_INVALID', { detail: 'there is no certificate in PEM' })
    : { ok: true, certificates }
}
