import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { documents } from '../message/generated/schemas.ts'
import { namesIn } from '../message/unions.ts'
import { type ContentRule, profileOf } from '../workflow/profile.ts'
import { describes } from './schemaPointers.ts'

/** What the law asks, and where the schemas have it; `schemas/requirement.json` says what each member means. */
export interface Requirement {
  readonly id: string
  readonly articles: readonly string[]
  /** Articles that are not sure, each with how unsure it is. */
  readonly unsure?: Readonly<Record<string, 'M?' | 'warning'>>
  readonly asks: string
  readonly measures?: readonly string[]
  readonly messages: readonly string[]
  readonly must?: Readonly<Record<string, readonly (string | readonly string[])[]>>
  readonly may?: Readonly<Record<string, readonly string[]>>
  readonly content?: Readonly<Record<string, readonly string[]>>
  readonly note?: string
}

/** The requirements of one family, as its file has them. */
export interface RequirementFile {
  readonly title: string
  readonly description: string
  readonly rows: readonly Requirement[]
}

/** In which order the families are shown. */
const order = ['procedure', 'evidence', 'assets', 'extradition', 'transfers', 'joint']

/** Every file of `schemas/requirement/`, the general one first. */
export function requirementFiles(root: string): readonly RequirementFile[] {
  const folder = join(root, 'schemas/requirement')
  const names = readdirSync(folder).map((name) => name.slice(0, -'.json'.length))
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length)
  return names
    .sort((one, other) => rank(one) - rank(other))
    .map((name) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as RequirementFile)
}

/** The rule by which a profile requires what a pointer leads to, or null. */
export function requiringRule(profile: string, pointer: string): ContentRule | null {
  const rules = profileOf(profile)?.content ?? []
  return rules.find(({ weight, pointers }) => weight === 'required' && pointers.includes(pointer)) ?? null
}

/**
 * What is wrong with the requirements: names, members and rules that are not there, ids that stand twice, and kinds of
 * measure and types of message that nothing asks for.
 */
export function faultsIn(rows: readonly Requirement[]): readonly string[] {
  const measures = namesIn(documents, 'measure')
  const messages = namesIn(documents, 'message')
  const absent = (known: readonly string[], named: readonly string[]) =>
    named.filter((name) => !known.includes(name))
  const inRows = rows.flatMap((row) => [
    ...absent(measures, row.measures ?? []).map((name) => `${row.id}: there is no measure ${name}`),
    ...absent(messages, row.messages).map((name) => `${row.id}: there is no message ${name}`),
    ...absent(row.articles, Object.keys(row.unsure ?? {})).map(
      (name) => `${row.id}: ${name} is no article of it`,
    ),
    ...membersOf(row)
      .filter(([path, pointer]) => !describes(documents, `${path}.json`, pointer))
      .map(([path, pointer]) => `${row.id}: ${path} has no member ${pointer}`),
    ...rulesOf(row)
      .filter(([profile, pointer]) => requiringRule(profile, pointer) === null)
      .map(([profile, pointer]) => `${row.id}: the profile ${profile} does not require ${pointer}`),
  ])
  const ids = rows.map(({ id }) => id)
  return [
    ...inRows,
    ...ids.filter((id, place) => ids.indexOf(id) !== place).map((id) => `${id} stands twice`),
    ...absent(
      rows.flatMap((row) => row.measures ?? []),
      measures,
    ).map((name) => `nothing asks for the measure ${name}`),
    ...absent(
      rows.flatMap((row) => row.messages),
      messages,
    ).map((name) => `nothing asks for the message ${name}`),
  ]
}

/** Every member that a requirement names, with the path of its schema. */
function membersOf({ must = {}, may = {} }: Requirement): readonly (readonly [string, string])[] {
  const all = [...Object.entries(must), ...Object.entries(may)]
  return all.flatMap(([path, pointers]) => pointers.flat().map((pointer) => [path, pointer] as const))
}

/** Every rule of a profile that a requirement names, by a pointer of it. */
export function rulesOf({ content = {} }: Requirement): readonly (readonly [string, string])[] {
  return Object.entries(content).flatMap(([profile, pointers]) =>
    pointers.map((pointer) => [profile, pointer] as const),
  )
}
