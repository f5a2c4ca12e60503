import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type DatabaseOptions, type OpenDatabase, openDatabase } from '../../src/store/database.ts'
import { type EmbeddedServer, openEmbedded } from '../../src/store/embedded/server.ts'
import { migrate } from '../../src/store/migrations/migrate.ts'

/** A database of a test file's own, with all tables and nothing in them. */
export interface TestDatabase extends OpenDatabase {
  /** Where it is, to open it once more. */
  readonly url: string
  /** Closes and drops it. */
  readonly close: () => Promise<void>
}

interface Server {
  /** The address of one of its databases. */
  readonly urlOf: (database: string) => string
  readonly template: string
  readonly close: () => Promise<void>
}

let starting: Promise<Server> | undefined

/**
 * Makes a fresh database from a template: on the server at `DATABASE_URL` where that is set, else on an embedded
 * server that lives as long as this run of the tests.
 */
export async function testDatabase(
  options: Omit<DatabaseOptions, 'url' | 'folder'> = {},
): Promise<TestDatabase> {
  starting ??= start()
  const { urlOf, template } = await starting
  const name = `rogatory_test_${randomBytes(6).toString('hex')}`
  await onServer(urlOf('postgres'), (client) => client.query(`create database ${name} template ${template}`))
  const open = await openDatabase({ ...options, url: urlOf(name) })
  return {
    ...open,
    url: urlOf(name),
    close: async () => {
      await open.close()
      await onServer(urlOf('postgres'), (client) => client.query(`drop database ${name} with (force)`))
    },
  }
}

after(async () => {
  const server = await starting
  starting = undefined
  await server?.close()
})

async function start(): Promise<Server> {
  const given = process.env.DATABASE_URL
  return given === undefined || given === ''
    ? await startEmbedded()
    : await startOn(given, () => Promise.resolve())
}

async function startEmbedded(): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'rogatory-test-'))
  const server: EmbeddedServer = await openEmbedded(folder)
  const url = `postgres://rogatory@localhost/postgres?host=${encodeURIComponent(String(server.connection.host))}`
  return await startOn(url, async () => {
    await server.close()
    await rm(folder, { recursive: true })
  })
}

async function startOn(url: string, close: () => Promise<void>): Promise<Server> {
  const urlOf = (database: string): string => {
    const changed = new URL(url)
    changed.pathname = `/${database}`
    return changed.href
  }
  const template = `rogatory_template_${randomBytes(6).toString('hex')}`
  await onServer(urlOf('postgres'), (client) =>
    client.query(`create database ${template} template template0`),
  )
  const { db, close: closeTemplate } = await openDatabase({ url: urlOf(template) })
  await migrate(db)
  await closeTemplate()
  return {
    urlOf,
    template,
    async close() {
      await onServer(urlOf('postgres'), (client) => client.query(`drop database ${template} with (force)`))
      await close()
    },
  }
}

async function onServer(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
