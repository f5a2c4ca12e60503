import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { manifestMediaType } from '../../src/exhibit/manifest.ts'
import type { TreeFile } from '../../src/exchange/exhibits/folderFiles.ts'
import { takeInExhibit } from '../../src/exchange/exhibits/takeIn.ts'
import { takeInFolder } from '../../src/exchange/exhibits/takeInFolder.ts'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import { canonicalBytes } from '../../src/message/canonical.ts'
import type { ExhibitManifest } from '../../src/message/generated/types.ts'
import { builtProgram } from '../../src/packageFolder.ts'
import { ExhibitStoreUnavailable } from '../../src/store/exhibits/exhibitStore.ts'
import { findDeposit } from '../../src/store/exhibits/deposits.ts'
import { carriers } from '../support/link.ts'
import { agreed, logOf, opened } from '../support/talk.ts'
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

  const { smallBytesMax, together } = exchangeLimits.exhibits.intake
  const sealedFiles = async (): Promise<string[]> => {
    const at = join(world.asking.config.dataFolder, 'exhibits')
    const entries = await readdir(at, { recursive: true, withFileTypes: true })
    return entries.flatMap((one) => (one.isFile() && /^[0-9a-f]{64}$/.test(one.name) ? [one.name] : []))
  }

  it('is noted many files in one transaction, each with an entry of its own', async () => {
    const count = together.itemsMax + 20
    const content = Object.fromEntries(
      Array.from({ length: count }, (_, at) => [`${at}.bin`, randomBytes(500)]),
    )
    const root = await made({ ...content, large: randomBytes(smallBytesMax + 1) })
    const { json, beside, code } = await added(root)
    assert.equal(code, 0, beside)
    const { files } = await manifestOf(String(json.deposit))
    assert.equal(files.length, count + 1)
    const { db } = world.asking.node.node
    const ids = files.map(({ deposit }) => deposit)
    const { rows } = await sql<{ id: string; transaction: string; sealed: string }>`
      select id, xmin::text as transaction, encode(sealed_sha256, 'hex') as sealed from exhibit_deposit
      where id = any(${ids}::uuid[])`.execute(db)
    assert.equal(rows.length, count + 1)
    assert.equal(new Set(rows.map(({ transaction }) => transaction)).size, 3)
    const told = (await logOf(db)).filter(({ evt }) => evt === 'exhibit.taken').map(({ digest }) => digest)
    for (const { sealed } of rows) assert.equal(told.filter((digest) => digest === sealed).length, 1)
    for (const { path, deposit } of files.slice(0, 3)) {
      const target = join(folder, randomBytes(6).toString('hex'))
      assert.equal((await saved(world.asking, deposit, target)).code, 0)
      assert.deepEqual(await readFile(target), content[path])
    }
  })

  it('is taken in but for files that are bad, each of which is told, and goes on when they are right', async () => {
    const { node } = world.asking.node
    const file = (name: string, bytes: number, source: () => AsyncIterable<Uint8Array>): TreeFile => ({
      path: Buffer.from(name),
      bytes,
      modified: new Date(),
      open: () => Promise.resolve({ source: source(), close: () => Promise.resolve() }),
    })
    const good = (name: string, bytes: Buffer): TreeFile =>
      file(name, bytes.length, () => Readable.from([bytes]))
    const broken = async function* (): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(randomBytes(10))
      throw new Error('EIO: the stick has gone')
    }
    const whole = [1, 2, 3].map((place) => good(`${place}.txt`, randomBytes(100)))
    const large = good('z-large', randomBytes(smallBytesMax + 10))
    const grown = file('grown', 10, () => Readable.from([randomBytes(smallBytesMax), randomBytes(1)]))
    let openings = 0
    const slightly: TreeFile = {
      ...file('grown-slightly', 137, () => Readable.from([])),
      open() {
        openings += 1
        return Promise.resolve({ source: Readable.from([randomBytes(138)]), close: () => Promise.resolve() })
      },
    }
    const bad = [file('a-small', 100, broken), file('y-large', smallBytesMax + 1, broken)]
    const tree = (files: readonly TreeFile[]) => ({ name: 'tree', files, folders: [], leftOut: [] })
    const failed: string[] = []
    const order = {
      name: 'tree',
      person: 'Example-A',
      authority: 'vn.spp',
      onFailed: (path: string, why: string) => failed.push(`${path} ${why}`),
    }
    const before = await count(world.asking)
    const all = [bad[0], ...whole, bad[1], large, grown, slightly].flatMap((one) => one ?? [])
    await assert.rejects(takeInFolder(node, tree(all), order), /the stick has gone/)
    assert.deepEqual(failed, ['a-small EIO: the stick has gone', 'y-large EIO: the stick has gone'])
    assert.equal(await count(world.asking), before + 6)
    assert.equal(openings, 2, 'what has grown is no part of a batch, and is taken in alone')
    const taken = await takeInFolder(node, tree([...whole, large]), order)
    assert.ok(taken.ok)
    assert.deepEqual([taken.manifest.files.length, taken.known], [4, 4])
    // A file of which the source is not here is refused before anything is written, and so is the rest; that is told, for what
    // is wrong with one of the files is not what stands in the way.
    const derivedFrom = crypto.randomUUID()
    const given = tree([...bad.slice(0, 1), ...whole, large])
    const refused = await takeInFolder(node, given, { ...order, derivedFrom })
    const detail = `${derivedFrom}; 5 of 5 files are not taken in`
    assert.deepEqual(refused, { ok: false, code: 'EXHIBIT_UNKNOWN', detail })
  })

  it('waits for nothing where the place of the files cannot be asked any more what is there', async () => {
    const { node } = world.asking.node
    const file = (name: string, bytes: Buffer): TreeFile => ({
      path: Buffer.from(name),
      bytes: bytes.length,
      modified: new Date(),
      open: () => Promise.resolve({ source: Readable.from([bytes]), close: () => Promise.resolve() }),
    })
    const tree = (files: readonly TreeFile[]) => ({ name: 'tree', files, folders: [], leftOut: [] })
    const order = { name: 'tree', person: 'Example-Away', authority: 'vn.spp' }
    const known = [file('small', randomBytes(1_000)), file('large', randomBytes(smallBytesMax + 1))]
    assert.ok((await takeInFolder(node, tree(known), order)).ok)
    let tellAsked = (): void => undefined
    const asked = new Promise<void>((resolve) => (tellAsked = resolve))
    const away = Object.create(node, {
      exhibits: {
        value: Object.create(node.exhibits, {
          sizeOf: {
            value: () => {
              tellAsked()
              return Promise.reject(new ExhibitStoreUnavailable('the bucket is away'))
            },
          },
        }) as typeof node.exhibits,
      },
    }) as typeof node
    // Of one content, so that the second batch waits for what comes of the first.
    const same = randomBytes(smallBytesMax)
    const inBatch = together.bytesMax / smallBytesMax
    const first = Array.from({ length: inBatch - 1 }, (_, at) => file(`${at}`, same))
    const last = file('z', same)
    const second: TreeFile = { ...last, open: () => asked.then(() => last.open()) }
    const files = [...first, ...known.slice(0, 1), second]
    for (const given of [files, known.slice(1)]) {
      const told = `${given.length} of ${given.length} files are not taken in`
      assert.deepEqual(await takeInFolder(away, tree(given), order), {
        ok: false,
        code: 'EXHIBIT_STORE_UNAVAILABLE',
        detail: `the bucket is away; ${told}`,
      })
      const refused = (await logOf(node.db)).findLast(({ evt }) => evt === 'act.refused')
      assert.equal(refused?.code, 'EXHIBIT_STORE_UNAVAILABLE')
    }
  })

  describe('of which the intake is killed', () => {
    let child: ChildProcess | undefined
    afterEach(() => child?.kill('SIGKILL'))
    const started = (path: string): ChildProcess => {
      const { config } = world.asking
      child = spawn(process.execPath, [builtProgram, 'exhibit', 'add', path, '--as', 'Example-A'], {
        env: {
          PATH: process.env.PATH,
          ROGATORY_DATA: config.dataFolder,
          ROGATORY_PASSPHRASE_FILE: config.passphraseFile,
          DATABASE_URL: config.databaseUrl,
        },
        stdio: 'ignore',
      })
      return child
    }
    const killed = async (running: ChildProcess): Promise<void> => {
      const gone = once(running, 'exit')
      running.kill('SIGKILL')
      await gone
    }

    it('loses batches of which nobody was told, and goes on with what it had', async () => {
      const { db } = world.asking.node.node
      const lost = together.batchesAtOnceMax * together.itemsMax
      const length = 4 * together.itemsMax
      const root = await made(
        Object.fromEntries(Array.from({ length }, (_, at) => [`${at}.bin`, randomBytes(300)])),
      )
      const [rows, files] = [await count(world.asking), (await sealedFiles()).length]
      await db.transaction().execute(async (trx) => {
        // Whoever inserts a row waits.
        await sql`lock table exhibit_deposit in share mode`.execute(trx)
        const running = started(root)
        await until('files are kept', async () => (await sealedFiles()).length > files)
        await killed(running)
      })
      const strays = (await sealedFiles()).length - files
      assert.ok(strays > 0 && strays <= lost, `${strays} files that nothing opens`)
      assert.equal(await count(world.asking), rows)
      const running = started(root)
      await until('files are noted', async () => (await count(world.asking)) > rows)
      await killed(running)
      const noted = (await count(world.asking)) - rows
      const here = new Set(await sealedFiles())
      assert.ok(here.size - files - strays - noted <= lost)
      const deposits = await db
        .selectFrom('exhibit_deposit')
        .select(['sealed_sha256', 'sealed_bytes'])
        .execute()
      const told = (await logOf(db)).flatMap(({ evt, digest }) => (evt === 'exhibit.taken' ? [digest] : []))
      for (const { sealed_sha256, sealed_bytes } of deposits) {
        const sha256 = sealed_sha256.toString('hex')
        const place = join(world.asking.config.dataFolder, 'exhibits', sha256.slice(0, 2), sha256)
        assert.equal((await stat(place)).size, sealed_bytes)
        assert.equal(told.filter((one) => one === sha256).length, 1)
      }
      const { json, code, beside } = await added(root)
      assert.equal(code, 0, beside)
      assert.deepEqual([json.files, json.known], [length, Math.min(noted, length)])
    }).timeout(120_000)
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
    // No receipt comes in time: all messages are queued before the first is waited for, and what is queued is told.
    world.answering.link.carry = carriers.nothing
    // And no file comes yet once the messages arrive.
    world.asking.link.up = false
    const sent = await run(world.asking, ...words, '--wait', '1')
    assert.deepEqual([sent.code, sent.json.code, sent.json.notQueued], [69, 'RECEIPT_PENDING', 0])
    assert.equal((sent.json.messages as object[]).length, 2)
    world.answering.link.carry = carriers.faithfully
    const target = join(folder, 'received')
    const early = await saved(world.answering, manifest, target)
    assert.notEqual(early.code, 0)
    world.asking.link.up = true
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
