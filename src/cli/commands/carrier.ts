import { resolve } from 'node:path'
import type { Command } from 'commander'
import { type ReadCarrier, readCarrier } from '../../exchange/carrier/read.ts'
import { writeCarrier } from '../../exchange/carrier/write.ts'
import { partBytesMax } from '../../store/carriers/carrierParts.ts'
import type { AddCommand } from '../addCommand.ts'
import { bytesIn } from '../bytesIn.ts'
import { carrierLetter } from '../carrierLetter.ts'
import { letterFormats } from '../../exchange/letterFiles.ts'
import { type LetterOptions, giveLetter, letterWish } from '../letterFile.ts'
import { letterLanguages } from '../../letter/language.ts'
import { personOf, withNode } from '../nodeOfCommand.ts'
import { CommandFailure, exitCodes, notedBy, wrongUse } from '../outcome.ts'
import { firstAuthority } from '../ownAuthorities.ts'
import { bytesInWords, progressOn } from '../progress.ts'
import { findRequestByName } from '../requestByName.ts'
import { type Terminal, harmless } from '../terminal.ts'
import { addConfirm, addReceipts } from './carrierBack.ts'
import { type ExhibitOptions, withUsualOptions } from './exhibitCustody.ts'

interface WriteOptions extends ExhibitOptions {
  readonly to: string
  readonly part?: string
}

interface ReadOptions extends ExhibitOptions, Omit<LetterOptions, 'json'> {
  /** False: --no-receipts. */
  readonly receipts?: string | boolean
}

const help = `
What would go over the network goes onto a disk: the same sealed messages, and the sealed files that they hand over. Whoever
finds the disk sees sizes and digests. The other State reads it with the same checks, and its receipts come back on the disk, over the
network, or on paper: a page with a code, whose text is given to confirm. Without a REF the carrier takes what waits for the State.

Examples:
  rogatory carrier write /media/disk/vn-qa-1 --to QA --as "Example-A"
  rogatory carrier read /media/disk/vn-qa-1 --language en --format pdf --out receipt.pdf --as "Example-C"
  rogatory carrier receipts /media/disk/vn-qa-1 --as "Example-A"
  rogatory carrier confirm receipt.txt --as "Example-A"`

/** `rogatory carrier`: what goes to a peer, and comes from one, on a disk. */
export function addCarrier({ program, terminal, endWith }: AddCommand): void {
  const carrier = program
    .command('carrier')
    .description(
      'Messages and files for a peer on a disk, where there is no network: out, in, and the receipts back',
    )
    .addHelpText('after', help)
  addWrite(carrier, terminal, endWith)
  addRead(carrier, terminal, endWith)
  addReceipts(carrier, terminal)
  addConfirm(carrier, terminal)
}

function addWrite(carrier: Command, terminal: Terminal, endWith: (exitCode: number) => void): void {
  const command = carrier
    .command('write <folder> [ref...]')
    .description('Write a carrier for a State, or go on with one that was not finished')
    .requiredOption('--to <state>', 'for which State')
    .option('--part <size>', 'parts of a file no larger than this (default: what FAT32 takes)')
  withUsualOptions(command).action(async (folder: string, refs: string[], options: WriteOptions) => {
    const partBytes = options.part === undefined ? partBytesMax : bytesIn(options.part)
    if (partBytes === null || partBytes < partBytesMin || partBytes > partBytesMax)
      throw wrongUse(`--part must be a size from ${bytesInWords(partBytesMin)} to 4 GiB less one byte`)
    await withNode(options, 'act', async ({ node, database }) => {
      const requests: string[] = []
      for (const ref of refs) requests.push((await findRequestByName(node, ref)).id)
      const by = { person: personOf(options), authority: firstAuthority(node, options.authority) }
      const progress = progressOn(terminal, null)
      const order = { ...by, to: options.to, requests, partBytes, onBytes: progress.passed }
      const written = await writeCarrier(node, resolve(folder), order).finally(progress.end)
      database.signals.notify('rogatory_audit')
      if (!written.ok) throw notedBy(written)
      const { digest, messages, exhibits, sealedBytes, leftOut } = written
      // The disk goes without them: whoever sends it off by a script is told as well.
      if (leftOut.length > 0) endWith(exitCodes.damaged)
      if (options.json === true) {
        terminal.json({ ok: leftOut.length === 0, carrier: digest, messages, exhibits, sealedBytes, leftOut })
        return
      }
      terminal.say(
        `${folder}: messages ${messages}, files ${exhibits} (${bytesInWords(sealedBytes)} sealed), for ${options.to}`,
      )
      terminal.say(`Carrier ${digest}`)
      for (const sha256 of leftOut) terminal.say(`LEFT OUT, not whole here: sealed file ${sha256}`)
    })
  })
}

const partBytesMin = 65_536

function addRead(carrier: Command, terminal: Terminal, endWith: (exitCode: number) => void): void {
  const command = carrier
    .command('read <folder>')
    .description('Read a carrier of another State, with the same checks as over the network')
    .option('--receipts <folder>', 'where the receipts go (default: onto the carrier)')
    .option('--no-receipts', 'write none: the carrier stays as it is')
    .option('--language <language>', `the receipt as a page for a reader of ${letterLanguages.join(', ')}`)
    .option('--format <format>', `of the page: ${letterFormats.join(', ')} (default: text)`)
    .option('--out <file>', 'a new file for the page')
    .option('--time-zone <zone>', 'of the reader, as Asia/Ho_Chi_Minh (default: that of our authority)')
    .option('--font <file>', 'a further font for PDF; may be repeated', collected)
  withUsualOptions(command).action(async (folder: string, options: ReadOptions) => {
    const wish = letterWish(options)
    const { receipts = true } = options
    const place = resolve(folder)
    const receiptsTo = receipts === false ? null : receipts === true ? place : resolve(receipts)
    await withNode(options, 'act', async (open) => {
      const { node, database } = open
      const by = { person: personOf(options), authority: firstAuthority(node, options.authority) }
      const progress = progressOn(terminal, null)
      const order = { ...by, receiptsTo, onBytes: progress.passed, refreshTrust: () => open.refreshTrust() }
      const read = await readCarrier(node, place, order).finally(progress.end)
      database.signals.notify('rogatory_audit')
      if (!read.ok) throw notedBy(read)
      if (options.json === true) terminal.json({ ok: true, ...viewOf(read) })
      else for (const line of linesOf(read, receiptsTo)) terminal.say(harmless(line))
      if (wish !== null) await giveLetter(carrierLetter(node, read, wish.reader), wish, terminal)
      if (read.exhibits.damaged > 0) endWith(exitCodes.damaged)
      else if (lacksReceipts(read, receiptsTo))
        throw new CommandFailure(exitCodes.failed, 'CARRIER_NO_SPACE', `All of it was read. ${unwritten}`)
    })
  })
}

const unwritten = 'The receipts could not be written: read it again with --receipts and another folder'

function lacksReceipts({ isWritten }: ReadCarrier, receiptsTo: string | null): boolean {
  return receiptsTo !== null && !isWritten
}

function collected(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}

function viewOf(read: ReadCarrier & { readonly ok?: true }): object {
  const { carrier, digest, isAgain, isWritten, messages, exhibits, notWhole, receiptText } = read
  const { accepted, refused, codes } = messages
  return {
    carrier: digest,
    from: carrier.node,
    writtenAt: carrier.time,
    again: isAgain,
    messages: { accepted, refused, codes },
    exhibits,
    notWhole,
    receipt: receiptText,
    receiptsWritten: isWritten,
  }
}

function linesOf(read: ReadCarrier, receiptsTo: string | null): readonly string[] {
  const { carrier, digest, isAgain, messages, exhibits, notWhole, receiptText, isWritten } = read
  const codes = Object.entries(messages.codes).map(([code, count]) => `${code} ${count}`)
  return [
    `Carrier ${digest} of ${carrier.node}, written ${carrier.time}${isAgain ? '; it was read before' : ''}`,
    `Messages: ${messages.accepted} accepted, ${messages.refused} not${codes.length === 0 ? '' : ` (${codes.join(', ')})`}`,
    `Files: ${exhibits.whole} whole, ${exhibits.damaged} damaged, ${exhibits.lacking} not taken yet`,
    ...notWhole.map(({ sha256, outcome, code }) => `  ${outcome}  ${code ?? ''}  sealed file ${sha256}`),
    ...(isWritten && receiptsTo !== null ? [`The receipts are in ${receiptsTo}`] : []),
    // Where a file is damaged as well, nothing behind this says it.
    ...(exhibits.damaged > 0 && lacksReceipts(read, receiptsTo) ? [unwritten] : []),
    'The receipt for paper:',
    receiptText,
  ]
}
