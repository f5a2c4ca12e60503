import type { Command } from 'commander'
import { severities } from '../../audit/bundle/report.ts'
import { addLogMissed } from './logMissed.ts'
import { addLogRead } from './logRead.ts'
import { addLogUnreasoned } from './logUnreasoned.ts'
import { continueAfterLoss } from '../../exchange/continueLog.ts'
import { givePlaces } from '../../exchange/givePlaces.ts'
import type { Node } from '../../exchange/node.ts'
import { isDatabaseBehind, rolledBackAt } from '../../exchange/standing.ts'
import { checkAndNote } from '../../exchange/recheck/dailyCheck.ts'
import type { OpenNode } from '../../openNode.ts'
import type { BareNode } from '../../opening.ts'
import { stillWaiting, waitingHints } from '../../exchange/stillWaiting.ts'
import { readHead } from '../../store/audit.ts'
import type { AddCommand } from '../addCommand.ts'
import { type NodeOptions, personOf, withBareNode, withNode } from '../nodeOfCommand.ts'
import type { Terminal } from '../terminal.ts'
import { CommandFailure, exitCodes, wrongUse } from '../outcome.ts'

interface ContinueOptions extends NodeOptions {
  readonly reason: string
}

/** How `verify` calls it that a hash or a signature does not hold. */
const brokenExitCode = severities.cryptography

/** `rogatory log check`: what a node does by itself each day, at once. */
function addCheck(log: Command, terminal: Terminal): void {
  log
    .command('check')
    .description('Read the whole log anew: every entry, every tile, and the head that is signed')
    .option('--as <person>', 'who asks for it (default: the login name); it goes into the log')
    .option('--data <folder>', 'data folder of the node (default: ROGATORY_DATA, or ./data)')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nWhat waits for its place is given it first where no process of the node serves.\nExit codes: 0 all is as it was signed; 40 something is not, and the first of it is named (NODE_ROLLED_BACK: the database went back).',
    )
    .action(async (options: NodeOptions) => {
      await withNode(options, 'look', async (open) => {
        const { node, settings } = open
        await refuseShorter(node)
        await givePlaces(open)
        // The peers and witnesses that were asked may have shown that it went back.
        await refuseShorter(node)
        const waiting = await stillWaiting(node)
        const authority = settings.authorities[0]?.id ?? settings.state
        const actor = { person: personOf(options), role: 'administrator', authority }
        const { size, wrong } = await checkAndNote(node, actor)
        if (wrong !== null) {
          const where = `${wrong.object}: ${wrong.what}`
          throw new CommandFailure(brokenExitCode, 'LOG_BROKEN', `The log is not what was signed. ${where}`, {
            size,
            wrong,
          })
        }
        if (options.json === true) terminal.json({ ok: true, size, waiting })
        else {
          terminal.say(`All ${size} entries of the log are as they were signed.`)
          for (const hint of waitingHints(waiting)) terminal.say(hint)
        }
      })
    })
}

/** Throws CommandFailure NODE_ROLLED_BACK where the node has signed more than the database has: what is left may be sound. */
async function refuseShorter(node: Node): Promise<void> {
  if (!(await isDatabaseBehind(node))) return
  const { log, size } = await readHead(node.db)
  const known = node.memory.newest()
  const has = `the database has log ${log} with ${size} entries`
  const shown = node.memory.shownBy() === null ? null : (rolledBackAt(node).detail ?? null)
  const signed = known === null ? '' : `, and this node has signed log ${known.log} with ${known.size}`
  const what = shown === null ? `${has}${signed}` : `${has}; ${shown}`
  throw new CommandFailure(
    brokenExitCode,
    'NODE_ROLLED_BACK',
    `The log is not what was signed. checkpoint: ${what}${shown === null ? '; see "Backup and restore" in docs/operations.md' : ''}`,
    { size, wrong: { object: 'checkpoint', what } },
  )
}

const help = `
For a node whose database went back: it was restored from a backup, and the file "checkpoint" in the data folder says that
the node had signed more; or a witness, which is asked where that file says nothing of it, shows another head of its log.
Such a node signs and sends nothing. Put back the newest database that there is. Where there is no newer one, this command
says so: the log ends where it was last signed, the node goes on under a new log, and asks its peers for what it lacks.
See "Backup and restore" in docs/operations.md.

Example:
  rogatory log continue --reason "disk lost, backup of last night" --as "Example-Administrator"`

/** `rogatory log`: what an administrator may have to do with the log of a node. */
export function addLog({ program, terminal }: AddCommand): void {
  const log = program
    .command('log')
    .description('The log of this node: read it, check it, or go on after a loss')
  addCheck(log, terminal)
  addLogRead(log, terminal)
  addLogMissed(log, terminal)
  addLogUnreasoned(log, terminal)
  log
    .command('continue')
    .description('Accept that the database went back: end the old log and go on with a new one')
    .requiredOption('--reason <text>', 'why, for the log')
    .option('--as <person>', 'who decides it (default: the login name)')
    .option('--data <folder>', 'data folder of the node (default: ROGATORY_DATA, or ./data)')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', help)
    .action(async (options: ContinueOptions) => {
      const { reason } = options
      if (reason.trim() === '') throw wrongUse('--reason must say why')
      const origin =
        (await withBareNode(options, (bare) => continued(bare, options))) ??
        // Where it signed as much again after its database went back, only who has cosigned what was there before knows of it.
        (await withNode(options, 'look', async (open) => {
          await open.learnHeads()
          return await continued(open, options)
        }))
      if (origin === null) {
        throw new CommandFailure(
          exitCodes.refused,
          'NODE_NOT_ROLLED_BACK',
          'The database is not behind what this node has signed, and no witness that answers shows another head of its log; there is nothing to be accepted.',
        )
      }
      if (options.json === true) terminal.json({ ok: true, log: origin })
      else {
        terminal.say(`The node goes on with the log ${origin}.`)
        terminal.say('When it serves, it first asks its peers for what it lacks.')
      }
    })
}

/** The name of the log with which the node goes on; null where its database is not behind. */
async function continued(
  { node, settings }: Pick<OpenNode | BareNode, 'node' | 'settings'>,
  options: ContinueOptions,
): Promise<string | null> {
  const authority = settings.authorities[0]?.id ?? settings.state
  const actor = { person: personOf(options), role: 'administrator', authority }
  if (!(await continueAfterLoss(node, actor, options.reason))) return null
  const { log } = await readHead(node.db)
  return node.logSigner(log).name
}
