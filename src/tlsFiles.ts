import { X509Certificate } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { createSecureContext } from 'node:tls'
import { type Config, ConfigError } from './config.ts'
import { type KeyPairFiles, tlsSettings } from './settings/tlsSettings.ts'
import type { ClientTls } from './exchange/connector.ts'
import type { NodeLog } from './exchange/node.ts'
import type { PortTls } from './web/port.ts'

/** The TLS files of a node in service: it follows them, so that renewed ones are taken up without a stop. */
export interface TlsFiles {
  /** What the port shows and asks for; null where the node speaks plain HTTP. */
  readonly port: () => PortTls | null
  /** What this node shows as a client, and whom it believes beside the roots of the system. */
  readonly client: () => ClientTls
  /** Looks whether a file has changed, and takes up what is whole. True when something was taken up. */
  readonly refresh: () => Promise<boolean>
}

type TlsConfig = Pick<Config, 'tls' | 'tlsClient' | 'tlsAuthoritiesFile'>

interface Contents {
  readonly port: PortTls | null
  readonly client: ClientTls
}

/**
 * Opens the TLS files that the configuration names.
 *
 * @throws ConfigError listing every file that cannot be read, is none of its kind or does not fit
 */
export async function openTlsFiles(
  config: TlsConfig,
  log: Pick<NodeLog, 'info' | 'warn'>,
): Promise<TlsFiles> {
  const paths = pathsIn(config)
  let seen = await stampOf(paths)
  const first = await readContents(config)
  if ('problems' in first) throw new ConfigError(first.problems)
  let contents: Contents = first
  /** Why what is there now cannot be taken up, as it was told last. */
  let told = ''
  return {
    port: () => contents.port,
    client: () => contents.client,
    async refresh() {
      const stamp = await stampOf(paths)
      if (stamp === seen) return false
      const read = await readContents(config)
      if ('problems' in read) {
        // Certificate and key are two files: between the one and the other they do not fit, or one may not be read yet. It is looked again each time.
        const reason = read.problems.join('; ')
        if (reason !== told) log.warn({ reason }, 'TLS files have changed and cannot be taken up')
        told = reason
        return false
      }
      seen = stamp
      told = ''
      contents = read
      log.info({ files: paths.length }, 'TLS files have changed and are taken up')
      return true
    },
  }
}

function pathsIn({ tls, tlsClient, tlsAuthoritiesFile }: TlsConfig): string[] {
  const files = [tls?.certificateFile, tls?.keyFile, tls?.clientAuthoritiesFile]
  const others = [tlsClient?.certificateFile, tlsClient?.keyFile, tlsAuthoritiesFile]
  return [...files, ...others].filter((path) => path !== undefined)
}

async function stampOf(paths: readonly string[]): Promise<string> {
  const stamps = await Promise.all(
    paths.map(async (path) => {
      const found = await stat(path).catch(() => null)
      return found === null ? 'absent' : `${found.mtimeMs} ${found.size} ${found.ino}`
    }),
  )
  return stamps.join('\n')
}

async function readContents({
  tls,
  tlsClient,
  tlsAuthoritiesFile,
}: TlsConfig): Promise<Contents | { readonly problems: readonly string[] }> {
  const problems: string[] = []
  const { certificateFile, keyFile, clientAuthoritiesFile, clientCertificateFile, clientKeyFile } =
    tlsSettings
  const server = await readPair(tls, [certificateFile, keyFile], problems)
  const client = await readPair(tlsClient, [clientCertificateFile, clientKeyFile], problems)
  const clients = await readAuthorities(tls?.clientAuthoritiesFile, clientAuthoritiesFile, problems)
  const authorities = await readAuthorities(tlsAuthoritiesFile, tlsSettings.authoritiesFile, problems)
  if (problems.length > 0) return { problems }
  const port =
    server === null ? null : { ...server, ...(clients === null ? {} : { clientAuthorities: clients }) }
  return { port, client: { pair: client ?? server, authorities: authorities ?? [] } }
}

interface Pair {
  readonly certificate: string
  readonly key: string
}

async function readPair(
  files: KeyPairFiles | undefined,
  [certificateName, keyName]: readonly [string, string],
  problems: string[],
): Promise<Pair | null> {
  if (files === undefined) return null
  const certificate = await readText(files.certificateFile, certificateName, problems)
  const key = await readText(files.keyFile, keyName, problems)
  if (certificate === null || key === null) return null
  if (certificatesIn(certificate).length === 0) {
    problems.push(`${certificateName}: ${files.certificateFile} holds no certificate in PEM`)
    return null
  }
  try {
    createSecureContext({ cert: certificate, key })
  } catch (reason) {
    problems.push(`${keyName}: ${files.keyFile} is not the key of ${certificateName} (${String(reason)})`)
    return null
  }
  return { certificate, key }
}

async function readAuthorities(
  file: string | undefined,
  name: string,
  problems: string[],
): Promise<readonly string[] | null> {
  if (file === undefined) return null
  const text = await readText(file, name, problems)
  if (text === null) return null
  const certificates = certificatesIn(text)
  if (certificates.length === 0) problems.push(`${name}: ${file} holds no certificate in PEM`)
  return certificates
}

async function readText(file: string, name: string, problems: string[]): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (reason) {
    problems.push(`${name}: ${file} cannot be read (${String(reason)})`)
    return null
  }
}

/** The certificates of a PEM text, one each; none where one of them is no certificate. */
function certificatesIn(text: string): string[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  try {
    return blocks.map((block) => new X509Certificate(block).toString())
  } catch {
    return []
  }
}
