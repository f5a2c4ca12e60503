import { hash } from 'node:crypto'
import { type Result, refuse } from '../message/refusal.ts'
import { type EventName, type PublicFields, eventShapes, isEventName } from './events.ts'

/** An entry as it stands in the log, in the order of RFC 8785. */
export interface Entry {
  /** Commitment to who did it. */
  readonly actor?: string | undefined
  readonly code?: string | undefined
  readonly count?: number | undefined
  /** Commitment to the details. */
  readonly d?: string | undefined
  readonly digest?: string | undefined
  readonly evt: EventName
  /** Digest of the certificate of the authority that issued what it is about. */
  readonly issuer?: string | undefined
  /** Digest of a message. */
  readonly msg?: string | undefined
  /** Leaf hash of this record's entry before, and the number of this one among the record's entries. */
  readonly objPrev?: string | undefined
  readonly objSeq?: number | undefined
  /** Code of the other State. */
  readonly peer?: string | undefined
  readonly receipt?: string | undefined
  /** The log's name of the request: see `subjectOf`. */
  readonly record?: string | undefined
  /** Place of the message in its record. */
  readonly seq?: number | undefined
  /** When, RFC 3339 in UTC with milliseconds. */
  readonly t: string
  readonly v: 1
}

/** The log's name of a request: a digest, so that the log itself does not tell which requests exist. */
export function subjectOf(request: string): string {
  return hash('sha256', `rogatory-subject/v1\0${request}`)
}

const digest = /^[0-9a-f]{64}$/
const code = /^[A-Za-z][A-Za-z0-9._-]{0,99}$/
const state = /^[A-Z]{2,3}$/

/**
 * The canonical JSON (RFC 8785) of an entry. Two are written for every message, so its keys are put in order here
 * instead of by the canonicaliser; a test compares.
 *
 * @throws TypeError when a field holds what cannot stand in it
 */
export function entryText(entry: Entry): string {
  return (
    '{' +
    word('actor', entry.actor, digest) +
    word('code', entry.code, code) +
    number('count', entry.count) +
    word('d', entry.d, digest) +
    word('digest', entry.digest, digest) +
    `"evt":"${entry.evt}",` +
    word('issuer', entry.issuer, digest) +
    word('msg', entry.msg, digest) +
    word('objPrev', entry.objPrev, digest) +
    number('objSeq', entry.objSeq) +
    word('peer', entry.peer, state) +
    word('receipt', entry.receipt, digest) +
    word('record', entry.record, digest) +
    number('seq', entry.seq) +
    `"t":"${entry.t}","v":1}`
  )
}

function word(name: string, value: string | undefined, pattern: RegExp): string {
  if (value === undefined) return ''
  if (!pattern.test(value))
    throw new TypeError(`"${name}" of an audit entry cannot be ${JSON.stringify(value)}`)
  return `"${name}":"${value}",`
}

function number(name: string, value: number | undefined): string {
  if (value === undefined) return ''
  if (!Number.isSafeInteger(value) || value < 0)
    throw new TypeError(`"${name}" of an audit entry cannot be ${value}`)
  return `"${name}":${value},`
}

/** Where each public field of an event stands in its entry. */
export const memberOf: Readonly<Record<keyof PublicFields, keyof Entry>> = {
  peer: 'peer',
  sequence: 'seq',
  message: 'msg',
  receipt: 'receipt',
  digest: 'digest',
  issuer: 'issuer',
  code: 'code',
  count: 'count',
}

/**
 * Reads an entry of a log. Refuses with LOG_ENTRY_INVALID what is not the canonical JSON of an event of the closed
 * list with exactly its fields.
 */
export function readEntry(text: string): Result<{ entry: Entry }> {
  const entry = parse(text)
  if (entry === null)
    return refuse('LOG_ENTRY_INVALID', { detail: 'not the canonical JSON of a known event' })
  const wrong = wrongMember(entry)
  if (wrong !== undefined) {
    return refuse('LOG_ENTRY_INVALID', { detail: `"${wrong}" lacks or does not belong in ${entry.evt}` })
  }
  return { ok: true, entry }
}

function parse(text: string): Entry | null {
  try {
    const value = JSON.parse(text) as Entry
    const known = isEventName(value.evt) && new Date(value.t).toISOString() === value.t
    // Written again it must be the same text: so there is no other member, order, spelling or white space.
    return known && entryText(value) === text ? value : null
  } catch {
    return null
  }
}

/** The member that lacks or is too many by the shape of the event, or undefined. */
function wrongMember(entry: Entry): string | undefined {
  const { needs, allowed, isOfRecord } = membersOf(entry.evt)
  const lacking = needs.find((member) => entry[member] === undefined)
  if (lacking !== undefined) return lacking
  const isAboutRecord = isOfRecord !== 'never' && (isOfRecord === 'always' || entry.record !== undefined)
  if (isAboutRecord && entry.record === undefined) return 'record'
  if (isAboutRecord && entry.objSeq === undefined) return 'objSeq'
  const hasBefore = entry.objSeq !== undefined && entry.objSeq > 1
  if (isAboutRecord && hasBefore && entry.objPrev === undefined) return 'objPrev'
  for (const member in entry) {
    const isLink = member === 'record' || member === 'objSeq' || (member === 'objPrev' && hasBefore)
    if (!allowed.has(member) && !(isAboutRecord && isLink)) return member
  }
  return undefined
}

interface Members {
  readonly needs: readonly (keyof Entry)[]
  /** Those that may stand in it; what ties it to a record is judged apart. */
  readonly allowed: ReadonlySet<string>
  readonly isOfRecord: 'always' | 'maybe' | 'never'
}

/** Worked out once for each event: an auditor reads millions of entries. */
const membersByEvent = new Map<EventName, Members>()

function membersOf(event: EventName): Members {
  const known = membersByEvent.get(event)
  if (known !== undefined) return known
  const shape = eventShapes[event]
  const needs: (keyof Entry)[] = (shape.needs ?? []).map((field) => memberOf[field])
  const may = [...(shape.may ?? []), ...(shape.was ?? [])].map((field) => memberOf[field])
  if (shape.actor === 'always') needs.push('actor')
  if (shape.actor === 'maybe') may.push('actor')
  if (shape.details !== undefined) needs.push('d')
  const allowed = new Set<string>([...needs, ...may, 'evt', 't', 'v'])
  const members: Members = { needs, allowed, isOfRecord: shape.record ?? 'never' }
  membersByEvent.set(event, members)
  return members
}
