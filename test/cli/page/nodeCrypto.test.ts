import assert from 'node:assert/strict'
import * as node from 'node:crypto'
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'
import fc from 'fast-check'
import * as page from '../../../src/cli/page/nodeCrypto.ts'
import { type PageKey, keyOfInfo } from '../../../src/cli/page/pageKey.ts'
import { keyKindOf } from '../../../src/trust/keyKind.ts'
import { isUsableKey } from '../../support/usableKey.ts'
import { readDer } from '../../../src/trust/strictDer.ts'
import { ca, newCertificateAuthority, newEcKey, newRsaKey, newSigner, signers } from '../../trust/fixture.ts'

const pageKeyOf = (key: node.KeyObject): PageKey =>
  keyOfInfo(readDer(key.export({ type: 'spki', format: 'der' })) ?? undefined)

const publicOf = (key: node.KeyObject) => node.createPublicKey(key)
const pssPadding = node.constants.RSA_PKCS1_PSS_PADDING

/** A way to sign, with its key. */
interface Way {
  readonly said: string
  readonly key: node.KeyObject
  readonly hash: 'sha256' | 'sha384' | 'sha512' | null
  readonly options?: { readonly padding: number; readonly saltLength: number }
}

const rsa = newRsaKey()
const ways: readonly Way[] = [
  { said: 'Ed25519', key: node.generateKeyPairSync('ed25519').privateKey, hash: null },
  ...(['sha256', 'sha384', 'sha512'] as const).flatMap((hash): Way[] => [
    { said: `ECDSA on P-256 with ${hash}`, key: newEcKey('P-256'), hash },
    { said: `ECDSA on P-384 with ${hash}`, key: newEcKey('P-384'), hash },
    { said: `RSA as PKCS #1 v1.5 with ${hash}`, key: rsa, hash },
    ...[0, 20, 32, 64].map((saltLength): Way => {
      return {
        said: `RSA-PSS with ${hash}, salt ${saltLength}`,
        key: rsa,
        hash,
        options: { padding: pssPadding, saltLength },
      }
    }),
  ]),
]

/** What both say of a signature; they must say the same. */
function verified({ key, hash, options }: Way, data: Uint8Array, signature: Uint8Array): boolean {
  const publicKey = publicOf(key)
  const byNode = node.verify(hash, data, { key: publicKey, ...options }, signature)
  const byPage = page.verify(hash, data, { key: pageKeyOf(publicKey), ...options }, signature)
  assert.equal(
    byPage,
    byNode,
    `${Buffer.from(signature).toString('hex')} of ${Buffer.from(data).toString('hex')}`,
  )
  return byNode
}

describe('the cryptography of a page', () => {
  for (const way of ways) {
    it(`verifies as OpenSSL does: ${way.said}`, () => {
      const data = Buffer.from('what was signed')
      const signature = node.sign(way.hash, data, { key: way.key, ...way.options })
      assert.equal(verified(way, data, signature), true)
      assert.equal(verified(way, Buffer.from('something else'), signature), false)
      const change = fc.record({ at: fc.nat(signature.length - 1), flip: fc.integer({ min: 1, max: 255 }) })
      fc.assert(
        fc.property(change, ({ at, flip }) => {
          const other = Buffer.from(signature)
          other[at] = (other[at] ?? 0) ^ flip
          assert.equal(verified(way, data, other), false)
        }),
        { numRuns: 20 },
      )
      // Once in 256 the first byte is nothing: OpenSSL takes a signature without it, which RFC 8017 (8.1.2, step 1) and the page do not.
      const shorter = signature[0] === 0 ? [] : [signature.subarray(1)]
      for (const other of [...shorter, Buffer.concat([signature, Buffer.of(0)]), Buffer.of()])
        assert.equal(verified(way, data, other), false)
    })
  }

  it('takes a signature only under its own salt, hash and padding', () => {
    const data = Buffer.from('what was signed')
    const some = ways.filter(({ key }) => key === rsa)
    for (const one of some) {
      const signature = node.sign(one.hash, data, { key: one.key, ...one.options })
      for (const other of some)
        assert.equal(verified(other, data, signature), one === other, `${one.said}, ${other.said}`)
    }
  })

  it('takes the twin of an ECDSA signature, as OpenSSL does, and no other spelling of it', () => {
    const way = ways.find(({ said }) => said === 'ECDSA on P-256 with sha256')
    assert.ok(way)
    const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
    const data = Buffer.from('what was signed')
    const bare = node.sign('sha256', data, { key: way.key, dsaEncoding: 'ieee-p1363' }).toString('hex')
    const [r, s] = [BigInt(`0x${bare.slice(0, 64)}`), BigInt(`0x${bare.slice(64)}`)]
    assert.equal(verified(way, data, encodedEcdsa(integer(r), integer(s))), true)
    assert.equal(verified(way, data, encodedEcdsa(integer(r), integer(order - s))), true)
    for (const [first, second] of [
      [integer(r + order), integer(s)],
      [integer(r), integer(s + order)],
      [integer(0n), integer(s)],
      [integer(r), integer(0n)],
      [integer(r), Buffer.concat([Buffer.of(0), integer(s)])],
    ] as const)
      assert.equal(verified(way, data, encodedEcdsa(first, second)), false)
  })

  it('attack: a signer who adds a point of small order to a signature gets the same answer from both', () => {
    const { Point } = ed25519
    const secret = 7n
    const data = Buffer.from('rogatory\n1\nAAAA\n')
    const littleEndian = (bytes: Uint8Array): bigint =>
      BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`)
    const answers = new Set<string>()
    for (const hex of smallOrder) {
      const torsion = Point.fromHex(hex, true)
      for (const [inKey, inNonce] of [
        [true, false],
        [false, true],
        [true, true],
      ] as const) {
        const signer = inKey ? Point.BASE.multiply(secret).add(torsion) : Point.BASE.multiply(secret)
        const nonce = inNonce ? Point.BASE.multiply(11n).add(torsion) : Point.BASE.multiply(11n)
        const [key, r] = [signer.toBytes(), nonce.toBytes()]
        const challenge = littleEndian(sha512(Buffer.concat([r, key, data]))) % Point.Fn.ORDER
        const s = (11n + challenge * secret) % Point.Fn.ORDER
        const signature = Buffer.concat([r, Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse()])
        const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key).toString('base64url') }
        const byNode = node.verify(null, data, node.createPublicKey({ key: jwk, format: 'jwk' }), signature)
        assert.equal(page.verify(null, data, page.createPublicKey({ key: jwk }), signature), byNode)
        answers.add(`${byNode} ${ed25519.verify(signature, data, key, { zip215: true })}`)
      }
    }
    // Where the check of the library itself says another thing than OpenSSL, the test has seen a difference that counts.
    assert.ok(answers.has('false true'))
  })

  it('takes no Ed25519 signature whose number is spelled a second way', () => {
    const [way] = ways
    assert.ok(way)
    const data = Buffer.from('what was signed')
    const signature = node.sign(null, data, way.key)
    const s =
      BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`) + ed25519.Point.Fn.ORDER
    const other = Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse()
    assert.equal(verified(way, data, Buffer.concat([signature.subarray(0, 32), other])), false)
  })

  it('gives the hashes of Node', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.uint8Array({ maxLength: 300 })), (data) => {
        for (const name of ['sha256', 'sha384', 'sha512'] as const) {
          assert.equal(page.hash(name, data), node.hash(name, data))
          assert.equal(
            page.createHash(name).update('a').update(data).digest('hex'),
            node.createHash(name).update('a').update(data).digest('hex'),
          )
        }
        assert.deepEqual([...page.hash('sha256', data, 'buffer')], [...node.hash('sha256', data, 'buffer')])
      }),
    )
  })

  it('reads keys as Node does: their kind, their numbers and how they are written', () => {
    for (const key of [newEcKey('P-256'), newEcKey('P-384'), rsa, newRsaKey(2048), ...otherKeys()].map(
      publicOf,
    )) {
      const ours = pageKeyOf(key)
      assert.equal(keyKindOf(ours as unknown as node.KeyObject), keyKindOf(key))
      if (keyKindOf(key) !== null) assert.deepEqual(ours.export(), key.export({ format: 'jwk' }))
    }
  })

  it('tells usable keys of a list from others as Node does: points off the curve or of small order, odd lengths', () => {
    const good = newEcKey().export({ format: 'jwk' })
    const x25519 = node.generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' })
    const zero = Buffer.alloc(32).toString('base64url')
    const keys = [
      { kty: 'EC', crv: 'P-256', x: good.x, y: good.y },
      { kty: 'EC', crv: 'P-256', x: good.x, y: good.x },
      { kty: 'EC', crv: 'P-256', x: zero, y: zero },
      { kty: 'EC', crv: 'P-256', x: good.x, y: Buffer.alloc(32, 255).toString('base64url') },
      { kty: 'OKP', crv: 'X25519', x: x25519.x },
      { kty: 'OKP', crv: 'X25519', x: zero },
      { kty: 'OKP', crv: 'X25519', x: Buffer.alloc(31, 9).toString('base64url') },
      { kty: 'OKP', crv: 'X25519', x: Buffer.from(`01${'00'.repeat(31)}`, 'hex').toString('base64url') },
      {
        kty: 'OKP',
        crv: 'X25519',
        x: Buffer.from(`edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f`, 'hex').toString(
          'base64url',
        ),
      },
      {
        kty: 'OKP',
        crv: 'X25519',
        x: Buffer.from(`e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800`, 'hex').toString(
          'base64url',
        ),
      },
    ]
    const said = keys.map((key) => {
      const [byNode, byPage] = [isUsableKey(node, key), isUsableKey(page, key)]
      assert.equal(byPage, byNode, JSON.stringify(key))
      return byNode
    })
    assert.deepEqual(said, [true, false, false, false, true, false, false, false, false, false])
  })

  it('verifies certificates as OpenSSL does, of every kind of authority', () => {
    const others = [newEcKey('P-256'), newEcKey('P-384')].map((key) => newCertificateAuthority(key))
    const authorities = [ca, ...others]
    const leaves = [signers.ES256, signers.PS256, ...others.map((by) => newSigner('ES256', by))]
    let good = 0
    for (const { certificate } of leaves) {
      for (const authority of authorities) {
        const key = new node.X509Certificate(authority.certificate).publicKey
        const byNode = new node.X509Certificate(certificate).verify(key)
        const ours = new page.X509Certificate(authority.certificate).publicKey
        assert.equal(new page.X509Certificate(certificate).verify(ours), byNode)
        good += byNode ? 1 : 0
      }
      assert.deepEqual(
        new page.X509Certificate(certificate).publicKey.export(),
        new node.X509Certificate(certificate).publicKey.export({ format: 'jwk' }),
      )
    }
    assert.equal(good, leaves.length)
  })

  it('signs nothing', () => {
    assert.throws(() => page.sign(), /signs nothing/)
  })
})

function otherKeys(): node.KeyObject[] {
  return [
    node.generateKeyPairSync('ed25519').privateKey,
    node.generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey,
    node.generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey,
    node.generateKeyPairSync('rsa-pss', { modulusLength: 3072 }).privateKey,
  ]
}

/** The points of order 8, 4 and 2, as RFC 8032 writes them. */
const smallOrder = [
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '0000000000000000000000000000000000000000000000000000000000000080',
  '0000000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
]

/** The contents of a positive INTEGER. */
function integer(value: bigint): Buffer {
  const digits = value.toString(16)
  const bytes = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex')
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes
}

function encodedEcdsa(r: Buffer, s: Buffer): Buffer {
  const body = Buffer.concat([Buffer.of(2, r.length), r, Buffer.of(2, s.length), s])
  return Buffer.concat([Buffer.of(0x30, body.length), body])
}
