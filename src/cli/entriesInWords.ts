import {
  type OpenedEntry,
  openedEntries,
  requestsCalled,
  unopenedCovering,
} from '../audit/bundle/openedEntries.ts'
import type { Report } from '../audit/bundle/report.ts'
import type { CheckedBundle } from '../audit/bundle/verify.ts'
import type { Actor } from '../audit/events.ts'
import { fromInWords } from '../exchange/shown/fromInWords.ts'
import { detailsInWords } from './detailsInWords.ts'
import { type Terminal, harmless } from './terminal.ts'

// What a log tells of who did what, as a bundle opens it: for the command in lines and as JSON, for the page cell by cell.

/** Entries that stand in one JSON document at most. */
export const entriesMax = 100_000

/** An entry in words. What is empty is not told there: the node did it by itself, or it is not opened, which `closed` says. */
export interface EntryWords {
  readonly time: string
  readonly event: string
  /** The request: its reference, or its id where no message tells that. */
  readonly about: string
  /** Code of the other State. */
  readonly peer: string
  readonly person: string
  readonly role: string
  readonly authority: string
  /** From where the person acted. */
  readonly place: string
  /** Type of the message, place in the record, code, details. */
  readonly more: string
  readonly closed: OpenedEntry['closed']
  readonly isErased: boolean
}

/** An entry in words, still as others wrote it. */
export function entryInWords(opened: OpenedEntry): EntryWords {
  const { entry, about, message, actor, details, closed, isErased } = opened
  const { t, evt, peer = '', code, seq } = entry
  const place = seq ?? message?.place ?? null
  const acting = isActor(actor) ? actor : null
  const more = [
    ...(message === null ? [] : [message.type]),
    ...(place === null ? [] : [`message ${place}`]),
    ...(code === undefined ? [] : [code]),
    ...(typeof details === 'object' && details !== null ? [detailsInWords(evt, details)] : []),
  ]
  return {
    time: t,
    event: evt,
    about: about?.reference ?? about?.id ?? '',
    peer,
    // A node that does not say who it was as nodes do is quoted.
    person: acting?.person ?? (actor === undefined ? '' : JSON.stringify(actor)),
    role: acting?.role ?? '',
    authority: acting?.authority ?? '',
    place: fromInWords(acting) ?? '',
    more: more.join('  '),
    closed,
    isErased,
  }
}

/** Whether somebody is named as a node names them. */
function isActor(value: unknown): value is Actor {
  if (typeof value !== 'object' || value === null) return false
  const { person, role, authority, from } = value as Partial<Record<keyof Actor, unknown>>
  const isNamed = [person, role, authority].every((one) => typeof one === 'string')
  return isNamed && (from === undefined || isPlace(from))
}

function isPlace(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { by, host, user, address } = value as Partial<Record<'by' | 'host' | 'user' | 'address', unknown>>
  return by === 'network'
    ? typeof address === 'string'
    : by === 'commandLine' && typeof host === 'string' && typeof user === 'string'
}

/** What the reader asks of the logs. */
interface Asked {
  readonly report: Report
  readonly bundles: readonly CheckedBundle[]
  /** As the reader calls it; null: all entries. */
  readonly request: string | null
}

/** Tells the entries of each log, a line each, as they are read: there may be millions. */
export function tellEntries({ report, bundles, request }: Asked, { say }: Pick<Terminal, 'say'>): void {
  const requests = request === null ? null : requestsCalled(bundles, request)
  if (requests?.size === 0)
    say(harmless(`No request whose record could be read here is called ${request ?? ''}.`))
  else for (const bundle of bundles) tellOf(bundle, requests, say)
  for (const { bundle, checked } of report.facts)
    if (checked !== 'whole')
      say(harmless(`${bundle}: its entries are not told, for it was not checked that far.`))
  say('')
}

function tellOf(
  bundle: CheckedBundle,
  requests: ReadonlySet<string> | null,
  say: (line: string) => void,
): void {
  const what = requests === null ? '' : ` about ${[...requests].join(', ')}, or covering it`
  say(harmless(`${bundle.name}: entries of the log of ${bundle.own}${what}`))
  let count = 0
  for (const one of openedEntries(bundle, requests)) {
    count += 1
    say(harmless(lineOf(one)))
  }
  say(count === 1 ? '1 entry' : `${count} entries`)
  if (requests !== null)
    for (const line of unopenedInWords(unopenedCovering(bundle, requests))) say(harmless(line))
}

/** Of those that may concern a request, and of which a reader of it must not believe that there are none. */
function unopenedInWords(counts: ReadonlyMap<string, number>): string[] {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  if (total === 0) return []
  const named = [...counts].map(([event, count]) => `${event}: ${count}`).join(', ')
  return [
    `${total === 1 ? '1 entry' : `${total} entries`} of the log may cover it as well and are not shown, for nothing opens here what they cover ` +
      `(${named}). Ask the node (rogatory log read --request), or for a bundle of all requests.`,
  ]
}

function lineOf(opened: OpenedEntry): string {
  const { time, event, about, peer, person, role, authority, place, more, closed, isErased } =
    entryInWords(opened)
  const of = [role, authority].filter((one) => one !== '').join(', ')
  const parts = [
    `${opened.index}`.padStart(6),
    time,
    event,
    ...(person === '' ? [] : [`by ${person}${of === '' ? '' : ` (${of})`}`]),
    ...(place === '' ? [] : [`from ${place}`]),
    ...(about === '' ? [] : [`about ${about}`]),
    ...(peer === '' ? [] : [`with ${peer}`]),
    ...(more === '' ? [] : [more]),
    ...(closed.length === 0 ? [] : [closedInWords(closed, isErased)]),
  ]
  return parts.join('  ')
}

const partNames = { actor: 'who', details: 'details' } as const

function closedInWords(closed: OpenedEntry['closed'], isErased: boolean): string {
  const what = closed.map((one) => partNames[one]).join(', ')
  return isErased ? `ERASED: ${what}` : `NOT OPENED: ${what}`
}

/** The same for a program; `moreEntries` is how many there are beyond those in one document, `mayCover` how many of which event may
 * cover the request and are not opened. */
export function entriesAsJson({ bundles, request }: Omit<Asked, 'report'>, most: number = entriesMax) {
  const requests = request === null ? null : requestsCalled(bundles, request)
  const entries: object[] = []
  let moreEntries = 0
  for (const bundle of bundles)
    for (const one of openedEntries(bundle, requests))
      if (entries.length < most) entries.push({ bundle: bundle.name, state: bundle.own, ...viewOf(one) })
      else moreEntries += 1
  if (requests === null) return { entries, moreEntries }
  const mayCover = bundles.map((bundle) => ({
    bundle: bundle.name,
    state: bundle.own,
    unopened: Object.fromEntries(unopenedCovering(bundle, requests)),
  }))
  return { entries, moreEntries, mayCover }
}

function viewOf({ index, entry, about, message, actor, details, closed, isErased }: OpenedEntry) {
  const { t, evt, peer, seq, code, count, msg, receipt, digest, issuer } = entry
  const said = { index, time: t, event: evt, peer, sequence: seq, type: message?.type }
  const named = { place: message?.place ?? undefined, code, count, message: msg, receipt, digest, issuer }
  return { ...said, ...named, request: about, actor, details, closed, erased: isErased }
}
