import pg from 'pg'
import { openEmbedded } from '../embedded/server.ts'
import { ownSchema } from './tablesOf.ts'

/** Where a database is: a server, or the embedded one of a data folder. */
export type DatabasePlace = { readonly url: string } | { readonly folder: string }

/** Does something over a connection of its own, which the planner of the node's statements does not bind. */
export async function withClient<Outcome>(
  place: DatabasePlace,
  work: (client: pg.ClientBase) => Promise<Outcome>,
): Promise<Outcome> {
  if ('url' in place) return await over({ connectionString: place.url }, work)
  const server = await openEmbedded(place.folder)
  try {
    return await over(server.connection, work)
  } finally {
    await server.close()
  }
}

async function over<Outcome>(
  config: pg.ClientConfig,
  work: (client: pg.ClientBase) => Promise<Outcome>,
): Promise<Outcome> {
  const client = new pg.Client({ ...config, application_name: 'rogatory backup' })
  // What breaks it fails the statement that is under way.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Whether nobody has made a table in the database. */
export async function isEmptyDatabase(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ tables: string }>(
    `select count(*)::text as tables from pg_class where relnamespace = ${ownSchema} and relkind = 'r'`,
  )
  return rows[0]?.tables === '0'
}
