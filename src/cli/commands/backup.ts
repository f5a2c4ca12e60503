import { randomBytes } from 'node:crypto'
import { access, constants } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { AuditEvent } from '../../audit/auditEvent.ts'
import type { Actor } from '../../audit/events.ts'
import { noteInLog } from '../../exchange/noteInLog.ts'
import { clockOf } from '../../clock.ts'
import { openExhibits } from '../../exhibitPlace.ts'
import { programVersion } from '../../programVersion.ts'
import { BackupRefused } from '../../store/backup/backupRefused.ts'
import type { WholeDeposit } from '../../store/backup/manifest.ts'
import { watchedSecrets } from '../../secretFiles.ts'
import type { FoundBackup } from '../../store/backup/olderBackups.ts'
import { type BackupOutcome, noteLastBackup } from '../../store/backup/lastBackup.ts'
import { makeBackup } from '../../store/backup/makeBackup.ts'
import { readHead } from '../../store/audit.ts'
import { openCheckpointFile } from '../../store/checkpointFile.ts'
import { type Db, openDatabase } from '../../store/database.ts'
import { outFolderOf } from '../../store/backup/folderFiles.ts'
import { FileExists, isTaken } from '../../store/newFile.ts'
import { refuseNewEmbedded, refuseOtherDatabase } from '../../store/ownDatabase.ts'
import { readSettingsOfState } from '../../store/settingsOfState.ts'
import type { Config } from '../../config.ts'
import { coveringAll } from '../../store/trailNarrowing.ts'
import type { AddCommand } from '../addCommand.ts'
import { databasePlace } from '../databasePlace.ts'
import { keepNewest, readKeep, removedInWords } from './backupKeep.ts'
import { commandLine } from '../commandLine.ts'
import { counted } from '../inWords.ts'
import { type NodeOptions, configOf, personOf } from '../nodeOfCommand.ts'
import { CommandFailure, exitCodes } from '../outcome.ts'

interface BackupOptions extends NodeOptions {
  readonly out: string
  readonly keep?: number
}

const help = `
The node may be in service. In the file are the database as it is at one moment, identity/ (its keys under their passphrase), state.json,
checkpoint and the sealed files; of a bucket only their names. The passphrase is not in it, nor any
other file that the settings name as a secret: keep them elsewhere. Whoever has the file has all cases. What is printed as its manifest knows this very backup
again: keep it on paper, or in another place.

Without --keep no backup is removed. With it, those go that this node has made in the same folder, by their manifests, and nothing else:
after the new one was read to its end, and none where one of them has more of the log than the new one.

Example: rogatory backup --out /mnt/backup/vn-2027-03-01.rogatory --data /srv/node-vn`

/** `rogatory backup`: all that a node is made of, in one file. */
export function addBackup({ program, terminal }: AddCommand): void {
  program
    .command('backup')
    .description('Write all that a node is made of into one new file, while it may be in service')
    .requiredOption('--out <file>', 'the file, which must not be there')
    .option(
      '--keep <number>',
      'so many backups of this node stay in the folder of the file; older ones are removed once this one was read again',
      readKeep,
    )
    .option('--data <folder>', 'data folder of the node (default: ROGATORY_DATA, or ./data)')
    .option('--as <person>', 'who makes it (default: the login name); it goes into the log')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', help)
    .action(async (options: BackupOptions) => {
      const config = configOf(options)
      const out = resolve(options.out)
      const { state, authorities } = await readSettingsOfState(config.dataFolder)
      const now = new Date()
      await refuseOut(config, state, out, now)
      const authority = authorities[0]?.id ?? state
      const actor = { person: personOf(options), role: 'administrator', authority, from: commandLine() }
      const isNoted = await withOwnDatabase(config, state, (db) =>
        noteBackup(config, db, { actor, file: out, now }),
      )
      let outcome: BackupOutcome = 'failed'
      const exhibits = config.bucket === undefined ? null : await openExhibits(config)
      try {
        const { dataFolder } = config
        const place = databasePlace(config)
        const bucket = exhibits === null ? null : () => exhibits.keptBefore(new Date())
        const secrets = watchedSecrets(config)
        const source = { dataFolder, secrets, place, state, program: programVersion, now, bucket }
        const made = await makeBackup(source, out)
        const { manifest, digest } = made
        const { log, files, tables, lacking = [] } = manifest
        outcome = lacking.length === 0 ? 'whole' : 'lacking'
        const rows = tables.reduce((sum, table) => sum + table.rows, 0)
        const bytes = files.reduce((sum, one) => sum + one.size, 0)
        if (options.json !== true) {
          terminal.say(`${out}: ${state} as of ${manifest.madeAt}, ${counted(rows, 'row')}, ${bytes} bytes.`)
          terminal.say(`Its log goes up to entry ${log.size} (log ${log.number}, root ${log.root}).`)
          terminal.say(`Manifest ${digest}: keep it elsewhere.`)
        }
        if (lacking.length > 0) throw lacksFiles(out, digest, lacking)
        const note = (removed: FoundBackup): Promise<boolean> =>
          withOwnDatabase(config, state, (db) => noteRemoval(config, db, actor, removed))
        const removed = options.keep === undefined ? [] : await keepNewest(out, made, options.keep, note)
        if (options.json === true) {
          terminal.json({
            ok: true,
            file: out,
            state,
            log,
            rows,
            bytes,
            manifest: digest,
            madeAt: manifest.madeAt,
            removed,
          })
          return
        }
        for (const line of removedInWords(removed)) terminal.say(line)
        if (manifest.exhibits === 'bucket')
          terminal.say('The files are in the bucket: back it up by its own means, now.')
      } catch (reason) {
        // Written, and not to be read again: it is none.
        if (reason instanceof CommandFailure && reason.code === 'BACKUP_DAMAGED') outcome = 'failed'
        throw failureOf(reason, out)
      } finally {
        exhibits?.close()
        if (isNoted)
          await withOwnDatabase(config, state, (db) => noteLastBackup(db, outcome, now)).catch(
            (reason: unknown) =>
              // The file is what it is; whoever watches the node is told of a backup under way, and at last that there is none.
              terminal.note(`What became of the backup could not be noted: ${String(reason)}`),
          )
      }
    })
}

/**
 * Before the log says that a backup is made, and its outcome that it failed: by a name that is taken, as where a job runs twice, no backup
 * of this node has failed. Where nothing can be written there, as on a disk that is not mounted, it has, and the log says nothing of one.
 */
async function refuseOut(config: Config, state: string, out: string, now: Date): Promise<void> {
  try {
    if (await isTaken(out)) throw new FileExists(out)
    await access(await outFolderOf(config.dataFolder, out), constants.W_OK | constants.X_OK)
  } catch (reason) {
    const code = (reason as NodeJS.ErrnoException).code ?? ''
    if (!['ENOENT', 'ENOTDIR', 'EACCES', 'EROFS'].includes(code)) throw failureOf(reason, out)
    await withOwnDatabase(config, state, async (db) => {
      if (!(await isBehind(config, db))) await noteLastBackup(db, 'failed', now)
    })
    const why = reason instanceof Error ? reason.message : String(reason)
    throw new CommandFailure(exitCodes.wrongUse, 'FILE_UNWRITABLE', `${out} cannot be written: ${why}`)
  }
}

function failureOf(reason: unknown, out: string): unknown {
  if (reason instanceof BackupRefused)
    return new CommandFailure(exitCodes.refused, reason.code, reason.message)
  if (!(reason instanceof FileExists)) return reason
  return new CommandFailure(exitCodes.wrongUse, 'FILE_EXISTS', `${out} is there already`)
}

/** It is written, for what it has may be all that is left; and whoever made it must know. */
function lacksFiles(file: string, manifest: string, lacking: readonly WholeDeposit[]): CommandFailure {
  const told = lacking.slice(0, 10).map(({ deposit }) => deposit)
  return new CommandFailure(
    exitCodes.damaged,
    'BACKUP_LACKS_FILES',
    `${file} is written, but ${counted(lacking.length, 'file')} that should be here could not be found: ${told.join(', ')}` +
      `${lacking.length > told.length ? ', ...' : ''}. Look whether their disk is there, then run rogatory exhibit check, and back up again.`,
    { file, manifest, lacking },
  )
}

/**
 * Who takes everything away is in the log before the first byte is read; nothing is written upon a database that went back.
 *
 * @returns whether it was noted
 */
async function noteBackup(
  config: Config,
  db: Db,
  { actor, file, now }: { readonly actor: Actor; readonly file: string; readonly now: Date },
): Promise<boolean> {
  const details = { file, scope: [coveringAll] }
  const isNoted = await noteUnlessBehind(config, db, { event: 'backup.made', actor, details })
  if (isNoted) await noteLastBackup(db, 'underWay', now)
  return isNoted
}

/** Before it goes: if the process dies between, the log tells of it twice. False: nothing is written upon such a database. */
async function noteRemoval(config: Config, db: Db, actor: Actor, removed: FoundBackup): Promise<boolean> {
  const { path, digest } = removed
  return await noteUnlessBehind(config, db, {
    event: 'backup.removed',
    actor,
    digest,
    details: { file: path },
  })
}

async function noteUnlessBehind(config: Config, db: Db, event: AuditEvent): Promise<boolean> {
  if (await isBehind(config, db)) return false
  await noteInLog({ db, now: clockOf(config.clockFile), random: randomBytes, actedFrom: null }, event)
  return true
}

async function isBehind({ dataFolder }: Config, db: Db): Promise<boolean> {
  const isOlder = (await openCheckpointFile(dataFolder)).asOfNow()
  return isOlder(await readHead(db))
}

/** Of the wrong database nobody makes a backup that they rely on. Throws DatabaseError. */
async function withOwnDatabase<Outcome>(
  config: Config,
  state: string,
  work: (db: Db) => Promise<Outcome>,
): Promise<Outcome> {
  const { dataFolder } = config
  const place = databasePlace(config)
  if ('folder' in place) await refuseNewEmbedded(dataFolder, 'mustBeThere')
  const database = await openDatabase(place)
  try {
    await refuseOtherDatabase(database.db, dataFolder, state, 'mustBeThere')
    return await work(database.db)
  } finally {
    await database.close()
  }
}
