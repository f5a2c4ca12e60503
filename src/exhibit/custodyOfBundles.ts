import { subjectOf } from '../audit/entry.ts'
import type { EventName } from '../audit/events.ts'
import type { LoggedEntry } from '../audit/bundle/entries.ts'
import { placedPath, reportPath } from '../audit/bundle/layout.ts'
import type { CheckedBundle } from '../audit/bundle/verify.ts'
import { checkOf } from '../message/checkOf.ts'
import type { EvidenceItem, Exhibit, Message } from '../message/generated/types.ts'
import { stateOf } from '../message/stateOf.ts'
import { evidenceIn } from './casework/evidenceIn.ts'
import {
  type CustodyChain,
  type CustodyLink,
  type CustodyMatter,
  type CustodyProof,
  custodyChain,
  linkOf,
  linkOfReport,
} from './custody.ts'
import { custodyEvents, linkOfEntry } from './custodyOfLog.ts'

/** How a message calls a file. */
export interface ExhibitName {
  /** UUID. */
  readonly request: string
  /** As the message names the request. */
  readonly reference: string
  /** Place in the record. */
  readonly sequence: number
  readonly exhibit: string
  readonly name: string
}

/** A file that messages of bundles hand over, and its custody as far as they hold it. */
export interface BundledCustody extends CustodyChain {
  /** Of the clear file, hex, as the messages that hand it over state it. */
  readonly sha256: string
  /** By every message that hands it over, in their order. */
  readonly names: readonly ExhibitName[]
}

/** A message of a record that holds, with its place there. */
interface Placed {
  readonly message: Message
  readonly request: string
  readonly digest: string
  readonly sequence: number
}

/** A file as one message hands it over. */
interface Handed extends Placed {
  readonly exhibit: Exhibit
}

/**
 * The chain of custody of each file that the messages of these bundles hand over, of all of them together: what both States
 * have signed of it, in messages and in reports, and what their logs tell. What a log does not disclose is told without names.
 * That originals are due back stands in the records, and is not looked at here.
 *
 * @param bundles - of one node or of both, as `verifyAndOpen` has opened them
 */
export function custodyOfBundles(bundles: readonly CheckedBundle[]): readonly BundledCustody[] {
  const messages = messagesIn(bundles)
  const entries = grouped(eachOnce(bundles.flatMap(entriesOf)), ({ logged }) => logged.entry.digest ?? '')
  const kept = bundles.flatMap((bundle) => bundle.reports.filter(({ own }) => !own))
  const told = [...new Map(kept.map((one) => [one.digest, one])).values()]
  const reports = grouped(told, ({ sealed, report }) => nameOf(report.state, sealed))
  const handed = messages.flatMap((placed) =>
    placed.message.exhibits.map((exhibit) => ({ ...placed, exhibit })),
  )
  return [...grouped(handed, fileOf).values()].flatMap((of) => {
    const [first] = of
    const sealed = first?.exhibit.sealed?.sha256
    if (first === undefined || sealed === undefined)
      return custodyOf(of, { messages, entries: [], reports: [] })
    const about = reports.get(nameOf(stateOf(first.message.from), sealed)) ?? []
    return custodyOf(of, { messages, entries: entries.get(sealed) ?? [], reports: about })
  })
}

/**
 * What is one file: the same sealed bytes that are said to hold the same. Of a file that was not sealed only its handing over
 * is known: what was disputed and what took its place may be told with one hash and be two files.
 */
function fileOf({ message: { from }, digest, exhibit: { id, sealed, sha256 } }: Handed): string {
  return sealed === undefined ? `${digest} ${id}` : `${nameOf(stateOf(from), sealed.sha256)} ${sha256}`
}

/** Each State answers for its own sealed files: what another one says of the same bytes is another file. */
function nameOf(state: string, sealed: string): string {
  return `${state} ${sealed}`
}

function grouped<Thing>(
  things: readonly Thing[],
  keyOf: (thing: Thing) => string,
): ReadonlyMap<string, readonly Thing[]> {
  const found = new Map<string, Thing[]>()
  for (const thing of things) {
    const key = keyOf(thing)
    const of = found.get(key)
    if (of === undefined) found.set(key, [thing])
    else of.push(thing)
  }
  return found
}

/** What is known of one file, and all messages, among which its sources are. */
interface Sources {
  readonly messages: readonly Placed[]
  readonly entries: readonly EntryOfNode[]
  readonly reports: CheckedBundle['reports']
}

function custodyOf(handed: readonly Handed[], { messages, entries, reports }: Sources): BundledCustody[] {
  const [first] = handed
  if (first === undefined) return []
  const { sha256 } = first.exhibit
  const owner = stateOf(first.message.from)
  const subjects = new Set(handed.map(({ request }) => subjectOf(request)))
  const matter = {
    sha256,
    sources: handed.flatMap((one) => sourcesOf(one, messages)),
    stated: handed.flatMap((one) =>
      itemsOf(one).map(({ custody = [] }) => ({
        message: one.digest,
        state: stateOf(one.message.from),
        sentAt: one.message.sentAt,
        events: custody,
      })),
    ),
    links: [
      ...entries
        .filter(({ logged: { entry } }) => entry.record === undefined || subjects.has(entry.record))
        .filter(({ state, logged: { entry } }) => isOfOwner(entry.evt, state === owner))
        .flatMap(({ state, logged, opened }) => {
          const { entry, leaf, index } = logged
          const links = linkOfEntry(state, sha256, { entry, leaf, ...opened })
          return links.map((link) => withProof(link, { entry: { state, index } }))
        }),
      ...handed.map(linkOfHandingOver),
      ...handed.flatMap((one) => linksOfReceipts(one, messages)),
      ...reports.flatMap(({ report, digest, request }) =>
        linkOfReport(report, digest).map((link) => withProof(link, { path: reportPath(request, digest) })),
      ),
    ],
    dueBack: [],
    owner,
    isReturned: false,
  }
  const names = handed.map(({ request, sequence, message: { reference }, exhibit: { id, name } }) => ({
    ...{ request, reference, sequence, exhibit: id, name },
  }))
  // No day is due, so that the time of whoever reads does not count.
  const chain = custodyChain(matter, new Date(0))
  const paths = new Map(messages.map((one) => [one.digest, placedPath(one.request, one.sequence)]))
  return [{ sha256, names, ...chain, links: chain.links.map((link) => withPaths(link, paths)) }]
}

/** A link with where its proofs stand. */
function withProof(link: CustodyLink, where: Pick<CustodyProof, 'path' | 'entry'>): CustodyLink {
  return { ...link, proofs: link.proofs.map((proof) => ({ ...proof, ...where })) }
}

function withPaths(link: CustodyLink, paths: ReadonlyMap<string, string>): CustodyLink {
  const proofs = link.proofs.map((proof): CustodyProof => {
    const path = proof.by === 'message' ? paths.get(proof.name) : undefined
    return path === undefined ? proof : { ...proof, path }
  })
  return { ...link, proofs }
}

/** Whether an event may be one of a file of that State: it takes in its own, and another one receives it. */
function isOfOwner(evt: EventName, isOwner: boolean): boolean {
  if (evt === 'exhibit.taken') return isOwner
  return !(isOwner && (evt === 'exhibit.received' || evt === 'exhibit.damaged'))
}

/** Each message of a record once, whichever bundles have it. */
function messagesIn(bundles: readonly CheckedBundle[]): Placed[] {
  const known = new Map<string, Placed>()
  for (const { messages } of bundles)
    for (const { request, planned, message } of messages)
      if (message !== null && planned.fate === 'placed')
        known.set(planned.digest, {
          message,
          request,
          digest: planned.digest,
          sequence: planned.sequence,
        })
  return [...known.values()].sort((a, b) => (a.request === b.request ? a.sequence - b.sequence : 0))
}

/** An entry of a log about a file, with what opens it in its bundle. */
interface EntryOfNode {
  readonly state: string
  readonly logged: LoggedEntry
  readonly opened: Pick<Parameters<typeof linkOfEntry>[2], 'actor' | 'details'>
}

function entriesOf({ log, own, disclosed }: CheckedBundle): EntryOfNode[] {
  return log.entries.of(...custodyEvents).map((logged) => {
    const { actor, details } = disclosed.get(logged.index) ?? {}
    return {
      state: own,
      logged,
      opened: { actor: isObject(actor) ? actor : null, details: isObject(details) ? details : {} },
    }
  })
}

/** Each entry once, whichever bundles of its node have it: as it was opened, where one of them opens it. */
function eachOnce(entries: readonly EntryOfNode[]): readonly EntryOfNode[] {
  const known = new Map<string, EntryOfNode>()
  for (const one of entries) {
    const name = `${one.state} ${one.logged.leaf}`
    const before = known.get(name)
    if (before === undefined || (!isOpened(before) && isOpened(one))) known.set(name, one)
  }
  return [...known.values()]
}

function isOpened({ opened: { actor, details } }: EntryOfNode): boolean {
  return actor !== null || Object.keys(details).length > 0
}

function isObject(value: unknown): value is Readonly<Record<string, string>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function itemsOf({ message, exhibit }: Handed): readonly EvidenceItem[] {
  return evidenceIn(message).flatMap(({ item }) => (item.exhibit === exhibit.id ? [item] : []))
}

function linkOfHandingOver({ message: { from, sentAt }, digest }: Handed): CustodyLink {
  const proofs = [{ by: 'message', name: digest }] as const
  return linkOf({ at: sentAt, action: 'transferred', state: stateOf(from), authority: from, proofs })
}

/** What whoever received a file has signed of its hash, in the receipts for the delivery. */
function linksOfReceipts({ message, request, exhibit }: Handed, messages: readonly Placed[]): CustodyLink[] {
  return messages.flatMap(({ message: said, request: of, digest }) => {
    if (of !== request || said.type !== 'delivery-receipt') return []
    if (stateOf(said.from) === stateOf(message.from)) return []
    const isAnswer = said.body.outcomes.some(({ inReplyTo = said.inReplyTo }) => inReplyTo === message.id)
    const { sha256 } = (isAnswer ? checkOf(said, exhibit) : undefined) ?? {}
    if (sha256 === undefined) return []
    const { from: authority, sentAt: at } = said
    const proofs = [{ by: 'message', name: digest }] as const
    return [linkOf({ at, action: 'verified', state: stateOf(authority), authority, sha256, proofs })]
  })
}

/** What a file is said to be made from: another file of the record, or one that its State has taken in and may keep at home. */
function sourcesOf(handed: Handed, messages: readonly Placed[]): CustodyMatter['sources'] {
  const { request, sequence, exhibit } = handed
  const named = itemsOf(handed).flatMap(({ derivedFrom = [] }) => derivedFrom)
  const isNamed = (id: string): boolean =>
    messages.some(
      (one) =>
        one.request === request &&
        one.sequence <= sequence &&
        one.message.exhibits.some((other) => other.id === id),
    )
  const source = exhibit.derivedFrom
  const isHere = (deposit: string): boolean =>
    messages.some(({ message }) => message.exhibits.some(({ sealed }) => sealed?.deposit === deposit))
  return [
    ...named.map((name) => ({ name, isKnown: isNamed(name) })),
    ...(source === undefined ? [] : [{ name: source, isKnown: isHere(source), isAtHome: true }]),
  ]
}
