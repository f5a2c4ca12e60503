import type { Command } from 'commander'
import { acceptanceOf } from '../../exchange/exhibits/acceptance.ts'
import { readCase } from '../../exchange/readCase.ts'
import { refuse } from '../../message/refusal.ts'
import { type NodeOptions, personOf, withNode } from '../nodeOfCommand.ts'
import { refusedBy } from '../outcome.ts'
import { findWholeRequest } from '../requestByName.ts'
import { standingInWords } from '../standingInWords.ts'
import { type Terminal, harmless } from '../terminal.ts'

/** `rogatory exhibit standing`: which exhibit of which delivery is accepted, disputed, replaced or still open. */
export function addStanding(exhibit: Command, terminal: Terminal): void {
  exhibit
    .command('standing <ref> [exhibit]')
    .description('Show which exhibit of which delivery is accepted, disputed and why, replaced, or open')
    .option('--as <person>', 'who reads the record (default: the login name)')
    .option('--data <folder>', 'data folder of the node (default: ROGATORY_DATA, or ./data)')
    .option('--json', 'print the result as JSON')
    .action(async (ref: string, only: string | undefined, options: NodeOptions) => {
      await withNode(options, 'read', async ({ node, database }) => {
        const { id, reference } = await findWholeRequest(node, ref)
        // The log tells who has read the record before anything of it is shown.
        const read = await readCase(node, id, { person: personOf(options), role: 'officer' }, 0)
        database.signals.notify('rogatory_audit')
        if (read === null) throw refusedBy(refuse('REQUEST_UNKNOWN'))
        const all = await acceptanceOf(node.db, id)
        const exhibits = only === undefined ? all : all.filter((one) => one.exhibit === only)
        if (only !== undefined && exhibits.length === 0)
          throw refusedBy(refuse('EXHIBIT_UNKNOWN', { detail: only }))
        if (options.json === true) terminal.json({ ok: true, request: id, reference, exhibits })
        else if (exhibits.length === 0) terminal.say('Nothing was handed over.')
        else for (const one of exhibits) terminal.say(harmless(standingInWords(one)))
      })
    })
}
