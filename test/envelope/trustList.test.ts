import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { encodeVerifierKey, noteVerifier } from '../../src/audit/note.ts'
import type { Signer } from '../../src/envelope/sign.ts'
import { openTrustList, signTrustList } from '../../src/envelope/trustList.ts'
import { kinds } from '../../src/envelope/kinds.ts'
import { canonicalText } from '../../src/message/canonical.ts'
import type { TrustList } from '../../src/message/generated/types.ts'
import { certificateDigest } from '../../src/trust/certificate.ts'
import { succeeds } from '../../src/trust/succession.ts'
import { toLote } from '../../src/trust/toLote.ts'
import {
  ca,
  list,
  listSigner,
  listWith,
  newCertificateAuthority,
  newRsaKey,
  newSigner,
  now,
  signers,
} from '../trust/fixture.ts'
import { craft, headerOf } from './craft.ts'

const pinOf = (signer: Signer) => certificateDigest(signer.certificate)
const pins = [pinOf(listSigner)]
const codeOf = async (jws: string, given: readonly string[] = pins, at = now) => {
  const opened = await openTrustList(jws, given, at)
  return opened.ok ? 'good' : opened.code
}
const signed = async (more: Partial<TrustList>, signer = listSigner) =>
  (await signTrustList(listWith(more), signer)).jws

type Jwk = TrustList['encryptionKeys'][number]['jwk']
const [goodKey] = list.encryptionKeys
const zeros = 'A'.repeat(43)
const okp = (x: string): Jwk => ({ kty: 'OKP', crv: 'X25519', x })
const unusableKeys: readonly (readonly [string, Jwk])[] = [
  ['a point that is not on P-256', { kty: 'EC', crv: 'P-256', x: zeros, y: zeros }],
  ['the point 0 of X25519', okp(zeros)],
  ['the point 1 of X25519', okp(`AQ${'A'.repeat(41)}`)],
  ['a coordinate in another spelling', okp(`CQ${'A'.repeat(40)}B`)],
]

describe('a trust list that is signed', () => {
  it('opens with a pin, to the same list and digest', async () => {
    const { jws, digest } = await signTrustList(list, listSigner)
    const opened = await openTrustList(jws, ['00'.repeat(32), ...pins], now)
    assert.deepEqual(opened, { ok: true, list, digest, signerDigest: pins[0] })
  })

  it('attack 48: is refused where the witness has the key of the log', async () => {
    const { publicKey } = generateKeyPairSync('ed25519')
    const log = {
      origin: 'vn.example.org/log1',
      vkey: encodeVerifierKey(noteVerifier('vn.example.org/log1', publicKey)),
    }
    const witness = {
      vkey: encodeVerifierKey(noteVerifier('vn.example.org/witness', publicKey, 'cosignature')),
    }
    assert.equal(await codeOf(await signed({ log, witness })), 'TRUST_LIST_INVALID')
    assert.equal(await codeOf(await signed({ witness })), 'good')
  })

  it('attack 48: is refused where a key of the witness, before or after, is one of the logs', async () => {
    const { publicKey } = generateKeyPairSync('ed25519')
    const other = { validFrom: '2027-01-01T00:00:00Z', status: 'inForce' as const }
    const vkey = encodeVerifierKey(noteVerifier('vn.example.org/log2', publicKey))
    const cosigner = encodeVerifierKey(noteVerifier('vn.example.org/witness', publicKey, 'cosignature'))
    const log = { ...list.log, others: [{ vkey, ...other }] }
    const witness = { vkey: list.witness?.vkey ?? '', others: [{ vkey: cosigner, ...other }] }
    assert.equal(await codeOf(await signed({ log, witness })), 'TRUST_LIST_INVALID')
    assert.equal(await codeOf(await signed({ log })), 'good')
    assert.equal(await codeOf(await signed({ witness })), 'good')
  })

  it('names each key of log and witness once, and each log with one key', async () => {
    const other = { validFrom: '2027-01-01T00:00:00Z', status: 'inForce' as const }
    const vkeyOf = (name: string) =>
      encodeVerifierKey(noteVerifier(name, generateKeyPairSync('ed25519').publicKey))
    const withOthers = async (...vkeys: readonly string[]) => {
      const log = { ...list.log, others: vkeys.map((vkey) => ({ vkey, ...other })) }
      return await codeOf(await signed({ log }))
    }
    assert.equal(await withOthers(vkeyOf('vn.example.org/log2'), vkeyOf('vn.example.org/log3')), 'good')
    assert.equal(await withOthers(list.log.vkey), 'TRUST_LIST_INVALID')
    assert.equal(await withOthers(vkeyOf(list.log.origin)), 'TRUST_LIST_INVALID')
    const twice = [vkeyOf('vn.example.org/log2'), vkeyOf('vn.example.org/log2')]
    assert.equal(await withOthers(...twice), 'TRUST_LIST_INVALID')
    const ended = { vkey: vkeyOf('vn.example.org/log0'), validFrom: '2027-02-01T00:00:00Z' }
    const before = { ...ended, status: 'withdrawn' as const, statusSince: '2027-01-01T00:00:00Z' }
    assert.equal(await codeOf(await signed({ log: { ...list.log, others: [before] } })), 'TRUST_LIST_INVALID')
  })

  it('may be signed with an RSA key', async () => {
    const signer = newSigner('PS256', ca, 'listSigner')
    const jws = await signed({ listSigners: [signer.certificate.toString('base64')] }, signer)
    assert.equal(await codeOf(jws, [pinOf(signer)]), 'good')
  })

  it('follows another, and announces the signer of the one after', async () => {
    const next = newSigner('ES256', ca, 'listSigner')
    const both = [listSigner, next].map(({ certificate }) => certificate.toString('base64'))
    const first = await openTrustList(await signed({ listSigners: both }), pins, now)
    assert.ok(first.ok)
    const announced = both.map((one) => certificateDigest(Buffer.from(one, 'base64')))
    const later = await openTrustList(
      await signed({ sequence: 2, listSigners: both.slice(1) }, next),
      announced,
      now,
    )
    assert.ok(later.ok)
    assert.deepEqual(succeeds(first, later), { ok: true, change: 'next', missing: 0 })
  })

  it('attack 32: a trust list is refused after its next update, and stands for the time before', async () => {
    const jws = await signed({})
    assert.equal(await codeOf(jws, pins, new Date('2026-06-10T00:00:00Z')), 'TRUST_LIST_EXPIRED')
    assert.equal(await codeOf(jws, pins, new Date('2026-06-09T23:59:59Z')), 'good')
    assert.equal(await codeOf(jws, pins, new Date('2026-05-19T23:00:00Z')), 'TIME_OUT_OF_RANGE')
  })

  it('attack 49: a trust list that names an address that is none of HTTP is refused', async () => {
    const authority = certificateDigest(ca.certificate)
    for (const url of ['file:///etc/passwd', 'ftp://vn.example.org', 'data:,x', 'unix:/run/x', '/log']) {
      assert.equal(await codeOf(await signed({ node: { ...list.node, url } })), 'TRUST_LIST_INVALID', url)
      const lists = await signed({ revocationLists: [{ authority, url }] })
      assert.equal(await codeOf(lists), 'TRUST_LIST_INVALID', url)
    }
  })

  it('has a number of its time: at most the milliseconds of a day beyond it', async () => {
    const most = Date.parse(list.issuedAt) + 86_400_000
    assert.equal(await codeOf(await signed({ sequence: most })), 'good')
    for (const sequence of [most + 1, Number.MAX_SAFE_INTEGER])
      assert.equal(await codeOf(await signed({ sequence })), 'TRUST_LIST_INVALID')
  })

  it('is refused where it names an address that no program can connect to', async () => {
    const authority = certificateDigest(ca.certificate)
    for (const url of ['https://vn.example.org:99999', 'https://', 'https://vn.example.org:99999/crl']) {
      assert.equal(await codeOf(await signed({ node: { ...list.node, url } })), 'TRUST_LIST_INVALID', url)
      const lists = await signed({ revocationLists: [{ authority, url }] })
      assert.equal(await codeOf(lists), 'TRUST_LIST_INVALID', url)
    }
  })

  it('is broken by any change of one byte', async () => {
    const bytes = Buffer.from(await signed({}))
    const property = fc.asyncProperty(
      fc.nat(bytes.length - 1),
      fc.integer({ min: 1, max: 255 }),
      async (place, bits) => {
        const flipped = Buffer.from(bytes)
        flipped[place] = (flipped[place] ?? 0) ^ bits
        return (await codeOf(flipped.toString('latin1'))) !== 'good'
      },
    )
    await fc.assert(property, { numRuns: 300 })
  })

  const stranger = newSigner('ES256', newCertificateAuthority(newRsaKey()), 'listSigner')
  const ofQatar = newSigner('ES256', ca, 'listSigner', 'urn:rogatory:node:qa')
  const naming = (signer: Signer) => ({ listSigners: [signer.certificate.toString('base64')] })
  const header = (more = {}, signer = listSigner) =>
    canonicalText(
      headerOf(signer, { ...kinds.trustList, iat: Math.floor(Date.parse(list.issuedAt) / 1000), ...more }),
    )
  const text = canonicalText(toLote(list))
  const notCertificate = Buffer.from('no certificate')

  const refused: readonly (readonly [string, () => string | Promise<string>, readonly string[], string])[] = [
    ['without a pin', () => signed({}), [], 'TRUST_LIST_NOT_PINNED'],
    ['by a stranger', () => signed(naming(stranger), stranger), pins, 'TRUST_LIST_NOT_PINNED'],
    ['by a message signer', () => signed({}, signers.ES256), pins, 'TRUST_LIST_NOT_PINNED'],
    [
      'by another key under the pinned certificate',
      () => craft(header(), text, { ...listSigner, key: stranger.key }),
      pins,
      'SIGNATURE_INVALID',
    ],
    [
      'with another algorithm than the key',
      () => craft(header({ alg: 'PS256' }), text, listSigner),
      pins,
      'ENVELOPE_ALGORITHM_NOT_ALLOWED',
    ],
    ['that does not name its signer', () => signed(naming(stranger)), pins, 'TRUST_LIST_INVALID'],
    [
      'under an authority it does not name',
      () => signed(naming(stranger), stranger),
      [pinOf(stranger)],
      'CERTIFICATE_WRONG_ISSUER',
    ],
    [
      'by the signer of another node',
      () => signed(naming(ofQatar), ofQatar),
      [pinOf(ofQatar)],
      'CERTIFICATE_WRONG_HOLDER',
    ],
    [
      'issued before its certificate',
      () => signed({ issuedAt: '2025-12-25T00:00:00Z', nextUpdate: '2026-01-10T00:00:00Z' }),
      pins,
      'CERTIFICATE_NOT_IN_FORCE',
    ],
    [
      'that says another time than the signature',
      () => craft(header({ iat: 1_770_000_000 }), text, listSigner),
      pins,
      'TRUST_LIST_INVALID',
    ],
    [
      'that promises the next in 31 days',
      () => signed({ nextUpdate: '2026-06-20T00:00:00Z' }),
      pins,
      'TRUST_LIST_INVALID',
    ],
    [
      'that promises the next before itself',
      () => signed({ nextUpdate: '2026-05-19T00:00:00Z' }),
      pins,
      'TRUST_LIST_INVALID',
    ],
    ['of no valid shape', () => signed({ authorities: [] }), pins, 'TRUST_LIST_INVALID'],
    ...unusableKeys.map(
      ([name, jwk]) =>
        [
          `with ${name} to seal to`,
          () => signed({ encryptionKeys: [{ ...goodKey, jwk } as TrustList['encryptionKeys'][number]] }),
          pins,
          'TRUST_LIST_INVALID',
        ] as const,
    ),
    ['that is not canonical', () => craft(header(), ` ${text}`, listSigner), pins, 'JSON_NOT_CANONICAL'],
    [
      'of the type of a message',
      () => craft(header(kinds.message), text, listSigner),
      pins,
      'ENVELOPE_INVALID',
    ],
    ['beyond 1 MiB', () => 'A'.repeat(1_048_577), pins, 'ENVELOPE_TOO_LARGE'],
    [
      'whose pinned certificate is none',
      () => craft(header({}, { ...listSigner, certificate: notCertificate }), text, listSigner),
      [certificateDigest(notCertificate)],
      'CERTIFICATE_INVALID',
    ],
  ]
  for (const [name, build, given, want] of refused) {
    it(`${name} is refused with ${want}`, async () => {
      assert.equal(await codeOf(await build(), given), want)
    })
  }
})
