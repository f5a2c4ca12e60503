import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { manifestMediaType } from '../../src/exhibit/manifest.ts'
import { takeInExhibit } from '../../src/exchange/exhibits/takeIn.ts'
import { canonicalBytes } from '../../src/message/canonical.ts'
import type { ExhibitManifest } from '../../src/message/generated/types.ts'
import { findDeposit } from '../../src/store/exhibits/deposits.ts'
import { agreed, opened } from '../support/talk.ts'
import { type World, type WorldState, twoStates, until } from '../support/world.ts'
import { run } from './commandLine.ts'

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

describe('a folder of many files', () => {
  let world: World
  let folder: string
  let request: string
  before(async () => {
    world = await twoStates()
    request = await opened(world)
    await agreed(world, request, 1)
    folder = await mkdtemp(join(tmpdir(), 'rogatory-folder-'))
  })
  after(async () => {
    await world.close()
    await rm(folder, { recursive: true })
  })

  const made = async (files: Readonly<Record<string, Uint8Array>>): Promise<string> => {
    const root = join(folder, randomBytes(6).toString('hex'), 'extracted')
    await mkdir(root, { recursive: true })
    for (const [path, bytes] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true })
      await writeFile(join(root, path), bytes)
    }
    return root
  }
  const added = async (path: string, ...words: string[]) =>
    await run(world.asking, 'exhibit', 'add', path, '--as', 'Example-A', '--json', ...words)
  const saved = async (at: WorldState, deposit: string, target: string, ...words: string[]) =>
    await run(
      at,
      'exhibit',
      'save',
      deposit,
      target,
      '--as',
      'Example-C',
      '--reason',
      'a hearing',
      '--json',
      ...words,
    )
  const manifestOf = async (deposit: string): Promise<ExhibitManifest> => {
    const target = join(folder, randomBytes(6).toString('hex'))
    const { code, beside } = await saved(world.asking, deposit, target, '--as-file')
    assert.equal(code, 0, beside)
    return JSON.parse(await readFile(target, 'utf8')) as ExhibitManifest
  }
  const count = async (at: WorldState): Promise<number> =>
    (await at.node.node.db.selectFrom('exhibit_deposit').select('id').execute()).length

  it('is taken in file by file with a manifest, whatever the files are called', async () => {
    const root = await made({ 'a.txt': Buffer.from('some words'), 'deep/er/CON': randomBytes(50_000) })
    await writeFile(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0x66, 0xff, 0x2e])]), 'not UTF-8')
    await mkdir(join(root, 'nothing'))
    await symlink('/etc/passwd', join(root, 'link'))
    await symlink('/etc', join(root, 'linked folder'))
    await utimes(join(root, 'a.txt'), new Date('2020-01-02T03:04:05Z'), new Date('2020-01-02T03:04:05Z'))
    const { code, json, beside } = await added(root)
    assert.equal(code, 0, beside)
    assert.deepEqual([json.files, json.known, json.mediaType], [3, 0, manifestMediaType])
    const manifest = await manifestOf(String(json.deposit))
    assert.deepEqual(
      manifest.files.map(({ path }) => path),
      ['a.txt', 'deep/er/_CON', 'f\ufffd'],
    )
    assert.equal(manifest.files[0]?.modified, '2020-01-02T03:04:05.000Z')
    assert.equal(manifest.files[0].sha256, sha256(Buffer.from('some words')))
    assert.equal(manifest.files[0].mediaType, 'text/plain')
    assert.equal(Buffer.from(manifest.files[2]?.found ?? '', 'base64url').toString('hex'), '66ff2e')
    assert.deepEqual(manifest.folders, ['nothing'])
    assert.deepEqual(manifest.leftOut, [
      { path: 'link', kind: 'symbolicLink' },
      { path: 'linked folder', kind: 'symbolicLink' },
    ])
    for (const { deposit, bytes } of manifest.files)
      assert.equal((await findDeposit(world.asking.node.node.db, deposit))?.bytes, bytes)
  })

  it('is refused where it has what is no file, by its name, unless that is to be left out', async () => {
    const root = await made({ 'a.txt': randomBytes(10) })
    const server = createServer().listen(join(root, 'agent.sock'))
    await new Promise((resolve) => server.once('listening', resolve))
    const before = await count(world.asking)
    const refused = await added(root)
    assert.deepEqual([refused.code, refused.json.code], [64, 'WRONG_USE'])
    assert.match(String(refused.json.message), /agent\.sock \(socket\)/)
    assert.equal(await count(world.asking), before)
    const taken = await added(root, '--leave-out-special')
    server.close()
    assert.deepEqual(taken.json.leftOut, [{ path: 'agent.sock', kind: 'socket' }])
    assert.equal((await added(await made({}))).code, 64)
  })

  it('takes no content in twice, also where an intake broke off', async () => {
    const same = randomBytes(3_000)
    const root = await made({ a: same, 'b/a': same, c: randomBytes(3_000) })
    // An intake that broke off left deposits and no manifest.
    assert.equal((await added(join(root, 'c'))).code, 0)
    const before = await count(world.asking)
    const { json } = await added(root)
    assert.deepEqual([json.files, json.known], [3, 2])
    assert.equal(await count(world.asking), before + 2)
    const { files } = await manifestOf(String(json.deposit))
    assert.equal(files[0]?.deposit, files[1]?.deposit)
  })

  it('comes to the other State with all its files in as many messages as that takes, and is written back there', async () => {
    const content = Object.fromEntries(
      Array.from({ length: 230 }, (_, at) => [`part-${at % 7}/${at}.bin`, randomBytes(at)]),
    )
    const root = await made(content)
    await utimes(
      join(root, 'part-3/3.bin'),
      new Date('2021-05-06T07:08:09Z'),
      new Date('2021-05-06T07:08:09Z'),
    )
    const { json } = await added(root)
    const manifest = String(json.deposit)
    const act = ['act', request, 'supplement', '--officer', 'Example-A', '--approver', 'Example-B', '--json']
    const words = [...act, '--set', 'text=A folder.', '--hand-over', `E1=${manifest}`, '--with-files']
    const sent = await run(world.asking, ...words)
    assert.equal(sent.code, 0, sent.beside)
    assert.equal((sent.json.messages as object[]).length, 2)
    const target = join(folder, 'received')
    const early = await saved(world.answering, manifest, target)
    assert.notEqual(early.code, 0)
    await until('all files are whole', async () => {
      const rows = await world.answering.node.node.db.selectFrom('exhibit_deposit').select('status').execute()
      return rows.length === 231 && rows.every(({ status }) => status === 'whole')
    })
    const { code, beside, json: told } = await saved(world.answering, manifest, target)
    assert.equal(code, 0, beside)
    assert.deepEqual([told.files, told.name], [230, 'extracted'])
    for (const [path, bytes] of Object.entries(content))
      assert.ok((await readFile(join(target, path))).equals(bytes), path)
    assert.equal((await stat(join(target, 'part-3/3.bin'))).mtime.toISOString(), '2021-05-06T07:08:09.000Z')
    const again = await saved(world.answering, manifest, target)
    assert.deepEqual([again.code, again.json.code], [65, 'EXHIBIT_TARGET_EXISTS'])
    // Said once more, only the manifest goes: the files are there.
    const repeated = await run(world.asking, ...words)
    assert.equal(repeated.code, 0, repeated.beside)
    assert.equal(repeated.json.messages, undefined)
    const none = await run(world.asking, ...act, '--set', 'text=x', '--with-files')
    assert.equal(none.code, 64)
  })

  it('is saved only where its manifest leads nowhere else, and agrees with the files', async () => {
    const root = await made({ 'a.txt': randomBytes(100), 'b.txt': randomBytes(100) })
    const { json } = await added(root)
    const manifest = await manifestOf(String(json.deposit))
    const { node } = world.asking.node
    const changed = async (change: (files: ExhibitManifest['files']) => unknown): Promise<string> => {
      const files = structuredClone(manifest.files)
      change(files)
      const bytes = Buffer.from(canonicalBytes({ ...manifest, files }))
      const order = { name: 'm', person: 'Example-A', authority: 'vn.spp', mediaType: manifestMediaType }
      const taken = await takeInExhibit(node, Readable.from([bytes]), order)
      assert.ok(taken.ok)
      const target = join(folder, randomBytes(6).toString('hex'))
      const { json: told } = await saved(world.asking, taken.announcement.deposit, target)
      assert.ok(!(await readdir(folder)).some((name) => target.endsWith(name) || name.endsWith('.part')))
      return String(told.code)
    }
    const renamed = (path: string) => (files: ExhibitManifest['files']) =>
      Object.assign(files[0] ?? {}, { path })
    for (const path of [
      '../out',
      'x/../../out',
      '/etc/x',
      'x\\..\\y',
      './a',
      'CON',
      'a.txt.',
      'B.txt',
      'b.txt/c',
      'x//y',
    ])
      assert.equal(await changed(renamed(path)), 'EXHIBIT_MANIFEST_INVALID', path)
    assert.equal(
      await changed((files) => Object.assign(files[0] ?? {}, { sha256: '0'.repeat(64) })),
      'EXHIBIT_MANIFEST_INVALID',
    )
    const deposit = '5d0f6f0e-5a3c-4d0e-9d55-2b8b7a1c9e10'
    assert.equal(await changed((files) => Object.assign(files[0] ?? {}, { deposit })), 'EXHIBIT_UNKNOWN')
  })
})
