import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { letterFonts } from '../../src/cli/letterFonts.ts'
import type { LetterLanguage } from '../../src/letter/language.ts'
import type { Letter } from '../../src/letter/letter.ts'
import { type Reading, type Recorded, letterOf } from '../../src/letter/letterOf.ts'
import { fillPlaceholders } from '../../src/message/case.ts'
import type { Case, Message, Receipt, Text } from '../../src/message/generated/types.ts'
import type { JsonObject } from '../../src/message/json.ts'

const folder = 'schemas/example'
/** What every message that is made of a part of one has around it. */
const frame = JSON.parse(readFileSync(`${folder}/request.json`, 'utf8')) as Message

/** An example of `schemas/example`, by the name of its file. */
export interface NamedMessage {
  readonly name: string
  readonly message: Message
}

/** Every published example of a message. */
const published: readonly NamedMessage[] = files('')
  .map((name) => ({ name, value: read(name) }))
  .filter(({ value }) => typeof value.type === 'string' && 'body' in value && 'sentAt' in value)
  .map(({ name, value }) => ({ name: name.replace('.json', ''), message: value as unknown as Message }))

/** Every example of a measure and of a result, in a request that asks for it and a delivery that gives it. */
const ofKinds: readonly NamedMessage[] = [
  ...files('measure').map((name) => within(name, 'request', { measures: [read(name)] })),
  ...files('result').map((name) =>
    within(name, 'delivery', { outcomes: [{ measure: 'm1', outcome: 'delivered', result: read(name) }] }),
  ),
]

/** Every message of the cases. */
const ofCases: readonly NamedMessage[] = files('case').flatMap((name) =>
  (read(name) as unknown as Case).steps.flatMap((step): readonly NamedMessage[] => {
    if (step.what !== 'message') return []
    const { at = frame.sentAt, from, to, type, message, row } = step
    const known = { request: () => frame.request, message: () => frame.id, sentAt: at }
    const body = fillPlaceholders(message.body, known)
    const { language } = message
    const spoken = { ...frame, sentAt: at, from, to, type, language, body, exhibits: message.exhibits }
    return [{ name: `${name} ${row}`, message: spoken as unknown as Message }]
  }),
)

/** Everything that the published examples say, as messages. */
export const exampleMessages: readonly NamedMessage[] = [...published, ...ofKinds, ...ofCases]

/** One message of each type, and of each kind that is asked for or given. */
export const typicalMessages: readonly NamedMessage[] = [
  ...published.filter(({ name }) => !name.includes('.')),
  ...ofKinds,
]

function files(room: string): readonly string[] {
  const path = `${folder}/${room}`
  const names = existsSync(path) ? readdirSync(path).filter((name) => name.endsWith('.json')) : []
  return names.sort().map((name) => (room === '' ? name : `${room}/${name}`))
}

function read(name: string): JsonObject {
  return JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as JsonObject
}

function within(name: string, type: 'request' | 'delivery', more: JsonObject): NamedMessage {
  const message = read(`${type}.json`)
  const body = { ...(message.body as JsonObject), ...more }
  return { name, message: { ...message, body } as unknown as Message }
}

const receipt = JSON.parse(readFileSync(`${folder}/receipt-acceptance.json`, 'utf8')) as Receipt

const names: readonly (readonly [string, Text])[] = [
  [
    'vn.spp',
    {
      language: 'vi',
      text: 'Viện kiểm sát nhân dân tối cao (minh họa)',
      translations: [
        { language: 'en', text: 'Supreme People’s Procuracy (demonstration)' },
        { language: 'ar', text: 'النيابة الشعبية العليا (عرض تجريبي)' },
      ],
    },
  ],
  [
    'qa.pp',
    {
      language: 'ar',
      text: 'النيابة العامة (عرض تجريبي)',
      translations: [{ language: 'en', text: 'Public Prosecution (demonstration)' }],
    },
  ],
]

/** For a reader in Ha Noi of what Viet Nam asks of Qatar, both demonstrations. */
export function readingIn(language: LetterLanguage): Reading {
  return {
    language,
    timeZone: 'Asia/Ho_Chi_Minh',
    authorities: new Map(names),
    requesting: ['vn.spp'],
    demonstration: true,
  }
}

/** A message as the first of its record, with its receipt. */
export function asRecorded(message: Message): Recorded {
  return { message, digest: 'ab12'.repeat(16), sequence: 1, receipt }
}

/** The example of this name. */
export function exampleNamed(name: string): Message {
  const found = exampleMessages.find((one) => one.name === name)
  if (found === undefined) throw new RangeError(`there is no example ${name}`)
  return found.message
}

/** An example as a letter. */
export function letterOfExample(message: Message, language: LetterLanguage): Letter {
  return letterOf(asRecorded(message), readingIn(language))
}

/** The fonts that the program brings, opened once for all tests. */
export const testFonts = await letterFonts([])
