import type { AccessScope } from '../../exchange/accessTokens.ts'
import type { MessageType } from '../../message/generated/types.ts'
import type { JsonObject } from '../../message/json.ts'

/** What can be asked at the port for systems of the State, as data: routes, document and tests are made from it. */
export interface Operation {
  /** Its name for programs, unique. */
  readonly id: string
  readonly method: Method
  /** As the router has it: `/api/v1/cases/:request`. */
  readonly path: string
  readonly tag: 'cases' | 'moves' | 'files' | 'audit' | 'description'
  /** What the token must be for; null: no token is asked for. */
  readonly scope: AccessScope | null
  /** In a few words, and in whole sentences. */
  readonly summary: string
  readonly description: string
  readonly parameters: readonly Parameter[]
  /** What is sent: media type and name of its schema, null where it is bytes. */
  readonly body?: Content
  /** The answers that are no problem, by status. */
  readonly answers: Readonly<Record<string, Answer>>
  /** Codes of refusals that are its own, beside those of every operation. */
  readonly refusals: readonly string[]
}

export const methods = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options'] as const
export type Method = (typeof methods)[number]

/** A parameter in the path, in the query or in the head. */
export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required: boolean
  readonly description: string
  readonly schema: JsonObject
  /** Something that may stand there; absent: the first value of its schema, where that lists them. */
  readonly example?: string
  /** The variable of a shell by which a sample call has it, for it is another each time. */
  readonly variable?: 'KEY' | 'ETAG'
  /** It may be repeated. */
  readonly isList?: true
}

/** What a body holds. */
export interface Content {
  readonly type: string
  /** Name in the schemas of the document; null: it is bytes, or text of its own. */
  readonly schema: string | null
  /** The type of message of which the published example stands there, where it is a body that is sent. */
  readonly shown?: MessageType
}

/** An answer. */
export interface Answer {
  readonly description: string
  readonly content?: readonly Content[]
  /** Heads that it has, with what they say. */
  readonly heads?: Readonly<Record<string, string>>
}

const json = 'application/json'

/** An answer in JSON of this schema. */
export function jsonAnswer(description: string, schema: string, heads: Answer['heads'] = {}): Answer {
  return { description, content: [{ type: json, schema }], heads }
}

/** A body in JSON of this schema, of which the example of that type of message is one. */
export function jsonBody(schema: string, shown: MessageType): Content {
  return { type: json, schema, shown }
}

/** The name of something in the path: a UUID. */
export function inPath(name: string, description: string): Parameter {
  return { name, in: 'path', required: true, description, schema: uuid, example: exampleId }
}

/** What a question may say. */
export function inQuery(
  name: string,
  description: string,
  schema: JsonObject = text,
  isRequired = false,
): Parameter {
  return { name, in: 'query', required: isRequired, description, schema }
}

/** What the head of a request says. */
export function inHead(
  name: string,
  description: string,
  isRequired: boolean,
  schema: JsonObject = text,
  example?: string,
): Parameter {
  const shown = example === undefined ? {} : { example }
  return { name, in: 'header', required: isRequired, description, schema, ...shown }
}

/** A UUID of nothing. */
export const exampleId = 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6'
export const uuid = { type: 'string', format: 'uuid', maxLength: 36 } as const satisfies JsonObject
export const text = { type: 'string', maxLength: 300 } as const satisfies JsonObject

export const linkHead = {
  Link: 'the next page, as `rel="next"` (RFC 8288); absent: this is the last',
} as const
export const tagHead = { ETag: 'how it stands; to be sent back as `If-Match`' } as const
