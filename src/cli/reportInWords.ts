import type {
  BesideFact,
  ComparedFact,
  CosignedFact,
  Facts,
  Finding,
  Report,
  SeenFact,
  TimeStampedFact,
  UnbelievedFact,
} from '../audit/bundle/report.ts'
import { tellCautions } from './cautionsInWords.ts'
import { counted } from './inWords.ts'
import { type Terminal, harmless } from './terminal.ts'

/** A verdict: the word for it, and the sentence. */
export interface Verdict {
  readonly word: string
  readonly sentence: string
}

const verdicts: Readonly<Record<number, Verdict>> = {
  0: { word: 'GOOD', sentence: 'everything in it holds.' },
  10: {
    word: 'INCOMPLETE',
    sentence: 'what is there holds; something was not disclosed or could not be compared.',
  },
  20: { word: 'TIME', sentence: 'times contradict each other.' },
  30: {
    word: 'GAP OR MISMATCH',
    sentence: 'something lacks, is too many, or differs between the sides.',
  },
  40: { word: 'BROKEN', sentence: 'a signature, a hash or a commitment does not hold.' },
  50: { word: 'FORK', sentence: 'somebody has shown two histories of one log.' },
}

/** The verdict of a report by its exit code. */
export function verdictOf({ exit }: Pick<Report, 'exit'>): Verdict {
  return verdicts[exit] ?? { word: `exit ${exit}`, sentence: '' }
}

const endsInWords = {
  lost: 'ended when the database of the node went back',
  closed: 'was closed in order when the node took another key for its log',
} as const

/** The report in words. What bundles say of themselves is others' text. */
export function tellReport(report: Report, terminal: Pick<Terminal, 'say'>): void {
  tellCautions(report, terminal)
  tellFound(report, terminal)
}

/** The report in words without its cautions, for whoever has told these before. */
export function tellFound(report: Report, terminal: Pick<Terminal, 'say'>): void {
  for (const facts of report.facts) {
    for (const line of contentInWords(facts)) terminal.say(line)
    terminal.say(`    ${checkedInWords(report, facts)}`)
    for (const { origin, end } of facts.follows ?? [])
      terminal.say(`    follows the log ${harmless(origin)}, which ${endsInWords[end]}`)
    if (facts.restored !== undefined)
      terminal.say(`    ${counted(facts.restored, 'message')} fetched back from the other side after that`)
    if (facts.cosigned !== undefined) terminal.say(`    ${cosignedInWords(facts.cosigned)}`)
    const countersigned = countersignedInWords(facts)
    if (countersigned !== '') terminal.say(`    ${countersigned}`)
    for (const line of seenInWords(facts)) terminal.say(`    ${line}`)
    if (facts.goesOn !== undefined) {
      const { size: later, in: name, at } = facts.goesOn
      const when = at === undefined ? '' : ` (cosigned at ${at})`
      terminal.say(
        `    its log went on after this bundle was made: ${name} has a head of ${later} entries${when}`,
      )
    }
    if (facts.timeStamped !== undefined) terminal.say(`    ${timeStampedInWords(facts.timeStamped)}`)
    for (const [peer, until] of Object.entries(facts.balanced ?? {}))
      terminal.say(`    it and ${harmless(peer)} told each other the same of all messages up to ${until}`)
    for (const list of facts.trustLists ?? []) {
      const pinned = list.pinned ? 'pinned' : 'NOT PINNED: compare it out of band'
      terminal.say(`    trust list ${list.sequence} of ${list.state}, signed by ${list.signer} (${pinned})`)
      if (list.witness !== undefined) terminal.say(`        it cosigns as ${harmless(list.witness)}`)
    }
    for (const list of facts.unbelieved ?? []) terminal.say(`    ${unbelievedInWords(list)}`)
  }
  for (const { bundle, checkpoint, size } of report.begin)
    terminal.say(
      harmless(
        `${bundle}: its log begins with ${checkpoint} (${size === 1 ? 'its first entry' : `its first ${size} entries`}), which you kept`,
      ),
    )
  for (const line of report.compared.flatMap(comparedInWords)) terminal.say(line)
  const others = report.findings.filter((finding) => finding !== report.first)
  if (report.first !== null) terminal.say(`First: ${findingInWords(report.first)}`)
  for (const finding of others.slice(0, 19)) terminal.say(`  also ${findingInWords(finding)}`)
  const unsaid = Math.max(0, others.length - 19) + report.more
  if (unsaid > 0) terminal.say(`  and ${unsaid} more (see --json)`)
  for (const { bundle, beside } of report.facts) {
    if (beside !== undefined) terminal.say(besideInWords(bundle, beside))
  }
  const { word, sentence } = verdictOf(report)
  terminal.say(`${word}: ${sentence}`)
}

/** Whose node it is, and how much there is of it; of what was not looked at no number is told. */
function contentInWords({ bundle, ...facts }: Facts): string[] {
  const { state, size, records = 0, messages, receipts = 0, received = 0, proven = 0 } = facts
  if (size === undefined) return [`${bundle}: it does not show whose it is`]
  const log = `${size} log entries from ${facts.from ?? '?'} to ${facts.until ?? '?'}`
  if (state === undefined || messages === undefined)
    return [`${bundle}: it does not show whose node it is; ${log}`]
  const unproven = received - proven
  const others = unproven > 0 ? `; for the other ${unproven} this bundle has no proof` : ''
  const told = `${counted(receipts, 'receipt')}, ${received} of them received`
  const { answersFor } = facts
  return [
    `${bundle}: node of ${harmless(state)}, ${log}`,
    `    ${counted(records, 'record')}, ${counted(messages, 'message')}, ${told}; ${proven} of those received are proven to be in the log of the other side${others}`,
    ...(answersFor === undefined
      ? []
      : [
          `    its records answer for the first ${answersFor.entries} entries of its log, up to ${answersFor.until ?? '?'}: what was logged after that and before it was made is left out`,
        ]),
  ]
}

const whyUnbelieved: Readonly<Record<UnbelievedFact['why'], string>> = {
  notPinned: 'it does not match what you gave for that State',
  notHeld: 'the list does not hold',
  notRead: 'the check did not come so far',
}

function unbelievedInWords({ path, signer, why }: UnbelievedFact): string {
  const whose = signer === undefined ? '' : `; the certificate in it is ${signer}`
  return harmless(`${path}: NOT BELIEVED, ${whyUnbelieved[why]}${whose}`)
}

/** How far a bundle was checked: a finding where the check stopped must not look like one beside which all else holds. */
function checkedInWords(report: Report, facts: Facts): string {
  const { checked = 'nothing', unchecked = [] } = facts
  if (checked === 'nothing')
    return 'NOTHING ELSE of it was checked than what is named below, and no fingerprint was used for it'
  if (checked === 'log')
    return 'its log was checked, and NOTHING ELSE of it: no trust list in it that holds says whose log it is'
  const holds = isFaultless(report, facts) ? 'all of it holds' : 'all of it that is not named below holds'
  const behind =
    unchecked.length === 0
      ? ''
      : `; NOT CHECKED FURTHER than what is named in them: ${harmless(named(unchecked))}`
  return `checked to the end: ${holds}${behind}`
}

/** Whether nothing was found in a bundle, or beside it. */
export function isFaultless({ findings, more }: Report, { bundle }: Facts): boolean {
  return more === 0 && findings.every((finding) => finding.bundle !== bundle)
}

function comparedInWords({
  bundles: [one, other],
  states,
  messages,
  onTheirWay = 0,
  afterEnd = 0,
}: ComparedFact): string[] {
  const between = states.join(' and ')
  const not = [
    ...(onTheirWay === 0 ? [] : [`${onTheirWay} that have no receipt yet`]),
    ...(afterEnd === 0 ? [] : [`${afterEnd} from about or after the time at which the other log ends`]),
  ]
  return [
    `${one} and ${other}: ${counted(messages, 'message')} between ${between} of which both logs tell the same`,
    ...(not.length === 0 ? [] : [`    not compared: ${not.join(', and ')}`]),
  ].map(harmless)
}

/** For how much of what is proven how many others vouch. */
function countersignedInWords({ countersigned = [] }: Facts): string {
  const parts = countersigned.map(({ others, things }) =>
    others === 0 ? `${things} by NOBODY ELSE` : `${things} by ${counted(others, 'other')}`,
  )
  return parts.length === 0
    ? ''
    : `countersigned with a head that has them, of its messages and receipts: ${parts.join(', ')}`
}

function cosignedInWords({ heads, size, at = '?', by, isPolicyMet }: CosignedFact): string {
  if (heads === 0) return 'no witness whose key is known here has cosigned its log'
  if (size === 0) return 'too few of the witnesses of the policy have cosigned its log'
  const met = isPolicyMet === undefined ? '' : `; the policy is ${isPolicyMet ? 'met' : 'NOT MET'}`
  return `the first ${size} entries of its log were cosigned at ${at} by ${harmless(by.join(', '))}${met}`
}

/** Until when each message was in the log at the latest; of more than a reader reads, the first. */
function seenInWords({ state = '?', seen = [], messages = 0 }: Facts): string[] {
  const lines = seen
    .slice(0, namedMax)
    .map(({ message, at, by = '?' }: SeenFact) =>
      harmless(
        at === undefined
          ? `${message}: since when it is in its log, only ${state} says`
          : `${message}: in its log no later than ${at}, cosigned by ${by}`,
      ),
    )
  const more = seen.length === 0 ? 0 : messages - lines.length
  return more > 0 ? [...lines, `and ${counted(more, 'message')} more (see --json)`] : lines
}

function timeStampedInWords({ size, at, by, isVouchedFor }: TimeStampedFact): string {
  const whose = isVouchedFor
    ? ''
    : ' (NOBODY VOUCHES for that authority: name its certificate by --time-authority)'
  return `the first ${size} entries of its log were time-stamped at ${at} by ${harmless(by)}${whose}`
}

const namedMax = 20

/**
 * What of the words beside a bundle was made again and is the same, what is as its State has signed it, and what nobody
 * vouches for: a reader must not take one for the other.
 */
function besideInWords(bundle: string, { by, same, signed, notChecked }: BesideFact): string {
  const { state = '?', version = '?' } = by ?? {}
  const parts = [
    `${bundle}: beside it, ${counted(same.length, 'file')} as this program makes of it`,
    ...(signed.length === 0
      ? []
      : [
          `${counted(signed.length, 'file')} as ${state} has signed, NOT MADE AGAIN here (rogatory ${version} made them): ${named(signed)}`,
        ]),
    ...(notChecked.length === 0 ? [] : [`NOT CHECKED, nobody vouches for them: ${named(notChecked)}`]),
  ]
  return harmless(parts.join('; '))
}

function named(paths: readonly string[]): string {
  const more = paths.length > namedMax ? ` and ${paths.length - namedMax} more` : ''
  return `${paths.slice(0, namedMax).join(', ')}${more}`
}

/** A finding in one line; what the reader has given lies in no bundle. */
export function findingInWords({ severity, bundle, object, what }: Finding): string {
  return harmless(`${severity}: ${bundle === '' ? '' : `${bundle}/`}${object}: ${what}`)
}
