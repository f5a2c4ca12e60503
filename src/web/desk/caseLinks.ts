import type { TimelinePlace } from '../../exchange/desk/timeline.ts'
import type { DayFilter } from '../../exchange/desk/dayFilter.ts'
import type { CasesWanted } from '../../exchange/desk/deskCases.ts'
import type { letterFormats } from '../../exchange/letterFiles.ts'
import { sayPlace } from '../../exchange/review/terms.ts'
import type { SearchPlace } from '../../store/search/searchTables.ts'
import { deskRoutes } from '../deskPaths.ts'

/** Where a request is read. */
export function caseLink(request: string): string {
  return `/cases/${request}`
}

/** Where a page of its record is read that begins behind this place; of it no more than the record is on it. */
export function timelineLink(request: string, { sequence, entry }: TimelinePlace): string {
  return `${caseLink(request)}?after=${entry === null ? sequence : `${sequence}-${entry}`}`
}

/** The place that such an address says; null: it says none. */
export function timelinePlaceOf(text: string): TimelinePlace | null {
  const [, sequence = '', entry] = /^(0|[1-9][0-9]{0,5})(?:-(0|[1-9][0-9]{0,14}))?$/.exec(text) ?? []
  if (sequence === '') return null
  return { sequence: Number(sequence), entry: entry === undefined ? null : Number(entry) }
}

/** Where what the log tells of it beside messages is read, by the hash of its leaf. */
export function loggedLink(request: string, leaf: string): string {
  return `${caseLink(request)}/entries/${leaf}`
}

/** Where one of its messages is read: by its place in the record, or by its id while it has none. */
export function messageLink(
  request: string,
  { sequence, id }: { sequence: number | null; id: string },
): string {
  return `${caseLink(request)}/messages/${sequence ?? id}`
}

/** Where a draft is begun in it. */
export function draftsOfCase(request: string): string {
  return `${caseLink(request)}/drafts`
}

/** Where is said that a draft of this type is open in it already. */
export function openDraftsLink(
  request: string,
  { type, answers }: { readonly type: string; readonly answers: string },
): string {
  const query = new URLSearchParams({ type, ...(answers === '' ? {} : { answers }) })
  return `${draftsOfCase(request)}?${query.toString()}`
}

/** Where a court bundle of it is made. */
export function courtLink(request: string): string {
  return `${caseLink(request)}/court`
}

/** Where a file is told of that was handed over in it. */
export function caseFileLink(request: string, deposit: string): string {
  return `${caseLink(request)}/files/${deposit}`
}

/** Endings of the files of a letter, and what they are. */
export const letterEndings = [
  { ending: 'pdf', format: 'pdf', type: 'application/pdf', text: 'letterAsPdf' },
  { ending: 'html', format: 'html', type: 'text/html; charset=utf-8', text: 'letterAsPage' },
  { ending: 'txt', format: 'text', type: 'text/plain; charset=utf-8', text: 'letterAsText' },
] as const satisfies readonly {
  readonly ending: string
  readonly format: (typeof letterFormats)[number]
  readonly type: string
  readonly text: string
}[]

/** The list with these filters, from the page after this request. */
export function casesLink({ state, ended, whose, unread, after }: CasesWanted): string {
  const query = new URLSearchParams()
  if (state !== null) query.set('state', state)
  if (ended) query.set('ended', 'yes')
  if (whose !== null) query.set('whose', whose)
  if (unread) query.set('unread', 'yes')
  if (after !== null) query.set('after', sayPlace(after))
  return query.size === 0 ? '/cases' : `/cases?${query.toString()}`
}

/** What is found at one of the places where something is looked for: the query as it stands in its address. */
export function searchLink(place: SearchPlace, query: string): string {
  const { path } = deskRoutes[place]
  return query === '' ? path : `${path}?${query}`
}

/** All requests of the authority that have not ended. */
export const everyCase: CasesWanted = { state: null, ended: false, whose: null, unread: false, after: null }

/** Whose requests the list can be asked for: those of the whole authority, of whoever asks, or of nobody. */
export const whoseNames = ['authority', 'mine', 'nobody'] as const

/** Where a request is taken, given, or given back. */
export function assignmentLink(request: string): string {
  return `${caseLink(request)}/assignment`
}

/** The desk, or a part of it, as a list of requests names it; or one of its lists from behind a place in it. */
export function dayLink(filter: DayFilter, after: string | null = null): string {
  const query = new URLSearchParams()
  if (filter === 'mine' || filter === 'nobody') query.set('whose', filter)
  if (filter === 'unread') query.set('unread', 'yes')
  if (after !== null) query.set('after', after)
  return query.size === 0 ? '/' : `/?${query.toString()}`
}

/** What the form of the list says where no state is chosen. */
export const everyState = 'all'

/** Where another request is begun with one. */
export function againLink(request: string): string {
  return `${caseLink(request)}/again`
}

/** Where a bundle that was made is saved, and where it is cancelled or deleted, by the id of its order. */
export function bundleFileLink(order: string): string {
  return `/bundles/${order}/file`
}

export function dropBundleLink(order: string): string {
  return `/bundles/${order}/drop`
}
