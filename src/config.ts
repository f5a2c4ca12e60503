import { resolve } from 'node:path'

/** Everything a node is told from outside, read once. */
export interface Config {
  /** Folder of this node: its identity, and the embedded database where no server is named. */
  readonly dataFolder: string
  /** A PostgreSQL server of one's own (15 or later); absent: the embedded one in `dataFolder`. */
  readonly databaseUrl?: string
  readonly host: string
  readonly port: number
  /** File whose content opens the private keys of the identity. */
  readonly passphraseFile: string
  /**
   * File with an RFC 3339 instant from which this node counts its time, for demonstrations whose calendar is not
   * today's. Whoever can write this file can make the node date its messages wrongly.
   */
  readonly clockFile?: string
  readonly logLevel: LogLevel
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** The environment does not describe a node; `problems` lists everything that is wrong, not only the first. */
export class ConfigError extends Error {
  readonly code = 'CONFIG_INVALID'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`The configuration has ${problems.length} problem(s):\n  ${problems.join('\n  ')}`)
    this.problems = problems
  }
}

const known = ['DATA', 'HOST', 'PORT', 'PASSPHRASE_FILE', 'CLOCK_FILE', 'LOG_LEVEL', 'SCHEMAS'].map(
  (n) => `ROGATORY_${n}`,
)

/**
 * Reads the configuration of a node from environment variables, which `rogatory help environment` describes.
 *
 * @throws ConfigError listing every problem: an unknown `ROGATORY_` name is one, so that a misspelt setting
 * cannot be silently without effect.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = []
  for (const name of Object.keys(env)) {
    if (name.startsWith('ROGATORY_') && !known.includes(name)) problems.push(`${name} is not a known setting`)
    // An empty host would be every address of the machine, an empty folder the current one.
    if (known.includes(name) && env[name]?.trim() === '') problems.push(`${name} is empty`)
  }
  const dataFolder = resolve(env.ROGATORY_DATA ?? 'data')
  const config: Config = {
    dataFolder,
    host: env.ROGATORY_HOST ?? '127.0.0.1',
    port: readPort(env.ROGATORY_PORT ?? '8470', problems),
    passphraseFile: resolve(env.ROGATORY_PASSPHRASE_FILE ?? `${dataFolder}/passphrase`),
    logLevel: readLogLevel(env.ROGATORY_LOG_LEVEL ?? 'info', problems),
    ...readDatabaseUrl(env.DATABASE_URL, problems),
    ...(env.ROGATORY_CLOCK_FILE === undefined ? {} : { clockFile: resolve(env.ROGATORY_CLOCK_FILE) }),
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return Object.freeze(config)
}

/**
 * The folder with what a State has of its own beside the published schemas, or null. It counts for the whole process,
 * also for commands that open no node: a verifier must know what it reads.
 */
export function schemasFolderIn(env: Readonly<Record<string, string | undefined>>): string | null {
  const folder = env.ROGATORY_SCHEMAS
  return folder === undefined || folder.trim() === '' ? null : resolve(folder)
}

function readPort(text: string, problems: string[]): number {
  const port = Number(text)
  if (!/^[0-9]{1,5}$/.test(text) || port > 65535)
    problems.push(`ROGATORY_PORT must be 0 to 65535, not "${text}"`)
  return port
}

function readLogLevel(text: string, problems: string[]): LogLevel {
  const level = logLevels.find((known) => known === text)
  if (level === undefined) problems.push(`ROGATORY_LOG_LEVEL must be one of ${logLevels.join(', ')}`)
  return level ?? 'info'
}

function readDatabaseUrl(text: string | undefined, problems: string[]): { databaseUrl?: string } {
  if (text === undefined || text === '') return {}
  if (!/^postgres(ql)?:\/\//.test(text)) {
    problems.push('DATABASE_URL must begin with postgres:// or postgresql://')
  }
  return { databaseUrl: text }
}
