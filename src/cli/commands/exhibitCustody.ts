import type { Command } from 'commander'
import { type Checked, checkSealed } from '../../exchange/custody/checkSealed.ts'
import { fetchAnew } from '../../exchange/custody/fetchAnew.ts'
import { noteCustody } from '../../exchange/custody/note.ts'
import { readCustody } from '../../exchange/custody/readCustody.ts'
import type { Node } from '../../exchange/node.ts'
import { isPlace, placeLengthMax } from '../../exhibit/place.ts'
import { reasonLengthMax } from '../../exhibit/reason.ts'
import { isLetterLanguage, letterLanguages } from '../../letter/language.ts'
import type { CustodyEvent } from '../../message/generated/types.ts'
import { refuse } from '../../message/refusal.ts'
import { whereKept } from '../../exchange/exhibits/whereKept.ts'
import { listCheckable } from '../../store/exhibits/deposits.ts'
import { depositsInRequest } from '../../store/exhibits/handedOver.ts'
import { custodyView } from '../../exchange/shown/exhibitShown.ts'
import { custodyLines } from '../../exchange/shown/custodyLines.ts'
import { momentIn } from '../momentIn.ts'
import { type NodeOptions, personOf, withNode } from '../nodeOfCommand.ts'
import { CommandFailure, exitCodes, notedBy, refusedBy, wrongUse } from '../outcome.ts'
import { firstAuthority } from '../ownAuthorities.ts'
import { progressOn } from '../progress.ts'
import { findRequestByName } from '../requestByName.ts'
import { type Terminal, harmless } from '../terminal.ts'

export interface ExhibitOptions extends NodeOptions {
  readonly authority?: string
}

interface ReasonOptions extends ExhibitOptions {
  readonly reason: string
}

interface NoteOptions extends ExhibitOptions {
  readonly action: string
  readonly at?: string
  readonly by?: string
  readonly place?: string
  readonly reason?: string
  readonly language: string
  readonly rehash?: boolean
}

interface CustodyOptions extends ExhibitOptions {
  readonly language: string
}

/** What was done with a file: `check`, `fetch`, `note` and `custody`. */
export function addCustody(exhibit: Command, terminal: Terminal): void {
  addCheck(exhibit, terminal)
  addFetch(exhibit, terminal)
  addNote(exhibit, terminal)
  addShow(exhibit, terminal)
}

export function withUsualOptions(command: Command): Command {
  return command
    .option('--as <person>', 'who does it (default: the login name)')
    .option('--authority <id>', 'for which authority (default: the first of the node)')
    .option('--data <folder>', 'data folder of the node (default: ROGATORY_DATA, or ./data)')
    .option('--json', 'print the result as JSON')
}

/** Where, and why, something is done with a file, as far as that is said. Fails with WRONG_USE. */
export function circumstancesIn(said: { readonly place?: string; readonly reason?: string }): {
  readonly place?: string
  readonly reason?: string
} {
  const { reason } = said
  return { ...placeIn(said), ...(reason === undefined ? {} : { reason: reasonIn({ reason }) }) }
}

/** Where something is done with a file. Fails with WRONG_USE. */
export function placeIn({ place }: { readonly place?: string }): { readonly place?: string } {
  if (place === undefined) return {}
  if (!isPlace(place))
    throw wrongUse(`--place must say where, in one line of ${placeLengthMax} characters at most`)
  return { place: place.trim() }
}

/** Why somebody wants a file. Fails with WRONG_USE. */
export function reasonIn({ reason }: Pick<ReasonOptions, 'reason'>): string {
  const said = reason.trim()
  if (said === '' || said.length > reasonLengthMax)
    throw wrongUse(`--reason must say why, in ${reasonLengthMax} characters at most`)
  return said
}

function addCheck(exhibit: Command, terminal: Terminal): void {
  const command = exhibit
    .command('check [deposit]')
    .description('Read sealed files again where they lie, one or all; what is not what it was is set aside')
  withUsualOptions(command).action(async (deposit: string | undefined, options: ExhibitOptions) => {
    await withNode(options, 'act', async ({ node, database }) => {
      const actor = {
        person: personOf(options),
        role: 'officer',
        authority: firstAuthority(node, options.authority),
      }
      const deposits = deposit === undefined ? await listCheckable(node.db, node.state) : [deposit]
      const progress = progressOn(terminal, null)
      const found: Checked[] = []
      for (const one of deposits) {
        const checked = await whereKept(checkSealed(node, one, { actor, onBytes: progress.passed })).finally(
          progress.end,
        )
        // One that was erased meanwhile is none of all of them any more.
        if (checked.ok) found.push({ deposit: one, status: checked.status, code: checked.code })
        else if (deposit !== undefined || checked.code === 'EXHIBIT_STORE_UNAVAILABLE')
          throw refusedBy(checked)
      }
      database.signals.notify('rogatory_audit')
      const damaged = found.filter(({ code }) => code !== null)
      if (options.json === true) terminal.json({ ok: damaged.length === 0, exhibits: found })
      else for (const one of found) terminal.say(`${one.deposit}  ${one.code ?? 'whole'}`)
      if (damaged.length > 0)
        throw new CommandFailure(
          exitCodes.damaged,
          'EXHIBIT_DAMAGED',
          `${damaged.length} of ${found.length} not what they were: set aside, and the other States are told`,
        )
    })
  })
}

function addFetch(exhibit: Command, terminal: Terminal): void {
  const command = exhibit
    .command('fetch <deposit>')
    .description('Fetch a damaged file of another State anew')
    .requiredOption('--reason <text>', 'why it is wanted')
  withUsualOptions(command).action(async (deposit: string, options: ReasonOptions) => {
    const reason = reasonIn(options)
    await withNode(options, 'act', async ({ node, database }) => {
      const order = { person: personOf(options), authority: firstAuthority(node, options.authority), reason }
      const wanted = await fetchAnew(node, deposit, order)
      database.signals.notify('rogatory_audit')
      database.signals.notify('rogatory_exhibits')
      if (!wanted.ok) throw notedBy(wanted)
      if (options.json === true) terminal.json({ ok: true, deposit, status: wanted.status })
      else terminal.say(`${deposit}  ${wanted.status}`)
    })
  })
}

function addNote(exhibit: Command, terminal: Terminal): void {
  const command = exhibit
    .command('note <deposit>')
    .description('Note what was done with a file, or with what it was taken from')
    .requiredOption(
      '--action <code>',
      'identified, collected, acquired, imaged, sealed, returned, destroyed …',
    )
    .option('--at <instant>', 'when (default: now)')
    .option('--by <person>', 'who did it (default: whoever notes it)')
    .option('--place <text>', 'where')
    .option('--reason <text>', 'why')
    .option('--language <language>', 'in which the reason is written', 'en')
    .option('--rehash', 'open the file and hash it again for it')
  withUsualOptions(command).action(async (deposit: string, options: NoteOptions) => {
    await withNode(options, 'act', async ({ node, database }) => {
      const { action, at, place, reason, language } = options
      const person = personOf(options)
      const progress = progressOn(terminal, null)
      const event = {
        at: (at === undefined ? node.now() : momentIn('at', at)).toISOString(),
        action: action as CustodyEvent['action'],
        by: options.by ?? person,
        ...(place === undefined ? {} : { place }),
        ...(reason === undefined ? {} : { reason: { language, text: reason } }),
      }
      const order = {
        person,
        authority: firstAuthority(node, options.authority),
        event,
        isHashed: options.rehash === true,
      }
      const noting = noteCustody(node, deposit, { ...order, onBytes: progress.passed })
      const noted = await noting.finally(progress.end)
      database.signals.notify('rogatory_audit')
      if (!noted.ok) throw notedBy(noted)
      if (options.json === true)
        terminal.json({ ok: true, deposit, number: noted.number, event: noted.event })
      else {
        const hashed = noted.event.sha256 === undefined ? '' : `, SHA-256 ${noted.event.sha256}`
        terminal.say(harmless(`${deposit}  note ${noted.number}: ${action}${hashed}`))
      }
    })
  })
}

function addShow(exhibit: Command, terminal: Terminal): void {
  const command = exhibit
    .command('custody <deposit-or-request> [exhibit]')
    .description(
      'Show the chain of custody of a file: by its deposit, or a request and the id of the exhibit in it',
    )
    .option('--language <language>', `words in ${letterLanguages.join(', ')}`, 'en')
  withUsualOptions(command).action(async (ref: string, id: string | undefined, options: CustodyOptions) => {
    const { language } = options
    if (!isLetterLanguage(language))
      throw wrongUse(`--language must be one of ${letterLanguages.join(', ')}, not ${language}`)
    await withNode(options, 'read', async ({ node, database }) => {
      const deposit = id === undefined ? ref : await depositIn(node, ref, id)
      const reader = {
        person: personOf(options),
        role: 'officer',
        authority: firstAuthority(node, options.authority),
      }
      const { authority } = options
      const read = await readCustody(node, deposit, reader, authority === undefined ? 'all' : { authority })
      database.signals.notify('rogatory_audit')
      if (!read.ok) throw notedBy(read)
      if (options.json === true) terminal.json({ ok: true, ...custodyView(read) })
      else for (const line of custodyLines(read, language)) terminal.say(harmless(line))
    })
  })
}

/** The deposit that an exhibit of a request is; fails where none or several are called so. */
async function depositIn(node: Node, ref: string, exhibit: string): Promise<string> {
  const { id } = await findRequestByName(node, ref)
  const [deposit, ...more] = await depositsInRequest(node.db, id, exhibit)
  if (deposit === undefined) throw refusedBy(refuse('EXHIBIT_UNKNOWN', { detail: exhibit }))
  if (more.length > 0) throw refusedBy(refuse('REFERENCE_AMBIGUOUS', { expected: [deposit, ...more] }))
  return deposit
}
