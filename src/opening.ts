import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { ActedFrom } from './audit/events.ts'
import { type Clock, clockOf, machineClock } from './clock.ts'
import type { Config } from './config.ts'
import { httpKeyId } from './envelope/httpSignature.ts'
import { authoritiesIn, connectorTo } from './exchange/connector.ts'
import { clamdScanner } from './exchange/exhibits/clamd.ts'
import { trustDirectory } from './exchange/directory.ts'
import { hearing } from './exchange/hearing.ts'
import { courier } from './exchange/post.ts'
import { isDatabaseBehind, rolledBack, standingOf } from './exchange/standing.ts'
import { httpCaller } from './exchange/httpCaller.ts'
import { gatherer } from './exchange/gather.ts'
import { exchangeLimits } from './exchange/limits.ts'
import { meterOfNode } from './exchange/measuring/meter.ts'
import type { Node, NodeLog } from './exchange/node.ts'
import { peersNetwork } from './exchange/networks.ts'
import { isUnwitnessed, unwitnessed } from './exchange/witness/witnessedUpTo.ts'
import { witnessing } from './exchange/witness/witnessing.ts'
import { refusalNoted } from './exchange/refusedActs.ts'
import { byCapabilities, renewPeer } from './exchange/renewPeer.ts'
import { type Draft, type SendOutcome, send } from './exchange/send.ts'
import { ownRevocationList } from './exchange/revocationKeeping.ts'
import { readRevocationLists } from './exchange/revocationReading.ts'
import { ownTrustList, peerTrustLists, storedOwnList } from './exchange/trustKeeping.ts'
import { timeStamping } from './exchange/timeStamping.ts'
import { type RefusalCode, refuse } from './message/refusal.ts'
import { stateOf } from './message/stateOf.ts'
import { readHead } from './store/audit.ts'
import { openCheckpointFile } from './store/checkpointFile.ts'
import { listUnheard } from './store/peers.ts'
import { paths } from './web/paths.ts'
import { readTimeAuthority, readWitnessPolicy } from './attestingFiles.ts'
import { namesIn, noteSigners } from './noteSigners.ts'
import { openExhibits } from './exhibitPlace.ts'
import type { OpenNode, Purpose } from './openNode.ts'
import { readPassphrase } from './passphraseFile.ts'
import { logOf } from './programLog.ts'
import { type TlsFiles, openTlsFiles } from './tlsFiles.ts'
import { type OpenDatabase, openDatabase } from './store/database.ts'
import { type Keyring, openKeyring } from './store/identity/keyring.ts'
import { migrate } from './store/migrations/migrate.ts'
import {
  bindDatabase,
  notBegun,
  refuseNewEmbedded,
  refuseOtherDatabase,
  refuseUnfitSequencer,
} from './store/ownDatabase.ts'
import { publishesFor, ownSettings } from './ownSettings.ts'
import { type SettingsOfState, readSettingsOfState } from './store/settingsOfState.ts'
import type { OpenedTrustList } from './trust/succession.ts'

export { holderOf } from './ownSettings.ts'

export type { OpenNode, Purpose } from './openNode.ts'

/**
 * Opens a node from its configuration.
 *
 * @param actedFrom - from where the people act for whom it is opened; null: each says it of themselves
 * @throws Error with words for the operator when the identity, the settings or the database cannot be opened, or the
 * database is not the one of this node.
 */
export async function openNode(
  config: Config,
  log: NodeLog = logOf(config),
  purpose: Purpose = 'begin',
  actedFrom: ActedFrom | null = null,
): Promise<OpenNode> {
  return await opened({ config, log, purpose, actedFrom }, assemble)
}

/** A node without trust and without work: what its own log is mended with. */
export interface BareNode {
  readonly node: Omit<Node, 'trust'>
  readonly settings: SettingsOfState
  readonly database: OpenDatabase
}

/** Opens no more than identity, database and memory of a node. */
export async function openBareNode(
  config: Config,
  log: NodeLog,
  actedFrom: ActedFrom | null,
): Promise<BareNode> {
  return await opened({ config, log, purpose: 'begin', actedFrom }, async (parts) => {
    const { settings, database } = parts
    return { node: await bareNode(parts), settings, database }
  })
}

async function opened<Opened>(
  given: Pick<Parts, 'config' | 'log' | 'purpose' | 'actedFrom'>,
  assembled: (parts: Parts) => Promise<Opened>,
): Promise<Opened> {
  const { config, log, purpose } = given
  const { dataFolder, databaseUrl, sequencerDatabaseUrl, directDatabaseUrl, databaseConnections } = config
  const beginning = purpose === 'begin' ? 'mayBegin' : 'mustBeThere'
  const settings = await readSettingsOfState(dataFolder)
  const tls = await openTlsFiles(config, log)
  const passphrase = await readPassphrase(config.passphraseFile)
  const keyring = await openKeyring(join(dataFolder, 'identity'), passphrase)
  if (databaseUrl === undefined) await refuseNewEmbedded(dataFolder, beginning)
  const database = await openDatabase({
    ...(databaseUrl === undefined ? { folder: dataFolder } : { url: databaseUrl }),
    ...(sequencerDatabaseUrl === undefined ? {} : { sequencerUrl: sequencerDatabaseUrl }),
    ...(directDatabaseUrl === undefined ? {} : { directUrl: directDatabaseUrl }),
    ...(databaseConnections === undefined ? {} : { poolMax: databaseConnections }),
    onTrouble: (reason) => log.warn({ reason: String(reason) }, 'the database had trouble'),
  })
  try {
    for (const db of new Set([database.db, database.directDb]))
      await refuseOtherDatabase(db, dataFolder, settings.state, beginning)
    await migrate(database.directDb)
    await bindDatabase(database.db, dataFolder, settings.state)
    await refuseUnfitSequencer(database, dataFolder, settings.state)
    return await assembled({ ...given, settings, tls, keyring, database })
  } catch (reason) {
    await database.close()
    throw reason
  }
}

interface Parts {
  readonly config: Config
  readonly log: NodeLog
  readonly settings: SettingsOfState
  readonly tls: TlsFiles
  readonly keyring: Keyring
  readonly database: OpenDatabase
  readonly purpose: Purpose
  readonly actedFrom: ActedFrom | null
}

async function bareNode({
  config,
  log,
  settings,
  keyring,
  database,
  actedFrom,
}: Parts): Promise<BareNode['node']> {
  const clock: Clock = clockOf(config.clockFile)
  return {
    state: settings.state,
    isDemonstration: settings.demonstration === true,
    db: database.db,
    sequencerDb: database.sequencerDb,
    // Asked for each time they are used: they may have been followed by others.
    get signer() {
      return keyring.current().signer
    },
    get httpSigner() {
      const { key, certificate } = keyring.current().httpSigner
      return { key, keyId: httpKeyId(certificate) }
    },
    get decryptionKeys() {
      return keyring.current().encryptionKeys
    },
    sealer: keyring.sealer,
    ...noteSigners(keyring, settings.state),
    witnessPolicy: await readWitnessPolicy(config),
    timeAuthority: await readTimeAuthority(config),
    memory: await openCheckpointFile(config.dataFolder),
    exhibits: await openExhibits(config),
    scanner: config.scanner === undefined ? null : clamdScanner(config.scanner, clock),
    now: clock,
    machineNow: machineClock,
    keptEdge: { last: null },
    listsInDoubt: new Set(),
    random: (bytes: number) => randomBytes(bytes),
    actedFrom,
    log,
    meter: meterOfNode(),
  }
}

async function assemble(parts: Parts): Promise<OpenNode> {
  const { config, log, settings, tls, keyring, database, purpose } = parts
  const { db } = database
  const keeper = await bareNode(parts)
  const isBehind = await isDatabaseBehind(keeper)
  if (isBehind) log.error({ code: rolledBack.code }, `nothing is signed or sent: ${rolledBack.detail ?? ''}`)
  const own = async (mayIssue: () => boolean): Promise<OpenedTrustList> => {
    const stored = await storedOwnList(keeper)
    // Before the peers were asked, nobody knows whether the stored one is the newest that this State has signed.
    if (stored !== null && !mayIssue()) return stored
    if (stored === null && isBehind) throw new Error(`${rolledBack.code}: ${rolledBack.detail ?? ''}`)
    if (stored === null && purpose === 'read') throw notBegun(config.dataFolder)
    const head = await readHead(db)
    const identity = keyring.current()
    const said = ownSettings(identity, settings, namesIn(settings.state, head, identity))
    return await ownTrustList(keeper, said, identity.listSigner, (await listUnheard(db)).length === 0)
  }
  const ownRevocation = async (): Promise<void> => {
    const { authorities, revoker, revoked } = keyring.current()
    if (revoker === null || !publishesFor(settings, authorities, revoker.certificate)) return
    await ownRevocationList(keeper, revoker, revoked)
  }
  const trust = trustDirectory(await own(() => false))
  // The same object: a copy would keep the keys of this moment.
  const node: Node = Object.assign(keeper, { trust })
  const connect = connectorTo({
    tls: tls.client,
    authoritiesOf: authoritiesIn(trust),
    network: peersNetwork(config),
    isProofWanted: true,
  })
  const courierOfNode = courier(paths, httpCaller(node), connect)
  const heard = hearing(node, courierOfNode, database.presence, () => {
    database.signals.notify('rogatory_audit')
  })
  let mayIssueLists = (): boolean => true
  const mayIssue = (): boolean => purpose !== 'read' && heard.isOver() && mayIssueLists()
  const warnOfApart = warningOnce(keeper.log)
  const refreshOnce = async (): Promise<void> => {
    await keyring.refresh()
    const isSound = mayIssue() && !(await standingOf(node, db)).isBehind
    // Before the own list, which says where to fetch it; and before the peers were heard, for without it they do not listen.
    if (purpose !== 'read' && !isBehind && mayIssueLists()) await ownRevocation()
    const ownList = await own(() => isSound)
    const peers = await peerTrustLists(keeper, warnOfApart)
    const named = [ownList, ...peers].map(({ list }) => list)
    trust.load(ownList, peers, await readRevocationLists(db, named, trust.revocationLists))
  }
  // One after the other: what was read earlier must not be put in force after what was read later.
  let refreshing: Promise<unknown> = Promise.resolve()
  const refreshTrust = (): Promise<void> => {
    const next = refreshing.then(refreshOnce)
    refreshing = next.catch(() => undefined)
    return next
  }
  await refreshTrust()
  const gathered = gatherer<Draft, SendOutcome>((drafts) => send(node, drafts), exchangeLimits.send)
  const sendOnce = async (draft: Draft): Promise<SendOutcome> =>
    (await gathered(draft)) ?? refuse('NODE_BUSY')
  /** Whether the peer, asked at once, has told something without which it was refused. */
  const mayPassNow = async (code: RefusalCode, peer: string): Promise<boolean> => {
    if (code === 'PEER_NOT_HEARD') return await heard.hear(peer)
    if (!byCapabilities.has(code) || !(await renewPeer(node, courierOfNode, peer))) return false
    await refreshTrust()
    return true
  }
  const sendHeard = async (draft: Draft): Promise<SendOutcome> => {
    await heard.begin()
    if (config.isWitnessRequired === true && (await isUnwitnessed(node))) return unwitnessed
    const first = await sendOnce(draft)
    const mayPass = !first.ok && (await mayPassNow(first.code, stateOf(draft.to)))
    return mayPass ? await sendOnce(draft) : first
  }
  const witnesses = witnessing(node, courierOfNode, () => performance.now())
  const timeStamps = timeStamping(node, courierOfNode, () => performance.now())
  return {
    node,
    database,
    settings,
    tls,
    courier: courierOfNode,
    hearing: heard,
    refreshTrust,
    issueOwnListsWhile(may) {
      mayIssueLists = may
    },
    cosign: () => witnesses.round(),
    stamp: () => timeStamps.round(),
    async send(draft) {
      const { type, request, reference, from: authority, people } = draft
      const actor = { person: people.officer, role: 'officer', authority }
      const act = { actor, wanted: `send ${type} ${reference}`, request }
      const outcome = await refusalNoted(node, act, sendHeard(draft))
      if (outcome.ok) database.signals.notify('rogatory_outbox')
      database.signals.notify('rogatory_audit')
      return outcome
    },
    async comeUp() {
      await heard.hearAll()
      await refreshTrust()
    },
    async close() {
      keeper.exhibits.close()
      await courierOfNode.close()
      await heard.idle()
      await database.close()
    },
  }
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
