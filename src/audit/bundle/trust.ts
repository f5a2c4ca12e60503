import { digestOf } from '../../envelope/digest.ts'
import { gateJws } from '../../envelope/gate.ts'
import { openTrustList, readTrustList } from '../../envelope/trustList.ts'
import type { TrustList } from '../../message/generated/types.ts'
import { limits } from '../../message/limits.ts'
import type { ChainCheck } from '../../trust/checkCertificate.ts'
import { digestOfBase64 } from '../../trust/list.ts'
import { type OpenedTrustList, succeeds } from '../../trust/succession.ts'
import { encodeVerifierKey } from '../note.ts'
import { type Files, bundlePaths, jwsIn, trustListPath } from './layout.ts'
import { type BundleLog, entryName } from './log.ts'
import { newestAt } from './newestAt.ts'
import { pinnedIn } from './pinnedIn.ts'
import type { Mark } from './plan.ts'
import type { Find, TrustListFact } from './report.ts'
import { type JudgedLists, notPinnedInWords, stateOfList, unbelievedStates } from './unbelieved.ts'

/** SHA-256 (hex) of the list-signer certificates that the reader has compared out of band, by State. */
export type Pins = ReadonlyMap<string, readonly string[]>

/** The trust lists of a bundle, as its node had them. */
export interface TrustHistory {
  /** The State whose node this is; null where no list names the key of the log. */
  readonly own: string | null
  readonly facts: readonly TrustListFact[]
  readonly judged: JudgedLists
  /** The lists of a State by which this node judged at that entry: the newest, or also one just replaced. */
  readonly listsAt: (state: string, mark: Mark) => readonly TrustList[]
  /** The older lists that a peer had shown before that entry (`isOlder`): what was fetched back is judged by them as well. */
  readonly olderAt: (state: string, mark: Mark) => readonly TrustList[]
  /** All lists that hold, when each was accepted or issued, and as of when it was judged. */
  readonly opened: readonly (Mark & { readonly opened: OpenedTrustList; readonly judgedAt: Date })[]
  /** All lists of a State that hold, the oldest first. */
  readonly listsOf: (state: string) => readonly TrustList[]
}

/** What the lists are opened from. */
export interface TrustSources {
  readonly files: Files
  readonly log: BundleLog
  /** Size of the log to which the lists answer. */
  readonly size: number
  /** Whether the lists of that peer must be in the bundle. */
  readonly isNeeded: (peer: string) => boolean
  readonly pins: Pins
  readonly check: ChainCheck
}

/** A list of which the log tells, and its file; null where that lacks or is another. */
interface Logged extends Mark {
  /** The State whose list it is, as far as the log or a file says so: a node does not name itself. */
  readonly state: string | null
  readonly path: string | null
  readonly isRecalled: boolean
}

/** A list from the entry on that tells of it; nothing is known of what it said where it could not be opened. */
interface Known extends Mark {
  /** One that was fetched back is judged as of its issue: its signer may have been taken back before a peer showed it. */
  readonly judgedAt: Date
  readonly opened: OpenedTrustList | null
  readonly pinned: boolean
  /** An own list that a peer has shown after a newer one was known: it was in force before its entry, and is not since. */
  readonly isOlder: boolean
}

interface Opened extends Known {
  readonly opened: OpenedTrustList
}

/**
 * Opens the trust lists that the log names, each State's in order: the first against the pins, each next against
 * what the one before announced. Names lists that lack, and files of which the log does not tell.
 */
export async function openTrust(sources: TrustSources, find: Find): Promise<TrustHistory> {
  const broken: string[] = []
  const note: Find = (severity, object, what) => {
    broken.push(object)
    find(severity, object, what)
  }
  const byState = new Map<string, Known[]>()
  const believed = new Set<string>()
  const notPinned = new Set<string>()
  const nameless: Known[] = []
  for (const one of loggedLists(sources, note)) {
    const { state, index, time } = one
    const lists = (state === null ? undefined : byState.get(state)) ?? []
    const opened = state === null ? null : await openNext(sources, one, state, lists.filter(isOpened), note)
    if (opened === 'notPinned') notPinned.add(one.path ?? '')
    else if (opened !== null) believed.add(one.path ?? '')
    const next =
      opened !== null && opened !== 'notPinned'
        ? opened
        : { index, time, judgedAt: time, opened: null, pinned: false, isOlder: false }
    if (state === null) nameless.push(next)
    else byState.set(state, [...lists, next])
  }
  const vkey = encodeVerifierKey(sources.log.verifier)
  const own = [...byState].find(([, lists]) => lists.some(({ opened }) => namesLog(opened?.list, vkey)))
  if (own === undefined) {
    // Where a list lacks or does not hold, that has been said, and this follows from it.
    if (broken.length > 0)
      find('incomplete', bundlePaths.verifierKey, 'no trust list that holds names this key')
    else find('cryptography', bundlePaths.verifierKey, 'no trust list of the bundle names this key')
  } else {
    const [state, lists] = own
    byState.set(
      state,
      [...lists, ...nameless].sort((a, b) => a.index - b.index),
    )
  }
  const inForce = new Map(
    [...byState].map(([state, lists]) => [state, lists.filter(({ isOlder }) => !isOlder)]),
  )
  const bySequence = new Map(
    [...byState].map(([state, lists]) => [state, lists.filter(isOpened).sort(inOrder)]),
  )
  return {
    own: own?.[0] ?? null,
    opened: [...byState.values()].flat().filter(isOpened),
    judged: { believed, notPinned, unbelievedStates: unbelievedStates(sources.files, believed) },
    facts: [...byState.values()].flat().filter(isOpened).map(factOf),
    listsAt: (state, mark) => listsAt(inForce.get(state) ?? [], mark),
    olderAt: (state, mark) =>
      (bySequence.get(state) ?? [])
        .filter(({ isOlder, index }) => isOlder && index < mark.index)
        .map(({ opened }) => opened.list),
    listsOf: (state) => (bySequence.get(state) ?? []).map(({ opened }) => opened.list),
  }
}

/** Whether a list names a key for its log, or for the one that follows it. */
function namesLog(list: TrustList | undefined, vkey: string): boolean {
  const { vkey: inUse, others = [] } = list?.log ?? {}
  return inUse === vkey || others.some((one) => one.vkey === vkey)
}

function isOpened(list: Known): list is Opened {
  return list.opened !== null
}

function inOrder(one: Opened, other: Opened): number {
  return one.opened.list.sequence - other.opened.list.sequence
}

function listsAt(lists: readonly Known[], mark: Mark): TrustList[] {
  return newestAt(lists, mark)
    .filter(isOpened)
    .map(({ opened }) => opened.list)
    .reverse()
}

function factOf({ opened: { list, digest, signerDigest }, pinned }: Opened): TrustListFact {
  const witness = list.witness === undefined ? {} : { witness: list.witness.vkey }
  return { state: list.state, sequence: list.sequence, digest, signer: signerDigest, ...witness, pinned }
}

/**
 * The lists of which the log tells, in its order. Those that must be there and are not are named, and so is every
 * file that the log does not tell of.
 */
function loggedLists({ files, log, size, isNeeded }: TrustSources, find: Find): Logged[] {
  const paths = [...files.keys()].filter((path) => path.startsWith('trust/'))
  const byDigest = new Map<string, string[]>()
  for (const path of paths) {
    const digest = digestOf(jwsIn(files, path))
    const same = byDigest.get(digest)
    if (same === undefined) byDigest.set(digest, [path])
    else same.push(path)
  }
  const strange = new Set(paths)
  const entries = log.entries.part(0, size).of('trustList.issued', 'trustList.accepted', 'trustList.recalled')
  const found = entries.map(({ entry: { digest } }) => {
    const same = byDigest.get(digest ?? '') ?? []
    // Only where one list lies twice does it matter what it says of itself; reading it costs as much as its signature.
    const meant = same.length > 1 ? same.find((one) => one === pathSaidIn(jwsIn(files, one))) : undefined
    const path = meant ?? same[0]
    if (path !== undefined) strange.delete(path)
    return path
  })
  const numbered = pathsByNumber(strange)
  const logged = entries.flatMap(({ index, entry: { evt, peer, count = 0, t } }, at): Logged[] => {
    const mark = { index, time: new Date(t) }
    const path = found[at]
    const isRecalled = evt === 'trustList.recalled'
    if (path !== undefined) return [{ ...mark, state: stateOfList(path) ?? peer ?? '', path, isRecalled }]
    // An own list that a peer has shown was not always kept; nor was, at first, one that had run out.
    if (isRecalled) return []
    if (peer !== undefined && !isNeeded(peer)) return []
    const possible = peer === undefined ? (numbered.get(count) ?? []) : [trustListPath(peer, count)]
    const changed = possible.find((one) => strange.has(one))
    if (changed === undefined) {
      const name = peer === undefined ? `trust/*-${count}.jws` : trustListPath(peer, count)
      find('mismatch', name, `the list lacks of which ${entryName(index)} tells`)
      return [{ ...mark, state: peer ?? null, path: null, isRecalled }]
    }
    strange.delete(changed)
    find('cryptography', changed, `it is not the list of which ${entryName(index)} tells`)
    return [{ ...mark, state: stateOfList(changed), path: null, isRecalled }]
  })
  for (const path of strange) find('mismatch', path, 'the log does not tell of it')
  return logged
}

/** Paths of lists by the number that they name. */
function pathsByNumber(paths: Iterable<string>): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, string[]>()
  for (const path of paths) {
    const sequence = Number(/-([0-9]+)\.jws$/.exec(path)?.[1] ?? NaN)
    if (path !== trustListPath(stateOfList(path) ?? '', sequence)) continue
    const same = found.get(sequence)
    if (same === undefined) found.set(sequence, [path])
    else same.push(path)
  }
  return found
}

/** Where a list belongs by its own words, which nobody has verified; null where it is none. */
function pathSaidIn(jws: string): string | null {
  const said = readTrustList(jws)
  return said.ok ? trustListPath(said.list.state, said.list.sequence) : null
}

async function openNext(
  sources: TrustSources,
  { path, index, time, isRecalled }: Logged,
  state: string,
  known: readonly Opened[],
  find: Find,
): Promise<Opened | 'notPinned' | null> {
  if (path === null) return null
  const before = known.findLast(({ isOlder }) => !isOlder)
  const jws = jwsIn(sources.files, path)
  const opened = await openTrustList(
    jws,
    trustedSigners(sources, jws, state, index, isRecalled ? known : known.filter((one) => one === before)),
    isRecalled ? issuedBy(jws, time) : time,
    sources.check,
  )
  if (!opened.ok) {
    const isOther = opened.code === 'TRUST_LIST_NOT_PINNED' && sources.pins.has(state)
    const why = isOther ? notPinnedInWords(sources.files, path, state, sources.pins) : ''
    find('cryptography', path, `it cannot be relied on (${opened.code})${why}`)
    return isOther ? 'notPinned' : null
  }
  const { list, signerDigest } = opened
  if (trustListPath(list.state, list.sequence) !== path) {
    find('mismatch', path, `it is list ${list.sequence} of ${list.state}`)
    return null
  }
  const isOlder = isRecalled && before !== undefined && list.sequence < before.opened.list.sequence
  if (before !== undefined && !isOlder) checkSuccession(before.opened, { opened, isRecalled }, path, find)
  const pinned = before?.pinned ?? sources.pins.get(state)?.includes(signerDigest) ?? false
  return { opened, index, time, judgedAt: isRecalled ? issuedBy(jws, time) : time, pinned, isOlder }
}

/** When an own list that was lost was issued: it may have run out before a peer showed it, and is still a list that this State has signed. */
function issuedBy(jws: string, shownAt: Date): Date {
  const said = readTrustList(jws)
  const issuedAt = said.ok ? new Date(said.list.issuedAt) : shownAt
  return issuedAt < shownAt ? issuedAt : shownAt
}

function checkSuccession(
  before: OpenedTrustList,
  { opened: next, isRecalled }: { readonly opened: OpenedTrustList; readonly isRecalled: boolean },
  path: string,
  find: Find,
): void {
  const order = succeeds(before, next)
  // That a person may have pinned another signer was judged when the list was opened.
  if (order.ok || order.code === 'TRUST_LIST_NOT_PINNED') return
  // One that was lost may be older than another that was issued before anybody could tell of it, whichever has the higher number.
  if (isRecalled && order.code === 'TRUST_LIST_INVALID') return
  find('mismatch', path, `it cannot follow list ${before.list.sequence} (${order.code})`)
}

/** The certificates that may have signed the next list of a State. */
function trustedSigners(
  { log, pins }: TrustSources,
  jws: string,
  state: string,
  index: number,
  known: readonly Opened[],
): string[] {
  const given = pins.get(state)
  const announced = known.flatMap(({ opened }) => opened.list.listSigners.map(digestOfBase64))
  if (given !== undefined) return [...given, ...announced]
  // The reader has pinned nothing: what this node relied on is taken, and reported as not pinned.
  const gated = gateJws('trustList', jws, limits.trustListCharactersMax)
  const first = known.length === 0 && gated.ok ? [gated.certificateDigest] : []
  const signer = gated.ok ? gated.certificateDigest : ''
  const pinnedAt = pinnedIn(log).get(`${state} ${signer}`) ?? Infinity
  return [...announced, ...first, ...(pinnedAt < index ? [signer] : [])]
}
