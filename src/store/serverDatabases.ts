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

/** The address of a database on the server at `url`, created where it is not there. */
export async function ensureDatabase(url: string, name: string): Promise<string> {
  const address = new URL(url)
  address.pathname = `/${plain(name)}`
  try {
    await onServer(address.href, 'select 1')
  } catch (reason) {
    const { code } = reason as { readonly code?: string }
    if (code !== '3D000') throw reason
    await createDatabase(url, name)
  }
  return address.href
}
