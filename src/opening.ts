import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { ActedFrom } from './audit/events.ts'
import { type Clock, clockOf, machineClock } from './clock.ts'
import type { Config } from './config.ts'
import { httpKeyId } from './envelope/httpSignature.ts'
import { authoritiesIn, connectorTo } from './exchange/connector.ts'
import { clamdScanner } from './exchange/exhibits/clamd.ts'
import { courier } from './exchange/post.ts'
import { httpCaller } from './exchange/httpCaller.ts'
import { countedLog } from './exchange/measuring/countedLog.ts'
import { type Meter, meterOfNode } from './exchange/measuring/meter.ts'
import type { Node, NodeLog } from './exchange/node.ts'
import { peersNetwork } from './exchange/networks.ts'
import { type PasswordCost, passwordCost } from './exchange/people/password.ts'
import { tracedCourier } from './exchange/tracing/tracedCourier.ts'
import { tracerOfNode } from './exchange/tracing/tracer.ts'
import { openCheckpointFile } from './store/checkpointFile.ts'
import { paths } from './web/paths.ts'
import { readTimeAuthority, readWitnessPolicy } from './attestingFiles.ts'
import { rolesOfSecondFactor } from './settings/deskSetting.ts'
import { noteSigners } from './noteSigners.ts'
import { observedKeyring } from './observedKeyring.ts'
import { openKnownExhibits } from './exhibitPlace.ts'
import { composed } from './composed.ts'
import type { OpenNode, Purpose } from './openNode.ts'
import { refuseOtherKeys } from './otherKeys.ts'
import { readPassphrase } from './passphraseFile.ts'
import { logOf } from './programLog.ts'
import { type TlsFiles, openTlsFiles } from './tlsFiles.ts'
import { type OpenDatabase, openDatabase } from './store/database.ts'
import { type Keyring, openKeyring } from './store/identity/keyring.ts'
import { migrate } from './store/migrations/migrate.ts'
import {
  bindDatabase,
  ownDatabaseId,
  refuseNewEmbedded,
  refuseOtherDatabase,
  refuseOutdatedRole,
  refuseUnfitSequencer,
} from './store/ownDatabase.ts'
import { type SettingsOfState, readSettingsOfState } from './store/settingsOfState.ts'

export { holderOf } from './ownSettings.ts'

export type { OpenNode, Purpose } from './openNode.ts'

/**
 * Opens a node from its configuration.
 *
 * @param actedFrom - from where the people act for whom it is opened; null: each says it of themselves
 * @param otherwise - what is not as in service
 * @throws Error with words for the operator when the identity, the settings or the database cannot be opened, or the
 * database is not the one of this node.
 */
export async function openNode(
  config: Config,
  log: NodeLog = logOf(config),
  purpose: Purpose = 'begin',
  actedFrom: ActedFrom | null = null,
  otherwise: Otherwise = {},
): Promise<OpenNode> {
  return await opened({ config, log, purpose, actedFrom, otherwise }, assemble)
}

/** What no configuration says, so that no operator can: for tests, of which few are about what a look at a password costs. */
export interface Otherwise {
  readonly passwordCost?: PasswordCost
}

/** A node without trust and without work: what its own log is mended with. */
export interface BareNode {
  readonly node: Omit<Node, 'trust'>
  readonly settings: SettingsOfState
  readonly database: OpenDatabase
}

/**
 * Opens no more than identity, database and memory of a node.
 *
 * @param settingsFile - where `state.json` is not in its place yet
 */
export async function openBareNode(
  config: Config,
  log: NodeLog,
  actedFrom: ActedFrom | null,
  settingsFile?: string,
): Promise<BareNode> {
  return await opened(
    { config, log, purpose: 'begin', actedFrom, settingsFile, otherwise: {} },
    async (parts) => {
      const { settings, database } = parts
      return { node: await bareNode(parts), settings, database }
    },
  )
}

async function opened<Opened>(
  given: Pick<Parts, 'config' | 'log' | 'purpose' | 'actedFrom' | 'otherwise'> & {
    readonly settingsFile?: string | undefined
  },
  assembled: (parts: Parts) => Promise<Opened>,
): Promise<Opened> {
  const { config, purpose } = given
  const { dataFolder, databaseUrl, sequencerDatabaseUrl, directDatabaseUrl, databaseConnections } = config
  const beginning = purpose === 'begin' ? 'mayBegin' : 'mustBeThere'
  const settings = await readSettingsOfState(dataFolder, given.settingsFile)
  const passphrase = await readPassphrase(config.passphraseFile)
  const meter = meterOfNode()
  const log = countedLog(given.log, meter)
  const tls = await openTlsFiles(config, log)
  const keyring = observedKeyring(await openKeyring(join(dataFolder, 'identity'), passphrase), meter)
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
    if ((await ownDatabaseId(dataFolder)) === null)
      await refuseOtherKeys(database.db, dataFolder, settings.state, keyring.current())
    await bindDatabase(database.db, dataFolder, settings.state)
    await refuseUnfitSequencer(database, dataFolder, settings.state)
    await refuseOutdatedRole(database.db)
    return await assembled({ ...given, log, settings, tls, keyring, meter, database })
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
  readonly meter: Meter
  readonly database: OpenDatabase
  readonly purpose: Purpose
  readonly actedFrom: ActedFrom | null
  readonly otherwise: Otherwise
}

async function bareNode({
  config,
  log,
  settings,
  keyring,
  meter,
  database,
  actedFrom,
  otherwise,
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
    isWitnessRequired: config.isWitnessRequired === true,
    timeAuthority: await readTimeAuthority(config),
    memory: await openCheckpointFile(config.dataFolder),
    place: config.place ?? null,
    exhibits: await openKnownExhibits(config, database.db),
    scanner: config.scanner === undefined ? null : clamdScanner(config.scanner, clock),
    now: clock,
    machineNow: machineClock,
    keptEdge: { last: null },
    listsInDoubt: new Set(),
    listsAway: new Map(),
    random: (bytes: number) => randomBytes(bytes),
    passwordCost: otherwise.passwordCost ?? passwordCost,
    secondFactorRoles: rolesOfSecondFactor(config.desk, settings.demonstration === true),
    actedFrom,
    log,
    meter,
    tracer: tracerOfNode(),
  }
}

async function assemble(parts: Parts): Promise<OpenNode> {
  const { config, settings, tls, keyring, database, purpose } = parts
  const keeper = await bareNode(parts)
  const working = await composed({
    ...{ keeper, keyring, settings, purpose },
    ...{ presence: database.presence, signals: database.signals, folder: config.dataFolder },
    courierOf: (node) => {
      const connect = connectorTo({
        tls: tls.client,
        authoritiesOf: authoritiesIn(node.trust),
        network: peersNetwork(config),
        isProofWanted: true,
      })
      return tracedCourier(node, courier(paths, httpCaller(node), connect))
    },
  })
  return {
    ...working,
    database,
    settings,
    tls,
    async close() {
      keeper.exhibits.close()
      await working.courier.close()
      await working.hearing.idle()
      await database.close()
    },
  }
}
