import { digestOf } from '../envelope/digest.ts'
import type { Message, Messages, Proceeding } from '../message/generated/types.ts'
import type { Trx } from '../store/database.ts'
import { findEntrusted } from '../store/entrusted.ts'
import { findSources } from '../store/exhibits/sources.ts'
import { type MessageName, findMessages, findMessagesByDigest, listOfTypes } from '../store/messages.ts'
import { findRequestsOf } from '../store/requests.ts'
import type { EntrustedRow, MessageRow, RequestRow } from '../store/tables.ts'
import { enclosedIn, enclosureDepthMax } from './enclosures.ts'
import { isUuid } from './identifiers.ts'
import type { Entry } from './judge.ts'
import { isErased, messageIn } from './stored.ts'

/** What the State of a record has answered when it was asked whether something may be used otherwise or passed on. */
export interface Answers {
  readonly consents: readonly Messages['use-consent'][]
  /** Each refusal with what was asked. */
  readonly refusals: readonly Refused[]
}

export interface Refused {
  readonly refusal: Messages['use-refuse']
  readonly asked: Messages['use-request']
}

/** What this node knows of the records from which drafts may pass something on. */
export interface Origins {
  readonly requests: ReadonlyMap<string, RequestRow>
  /** By SHA-256 of a file or digest of a message. */
  readonly entrusted: ReadonlyMap<string, readonly EntrustedRow[]>
  /** The SHA-256 of the files from which own files were made that drafts hand over, by the deposit. */
  readonly sources: ReadonlyMap<string, readonly string[]>
  /** Messages of this node's own records that are enclosed, by digest. */
  readonly messages: ReadonlyMap<string, Pick<MessageRow, 'direction' | 'request'>>
  /** The messages by which what is passed on was given, by digest; those that were erased are not there. */
  readonly given: ReadonlyMap<string, Message>
  /** For which proceeding the records are in which something leaves, by request; read where a consent is for one proceeding alone. */
  readonly purposes: ReadonlyMap<string, Proceeding>
  /** By request. */
  readonly answers: ReadonlyMap<string, Answers>
}

/** A draft as far as it tells what it may pass on; its body is not judged yet. */
export interface Outgoing {
  readonly request: string
  readonly matter: string | undefined
  readonly body: object
  readonly exhibits: readonly {
    readonly sha256: string
    readonly sealed?: { readonly deposit: string } | undefined
  }[]
}

const answering = ['use-request', 'use-consent', 'use-refuse'] as const
const uuids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/** A message as it was signed, and every one that is enclosed in it, however deep. Of what is no message, only itself. */
export function withNested(jws: string, depth = 1): readonly string[] {
  const nested = depth < enclosureDepthMax ? itemsOf(bodyIn(jws), 'enclosed') : []
  return [jws, ...nested.flatMap((one) => jwsIn(one).flatMap((inner) => withNested(inner, depth + 1)))]
}

/** The rows that keep what a received message gives: its files, and the messages of other records that it shows. */
export function givenBy({ message, digest }: Entry): EntrustedRow[] {
  const given = { message: digest, request: message.request }
  const files = message.exhibits.map(({ id, sha256 }) => ({
    name: id,
    kind: 'file' as const,
    digest: sha256,
  }))
  const shown = enclosedIn(message).flatMap(({ jws }, place) =>
    withNested(jws).map((one, depth) => ({
      name: depth === 0 ? String(place) : `${place}.${depth}`,
      kind: 'message' as const,
      digest: digestOf(one),
    })),
  )
  return [...files, ...shown].map((one) => ({ ...given, ...one }))
}

/** The ids that stand in a body, apart from what is enclosed: some may be those of requests. */
export function idsIn(body: object): readonly string[] {
  const said = { ...body, enclosed: undefined }
  return [...new Set(JSON.stringify(said).match(uuids))]
}

/** Reads what has to be known to judge these drafts; asks nothing where none carries or names anything. */
export async function openOrigins(trx: Trx, drafts: readonly Outgoing[]): Promise<Origins> {
  const enclosed = drafts.flatMap(({ body }) =>
    itemsOf(body, 'enclosed')
      .flatMap(jwsIn)
      .flatMap((jws) => withNested(jws))
      .map(digestOf),
  )
  const sources = await findSources(
    trx,
    drafts.flatMap(({ exhibits }) => exhibits.flatMap(({ sealed }) => sealed?.deposit ?? [])),
  )
  const files = [
    ...drafts.flatMap(({ exhibits }) => exhibits.map(({ sha256 }) => sha256)),
    ...[...sources.values()].flat(),
  ]
  const consents = drafts.flatMap(({ body }) => itemsOf(body, 'onwardAuthority').flatMap(nameIn))
  const ids = drafts.flatMap(({ body }) => idsIn(body))
  const matters = drafts.flatMap(({ matter }) => (matter !== undefined && isUuid(matter) ? [matter] : []))
  const entrusted = await findEntrusted(trx, [...files, ...enclosed])
  const kept = await findMessagesByDigest(trx, [
    ...new Set([...enclosed, ...entrusted.map(({ message }) => message)]),
  ])
  const messages = new Map([...kept].filter(([digest]) => enclosed.includes(digest)))
  const records = [...entrusted, ...messages.values(), ...(await findMessages(trx, consents))]
  const requests = await findRequestsOf(trx, [...ids, ...records.map(({ request }) => request)], matters)
  const found = requests.map(({ id }) => id)
  const answers = answersIn(await listOfTypes(trx, found, answering))
  return {
    requests: new Map(requests.map((row) => [row.id, row])),
    entrusted: grouped(entrusted, ({ digest }) => digest),
    sources,
    messages,
    given: new Map([...kept].flatMap(([digest, row]) => (isErased(row) ? [] : [[digest, messageIn(row)]]))),
    purposes: await purposesOf(trx, drafts, answers),
    answers,
  }
}

/** For which proceeding each record was opened in which a draft goes, where it may matter. */
async function purposesOf(
  trx: Trx,
  drafts: readonly Outgoing[],
  answers: Origins['answers'],
): Promise<ReadonlyMap<string, Proceeding>> {
  const areLimited = [...answers.values()].some(({ consents }) =>
    consents.some(({ body }) => body.proceeding !== undefined),
  )
  if (!areLimited) return new Map()
  const rows = await listOfTypes(
    trx,
    drafts.map(({ request }) => request),
    ['request'],
  )
  const openings = rows.map(messageIn).filter((message) => isA(message, 'request'))
  return new Map(
    openings.flatMap(({ request, body: { proceeding } }) =>
      proceeding === undefined ? [] : [[request, proceeding]],
    ),
  )
}

function itemsOf(body: object, member: string): readonly object[] {
  const list: unknown = Object.hasOwn(body, member) ? Reflect.get(body, member) : undefined
  if (!Array.isArray(list)) return []
  return list.filter((one: unknown): one is object => typeof one === 'object' && one !== null)
}

function jwsIn(enclosed: object): readonly string[] {
  return 'jws' in enclosed && typeof enclosed.jws === 'string' ? [enclosed.jws] : []
}

/** The body of what may be a signed message; nothing where it is none. */
function bodyIn(jws: string): object {
  try {
    const value: unknown = messageIn({ jws })
    const body = typeof value === 'object' && value !== null && 'body' in value ? value.body : null
    return typeof body === 'object' && body !== null ? body : {}
  } catch {
    return {}
  }
}

function nameIn(authority: object): readonly MessageName[] {
  const { from, message } = authority as { readonly from?: unknown; readonly message?: unknown }
  const isName = typeof from === 'string' && typeof message === 'string' && isUuid(message)
  return isName ? [{ from_state: from, id: message }] : []
}

function answersIn(rows: readonly MessageRow[]): Map<string, Answers> {
  const byRequest = grouped(rows, ({ request }) => request)
  return new Map([...byRequest].map(([request, answered]) => [request, answersOf(answered)]))
}

function answersOf(rows: readonly MessageRow[]): Answers {
  const messages = (direction: MessageRow['direction']) =>
    rows.filter((row) => row.direction === direction).map(messageIn)
  const theirs = messages('received')
  const asked = messages('sent').filter((message) => isA(message, 'use-request'))
  const refusals = theirs
    .filter((message) => isA(message, 'use-refuse'))
    .flatMap((refusal) =>
      asked.filter(({ id }) => id === refusal.inReplyTo).map((question) => ({ refusal, asked: question })),
    )
  return { consents: theirs.filter((message) => isA(message, 'use-consent')), refusals }
}

function isA<T extends Message['type']>(message: Message, type: T): message is Messages[T] {
  return message.type === type
}

function grouped<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row])
  return groups
}
