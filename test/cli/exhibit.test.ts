import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { openGivenFile } from '../../src/cli/exhibitFile.ts'
import { bytesInWords, progressInWords, progressOn } from '../../src/cli/progress.ts'
import { sweepExhibits } from '../../src/exchange/exhibits/sweep.ts'
import { builtProgram } from '../../src/packageFolder.ts'
import { logOf } from '../support/talk.ts'
import { type World, twoStates, until } from '../support/world.ts'
import { run, runProcess } from './commandLine.ts'

describe('rogatory exhibit', () => {
  let world: World
  let folder: string
  before(async () => {
    world = await twoStates()
    folder = await mkdtemp(join(tmpdir(), 'rogatory-exhibit-'))
  })
  after(async () => {
    await world.close()
    await rm(folder, { recursive: true })
  })

  const file = async (bytes: Uint8Array, name = randomBytes(6).toString('hex')): Promise<string> => {
    await writeFile(join(folder, name), bytes)
    return join(folder, name)
  }
  const added = async (path: string, ...words: string[]) =>
    await run(world.asking, 'exhibit', 'add', path, '--as', 'Example-A', '--json', ...words)
  const kept = async (): Promise<string[]> => {
    const at = join(world.asking.config.dataFolder, 'exhibits')
    const entries = await readdir(at, { recursive: true, withFileTypes: true })
    return entries.filter((entry) => entry.isFile()).map(({ name, parentPath }) => join(parentPath, name))
  }

  it('takes a file in, lists it and saves it, and the log tells of each', async () => {
    const bytes = randomBytes(50_000)
    const path = await file(bytes, 'CON')
    const { code, json, beside } = await added(path)
    assert.equal(code, 0, beside)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    assert.deepEqual([json.name, json.bytes, json.sha256], ['_CON', 50_000, sha256])
    const list = await run(world.asking, 'exhibit', 'list', '--as', 'Example-A', '--json')
    const [first] = list.json.exhibits as Record<string, unknown>[]
    assert.deepEqual([first?.deposit, first?.status, first?.sha256], [json.deposit, 'whole', sha256])
    assert.ok(!JSON.stringify(list.json).includes((json.sealed as { key: string }).key))
    const inWords = await run(world.asking, 'exhibit', 'list', '--as', 'Example-A')
    assert.match(inWords.out, /whole .* 48\.8 KiB {2}application\/octet-stream {2}_CON/)
    const target = join(folder, 'saved')
    const save = [
      'exhibit',
      'save',
      String(json.deposit),
      target,
      '--as',
      'Example-A',
      '--reason',
      'a hearing',
    ]
    const saved = await run(world.asking, ...save, '--json')
    assert.equal(saved.code, 0, saved.beside)
    assert.deepEqual(await readFile(target), bytes)
    assert.equal((await stat(target)).mode & 0o777, 0o600)
    const again = await run(world.asking, ...save, '--json')
    assert.deepEqual([again.code, again.json.code], [65, 'EXHIBIT_TARGET_EXISTS'])
    const events = (await logOf(world.asking.node.node.db)).map(({ evt }) => evt)
    assert.deepEqual(
      events.filter((evt) => evt.startsWith('exhibit.') || evt === 'act.refused'),
      ['exhibit.taken', 'exhibit.listed', 'exhibit.listed', 'exhibit.opened', 'act.refused'],
    )
  })

  it('takes in what comes on standard input, under the name that it is given', async () => {
    const passphrase = { ROGATORY_PASSPHRASE_FILE: world.asking.config.passphraseFile }
    Object.assign(process.env, passphrase)
    const words = ['exhibit', 'add', '-', '--as', 'Example-A', '--json']
    const nameless = await runProcess(world.asking, words, 'some words')
    const { code, json, beside } = await runProcess(
      world.asking,
      [...words, '--name', 'notes.html'],
      'some words',
    )
    delete process.env.ROGATORY_PASSPHRASE_FILE
    assert.deepEqual([nameless.code, nameless.json.code], [64, 'WRONG_USE'])
    assert.equal(code, 0, beside)
    assert.deepEqual([json.name, json.mediaType, json.bytes], ['notes.html', 'text/plain', 10])
  })

  it('takes in no folder without a file, nothing that is not there, and asks for a reason', async () => {
    await mkdir(join(folder, 'a-folder'))
    for (const path of [join(folder, 'a-folder'), join(folder, 'nothing'), '/dev/null']) {
      const { code, json } = await added(path)
      assert.deepEqual([code, json.code], [64, 'WRONG_USE'])
    }
    assert.match(String((await added(join(folder, 'a-folder'))).json.message), /has no files/)
    const save = ['exhibit', 'save', crypto.randomUUID(), join(folder, 'none'), '--json']
    assert.equal((await run(world.asking, ...save)).code, 64)
    assert.equal((await run(world.asking, ...save, '--reason', ' ')).code, 64)
    assert.equal((await run(world.asking, ...save, '--reason', 'why')).json.code, 'EXHIBIT_UNKNOWN')
    assert.equal((await added(await file(randomBytes(5)), '--authority', 'vn.none')).code, 64)
  })

  it('takes no file in that is written to while it is read', async () => {
    const path = await file(randomBytes(3_000_000))
    const given = await openGivenFile(path)
    await assert.rejects(
      async () => {
        for await (const piece of given.source)
          if (piece.length > 0) await writeFile(path, randomBytes(3_000_000))
      },
      { code: 'FILE_CHANGED' },
    )
    await given.close()
    // One that grows is not read on: a small one would be so in small pieces, to an end that may never come.
    const small = await file(Buffer.alloc(0))
    const grown = await openGivenFile(small)
    await writeFile(small, randomBytes(1_000))
    const pieces: Uint8Array[] = []
    await assert.rejects(
      async () => {
        for await (const piece of grown.source) pieces.push(piece)
      },
      { code: 'FILE_CHANGED' },
    )
    assert.deepEqual(pieces, [])
    await grown.close()
  })

  describe('that is killed', () => {
    let child: ChildProcess | undefined
    afterEach(() => child?.kill('SIGKILL'))

    const started = (...words: string[]): ChildProcess => {
      const { config } = world.asking
      child = spawn(process.execPath, [builtProgram, 'exhibit', 'add', ...words, '--as', 'Example-A'], {
        env: {
          PATH: process.env.PATH,
          ROGATORY_DATA: config.dataFolder,
          ROGATORY_PASSPHRASE_FILE: config.passphraseFile,
          DATABASE_URL: config.databaseUrl,
        },
        stdio: ['pipe', 'ignore', 'ignore'],
      })
      return child
    }
    const killed = async (running: ChildProcess): Promise<void> => {
      const gone = once(running, 'exit')
      running.kill('SIGKILL')
      await gone
    }
    const deposits = async (): Promise<number> =>
      (await world.asking.node.node.db.selectFrom('exhibit_deposit').select('id').execute()).length

    it('while it reads has taken nothing in', async () => {
      const [rows, files] = [await deposits(), await kept()]
      const running = started('-', '--name', 'half')
      running.stdin?.write(randomBytes(100_000))
      await until('a draft is there', async () => (await kept()).length > files.length)
      await killed(running)
      const left = (await kept()).filter((path) => !files.includes(path))
      assert.equal(left.length, 1)
      assert.match(left[0] ?? '', /incoming/)
      assert.equal(await deposits(), rows)
    })

    it('between the file and its row leaves a file that nothing opens, and that the sweep removes', async () => {
      const { node } = world.asking.node
      const [rows, files] = [await deposits(), await kept()]
      const path = await file(randomBytes(100_000))
      const isKept = async (): Promise<string | undefined> =>
        (await kept()).find((found) => !found.includes('incoming') && !files.includes(found))
      await node.db.transaction().execute(async (trx) => {
        // Whoever inserts a row waits.
        await sql`lock table exhibit_deposit in share mode`.execute(trx)
        const running = started(path)
        await until('the file is kept', async () => (await isKept()) !== undefined)
        await killed(running)
      })
      const orphan = (await isKept()) ?? ''
      assert.equal(await deposits(), rows)
      const long = new Date(Date.now() - 25 * 3_600_000)
      await utimes(orphan, long, long)
      assert.equal(await sweepExhibits(node), 1)
      assert.ok(!(await kept()).includes(orphan))
    })
  })

  it('tells how far it is, on a terminal only', () => {
    const lines: string[] = []
    let now = 0
    const progress = progressOn({ progress: (line) => void lines.push(line) }, 4 * 2 ** 20, () => now)
    for (const step of [100, 500, 700, 1_100]) {
      now = step
      progress.passed(2 ** 20)
    }
    progress.end()
    assert.deepEqual(lines, [
      '2.0 MiB of 4.0 MiB (50 %), 4.0 MiB/s, 1 s left',
      '4.0 MiB of 4.0 MiB (100 %), 3.6 MiB/s, 0 s left',
      '',
    ])
    const silent = progressOn({}, null)
    silent.passed(1)
    silent.end()
    assert.equal(
      progressInWords(3 * 2 ** 30, 60 * 2 ** 30, 20_000),
      '3.0 GiB of 60.0 GiB (5 %), 153.6 MiB/s, 6 min 20 s left',
    )
    assert.equal(progressInWords(2 ** 44, null, 1000), '16.0 TiB, 16.0 TiB/s')
    assert.deepEqual([0, 1, 1023, 1536].map(bytesInWords), ['0 bytes', '1 bytes', '1023 bytes', '1.5 KiB'])
  })
})
