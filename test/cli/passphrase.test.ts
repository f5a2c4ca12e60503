import assert from 'node:assert/strict'
import { chmod, chown, copyFile, lstat, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sealedFor } from '../../src/exchange/sealedFor.ts'
import { resealSecrets } from '../../src/exchange/resealSecrets.ts'
import { inTransaction } from '../../src/store/failures.ts'
import { readIdentity } from '../../src/store/identity/read.ts'
import { resealedKeys, writeResealed } from '../../src/store/identity/reseal.ts'
import { readRoles } from '../../src/store/identity/roles.ts'
import { sealerOf } from '../../src/store/identity/sealing.ts'
import { openDatabase } from '../../src/store/database.ts'
import { findPerson } from '../../src/store/people/people.ts'
import { offerFactor } from '../../src/store/people/secondFactors.ts'
import { insertTypedForm } from '../../src/store/people/typedForms.ts'
import { insertEndpoint } from '../../src/store/webhooks/endpoints.ts'
import { lockSealed } from '../../src/store/sealedSecrets.ts'
import { hasOpenssl, openssl } from '../support/foreignAuthority.ts'
import { logOf, opened } from '../support/talk.ts'
import { type World, passphrase as before, twoStates } from '../support/world.ts'
import { run } from './commandLine.ts'

const after = 'another passphrase for tests only, as long as the one that a node makes'
const passphrases = { before, after }

describe('rogatory passphrase', () => {
  let world: World
  let folder: string
  let newFile: string
  beforeEach(async () => {
    world = await twoStates()
    const { dataFolder } = world.asking.config
    folder = join(dataFolder, 'identity')
    newFile = join(dirname(dataFolder), 'new-passphrase')
    await writeFile(newFile, `${after}\n`, { mode: 0o600 })
    await keepSecrets()
  })
  afterEach(() => world.close())

  const change = (...words: string[]) =>
    run(world.asking, 'passphrase', '--new-file', newFile, ...words, '--json')
  const isKeyFile = (name: string): boolean => /\.(key|p12)$/.test(name)
  /** How many files of keys one of them opens. */
  const openedBy = async (passphrase: string): Promise<number> =>
    (await resealedKeys(folder, { before: passphrase, after: before === passphrase ? after : before })).files
      .size
  const keyFiles = async (): Promise<readonly string[]> => (await readdir(folder)).filter(isKeyFile)

  /** One of each kind of secret that stands in the database. */
  async function keepSecrets(): Promise<void> {
    const { asking } = world
    const { db, sealer } = asking.node.node
    const made = await run(
      asking,
      ...['person', 'add', '--sign-in-name', 'example.a', '--name', 'Example A', '--role', 'officer'],
    )
    assert.equal(made.code, 0, made.beside)
    const person = (await findPerson(db, 'example.a'))?.id ?? ''
    const id = crypto.randomUUID()
    const seal = async (text: string, bound: string) => await sealer.seal(Buffer.from(text), bound)
    const endpoint = {
      name: 'register',
      authority: 'vn.spp',
      url: 'https://register.example/hook',
      events: ['message.received'],
    }
    const secret = await seal('one', sealedFor.webhook('register'))
    const factor = await seal('two', sealedFor.secondFactor(person))
    const sealed = await seal('three', sealedFor.typedForm(person, id))
    await inTransaction(db, async (trx) => {
      await insertEndpoint(trx, { ...endpoint, secret, made_by: 'Example-A', made_at: new Date() })
      await offerFactor(trx, { person, secret: factor, offered_at: new Date() })
      await insertTypedForm(trx, { id, person, sealed, typed_at: new Date() }, 10)
    })
  }

  /** What the secrets in the database say to who has this passphrase; null for one that it does not open. */
  async function secretsBy(passphrase: string): Promise<readonly (string | null)[]> {
    const { open } = sealerOf(passphrase)
    return await withDatabase(async (trx) => {
      const found: (string | null)[] = []
      for (const one of await lockSealed(trx)) {
        const bound =
          one.of === 'webhook'
            ? sealedFor.webhook(one.name)
            : one.of === 'secondFactor'
              ? sealedFor.secondFactor(one.person)
              : sealedFor.typedForm(one.person, one.id)
        found.push((await open(one.sealed, bound))?.toString() ?? null)
      }
      return found
    })
  }

  /** The database of the node, which may be stopped. */
  async function withDatabase<Outcome>(
    work: (trx: Parameters<typeof lockSealed>[0]) => Promise<Outcome>,
  ): Promise<Outcome> {
    const database = await openDatabase({ url: world.asking.database.url, onTrouble: () => undefined })
    try {
      return await inTransaction(database.db, work)
    } finally {
      await database.close()
    }
  }

  it('is refused while the node is served, and nothing changes', async () => {
    const { code, json } = await change()
    assert.deepEqual([code, json.code], [65, 'NODE_SERVED'])
    assert.equal(await openedBy(before), (await keyFiles()).length)
    assert.deepEqual(await secretsBy(before), ['one', 'two', 'three'])
  })

  it('seals all keys and all secrets anew, after which the node is the same as before', async () => {
    const { asking } = world
    const list = asking.node.node.trust.own().digest
    await asking.node.close()
    const count = (await keyFiles()).length
    const { code, json } = await change('--as', 'Example-Root')
    assert.equal(code, 0, JSON.stringify(json))
    assert.deepEqual(json, { ok: true, files: count, secrets: 3, closed: 0, elsewhere: [] })
    assert.deepEqual(
      [await secretsBy(before), await secretsBy(after)],
      [
        [null, null, null],
        ['one', 'two', 'three'],
      ],
    )
    await assert.rejects(readIdentity(folder, before), { code: 'PASSPHRASE_WRONG' })
    if (hasOpenssl) {
      const store = ['pkcs12', '-in', join(folder, 'signer.p12'), '-nodes', '-out', '/dev/null']
      openssl(...store, '-passin', `file:${newFile}`)
      assert.throws(() => openssl(...store, '-passin', `pass:${before}`))
    }
    await rename(newFile, asking.config.passphraseFile)
    await asking.restart()
    assert.equal(asking.node.node.trust.own().digest, list)
    await opened(world)
    const told = (await logOf(asking.node.node.db)).filter(({ evt }) => evt === 'passphrase.changed')
    assert.deepEqual(
      told.map((entry) => entry.count),
      [count + 3],
    )
  })

  it('goes on where it was broken off, between the database and the files or among the files', async () => {
    const { asking } = world
    const { node } = asking.node
    await resealSecrets(node, passphrases, {
      actor: { person: 'Example-Root', role: 'administrator', authority: 'vn.spp' },
      files: 1,
    })
    await asking.node.close()
    const keys = await resealedKeys(folder, passphrases)
    const some = new Map([...keys.files].slice(-3))
    await writeResealed(folder, { files: some })
    await assert.rejects(readIdentity(folder, before), { code: 'PASSPHRASE_WRONG' })
    const { code, json } = await change()
    assert.equal(code, 0, JSON.stringify(json))
    assert.deepEqual([json.files, json.secrets], [keys.files.size - 3, 0])
    assert.equal(await openedBy(after), keys.files.size)
    assert.deepEqual(await secretsBy(after), ['one', 'two', 'three'])
    const again = await change()
    assert.deepEqual([again.code, again.json.files, again.json.secrets], [0, 0, 0])
  })

  it('changes nothing where a file opens with neither passphrase, and names it', async () => {
    await world.asking.node.close()
    await writeFile(join(folder, 'stray.key'), 'no key\n')
    const { code, json } = await change()
    assert.deepEqual([code, json.code], [1, 'PASSPHRASE_WRONG'])
    assert.match(String(json.message), /opens stray\.key in /)
    await rm(join(folder, 'stray.key'))
    assert.equal(await openedBy(before), (await keyFiles()).length)
    assert.deepEqual(await secretsBy(before), ['one', 'two', 'three'])
  })

  it('tells of keys that lie elsewhere, and seals one anew when it has come back', async () => {
    const { config, node } = world.asking
    await node.close()
    const name = `${(await readRoles(folder)).signing.list.next ?? ''}.key`
    const drawer = join(dirname(config.dataFolder), name)
    await rename(join(folder, name), drawer)
    await rename(join(folder, 'ca.key'), `${drawer}.ca`)
    const first = await run(world.asking, 'passphrase', '--new-file', newFile)
    assert.equal(first.code, 0, first.beside)
    assert.match(first.out, /Under the new passphrase now: [0-9]+ files of keys, 3 secrets/)
    for (const one of [name, 'ca.key']) assert.ok(first.out.includes(`${one} does not lie here`))
    assert.ok(first.out.endsWith(`Next: mv '${newFile}' '${config.passphraseFile}'`), first.out)
    await copyFile(config.passphraseFile, `${newFile}.old`)
    await rename(newFile, config.passphraseFile)
    await rename(drawer, join(folder, name))
    const words = ['passphrase', '--old-file', `${newFile}.old`, '--new-file', config.passphraseFile]
    const back = await run(world.asking, ...words)
    assert.equal(back.code, 0, back.beside)
    assert.match(back.out, /: 1 files of keys, 0 secrets/)
    assert.doesNotMatch(back.out, /Next: /)
    await readIdentity(folder, after)
  })

  it('says under the units what is to be moved there', async () => {
    await world.asking.node.close()
    const copies = dirname(newFile)
    await rename(newFile, join(copies, 'secret_new-passphrase'))
    const words = ['passphrase', '--new-file', join(copies, 'secret_new-passphrase')]
    process.env.CREDENTIALS_DIRECTORY = copies
    const { out } = await run(world.asking, ...words).finally(() => delete process.env.CREDENTIALS_DIRECTORY)
    assert.match(out, /Next: mv \/etc\/rogatory\/vn\.d\/new-passphrase \/etc\/rogatory\/vn\.d\/passphrase\n/)
    assert.match(out, /Next: systemctl start rogatory@vn$/)
  })

  it('replaces a key that is a link where it leads, and is refused to who does not own the folder', async () => {
    await world.asking.node.close()
    const stick = join(dirname(newFile), 'stick.key')
    await rename(join(folder, 'ca.key'), stick)
    await symlink(stick, join(folder, 'ca.key'))
    assert.equal((await change()).code, 0)
    assert.ok((await lstat(join(folder, 'ca.key'))).isSymbolicLink())
    assert.equal(await openedBy(after), (await keyFiles()).length)
    if (process.getuid?.() !== 0) return
    await chown(folder, 12_345, 12_345)
    const refused = await change()
    assert.deepEqual([refused.code, refused.json.code], [64, 'WRONG_USE'])
    assert.match(String(refused.json.message), /belongs to the user with the number 12345/)
  })

  it('takes no passphrase that is too short, that is the one before, or that others or a backup would have', async () => {
    const wrong = async (file = newFile) => {
      const { code, json } = await run(world.asking, 'passphrase', '--new-file', file, '--json')
      return [code, json.code, json.message].join(' ')
    }
    await writeFile(newFile, 'short')
    assert.match(await wrong(), /^1 PASSPHRASE_TOO_SHORT /)
    await writeFile(newFile, before)
    assert.match(await wrong(), /^64 WRONG_USE .* opens the keys already$/)
    await chmod(newFile, 0o644)
    assert.match(await wrong(), /^64 WRONG_USE --new-file: .* is open to everybody/)
    await rm(newFile)
    assert.match(await wrong(), /^64 WRONG_USE --new-file: .*new-passphrase cannot be read \(ENOENT/)
    assert.match(await wrong(join(folder, 'new')), /^64 WRONG_USE --new-file: .* lies in the data folder/)
  })
})
