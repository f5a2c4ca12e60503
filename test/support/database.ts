import { randomBytes } from 'node:crypto'
import { type DatabaseOptions, type OpenDatabase, openDatabase } from '../../src/store/database.ts'
import { onServer, testServer } from './server.ts'

/** A database of a test file's own, with all tables and nothing in them. */
export interface TestDatabase extends OpenDatabase {
  /** Where it is, to open it once more. */
  readonly url: string
  /** Closes and drops it. */
  readonly close: () => Promise<void>
}

/** Makes a fresh database, copied from the template on the server of this run. */
export async function testDatabase(
  options: Omit<DatabaseOptions, 'url' | 'folder'> = {},
): Promise<TestDatabase> {
  const { urlOf, copied } = testServer()
  const name = `rogatory_test_${randomBytes(6).toString('hex')}`
  await onServer(urlOf('postgres'), (client) => client.query(`create database ${name} ${copied}`))
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
