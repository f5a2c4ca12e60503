import assert from 'node:assert/strict'
import { constants, createHmac, createPublicKey, sign as signBytes, verify as verifyBytes } from 'node:crypto'
import net from 'node:net'
import fc from 'fast-check'
import { digestOf } from '../../src/envelope/digest.ts'
import { gateJws } from '../../src/envelope/gate.ts'
import { sign, type Signer } from '../../src/envelope/sign.ts'
import { verify } from '../../src/envelope/verify.ts'
import { canonicalBytes, canonicalText } from '../../src/message/canonical.ts'
import type { RefusalCode } from '../../src/message/refusal.ts'
import { certificateDigest } from '../../src/trust/certificate.ts'
import { rememberChains } from '../../src/trust/checkCertificate.ts'
import { issueSigner } from '../../src/trust/issue.ts'
import {
  ca,
  holder,
  list,
  listWith,
  newCertificateAuthority,
  newEcKey,
  newRsaKey,
  newSigner,
  now,
  order,
  signers,
} from '../trust/fixture.ts'
import { craft, craftWith, ecdsaTwin, headerOf, payload, signedAt, spellings } from './craft.ts'

const text = canonicalText(payload)
const codeOf = (result: { ok: true } | { ok: false; code: RefusalCode }) => (result.ok ? 'good' : result.code)
const judge = async (jws: string, at = now, by = list) => codeOf(await verify('message', jws, by, at))
const listNaming = (...given: readonly Signer[]) =>
  listWith({
    signers: given.map(({ certificate }) => ({
      certificate: certificate.toString('base64'),
      use: 'message',
      validFrom: '2026-01-01T00:00:00Z',
      status: 'inForce',
      statusSince: '2026-01-01T00:00:00Z',
    })),
  })

describe('a signature', () => {
  for (const signer of Object.values(signers)) {
    it(`goes round with ${signer.algorithm}`, async () => {
      const { jws, digest } = await sign('message', payload, signer, signedAt)
      const verified = await verify('message', jws, list, now)
      assert.ok(verified.ok)
      assert.deepEqual(verified.value, payload)
      assert.equal(verified.digest, digest)
      assert.equal(verified.signedAt.getTime(), signedAt.getTime())
      assert.equal(verified.certificateDigest, certificateDigest(signer.certificate))
    })
  }

  it('has a canonical header with exactly the members of JAdES B-B', async () => {
    const { jws } = await sign('message', payload, signers.ES256, signedAt)
    const [header = '', body = ''] = jws.split('.').map((part) => Buffer.from(part, 'base64url').toString())
    assert.equal(header, canonicalText(JSON.parse(header)))
    assert.equal(header, canonicalText(headerOf(signers.ES256)))
    assert.equal(body, text)
  })

  it('is the same over a value and over its canonical bytes', async () => {
    const bytes = canonicalBytes(payload)
    const [ofValue, ofBytes] = [
      await sign('message', payload, signers.ES256, signedAt),
      await sign('message', bytes, signers.ES256, signedAt),
    ]
    assert.equal(ofValue.digest, ofBytes.digest)
    assert.notEqual(ofValue.jws, ofBytes.jws)
  })

  it('is not made with a key that does not fit the algorithm', async () => {
    const key = newRsaKey(2048)
    await assert.rejects(sign('message', payload, { ...signers.PS256, key }, signedAt), /does not fit PS256/)
  })

  it('is judged by its header in the same way after another of the same signer was taken', () => {
    const text = canonicalText(headerOf(signers.ES256))
    const time = /"iat":([0-9]+),/.exec(text)?.[1] ?? ''
    const gated = (header: string, kind: 'message' | 'receipt' = 'message') =>
      gateJws(kind, craft(header, canonicalText(payload), signers.ES256))
    const first = gated(text)
    assert.ok(first.ok)
    const later = gated(text.replace(time, '1764000000'))
    assert.deepEqual(later, { ...first, signedAt: new Date(1_764_000_000_000) })
    for (const wrong of [
      '253402300800',
      '999999999999',
      '01764000000',
      '-1',
      '1764000000.5',
      '1e9',
      '"1"',
      '',
    ])
      assert.equal(codeOf(gated(text.replace(time, wrong))), 'ENVELOPE_INVALID', wrong)
    const member = `"iat":${time},`
    for (const wrong of [
      text.replace(member, `${member}${member}`),
      text.replace(member, ''),
      text.replace(member, '').replace('"alg"', `${member}"alg"`),
      text.replace(member, '').replace('}', `,"iat":${time}}`),
      text.replace(member, `${member} `),
    ])
      assert.equal(codeOf(gated(wrong)), 'ENVELOPE_INVALID', wrong)
    assert.equal(codeOf(gated(text, 'receipt')), 'ENVELOPE_INVALID')
  })

  it('is checked with a memory of certificates as without', async () => {
    const check = rememberChains(10)
    const { jws } = await sign('message', payload, signers.ES256, signedAt)
    for (let times = 0; times < 2; times += 1)
      assert.ok((await verify('message', jws, list, now, undefined, check)).ok)
  })
})

describe('an attack on a signature', () => {
  const publicPem = createPublicKey(signers.ES256.key).export({ type: 'spki', format: 'pem' }).toString()
  const withMac = () => {
    const [header = '', body = ''] = craftWith({ alg: 'HS256' }).split('.')
    const mac = createHmac('sha256', publicPem).update(`${header}.${body}`).digest('base64url')
    return `${header}.${body}.${mac}`
  }
  const strangerCa = newCertificateAuthority(newRsaKey())
  const stranger = newSigner('ES256', strangerCa)
  const shortKey = newRsaKey(2048)
  const withShortKey: Signer = {
    algorithm: 'PS256',
    key: shortKey,
    certificate: issueSigner(
      'messageSigner',
      { ...order('short'), publicKey: createPublicKey(shortKey), holder },
      ca,
    ),
    issuer: ca.certificate,
  }
  const ofQatar = newSigner('ES256', ca, 'messageSigner', 'urn:rogatory:node:qa')
  const swapped = { ...signers.PS256, algorithm: 'ES256' as const, key: newEcKey() }

  type Row = readonly [by: string, token: () => string, want: RefusalCode]
  const attacks: Readonly<Record<string, readonly Row[]>> = {
    'attack 1: HS256 with a public key for its secret is no algorithm of this exchange': [
      ['HS256 with the public key as secret', withMac, 'ENVELOPE_ALGORITHM_NOT_ALLOWED'],
    ],
    'attack 2: alg none, in any spelling, is no algorithm of this exchange': [
      ['alg none', () => craftWith({ alg: 'none' }), 'ENVELOPE_ALGORITHM_NOT_ALLOWED'],
      ['alg None', () => craftWith({ alg: 'None' }), 'ENVELOPE_ALGORITHM_NOT_ALLOWED'],
      ['alg nOnE', () => craftWith({ alg: 'nOnE' }), 'ENVELOPE_ALGORITHM_NOT_ALLOWED'],
      ['alg toString', () => craftWith({ alg: 'toString' }), 'ENVELOPE_ALGORITHM_NOT_ALLOWED'],
      ['alg of no string', () => craftWith({ alg: ['ES256'] }), 'ENVELOPE_ALGORITHM_NOT_ALLOWED'],
    ],
    'attack 2: a signature that is empty or lacks is no signature': [
      ['an empty signature', () => craftWith({}).replace(/[^.]+$/, ''), 'ENVELOPE_INVALID'],
      ['no signature part', () => craftWith({}).replace(/\.[^.]+$/, ''), 'ENVELOPE_INVALID'],
    ],
    'attack 3: an algorithm that is not in the table is refused, however good it is': [
      ['RS256', () => craftWith({ alg: 'RS256' }, signers.PS256), 'ENVELOPE_ALGORITHM_NOT_ALLOWED'],
      ['ES384', () => craftWith({ alg: 'ES384' }), 'ENVELOPE_ALGORITHM_NOT_ALLOWED'],
      ['EdDSA', () => craftWith({ alg: 'EdDSA' }), 'ENVELOPE_ALGORITHM_NOT_ALLOWED'],
    ],
    'attack 3: an algorithm that is not the one of the key is refused': [
      ['PS256 said of a P-256 key', () => craftWith({ alg: 'PS256' }), 'ENVELOPE_ALGORITHM_NOT_ALLOWED'],
      [
        'ES256 said of an RSA key',
        () => craftWith(headerOf(swapped), swapped),
        'ENVELOPE_ALGORITHM_NOT_ALLOWED',
      ],
    ],
    'attack 4: the certificate of a stranger is not the one of a signer, however good its signature': [
      ['the certificate of a stranger', () => craftWith({}, stranger), 'SIGNER_UNKNOWN'],
    ],
    'attack 4: a signer stands under an authority that its State lists': [
      [
        'our certificate with the authority of a stranger',
        () =>
          craftWith({
            x5c: [signers.ES256.certificate, strangerCa.certificate].map((der) => der.toString('base64')),
          }),
        'CERTIFICATE_WRONG_ISSUER',
      ],
    ],
    'attack 4: our certificate over the key of a stranger is no signature of ours': [
      [
        'our certificate over the key of a stranger',
        () => craft(canonicalText(headerOf(signers.ES256)), text, { ...signers.ES256, key: stranger.key }),
        'SIGNATURE_INVALID',
      ],
    ],
    'attack 5: x5t#S256 names the first certificate and no other': [
      ['another x5t#S256', () => craftWith({ 'x5t#S256': 'A'.repeat(43) }), 'ENVELOPE_INVALID'],
      ['another leaf in x5c', () => craftWith({ x5c: headerOf(signers.PS256).x5c }), 'ENVELOPE_INVALID'],
    ],
    'attack 5: there are two certificates in x5c, in one spelling': [
      [
        'three certificates',
        () => craftWith({ x5c: [...certificates(), ...certificates().slice(1)] }),
        'ENVELOPE_INVALID',
      ],
      ['one certificate', () => craftWith({ x5c: certificates().slice(0, 1) }), 'ENVELOPE_INVALID'],
      ['x5c that is no list', () => craftWith({ x5c: certificates()[0] }), 'ENVELOPE_INVALID'],
      ['x5c of numbers', () => craftWith({ x5c: [1, 2] }), 'ENVELOPE_INVALID'],
      ['x5c of empty strings', () => craftWith({ x5c: ['', ''] }), 'ENVELOPE_INVALID'],
      [
        'x5c with white space',
        () => craftWith({ x5c: certificates().map((one) => `${one}\n`) }),
        'ENVELOPE_INVALID',
      ],
      [
        'x5c in base64url',
        () => craftWith({ x5c: certificates().map((one) => one.replaceAll('+', '-')) }),
        'ENVELOPE_INVALID',
      ],
      [
        'x5c with a huge certificate',
        () => craftWith({ x5c: ['A'.repeat(16_004), certificates()[1]] }),
        'ENVELOPE_INVALID',
      ],
    ],
    'attack 6: a header that names where keys are, or brings one, is refused': [
      ['jku', () => craftWith({ jku: 'http://127.0.0.1:9/keys' }), 'ENVELOPE_INVALID'],
      ['x5u', () => craftWith({ x5u: 'http://127.0.0.1:9/chain' }), 'ENVELOPE_INVALID'],
      [
        'jwk',
        () => craftWith({ jwk: createPublicKey(stranger.key).export({ format: 'jwk' }) }),
        'ENVELOPE_INVALID',
      ],
    ],
    'attack 8: a header has its six members and no other, crit and b64 least of all': [
      ['crit', () => craftWith({ crit: ['exp'], exp: 1 }), 'ENVELOPE_INVALID'],
      ['b64 false', () => craftWith({ b64: false, crit: ['b64'] }), 'ENVELOPE_INVALID'],
      ['sigT', () => craftWith({ sigT: '2026-06-01T00:00:00Z' }), 'ENVELOPE_INVALID'],
      ['an unknown member', () => craftWith({ x: 1 }), 'ENVELOPE_INVALID'],
      ['one member less', () => craftWith({ cty: undefined }), 'ENVELOPE_INVALID'],
    ],
    'attack 7: a signature that names its key by kid is refused, whatever the name': [
      ['kid with a path', () => craftWith({ kid: '../../etc/passwd' }), 'ENVELOPE_INVALID'],
      ['kid of 10 KB', () => craftWith({ kid: 'k'.repeat(10_000) }), 'ENVELOPE_INVALID'],
      ['kid with SQL', () => craftWith({ kid: "' or 1=1 --" }), 'ENVELOPE_INVALID'],
    ],
    'attack 11: a header in which a member stands twice, plain or escaped, is refused': [
      ['a member twice', () => craft(doubled(), text, signers.ES256), 'ENVELOPE_INVALID'],
      [
        'a member twice, once escaped',
        () => craft(doubled('\\u0061lg'), text, signers.ES256),
        'ENVELOPE_INVALID',
      ],
    ],
    'attack 12: a header with the name of a prototype in it is refused': [
      [
        '__proto__',
        () => craft(headerText().replace('{', '{"__proto__":{"x":1},'), text, signers.ES256),
        'ENVELOPE_INVALID',
      ],
      ['constructor', () => craftWith({ constructor: 1 }), 'ENVELOPE_INVALID'],
    ],
    'by the JSON of its header is refused': [
      ['white space in the header', () => craft(` ${headerText()}`, text, signers.ES256), 'ENVELOPE_INVALID'],
      ['members in another order', () => craft(reordered(), text, signers.ES256), 'ENVELOPE_INVALID'],
      ['a header that is a list', () => craft('[]', text, signers.ES256), 'ENVELOPE_INVALID'],
      ['a header that is null', () => craft('null', text, signers.ES256), 'ENVELOPE_INVALID'],
      ['a header that is text', () => craft('"x"', text, signers.ES256), 'ENVELOPE_INVALID'],
      ['a header that is no JSON', () => craft('{', text, signers.ES256), 'ENVELOPE_INVALID'],
      ['a deep header', () => craft('['.repeat(10_000), text, signers.ES256), 'ENVELOPE_INVALID'],
      ['a huge header', () => craftWith({ alg: 'E'.repeat(40_000) }), 'ENVELOPE_INVALID'],
    ],
    'by the time that it states is refused': [
      ['iat in words', () => craftWith({ iat: '1' }), 'ENVELOPE_INVALID'],
      ['iat with a fraction', () => craftWith({ iat: 1.5 }), 'ENVELOPE_INVALID'],
      ['iat below zero', () => craftWith({ iat: -1 }), 'ENVELOPE_INVALID'],
      ['iat after the year 9999', () => craftWith({ iat: 253_402_300_800 }), 'ENVELOPE_INVALID'],
    ],
    'attack 28: a signature of more than five minutes ahead, or from before its certificate, is refused': [
      ['iat six minutes ahead', () => craftWith({ iat: now.getTime() / 1000 + 360 }), 'TIME_OUT_OF_RANGE'],
      ['iat before the certificate', () => craftWith({ iat: 1 }), 'CERTIFICATE_NOT_IN_FORCE'],
    ],
    'by the JSON of its payload is refused, though it is well signed': [
      ['a payload with a member twice', () => craftPayload('{"a":1,"a":2}'), 'JSON_NOT_CANONICAL'],
      ['a payload with white space', () => craftPayload('{"a": 1}'), 'JSON_NOT_CANONICAL'],
      ['a payload with 1.0', () => craftPayload('{"a":1.0}'), 'JSON_NOT_CANONICAL'],
      ['a payload with a BOM', () => craftPayload('\ufeff{"a":1}'), 'JSON_INVALID'],
      ['a payload of broken UTF-8', () => craftPayload(Buffer.from([0x22, 0xff, 0x22])), 'JSON_INVALID'],
      ['a deep payload', () => craftPayload('['.repeat(1_000)), 'JSON_TOO_DEEP'],
      ['a payload beyond 1 MiB', () => craftPayload(JSON.stringify('x'.repeat(1_048_576))), 'JSON_TOO_LARGE'],
    ],
    'by the number or length of its parts is refused': [
      ['a token beyond 2 MiB', () => `${'A'.repeat(2_097_152)}.A.A`, 'ENVELOPE_TOO_LARGE'],
      ['four parts', () => `${craftWith({})}.AAAA`, 'ENVELOPE_INVALID'],
      ['one part', () => 'AAAA', 'ENVELOPE_INVALID'],
      ['nothing', () => '', 'ENVELOPE_INVALID'],
    ],
    'attack 24: a thing of one kind does not pass for another': [
      ['the type of a receipt', () => craftWith({ typ: 'rogatory-receipt+jws' }), 'ENVELOPE_INVALID'],
      [
        'the content type of a receipt',
        () => craftWith({ cty: 'application/vnd.rogatory.receipt+json;v=1' }),
        'ENVELOPE_INVALID',
      ],
    ],
  }

  function certificates(): string[] {
    return [signers.ES256.certificate, signers.ES256.issuer].map((der) => der.toString('base64'))
  }
  const headerText = () => canonicalText(headerOf(signers.ES256))
  const doubled = (name = 'alg') => headerText().replace('{', `{"${name}":"ES256",`)
  const reordered = () =>
    JSON.stringify(Object.fromEntries(Object.entries(headerOf(signers.ES256)).reverse()))
  const craftPayload = (content: string | Buffer) => craft(headerText(), content, signers.ES256)

  for (const [title, rows] of Object.entries(attacks)) {
    it(title, async () => {
      const codes = rows.map(async ([by, token]) => [by, await judge(token())] as const)
      assert.deepEqual(
        await Promise.all(codes),
        rows.map(([by, , want]) => [by, want]),
      )
    })
  }

  it('with PS256 is as long as the modulus: one without its leading zero, which OpenSSL takes, is refused', async () => {
    const { jws } = await sign('message', payload, signers.PS256, signedAt)
    const input = jws.slice(0, jws.lastIndexOf('.'))
    const pss = { key: signers.PS256.key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
    // Each 256th begins with a zero.
    let signature = Buffer.of(1)
    while (signature[0] !== 0) signature = signBytes('sha256', Buffer.from(input), pss)
    const with0 = `${input}.${signature.toString('base64url')}`
    const without = `${input}.${signature.subarray(1).toString('base64url')}`
    const longer = `${input}.${Buffer.concat([Buffer.of(0), signature]).toString('base64url')}`
    const key = createPublicKey(signers.PS256.key)
    const isTaken = verifyBytes('sha256', Buffer.from(input), { ...pss, key }, signature.subarray(1))
    assert.deepEqual(
      [isTaken, await judge(with0), await judge(without), await judge(longer)],
      [true, 'good', 'SIGNATURE_INVALID', 'SIGNATURE_INVALID'],
    )
  })

  it('attack 3: PS256 from RSA of 2048 bits is refused even where the list names it', async () => {
    const by = listNaming(withShortKey)
    assert.equal(await judge(craftWith({}, withShortKey), now, by), 'CERTIFICATE_WEAK_KEY')
  })

  it('attack 4: a signer of an authority that its State does not list is refused, though it is listed itself', async () => {
    assert.equal(await judge(craftWith({}, stranger), now, listNaming(stranger)), 'CERTIFICATE_WRONG_ISSUER')
  })

  it('by a certificate of another country is refused even where the list names it', async () => {
    assert.equal(await judge(craftWith({}, ofQatar), now, listNaming(ofQatar)), 'CERTIFICATE_WRONG_HOLDER')
  })

  it('attack 6: no connection is opened, whatever the header names (pain point 6)', async () => {
    const connect = Object.getOwnPropertyDescriptor(net.Socket.prototype, 'connect')
    assert.ok(connect)
    let opened = 0
    Object.defineProperty(net.Socket.prototype, 'connect', {
      ...connect,
      value: () => {
        opened += 1
        throw new Error('a connection was opened')
      },
    })
    try {
      for (const name of ['jku', 'x5u'])
        assert.equal(await judge(craftWith({ [name]: 'http://127.0.0.1:9/' })), 'ENVELOPE_INVALID')
      assert.equal(await judge(craftWith({})), 'good')
    } finally {
      Object.defineProperty(net.Socket.prototype, 'connect', connect)
    }
    assert.equal(opened, 0)
  })

  it('attack 9: any other spelling of any of the three parts of a signature is refused', async () => {
    const parts = craftWith({}).split('.')
    for (const place of [0, 1, 2]) {
      for (const spelling of spellings(parts[place] ?? '')) {
        const code = await judge(parts.with(place, spelling).join('.'))
        assert.notEqual(code, 'good', JSON.stringify(spelling.slice(-8)))
      }
    }
  })

  it('by the twin of an ECDSA signature changes nothing: it verifies, and has the same identity', async () => {
    const { jws, digest } = await sign('message', payload, signers.ES256, signedAt)
    const twin = ecdsaTwin(jws)
    assert.notEqual(twin, jws)
    const verified = await verify('message', twin, list, now)
    assert.ok(verified.ok)
    assert.equal(verified.digest, digest)
    assert.equal(digestOf(twin), digest)
  })

  it('by any change of one byte is refused', async () => {
    for (const signer of Object.values(signers)) {
      const { jws } = await sign('message', payload, signer, signedAt)
      const bytes = Buffer.from(jws)
      const property = fc.asyncProperty(
        fc.nat(bytes.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (place, bits) => {
          const flipped = Buffer.from(bytes)
          flipped[place] = (flipped[place] ?? 0) ^ bits
          return (await judge(flipped.toString('latin1'))) !== 'good'
        },
      )
      await fc.assert(property, { numRuns: 300 })
    }
  })

  it('attack 3: a signature that says PS256 and is RS256 in truth does not hold', async () => {
    const header = Buffer.from(canonicalText(headerOf(signers.PS256))).toString('base64url')
    const input = `${header}.${Buffer.from(text).toString('base64url')}`
    const pkcs1 = signBytes('sha256', Buffer.from(input), signers.PS256.key).toString('base64url')
    assert.equal(await judge(`${input}.${pkcs1}`), 'SIGNATURE_INVALID')
  })
})

describe('a signature and time', () => {
  const withdrawnAt = '2026-05-01T00:00:00Z'
  const withdrawn = listWith({
    signers: [
      {
        certificate: signers.ES256.certificate.toString('base64'),
        use: 'message',
        validFrom: '2026-02-01T00:00:00Z',
        status: 'withdrawn',
        statusSince: withdrawnAt,
      },
    ],
  })
  const at = (moment: string) => new Date(moment)
  const signedOn = (moment: string) => craftWith({ iat: at(moment).getTime() / 1000 })

  it('attack 30: what was good when it came stays so after its certificate has expired, and is not taken anew', async () => {
    assert.equal(await judge(craftWith({}), now), 'good')
    assert.equal(await judge(craftWith({}), at('2029-01-01T00:00:00Z')), 'CERTIFICATE_NOT_IN_FORCE')
  })

  it('needs the signer in force in the trust list, when it signed and when it was received', async () => {
    assert.equal(await judge(signedOn('2026-04-01T00:00:00Z'), at('2026-04-01T00:01:00Z'), withdrawn), 'good')
    assert.equal(await judge(signedOn('2026-04-01T00:00:00Z'), now, withdrawn), 'CERTIFICATE_NOT_IN_FORCE')
    assert.equal(await judge(signedOn('2026-05-02T00:00:00Z'), now, withdrawn), 'CERTIFICATE_NOT_IN_FORCE')
    assert.equal(
      await judge(signedOn('2026-01-15T00:00:00Z'), at('2026-03-01T00:00:00Z'), withdrawn),
      'CERTIFICATE_NOT_IN_FORCE',
    )
  })

  it('attack 28: a clock that is four minutes ahead is forgiven', async () => {
    assert.equal(await judge(craftWith({ iat: now.getTime() / 1000 + 240 })), 'good')
  })
})
