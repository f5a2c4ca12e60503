import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { confirmCarrier } from '../../exchange/carrier/confirm.ts'
import { settleCarrier } from '../../exchange/carrier/settle.ts'
import { personOf, withNode } from '../nodeOfCommand.ts'
import { notedBy, wrongUse } from '../outcome.ts'
import { firstAuthority } from '../ownAuthorities.ts'
import { type Terminal, harmless } from '../terminal.ts'
import { type ExhibitOptions, withUsualOptions } from './exhibitCustody.ts'

/** `rogatory carrier receipts`: what came back on the disk. */
export function addReceipts(carrier: Command, terminal: Terminal): void {
  const command = carrier
    .command('receipts <folder>')
    .description('Take the receipts in that the other State has put onto a carrier of this node')
  withUsualOptions(command).action(async (folder: string, options: ExhibitOptions) => {
    await withNode(options, 'act', async (open) => {
      const { node, database } = open
      const by = { person: personOf(options), authority: firstAuthority(node, options.authority) }
      const order = { ...by, refreshTrust: () => open.refreshTrust() }
      const settled = await settleCarrier(node, resolve(folder), order)
      database.signals.notify('rogatory_audit')
      database.signals.notify('rogatory_outbox')
      if (!settled.ok) throw notedBy(settled)
      const { digest, peer, settled: count, unsettled, codes, reports } = settled
      if (options.json === true) {
        terminal.json({ ok: true, carrier: digest, peer, settled: count, unsettled, codes, reports })
        return
      }
      const why = Object.entries(codes).map(([code, times]) => `${code} ${times}`)
      terminal.say(
        harmless(
          `${peer}: ${count} settled, ${unsettled} to be tried again${why.length === 0 ? '' : ` (${why.join(', ')})`}; reports on files: ${reports}`,
        ),
      )
    })
  })
}

/** `rogatory carrier confirm`: what came back on paper. */
export function addConfirm(carrier: Command, terminal: Terminal): void {
  const command = carrier
    .command('confirm <text>')
    .description('Take a receipt in that came on paper: the text of its code, or a file with that text')
  withUsualOptions(command).action(async (given: string, options: ExhibitOptions) => {
    const text = given.startsWith('rogatory:') ? given : await textIn(given)
    await withNode(options, 'act', async ({ node, database }) => {
      const by = { person: personOf(options), authority: firstAuthority(node, options.authority) }
      const confirmed = await confirmCarrier(node, text, by)
      database.signals.notify('rogatory_audit')
      if (!confirmed.ok) throw notedBy(confirmed)
      const { receipt, messages, isAgain } = confirmed
      if (options.json === true) {
        terminal.json({ ok: true, again: isAgain, receiptsToCome: messages, receipt })
        return
      }
      const { node: peer, carrier: digest, exhibits } = receipt
      const { accepted, refused } = receipt.messages
      terminal.say(
        `${peer} has read carrier ${digest} on ${receipt.time}: ${accepted} messages accepted, ${refused} not; files ${exhibits.whole} whole, ${exhibits.damaged} damaged, ${exhibits.lacking} not taken yet`,
      )
      terminal.say(`Their own receipts are still to come: ${messages}`)
    })
  })
}

/** A receipt is short: what is longer is none. */
const bytesMax = 65_536

async function textIn(path: string): Promise<string> {
  try {
    return (await readFile(path)).subarray(0, bytesMax).toString('utf8')
  } catch (reason) {
    throw wrongUse(`it is no text of a code, and no file: ${reason instanceof Error ? reason.message : ''}`)
  }
}
