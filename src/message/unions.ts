import type { JsonObject, JsonValue } from './json.ts'

/** Where every schema is published; the path of its file follows. */
export const schemaBase = 'https://rogatory.example/schemas/'

/** Documents of `schemas/`, by path. */
export type Documents = Readonly<Record<string, JsonObject>>

/** What a request says unless every one of its measures `spares` it. */
export const sparable = ['conductingAuthority', 'facts', 'offences', 'proceeding', 'purpose'] as const

/** The documents that follow from the files of a folder, by path: adding a kind or a type is adding a file. */
export function unionsOf(documents: Documents): Documents {
  return {
    'code/measure-kind.json': kindList(documents),
    'measure.json': kindUnion(documents, 'measure', {
      title: 'Measure',
      description: 'One thing asked for, of a kind of the folder measure/.',
    }),
    'message.json': messageUnion(documents),
    'request-content.json': requestContent(documents),
    'result.json': kindUnion(documents, 'result', {
      title: 'Result',
      description: 'What came of one measure, of a kind of the folder result/: that of the measure.',
    }),
  }
}

/** The names of the files of a folder, sorted: kinds of measures, types of messages. */
export function namesIn(documents: Documents, folder: string): string[] {
  return Object.keys(documents)
    .filter((path) => path.startsWith(`${folder}/`))
    .map((path) => path.slice(folder.length + 1, -'.json'.length))
    .sort()
}

function kindUnion(documents: Documents, folder: string, words: JsonObject): JsonObject {
  const alternatives = namesIn(documents, folder).map((kind) => reference(`${folder}/${kind}.json`))
  return {
    ...head(documents, `${folder}.json`, words),
    type: 'object',
    required: ['kind'],
    // A list of alternatives may not be empty; of no kind there is nothing that could be right.
    ...(alternatives.length === 0
      ? { not: {} }
      : { discriminator: { propertyName: 'kind' }, oneOf: alternatives }),
  }
}

function messageUnion(documents: Documents): JsonObject {
  const choices = namesIn(documents, 'message').map((type) => ({
    if: { type: 'object', properties: { type: { const: type } }, required: ['type'] },
    then: {
      type: 'object',
      properties: { body: reference(`message/${type}.json`), ...exhibitsOf(documents, type) },
    },
  }))
  return {
    ...head(documents, 'message.json', {
      title: 'Message',
      description: 'Any message: the frame, and the body that its type asks for.',
    }),
    allOf: [reference('envelope.json'), ...choices],
  }
}

/** What the frame of this type may hold of files: nothing, where its schema says so. */
export function exhibitsOf(documents: Documents, type: string): JsonObject {
  const isBare = documents[`message/${type}.json`]?.exhibits === 'none'
  return isBare ? { exhibits: { type: 'array', maxItems: 0 } } : {}
}

/** The kinds of measures as a list of codes, with the words of their own schemas. */
function kindList(documents: Documents): JsonObject {
  const codes = namesIn(documents, 'measure').map((kind) => {
    const { title, titles, articles, since } = documents[`measure/${kind}.json`] ?? {}
    return {
      const: kind,
      title: title ?? kind,
      ...(titles === undefined ? {} : { titles }),
      description: words(articles).join('; ') || 'See the schema of the measure.',
      ...(since === undefined ? {} : { since }),
    }
  })
  return {
    ...head(documents, 'code/measure-kind.json', {
      title: 'Kind of measure',
      description: 'What can be asked for through this exchange.',
    }),
    type: 'string',
    oneOf: codes,
  }
}

function words(list: JsonValue | undefined): readonly string[] {
  return Array.isArray(list) ? list.filter((word) => typeof word === 'string') : []
}

/**
 * A member is asked for as soon as one measure is of a kind that does not spare it. The kinds are named, so that of a
 * kind which is not known nothing else is said first.
 */
function requestContent(documents: Documents): JsonObject {
  const kinds = namesIn(documents, 'measure')
  const duties = sparable.flatMap((member): JsonObject[] => {
    const asking = kinds.filter((kind) => !words(documents[`measure/${kind}.json`]?.spares).includes(member))
    return asking.length === 0 ? [] : [{ if: someMeasureOf(asking), then: { required: [member] } }]
  })
  return {
    ...head(documents, 'request-content.json', {
      title: 'Content of a request',
      description: 'What the body of a request must say, by the kinds of its measures.',
    }),
    type: 'object',
    allOf: duties,
  }
}

function someMeasureOf(kinds: readonly string[]): JsonObject {
  const one = { type: 'object', properties: { kind: { enum: [...kinds] } }, required: ['kind'] }
  return { properties: { measures: { type: 'array', contains: one } }, required: ['measures'] }
}

function head(documents: Documents, path: string, words: JsonObject): JsonObject {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: schemaBase + path,
    version: versionIn(documents),
    ...words,
  }
}

/** The version of a set of schemas, as its `version.json` says: `1.0`. */
export function versionIn(documents: Documents): string {
  const version: JsonValue | undefined = documents['version.json']?.version
  return typeof version === 'string' ? version : '1.0'
}

function reference(path: string): JsonObject {
  return { $ref: schemaBase + path }
}
