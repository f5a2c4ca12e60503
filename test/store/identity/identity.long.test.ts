import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTrustList, signTrustList } from '../../../src/envelope/trustList.ts'
import { open } from '../../../src/envelope/open.ts'
import { seal } from '../../../src/envelope/seal.ts'
import { sign } from '../../../src/envelope/sign.ts'
import { verify } from '../../../src/envelope/verify.ts'
import { certificateDigest } from '../../../src/trust/certificate.ts'
import { encryptionKeyFor } from '../../../src/trust/list.ts'
import { encryptedKeyPem } from '../../../src/store/identity/encryptedKey.ts'
import { fileNames, writeFolder } from '../../../src/store/identity/folder.ts'
import { IdentityError } from '../../../src/store/identity/identityError.ts'
import { makeIdentity } from '../../../src/store/identity/make.ts'
import { MacMismatch, readPkcs12, writePkcs12 } from '../../../src/store/identity/pkcs12.ts'
import { type Identity, readIdentity, readOwnAuthority } from '../../../src/store/identity/read.ts'
import { trustListOf, type TrustListSettings } from '../../../src/store/identity/trustListOf.ts'
import { issueSigner } from '../../../src/trust/issue.ts'
import { ca, list, newEcKey, order } from '../../trust/fixture.ts'

const passphrase = 'correct horse battery staple'
const validFrom = new Date('2026-01-01T00:00:00Z')
const now = new Date('2026-02-01T00:00:00Z')
const holder = 'urn:rogatory:node:vn'
const hasOpenssl = spawnSync('openssl', ['version']).status === 0
const openssl = (...options: string[]) => spawnSync('openssl', options, { encoding: 'utf8' })

const settings: TrustListSettings = {
  state: 'VN',
  sequence: 1,
  name: list.name,
  node: list.node,
  authorities: list.authorities,
  capabilities: list.capabilities,
  issuedAt: now,
  nextUpdate: new Date('2026-02-20T00:00:00Z'),
  logOrigin: 'vn.example.org/log1',
  witnessName: 'vn.example.org/witness',
  demonstration: true,
}

const refusedWith = (code: string, words: RegExp) => (reason: unknown) => {
  assert.ok(reason instanceof IdentityError, String(reason))
  assert.equal(reason.code, code)
  assert.match(reason.message, words)
  assert.ok(!reason.message.includes(passphrase))
  return true
}

describe('the identity of a node', () => {
  let root = ''
  let folder = ''
  const ordered = (more = {}) => ({
    folder,
    passphrase,
    country: 'VN',
    organisation: 'Viện kiểm sát (test)',
    holder,
    validFrom,
    ...more,
  })

  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'rogatory-identity-'))
    folder = join(root, 'data', 'identity')
    await makeIdentity(ordered())
  })
  after(async () => rm(root, { recursive: true }))

  /** A copy of the folder in which a test may break something. */
  async function copy(name: string): Promise<string> {
    const target = join(root, name)
    await cp(folder, target, { recursive: true })
    return target
  }

  it('is a folder that only its owner may read, and nothing is left beside it', async () => {
    assert.equal((await stat(folder)).mode & 0o777, 0o700)
    const names = await readdir(folder)
    assert.equal(names.length, 13)
    for (const name of names) assert.equal((await stat(join(folder, name))).mode & 0o777, 0o600)
    assert.deepEqual(await readdir(join(root, 'data')), ['identity'])
  })

  it('holds no key in the open', async () => {
    for (const name of await readdir(folder)) {
      const text = (await readFile(join(folder, name))).toString('latin1')
      assert.ok(!/BEGIN (RSA |EC )?PRIVATE KEY/.test(text), name)
    }
  })

  it('reads back within the time a start may take', async () => {
    const began = process.cpuUsage()
    const identity = await readIdentity(folder, passphrase)
    const { user } = process.cpuUsage(began)
    assert.equal(identity.signer.algorithm, 'ES256')
    assert.equal(identity.encryptionKeys.size, 1)
    assert.equal(identity.noteKeys.log.inUse.asymmetricKeyType, 'ed25519')
    assert.ok(user < 3_000_000, `${user} microseconds`)
  })

  it('makes a trust list that opens with its pin, and under it messages go round', async () => {
    const identity = await readIdentity(folder, passphrase)
    const { jws } = await signTrustList(trustListOf(identity, settings), identity.listSigner)
    const opened = await openTrustList(jws, [certificateDigest(identity.listSigner.certificate)], now)
    assert.ok(opened.ok, JSON.stringify(opened))
    assert.equal(opened.list.demonstration, true)
    const recipient = encryptionKeyFor(opened.list, now)
    assert.ok(recipient)
    const signed = await sign('message', { hello: 'world' }, identity.signer, now)
    const unsealed = await open(await seal(signed.jws, recipient), identity.encryptionKeys)
    assert.ok(unsealed.ok)
    const verified = await verify('message', unsealed.jws, opened.list, now)
    assert.ok(verified.ok, JSON.stringify(verified))
  })

  it('may have an RSA message signer, and stands in a folder that was empty', async () => {
    const other = join(root, 'rsa')
    await mkdir(other)
    await makeIdentity(ordered({ folder: other, algorithm: 'PS256' }))
    const identity = await readIdentity(other, passphrase)
    assert.equal(identity.signer.algorithm, 'PS256')
    const unsigned = trustListOf(identity, { ...settings, issuedAt: now })
    const { jws } = await sign('message', { hello: 'world' }, identity.signer, now)
    assert.ok((await verify('message', jws, unsigned, now)).ok)
  })

  it('is never overwritten', async () => {
    const before = await readFile(join(folder, 'signer.p12'))
    await assert.rejects(makeIdentity(ordered()), refusedWith('IDENTITY_EXISTS', /never overwritten/))
    assert.ok(before.equals(await readFile(join(folder, 'signer.p12'))))
  })

  it('leaves nothing behind where it could not be written whole', async () => {
    const parent = join(root, 'half')
    const files = new Map([
      ['good', 'x'],
      ['no/such/folder', 'x'],
    ])
    await assert.rejects(writeFolder(join(parent, 'identity'), files), /ENOENT/)
    assert.deepEqual(await readdir(parent), [])
    await writeFile(join(root, 'file'), '')
    await assert.rejects(makeIdentity(ordered({ folder: join(root, 'file') })), /ENOTDIR/)
  })

  it('wants a passphrase worth the name', async () => {
    const short = ordered({ folder: join(root, 'short'), passphrase: 'too short' })
    await assert.rejects(makeIdentity(short), refusedWith('PASSPHRASE_TOO_SHORT', /at least 12/))
  })

  it('tells a wrong passphrase', async () => {
    await assert.rejects(
      readIdentity(folder, 'another passphrase'),
      refusedWith('PASSPHRASE_WRONG', /passphrase file/),
    )
  })

  it('tells a folder that is not there', async () => {
    await assert.rejects(
      readIdentity(join(root, 'no'), passphrase),
      refusedWith('IDENTITY_MISSING', /Make one first/),
    )
  })

  /** The key of the authority, and that of the list signer that follows, may lie elsewhere: a node does without them. */
  const isNeeded = (name: string): boolean =>
    name !== fileNames.caKey && !/^list-signer-[0-9a-f]{16}\.key$/.test(name)

  it('tells any file that is missing', async () => {
    for (const name of (await readdir(folder)).filter(isNeeded)) {
      const broken = await copy('missing')
      await rm(join(broken, name))
      await assert.rejects(readIdentity(broken, passphrase), refusedWith('IDENTITY_MISSING', /backup/))
      await rm(broken, { recursive: true })
    }
  })

  it('is read without the key of the authority and that of the next list signer', async () => {
    const bare = await copy('bare')
    for (const name of await readdir(bare)) if (!isNeeded(name)) await rm(join(bare, name))
    const [whole, read] = [await readIdentity(folder, passphrase), await readIdentity(bare, passphrase)]
    assert.deepEqual(trustListOf(read, settings), trustListOf(whole, settings))
    assert.equal(trustListOf(read, settings).listSigners.length, 2)
    await assert.rejects(
      readOwnAuthority(bare, passphrase),
      refusedWith('AUTHORITY_MISSING', /cert request, then cert import/),
    )
  })

  it('tells any file that is damaged', async () => {
    for (const name of (await readdir(folder)).filter((one) => one !== fileNames.caKey)) {
      const broken = await copy('damaged')
      const bytes = await readFile(join(broken, name))
      await writeFile(join(broken, name), bytes.subarray(0, bytes.length / 2))
      await assert.rejects(readIdentity(broken, passphrase), refusedWith('IDENTITY_DAMAGED', /backup/))
      await rm(broken, { recursive: true })
    }
  })

  it('tells files that do not belong together, and keys of a kind that nothing takes', async () => {
    const stranger = newEcKey()
    const identity = await readIdentity(folder, passphrase)
    const encryptionFile = (await readdir(folder)).find((name) => name.startsWith('encryption-'))
    assert.ok(encryptionFile)
    const longKey = newEcKey('P-384')
    const publicKey = createPublicKey(longKey)
    const certificate = issueSigner('messageSigner', { ...order('long'), publicKey, holder }, ca)
    const wrong = [
      ['signer.p12', writePkcs12({ key: longKey, certificate, issuer: ca.certificate }, passphrase)],
      ['list-signer.key', encryptedKeyPem(stranger, passphrase)],
      [encryptionFile, encryptedKeyPem(stranger, passphrase)],
      [fileNames.logKey, encryptedKeyPem(stranger, passphrase)],
      [fileNames.logKey, encryptedKeyPem(identity.noteKeys.log.inUse, 'another passphrase')],
      ['signer.p12', writePkcs12({ ...identity.signer, key: identity.noteKeys.log.inUse }, passphrase)],
      ['signer.p12', writePkcs12({ ...identity.signer, key: stranger }, passphrase)],
    ] as const
    for (const [name, content] of wrong) {
      const broken = await copy('wrong')
      await writeFile(join(broken, name), content)
      await assert.rejects(readIdentity(broken, passphrase), refusedWith('IDENTITY_DAMAGED', /backup/))
      await rm(broken, { recursive: true })
    }
    const broken = await copy('wrong-ca')
    for (const content of [encryptedKeyPem(identity.listSigner.key, passphrase), 'nonsense']) {
      await writeFile(join(broken, fileNames.caKey), content)
      await assert.rejects(readOwnAuthority(broken, passphrase), refusedWith('IDENTITY_DAMAGED', /backup/))
    }
  })

  it('is read by openssl', async function () {
    if (!hasOpenssl) {
      console.log('      (skipped: the program openssl is not installed)')
      this.skip()
    }
    const pass = ['-passin', `pass:${passphrase}`]
    const path = (name: string) => join(folder, name)
    const p12 = openssl('pkcs12', '-info', '-in', path('signer.p12'), '-nodes', ...pass)
    assert.equal(p12.status, 0, p12.stderr)
    assert.match(p12.stdout, /BEGIN PRIVATE KEY/)
    assert.equal(p12.stdout.match(/BEGIN CERTIFICATE/g)?.length, 2)
    assert.match(p12.stderr, /MAC: sha256, Iteration 40000/)
    assert.notEqual(openssl('pkcs12', '-in', path('signer.p12'), '-nodes', '-passin', 'pass:wrong').status, 0)
    for (const name of (await readdir(folder)).filter((one) => one.endsWith('.key'))) {
      const key = openssl('pkey', '-in', path(name), '-noout', '-text', ...pass)
      assert.equal(key.status, 0, key.stderr)
    }
    const made = join(root, 'made.p12')
    const certificates = join(root, 'made.pem')
    await writeFile(certificates, p12.stdout)
    const make = [
      'pkcs12',
      '-export',
      '-in',
      certificates,
      '-certpbe',
      'NONE',
      '-passout',
      `pass:${passphrase}`,
      '-out',
      made,
    ]
    assert.equal(openssl(...make).status, 0)
    const read = readPkcs12(await readFile(made), passphrase)
    const { signer } = await readIdentity(folder, passphrase)
    assert.ok(read.certificate.equals(signer.certificate) && read.key.equals(signer.key))
    assert.equal(openssl(...make, '-nocerts').status, 0)
    const withoutCertificates = await readFile(made)
    assert.throws(() => readPkcs12(withoutCertificates, passphrase), /a key and two certificates/)
    const chain = openssl(
      'verify',
      '-x509_strict',
      '-attime',
      '1770000000',
      '-CAfile',
      path(fileNames.caCertificate),
      path('list-signer.crt'),
    )
    assert.equal(chain.status, 0, chain.stderr)
  })
})

describe('a PKCS#12 file', () => {
  const identityOf = (): Parameters<typeof writePkcs12>[0] => {
    const [certificate = ''] = list.listSigners
    const [issuer = ''] = list.certificateAuthorities
    return {
      key: newEcKey(),
      certificate: Buffer.from(certificate, 'base64'),
      issuer: Buffer.from(issuer, 'base64'),
    }
  }

  it('goes round, with a passphrase in any script', () => {
    const written = identityOf()
    const read = readPkcs12(writePkcs12(written, 'mật khẩu của tôi'), 'mật khẩu của tôi')
    assert.ok(read.key.equals(written.key))
    assert.ok(read.certificate.equals(written.certificate) && read.issuer.equals(written.issuer))
  })

  it('is refused in any other form, and with any byte of its content changed', () => {
    const file = writePkcs12(identityOf(), passphrase)
    const changed = (from: string, to: string) => Buffer.from(file.toString('hex').replace(from, to), 'hex')
    const sha256 = '608648016503040201'
    // SHA-512 for the MAC, other content than data, more iterations than anyone should wait for.
    assert.throws(() => readPkcs12(changed(sha256, '608648016503040203'), passphrase), TypeError)
    assert.throws(
      () => readPkcs12(changed('2a864886f70d010701', '2a864886f70d010706'), passphrase),
      TypeError,
    )
    assert.throws(() => readPkcs12(changed('0203009c40', '0203009c41'), passphrase), MacMismatch)
    assert.throws(() => readPkcs12(changed('0203009c40', '02030f4241'), passphrase), RangeError)
    assert.throws(
      () => readPkcs12(changed('2a864886f70d010c0a0102', '2a864886f70d010c0a0101'), passphrase),
      MacMismatch,
    )
  })
})

describe('the trust list of an identity', () => {
  const identityWith = (kid: string, key: ReturnType<typeof newEcKey>): Identity => {
    const certificate = Buffer.from(list.listSigners[0] ?? '', 'base64')
    const signer = { algorithm: 'ES256' as const, key, certificate, issuer: certificate }
    const newNoteKeys = () => ({
      inUse: generateKeyPairSync('ed25519').privateKey,
      ...{ since: null, next: null, past: [], first: null },
    })
    return {
      signer,
      listSigner: signer,
      httpSigner: signer,
      revoker: null,
      revoked: [],
      encryptionKeys: new Map([[kid, key]]),
      noteKeys: { log: newNoteKeys(), witness: newNoteKeys() },
      authorities: [certificate],
      next: {},
      past: [],
      sealingTimes: {},
    }
  }

  it('takes P-256 encryption keys too, and no others', () => {
    const [key] = trustListOf(identityWith('k', newEcKey()), settings).encryptionKeys
    assert.equal(key?.jwk.crv, 'P-256')
    assert.throws(
      () => trustListOf(identityWith('k', newEcKey('P-384')), settings),
      /neither X25519 nor P-256/,
    )
  })
})
