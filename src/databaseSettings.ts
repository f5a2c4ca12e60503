/** A node needs one connection to work in and one to look beside it; more than this many wait for each other's processor. */
const connections = { min: 2, max: 100 } as const

export const databaseSettings = {
  url: 'DATABASE_URL',
  sequencerUrl: 'ROGATORY_SEQUENCER_DATABASE_URL',
  directUrl: 'ROGATORY_DIRECT_DATABASE_URL',
  connections: 'ROGATORY_DATABASE_CONNECTIONS',
} as const

/** The database as a node is told of it. */
export interface DatabaseSetting {
  /** A PostgreSQL server of one's own (15 or later); absent: the embedded one in the data folder. */
  readonly databaseUrl?: string
  /** The same database under the role that alone gives entries their places; absent: the node's own role does it. */
  readonly sequencerDatabaseUrl?: string
  /** The same database past a pooler to which the two others lead; absent: they lead to the server itself. */
  readonly directDatabaseUrl?: string
  /** How many connections this process holds at most, beside those that wait for signals, stand for it, and sequence. */
  readonly databaseConnections?: number
}

/** Reads where the database is; what is wrong is added to `problems`. */
export function readDatabase(
  env: Readonly<Record<string, string | undefined>>,
  problems: string[],
): DatabaseSetting {
  const urlIn = (name: string): string | undefined => {
    const { [name]: text = '' } = env
    if (text !== '' && !/^postgres(ql)?:\/\//.test(text))
      problems.push(`${name} must begin with postgres:// or postgresql://`)
    return text === '' ? undefined : text
  }
  const databaseUrl = urlIn(databaseSettings.url)
  const sequencerDatabaseUrl = urlIn(databaseSettings.sequencerUrl)
  const directDatabaseUrl = urlIn(databaseSettings.directUrl)
  const databaseConnections = readConnections(env[databaseSettings.connections], problems)
  if (databaseUrl === undefined) {
    if (sequencerDatabaseUrl !== undefined)
      problems.push(`${databaseSettings.sequencerUrl} needs ${databaseSettings.url}`)
    if (directDatabaseUrl !== undefined)
      problems.push(`${databaseSettings.directUrl} needs ${databaseSettings.url}`)
  }
  return {
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    ...(databaseUrl === undefined || sequencerDatabaseUrl === undefined ? {} : { sequencerDatabaseUrl }),
    ...(databaseUrl === undefined || directDatabaseUrl === undefined ? {} : { directDatabaseUrl }),
    ...(databaseConnections === undefined ? {} : { databaseConnections }),
  }
}

function readConnections(text: string | undefined, problems: string[]): number | undefined {
  if (text === undefined) return undefined
  const count = Number(text)
  const isGood = /^[0-9]{1,3}$/.test(text) && count >= connections.min && count <= connections.max
  if (!isGood)
    problems.push(
      `${databaseSettings.connections} must be ${connections.min} to ${connections.max}, not "${text}"`,
    )
  return isGood ? count : undefined
}
