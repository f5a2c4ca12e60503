import type { CosignedFact, Finding, Report, TimeStampedFact } from '../audit/bundle/report.ts'
import { counted } from './inWords.ts'
import { type Terminal, harmless } from './terminal.ts'

const verdicts: Readonly<Record<number, string>> = {
  0: 'GOOD: everything in it holds.',
  10: 'INCOMPLETE: what is there holds; something was not disclosed or could not be compared.',
  20: 'TIME: times contradict each other.',
  30: 'GAP OR MISMATCH: something lacks, is too many, or differs between the sides.',
  40: 'BROKEN: a signature, a hash or a commitment does not hold.',
  50: 'FORK: somebody has shown two histories of one log.',
}

/** The report in words. What bundles say of themselves is others' text. */
export function tellReport(report: Report, terminal: Pick<Terminal, 'say'>): void {
  for (const facts of report.facts) {
    const {
      bundle,
      state = '?',
      size = 0,
      records = 0,
      messages = 0,
      receipts = 0,
      proven = 0,
      from = '?',
      until = '?',
    } = facts
    terminal.say(`${bundle}: node of ${harmless(state)}, ${size} log entries from ${from} to ${until}`)
    terminal.say(
      `    ${counted(records, 'record')}, ${counted(messages, 'message')}, ${counted(receipts, 'receipt')}; ${proven} of those received are proven to be in the log of the other side`,
    )
    for (const origin of facts.follows ?? [])
      terminal.say(
        `    follows the log ${harmless(origin)}, which ended when the database of the node went back`,
      )
    if (facts.restored !== undefined)
      terminal.say(`    ${counted(facts.restored, 'message')} fetched back from the other side after that`)
    if (facts.cosigned !== undefined) terminal.say(`    ${cosignedInWords(facts.cosigned)}`)
    if (facts.timeStamped !== undefined) terminal.say(`    ${timeStampedInWords(facts.timeStamped)}`)
    for (const [peer, until] of Object.entries(facts.balanced ?? {}))
      terminal.say(`    it and ${harmless(peer)} told each other the same of all messages up to ${until}`)
    for (const list of facts.trustLists ?? []) {
      const pinned = list.pinned ? 'pinned' : 'NOT PINNED: compare it out of band'
      terminal.say(`    trust list ${list.sequence} of ${list.state}, signed by ${list.signer} (${pinned})`)
    }
  }
  const others = report.findings.filter((finding) => finding !== report.first)
  if (report.first !== null) terminal.say(`First: ${inWords(report.first)}`)
  for (const finding of others.slice(0, 19)) terminal.say(`  also ${inWords(finding)}`)
  const unsaid = Math.max(0, others.length - 19) + report.more
  if (unsaid > 0) terminal.say(`  and ${unsaid} more (see --json)`)
  terminal.say(verdicts[report.exit] ?? `exit ${report.exit}`)
}

function cosignedInWords({ size, at = '?', by }: CosignedFact): string {
  return size === 0
    ? 'no witness has cosigned its log'
    : `its log was cosigned up to entry ${size} at ${at} by ${harmless(by.join(', '))}`
}

function timeStampedInWords({ size, at, by, isVouchedFor }: TimeStampedFact): string {
  const whose = isVouchedFor
    ? ''
    : ' (NOBODY VOUCHES for that authority: name its certificate by --time-authority)'
  return `its log was time-stamped up to entry ${size} at ${at} by ${harmless(by)}${whose}`
}

function inWords({ severity, bundle, object, what }: Finding): string {
  return harmless(`${severity}: ${bundle}/${object}: ${what}`)
}
