import { resolve } from 'node:path'
import { type Settings, namesOf } from './setting.ts'

/** Settings that name PEM files. */
export const tlsSettingsSaid = {
  certificateFile: {
    name: 'ROGATORY_TLS_CERTIFICATE_FILE',
    meaning:
      'certificate of the ports with its chain. With the next, the node speaks TLS 1.3 and nothing else',
    value: 'a PEM file',
    more: '[TLS](operations.md#ports-proxy-tls)',
  },
  keyFile: {
    name: 'ROGATORY_TLS_KEY_FILE',
    meaning: 'its private key, not encrypted',
    value: 'a PEM file that not everybody may read',
    more: '[TLS](operations.md#ports-proxy-tls)',
  },
  clientAuthoritiesFile: {
    name: 'ROGATORY_TLS_CLIENT_AUTHORITIES_FILE',
    meaning:
      'authorities of those who may connect at all (mutual TLS); none: nobody is asked for a certificate',
    value: 'a PEM file',
    more: '[TLS](operations.md#ports-proxy-tls)',
  },
  clientCertificateFile: {
    name: 'ROGATORY_TLS_CLIENT_CERTIFICATE_FILE',
    meaning: "what this node shows to a peer's server that asks for a certificate; needs the next",
    value: 'a PEM file',
    byDefault: 'the pair of the ports',
    more: '[TLS](operations.md#ports-proxy-tls)',
  },
  clientKeyFile: {
    name: 'ROGATORY_TLS_CLIENT_KEY_FILE',
    meaning: 'its private key, not encrypted',
    value: 'a PEM file that not everybody may read',
    byDefault: 'the pair of the ports',
    more: '[TLS](operations.md#ports-proxy-tls)',
  },
  authoritiesFile: {
    name: 'ROGATORY_TLS_AUTHORITIES_FILE',
    meaning: "authorities of peers' servers, beside the roots that Node.js brings",
    value: 'a PEM file',
    more: '[TLS](operations.md#ports-proxy-tls)',
  },
} as const satisfies Settings

export const tlsSettings = namesOf(tlsSettingsSaid)

/** PEM files: a certificate with its chain, and its private key. */
export interface KeyPairFiles {
  readonly certificateFile: string
  readonly keyFile: string
}

export interface ServerTls extends KeyPairFiles {
  /** PEM file with the authorities of whoever may connect at all (mutual TLS); absent: nobody is asked for a certificate. */
  readonly clientAuthoritiesFile?: string
}

/** TLS as a node is told of it. */
export interface TlsSetting {
  /** TLS 1.3 spoken by the node itself; absent: plain HTTP, on a machine of one's own or behind a proxy. */
  readonly tls?: ServerTls
  /** What this node shows where the server of a peer asks for a certificate; absent: the pair of `tls`, if there is one. */
  readonly tlsClient?: KeyPairFiles
  /** PEM file with authorities of peers' servers beside those of the system. */
  readonly tlsAuthoritiesFile?: string
}

/** Reads which files TLS goes by; what is wrong is added to `problems`. */
export function readTls(env: Readonly<Record<string, string | undefined>>, problems: string[]): TlsSetting {
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
