import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSizes } from '../../src/audit/bundle/sizes.ts'
import { CommandFailure } from '../../src/cli/outcome.ts'
import { readZipFile } from '../../src/cli/zip/diskFile.ts'
import { type ZipFile, refuseUnusableFile, writeZip } from '../../src/cli/zip/writeZip.ts'
import { hostileZips } from '../support/hostileZips.ts'
import { rawZip } from '../support/rawZip.ts'

const modified = new Date('2027-03-01T09:00:00Z')

describe('a bundle in a zip file', () => {
  let folder: string
  let made = 0
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rogatory-zip-'))
  })
  after(async () => {
    await rm(folder, { recursive: true })
  })

  async function fileOf(bytes: Uint8Array): Promise<string> {
    made += 1
    const file = join(folder, `${made}.zip`)
    await writeFile(file, bytes)
    return file
  }

  async function* each(files: Iterable<ZipFile>): AsyncGenerator<ZipFile> {
    for (const file of files) yield await Promise.resolve(file)
  }

  for (const { said, bytes, code, exit } of hostileZips()) {
    it(`is refused with ${code} and ${exit}: ${said}`, async () => {
      const file = await fileOf(bytes)
      await assert.rejects(readZipFile(file), (reason) => {
        assert.ok(reason instanceof CommandFailure)
        assert.deepEqual([reason.exitCode, reason.code], [exit, code], reason.message)
        assert.equal(reason.message.includes('ask for it anew'), exit === 40)
        return true
      })
    })
  }

  it('comes back as it was written, whatever is in it', async () => {
    const files: ZipFile[] = [
      ['checkpoint', Buffer.from('one')],
      ['record/é/0001.jws', randomBytes(300_000)],
      ['empty', new Uint8Array()],
    ]
    const file = join(folder, 'written.zip')
    await writeZip(file, each(files), modified)
    const { files: read, beside } = await readZipFile(file)
    assert.deepEqual(
      [...read].map(([path, bytes]) => [path, Buffer.from(bytes)]),
      [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, bytes]) => [path, Buffer.from(bytes)]),
    )
    assert.equal(beside, null)
    assert.equal((await stat(file)).mode & 0o777, 0o600)
    const again = join(folder, 'again.zip')
    await writeZip(again, each(files), modified)
    assert.deepEqual(await readFile(again), await readFile(file))
  })

  it('is read out of the folder of a court bundle, and what lies beside by itself, within the same limits', async () => {
    const court = [
      { name: 'bundle/checkpoint', data: Buffer.from('one') },
      { name: 'bundle/' },
      { name: 'README', data: Buffer.from('two') },
      { name: 'Bundle/checkpoint' },
      { name: 'letters/' },
    ]
    const { files, beside } = await readZipFile(await fileOf(rawZip(court)))
    assert.deepEqual([...files.keys()], ['checkpoint'])
    assert.deepEqual(
      [...(beside ?? [])].map(([path, bytes]) => [path, Buffer.from(bytes).toString()]),
      [
        ['Bundle/checkpoint', ''],
        ['README', 'two'],
      ],
    )
    const bomb = { name: 'letters/bomb', method: 8, data: Buffer.alloc(10 * 1024 * 1024) }
    await assert.rejects(readZipFile(await fileOf(rawZip([...court, bomb]))), { code: 'ZIP_TOO_LARGE' })
  })

  it('is read out of one folder around all of it, as a desktop packs a folder, and of no other', async () => {
    const inside = async (names: readonly string[]) => {
      const read = await readZipFile(
        await fileOf(
          rawZip(names.map((name) => ({ name, data: Buffer.from(name.endsWith('/') ? '' : 'one') }))),
        ),
      )
      return [[...read.files.keys()], read.beside === null ? null : [...read.beside.keys()], read.bySystem]
    }
    const bundle = ['checkpoint', 'trust/VN-1.jws']
    const around = (names: readonly string[]) => names.map((name) => `bundle-vn/${name}`)
    assert.deepEqual(await inside(['bundle-vn/', ...around(bundle)]), [bundle, null, []])
    // What a desktop adds is named by where it lies, and stands around nothing.
    assert.deepEqual(
      await inside([...around([...bundle, '.DS_Store']), '__MACOSX/bundle-vn/._checkpoint', '.DS_Store']),
      [bundle, null, ['.DS_Store', '__MACOSX/bundle-vn/._checkpoint', 'bundle-vn/.DS_Store']],
    )
    const court = ['bundle/checkpoint', 'report.html']
    assert.deepEqual(await inside(around(court)), [['checkpoint'], ['report.html'], []])
    // `rogatory export --out bundle`, packed as a folder.
    assert.deepEqual(await inside(['bundle/', ...bundle.map((name) => `bundle/${name}`)]), [bundle, null, []])
    // A second folder, a file beside it, or a folder of the bundle itself: then it is what it says.
    for (const names of [
      [...around(bundle), 'bundle-qa/checkpoint'],
      [...around(bundle), 'note.txt'],
      around(around(bundle)).map((name) => `outer/${name}`),
      ['record/checkpoint', 'record/trust/VN-1.jws'],
    ])
      assert.deepEqual((await inside(names))[0], [...names].sort())
  })

  it('may hold a file of more than 64 MiB', async () => {
    const large = { name: 'proofs.jsonl', data: Buffer.alloc(70 * 1024 * 1024, 'one line after the other\n') }
    const { files } = await readZipFile(await fileOf(rawZip([{ name: 'checkpoint' }, large])))
    assert.ok(large.data.equals(files.get('proofs.jsonl') ?? Buffer.of()))
  })

  it('is written so that it can be read, whatever repeats itself in it, and not where it would be too large', async () => {
    const repeated = Buffer.concat([randomBytes(10_000), Buffer.alloc(8 * 1024 * 1024, 'a')])
    const even = Buffer.alloc(200_000, 'a')
    const file = join(folder, 'even.zip')
    await writeZip(
      file,
      each([
        ['even', even],
        ['repeated', repeated],
      ]),
      modified,
    )
    const { files } = await readZipFile(file)
    assert.ok(
      even.equals(files.get('even') ?? Buffer.of()) && repeated.equals(files.get('repeated') ?? Buffer.of()),
    )
    const large: ZipFile = ['bundle/proofs.jsonl', new Uint8Array(zipSizes.fileBytesMax + 1)]
    await assert.rejects(writeZip(join(folder, 'large.zip'), each([large]), modified), (reason) => {
      assert.ok(reason instanceof CommandFailure)
      assert.deepEqual([reason.exitCode, reason.code], [65, 'COURT_TOO_LARGE'])
      assert.match(reason.message, /bundle\/proofs\.jsonl has 2147483648 bytes/)
      return true
    })
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name.includes('large')),
      [],
    )
  })

  it('holds a link as a strange file, and of an empty folder nothing, as a folder does', async () => {
    const link = {
      name: 'record/link',
      data: Buffer.from('/etc/passwd'),
      externalAttributes: 0o120777 * 0x10000,
    }
    const { files } = await readZipFile(
      await fileOf(
        rawZip([{ name: 'checkpoint' }, link, { name: 'empty/' }, { name: 'full/' }, { name: 'full/one' }]),
      ),
    )
    assert.deepEqual(
      [...files],
      [
        ['checkpoint', 0],
        ['full/one', 0],
        ['record/link/ (no plain file)', 0],
      ].map(([path]) => [path, new Uint8Array()]),
    )
  })

  it('is there as a whole or not at all', async () => {
    const file = join(folder, 'half.zip')
    async function* failing(): AsyncGenerator<ZipFile> {
      yield await Promise.resolve(['checkpoint', Buffer.from('one')] as const)
      throw new Error('the disk is full')
    }
    await assert.rejects(writeZip(file, failing(), modified), /the disk is full/)
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name.includes('half')),
      [],
    )
  })

  it('is written beside another of the same name by whoever else writes it, and the first that is whole stays', async () => {
    const file = join(folder, 'twice.zip')
    async function* slower(): AsyncGenerator<ZipFile> {
      yield await Promise.resolve(['checkpoint', Buffer.from('one')] as const)
      // Meanwhile another process looks whether it may be written, and writes it.
      await refuseUnusableFile(file)
      await writeZip(file, each([['checkpoint', Buffer.from('other')]]), modified)
    }
    await assert.rejects(writeZip(file, slower(), modified), { code: 'FILE_EXISTS' })
    const { files } = await readZipFile(file)
    assert.deepEqual(
      [...files].map(([path, bytes]) => [path, Buffer.from(bytes).toString()]),
      [['checkpoint', 'other']],
    )
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name.includes('twice')),
      ['twice.zip'],
    )
  })

  it('takes the place of no file', async () => {
    const file = await fileOf(Buffer.from('mine'))
    await assert.rejects(writeZip(file, each([]), modified), { code: 'FILE_EXISTS' })
    assert.equal(await readFile(file, 'utf8'), 'mine')
    await assert.rejects(writeZip(join(folder, 'no/such/folder.zip'), each([]), modified), {
      code: 'FOLDER_UNUSABLE',
    })
  })
})
