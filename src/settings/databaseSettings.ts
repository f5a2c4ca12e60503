import { resolve } from 'node:path'
import { secretIn } from './secretSetting.ts'
import { type Settings, fileNameOf, namesOf } from './setting.ts'

/** A node needs one connection to work in and one to look beside it; more than this many wait for each other's processor. */
const connections = { min: 2, max: 100 } as const

/** Where the database of a node is. */
export const databaseSettingsSaid = {
  url: {
    name: 'DATABASE_URL',
    meaning: 'a PostgreSQL server, 15 or later; none, or empty: the embedded one in the data folder',
    value: 'an address, `postgres://…` or `postgresql://…`',
    more: '[Database](operations.md#database)',
    isSecret: true,
  },
  sequencerUrl: {
    name: 'ROGATORY_SEQUENCER_DATABASE_URL',
    meaning:
      'the same database under the role that alone gives entries of the log their places; needs `DATABASE_URL`',
    value: 'as `DATABASE_URL`',
    byDefault: 'the role of the node',
    more: '[0041](decisions/0041-the-sequencer-has-its-own-role.md)',
    isSecret: true,
  },
  directUrl: {
    name: 'ROGATORY_DIRECT_DATABASE_URL',
    meaning: 'the same database past a pooler to which the two others lead; needs `DATABASE_URL`',
    value: 'as `DATABASE_URL`',
    more: '[PgBouncer](operations.md#pgbouncer)',
    isSecret: true,
  },
  connections: {
    name: 'ROGATORY_DATABASE_CONNECTIONS',
    meaning:
      'how many connections a process of the node holds at most, beside one for signals, one that shows that it is up, and one of the sequencer where that has its own role; what waits for one waits 10 s. The server must allow all processes together (`max_connections`)',
    value: '2 to 100',
    byDefault: '`8`',
    more: '[0074](decisions/0074-several-processes-and-leases.md)',
  },
} as const satisfies Settings

const databaseSettings = namesOf(databaseSettingsSaid)

/** The database as a node is told of it. */
export interface DatabaseSetting {
  /** A PostgreSQL server of one's own (15 or later); absent: the embedded one in the data folder. */
  readonly databaseUrl?: string
  /** The same database under the role that alone gives entries their places; absent: the node's own role does it. */
  readonly sequencerDatabaseUrl?: string
  /** The same database past a pooler to which the two others lead; absent: they lead to the server itself. */
  readonly directDatabaseUrl?: string
  /** Files that hold one of these addresses. */
  readonly databaseUrlFiles?: readonly string[]
  /** How many connections this process holds at most, beside those that wait for signals, stand for it, and sequence. */
  readonly databaseConnections?: number
}

/** Reads where the database is; what is wrong is added to `problems`. */
export function readDatabase(
  env: Readonly<Record<string, string | undefined>>,
  problems: string[],
): DatabaseSetting {
  const urlIn = (name: string): string | undefined => {
    const text = secretIn(env, name, problems) ?? ''
    if (text !== '' && !/^postgres(ql)?:\/\//.test(text))
      problems.push(`${name} must begin with postgres:// or postgresql://`)
    return text === '' ? undefined : text
  }
  const databaseUrl = urlIn(databaseSettings.url)
  const sequencerDatabaseUrl = urlIn(databaseSettings.sequencerUrl)
  const directDatabaseUrl = urlIn(databaseSettings.directUrl)
  const databaseUrlFiles = [databaseSettings.url, databaseSettings.sequencerUrl, databaseSettings.directUrl]
    .map((name) => env[fileNameOf(name)])
    .filter((file) => file !== undefined)
    .map((file) => resolve(file))
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
    ...(databaseUrlFiles.length === 0 ? {} : { databaseUrlFiles }),
  }
}

/** The address of a server, for commands about no node; undefined: the embedded database. What is wrong is added to `problems`. */
export function databaseUrlIn(
  env: Readonly<Record<string, string | undefined>>,
  problems: string[],
): string | undefined {
  return readDatabase(
    {
      [databaseSettings.url]: env[databaseSettings.url],
      [fileNameOf(databaseSettings.url)]: env[fileNameOf(databaseSettings.url)],
    },
    problems,
  ).databaseUrl
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
