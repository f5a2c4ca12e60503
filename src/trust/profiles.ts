import { type KeyKind, rsaModulusBitsMin } from './keyKind.ts'

/** Names of the key usages of RFC 5280 section 4.2.1.3 that occur here or in published test chains. */
export type KeyUsage =
  'digitalSignature' | 'nonRepudiation' | 'keyEncipherment' | 'dataEncipherment' | 'keyCertSign' | 'cRLSign'

/** What a certificate of one kind must be. */
export interface CertificateProfile {
  /** basicConstraints cA. */
  readonly certificateAuthority: boolean
  /** Kinds of public key. */
  readonly keys: readonly KeyKind[]
  readonly keyUsage: {
    readonly required: readonly KeyUsage[]
    /** May stand beside the required ones; nothing else may. */
    readonly optional: readonly KeyUsage[]
  }
  /** Where the certificate names extended usages at all, one of these must be among them. */
  readonly extendedKeyUsage: readonly string[]
  /** Whether the subject alternative name must hold the URI of the State's node. */
  readonly holder: boolean
}

export type CertificateUse = 'ca' | 'listSigner' | 'messageSigner' | 'httpSigner'

/** id-kp-documentSigning, RFC 9336. */
const documentSigning = '1.3.6.1.5.5.7.3.36'

/** The same data as `certs/profiles.json`, which is what other implementers read; a test holds the two together. */
export const profiles: Readonly<Record<CertificateUse, CertificateProfile>> = {
  ca: {
    certificateAuthority: true,
    keys: ['RSA', 'P-256', 'P-384'],
    keyUsage: { required: ['keyCertSign'], optional: ['cRLSign', 'digitalSignature'] },
    extendedKeyUsage: [],
    holder: false,
  },
  listSigner: {
    certificateAuthority: false,
    keys: ['P-256', 'RSA'],
    keyUsage: { required: ['digitalSignature'], optional: ['nonRepudiation'] },
    extendedKeyUsage: [documentSigning],
    holder: true,
  },
  messageSigner: {
    certificateAuthority: false,
    keys: ['P-256', 'RSA'],
    keyUsage: { required: ['digitalSignature'], optional: ['nonRepudiation'] },
    extendedKeyUsage: [documentSigning],
    holder: true,
  },
  httpSigner: {
    certificateAuthority: false,
    keys: ['P-256', 'RSA'],
    keyUsage: { required: ['digitalSignature'], optional: [] },
    extendedKeyUsage: [],
    holder: true,
  },
}

/**
 * Extensions by which a certificate limits itself or what stands below it, or stands for somebody else. `checkChain` evaluates
 * none of them, so that each of them makes a certificate unusable, critical or not.
 */
export const limitingExtensions = {
  nameConstraints: '2.5.29.30',
  policyConstraints: '2.5.29.36',
  inhibitAnyPolicy: '2.5.29.54',
  proxyCertInfo: '1.3.6.1.5.5.7.1.14',
  ipAddrBlocks: '1.3.6.1.5.5.7.1.7',
  autonomousSysIds: '1.3.6.1.5.5.7.1.8',
  netscapeCertType: '2.16.840.1.113730.1.1',
} as const

/** Critical extensions that `checkChain` understands; any other critical one makes a certificate unusable. */
export const understoodExtensions = {
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  subjectAltName: '2.5.29.17',
  certificatePolicies: '2.5.29.32',
} as const

/** Hashes a certificate signature may use. */
export const signatureHashes: readonly string[] = ['SHA-256', 'SHA-384', 'SHA-512']

/** What certificates must be, as data: `checkChain` judges by `chainRules`, which are those of `certs/`. */
export interface ChainRules {
  readonly profiles: Readonly<Record<CertificateUse, CertificateProfile>>
  readonly signatureHashes: readonly string[]
  readonly rsaModulusBitsMin: number
}

export const chainRules: ChainRules = { profiles, signatureHashes, rsaModulusBitsMin }
