import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pino } from 'pino'
import { type Clock, clockOf, machineClock } from './clock.ts'
import type { Config } from './config.ts'
import { httpKeyId } from './envelope/httpSignature.ts'
import { authoritiesIn, connectorTo } from './exchange/connector.ts'
import { trustDirectory } from './exchange/directory.ts'
import { type Hearing, hearing } from './exchange/hearing.ts'
import { type Courier, courier } from './exchange/post.ts'
import { isDatabaseBehind, rolledBack, standingOf } from './exchange/standing.ts'
import { httpCaller } from './exchange/httpCaller.ts'
import { gatherer } from './exchange/gather.ts'
import { exchangeLimits } from './exchange/limits.ts'
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
import { type TlsFiles, openTlsFiles } from './tlsFiles.ts'
import { type OpenDatabase, openDatabase } from './store/database.ts'
import { type Keyring, openKeyring } from './store/identity/keyring.ts'
import { migrate } from './store/migrations/migrate.ts'
import { bindDatabase, notBegun, refuseNewEmbedded, refuseOtherDatabase } from './store/ownDatabase.ts'
import { publishesFor, ownSettings } from './ownSettings.ts'
import { type SettingsOfState, readSettingsOfState } from './store/settingsOfState.ts'
import type { OpenedTrustList } from './trust/succession.ts'

export { holderOf } from './ownSettings.ts'

/** A node whose identity, database and trust are open, but that neither listens nor delivers: what a command needs. */
export interface OpenNode {
  readonly node: Node
  readonly database: OpenDatabase
  readonly settings: SettingsOfState
  /** What leaves this node over HTTP. */
  readonly courier: Courier
  readonly hearing: Hearing
  readonly tls: TlsFiles
  /**
   * Sends a draft, together with others that wait at the same time; refuses with NODE_BUSY when too many wait. A peer
   * that has not told yet what it has is asked before that, and one whose list says that it could not read the message
   * is asked for its list. A refusal is in the log before it is returned.
   */
  send(draft: Draft): Promise<SendOutcome>
  /** Asks all peers that were not heard, and renews this State's list where it is due: before something is signed. */
  comeUp(): Promise<void>
  /**
   * Renews this State's list where it is due (not where the node was opened for reading), and reads what other
   * processes have accepted from peers.
   */
  refreshTrust(): Promise<void>
  /** Asks each witness once that has not cosigned the newest head of the log. */
  readonly cosign: () => Promise<boolean>
  /** Has the newest head of the log time-stamped where that is due. */
  readonly stamp: () => Promise<boolean>
  close(): Promise<void>
}

/**
 * What a node is opened for: to begin it where it has no database yet, to act with the one that it has, or to read
 * only, which signs nothing.
 */
export type Purpose = 'begin' | 'act' | 'read'

/**
 * Opens a node from its configuration.
 *
 * @throws Error with words for the operator when the identity, the settings or the database cannot be opened, or the
 * database is not the one of this node.
 */
export async function openNode(
  config: Config,
  log: NodeLog = logOf(config),
  purpose: Purpose = 'begin',
): Promise<OpenNode> {
  return await opened(config, log, purpose, assemble)
}

/** A node without trust and without work: what its own log is mended with. */
export interface BareNode {
  readonly node: Omit<Node, 'trust'>
  readonly settings: SettingsOfState
  readonly database: OpenDatabase
}

/** Opens no more than identity, database and memory of a node. */
export async function openBareNode(config: Config, log: NodeLog): Promise<BareNode> {
  return await opened(config, log, 'begin', async (parts) => {
    const { settings, database } = parts
    return { node: await bareNode(parts), settings, database }
  })
}

async function opened<Opened>(
  config: Config,
  log: NodeLog,
  purpose: Purpose,
  assembled: (parts: Parts) => Promise<Opened>,
): Promise<Opened> {
  const { dataFolder, databaseUrl } = config
  const beginning = purpose === 'begin' ? 'mayBegin' : 'mustBeThere'
  const settings = await readSettingsOfState(dataFolder)
  const tls = await openTlsFiles(config, log)
  const passphrase = await readPassphrase(config.passphraseFile)
  const keyring = await openKeyring(join(dataFolder, 'identity'), passphrase)
  if (databaseUrl === undefined) await refuseNewEmbedded(dataFolder, beginning)
  const database = await openDatabase({
    ...(databaseUrl === undefined ? { folder: dataFolder } : { url: databaseUrl }),
    onTrouble: (reason) => log.warn({ reason: String(reason) }, 'the database had trouble'),
  })
  try {
    await refuseOtherDatabase(database.db, dataFolder, settings.state, beginning)
    await migrate(database.db)
    await bindDatabase(database.db, dataFolder, settings.state)
    return await assembled({ config, log, settings, tls, keyring, database, purpose })
  } catch (reason) {
    await database.close()
    throw reason
  }
}

/** What opens the keys of a node. Throws Error with words for the operator. */
export async function readPassphrase(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (cause) {
    throw new Error(`The passphrase of the keys cannot be read from ${file}: see ROGATORY_PASSPHRASE_FILE`, {
      cause,
    })
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
}

async function bareNode({ config, log, settings, keyring, database }: Parts): Promise<BareNode['node']> {
  const clock: Clock = clockOf(config.clockFile)
  return {
    state: settings.state,
    db: database.db,
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
    ...noteSigners(keyring, settings.state),
    witnessPolicy: await readWitnessPolicy(config),
    timeAuthority: await readTimeAuthority(config),
    memory: await openCheckpointFile(config.dataFolder),
    now: clock,
    machineNow: machineClock,
    listsInDoubt: new Set(),
    random: (bytes: number) => randomBytes(bytes),
    log,
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
  const mayIssue = (): boolean => purpose !== 'read' && heard.isOver()
  const refreshTrust = async (): Promise<void> => {
    await keyring.refresh()
    const isSound = mayIssue() && !(await standingOf(node, db)).isBehind
    // Before the own list, which says where to fetch it; and before the peers were heard, for without it they do not listen.
    if (purpose !== 'read' && !isBehind) await ownRevocation()
    const ownList = await own(() => isSound)
    const peers = await peerTrustLists(keeper)
    const named = [ownList, ...peers].map(({ list }) => list)
    trust.load(ownList, peers, await readRevocationLists(db, named, trust.revocationLists))
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
      await courierOfNode.close()
      await heard.idle()
      await database.close()
    },
  }
}

/** The log of the program, a JSON object a line. */
export function logOf({ logLevel }: Config): NodeLog {
  return pino({ level: logLevel, base: null })
}
