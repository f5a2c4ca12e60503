import { open } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Config } from '../../config.ts'
import { checkOwnTree } from '../../exchange/recheck/ownTree.ts'
import { isDatabaseBehind } from '../../exchange/standing.ts'
import { openBareNode } from '../../opening.ts'
import { readPassphrase } from '../../passphraseFile.ts'
import { tryArchivedKeys } from '../../store/backup/archivedKeys.ts'
import type { Manifest } from '../../store/backup/manifest.ts'
import {
  finishRestore,
  refuseOccupied,
  restoreBackup,
  restoredSettings,
  verifyBackup,
} from '../../store/backup/restoreBackup.ts'
import { RestoreRefused } from '../../store/backup/restoreRefused.ts'
import { openDatabase } from '../../store/database.ts'
import { migrateTo, migrationNames } from '../../store/migrations/migrate.ts'
import type { AddCommand } from '../addCommand.ts'
import { commandLine } from '../commandLine.ts'
import { databasePlace } from '../databasePlace.ts'
import { type NodeOptions, configOf } from '../nodeOfCommand.ts'
import { CommandFailure, exitCodes, wrongUse } from '../outcome.ts'

interface RestoreOptions extends NodeOptions {
  readonly manifest?: string
  readonly verify?: boolean
}

const help = `
The target is an empty folder, or none, and with DATABASE_URL an empty database whose owner that is. All of the file is verified before
anything is written, and the log after. ROGATORY_PASSPHRASE_FILE must name the passphrase: it is not in the backup. Start the node
afterwards: it asks each peer what it lacks before it says anything new. Read "Restoring" in docs/operations.md first.

Examples:
  rogatory restore vn-2027-03-01.rogatory --verify
  rogatory restore vn-2027-03-01.rogatory --data /srv/node-vn --manifest DIGEST`

/** `rogatory restore`: puts back what `rogatory backup` has written. */
export function addRestore({ program, terminal }: AddCommand): void {
  program
    .command('restore <file>')
    .description('Verify a backup, and put it back where nothing is')
    .option(
      '--manifest <digest>',
      'all 64 characters as printed when the backup was made; any other backup is refused',
    )
    .option('--verify', 'only verify the file')
    .option('--data <folder>', 'data folder to be made (default: ROGATORY_DATA, or ./data)')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', help)
    .action(async (name: string, options: RestoreOptions) => {
      if (options.manifest !== undefined && !isDigest(options.manifest))
        throw wrongUse('--manifest must be the whole digest: 64 characters, 0-9 and a-f')
      const config = configOf(options)
      const file = await open(resolve(name), 'r').catch((reason: unknown) => {
        throw wrongUse(`${name} cannot be read: ${String(reason)}`)
      })
      try {
        const verified = await verifyBackup(file)
        const { manifest, digest } = verified
        if (options.manifest !== undefined && options.manifest !== digest)
          throw new RestoreRefused('BACKUP_OTHER', `it is another backup: its manifest is ${digest}`)
        const target = targetOf(config)
        if (options.verify !== true) {
          await refuseOccupied(target, manifest)
          await tryArchivedKeys(file, await readPassphrase(config.passphraseFile))
          await restoreBackup(file, verified, target)
          await verifyRestored(config, manifest)
          await finishRestore(config.dataFolder)
        }
        const { state, madeAt, log } = manifest
        const isRestored = options.verify !== true
        if (options.json === true) {
          terminal.json({ ok: true, restored: isRestored, state, madeAt, log, manifest: digest })
          return
        }
        terminal.say(`The backup of ${state} as of ${madeAt} is whole: manifest ${digest}.`)
        if (!isRestored) return
        terminal.say(
          `It is put back to ${config.dataFolder}; its log of ${log.size} entries verifies up to the signed head.`,
        )
        for (const { deposit } of manifest.lacking ?? [])
          terminal.say(`The file of ${deposit} was not there when the backup was made.`)
        if (manifest.exhibits === 'bucket')
          terminal.say('Its files are in the bucket: run rogatory exhibit check.')
        terminal.say('Start the node: it asks each peer what it lacks before it says anything new.')
      } catch (reason) {
        if (!(reason instanceof RestoreRefused)) throw reason
        const isDamaged = reason.code === 'BACKUP_DAMAGED'
        throw new CommandFailure(
          isDamaged ? exitCodes.damaged : exitCodes.refused,
          reason.code,
          reason.message,
        )
      } finally {
        await file.close()
      }
    })
}

/** All of it: of a digest that is cut short another backup can be made that has it. */
function isDigest(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text)
}

function targetOf(config: Config) {
  const place = databasePlace(config)
  return {
    dataFolder: config.dataFolder,
    place,
    isKnownForm: (form: string) => migrationNames.includes(form),
    async makeTables(form: string) {
      const database = await openDatabase(place)
      try {
        await migrateTo(database.db, form)
      } finally {
        await database.close()
      }
    },
  }
}

/** Opens what was put back as a node opens it, with its keys, and reads the whole log against the head that is signed. */
async function verifyRestored(config: Config, { log }: Manifest): Promise<void> {
  const { node, database } = await openBareNode(
    bareConfigOf(config),
    silentLog,
    commandLine(),
    restoredSettings,
  )
  try {
    const { size, wrong } = await checkOwnTree(node)
    const isBehind = await isDatabaseBehind(node)
    if (wrong === null && size === log.size && !isBehind) return
    const what = wrong === null ? `it has ${size} entries of ${log.size}` : `${wrong.object}: ${wrong.what}`
    throw new CommandFailure(
      exitCodes.damaged,
      'LOG_BROKEN',
      `What was put back does not verify: ${what}. Throw it away, and take another backup.`,
    )
  } finally {
    await database.close()
  }
}

/** What the log is read with, and no more: keys of TLS and whatever else the node has are not asked for yet. */
function bareConfigOf(config: Config): Config {
  const { dataFolder, host, port, passphraseFile, logLevel, databaseConnections } = config
  const place = databasePlace(config)
  return {
    ...{ dataFolder, host, port, passphraseFile, logLevel },
    ...('url' in place ? { databaseUrl: place.url } : {}),
    ...(databaseConnections === undefined ? {} : { databaseConnections }),
  }
}

const silentLog = { info: () => undefined, warn: () => undefined, error: () => undefined }
