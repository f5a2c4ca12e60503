import type { CustodyEvent, ExhibitReport } from '../message/generated/types.ts'
import { limits } from '../message/limits.ts'
import { codeText } from '../message/code.ts'
import { stateOf } from '../message/stateOf.ts'

/** What proves a link: a signed message, an entry of the log of this node by its leaf, a signed report, an erasure. */
export interface CustodyProof {
  readonly by: 'message' | 'log' | 'report' | 'erasure'
  /** Digest of the message or report, leaf hash of the entry (all hex), or id of the request that was erased. */
  readonly name: string
  /** Of a message or report: its file below a bundle. */
  readonly path?: string
  /** Of an entry: whose log, and its place there, from 0. */
  readonly entry?: { readonly state: string; readonly index: number }
}

/** One thing that was done with a file, or with what it was taken from. Digests are hex. */
export interface CustodyLink {
  /** RFC 3339. */
  readonly at: string
  /** A code of schemas/code/custody-action.json, or of a State. */
  readonly action: string
  readonly state: string
  readonly authority: string | null
  /** A person or function; null: a node by itself. */
  readonly by: string | null
  readonly place: string | null
  readonly reason: string | null
  /** What could not be left unchanged, and why. */
  readonly change: string | null
  /** SHA-256 of the clear file as it was hashed at that time; null: it was not. */
  readonly sha256: string | null
  /** Why it was found damaged; null: it was not. */
  readonly code: string | null
  readonly proofs: readonly CustodyProof[]
}

/** What a signed message says of the custody of a file, and when it was signed. */
export interface StatedCustody {
  readonly message: string
  /** State that has signed it. */
  readonly state: string
  readonly sentAt: string
  readonly events: readonly CustodyEvent[]
}

/** What a file was made from. */
export interface CustodySource {
  readonly name: string
  /** Whether it is here, or in its record. */
  readonly isKnown: boolean
  /** Whether its State took it in and may have kept it, so that it lacks nowhere else. */
  readonly isAtHome?: boolean
}

/** Everything that is known of one file. */
export interface CustodyMatter {
  /** SHA-256 of the clear file, as it was signed. */
  readonly sha256: string
  /** Sources from which it was made. */
  readonly sources: readonly CustodySource[]
  readonly stated: readonly StatedCustody[]
  /** What the log of this node tells, messages that hand it over, reports, an erasure: in the order of their keeping. */
  readonly links: readonly CustodyLink[]
  /** Days (YYYY-MM-DD) by which originals that went with it are due back. */
  readonly dueBack: readonly string[]
  /** The State that handed it over, to which they are due: only what it says itself counts for their being back. */
  readonly owner: string
  /** Whether a message of the owner confirms their return, or waives it. */
  readonly isReturned: boolean
}

/** What does not hold in a chain. */
export interface CustodyFinding {
  readonly what: 'hashDiffers' | 'damaged' | 'outOfOrder' | 'sourceMissing' | 'sourceAtHome' | 'notReturned'
  /** Which link, counted from 1; null: the chain as a whole. */
  readonly link: number | null
  /** The other hash, the code, the source, or the day. */
  readonly value: string
}

export interface CustodyChain {
  readonly links: readonly CustodyLink[]
  readonly findings: readonly CustodyFinding[]
}

/** A link of which only the named members are known. */
export function linkOf(
  known: Pick<CustodyLink, 'at' | 'action' | 'state' | 'proofs'> & Partial<CustodyLink>,
): CustodyLink {
  const unknown = { authority: null, by: null, place: null, reason: null, change: null } as const
  return { ...unknown, sha256: null, code: null, ...known }
}

/** A custody event as a link: as a State has signed it in a message, or a person has noted it. */
export function linkOfEvent(event: CustodyEvent, state: string, proof: CustodyProof): CustodyLink {
  const { at, action, by, authority = null, place = null, reason, change, sha256 = null } = event
  return {
    at,
    action: codeText(action),
    state: authority === null ? state : stateOf(authority),
    ...{ authority, by, place, sha256 },
    reason: reason?.text ?? null,
    change: change?.text ?? null,
    code: null,
    proofs: [proof],
  }
}

/** What a node has told of a file: that it received it, or has read it again. While it waits nobody there has it in hands. */
export function linkOfReport(report: ExhibitReport, digest: string): readonly CustodyLink[] {
  const { node, time, event, sha256 = null, code = null } = report
  if (event === 'fetchStatus') return []
  const action = event === 'storageCheck' ? 'verified' : 'received'
  return [
    linkOf({
      ...{ at: time, action, state: node, sha256, code },
      proofs: [{ by: 'report', name: digest }],
    }),
  ]
}

/**
 * The chain of custody of one file, from what both States have signed and what the log of this node tells: every link once,
 * in the order of their instants, and what does not hold in it. Pure.
 *
 * @param now - by which originals are overdue
 */
export function custodyChain(matter: CustodyMatter, now: Date): CustodyChain {
  const stated = matter.stated.flatMap(({ message, state, events }) =>
    events.map((event) => linkOfEvent(event, state, { by: 'message', name: message })),
  )
  const links = merged([...stated, ...matter.links])
  const findings = [
    ...links.flatMap((link, at) => faultsOf(link, at + 1, matter.sha256)),
    ...disorderStated(matter.stated, links),
    ...disorderIn(links),
    ...matter.sources
      .filter(({ isKnown }) => !isKnown)
      .map(({ name, isAtHome = false }) => {
        return { what: isAtHome ? 'sourceAtHome' : 'sourceMissing', link: null, value: name } as const
      }),
    ...overdue(matter, links, now),
  ]
  return { links, findings: once(findings) }
}

/** The same thing told twice, by a note in the log and by the message that took it along, is one link with both proofs. */
function merged(links: readonly CustodyLink[]): readonly CustodyLink[] {
  const known = new Map<string, CustodyLink>()
  for (const link of links) {
    const { proofs, ...told } = link
    const name = JSON.stringify([
      Date.parse(told.at),
      told.action,
      told.state,
      told.by,
      told.sha256,
      told.code,
      // What was left out in one of them is no detail: both are shown.
      told.place,
      told.reason,
      told.change,
    ])
    const before = known.get(name)
    known.set(name, before === undefined ? link : { ...before, proofs: [...before.proofs, ...proofs] })
  }
  return [...known.values()].sort((one, other) => Date.parse(one.at) - Date.parse(other.at))
}

function faultsOf({ sha256, code }: CustodyLink, link: number, expected: string): CustodyFinding[] {
  return [
    ...(sha256 === null || sha256 === expected
      ? []
      : [{ what: 'hashDiffers', link, value: sha256 } as const]),
    ...(code === null ? [] : [{ what: 'damaged', link, value: code } as const]),
  ]
}

/** Events that a message lists out of their order, or dates after it was signed. */
function disorderStated(
  stated: readonly StatedCustody[],
  links: readonly CustodyLink[],
): readonly CustodyFinding[] {
  return stated.flatMap(({ message, sentAt, events }) => {
    const latestMs = Date.parse(sentAt) + limits.clockSkewMs
    return events.flatMap(({ at }, place) => {
      const atMs = Date.parse(at)
      const isInOrder = place === 0 || Date.parse(events[place - 1]?.at ?? at) <= atMs
      return isInOrder && atMs <= latestMs ? [] : [outOfOrder(links, at, message)]
    })
  })
}

function outOfOrder(links: readonly CustodyLink[], at: string, message: string): CustodyFinding {
  const place = links.findIndex((link) => link.at === at && link.proofs.some(({ name }) => name === message))
  return { what: 'outOfOrder', link: place + 1, value: at }
}

/**
 * What cannot have been so: that a State received what no other had handed over yet, as far as clocks may differ, or had in
 * hands what it had destroyed.
 */
function disorderIn(links: readonly CustodyLink[]): readonly CustodyFinding[] {
  const firstHandedMs = Math.min(
    ...links.filter(({ action }) => action === 'transferred').map(({ at }) => Date.parse(at)),
  )
  const destroyed = new Set<string>()
  return links.flatMap(({ at, action, state, by, proofs }, place): CustodyFinding[] => {
    const finding = { what: 'outOfOrder', link: place + 1, value: at } as const
    // A person may have received it from somebody before any of this.
    const isByNode = by === null && proofs.some((proof) => proof.by !== 'message')
    const isEarly = isByNode && action === 'received' && Date.parse(at) + limits.clockSkewMs < firstHandedMs
    const isGone = destroyed.has(state)
    if (action === 'destroyed') destroyed.add(state)
    return isEarly || isGone ? [finding] : []
  })
}

function overdue(
  { dueBack, owner, isReturned, stated }: CustodyMatter,
  links: readonly CustodyLink[],
  now: Date,
): readonly CustodyFinding[] {
  const isSaid = stated.some(
    ({ state, events }) => state === owner && events.some(({ action }) => codeText(action) === 'returned'),
  )
  // In the log of a node stands what its own people have noted.
  const isNoted = links.some(
    ({ action, state, proofs }) =>
      action === 'returned' && state === owner && proofs.some(({ by }) => by === 'log'),
  )
  if (isReturned || isSaid || isNoted) return []
  const today = now.toISOString().slice(0, 10)
  return dueBack
    .filter((day) => day < today)
    .map((value) => ({ what: 'notReturned', link: null, value }) as const)
}

function once(findings: readonly CustodyFinding[]): readonly CustodyFinding[] {
  return [...new Map(findings.map((one) => [JSON.stringify(one), one])).values()]
}
