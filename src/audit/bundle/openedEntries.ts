import { type Entry, subjectOf } from '../entry.ts'
import { eventShapes } from '../events.ts'
import { sealedIn } from './custodyReports.ts'
import { isAboutRequests } from './disclosures.ts'
import { erasuresIn, openingsGone } from './erasures.ts'
import type { LoggedEntry } from './entries.ts'
import type { CheckedBundle } from './verify.ts'

/** What of an entry is committed to and may be opened: who did it, and the details. */
type Part = 'actor' | 'details'

/** An entry of the log of a bundle, with what is opened of it. */
export interface OpenedEntry {
  readonly index: number
  readonly entry: Entry
  /** The request that it is about, where the bundle has its record; null: about none, or about one that is not in the bundle. */
  readonly about: { readonly id: string; readonly reference: string | null } | null
  /** The message that it names, where it is in the bundle: its type, and its place in the record; null: it has none. */
  readonly message: { readonly type: string; readonly place: number | null } | null
  /** Who did it, as the log has it: what opens it holds. Undefined: it is not opened, or the node did it by itself. */
  readonly actor: unknown
  /** Undefined: they are not opened, or there are none. */
  readonly details: unknown
  /** What it is committed to and what nothing that holds opens here. */
  readonly closed: readonly Part[]
  /** What is not opened was erased with its record: nobody can open it any more. */
  readonly isErased: boolean
}

/** The requests of these bundles that a reader calls so: by the reference, by the id, or by the first 8 characters of it or more. */
export function requestsCalled(bundles: readonly CheckedBundle[], name: string): ReadonlySet<string> {
  const found = bundles
    .flatMap(({ messages }) => messages)
    .filter(({ request, message }) => message?.reference === name || isOfId(request, name))
  return new Set(found.map(({ request }) => request))
}

const idLengthMin = 8

function isOfId(request: string, name: string): boolean {
  return name.length >= idLengthMin && request.startsWith(name.toLowerCase())
}

/**
 * The entries of the log of a bundle in their order, with what is opened of them. An opening that does not hold is named by
 * the check, and opens nothing here.
 *
 * @param requests - ids: those that are about one of these or cover it, as an export or a list of cases does; null: all entries
 */
export function* openedEntries(
  bundle: CheckedBundle,
  requests: ReadonlySet<string> | null,
): Generator<OpenedEntry> {
  const { log, disclosed } = bundle
  const known = knownIn(bundle)
  const isWanted = requests === null ? () => true : aboutOrCovering(bundle, requests)
  for (const logged of log.entries) {
    if (!isWanted(logged)) continue
    const { index, entry } = logged
    const { actor, details } = disclosed.get(index) ?? {}
    const closed = [
      ...(entry.actor !== undefined && actor === undefined ? (['actor'] as const) : []),
      ...(entry.d !== undefined && details === undefined ? (['details'] as const) : []),
    ]
    yield {
      index,
      entry,
      about: known.requests.get(entry.record ?? '') ?? null,
      message: known.messages.get(entry.msg ?? '') ?? null,
      actor,
      details,
      closed,
      isErased: closed.length > 0 && known.gone.has(index),
    }
  }
}

/** Entries whose details name requests among others; the record that they are of says nothing of that. */
const coveringEvents: ReadonlySet<string> = new Set(
  Object.entries(eventShapes).flatMap(([event, { details }]) =>
    details?.scope === undefined ? [] : [event],
  ),
)

/**
 * Entries that may cover these requests with others and are not among those told of them, for nothing opens their details here: how
 * many of each event. A bundle of some requests does not open what covers others, be it that it covers these as well.
 */
export function unopenedCovering(
  bundle: CheckedBundle,
  requests: ReadonlySet<string>,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  const isTold = aboutOrCovering(bundle, requests)
  for (const logged of bundle.log.entries) {
    const { evt, d } = logged.entry
    if (!coveringEvents.has(evt) || d === undefined) continue
    if (bundle.disclosed.get(logged.index)?.details !== undefined || isTold(logged)) continue
    counts.set(evt, (counts.get(evt) ?? 0) + 1)
  }
  return counts
}

/**
 * Those entries that tell a reader more than that something was done: they are about a request of the bundle, or something of them
 * is opened. At most so many of them; `more` is how many there are beyond.
 */
export function tellingEntries(
  bundle: CheckedBundle,
  most: number,
): { readonly entries: readonly OpenedEntry[]; readonly more: number } {
  const entries: OpenedEntry[] = []
  let more = 0
  for (const one of openedEntries(bundle, null)) {
    const isTelling = one.about !== null || one.actor !== undefined || one.details !== undefined
    if (isTelling && entries.length < most) entries.push(one)
    else if (isTelling) more += 1
  }
  return { entries, more }
}

/** By the names that the log has for them: the requests and messages of a bundle, and the entries whose openings were erased. */
function knownIn({ log, messages }: CheckedBundle) {
  const requests = new Map<string, NonNullable<OpenedEntry['about']>>()
  const byDigest = new Map<string, NonNullable<OpenedEntry['message']>>()
  for (const { request, message, planned } of messages) {
    const subject = subjectOf(request)
    const reference = message?.reference ?? requests.get(subject)?.reference ?? null
    requests.set(subject, { id: request, reference })
    if (message === null) continue
    const place = planned.fate === 'placed' ? planned.sequence : null
    byDigest.set(planned.digest, { type: message.type, place })
  }
  const { entries } = log
  return { requests, messages: byDigest, gone: openingsGone(erasuresIn(entries, entries.length)) }
}

/** As `log read` has it: about a request, about a file that it hands over, or, by its opened details, covering it. */
function aboutOrCovering(
  { messages, disclosed }: CheckedBundle,
  requests: ReadonlySet<string>,
): (logged: LoggedEntry) => boolean {
  const handing = messages.filter(({ request, planned: { own } }) => own && requests.has(request))
  const isAbout = isAboutRequests([...requests].map(subjectOf), sealedIn(handing))
  return ({ index, entry }) => isAbout(entry) || covers(disclosed.get(index)?.details, requests)
}

/** Whether details name one of these requests among others, or say that they are of all. */
function covers(details: unknown, requests: ReadonlySet<string>): boolean {
  const scope: unknown =
    typeof details === 'object' && details !== null && 'scope' in details ? details.scope : null
  if (!Array.isArray(scope)) return false
  return scope.some((one) => typeof one === 'string' && (one === 'all' || requests.has(one)))
}
