import { resolve } from 'node:path'
import { zipSizes } from '../../audit/bundle/sizes.ts'
import { sign } from '../../envelope/sign.ts'
import { exportBundle } from '../../exchange/export.ts'
import { isTimeZone } from '../../letter/format.ts'
import { isLetterLanguage, letterLanguages } from '../../letter/language.ts'
import { courtBundle } from '../court/courtFiles.ts'
import type { Reader } from '../../exchange/letterReading.ts'
import { type NodeOptions, askBeforeSigning, personOf, withNode } from '../nodeOfCommand.ts'
import { wrongUse } from '../outcome.ts'
import { verdictOf } from '../reportInWords.ts'
import { findRequestByName } from '../requestByName.ts'
import { refuseUnusableFile, writeZip } from '../zip/writeZip.ts'
import type { AddCommand } from '../addCommand.ts'
import { checkingCommand } from '../checkingCommand.ts'

interface CourtOptions extends NodeOptions {
  readonly out: string
  readonly language: string
  readonly timeZone?: string
  readonly pdf?: boolean
}

/** `rogatory court`: one request for a court, in one file. */
export function addCourt({ program, terminal }: AddCommand): void {
  program
    .command('court <ref>')
    .description(
      'Write a court bundle: one request (by reference or id) with its proofs, letters and a report, as a zip file',
    )
    .requiredOption('--out <file>', 'a new zip file')
    .requiredOption('--language <language>', `language of the letters: ${letterLanguages.join(', ')}`)
    .option('--time-zone <zone>', 'time zone of the reader (default: that of the own authority)')
    .option('--pdf', 'each letter as PDF as well')
    .option('--as <person>', 'who exports (default: the login name); it goes into the log')
    .option('--data <folder>', 'data folder of the node')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nExample: rogatory court VN-DEMO-2027-0001 --language fr --out case.zip --as "Example-Auditor"',
    )
    .action(async (ref: string, options: CourtOptions) => {
      const reader = readerOf(options)
      const file = resolve(options.out)
      // The log would tell of an export that nobody got.
      await refuseUnusableFile(file)
      await withNode(options, 'act', async (open) => {
        const { node } = open
        // A checkpoint is signed: a second head of a size would be a fork.
        await askBeforeSigning(open)
        const { id, reference, own_authority: authority } = await findRequestByName(node, ref)
        const order = { requests: [id], person: personOf(options), authority }
        const bundle = await exportBundle(node, order, open.cosign, zipSizes)
        const zone = node.trust.own().list.authorities.find((one) => one.id === authority)?.timeZone ?? 'UTC'
        const made = {
          reference,
          language: reader.language,
          timeZone: reader.timeZone ?? zone,
          pdf: options.pdf === true,
        }
        const { report, isForPage, files } = await courtBundle(bundle, made, {
          state: node.state,
          sign: async (list) => (await sign('made', list, node.signer, node.now())).jws,
        })
        await writeZip(file, files, node.now())
        if (options.json === true) {
          terminal.json({ ok: true, file, request: id, verdict: report.exit })
          return
        }
        const { word, sentence } = verdictOf(report)
        terminal.say(`${file} holds ${reference}: its messages, proofs, letters and a report.`)
        terminal.say(`Its check says ${word}: ${sentence}`)
        terminal.say(`Check it with: ${checkingCommand(file)}`)
        if (!isForPage) terminal.say('It is more than verify.html takes: only the command can check it.')
      })
    })
}

function readerOf({ language, timeZone }: CourtOptions): Reader {
  if (!isLetterLanguage(language)) throw wrongUse(`--language must be one of ${letterLanguages.join(', ')}`)
  if (timeZone !== undefined && !isTimeZone(timeZone))
    throw wrongUse(`--time-zone: there is no zone ${timeZone}`)
  return { language, timeZone: timeZone ?? null }
}
