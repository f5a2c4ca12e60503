import { officerIn } from './exchange/approval.ts'
import { listsIn, trustDirectory } from './exchange/directory.ts'
import { isOwnListDoubted, ownListDoubted } from './exchange/doubt.ts'
import { gatherer } from './exchange/gather.ts'
import { hearing } from './exchange/hearing.ts'
import { exchangeLimits } from './exchange/limits.ts'
import { hasLostSince } from './exchange/listNumbers.ts'
import { isListSignerLeft, listSignerLeft } from './exchange/listSignerLeft.ts'
import type { Node, NodeLog } from './exchange/node.ts'
import type { Courier } from './exchange/post.ts'
import { soonOr } from './exchange/soonOr.ts'
import { refusalNoted } from './exchange/refusedActs.ts'
import { byCapabilities, renewPeer } from './exchange/renewPeer.ts'
import { ownRevocationList } from './exchange/revocationKeeping.ts'
import { readRevocationLists } from './exchange/revocationReading.ts'
import { type Draft, type SendOutcome, send } from './exchange/send.ts'
import { isDatabaseBehind, rolledBack, standingOf } from './exchange/standing.ts'
import { timeStamping } from './exchange/timeStamping.ts'
import { ownTrustList, peerTrustLists, storedOwnList } from './exchange/trustKeeping.ts'
import type { Trace } from './exchange/tracing/trace.ts'
import { partOfEach, spanned } from './exchange/tracing/tracer.ts'
import { learner } from './exchange/witness/learner.ts'
import { lacksWitness, unwitnessed } from './exchange/witness/witnessedUpTo.ts'
import { witnessing } from './exchange/witness/witnessing.ts'
import { type RefusalCode, refuse } from './message/refusal.ts'
import { stateOf } from './message/stateOf.ts'
import { namesIn } from './noteSigners.ts'
import type { OpenNode, Purpose } from './openNode.ts'
import { ownSettings, publishesFor } from './ownSettings.ts'
import { readHead } from './store/audit.ts'
import { isLeased } from './store/leases.ts'
import type { Keyring } from './store/identity/keyring.ts'
import { notBegun } from './store/ownDatabase.ts'
import { listUnheard } from './store/peers.ts'
import type { Presence } from './store/presence.ts'
import type { SettingsOfState } from './store/settingsOfState.ts'
import type { Signals } from './store/signals.ts'
import type { OpenedTrustList } from './trust/succession.ts'

/** What is open already when a node is put together: from a configuration (`openNode`), or by whoever has it all at hand. */
export interface Foundation {
  /** All that a node is made of but whom it trusts. */
  readonly keeper: Omit<Node, 'trust'>
  readonly keyring: Pick<Keyring, 'current' | 'refresh'>
  readonly settings: SettingsOfState
  readonly presence: Presence
  readonly signals: Pick<Signals, 'notify'>
  readonly purpose: Purpose
  /** What leaves the node, once it knows whom it trusts. */
  readonly courierOf: (node: Node) => Courier
  /** Data folder, to be named to the operator. */
  readonly folder: string
}

/** What a node does when it is asked to, and what its jobs rest on. */
export type WorkingNode = Omit<OpenNode, 'database' | 'settings' | 'tls' | 'close'>

/**
 * Puts a node together from what is open.
 *
 * @throws Error with words for the operator where it has no trust list of its own and may not sign one
 */
export async function composed(foundation: Foundation): Promise<WorkingNode> {
  const { keeper, keyring, settings, presence, signals, purpose } = foundation
  const { db, log } = keeper
  const isBehind = await isDatabaseBehind(keeper)
  if (isBehind) log.error({ code: rolledBack.code }, `nothing is signed or sent: ${rolledBack.detail ?? ''}`)
  const cameUp = keeper.now()
  let isLeftTold = false
  let isCommand = true
  const own = async (
    mayIssue: () => boolean,
    unheard?: ReadonlySet<string>,
    known?: OpenedTrustList,
  ): Promise<OpenedTrustList> => {
    const stored = await storedOwnList(keeper, known)
    // Before the peers were asked, nobody knows whether the stored one is the newest that this State has signed.
    if (stored !== null && !mayIssue()) return stored
    if (stored === null && isBehind) throw new Error(`${rolledBack.code}: ${rolledBack.detail ?? ''}`)
    if (stored === null && purpose === 'read') throw notBegun(foundation.folder)
    const head = await readHead(db)
    const identity = keyring.current()
    if (stored !== null && isListSignerLeft(identity, stored.list)) {
      if (!isLeftTold) log.error({ code: 'TRUST_LIST_NOT_PINNED' }, listSignerLeft)
      isLeftTold = true
      return stored
    }
    const said = ownSettings(identity, settings, namesIn(settings.state, head, identity))
    const isHeard = (unheard?.size ?? (await listUnheard(db)).length) === 0
    const isSure = isHeard && (stored === null || !hasLostSince(stored.list, head))
    const isDoubted = !isCommand && stored !== null && isOwnListDoubted(keeper, stored.list, cameUp)
    if (isDoubted) log.warn({ count: stored.list.sequence }, ownListDoubted)
    const issuing = { isSure, isRenewal: await isLed(), isDoubted, known: stored }
    return await ownTrustList(keeper, said, identity.listSigner, issuing)
  }
  /**
   * Whether this is a command beside processes that serve. What the lists say is theirs to say, by their settings and version; but what is
   * taken back counts at once, whoever takes it back.
   */
  const isLed = async (): Promise<boolean> => isCommand && (await isLeased(db, 'trust'))
  const ownRevocation = async (): Promise<void> => {
    const { authorities, revoker, revoked } = keyring.current()
    if (revoker === null || !publishesFor(settings, authorities, revoker.certificate)) return
    await ownRevocationList(keeper, revoker, revoked, !(await isLed()))
  }
  const trust = trustDirectory(await own(() => false))
  // The same object: a copy would keep the keys of this moment.
  const node: Node = Object.assign(keeper, { trust })
  const courierOfNode = foundation.courierOf(node)
  const heard = hearing(node, courierOfNode, presence, () => {
    signals.notify('rogatory_audit')
  })
  let mayIssueLists = (): boolean => true
  let mayRevoke = (): boolean => true
  const mayIssue = (): boolean => purpose !== 'read' && heard.isOver() && mayIssueLists()
  const warnOfApart = warningOnce(keeper.log)
  const refreshOnce = async (): Promise<void> => {
    const failures: unknown[] = []
    // What is wrong with the own keys or list does not keep this process from what peers say, and from what they take back.
    const tried = async <Outcome>(work: () => Promise<Outcome>): Promise<Outcome | null> => {
      try {
        return await work()
      } catch (reason) {
        failures.push(reason)
        return null
      }
    }
    await tried(() => keyring.refresh())
    const mayIssueNow = mayIssue()
    // As it is now: a database that went back when this process came up may be gone on with since.
    const standing = purpose === 'read' ? null : await standingOf(node, db)
    const isSound = standing?.isBehind === false
    // Before the own list, which says where to fetch it; and before the peers were heard, for without it they do not listen.
    if (isSound && mayRevoke()) await tried(ownRevocation)
    const [ownBefore, ...before] = listsIn(trust)
    const ownList =
      (await tried(() => own(() => isSound && mayIssueNow, standing?.unheard, ownBefore))) ??
      (await own(() => false, standing?.unheard, ownBefore))
    const peers = await peerTrustLists(keeper, warnOfApart, before)
    const named = [ownList, ...peers].map(({ list }) => list)
    trust.load(ownList, peers, await readRevocationLists(db, named, trust.revocationLists))
    if (failures.length > 0) throw failures[0]
  }
  // One after the other: what was read earlier must not be put in force after what was read later.
  let refreshing: Promise<unknown> = Promise.resolve()
  const refreshTrust = (): Promise<void> => {
    const next = refreshing.then(refreshOnce)
    refreshing = next.catch(() => undefined)
    return next
  }
  await refreshTrust()
  const gathered = gatherer<Wanted, SendOutcome>((wanted) => sendTraced(node, wanted), exchangeLimits.send)
  const sendOnce = async (draft: Draft): Promise<SendOutcome> =>
    (await gathered({ draft, trace: node.tracer.current() })) ?? refuse('NODE_BUSY')
  /** Whether the peer, asked at once, has told something without which it was refused. */
  const mayPassNow = async (code: RefusalCode, peer: string): Promise<boolean> => {
    if (code === 'PEER_NOT_HEARD')
      return await soonOr(heard.hear(peer), exchangeLimits.hearingPatienceMs.sending, false)
    if (!byCapabilities.has(code) || !(await renewPeer(node, courierOfNode, peer))) return false
    await refreshTrust()
    return true
  }
  const sendHeard = async (draft: Draft): Promise<SendOutcome> => {
    await heard.begin()
    if (await lacksWitness(node)) return unwitnessed
    const first = await sendOnce(draft)
    const mayPass = !first.ok && (await mayPassNow(first.code, stateOf(draft.to)))
    return mayPass ? await sendOnce(draft) : first
  }
  const witnesses = witnessing(node, courierOfNode, () => performance.now())
  const learnHeads = (): Promise<void> => witnesses.learn()
  const learnt = learner(learnHeads)
  const timeStamps = timeStamping(node, courierOfNode, () => performance.now())
  return {
    node,
    courier: courierOfNode,
    hearing: heard,
    refreshTrust,
    issueOwnListsWhile(may, isHolder) {
      isCommand = false
      mayIssueLists = may
      mayRevoke = isHolder
    },
    learnHeads,
    cosign: (peersMax) => witnesses.round(peersMax),
    stamp: () => timeStamps.round(),
    async send(draft) {
      const { type, request, reference, from: authority, people } = draft
      const actor = officerIn(people, authority)
      const act = { actor, wanted: `send ${type} ${reference}`, request }
      const outcome = await refusalNoted(node, act, sendHeard(draft))
      if (outcome.ok) signals.notify('rogatory_outbox')
      signals.notify('rogatory_audit')
      return outcome
    },
    async comeUp() {
      await heard.lookAll()
      await learnt(1)
      await refreshTrust()
    },
  }
}

/** A draft, and what sending it is a part of. */
interface Wanted {
  readonly draft: Draft
  readonly trace: Trace | null
}

async function sendTraced(node: Node, wanted: readonly Wanted[]): Promise<SendOutcome[]> {
  const part = partOfEach(wanted.map(({ trace }) => trace))
  const start = { name: 'send messages', ...part, facts: { messages: wanted.length } } as const
  return await spanned(node.tracer, start, async (span) => {
    const drafts = wanted.map(({ draft }) => draft)
    const outcomes = await node.tracer.during(span, () => send(node, drafts))
    span.add({ refused: [...new Set(outcomes.flatMap((one) => (one.ok ? [] : [one.code])))] })
    return outcomes
  })
}

/** Tells once of each State whose list is that of a demonstration where this node is none, or the other way. */
function warningOnce(log: NodeLog): (peer: string) => void {
  const told = new Set<string>()
  return (peer) => {
    if (told.has(peer)) return
    told.add(peer)
    log.warn(
      { peer, code: 'TRUST_LIST_DEMONSTRATION' },
      'a State that was pinned is no peer of this node: one of the two is a demonstration and the other is not',
    )
  }
}
