import { pageMax } from '../../store/requests.ts'
import { listCases } from '../../exchange/listCases.ts'
import { sayPlace } from '../../exchange/review/terms.ts'
import { closedLines, headOf, listedView, measureLines } from '../caseInWords.ts'
import { counted } from '../inWords.ts'
import { type NodeOptions, personOf, withNode } from '../nodeOfCommand.ts'
import { ownAuthorities } from '../ownAuthorities.ts'
import { placeAfter } from '../placeAfter.ts'
import type { AddCommand } from '../addCommand.ts'
import { harmless } from '../terminal.ts'

interface InboxOptions extends NodeOptions {
  readonly authority?: string
  readonly state?: string
  readonly all?: boolean
  readonly after?: string
}

const help = `
Requests that have ended are left out unless --all or --state is given. A page has ${pageMax} requests. That somebody has
seen the list, and who, goes into the log.

Examples:
  rogatory inbox --as "Example-A"
  rogatory inbox --authority vn.spp --state preserved --json`

/** `rogatory inbox`: the requests of this node and whose turn it is. */
export function addInbox({ program, terminal }: AddCommand): void {
  program
    .command('inbox')
    .description(
      'List the requests of this node, the last changed first: where they stand and whose turn it is',
    )
    .option('--authority <id>', 'only those of this authority (default: all of this node)')
    .option('--state <state>', 'only those in this state, ended or not')
    .option('--all', 'also those that have ended')
    .option('--after <place>', 'the next page: the place of the last request, as the page before tells it')
    .option('--as <person>', 'who reads (default: the login name)')
    .option('--data <folder>', 'data folder of the node (default: ROGATORY_DATA, or ./data)')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', help)
    .action(async (options: InboxOptions) => {
      const { authority, state, all } = options
      const after = placeAfter(options)
      await withNode(options, 'read', async ({ node, database }) => {
        const listing = {
          authorities: ownAuthorities(node, authority),
          ...(state === undefined ? {} : { state }),
          ended: all === true,
          ...(after === undefined ? {} : { after }),
          limit: pageMax,
        }
        const reader = { person: personOf(options), role: 'officer' }
        const listed = await listCases(node, listing, reader)
        database.signals.notify('rogatory_audit')
        const now = node.now()
        const cases = listed.cases.map((one) => listedView(one, now))
        const next = listed.next === null ? null : sayPlace(listed.next)
        if (options.json === true) {
          terminal.json({ ok: true, cases, next })
          return
        }
        terminal.say(`${counted(cases.length, 'request')}, the last changed first`)
        for (const one of cases) {
          terminal.say('')
          terminal.say(harmless(headOf(one)))
          terminal.say(harmless(`  ${one.state}; changed ${one.updatedAt}; id ${one.request}`))
          for (const line of closedLines(one)) terminal.say(harmless(`  ${line}`))
          for (const line of one.measures.flatMap(measureLines)) terminal.say(harmless(`  ${line}`))
          if (one.nextClock !== null) terminal.say(`  next clock at ${one.nextClock}`)
          if (one.pending > 0)
            terminal.say(`  ${counted(one.pending, 'message')} of ours without a receipt yet`)
          if (one.refused > 0)
            terminal.say(`  ${counted(one.refused, 'message')} of ours refused by the other side`)
        }
        if (next !== null) terminal.say(`\nThe next page: rogatory inbox --after ${next}`)
      })
    })
}
