import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import 'reflect-metadata'
import { createPublicKey, webcrypto } from 'node:crypto'
import { AuthorityKeyIdentifierExtension, Extension, X509CrlGenerator } from '@peculiar/x509'
import { limits } from '../../src/message/limits.ts'
import { type Certificate, readCertificate } from '../../src/trust/certificate.ts'
import { checkChain } from '../../src/trust/checkCertificate.ts'
import { issueSigner } from '../../src/trust/issue.ts'
import {
  type RevokedCertificate,
  issueRevocationList,
  revokedByBoth,
} from '../../src/trust/issueRevocationList.ts'
import { readRevocationList, succeedsRevocationList } from '../../src/trust/revocationList.ts'
import { checkAge, statusNow, statusThen } from '../../src/trust/revocationStatus.ts'
import {
  ca,
  holder,
  listWith,
  newCertificateAuthority,
  newSerial,
  newSigner,
  now,
  order,
  signers,
} from './fixture.ts'

const hourMs = 3_600_000
const later = (hours: number) => new Date(now.getTime() + hours * hourMs)

function read(der: Buffer): Certificate {
  const found = readCertificate(der)
  assert.ok(found.ok)
  return found.certificate
}

const authority = read(ca.certificate)
const leaf = read(signers.ES256.certificate)

function listOf(
  revoked: readonly RevokedCertificate[],
  more: { number?: bigint; hours?: number; by?: typeof ca } = {},
) {
  const { number = 7n, hours = 48, by = ca } = more
  return issueRevocationList({ number, thisUpdate: now, nextUpdate: later(hours), revoked }, by)
}

const revoked = (more: Partial<RevokedCertificate> = {}): RevokedCertificate => ({
  serial: leaf.serial,
  revokedAt: now,
  reason: 'keyCompromise',
  ...more,
})

function opened(der: Buffer) {
  const result = readRevocationList(der, authority)
  assert.ok(result.ok, result.ok ? '' : result.detail)
  return result.revocationList
}

/** The path of a new file that holds it in PEM. */
function pemFile(der: Buffer, label = 'CERTIFICATE'): string {
  const path = join(mkdtempSync(join(tmpdir(), 'rogatory-crl-')), 'file.pem')
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  writeFileSync(path, `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`)
  return path
}

/** What `openssl verify` says of a certificate of the authority, held against a list of it. */
function verifiedByOpenssl(certificate: Buffer, list: Buffer): string {
  const at = String(Math.floor(now.getTime() / 1000) + 60)
  const against = ['-CAfile', pemFile(ca.certificate), '-CRLfile', pemFile(list, 'X509 CRL')]
  const options = ['-x509_strict', '-crl_check', '-attime', at, ...against]
  const run = spawnSync('openssl', ['verify', ...options, pemFile(certificate)], { encoding: 'utf8' })
  return run.stdout + run.stderr
}

const codeOf = (result: { ok: boolean; code?: string }) => (result.ok ? 'ok' : result.code)

describe('a list of revoked certificates', () => {
  it('says of each certificate when, why and from when on', () => {
    const invalidFrom = later(-100)
    const list = opened(listOf([revoked({ invalidFrom })]))
    assert.deepEqual([list.number, list.authority, list.revoked.size], [7n, authority.digest, 1])
    assert.deepEqual(list.revoked.get(leaf.serial), { revokedAt: now, reason: 'keyCompromise', invalidFrom })
  })

  it('says what was said first and what is worst of one that two places have taken back, whichever is asked first', () => {
    const lost = revoked({ revokedAt: later(-2), reason: 'superseded', invalidFrom: later(-9) })
    const found = revoked({ revokedAt: later(-1), reason: 'keyCompromise', invalidFrom: later(-8) })
    const both = revoked({ revokedAt: later(-2), reason: 'keyCompromise', invalidFrom: later(-9) })
    assert.deepEqual(revokedByBoth(lost, found), both)
    assert.deepEqual(revokedByBoth(found, lost), both)
    const bare = { serial: leaf.serial, revokedAt: later(-3), reason: 'unspecified' } as const
    assert.deepEqual(revokedByBoth(bare, bare), bare)
    assert.deepEqual(revokedByBoth(bare, found).invalidFrom, later(-8))
    assert.deepEqual(revokedByBoth(bare, revoked()), { ...bare, reason: 'keyCompromise' })
  })

  it('is read by openssl, which finds it signed by the authority and the certificate revoked', () => {
    const options = ['-in', pemFile(listOf([revoked()]), 'X509 CRL'), '-CAfile', pemFile(ca.certificate)]
    const text = execFileSync('openssl', ['crl', ...options, '-noout', '-text'], {
      encoding: 'utf8',
      stdio: 'pipe',
    })
    assert.match(text, /Key Compromise/)
    assert.match(verifiedByOpenssl(leaf.der, listOf([revoked()])), /certificate revoked/)
    assert.match(verifiedByOpenssl(leaf.der, listOf([])), /OK$/m)
  })

  it('names a certificate whose serial number begins with a zero octet so that openssl finds it too', () => {
    const serial = `c5${'2f'.repeat(15)}`
    const key = createPublicKey(signers.ES256.key)
    const other = issueSigner(
      'messageSigner',
      { ...order('Other'), serial: `00${serial}`, publicKey: key, holder },
      ca,
    )
    assert.equal(read(other).serial, serial)
    const der = listOf([revoked({ serial: read(other).serial })])
    assert.ok(opened(der).revoked.has(serial))
    assert.match(verifiedByOpenssl(other, der), /certificate revoked/)
    assert.match(verifiedByOpenssl(leaf.der, der), /OK$/m)
  })

  it('attack 29: one of another authority, even of the same name, is refused', () => {
    const der = listOf([], { by: newCertificateAuthority() })
    assert.equal(codeOf(readRevocationList(der, authority)), 'CERTIFICATE_WRONG_ISSUER')
  })

  it('attack 29: one in which any byte is another is refused', () => {
    const der = listOf([revoked()])
    for (let at = 0; at < der.length; at += 1) {
      const changed = Buffer.from(der)
      changed[at] = (changed[at] ?? 0) ^ 0x01
      assert.notEqual(codeOf(readRevocationList(changed, authority)), 'ok', `byte ${at}`)
    }
  })

  it('is refused when something follows it, when it is cut off, when it is none, and when it is enormous', () => {
    const der = listOf([])
    for (const bad of [
      Buffer.concat([der, Buffer.of(0)]),
      der.subarray(0, -1),
      Buffer.of(),
      Buffer.from('<html>'),
      Buffer.alloc(10_000_000, 0x30),
    ])
      assert.equal(codeOf(readRevocationList(bad, authority)), 'REVOCATION_LIST_INVALID')
  })

  it('attack 29: one that says that it is good for more than two days, or for none, is refused', () => {
    for (const hours of [49, 0, -1])
      assert.equal(codeOf(readRevocationList(listOf([], { hours }), authority)), 'REVOCATION_LIST_INVALID')
  })

  it('may name thousands of certificates', () => {
    const many = Array.from({ length: 3_000 }, () => revoked({ serial: newSerial() }))
    assert.equal(opened(listOf(many)).revoked.size, 3_000)
  })

  it('attack 29: one is followed only by one with a higher number that is not older', () => {
    const first = opened(listOf([], { number: 255n }))
    const next = opened(listOf([revoked()], { number: 256n }))
    assert.deepEqual(succeedsRevocationList(first, next), { ok: true, change: 'next' })
    assert.deepEqual(succeedsRevocationList(first, first), { ok: true, change: 'none' })
    const other = opened(listOf([revoked()], { number: 255n }))
    for (const bad of [other, { ...next, thisUpdate: later(-1) }])
      assert.equal(codeOf(succeedsRevocationList(first, bad)), 'REVOCATION_LIST_ROLLED_BACK')
    assert.equal(codeOf(succeedsRevocationList(next, first)), 'REVOCATION_LIST_ROLLED_BACK')
  })
})

describe('lists of revoked certificates of another program', () => {
  /** A list by @peculiar/x509, of an authority with an EC key. */
  async function foreign(
    extensions: readonly Extension[],
    algorithm: { hash: string } = { hash: 'SHA-256' },
  ) {
    const by = newCertificateAuthority()
    const issuer = read(by.certificate)
    const privateKey = await webcrypto.subtle.importKey(
      'pkcs8',
      by.key.export({ type: 'pkcs8', format: 'der' }),
      { name: 'RSASSA-PKCS1-v1_5', ...algorithm },
      true,
      ['sign'],
    )
    const { X509Certificate } = await import('@peculiar/x509')
    const crl = await X509CrlGenerator.create({
      issuer: new X509Certificate(new Uint8Array(by.certificate)).subjectName.toArrayBuffer() as never,
      thisUpdate: now,
      nextUpdate: later(24),
      entries: [{ serialNumber: leaf.serial, revocationDate: now }],
      signingKey: privateKey,
      signingAlgorithm: { name: 'RSASSA-PKCS1-v1_5', ...algorithm },
      extensions: [new AuthorityKeyIdentifierExtension(issuer.subjectKeyId ?? ''), ...extensions],
    })
    return codeOf(readRevocationList(Buffer.from(crl.rawData), issuer))
  }
  const number = new Extension('2.5.29.20', false, Buffer.from('020105', 'hex'))

  it('are taken when they are complete and numbered', async () => {
    assert.equal(await foreign([number]), 'ok')
    assert.equal(await foreign([number], { hash: 'SHA-384' }), 'ok')
  })

  it('are refused when they are parts, differences, unnumbered or weakly signed', async () => {
    const delta = new Extension('2.5.29.27', true, Buffer.from('020104', 'hex'))
    const part = new Extension('2.5.29.28', true, Buffer.from('30038101ff', 'hex'))
    for (const bad of [[number, delta], [number, part], []])
      assert.equal(await foreign(bad), 'REVOCATION_LIST_INVALID')
    assert.equal(await foreign([number], { hash: 'SHA-1' }), 'REVOCATION_LIST_INVALID')
  })

  it('attack 29: those that are enormous are refused, though their authority has signed them', async () => {
    const ballast = (bytes: number) => new Extension('1.3.6.1.4.1.99999.1', false, Buffer.alloc(bytes))
    assert.equal(await foreign([number, ballast(limits.revocationListBytesMax - 2_000)]), 'ok')
    assert.equal(await foreign([number, ballast(limits.revocationListBytesMax)]), 'REVOCATION_LIST_INVALID')
  })
})

describe('the status of a certificate', () => {
  const chain = (() => {
    const checked = checkChain(leaf.der, ca.certificate, { use: 'messageSigner', holder })
    assert.ok(checked.ok)
    return checked.chain
  })()
  const named = listWith({
    revocationLists: [{ authority: authority.digest, url: 'https://vn.example.org/list' }],
  })
  const good = opened(listOf([]))
  const bad = opened(listOf([revoked({ invalidFrom: later(-10) })]))

  it('attack 29: a status is unknown, and so not good, where a list is named and is not here or has run out', () => {
    assert.equal(codeOf(statusNow(() => null)(chain, named, now)), 'CERTIFICATE_STATUS_UNKNOWN')
    assert.equal(codeOf(statusNow(() => good)(chain, named, now)), 'ok')
    assert.equal(codeOf(statusNow(() => good)(chain, named, later(49.01))), 'CERTIFICATE_STATUS_UNKNOWN')
  })

  it('is good without a list where the State names none', () => {
    assert.equal(codeOf(statusNow(() => null)(chain, listWith(), now)), 'ok')
  })

  it('attack 30: one is revoked from the moment that its authority says, and was good before', () => {
    assert.equal(codeOf(statusNow(() => bad)(chain, named, now)), 'CERTIFICATE_REVOKED')
    assert.equal(codeOf(statusThen(() => bad)(chain, named, later(-9))), 'CERTIFICATE_REVOKED')
    assert.equal(codeOf(statusThen(() => bad)(chain, named, later(-11))), 'ok')
  })

  it('attack 29: one is revoked at once where the day of revocation is yet to come', () => {
    const early = opened(listOf([revoked({ revokedAt: later(1_000) })]))
    assert.equal(codeOf(statusNow(() => early)(chain, named, now)), 'CERTIFICATE_REVOKED')
  })

  it('attack 29: one is revoked at once where the list is a little ahead of the clock here', () => {
    const ahead = later(-0.05)
    assert.equal(codeOf(checkAge(bad, ahead)), 'ok')
    assert.equal(
      codeOf(statusNow(() => opened(listOf([revoked()])))(chain, named, ahead)),
      'CERTIFICATE_REVOKED',
    )
  })

  it('attack 29: a list counts from five minutes before it was made until an hour after the next is due', () => {
    const codes = [-0.084, -0.083, 0, 49, 49.01].map((hours) => codeOf(checkAge(good, later(hours))))
    const [early, late] = ['REVOCATION_LIST_INVALID', 'REVOCATION_LIST_EXPIRED']
    assert.deepEqual(codes, [early, 'ok', 'ok', 'ok', late])
  })

  it('of another certificate is not touched', () => {
    const other = newSigner('ES256', ca)
    const checked = checkChain(other.certificate, ca.certificate, { use: 'messageSigner', holder })
    assert.ok(checked.ok)
    assert.equal(codeOf(statusNow(() => bad)(checked.chain, named, now)), 'ok')
  })
})
