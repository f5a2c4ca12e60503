import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Files, bundlePaths } from '../../src/audit/bundle/layout.ts'
import { folderSizes, sizeCounter } from '../../src/audit/bundle/sizes.ts'
import { readBundle, writeBundle } from '../../src/cli/folder.ts'
import { CommandFailure } from '../../src/cli/outcome.ts'
import { bothBundles, busyWorld } from '../support/busyWorld.ts'
import { exportPaper } from '../support/paperBundle.ts'
import { runAnywhere } from './commandLine.ts'

interface Shown {
  readonly exit: number
  readonly findings: readonly { readonly object: string; readonly what: string }[]
}

describe('a bundle as it lies in a folder', () => {
  let folder: string
  let files: Files
  let copies = 0
  const deep = Array.from({ length: 12 }, () => 'd'.repeat(200))
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rogatory-folder-'))
    files = bothBundles(await busyWorld())[0]?.files ?? new Map<string, Uint8Array>()
    await writeBundle(join(folder, 'good'), files)
  })
  after(() => rm(folder, { recursive: true }))

  /** A copy of the good bundle, to be damaged. */
  async function copy(): Promise<string> {
    copies += 1
    const path = join(folder, `copy-${copies}`)
    await cp(join(folder, 'good'), path, { recursive: true })
    return path
  }

  /** Verifies it by the command and returns the exit code, which the report repeats, and the objects that are named. */
  async function verified(path: string): Promise<{ exit: number; objects: readonly string[] }> {
    const { code, json, beside } = await runAnywhere(['verify', path, '--json'])
    const { exit, findings } = json as unknown as Shown
    assert.equal(code, exit, beside)
    return { exit, objects: findings.map(({ object }) => object) }
  }

  it('leaves nothing behind where it cannot be written', async () => {
    const odd = new Map([...files, ['requests', Buffer.of()], ['requests/of/another', Buffer.of()]])
    const parent = await mkdtemp(join(folder, 'failing-'))
    await assert.rejects(writeBundle(join(parent, 'bundle'), odd), /EISDIR|ENOTDIR|EEXIST/)
    assert.deepEqual(await readdir(parent), [])
  })

  it('is read as it was written', async () => {
    assert.deepEqual(await readBundle(join(folder, 'good')), new Map([...files].sort()))
    assert.deepEqual(await verified(join(folder, 'good')), { exit: 0, objects: [] })
  })

  it('holds one file too many where a backslash makes a name look like that of another', async () => {
    const request = [...files.keys()].find((path) => path.startsWith('record/'))?.split('/')[1] ?? ''
    for (const name of [
      'keys\\log.vkey',
      `record\\${request}\\0001.jws`,
      `record/${request}\\0001.jws`,
      'tile\\entries\\000.p\\1',
    ]) {
      const path = await copy()
      await writeFile(join(path, name), files.get(name.replaceAll('\\', '/')) ?? 'x')
      const { exit, objects } = await verified(path)
      assert.deepEqual([exit, objects[0]], [30, name])
    }
  })

  it('is not made whole by a file whose name has backslashes', async () => {
    const path = await copy()
    await writeFile(join(path, 'keys\\log.vkey'), files.get('keys/log.vkey') ?? '')
    await rm(join(path, 'keys'), { recursive: true })
    const { exit, objects } = await verified(path)
    assert.deepEqual([exit, objects[0]], [30, 'keys/log.vkey'])
  })

  it('is never left by a link, be it to a file, to a folder, to itself or to nothing', async () => {
    for (const target of ['/etc/hostname', '/usr', '.', '..', 'nowhere', 'checkpoint']) {
      const path = await copy()
      await symlink(target, join(path, 'record', 'link'))
      const { exit, objects } = await verified(path)
      assert.deepEqual([exit, objects[0]], [30, 'record/link/ (no plain file)'], target)
      assert.ok(objects.length <= 2, target)
    }
  })

  it('lacks a file in whose place a link stands', async () => {
    const path = await copy()
    await rm(join(path, 'checkpoint'))
    await symlink(join(folder, 'good', 'checkpoint'), join(path, 'checkpoint'))
    const { exit, objects } = await verified(path)
    assert.deepEqual([exit, objects[0]], [30, 'checkpoint'])
  })

  it('holds a strange file where a name is not UTF-8, be it of a file or of a folder', async () => {
    const path = await copy()
    await writeFile(Buffer.from(`${path}/note-\xff.txt`, 'latin1'), 'x')
    await mkdir(Buffer.from(`${path}/tile/\xfe`, 'latin1'))
    const { exit, objects } = await verified(path)
    assert.equal(exit, 30)
    assert.deepEqual(
      [...objects].sort(),
      ['note-\ufffd.txt (its name is not UTF-8)', 'tile/\ufffd (its name is not UTF-8)'].sort(),
    )
  })

  it('holds a strange file where something cannot be read', async () => {
    const path = await copy()
    // Deeper than a path may be long: nobody can read that by its name, not even who may read everything.
    const [upper, lower] = [join(path, ...deep), join(folder, ...deep)]
    await mkdir(upper, { recursive: true })
    await mkdir(lower, { recursive: true })
    await rename(join(folder, 'd'.repeat(200)), join(upper, 'd'.repeat(200)))
    const { exit, objects } = await verified(path)
    assert.equal(exit, 30)
    assert.equal(objects.length, 1)
    assert.match(objects[0] ?? '', /^(d{200}\/)+ \(cannot be read\)$/)
    execFileSync('rm', ['-rf', path])
  })

  it('is good with a file of more than 64 MiB, whose lines are read one after the other', async () => {
    const world = await busyWorld()
    const large = exportPaper(world, world.vn, {
      cheat: (made) => {
        const line = made.get(bundlePaths.cosigned) ?? new Uint8Array()
        const spaces = Buffer.alloc(40 * 1024 * 1024, ' ')
        const one = Buffer.concat([line.subarray(0, -1), spaces, Buffer.from('\n')])
        made.set(bundlePaths.cosigned, Buffer.concat([one, one]))
      },
    })
    const path = join(folder, 'large-lines')
    await writeBundle(path, large)
    assert.deepEqual(await verified(path), { exit: 0, objects: [] })
    // One byte of it is another.
    large.get(bundlePaths.cosigned)?.fill(0x09, 30 * 1024 * 1024, 30 * 1024 * 1024 + 1)
    await writeFile(join(path, bundlePaths.cosigned), large.get(bundlePaths.cosigned) ?? '')
    assert.deepEqual(await verified(path), { exit: 40, objects: [bundlePaths.cosigned] })
    await rm(path, { recursive: true })
  })

  it('is refused as too large, and nothing is said against it, where one file is more than a bundle may have', async () => {
    const path = await copy()
    await truncate(join(path, bundlePaths.proofs), folderSizes.fileBytesMax + 1)
    const { code, json } = await runAnywhere(['verify', path, '--json'])
    assert.deepEqual([code, json.code], [64, 'BUNDLE_TOO_LARGE'])
    assert.match(String(json.message), /nothing of it was checked: proofs\.jsonl has 2147483648 bytes/)
  })

  it('has bounds of each file, of all together, and of their number', () => {
    const count = sizeCounter({ filesMax: 3, fileBytesMax: 10, totalBytesMax: 15 })
    assert.deepEqual(
      [count('a', 10), count('b', 6), count('c', 11), count('d', 0)],
      [
        null,
        'with b it holds more than 15 bytes',
        'c has 11 bytes, and a file may have 10',
        'with d it holds more than 3 files',
      ],
    )
  })

  it('is not written where it could not be read', async () => {
    const path = join(folder, 'too-large')
    const large = new Map([...files, [bundlePaths.proofs, new Uint8Array(folderSizes.fileBytesMax + 1)]])
    await assert.rejects(writeBundle(path, large), (reason) => {
      assert.ok(reason instanceof CommandFailure)
      assert.deepEqual([reason.exitCode, reason.code], [65, 'EXPORT_TOO_LARGE'])
      assert.match(reason.message, /proofs\.jsonl has 2147483648 bytes.*by request/)
      return true
    })
    await assert.rejects(readBundle(path), { code: 'NO_BUNDLE' })
  })

  it('is the same with folders that hold no file, of which a browser does not tell', async () => {
    const path = await copy()
    await mkdir(join(path, 'empty'))
    await mkdir(join(path, 'record/none/below'), { recursive: true })
    assert.deepEqual(await verified(path), { exit: 0, objects: [] })
  })

  it('is incomplete with what a computer leaves there by itself, which is named and is nobody’s act', async () => {
    const request = [...files.keys()].find((path) => path.startsWith('record/'))?.split('/')[1] ?? ''
    const path = await copy()
    const left = ['.DS_Store', `record/${request}/._0001.jws`, 'trust/desktop.ini', 'tile/Thumbs.db']
    for (const name of left) await writeFile(join(path, name), 'x')
    await mkdir(join(path, '__MACOSX'))
    await writeFile(join(path, '__MACOSX/anything'), 'x')
    const { exit, objects } = await verified(path)
    assert.deepEqual([exit, [...objects].sort()], [10, [...left, '__MACOSX/anything'].sort()])
    const { out } = await runAnywhere(['verify', path])
    assert.match(out, /your computer may have written it: take it out of a copy and check that again$/m)
    // Beside what does not hold it makes nothing better, and what is only called like it is strange.
    await writeFile(join(path, 'DS_Store'), 'x')
    assert.equal((await verified(path)).exit, 30)
  })

  it('is not where nothing of a bundle is: that is said of the place, and nothing of a State', async () => {
    const path = join(folder, 'photos')
    await mkdir(join(path, 'record'), { recursive: true })
    for (const name of ['photo.jpg', 'README', '.DS_Store', 'record/one.txt'])
      await writeFile(join(path, name), 'x')
    const { code, json } = await runAnywhere(['verify', path, '--json'])
    assert.deepEqual([code, json.code], [64, 'NO_BUNDLE'])
    assert.match(String(json.message), /there is no bundle where you said/)
    // The folder with the bundles of both sides in it.
    await cp(join(folder, 'good'), join(path, 'vn'), { recursive: true })
    const above = await runAnywhere(['verify', path, '--json'])
    assert.deepEqual([above.code, above.json.code], [64, 'NO_BUNDLE'])
    assert.match(String(above.json.message), /; but there is one in vn: name that$/)
    // A bundle of which nearly all was taken away is one.
    for (const name of ['checkpoint', 'trust/QA-1.jws']) {
      const rest = await copy()
      await rm(rest, { recursive: true })
      await mkdir(join(rest, 'trust'), { recursive: true })
      await writeFile(join(rest, name), files.get(name) ?? '')
      assert.ok((await verified(rest)).exit >= 30)
    }
  })
})
