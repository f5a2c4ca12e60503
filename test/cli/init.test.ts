import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rogatory } from '../../src/cli/rogatory.ts'
import { readIdentity } from '../../src/store/identity/read.ts'
import { authority } from '../support/world.ts'

describe('rogatory init', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rogatory-init-'))
    await writeFile(join(folder, 'vn.json'), JSON.stringify([authority('vn.spp')]))
    await writeFile(join(folder, 'object.json'), '{"a":1}')
    await writeFile(join(folder, 'none.json'), '[]')
    await writeFile(join(folder, 'broken.json'), '{')
  })
  after(() => rm(folder, { recursive: true }))

  const init = async (changes: Readonly<Record<string, string>>) => {
    const said: string[] = []
    const options = {
      state: 'VN',
      name: 'Node (demonstration)',
      url: 'http://127.0.0.1:8470',
      authorities: join(folder, 'vn.json'),
      data: join(folder, 'node'),
      ...changes,
    }
    const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])
    let json: Record<string, unknown> = {}
    const code = await rogatory(['init', ...words, '--json'], {
      say: (line) => said.push(line),
      note: (line) => said.push(line),
      json: (value) => {
        json = value as Record<string, unknown>
      },
    })
    return { code, json, said }
  }

  const wrong: readonly [string, Readonly<Record<string, string>>, number, string][] = [
    ['an address that is none', { url: 'nonsense' }, 65, 'MESSAGE_INVALID'],
    ['an address of another kind', { url: 'ftp://x.example' }, 65, 'MESSAGE_INVALID'],
    ['authorities of another State', { state: 'QA' }, 65, 'AUTHORITY_UNKNOWN'],
    ['a State that is none', { state: 'vn' }, 64, 'WRONG_USE'],
    ['an algorithm that is not on the list', { algorithm: 'RS256' }, 64, 'WRONG_USE'],
  ]
  for (const [what, changes, code, word] of wrong) {
    it(`refuses ${what} before anything is written`, async () => {
      const { code: ended, json } = await init(changes)
      assert.deepEqual([ended, json.code], [code, word])
      assert.ok(!(await readdir(folder)).includes('node'))
    })
  }

  const files: readonly [string, string, number, string][] = [
    ['no list', 'object.json', 65, 'MESSAGE_INVALID'],
    ['an empty list', 'none.json', 65, 'MESSAGE_INVALID'],
    ['no JSON', 'broken.json', 65, 'JSON_INVALID'],
    ['no file', 'absent.json', 64, 'FILE_UNREADABLE'],
  ]
  for (const [what, name, code, word] of files) {
    it(`refuses authorities that are ${what}, and names the file or the place`, async () => {
      const { code: ended, json } = await init({ authorities: join(folder, name) })
      assert.deepEqual([ended, json.code], [code, word])
      assert.ok(!(await readdir(folder)).includes('node'))
    })
  }

  it('makes a node once, and never over another', async () => {
    const { code, json } = await init({})
    assert.equal(code, 0)
    assert.match(String(json.fingerprint), /^[0-9a-f]{64}$/)
    const again = await init({})
    assert.deepEqual([again.code, again.json.code], [1, 'IDENTITY_EXISTS'])
  })

  it('goes on with the passphrase that one before it had written when it was stopped', async () => {
    const data = join(folder, 'begun')
    const passphrase = 'the passphrase that was there already'
    await mkdir(data, { mode: 0o700 })
    await writeFile(join(data, 'passphrase'), `${passphrase}\n`, { mode: 0o600 })
    const { code, json } = await init({ data })
    assert.equal(code, 0, JSON.stringify(json))
    await readIdentity(join(data, 'identity'), passphrase)
    assert.equal(await readFile(join(data, 'passphrase'), 'utf8'), `${passphrase}\n`)
    // One that came to nothing is none.
    const torn = join(folder, 'torn')
    await mkdir(torn, { mode: 0o700 })
    await writeFile(join(torn, 'passphrase'), '', { mode: 0o600 })
    assert.equal((await init({ data: torn })).code, 0)
    await readIdentity(join(torn, 'identity'), (await readFile(join(torn, 'passphrase'), 'utf8')).trim())
  })

  it('says next what works where it was run: by hand, or by the units of systemd', async () => {
    const made = async (name: string, ...more: string[]) => {
      const to = ['--url', 'http://127.0.0.1:8470', '--authorities', join(folder, 'vn.json')]
      const words = ['init', '--state', 'VN', '--name', 'Node', ...to, '--data', join(folder, name), ...more]
      const said: string[] = []
      const say = (line: string): unknown => said.push(line)
      assert.equal(await rogatory(words, { say, note: say, json: () => undefined }), 0, said.join('\n'))
      return said.at(-1)
    }
    assert.equal(await made('by-hand'), `Next: rogatory serve --data ${join(folder, 'by-hand')}`)
    process.env.CREDENTIALS_DIRECTORY = '/run/credentials/run-u1.service'
    try {
      assert.equal(await made('vn-2'), 'Next: systemctl enable --now rogatory@vn-2')
      assert.equal(
        await made('vn-3', '--without-authority'),
        'Next, for each certificate: rogatory-run vn-3 cert import FILE --authority CA',
      )
    } finally {
      delete process.env.CREDENTIALS_DIRECTORY
    }
  })

  it('serves no node whose passphrase is not there, and says where it looked', async () => {
    process.env.ROGATORY_PASSPHRASE_FILE = join(folder, 'absent')
    const said: string[] = []
    const note = (line: string): unknown => said.push(line)
    const words = ['serve', '--data', join(folder, 'node')]
    const code = await rogatory(words, { say: note, note, json: () => undefined })
    delete process.env.ROGATORY_PASSPHRASE_FILE
    assert.equal(code, 1)
    assert.match(said.join('\n'), /passphrase of the keys cannot be read from .*absent/)
  })
})

describe('rogatory world', () => {
  const world = async (...words: string[]) => {
    const said: string[] = []
    const note = (line: string): unknown => said.push(line)
    const code = await rogatory(['world', ...words], { say: note, note, json: () => undefined })
    return { code, said: said.join('\n') }
  }

  it('refuses a port that is none', async () => {
    const { code, said } = await world('--port', 'abc')
    assert.equal(code, 64)
    assert.match(said, /--port must be 1 to 65334/)
  })

  it('stays where its databases are: on a server, or in its folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rogatory-world-'))
    await writeFile(join(folder, 'made'), '')
    await writeFile(join(folder, 'databases'), 'abcd1234\n')
    const { code, said } = await world('--data', folder)
    assert.equal(code, 64)
    assert.match(said, /has its databases on a server: set DATABASE_URL, or name another folder/)
    await rm(join(folder, 'databases'))
    process.env.DATABASE_URL = 'postgres://127.0.0.1:1/nowhere'
    try {
      const elsewhere = await world('--data', folder)
      assert.equal(elsewhere.code, 64)
      assert.match(elsewhere.said, /has embedded databases: start it without DATABASE_URL/)
    } finally {
      delete process.env.DATABASE_URL
    }
    await rm(folder, { recursive: true })
  })

  it('clears no folder that is not its own', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rogatory-not-mine-'))
    await writeFile(join(folder, 'thesis.txt'), 'ten years of work')
    const { code, said } = await world('--data', folder)
    assert.equal(code, 64)
    assert.match(said, /holds something else/)
    assert.deepEqual(await readdir(folder), ['thesis.txt'])
    await rm(folder, { recursive: true })
  })
})
