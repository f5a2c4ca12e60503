import { hash } from 'node:crypto'
import type { JsonObject } from '../../message/json.ts'
import { type RefusalCode, refusalCodes } from '../../message/refusal.ts'
import { ownVersion } from '../../message/version.ts'
import { problems } from '../problem.ts'
import { answerSchemas } from './answerSchemas.ts'
import { caseOperations } from './caseOperations.ts'
import { noticeSchemas, webhooksOfDocument } from './notices.ts'
import type { Answer, Content, Operation, Parameter } from './operation.ts'
import { orderSchemas } from './orderSchemas.ts'
import { auditOperations, fileOperations, readerOperations } from './otherOperations.ts'
import { type Schemas, bodySample } from './samples.ts'
import { messageSchemas, nameOfSchema } from './schemaComponents.ts'

/** Everything that can be asked at the port for systems of the State. */
export const operations: readonly Operation[] = [
  ...caseOperations,
  ...fileOperations,
  ...auditOperations,
  ...readerOperations,
]

/** What every operation with a token may refuse. */
const ofAll: readonly RefusalCode[] = [
  'TOKEN_MISSING',
  'TOKEN_UNKNOWN',
  'TOKEN_EXPIRED',
  'TOKEN_REVOKED',
  'TOKEN_NOT_CONFIRMED',
  'TOKEN_SCOPE_MISSING',
  'QUESTIONS_TOO_MANY',
  'NODE_BUSY',
  'NODE_UNAVAILABLE',
]

/** What the document is about. */
export const introduction =
  'The port for systems of the State: reading cases, writing in them, files, and the questions of an auditor. ' +
  'Each system has a token (RFC 6750) with scopes; `rogatory token make` makes one. Nothing that binds the State leaves on the word ' +
  'of a system: a person approves it at the desk. Lists are pages: the head `Link` with `rel="next"` is where the next one is. ' +
  'What is refused is a problem document (RFC 9457) with a code of a closed list.'

/** What belongs together. */
export const tags: readonly { readonly name: Operation['tag']; readonly description: string }[] = [
  { name: 'cases', description: 'Reading the cases of the authority.' },
  { name: 'moves', description: 'Writing in them, and what becomes of it.' },
  { name: 'files', description: 'Files, and uploads by tus 1.0.' },
  { name: 'audit', description: 'The questions of an auditor.' },
  { name: 'description', description: 'This document.' },
]

/** What systems are told, beside what they ask. */
const noticesTag = { name: 'notices', description: 'What systems are told.' }

/** A document as it is served. */
export interface ServedDocument {
  readonly document: JsonObject
  /** Its text in UTF-8, once for all who ask. */
  readonly bytes: Buffer
  /** A strong validator of it. */
  readonly tag: string
}

let served: ServedDocument | null = null

/** The OpenAPI 3.1 document of this node; it is made at its first use and kept. */
export function openApiDocument(): ServedDocument {
  if (served !== null) return served
  const document = madeDocument()
  const text = JSON.stringify(document)
  served = {
    document,
    bytes: Buffer.from(text, 'utf8'),
    tag: `"${hash('sha256', text, 'base64url').slice(0, 22)}"`,
  }
  return served
}

function madeDocument(): JsonObject {
  const schemas = schemasOfDocument()
  return {
    openapi: '3.1.0',
    info: {
      title: 'Rogatory: the API for systems of the State',
      description: introduction,
      version: `1.0+schemas.${ownVersion()}`,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    servers: [{ url: '/', description: 'This node.' }],
    tags: [...tags, noticesTag].map((tag) => ({ ...tag })),
    paths: pathsOf(operations, schemas),
    webhooks: webhooksOfDocument(),
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'A token of this node, with the scope that is named.',
        },
      },
      schemas,
    },
  }
}

/** A path of the router as OpenAPI writes it. */
export function templateOf(path: string): string {
  return path.replaceAll(/:([A-Za-z]+)/g, '{$1}')
}

function pathsOf(all: readonly Operation[], schemas: Schemas): JsonObject {
  const paths: Record<string, JsonObject> = {}
  for (const one of all) {
    const template = templateOf(one.path)
    paths[template] = { ...paths[template], [one.method]: operationOf(one, schemas) }
  }
  return paths
}

function operationOf(
  { id, tag, scope, summary, description, ...one }: Operation,
  schemas: Schemas,
): JsonObject {
  const { parameters, body } = one
  return {
    operationId: id,
    tags: [tag],
    summary,
    description,
    ...(parameters.length === 0 ? {} : { parameters: parameters.map(parameterOf) }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: contentOf([body], bodySample(body, schemas)) } }),
    responses: {
      ...Object.fromEntries(Object.entries(one.answers).map(([status, each]) => [status, answerOf(each)])),
      ...refusalsOf(scope === null ? [] : [...one.refusals, ...ofAll]),
      default: { description: 'A problem.', content: problemContent },
    },
    security: scope === null ? [] : [{ token: [scope] }],
  }
}

function parameterOf(one: Parameter): JsonObject {
  const { name, in: place, required, description, schema, isList, example } = one
  const list = isList === true ? { style: 'form', explode: true } : {}
  const shown = example === undefined ? {} : { example }
  return { name, in: place, required, description, schema, ...list, ...shown }
}

function answerOf({ description, content = [], heads = {} }: Answer): JsonObject {
  const named = Object.entries(heads).map(([name, says]): [string, JsonObject] => [
    name,
    { description: says, schema: { type: 'string' } },
  ])
  return {
    description,
    ...(named.length === 0 ? {} : { headers: Object.fromEntries(named) }),
    ...(content.length === 0 ? {} : { content: contentOf(content) }),
  }
}

function contentOf(content: readonly Content[], sample: JsonObject | null = null): JsonObject {
  const shown = sample === null ? {} : { example: sample }
  return Object.fromEntries(
    content.map(({ type, schema }) => [
      type,
      schema === null ? {} : { schema: { $ref: `#/components/schemas/${schema}` }, ...shown },
    ]),
  )
}

/** Every schema of the document, by its name. */
function schemasOfDocument(): Schemas {
  return { ...answerSchemas, ...noticeSchemas, ...orderSchemas(nameOfSchema), ...messageSchemas() }
}

const problemContent: JsonObject = {
  'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
}

/** What is refused, by status: which codes there are, and what each says. */
function refusalsOf(codes: readonly string[]): JsonObject {
  const known = refusalCodes.filter((code) => codes.includes(code))
  const byStatus = new Map<string, RefusalCode[]>()
  for (const code of known) {
    const status = String(problems[code].status)
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return Object.fromEntries(
    [...byStatus].map(([status, each]) => [
      status,
      {
        description: each.map((code) => `${code}: ${problems[code].title}.`).join(' '),
        content: problemContent,
      },
    ]),
  )
}
