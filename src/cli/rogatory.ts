import { Command, CommanderError } from 'commander'
import { ConfigError, schemasFolderIn } from '../config.ts'
import { ExportRefused } from '../exchange/exportRefused.ts'
import { ExportTooLarge } from '../exchange/exportTooLarge.ts'
import { SchemasError, addOwnSchemas } from '../ownSchemas.ts'
import { programVersion } from '../programVersion.ts'
import { isConnectionError, whyNothingIsTaken } from '../store/failures.ts'
import { IdentityError } from '../store/identity/identityError.ts'
import { DatabaseError, type DatabaseErrorCode } from '../store/ownDatabase.ts'
import type { AddCommand } from './addCommand.ts'
import { exportTooLarge } from './folder.ts'
import { CommandFailure, exitCodes, refusedBy, wrongUse } from './outcome.ts'
import { type Terminal, processTerminal } from './terminal.ts'
import { wantedBy } from './wantedAct.ts'

/**
 * The command `rogatory`. Returns the exit code: 0 done, 64 wrong use, 65 refused (with the code of the refusal), 69 a
 * database or peer cannot be reached, 40 what it was given is damaged, 1 anything else; `verify` has its own.
 *
 * @param words - the command line without the program
 */
export async function rogatory(
  words: readonly string[],
  terminal: Terminal = processTerminal(),
): Promise<number> {
  let exitCode: number = exitCodes.done
  const json = words.includes('--json')
  const program = new Command('rogatory')
    .description(
      'The exchange through which the authorities of one State ask those of another for help in a criminal case.',
    )
    .version(programVersion, '--version', 'tell the version of the program')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.say(text.trimEnd()),
      // Of what was asked wrongly a script is told on standard output, as of any other failure.
      writeErr: (text) => {
        if (!json) terminal.note(text.trimEnd())
      },
    })
    .showHelpAfterError('(see rogatory help)')
  const command: AddCommand = {
    program,
    terminal,
    endWith: (code) => {
      exitCode = code
    },
  }
  program.hook('preAction', (_, asked) => {
    // Before the node is opened: what is read or done by nobody could not be told of.
    const as: unknown = asked.getOptionValue('as')
    if (typeof as === 'string' && as.trim() === '') throw wrongUse('--as must name somebody')
    asked.setOptionValue('wanted', wantedBy(asked))
  })
  try {
    await addCommands(words, command)
    const schemas = schemasFolderIn(process.env)
    if (schemas !== null && !tellsOfSchemas.has(words[0] ?? '')) await addOwnSchemas(schemas)
    await program.parseAsync([...words], { from: 'user' })
    return exitCode
  } catch (reason) {
    return report(reason, terminal, json)
  }
}

/** What looks for what is wrong takes up the State's own schemas itself: a fault in them is what it finds. */
const tellsOfSchemas: ReadonlySet<string> = new Set(['doctor'])

/** Each with its module, which is loaded when its command is asked for: most need little of what there is. */
const commands = new Map<string, () => Promise<(to: AddCommand) => void>>([
  ['init', async () => (await import('./commands/init.ts')).addInit],
  ['serve', async () => (await import('./commands/serve.ts')).addServe],
  ['processes', async () => (await import('./commands/processes.ts')).addProcesses],
  ['trust', async () => (await import('./commands/trust.ts')).addTrust],
  ['cert', async () => (await import('./commands/cert/index.ts')).addCert],
  ['passphrase', async () => (await import('./commands/passphrase.ts')).addPassphrase],
  ['check', async () => (await import('./commands/check.ts')).addCheck],
  ['send', async () => (await import('./commands/send.ts')).addSend],
  ['inbox', async () => (await import('./commands/inbox.ts')).addInbox],
  ['due', async () => (await import('./commands/due.ts')).addDue],
  ['show', async () => (await import('./commands/show.ts')).addShow],
  ['act', async () => (await import('./commands/act.ts')).addAct],
  ['exhibit', async () => (await import('./commands/exhibit.ts')).addExhibit],
  ['carrier', async () => (await import('./commands/carrier.ts')).addCarrier],
  ['doctor', async () => (await import('./commands/doctor.ts')).addDoctor],
  ['outbox', async () => (await import('./commands/outbox.ts')).addOutbox],
  ['log', async () => (await import('./commands/log.ts')).addLog],
  ['statistics', async () => (await import('./commands/statistics.ts')).addStatistics],
  ['token', async () => (await import('./commands/token.ts')).addToken],
  ['webhook', async () => (await import('./commands/webhook.ts')).addWebhook],
  ['person', async () => (await import('./commands/person.ts')).addPerson],
  ['balance', async () => (await import('./commands/balance.ts')).addBalance],
  ['retention', async () => (await import('./commands/retention.ts')).addRetention],
  ['hold', async () => (await import('./commands/hold.ts')).addHold],
  ['erase', async () => (await import('./commands/erase.ts')).addErase],
  ['migrate', async () => (await import('./commands/migrate.ts')).addMigrate],
  ['backup', async () => (await import('./commands/backup.ts')).addBackup],
  ['restore', async () => (await import('./commands/restore.ts')).addRestore],
  ['export', async () => (await import('./commands/export.ts')).addExport],
  ['court', async () => (await import('./commands/court.ts')).addCourt],
  ['verify', async () => (await import('./commands/verify.ts')).addVerify],
  ['demo', async () => (await import('./commands/demo.ts')).addDemo],
  ['world', async () => (await import('./commands/world.ts')).addWorld],
  ['training', async () => (await import('./commands/training.ts')).addTraining],
])

/** Adds the command that is asked for; all of them where it is none: then help is wanted, or what there is is told. */
async function addCommands(words: readonly string[], to: AddCommand): Promise<void> {
  const asked = commands.get(words[0] ?? '')
  for (const load of asked === undefined ? commands.values() : [asked]) (await load())(to)
}

function report(reason: unknown, terminal: Terminal, json: boolean): number {
  const isOfUse = reason instanceof CommanderError
  if (isOfUse && reason.exitCode === 0) return exitCodes.done
  const failure = isOfUse ? wrongUse(reason.message.replace(/^error: /, '')) : asFailure(reason)
  if (json) terminal.json({ ok: false, code: failure.code, message: failure.message, ...failure.more })
  else if (!isOfUse) terminal.note(failure.message)
  return failure.exitCode
}

const whyUnavailable = {
  away: 'The database cannot be reached',
  full: 'The disk of the database is full, and nothing was done; try again once there is room',
  readOnly: 'The database may only be read at the moment, and nothing was done; try again later',
} as const

/**
 * What passes without this process: others end, or the owner of the tables runs `rogatory migrate`. Whoever starts the program again is to
 * try: a process that comes up before its tables do would else stay away until somebody starts it by hand.
 */
const passing: ReadonlySet<DatabaseErrorCode> = new Set([
  'DATABASE_IN_USE',
  'DATABASE_OUTDATED',
  'DATABASE_ROLES_OUTDATED',
])

function asFailure(reason: unknown): CommandFailure {
  if (reason instanceof CommandFailure) return reason
  const message = reason instanceof Error ? reason.message : String(reason)
  if (reason instanceof SchemasError) return new CommandFailure(exitCodes.wrongUse, reason.code, message)
  if (reason instanceof ConfigError) return new CommandFailure(exitCodes.wrongUse, reason.code, message)
  if (reason instanceof DatabaseError)
    return new CommandFailure(
      passing.has(reason.code) ? exitCodes.unavailable : exitCodes.wrongUse,
      reason.code,
      message,
    )
  if (reason instanceof IdentityError) return new CommandFailure(exitCodes.failed, reason.code, message)
  if (reason instanceof ExportRefused) return refusedBy(reason.refusal)
  if (reason instanceof ExportTooLarge) return exportTooLarge(message)
  if (isConnectionError(reason)) {
    return new CommandFailure(
      exitCodes.unavailable,
      'DATABASE_UNAVAILABLE',
      `${whyUnavailable[whyNothingIsTaken(reason) ?? 'away']}: ${message}`,
    )
  }
  return new CommandFailure(exitCodes.failed, 'FAILED', message)
}
