import type { Command } from 'commander'
import type { Actor } from '../audit/events.ts'
import type { ReviewPage, ReviewQuestion } from '../exchange/review/review.ts'
import { isRequestId } from '../exchange/review/terms.ts'
import { csvOf } from '../exchange/shown/csv.ts'
import type { Shown } from '../exchange/shown/shown.ts'
import { erasedInWords } from './inWords.ts'
import { findRequestByName } from './requestByName.ts'
import { momentIn } from './momentIn.ts'
import { peerIn } from './peerIn.ts'
import { type NodeOptions, allPlaced, personOf, withNode } from './nodeOfCommand.ts'
import { wrongUse } from './outcome.ts'
import type { Node } from '../exchange/node.ts'
import { type Terminal, harmless } from './terminal.ts'

/** What every question about the records may say. */
export interface ReviewOptions extends NodeOptions {
  readonly request?: string
  readonly peer?: string
  readonly from?: string
  readonly until?: string
  readonly after?: string
  readonly csv?: boolean
}

/** The same answer for a person. */
export interface Spoken extends Shown {
  readonly words: readonly string[]
  /** Told beside a table, and at the end of the words. */
  readonly hints?: readonly string[]
}

/** Adds the options of a question about the records. */
export function withReviewOptions(command: Command): Command {
  return withShownOptions(
    command
      .option('--request <ref>', 'about this request: its reference, its id, or how that begins')
      .option('--peer <state>', 'with this State')
      .option('--from <time>', 'from this day or instant on (RFC 3339; a day begins at 00:00 UTC)')
      .option('--until <time>', 'before this day or instant')
      .option('--after <request>', 'the next page: the id of the last request of the page before'),
  )
}

/** Adds the options of who reads, where, and as what it is shown. */
export function withShownOptions(command: Command): Command {
  return command
    .option('--csv', 'print a table (RFC 4180) that no program takes for formulas')
    .option('--as <person>', 'who reads (default: the login name)')
    .option('--data <folder>', 'data folder of the node (default: ROGATORY_DATA, or ./data)')
    .option('--json', 'print the result as JSON')
}

/** Opens the node for an auditor, lets `read` answer, and shows the answer as the person wants it. */
export async function review(
  options: NodeOptions & { readonly csv?: boolean },
  terminal: Terminal,
  read: (node: Node, reader: Actor) => Promise<Spoken>,
): Promise<void> {
  await withNode(options, 'read', async (open) => {
    const { node, settings, database } = open
    await allPlaced(open)
    const authority = settings.authorities[0]?.id ?? settings.state
    const { hints = [], ...shown } = await read(node, {
      person: personOf(options),
      role: 'auditor',
      authority,
    })
    database.signals.notify('rogatory_audit')
    if (options.json === true) terminal.json({ ok: true, ...shown.json })
    else if (options.csv === true) {
      for (const hint of hints) terminal.note(harmless(hint))
      terminal.say(csvOf(shown.table).trimEnd())
    } else for (const line of [...shown.words, ...hints]) terminal.say(harmless(line))
  })
}

/** What is to be known beside the lines of a page, however they are shown: what lacks in them, and that there are more. */
export function hintsOf({ erased, next, hints }: ReviewPage<unknown>): readonly string[] {
  return [...erasedInWords(erased), ...hints, ...(next === null ? [] : [`There are more: --after ${next}`])]
}

/** Throws CommandFailure WRONG_USE, and as `findRequestByName` does. */
export async function reviewQuestion(
  node: Node,
  { request, peer, from, until, after }: ReviewOptions,
): Promise<ReviewQuestion> {
  if (after !== undefined && !isRequestId(after)) throw wrongUse('--after must be the id of a request')
  const times = {
    ...(from === undefined ? {} : { from: momentIn('from', from) }),
    ...(until === undefined ? {} : { until: momentIn('until', until) }),
  }
  if (times.from !== undefined && times.until !== undefined && times.from >= times.until)
    throw wrongUse('--until must be after --from')
  return {
    ...(request === undefined ? {} : { request: (await findRequestByName(node, request)).id }),
    ...(peer === undefined ? {} : { peer: peerIn(peer) }),
    ...times,
    ...(after === undefined ? {} : { after }),
  }
}
