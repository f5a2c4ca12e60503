import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runAnywhere } from '../cli/commandLine.ts'
import { askGotlog, buildGotlog, requireGotlog } from '../support/gotlog.ts'
import { askJwcrypto, requireJwcrypto } from '../support/jwcrypto.ts'
import { demoOf } from './demoRuns.ts'

describe('programs of others, before the bundles of a demonstration', function () {
  this.timeout(300_000)
  let folder: string
  let bundles: readonly string[]

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rogatory-outside-'))
    const { outcome } = await demoOf('00-first-request')
    bundles = outcome.bundles
    assert.equal((await runAnywhere(['verify', ...bundles])).code, 0)
  })
  after(() => rm(folder, { recursive: true, force: true }))

  it('accept the log of each: the Go implementation of transparency logs', async function () {
    requireGotlog(this)
    const program = join(folder, 'gotlog')
    buildGotlog(program)
    for (const bundle of bundles) {
      const [, size] = (await readFile(join(bundle, 'checkpoint'), 'utf8')).split('\n')
      assert.equal(askGotlog(program, bundle), `accepted: ${size ?? ''}`)
    }
    // It does look: a bundle whose checkpoint is of another log is refused.
    const [one = '', other = ''] = bundles
    const checkpoint = await readFile(join(one, 'checkpoint'))
    await writeFile(join(one, 'checkpoint'), await readFile(join(other, 'checkpoint')))
    assert.match(askGotlog(program, one), /^refused: /)
    await writeFile(join(one, 'checkpoint'), checkpoint)
  })

  it('verify messages and receipts of the records, and the trust lists: python3-jwcrypto', async function () {
    requireJwcrypto(this)
    const [bundle = ''] = bundles
    const names = (await readdir(bundle, { recursive: true })).filter((name) => name.endsWith('.jws')).sort()
    assert.ok(names.length > 50)
    // Each question starts a program of its own, so a few of every kind are asked.
    const some = names.filter((name) => /trust|\/000[12](\.receipt)?\.jws$/.test(name))
    for (const name of some) {
      const jws = await readFile(join(bundle, name), 'latin1')
      const [header = '', payload = ''] = jws
        .split('.')
        .map((part) => Buffer.from(part, 'base64url').toString('utf8'))
      const { alg, x5c } = JSON.parse(header) as { readonly alg: string; readonly x5c: readonly [string] }
      const { publicKey } = new X509Certificate(Buffer.from(x5c[0], 'base64'))
      const verificationKey = publicKey.export({ type: 'spki', format: 'pem' })
      const answer = askJwcrypto({ do: 'verify', jws, verificationKey, algorithm: alg })
      assert.equal(answer.payload, payload, name)
      assert.deepEqual(answer.header, JSON.parse(header), name)
    }
  })
})
