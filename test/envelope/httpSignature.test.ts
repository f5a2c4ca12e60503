import assert from 'node:assert/strict'
import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import fc from 'fast-check'
import {
  type HttpRequest,
  type HttpSigner,
  checkBody,
  checkClaim,
  readRequestClaim,
  readResponseClaim,
  signRequest,
  signResponse,
  signatureBase,
} from '../../src/envelope/httpSignature.ts'

const now = new Date('2027-03-01T09:00:00Z')
const nonce = 'A'.repeat(22)

const post: HttpRequest = {
  method: 'POST',
  targetUri: 'https://node.qa.example/exchange/messages',
  contentType: 'application/vnd.rogatory.messages',
  body: Buffer.from('one\ntwo'),
}
const get: HttpRequest = {
  method: 'GET',
  targetUri: 'https://node.qa.example/log/checkpoint',
  body: Buffer.of(),
}

const signers = {
  'P-256': signerOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
  RSA: signerOf(generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey),
}

function signerOf(key: HttpSigner['key']): HttpSigner {
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' })
  return { key, keyId: createHash('sha256').update(spki).digest('base64url') }
}

describe('the HTTP signature of a request between nodes', () => {
  for (const [kind, signer] of Object.entries(signers)) {
    for (const request of [post, get]) {
      it(`says by a key ${kind} who makes a ${request.method}, of which body, and when`, () => {
        const fields = signRequest(request, signer, now, nonce)
        const read = readRequestClaim(request, fields)
        assert.ok(read.ok)
        assert.equal(read.claim.keyId, signer.keyId)
        assert.equal(read.claim.nonce, nonce)
        assert.deepEqual(checkClaim(read.claim, createPublicKey(signer.key), now), { ok: true })
        assert.deepEqual(checkBody(read.claim, request.body), { ok: true })
        const other = checkBody(read.claim, Buffer.from('another'))
        assert.equal(other.ok ? '' : other.code, 'HTTP_DIGEST_MISMATCH')
      })
    }
  }

  it('does not hold for another method, target or type of body', () => {
    const signer = signers['P-256']
    const fields = signRequest(post, signer, now, nonce)
    for (const change of [
      { method: 'PUT' },
      { targetUri: 'https://node.qa.example/exchange/message' },
      { targetUri: 'https://node.lv.example/exchange/messages' },
      { contentType: 'text/plain' },
    ]) {
      const read = readRequestClaim({ ...post, ...change }, fields)
      assert.ok(read.ok)
      const checked = checkClaim(read.claim, createPublicKey(signer.key), now)
      assert.equal(checked.ok ? '' : checked.code, 'HTTP_SIGNATURE_INVALID', JSON.stringify(change))
    }
  })

  it('does not hold by another key, or by a key of another kind', () => {
    const read = readRequestClaim(post, signRequest(post, signers['P-256'], now, nonce))
    assert.ok(read.ok)
    for (const key of [
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey,
      createPublicKey(signers.RSA.key),
    ]) {
      const checked = checkClaim(read.claim, key, now)
      assert.equal(checked.ok ? '' : checked.code, 'HTTP_SIGNATURE_INVALID')
    }
  })

  it('attack 28: a signed request is of this minute: older, of the future, or good for longer it is refused', () => {
    const key = createPublicKey(signers['P-256'].key)
    const codeAt = (offsetMs: number): string => {
      const read = readRequestClaim(post, signRequest(post, signers['P-256'], now, nonce))
      assert.ok(read.ok)
      const checked = checkClaim(read.claim, key, new Date(now.getTime() + offsetMs))
      return checked.ok ? 'good' : checked.code
    }
    assert.equal(codeAt(-60_000), 'good')
    assert.equal(codeAt(119_000), 'good')
    assert.equal(codeAt(-61_000), 'HTTP_SIGNATURE_EXPIRED')
    assert.equal(codeAt(121_000), 'HTTP_SIGNATURE_EXPIRED')
    const fields = signRequest(post, signers['P-256'], now, nonce)
    const input = fields['signature-input'].replace(/expires=[0-9]+/, 'expires=9999999999')
    const read = readRequestClaim(post, { ...fields, 'signature-input': input })
    assert.ok(read.ok)
    const checked = checkClaim(read.claim, key, now)
    assert.equal(checked.ok ? '' : checked.code, 'HTTP_SIGNATURE_INVALID')
    // Good for longer by the signer itself: the signature fits, and it is refused all the same.
    const { base } = read.claim
    const signedSo = sign('sha256', Buffer.from(base), {
      key: signers['P-256'].key,
      dsaEncoding: 'ieee-p1363',
    })
    const signature = `rogatory=:${signedSo.toString('base64')}:`
    const long = readRequestClaim(post, { ...fields, 'signature-input': input, signature })
    assert.ok(long.ok)
    const judged = checkClaim(long.claim, key, now)
    assert.equal(judged.ok ? '' : judged.code, 'HTTP_SIGNATURE_INVALID')
  })

  it('is missing where there is none, and invalid in any form but the exact one', () => {
    const fields = signRequest(post, signers['P-256'], now, nonce)
    const codeOf = (given: Record<string, unknown>): string => {
      const read = readRequestClaim(post, given)
      return read.ok ? 'read' : read.code
    }
    assert.equal(codeOf({}), 'HTTP_SIGNATURE_MISSING')
    const input = fields['signature-input']
    const changes: readonly Record<string, unknown>[] = [
      { signature: undefined },
      { signature: [fields.signature] },
      { signature: `${fields.signature}, ${fields.signature}` },
      { signature: fields.signature.replace(/:$/, ' :') },
      { signature: fields.signature.replace('=:', '=:=') },
      { 'content-digest': fields['content-digest'].replace('sha-256', 'sha-512') },
      { 'content-digest': `${fields['content-digest']}, ${fields['content-digest']}` },
      { 'signature-input': input.replace('"@target-uri" ', '') },
      { 'signature-input': input.replace('rogatory=', 'other=') },
      { 'signature-input': input.replace(';tag=', ';nonce="BBBBBBBBBBBBBBBBBBBBBB";tag=') },
      { 'signature-input': input.replace(/;expires=[0-9]+/, '') },
      { 'signature-input': input.replace(';tag="rogatory-node"', ';tag="other"') },
      { 'signature-input': input.replace('ecdsa-p256-sha256', 'hmac-sha256') },
      { 'signature-input': input.replace('ecdsa-p256-sha256', '__proto__') },
      { 'signature-input': `${input};x="y"` },
      { 'signature-input': input + ' '.repeat(3_000) },
    ]
    for (const change of changes)
      assert.equal(codeOf({ ...fields, ...change }), 'HTTP_SIGNATURE_INVALID', JSON.stringify(change))
  })

  it('never holds after any one character of its fields was changed', () => {
    const signer = signers['P-256']
    const fields = signRequest(post, signer, now, nonce)
    const key = createPublicKey(signer.key)
    const names = ['content-digest', 'signature', 'signature-input'] as const
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.nat(),
        fc.integer({ min: 33, max: 126 }),
        (name, place, code) => {
          const text = fields[name]
          const at = place % text.length
          const changed = text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1)
          if (changed === text) return
          const read = readRequestClaim(post, { ...fields, [name]: changed })
          assert.ok(!read.ok || !checkClaim(read.claim, key, now).ok, `${name} ${at} ${changed}`)
        },
      ),
      { numRuns: 3_000 },
    )
  })
})

describe('the HTTP signature of a response', () => {
  const signer = signers['P-256']
  const asked = { ...post, signature: signRequest(post, signers.RSA, now, nonce).signature }
  const response = {
    status: 200,
    contentType: 'application/vnd.rogatory.answers',
    body: Buffer.from('yes'),
    to: asked,
  }

  it('binds status and body to the request that it answers', () => {
    const fields = signResponse(response, signer, now)
    const key = createPublicKey(signer.key)
    const read = readResponseClaim(response, fields)
    assert.ok(read.ok)
    assert.deepEqual(checkClaim(read.claim, key, now), { ok: true })
    assert.deepEqual(checkBody(read.claim, response.body), { ok: true })
    const again = { ...asked, signature: signRequest(post, signers.RSA, now, 'B'.repeat(22)).signature }
    for (const change of [{ status: 503 }, { contentType: 'text/plain' }, { to: again }]) {
      const other = readResponseClaim({ ...response, ...change }, fields)
      assert.ok(other.ok)
      assert.equal(checkClaim(other.claim, key, now).ok, false, JSON.stringify(change))
    }
  })

  it('is no signature of a request, and the other way round', () => {
    const ofResponse = readRequestClaim(post, signResponse(response, signer, now))
    const ofRequest = readResponseClaim(response, signRequest(post, signer, now, nonce))
    assert.deepEqual([ofResponse.ok, ofRequest.ok], [false, false])
  })
})

describe('the signature base', () => {
  it('is that of RFC 9421, appendix B.2.4', () => {
    // The public half alone: to check a published signature nobody needs to hold the key.
    const key = createPublicKey(
      [
        '-----BEGIN PUBLIC KEY-----',
        'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqIVYZVLCrPZHGHjP17CTW0/+D9Lf',
        'w0EkjqF7xB4FivAxzic30tMM4GF+hR6Dxh71Z50VGGdldkkDXZCnTNnoXQ==',
        '-----END PUBLIC KEY-----',
      ].join('\n'),
    )
    const base = signatureBase(
      [
        ['"@status"', '200'],
        ['"content-type"', 'application/json'],
        [
          '"content-digest"',
          'sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:',
        ],
        ['"content-length"', '23'],
      ],
      '("@status" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-ecc-p256"',
    )
    const signature = Buffer.from(
      'wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==',
      'base64',
    )
    assert.ok(verify('sha256', Buffer.from(base), { key, dsaEncoding: 'ieee-p1363' }, signature))
  })
})
