import { pathToFileURL } from 'node:url'
import { letterLanguages } from '../../src/letter/language.ts'
import { phraseNames } from '../../src/letter/words.ts'
import { documents } from '../../src/message/generated/schemas.ts'
import type { JsonObject, JsonValue } from '../../src/message/json.ts'
import { isObject, listOf, subschemas } from '../message/schemaWalk.ts'

const base = 'https://rogatory.example/schemas/'

/** Documents whose members a letter may show: what messages, measures and results say, and the parts of it. */
export function shown(): ReadonlySet<string> {
  const paths = new Set(Object.keys(documents).filter((path) => /^(message|measure|result)\//.test(path)))
  // What a letter says of the files of a message, which the frame of messages names and no body does.
  paths.add('part/exhibit.json')
  for (const path of paths) {
    for (const [, { $ref }] of subschemas(documents[path] ?? {})) {
      // A set that grows while it is walked is walked to its end.
      if (typeof $ref === 'string') paths.add($ref.slice(base.length))
    }
  }
  // What opens a file is for the node alone.
  paths.delete('part/sealed-exhibit.json')
  return paths
}

/** A word that the letters need: its section, its name, and the document that it is of where it may differ there. */
interface Needed {
  readonly section: string
  readonly name: string
  readonly document: string
}

/** Every word that a schema, a machine or a profile of ours asks for. */
function needed(): readonly Needed[] {
  const paths = shown()
  return [
    ...phraseNames.map((name) => ({ section: 'phrases', name, document: '' })),
    ...Object.entries(documents).flatMap(([path, document]) => {
      if (paths.has(path)) return ofSchema(path, document)
      if (path.startsWith('workflow/')) return ofMachine(document)
      return path.startsWith('profile/') ? namesOf('clocks', document.clocks, 'name', '') : []
    }),
  ]
}

function ofSchema(path: string, document: JsonObject): readonly Needed[] {
  return [...subschemas(document)].flatMap(([pointer, schema]) => {
    if (/\/(if|then|else|not|contains)(\/|$)/.test(pointer)) return []
    const properties = isObject(schema.properties) ? Object.entries(schema.properties) : []
    return properties.flatMap(([name, member]): readonly Needed[] => {
      const label =
        (isObject(member) && isObject(member.titles)) || `${path}#${name}` === 'part/exhibit.json#sealed'
          ? []
          : [{ section: 'properties', name, document: path }]
      return [...label, ...(isObject(member) ? valuesOf(path, name, member) : [])]
    })
  })
}

/** The words of closed lists that are no lists of codes. What a kind is called is the title of its schema. */
function valuesOf(path: string, name: string, member: JsonObject): readonly Needed[] {
  const here = [member, ...listOf(member.oneOf), ...listOf(member.anyOf), member.items ?? null].filter(
    isObject,
  )
  const given = here.flatMap((schema) => [...listOf(schema.enum), schema.const ?? null])
  return given
    .filter((value) => typeof value === 'string')
    .filter((value) => !(name === 'kind' && path.replace(/^[a-z]+\//, '') === `${value}.json`))
    .map((value) => ({ section: 'values', name: `${name}=${value}`, document: path }))
}

function ofMachine(machine: JsonObject): readonly Needed[] {
  const name = typeof machine.name === 'string' ? machine.name : ''
  return [
    ...namesOf('states', machine.states, 'name', name),
    ...namesOf('clocks', machine.clocks, 'name', ''),
    ...listOf(machine.clocks)
      .filter(isObject)
      .flatMap(({ marks }) => namesOf('marks', marks, 'mark', '')),
  ]
}

function namesOf(
  section: string,
  list: JsonValue | undefined,
  member: string,
  document: string,
): readonly Needed[] {
  return listOf(list)
    .filter(isObject)
    .filter(({ titles }) => !isObject(titles))
    .map((one) => one[member])
    .filter((name) => typeof name === 'string')
    .map((name) => ({ section, name, document }))
}

/** What the files of schemas/text lack, a line each: section, name, where it is asked for, and the languages. */
export function lacking(): readonly string[] {
  const lines = new Map<string, Set<string>>()
  for (const { section, name, document } of needed()) {
    const missing = letterLanguages.filter((language) => {
      const entries = documents[`text/${language}.json`]?.[section]
      return (
        !isObject(entries) || !(Object.hasOwn(entries, name) || Object.hasOwn(entries, `${document}#${name}`))
      )
    })
    if (missing.length === 0) continue
    const key = `${section} ${name} (${missing.join(' ')})`
    lines.set(key, (lines.get(key) ?? new Set<string>()).add(document))
  }
  return [...lines].map(([key, places]) => `${key}: ${[...places].join(', ')}`).sort()
}

/** Entries of the files of schemas/text that nothing asks for, or that not every language has. */
export function surplus(): readonly string[] {
  const asked = new Set(
    needed().flatMap(({ section, name, document }) => [
      `${section} ${name}`,
      `${section} ${document}#${name}`,
    ]),
  )
  return letterLanguages.flatMap((language) =>
    Object.entries(documents[`text/${language}.json`] ?? {}).flatMap(([section, entries]) =>
      isObject(entries)
        ? Object.keys(entries)
            .filter((name) => !asked.has(`${section} ${name}`))
            .map((name) => `${language} ${section} ${name}`)
        : [],
    ),
  )
}

// Run by itself, it prints what is left to do: npx tsx test/letter/lacking.ts
if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.stdout.write([...lacking(), ...surplus().map((line) => `surplus: ${line}`), ''].join('\n'))
}
