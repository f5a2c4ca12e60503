import { hash } from 'node:crypto'
import { refusedBy } from '../../src/cli/outcome.ts'
import { composed, type WorkingNode } from '../../src/composed.ts'
import { balanceRound } from '../../src/exchange/balance/nightly.ts'
import { clocksRound } from '../../src/exchange/clocks.ts'
import { deliverer } from '../../src/exchange/deliver.ts'
import { gatherer } from '../../src/exchange/gather.ts'
import { meterOfNode } from '../../src/exchange/measuring/meter.ts'
import { tracerOfNode } from '../../src/exchange/tracing/tracer.ts'
import { peerLists } from '../../src/exchange/peerLists.ts'
import { hastenRound } from '../../src/exchange/hastenRound.ts'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import type { Node, NodeLog } from '../../src/exchange/node.ts'
import { noteInLog } from '../../src/exchange/noteInLog.ts'
import { passwordCost } from '../../src/exchange/people/password.ts'
import { proofsRound } from '../../src/exchange/proof/collect.ts'
import { answerQuestion } from '../../src/exchange/recall/answer.ts'
import { type Arrived, receive } from '../../src/exchange/receive.ts'
import { ownTreeRound } from '../../src/exchange/recheck/dailyCheck.ts'
import { refusedActsRound } from '../../src/exchange/refusedActs.ts'
import { renewPeer } from '../../src/exchange/renewPeer.ts'
import { sequenceRound } from '../../src/exchange/sequence.ts'
import { isDatabaseBehind, rolledBackAt, sharedStanding, standingOf } from '../../src/exchange/standing.ts'
import { turns } from '../../src/exchange/turns.ts'
import { cosignCheckpoint, cosignedOf } from '../../src/exchange/witness/cosigning.ts'
import { learner } from '../../src/exchange/witness/learner.ts'
import { noteSigners } from '../../src/noteSigners.ts'
import { programVersion } from '../../src/programVersion.ts'
import { type KnownHead, checkpointMemory } from '../../src/store/checkpointFile.ts'
import type { Db } from '../../src/store/database.ts'
import type { ExhibitStore } from '../../src/store/exhibits/exhibitStore.ts'
import type { Keyring } from '../../src/store/identity/keyring.ts'
import { releaseAll } from '../../src/store/outbox.ts'
import type { Presence } from '../../src/store/presence.ts'
import { newestRevocationList } from '../../src/store/revocationLists.ts'
import type { SettingsOfState } from '../../src/store/settingsOfState.ts'
import { newestTrustList, trustListFrom } from '../../src/store/trustLists.ts'
import { problems } from '../../src/web/problem.ts'
import type { Courier } from '../../src/exchange/post.ts'
import { NotThere } from './foreseen.ts'
import type { PeerServices } from './network.ts'

export const roundNames = [
  ...['hear', 'deliver', 'sequence', 'trust', 'clocks', 'witness', 'proof', 'balance', 'refusedActs'],
  ...['ownTree', 'hasten'],
] as const
export type RoundName = (typeof roundNames)[number]

/** What a process is given at its start. */
export interface Given {
  readonly settings: SettingsOfState
  readonly keyring: Keyring
  readonly db: Db
  readonly presence: Presence
  /** What the disk has beside the database. */
  readonly disk: { checkpoint: KnownHead | null }
  /** Time that the disk takes for a file. */
  readonly written: () => Promise<void>
  readonly courierOf: (node: Node) => Courier
  readonly now: () => Date
  readonly random: (bytes: number) => Uint8Array
  readonly elapsedMs: () => number
  readonly wake: (round: RoundName) => void
  readonly log: NodeLog
}

/** A process of a node, put together from the code of production as `main.ts` does it. */
export interface Incarnation {
  readonly working: WorkingNode
  readonly services: PeerServices
  /** One round of a job; a round that is under way is not begun again. */
  round(name: RoundName): Promise<void>
}

/** Starts a process. What it does first is done as its first work, so it may die in it. */
export async function incarnate(given: Given): Promise<Incarnation> {
  const { settings, keyring, wake } = given
  const { state } = settings
  const working = await composed({
    ...{ keeper: keeperOf(given), keyring, settings, presence: given.presence },
    ...{ purpose: 'begin', folder: state, courierOf: given.courierOf },
    signals: {
      notify: (channel) => {
        if (channel === 'rogatory_outbox') wake('deliver')
        if (channel === 'rogatory_audit') wake('sequence')
        if (channel === 'rogatory_trust') wake('trust')
      },
    },
  })
  // One process serves at a time, and has each lease.
  working.issueOwnListsWhile(
    () => true,
    () => true,
  )
  const { node } = working
  const worker = hash('sha256', state).slice(0, 16)
  await releaseAll(node.db, worker, node.now())
  const isBehind = async (): Promise<boolean> => (await standingOf(node, node.db)).isBehind
  const started = {
    event: 'node.started',
    digest: hash('sha256', state),
    details: { version: programVersion },
  } as const
  // As the first beat does it, before anybody can send.
  if (!(await isBehind())) {
    await working.hearing.begin()
    await noteInLog(node, started)
  }
  const shared = sharedStanding(node)
  const rounds = roundsOf(given, working, worker)
  const running = new Set<RoundName>()
  return {
    working,
    services: servicesOf(working, wake),
    async round(name) {
      if (running.has(name)) return
      running.add(name)
      try {
        if (!(await shared()).isBehind) await rounds[name]()
      } catch (reason) {
        node.log.error({ job: name, reason: String(reason) }, 'a job failed and will go on')
      } finally {
        running.delete(name)
      }
    },
  }
}

/** Opens a node for a command beside the process that serves, as `withNode` does it. It joins nobody and signs no list. */
export async function openForCommand(given: Given): Promise<WorkingNode> {
  const { settings, keyring, wake } = given
  const working = await composed({
    ...{ keeper: keeperOf(given), keyring, settings, presence: given.presence },
    ...{ purpose: 'act', folder: settings.state, courierOf: given.courierOf },
    signals: {
      notify: (channel) => {
        if (channel === 'rogatory_trust') wake('trust')
      },
    },
  })
  if (await isDatabaseBehind(working.node)) throw refusedBy(rolledBackAt(working.node))
  return working
}

function keeperOf(given: Given): Omit<Node, 'trust'> {
  const { settings, keyring, db, disk, written, now, random, log } = given
  const { state } = settings
  return {
    state,
    isDemonstration: settings.demonstration === true,
    db,
    sequencerDb: db,
    get signer() {
      return keyring.current().signer
    },
    get httpSigner() {
      return { key: keyring.current().httpSigner.key, keyId: state }
    },
    get decryptionKeys() {
      return keyring.current().encryptionKeys
    },
    sealer: keyring.sealer,
    ...noteSigners(keyring, state),
    meter: meterOfNode(),
    tracer: tracerOfNode(),
    witnessPolicy: null,
    isWitnessRequired: false,
    timeAuthority: null,
    memory: checkpointMemory(disk.checkpoint, async (head) => {
      await written()
      disk.checkpoint = head
    }),
    exhibits: noExhibits,
    place: null,
    scanner: null,
    now,
    machineNow: now,
    keptEdge: { last: null },
    listsInDoubt: new Set(),
    listsAway: new Map(),
    random,
    passwordCost,
    secondFactorRoles: [],
    actedFrom: null,
    log,
  }
}

const noExhibits = new Proxy({} as ExhibitStore, {
  get: (_, name) => {
    throw new Error(`the simulator has no files: ${String(name)}`)
  },
})

function roundsOf(
  { elapsedMs, wake }: Given,
  working: WorkingNode,
  worker: string,
): Readonly<Record<RoundName, () => Promise<unknown>>> {
  const { node, courier, hearing, refreshTrust, learnHeads } = working
  const learnt = learner(learnHeads)
  const posting = deliverer(node, courier.post, {
    worker: () => worker,
    onListOutdated: async (peer) => {
      if (await renewPeer(node, courier, peer)) await refreshTrust()
    },
    onFree: () => {
      wake('deliver')
    },
  })
  const lists = peerLists(node, courier, {
    onNew: refreshTrust,
    onFailure: (reason) => {
      node.log.error({ job: 'peerLists', reason: String(reason) }, 'a job failed and will go on')
    },
  })
  let cosignedUntilMs = 0
  const onceHeard = async (round: () => Promise<unknown>): Promise<void> => {
    if (hearing.isOver()) await round()
  }
  return {
    hear: async () => {
      await hearing.round()
      // As the job does it, which comes by five times a second: who is waited for is asked until the wait is over.
      if (!hearing.isOver()) wake('hear')
    },
    deliver: () => posting.round(),
    sequence: () =>
      onceHeard(async () => {
        await learnt(1)
        return await sequenceRound(node)
      }),
    trust: async () => {
      await refreshTrust()
      lists.round(node.trust.peers)
      // What a round of the world begins ends in it.
      await lists.idle()
    },
    clocks: () => clocksRound(node),
    witness: () =>
      onceHeard(async () => {
        if (elapsedMs() < cosignedUntilMs) return
        if (await working.cosign()) cosignedUntilMs = elapsedMs() + exchangeLimits.witness.restsMs
      }),
    proof: () => onceHeard(() => proofsRound(node, courier)),
    balance: () => onceHeard(() => balanceRound(node, courier)),
    refusedActs: () => refusedActsRound(node),
    ownTree: () => ownTreeRound(node),
    hasten: () => hastenRound(node),
  }
}

/** What stands behind the port, without HTTP: who asks is who the line says. */
function servicesOf({ node, hearing }: WorkingNode, wake: Given['wake']): PeerServices {
  const busy = '{"code":"NODE_BUSY"}'
  const taking = {
    hasBegun: () => hearing.hasBegun(),
    isAwaited: (peer: string) => hearing.isAwaited(peer),
    came: (peer: string) => hearing.came(peer),
  }
  const gathered = gatherer<Arrived, string>(
    (lines) => receive(node, lines, taking),
    exchangeLimits.receive,
    ({ from }) => from.join(' '),
  )
  const answering = turns(exchangeLimits.questionsAtOnceMax, exchangeLimits.questionsOfOnePeerMax)
  const takingReports = turns(exchangeLimits.exhibits.telling.takenAtOnceMax)
  return {
    async receive(lines, from) {
      const answers = await Promise.all(lines.map(async (line) => (await gathered({ line, from })) ?? busy))
      wake('sequence')
      return answers
    },
    answer: (question, from) =>
      answering<readonly string[]>(
        [busy],
        async () => {
          const { lines, peer } = await answerQuestion(node, question, from, takingReports)
          if (peer !== null) hearing.knock(peer)
          wake('sequence')
          return lines
        },
        from.join(' '),
      ),
    async trustList(sequence) {
      const found =
        sequence === undefined
          ? await newestTrustList(node.db, node.state)
          : await trustListFrom(node.db, node.state, sequence)
      if (found === null) throw new NotThere()
      return found.jws
    },
    async revocationList(authority) {
      const newest = await newestRevocationList(node.db, authority)
      if (newest?.state !== node.state) throw new NotThere()
      return newest.der
    },
    async cosign(body) {
      const cosigned = await cosignCheckpoint(node, Buffer.from(body))
      if (cosigned.ok) return { status: 200, body: Buffer.from(cosigned.line) }
      const { code, expected } = cosigned
      const words = code === 'WITNESS_SIZE_DIFFERS' ? `${expected?.[0] ?? '0'}\n` : JSON.stringify({ code })
      return { status: problems[code].status, body: Buffer.from(words) }
    },
    async cosigned(digest) {
      const note = await cosignedOf(node, digest)
      if (note === null) throw new NotThere()
      return Buffer.from(note)
    },
  }
}
