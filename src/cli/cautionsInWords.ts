import type { Facts, Report } from '../audit/bundle/report.ts'
import { type Terminal, harmless } from './terminal.ts'

/** What a report cannot show, to be told before anything that it shows. */
export function tellCautions(report: Report, terminal: Pick<Terminal, 'say'>): void {
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
  for (const line of notComparedInWords(report)) terminal.say(line)
  for (const facts of report.facts) tellUnwitnessed(facts, terminal)
}

/** The States with a trust list that rests on no fingerprint of the reader. */
function unpinnedIn({ facts }: Report): string[] {
  const lists = facts.flatMap(({ trustLists = [] }) => trustLists)
  return [...new Set(lists.filter(({ pinned }) => !pinned).map(({ state }) => state))].sort()
}

/** The States of which there is a trust list, believed or not, and no bundle: nobody has said here what they have. */
export function notGivenIn({ facts }: Pick<Report, 'facts'>): string[] {
  // A bundle that does not show whose it is may be that of any of them.
  if (facts.some(({ state }) => state === undefined)) return []
  const unbelieved = facts.flatMap((one) => (one.unbelieved ?? []).map(({ state }) => state))
  return withoutBundle({ facts }, unbelieved)
}

/** The States of which there is a trust list that holds, and no bundle that shows to be theirs. */
export function notShownIn({ facts }: Pick<Report, 'facts'>): string[] {
  return withoutBundle({ facts }, [])
}

function withoutBundle({ facts }: Pick<Report, 'facts'>, more: readonly string[]): string[] {
  const given = facts.flatMap(({ state }) => state ?? [])
  const listed = facts.flatMap(({ trustLists = [] }) => trustLists.map(({ state }) => state))
  return [...new Set([...listed, ...more])].filter((state) => !given.includes(state)).sort()
}

/** The bundles that could be held against no other, for they do not show whose they are; of one alone nobody expects it. */
export function notComparedIn({ facts }: Pick<Report, 'facts'>): string[] {
  return facts.length < 2 ? [] : facts.flatMap(({ bundle, state }) => (state === undefined ? [bundle] : []))
}

function notComparedInWords(report: Report): string[] {
  const bundles = notComparedIn(report)
  if (bundles.length === 0) return []
  const states = notShownIn(report)
  const missing =
    states.length === 0
      ? 'What each side has, and the other leaves out, does not show.'
      : `What ${states.join(', ')} has, and what is here leaves out, does not show.`
  return [
    `NOT COMPARED: ${bundles.join(', ')}: held against no other bundle, for it does not show whose it is.`,
    `    ${missing}`,
  ].map(harmless)
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
  const { bundle, state = 'whoever keeps it' } = facts
  const things = unwitnessedIn(facts)
  if (things === 0 && !isUnwitnessed(facts)) return
  const what = isUnwitnessed(facts) ? 'its log' : `the head with ${things} of its messages and receipts`
  const whom =
    (facts.unbelieved ?? []).length === 0 ? 'nobody else' : 'nobody else whose trust list was believed'
  terminal.say(harmless(`UNWITNESSED: ${bundle}: ${what} is countersigned by ${whom}.`))
  terminal.say(
    `    Since when messages and receipts stand in it, and that nobody was shown another, only ${harmless(state)} says.`,
  )
}
