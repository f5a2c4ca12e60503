import pg from 'pg'

/** Creates a database on the server at `url` and returns its address. The name must be a plain identifier. */
export async function createDatabase(url: string, name: string): Promise<string> {
  await onServer(url, `create database ${plain(name)}`)
  const address = new URL(url)
  address.pathname = `/${name}`
  return address.href
}

/** Drops a database that `createDatabase` made, whoever is connected to it. */
export async function dropDatabase(url: string, name: string): Promise<void> {
  await onServer(url, `drop database if exists ${plain(name)} with (force)`)
}

function plain(name: string): string {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(name)) throw new RangeError(`${name} is no plain name of a database`)
  return name
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
