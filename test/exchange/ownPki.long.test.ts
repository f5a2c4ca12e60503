import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { renewPeer } from '../../src/exchange/renewPeer.ts'
import { keyKindOf } from '../../src/trust/keyKind.ts'
import { readCertificate } from '../../src/trust/certificate.ts'
import { run } from '../cli/commandLine.ts'
import {
  type ForeignAuthority,
  foreignAuthority,
  hasOpenssl,
  leafExtensions,
  openssl,
} from '../support/foreignAuthority.ts'
import { requireTool } from '../support/outsideTool.ts'
import { opened } from '../support/talk.ts'
import { assertGood, eventsOf } from '../support/twoSides.ts'
import { type World, heard, twoStates, until } from '../support/world.ts'

describe('a State with a certificate authority of its own elsewhere', function () {
  let world: World
  let folder: string
  let ec: ForeignAuthority
  let rsa: ForeignAuthority
  before(async function () {
    requireTool(this, hasOpenssl, 'the program openssl (Debian: openssl)')
    folder = await mkdtemp(join(tmpdir(), 'rogatory-pki-'))
    ec = foreignAuthority(folder, 'ec', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384'])
    rsa = foreignAuthority(folder, 'rsa', ['rsa:4096'])
    world = await twoStates()
  })
  after(async () => {
    await world.close()
    await rm(folder, { recursive: true })
  })

  const own = () => world.asking.node.node.trust.own().list
  const identityFolder = () => join(world.asking.config.dataFolder, 'identity')
  const cert = async (...words: string[]) => {
    const { code, json, beside } = await run(world.asking, 'cert', ...words, '--json')
    return { code, json, beside }
  }
  const good = async (...words: string[]) => {
    const done = await cert(...words)
    assert.equal(done.code, 0, `${words.join(' ')}: ${JSON.stringify(done.json)}`)
    return done.json
  }
  const file = (name: string) => join(folder, name)
  const request = async (name: string, use: string, ...more: string[]): Promise<string> => {
    await good('request', '--use', use, '--out', file(name), ...more)
    return file(name)
  }
  /** Does something that changes the list, and waits until the peer has the new one. */
  const listedAfter = async (work: () => Promise<unknown>): Promise<void> => {
    // A list that is still owed for what was done before is not the one that is waited for.
    await world.asking.node.refreshTrust()
    const since = own().sequence
    await work()
    await until('the list is new', async () => {
      await world.asking.node.refreshTrust()
      return own().sequence > since
    })
    await until('the peer has it', async () => {
      const { node } = world.answering
      await renewPeer(node.node, node.courier, 'VN')
      await node.refreshTrust()
      return node.node.trust.peer('VN')?.digest === world.asking.node.node.trust.own().digest
    })
  }

  it('asks with a request that openssl verifies, whose key has no effect', async () => {
    const before = own()
    for (const [name, use, kind] of [
      ['message.csr', 'message', 'rsa'],
      ['http.csr', 'http', 'ec'],
    ] as const) {
      const text = openssl(
        'req',
        '-verify',
        '-in',
        await request(name, use, '--key', kind),
        '-noout',
        '-text',
      )
      assert.match(text, /self-signature verify OK/)
      assert.match(text, /Key Usage: critical\s+Digital Signature\s/)
      assert.match(text, /URI:urn:rogatory:node:vn/)
      assert.match(text, kind === 'rsa' ? /3072 bit/ : /P-256/)
    }
    const keys = (await cert('list')).json as unknown as { standing: string; use: string }[]
    assert.deepEqual(
      keys.filter(({ standing }) => standing === 'requested').map(({ use }) => use),
      ['message', 'http'],
    )
    assert.deepEqual(own(), before)
  })

  it('is refused a certificate that does not hold what its peers will ask for', async () => {
    const message = file('message.csr')
    const table: readonly [string, readonly string[], string][] = [
      ['SAN of another', leafExtensions.map((one) => one.replace(':vn', ':qa')), 'CERTIFICATE_WRONG_HOLDER'],
      ['a CA', leafExtensions.map((one) => one.replace('CA:FALSE', 'CA:TRUE')), 'CERTIFICATE_WRONG_USE'],
      ['for TLS', [...leafExtensions, 'extendedKeyUsage=serverAuth'], 'CERTIFICATE_WRONG_USE'],
      [
        'no key id',
        leafExtensions.slice(0, 4).concat('authorityKeyIdentifier=none'),
        'CERTIFICATE_WRONG_ISSUER',
      ],
    ]
    for (const [what, extensions, code] of table) {
      const refused = await cert('import', await ec.sign(message, extensions), '--authority', ec.file)
      assert.deepEqual([refused.code, refused.json.code], [65, code], what)
    }
    const signed = await ec.sign(message)
    const unnamed = await cert('import', signed)
    assert.equal(unnamed.json.code, 'CERTIFICATE_WRONG_ISSUER', 'its authority is not listed')
    const wrong = await cert('import', signed, '--authority', rsa.file)
    assert.equal(wrong.json.code, 'CERTIFICATE_WRONG_ISSUER')
    openssl(
      'req',
      '-new',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-noenc',
      '-keyout',
      file('else.key'),
      '-out',
      file('else.csr'),
      '-subj',
      '/C=VN',
    )
    const unasked = await cert('import', await ec.sign(file('else.csr')), '--authority', ec.file)
    assert.equal(unasked.json.code, 'KEY_UNKNOWN')
    assert.equal((await cert('import', message)).json.code, 'CERTIFICATE_INVALID')
    assert.equal((await cert('import', file('absent'))).json.code, 'FILE_UNREADABLE')
    assert.deepEqual(own().certificateAuthorities.length, 1)
  })

  it('goes over to keys that an EC and an RSA authority have certified, and does without a key of an authority', async () => {
    const { asking, answering } = world
    await opened(world)
    await listedAfter(async () => {
      const imported = await good(
        'import',
        await ec.sign(file('message.csr')),
        '--authority',
        ec.file,
        '--as',
        'Example-Ca',
      )
      assert.deepEqual(
        (imported.keys as { use: string }[]).map(({ use }) => use),
        ['message', 'authority'],
      )
    })
    await listedAfter(async () => good('import', await rsa.sign(file('http.csr')), '--authority', rsa.file))
    assert.equal(own().certificateAuthorities.length, 3)
    await request('third.csr', 'message')
    assert.equal((await cert('import', await ec.sign(file('third.csr')))).json.code, 'KEYS_WAITING')
    assert.equal((await cert('use')).json.code, 'KEYS_NOT_KNOWN', 'the peers have a day to learn them')
    await listedAfter(() => good('use', '--overlap', '0'))
    // The list signer that was announced from the start is used, and one of the State's own authority announced.
    await listedAfter(() => good('use', '--use', 'list', '--overlap', '0'))
    await rm(join(identityFolder(), 'ca.key'))
    const renewed = await cert('renew')
    assert.deepEqual([renewed.code, renewed.json.code], [1, 'AUTHORITY_MISSING'])
    await request('list.csr', 'list')
    await listedAfter(async () => good('import', await ec.sign(file('list.csr'))))
    await listedAfter(() => good('use', '--use', 'list', '--overlap', '0'))
    await listedAfter(() => good('renew', '--use', 'encryption'))
    await asking.restart()
    await heard(asking)
    await opened(world)
    const { signer, httpSigner } = asking.node.node
    assert.equal(signer.algorithm, 'PS256', 'the key that was asked for with --key rsa')
    for (const [der, kind] of [[signer.issuer, 'P-384']] as const) {
      const read = readCertificate(der)
      assert.ok(read.ok && keyKindOf(read.certificate.key) === kind)
    }
    assert.ok(httpSigner.keyId.length > 0)
    for (const state of [asking, answering]) {
      const events = await eventsOf(state)
      for (const bad of [
        'message.refused',
        'message.rejected',
        'envelope.refused',
        'receipt.refused',
        'trustList.refused',
      ])
        assert.ok(!events.includes(bad), `${state.state}: ${bad}`)
    }
    assert.ok((await eventsOf(asking)).filter((event) => event === 'key.added').length >= 4)
    await assertGood(world)
  })

  it('names an authority no longer when no key needs it, and not before', async () => {
    const keys = (await cert('list')).json as unknown as { state: string; use: string; name: string }[]
    const authorities = keys.filter(({ state, use }) => state === 'VN' && use === 'authority')
    assert.equal(authorities.length, 3)
    const first = authorities[0]?.name ?? ''
    assert.equal(
      (await cert('withdraw', first)).json.code,
      'KEY_IN_USE',
      'keys that leave have its certificates',
    )
  })

  it('brings a key and its certificate in one PKCS#12 file, as openssl and older programs write it', async () => {
    const key = file('foreign.key')
    for (const [kind, legacy] of [
      [['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'], []],
      [['rsa:3072'], ['-legacy']],
    ] as const) {
      openssl(
        'req',
        '-new',
        '-newkey',
        ...kind,
        '-noenc',
        '-keyout',
        key,
        '-out',
        file('foreign.csr'),
        '-subj',
        '/C=VN',
      )
      const certificate = await ec.sign(file('foreign.csr'))
      await writeFile(file('p12.pass'), 'từ xa\n')
      const out = ['-out', file('foreign.p12'), '-passout', `pass:từ xa`, '-certfile', ec.file]
      openssl('pkcs12', '-export', '-in', certificate, '-inkey', key, ...out, ...legacy)
      const words = ['import', file('foreign.p12'), '--p12-passphrase-file', file('p12.pass')]
      assert.equal((await cert(...words)).json.code, 'WRONG_USE', 'nobody said what it is for')
      await writeFile(file('wrong.pass'), 'something else')
      const wrong = await cert(
        'import',
        file('foreign.p12'),
        '--p12-passphrase-file',
        file('wrong.pass'),
        '--use',
        'message',
      )
      assert.equal(wrong.json.code, 'PASSPHRASE_WRONG')
      const notOne = await cert('import', key, '--p12-passphrase-file', file('p12.pass'), '--use', 'message')
      assert.equal(notOne.json.code, 'CERTIFICATE_INVALID')
      await listedAfter(() => good(...words, '--use', 'message'))
      const again = await cert(...words, '--use', 'http')
      assert.equal(again.json.code, 'KEY_REUSED', 'each key has one use')
      await listedAfter(() => good('use', '--use', 'message', '--overlap', '0'))
      await opened(world)
    }
    assert.equal(world.asking.node.node.signer.algorithm, 'PS256')
    await assertGood(world)
  })

  it('has every key encrypted at rest', async () => {
    const keys = (await readdir(identityFolder())).filter((one) => one.endsWith('.key'))
    assert.ok(keys.length > 4)
    for (const name of keys) assert.match(openssl('asn1parse', '-in', join(identityFolder(), name)), /PBES2/)
  })
})
