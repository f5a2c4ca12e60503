import type { Config } from '../config.ts'
import type { DatabasePlace } from '../store/backup/client.ts'

/** Where a command has the database that holds one connection for long: past a pooler, where there is one. */
export function databasePlace({ dataFolder, databaseUrl, directDatabaseUrl }: Config): DatabasePlace {
  const url = directDatabaseUrl ?? databaseUrl
  return url === undefined ? { folder: dataFolder } : { url }
}
