import assert from 'node:assert/strict'
import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { isSignatureAlgorithm } from '../../src/envelope/algorithms.ts'
import { gateJws, splitCompact } from '../../src/envelope/gate.ts'
import { isSignedBy } from '../../src/envelope/verify.ts'
import { keyKindOf } from '../../src/trust/keyKind.ts'
import { differences } from '../support/differences.ts'
import { requireTool } from '../support/outsideTool.ts'

interface Vector {
  readonly tcId: number
  readonly comment: string
  readonly jws: unknown
  readonly result: 'valid' | 'invalid'
}
type Key = JsonWebKey & {
  readonly kid?: string
  readonly alg?: string
  readonly use?: string
  readonly key_ops?: readonly string[]
}
/** One key, or a set of them. */
type Keys = Key & { readonly keys?: readonly Key[] }
interface Group {
  readonly comment: string
  readonly public?: Keys
  readonly private?: Keys
  readonly tests: readonly Vector[]
}
/** A vector with what came of it: "taken", or what it was refused for. */
interface Judged extends Vector {
  readonly group: string
  readonly algorithm: string
  readonly word: string
}

const folder = resolve(import.meta.dirname, '../../../shared/vectors/wycheproof')
const signatureFile = resolve(folder, 'json_web_signature_test.json')
const keyFile = resolve(folder, 'json_web_key_test.json')

/** The vectors tie a key to its use and algorithm by members of the JWK, as a certificate does by usage and key type. */
function isForVerifying(key: Key, algorithm: string): boolean {
  const operations = key.key_ops ?? ['verify']
  return (key.alg ?? algorithm) === algorithm && (key.use ?? 'sig') === 'sig' && operations.includes('verify')
}

/** The one key that a header means, as a certificate's digest means one: two of a name are none. */
function keyNamed({ keys, ...alone }: Keys, kid: unknown): Key | null {
  if (keys === undefined) return alone
  const [key, ...more] = keys.filter((one) => one.kid === kid)
  return key === undefined || more.length > 0 ? null : key
}

function headerOf(jws: unknown): { readonly alg?: unknown; readonly kid?: unknown } {
  const [header = ''] = String(jws).split('.')
  try {
    return (JSON.parse(Buffer.from(header, 'base64url').toString()) as object | null) ?? {}
  } catch {
    return {}
  }
}

/** The same primitives as `verify`: the gate of the parts, one algorithm that follows from the key, the signature. */
async function wordFor(jws: unknown, keys: Keys): Promise<string> {
  const split = splitCompact(String(jws), 3, 100_000)
  if (!split.ok) return 'form'
  const { alg, kid } = headerOf(jws)
  if (!isSignatureAlgorithm(alg)) return 'algorithm'
  const key = keyNamed(keys, kid)
  if (key === null || !isForVerifying(key, alg)) return 'key not for this'
  try {
    const imported = createPublicKey({ key: { ...key }, format: 'jwk' })
    if (keyKindOf(imported) === null) return 'weak key'
    return (await isSignedBy(String(jws), alg, imported)) ? 'taken' : 'signature'
  } catch {
    return 'key that is none'
  }
}

async function judge(file: string): Promise<readonly Judged[]> {
  const { testGroups } = JSON.parse(readFileSync(file, 'utf8')) as { testGroups: readonly Group[] }
  const vectors = testGroups.flatMap((group) =>
    group.tests.map((vector) => ({ vector, group, keys: group.public ?? group.private ?? {} })),
  )
  return Promise.all(
    vectors.map(async ({ vector, group, keys }) => ({
      ...vector,
      group: group.comment,
      algorithm: String(headerOf(vector.jws).alg),
      word: await wordFor(vector.jws, keys),
    })),
  )
}

/** Valid vectors that are refused, counted by group, algorithm and word, as the rows of docs/vectors.md. */
function refusedValid(judged: readonly Judged[]): string[] {
  const counts = new Map<string, number>()
  for (const { result, word, group, algorithm } of judged) {
    if (result === 'invalid' || word === 'taken') continue
    const row = [group, algorithm, word].join(' | ')
    counts.set(row, (counts.get(row) ?? 0) + 1)
  }
  return [...counts].map(([row, count]) => `${row} | ${count}`).sort()
}

const told = (heading: string) =>
  differences(heading)
    .map((row) => row.slice(0, 4).join(' | '))
    .sort()

const suites = [
  { name: 'json_web_signature', file: signatureFile, vectors: 401, taken: [18, 378] },
  { name: 'json_web_key', file: keyFile, vectors: 26, taken: [] },
] as const

for (const { name, file, vectors, taken } of suites) {
  describe(`Wycheproof, ${name}`, () => {
    let judged: readonly Judged[] = []
    before(async function () {
      requireTool(this, existsSync(file), 'the public test vectors beside the checkout (../shared/vectors)')
      judged = await judge(file)
      assert.equal(judged.length, vectors)
    })

    it('has nothing marked invalid that is taken', () => {
      for (const { result, word, tcId, comment } of judged)
        if (result === 'invalid') assert.notEqual(word, 'taken', `${tcId} ${comment}`)
    })

    it('has valid vectors that are taken or stand in the table of docs/vectors.md, group by group', () => {
      assert.deepEqual(refusedValid(judged), told(`Wycheproof: ${name}`))
      assert.deepEqual(
        judged.filter(({ word }) => word === 'taken').map(({ tcId }) => tcId),
        taken,
      )
    })

    it('has nothing that passes the gate of a message, for none has its header', () => {
      for (const { jws, tcId } of judged) {
        const gated = gateJws('message', String(jws))
        assert.ok(!gated.ok && /^ENVELOPE_(INVALID|TOO_LARGE)$/.test(gated.code), String(tcId))
      }
    })
  })
}
