import assert from 'node:assert/strict'
import { createPublicKey, X509Certificate } from 'node:crypto'
import { readCertificate } from '../../src/trust/certificate.ts'
import { checkCertificate } from '../../src/trust/checkCertificate.ts'
import {
  bytesOf,
  childAt,
  childrenOf,
  fromDer,
  integerOf,
  octetString,
  sequence,
  smallInteger,
} from '../../src/trust/der.ts'
import { issueCertificateAuthority, issueSigner } from '../../src/trust/issue.ts'
import { ca, holder, newSigner, now, order, signers } from './fixture.ts'

describe('a certificate that is issued', () => {
  it('is good for its use, for EC and RSA keys and both kinds of signer', () => {
    for (const use of ['messageSigner', 'listSigner'] as const) {
      const { certificate, issuer } = newSigner('ES256', ca, use)
      assert.equal(checkCertificate(certificate, issuer, { use, holder }, now).ok, true)
    }
    const { certificate, issuer } = signers.PS256
    assert.equal(checkCertificate(certificate, issuer, { use: 'messageSigner', holder }, now).ok, true)
  })

  it('says what was ordered, in any script', () => {
    const { certificate } = signers.ES256
    const native = new X509Certificate(certificate)
    assert.match(native.subject, /C=VN/)
    assert.match(native.subject, /O=Viện kiểm sát \(test\)/)
    assert.equal(native.checkPrivateKey(signers.ES256.key), true)
    assert.equal(native.checkIssued(new X509Certificate(ca.certificate)), true)
    const read = readCertificate(certificate)
    assert.ok(read.ok)
    assert.deepEqual(read.certificate.keyUsage, ['digitalSignature'])
    assert.deepEqual(read.certificate.uris, [holder])
    assert.equal(read.certificate.validFrom.toISOString(), '2026-01-01T00:00:00.000Z')
  })

  it('names no country where an organisation holds it: the attribute has two letters', () => {
    const { subject, ...rest } = order('CA')
    const organisation = { ...subject, country: 'XPO', organisation: 'INTERPOL (test)' }
    const certificate = issueCertificateAuthority({ ...rest, subject: organisation, key: ca.key })
    assert.equal(new X509Certificate(certificate).subject, 'O=INTERPOL (test)\nCN=CA')
  })

  it('may last beyond 2049, where the form of times changes', () => {
    const validUntil = new Date('2055-06-30T01:02:03Z')
    const certificate = issueCertificateAuthority({ ...order('CA'), validUntil, key: ca.key })
    assert.equal(new Date(new X509Certificate(certificate).validTo).toISOString(), validUntil.toISOString())
  })

  it('cannot be issued under what is no certificate', () => {
    const publicKey = createPublicKey(signers.ES256.key)
    const wanted = { ...order('x'), publicKey, holder }
    const certificate = Buffer.from('3003020101', 'hex')
    assert.throws(() => issueSigner('messageSigner', wanted, { key: ca.key, certificate }), TypeError)
  })
})

describe('DER', () => {
  it('is read by path, and what is not there is an error', () => {
    const node = sequence([smallInteger(40_000), octetString(Buffer.from('x'))])
    assert.equal(integerOf(childAt(node, 0)), 40_000)
    assert.equal(bytesOf(childAt(node, 1)).toString(), 'x')
    assert.equal(childrenOf(node).length, 2)
    assert.throws(() => childAt(node, 2), TypeError)
    assert.throws(() => childAt(node, 1, 0), TypeError)
    assert.throws(() => bytesOf(node), TypeError)
    assert.throws(() => childrenOf(childAt(node, 0)), TypeError)
    assert.throws(() => fromDer(Buffer.from('30030201', 'hex')))
  })
})
