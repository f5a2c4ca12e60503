import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { certificateDigest } from '../../../src/trust/certificate.ts'
import { openKeyring } from '../../../src/store/identity/keyring.ts'
import { makeIdentity } from '../../../src/store/identity/make.ts'
import { readIdentity } from '../../../src/store/identity/read.ts'
import { lastingMs, renewKeys, takeUp, withdrawKey } from '../../../src/store/identity/renew.ts'
import { IdentityError } from '../../../src/store/identity/identityError.ts'

const passphrase = 'a passphrase for tests only, as long as the one that a node makes for itself'
const holder = 'urn:rogatory:node:vn'
const at = new Date('2027-06-01T09:00:00Z')

describe('the keys of an identity that follow one another', () => {
  let root: string
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'rogatory-renew-'))
    await makeIdentity({
      folder: join(root, 'made'),
      passphrase,
      country: 'VN',
      organisation: 'Ministry (demonstration)',
      holder,
      validFrom: new Date('2027-01-01T00:00:00Z'),
      algorithm: 'PS256',
    })
  })
  after(async () => rm(root, { recursive: true }))

  const copies = { made: 0 }
  const copy = async (): Promise<string> => {
    copies.made += 1
    const folder = join(root, String(copies.made))
    await cp(join(root, 'made'), folder, { recursive: true })
    return folder
  }
  const refuses = async (work: Promise<unknown>, code: string): Promise<void> => {
    await assert.rejects(work, (reason) => reason instanceof IdentityError && reason.code === code)
  }

  it('are of the kind of those before, name the same holder, and are not used before they are taken up', async () => {
    const folder = await copy()
    const before = await readIdentity(folder, passphrase)
    const changes = await renewKeys(folder, passphrase, { at, holder })
    assert.deepEqual(
      changes.map(({ use }) => use),
      ['message', 'http', 'encryption'],
    )
    const made = await readIdentity(folder, passphrase)
    assert.deepEqual(made.signer.certificate, before.signer.certificate)
    assert.deepEqual(Object.keys(made.next), ['message', 'http', 'list'])
    await takeUp(folder, passphrase, at, ['message', 'http', 'list'])
    const after = await readIdentity(folder, passphrase)
    assert.equal(after.signer.algorithm, 'PS256')
    assert.deepEqual(after.signer.certificate, made.next.message)
    assert.deepEqual(after.listSigner.certificate, made.next.list)
    assert.deepEqual(after.httpSigner.certificate, made.next.http)
    assert.deepEqual(
      after.past.map(({ use, withdrawnSince }) => [use, withdrawnSince]),
      [
        ['message', new Date(at.getTime() + lastingMs.message).toISOString()],
        ['http', new Date(at.getTime() + lastingMs.http).toISOString()],
      ],
    )
    assert.equal(after.encryptionKeys.size, 2)
  })

  it('are two for the list from the first day: the second lasts longer, and another follows when it is used', async () => {
    const folder = await copy()
    const before = await readIdentity(folder, passphrase)
    const end = (certificate: Buffer) => new X509Certificate(certificate).validTo.slice(-8, -4)
    assert.deepEqual([before.listSigner.certificate, before.next.list ?? Buffer.of()].map(end), [
      '2032',
      '2037',
    ])
    await refuses(renewKeys(folder, passphrase, { at, holder, uses: ['list'] }), 'KEYS_WAITING')
    // The key of the next one is kept elsewhere until then.
    const [file = ''] = (await readdir(folder)).filter((name) => /^list-signer-[0-9a-f]{16}\.key$/.test(name))
    const kept = await readFile(join(folder, file))
    await rm(join(folder, file))
    await refuses(takeUp(folder, passphrase, at, ['list']), 'KEY_NOT_HERE')
    await writeFile(join(folder, file), kept)
    const { taken, left } = await takeUp(folder, passphrase, at, ['list'])
    assert.deepEqual([taken.length, left.length], [1, 1])
    const used = await readIdentity(folder, passphrase)
    assert.deepEqual(used.listSigner.certificate, before.next.list)
    assert.deepEqual([used.next, used.signer.certificate], [{}, before.signer.certificate])
    const made = await renewKeys(folder, passphrase, { at, holder, uses: ['list'] })
    assert.deepEqual(
      made.map(({ use }) => use),
      ['list'],
    )
    const { next } = await readIdentity(folder, passphrase)
    const [authority = Buffer.of()] = used.authorities
    const ends = [next.list ?? Buffer.of(), authority].map((one) => new X509Certificate(one).validTo)
    assert.equal(ends[0], ends[1], 'it lasts no longer than its authority')
  })

  it('are only those to seal to where the authority has its key elsewhere', async () => {
    const folder = await copy()
    await rm(join(folder, 'ca.key'))
    await refuses(renewKeys(folder, passphrase, { at, holder }), 'AUTHORITY_MISSING')
    const made = await renewKeys(folder, passphrase, { at, holder, uses: ['encryption'] })
    assert.deepEqual(
      made.map(({ use }) => use),
      ['encryption'],
    )
  })

  it('are issued no more when the authority has ended', async () => {
    const late = new Date('2037-06-01T00:00:00Z')
    await refuses(renewKeys(await copy(), passphrase, { at: late, holder }), 'AUTHORITY_ENDED')
  })

  it('are sealed to in an hour, and the one before is left a month later', async () => {
    const folder = await copy()
    const [old] = (await readIdentity(folder, passphrase)).encryptionKeys.keys()
    const kid = (await renewKeys(folder, passphrase, { at, holder })).at(-1)?.digest
    const { sealingTimes } = await readIdentity(folder, passphrase)
    const inAnHour = new Date(at.getTime() + 3_600_000)
    assert.deepEqual(sealingTimes, {
      [old ?? '']: {
        withdrawnSince: new Date(inAnHour.getTime() + lastingMs.encryption).toISOString(),
        validFrom: '2027-01-01T00:00:00.000Z',
      },
      [kid ?? '']: { validFrom: inAnHour.toISOString() },
    })
    await refuses(withdrawKey(folder, old ?? '', at, at), 'KEY_IN_USE')
    await withdrawKey(folder, old ?? '', at, new Date(inAnHour.getTime() + 1))
    await withdrawKey(folder, old ?? '', inAnHour, new Date(inAnHour.getTime() + 1))
    const after = await readIdentity(folder, passphrase)
    assert.equal(after.sealingTimes[old ?? '']?.withdrawnSince, at.toISOString())
  })

  it('are made once at a time, used once, and withdrawn only when another has followed', async () => {
    const folder = await copy()
    await refuses(takeUp(folder, passphrase, at), 'KEYS_NOT_RENEWED')
    const { certificate } = (await readIdentity(folder, passphrase)).signer
    await refuses(withdrawKey(folder, certificateDigest(certificate), at, at), 'KEY_UNKNOWN')
    await renewKeys(folder, passphrase, { at, holder })
    await refuses(renewKeys(folder, passphrase, { at, holder }), 'KEYS_WAITING')
    await takeUp(folder, passphrase, at)
    await refuses(takeUp(folder, passphrase, at), 'KEYS_NOT_RENEWED')
    await withdrawKey(folder, certificateDigest(certificate), at, at)
    assert.equal((await readIdentity(folder, passphrase)).past[0]?.withdrawnSince, at.toISOString())
  })

  it('that were withdrawn count for no longer when they are withdrawn again', async () => {
    const folder = await copy()
    const { certificate } = (await readIdentity(folder, passphrase)).signer
    await renewKeys(folder, passphrase, { at, holder })
    await takeUp(folder, passphrase, at)
    for (const minutes of [0, 5, -5, 0]) {
      const since = new Date(at.getTime() + minutes * 60_000)
      await withdrawKey(folder, certificateDigest(certificate), since, at)
    }
    const earliest = new Date(at.getTime() - 5 * 60_000)
    assert.equal((await readIdentity(folder, passphrase)).past[0]?.withdrawnSince, earliest.toISOString())
  })

  it('are followed by a node in service, which keeps what it has while it cannot read what came', async () => {
    const folder = await copy()
    const keyring = await openKeyring(folder, passphrase)
    const before = keyring.current()
    await keyring.refresh()
    assert.equal(keyring.current(), before)
    await renewKeys(folder, passphrase, { at, holder })
    await takeUp(folder, passphrase, at)
    const file = join(folder, 'roles.json')
    const good = await readFile(file, 'utf8')
    await writeFile(file, 'nonsense')
    await refuses(keyring.refresh(), 'IDENTITY_DAMAGED')
    assert.equal(keyring.current(), before)
    await writeFile(file, good)
    await keyring.refresh()
    assert.notDeepEqual(keyring.current().signer.certificate, before.signer.certificate)
  })

  it('leave nothing that counts where a renewal did not come to its end', async () => {
    const folder = await copy()
    const file = join(folder, 'roles.json')
    const [old = ''] = (await readIdentity(folder, passphrase)).encryptionKeys.keys()
    await renewKeys(folder, passphrase, { at, holder })
    const { signing, past } = JSON.parse(await readFile(file, 'utf8')) as Record<
      string,
      Record<string, object>
    >
    const first = Object.entries(signing ?? {}).map(
      ([use, role]) => [use, { ...role, next: undefined }] as const,
    )
    // As it is when the process dies after the files were added and before the roles name them.
    const encryption = { [old]: { validFrom: '2027-01-01T00:00:00.000Z' } }
    await writeFile(file, JSON.stringify({ signing: Object.fromEntries(first), past, encryption }))
    const left = await readIdentity(folder, passphrase)
    assert.deepEqual([...left.encryptionKeys.keys()], [old])
    assert.deepEqual(left.next, {})
    const again = await renewKeys(folder, passphrase, { at, holder })
    assert.deepEqual(
      new Set((await readIdentity(folder, passphrase)).encryptionKeys.keys()),
      new Set([old, again.at(-1)?.digest]),
    )
  })

  it('stand under roles that are whole, or the folder is told to be damaged', async () => {
    const folder = await copy()
    await renewKeys(folder, passphrase, { at, holder })
    const file = join(folder, 'roles.json')
    const good = await readFile(file, 'utf8')
    const roles = JSON.parse(good) as Record<string, unknown>
    const wrong = [
      'nonsense',
      '[]',
      JSON.stringify({
        ...roles,
        past: [{ use: 'ca', certificate: 'AAAA', withdrawnSince: at.toISOString() }],
      }),
      JSON.stringify({ ...roles, past: null }),
      JSON.stringify({ ...roles, encryption: { ['k'.repeat(43)]: { validFrom: 'soon' } } }),
      JSON.stringify({ ...roles, encryption: { '../a': { validFrom: at.toISOString() } } }),
      good.replace('"signer"', '"../signer"'),
      good.replace('"list-signer"', '"http-signer"'),
    ]
    for (const text of wrong) {
      await writeFile(file, text)
      await refuses(readIdentity(folder, passphrase), 'IDENTITY_DAMAGED')
    }
    await writeFile(file, good)
    const [next] = (await readdir(folder)).filter((name) => /^http-signer-.*\.key$/.test(name))
    await rm(join(folder, next ?? ''))
    await refuses(readIdentity(folder, passphrase), 'IDENTITY_MISSING')
  })
})
