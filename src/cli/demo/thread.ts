import { randomBytes } from 'node:crypto'
import { uuidV4, uuidV7 } from '../../exchange/identifiers.ts'
import type { Draft } from '../../exchange/send.ts'
import { fillPlaceholders } from '../../message/case.ts'
import { codeText } from '../../message/code.ts'
import type { Case, ExtensionCode, InstrumentCode, MessageType } from '../../message/generated/types.ts'
import { messageTypes } from '../../message/generated/types.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'
import type { MessageStep, WrongMove } from './caseFile.ts'

/**
 * One playing of a case. The main thread plays every row. A side thread plays the first rows of one record again, to
 * see what would be refused had it gone another way; what it says of other records it says of those of the main thread.
 */
export interface Thread {
  readonly name: string
  /** Id of the request of a record; made when it is first asked for. */
  readonly request: (record: string) => string
  readonly reference: (record: string) => string
  /** Id of the matter of a record, the same for all that name it, or undefined where it names none. */
  readonly matter: (record: string) => string | undefined
  /** Id of the message with this label, the same however often it is sent. */
  readonly message: (label: string) => string
  /** The instrument whose procedure is chosen, where it is not the one of the case. */
  readonly regime?: InstrumentCode
  /** The records in which something was said. */
  readonly begun: Set<string>
}

/** A side thread stands beside a main one, with a record of its own. */
export interface Beside {
  readonly main: Thread
  readonly record: string
  readonly regime?: InstrumentCode
}

export function newThread(played: Case, name: string, beside?: Beside): Thread {
  const requests = new Map<string, string>()
  const messages = new Map<string, string>()
  const matters = new Map<string, string>()
  const remembered = (ids: Map<string, string>, key: string, make: () => string): string => {
    const known = ids.get(key) ?? make()
    ids.set(key, known)
    return known
  }
  // The record of a message is the letter of its label.
  const elsewhere = (label: string): Thread | undefined =>
    beside === undefined || label.startsWith(beside.record) ? undefined : beside.main
  return {
    name,
    request: (record) =>
      elsewhere(record)?.request(record) ?? remembered(requests, record, () => uuidV4(randomBytes(16))),
    reference: (record) => {
      const reference = played.records[record]?.reference ?? record
      return name === '' ? reference : `${reference} (${name})`
    },
    matter: (record) => {
      const affair = played.records[record]?.matter
      return affair === undefined ? undefined : remembered(matters, affair, () => uuidV4(randomBytes(16)))
    },
    message: (label) =>
      elsewhere(label)?.message(label) ??
      remembered(messages, label, () => uuidV7(new Date(), randomBytes(10))),
    ...(beside?.regime === undefined ? {} : { regime: beside.regime }),
    begun: new Set(),
  }
}

/** The draft of a row, with its placeholders filled for this thread. */
export function draftOf(thread: Thread, step: MessageStep, sentAt: Date): Draft {
  thread.begun.add(step.record)
  return {
    ...said(thread, step, sentAt),
    id: thread.message(step.label),
    type: typeOf(step.type),
    people: { officer: step.officer, ...(step.approver === undefined ? {} : { approver: step.approver }) },
  }
}

/** The draft of a wrong move; the people are such that the second person is never what lacks. */
export function wrongDraftOf(thread: Thread, wrong: WrongMove, sentAt: Date): Draft {
  const opens = wrong.type === 'request' && !thread.begun.has(wrong.record)
  const draft = said(thread, wrong, sentAt)
  return {
    ...draft,
    // A wrong opening has a request of its own: nothing of it may be there afterwards.
    ...(opens ? { request: uuidV4(randomBytes(16)) } : {}),
    id: wrong.again === undefined ? uuidV7(new Date(), randomBytes(10)) : thread.message(wrong.again),
    type: typeOf(wrong.type),
    people: { officer: 'Example-Officer', approver: 'Example-Approver' },
  }
}

function said(thread: Thread, step: MessageStep | WrongMove, sentAt: Date): Omit<Draft, 'type' | 'people'> {
  const { record, from, to, inReplyTo, message } = step
  const { measures, language, body, exhibits } = message
  const placeholders = {
    request: thread.request,
    message: thread.message,
    sentAt: sentAt.toISOString(),
  }
  const matter = thread.matter(record)
  const filled = fillPlaceholders(body, placeholders) as JsonObject
  return {
    request: thread.request(record),
    reference: thread.reference(record),
    ...(matter === undefined ? {} : { matter }),
    from,
    to,
    ...(inReplyTo === undefined ? {} : { inReplyTo: thread.message(inReplyTo) }),
    ...(measures === undefined ? {} : { measures }),
    language,
    body: thread.regime === undefined ? filled : withRegime(filled, thread.regime),
    exhibits,
  }
}

/** The body of a request with another instrument chosen for the procedure and for all its measures. */
function withRegime(body: JsonObject, instrument: InstrumentCode): JsonObject {
  const { legalBasis, measures } = body
  if (!Array.isArray(legalBasis) || !Array.isArray(measures)) return body
  const bases = (legalBasis as JsonObject[]).map((basis): JsonObject => {
    const others = Object.entries(basis).filter(([name]) => name !== 'regime')
    return Object.fromEntries(isSame(basis.instrument, instrument) ? [...others, ['regime', true]] : others)
  })
  const chosen = bases.find((basis) => basis.regime === true)?.id
  if (chosen === undefined) return body
  const governed = (measures as JsonObject[]).map((measure): JsonObject => ({ ...measure, basis: chosen }))
  return { ...body, legalBasis: bases, measures: governed }
}

function isSame(instrument: JsonValue | undefined, chosen: InstrumentCode): boolean {
  return codeText(instrument as unknown as string | ExtensionCode) === codeText(chosen)
}

function typeOf(name: string): MessageType {
  const type = messageTypes.find((known) => known === name)
  if (type === undefined) throw new RangeError(`${name} is no type of message`)
  return type
}
