import { readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { Finding, Report } from '../../audit/bundle/report.ts'
import { verifyBundles } from '../../audit/bundle/verify.ts'
import { readBundle } from '../folder.ts'
import { CommandFailure, exitCodes } from '../outcome.ts'
import type { AddCommand } from '../rogatory.ts'
import type { Terminal } from '../terminal.ts'
import { harmless } from '../terminal.ts'

interface VerifyCommandOptions {
  readonly pin: readonly string[]
  readonly checkpoint: readonly string[]
  readonly json?: boolean
}

const collect = (value: string, before: readonly string[]): string[] => [...before, value]

/** `rogatory verify`: the auditor's check. It needs no node, no database and no network. */
export function addVerify({ program, terminal, endWith }: AddCommand): void {
  program
    .command('verify <folders...>')
    .description("Check auditor's bundles offline, each by itself and against each other")
    .option(
      '--pin <state=fingerprint>',
      'a fingerprint that you have compared out of band (may be repeated)',
      collect,
      [],
    )
    .option(
      '--checkpoint <file>',
      'a checkpoint of one of the logs that you kept (may be repeated)',
      collect,
      [],
    )
    .option('--json', 'print the report as one JSON object')
    .addHelpText(
      'after',
      `
Exit codes: 0 good; 10 incomplete (something was not disclosed); 20 times contradict; 30 something lacks, is too many,
or differs between the sides; 40 a signature, hash or commitment does not hold; 50 two histories of one log; 64 wrong use.

Example: rogatory verify bundle-vn bundle-qa --pin VN=c20efdd2... --pin QA=91ab...`,
    )
    .action(async (folders: readonly string[], options: VerifyCommandOptions) => {
      const bundles = await Promise.all(
        folders.map(async (folder) => ({ name: folder, files: await readBundle(resolve(folder)) })),
      )
      const checkpoints = await Promise.all(
        options.checkpoint.map(async (file) => ({ name: basename(file), bytes: await readFile(file) })),
      )
      const report = await verifyBundles(bundles, { pins: readPins(options.pin), checkpoints })
      if (options.json === true) terminal.json(report)
      else tell(report, terminal)
      endWith(report.exit)
    })
}

function readPins(pins: readonly string[]): Map<string, string[]> {
  const read = new Map<string, string[]>()
  for (const pin of pins) {
    const match = /^([A-Z]{2,3})=([0-9a-fA-F: ]{64,})$/.exec(pin)
    if (match === null)
      throw new CommandFailure(exitCodes.wrongUse, 'WRONG_USE', `--pin must be STATE=fingerprint, not ${pin}`)
    const [, state = '', fingerprint = ''] = match
    read.set(state, [...(read.get(state) ?? []), fingerprint.replace(/[: ]/g, '').toLowerCase()])
  }
  return read
}

const verdicts: Readonly<Record<number, string>> = {
  0: 'GOOD: everything in it holds.',
  10: 'INCOMPLETE: what is there holds; something was not disclosed or could not be compared.',
  20: 'TIME: times contradict each other.',
  30: 'GAP OR MISMATCH: something lacks, is too many, or differs between the sides.',
  40: 'BROKEN: a signature, a hash or a commitment does not hold.',
  50: 'FORK: somebody has shown two histories of one log.',
}

/** The report in words. What bundles say of themselves is others' text. */
export function tell(report: Report, terminal: Pick<Terminal, 'say'>): void {
  for (const facts of report.facts) {
    const {
      bundle,
      state = '?',
      size = 0,
      records = 0,
      messages = 0,
      receipts = 0,
      from = '?',
      until = '?',
    } = facts
    terminal.say(`${bundle}: node of ${harmless(state)}, ${size} log entries from ${from} to ${until}`)
    terminal.say(`    ${records} records, ${messages} messages, ${receipts} receipts`)
    for (const list of facts.trustLists ?? []) {
      const pinned = list.pinned ? 'pinned' : 'NOT PINNED: compare it out of band'
      terminal.say(`    trust list ${list.sequence} of ${list.state}, signed by ${list.signer} (${pinned})`)
    }
  }
  const [first, ...others] = [report.first, ...report.findings.filter((finding) => finding !== report.first)]
  if (first !== null && first !== undefined) terminal.say(`First: ${inWords(first)}`)
  for (const finding of others.slice(0, 19)) if (finding !== null) terminal.say(`  also ${inWords(finding)}`)
  const unsaid = Math.max(0, others.length - 19) + report.more
  if (unsaid > 0) terminal.say(`  and ${unsaid} more (see --json)`)
  terminal.say(verdicts[report.exit] ?? `exit ${report.exit}`)
}

function inWords({ severity, bundle, object, what }: Finding): string {
  return harmless(`${severity}: ${bundle}/${object}: ${what}`)
}
