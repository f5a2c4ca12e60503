import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { machines } from '../workflow/table.ts'

/** What shows that a measure or a message works: examples, whole cases and tests, as paths from the root. */
export interface Witnesses {
  /** The examples of a schema, `measure/freezing`: the first and the further ones. */
  readonly examples: (schema: string) => readonly string[]
  /** The cases that ask for a kind of measure, or send a type of message. */
  readonly cases: (name: string) => readonly string[]
  /** The test file that walks through a machine. */
  readonly walk: (machine: string) => string
  /** Further test files of the workflow that name a kind or a type. */
  readonly tests: (name: string) => readonly string[]
}

const exampleFolder = 'schemas/example'
const testFolder = 'test/workflow'
/** A group of machines in the file that walks through them, `evidence: ['assistance', …]`. */
const group = /^ {2}([a-z]+): \[([^\]]*)\]/gm

/** Reads what there is under a root. Throws where a machine is walked through by no test. */
export function witnessesIn(root: string): Witnesses {
  const cases = textsIn(root, `${exampleFolder}/case`, /\.json$/)
  const tests = textsIn(root, testFolder, /\.test\.ts$/)
  const walks = walksIn(readFileSync(join(root, testFolder, 'walked.ts'), 'utf8'), tests)
  return {
    examples: (schema) => examplesOf(root, schema),
    cases: (name) => naming(cases, `"${name}"`),
    walk: (machine) => walks.get(machine) ?? '',
    tests: (name) => naming(tests, `'${name}'`),
  }
}

function examplesOf(root: string, schema: string): readonly string[] {
  const [room = '', name = ''] = schema.split('/')
  const folder = room === 'message' ? exampleFolder : `${exampleFolder}/${room}`
  return readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.json') && file.split('.')[0] === name)
    .sort((one, other) => one.split('.').length - other.split('.').length || (one < other ? -1 : 1))
    .map((file) => `${folder}/${file}`)
}

/** Which test file walks through each machine. */
function walksIn(text: string, tests: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const walks = new Map<string, string>()
  for (const [, name = '', list = ''] of text.matchAll(group)) {
    const file = [...tests].find(([, one]) => one.includes(`walkThrough('${name}', `))?.[0]
    for (const [, machine = ''] of list.matchAll(/'([a-z-]+)'/g))
      if (file !== undefined) walks.set(machine, file)
  }
  const missed = machines().filter(({ name }) => !walks.has(name))
  if (missed.length > 0) throw new Error(`no test walks through ${missed.map(({ name }) => name).join(', ')}`)
  return walks
}

function textsIn(root: string, folder: string, form: RegExp): ReadonlyMap<string, string> {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => form.test(name))
    .sort()
    .map((name) => `${folder}/${name}`)
  return new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]))
}

function naming(texts: ReadonlyMap<string, string>, word: string): readonly string[] {
  return [...texts].filter(([, text]) => text.includes(word)).map(([file]) => file)
}
