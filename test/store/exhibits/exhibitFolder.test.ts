import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileThread } from '../../../src/packageFolder.ts'
import { openExhibitFolder } from '../../../src/store/exhibits/exhibitFolder.ts'
import type { ExhibitStore } from '../../../src/store/exhibits/exhibitStore.ts'

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

describe('the folder of sealed files', () => {
  let folder: string
  let exhibits: ExhibitStore
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'rogatory-exhibits-')), 'exhibits')
    exhibits = await openExhibitFolder(folder, fileThread)
  })
  afterEach(() => rm(join(folder, '..'), { recursive: true }))

  const kept = async (bytes: Buffer): Promise<string> => {
    const file = await exhibits.begin()
    for (let at = 0; at < bytes.length; at += 10_000) await file.write(bytes.subarray(at, at + 10_000))
    await file.keep(sha256(bytes))
    return sha256(bytes)
  }
  const inFolder = async (): Promise<string[]> => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
  }

  it('is open to nobody else', async () => {
    const name = await kept(randomBytes(10))
    const file = await exhibits.begin()
    const modes = await Promise.all(
      ['.', 'incoming', name.slice(0, 2), join(name.slice(0, 2), name)].map(
        async (path) => (await stat(join(folder, path))).mode & 0o777,
      ),
    )
    assert.deepEqual(modes, [0o700, 0o700, 0o700, 0o600])
    const [draft = ''] = await readdir(join(folder, 'incoming'))
    assert.equal((await stat(join(folder, 'incoming', draft))).mode & 0o777, 0o600)
    await file.drop()
  })

  it('takes away what was left more than a day ago, whichever process wrote it, and nothing that is younger', async () => {
    const incoming = join(folder, 'incoming')
    await mkdir(incoming, { recursive: true })
    for (const name of ['old', 'young']) await writeFile(join(incoming, name), 'x')
    const long = new Date(Date.now() - 25 * 3_600_000)
    await utimes(join(incoming, 'old'), long, long)
    await openExhibitFolder(folder, fileThread)
    assert.deepEqual(
      (await inFolder()).map((path) => path.split('/').at(-1)),
      ['young'],
    )
  })

  it('names what was kept before an instant', async () => {
    const [old, young] = [await kept(randomBytes(10)), await kept(randomBytes(10))]
    await utimes(join(folder, old.slice(0, 2), old), new Date(1000), new Date(1000))
    const found: string[] = []
    for await (const names of exhibits.keptBefore(new Date(2000))) found.push(...names)
    assert.deepEqual(found, [old])
    assert.notEqual(old, young)
  })
})
