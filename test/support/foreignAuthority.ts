import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A certificate authority that only OpenSSL runs, as the PKI of a State does: by the profiles of `certs/`. */
export interface ForeignAuthority {
  /** Its certificate, PEM. */
  readonly file: string
  /** Signs a request; `lines` replace those of the extensions by their first word. Returns the certificate's file. */
  readonly sign: (request: string, extensions?: readonly string[]) => Promise<string>
}

/** Whether the program is there. */
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0

/** Runs `openssl`, which must end well, and returns what it printed. */
export function openssl(...words: string[]): string {
  const { status, stdout, stderr } = spawnSync('openssl', words, { encoding: 'utf8' })
  assert.equal(status, 0, `openssl ${words.join(' ')}: ${stderr}`)
  return stdout + stderr
}

/** What a leaf must hold by the profiles, for the node of VN. */
export const leafExtensions = [
  'basicConstraints=critical,CA:FALSE',
  'keyUsage=critical,digitalSignature',
  'subjectAltName=URI:urn:rogatory:node:vn',
  'subjectKeyIdentifier=hash',
  'authorityKeyIdentifier=keyid',
]

/** @param newKey - as `openssl req -newkey` takes it, with its options after it */
export function foreignAuthority(folder: string, name: string, newKey: readonly string[]): ForeignAuthority {
  const path = (end: string) => join(folder, `${name}.${end}`)
  openssl(
    'req',
    '-x509',
    '-newkey',
    ...newKey,
    '-noenc',
    '-keyout',
    path('key'),
    '-out',
    path('crt'),
    '-days',
    '3650',
    '-sha384',
    '-subj',
    `/C=VN/O=State PKI/CN=${name}`,
    '-addext',
    'basicConstraints=critical,CA:TRUE',
    '-addext',
    'keyUsage=critical,keyCertSign,cRLSign',
  )
  let signed = 0
  return {
    file: path('crt'),
    async sign(request, extensions = leafExtensions) {
      signed += 1
      const [list, out] = [path(`${signed}.ext`), path(`${signed}.crt`)]
      await writeFile(list, extensions.join('\n'))
      const by = ['-CA', path('crt'), '-CAkey', path('key'), '-CAcreateserial', '-sha256', '-days', '365']
      openssl('x509', '-req', '-in', request, ...by, '-extfile', list, '-out', out)
      return out
    },
  }
}
