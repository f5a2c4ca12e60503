import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { type IncomingMessage, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { openssl } from './foreignAuthority.ts'

/** What an authority answers, as HTTP. */
export interface TimeAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** A time-stamping authority that only OpenSSL runs, behind a loopback server. */
export interface TimeAuthorityServer {
  readonly url: string
  /** PEM of the authority that its tokens lead to, over another one. */
  readonly rootFile: string
  /** What it was asked so far: the requests, and their bodies. */
  readonly asked: readonly { readonly request: IncomingMessage; readonly body: Buffer }[]
  /** Another answer than a good one, from now on; null: a good one. */
  answers: ((query: Buffer) => TimeAnswer) | null
  /** What `openssl ts -reply` makes of a query, with one of its signers. */
  readonly reply: (query: Buffer, signer?: Signer) => Buffer
  close(): Promise<void>
}

/** Its certificates: a good one, one that has run out, one without an issuer, and one under an authority of no standing. */
export type Signer = 'good' | 'expired' | 'self' | 'strange'

const authorityExtensions = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign']
const stamperExtensions = [
  'basicConstraints=critical,CA:FALSE',
  'keyUsage=critical,digitalSignature',
  'extendedKeyUsage=critical,timeStamping',
  'subjectKeyIdentifier=hash',
]
const under = ['subjectKeyIdentifier=hash', 'authorityKeyIdentifier=keyid']

const settings = `[tsa]
default_tsa = authority
[authority]
serial = ./serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = yes
tsa_name = yes
clock_precision_digits = 3
ess_cert_id_alg = sha256
`

/** @param folder - for its keys, which go with it */
export async function timeAuthority(folder: string): Promise<TimeAuthorityServer> {
  const path = (name: string) => join(folder, name)
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc']
  const selfSigned = (name: string, extensions: readonly string[]) => {
    const named = [
      '-subj',
      `/C=ZZ/O=Example Time/CN=${name}`,
      '-keyout',
      path(`${name}.key`),
      '-out',
      path(`${name}.crt`),
    ]
    const extended = extensions.flatMap((one) => ['-addext', one])
    openssl('req', '-x509', ...newKey, ...named, '-days', '3650', ...extended)
  }
  const issued = (name: string, by: string, extensions: readonly string[], dates = ['-days', '365']) => {
    const named = [
      '-subj',
      `/C=ZZ/O=Example Time/CN=${name}`,
      '-keyout',
      path(`${name}.key`),
      '-out',
      path(`${name}.csr`),
    ]
    const isStamper = extensions === stamperExtensions
    openssl('req', ...(isStamper ? ['-newkey', 'rsa:3072', '-noenc'] : newKey), ...named)
    writeFileSync(path(`${name}.ext`), [...extensions, ...under.slice(isStamper ? 1 : 0)].join('\n'))
    const signing = ['-CA', path(`${by}.crt`), '-CAkey', path(`${by}.key`), '-CAcreateserial', ...dates]
    const files = ['-in', path(`${name}.csr`), '-extfile', path(`${name}.ext`), '-out', path(`${name}.crt`)]
    openssl('x509', '-req', '-sha256', ...signing, ...files)
  }
  selfSigned('root', authorityExtensions)
  selfSigned('stranger', authorityExtensions)
  selfSigned('self', stamperExtensions)
  issued('between', 'root', [...authorityExtensions, 'extendedKeyUsage=timeStamping'])
  issued('good', 'between', stamperExtensions)
  issued('strange', 'stranger', stamperExtensions)
  issued('expired', 'between', stamperExtensions, [
    ...['-not_before', '20200101000000Z', '-not_after', '20210101000000Z'],
  ])
  writeFileSync(path('settings'), settings)

  let serial = 0
  const reply = (query: Buffer, signer: Signer = 'good'): Buffer => {
    serial += 1
    writeFileSync(path('serial'), serial.toString(16).padStart(4, '0'))
    writeFileSync(path('query'), query)
    const keys = [
      '-signer',
      path(`${signer}.crt`),
      '-inkey',
      path(`${signer}.key`),
      '-chain',
      path('between.crt'),
    ]
    const words = ['-config', path('settings'), '-queryfile', path('query'), ...keys, '-out', path('reply')]
    const { status, stderr } = spawnSync('openssl', ['ts', '-reply', ...words], {
      cwd: folder,
      encoding: 'utf8',
    })
    if (status !== 0) throw new Error(stderr)
    return readFileSync(path('reply'))
  }
  const asked: { request: IncomingMessage; body: Buffer }[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks)
      asked.push({ request, body })
      const { status = 200, headers = {}, body: answer } = opened.answers?.(body) ?? { body: reply(body) }
      response.writeHead(status, { 'content-type': 'application/timestamp-reply', ...headers }).end(answer)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const opened: TimeAuthorityServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/stamp`,
    rootFile: path('root.crt'),
    asked,
    answers: null,
    reply,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return opened
}
