import type {
  BesideFact,
  ComparedFact,
  CosignedFact,
  Facts,
  Finding,
  Report,
  SeenFact,
  TimeStampedFact,
} from '../audit/bundle/report.ts'
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
  const unpinned = unpinnedIn(report)
  if (unpinned.length > 0) {
    terminal.say(`NOT PINNED: nobody has compared the fingerprints of ${harmless(unpinned.join(', '))} here.`)
    terminal.say('    So the check shows what belongs together, and not whose it is.')
  }
  const alone = notGivenIn(report)
  if (alone.length > 0)
    terminal.say(
      `ONE SIDE: no bundle of ${harmless(alone.join(', '))} was given, so what it has and these leave out does not show.`,
    )
  for (const facts of report.facts) tellUnwitnessed(facts, terminal)
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
  }
  for (const { bundle, checkpoint, size } of report.begin)
    terminal.say(
      harmless(
        `${bundle}: its log begins with ${checkpoint} (${size === 1 ? 'its first entry' : `its first ${size} entries`}), which you kept`,
      ),
    )
  for (const one of report.compared) terminal.say(comparedInWords(one))
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

/** The States with a trust list that rests on no fingerprint of the reader. */
function unpinnedIn({ facts }: Report): string[] {
  const lists = facts.flatMap(({ trustLists = [] }) => trustLists)
  return [...new Set(lists.filter(({ pinned }) => !pinned).map(({ state }) => state))].sort()
}

/** The States of which there is a trust list and no bundle: nobody has said here what they have. */
export function notGivenIn({ facts }: Pick<Report, 'facts'>): string[] {
  const given = facts.flatMap(({ state }) => state ?? [])
  // A bundle that does not show whose it is may be that of any of them.
  if (given.length < facts.length) return []
  const listed = facts.flatMap(({ trustLists = [] }) => trustLists.map(({ state }) => state))
  return [...new Set(listed)].filter((state) => !given.includes(state)).sort()
}

function comparedInWords({ bundles: [one, other], states, messages }: ComparedFact): string {
  const between = states.join(' and ')
  return harmless(
    `${one} and ${other}: ${counted(messages, 'message')} between ${between} of which both logs tell the same`,
  )
}

/** Messages and receipts of a bundle for whose place in its log nobody but its own State vouches; all of them where none has cosigned it. */
export function unwitnessedIn({ countersigned = [] }: Facts): number {
  return countersigned.find(({ others }) => others === 0)?.things ?? 0
}

/** Whether nobody else has cosigned any head of a log. */
export function isUnwitnessed({ cosigned }: Facts): boolean {
  return cosigned?.heads === 0
}

/** A caution, and no finding: nothing is wrong where the reader has asked for no witness. */
function tellUnwitnessed(facts: Facts, terminal: Pick<Terminal, 'say'>): void {
  const { bundle, state = '?' } = facts
  const things = unwitnessedIn(facts)
  if (things === 0 && !isUnwitnessed(facts)) return
  const what = isUnwitnessed(facts) ? 'its log' : `the head with ${things} of its messages and receipts`
  terminal.say(harmless(`UNWITNESSED: ${bundle}: ${what} is countersigned by nobody else.`))
  terminal.say(
    `    Since when they stand in it, and that nobody was shown another, only ${harmless(state)} says.`,
  )
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

function cosignedInWords({ heads, size, at = '?', by }: CosignedFact): string {
  if (heads === 0) return 'no witness has cosigned its log'
  return size === 0
    ? 'too few of the witnesses of the policy have cosigned its log'
    : `the first ${size} entries of its log were cosigned at ${at} by ${harmless(by.join(', '))}`
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
