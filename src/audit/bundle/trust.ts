import type { OpenedTrustList } from '../../trust/succession.ts'
import { succeeds } from '../../trust/succession.ts'
import { digestOf } from '../../envelope/digest.ts'
import { gateJws } from '../../envelope/gate.ts'
import { openTrustList } from '../../envelope/trustList.ts'
import type { TrustList } from '../../message/generated/types.ts'
import { limits } from '../../message/limits.ts'
import type { ChainCheck } from '../../trust/checkCertificate.ts'
import { digestOfBase64 } from '../../trust/list.ts'
import { encodeVerifierKey } from '../note.ts'
import { type Files, bundlePaths, trustListPath } from './layout.ts'
import { type BundleLog, entryName } from './log.ts'
import type { Mark } from './plan.ts'
import type { Find, TrustListFact } from './report.ts'

/** SHA-256 (hex) of the list-signer certificates that the reader has compared out of band, by State. */
export type Pins = ReadonlyMap<string, readonly string[]>

/** How long after accepting a list another process of the node may still have judged by the one before. */
const graceMs = 60_000

/** The trust lists of a bundle, as the node had them. */
export interface TrustHistory {
  /** The State whose node this is; null where no list names the key of the log. */
  readonly own: string | null
  readonly facts: readonly TrustListFact[]
  /** The digests of all lists by State and sequence number, as in their file names. */
  readonly digests: ReadonlyMap<string, string>
  /** The lists of a State by which this node judged at that entry: the newest, or also one just replaced. */
  readonly listsAt: (state: string, mark: Mark) => readonly TrustList[]
}

/** A list of which the log tells, and its file. */
interface Logged extends Mark {
  readonly path: string
  readonly digest: string
}

interface InForce extends Mark {
  readonly opened: OpenedTrustList
}

/**
 * Opens the trust lists that the log names up to `size`, each State's in order: the first against the pins, each
 * next against what the one before announced, or what a person pinned anew. Names files that lack, and files of
 * which the log does not tell.
 *
 * @param isNeeded - whether the lists of that peer must be in the bundle
 */
export async function openTrust(
  files: Files,
  log: BundleLog,
  size: number,
  isNeeded: (peer: string) => boolean,
  pins: Pins,
  check: ChainCheck,
  find: Find,
): Promise<TrustHistory> {
  const logged = loggedLists(files, log, size, isNeeded, find)
  const paths = new Set(logged.map(({ path }) => path))
  for (const path of files.keys()) {
    if (path.startsWith('trust/') && !paths.has(path)) find('mismatch', path, 'the log does not tell of it')
  }
  const byState = new Map<string, InForce[]>()
  const facts: TrustListFact[] = []
  for (const one of logged) {
    const opened = await open(files, one, pins, byState, log, check, find)
    if (opened === null) continue
    const { state } = opened.fact
    byState.set(state, [...(byState.get(state) ?? []), { opened: opened.list, index: one.index, time: one.time }])
    facts.push(opened.fact)
  }
  const vkey = encodeVerifierKey(log.verifier)
  const own = [...byState].find(([, lists]) => lists.some(({ opened }) => opened.list.log.vkey === vkey))?.[0] ?? null
  if (own === null) find('cryptography', bundlePaths.verifierKey, 'no trust list of the bundle names this key')
  const digests = new Map(logged.map(({ path, digest }) => [path, digest]))
  return { own, facts, digests, listsAt: (state, mark) => listsAt(byState.get(state) ?? [], mark) }
}

function listsAt(lists: readonly InForce[], { index, time }: Mark): TrustList[] {
  const known = lists.filter((list) => list.index < index)
  const oldest = time.getTime() - graceMs
  return known
    .filter((_, at) => (known[at + 1]?.time.getTime() ?? Infinity) > oldest)
    .map(({ opened }) => opened.list)
    .reverse()
}

/** The lists of which the log tells, in its order; those that must be there and are not are named. */
function loggedLists(
  files: Files,
  log: BundleLog,
  size: number,
  isNeeded: (peer: string) => boolean,
  find: Find,
): Logged[] {
  const pathOf = new Map<string, string>()
  for (const [path, bytes] of files) {
    if (path.startsWith('trust/')) pathOf.set(digestOf(Buffer.from(bytes).toString('latin1')), path)
  }
  const logged: Logged[] = []
  for (const { index, entry } of log.entries.slice(0, size)) {
    const { evt, peer, digest = '', count = 0, t } = entry
    if (evt !== 'trustList.issued' && evt !== 'trustList.accepted') continue
    const path = pathOf.get(digest)
    if (path !== undefined) {
      logged.push({ path, digest, index, time: new Date(t) })
    } else if (peer === undefined || isNeeded(peer)) {
      const name = peer === undefined ? `trust/ (own list ${count})` : trustListPath(peer, count)
      find('mismatch', name, `it lacks: ${entryName(index)} tells of it`)
    }
  }
  return logged
}

async function open(
  files: Files,
  { path, index, time }: Logged,
  pins: Pins,
  byState: ReadonlyMap<string, readonly InForce[]>,
  log: BundleLog,
  check: ChainCheck,
  find: Find,
): Promise<{ list: OpenedTrustList; fact: TrustListFact } | null> {
  const jws = Buffer.from(files.get(path) ?? '').toString('latin1')
  const state = /^trust\/([A-Z]{2,3})-/.exec(path)?.[1] ?? ''
  const before = byState.get(state)?.at(-1)?.opened
  const announced = before === undefined ? [] : before.list.listSigners.map(digestOfBase64)
  const given = pins.get(state)
  const trusted = [...(given ?? []), ...announced]
  // Without pins of the reader's own, what this node says to have compared is taken, and reported as such.
  const gated = gateJws('trustList', jws, limits.trustListCharactersMax)
  const claimed = given === undefined && gated.ok && before === undefined ? [gated.certificateDigest] : []
  const repinned = given === undefined ? pinnedBy(log, state, index) : []
  const opened = await openTrustList(jws, [...trusted, ...claimed, ...repinned], time, check)
  if (!opened.ok) {
    find('cryptography', path, `it cannot be relied on: ${opened.detail ?? ''} (${opened.code})`)
    return null
  }
  const { list, signerDigest } = opened
  if (trustListPath(list.state, list.sequence) !== path) {
    find('mismatch', path, `it is list ${list.sequence} of ${list.state}`)
    return null
  }
  const order = before === undefined ? null : succeeds(before, opened)
  if (order !== null && !order.ok && order.code !== 'TRUST_LIST_NOT_PINNED') {
    find('mismatch', path, `it does not follow list ${before?.list.sequence ?? 0} (${order.code})`)
  }
  return { list: opened, fact: { state, sequence: list.sequence, signer: signerDigest, pinned: given !== undefined } }
}

/** The signers of a State's lists that a person of this node has pinned before that entry. */
function pinnedBy(log: BundleLog, state: string, index: number): string[] {
  return log.entries
    .slice(0, index)
    .filter(({ entry }) => entry.evt === 'peer.pinned' && entry.peer === state)
    .map(({ entry }) => entry.digest ?? '')
}
