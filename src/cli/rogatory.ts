import { Command, CommanderError } from 'commander'
import { ConfigError, schemasFolderIn } from '../config.ts'
import { SchemasError, addOwnSchemas } from '../ownSchemas.ts'
import { programVersion } from '../programVersion.ts'
import { isConnectionError } from '../store/failures.ts'
import { IdentityError } from '../store/identity/identityError.ts'
import { DatabaseError } from '../store/ownDatabase.ts'
import { addAct } from './commands/act.ts'
import { addBalance } from './commands/balance.ts'
import { addCarrier } from './commands/carrier.ts'
import { addCert } from './commands/cert/index.ts'
import { addCheck } from './commands/check.ts'
import { addCourt } from './commands/court.ts'
import { addDue } from './commands/due.ts'
import { addDemo } from './commands/demo.ts'
import { addErase } from './commands/erase.ts'
import { addExhibit } from './commands/exhibit.ts'
import { addExport } from './commands/export.ts'
import { addHold } from './commands/hold.ts'
import { addInbox } from './commands/inbox.ts'
import { addInit } from './commands/init.ts'
import { addLog } from './commands/log.ts'
import { addMigrate } from './commands/migrate.ts'
import { addOutbox } from './commands/outbox.ts'
import { addRetention } from './commands/retention.ts'
import { addSend } from './commands/send.ts'
import { addServe } from './commands/serve.ts'
import { addShow } from './commands/show.ts'
import { addStatistics } from './commands/statistics.ts'
import { addPerson } from './commands/person.ts'
import { addToken } from './commands/token.ts'
import { addTrust } from './commands/trust.ts'
import { addVerify } from './commands/verify.ts'
import { addWorld } from './commands/world.ts'
import type { AddCommand } from './addCommand.ts'
import { CommandFailure, exitCodes, wrongUse } from './outcome.ts'
import { type Terminal, processTerminal } from './terminal.ts'
import { wantedBy } from './wantedAct.ts'

/**
 * The command `rogatory`. Returns the exit code: 0 done, 64 wrong use, 65 refused (with the code of the refusal), 69 a
 * database or peer cannot be reached, 1 anything else; `verify` has its own.
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
    asked.setOptionValue('wanted', wantedBy(asked))
  })
  for (const add of commands) add(command)
  try {
    const schemas = schemasFolderIn(process.env)
    if (schemas !== null) await addOwnSchemas(schemas)
    await program.parseAsync([...words], { from: 'user' })
    return exitCode
  } catch (reason) {
    return report(reason, terminal, json)
  }
}

const commands: readonly ((to: AddCommand) => void)[] = [
  addInit,
  addServe,
  addTrust,
  addCert,
  addCheck,
  addSend,
  addInbox,
  addDue,
  addShow,
  addAct,
  addExhibit,
  addCarrier,
  addOutbox,
  addLog,
  addStatistics,
  addToken,
  addPerson,
  addBalance,
  addRetention,
  addHold,
  addErase,
  addMigrate,
  addExport,
  addCourt,
  addVerify,
  addDemo,
  addWorld,
]

function report(reason: unknown, terminal: Terminal, json: boolean): number {
  const isOfUse = reason instanceof CommanderError
  if (isOfUse && reason.exitCode === 0) return exitCodes.done
  const failure = isOfUse ? wrongUse(reason.message.replace(/^error: /, '')) : asFailure(reason)
  if (json) terminal.json({ ok: false, code: failure.code, message: failure.message, ...failure.more })
  else if (!isOfUse) terminal.note(failure.message)
  return failure.exitCode
}

function asFailure(reason: unknown): CommandFailure {
  if (reason instanceof CommandFailure) return reason
  const message = reason instanceof Error ? reason.message : String(reason)
  if (reason instanceof SchemasError) return new CommandFailure(exitCodes.wrongUse, reason.code, message)
  if (reason instanceof ConfigError) return new CommandFailure(exitCodes.wrongUse, reason.code, message)
  if (reason instanceof DatabaseError) return new CommandFailure(exitCodes.wrongUse, reason.code, message)
  if (reason instanceof IdentityError) return new CommandFailure(exitCodes.failed, reason.code, message)
  if (isConnectionError(reason)) {
    return new CommandFailure(
      exitCodes.unavailable,
      'DATABASE_UNAVAILABLE',
      `The database cannot be reached: ${message}`,
    )
  }
  return new CommandFailure(exitCodes.failed, 'FAILED', message)
}
