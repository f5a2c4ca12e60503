import assert from 'node:assert/strict'
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { builtProgram } from '../../src/packageFolder.ts'
import { openNode } from '../../src/opening.ts'
import { makeIdentity } from '../../src/store/identity/make.ts'
import { createDatabase, dropDatabase } from '../../src/store/serverDatabases.ts'
import { newestTrustList } from '../../src/store/trustLists.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { testServer } from '../support/server.ts'
import { opened } from '../support/talk.ts'
import { type World, type WorldState, passphrase, silent, twoStates, until } from '../support/world.ts'
import { type Ran, runAnywhere } from '../cli/commandLine.ts'

/** The tables in a database. */
async function tablesIn(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public'`,
    )
    return rows.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

describe('a node and its database', () => {
  let world: World
  let qa: WorldState
  let folder: string
  /** A database that no node has ever used. */
  let empty: string
  let emptyName: string
  let fresh: TestDatabase

  before(async () => {
    world = await twoStates()
    qa = world.answering
    await opened(world)
    folder = await mkdtemp(join(tmpdir(), 'rogatory-database-'))
    emptyName = `rogatory_test_empty_${process.pid}`
    empty = await createDatabase(testServer().urlOf('postgres'), emptyName)
    fresh = await testDatabase()
  })
  after(async () => {
    await world.close()
    await fresh.close()
    await dropDatabase(testServer().urlOf('postgres'), emptyName)
    await rm(folder, { recursive: true })
  })

  const ran = (words: readonly string[], dataFolder: string, database: string | undefined): Promise<Ran> =>
    runAnywhere([...words, '--data', dataFolder, '--json'], {
      DATABASE_URL: database,
      ROGATORY_PASSPHRASE_FILE: qa.config.passphraseFile,
    })

  /** The data folder of QA as it was before its first start. */
  async function newFolder(): Promise<string> {
    const path = await mkdtemp(join(folder, 'node-'))
    await cp(join(qa.config.dataFolder, 'identity'), join(path, 'identity'), { recursive: true })
    await cp(join(qa.config.dataFolder, 'state.json'), join(path, 'state.json'))
    return path
  }

  it('belong together from the first start on', async () => {
    const id = await qa.node.node.db
      .selectFrom('setting')
      .select('value')
      .where('name', '=', 'database')
      .executeTakeFirstOrThrow()
    assert.equal((await readFile(join(qa.config.dataFolder, 'database'), 'utf8')).trim(), id.value)
    assert.equal((await ran(['inbox'], qa.config.dataFolder, qa.config.databaseUrl)).code, 0)
  })

  it('are not mixed up by a command, which leaves the other database as it was', async () => {
    for (const words of [['inbox'], ['trust', 'show'], ['export', '--out', join(folder, 'out')]]) {
      const { code, json } = await ran(words, qa.config.dataFolder, empty)
      assert.deepEqual([code, json.code], [64, 'DATABASE_OTHER'], words.join(' '))
      assert.match(String(json.message), /Set DATABASE_URL to the database that this node has used before/)
    }
    assert.deepEqual(await tablesIn(empty), [])
    const other = await ran(['inbox'], qa.config.dataFolder, fresh.url)
    assert.deepEqual([other.code, other.json.code], [64, 'DATABASE_OTHER'])
    assert.equal(await newestTrustList(fresh.db, 'QA'), null)
  })

  it('are not mixed up by a start', async () => {
    for (const databaseUrl of [empty, fresh.url]) {
      await assert.rejects(openNode({ ...qa.config, databaseUrl }, silent), { code: 'DATABASE_OTHER' })
    }
    assert.deepEqual(await tablesIn(empty), [])
    const another = await testDatabase()
    try {
      const theirs = { ...qa.config, dataFolder: await newFolder(), databaseUrl: another.url }
      await (await openNode(theirs, silent)).close()
      // Used by the same State, and yet not the database of this folder.
      await assert.rejects(openNode({ ...qa.config, databaseUrl: another.url }, silent), {
        code: 'DATABASE_OTHER',
      })
    } finally {
      await another.close()
    }
  })

  it('are not joined where the folder is a new one with other keys, also of the same State', async () => {
    const dataFolder = await newFolder()
    const theirs = { ...qa.config, dataFolder }
    await rm(join(dataFolder, 'identity'), { recursive: true })
    await makeIdentity({
      folder: join(dataFolder, 'identity'),
      passphrase,
      country: 'QA',
      organisation: 'QA (demonstration)',
      holder: 'urn:rogatory:node:qa',
      validFrom: new Date(Date.now() - 3_600_000),
    })
    await assert.rejects(openNode(theirs, silent), { code: 'DATABASE_OTHER', message: /with other keys/ })
    assert.ok(!existsSync(join(dataFolder, 'database')))
    // Another machine of the same node has the same keys.
    await (await openNode({ ...theirs, dataFolder: await newFolder() }, silent, 'read')).close()
  })

  it('are not parted where DATABASE_URL is forgotten: no embedded database is begun', async () => {
    const { code, json } = await ran(['inbox'], qa.config.dataFolder, undefined)
    assert.deepEqual([code, json.code], [64, 'DATABASE_OTHER'])
    const { dataFolder, host, port, passphraseFile, logLevel } = qa.config
    const config = { dataFolder, host, port, passphraseFile, logLevel }
    await assert.rejects(openNode(config, silent), { code: 'DATABASE_OTHER' })
    assert.ok(!existsSync(join(qa.config.dataFolder, 'postgres')))
  })

  it('are begun by a start, and by no command that reads or acts', async () => {
    const path = await newFolder()
    const act = ['act', 'x', 'withdraw', '--officer', 'Example-A']
    for (const words of [['inbox'], ['due'], ['outbox'], ['trust', 'show'], ['show', 'x'], act]) {
      for (const database of [empty, undefined]) {
        const { code, json } = await ran(words, path, database)
        assert.deepEqual([code, json.code], [64, 'DATABASE_UNKNOWN'], words.join(' '))
        assert.match(String(json.message), /start the node first with: rogatory serve --data/)
      }
    }
    assert.deepEqual(await tablesIn(empty), [])
    assert.ok(!existsSync(join(path, 'postgres')) && !existsSync(join(path, 'database')))
  })

  it('issue no trust list when somebody only reads', async () => {
    const before = await newestTrustList(qa.node.node.db, 'QA')
    const changed = await newFolder()
    await cp(join(qa.config.dataFolder, 'database'), join(changed, 'database'))
    const settings = join(changed, 'state.json')
    await writeFile(settings, (await readFile(settings, 'utf8')).replace('demonstration)', 'demonstration!)'))
    assert.equal((await ran(['inbox'], changed, qa.config.databaseUrl)).code, 0)
    assert.deepEqual(await newestTrustList(qa.node.node.db, 'QA'), before)
  })
})

describe('the demonstration world on a server', function () {
  this.timeout(180_000)
  let folder: string
  let child: ChildProcess | undefined
  const databases: string[] = []
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rogatory-world-server-'))
  })
  after(async () => {
    if (child?.exitCode === null) {
      const gone = new Promise((done) => child?.once('exit', done))
      child.kill('SIGTERM')
      await gone
    }
    for (const name of databases) await dropDatabase(testServer().urlOf('postgres'), name)
    await rm(folder, { recursive: true, force: true })
  })

  it('says what to try in lines that can be typed as they are', async () => {
    const server = testServer().urlOf('postgres')
    const data = join(folder, 'a world')
    let said = ''
    const port = String(20_000 + (process.pid % 20_000))
    child = spawn(process.execPath, [builtProgram, 'world', '--data', data, '--port', port], {
      env: { PATH: process.env.PATH, DATABASE_URL: server },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const hear = (text: Buffer): void => {
      said += text.toString('utf8')
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    await until('the world is open', () => said.includes('Stop with Ctrl-C.'), 120_000).catch(() => {
      assert.fail(said)
    })
    // Two nodes that pin each other are no trouble.
    assert.doesNotMatch(said, /has not told what it has|could not be fetched/)
    const lines = said.split('\n').filter((line) => / npx rogatory (inbox|show|act) /.test(line))
    assert.equal(lines.length, 3, said)
    for (const line of lines) {
      const [, name = ''] = /\/(rogatory_world_[a-z0-9_]+)/.exec(line) ?? []
      if (!databases.includes(name)) databases.push(name)
      const typed = line.replace('npx rogatory', `'${process.execPath}' '${builtProgram}'`)
      const { code, out } = await new Promise<{ code: unknown; out: string }>((done) => {
        const env = { PATH: process.env.PATH, PGPASSWORD: decodeURIComponent(new URL(server).password) }
        execFile('sh', ['-c', typed], { env }, (failure, text, beside) => {
          done({ code: failure === null ? 0 : failure.code, out: text + beside })
        })
      })
      assert.equal(code, 0, `${line}\n${out}`)
      assert.match(out, /VN-DEMO-2027-0001/)
    }
    assert.equal(databases.length, 2)
  })
})
