import { resolve } from 'node:path'
import { isPlace, placeLengthMax } from '../exhibit/place.ts'
import { readPort } from './listeningAt.ts'
import { type Settings, namesOf } from './setting.ts'

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** What every node is told. */
export const nodeSettingsSaid = {
  data: {
    name: 'ROGATORY_DATA',
    meaning: 'data folder of the node; the option `--data` of a command wins over it',
    value: 'a folder',
    byDefault: '`./data`',
  },
  host: {
    name: 'ROGATORY_HOST',
    meaning: 'address to listen at',
    value: 'an address or name',
    byDefault: '`127.0.0.1`',
  },
  port: {
    name: 'ROGATORY_PORT',
    meaning: 'port to listen at; 0 takes a free one',
    value: '0 to 65535',
    byDefault: '`8470`',
  },
  passphraseFile: {
    name: 'ROGATORY_PASSPHRASE_FILE',
    meaning: 'file whose content opens the keys',
    value: 'a file that not everybody may read',
    byDefault: '`passphrase` in the data folder',
    more: '[0080](decisions/0080-packages-and-secrets-in-files.md)',
  },
  logLevel: {
    name: 'ROGATORY_LOG_LEVEL',
    meaning: 'how much the program tells of itself on standard output',
    value: '`fatal`, `error`, `warn`, `info`, `debug` or `silent`',
    byDefault: '`info`',
    more: '[Log of the program](operations.md#the-log-of-the-program)',
  },
  place: {
    name: 'ROGATORY_PLACE',
    meaning:
      'where the node stands, as the chain of custody names it for what it does with files by itself, and for what people do without saying where',
    value: 'a line of at most 300 characters: `Data centre of the Prosecutor General, Hanoi`',
    more: '[Files](operations.md#files)',
  },
  schemas: {
    name: 'ROGATORY_SCHEMAS',
    meaning:
      'kinds of measure, messages, machines and legal bases of your own; `verify` reads it too, and all who have one case need the same',
    value: 'a folder',
    more: '[Kinds of your own](operations.md#kinds-of-your-own)',
  },
  trainingScriptFile: {
    name: 'ROGATORY_TRAINING_SCRIPT_FILE',
    meaning:
      'how the counterpart of a training behaves, and what its trainees are told to try; it counts only where `state.json` says `training`',
    value: 'a file',
    byDefault: 'the one of the program',
    more: '[0068](decisions/0068-training-and-saved-searches.md)',
  },
  clockFile: {
    name: 'ROGATORY_CLOCK_FILE',
    meaning: 'an instant from which the node counts its time; for demonstrations only',
    value: 'a file with one RFC 3339 instant',
    more: '[0004](decisions/0004-a-clock-file-for-demonstrations.md)',
  },
} as const satisfies Settings

const names = namesOf(nodeSettingsSaid)

/** What every node is told, read. */
export interface NodeSetting {
  /** Folder of this node: its identity, and the embedded database where no server is named. */
  readonly dataFolder: string
  readonly host: string
  readonly port: number
  /** File whose content opens the private keys of the identity. */
  readonly passphraseFile: string
  readonly logLevel: LogLevel
  /**
   * File with an RFC 3339 instant from which this node counts its time, for demonstrations whose calendar is not
   * today's. Whoever can write this file can make the node date its messages wrongly.
   */
  readonly clockFile?: string
  /** Where the node stands, as the custody of files names it. */
  readonly place?: string
  /** The script of a training; absent: the one that comes with the program. It counts where the State is a training. */
  readonly trainingScriptFile?: string
}

type Environment = Readonly<Record<string, string | undefined>>

/** Reads what every node is told; what is wrong is added to `problems`. */
export function readNode(env: Environment, problems: string[]): NodeSetting {
  const dataFolder = resolve(env[names.data] ?? 'data')
  const { [names.clockFile]: clock, [names.trainingScriptFile]: script, [names.place]: place } = env
  return {
    dataFolder,
    host: env[names.host] ?? '127.0.0.1',
    port: readPort(names.port, env[names.port] ?? '8470', problems),
    passphraseFile: resolve(env[names.passphraseFile] ?? `${dataFolder}/passphrase`),
    logLevel: readLogLevel(env[names.logLevel] ?? 'info', problems),
    ...(clock === undefined ? {} : { clockFile: resolve(clock) }),
    ...(place === undefined ? {} : { place: readPlace(place, problems) }),
    ...(script === undefined ? {} : { trainingScriptFile: resolve(script) }),
  }
}

/**
 * The folder with what a State has of its own beside the published schemas, or null. It counts for the whole process,
 * also for commands that open no node: a verifier must know what it reads.
 */
export function schemasFolderIn(env: Environment): string | null {
  const folder = env[names.schemas]
  return folder === undefined || folder.trim() === '' ? null : resolve(folder)
}

function readPlace(text: string, problems: string[]): string {
  const place = text.trim()
  if (!isPlace(place))
    problems.push(`${names.place} must be one line of at most ${placeLengthMax} characters`)
  return place
}

function readLogLevel(text: string, problems: string[]): LogLevel {
  const level = logLevels.find((known) => known === text)
  if (level === undefined) problems.push(`${names.logLevel} must be one of ${logLevels.join(', ')}`)
  return level ?? 'info'
}
