import { InvalidArgumentError } from 'commander'
import { type KeptRecord, listKept } from '../../exchange/erasure/listKept.ts'
import { type HeldRequest } from '../../store/erasure.ts'
import { pageMax } from '../../store/requests.ts'
import type { AddCommand } from '../addCommand.ts'
import { counted } from '../inWords.ts'
import { type NodeOptions, personOf, withNode } from '../nodeOfCommand.ts'
import { ownAuthorities } from '../ownAuthorities.ts'
import { wrongUse } from '../outcome.ts'
import { harmless } from '../terminal.ts'

interface RetentionOptions extends NodeOptions {
  readonly authority?: string
  readonly within: number
  readonly after?: string
}

const help = `
How long records are kept after they end stands in state.json, by kind of measure and legal basis:
  "retention": [{ "months": 60 }, { "kind": "preservation", "months": 24 }, { "basis": "UNCC", "months": 120 }]
The longest of the rules that apply counts. A record of which no rule speaks is kept. Nothing is erased by itself: a job of the node notes
in the log what is over, and the desk tells those who may decide. See rogatory erase. A page has ${pageMax} requests. That somebody has
seen the list goes into the log.

Examples:
  rogatory retention --as "Example-A"
  rogatory retention --within 90 --json`

const dayMs = 86_400_000
const daysMax = 3650
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** `rogatory retention`: which records are kept too long, will soon be, or are held. */
export function addRetention({ program, terminal }: AddCommand): void {
  program
    .command('retention')
    .description('List the ended requests whose time is over or soon will be, and those under a legal hold')
    .option('--authority <id>', 'only requests of this authority (default: all of this node)')
    .option('--within <days>', 'also those whose time is over within so many days', readDays, 30)
    .option('--after <request>', 'the next page: the id of the last request of the page before')
    .option('--as <person>', 'who reads (default: the login name)')
    .option('--data <folder>', 'data folder of the node (default: ROGATORY_DATA, or ./data)')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', help)
    .action(async (options: RetentionOptions) => {
      const { authority, within, after } = options
      if (after !== undefined && !uuid.test(after)) throw wrongUse('--after must be the id of a request')
      await withNode(options, 'read', async ({ node, settings, database }) => {
        const now = node.now()
        const listing = {
          authorities: ownAuthorities(node, authority),
          rules: settings.retention ?? [],
          before: new Date(now.getTime() + within * dayMs),
          ...(after === undefined ? {} : { after }),
          limit: pageMax,
        }
        const { records, holds, next } = await listKept(node, listing, {
          person: personOf(options),
          // What is over its time is looked through by who runs the node; who then decides is named with the erasure.
          role: 'administrator',
        })
        database.signals.notify('rogatory_audit')
        if (options.json === true) {
          terminal.json({ ok: true, records: records.map((one) => viewOf(one, now)), holds, next })
          return
        }
        terminal.say(`${counted(records.length, 'ended request')} to look at`)
        for (const one of records) terminal.say(harmless(lineOf(one, now)))
        terminal.say(counted(holds.length, 'legal hold'))
        for (const hold of holds) terminal.say(harmless(holdLine(hold)))
        if (next !== null) terminal.say(`\nThe next page: rogatory retention --after ${next}`)
      })
    })
}

function viewOf({ row, endedAt, until, held }: KeptRecord, now: Date) {
  return {
    request: row.id,
    reference: row.reference,
    counterpart: row.counterpart_authority,
    state: row.state,
    endedAt: endedAt.toISOString(),
    until: until?.toISOString() ?? null,
    over: until !== null && until <= now,
    held,
  }
}

function lineOf({ row, endedAt, until, held }: KeptRecord, now: Date): string {
  const { reference, counterpart_authority: counterpart, state } = row
  const hold = held ? ', under a legal hold' : ''
  return `  ${reference}  with ${counterpart}, ${state} since ${endedAt.toISOString()}: ${keptInWords(until, now)}${hold}`
}

function keptInWords(until: Date | null, now: Date): string {
  if (until === null) return 'no rule says how long it is kept'
  return until <= now ? `its time is over since ${until.toISOString()}` : `kept until ${until.toISOString()}`
}

function holdLine({ reference, counterpart_authority, reason, person, placed_at }: HeldRequest): string {
  return `  ${reference}  with ${counterpart_authority}: held since ${placed_at.toISOString()} by ${person}: ${reason}`
}

function readDays(text: string): number {
  const days = Number(text)
  if (!/^[0-9]{1,4}$/.test(text) || days > daysMax)
    throw new InvalidArgumentError(`It must be a number of days up to ${daysMax}.`)
  return days
}
