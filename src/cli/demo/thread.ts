import { randomBytes } from 'node:crypto'
import { uuidV4, uuidV7 } from '../../exchange/identifiers.ts'
import type { Draft } from '../../exchange/send.ts'
import { fillPlaceholders } from '../../message/case.ts'
import type { Case, MessageType } from '../../message/generated/types.ts'
import { messageTypes } from '../../message/generated/types.ts'
import type { JsonObject } from '../../message/json.ts'
import type { MessageStep, WrongMove } from './caseFile.ts'

/**
 * One playing of a case. The main thread plays every row. A side thread plays the first rows in records of its own,
 * to see what would be refused had the case gone another way.
 */
export interface Thread {
  readonly name: string
  /** Id of the request of a record; made when it is first asked for. */
  readonly request: (record: string) => string
  readonly reference: (record: string) => string
  /** Id of the message with this label, the same however often it is sent. */
  readonly message: (label: string) => string
  /** The instrument whose procedure is chosen, where it is not the one of the case. */
  readonly regime?: string
}

export function newThread(played: Case, name: string, regime?: string): Thread {
  const requests = new Map<string, string>()
  const messages = new Map<string, string>()
  const remembered = (ids: Map<string, string>, key: string, make: () => string): string => {
    const known = ids.get(key) ?? make()
    ids.set(key, known)
    return known
  }
  return {
    name,
    request: (record) => remembered(requests, record, () => uuidV4(randomBytes(16))),
    reference: (record) => {
      const reference = played.records[record]?.reference ?? record
      return name === '' ? reference : `${reference} (${name})`
    },
    message: (label) => remembered(messages, label, () => uuidV7(new Date(), randomBytes(10))),
    ...(regime === undefined ? {} : { regime }),
  }
}

/** The draft of a row, with its placeholders filled for this thread. */
export function draftOf(thread: Thread, step: MessageStep, sentAt: Date): Draft {
  return {
    ...said(thread, step, sentAt),
    id: thread.message(step.label),
    type: step.type,
    people: { officer: step.officer, ...(step.approver === undefined ? {} : { approver: step.approver }) },
  }
}

/** The draft of a wrong move; the people are such that the second person is never what lacks. */
export function wrongDraftOf(thread: Thread, wrong: WrongMove, sentAt: Date): Draft {
  const opens = wrong.type === 'request'
  const draft = said(thread, wrong, sentAt)
  return {
    ...draft,
    // A wrong opening has a request of its own: nothing of it may be there afterwards.
    ...(opens ? { request: uuidV4(randomBytes(16)) } : {}),
    id: uuidV7(new Date(), randomBytes(10)),
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
  const filled = fillPlaceholders(body, placeholders) as JsonObject
  return {
    request: thread.request(record),
    reference: thread.reference(record),
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
function withRegime(body: JsonObject, instrument: string): JsonObject {
  const { legalBasis, measures } = body
  if (!Array.isArray(legalBasis) || !Array.isArray(measures)) return body
  const bases = (legalBasis as JsonObject[]).map((basis): JsonObject => {
    const others = Object.entries(basis).filter(([name]) => name !== 'regime')
    return Object.fromEntries(basis.instrument === instrument ? [...others, ['regime', true]] : others)
  })
  const chosen = bases.find((basis) => basis.regime === true)?.id
  if (chosen === undefined) return body
  const governed = (measures as JsonObject[]).map((measure): JsonObject => ({ ...measure, basis: chosen }))
  return { ...body, legalBasis: bases, measures: governed }
}

function typeOf(name: string): MessageType {
  const type = messageTypes.find((known) => known === name)
  if (type === undefined) throw new RangeError(`${name} is no type of message`)
  return type
}
