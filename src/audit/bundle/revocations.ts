import { hash } from 'node:crypto'
import type { ChainCheck } from '../../trust/checkCertificate.ts'
import type { Certificate } from '../../trust/certificate.ts'
import { certificateAuthorityIn, digestOfBase64 } from '../../trust/list.ts'
import {
  type RevocationList,
  readRevocationListOnce,
  succeedsRevocationList,
} from '../../trust/revocationList.ts'
import { type StatusCheck, statusNow, statusThen } from '../../trust/revocationStatus.ts'
import { type Files, contentOf, revocationListPath, trustListPath } from './layout.ts'
import type { LoggedEntry } from './entries.ts'
import { type BundleLog, entryName } from './log.ts'
import { newestAt } from './newestAt.ts'
import type { Mark } from './plan.ts'
import type { Find, FindIn } from './report.ts'
import type { TrustHistory } from './trust.ts'

/** How long after something was judged the entry that tells of it may be. */
const graceMs = 60_000

/** The lists of revoked certificates of a bundle, as its node had them. */
export interface RevocationHistory {
  /**
   * Judges what this node took at that entry: by the list that it had then, which must not have run out, and by all
   * that came later and tell of a day before it.
   */
  readonly takenAt: (mark: Mark) => StatusCheck
  /** Judges what was good at that time, whatever list this node had then. */
  readonly everSince: StatusCheck
  /** All lists of an authority that hold, by the SHA-256 (hex) of its certificate. */
  readonly listsOf: (authority: string) => readonly RevocationList[]
}

export interface RevocationSources {
  readonly files: Files
  readonly log: BundleLog
  /** Size of the log to which the lists answer. */
  readonly size: number
  /** Whether the lists of that peer must be in the bundle. */
  readonly isNeeded: (peer: string) => boolean
  readonly trust: TrustHistory
  /** Lists (DER) that the reader has fetched himself, newer than those of the bundle. */
  readonly given: readonly Uint8Array[]
}

/** A list from the entry on that tells of it; null where it lacks or does not hold, which is named by itself. */
interface Known extends Mark {
  readonly list: RevocationList | null
}

/**
 * Opens the lists of revoked certificates that the log names, each against the authority in the trust lists of then.
 * Names lists that lack, and files of which the log does not tell.
 */
export function openRevocations(sources: RevocationSources, find: Find): RevocationHistory {
  const known = new Map<string, Known[]>()
  const strange = new Set([...sources.files.keys()].filter((path) => path.startsWith('revocation/')))
  const authorityOf = authoritiesOf(sources.trust)
  for (const logged of loggedLists(sources)) {
    strange.delete(revocationListPath(logged.entry.digest ?? ''))
    const { index, entry } = logged
    const { issuer = '', t } = entry
    const ofAuthority = known.get(issuer) ?? []
    const list = openLogged(sources, authorityOf, logged, find)
    checkOrder(ofAuthority.findLast((one) => one.list !== null)?.list, list, find)
    ofAuthority.push({ index, time: new Date(t), list })
    known.set(issuer, ofAuthority)
  }
  for (const path of strange) find('mismatch', path, 'the log does not tell of it')
  const given = openGiven(sources)
  const all = once((authority) => [
    ...(known.get(authority) ?? []).flatMap(({ list }) => list ?? []),
    ...given.filter((list) => list.authority === authority),
  ])
  // Whatever any of them says of a certificate counts: a later one may leave out what has expired.
  const naming = once((authority, serial) => all(authority).filter(({ revoked }) => revoked.has(serial)))
  const everSince: StatusCheck = (chain, list, at) =>
    firstRefusal(
      naming(chain.issuer.digest, chain.leaf.serial).map((one) => statusThen(() => one)(chain, list, at)),
    )
  return {
    everSince,
    listsOf: (authority) => all(authority),
    takenAt: (mark) => (chain, list, at) => {
      const current = newestAt(known.get(chain.issuer.digest) ?? [], mark)
      // That it lacks has been said, and what it would tell is not known.
      if (current.at(-1)?.list === null) return everSince(chain, list, at)
      const judgedAt = new Date(at.getTime() - graceMs)
      const fresh = current.map((one) => statusNow(() => one.list)(chain, list, judgedAt))
      const taken = fresh.find(({ ok }) => ok) ?? fresh[0] ?? statusNow(() => null)(chain, list, judgedAt)
      return taken.ok ? everSince(chain, list, at) : taken
    },
  }
}

/** Names the trust lists whose signer was taken back before they came. */
export function checkListSigners(
  trust: TrustHistory,
  { everSince }: RevocationHistory,
  check: ChainCheck,
  find: Find,
): void {
  for (const { opened, judgedAt: time } of trust.opened) {
    const { list, signerDigest } = opened
    const signer = list.listSigners.find((certificate) => digestOfBase64(certificate) === signerDigest) ?? ''
    const purpose = { use: 'listSigner', holder: list.node.uri } as const
    for (const authority of list.certificateAuthorities) {
      const checked = check(Buffer.from(signer, 'base64'), Buffer.from(authority, 'base64'), purpose)
      const stands = checked.ok ? everSince(checked.chain, list, time) : checked
      if (checked.ok && !stands.ok)
        find(
          'cryptography',
          trustListPath(list.state, list.sequence),
          `its signer does not count (${stands.code}: ${stands.detail ?? ''})`,
        )
    }
  }
}

function firstRefusal(results: readonly ReturnType<StatusCheck>[]): ReturnType<StatusCheck> {
  return results.find(({ ok }) => !ok) ?? { ok: true }
}

/** Lists by their authority, and by the certificate that they name, found once: there may be one for every day of many years. */
function once(
  find: (authority: string, serial: string) => readonly RevocationList[],
): (authority: string, serial?: string) => readonly RevocationList[] {
  const known = new Map<string, readonly RevocationList[]>()
  return (authority, serial = '') => {
    const key = `${authority} ${serial}`
    const found = known.get(key) ?? find(authority, serial)
    known.set(key, found)
    return found
  }
}

function loggedLists({ log, size }: RevocationSources): LoggedEntry[] {
  return log.entries.part(0, size).of('revocationList.issued', 'revocationList.accepted')
}

function openLogged(
  sources: RevocationSources,
  authorityOf: AuthorityOf,
  logged: LoggedEntry,
  find: Find,
): RevocationList | null {
  const { index, entry } = logged
  const { digest = '', issuer = '', peer } = entry
  const path = revocationListPath(digest)
  if (!sources.files.has(path)) {
    if (peer === undefined || sources.isNeeded(peer))
      find('mismatch', path, `it lacks: ${entryName(index)} tells of it`)
    return null
  }
  const der = contentOf(sources.files, path)
  const state = peer ?? sources.trust.own
  const authority = state === null ? null : authorityOf(state, issuer)
  if (authority === null) {
    // Where a list of that State lacks or does not hold, that has been said, and this follows from it.
    if (state !== null && !sources.trust.judged.unbelievedStates.has(state))
      find('mismatch', path, 'no trust list of the bundle names its authority')
    return null
  }
  const read = readRevocationListOnce(der, authority)
  if (!read.ok || hash('sha256', der) !== digest) {
    find('cryptography', path, `it cannot be relied on (${read.ok ? 'it is another' : read.code})`)
    return null
  }
  return read.revocationList
}

function checkOrder(
  before: RevocationList | null | undefined,
  next: RevocationList | null,
  find: Find,
): void {
  if (before === undefined || before === null || next === null) return
  const order = succeedsRevocationList(before, next)
  if (order.ok) return
  const path = revocationListPath(next.digest)
  // One whose date a wrong clock had set far ahead is believed by no peer, and the next of that State is dated rightly.
  if (next.number > before.number) find('time', path, 'it is dated before the list that it follows')
  else find('mismatch', path, `it cannot follow (${order.code})`)
}

/** Those that hold under an authority of the bundle; of the others nothing here depends. */
function openGiven({ given, trust }: RevocationSources): RevocationList[] {
  return given.flatMap((der) => openUnder(trust, der))
}

/** A list that the reader gives and that tells nothing of these States is named, or he would think that it had been heard. */
export function checkGiven(
  checked: readonly { readonly trust: TrustHistory }[],
  lists: readonly Uint8Array[],
  find: FindIn,
): void {
  if (checked.length === 0) return
  for (const [place, der] of lists.entries()) {
    if (checked.some(({ trust }) => isOfTheirs(trust, der))) continue
    const what = 'it is no list (DER) of an authority of these States that holds, so it says nothing here'
    find('', 'incomplete', `revocation list ${place + 1} that was given`, what)
  }
}

/** Whether a list that the reader gives is of an authority that the trust lists of a bundle name, and holds. */
function isOfTheirs(trust: TrustHistory, der: Uint8Array): boolean {
  return openUnder(trust, der).length > 0
}

function openUnder(trust: TrustHistory, der: Uint8Array): RevocationList[] {
  const lists = trust.facts.flatMap(({ state }) => trust.listsOf(state))
  const digests = new Set(
    lists.flatMap(({ certificateAuthorities }) => certificateAuthorities.map(digestOfBase64)),
  )
  const authorities = [...digests].flatMap((digest) => certificateAuthorityIn(lists, digest) ?? [])
  return authorities.flatMap((authority) => {
    const read = readRevocationListOnce(der, authority)
    return read.ok ? [read.revocationList] : []
  })
}

/** The certificate of an authority that a list of that State names, by its SHA-256 (hex); null where none does. */
type AuthorityOf = (state: string, digest: string) => Certificate | null

/** Each is read once: there may be a list of it for every day. */
function authoritiesOf(trust: TrustHistory): AuthorityOf {
  const read = new Map<string, Certificate | null>()
  return (state, digest) => {
    const key = `${state} ${digest}`
    const known = read.get(key)
    if (known !== undefined) return known
    const found = certificateAuthorityIn(trust.listsOf(state), digest)
    read.set(key, found)
    return found
  }
}
