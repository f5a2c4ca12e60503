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

/** What may stand in the members of an entry, as regular expressions. */
const digest = '[0-9a-f]{64}'
const code = '[A-Za-z][A-Za-z0-9._-]{0,99}'
const state = '[A-Z]{2,3}'
const count = '0|[1-9][0-9]{0,15}'
const event = '[A-Za-z.]{1,100}'
const time =
  '[0-9]{4}-(?:0[1-9]|1[0-2])-(?:[0-2][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9][.][0-9]{3}Z'

const isDigest = new RegExp(`^${digest}$`)
const isCode = new RegExp(`^${code}$`)
const isState = new RegExp(`^${state}$`)

/**
 * The canonical JSON (RFC 8785) of an entry. Two are written for every message, so its keys are put in order here
 * instead of by the canonicaliser; a test compares.
 *
 * @throws TypeError when a field holds what cannot stand in it
 */
export function entryText(entry: Entry): string {
  return (
    '{' +
    word('actor', entry.actor, isDigest) +
    word('code', entry.code, isCode) +
    number('count', entry.count) +
    word('d', entry.d, isDigest) +
    word('digest', entry.digest, isDigest) +
    `"evt":"${entry.evt}",` +
    word('issuer', entry.issuer, isDigest) +
    word('msg', entry.msg, isDigest) +
    word('objPrev', entry.objPrev, isDigest) +
    number('objSeq', entry.objSeq) +
    word('peer', entry.peer, isState) +
    word('receipt', entry.receipt, isDigest) +
    word('record', entry.record, isDigest) +
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
export function readEntry(text: string): Result<Read> {
  const read = parse(text)
  if (read === null) return refuse('LOG_ENTRY_INVALID', { detail: 'not the canonical JSON of a known event' })
  const { entry } = read
  const wrong = wrongMember(entry)
  if (wrong !== undefined) {
    return refuse('LOG_ENTRY_INVALID', { detail: `"${wrong}" lacks or does not belong in ${entry.evt}` })
  }
  return { ok: true, ...read }
}

interface Read {
  readonly entry: Entry
  /** Its time in milliseconds. */
  readonly atMs: number
}

/**
 * The text of an entry, member by member in the order of RFC 8785: so there is no other member, order, spelling or white space. One
 * expression in place of parsing and writing again takes half of the time, and an auditor reads millions of entries.
 */
const entryPattern = new RegExp(
  '^\\{' +
    mayStand('actor', `"(${digest})"`) +
    mayStand('code', `"(${code})"`) +
    mayStand('count', `(${count})`) +
    mayStand('d', `"(${digest})"`) +
    mayStand('digest', `"(${digest})"`) +
    `"evt":"(${event})",` +
    mayStand('issuer', `"(${digest})"`) +
    mayStand('msg', `"(${digest})"`) +
    mayStand('objPrev', `"(${digest})"`) +
    mayStand('objSeq', `(${count})`) +
    mayStand('peer', `"(${state})"`) +
    mayStand('receipt', `"(${digest})"`) +
    mayStand('record', `"(${digest})"`) +
    mayStand('seq', `(${count})`) +
    `"t":"(${time})","v":1\\}$`,
)

function mayStand(name: keyof Entry, value: string): string {
  return `(?:"${name}":${value},)?`
}

function parse(text: string): Read | null {
  const found = entryPattern.exec(text)
  if (found === null) return null
  const evt = found[6] ?? ''
  const t = found[15] ?? ''
  const at = new Date(t)
  // A day that its month has not: 30 February is read as 2 March.
  const isDay = at.getUTCDate() === Number(t.slice(8, 10))
  if (!isEventName(evt) || !isDay) return null
  const entry: Entry = {
    actor: found[1],
    code: found[2],
    count: numberIn(found[3]),
    d: found[4],
    digest: found[5],
    evt,
    issuer: found[7],
    msg: found[8],
    objPrev: found[9],
    objSeq: numberIn(found[10]),
    peer: found[11],
    receipt: found[12],
    record: found[13],
    seq: numberIn(found[14]),
    t,
    v: 1,
  }
  const areSafe = isSafe(entry.count) && isSafe(entry.objSeq) && isSafe(entry.seq)
  return areSafe ? { entry, atMs: at.getTime() } : null
}

function numberIn(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits)
}

function isSafe(value: number | undefined): boolean {
  return value === undefined || Number.isSafeInteger(value)
}

/** The member that lacks or is too many by the shape of the event, or undefined. */
function wrongMember(entry: Entry): keyof Entry | undefined {
  const { needs, strange, isOfRecord } = membersOf(entry.evt)
  for (const member of needs) if (entry[member] === undefined) return member
  for (const member of strange) if (entry[member] !== undefined) return member
  const isAboutRecord = isOfRecord !== 'never' && (isOfRecord === 'always' || entry.record !== undefined)
  return wrongLink(entry, isAboutRecord)
}

/** The same of what ties an entry to those about its record. */
function wrongLink({ record, objSeq, objPrev }: Entry, isAboutRecord: boolean): keyof Entry | undefined {
  if ((record !== undefined) !== isAboutRecord) return 'record'
  if ((objSeq !== undefined) !== isAboutRecord) return 'objSeq'
  const hasBefore = objSeq !== undefined && objSeq > 1
  return (objPrev !== undefined) === hasBefore ? undefined : 'objPrev'
}

interface Members {
  readonly needs: readonly (keyof Entry)[]
  /** Those that cannot stand in it; what ties it to a record is judged apart. */
  readonly strange: readonly (keyof Entry)[]
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
  const said: readonly (keyof Entry)[] = ['actor', 'd', ...Object.values(memberOf)]
  const strange = said.filter((member) => !needs.includes(member) && !may.includes(member))
  const members: Members = { needs, strange, isOfRecord: shape.record ?? 'never' }
  membersByEvent.set(event, members)
  return members
}
