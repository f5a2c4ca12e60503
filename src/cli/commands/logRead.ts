import type { Command } from 'commander'
import type { EventName } from '../../audit/events.ts'
import { type TrailLine, type TrailQuestion, readTrail, trailMax } from '../../exchange/readTrail.ts'
import { eventsNamed, placeOf } from '../../exchange/review/terms.ts'
import { csvOf } from '../../exchange/shown/csv.ts'
import { fromInWords } from '../../exchange/shown/fromInWords.ts'
import { trailShown } from '../../exchange/shown/trailShown.ts'
import { detailsInWords } from '../detailsInWords.ts'
import { findRequestByName } from '../requestByName.ts'
import { momentIn } from '../momentIn.ts'
import { peerIn } from '../peerIn.ts'
import { type NodeOptions, allPlaced, personOf, withNode } from '../nodeOfCommand.ts'
import { wrongUse } from '../outcome.ts'
import { type Terminal, harmless } from '../terminal.ts'

interface ReadOptions extends NodeOptions {
  readonly request?: string
  readonly person?: string
  readonly peer?: string
  readonly event: readonly string[]
  readonly from?: string
  readonly until?: string
  readonly first: string
  readonly csv?: boolean
}

const help = `
What is asked together must hold together. A reading gives ${trailMax} entries; --first goes on behind them. That somebody
has read, who, and what they asked, goes into the log. Of a request you are also told who took it away in an export or
court bundle (with --event case.read too), saw it in a list, or asked the log about it. Events are those of docs/audit-events.md; "case" stands for all
that begin with "case.". A name is matched exactly; where nothing is by it, you are told which names are near to it.
Where no process of the node serves, what waits for its place in the log is given it first, as when a node comes up; what has
no place even then is counted (in JSON: waiting).

Examples:
  who has read this case        rogatory log read --request VN-DEMO-1 --event case.read
  or has seen it in a list      rogatory log read --request VN-DEMO-1 --event case
  what did this officer do      rogatory log read --person "Example-A" --from 2026-10-01 --until 2026-11-01
  which clocks were noted       rogatory log read --event clock.ranOut
  which deadlines were missed   rogatory log missed --from 2026-10-01 --until 2026-11-01
  refusals without reasons      rogatory log unreasoned --peer QA
  what went to that State       rogatory log read --peer QA --event message.sent
  show the night of the 14th    rogatory log read --from 2026-11-14T20:00:00Z --until 2026-11-15T06:00:00Z`

/** `rogatory log read`: the trail of this node, for who checks it. */
export function addLogRead(log: Command, terminal: Terminal): void {
  log
    .command('read')
    .description('Read the trail: who did what, when, and about which request')
    .option('--request <ref>', 'about this request: its reference, its id, or how that begins')
    .option('--person <name>', 'done by this person')
    .option('--peer <state>', 'with this State')
    .option(
      '--event <name>',
      'only this event, or those that begin so (may be repeated)',
      (value: string, before: readonly string[]) => [...before, value],
      [],
    )
    .option('--from <time>', 'from this day or instant on (RFC 3339; a day begins at 00:00 UTC)')
    .option('--until <time>', 'before this day or instant')
    .option('--first <place>', 'the first place in the log that is looked at', '0')
    .option('--csv', 'print a table (RFC 4180) that no program takes for formulas')
    .option('--as <person>', 'who reads (default: the login name)')
    .option('--data <folder>', 'data folder of the node (default: ROGATORY_DATA, or ./data)')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', help)
    .action(async (options: ReadOptions) => {
      const asked = questionIn(options)
      await withNode(options, 'read', async (open) => {
        const { node, settings, database } = open
        await allPlaced(open)
        const row = options.request === undefined ? null : await findRequestByName(node, options.request)
        const authority = settings.authorities[0]?.id ?? settings.state
        const reader = { person: personOf(options), role: 'auditor', authority }
        const question = row === null ? asked : { ...asked, request: row.id }
        const answer = await readTrail(node, question, reader)
        database.signals.notify('rogatory_audit')
        const { json, table, next } = trailShown(answer)
        if (options.json === true) {
          terminal.json({ ok: true, ...json })
          return
        }
        const { lines } = answer
        const more = next === null ? [] : [`There are more: --first ${next}`]
        const hints = [...answer.hints, ...more]
        if (options.csv === true) {
          for (const hint of hints) terminal.note(harmless(hint))
          terminal.say(csvOf(table).trimEnd())
          return
        }
        for (const line of lines) terminal.say(harmless(inWords(line)))
        terminal.say(lines.length === 1 ? '1 entry' : `${lines.length} entries`)
        for (const hint of hints) terminal.say(harmless(hint))
      })
    })
}

/** Throws CommandFailure WRONG_USE. */
function questionIn({ person, peer, event, from, until, first }: ReadOptions): TrailQuestion {
  const place = placeOf(first)
  if (place === null) throw wrongUse('--first must be a place in the log: 0 or more')
  return {
    ...(person === undefined ? {} : { person }),
    ...(peer === undefined ? {} : { peer: peerIn(peer) }),
    ...(event.length === 0 ? {} : { events: event.flatMap(eventsCalled) }),
    ...(from === undefined ? {} : { from: momentIn('from', from) }),
    ...(until === undefined ? {} : { until: momentIn('until', until) }),
    first: place,
  }
}

function eventsCalled(name: string): readonly EventName[] {
  const found = eventsNamed(name)
  if (found.length === 0) throw wrongUse(`--event ${name}: no event is called so, see docs/audit-events.md`)
  return found
}

function inWords({ index, entry, request, actor, details, message, isErased }: TrailLine): string {
  const { t, evt, peer, code, seq } = entry
  const place = seq ?? message?.place ?? null
  const from = fromInWords(actor)
  const parts = [
    `${index}`.padStart(6),
    t,
    evt,
    ...(actor === null ? [] : [`by ${actor.person} (${actor.role}, ${actor.authority})`]),
    ...(from === undefined ? [] : [`from ${from}`]),
    ...(request === null ? [] : [`about ${request.reference} (${request.id})`]),
    ...(peer === undefined ? [] : [`with ${peer}`]),
    ...(message === null ? [] : [message.type]),
    ...(place === null ? [] : [`message ${place}`]),
    ...(code === undefined ? [] : [code]),
    ...(details === null ? [] : [detailsInWords(evt, details)]),
    ...(isErased ? ['(something was erased)'] : []),
  ]
  return parts.join('  ')
}
