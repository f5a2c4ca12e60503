import assert from 'node:assert/strict'
import { requireTool } from '../support/outsideTool.ts'
import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { isSignatureAlgorithm } from '../../src/envelope/algorithms.ts'
import { splitCompact } from '../../src/envelope/gate.ts'
import { isSignedBy } from '../../src/envelope/verify.ts'

interface Vector {
  readonly tcId: number
  readonly comment: string
  readonly jws: unknown
  readonly result: 'valid' | 'invalid'
}
type Key = JsonWebKey & { readonly alg?: string; readonly use?: string; readonly key_ops?: readonly string[] }
interface Group {
  readonly public?: Key
  readonly private?: Key
  readonly tests: readonly Vector[]
}

const folder = resolve(import.meta.dirname, '../../../shared/vectors/wycheproof')
const file = resolve(folder, 'json_web_signature_test.json')

/** The vectors tie a key to its use and algorithm by members of the JWK, as a certificate does by usage and key type. */
function isForVerifying(key: Key, algorithm: string): boolean {
  const operations = key.key_ops ?? ['verify']
  return (
    key.kty !== 'oct' &&
    (key.alg ?? algorithm) === algorithm &&
    (key.use ?? 'sig') === 'sig' &&
    operations.includes('verify')
  )
}

/** The same primitives as `verify`: the gate of the parts, one algorithm that follows from the key, the signature. */
async function takes(jws: unknown, key: Key): Promise<boolean> {
  const split = splitCompact(String(jws), 3, 100_000)
  if (!split.ok) return false
  const header: unknown = JSON.parse(split.parts[0]?.toString() ?? '')
  const algorithm = (header as { alg?: unknown } | null)?.alg
  if (!isSignatureAlgorithm(algorithm) || !isForVerifying(key, algorithm)) return false
  return isSignedBy(String(jws), algorithm, createPublicKey({ key: { ...key }, format: 'jwk' }))
}

describe('Wycheproof, json_web_signature', () => {
  it('has nothing marked invalid that is taken, and valid ES256 is taken', async function () {
    requireTool(this, existsSync(file), 'the public test vectors beside the checkout (../shared/vectors)')
    const { testGroups } = JSON.parse(readFileSync(file, 'utf8')) as { testGroups: readonly Group[] }
    let judged = 0
    const taken: number[] = []
    for (const group of testGroups) {
      for (const vector of group.tests) {
        judged += 1
        const isTaken = await takes(vector.jws, group.public ?? group.private ?? {}).catch(() => false)
        if (isTaken) taken.push(vector.tcId)
        if (vector.result === 'invalid') assert.ok(!isTaken, `${vector.tcId} ${vector.comment}`)
      }
    }
    assert.equal(judged, 401)
    // Both valid ES256 vectors. The valid PS256 ones have keys of 2048 bits, or none of our algorithms.
    assert.ok(taken.includes(18) && taken.includes(378), String(taken))
  })
})
