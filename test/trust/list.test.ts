import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { validateTrustList } from '../../src/message/validate.ts'
import { certificateDigest } from '../../src/trust/certificate.ts'
import { seal } from '../../src/envelope/seal.ts'
import { readPin, spellPin, wordsOfPin } from '../../src/trust/fingerprint.ts'
import {
  authorityOf,
  encryptionKeyFor,
  isCertificateAuthority,
  isInForce,
  signerOf,
} from '../../src/trust/list.ts'
import {
  limitingExtensions,
  profiles,
  signatureHashes,
  understoodExtensions,
} from '../../src/trust/profiles.ts'
import { succeeds } from '../../src/trust/succession.ts'
import { ca, list, listSigner, listWith, now, signers } from './fixture.ts'

const signerDigest = certificateDigest(listSigner.certificate)

describe('a trust list', () => {
  it('of the fixture is valid by the schema', () => {
    assert.equal(validateTrustList(list).ok, true)
  })

  it('answers who an authority is, as of a time', () => {
    const old = new Date('2026-02-01T00:00:00Z')
    assert.equal(authorityOf(list, 'vn.spp', now)?.id, 'vn.spp')
    assert.equal(authorityOf(list, 'vn.old', now), null)
    assert.equal(authorityOf(list, 'vn.old', old)?.id, 'vn.old')
    assert.equal(authorityOf(list, 'vn.old', new Date('2025-12-31T00:00:00Z')), null)
    assert.equal(authorityOf(list, 'vn.none', now), null)
  })

  it('finds a signer by the digest of the certificate', () => {
    const digest = certificateDigest(signers.ES256.certificate)
    assert.equal(signerOf(list, digest)?.certificate, signers.ES256.certificate.toString('base64'))
    assert.equal(signerOf(list, signerDigest), null)
    assert.equal(isCertificateAuthority(list, ca.certificate), true)
    assert.equal(isCertificateAuthority(list, signers.ES256.certificate), false)
  })

  it('tells whether an entry was in force at a time', () => {
    const [entry] = list.encryptionKeys
    assert.ok(entry)
    const withdrawn = { ...entry, status: 'withdrawn' as const, statusSince: '2026-05-01T00:00:00Z' }
    const undated = { ...entry, status: 'withdrawn' as const }
    assert.equal(isInForce(entry, now), true)
    assert.equal(isInForce(entry, new Date('2025-12-31T00:00:00Z')), false)
    assert.equal(isInForce(withdrawn, now), false)
    assert.equal(isInForce(withdrawn, new Date('2026-04-30T00:00:00Z')), true)
    assert.equal(isInForce(undated, now), false)
  })

  it('gives the newest encryption key in force, imported once', () => {
    const recipient = encryptionKeyFor(list, now)
    assert.equal(recipient?.kid, 'x25519-1')
    assert.equal(encryptionKeyFor(list, now), recipient)
    assert.equal(encryptionKeyFor(list, new Date('2025-06-01T00:00:00Z'))?.kid, 'p256-1')
    assert.equal(encryptionKeyFor(list, new Date('2024-01-01T00:00:00Z')), null)
  })

  it('passes over an encryption key that nothing can be sealed to, and throws for none', async () => {
    const nought = Buffer.alloc(32).toString('base64url')
    // Of order 8 (RFC 7748 section 6.1).
    const small = 'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800'
    const x25519 = { kty: 'OKP', crv: 'X25519' } as const
    const useless = [
      { ...x25519, x: nought },
      { ...x25519, x: Buffer.from(small, 'hex').toString('base64url') },
      { kty: 'EC', crv: 'P-256', x: nought, y: nought },
    ] as const
    for (const jwk of useless) {
      const entry = { kid: 'useless', jwk, validFrom: '2026-05-01T00:00:00Z', status: 'inForce' } as const
      const alone = listWith({ encryptionKeys: [entry] })
      assert.ok(validateTrustList(alone).ok)
      assert.equal(encryptionKeyFor(alone, now), null)
      const beside = listWith({ encryptionKeys: [entry, ...list.encryptionKeys] })
      const recipient = encryptionKeyFor(beside, now)
      assert.equal(recipient?.kid, 'x25519-1')
      assert.equal((await seal('a.b.c', recipient)).split('.').length, 5)
    }
  })
})

describe('the succession of trust lists', () => {
  const opened = (sequence: number, digest: string, more = {}) => ({
    list: listWith({ sequence, ...more }),
    digest,
    signerDigest,
  })
  const previous = opened(5, 'a')

  it('takes the next, counts those in between, and knows the same again', () => {
    assert.deepEqual(succeeds(previous, opened(6, 'b')), { ok: true, change: 'next', missing: 0 })
    assert.deepEqual(succeeds(previous, opened(9, 'b')), { ok: true, change: 'next', missing: 3 })
    assert.deepEqual(succeeds(previous, opened(5, 'a')), { ok: true, change: 'none', missing: 0 })
  })

  const refused = [
    ['a lower number', opened(4, 'b'), 'TRUST_LIST_ROLLED_BACK'],
    ['the same number with other words', opened(5, 'b'), 'TRUST_LIST_EQUIVOCATION'],
    ['another State', opened(6, 'b', { state: 'QA' }), 'TRUST_LIST_INVALID'],
    ['one issued before', opened(6, 'b', { issuedAt: '2026-05-01T00:00:00Z' }), 'TRUST_LIST_INVALID'],
    [
      'a signer that was not announced',
      { ...opened(6, 'b'), signerDigest: '00'.repeat(32) },
      'TRUST_LIST_NOT_PINNED',
    ],
  ] as const
  for (const [name, next, code] of refused) {
    it(`refuses ${name}`, () => {
      const judged = succeeds(previous, next)
      assert.equal(judged.ok || judged.code, code)
    })
  }
})

describe('a pin', () => {
  it('reads back as it is spelt for paper and telephone', () => {
    const spelt = spellPin(signerDigest)
    assert.match(spelt, /^(([0-9A-F]{4} ){3}[0-9A-F]{4}\n?){4}$/)
    assert.equal(readPin(spelt), signerDigest)
    assert.equal(readPin(spelt.replace(/ /g, ':').toLowerCase()), signerDigest)
  })

  it('is read over the telephone as words, and a word that was misheard is noticed', () => {
    const words = wordsOfPin(signerDigest)
    assert.equal(words.split(' ').length, 24)
    assert.equal(readPin(words), signerDigest)
    assert.equal(readPin(`  ${words.toUpperCase().replaceAll(' ', ',\n')} `), signerDigest)
    const [first = '', second = '', ...rest] = words.split(' ')
    assert.notEqual(first, second)
    for (const wrong of [
      [second, first, ...rest],
      ['zebra', second, ...rest],
      ['nosuchword', second, ...rest],
      [second, ...rest],
    ])
      assert.notEqual(readPin(wrong.join(' ')), signerDigest)
    assert.equal(readPin(['nosuchword', second, ...rest].join(' ')), null)
  })

  it('is nothing else than 64 hexadecimal digits or 24 words', () => {
    for (const text of ['', signerDigest.slice(1), `${signerDigest}0`, `${signerDigest.slice(1)}g`]) {
      assert.equal(readPin(text), null)
    }
  })
})

describe('certs/profiles.json', () => {
  it('says what the program checks', () => {
    const published: unknown = JSON.parse(
      readFileSync(new URL('../../certs/profiles.json', import.meta.url), 'utf8'),
    )
    assert.deepEqual(published, { profiles, understoodExtensions, limitingExtensions, signatureHashes })
  })
})
