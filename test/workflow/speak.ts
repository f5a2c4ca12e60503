import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import type { Message, MessageType } from '../../src/message/generated/types.ts'
import { validateMessage } from '../../src/message/validate.ts'
import { type Decision, type Entry, decide } from '../../src/workflow/decide.ts'
import { allowsKind, noBasis, profileIds, profileNamed } from '../../src/workflow/profile.ts'
import type { RequestState, Side } from '../../src/workflow/state.ts'
import { examplesOf, measureExample, resultExample, retold } from './examples.ts'

/** What a test wants to say; the rest of the message is made up. */
export interface Words {
  readonly type: MessageType
  readonly body?: object
  readonly from?: string
  readonly to?: string
  readonly request?: string
  readonly matter?: string
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
/** What a confirmed preservation keeps. */
export const held = { kind: 'preservation', kept: text, custodian: 'Mail Limited', reference: 'NZ-DEMO-1' }
/** A manifest of files, with through whose hands they came. */
export const manifestOf = (exhibits: readonly string[]) =>
  exhibits.map((exhibit) => ({
    exhibit,
    what: text,
    kind: 'file',
    custody: [{ at: '2027-01-19T09:00:00Z', action: 'collected', by: 'Records unit' }],
  }))
const contact = { email: 'desk@authority.example.org', officeHours: '24 h', timeZone: 'UTC' }
let made = 0

/** An instant after the beginning, in RFC 3339. */
export function after(ms: number): string {
  return new Date(start + ms).toISOString()
}

/** A valid message with its digest: what the schemas would stop never reaches the workflow. */
export function entry(words: Words): Entry {
  const value = frame(words)
  const valid = validateMessage(value)
  assert.ok(valid.ok, JSON.stringify({ ...valid, type: words.type }))
  return { message: valid.message, digest: digestOf(valid.message) }
}

/** The same for words of which others like them were valid; the digest is one that no other message has. */
export function entryLikeOthers(words: Words): Entry {
  const message = frame(words) as unknown as Message
  return { message, digest: made.toString(16).padStart(64, '0') }
}

function frame(words: Words): object {
  made += 1
  const { measures, inReplyTo, matter } = words
  return {
    v: 1,
    id: words.id ?? messageId(made),
    type: words.type,
    request: words.request ?? requestId,
    reference: 'MA-DEMO-1',
    from: words.from ?? asking,
    to: words.to ?? answering,
    sentAt: words.at ?? after(0),
    basis: { sequence: 0, head: '0'.repeat(64) },
    ...(matter === undefined ? {} : { matter }),
    ...(measures === undefined ? {} : { measures }),
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
    language: 'en',
    salt: 'A'.repeat(43),
    body: words.body ?? {},
    exhibits: words.exhibits ?? [],
  }
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
  /** Which further example of the kind. */
  readonly what?: string
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
    offences: [{ code: 'UNCC-7', domestic: 'Penal Code 1', statute: text, maximumPenalty: { years: 5 } }],
    organisations: [{ role: 'suspect', name: 'Example Limited', country: 'MA' }],
    facts: text,
    purpose: text,
    status: 'new',
    measures: measures.map(measureBody),
    ...more,
  }
}

function measureBody({ kind, what, ...asked }: Asked): object {
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
  const period = { from: '2026-11-01T00:00:00+01:00', to: '2027-01-10T00:00:00+01:00' }
  if (kind === 'stored-data') return { ...base, data: { ...data, period } }
  if (kind !== 'subscriber-information') return { ...measureExample(kind, what), ...asked, kind }
  const identifiers = [{ kind: 'USER_ID', value: 'one', service: 'Chat' }]
  return {
    ...asked,
    kind,
    coercive: false,
    relation: text,
    identifiers,
    service: 'Chat',
    wanted: ['identity'],
    wholeTime: { reason: text },
    provider: { known: 'yes', name: 'Chat Limited' },
  }
}

/** The Convention, where it covers the kind, else the first basis that does; and reciprocity. */
export function regimesOf(kind: string): readonly string[] {
  const covering = profileIds().filter((id) => id !== noBasis && allowsKind(profileNamed(id), kind))
  const first = covering.includes('UNCC') ? 'UNCC' : covering[0]
  return [...new Set([first, 'RECIPROCITY'])].filter(
    (id) => id !== undefined && covering.includes(id),
  ) as string[]
}

/** A request that has just been opened. */
export function opened(measures: readonly Asked[], regime = 'UNCC', more: object = {}): RequestState {
  const body = requestBody(measures, regime, more)
  return accept(null, { type: 'request', body, exhibits: filesNamedIn(body) })
}

/** A file for every id of one that a body names. */
export function filesNamedIn(body: object): readonly object[] {
  const ids = JSON.stringify(body).match(/(?<=")E[0-9]{1,5}(?=")/g) ?? []
  return [...new Set(ids)].map(exhibit)
}

/** A file of one byte. */
export function exhibit(id: string) {
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
  const bodies: Partial<Record<MessageType, () => object>> = {
    request: () => {
      const kind = variant.kind ?? 'stored-data'
      return requestBody([{ id: measure, kind }], regimesOf(kind)[0])
    },
    acknowledgement: () => ({ ownReference: 'NZ-DEMO-1' }),
    forwarded: () => ({ authority: answering, name: 'Attorney-General', contact }),
    'information-request': () => ({ items: [{ id: 'q1', question: text }], replyBy, ...one({}) }),
    'information-response': () => ({ answers: [{ item: 'q1', answer: text }] }),
    supplement: () => ({ text }),
    'consult-open': () =>
      variant.intended === 'postpone'
        ? { intended: 'postpone', postponement: 'ITEM_NEEDED', question: text, replyBy }
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
    delivery: () => {
      const result = resultExample(variant.kind ?? 'stored-data')
      const manifest = manifestOf(['E1'])
      return one({ exhibits: ['E1'], complete: true, final: variant.final ?? true, result, manifest })
    },
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
    'confidentiality-unable': () => ({ what: text, reasons: text, discloseAt: until }),
    'confidentiality-choice': () => ({ choice: outcome }),
    'preservation-confirm': () => one({ since: after(at), until, result: held }),
    'preservation-risk': () => ({ kind: 'notSecured', risk: text, question: text }),
    'preservation-instruct': () => one({}),
    'preservation-extend': () => ({ until: after(at + 400 * day), reason: text }),
    'preservation-extended': () => ({ until: after(at + 400 * day) }),
    'preservation-extension-refused': () => ({ reasons: text }),
    'preservation-link': () => ({ request: '0197b1c0-3f00-7a11-8a11-0123456789a2' }),
    'preservation-release': () => ({
      ...one(variant.cause === undefined ? {} : { cause: variant.cause }),
      reasons: text,
    }),
  }
  const said = isSpokenHere(type, outcome) ? bodies[type] : undefined
  return (said ?? (() => exampleOf(type, outcome, measure, at, variant)))()
}

/** What the published example of the type says; what has no words here is said in its words. */
function exampleOf(
  type: MessageType,
  outcome: string | null,
  measure: string,
  at: number,
  { example = 0 }: Variant,
): object {
  const found = examplesOf(type, outcome)[example]
  assert.ok(found !== undefined, `there is no example of ${type} ${outcome ?? ''}`)
  return retold(found, measure, start + at).body
}

/** What makes two messages of one type and outcome matter differently to the workflow. */
export interface Variant {
  readonly ground?: string
  readonly intended?: 'refuse' | 'postpone'
  readonly final?: boolean
  readonly suspensive?: boolean
  readonly days?: number
  readonly kind?: string
  readonly cause?: string
  /** Which of the published examples. */
  readonly example?: number
  /** How long after the message before, in hours. */
  readonly later?: number
}

/** Types that have words of their own here; the others are said in those of their published examples. */
const spoken: ReadonlySet<string> = new Set([
  'request',
  'acknowledgement',
  'forwarded',
  'information-request',
  'information-response',
  'supplement',
  'consult-open',
  'consult-view',
  'conditions-offer',
  'conditions-accept',
  'conditions-decline',
  'decision',
  'postponed',
  'resumed',
  'obstacle',
  'status-request',
  'status-report',
  'delivery',
  'delivery-receipt',
  'use-request',
  'use-consent',
  'use-refuse',
  'withdraw',
  'close',
  'reopen',
  'outcome-report',
  'remedy-notice',
  'contact-note',
  'confidentiality-unable',
  'confidentiality-choice',
  'preservation-confirm',
  'preservation-risk',
  'preservation-instruct',
  'preservation-extend',
  'preservation-extended',
  'preservation-extension-refused',
  'preservation-link',
  'preservation-release',
])

/** What these types say in some outcomes is more than the words here. */
const retoldOutcomes: ReadonlySet<string> = new Set([
  'outcome-report decided',
  'outcome-report discontinued',
  'status-report opinionsGiven',
  'supplement file',
  'supplement proceedingsBegun',
  'supplement request',
])

/** Whether a type has words of its own here for this outcome. */
export function isSpokenHere(type: string, outcome: string | null): boolean {
  return spoken.has(type) && !retoldOutcomes.has(`${type} ${outcome ?? ''}`)
}
