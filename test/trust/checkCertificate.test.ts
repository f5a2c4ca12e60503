import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RefusalCode } from '../../src/message/refusal.ts'
import { checkCertificate, checkChain, rememberChains } from '../../src/trust/checkCertificate.ts'
import {
  caPlan,
  type CertificatePlan,
  keyFor,
  type KeyName,
  leafPlan,
  make,
  nameConstraints,
  unknownExtension,
  usage,
} from './chains.ts'
import { ca, holder, now, signers } from './fixture.ts'

interface Case {
  readonly name: string
  /** Where the case is one of the table of attacks. */
  readonly title?: string
  readonly leaf?: Partial<CertificatePlan>
  readonly issuer?: Partial<CertificatePlan>
  readonly leafKey?: KeyName
  readonly caKey?: KeyName
  /** Key that really signs the leaf; the authority's where nothing is said. */
  readonly signedWith?: string
  readonly want: RefusalCode | 'good'
}

const documentSigning = '1.3.6.1.5.5.7.3.36'
const past = { from: new Date('2020-01-01T00:00:00Z'), until: new Date('2021-01-01T00:00:00Z') }
const future = { from: new Date('2027-01-01T00:00:00Z'), until: new Date('2027-06-01T00:00:00Z') }

const cases: readonly Case[] = [
  { name: 'P-256 under RSA', want: 'good' },
  { name: 'RSA under RSA', leafKey: 'RSA-3072', want: 'good' },
  { name: 'P-256 under P-256', caKey: 'P-256', want: 'good' },
  { name: 'RSA under P-384', leafKey: 'RSA-3072', caKey: 'P-384', leaf: { hash: 'SHA-384' }, want: 'good' },
  {
    name: 'nonRepudiation beside digitalSignature',
    leaf: { usages: usage.signatureAndNonRepudiation },
    want: 'good',
  },
  { name: 'no basic constraints in the leaf', leaf: { ca: null }, want: 'good' },
  { name: 'extended usage document signing', leaf: { extendedUsages: [documentSigning] }, want: 'good' },
  {
    name: 'an unknown extension that is not critical',
    leaf: { more: [unknownExtension(false)] },
    want: 'good',
  },
  { name: 'a path length of 0', issuer: { pathLength: 0 }, want: 'good' },
  { name: 'expired leaf', leaf: past, want: 'CERTIFICATE_NOT_IN_FORCE' },
  { name: 'leaf of the future', leaf: future, want: 'CERTIFICATE_NOT_IN_FORCE' },
  { name: 'expired authority', issuer: past, want: 'CERTIFICATE_NOT_IN_FORCE' },
  {
    name: 'unknown critical extension in the leaf',
    title: 'attack 31: an unknown critical extension in the leaf is refused',
    leaf: { more: [unknownExtension(true)] },
    want: 'CERTIFICATE_INVALID',
  },
  {
    name: 'unknown critical extension in the authority',
    title: 'attack 31: an unknown critical extension in the authority is refused',
    issuer: { more: [unknownExtension(true)] },
    want: 'CERTIFICATE_INVALID',
  },
  {
    name: 'name constraints in the authority',
    issuer: { more: [nameConstraints] },
    want: 'CERTIFICATE_INVALID',
  },
  {
    name: 'an extension twice',
    leaf: { more: [unknownExtension(false), unknownExtension(false)] },
    want: 'CERTIFICATE_INVALID',
  },
  {
    name: 'a leaf that is a CA',
    title: 'attack 31: a leaf that may itself certify is refused',
    leaf: { ca: true, usages: usage.caAndSignature },
    want: 'CERTIFICATE_WRONG_USE',
  },
  {
    name: 'an authority that is no CA',
    title: 'attack 31: a leaf in the place of the authority is refused',
    issuer: { ca: false },
    want: 'CERTIFICATE_WRONG_USE',
  },
  { name: 'an authority without basic constraints', issuer: { ca: null }, want: 'CERTIFICATE_WRONG_USE' },
  {
    name: 'basic constraints not critical in the authority',
    issuer: { caCritical: false },
    want: 'CERTIFICATE_WRONG_USE',
  },
  {
    name: 'an authority without keyCertSign',
    title: 'attack 31: an authority whose key is not for certificates is refused',
    issuer: { usages: usage.signature },
    want: 'CERTIFICATE_WRONG_USE',
  },
  { name: 'an authority without key usage', issuer: { usages: null }, want: 'CERTIFICATE_WRONG_USE' },
  {
    name: 'an authority with an extended usage',
    issuer: { extendedUsages: [documentSigning] },
    want: 'CERTIFICATE_WRONG_USE',
  },
  { name: 'key usage for encryption', leaf: { usages: usage.encipherment }, want: 'CERTIFICATE_WRONG_USE' },
  {
    name: 'key usage for signing and encryption',
    title: 'attack 31: a key that is for encryption as well is refused',
    leaf: { usages: usage.signatureAndEncipherment },
    want: 'CERTIFICATE_WRONG_USE',
  },
  { name: 'key usage not critical', leaf: { usagesCritical: false }, want: 'CERTIFICATE_WRONG_USE' },
  { name: 'no key usage', leaf: { usages: null }, want: 'CERTIFICATE_WRONG_USE' },
  {
    name: 'extended usage for TLS',
    title: 'attack 31: a certificate for TLS is refused',
    leaf: { extendedUsages: ['1.3.6.1.5.5.7.3.1'] },
    want: 'CERTIFICATE_WRONG_USE',
  },
  {
    name: 'SAN of another country',
    title: 'attack 31: a certificate of the node of another State is refused',
    leaf: { uri: 'urn:rogatory:node:qa' },
    want: 'CERTIFICATE_WRONG_HOLDER',
  },
  { name: 'no SAN', leaf: { uri: null }, want: 'CERTIFICATE_WRONG_HOLDER' },
  {
    name: 'RSA-1024 leaf',
    title: 'attack 31: an RSA key of 1024 bits is refused',
    leafKey: 'RSA-1024',
    want: 'CERTIFICATE_WEAK_KEY',
  },
  {
    name: 'RSA-2048 leaf',
    title: 'attack 31: an RSA key of 2048 bits is refused',
    leafKey: 'RSA-2048',
    want: 'CERTIFICATE_WEAK_KEY',
  },
  { name: 'P-384 leaf, which no algorithm takes', leafKey: 'P-384', want: 'CERTIFICATE_WEAK_KEY' },
  { name: 'Ed25519 leaf', leafKey: 'Ed25519', want: 'CERTIFICATE_WEAK_KEY' },
  {
    name: 'RSA-2048 authority',
    title: 'attack 31: an RSA key of 2048 bits is refused in the authority as well',
    caKey: 'RSA-2048',
    want: 'CERTIFICATE_WEAK_KEY',
  },
  { name: 'Ed25519 authority', caKey: 'Ed25519', want: 'CERTIFICATE_WEAK_KEY' },
  {
    name: 'leaf signed with SHA-1',
    title: 'attack 31: a certificate that is signed with SHA-1 is refused',
    leaf: { hash: 'SHA-1' },
    want: 'CERTIFICATE_WEAK_KEY',
  },
  { name: 'another issuer name', leaf: { issuer: 'C=VN, CN=Other CA' }, want: 'CERTIFICATE_WRONG_ISSUER' },
  {
    name: 'another authority key id',
    leaf: { issuerKeyId: 'cc'.repeat(20) },
    want: 'CERTIFICATE_WRONG_ISSUER',
  },
  { name: 'an authority without subject key id', issuer: { keyId: null }, want: 'CERTIFICATE_WRONG_ISSUER' },
  { name: 'no authority key id', leaf: { issuerKeyId: null }, want: 'CERTIFICATE_WRONG_ISSUER' },
  {
    name: 'signed by another key of that name',
    title: 'attack 31: a certificate that another key of that name has signed is refused',
    signedWith: 'impostor',
    want: 'CERTIFICATE_WRONG_ISSUER',
  },
]

async function build(one: Case): Promise<{ leaf: Buffer; issuer: Buffer }> {
  const caKey = await keyFor(one.caKey ?? 'RSA-3072', 'ca')
  const leafKey = await keyFor(one.leafKey ?? 'P-256', 'leaf')
  const signingKey =
    one.signedWith === undefined ? caKey : await keyFor(one.caKey ?? 'RSA-3072', one.signedWith)
  return {
    issuer: await make({ ...caPlan, ...one.issuer }, caKey, caKey),
    leaf: await make({ ...leafPlan, ...one.leaf }, leafKey, signingKey),
  }
}

const purpose = { use: 'messageSigner', holder } as const
const hasOpenssl = spawnSync('openssl', ['version']).status === 0

describe('the check of a certificate', () => {
  for (const one of cases) {
    const verb = one.want === 'good' ? 'takes' : 'refuses'
    it(one.title ?? `${verb} ${one.name}`, async () => {
      const { leaf, issuer } = await build(one)
      const checked = checkCertificate(leaf, issuer, purpose, now)
      assert.equal(checked.ok ? 'good' : checked.code, one.want)
    })
  }

  it('refuses bytes that are no certificate, and bytes after one', () => {
    const { certificate, issuer } = signers.ES256
    const padded = Buffer.concat([certificate, Buffer.of(0)])
    for (const [leaf, by] of [
      [Buffer.from('no'), issuer],
      [certificate, Buffer.from('no')],
      [padded, issuer],
    ] as const) {
      const checked = checkChain(leaf, by, purpose)
      assert.equal(checked.ok || checked.code, 'CERTIFICATE_INVALID')
    }
  })

  it('judges by the time it is given: good then, expired later, and the reverse', () => {
    const { certificate, issuer } = signers.ES256
    const at = (moment: string) => checkCertificate(certificate, issuer, purpose, new Date(moment)).ok
    assert.equal(at('2026-01-01T00:00:00Z'), true)
    assert.equal(at('2028-01-01T00:00:00Z'), true)
    assert.equal(at('2028-01-01T00:00:01Z'), false)
    assert.equal(at('2025-12-31T23:59:59Z'), false)
  })

  it('remembers answers, forgets the oldest, and mixes up nothing', () => {
    const check = rememberChains(2)
    const { certificate, issuer } = signers.ES256
    const first = check(certificate, issuer, purpose)
    assert.equal(first.ok, true)
    assert.equal(check(certificate, issuer, purpose), first)
    const elsewhere = check(certificate, issuer, { ...purpose, holder: 'urn:rogatory:node:qa' })
    assert.equal(elsewhere.ok || elsewhere.code, 'CERTIFICATE_WRONG_HOLDER')
    check(signers.PS256.certificate, ca.certificate, purpose)
    const again = check(certificate, issuer, purpose)
    assert.notEqual(again, first)
    assert.equal(again.ok, true)
  })

  it('keeps in memory what is asked for, though it came first', () => {
    const check = rememberChains(2)
    const { certificate, issuer } = signers.ES256
    const first = check(certificate, issuer, purpose)
    check(certificate, issuer, { ...purpose, holder: 'urn:rogatory:node:qa' })
    assert.equal(check(certificate, issuer, purpose), first)
    check(signers.PS256.certificate, ca.certificate, purpose)
    assert.equal(check(certificate, issuer, purpose), first)
  })

  it('never takes a chain that openssl verify -x509_strict rejects', async function () {
    if (!hasOpenssl) {
      console.log('      (skipped: the program openssl is not installed)')
      this.skip()
    }
    const folder = mkdtempSync(join(tmpdir(), 'rogatory-chains-'))
    const pemOf = (der: Buffer, name: string) => {
      const path = join(folder, name)
      writeFileSync(
        path,
        `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`,
      )
      return path
    }
    const opensslTakes = (leaf: Buffer, issuer: Buffer) => {
      const time = String(Math.floor(now.getTime() / 1000))
      const options = [
        'verify',
        '-x509_strict',
        '-attime',
        time,
        '-CAfile',
        pemOf(issuer, 'ca.pem'),
        pemOf(leaf, 'leaf.pem'),
      ]
      return spawnSync('openssl', options).status === 0
    }
    try {
      let rejected = 0
      for (const one of cases) {
        const { leaf, issuer } = await build(one)
        const isGood = opensslTakes(leaf, issuer)
        if (!isGood) rejected += 1
        if (one.want === 'good') assert.ok(isGood, `openssl rejects ${one.name}`)
        if (!isGood) assert.equal(checkCertificate(leaf, issuer, purpose, now).ok, false, one.name)
      }
      // Those on which openssl has an opinion; it does not know our profiles.
      assert.ok(rejected >= 12, `openssl rejected only ${rejected}`)
      for (const { certificate, issuer } of [signers.ES256, signers.PS256])
        assert.ok(opensslTakes(certificate, issuer))
      const text = execFileSync('openssl', [
        'x509',
        '-noout',
        '-text',
        '-in',
        pemOf(signers.ES256.certificate, 'one.pem'),
      ])
      assert.match(text.toString(), /URI:urn:rogatory:node:vn/)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
