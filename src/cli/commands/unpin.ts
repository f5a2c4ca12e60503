import type { Command } from 'commander'
import { isReason, reasonLengthMax } from '../../exhibit/reason.ts'
import { unpinPeer } from '../../exchange/pinning.ts'
import { counted } from '../inWords.ts'
import { type NodeOptions, personOf, withNode } from '../nodeOfCommand.ts'
import { refusedBy, wrongUse } from '../outcome.ts'
import type { Terminal } from '../terminal.ts'

interface UnpinOptions extends NodeOptions {
  readonly reason: string
}

/** `rogatory trust unpin`: an operator ends the trust in a State. */
export function addUnpin(trust: Command, terminal: Terminal): void {
  trust
    .command('unpin <state>')
    .description(
      'End the pin of a peer that has left, or whose node is gone for good: nothing goes to it or comes from it any more; the log says who decided it',
    )
    .requiredOption('--reason <text>', 'why, for whoever reads the log')
    .option('--as <person>', 'who decides it (default: the login name)')
    .option('--data <folder>', 'data folder of the node')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nRecords, lists and proofs stay, and what waits for it stays in the outbox. To go on with it, pin it again (trust pin).',
    )
    .action(async (state: string, options: UnpinOptions) => {
      const reason = options.reason.trim()
      if (!isReason(reason))
        throw wrongUse(`--reason must say why, in one line of ${reasonLengthMax} characters at most`)
      await withNode(options, 'act', async (open) => {
        const { node, settings, database } = open
        const by = { person: personOf(options), authority: settings.authorities[0]?.id ?? settings.state }
        const ended = await unpinPeer(node, state, { ...by, reason })
        if (!ended.ok) throw refusedBy(ended)
        await open.refreshTrust()
        // A node that is served knows it at once.
        database.signals.notify('rogatory_trust')
        database.signals.notify('rogatory_audit')
        const { waiting } = ended
        if (options.json === true) {
          terminal.json({ ok: true, state, waiting })
          return
        }
        terminal.say(`${state} is not pinned any more: nothing goes to it or comes from it.`)
        if (waiting > 0)
          terminal.say(
            `${counted(waiting, 'message')} that waited for it stay in the outbox, and go where it is pinned again.`,
          )
      })
    })
}
