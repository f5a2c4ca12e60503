import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join } from 'node:path'
import forge from 'node-forge'
import { sharedKey } from './sharedKeys.ts'

/** An authority that issues certificates of servers and clients, made when the tests run. */
export interface TestAuthority {
  readonly certificate: string
  readonly key: string
}

/** A certificate with its key, both PEM. */
export type TestPair = TestAuthority

export function newAuthority(name: string): TestAuthority {
  const { privateKey, publicKey } = keys()
  const certificate = unsigned(name, publicKey)
  certificate.setIssuer(certificate.subject.attributes)
  certificate.setExtensions([
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ])
  certificate.sign(forge.pki.privateKeyFromPem(privateKey), forge.md.sha256.create())
  return { certificate: forge.pki.certificateToPem(certificate), key: privateKey }
}

/** A certificate for this host name or address, good for a server and for a client, until a time or for a day. */
export function issued(by: TestAuthority, host: string, until?: Date): TestPair {
  const { privateKey, publicKey } = keys()
  const certificate = unsigned(host, publicKey)
  if (until !== undefined) certificate.validity.notAfter = until
  const issuer = forge.pki.certificateFromPem(by.certificate)
  certificate.setIssuer(issuer.subject.attributes)
  certificate.setExtensions([
    { name: 'basicConstraints', cA: false },
    { name: 'keyUsage', digitalSignature: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
    {
      name: 'subjectAltName',
      altNames: [isIP(host) === 0 ? { type: 2, value: host } : { type: 7, ip: host }],
    },
  ])
  certificate.sign(forge.pki.privateKeyFromPem(by.key), forge.md.sha256.create())
  return { certificate: forge.pki.certificateToPem(certificate), key: privateKey }
}

/** The certificate authority of a State, as its identity folder holds it. */
export async function authorityOfState(dataFolder: string, passphrase: string): Promise<TestAuthority> {
  const folder = join(dataFolder, 'identity')
  const key = createPrivateKey({ key: await readFile(join(folder, 'ca.key'), 'utf8'), passphrase })
  return {
    certificate: await readFile(join(folder, 'ca.crt'), 'utf8'),
    key: key.export({ type: 'pkcs1', format: 'pem' }).toString(),
  }
}

/** Writes a pair as `name.crt` and `name.key`, each in one step, and returns their paths. */
export async function writePair(folder: string, name: string, { certificate, key }: TestPair) {
  const files = { certificateFile: join(folder, `${name}.crt`), keyFile: join(folder, `${name}.key`) }
  await replace(files.certificateFile, certificate)
  await replace(files.keyFile, key)
  return files
}

/** Writes an authority's certificate and returns its path. */
export async function writeAuthority(folder: string, name: string, { certificate }: TestAuthority) {
  const file = join(folder, `${name}.crt`)
  await replace(file, certificate)
  return file
}

async function replace(path: string, text: string): Promise<void> {
  await writeFile(`${path}.next`, text, { mode: 0o600 })
  await rename(`${path}.next`, path)
}

function keys() {
  const key = sharedKey('RSA-2048', () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey)
  return {
    publicKey: createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString(),
    privateKey: key.export({ type: 'pkcs1', format: 'pem' }).toString(),
  }
}

function unsigned(commonName: string, publicKeyPem: string): forge.pki.Certificate {
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = forge.pki.publicKeyFromPem(
    createPublicKey(publicKeyPem).export({ type: 'spki', format: 'pem' }).toString(),
  )
  certificate.serialNumber = `40${randomBytes(15).toString('hex')}`
  certificate.validity.notBefore = new Date(Date.now() - 3_600_000)
  certificate.validity.notAfter = new Date(Date.now() + 86_400_000)
  certificate.setSubject([{ name: 'commonName', value: commonName }])
  return certificate
}
