import assert from 'node:assert/strict'
import { createPublicKey, type KeyObject } from 'node:crypto'
import {
  CompactEncrypt,
  CompactSign,
  FlattenedEncrypt,
  FlattenedSign,
  GeneralEncrypt,
  GeneralSign,
} from 'jose'
import { encryption } from '../../src/envelope/algorithms.ts'
import { kinds, sealedKinds } from '../../src/envelope/kinds.ts'
import { open } from '../../src/envelope/open.ts'
import { seal } from '../../src/envelope/seal.ts'
import { sign } from '../../src/envelope/sign.ts'
import { verify } from '../../src/envelope/verify.ts'
import { canonicalBytes, canonicalText } from '../../src/message/canonical.ts'
import { askJwcrypto, requireJwcrypto } from '../support/jwcrypto.ts'
import { decryptionKeys, list, now, recipient, signers } from '../trust/fixture.ts'
import { headerOf, payload, signedAt } from './craft.ts'

/*
 * Nestings and serialisations after RFC 7520, made with jose itself and with python3-jwcrypto: whoever has the keys
 * can make them, and every library reads them. Here one is right, a compact JWS within a compact JWE.
 */

const signer = signers.ES256
const to = recipient('x25519-1')
const inner = headerOf(signer)
const outer = { ...encryption, ...sealedKinds.message, kid: to.kid }
type Outer = Readonly<Record<string, unknown>>

/** How far a sealed thing comes, and why not further: the code, "sealed" where it did not open. */
async function fateOf(jwe: string): Promise<string> {
  const opened = await open(jwe, decryptionKeys)
  if (!opened.ok) return `sealed: ${opened.code}`
  const verified = await verify('message', opened.jws, list, now)
  return verified.ok ? 'good' : `signed: ${verified.code}`
}

const signed = async () => (await sign('message', payload, signer, signedAt)).jws
const sealedAs = (content: string | Uint8Array, more: Outer = {}) =>
  new CompactEncrypt(typeof content === 'string' ? Buffer.from(content) : content)
    .setProtectedHeader({ ...outer, ...more })
    .encrypt(to.key)
const signedAs = (content: string, more: Outer = {}) =>
  new CompactSign(Buffer.from(content))
    .setProtectedHeader({ ...inner, alg: 'ES256', ...more })
    .sign(signer.key)

const asCompact = ({ protected: header = '', payload: body, signature }: Record<string, string>) =>
  [header, body, signature].join('.')

/** jose writes header members as they are given; ours must be canonical. */
const canonicalHeader = JSON.parse(canonicalText(inner)) as typeof inner

const nestings: readonly (readonly [string, () => Promise<string>, string])[] = [
  [
    'a JWS in a JWE, by jose alone',
    async () => sealedAs(await signedAs(canonicalText(payload), canonicalHeader)),
    'good',
  ],
  ['a JWE in a JWE', async () => sealedAs(await seal(await signed(), to)), 'signed: ENVELOPE_INVALID'],
  [
    'a JWE in a JWE that says so',
    async () => sealedAs(await seal(await signed(), to), { cty: 'JWE' }),
    'sealed: ENVELOPE_INVALID',
  ],
  ['a JWS in a JWS in a JWE', async () => sealedAs(await signedAs(await signed())), 'signed: JSON_INVALID'],
  [
    'a JWS in a JWS that says so',
    async () => sealedAs(await signedAs(await signed(), { cty: 'JWT' })),
    'signed: ENVELOPE_INVALID',
  ],
  [
    'a JWE in a JWS: encrypted, then signed',
    async () => signedAs(await seal(await signed(), to)),
    'sealed: ENVELOPE_INVALID',
  ],
  [
    'a JWE in a JWS in a JWE',
    async () => sealedAs(await signedAs(await seal(await signed(), to))),
    'signed: JSON_INVALID',
  ],
  ['a JWS that nobody has sealed', signed, 'sealed: ENVELOPE_INVALID'],
  ['a payload that nobody has signed', () => sealedAs(canonicalText(payload)), 'signed: ENVELOPE_INVALID'],
  [
    'a JWS with cty JWT around',
    async () => sealedAs(await signed(), { cty: 'JWT' }),
    'sealed: ENVELOPE_INVALID',
  ],
  [
    'a JWS with the cty of a receipt around',
    async () => sealedAs(await signed(), { cty: kinds.receipt.typ }),
    'sealed: ENVELOPE_INVALID',
  ],
  [
    'a JWS with its own cty written in full',
    async () => sealedAs(await signed(), { cty: `application/${kinds.message.typ}` }),
    'sealed: ENVELOPE_INVALID',
  ],
  [
    'a message sealed as a receipt',
    async () => seal(await signed(), to, 'receipt'),
    'sealed: ENVELOPE_INVALID',
  ],
  [
    'a receipt sealed as a message',
    async () => seal((await sign('receipt', payload, signer, signedAt)).jws, to),
    'signed: ENVELOPE_INVALID',
  ],
  [
    'a JWS in flattened JSON',
    async () => sealedAs(JSON.stringify(await flattened())),
    'signed: ENVELOPE_INVALID',
  ],
  [
    'a JWS in general JSON with one signature',
    async () => sealedAs(JSON.stringify(await general(signer.key))),
    'signed: ENVELOPE_INVALID',
  ],
  [
    'a JWS in general JSON with two signatures',
    async () => sealedAs(JSON.stringify(await general(signer.key, signer.key))),
    'signed: ENVELOPE_INVALID',
  ],
  [
    'a JWS in flattened JSON written as compact',
    async () => sealedAs(asCompact((await flattened()) as unknown as Record<string, string>)),
    'good',
  ],
  [
    'a JWS whose payload is detached',
    async () => sealedAs((await signed()).replace(/\.[^.]+\./, '..')),
    'signed: ENVELOPE_INVALID',
  ],
  [
    'a JWS whose payload is not encoded (RFC 7797)',
    async () => sealedAs(await unencoded()),
    'signed: ENVELOPE_INVALID',
  ],
  ['a JWE in flattened JSON', async () => JSON.stringify(await flattenedJwe()), 'sealed: ENVELOPE_INVALID'],
  [
    'a JWE in flattened JSON with an unprotected header',
    async () => JSON.stringify(await flattenedJwe({ kid: to.kid })),
    'sealed: ENVELOPE_INVALID',
  ],
  [
    'a JWE in general JSON to one',
    async () => JSON.stringify(await generalJwe(1)),
    'sealed: ENVELOPE_INVALID',
  ],
  [
    'a JWE in general JSON to two',
    async () => JSON.stringify(await generalJwe(2)),
    'sealed: ENVELOPE_INVALID',
  ],
  [
    'two JWS, one after the other',
    async () => sealedAs(`${await signed()}\n${await signed()}`),
    'signed: ENVELOPE_INVALID',
  ],
  ['a JWS in quotes', async () => sealedAs(JSON.stringify(await signed())), 'signed: ENVELOPE_INVALID'],
  ['a JWS with a NUL after it', async () => sealedAs(`${await signed()}\0`), 'signed: ENVELOPE_INVALID'],
  [
    'a JWS in UTF-16',
    async () => sealedAs(Buffer.from(await signed(), 'utf16le')),
    'signed: ENVELOPE_INVALID',
  ],
  ['nothing', () => sealedAs(''), 'sealed: ENVELOPE_INVALID'],
]

function flattened() {
  return new FlattenedSign(canonicalBytes(payload))
    .setProtectedHeader({ ...canonicalHeader, alg: 'ES256' })
    .sign(signer.key)
}

function general(...keys: readonly KeyObject[]) {
  const jws = new GeneralSign(canonicalBytes(payload))
  for (const key of keys) jws.addSignature(key).setProtectedHeader({ ...canonicalHeader, alg: 'ES256' })
  return jws.sign()
}

async function unencoded(): Promise<string> {
  const jws = await new FlattenedSign(canonicalBytes(payload))
    .setProtectedHeader({ ...inner, alg: 'ES256', b64: false, crit: ['b64'] })
    .sign(signer.key)
  return [jws.protected, canonicalText(payload), jws.signature].join('.')
}

async function flattenedJwe(unprotected?: { kid: string }) {
  const jwe = new FlattenedEncrypt(Buffer.from(await signed())).setProtectedHeader(outer)
  if (unprotected) {
    const { kid, ...others } = outer
    assert.equal(kid, unprotected.kid)
    return new FlattenedEncrypt(Buffer.from(await signed()))
      .setProtectedHeader(others)
      .setUnprotectedHeader(unprotected)
      .encrypt(to.key)
  }
  return jwe.encrypt(to.key)
}

async function generalJwe(count: 1 | 2) {
  const { enc, cty, typ } = outer
  const jwe = new GeneralEncrypt(Buffer.from(await signed())).setProtectedHeader({ enc, cty, typ })
  const kids = ['x25519-1', 'p256-1'] as const
  for (const kid of kids.slice(0, count))
    jwe.addRecipient(recipient(kid).key).setUnprotectedHeader({ alg: encryption.alg, kid })
  return jwe.encrypt()
}

describe('a nesting of signature and encryption', () => {
  for (const [name, build, want] of nestings) {
    const verb = want === 'good' ? 'is taken' : `is refused, ${want}`
    it(`${name}: ${verb}`, async () => {
      assert.equal(await fateOf(await build()), want)
    })
  }
})

describe('the same by python3-jwcrypto', () => {
  before(function () {
    requireJwcrypto(this)
  })

  const pem = {
    signing: signer.key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    recipient: to.key.export({ type: 'spki', format: 'pem' }).toString(),
    other: recipient('p256-1').key.export({ type: 'spki', format: 'pem' }).toString(),
  }
  /** What one layer after the other makes of the payload; each is told in jwcrypto.py. */
  const nest = (...layers: readonly object[]) => {
    const answer = askJwcrypto({
      do: 'nest',
      payload: canonicalText(payload),
      signingKey: pem.signing,
      recipientKey: pem.recipient,
      otherKey: pem.other,
      layers,
    })
    return String(answer.result)
  }
  const jws = { layer: 'jws', header: inner, form: 'compact' }
  const jwe = { layer: 'jwe', header: outer, form: 'compact' }

  const nestings: readonly (readonly [string, readonly object[], string])[] = [
    ['a JWS in a JWE', [jws, jwe], 'good'],
    ['a JWE in a JWE', [jws, jwe, jwe], 'signed: ENVELOPE_INVALID'],
    ['a JWS in a JWS in a JWE', [jws, jws, jwe], 'signed: JSON_INVALID'],
    ['a JWE in a JWS', [jws, jwe, jws], 'sealed: ENVELOPE_INVALID'],
    ['a JWE in a JWS in a JWE', [jws, jwe, jws, jwe], 'signed: JSON_INVALID'],
    ['a JWS in JSON in a JWE', [{ ...jws, form: 'json' }, jwe], 'signed: ENVELOPE_INVALID'],
    [
      'a JWS with two signatures in a JWE',
      [{ ...jws, form: 'json', twice: true }, jwe],
      'signed: ENVELOPE_INVALID',
    ],
    ['a JWE in JSON', [jws, { ...jwe, form: 'json' }], 'sealed: ENVELOPE_INVALID'],
    ['a JWE in JSON to two', [jws, { ...jwe, form: 'json', twice: true }], 'sealed: ENVELOPE_INVALID'],
    [
      'a JWS in a JWE with another cty',
      [jws, { ...jwe, header: { ...outer, cty: 'JWT' } }],
      'sealed: ENVELOPE_INVALID',
    ],
    [
      'a JWS in a compressed JWE',
      [jws, { ...jwe, header: { ...outer, zip: 'DEF' } }],
      'sealed: ENVELOPE_INVALID',
    ],
  ]

  for (const [name, layers, want] of nestings) {
    const verb = want === 'good' ? 'is taken' : `is refused, ${want}`
    it(`${name}: ${verb}`, async () => {
      assert.equal(await fateOf(nest(...layers)), want)
    })
  }

  it('are things that its own library opens: the key of the signer verifies what comes out', () => {
    const answer = askJwcrypto({
      do: 'open',
      jwe: nest(jws, jwe),
      decryptionKey: decryptionKeys.get(to.kid)?.export({ type: 'pkcs8', format: 'pem' }).toString(),
      verificationKey: createPublicKey(signer.key).export({ type: 'spki', format: 'pem' }).toString(),
      algorithm: 'ES256',
    })
    assert.equal(answer.payload, canonicalText(payload))
  })
})
