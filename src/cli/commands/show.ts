import { enclosedIn, openEnclosure } from '../../exchange/enclosures.ts'
import { acceptanceOf } from '../../exchange/exhibits/acceptance.ts'
import { readMatter } from '../../exchange/readMatter.ts'
import { readCase, readMessage, readingMax, type ReadCase } from '../../exchange/readCase.ts'
import { messageIn, receiptIn } from '../../exchange/stored.ts'
import { findHold } from '../../store/erasure.ts'
import type { OpenNode } from '../../opening.ts'
import type { Message } from '../../message/generated/types.ts'
import { allowed } from '../../workflow/allowed.ts'
import { letterLanguages } from '../../letter/language.ts'
import { caseView } from '../../exchange/desk/caseView.ts'
import { closedLines, headOf, mayLines, measureLines } from '../caseInWords.ts'
import { filesIn } from '../filesInWords.ts'
import { enclosureLines, matterLines, matterView } from '../matterInWords.ts'
import { letterFormats } from '../../exchange/letterFiles.ts'
import { type LetterOptions, type LetterWish, giveLetter, letterWish } from '../letterFile.ts'
import { letterOfCase, letterOfMessage } from '../../exchange/letterReading.ts'
import { type NodeOptions, personOf, withNode } from '../nodeOfCommand.ts'
import { CommandFailure, exitCodes, refusedBy, wrongUse } from '../outcome.ts'
import { standingInWords } from '../standingInWords.ts'
import { entryLines, saidEntry, timeline } from '../recordInWords.ts'
import { findRequestByName, findWholeRequest } from '../requestByName.ts'
import type { AddCommand } from '../addCommand.ts'
import { signatureFacts } from '../../exchange/signatureFacts.ts'
import { type Terminal, harmless, harmlessJson } from '../terminal.ts'
import { refuse } from '../../message/refusal.ts'

interface ShowOptions extends NodeOptions, LetterOptions {
  readonly message?: string
  readonly after?: string
  readonly json?: boolean
}

const help = `
REF is the id of the request, its first 8 characters or more, or its reference. The timeline gives two times for each
message: as its author dated it, at the author's place, and when the receipt was given. That somebody has read the case,
and who, goes into the log.

With --language the request, or one message of it, is a formal letter in that language, whatever language it was written
in: codes and labels are translated, what people wrote stands in its own language and is marked, and each letter has its
digest and a code that leads to its proof.

Examples:
  rogatory show VN-DEMO-2027-0001 --as "Example-A"
  rogatory show 0197b1c0 --message 3
  rogatory show VN-DEMO-2027-0001 --language vi
  rogatory show VN-DEMO-2027-0001 --message 1 --language ar --format pdf --out letter.pdf`

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const sequence = /^(0|[1-9][0-9]{0,5})$/

/** `rogatory show`: one case with its whole record, or one of its messages. */
export function addShow({ program, terminal }: AddCommand): void {
  program
    .command('show <ref>')
    .description('Show a request: its measures, its record as a timeline, and what each side may send now')
    .option(
      '--message <number>',
      'one message whole, by its sequence or its id, with its receipt and signature',
    )
    .option(
      '--after <number>',
      `the timeline after this sequence, for records longer than ${readingMax}`,
      '0',
    )
    .option('--language <language>', `as a letter for a reader of ${letterLanguages.join(', ')}`)
    .option('--format <format>', `of the letter: ${letterFormats.join(', ')} (default: text)`)
    .option('--out <file>', 'a new file for the letter')
    .option('--time-zone <zone>', 'of the reader, as Asia/Ho_Chi_Minh (default: that of our authority)')
    .option('--font <file>', 'a further font for PDF, for other scripts; may be repeated', collected)
    .option('--as <person>', 'who reads (default: the login name)')
    .option('--data <folder>', 'data folder of the node (default: ROGATORY_DATA, or ./data)')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', help)
    .action(async (ref: string, options: ShowOptions) => {
      const { message, after = '0' } = options
      if (message !== undefined && !uuid.test(message) && !sequence.test(message))
        throw wrongUse('--message must be a sequence or the id of a message')
      if (!sequence.test(after)) throw wrongUse('--after must be a sequence')
      const wish = letterWish(options)
      await withNode(options, 'read', async (open) => {
        // A message or a letter is content; the case itself still says that it existed.
        const find = message === undefined && wish === null ? findRequestByName : findWholeRequest
        const { id } = await find(open.node, ref)
        const show = { terminal, json: options.json === true, person: personOf(options), wish }
        if (message === undefined) await showCase(open, id, Number(after), show)
        else await showMessage(open, id, message, show)
      })
    })
}

interface Show {
  readonly terminal: Terminal
  readonly json: boolean
  readonly person: string
  /** The letter that was asked for, or null. */
  readonly wish: LetterWish | null
}

function collected(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}

async function showCase({ node, database }: OpenNode, id: string, after: number, show: Show): Promise<void> {
  const { terminal, json, person, wish } = show
  const read = await readCase(node, id, { person, role: 'officer' }, after)
  database.signals.notify('rogatory_audit')
  if (read === null) throw refusedBy(refuse('REQUEST_UNKNOWN'))
  if (wish !== null) {
    await giveLetter(letterOfCase(node, read, wish.reader), wish, terminal)
    return
  }
  const { row, state } = read
  const lines = timeline(read)
  const affair = await readMatter(node, row, { person, role: 'officer' })
  const matter = affair === null ? null : matterView(affair, id)
  const files = await filesIn(node, id)
  const exhibits = row.erased_at === null ? await acceptanceOf(node.db, id) : []
  if (json) {
    const may = { requesting: sendable(read, 'requesting'), requested: sendable(read, 'requested') }
    terminal.json({ ok: true, ...caseView(row, state, node.now()), matter, ...lines, files, exhibits, may })
    return
  }
  const say = (line: string): void => terminal.say(harmless(line))
  const view = caseView(row, state, node.now())
  say(headOf(view))
  say(`${view.state}; ${view.sequence} in the record; opened ${view.openedAt}; id ${view.request}`)
  for (const line of closedLines(view)) say(line)
  const hold = await findHold(node.db, id)
  if (hold !== null) say(`LEGAL HOLD since ${hold.placed_at.toISOString()} by ${hold.person}: ${hold.reason}`)
  if (state?.references.requested != null) say(`their reference: ${state.references.requested}`)
  terminal.say('\nMeasures')
  for (const line of view.measures.flatMap(measureLines)) say(`  ${line}`)
  if (matter !== null) {
    terminal.say('\nMatter')
    for (const line of matterLines(matter)) say(`  ${line}`)
  }
  terminal.say('\nRecord')
  for (const line of lines.record.flatMap(entryLines)) say(line)
  if (lines.record.length === readingMax) {
    terminal.say(`     … more: rogatory show ${view.request} --after ${after + readingMax}`)
  }
  if (files.length > 0) {
    terminal.say('\nFiles')
    for (const { says } of files) say(`  ${says}`)
  }
  if (exhibits.length > 0) {
    terminal.say('\nExhibits')
    for (const one of exhibits) say(`  ${standingInWords(one)}`)
  }
  if (lines.unplaced.length > 0) {
    terminal.say('\nSent and without a place')
    for (const line of lines.unplaced.flatMap(entryLines)) say(line)
  }
  if (lines.refused.length > 0) {
    terminal.say('\nFrom them, and refused here')
    for (const { at, code, detail, digest } of lines.refused)
      say(`  ${at}  ${code} ${detail}  ${digest ?? ''}`)
  }
  if (state === null) return
  for (const side of ['requesting', 'requested'] as const) {
    terminal.say(`\n${side === row.side ? 'We' : 'They'} may send now (${side} side)`)
    for (const line of mayLines(state, side)) say(`  ${line}`)
  }
}

/** What the message shows of other records, and whether it verifies here. */
async function enclosedLines(node: OpenNode['node'], message: Message): Promise<readonly string[]> {
  const lines: string[] = []
  for (const [place, one] of enclosedIn(message).entries()) {
    const opened = await openEnclosure(node, one, node.now())
    lines.push('', `Enclosed ${place + 1}`, ...enclosureLines(opened, one))
  }
  return lines
}

function sendable({ state }: ReadCase, side: 'requesting' | 'requested'): readonly string[] {
  return state === null ? [] : allowed(state, side)
}

async function showMessage(
  { node, database }: OpenNode,
  id: string,
  name: string,
  show: Show,
): Promise<void> {
  const { terminal, json, person, wish } = show
  const named = sequence.test(name) ? { sequence: Number(name) } : { id: name }
  const read = await readMessage(node, id, named, { person, role: 'officer' })
  database.signals.notify('rogatory_audit')
  if (read === null) {
    throw new CommandFailure(exitCodes.refused, 'MESSAGE_UNKNOWN', `The record has no message ${name}`)
  }
  if (wish !== null) {
    await giveLetter(await letterOfMessage(node, read, wish.reader), wish, terminal)
    return
  }
  const { message: row } = read
  const message = messageIn(row)
  const receipt = row.receipt === null ? null : receiptIn(row).receipt
  const signature = await signatureFacts(node, row)
  const { digest, status, direction } = row
  if (json) {
    terminal.json({ ok: true, digest, direction, status, message, receipt, signature, jws: row.jws })
    return
  }
  const say = (line: string): void => terminal.say(harmless(line))
  for (const line of entryLines(saidEntry(row))) say(line)
  terminal.say(`     digest ${digest}\n\nMessage`)
  terminal.say(harmlessJson(message))
  terminal.say('\nSignature')
  if (signature === null) terminal.say('  it has not the form of one')
  else {
    say(`  signed ${signature.signedAt} with ${signature.algorithm}`)
    say(`  certificate of ${signature.subject}`)
    say(`  fingerprint ${signature.certificate}`)
    say(`  valid from ${signature.validFrom} until ${signature.validUntil}`)
    say(
      `  ${signature.check === 'verified' ? 'verifies' : `does NOT verify: ${signature.check}`} as of ${signature.asOf}`,
    )
  }
  for (const line of await enclosedLines(node, message)) say(line)
  terminal.say('\nReceipt')
  terminal.say(receipt === null ? '  none yet' : harmlessJson(receipt))
}
