import { resolve } from 'node:path'
import { bucketSettings, readBucket } from './bucketSettings.ts'
import type { BucketPlace } from './store/exhibits/bucket/bucketPlace.ts'
import { type DatabaseSetting, databaseSettings, readDatabase } from './databaseSettings.ts'
import { type DeskSetting, deskSettings, readDesk } from './deskSetting.ts'
import { isLoopback, readPort } from './listeningAt.ts'
import { type MetricsSetting, metricsSettings, readMetrics } from './metricsSetting.ts'
import { networkSettings, readNetworks } from './networkSettings.ts'
import { type ProviderSetting, providerSettings, readProvider } from './providerSetting.ts'
import { type ScannerSetting, readScanner, scannerSettings } from './scannerSetting.ts'

/** Everything a node is told from outside, read once. */
export interface Config extends DatabaseSetting {
  /** Folder of this node: its identity, and the embedded database where no server is named. */
  readonly dataFolder: string
  readonly host: string
  readonly port: number
  /** File whose content opens the private keys of the identity. */
  readonly passphraseFile: string
  /**
   * File with an RFC 3339 instant from which this node counts its time, for demonstrations whose calendar is not
   * today's. Whoever can write this file can make the node date its messages wrongly.
   */
  readonly clockFile?: string
  readonly logLevel: LogLevel
  /** Which witnesses cosign the log, and how many are enough (C2SP tlog-policy); absent: one of the peers is enough. */
  readonly witnessPolicyFile?: string
  /** Nothing is sent while the log has had too few witnesses for long; absent: it is an alarm only. */
  readonly isWitnessRequired?: true
  /** A time-stamping authority (RFC 3161) for the heads of the log, and a PEM file with those who vouch for it; absent: none. */
  readonly timeStamp?: { readonly url: string; readonly authoritiesFile: string }
  /** TLS 1.3 spoken by the node itself; absent: plain HTTP, on a machine of one's own or behind a proxy. */
  readonly tls?: ServerTls
  /** What this node shows where the server of a peer asks for a certificate; absent: the pair of `tls`, if there is one. */
  readonly tlsClient?: KeyPairFiles
  /** PEM file with authorities of peers' servers beside those of the system. */
  readonly tlsAuthoritiesFile?: string
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
  /** The script of a training; absent: the one that comes with the program. It counts where the State is a training. */
  readonly trainingScriptFile?: string
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

/** PEM files: a certificate with its chain, and its private key. */
export interface KeyPairFiles {
  readonly certificateFile: string
  readonly keyFile: string
}

export interface ServerTls extends KeyPairFiles {
  /** PEM file with the authorities of whoever may connect at all (mutual TLS); absent: nobody is asked for a certificate. */
  readonly clientAuthoritiesFile?: string
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** The environment does not describe a node; `problems` lists everything that is wrong, not only the first. */
export class ConfigError extends Error {
  readonly code = 'CONFIG_INVALID'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`The configuration has ${problems.length} problem(s):\n  ${problems.join('\n  ')}`)
    this.problems = problems
  }
}

/** Settings that name PEM files. */
export const tlsSettings = {
  certificateFile: 'ROGATORY_TLS_CERTIFICATE_FILE',
  keyFile: 'ROGATORY_TLS_KEY_FILE',
  clientAuthoritiesFile: 'ROGATORY_TLS_CLIENT_AUTHORITIES_FILE',
  clientCertificateFile: 'ROGATORY_TLS_CLIENT_CERTIFICATE_FILE',
  clientKeyFile: 'ROGATORY_TLS_CLIENT_KEY_FILE',
  authoritiesFile: 'ROGATORY_TLS_AUTHORITIES_FILE',
} as const

const apiSettings = { host: 'ROGATORY_API_HOST', port: 'ROGATORY_API_PORT' } as const

const witnessSettings = {
  policyFile: 'ROGATORY_WITNESS_POLICY_FILE',
  required: 'ROGATORY_WITNESS_REQUIRED',
} as const

const timeStampSettings = {
  url: 'ROGATORY_TIME_STAMP_URL',
  authoritiesFile: 'ROGATORY_TIME_STAMP_AUTHORITIES_FILE',
} as const

const known: readonly string[] = [
  ...[
    'DATA',
    'HOST',
    'PORT',
    'PASSPHRASE_FILE',
    'CLOCK_FILE',
    'LOG_LEVEL',
    'SCHEMAS',
    'TRAINING_SCRIPT_FILE',
  ].map((name) => `ROGATORY_${name}`),
  ...Object.values(databaseSettings).filter((name) => name.startsWith('ROGATORY_')),
  ...Object.values(tlsSettings),
  ...Object.values(networkSettings),
  ...Object.values(apiSettings),
  ...Object.values(metricsSettings),
  ...Object.values(deskSettings),
  ...Object.values(providerSettings),
  ...Object.values(witnessSettings),
  ...Object.values(timeStampSettings),
  ...Object.values(bucketSettings),
  ...Object.values(scannerSettings),
]

/**
 * Reads the configuration of a node from environment variables, which `rogatory help environment` describes.
 *
 * @throws ConfigError listing every problem: an unknown `ROGATORY_` name is one, so that a misspelt setting
 * cannot be silently without effect.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = []
  for (const name of Object.keys(env)) {
    if (name.startsWith('ROGATORY_') && !known.includes(name)) problems.push(`${name} is not a known setting`)
    // An empty host would be every address of the machine, an empty folder the current one.
    if (known.includes(name) && env[name]?.trim() === '') problems.push(`${name} is empty`)
  }
  const dataFolder = resolve(env.ROGATORY_DATA ?? 'data')
  const bucket = readBucket(env, problems)
  const config: Config = {
    dataFolder,
    host: env.ROGATORY_HOST ?? '127.0.0.1',
    port: readPort('ROGATORY_PORT', env.ROGATORY_PORT ?? '8470', problems),
    passphraseFile: resolve(env.ROGATORY_PASSPHRASE_FILE ?? `${dataFolder}/passphrase`),
    logLevel: readLogLevel(env.ROGATORY_LOG_LEVEL ?? 'info', problems),
    ...readDatabase(env, problems),
    ...(env.ROGATORY_CLOCK_FILE === undefined ? {} : { clockFile: resolve(env.ROGATORY_CLOCK_FILE) }),
    ...readTraining(env),
    ...readTls(env, problems),
    ...readNetworks(env, problems),
    ...readApi(env, problems),
    ...readDesk(env, isCovered(env), problems),
    ...readMetrics(env, isCovered(env), problems),
    ...readProvider(env, problems),
    ...readWitnesses(env, problems),
    ...readTimeStamp(env, problems),
    ...(bucket === undefined ? {} : { bucket }),
    ...readScanner(env, problems),
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return Object.freeze(config)
}

/** The client of buckets says to whoever starts it on Node 20 that later versions of it will not run there: this one does. */
export function withoutVersionWarning(): void {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'
}

/**
 * The folder with what a State has of its own beside the published schemas, or null. It counts for the whole process,
 * also for commands that open no node: a verifier must know what it reads.
 */
export function schemasFolderIn(env: Readonly<Record<string, string | undefined>>): string | null {
  const folder = env.ROGATORY_SCHEMAS
  return folder === undefined || folder.trim() === '' ? null : resolve(folder)
}

function readTraining(env: Readonly<Record<string, string | undefined>>): Pick<Config, 'trainingScriptFile'> {
  const file = env.ROGATORY_TRAINING_SCRIPT_FILE
  return file === undefined ? {} : { trainingScriptFile: resolve(file) }
}

function readApi(env: Readonly<Record<string, string | undefined>>, problems: string[]): Pick<Config, 'api'> {
  const { host: hostName, port: portName } = apiSettings
  const { [hostName]: host = '127.0.0.1', [portName]: port } = env
  if (port === undefined) {
    if (env[hostName] !== undefined) problems.push(`${hostName} needs ${portName}`)
    return {}
  }
  // A token in the clear on a network is everybody's.
  if (!isLoopback(host) && !isCovered(env))
    problems.push(
      `${hostName} beyond this machine needs ${tlsSettings.certificateFile}, or ${networkSettings.proxies} for a proxy that speaks TLS`,
    )
  return { api: { host, port: readPort(portName, port, problems) } }
}

/** Whether what goes over a network is under TLS: that of the node, or of a proxy in front. */
function isCovered(env: Readonly<Record<string, string | undefined>>): boolean {
  return env[tlsSettings.certificateFile] !== undefined || env[networkSettings.proxies] !== undefined
}

function readLogLevel(text: string, problems: string[]): LogLevel {
  const level = logLevels.find((known) => known === text)
  if (level === undefined) problems.push(`ROGATORY_LOG_LEVEL must be one of ${logLevels.join(', ')}`)
  return level ?? 'info'
}

function readWitnesses(
  env: Readonly<Record<string, string | undefined>>,
  problems: string[],
): Pick<Config, 'witnessPolicyFile' | 'isWitnessRequired'> {
  const file = env[witnessSettings.policyFile]
  const required = env[witnessSettings.required] ?? 'no'
  if (required !== 'yes' && required !== 'no')
    problems.push(`${witnessSettings.required} must be yes or no, not "${required}"`)
  return {
    ...(file === undefined ? {} : { witnessPolicyFile: resolve(file) }),
    ...(required === 'yes' ? { isWitnessRequired: true } : {}),
  }
}

function readTimeStamp(
  env: Readonly<Record<string, string | undefined>>,
  problems: string[],
): Pick<Config, 'timeStamp'> {
  const { url: urlName, authoritiesFile: fileName } = timeStampSettings
  const [url, file] = [env[urlName], env[fileName]]
  if (url === undefined && file === undefined) return {}
  if (url === undefined) problems.push(`${fileName} needs ${urlName}`)
  // A token is worth what vouches for it: one that nobody vouches for is not asked for.
  if (file === undefined) problems.push(`${urlName} needs ${fileName}`)
  if (url !== undefined && !(/^https?:\/\/[^/]/.test(url) && URL.canParse(url)))
    problems.push(`${urlName} must be an address that begins with http:// or https://, not "${url}"`)
  return url === undefined || file === undefined ? {} : { timeStamp: { url, authoritiesFile: resolve(file) } }
}

function readTls(
  env: Readonly<Record<string, string | undefined>>,
  problems: string[],
): Pick<Config, 'tls' | 'tlsClient' | 'tlsAuthoritiesFile'> {
  const fileIn = (name: string): string | undefined =>
    env[name] === undefined ? undefined : resolve(env[name])
  const pairIn = (certificateName: string, keyName: string): KeyPairFiles | undefined => {
    const [certificateFile, keyFile] = [fileIn(certificateName), fileIn(keyName)]
    if (certificateFile !== undefined && keyFile !== undefined) return { certificateFile, keyFile }
    if (certificateFile !== undefined) problems.push(`${certificateName} needs ${keyName}`)
    if (keyFile !== undefined) problems.push(`${keyName} needs ${certificateName}`)
    return undefined
  }
  const server = pairIn(tlsSettings.certificateFile, tlsSettings.keyFile)
  const client = pairIn(tlsSettings.clientCertificateFile, tlsSettings.clientKeyFile)
  const clientAuthoritiesFile = fileIn(tlsSettings.clientAuthoritiesFile)
  const authoritiesFile = fileIn(tlsSettings.authoritiesFile)
  if (clientAuthoritiesFile !== undefined && server === undefined)
    problems.push(`${tlsSettings.clientAuthoritiesFile} needs ${tlsSettings.certificateFile}`)
  const asked = clientAuthoritiesFile === undefined ? {} : { clientAuthoritiesFile }
  return {
    ...(server === undefined ? {} : { tls: { ...server, ...asked } }),
    ...(client === undefined ? {} : { tlsClient: client }),
    ...(authoritiesFile === undefined ? {} : { tlsAuthoritiesFile: authoritiesFile }),
  }
}
