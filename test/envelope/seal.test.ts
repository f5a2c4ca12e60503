import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { CompactEncrypt } from 'jose'
import { open } from '../../src/envelope/open.ts'
import { seal } from '../../src/envelope/seal.ts'
import { sign } from '../../src/envelope/sign.ts'
import { verify } from '../../src/envelope/verify.ts'
import type { RefusalCode } from '../../src/message/refusal.ts'
import { decryptionKeys, list, newEcKey, now, recipient, signers } from '../trust/fixture.ts'
import { payload, signedAt, spellings } from './craft.ts'

const jws = 'eyJhbGciOiJFUzI1NiJ9.e30.AAAA'
const kids = ['x25519-1', 'p256-1'] as const
const codeOf = async (jwe: string) => {
  const opened = await open(jwe, decryptionKeys)
  return opened.ok ? 'good' : opened.code
}

type Header = Record<string, unknown>

function headerOf(jwe: string): Header {
  return JSON.parse(Buffer.from(jwe.split('.')[0] ?? '', 'base64url').toString()) as Header
}

function withHeaderText(jwe: string, text: string): string {
  return [Buffer.from(text).toString('base64url'), ...jwe.split('.').slice(1)].join('.')
}

const withHeader = (jwe: string, more: Header) =>
  withHeaderText(jwe, JSON.stringify({ ...headerOf(jwe), ...more }))

describe('sealing', () => {
  for (const kid of kids) {
    for (const signer of Object.values(signers)) {
      it(`goes round to ${kid} with ${signer.algorithm} inside`, async () => {
        const signed = await sign('message', payload, signer, signedAt)
        const opened = await open(await seal(signed.jws, recipient(kid)), decryptionKeys)
        assert.ok(opened.ok)
        assert.equal(opened.kid, kid)
        const verified = await verify('message', opened.jws, list, now)
        assert.ok(verified.ok)
        assert.equal(verified.digest, signed.digest)
      })
    }

    it(`never gives the same bytes twice to ${kid}`, async () => {
      const sealed = await Promise.all(Array.from({ length: 20 }, () => seal(jws, recipient(kid))))
      for (const part of [0, 1, 2, 3, 4])
        assert.equal(new Set(sealed.map((jwe) => jwe.split('.')[part])).size, 20)
    })

    it(`is broken by any change of one byte, to ${kid}`, async () => {
      const bytes = Buffer.from(await seal(jws, recipient(kid)))
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
  }

  it('says nothing outside the signature of who sends, who is meant, or when', async () => {
    const header = headerOf(await seal(jws, recipient('x25519-1')))
    assert.deepEqual(Object.keys(header).sort(), ['alg', 'cty', 'enc', 'epk', 'kid', 'typ'])
    assert.equal(header.typ, 'rogatory-message+jwe')
    assert.equal(header.cty, 'rogatory-message+jws')
  })

  it('attack 34: one answer is given for tag, nonce, wrapped key and ciphertext that were changed', async () => {
    for (const kid of kids) {
      const parts = (await seal(jws, recipient(kid))).split('.')
      const answers = [1, 2, 3, 4].map((place) => {
        const bytes = Buffer.from(parts[place] ?? '', 'base64url')
        bytes[0] = (bytes[0] ?? 0) ^ 1
        return open(parts.with(place, bytes.toString('base64url')).join('.'), decryptionKeys)
      })
      const refused = { ok: false, code: 'ENVELOPE_DECRYPTION_FAILED' }
      for (const answer of await Promise.all(answers)) assert.deepEqual(answer, refused)
    }
  })

  it('attack 9: any other spelling of any of the five parts of what is sealed is refused', async () => {
    const parts = (await seal(jws, recipient('x25519-1'))).split('.')
    for (const place of [0, 1, 2, 3, 4]) {
      for (const spelling of spellings(parts[place] ?? '')) {
        assert.notEqual(await codeOf(parts.with(place, spelling).join('.')), 'good')
      }
    }
  })
})

describe('an attack on a sealed message', () => {
  let sealed = ''
  before(async () => {
    sealed = await seal(jws, recipient('x25519-1'))
  })
  const point = () => createPublicKey(newEcKey()).export({ format: 'jwk' })
  const okp = (x: Buffer) => ({ crv: 'X25519', kty: 'OKP', x: x.toString('base64url') })

  type Row = readonly [by: string, token: () => string, want: RefusalCode]
  const attacks: Readonly<Record<string, readonly Row[]>> = {
    'attack 33: compression, a password count or any other member has no place in the header': [
      ['zip', () => withHeader(sealed, { zip: 'DEF' }), 'ENVELOPE_INVALID'],
      [
        'PBES2 with a huge count',
        () => withHeader(sealed, { alg: 'PBES2-HS256+A128KW', p2c: 2 ** 31, p2s: 'AAAA' }),
        'ENVELOPE_INVALID',
      ],
    ],
    'attack 33: key agreement and content encryption are those of the table and no others': [
      ['alg dir', () => withHeader(sealed, { alg: 'dir' }), 'ENVELOPE_ALGORITHM_NOT_ALLOWED'],
      ['alg RSA1_5', () => withHeader(sealed, { alg: 'RSA1_5' }), 'ENVELOPE_ALGORITHM_NOT_ALLOWED'],
      ['alg ECDH-ES', () => withHeader(sealed, { alg: 'ECDH-ES' }), 'ENVELOPE_ALGORITHM_NOT_ALLOWED'],
      ['enc A128GCM', () => withHeader(sealed, { enc: 'A128GCM' }), 'ENVELOPE_ALGORITHM_NOT_ALLOWED'],
    ],
    'attack 8: the header of what is sealed has its six members and no other': [
      ['apu', () => withHeader(sealed, { apu: 'AAAA' }), 'ENVELOPE_INVALID'],
      ['crit', () => withHeader(sealed, { crit: ['exp'] }), 'ENVELOPE_INVALID'],
    ],
    'attack 24: what is sealed says that it is a sealed message': [
      ['another typ', () => withHeader(sealed, { typ: 'JWE' }), 'ENVELOPE_INVALID'],
      ['another cty', () => withHeader(sealed, { cty: 'rogatory-receipt+jws' }), 'ENVELOPE_INVALID'],
    ],
    'attack 7: a kid that is none of ours is refused by its form or because nobody has it': [
      ['kid unknown', () => withHeader(sealed, { kid: 'nobody' }), 'ENVELOPE_KEY_UNKNOWN'],
      ['kid __proto__', () => withHeader(sealed, { kid: '__proto__' }), 'ENVELOPE_KEY_UNKNOWN'],
      ['kid with a path', () => withHeader(sealed, { kid: '../x25519-1' }), 'ENVELOPE_INVALID'],
      ['kid with SQL', () => withHeader(sealed, { kid: "' or 1=1 --" }), 'ENVELOPE_INVALID'],
      ['kid of 10 KB', () => withHeader(sealed, { kid: 'k'.repeat(10_000) }), 'ENVELOPE_INVALID'],
      ['kid of no string', () => withHeader(sealed, { kid: 1 }), 'ENVELOPE_INVALID'],
    ],
    'attack 33: an ephemeral key has exactly the members of its curve, each of its length': [
      ['epk missing', () => withHeader(sealed, { epk: undefined }), 'ENVELOPE_INVALID'],
      ['epk null', () => withHeader(sealed, { epk: null }), 'ENVELOPE_INVALID'],
      [
        'epk with a private part',
        () => withHeader(sealed, { epk: { ...okp(Buffer.alloc(32, 9)), d: 'AAAA' } }),
        'ENVELOPE_INVALID',
      ],
      [
        'epk of another curve name',
        () => withHeader(sealed, { epk: { ...okp(Buffer.alloc(32, 9)), crv: 'X448' } }),
        'ENVELOPE_INVALID',
      ],
      [
        'epk of another key type',
        () => withHeader(sealed, { epk: { ...okp(Buffer.alloc(32, 9)), kty: 'EC' } }),
        'ENVELOPE_INVALID',
      ],
      [
        'epk with a short coordinate',
        () => withHeader(sealed, { epk: okp(Buffer.alloc(31, 9)) }),
        'ENVELOPE_INVALID',
      ],
      [
        'epk with a coordinate of no string',
        () => withHeader(sealed, { epk: { ...okp(Buffer.alloc(32)), x: 1 } }),
        'ENVELOPE_INVALID',
      ],
    ],
    'attack 33: an ephemeral key of another curve, of low order or beside the curve opens nothing': [
      ['epk on the other curve', () => withHeader(sealed, { epk: point() }), 'ENVELOPE_DECRYPTION_FAILED'],
      [
        'epk of low order: 0',
        () => withHeader(sealed, { epk: okp(Buffer.alloc(32)) }),
        'ENVELOPE_DECRYPTION_FAILED',
      ],
      [
        'epk of low order: 1',
        () => withHeader(sealed, { epk: okp(Buffer.alloc(32).fill(1, 0, 1)) }),
        'ENVELOPE_DECRYPTION_FAILED',
      ],
      [
        'epk that is no point of P-256',
        () =>
          withHeader(sealed, {
            kid: 'p256-1',
            epk: { ...point(), y: Buffer.alloc(32, 7).toString('base64url') },
          }),
        'ENVELOPE_DECRYPTION_FAILED',
      ],
    ],
    'attack 11: the header of what is sealed has one spelling': [
      [
        'a member twice',
        () => withHeaderText(sealed, JSON.stringify(headerOf(sealed)).replace('{', '{"alg":"dir",')),
        'ENVELOPE_INVALID',
      ],
      [
        'white space in the header',
        () => withHeaderText(sealed, JSON.stringify(headerOf(sealed), null, 1)),
        'ENVELOPE_INVALID',
      ],
      ['a header that is no JSON', () => withHeaderText(sealed, '{'), 'ENVELOPE_INVALID'],
    ],
    'by the number or length of its parts is refused': [
      ['a deep header', () => withHeaderText(sealed, '['.repeat(100_000)), 'ENVELOPE_INVALID'],
      ['a wrapped key of another length', () => replacePart(1, 48), 'ENVELOPE_INVALID'],
      ['a nonce of another length', () => replacePart(2, 16), 'ENVELOPE_INVALID'],
      ['a tag of another length', () => replacePart(4, 12), 'ENVELOPE_INVALID'],
      ['four parts', () => sealed.split('.').slice(0, 4).join('.'), 'ENVELOPE_INVALID'],
    ],
    'attack 33: several recipients, in any other serialisation, or a part more are no compact one': [
      ['a part more', () => `${sealed}.AAAA`, 'ENVELOPE_INVALID'],
      ['several recipients as JSON', () => JSON.stringify({ recipients: [{}, {}] }), 'ENVELOPE_INVALID'],
    ],
    'attack 15: more characters than a message may have are not looked at': [
      ['a token beyond the limit', () => 'A'.repeat(2_097_153), 'ENVELOPE_TOO_LARGE'],
    ],
  }

  function replacePart(place: number, length: number): string {
    return sealed.split('.').with(place, Buffer.alloc(length, 1).toString('base64url')).join('.')
  }

  for (const [title, rows] of Object.entries(attacks)) {
    it(title, async () => {
      const codes = rows.map(async ([by, token]) => [by, await codeOf(token())] as const)
      assert.deepEqual(
        await Promise.all(codes),
        rows.map(([by, , want]) => [by, want]),
      )
    })
  }

  it('by a key that is named as ours but is not comes to the same one answer', async () => {
    const { publicKey } = generateKeyPairSync('x25519')
    assert.equal(
      await codeOf(await seal(jws, { kid: 'x25519-1', key: publicKey })),
      'ENVELOPE_DECRYPTION_FAILED',
    )
  })

  it('attack 33: a bomb that jose itself would unpack is refused unopened', async () => {
    const header = {
      alg: 'ECDH-ES+A256KW',
      cty: 'rogatory-message+jws',
      enc: 'A256GCM',
      kid: 'x25519-1',
      typ: 'rogatory-message+jwe',
      zip: 'DEF',
    }
    const jwe = await new CompactEncrypt(Buffer.alloc(1_000_000))
      .setProtectedHeader(header)
      .encrypt(recipient('x25519-1').key)
    assert.equal(await codeOf(jwe), 'ENVELOPE_INVALID')
  })

  it('by content that is no JWS comes out as it is, for the next gate to refuse', async () => {
    const opened = await open(await seal('no jws', recipient('p256-1')), decryptionKeys)
    assert.ok(opened.ok)
    const verified = await verify('message', opened.jws, list, now)
    assert.equal(verified.ok || verified.code, 'ENVELOPE_INVALID')
  })
})
