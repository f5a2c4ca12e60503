import assert from 'node:assert/strict'
import { createPublicKey, type KeyObject } from 'node:crypto'
import { encryption } from '../../src/envelope/algorithms.ts'
import { sealedKinds } from '../../src/envelope/kinds.ts'
import { open } from '../../src/envelope/open.ts'
import { seal } from '../../src/envelope/seal.ts'
import { sign } from '../../src/envelope/sign.ts'
import { verify } from '../../src/envelope/verify.ts'
import { canonicalText } from '../../src/message/canonical.ts'
import { askJwcrypto, requireJwcrypto } from '../support/jwcrypto.ts'
import { decryptionKeys, list, now, recipient, signers } from '../trust/fixture.ts'
import { headerOf, payload, signedAt } from './craft.ts'

const privatePem = (key: KeyObject | undefined) => key?.export({ type: 'pkcs8', format: 'pem' }).toString()
const publicPem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString()

describe('a second implementation of JOSE, python3-jwcrypto', () => {
  before(function () {
    requireJwcrypto(this)
  })

  for (const kid of ['x25519-1', 'p256-1'] as const) {
    for (const signer of Object.values(signers)) {
      it(`opens and verifies ours: ${signer.algorithm} to ${kid}`, async () => {
        const { jws } = await sign('message', payload, signer, signedAt)
        const answer = askJwcrypto({
          do: 'open',
          jwe: await seal(jws, recipient(kid)),
          decryptionKey: privatePem(decryptionKeys.get(kid)),
          verificationKey: publicPem(createPublicKey(signer.key)),
          algorithm: signer.algorithm,
        })
        assert.equal(answer.payload, canonicalText(payload))
        assert.deepEqual(answer.header, headerOf(signer))
      })

      it(`makes what we open and verify: ${signer.algorithm} to ${kid}`, async () => {
        const answer = askJwcrypto({
          do: 'make',
          payload: canonicalText(payload),
          header: headerOf(signer),
          signingKey: privatePem(signer.key),
          outer: { ...encryption, ...sealedKinds.message, kid },
          recipientKey: publicPem(recipient(kid).key),
        })
        const opened = await open(String(answer.jwe), decryptionKeys)
        assert.ok(opened.ok)
        const verified = await verify('message', opened.jws, list, now)
        assert.ok(verified.ok, JSON.stringify(verified))
        assert.deepEqual(verified.value, payload)
      })
    }
  }
})
