import { continueAfterLoss } from '../../exchange/continueLog.ts'
import { readHead } from '../../store/audit.ts'
import type { AddCommand } from '../addCommand.ts'
import { type NodeOptions, personOf, withBareNode } from '../nodeOfCommand.ts'
import { CommandFailure, exitCodes, wrongUse } from '../outcome.ts'

interface ContinueOptions extends NodeOptions {
  readonly reason: string
}

const help = `
For a node whose database went back: it was restored from a backup, and the file "checkpoint" in the data folder says that
the node had signed more. Such a node signs and sends nothing. Put back the newest database that there is. Where there is
no newer one, this command says so: the log ends where it was last signed, the node goes on under a new log, and asks its
peers for what it lacks. See "Backup and restore" in docs/operations.md.

Example:
  rogatory log continue --reason "disk lost, backup of last night" --as "Example-Administrator"`

/** `rogatory log`: what an administrator may have to do with the log of a node. */
export function addLog({ program, terminal }: AddCommand): void {
  program
    .command('log')
    .description('The log of this node after its database went back')
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
      await withBareNode(options, async ({ node, settings }) => {
        const authority = settings.authorities[0]?.id ?? settings.state
        const actor = { person: personOf(options), role: 'administrator', authority }
        if (!(await continueAfterLoss(node, actor, reason))) {
          throw new CommandFailure(
            exitCodes.refused,
            'NODE_NOT_ROLLED_BACK',
            'The database is not behind what this node has signed; there is nothing to be accepted.',
          )
        }
        const { log } = await readHead(node.db)
        const origin = node.logSigner(log).name
        if (options.json === true) terminal.json({ ok: true, log: origin })
        else {
          terminal.say(`The node goes on with the log ${origin}.`)
          terminal.say('When it serves, it first asks its peers for what it lacks.')
        }
      })
    })
}
