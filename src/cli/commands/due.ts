import { InvalidArgumentError } from 'commander'
import {
  type DueCase,
  type DueClock,
  type DueObligation,
  listDue,
  placeInDue,
} from '../../exchange/listDue.ts'
import { sayPlace } from '../../exchange/review/terms.ts'
import { pageMax } from '../../store/requests.ts'
import { whoseTurn } from '../../workflow/whoseTurn.ts'
import type { AddCommand } from '../addCommand.ts'
import { addressing } from '../addressing.ts'
import { byBasis, turnWords } from '../caseInWords.ts'
import { counted } from '../inWords.ts'
import { type NodeOptions, personOf, withNode } from '../nodeOfCommand.ts'
import { ownAuthorities } from '../ownAuthorities.ts'
import { placeAfter } from '../placeAfter.ts'
import { harmless } from '../terminal.ts'

interface DueOptions extends NodeOptions {
  readonly authority?: string
  readonly within?: number
  readonly after?: string
}

const help = `
A clock marks and reminds; it decides nothing. Both sides of a request see the same clocks. Legal clocks have a number in a
treaty, soft ones are service targets. Conditions that end at a date stand among them, also after the closing: a deed is to
be done by then, a limit holds until then. A page has ${pageMax} requests. That somebody has seen the list goes into the log.

Examples:
  rogatory due --as "Example-A"
  rogatory due --within 14 --json`

const dayMs = 86_400_000

/** `rogatory due`: what runs out when, in all requests of this node. */
export function addDue({ program, terminal }: AddCommand): void {
  program
    .command('due')
    .description(
      'List what runs out when, the first first: answers owed, holds that end, periods of the law, conditions with a date',
    )
    .option('--authority <id>', 'only requests of this authority (default: all of this node)')
    .option(
      '--within <days>',
      'only what ends within so many days; what has run out is always shown',
      readDays,
    )
    .option('--after <place>', 'the next page: the place of the last request, as the page before tells it')
    .option('--as <person>', 'who reads (default: the login name)')
    .option('--data <folder>', 'data folder of the node (default: ROGATORY_DATA, or ./data)')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', help)
    .action(async (options: DueOptions) => {
      const { authority, within } = options
      const after = placeAfter(options)
      await withNode(options, 'read', async ({ node, database }) => {
        const now = node.now()
        const listing = {
          authorities: ownAuthorities(node, authority),
          ...(within === undefined ? {} : { before: new Date(now.getTime() + within * dayMs) }),
          ...(after === undefined ? {} : { after }),
          limit: pageMax,
        }
        const due = await listDue(node, listing, { person: personOf(options), role: 'officer' })
        database.signals.notify('rogatory_audit')
        const next = due.length === pageMax ? nextAfter(due) : null
        if (options.json === true) {
          terminal.json({ ok: true, due: due.map(dueView), next })
          return
        }
        terminal.say(`${counted(due.length, 'request')} with something that runs out`)
        for (const one of due) for (const line of linesOf(one, now)) terminal.say(harmless(line))
        if (next !== null) terminal.say(`\nThe next page: rogatory due --after ${next}`)
      })
    })
}

/** The place behind which the next page begins. */
function nextAfter(due: readonly DueCase[]): string | null {
  const last = due.at(-1)
  const place = last === undefined ? null : placeInDue(last.row)
  return place === null ? null : sayPlace(place)
}

/** A request with its clocks and obligations; plain JSON. */
function dueView({ row, state, clocks, obligations }: DueCase) {
  return {
    request: row.id,
    reference: row.reference,
    side: row.side,
    own: row.own_authority,
    counterpart: row.counterpart_authority,
    turn: whoseTurn(state, row.side),
    clocks,
    obligations,
  }
}

function linesOf({ row, state, clocks, obligations }: DueCase, now: Date): readonly string[] {
  const { reference, side, own_authority: own, counterpart_authority: counterpart } = row
  const who = addressing({ side, own, counterpart }, state.measures)
  return [
    '',
    `${reference}  ${who}  ${turnWords[whoseTurn(state, side)]}`,
    ...[
      ...clocks.map((one) => [one.ends, clockLine(one, now)] as const),
      ...obligations.map((one) => [one.ends, obligationLine(one, now)] as const),
    ]
      .sort(([one], [other]) => Date.parse(one) - Date.parse(other))
      .map(([, line]) => line),
  ]
}

/** A clock in a line: when it ends, of what, by which rule, and what it shows now. */
export function clockLine({ clock, source, differs, ...due }: DueClock, now: Date): string {
  return lineOf({ ...due, code: clock, source, differs: byBasis(differs) }, now)
}

function obligationLine(due: DueObligation, now: Date): string {
  return lineOf({ ...due, title: `${due.title}, ${due.until}`, differs: '' }, now)
}

function lineOf(
  {
    measure,
    title,
    code,
    kind,
    ends,
    mark,
    source,
    differs,
  }: Pick<DueObligation, 'measure' | 'title' | 'code' | 'ends' | 'source'> & {
    readonly kind: string
    readonly mark: string | null
    readonly differs: string
  },
  now: Date,
): string {
  const left = Date.parse(ends) - now.getTime()
  const when = left <= 0 ? `ran out ${spanOf(-left)} ago` : `in ${spanOf(left)}`
  const words = `${ends}  ${when}  ${measure.id} ${measure.kind}: ${title} (${code}, ${kind}, ${source})${differs}`
  return `  ${mark === null ? ' ' : '!'} ${words}${mark === null ? '' : `: ${mark}`}`
}

function spanOf(ms: number): string {
  const hours = Math.floor(ms / 3_600_000)
  return hours < 72 ? counted(hours, 'hour') : counted(Math.floor(hours / 24), 'day')
}

const daysMax = 3650

function readDays(text: string): number {
  const days = Number(text)
  if (!/^[0-9]{1,4}$/.test(text) || days > daysMax)
    throw new InvalidArgumentError(`It must be a number of days up to ${daysMax}.`)
  return days
}
