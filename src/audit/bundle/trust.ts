import { digestOf } from '../../envelope/digest.ts'
import { gateJws } from '../../envelope/gate.ts'
import { openTrustList } from '../../envelope/trustList.ts'
import type { TrustList } from '../../message/generated/types.ts'
import { limits } from '../../message/limits.ts'
import type { ChainCheck } from '../../trust/checkCertificate.ts'
import { digestOfBase64 } from '../../trust/list.ts'
import { type OpenedTrustList, succeeds } from '../../trust/succession.ts'
import { encodeVerifierKey } from '../note.ts'
import { type Files, bundlePaths, contentOf, trustListPath } from './layout.ts'
import { type BundleLog, entryName } from './log.ts'
import type { Mark } from './plan.ts'
import type { Find, TrustListFact } from './report.ts'

/** SHA-256 (hex) of the list-signer certificates that the reader has compared out of band, by State. */
export type Pins = ReadonlyMap<string, readonly string[]>

/** How long after a list was accepted another process of the node may still have judged by the one before. */
const graceMs = 60_000

/** The trust lists of a bundle, as its node had them. */
export interface TrustHistory {
  /** The State whose node this is; null where no list names the key of the log. */
  readonly own: string | null
  readonly facts: readonly TrustListFact[]
  /** The lists of a State by which this node judged at that entry: the newest, or also one just replaced. */
  readonly listsAt: (state: string, mark: Mark) => readonly TrustList[]
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

/** A list of which the log tells, and its file. */
interface Logged extends Mark {
  readonly path: string
}

interface InForce extends Mark {
  readonly opened: OpenedTrustList
  readonly pinned: boolean
}

/**
 * Opens the trust lists that the log names, each State's in order: the first against the pins, each next against
 * what the one before announced. Names lists that lack, and files of which the log does not tell.
 */
export async function openTrust(sources: TrustSources, find: Find): Promise<TrustHistory> {
  const { files, log } = sources
  const logged = loggedLists(sources, find)
  const paths = new Set(logged.map(({ path }) => path))
  for (const path of files.keys()) {
    if (path.startsWith('trust/') && !paths.has(path)) find('mismatch', path, 'the log does not tell of it')
  }
  const byState = new Map<string, InForce[]>()
  for (const one of logged) {
    const state = /^trust\/([A-Z]{2,3})-/.exec(one.path)?.[1] ?? ''
    const lists = byState.get(state) ?? []
    const next = await openNext(sources, one, state, lists.at(-1), find)
    if (next !== null) byState.set(state, [...lists, next])
  }
  const vkey = encodeVerifierKey(log.verifier)
  const own = [...byState].find(([, lists]) => lists.some(({ opened }) => opened.list.log.vkey === vkey))
  if (own === undefined)
    find('cryptography', bundlePaths.verifierKey, 'no trust list of the bundle names this key')
  return {
    own: own?.[0] ?? null,
    facts: [...byState.values()].flat().map(factOf),
    listsAt: (state, mark) => listsAt(byState.get(state) ?? [], mark),
  }
}

function listsAt(lists: readonly InForce[], { index, time }: Mark): TrustList[] {
  const known = lists.filter((list) => list.index < index)
  const oldest = time.getTime() - graceMs
  return known
    .filter((_, at) => (known[at + 1]?.time.getTime() ?? Infinity) > oldest)
    .map(({ opened }) => opened.list)
    .reverse()
}

function factOf({ opened: { list, digest, signerDigest }, pinned }: InForce): TrustListFact {
  return { state: list.state, sequence: list.sequence, digest, signer: signerDigest, pinned }
}

/** The lists of which the log tells, in its order; those that must be there and are not are named. */
function loggedLists({ files, log, size, isNeeded }: TrustSources, find: Find): Logged[] {
  const pathOf = new Map<string, string>()
  for (const path of files.keys()) {
    if (path.startsWith('trust/')) pathOf.set(digestOf(jwsIn(files, path)), path)
  }
  const logged: Logged[] = []
  for (const { index, entry } of log.entries.slice(0, size)) {
    const { evt, peer, digest = '', count = 0, t } = entry
    if (evt !== 'trustList.issued' && evt !== 'trustList.accepted') continue
    const path = pathOf.get(digest)
    if (path !== undefined) {
      logged.push({ path, index, time: new Date(t) })
    } else if (peer === undefined || isNeeded(peer)) {
      const name = peer === undefined ? `trust/*-${count}.jws` : trustListPath(peer, count)
      find('mismatch', name, `the list lacks of which ${entryName(index)} tells`)
    }
  }
  return logged
}

/** A compact JWS is ASCII; what is not cannot pass the gate in any reading. */
export function jwsIn(files: Files, path: string): string {
  return Buffer.from(contentOf(files, path)).toString('latin1')
}

async function openNext(
  sources: TrustSources,
  { path, index, time }: Logged,
  state: string,
  before: InForce | undefined,
  find: Find,
): Promise<InForce | null> {
  const jws = jwsIn(sources.files, path)
  const opened = await openTrustList(
    jws,
    trustedSigners(sources, jws, state, index, before),
    time,
    sources.check,
  )
  if (!opened.ok) {
    find('cryptography', path, `it cannot be relied on (${opened.code})`)
    return null
  }
  const { list, signerDigest } = opened
  if (trustListPath(list.state, list.sequence) !== path) {
    find('mismatch', path, `it is list ${list.sequence} of ${list.state}`)
    return null
  }
  if (before !== undefined) checkSuccession(before.opened, opened, path, find)
  const pinned = before?.pinned ?? sources.pins.get(state)?.includes(signerDigest) ?? false
  return { opened, index, time, pinned }
}

function checkSuccession(before: OpenedTrustList, next: OpenedTrustList, path: string, find: Find): void {
  const order = succeeds(before, next)
  // That a person may have pinned another signer was judged when the list was opened.
  if (order.ok || order.code === 'TRUST_LIST_NOT_PINNED') return
  find('mismatch', path, `it cannot follow list ${before.list.sequence} (${order.code})`)
}

/** The certificates that may have signed the next list of a State. */
function trustedSigners(
  { log, pins }: TrustSources,
  jws: string,
  state: string,
  index: number,
  before: InForce | undefined,
): string[] {
  const given = pins.get(state)
  const announced = before === undefined ? [] : before.opened.list.listSigners.map(digestOfBase64)
  if (given !== undefined) return [...given, ...announced]
  // The reader has pinned nothing: what this node relied on is taken, and reported as not pinned.
  const gated = gateJws('trustList', jws, limits.trustListCharactersMax)
  const first = before === undefined && gated.ok ? [gated.certificateDigest] : []
  const byThisNode = log.entries.slice(0, index).flatMap(({ entry: { evt, peer, digest } }) => {
    return evt === 'peer.pinned' && peer === state && digest !== undefined ? [digest] : []
  })
  return [...announced, ...first, ...byThisNode]
}
