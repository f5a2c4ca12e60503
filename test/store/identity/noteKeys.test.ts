import assert from 'node:assert/strict'
import { createPublicKey } from 'node:crypto'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publicKeyDigest } from '../../../src/audit/note.ts'
import { IdentityError } from '../../../src/store/identity/identityError.ts'
import { makeIdentity } from '../../../src/store/identity/make.ts'
import { pastNoteKeysMax } from '../../../src/store/identity/noteRoles.ts'
import { type Identity, readIdentity } from '../../../src/store/identity/read.ts'
import { lastingMs, renewKeys, takeUp, withdrawKey } from '../../../src/store/identity/renew.ts'

const passphrase = 'a passphrase for tests only, as long as the one that a node makes for itself'
const holder = 'urn:rogatory:node:vn'
const at = new Date('2027-06-01T09:00:00Z')
const names = { log: 'rogatory.example/vn/log1', witness: 'rogatory.example/vn/witness' }
const both = ['log', 'witness'] as const

describe('the keys of log and witness', () => {
  let root: string
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'rogatory-note-keys-'))
    const validFrom = new Date('2027-01-01T00:00:00Z')
    const order = { passphrase, country: 'VN', organisation: 'Ministry (demonstration)', holder, validFrom }
    await makeIdentity({ folder: join(root, 'made'), ...order })
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
  const read = (folder: string) => readIdentity(folder, passphrase)
  const digestOf = (identity: Identity, use: 'log' | 'witness') =>
    publicKeyDigest(createPublicKey(identity.noteKeys[use].inUse))

  it('are made when they are named, encrypted, once at a time, and used once', async () => {
    const folder = await copy()
    const before = await read(folder)
    await refuses(takeUp(folder, passphrase, at, both, names), 'KEYS_NOT_RENEWED')
    const changes = await renewKeys(folder, passphrase, { at, holder, uses: both })
    assert.deepEqual(
      changes.map(({ use }) => use),
      both,
    )
    for (const { use, digest } of changes) {
      const text = await readFile(join(folder, `${use}-${digest.slice(0, 16)}.key`), 'utf8')
      assert.match(text, /^-+BEGIN ENCRYPTED /)
    }
    await refuses(renewKeys(folder, passphrase, { at, holder, uses: ['witness'] }), 'KEYS_WAITING')
    const made = await read(folder)
    for (const use of both) assert.equal(digestOf(made, use), digestOf(before, use), 'not used yet')
    const { taken, left } = await takeUp(folder, passphrase, at, both, names)
    await refuses(takeUp(folder, passphrase, at, both, names), 'KEYS_NOT_RENEWED')
    const after = await read(folder)
    assert.deepEqual(
      taken.map(({ digest }) => digest),
      both.map((use) => digestOf(after, use)),
    )
    assert.deepEqual(
      left.map(({ digest }) => digest),
      both.map((use) => digestOf(before, use)),
    )
    for (const use of both) {
      const [past] = after.noteKeys[use].past
      assert.equal(past?.digest, digestOf(before, use))
      assert.equal(past.withdrawnSince, new Date(at.getTime() + lastingMs[use]).toISOString())
      assert.ok(past.vkey.startsWith(`${names[use]}+`))
      assert.equal(after.noteKeys[use].first, digestOf(before, use))
    }
  })

  it('are withdrawn from a moment on, when another has followed', async () => {
    const folder = await copy()
    const old = digestOf(await read(folder), 'witness')
    await refuses(withdrawKey(folder, old, at, at), 'KEY_UNKNOWN')
    await renewKeys(folder, passphrase, { at, holder, uses: ['witness'] })
    await takeUp(folder, passphrase, at, ['witness'], names)
    assert.deepEqual(await withdrawKey(folder, old, at, at), { use: 'witness', digest: old })
    await withdrawKey(folder, old, new Date(at.getTime() + 60_000), at)
    assert.equal((await read(folder)).noteKeys.witness.past[0]?.withdrawnSince, at.toISOString())
  })

  it('may be deleted when they were left, and are missed where they are in use', async () => {
    const folder = await copy()
    await renewKeys(folder, passphrase, { at, holder, uses: both })
    await takeUp(folder, passphrase, at, both, names)
    await rm(join(folder, 'log.key'))
    assert.equal((await read(folder)).noteKeys.log.past[0]?.key, null)
    const inUse = `log-${digestOf(await read(folder), 'log').slice(0, 16)}.key`
    await rm(join(folder, inUse))
    await refuses(read(folder), 'IDENTITY_MISSING')
  })

  it('are listed for as long as there is room: what older ones have signed is judged by older lists', async () => {
    const folder = await copy()
    for (let turn = 0; turn <= pastNoteKeysMax; turn += 1) {
      await renewKeys(folder, passphrase, { at, holder, uses: ['log'] })
      await takeUp(folder, passphrase, at, ['log'], { ...names, log: `rogatory.example/vn/log${turn + 1}` })
    }
    const { past, first } = (await read(folder)).noteKeys.log
    assert.equal(past.length, pastNoteKeysMax)
    assert.ok(past[0]?.vkey.startsWith(`rogatory.example/vn/log${pastNoteKeysMax + 1}+`))
    assert.equal(first, null)
  })

  it('stand under roles that are whole, or the folder is told to be damaged', async () => {
    const folder = await copy()
    await renewKeys(folder, passphrase, { at, holder, uses: both })
    await takeUp(folder, passphrase, at, both, names)
    const file = join(folder, 'roles.json')
    const good = await readFile(file, 'utf8')
    const roles = JSON.parse(good) as { noteKeys: Record<string, { current: object; past: object[] }> }
    const { log, witness } = roles.noteKeys
    for (const noteKeys of [
      { log },
      { log, witness: { ...witness, current: { name: '../witness' } } },
      { log: { ...log, next: { name: 'witness' } }, witness },
      { log: { ...log, past: [{ name: 'log' }] }, witness },
      { log: { ...log, past: Array(pastNoteKeysMax + 1).fill(log?.past[0]) as object[] }, witness },
    ]) {
      await writeFile(file, JSON.stringify({ ...roles, noteKeys }))
      await refuses(read(folder), 'IDENTITY_DAMAGED')
    }
    await rm(file)
    await refuses(read(folder), 'IDENTITY_MISSING')
  })
})
