import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { builtProgram, packageFolder } from '../../src/packageFolder.ts'
import { openDatabase } from '../../src/store/database.ts'
import type { OtherSettings } from '../../src/store/embedded/process.ts'
import { openEmbedded } from '../../src/store/embedded/server.ts'
import { migrate } from '../../src/store/migrations/migrate.ts'
import { folderVariable, makeRunFolder } from './runFolder.ts'

/** Where the tests of a run find their server, with the database in it that each of theirs is copied from. */
export interface TestServer {
  /** The address of one of its databases. */
  readonly urlOf: (database: string) => string
  /** How a database is made as a copy of that: file by file is quicker, except where the server waits for its disk. */
  readonly copied: string
}

/** The processes in which mocha runs the test files inherit these from the one that has started the server. */
const variables = {
  url: 'MOCHA_DATABASE_SERVER',
  template: 'MOCHA_DATABASE_TEMPLATE',
  folder: folderVariable,
} as const

let stop: () => Promise<void> = () => Promise.resolve()

/** The server of this run of the tests. */
export function testServer(): TestServer {
  const url = process.env[variables.url]
  const template = process.env[variables.template]
  if (url === undefined || template === undefined)
    throw new Error('mocha has not loaded test/support/server.ts')
  const strategy = isGiven() ? 'wal_log' : 'file_copy'
  return {
    urlOf: (database) => urlIn(url, database),
    copied: `template ${template} strategy ${strategy}`,
  }
}

/** Whether the tests run on a server that is not theirs. */
function isGiven(): boolean {
  return (process.env.DATABASE_URL ?? '') !== ''
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
  const [built, started] = await Promise.allSettled([buildCommand(), startTestServer()])
  if (started.status === 'rejected') throw started.reason
  if (built.status === 'fulfilled') return
  await stop()
  throw built.reason
}

/** Builds the command, unless whoever starts several runs of the tests says that it is built from what they try. */
async function buildCommand(): Promise<void> {
  if (process.env.MOCHA_COMMAND_IS_BUILT === 'yes' && existsSync(builtProgram)) return
  await promisify(execFile)('npm', ['run', '--silent', 'build'], { cwd: packageFolder })
}

/**
 * Has the server without the command: for whoever needs no more. `mochaGlobalTeardown` ends it.
 *
 * @param otherwise - what an embedded one is to have otherwise
 */
export async function startTestServer(otherwise: OtherSettings = {}): Promise<void> {
  const { folder, remove } = await makeRunFolder()
  const { url, close } = isGiven()
    ? { url: process.env.DATABASE_URL ?? '', close: () => Promise.resolve() }
    : await startEmbedded(folder, otherwise)
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
    await remove()
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

/**
 * A server that is thrown away with what is in it: nothing of it need survive the machine, and the databases of three test
 * files at once have place in its memory. They go on its command line: what stands there, as with a node, no other place can change.
 */
const throwaway = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  shared_buffers: '128MB',
} as const

async function startEmbedded(
  folder: string,
  otherwise: OtherSettings,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = await openEmbedded(join(folder, 'server'), { otherwise: { ...throwaway, ...otherwise } })
  const url = `postgres://rogatory@localhost/postgres?host=${encodeURIComponent(String(server.connection.host))}`
  return { url, close: () => server.close() }
}

function urlIn(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}
