import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { httpKeyId, type HttpSigner } from '../../src/envelope/httpSignature.ts'
import type { TrustList } from '../../src/message/generated/types.ts'
import type { JsonObject, JsonValue } from '../../src/message/json.ts'
import { certificateDigest } from '../../src/trust/certificate.ts'
import { issueSigner } from '../../src/trust/issue.ts'
import type { OpenedTrustList } from '../../src/trust/succession.ts'
import { toLote } from '../../src/trust/toLote.ts'
import { trustDirectory } from '../../src/exchange/directory.ts'
import type { Node } from '../../src/exchange/node.ts'
import {
  ca,
  decryptionKeys,
  holder,
  list,
  listSigner,
  listWith,
  newEcKey,
  now,
  order,
  signers,
} from '../trust/fixture.ts'
import { isObject, vocabularyOf } from './mutate/json.ts'

/** Two States with keys made for this run: Viet Nam, a peer whose words come in, and Qatar, whose node reads them. */

const httpKey: KeyObject = newEcKey()
const httpCertificate = issueSigner(
  'httpSigner',
  { ...order('HTTP'), publicKey: createPublicKey(httpKey), holder },
  ca,
)
export const httpSigner: HttpSigner = { key: httpKey, keyId: httpKeyId(httpCertificate) }

export const peerList: TrustList = {
  ...list,
  signers: [
    ...list.signers,
    {
      certificate: httpCertificate.toString('base64'),
      use: 'http',
      validFrom: '2026-01-01T00:00:00Z',
      status: 'inForce',
      statusSince: '2026-01-01T00:00:00Z',
    },
  ],
}

export const ownList: TrustList = {
  ...listWith({ state: 'QA', node: { uri: 'urn:rogatory:node:qa', url: 'https://qa.example.org' } }),
  authorities: peerList.authorities.map((authority) => ({
    ...authority,
    id: authority.id.replace('vn.spp', 'qa.pp').replace('vn.', 'qa.'),
  })),
}

export const openedPeer: OpenedTrustList = {
  list: peerList,
  digest: '1'.repeat(64),
  signerDigest: certificateDigest(listSigner.certificate),
}
const openedOwn: OpenedTrustList = { ...openedPeer, list: ownList, digest: '2'.repeat(64) }

const trust = trustDirectory(openedOwn)
trust.load(openedOwn, [openedPeer])

/** As much of a node as reads what comes in before its database is asked. */
export const reader = {
  state: 'QA',
  signer: signers.ES256,
  httpSigner,
  decryptionKeys,
  trust,
  now: () => now,
  machineNow: () => now,
  random: (bytes: number) => new Uint8Array(bytes),
  listsInDoubt: new Set<string>(),
} as unknown as Node

/** What differs in every run, by the name that stands for it in an input. */
const named = new Map<string, string>([
  ['$ca', ca.certificate.toString('base64')],
  ['$listSigner', listSigner.certificate.toString('base64')],
  ['$http', httpCertificate.toString('base64')],
  ['$es256', signers.ES256.certificate.toString('base64')],
  ['$ps256', signers.PS256.certificate.toString('base64')],
  ['$vkey', list.log.vkey],
  ...Object.entries({ es256: signers.ES256, ps256: signers.PS256, listSigner }).map(
    ([name, { certificate }]): [string, string] => [
      `$digest ${name}`,
      Buffer.from(certificateDigest(certificate), 'hex').toString('base64url'),
    ],
  ),
])
const names = new Map([...named].map(([name, value]) => [value, name]))

/** A value with names where keys stand, so that it means the same in another run. */
export function withNames(value: JsonValue): JsonValue {
  return replaced(value, names)
}

/** The same with the keys of this run again. */
export function withKeys(value: JsonValue): JsonValue {
  return replaced(value, named)
}

function replaced(value: JsonValue, by: ReadonlyMap<string, string>): JsonValue {
  if (typeof value === 'string') return by.get(value) ?? value
  if (Array.isArray(value)) return value.map((item) => replaced(item, by))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, replaced(member, by)]))
}

const folder = 'schemas/example'

function read(name: string): JsonObject {
  return JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as JsonObject
}

function filesIn(room: string): readonly string[] {
  return readdirSync(`${folder}${room}`)
    .filter((name) => name.endsWith('.json'))
    .sort()
}

const whole = filesIn('').map(read)

/** Every published example of a message; those of measures and results stand in a request and a delivery. */
export const messages: readonly JsonObject[] = [
  ...whole.filter((value) => typeof value.type === 'string' && isObject(value.body)),
  ...filesIn('/measure').map((name) => {
    const request = read('request.json')
    const measure = { id: 'm1', ...read(`measure/${name}`) }
    return { ...request, body: { ...(request.body as JsonObject), measures: [measure] } }
  }),
  ...filesIn('/result').map((name) => {
    const outcome = {
      measure: 'm1',
      outcome: 'delivered',
      exhibits: [],
      complete: true,
      final: true,
      result: read(`result/${name}`),
    }
    return { ...read('delivery.json'), exhibits: [], body: { outcomes: [outcome] } }
  }),
]

/** Examples of receipts, questions and answers. */
export const receipts = whole.filter((value) => 'event' in value && 'messageId' in value)
export const questions = filesIn('/question').map((name) => read(`question/${name}`))
export const answers = filesIn('/answer').map((name) => read(`answer/${name}`))
/** The peer's trust list with names for its keys. */
export const namedList = withNames(peerList as unknown as JsonValue) as JsonObject

/** The same as it goes over the wire. */
export const namedLote = withNames(toLote(peerList) as unknown as JsonValue) as JsonObject

export const vocabulary = vocabularyOf([
  ...messages,
  ...receipts,
  ...questions,
  ...answers,
  namedList,
  namedLote,
])

/** A key for signing notes, and another one. */
export const noteKey = generateKeyPairSync('ed25519').privateKey
