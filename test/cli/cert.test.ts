import assert from 'node:assert/strict'
import { X509Certificate, randomBytes } from 'node:crypto'
import {
  lstat,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTrustList, signTrustList } from '../../src/envelope/trustList.ts'
import { makeRequest } from '../../src/trust/request.ts'
import { certificateDigest } from '../../src/trust/certificate.ts'
import { derOfPem, pem } from '../../src/store/identity/encryptedKey.ts'
import { isAuthority, withdrawAuthority } from '../../src/store/identity/authorities.ts'
import { importCertificate } from '../../src/store/identity/import.ts'
import { IdentityError } from '../../src/store/identity/identityError.ts'
import { readIdentity } from '../../src/store/identity/read.ts'
import { takeUp } from '../../src/store/identity/renew.ts'
import { trustListOf } from '../../src/store/identity/trustListOf.ts'
import { foreignAuthority, hasOpenssl, openssl } from '../support/foreignAuthority.ts'
import { requireTool } from '../support/outsideTool.ts'
import { authority } from '../support/world.ts'
import { list, newEcKey, newRsaKey } from '../trust/fixture.ts'
import { runAnywhere } from './commandLine.ts'

const holder = 'urn:rogatory:node:vn'
const named = { country: 'VN', organisation: 'Ministry (demonstration)', commonName: 'Signer' }

describe('rogatory cert, for a certificate authority on a machine of its own', () => {
  let folder: string
  const file = (name: string) => join(folder, name)
  const passphrase = ['--passphrase-file']
  const cert = async (...words: string[]) => {
    const { code, json } = await runAnywhere(['cert', ...words, '--json'])
    return { code, json }
  }
  const good = async (...words: string[]) => {
    const done = await cert(...words)
    assert.equal(done.code, 0, `${words.join(' ')}: ${JSON.stringify(done.json)}`)
    return done.json
  }
  const authorityIn = async (name: string, key: string, ...more: string[]) =>
    await cert(
      'authority',
      '--out',
      file(name),
      '--state',
      'VN',
      '--name',
      'Bộ (demonstration)',
      '--key',
      key,
      ...passphrase,
      ...more,
    )
  const issue = async (by: string, request: string, use: string, out: string, ...more: string[]) =>
    await cert(
      'issue',
      file(request),
      '--authority',
      file(by),
      ...passphrase,
      '--use',
      use,
      '--holder',
      holder,
      '--out',
      file(out),
      ...more,
    )

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rogatory-cert-'))
    await writeFile(file('secret'), randomBytes(32).toString('base64url'), { mode: 0o600 })
    await writeFile(file('another'), randomBytes(32).toString('base64url'), { mode: 0o600 })
    await writeFile(file('short'), 'short')
    await writeFile(file('vn.json'), JSON.stringify([authority('vn.spp')]))
    passphrase.push(file('secret'))
    for (const key of ['rsa', 'ec', 'ec-384']) assert.equal((await authorityIn(key, key)).code, 0)
  })
  after(() => rm(folder, { recursive: true }))

  const requestFile = async (name: string, der: Buffer): Promise<string> => {
    await writeFile(file(name), pem('CERTIFICATE REQUEST', der))
    return name
  }
  const newRequest = async (name: string, key = newEcKey(), of = holder): Promise<string> =>
    await requestFile(name, makeRequest('messageSigner', { subject: named, holder: of }, key))

  it('makes an authority with an RSA, P-256 or P-384 key, once, and its key is encrypted', async () => {
    assert.deepEqual((await readdir(file('ec'))).sort(), ['ca.crt', 'ca.key'])
    assert.match(await readFile(join(file('ec'), 'ca.key'), 'utf8'), /BEGIN ENCRYPTED PRIVATE KEY/)
    assert.equal((await authorityIn('ec', 'ec')).json.code, 'IDENTITY_EXISTS')
    assert.equal((await authorityIn('other', 'ed25519')).json.code, 'WRONG_USE')
    assert.equal((await authorityIn('other', 'ec', '--days', 'many')).json.code, 'WRONG_USE')
    assert.equal((await authorityIn('other', 'ec', '--state', 'vn')).json.code, 'WRONG_USE')
    const short = await authorityIn('other', 'ec', '--passphrase-file', file('short'))
    assert.equal(short.json.code, 'PASSPHRASE_TOO_SHORT')
    assert.ok(!(await readdir(folder)).includes('other'))
  })

  it('issues by the profile, and openssl finds the chain good under every kind of authority', async function () {
    requireTool(this, hasOpenssl, 'the program openssl (Debian: openssl)')
    for (const by of ['rsa', 'ec', 'ec-384']) {
      for (const use of ['message', 'http', 'list']) {
        const [request, out] = [await newRequest(`${by}-${use}.csr`), `${by}-${use}.pem`]
        const issued = await issue(by, request, use, out)
        assert.deepEqual([issued.code, issued.json.holder], [0, holder], JSON.stringify(issued.json))
        const chain = ['-x509_strict', '-CAfile', join(file(by), 'ca.crt'), file(out)]
        assert.match(openssl('verify', ...chain), /: OK/)
        const der = derOfPem(await readFile(file(out), 'latin1'), 'CERTIFICATE')
        assert.equal(issued.json.digest, certificateDigest(der))
        const { validFrom, validTo } = new X509Certificate(der)
        const days = (Date.parse(validTo) - Date.parse(validFrom)) / 86_400_000
        assert.equal(Math.round(days), use === 'list' ? 1826 : 730)
      }
      assert.equal((await readdir(join(file(by), 'issued'))).length, 3)
    }
    const text = openssl('x509', '-in', file('ec-message.pem'), '-noout', '-text')
    assert.match(text, /Signature Algorithm: ecdsa-with-SHA256/)
    assert.match(openssl('x509', '-in', file('ec-384-http.pem'), '-noout', '-text'), /ecdsa-with-SHA384/)
  })

  it('believes a request in nothing but its key, and a person in use and holder', async () => {
    const key = newEcKey()
    await newRequest('mine.csr', key)
    await newRequest('foreign.csr', newEcKey(), 'urn:rogatory:node:qa')
    await newRequest('rsa.csr', newRsaKey(3072))
    await newRequest('long.csr', newEcKey('P-384'))
    const der = makeRequest('httpSigner', { subject: named, holder }, newEcKey())
    const changed = Buffer.from(der)
    changed[der.indexOf('Ministry')] = 0x4e
    await requestFile('changed.csr', changed)
    await requestFile('beside.csr', Buffer.concat([der, Buffer.of(0)]))
    await requestFile('large.csr', Buffer.alloc(20_000, 0x30))
    await writeFile(file('two.csr'), pem('CERTIFICATE REQUEST', der).repeat(2))
    assert.equal((await issue('ec', 'mine.csr', 'message', 'mine.pem')).code, 0)
    assert.equal((await issue('ec', 'rsa.csr', 'message', 'rsa.pem')).code, 0)
    const table: readonly [string, string, readonly string[], string][] = [
      ['foreign.csr', 'message', [], 'CERTIFICATE_WRONG_HOLDER'],
      ['mine.csr', 'message', ['--holder', 'urn:rogatory:node:qa'], 'CERTIFICATE_WRONG_HOLDER'],
      ['long.csr', 'message', [], 'CERTIFICATE_WEAK_KEY'],
      ['changed.csr', 'http', [], 'SIGNATURE_INVALID'],
      ['beside.csr', 'http', [], 'CERTIFICATE_INVALID'],
      ['large.csr', 'http', [], 'CERTIFICATE_INVALID'],
      ['two.csr', 'http', [], 'CERTIFICATE_INVALID'],
      ['vn.json', 'http', [], 'CERTIFICATE_INVALID'],
      ['mine.csr', 'http', [], 'KEY_REUSED'],
      ['mine.csr', 'ca', [], 'WRONG_USE'],
      ['mine.csr', 'http', ['--holder', 'vn'], 'WRONG_USE'],
      ['mine.csr', 'http', ['--days', '0'], 'WRONG_USE'],
      ['long.csr', 'http', ['--authority', file('nowhere')], 'AUTHORITY_MISSING'],
      ['absent.csr', 'http', [], 'FILE_UNREADABLE'],
      ['long.csr', 'http', ['--passphrase-file', file('another')], 'PASSPHRASE_WRONG'],
    ]
    for (const [request, use, more, code] of table) {
      const refused = await issue('ec', request, use, 'refused.pem', ...more)
      assert.equal(refused.json.code, code, `${request} ${more.join(' ')}`)
      assert.notEqual(refused.code, 0)
      assert.ok(!(await readdir(folder)).includes('refused.pem'), 'nothing is left where it was refused')
    }
    await newRequest('late.csr')
    const late = await issue('ec', 'late.csr', 'http', 'late.pem', '--days', '3660')
    assert.equal(late.json.code, 'AUTHORITY_ENDED', 'it would outlive its authority')
    const over = await issue('ec', 'late.csr', 'http', 'mine.pem')
    assert.equal(over.json.code, 'FILE_UNWRITABLE', 'no file is overwritten')
  })

  it('takes certificates back, and signs the list that says so, which openssl goes by', async function () {
    requireTool(this, hasOpenssl, 'the program openssl (Debian: openssl)')
    for (const by of ['rsa', 'ec', 'ec-384']) {
      const issued = await issue(by, await newRequest(`${by}-lost.csr`), 'message', `${by}-lost.pem`)
      const name = String(issued.json.digest)
      const sign = async (...more: string[]) =>
        await cert('revocations', '--authority', file(by), ...passphrase, '--out', file(`${by}.crl`), ...more)
      const isRevoked = (): boolean => {
        const crl = file(`${by}.crl.pem`)
        openssl('crl', '-inform', 'DER', '-in', file(`${by}.crl`), '-out', crl)
        const options = ['-x509_strict', '-crl_check', '-CAfile', join(file(by), 'ca.crt'), '-CRLfile', crl]
        try {
          return !openssl('verify', ...options, file(`${by}-lost.pem`)).includes(': OK')
        } catch (reason) {
          assert.match(String(reason), /certificate revoked/)
          return true
        }
      }
      assert.equal((await sign()).code, 0)
      assert.equal(isRevoked(), false)
      const revoke = async (which: string, ...more: string[]) =>
        (await cert('revoke', which, '--authority', file(by), ...more)).json
      assert.equal((await revoke('0'.repeat(64))).code, 'KEY_UNKNOWN')
      assert.equal((await revoke(name, '--reason', 'boredom')).code, 'WRONG_USE')
      for (const when of ['2207-01-01', 'May 1'])
        assert.equal((await revoke(name, '--invalid-from', when)).code, 'WRONG_USE', when)
      const copiedAt = '2026-01-02T03:04:05.000Z'
      assert.equal((await revoke(name, '--reason', 'keyCompromise', '--invalid-from', copiedAt)).ok, true)
      // Said again without the moment, it stands.
      assert.deepEqual(await revoke(name, '--reason', 'superseded'), {
        ok: true,
        certificate: name,
        reason: 'keyCompromise',
        invalidFrom: copiedAt,
      })
      assert.equal((await sign('--hours', '49')).json.code, 'WRONG_USE')
      assert.equal((await sign()).code, 0)
      assert.equal(isRevoked(), true)
    }
  })

  it('puts the list in the place of the one before, for a web server to read, and of no other file', async () => {
    const sign = async (name: string) =>
      await cert('revocations', '--authority', file('ec'), ...passphrase, '--out', file(name))
    const umask = process.umask(0o077)
    try {
      for (const name of ['served.crl', 'served.crl']) assert.equal((await sign(name)).code, 0)
    } finally {
      process.umask(umask)
    }
    assert.equal((await stat(file('served.crl'))).mode & 0o777, 0o644)
    // Behind a link lies what is given out; whoever has it open reads the list before to its end.
    await symlink(file('served.crl'), file('linked.crl'))
    const reader = await open(file('served.crl'))
    const before = await readFile(file('served.crl'))
    await writeFile(file('cut.crl'), '')
    for (const name of ['linked.crl', 'cut.crl']) assert.equal((await sign(name)).code, 0)
    assert.deepEqual(await reader.readFile(), before)
    await reader.close()
    assert.ok((await lstat(file('linked.crl'))).isSymbolicLink())
    assert.ok(!(await readFile(file('served.crl'))).equals(before))
    await mkdir(file('folder.crl'))
    await symlink(file('nowhere'), file('astray.crl'))
    const kept = await readFile(file('vn.json'))
    for (const name of ['vn.json', 'secret', join('ec', 'ca.crt'), 'folder.crl', 'astray.crl']) {
      const refused = await sign(name)
      assert.deepEqual([refused.code, refused.json.code], [64, 'FILE_EXISTS'], name)
    }
    assert.deepEqual(await readFile(file('vn.json')), kept)
    assert.equal((await sign(join('nowhere', 'list.crl'))).json.code, 'FILE_UNWRITABLE')
    assert.ok(!(await readdir(folder)).some((name) => name.endsWith('.new')))
  })

  it('makes a node that never had the key of an authority, whole when its last certificate has come', async () => {
    const data = ['--data', file('node')]
    const environment = { ROGATORY_PASSPHRASE_FILE: file('secret') }
    const at = async (...words: string[]) => await runAnywhere([...words, ...data, '--json'], environment)
    const words = [
      'init',
      '--without-authority',
      '--state',
      'VN',
      '--name',
      'Node',
      '--url',
      'http://127.0.0.1:1',
    ]
    const init = await at(...words, '--authorities', file('vn.json'), ...passphrase)
    const requests = init.json.requests as readonly { use: string; file: string }[]
    assert.deepEqual(
      requests.map(({ use }) => use),
      ['message', 'http', 'list', 'list'],
    )
    const early = await at('trust', 'show')
    assert.deepEqual([early.code, early.json.code], [1, 'IDENTITY_INCOMPLETE'])
    for (const [index, { use, file: request }] of requests.entries()) {
      const out = file(`node-${index}.pem`)
      const by = ['--authority', file('ec'), ...passphrase, '--use', use, '--holder', holder]
      await good('issue', request, ...by, '--out', out)
      const imported = await at('cert', 'import', out, '--authority', join(file('ec'), 'ca.crt'))
      assert.equal(imported.code, 0, JSON.stringify(imported.json))
    }
    const identityFolder = join(file('node'), 'identity')
    assert.ok(!(await readdir(identityFolder)).some((name) => name.startsWith('ca.')))
    const secret = (await readFile(file('secret'), 'utf8')).trim()
    const identity = await readIdentity(identityFolder, secret)
    assert.notDeepEqual(identity.signer.certificate, identity.httpSigner.certificate)
    const now = new Date()
    const said = trustListOf(identity, {
      state: 'VN',
      sequence: 1,
      name: list.name,
      node: list.node,
      authorities: list.authorities,
      capabilities: list.capabilities,
      issuedAt: now,
      nextUpdate: new Date(now.getTime() + 86_400_000),
      logOrigin: 'vn.example.org/log1',
      witnessName: 'vn.example.org/witness',
    })
    assert.deepEqual([said.listSigners.length, said.certificateAuthorities.length], [2, 1])
    const { jws } = await signTrustList(said, identity.listSigner)
    const pinned = await openTrustList(jws, [certificateDigest(identity.listSigner.certificate)], now)
    assert.ok(pinned.ok, JSON.stringify(pinned))
  })

  it('takes a key that came with its certificate again, where the process died before the log could tell of it', async () => {
    const identity = join(file('whole'), 'identity')
    const secret = (await readFile(file('secret'), 'utf8')).trim()
    const words = ['init', '--state', 'VN', '--name', 'Node', '--url', 'http://127.0.0.1:1']
    const given = [
      '--authorities',
      file('vn.json'),
      '--passphrase-file',
      file('secret'),
      '--data',
      file('whole'),
    ]
    const made = await runAnywhere([...words, ...given, '--json'])
    assert.equal(made.code, 0, JSON.stringify(made.json))
    const key = newEcKey()
    await newRequest('whole.csr', key)
    assert.equal((await issue('ec', 'whole.csr', 'http', 'whole.pem')).code, 0)
    const der = async (name: string) => derOfPem(await readFile(name, 'latin1'), 'CERTIFICATE')
    const certificate = await der(file('whole.pem'))
    const others = [await der(join(file('ec'), 'ca.crt'))]
    const offer = { certificate, key, use: 'http', others, holder, at: new Date() } as const
    const dying = importCertificate(identity, secret, offer, () => Promise.reject(new Error('gone')))
    await assert.rejects(dying, /gone/)
    assert.equal((await readIdentity(identity, secret)).next.http, undefined)
    assert.ok((await importCertificate(identity, secret, offer)).ok)
    assert.deepEqual((await readIdentity(identity, secret)).next.http, certificate)
  })

  it('asks for no more than four keys of a use at once, and forgets them when it is told', async () => {
    const ask = async (name: string, ...more: string[]) =>
      await runAnywhere(
        ['cert', 'request', '--use', 'http', '--out', file(name), '--data', file('node'), '--json', ...more],
        { ROGATORY_PASSPHRASE_FILE: file('secret') },
      )
    for (const name of ['q1', 'q2', 'q3', 'q4']) assert.equal((await ask(name)).code, 0)
    assert.equal((await ask('q5')).json.code, 'REQUESTS_WAITING')
    assert.ok(!(await readdir(folder)).includes('q5'))
    assert.equal((await ask('q5', '--anew')).code, 0)
    assert.equal((await ask('q5')).json.code, 'FILE_UNWRITABLE')
    assert.equal((await ask('q6', '--key', 'ed25519')).json.code, 'WRONG_USE')
    assert.equal((await ask('q6', '--use', 'encryption')).json.code, 'WRONG_USE')
  })

  it('lets an authority go when its last key has left', async function () {
    requireTool(this, hasOpenssl, 'the program openssl (Debian: openssl)')
    const identityFolder = join(file('node'), 'identity')
    const secret = (await readFile(file('secret'), 'utf8')).trim()
    const foreign = foreignAuthority(folder, 'foreign', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'])
    const [old = Buffer.of()] = (await readIdentity(identityFolder, secret)).authorities
    const now = new Date(Date.now() + 1_000)
    const offer = async (use: 'message' | 'http' | 'list', key = newEcKey()) => {
      await newRequest(`${use}-go.csr`, key)
      const certificate = derOfPem(
        await readFile(await foreign.sign(file(`${use}-go.csr`)), 'latin1'),
        'CERTIFICATE',
      )
      const others = [derOfPem(await readFile(foreign.file, 'latin1'), 'CERTIFICATE')]
      return await importCertificate(identityFolder, secret, {
        certificate,
        key,
        use,
        others,
        holder,
        at: new Date(Date.now() + 1_000), // openssl dates its certificates by this second
      })
    }
    // The list signer that was announced first is still of the old authority: it is used, and another follows it.
    await takeUp(identityFolder, secret, now, ['list'])
    for (const use of ['message', 'http', 'list'] as const) assert.ok((await offer(use)).ok)
    await takeUp(identityFolder, secret, now, ['message', 'http', 'list'])
    assert.ok((await offer('list')).ok)
    const name = certificateDigest(old)
    assert.equal(await isAuthority(identityFolder, name), true)
    await assert.rejects(
      withdrawAuthority(identityFolder, secret, name, now),
      (reason) => reason instanceof IdentityError && reason.code === 'KEY_IN_USE',
    )
    const later = new Date(now.getTime() + 32 * 86_400_000)
    const unlogged = withdrawAuthority(identityFolder, secret, name, later, () =>
      Promise.reject(new Error('gone')),
    )
    await assert.rejects(unlogged, /gone/)
    assert.equal(await isAuthority(identityFolder, name), true, 'what no log tells is not so')
    await withdrawAuthority(identityFolder, secret, name, later)
    assert.equal(await isAuthority(identityFolder, name), false)
    assert.equal((await readIdentity(identityFolder, secret)).authorities.length, 1)
  })
})
