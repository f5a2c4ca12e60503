import type { Sentence } from './words.ts'

/** What somebody has asked or searched for, as it is told in words. */
export interface LoggedQuery {
  /** What was looked at; null: the log, or what the members say. */
  readonly sentence: Sentence | null
  /** Ids of the authorities whose it is, where the sentence names them. */
  readonly authorities: readonly string[]
  /** What else was said of it, in sentences. */
  readonly also: readonly Sentence[]
  /** What was asked for, by the names that the fields have. */
  readonly members: Readonly<Record<string, unknown>>
}

const nothing = { sentence: null, authorities: [], also: [], members: {} } as const satisfies LoggedQuery

/** Parts of the desk, and what the list of requests may be kept to. */
const parts: Readonly<Record<string, Sentence>> = {
  mine: 'whoseMine',
  nobody: 'whoseNobody',
  unread: 'onlyUnread',
  'of nobody': 'whoseNobody',
  'with those that have ended': 'withEnded',
}

/** The ways in which the log has a question, each with how it is read. */
const forms: readonly (readonly [RegExp, (found: readonly string[]) => LoggedQuery | null])[] = [
  [
    /^desk of ([a-z0-9.-]+)(?:, (mine|nobody|unread))?$/,
    ([, authority = '', part = '']) => lookedAt('readDesk', authority, part),
  ],
  [
    /^authorities ([a-z0-9. -]+)((?:; .*)?)$/s,
    ([, authorities = '', rest = '']) => lookedAt('readRequestsOf', authorities, rest),
  ],
  [
    /^clocks of ([a-z0-9. -]+)((?:; .*)?)$/s,
    ([, authorities = '', rest = '']) => lookedAt('readDeadlinesOf', authorities, rest),
  ],
  [/^retention: time over(?:; after .*)?$/s, () => ({ ...nothing, sentence: 'overKept' })],
  [
    /^outbox(: given up)?$/,
    ([, givenUp]) => ({ ...nothing, sentence: 'nodeQueue', also: givenUp === undefined ? [] : ['givenUp'] }),
  ],
  [
    /^references; (.*)$/s,
    ([, names = '']) => ({
      ...nothing,
      sentence: 'soughtByReference',
      members: { reference: names.split('; ') },
    }),
  ],
  [/^search((?:; .*)?)$/s, ([, rest = '']) => ({ ...nothing, sentence: 'search', members: searched(rest) })],
  [
    /^(search|trail) (.*)$/s,
    ([, place = '', query = '']) => ({
      ...nothing,
      sentence: place === 'trail' ? 'trail' : 'search',
      members: Object.fromEntries(new URLSearchParams(query)),
    }),
  ],
  [/^(?:([a-z ]+): )?(\{.*\})$/s, ([, what = '', json = '']) => asJson(what, json)],
]

/**
 * What the log has of a question that was asked, taken apart.
 *
 * @param text - the detail `query` of an entry
 * @returns null where it is not known in these words: of a newer program, of a command, or cut off
 */
export function loggedQuery(text: string): LoggedQuery | null {
  for (const [form, read] of forms) {
    const found = form.exec(text)
    if (found !== null) return read(found)
  }
  return null
}

function lookedAt(sentence: Sentence, authorities: string, rest: string): LoggedQuery {
  const pieces = rest.split('; ').filter((piece) => piece !== '')
  const also = pieces.flatMap((piece) =>
    piece.startsWith('unread by ')
      ? ['onlyUnread' as const]
      : Object.hasOwn(parts, piece)
        ? (parts[piece] ?? [])
        : [],
  )
  return {
    sentence,
    authorities: authorities.split(' '),
    also,
    members: Object.fromEntries(pieces.flatMap(memberIn)),
  }
}

/** A piece of a listing that has a value of its own. */
function memberIn(piece: string): (readonly [string, string])[] {
  const [, end] = /^that end before (.+)$/.exec(piece) ?? []
  const [, state] = /^state (.+)$/.exec(piece) ?? []
  const [, person] = /^of (.+)$/.exec(piece) ?? []
  if (end !== undefined) return [['until', end]]
  if (state !== undefined) return [['state', state]]
  return person === undefined || person === 'nobody' ? [] : [['holder', person]]
}

/** The fields of a search; a piece without the name of one belongs to the words before it. */
function searched(rest: string): Record<string, string> {
  const members: Record<string, string> = {}
  let last = ''
  for (const piece of rest.split('; ').slice(1)) {
    const [, name, value = ''] =
      /^(words|peer|side|status|state|kind|from|until|after) (.*)$/s.exec(piece) ?? []
    if (name === undefined) members[last] = `${members[last] ?? ''}; ${piece}`
    else members[(last = name)] = value
  }
  return members
}

/** What is asked of the records, by the words before the question. */
const reviews: Readonly<Record<string, Sentence>> = {
  'deadlines missed': 'missed',
  'refusals without reasons': 'unreasoned',
}

function asJson(what: string, json: string): LoggedQuery | null {
  try {
    const members = JSON.parse(json) as Readonly<Record<string, unknown>>
    return { ...nothing, sentence: Object.hasOwn(reviews, what) ? (reviews[what] ?? null) : null, members }
  } catch {
    // Of a query that was cut off the rest is not known.
    return null
  }
}
