import type { Authority, Text } from './generated/types.ts'
import { particulars } from './particulars.ts'

/** What may stand in the places of a particular, by the name of the place. */
export interface ParticularValues {
  /** ISO 3166-1 alpha-2, or as a State's code is written. */
  readonly state: string
  /** Id of an authority. */
  readonly authority: string
  readonly other: string
  readonly role: AuthorityRole
  readonly roles: readonly AuthorityRole[]
  /** Id of a measure; empty: it has none yet. */
  readonly measure: string
  readonly kind: string
  /** Id of a question in a message. */
  readonly item: string
  readonly items: readonly string[]
  /** Id of a file in a message. */
  readonly file: string
  /** A legal basis: id of its profile, and what that is called in English. */
  readonly basis: { readonly id: string; readonly title: string }
  /** Code of an instrument, as one word. */
  readonly instrument: string
  /** Instruments that would do, each with the articles that cover what is asked for. */
  readonly accepted: readonly { readonly instrument: string; readonly source: string }[]
  /** Where it is said: articles and rules. */
  readonly source: string
  /** What a profile asks a message to hold, in the English words that stand there. */
  readonly wanted: string
  /** One of a published list of codes, or of a list of a State's own. */
  readonly code: string
  /** Codes of conditions, as one word each. */
  readonly conditions: readonly string[]
  readonly channels: readonly string[]
  /** BCP 47. */
  readonly languages: readonly string[]
  readonly measures: readonly string[]
  /** Name of a clock. */
  readonly clock: string
  /** Name of a claim about a message that a row of a table makes. */
  readonly guard: string
  /** Where in what a message says of a measure (RFC 6901). */
  readonly place: string
  /** Type of a message. */
  readonly type: string
  /** Of the schemas. */
  readonly version: string
  /** A reference under which a record is found. */
  readonly reference: string
  /** What of a file is looked at. */
  readonly aspect: string
  /** Name of a member, or the number of an item; or what is said where there is no name: `a member`, `the document`. */
  readonly member: string
  readonly members: readonly string[]
  /** As Unicode numbers it: `U+202E`. */
  readonly character: string
  /** Which of the characters of a text it is, the first being 1. */
  readonly position: number
  /** As the schema states it. */
  readonly pattern: string
  readonly format: string
  /** Type of JSON, or several. */
  readonly form: string
  readonly first: number
  readonly second: number
  /** As a State wrote it, with its language. */
  readonly text: Text
  readonly bytes: number
  readonly count: number
  readonly days: number
  readonly hours: number
  readonly months: number
  readonly most: number
  readonly times: number
}

/** What is said of a member that has no name which may be shown, and of what is no member. */
export const unnamed = { member: 'a member', whole: 'the document' } as const

export type AuthorityRole = NonNullable<Authority['roles']>[number]

type PlacesOf<Template extends string> = Template extends `${string}{${infer Place}}${infer Rest}`
  ? Place | PlacesOf<Rest>
  : never

export type ParticularName = keyof typeof particulars

/** The values of a particular: of each place that its words have. */
export type ValuesOf<Name extends ParticularName> = Readonly<
  Pick<ParticularValues, PlacesOf<(typeof particulars)[Name]>>
>

/** One thing that a rule has to say of a message, by name and values, to be worded in any language. Plain JSON. */
export type Particular = {
  readonly [Name in ParticularName]: { readonly name: Name; readonly values: ValuesOf<Name> }
}[ParticularName]

/** A particular; the compiler holds that each of its places has its value. */
export function particular<Name extends ParticularName>(name: Name, values: ValuesOf<Name>): Particular {
  return { name, values } as unknown as Particular
}

/** What the rules have to say, in English on one line: as it goes over the wire, and to who works with commands. */
export function inEnglish(says: readonly Particular[]): string {
  const [first = '', ...others] = says.map(englishOf)
  return others.reduce((before, one) => `${before}${/^[:;,]/.test(one) ? '' : '; '}${one}`, first)
}

function englishOf({ name, values }: Particular): string {
  const given = values as Readonly<Partial<Record<string, unknown>>>
  return particulars[name].replace(/\{([a-z][A-Za-z]*)\}/g, (_place, place: string) =>
    written(place, given[place]),
  )
}

function written(place: string, value: unknown): string {
  if (place === 'measure' && value === '') return 'a measure'
  if (place === 'measures') return (value as ParticularValues['measures']).join(' ')
  if (place === 'accepted')
    return (value as ParticularValues['accepted'])
      .map(({ instrument, source }) => `${instrument} (${source})`)
      .join(', ')
  if (Array.isArray(value)) return value.join(', ')
  if (place === 'text') return (value as Text).text
  if (place === 'basis') return (value as ParticularValues['basis']).title
  return String(value)
}
