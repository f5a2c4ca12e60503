import { chance, spokenWord } from './invented.ts'
import type { Sample } from './fill.ts'

/** What the goals of the design speak of, each as a whole; the list of requests goes with the desk. */
export const parts = ['desk', 'search', 'record', 'log'] as const
export type Part = (typeof parts)[number]

/** A page that is asked for again and again, each time for something else. */
export interface Visit {
  readonly name: string
  readonly part: Part
  /** Whether the design has a goal for it: the day's desk, lists, search and records. */
  readonly hasGoal: boolean
  readonly path: (sample: Sample) => string
  /** Which records it is asked for; absent: any. */
  readonly of?: (sample: Sample) => boolean
}

const dayMs = 86_400_000

function searchFor(members: Readonly<Record<string, string>>): string {
  return `/search?${new URLSearchParams(members).toString()}`
}

/** The first words of a text, or its first characters where it has no spaces. */
function someWords(text: string): string {
  return text.includes(' ') ? text.split(' ').slice(0, 3).join(' ') : Array.from(text).slice(0, 8).join('')
}

const common = spokenWord('latin', 0)
const alsoCommon = spokenWord('latin', 1)

/** @param authority - whose records are asked for: others are not there */
export function visitsOf(authority: string): readonly Visit[] {
  const own = ({ own: has }: Sample): boolean => has === authority
  const page = (
    name: string,
    path: Visit['path'],
    of: (sample: Sample) => boolean = () => true,
    part: Part = 'desk',
  ): Visit => ({
    name,
    part,
    hasGoal: true,
    path,
    of: (sample) => own(sample) && of(sample),
  })
  const search = (name: string, members: (sample: Sample) => Readonly<Record<string, string>>): Visit =>
    page(`search: ${name}`, (sample) => searchFor(members(sample)), undefined, 'search')
  const check = (name: string, path: Visit['path']): Visit => ({
    ...page(`log: ${name}`, path, undefined, 'log'),
    hasGoal: false,
  })
  return [
    page('the desk of the day', () => '/'),
    page('the desk: what waits, a page far behind', ({ id, openedAt }) => {
      const at = new Date(openedAt).toISOString()
      return `/?${new URLSearchParams({ after: `waits_never_${at}_${id}` }).toString()}`
    }),
    page('requests, open', () => '/cases'),
    page('requests, all', () => '/cases?ended=yes'),
    page('requests, in one state', () => '/cases?state=infoRequested'),
    page('requests, a page far behind', ({ id }) => `/cases?ended=yes&after=${id}`),
    page('requests, open, a page far behind', ({ id }) => `/cases?after=${id}`),
    search('a reference', ({ reference }) => ({ words: reference })),
    search('an account', ({ account }) => ({ words: account })),
    search('a person', ({ person }) => ({ words: person })),
    search('a company', ({ holder }) => ({ words: holder })),
    search('a word that most have', () => ({ words: common })),
    search('two such words', () => ({ words: `${common} ${alsoCommon}` })),
    search('a word that few have', () => ({ words: spokenWord('latin', 6_000) })),
    search('a common word and a rare one', () => ({ words: `${common} ${spokenWord('latin', 5_000)}` })),
    search('words of the facts', ({ facts }) => ({ words: someWords(facts.text) })),
    search('words in Arabic', () => ({ words: `${spokenWord('arabic', 3)} ${spokenWord('arabic', 40)}` })),
    search('words in Chinese', () => ({ words: `${spokenWord('chinese', 0)}${spokenWord('chinese', 20)}` })),
    search('words that nothing has', ({ account }) => ({ words: `nowhere${account.slice(0, 8)}` })),
    search('a State and days', ({ other, openedAt }) => ({
      peer: other.slice(0, 2).toUpperCase(),
      from: new Date(openedAt - 3 * dayMs).toISOString().slice(0, 10),
      until: new Date(openedAt + 4 * dayMs).toISOString().slice(0, 10),
    })),
    search('open, of a kind, a common word', () => ({ words: common, status: 'open', kind: 'preservation' })),
    search('all that have ended', () => ({ status: 'closed' })),
    search('a side, a page far behind', ({ id, openedAt }) => ({
      side: 'requesting',
      after: `${new Date(openedAt).toISOString()}_${id}`,
    })),
    page(
      'a record of few messages',
      ({ id }) => `/cases/${id}`,
      ({ messages }) => messages <= 5,
      'record',
    ),
    page(
      'a record of many messages',
      ({ id }) => `/cases/${id}`,
      ({ messages }) => messages >= 12,
      'record',
    ),
    page('a message', ({ id }) => `/cases/${id}/messages/1`, undefined, 'record'),
    page('drafts', () => '/drafts'),
    check('its first page', () => '/check/trail?first=0'),
    check('about a request', ({ id }) => `/check/trail?request=${id}`),
    check('who read a request', ({ reference }) => `/check/trail?request=${reference}&event=case.read`),
    check(
      'of the last days',
      () => `/check/trail?from=${new Date(Date.now() - dayMs).toISOString().slice(0, 10)}`,
    ),
    check('of a person', () => '/check/trail?person=bench-0'),
  ]
}

/** Records to ask for, in an order that is the same in each run. */
export function samplesFor(visit: Visit, samples: readonly Sample[]): () => Sample {
  const fitting = samples.filter((sample) => visit.of?.(sample) ?? true)
  const next = chance(visit.name.length)
  return () => {
    const sample = fitting[Math.floor(next() * fitting.length)]
    if (sample === undefined) throw new Error(`no record fits for: ${visit.name}`)
    return sample
  }
}
