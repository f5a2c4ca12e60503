import { createHash, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { AuditEvent, RecordLink } from '../../src/audit/auditEvent.ts'
import { type BuiltEntry, buildEntry } from '../../src/audit/buildEntry.ts'
import { type NoteSigner, encodeVerifierKey, noteVerifier } from '../../src/audit/note.ts'
import { type Signed, type Signer, sign } from '../../src/envelope/sign.ts'
import { signTrustList } from '../../src/envelope/trustList.ts'
import type {
  Authority,
  Message,
  MessageType,
  Receipt,
  TrustList,
} from '../../src/message/generated/types.ts'
import { secondOf } from '../../src/message/moment.ts'
import { digestOfBase64 } from '../../src/trust/list.ts'
import { type CertificateAuthority, issueCertificateAuthority, issueSigner } from '../../src/trust/issue.ts'
import { decide } from '../../src/workflow/decide.ts'
import { type Place, emptyRecord } from '../../src/workflow/record.ts'
import type { RequestState } from '../../src/workflow/state.ts'
import { sharedKey } from './sharedKeys.ts'

/*
 * Two States on paper: real keys, real signatures and real log entries, without a database, a network or a clock. A
 * test lets them exchange messages, lets one of them cheat, and makes the bundles of both.
 */

const validFrom = new Date('2027-01-01T00:00:00Z')
const start = Date.parse('2027-03-01T09:00:00Z')

/** A message as a node holds it, with its receipt when it has come. */
export interface Held {
  /** Empty: it was erased. */
  readonly jws: string
  readonly message: Message
  receipt: string | null
}

interface NodeRecord {
  state: RequestState | null
  place: Place
  lastOwn: string | null
}

export interface PaperNode {
  readonly state: string
  readonly authority: string
  signer: Signer
  listSigner: Signer
  readonly authorityOfState: CertificateAuthority
  log: NoteSigner
  witness: NoteSigner
  readonly entries: BuiltEntry[]
  /** Last entry of each request. */
  readonly links: Map<string, { number: number; leaf: string }>
  readonly lists: { readonly list: TrustList; readonly jws: string; readonly digest: string }[]
  readonly held: Map<string, Held>
  readonly records: Map<string, NodeRecord>
  /** Says of which events nothing enters the log, where the node is to cheat. */
  forgets: (event: AuditEvent['event']) => boolean
}

export interface PaperWorld {
  readonly vn: PaperNode
  readonly qa: PaperNode
  /** The time on all clocks; every action lets it go on by a second. */
  now: number
}

type Unlinked<E> = E extends { readonly record: RecordLink } ? Omit<E, 'record'> : E

const order = (country: string, commonName: string) => ({
  subject: { country, organisation: `${country} (test)`, commonName },
  serial: `4${randomBytes(16).toString('hex').slice(1)}`,
  validFrom,
  validUntil: new Date('2030-01-01T00:00:00Z'),
})

/** A signer of that State with a new key. */
export function newPaperSigner(
  country: string,
  by: CertificateAuthority,
  use: 'messageSigner' | 'listSigner',
): Signer {
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  const holder = `urn:rogatory:node:${country.toLowerCase()}`
  const certificate = issueSigner(
    use,
    { ...order(country, use), publicKey: createPublicKey(key), holder },
    by,
  )
  return { algorithm: 'ES256', key, certificate, issuer: by.certificate }
}

/** RSA keys take long to make, so a State has one authority for all worlds of a run. */
const authorities = new Map<string, CertificateAuthority>()

function authorityOf(state: string): CertificateAuthority {
  const known = authorities.get(state)
  if (known !== undefined) return known
  const key = sharedKey('RSA-3072', () => generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey)
  const made = { key, certificate: issueCertificateAuthority({ ...order(state, 'CA'), key }) }
  authorities.set(state, made)
  return made
}

function newNode(state: string, authority: string): PaperNode {
  const by = authorityOf(state)
  return {
    state,
    authority,
    authorityOfState: by,
    signer: newPaperSigner(state, by, 'messageSigner'),
    listSigner: newPaperSigner(state, by, 'listSigner'),
    log: {
      name: `${state.toLowerCase()}.example.org/log`,
      privateKey: generateKeyPairSync('ed25519').privateKey,
    },
    witness: {
      name: `${state.toLowerCase()}.example.org/witness`,
      privateKey: generateKeyPairSync('ed25519').privateKey,
    },
    entries: [],
    links: new Map(),
    lists: [],
    held: new Map(),
    records: new Map(),
    forgets: () => false,
  }
}

/** Viet Nam and Qatar, who have accepted each other's trust lists. */
export async function paperWorld(): Promise<PaperWorld> {
  const world = { vn: newNode('VN', 'vn.spp'), qa: newNode('QA', 'qa.pp'), now: start }
  await issueList(world, world.vn)
  await issueList(world, world.qa)
  accept(world, world.vn, world.qa, 'first')
  accept(world, world.qa, world.vn, 'first')
  return world
}

/** Adds an event to the log of a node, about a request where one is named. Returns the leaf in hex. */
export function audit(
  world: PaperWorld,
  node: PaperNode,
  event: Unlinked<AuditEvent>,
  request: string | null = null,
): string {
  const before = request === null ? undefined : node.links.get(request)
  const number = (before?.number ?? 0) + 1
  const previous = before === undefined ? {} : { previous: before.leaf }
  const record = request === null ? {} : { record: { request, number, ...previous } }
  const built = buildEntry({ ...event, ...record } as AuditEvent, new Date(world.now), () => randomBytes(32))
  if (node.forgets(event.event)) return built.leaf
  if (request !== null) node.links.set(request, { number, leaf: built.leaf })
  node.entries.push(built)
  return built.leaf
}

/** Lets a State issue its next trust list; the node's message signer is in it, and others that are given. */
export async function issueList(
  world: PaperWorld,
  node: PaperNode,
  more: Partial<TrustList> = {},
  nextListSigner: Signer = node.listSigner,
): Promise<void> {
  world.now += 1_000
  const list: TrustList = { ...listOf(world, node), ...more }
  list.listSigners = [
    ...new Set([node.listSigner, nextListSigner].map(({ certificate }) => certificate.toString('base64'))),
  ]
  const signed = await signTrustList(list, node.listSigner)
  node.lists.push({ list, ...signed })
  node.listSigner = nextListSigner
  audit(world, node, { event: 'trustList.issued', digest: signed.digest, count: list.sequence })
}

/** Lets a node accept the newest list of the other State, by what it announced before or as a person pins it. */
export function accept(
  world: PaperWorld,
  node: PaperNode,
  other: PaperNode,
  pinned: 'first' | 'again' | null = null,
): void {
  world.now += 1_000
  const newest = other.lists.at(-1)
  if (newest === undefined) throw new Error(`${other.state} has no trust list`)
  const peer = other.state
  const actor = { person: 'Example-Administrator', role: 'administrator', authority: node.authority }
  const by = { actor, peer, digest: digestOfBase64(newest.list.listSigners[0] ?? '') }
  if (pinned === 'first') audit(world, node, { event: 'peer.pinned', ...by })
  if (pinned === 'again')
    audit(world, node, { event: 'peer.pinnedAgain', ...by, details: { reason: 'the safe burnt' } })
  audit(world, node, {
    event: 'trustList.accepted',
    peer,
    digest: newest.digest,
    count: newest.list.sequence,
  })
}

/** Every trust list that a node has issued or accepted up to now, whoever issued it. */
export function listsOf(
  world: PaperWorld,
): { readonly state: string; readonly sequence: number; readonly jws: string }[] {
  return [world.vn, world.qa].flatMap(({ lists }) =>
    lists.map(({ list, jws }) => ({ state: list.state, sequence: list.sequence, jws })),
  )
}

function listOf(world: PaperWorld, node: PaperNode): TrustList {
  const issuedAt = secondOf(new Date(world.now))
  const signer = {
    use: 'message' as const,
    validFrom: secondOf(validFrom),
    status: 'inForce' as const,
    statusSince: secondOf(validFrom),
  }
  const { x } = generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' })
  return {
    v: 1,
    state: node.state,
    sequence: node.lists.length + 1,
    issuedAt,
    nextUpdate: secondOf(new Date(world.now + 20 * 86_400_000)),
    name: { language: 'en', text: `${node.state} (test)` },
    node: { uri: `urn:rogatory:node:${node.state.toLowerCase()}`, url: 'https://node.example.org' },
    authorities: [authorityWith(node.authority)],
    certificateAuthorities: [node.authorityOfState.certificate.toString('base64')],
    listSigners: [],
    signers: [{ certificate: node.signer.certificate.toString('base64'), ...signer }],
    encryptionKeys: [
      {
        kid: 'k1',
        jwk: { kty: 'OKP', crv: 'X25519', x: String(x) },
        validFrom: secondOf(validFrom),
        status: 'inForce',
      },
    ],
    log: {
      origin: node.log.name,
      vkey: encodeVerifierKey(noteVerifier(node.log.name, createPublicKey(node.log.privateKey))),
    },
    witness: {
      vkey: encodeVerifierKey(
        noteVerifier(node.witness.name, createPublicKey(node.witness.privateKey), 'cosignature'),
      ),
    },
    capabilities: {
      kinds: ['preservation'],
      languages: ['en'],
      messageBytesMax: 1_048_576,
      exhibitBytesMax: 0,
      schemaVersions: ['1.0'],
    },
  }
}

function authorityWith(id: string): Authority {
  return {
    id,
    name: { language: 'en', text: id },
    competences: [{ kind: 'preservation', roles: ['requesting', 'requested'] }],
    languages: ['en'],
    timeZone: 'UTC',
    officeHours: '24 h',
    validFrom: secondOf(validFrom),
  }
}

/** A new request id, which the tests can foresee. */
export function requestNumber(n: number): string {
  return `0197b1c0-3f00-7a11-8a11-${String(n).padStart(12, '0')}`
}

function exampleBody(type: MessageType): object {
  const path = resolve(import.meta.dirname, `../../schemas/example/${type}.json`)
  return (JSON.parse(readFileSync(path, 'utf8')) as { body: object }).body
}

/** How far a message gets. */
export type Course = 'accepted' | 'unanswered' | 'refused'

/** What a node says; a test may change anything of the message or the receipt before it is signed. */
export interface Saying {
  readonly by: PaperNode
  readonly request: string
  readonly type: MessageType
  readonly course?: Course
  readonly message?: object
  readonly receipt?: object
  /** How the message is signed, where not by the node's own signer. */
  readonly signed?: (message: object, at: Date) => Promise<Signed>
}

/** Lets a node say something in a record, the other node judge it, and both write it into their logs. */
export async function say(world: PaperWorld, saying: Saying): Promise<Held> {
  world.now += 1_000
  const { by, request, type, course = 'accepted' } = saying
  const other = by === world.vn ? world.qa : world.vn
  const isKeeper = by === world.qa
  const mine = recordOf(by, request)
  const sequence = isKeeper ? { sequence: mine.place.sequence + 1 } : {}
  const at = new Date(world.now)
  const message = {
    v: 1,
    id: `0197b1c0-4001-7e01-9e00-${randomBytes(6).toString('hex')}`,
    type,
    request,
    reference: 'VN-TEST-1',
    from: by.authority,
    to: other.authority,
    sentAt: at.toISOString(),
    ...sequence,
    basis: { sequence: mine.place.sequence, head: mine.place.head },
    ...(isKeeper || mine.lastOwn === null ? {} : { previous: mine.lastOwn }),
    language: 'en',
    salt: randomBytes(32).toString('base64url'),
    body: exampleBody(type),
    exhibits: [],
    ...saying.message,
  } as unknown as Message
  const signed = await (saying.signed?.(message, at) ?? sign('message', message, by.signer, at))
  const { jws, digest } = signed
  const held: Held = { jws, message, receipt: null }
  by.held.set(digest, held)
  if (!isKeeper) mine.lastOwn = digest
  const actor = { person: 'Example-Officer', role: 'officer', authority: by.authority }
  audit(world, by, { event: 'message.sent', actor, peer: other.state, message: digest, ...sequence }, request)
  if (isKeeper) move(mine, held, digest)
  if (course === 'unanswered') return held
  world.now += 1_000
  if (course === 'refused') await refuseIt(world, saying, other, held, digest)
  else await acceptIt(world, saying, other, held, digest)
  return held
}

async function acceptIt(
  world: PaperWorld,
  { by, request, receipt }: Saying,
  other: PaperNode,
  held: Held,
  message: string,
) {
  const theirs = recordOf(other, request)
  move(theirs, held, message)
  const { sequence, head } = theirs.place
  const leaf = audit(world, other, { event: 'message.received', peer: by.state, message, sequence }, request)
  const states = theirs.state?.measures.map(({ id, state }) => ({ id, state })) ?? []
  const given = {
    event: 'relayAcceptance',
    sequence,
    head,
    state: theirs.state?.state ?? '',
    measures: states,
  }
  const signed = await give(world, other, by, held, message, {
    ...given,
    log: { origin: other.log.name, leaf },
    ...receipt,
  })
  audit(
    world,
    other,
    { event: 'receipt.given', peer: by.state, message, receipt: signed.digest, sequence },
    request,
  )
  world.now += 1_000
  const event = by === world.qa ? 'receipt.received' : 'message.placed'
  if (by === world.vn) move(recordOf(by, request), held, message)
  audit(world, by, { event, peer: other.state, message, receipt: signed.digest, sequence }, request)
}

async function refuseIt(
  world: PaperWorld,
  { by, request, receipt }: Saying,
  other: PaperNode,
  held: Held,
  message: string,
) {
  const code = 'WORKFLOW_NOT_EXPECTED'
  const leaf = audit(world, other, { event: 'message.refused', peer: by.state, message, code }, request)
  const log = { origin: other.log.name, leaf }
  const signed = await give(world, other, by, held, message, {
    event: 'relayRejection',
    code,
    log,
    ...receipt,
  })
  audit(
    world,
    other,
    { event: 'receipt.given', peer: by.state, message, receipt: signed.digest, code },
    request,
  )
  world.now += 1_000
  audit(
    world,
    by,
    { event: 'message.rejected', peer: other.state, message, receipt: signed.digest, code },
    request,
  )
}

async function give(
  world: PaperWorld,
  giver: PaperNode,
  to: PaperNode,
  held: Held,
  digest: string,
  more: object,
): Promise<Signed> {
  const receipt = {
    v: 1,
    id: `0197b1c0-4001-7e01-9e00-${randomBytes(6).toString('hex')}`,
    node: giver.state,
    to: to.state,
    message: digest,
    messageId: held.message.id,
    request: held.message.request,
    time: new Date(world.now).toISOString(),
    ...more,
  } as Receipt
  const said = Date.parse(receipt.time)
  const signed = await sign('receipt', receipt, giver.signer, new Date(Number.isNaN(said) ? world.now : said))
  held.receipt = signed.jws
  giver.held.set(digest, held)
  return signed
}

function recordOf(node: PaperNode, request: string): NodeRecord {
  const record = node.records.get(request) ?? { state: null, place: emptyRecord(request), lastOwn: null }
  node.records.set(request, record)
  return record
}

/** A message that the workflow refuses moves the place alone: the nodes of these tests may be bad nodes. */
function move(record: NodeRecord, { message }: Held, digest: string): void {
  const decided = decide(record.state, { message, digest })
  if (decided.ok) {
    record.state = decided.request
    record.place = { sequence: decided.request.sequence, head: decided.request.head }
    return
  }
  const head = createHash('sha256').update('rogatory-head/v1\0').update(Buffer.from(record.place.head, 'hex'))
  record.place = {
    sequence: record.place.sequence + 1,
    head: head.update(Buffer.from(digest, 'hex')).digest('hex'),
  }
}
