import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { render } from 'preact-render-to-string'
import type { DraftChoices } from '../../../src/exchange/drafts/choices.ts'
import type { LetterLanguage } from '../../../src/letter/language.ts'
import type { MessageType, Text } from '../../../src/message/generated/types.ts'
import type { JsonObject, JsonValue } from '../../../src/message/json.ts'
import { knownMessageTypes } from '../../../src/message/registry.ts'
import { type CaseWords, caseWords } from '../../../src/web/desk/caseWords.ts'
import { wordsIn } from '../../../src/web/desk/words.ts'
import { type Folding, nothingFolded } from '../../../src/web/form/folding.ts'
import { PartFields } from '../../../src/web/form/PartFields.tsx'
import { type FormPart, planOf } from '../../../src/web/form/plan.ts'
import type { FormError } from '../../../src/web/parts/ErrorSummary.tsx'
import { wholeExamples } from '../../message/wholeExamples.ts'

/** A body of a message as an example of the schemas has it. */
export interface ExampleBody {
  readonly file: string
  readonly type: MessageType
  readonly body: JsonObject
}

/** The bodies of all examples of messages, measures and results. */
export function exampleBodies(): readonly ExampleBody[] {
  const named = (room: string): readonly string[] =>
    readdirSync(`schemas/${room}`).map((file) => `${room}/${file.replace('.json', '')}`)
  const schemas = [
    ...knownMessageTypes().map((type) => `message/${type}`),
    ...named('measure'),
    ...named('result'),
  ]
  return schemas.flatMap((schema) =>
    wholeExamples(schema).map(({ file, message }) => ({
      file,
      type: message.type as MessageType,
      body: message.body as JsonObject,
    })),
  )
}

/** Authorities whose names are known. */
export const authorities = new Map<string, Text>([
  [
    'vn.spp',
    { language: 'vi', text: 'Viện kiểm sát', translations: [{ language: 'en', text: 'Procuracy' }] },
  ],
  ['qa.pp', { language: 'en', text: 'Public Prosecution' }],
  ['fr.pnf', { language: 'fr', text: 'Parquet national' }],
])

export function readerOf(language: LetterLanguage): CaseWords {
  return caseWords(wordsIn(language), { timeZone: 'Asia/Qatar', authorities })
}

/** Of a draft that opens its record and says nothing yet. */
export const noChoices: DraftChoices = {
  own: 'vn.spp',
  other: 'qa.pp',
  isOpening: true,
  measures: [],
  concerned: null,
  files: [],
  messages: [],
  answered: null,
  offences: [],
  bases: [],
  items: null,
  opening: null,
  corrected: null,
  requests: { named: new Map(), called: new Map() },
}

/** The fields of a part as a page has them. */
export function shown(
  words: CaseWords,
  type: MessageType,
  part: FormPart,
  body: JsonObject,
  errors: readonly FormError[] = [],
  choices: DraftChoices | null = null,
  folding: Folding = nothingFolded,
): string {
  return render(PartFields({ words, type, part, body, errors, language: 'en', choices, folding }))
}

/** The part of that name. */
export function partOf(type: MessageType, name: string): FormPart {
  const part = planOf(type).parts.find((one) => one.name === name)
  assert.ok(part, `${type} has the part ${name}`)
  return part
}

/** What of a body stands in a part. */
export function ofPart({ members }: FormPart, body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([name]) => members.includes(name)))
}

/** Every value of a body put into another form than it must have; what says which kind it is stays. */
export function garbled(value: JsonValue, name = ''): JsonValue {
  if (Array.isArray(value)) return value.map((item) => garbled(item))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([one, member]) => [one, garbled(member, one)]))
  return ['kind', 'outcome', 'stage', 'scheme'].includes(name) ? value : ' \u0001 wrong'
}
