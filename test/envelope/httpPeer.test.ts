import assert from 'node:assert/strict'
import { createPublicKey } from 'node:crypto'
import { httpKeyOf } from '../../src/envelope/httpPeer.ts'
import { secondOf } from '../../src/message/moment.ts'
import { refuse } from '../../src/message/refusal.ts'
import { certificateDigest } from '../../src/trust/certificate.ts'
import { issueCertificateAuthority, issueSigner } from '../../src/trust/issue.ts'
import type { StatusCheck } from '../../src/trust/revocationStatus.ts'
import { ca, holder, issued, listWith, newEcKey, now, order } from '../trust/fixture.ts'

describe('the key by which the node of a State signs HTTP', () => {
  const key = newEcKey()
  const certificate = issueSigner(
    'httpSigner',
    { ...order('HTTP'), publicKey: createPublicKey(key), holder },
    ca,
  )
  const digest = certificateDigest(certificate)
  /** The certificate that the authority had before, of the same name and key. */
  const before = issueCertificateAuthority({
    ...order('CA'),
    key: ca.key,
    validUntil: new Date('2026-03-01T00:00:00Z'),
  })
  const listOf = (...authorities: readonly Buffer[]) =>
    listWith({
      certificateAuthorities: authorities.map((one) => one.toString('base64')),
      signers: [
        {
          certificate: certificate.toString('base64'),
          use: 'http',
          validFrom: secondOf(issued),
          status: 'inForce',
          statusSince: secondOf(issued),
        },
      ],
    })
  const good: StatusCheck = () => ({ ok: true })
  const codeOf = (authorities: readonly Buffer[], status = good): string => {
    const found = httpKeyOf(listOf(...authorities), digest, now, status)
    if (!found.ok) return found.code
    assert.ok(found.key.equals(createPublicKey(key)))
    return 'good'
  }
  const statusBy = (
    authority: Buffer,
    code: 'CERTIFICATE_REVOKED' | 'CERTIFICATE_STATUS_UNKNOWN',
  ): StatusCheck => {
    return ({ issuer }) => (issuer.digest === certificateDigest(authority) ? refuse(code) : { ok: true })
  }

  it('is good by the certificate of its authority that is in force, wherever one stands that has run out', () => {
    assert.equal(codeOf([ca.certificate]), 'good')
    assert.equal(codeOf([before]), 'CERTIFICATE_NOT_IN_FORCE')
    assert.equal(codeOf([before, ca.certificate]), 'good')
    assert.equal(codeOf([ca.certificate, before]), 'good')
  })

  it('is good where nothing is known of it by one of them, and not where one has taken it back', () => {
    const both = [before, ca.certificate]
    assert.equal(codeOf(both, statusBy(before, 'CERTIFICATE_STATUS_UNKNOWN')), 'good')
    assert.equal(codeOf(both, statusBy(before, 'CERTIFICATE_REVOKED')), 'CERTIFICATE_REVOKED')
    assert.equal(codeOf(both.toReversed(), statusBy(before, 'CERTIFICATE_REVOKED')), 'CERTIFICATE_REVOKED')
    const unknown = statusBy(ca.certificate, 'CERTIFICATE_STATUS_UNKNOWN')
    assert.equal(codeOf([ca.certificate], unknown), 'CERTIFICATE_STATUS_UNKNOWN')
  })
})
