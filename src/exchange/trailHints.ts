import type { Entry } from '../audit/entry.ts'
import { actingDetails } from '../audit/events.ts'
import { listPeers } from '../store/peers.ts'
import { readTrailRows } from '../store/trail.ts'
import { listPersons } from '../store/trailNarrowing.ts'
import type { Node } from './node.ts'
import type { TrailQuestion } from './readTrail.ts'

/** Names that are told at most. */
const nearMax = 10

/** Shortest part of a name by which whole names are found. */
const partLengthMin = 3

/** What the log knows of a name by which nothing was found. */
export interface Spelling {
  readonly person: string
  /** Spelt so they are in the log: only the rest of the question holds of nothing that they did. */
  readonly isKnown: boolean
  /** Names in the log that are near to it. */
  readonly near: readonly string[]
}

/** What the log knows of the name of somebody by whom nothing was found. */
export async function spellingOf({ db }: Pick<Node, 'db'>, person: string): Promise<Spelling> {
  const known = await listPersons(db, actingDetails)
  return { person, isKnown: known.includes(person), near: nearTo(person, known) }
}

/** Why an answer may be empty although something was done: what is to be known before nobody is thought innocent. */
export function hintsFor(question: TrailQuestion, spelling: Spelling | null): string[] {
  const { from, until } = question
  const hints: string[] = []
  if (from !== undefined && until !== undefined && from >= until)
    hints.push(
      `The range is empty: ${until.toISOString()} is not after ${from.toISOString()}. A day begins at 00:00 UTC, and the end of a range is not in it.`,
    )
  if (spelling !== null) hints.push(spellingHint(spelling, isMoreAsked(question)))
  return hints
}

/** Why there is nothing in an answer, as far as the log can tell: it knows no such State, or began after that time. */
export async function whyNothing(
  { db }: Pick<Node, 'db'>,
  { peer, until }: TrailQuestion,
): Promise<string[]> {
  const hints = peer === undefined ? [] : await whetherKnown({ db }, peer)
  const [first] = until === undefined ? [] : await readTrailRows(db, { first: 0, limit: 1 })
  const begins = first === undefined ? null : (JSON.parse(first.entry) as Entry).t
  if (until !== undefined && begins !== null && Date.parse(begins) >= until.getTime())
    hints.push(`This log begins at ${begins}: of the time before it can tell nothing.`)
  return hints
}

/** That the log has nothing with a State of this code, and which peers there are; nothing where it has. */
export async function whetherKnown({ db }: Pick<Node, 'db'>, peer: string): Promise<string[]> {
  if ((await readTrailRows(db, { peer, first: 0, limit: 1 })).length > 0) return []
  const states = (await listPeers(db)).map(({ state }) => state).sort()
  const peers =
    states.length === 0 ? 'This node has no peers.' : `The peers of this node are: ${states.join(', ')}.`
  return [`Nothing in this log is with a State "${peer}". ${peers}`]
}

/** Whether anything but a person was asked for. */
function isMoreAsked({ request, peer, events, from, until, first }: TrailQuestion): boolean {
  return first > 0 || [request, peer, events, from, until].some((one) => one !== undefined)
}

/** One letter more or another is no spelling of the name but may be another person. */
const nearMeans =
  'near is what differs in case, accents, spaces or signs alone, or is longer and holds it, and not what has another letter'

function spellingHint({ person, isKnown, near }: Spelling, isMore: boolean): string {
  if (isKnown)
    return isMore
      ? `${person} has acted here, but by them is nothing that answers the rest of the question.`
      : `${person} has acted here, but nothing that they did has a place in the log yet.`
  const exact = `Nobody has acted here under the name "${person}"; a name is matched exactly.`
  if (near.length === 0) return `${exact} No name of somebody who has acted is near to it: ${nearMeans}.`
  return `${exact} Near to it are: ${near.map((name) => `"${name}"`).join(', ')}.`
}

/** Names that differ in case, diacritics, spaces and signs alone, and then those of which it is a part. */
export function nearTo(person: string, known: readonly string[]): string[] {
  const asked = folded(person)
  if (asked === '') return []
  const names = known.toSorted().map((name) => ({ name, fold: folded(name) }))
  const same = names.filter(({ fold }) => fold === asked)
  const isPart = asked.length >= partLengthMin
  const longer = names.filter(({ fold }) => isPart && fold !== asked && fold.includes(asked))
  return [...same, ...longer].slice(0, nearMax).map(({ name }) => name)
}

/** Letters with a stroke do not come apart in Unicode, but are written without it as well. */
const strokes: Readonly<Record<string, string>> = { đ: 'd', ð: 'd', ł: 'l', ø: 'o', ħ: 'h', ı: 'i' }

function folded(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return plain.replace(/[đðłøħı]/g, (letter) => strokes[letter] ?? letter).replace(/[^\p{L}\p{N}]/gu, '')
}
