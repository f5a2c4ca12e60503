import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type NoteKeyKind, type NoteVerifier, parseVerifierKey } from '../../src/audit/note.ts'
import { sign } from '../../src/envelope/sign.ts'
import { runAnywhere } from '../cli/commandLine.ts'
import { askGotlog, buildGotlog, requireGotlog } from '../support/gotlog.ts'
import { buildGowitness, requireGowitness } from '../support/gowitness.ts'
import { askJwcrypto, requireJwcrypto } from '../support/jwcrypto.ts'
import { paperWorld } from '../support/paperWorld.ts'
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

  it('say so as docs/auditor.md has an auditor ask them: docs/check/jws.py, and gowitness on what others cosigned', async function () {
    requireJwcrypto(this)
    requireGowitness(this)
    const [bundle = ''] = bundles
    const ask = (...asked: string[]) => askScript(bundle, ...asked)
    const names = await readdir(bundle, { recursive: true })
    const message = names.find((name) => name.endsWith('/0001.jws')) ?? ''
    const lists = names.filter((name) => /^trust\/.*\.jws$/.test(name))
    const asked = lists.map((list) => ask(message, list))
    for (const { out } of asked) assert.equal(out.match(/: the signature holds$/gm)?.length, 2, out)
    const naming = asked.filter(({ status }) => status === 0)
    assert.ok(naming.length > 0 && naming.length < asked.length)
    assert.match(naming[0]?.out ?? '', /names the certificate of .*: Signer of messages and receipts$/m)
    assert.ok(asked.every(({ status, out }) => status === 0 || /names the certificate of .*: no$/m.test(out)))
    const damaged = join(folder, 'damaged.jws')
    const jws = await readFile(join(bundle, message), 'latin1')
    await writeFile(damaged, `${jws.slice(0, -20)}${jws.at(-20) === 'A' ? 'B' : 'A'}${jws.slice(-19)}`)
    const refused = ask(damaged)
    assert.equal(refused.status, 1)
    assert.match(refused.out, /^refused: /)

    const own = (await readFile(join(bundle, 'keys/log.vkey'), 'utf8')).trim()
    const keysFor = (name: string): string[] =>
      lists.flatMap((list) =>
        [...ask(list, list).out.matchAll(new RegExp(`names for ${name}: (\\S+)$`, 'gm'))].map(
          ([, key = '']) => key,
        ),
      )
    assert.ok(keysFor('Log').includes(own))
    const state = own.split('/')[1] ?? ''
    const witness = keysFor('Witness of logs').find((key) => key.split('/')[1] !== state) ?? ''
    const cosigned = (await readFile(join(bundle, 'cosigned.jsonl'), 'utf8')).trim().split('\n').at(-1)
    const go = buildGowitness()
    try {
      const said = go.verify(JSON.parse(cosigned ?? '""') as string, verifierOf(own, 'note'), [
        verifierOf(witness, 'cosignature'),
      ])
      assert.equal(said, `log good, ${witness.split('+')[0] ?? ''} good`)
    } finally {
      await go.remove()
    }
  })

  it('are held by docs/check/jws.py to State, place and fingerprint, and not to a signature alone', async function () {
    requireJwcrypto(this)
    const [bundle = ''] = bundles
    const names = await readdir(bundle, { recursive: true })
    const messages = names.filter((name) => /\/\d+\.jws$/.test(name)).sort()
    const stateOf = (file: string): string =>
      / a (?:message|receipt|trust list) of ([A-Z]+),/.exec(askScript(bundle, file).out)?.[1] ?? ''
    const listsOf = (state: string): string[] => names.filter((name) => name.startsWith(`trust/${state}-`))
    const [message = ''] = messages
    const [receipt, sender] = [message.replace('.jws', '.receipt.jws'), stateOf(message)]
    const [ownList = '', otherList = ''] = [sender, stateOf(receipt)].flatMap(listsOf)
    assert.notEqual(stateOf(ownList), stateOf(otherList))
    const fingerprint = /certificate ([0-9a-f]{64})/.exec(askScript(bundle, otherList).out)?.[1] ?? ''
    const another = fingerprint.replace(/^./, (one) => (one === '0' ? '1' : '0'))

    const held = askScript(bundle, receipt, otherList, fingerprint.toUpperCase().replace(/(.{4})/g, '$1 '))
    assert.equal(held.status, 0, held.out)
    assert.match(held.out, /it is for the message [0-9a-f]{64}, place 1$/m)
    const refusals = [
      [askScript(bundle, receipt, ownList), /is checked by a list of/],
      [askScript(bundle, message, otherList), /is checked by a list of/],
      [askScript(bundle, otherList, otherList, another), /another signer than/],
      [askScript(bundle, message, message), /is no trust list/],
    ] as const
    for (const [{ status, out }, why] of refusals) {
      assert.equal(status, 1, out)
      assert.match(out, /^refused: /m)
      assert.match(out, why)
    }
    // The receipt of another message under the name of this one: its signature holds, whoever has signed it.
    for (const other of messages.slice(1, 4)) {
      await writeFile(join(folder, '0001.jws'), await readFile(join(bundle, message)))
      const copied = await readFile(join(bundle, other.replace('.jws', '.receipt.jws')))
      await writeFile(join(folder, '0001.receipt.jws'), copied)
      const { status, out } = askScript(bundle, join(folder, '0001.receipt.jws'))
      assert.equal(status, 1, out)
      assert.match(out, /: the signature holds$/m)
      assert.match(out, /^refused: it is a receipt for another message/m)
    }
  })

  it('are told by docs/check/jws.py from what a State signs for itself, or with a key that its list does not name', async function () {
    requireJwcrypto(this)
    const [bundle = ''] = bundles
    const list = (await readdir(join(bundle, 'trust'))).find((name) => name.startsWith('QA-')) ?? ''
    const { vn, qa } = await paperWorld()
    const [path, receiptPath] = [join(folder, '0001.jws'), join(folder, '0001.receipt.jws')]
    const { jws, digest } = await sign('message', { from: vn.authority }, vn.signer, new Date())
    await writeFile(path, jws)
    const receipts = [
      { by: qa, sequence: 1, status: 0, lists: [], why: /that is .*0001\.jws, of VN$/m },
      { by: vn, sequence: 1, status: 1, lists: [], why: /^refused: .* is of VN as well/m },
      { by: qa, sequence: 2, status: 1, lists: [], why: /^refused: it is for another place/m },
      { by: qa, sequence: 1, status: 1, lists: [`trust/${list}`], why: /^refused: .* does not name this/m },
    ]
    for (const { by, sequence, status, lists, why } of receipts) {
      const receipt = { node: by.state, message: digest, sequence }
      await writeFile(receiptPath, (await sign('receipt', receipt, by.signer, new Date())).jws)
      const said = askScript(bundle, receiptPath, ...lists)
      assert.equal(said.status, status, said.out)
      assert.match(said.out, why)
    }
  })
})

/** What docs/check/jws.py says of files of a bundle. */
function askScript(
  bundle: string,
  ...asked: readonly string[]
): { readonly status: number | null; readonly out: string } {
  const script = resolve(import.meta.dirname, '../../docs/check/jws.py')
  const { status, stdout, stderr } = spawnSync('/usr/bin/python3', [script, ...asked], {
    cwd: bundle,
    encoding: 'utf8',
  })
  return { status, out: `${stdout}${stderr}` }
}

function verifierOf(key: string, kind: NoteKeyKind): NoteVerifier {
  const parsed = parseVerifierKey(key, kind)
  assert.ok(parsed.ok, key)
  return parsed.verifier
}
