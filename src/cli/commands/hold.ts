import { groundLengthMax } from '../../exchange/erasure/erase.ts'
import { holdRecord, releaseRecord } from '../../exchange/erasure/hold.ts'
import type { AddCommand } from '../addCommand.ts'
import { type NodeOptions, personOf, withNode } from '../nodeOfCommand.ts'
import { notedBy, wrongUse } from '../outcome.ts'
import { findRequestByName } from '../requestByName.ts'

interface HoldOptions extends NodeOptions {
  readonly reason: string
  readonly release?: boolean
}

const help = `
A record under a legal hold is not erased, whoever asks for it and whatever time is over. It goes on taking messages. The
holds are listed by rogatory retention, and the log tells who placed and who released each.

Examples:
  rogatory hold VN-DEMO-2027-0001 --reason "appeal pending, 12 Cr 4" --as "Example-A"
  rogatory hold VN-DEMO-2027-0001 --release --reason "appeal decided" --as "Example-A"`

/** `rogatory hold`: lets nobody erase a record, or lets it be erased again. */
export function addHold({ program, terminal }: AddCommand): void {
  program
    .command('hold <ref>')
    .description('Put a legal hold on a request, so that nobody erases it; or release it')
    .requiredOption('--reason <text>', 'why it must be kept, or need not be kept any more')
    .option('--release', 'release the hold that is on it')
    .option('--as <person>', 'who decides it (default: the login name)')
    .option('--data <folder>', 'data folder of the node (default: ROGATORY_DATA, or ./data)')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', help)
    .action(async (ref: string, options: HoldOptions) => {
      const reason = options.reason.trim()
      if (reason === '' || reason.length > groundLengthMax)
        throw wrongUse(`--reason must say why, in ${groundLengthMax} characters at most`)
      await withNode(options, 'act', async ({ node, database }) => {
        const { id: request, reference } = await findRequestByName(node, ref)
        const isReleased = options.release === true
        const change = isReleased ? releaseRecord : holdRecord
        const done = await change(node, { request, reason, person: personOf(options) })
        if (!done.ok) throw notedBy(done)
        database.signals.notify('rogatory_audit')
        if (options.json === true) terminal.json({ ok: true, request, held: !isReleased })
        else
          terminal.say(
            isReleased ? `The legal hold on ${reference} is released.` : `A legal hold is on ${reference}.`,
          )
      })
    })
}
