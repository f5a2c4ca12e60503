import type { Ajv2020 } from 'ajv/dist/2020.js'
import { publishedDocuments, replaceDocuments } from './documents.ts'
import type { JsonObject } from './json.ts'
import { registryOf } from './registry.ts'
import { type SchemaFault, schemaProblems } from './schemaRules.ts'
import { type Documents, schemaBase, unionsOf } from './unions.ts'

/** What is wrong with a document that was to be added; nothing was added then. */
export interface DocumentProblem {
  readonly path: string
  readonly problem: string
  /** The rule that a schema has broken, and where; absent where it is no schema yet. */
  readonly code?: SchemaFault
  readonly pointer?: string
}

/** Folders whose documents can be added to, and what their files are called. */
const addable =
  /^(code|measure|message|part|profile|result|text|workflow)\/[A-Za-z0-9][A-Za-z0-9-]{0,59}\.json$/
/** The only document that may be replaced: a set with more in it has a version of its own. */
const replaceable = 'version.json'
const versionPattern = /^[0-9]{1,3}\.[0-9]{1,3}$/
const schemaFolders = /^(code|measure|message|part|result)\//
const namedByConstant = /^(measure|result)\/([a-z0-9-]+)\.json$/

/**
 * Adds what a State has of its own to the published documents: kinds of measures and results, types of messages,
 * parts, lists of codes, machines, profiles, words. Once, before the first document is used (asserted). All or
 * nothing: with one problem none is added.
 *
 * @returns every problem, by document; none when all were added
 */
export function addDocuments(added: Documents): readonly DocumentProblem[] {
  const published = publishedDocuments()
  const misplaced = Object.keys(added).flatMap((path) => placeProblem(published, path))
  if (misplaced.length > 0) return misplaced
  const written = { ...published, ...added }
  const all = { ...written, ...unionsOf(written) }
  const problems = formProblems(all, added)
  if (problems.length === 0) replaceDocuments(all)
  return problems
}

function placeProblem(published: Documents, path: string): DocumentProblem[] {
  if (path === replaceable) return []
  if (!addable.test(path)) return [{ path, problem: 'no document of this name can be added' }]
  return Object.hasOwn(published, path) ? [{ path, problem: 'a published document has this name' }] : []
}

function formProblems(all: Documents, added: Documents): DocumentProblem[] {
  const problems = Object.entries(added).flatMap(([path, document]) => nameProblem(path, document))
  if (problems.length > 0) return problems
  let ajv: Ajv2020
  try {
    ajv = registryOf(all)
  } catch (reason) {
    return Object.keys(added).map((path) => ({ path, problem: wordsOf(reason) }))
  }
  const broken = Object.entries(added).flatMap(([path, document]) => ruleProblems(path, document))
  const unfit = Object.entries(added).flatMap(([path, document]) => {
    const problem = schemaFolders.test(path) ? compileProblem(ajv, path) : tableProblem(ajv, path, document)
    return problem === null ? [] : [{ path, problem }]
  })
  return [...broken, ...unfit]
}

/** What peers send is judged by these schemas too, so that they keep the rules of the published ones. */
function ruleProblems(path: string, document: JsonObject): DocumentProblem[] {
  if (!schemaFolders.test(path)) return []
  return schemaProblems(document).map(({ code, pointer, words }) => ({ path, code, pointer, problem: words }))
}

/** A document must be what its path says, so that whoever has the one can find the other. */
function nameProblem(path: string, document: JsonObject): DocumentProblem[] {
  const problem = (words: string) => [{ path, problem: words }]
  if (path === replaceable) {
    const { version } = document
    return typeof version === 'string' && versionPattern.test(version)
      ? []
      : problem('version is not like 1.1')
  }
  if (schemaFolders.test(path) && document.$id !== schemaBase + path)
    return problem(`$id must be ${schemaBase}${path}`)
  const [, folder, name] = namedByConstant.exec(path) ?? []
  if (name !== undefined && kindIn(document) !== name) return problem(`its kind must be the constant ${name}`)
  if (folder === 'measure' && typeof document.family !== 'string') return problem('family is missing')
  return []
}

function kindIn({ properties }: JsonObject): unknown {
  const kind = isObject(properties) ? properties.kind : undefined
  return isObject(kind) ? kind.const : undefined
}

function compileProblem(ajv: Ajv2020, path: string): string | null {
  try {
    ajv.compile({ $ref: schemaBase + path })
    return null
  } catch (reason) {
    return wordsOf(reason)
  }
}

/** Machines, profiles and words are judged by the schema of their kind. */
function tableProblem(ajv: Ajv2020, path: string, document: JsonObject): string | null {
  const folder = path.slice(0, path.indexOf('/'))
  if (!['workflow', 'profile', 'text'].includes(folder)) return null
  const validator = ajv.compile({ $ref: `${schemaBase}${folder}.json` })
  if (validator(document)) return null
  const [error] = validator.errors ?? []
  return `${error?.instancePath ?? ''} ${error?.message ?? 'is not valid'}`.trim()
}

function wordsOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
