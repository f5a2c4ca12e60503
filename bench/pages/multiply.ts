import { randomBytes, randomUUID } from 'node:crypto'
import { commit } from '../../src/audit/commitment.ts'
import { subjectOf } from '../../src/audit/entry.ts'
import { leafHash } from '../../src/audit/tree.ts'
import { digestOf } from '../../src/envelope/digest.ts'
import { uuidV7 } from '../../src/exchange/identifiers.ts'
import { messageWords } from '../../src/exchange/search/messageWords.ts'
import { filterWords } from '../../src/exchange/search/search.ts'
import type { Message } from '../../src/message/generated/types.ts'
import { stateOf } from '../../src/message/stateOf.ts'
import type { NewAudit } from '../../src/store/audit.ts'
import type { SearchPart, SearchWordRow } from '../../src/store/search/searchTables.ts'
import type { EntrustedRow, MeasureRow, MessageRow, RequestRow } from '../../src/store/tables.ts'
import { emptyRecord, nextPlace } from '../../src/workflow/record.ts'
import { type InventedText, wordsIn } from './invented.ts'
import type { Pattern } from './patterns.ts'
import { slotsOf } from './slots.ts'
import { type Template, filled, templateOf } from './template.ts'

/** What is another in a copy of a record. */
export interface Occasion {
  /** When it was opened, and for how long something happened in it, in milliseconds. */
  readonly openedAt: number
  readonly lasts: number
  /** The authority of this State that has it, and the other one. */
  readonly own: string
  readonly other: string
  readonly reference: string
  readonly account: string
  readonly person: string
  readonly holder: string
  readonly caseNumber: string
  readonly facts: InventedText
  readonly translated: InventedText
}

/** All rows of one record, as the node itself would have written them. */
export interface Copy {
  readonly request: RequestRow
  readonly measures: readonly MeasureRow[]
  readonly messages: readonly MessageRow[]
  readonly proofs: readonly { readonly message: string; readonly proof: string }[]
  readonly entrusted: readonly EntrustedRow[]
  readonly audit: NewAudit
  readonly words: readonly SearchWordRow[]
}

/**
 * Copies a genuine record again and again. Digests, the chain of heads, the entries of the log with their commitments and their
 * chain, and the words are worked out anew, so that they go together; signatures, salts, certificates and the proofs of the peer
 * are those of the pattern, which are over other words.
 */
export function copier(pattern: Pattern): (occasion: Occasion) => Copy {
  const parts = partsOf(pattern)
  return (occasion) => copied(pattern, parts, occasion)
}

interface Jws {
  readonly header: string
  readonly payload: Template
  readonly signature: string
}

/** A pattern cut into what stays and what does not. */
interface Parts {
  readonly messages: readonly { readonly jws: Jws; readonly receipt: Jws | null }[]
  readonly entries: readonly {
    readonly entry: Template
    readonly secrets: readonly { readonly field: string; readonly salt: Buffer; readonly value: Template }[]
  }[]
  readonly snapshot: Template
  readonly lastOther: Template
  /** Between which instants something happened in it. */
  readonly from: number
  readonly until: number
  /** Those of what stays. */
  readonly words: ReadonlyMap<string, SearchPart>
}

function partsOf(pattern: Pattern): Parts {
  const { request, entries } = pattern
  const slots = slotsOf(pattern)
  const cut = (text: string): Template => templateOf(text, slots)
  const cutJws = (jws: string): Jws => {
    const [header = '', payload = '', signature = ''] = jws.split('.')
    return { header, payload: cut(Buffer.from(payload, 'base64url').toString('utf8')), signature }
  }
  const messages = pattern.messages.map(({ jws, receipt }) => ({
    jws: cutJws(jws),
    receipt: receipt === null ? null : cutJws(receipt),
  }))
  const times = entries.map(({ entry }) => Date.parse((JSON.parse(entry) as { readonly t: string }).t))
  return {
    messages,
    entries: entries.map(({ entry, secrets }) => ({
      entry: cut(entry),
      secrets: secrets.map((secret) => ({ ...secret, value: cut(secret.value) })),
    })),
    snapshot: cut(request.snapshot),
    lastOther: cut(request.last_other ?? ''),
    from: request.opened_at.getTime(),
    until: Math.max(...times, request.updated_at.getTime()),
    words: fixedWords(messages.map(({ jws }) => jws.payload)),
  }
}

/** The words of a record without those of what is another in each copy. */
function fixedWords(payloads: readonly Template[]): ReadonlyMap<string, SearchPart> {
  const found = new Map<string, SearchPart>()
  const value = (slot: string): string => (slot.startsWith('"') ? '"-"' : '')
  for (const payload of payloads) {
    const message = JSON.parse(filled(payload, { value, moved: (at) => at })) as Message
    for (const [word, part] of messageWords(message)) if (!found.has(word)) found.set(word, part)
  }
  return found
}

function copied(pattern: Pattern, parts: Parts, occasion: Occasion): Copy {
  const id = randomUUID()
  const { value, fill, date } = fillingOf(pattern, parts, occasion, id)
  const request = requestOf(pattern, parts, occasion, { id, fill, date, value })
  const { own, other } = occasion
  const renamed = (authority: string): string => (authority === pattern.request.own_authority ? own : other)
  const messages = pattern.messages.map((row, at): MessageRow => ({
    ...row,
    digest: value(`digest ${at}`),
    id: value(`id ${at}`),
    request: id,
    from_authority: renamed(row.from_authority),
    to_authority: renamed(row.to_authority),
    from_state: stateOf(renamed(row.from_authority)),
    head: value(`head ${at}`),
    jws: value(`jws ${at}`),
    sent_at: date(row.sent_at),
    stored_at: date(row.stored_at),
    receipt: row.receipt === null ? null : value(`signedReceipt ${at}`),
  }))
  const digests = new Map(pattern.messages.map(({ digest }, at) => [digest, value(`digest ${at}`)]))
  const digestFor = (message: string): string => digests.get(message) ?? ''
  return {
    request,
    measures: pattern.measures.map((row) => ({ ...row, request: id, until: row.until && date(row.until) })),
    messages,
    proofs: [...pattern.proofs].map(([message, proof]) => ({ message: digestFor(message), proof })),
    entrusted: pattern.entrusted.map((row) => ({ ...row, request: id, message: digestFor(row.message) })),
    audit: auditOf(parts, value),
    words: wordsOf(parts, request, occasion),
  }
}

/** What stands in the slots of one copy. */
interface Filled {
  readonly value: (slot: string) => string
  readonly fill: (template: Template) => string
  readonly date: (at: Date) => Date
}

function fillingOf(pattern: Pattern, parts: Parts, occasion: Occasion, id: string): Filled {
  const { openedAt, lasts, own, other, facts, translated, ...named } = occasion
  const stretch = lasts / Math.max(1, parts.until - parts.from)
  const moved = (at: number): number =>
    Math.round(openedAt + (at - parts.from) * (at >= parts.from && at <= parts.until ? stretch : 1))
  const known = new Map<string, string>([
    ['request', id],
    ['subject', subjectOf(id)],
    ['own', own],
    ['other', other],
    ['"ownState"', `"${stateOf(own)}"`],
    ['"otherState"', `"${stateOf(other)}"`],
    ['facts', facts.text],
    ['translated', translated.text],
    ...Object.entries(named),
  ])
  // What is made of other slots is worked out when it is first asked for: nothing of a record tells of what comes after it.
  const value = (slot: string): string => {
    const before = known.get(slot)
    if (before !== undefined) return before
    const made = make(slot)
    known.set(slot, made)
    return made
  }
  const fill = (template: Template): string => filled(template, { value, moved })
  const signed = ({ header, payload, signature }: Jws): string =>
    `${header}.${Buffer.from(fill(payload)).toString('base64url')}.${signature}`
  const make = (slot: string): string => {
    const [kind = '', at = '0', nth = '0'] = slot.split(' ')
    const number = Number(at)
    const secret = (): Parts['entries'][number]['secrets'][number] =>
      there(parts.entries[number]?.secrets[Number(nth)])
    switch (kind) {
      case 'id':
        return uuidV7(new Date(moved(there(pattern.messages[number]).sent_at.getTime())), randomBytes(10))
      case 'jws':
        return signed(there(parts.messages[number]).jws)
      case 'digest':
        return digestOf(value(`jws ${at}`))
      case 'head':
        return headAfter(id, number, number === 0 ? null : value(`head ${number - 1}`), value(`digest ${at}`))
      case 'signedReceipt':
        return signed(there(parts.messages[number]?.receipt))
      case 'receipt':
        return digestOf(value(`signedReceipt ${at}`))
      case 'entry':
        return fill(there(parts.entries[number]).entry)
      case 'leaf':
        return Buffer.from(leafHash(Buffer.from(value(`entry ${at}`)))).toString('hex')
      case 'secret':
        return fill(secret().value)
      case 'commitment':
        return commit(secret().salt, value(`secret ${at} ${nth}`))
      default:
        throw new Error(`nobody knows what stands at ${slot}`)
    }
  }
  return { value, fill, date: (at) => new Date(moved(at.getTime())) }
}

function headAfter(request: string, sequence: number, before: string | null, digest: string): string {
  const head = before ?? emptyRecord(request).head
  return nextPlace({ sequence, head }, digest).head
}

function there<Value>(found: Value | null | undefined): Value {
  if (found === undefined || found === null) throw new Error('the pattern lacks a part')
  return found
}

function requestOf(
  { request }: Pattern,
  parts: Parts,
  { own, other, reference }: Occasion,
  { id, fill, date, value }: Filled & { readonly id: string },
): RequestRow {
  const next = request.next_clock_at === null ? null : date(request.next_clock_at)
  return {
    ...request,
    id,
    reference,
    own_state: stateOf(own),
    own_authority: own,
    counterpart_state: stateOf(other),
    counterpart_authority: other,
    head: value(`head ${request.sequence - 1}`),
    last_other: request.last_other === null ? null : fill(parts.lastOther),
    snapshot: fill(parts.snapshot),
    opened_at: date(request.opened_at),
    updated_at: date(request.updated_at),
    // A clock that has run out was noted by the node.
    next_clock_at: next !== null && next.getTime() < Date.now() ? null : next,
    due_at: request.due_at && date(request.due_at),
  }
}

function auditOf({ entries }: Parts, value: Filled['value']): NewAudit {
  const leaves = entries.map((_, at) => Buffer.from(value(`leaf ${at}`), 'hex'))
  const last = leaves.at(-1)
  return {
    entries: leaves.map((leaf, at) => {
      const entry = value(`entry ${at}`)
      return { at: new Date((JSON.parse(entry) as { readonly t: string }).t), leaf, entry }
    }),
    secrets: entries.flatMap(({ secrets }, at) =>
      secrets.map(({ field, salt }, nth) => ({
        leaf: there(leaves[at]),
        field,
        salt,
        value: value(`secret ${at} ${nth}`),
      })),
    ),
    subjects: [],
    opened:
      last === undefined ? [] : [{ subject: value('subject'), entries: leaves.length, last_leaf: last }],
  }
}

function wordsOf(parts: Parts, request: RequestRow, occasion: Occasion): SearchWordRow[] {
  const { account, holder, person, caseNumber, reference, facts, translated } = occasion
  const found = new Map<string, SearchPart>(filterWords(request).map((word) => [word, 'all']))
  const own = wordsIn({ value: account, name: holder, full: person, caseNumber }, reference)
  for (const [word, part] of [...own, ...facts.words, ...translated.words, ...parts.words])
    if (!found.has(word)) found.set(word, part)
  const { id, own_authority: authority, opened_at } = request
  return [...found].map(([word, part]) => ({ authority, word, opened_at, request: id, part }))
}
