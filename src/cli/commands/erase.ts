import { eraseRecord, groundLengthMax } from '../../exchange/erasure/erase.ts'
import { standingOf } from '../../exchange/standing.ts'
import type { OpenNode } from '../../opening.ts'
import type { RequestRow } from '../../store/tables.ts'
import type { AddCommand } from '../addCommand.ts'
import { counted } from '../inWords.ts'
import { type NodeOptions, personOf, withNode } from '../nodeOfCommand.ts'
import { notedBy, wrongUse } from '../outcome.ts'
import { findRequestWritten } from '../requestByName.ts'

interface EraseOptions extends NodeOptions {
  readonly ground: string
  readonly approvedBy: string
  readonly courtOrder?: boolean
}

const help = `
What goes: the texts of all messages, what was refused, what other States gave by it, the state of its measures, and what
opens the log about it. What stays: that the request existed, with whom, when it ended and was erased; digests, receipts
and times, by which both nodes and an auditor go on comparing. It cannot be undone, and it is for this node alone: the
other side erases by itself.

A record is erased once it has ended, nothing of it waits, no legal hold is on it, and the time for which it is kept is
over (retention in state.json). Before that time it goes where one side has asked (erasure-request) and the other has
reported that it erases the whole (erasure-report), or with --court-order.

Example:
  rogatory erase VN-DEMO-2027-0001 --ground "Data Protection Act, section 12" --as "Example-A" --approved-by "Example-B"`

/** `rogatory erase`: the contents of one record, by two persons. */
export function addErase({ program, terminal }: AddCommand): void {
  program
    .command('erase <ref>')
    .description('Erase the contents of a request that has ended; needs two persons, and the log tells of it')
    .requiredOption('--ground <text>', 'why it may be erased: the provision, or the order of the court')
    .requiredOption('--approved-by <name>', 'the second person')
    .option(
      '--court-order',
      'the ground is an order of a court, which goes before the time for which it is kept',
    )
    .option('--as <person>', 'who erases (default: the login name)')
    .option('--data <folder>', 'data folder of the node (default: ROGATORY_DATA, or ./data)')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', help)
    .action(async (ref: string, options: EraseOptions) => {
      const ground = options.ground.trim()
      if (ground === '' || ground.length > groundLengthMax)
        throw wrongUse(`--ground must say why, in ${groundLengthMax} characters at most`)
      await withNode(options, 'act', async (open) => {
        const { node, settings, database } = open
        const row = await findRequestWritten(node, ref)
        const { id: request, reference } = row
        const order = {
          request,
          ground,
          courtOrder: options.courtOrder === true,
          officer: personOf(options),
          approver: options.approvedBy,
        }
        await hearPeerOf(open, row)
        const done = await eraseRecord(node, order, settings.retention ?? [])
        if (!done.ok) throw notedBy(done)
        database.signals.notify('rogatory_audit')
        const { erased } = done
        if (options.json === true) {
          terminal.json({ ok: true, request, ...erased, at: erased.at.toISOString() })
          return
        }
        terminal.say(
          `The contents of ${reference} were erased on ${erased.at.toISOString()} (${erased.ground}).`,
        )
        terminal.say(
          `With them went ${counted(erased.openings, 'opening')} of the log. Backups hold all of it until they are gone too.`,
        )
      })
    })
}

/**
 * Has the peer of the record tell what it has of it, where it has not since the node came up: beside a node in service it has. Where none
 * is, as where the database was put back a moment ago, this command is the first to come up, and nobody has asked yet.
 */
async function hearPeerOf(
  { node, hearing }: Pick<OpenNode, 'node' | 'hearing'>,
  { counterpart_state }: RequestRow,
): Promise<void> {
  await hearing.begin()
  const { unheard } = await standingOf(node, node.db)
  // Where it cannot be heard, that is what the erasing is refused with.
  if (unheard.has(counterpart_state)) await hearing.hear(counterpart_state)
}
