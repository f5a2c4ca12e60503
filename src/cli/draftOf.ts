import { asMessage, standIn } from '../exchange/drafts/asMessage.ts'
import { uuidV4 } from '../exchange/identifiers.ts'
import type { Node } from '../exchange/node.ts'
import type { Draft } from '../exchange/send.ts'
import { type Message, type MessageType, messageTypes } from '../message/generated/types.ts'
import type { JsonObject, JsonValue } from '../message/json.ts'
import { refuse } from '../message/refusal.ts'
import { validateMessage } from '../message/validate.ts'
import { bodyPlace, isObject, membersOf, withTexts } from './bodySchema.ts'
import { mayOpen } from '../workflow/open.ts'
import { CommandFailure, exitCodes, refusedBy, wrongUse } from './outcome.ts'

/** Members of a whole message that its node gives; what a file says of them does not count. */
const givenByTheNode: ReadonlySet<string> = new Set([
  'v',
  'id',
  'sentAt',
  'sequence',
  'basis',
  'previous',
  'salt',
])
/** The type of this name. Fails with SCHEMA_UNKNOWN and every name that there is. */
export function typeNamed(name: string): MessageType {
  const type = messageTypes.find((known) => known === name)
  if (type !== undefined) return type
  throw new CommandFailure(
    exitCodes.wrongUse,
    'SCHEMA_UNKNOWN',
    `There is no type of message called ${name}. There are: ${messageTypes.join(', ')}`,
    { expected: messageTypes },
  )
}

/**
 * Makes a draft from the JSON of a file: what a message says, without what its node gives it. A whole message, as
 * the examples of the schemas are, is taken for what it says. The shape is judged here, so that a person gets the
 * place of a mistake before anything is opened.
 *
 * @throws CommandFailure with the code of the refusal
 */
export function draftOf(node: Node, said: JsonValue, people: Draft['people']): Draft {
  const { type, value, hasId } = writtenIn(node, said)
  const judged = validateMessage(value)
  if (!judged.ok) throw refusedBy({ ...judged, ...helpFor(type, judged.detail) })
  const { message } = judged
  return {
    ...(hasId ? { id: message.id } : {}),
    request: message.request,
    reference: message.reference,
    ...(message.matter === undefined ? {} : { matter: message.matter }),
    from: message.from,
    to: message.to,
    type: message.type,
    ...(message.inReplyTo === undefined ? {} : { inReplyTo: message.inReplyTo }),
    ...(message.measures === undefined ? {} : { measures: message.measures }),
    language: message.language,
    body: message.body,
    exhibits: message.exhibits,
    people,
  }
}

/** What a file says, made up to a whole message; its shape is not judged. */
interface Written {
  readonly type: MessageType
  readonly value: JsonObject
  /** Whether the file names the id itself. */
  readonly hasId: boolean
}

/**
 * Makes up to a message what a file says of it.
 *
 * @throws CommandFailure JSON_INVALID, SCHEMA_UNKNOWN, or wrong use where its type opens nothing and it names no request
 */
export function writtenIn(node: Node, said: JsonValue): Written {
  if (!isObject(said)) throw refusedBy(refuse('JSON_INVALID', { detail: 'a draft is a JSON object' }))
  const members = saidIn(said)
  const type = typeNamed(typeof members.type === 'string' ? members.type : 'request')
  if (members.request === undefined && !mayOpen(type)) {
    throw wrongUse(
      `${type} opens no request. Name the request in the draft, or use: rogatory act REF ${type}`,
    )
  }
  const language = typeof members.language === 'string' ? members.language : ''
  const { id } = members
  const value = {
    request: uuidV4(node.random(16)),
    exhibits: [],
    ...members,
    ...standIn(node, node.now()),
    ...(id === undefined ? {} : { id }),
    type,
    body: withTexts(bodyPlace(type), members.body ?? null, language),
  }
  return { type, value, hasId: id !== undefined }
}

/** The message that a draft would become, for whoever looks at it before it is sent. */
export function messageOfDraft(node: Node, draft: Draft): Message {
  const judged = asMessage(node, draft)
  if (!judged.ok) throw refusedBy(judged)
  return judged.message
}

/** A draft may name its id, so that it is sent once; the id of a whole message is that of another that was sent. */
function saidIn(file: JsonObject): JsonObject {
  if (!Object.hasOwn(file, 'v')) return file
  return Object.fromEntries(Object.entries(file).filter(([name]) => !givenByTheNode.has(name)))
}

/** What a person who is told of a mistake needs to mend it. */
function helpFor(type: MessageType, detail: string | undefined): { detail: string } {
  const members = membersOf(bodyPlace(type))
  const list = `the body of ${type} has: ${members.join(', ')} (* must be there)`
  return { detail: [detail ?? 'the shape is not right', list].join('; ') }
}
