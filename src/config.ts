import { knownVariables } from './settings/allSettings.ts'
import { readApi } from './settings/apiSetting.ts'
import { readBucket } from './settings/bucketSettings.ts'
import type { BucketPlace } from './store/exhibits/bucket/bucketPlace.ts'
import { type DatabaseSetting, databaseUrlIn, readDatabase } from './settings/databaseSettings.ts'
import { type DeskSetting, readDesk } from './settings/deskSetting.ts'
import { type MetricsSetting, readMetrics } from './settings/metricsSetting.ts'
import { networkSettings, readNetworks } from './settings/networkSettings.ts'
import { type NodeSetting, readNode } from './settings/nodeSettings.ts'
import { type ProviderSetting, readProvider } from './settings/providerSetting.ts'
import { type ScannerSetting, readScanner } from './settings/scannerSetting.ts'
import { secretFilesOf, secretProblems } from './secretFiles.ts'
import { type TlsSetting, readTls, tlsSettings } from './settings/tlsSettings.ts'
import { type TracesSetting, readTraces } from './settings/tracesSetting.ts'
import {
  type TimeStampSetting,
  type WitnessSetting,
  readTimeStamp,
  readWitnesses,
} from './settings/witnessSettings.ts'

export { schemasFolderIn } from './settings/nodeSettings.ts'

/** Everything a node is told from outside, read once. */
export interface Config extends NodeSetting, DatabaseSetting, TlsSetting, WitnessSetting, TimeStampSetting {
  /**
   * Where systems of the State's own ask by tokens, apart from the port of the peers; absent: nowhere. With the certificate of
   * `tls`, else in the clear on this machine or to the proxies alone.
   */
  readonly api?: { readonly host: string; readonly port: number }
  /** Where people work, apart from both; absent: nowhere. With the same certificate, on the same terms. */
  readonly desk?: DeskSetting
  /** Where the numbers of the node are told to whoever watches it, apart from all others; absent: nowhere. */
  readonly metrics?: MetricsSetting
  /** Who may read them beside this machine. */
  readonly metricsNetworks?: readonly string[]
  /** A collector that is told in spans what the node does; absent: none. */
  readonly traces?: TracesSetting
  /** An identity provider by which people may sign in at the desk; absent: none. */
  readonly provider?: ProviderSetting
  /** A scanner for malware that looks at what is taken in; absent: none. */
  readonly scanner?: ScannerSetting
  /** Networks of the proxies in front, as `address/prefix`: what comes from there is not limited by address. */
  readonly proxyNetworks?: readonly string[]
  /** Where sealed files lie; absent: in `dataFolder`. */
  readonly bucket?: BucketPlace
  /** Where peers may be: anywhere on the public internet, or in these networks only; absent: anywhere. */
  readonly peerNetworks?: 'public' | readonly string[]
  /** Where endpoints of webhooks may be, likewise; absent: nowhere, and nobody is told anything. */
  readonly webhookNetworks?: 'public' | readonly string[]
}

type Environment = Readonly<Record<string, string | undefined>>

/** The environment does not describe a node; `problems` lists everything that is wrong, not only the first. */
export class ConfigError extends Error {
  readonly code = 'CONFIG_INVALID'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`The configuration has ${problems.length} problem(s):\n  ${problems.join('\n  ')}`)
    this.problems = problems
  }
}

/**
 * Reads the configuration of a node from environment variables, which docs/configuration.md describes, and the files that
 * hold secrets in their place.
 *
 * @throws ConfigError listing every problem: an unknown `ROGATORY_` name is one, so that a misspelt setting
 * cannot be silently without effect.
 */
export function readConfig(env: Environment): Config {
  const problems: string[] = []
  for (const [name, value] of Object.entries(env)) {
    if (name.startsWith('ROGATORY_') && !knownVariables.has(name))
      problems.push(`${name} is not a known setting`)
    // An empty host would be every address of the machine, an empty folder the current one. An empty DATABASE_URL is none.
    const isOurs = knownVariables.has(name) && name !== 'DATABASE_URL'
    if (isOurs && value?.trim() === '') problems.push(`${name} is empty`)
  }
  const bucket = readBucket(env, problems)
  const config: Config = {
    ...readNode(env, problems),
    ...readDatabase(env, problems),
    ...readTls(env, problems),
    ...readNetworks(env, problems),
    ...readApi(env, isCovered(env), problems),
    ...readDesk(env, isCovered(env), problems),
    ...readMetrics(env, isCovered(env), problems),
    ...readTraces(env, problems),
    ...readProvider(env, problems),
    ...readWitnesses(env, problems),
    ...readTimeStamp(env, problems),
    ...(bucket === undefined ? {} : { bucket }),
    ...readScanner(env, problems),
  }
  problems.push(...secretProblems(secretFilesOf(config)))
  if (problems.length > 0) throw new ConfigError(problems)
  return Object.freeze(config)
}

/**
 * The address of the database server that the environment names, for what is about no single node.
 *
 * @throws ConfigError
 */
export function serverIn(env: Environment): string | undefined {
  const problems: string[] = []
  const url = databaseUrlIn(env, problems)
  if (problems.length > 0) throw new ConfigError(problems)
  return url
}

/** The client of buckets says to whoever starts it on Node 20 that later versions of it will not run there: this one does. */
export function withoutVersionWarning(): void {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'
}

/** The exporter of spans would send what others in this environment have for collectors of their own beside what the settings name. */
export function withoutForeignHeaders(): void {
  delete process.env.OTEL_EXPORTER_OTLP_HEADERS
  delete process.env.OTEL_EXPORTER_OTLP_TRACES_HEADERS
}

/** Whether what goes over a network is under TLS: that of the node, or of a proxy in front. */
function isCovered(env: Environment): boolean {
  return env[tlsSettings.certificateFile] !== undefined || env[networkSettings.proxies] !== undefined
}
