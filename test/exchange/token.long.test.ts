import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { renewPeer } from '../../src/exchange/renewPeer.ts'
import { IdentityError } from '../../src/store/identity/identityError.ts'
import { readIdentity } from '../../src/store/identity/read.ts'
import { run } from '../cli/commandLine.ts'
import { foreignAuthority, hasOpenssl, leafExtensions, openssl } from '../support/foreignAuthority.ts'
import { requireTool } from '../support/outsideTool.ts'
import { opened } from '../support/talk.ts'
import { assertGood } from '../support/twoSides.ts'
import { type World, passphrase, heard, twoStates, until } from '../support/world.ts'

const library = '/usr/lib/softhsm/libsofthsm2.so'
const hasTools =
  existsSync(library) &&
  ['softhsm2-util', 'pkcs11-tool'].every((name) => spawnSync(name, ['--help']).error === undefined)
const pin = '271828'

describe('a State whose signing keys lie in a token', function () {
  let world: World
  let folder: string
  const confBefore = process.env.SOFTHSM2_CONF
  before(async function () {
    requireTool(this, hasTools && hasOpenssl, 'SoftHSM and OpenSC (Debian: softhsm2, opensc, openssl)')
    folder = await mkdtemp(join(tmpdir(), 'rogatory-token-'))
    await mkdir(file('tokens'))
    await writeFile(file('softhsm2.conf'), `directories.tokendir = ${file('tokens')}\n`)
    await writeFile(file('pin'), `${pin}\n`, { mode: 0o600 })
    await writeFile(file('wrong-pin'), '000000\n', { mode: 0o600 })
    await writeFile(file('open-pin'), `${pin}\n`, { mode: 0o644 })
    process.env.SOFTHSM2_CONF = file('softhsm2.conf')
    tool('softhsm2-util', '--init-token', '--free', '--label', 'vn', '--pin', pin, '--so-pin', '31415926')
    world = await twoStates()
  })
  after(async () => {
    await world.close()
    if (confBefore === undefined) delete process.env.SOFTHSM2_CONF
    else process.env.SOFTHSM2_CONF = confBefore
    await rm(folder, { recursive: true })
  })

  const file = (name: string) => join(folder, name)
  function tool(name: string, ...words: string[]): void {
    const { status, stderr } = spawnSync(name, words, { encoding: 'utf8' })
    assert.equal(status, 0, stderr)
  }
  const pkcs11 = (...words: string[]) => {
    tool('pkcs11-tool', '--module', library, '--token-label', 'vn', '--login', '--pin', pin, ...words)
  }
  const identityFolder = () => join(world.asking.config.dataFolder, 'identity')
  const cert = async (...words: string[]) => {
    const { code, json } = await run(world.asking, 'cert', ...words, '--json')
    return { code, json }
  }
  const listedAfter = async (...words: string[]): Promise<void> => {
    const own = () => world.asking.node.node.trust.own()
    const since = own().list.sequence
    const done = await cert(...words)
    assert.equal(done.code, 0, JSON.stringify(done.json))
    await until('the list is new', () => own().list.sequence > since)
    await until('the peer has it', async () => {
      const { node } = world.answering
      await renewPeer(node.node, node.courier, 'VN')
      await node.refreshTrust()
      return node.node.trust.peer('VN')?.digest === own().digest
    })
  }
  /** A key pair in the token with a certificate of the State's authority, in a file. */
  const newTokenKey = async (id: string, kind: string): Promise<string> => {
    pkcs11('--keypairgen', '--key-type', kind, '--id', id, '--label', `key-${id}`)
    pkcs11('--read-object', '--type', 'pubkey', '--id', id, '--output-file', file(`${id}.der`))
    openssl('pkey', '-pubin', '-inform', 'DER', '-in', file(`${id}.der`), '-out', file(`${id}.pub`))
    const [extensions, out] = [file('leaf.ext'), file(`${id}.pem`)]
    await writeFile(extensions, leafExtensions.join('\n'))
    const by = ['-CA', file('pki.crt'), '-CAkey', file('pki.key'), '-days', '365', '-extfile', extensions]
    openssl('x509', '-new', '-force_pubkey', file(`${id}.pub`), '-subj', '/C=VN/CN=Token', ...by, '-out', out)
    return out
  }

  it('signs messages and receipts there by ES256 and PS256, and its lists, and the bundles verify', async () => {
    foreignAuthority(folder, 'pki', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'])
    const token = [
      '--pkcs11',
      library,
      '--token',
      'vn',
      '--pin-file',
      file('pin'),
      '--authority',
      file('pki.crt'),
    ]
    for (const [id, kind, algorithm] of [
      ['01', 'EC:prime256v1', 'ES256'],
      ['02', 'rsa:3072', 'PS256'],
    ] as const) {
      const certificate = await newTokenKey(id, kind)
      await listedAfter('import', certificate, ...token, '--id', id, '--use', 'message')
      await listedAfter('use', '--overlap', '0')
      await until('it is taken up', () => world.asking.node.node.signer.signElsewhere !== undefined)
      await until('it is this one', () => world.asking.node.node.signer.algorithm === algorithm)
      await opened(world)
      await assertGood(world)
    }
    await listedAfter('use', '--use', 'list', '--overlap', '0')
    await listedAfter(
      'import',
      await newTokenKey('03', 'EC:prime256v1'),
      ...token,
      '--id',
      '03',
      '--use',
      'list',
    )
    await listedAfter('use', '--use', 'list', '--overlap', '0')
    await world.asking.restart()
    await heard(world.asking)
    await opened(world)
    const { listSigner } = await readIdentity(identityFolder(), passphrase)
    assert.equal(listSigner.key.type, 'public')
    await assertGood(world)
  })

  it('keeps neither the keys nor the PIN in its folder', async () => {
    const names = (await readdir(identityFolder())).filter((name) => name.endsWith('.token.json'))
    assert.equal(names.length, 3)
    for (const name of names) assert.ok(!(await readFile(join(identityFolder(), name), 'utf8')).includes(pin))
  })

  it('is told what is wrong where the token does not sign, or has not this key', async () => {
    const certificate = await newTokenKey('04', 'EC:prime256v1')
    const table: readonly [string, readonly string[], string][] = [
      ['another key', ['--id', '01'], 'CERTIFICATE_INVALID'],
      ['no such key', ['--id', '99'], 'TOKEN_FAILED'],
      ['a wrong PIN', ['--pin-file', file('wrong-pin')], 'TOKEN_FAILED'],
      ['no PIN', ['--pin-file', file('absent')], 'TOKEN_FAILED'],
      ['a PIN that everybody may read', ['--pin-file', file('open-pin')], 'TOKEN_FAILED'],
      ['no such token', ['--token', 'qa'], 'TOKEN_FAILED'],
      ['no such library', ['--pkcs11', '/nowhere.so'], 'TOKEN_FAILED'],
      ['for HTTP', ['--use', 'http'], 'WRONG_USE'],
      ['no hexadecimal id', ['--id', 'key'], 'WRONG_USE'],
    ]
    const good = [
      '--pkcs11',
      library,
      '--token',
      'vn',
      '--id',
      '04',
      '--pin-file',
      file('pin'),
      '--use',
      'message',
    ]
    for (const [what, more, code] of table) {
      const refused = await cert('import', certificate, ...good, ...more)
      assert.equal(refused.json.code, code, what)
    }
    const again = await cert('import', certificate, ...good, '--pin-file', file('wrong-pin'))
    assert.match(String(again.json.message), /not tried again until that file has changed/)
    await writeFile(file('wrong-pin'), pin)
    const right = await cert('import', certificate, ...good, '--id', '01', '--pin-file', file('wrong-pin'))
    assert.equal(right.json.code, 'CERTIFICATE_INVALID', 'the token was asked again')
    const lacking = await cert('import', certificate, '--pkcs11', library, '--use', 'message')
    assert.equal(lacking.json.code, 'WRONG_USE')
    const [name = ''] = (await readdir(identityFolder())).filter((one) => /^list-.*\.token\.json$/.test(one))
    const path = join(identityFolder(), name)
    const text = await readFile(path, 'utf8')
    for (const bad of ['nonsense', '{}', text.replace(/"id": "03"/, '"id": "--pin"')]) {
      await writeFile(path, bad)
      await assert.rejects(
        readIdentity(identityFolder(), passphrase),
        (reason) => reason instanceof IdentityError && reason.code === 'IDENTITY_DAMAGED',
      )
    }
    await writeFile(path, text)
  })

  it('signs as often as the token can, one signature after the other', async () => {
    const { signer } = world.asking.node.node
    const sign = signer.signElsewhere
    assert.ok(sign !== undefined)
    const count = 40
    const began = performance.now()
    await Promise.all(Array.from({ length: count }, (_, place) => sign(Buffer.from(String(place)))))
    const perSecond = (count * 1000) / (performance.now() - began)
    console.log(`      ${perSecond.toFixed(0)} signatures a second (${signer.algorithm})`)
    assert.ok(perSecond > 1, 'it keeps up with an office')
  })
})
