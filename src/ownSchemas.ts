import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type DocumentProblem, addDocuments } from './message/addDocuments.ts'
import type { JsonObject } from './message/json.ts'

/** What is wrong in the folder with a State's own schemas; nothing of it was taken. */
export class SchemasError extends Error {
  readonly code = 'SCHEMAS_INVALID'
  readonly problems: readonly DocumentProblem[]

  constructor(folder: string, problems: readonly DocumentProblem[]) {
    const lines = problems.map(lineOf)
    super(`The schemas in ${folder} have ${problems.length} problem(s):\n  ${lines.join('\n  ')}`)
    this.problems = problems
  }
}

function lineOf({ path, pointer, code, problem }: DocumentProblem): string {
  return `${path}${pointer ?? ''}: ${problem}${code === undefined ? '' : ` (${code})`}`
}

const filesMax = 2_000
const added = new Set<string>()

/**
 * Adds the kinds of measure, messages, machines, profiles and codes that a State has of its own, laid out as in
 * `schemas/`. Once in a process and before the first document is used; the same folder again changes nothing.
 *
 * @throws SchemasError with every problem; none of it counts then
 */
export async function addOwnSchemas(folder: string): Promise<void> {
  if (added.has(folder)) return
  const names = await readdir(folder, { recursive: true }).catch(() => null)
  if (names === null) throw new SchemasError(folder, [{ path: folder, problem: 'the folder cannot be read' }])
  const paths = names.map((name) => name.replaceAll('\\', '/')).filter((name) => name.endsWith('.json'))
  if (paths.length > filesMax)
    throw new SchemasError(folder, [{ path: folder, problem: `it has more than ${filesMax} files` }])
  const problems: DocumentProblem[] = []
  const documents: Record<string, JsonObject> = {}
  for (const path of paths) {
    if (path.startsWith('example/')) continue
    const document = await readDocument(join(folder, path))
    if (document === null) problems.push({ path, problem: 'it is not a JSON object' })
    else documents[path] = document
  }
  if (problems.length === 0) problems.push(...addDocuments(documents))
  if (problems.length > 0) throw new SchemasError(folder, problems)
  added.add(folder)
}

async function readDocument(file: string): Promise<JsonObject | null> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null
  } catch {
    return null
  }
}
