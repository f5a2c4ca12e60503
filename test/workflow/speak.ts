import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import type { Message, MessageType } from '../../src/message/generated/types.ts'
import { validateMessage } from '../../src/message/validate.ts'
import { type Decision, type Entry, decide } from '../../src/workflow/decide.ts'
import type { RequestState, Side } from '../../src/workflow/state.ts'

/** What a test wants to say; the rest of the message is made up. */
export interface Words {
  readonly type: MessageType
  readonly body?: object
  readonly from?: string
  readonly to?: string
  readonly request?: string
  readonly at?: string
  readonly id?: string
  readonly inReplyTo?: string
  readonly measures?: readonly string[]
  readonly exhibits?: readonly object[]
}

export const requestId = '0197b1c0-3f00-7a11-8a11-0123456789a1'
export const asking = 'ma.dacg'
export const answering = 'nz.ag'
export const start = Date.parse('2027-01-18T17:25:00Z')
export const hour = 3_600_000
export const day = 24 * hour

/** A text of a person. */
export const text = { language: 'en', text: 'As the case may be.' }
const contact = { email: 'desk@authority.example.org', officeHours: '24 h', timeZone: 'UTC' }
let made = 0

/** An instant after the beginning, in RFC 3339. */
export function after(ms: number): string {
  return new Date(start + ms).toISOString()
}

/** A valid message with its digest: what the schemas would stop never reaches the workflow. */
export function entry(words: Words): Entry {
  made += 1
  const { measures, inReplyTo } = words
  const value = {
    v: 1,
    id: words.id ?? messageId(made),
    type: words.type,
    request: words.request ?? requestId,
    reference: 'MA-DEMO-1',
    from: words.from ?? asking,
    to: words.to ?? answering,
    sentAt: words.at ?? after(0),
    basis: { sequence: 0, head: '0'.repeat(64) },
    ...(measures === undefined ? {} : { measures }),
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
    language: 'en',
    salt: 'A'.repeat(43),
    body: words.body ?? {},
    exhibits: words.exhibits ?? [],
  }
  const valid = validateMessage(value)
  assert.ok(valid.ok, JSON.stringify({ ...valid, type: words.type }))
  return { message: valid.message, digest: digestOf(valid.message) }
}

export function digestOf(message: Message): string {
  return createHash('sha256').update(JSON.stringify(message)).digest('hex')
}

export function messageId(number: number): string {
  return `0197b1c0-4001-7e01-9e00-${String(number).padStart(12, '0')}`
}

/** From one side to the other. */
export function by(side: Side): { from: string; to: string } {
  return side === 'requesting' ? { from: asking, to: answering } : { from: answering, to: asking }
}

/** Decides and asserts that it was accepted. */
export function accept(request: RequestState | null, words: Words): RequestState {
  return accepted(decide(request, entry(words)))
}

export function accepted(decision: Decision): RequestState {
  assert.ok(decision.ok, JSON.stringify(decision))
  return decision.request
}

/** Decides and asserts the refusal. */
export function refused(request: RequestState | null, words: Words, code: string): void {
  const decision = decide(request, entry(words))
  assert.ok(!decision.ok, `accepted: ${JSON.stringify(words)}`)
  assert.equal(decision.code, code, JSON.stringify(decision))
}

export interface Asked {
  readonly id: string
  readonly kind: string
  readonly basis?: string
}

/** The body of a request for these measures; `l1` is the regime, `l2` the other basis. */
export function requestBody(measures: readonly Asked[], regime = 'UNCC', more: object = {}): object {
  return {
    requestingAuthority: { officer: 'Example-Un', contact },
    conductingAuthority: { name: 'Court (demonstration)', functions: 'judicial investigation' },
    proceeding: { subject: text, nature: 'investigation', stage: 'judicial' },
    legalBasis: [
      { id: 'l1', instrument: regime, article: '40', regime: true },
      { id: 'l2', instrument: regime === 'BUD' ? 'UNCC' : 'BUD', article: '25' },
    ],
    offences: [{ code: 'UNCC-7', domestic: 'Penal Code 1', maximumPenalty: { years: 5 } }],
    facts: text,
    purpose: text,
    status: 'new',
    measures: measures.map(measureBody),
    ...more,
  }
}

function measureBody({ kind, ...asked }: Asked): object {
  const data = { categories: ['traffic'], identifiers: [{ kind: 'EMAIL', value: 'desk@mail.example' }] }
  const base = {
    ...asked,
    kind,
    coercive: true,
    relation: text,
    custodian: { known: 'yes', name: 'Mail Limited' },
  }
  if (kind === 'preservation') {
    return { ...base, data, necessity: text, intentToSubmitMla: { intended: true } }
  }
  if (kind === 'stored-data') return { ...base, data }
  const identifiers = [{ kind: 'USER_ID', value: 'one', service: 'Chat' }]
  return {
    ...asked,
    kind,
    coercive: false,
    relation: text,
    identifiers,
    service: 'Chat',
    wanted: ['identity'],
    provider: { known: 'yes', name: 'Chat Limited' },
  }
}

/** A request that has just been opened. */
export function opened(measures: readonly Asked[], regime = 'UNCC', more: object = {}): RequestState {
  return accept(null, { type: 'request', body: requestBody(measures, regime, more) })
}

/** A file of one byte. */
export function exhibit(id: string): object {
  return {
    id,
    name: 'data.csv',
    mediaType: 'text/csv',
    bytes: 1,
    sha256: createHash('sha256').update(id).digest('hex'),
  }
}

/** A body that the schemas accept, for any type and outcome. */
export function bodyOf(
  type: MessageType,
  outcome: string | null,
  measure: string,
  at: number,
  variant: Variant = {},
): object {
  const one = (more: object) => ({ outcomes: [{ measure, outcome, ...more }] })
  const grounds = [{ code: variant.ground ?? 'DUAL_CRIMINALITY' }]
  const replyBy = after(at + 3 * day)
  const until = after(at + (variant.days ?? 90) * day)
  const conditions = [{ code: 'USE_ONLY_STATED' }, { code: 'DELETE_BY', until: '2030-12-31', text }]
  const bodies: Record<MessageType, () => object> = {
    request: () => requestBody([{ id: measure, kind: variant.kind ?? 'stored-data' }]),
    acknowledgement: () => ({ ownReference: 'NZ-DEMO-1' }),
    forwarded: () => ({ authority: answering, name: 'Attorney-General', contact }),
    'information-request': () => ({ items: [{ id: 'q1', question: text }], replyBy, ...one({}) }),
    'information-response': () => ({ answers: [{ item: 'q1', answer: text }] }),
    supplement: () => ({ text }),
    'consult-open': () =>
      variant.intended === 'postpone'
        ? { intended: 'postpone', question: text, replyBy }
        : { intended: 'refuse', grounds, question: text, replyBy },
    'consult-view': () => ({ view: text }),
    'conditions-offer': () => ({ conditions, reasons: text }),
    'conditions-accept': () => ({}),
    'conditions-decline': () => ({}),
    decision: () => one(outcome === 'granted' ? {} : { grounds, reasons: text }),
    postponed: () => ({ reason: 'INTERFERES_INVESTIGATION', reasons: text, until }),
    resumed: () => ({}),
    obstacle: () => one({ code: 'TECHNICAL', text }),
    'status-request': () => ({}),
    'status-report': () => ({ ...one({}), nextNewsBy: '2031-01-01' }),
    delivery: () => one({ exhibits: ['E1'], complete: true, final: variant.final ?? true }),
    'delivery-receipt': () => ({
      ...one({}),
      checks: [{ exhibit: 'E1', sha256: createHash('sha256').update('E1').digest('hex'), agrees: true }],
    }),
    'use-request': () => ({ purpose: text }),
    'use-consent': () => ({ allows: text, conditions }),
    'use-refuse': () => ({ reasons: text }),
    withdraw: () => ({}),
    close: () => ({}),
    reopen: () => ({ reasons: text }),
    'outcome-report': () => ({ text }),
    'remedy-notice': () => ({ ...one({}), suspensive: variant.suspensive ?? false, text }),
    'contact-note': () => ({ channel: 'telephone', at: after(at), with: 'head of shift', text }),
    'confidentiality-unable': () => ({ reasons: text }),
    'confidentiality-choice': () => ({ choice: outcome }),
    'preservation-confirm': () => one({ since: after(at), until }),
    'preservation-risk': () => ({ risk: text, question: text }),
    'preservation-instruct': () => one({}),
    'preservation-extend': () => ({ until: after(at + 400 * day), reason: text }),
    'preservation-extended': () => ({ until: after(at + 400 * day) }),
    'preservation-extension-refused': () => ({ reasons: text }),
    'preservation-link': () => ({ request: '0197b1c0-3f00-7a11-8a11-0123456789a2' }),
    'preservation-release': () => ({ ...one({}), reasons: text }),
  }
  return bodies[type]()
}

/** What makes two messages of one type and outcome matter differently to the workflow. */
export interface Variant {
  readonly ground?: string
  readonly intended?: 'refuse' | 'postpone'
  readonly final?: boolean
  readonly suspensive?: boolean
  readonly days?: number
  readonly kind?: string
  /** How long after the message before, in hours. */
  readonly later?: number
}
