import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { packageFolder } from '../../src/packageFolder.ts'
import { openDatabase } from '../../src/store/database.ts'
import { openEmbedded } from '../../src/store/embedded/server.ts'
import { migrate } from '../../src/store/migrations/migrate.ts'

/** Where the tests of a run find their server, and the database in it that each of theirs is copied from. */
export interface TestServer {
  /** The address of one of its databases. */
  readonly urlOf: (database: string) => string
  readonly template: string
}

/** The processes in which mocha runs the test files inherit these from the one that has started the server. */
const variables = {
  url: 'MOCHA_DATABASE_SERVER',
  template: 'MOCHA_DATABASE_TEMPLATE',
  folder: 'MOCHA_RUN_FOLDER',
} as const

let stop: () => Promise<void> = () => Promise.resolve()

/** The server of this run of the tests. */
export function testServer(): TestServer {
  const url = process.env[variables.url]
  const template = process.env[variables.template]
  if (url === undefined || template === undefined)
    throw new Error('mocha has not loaded test/support/server.ts')
  return { urlOf: (database) => urlIn(url, database), template }
}

/** A folder that lives as long as this run of the tests, for what several test files share. */
export function runFolder(): string {
  const folder = process.env[variables.folder]
  if (folder === undefined) throw new Error('mocha has not loaded test/support/server.ts')
  return folder
}

/**
 * Runs once, before all tests: builds the command that some of them start as a process, and has the server at
 * `DATABASE_URL` where that is set, else an embedded one that lives as long as this run, with a database in it that
 * has all tables and nothing in them.
 */
export async function mochaGlobalSetup(): Promise<void> {
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: packageFolder, stdio: 'inherit' })
  await startTestServer()
}

/** Has the server without the command: for whoever needs no more. `mochaGlobalTeardown` ends it. */
export async function startTestServer(): Promise<void> {
  const given = process.env.DATABASE_URL ?? ''
  const folder = await mkdtemp(join(tmpdir(), 'rogatory-run-'))
  const { url, close } =
    given === '' ? await startEmbedded(folder) : { url: given, close: () => Promise.resolve() }
  const template = `rogatory_template_${randomBytes(6).toString('hex')}`
  await onServer(urlIn(url, 'postgres'), (client) =>
    client.query(`create database ${template} template template0`),
  )
  const { db, close: closeTemplate } = await openDatabase({ url: urlIn(url, template) })
  await migrate(db)
  await closeTemplate()
  process.env[variables.folder] = folder
  process.env[variables.url] = url
  process.env[variables.template] = template
  stop = async () => {
    await onServer(urlIn(url, 'postgres'), (client) => client.query(`drop database ${template} with (force)`))
    await close()
    await rm(folder, { recursive: true })
  }
}

/** Runs once, after all tests. */
export async function mochaGlobalTeardown(): Promise<void> {
  await stop()
}

/** Does something on a connection of its own, and gives what came of it. */
export async function onServer<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function startEmbedded(
  folder: string,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = await openEmbedded(join(folder, 'server'))
  const url = `postgres://rogatory@localhost/postgres?host=${encodeURIComponent(String(server.connection.host))}`
  await onServer(url, async (client) => {
    for (const setting of ['fsync', 'full_page_writes', 'synchronous_commit'])
      await client.query(`alter system set ${setting} = off`)
    await client.query('select pg_reload_conf()')
  })
  return {
    url,
    close: () => server.close(),
  }
}

function urlIn(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}
