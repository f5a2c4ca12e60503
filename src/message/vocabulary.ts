import type { Ajv2020 } from 'ajv/dist/2020.js'
import type { SchemaValidateFunction } from 'ajv/dist/types/index.js'
import { isOfOneChain } from './caip.ts'
import { type HumanText, isHumanText, unseenIn } from './humanText.ts'
import type { JsonObject } from './json.ts'
import { sparable } from './unions.ts'
import { laterOf } from './version.ts'

const short = { type: 'string', minLength: 1, maxLength: 300 }
const name = { type: 'string', minLength: 1, maxLength: 60 }
const version = { type: 'string', maxLength: 7, pattern: '^[0-9]{1,3}\\.[0-9]{1,3}$' }
const languages = ['ar', 'es', 'fr', 'ru', 'vi', 'zh']
const groups = ['evidence', 'assets', 'extradition', 'transfers', 'joint', 'information']

/**
 * The keywords of ours that say something about a schema and nothing about a value, each with what it may hold;
 * schemas/README.md says what each means.
 */
const annotations: Readonly<Record<string, JsonObject>> = {
  about: { enum: ['request', 'state', 'offence', 'person'] },
  adds: { const: true },
  alsoOf: { type: 'array', minItems: 1, maxItems: 10, uniqueItems: true, items: name },
  anyAuthority: { const: true },
  binding: { type: ['boolean', 'array'], maxItems: 10, items: name },
  articles: { type: 'array', maxItems: 30, items: short },
  deed: {
    type: 'object',
    additionalProperties: false,
    properties: {
      warnings: { type: 'array', maxItems: 10, items: { type: 'integer', minimum: 1, maximum: 365 } },
    },
    required: ['warnings'],
  },
  electronic: { type: 'boolean' },
  exhibits: { enum: ['none'] },
  family: name,
  group: { enum: [...groups] },
  groups: { type: 'array', minItems: 1, maxItems: 6, uniqueItems: true, items: { enum: [...groups] } },
  names: { enum: ['offence'] },
  opens: name,
  outcome: { type: 'string', maxLength: 100, pattern: '^/' },
  refuses: {
    type: 'array',
    minItems: 1,
    maxItems: 10,
    items: {
      type: 'object',
      additionalProperties: false,
      properties: {
        outcome: name,
        extent: { enum: ['whole', 'part'] },
        reasons: { type: 'string', maxLength: 100, pattern: '^/' },
      },
      required: ['extent'],
    },
  },
  spares: { type: 'array', maxItems: 10, items: { enum: [...sparable] } },
  titles: {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(languages.map((language) => [language, short])),
  },
  version,
}

/** What a validation notes beside its verdict: the version in which the newest of what was used came. */
export interface Noted {
  version: string
}

/** Teaches a validator the keywords that our schemas use beyond JSON Schema 2020-12. */
export function addVocabulary(ajv: Ajv2020): void {
  for (const [keyword, metaSchema] of Object.entries(annotations)) ajv.addKeyword({ keyword, metaSchema })
  ajv.addKeyword({
    keyword: 'since',
    schemaType: 'string',
    metaSchema: version,
    validate: noteVersion,
  })
  ajv.addKeyword({
    keyword: 'humanText',
    type: 'string',
    schemaType: 'string',
    metaSchema: { enum: ['line', 'lines'] },
    errors: true,
    validate: judgeHumanText,
  })
  ajv.addKeyword({
    keyword: 'oneChain',
    type: 'object',
    schemaType: 'object',
    metaSchema: {
      type: 'object',
      additionalProperties: false,
      properties: { account: name, asset: name },
      required: ['account', 'asset'],
    },
    validate: (members: { account: string; asset: string }, value: Readonly<Record<string, unknown>>) =>
      isOfOneChain(value[members.account], value[members.asset]),
  })
}

/** Says of a text that holds what nobody sees which character that is, and which one of the text: its words tell nothing of it. */
const judgeHumanText: SchemaValidateFunction = (kind: HumanText, text: string) => {
  if (isHumanText(kind, text)) return true
  const unseen = unseenIn(kind, text)
  const position = unseen === null ? 0 : Array.from(text.slice(0, unseen.at)).length + 1
  const params = unseen === null ? {} : { character: unseen.character, position }
  judgeHumanText.errors = [{ keyword: 'humanText', params, message: 'must be text of people' }]
  return false
}

/** Never refuses: it notes, for whoever asked, that something of this version was used. */
function noteVersion(this: unknown, since: string): boolean {
  if (isNoted(this)) this.version = laterOf(this.version, since)
  return true
}

function isNoted(value: unknown): value is Noted {
  return (
    typeof value === 'object' && value !== null && 'version' in value && typeof value.version === 'string'
  )
}
