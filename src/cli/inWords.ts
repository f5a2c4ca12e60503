import { documentAt } from '../message/documents.ts'
import { codeText } from '../message/code.ts'
import type { ExtensionCode, Message, MessageType, Messages } from '../message/generated/types.ts'
import type { JsonValue } from '../message/json.ts'
import { selectedIn } from '../message/selectedIn.ts'
import { isObject } from './bodySchema.ts'
import { harmless } from './terminal.ts'

const lengthMax = 110
/** Where a message says in a sentence what it is about, the most telling first. */
const sentences = [
  'text',
  'question',
  'risk',
  'view',
  'reasons',
  'reason',
  'purpose',
  'allows',
  'note',
  'notes',
  'facts',
  'nature',
  'content',
  'what',
  'item',
  'account',
]

/** What a message says, in one line for a person. Safe to print. */
export function inWords(message: Message): string {
  const facts = factsOf(message)
  const said = sentences.flatMap((name) =>
    textOf((message.body as unknown as Record<string, JsonValue>)[name]),
  )[0]
  const words = [...facts, ...(said === undefined ? [] : [`“${shortened(said)}”`])]
  return harmless([titleOf(message.type), ...(words.length === 0 ? [] : [words.join('; ')])].join(': '))
}

/** What a type of message is called, as its schema names it. */
export function titleOf(type: MessageType): string {
  const title = documentAt(`message/${type}.json`)?.title
  return typeof title === 'string' ? title : type
}

function factsOf(message: Message): readonly string[] {
  const about = message.measures === undefined ? [] : [message.measures.join(', ')]
  const outcomes: readonly Spoken[] | undefined =
    'outcomes' in message.body ? message.body.outcomes : undefined
  if (outcomes !== undefined) return [...outcomes.map((outcome) => outcomeInWords(outcome)), ...more(message)]
  return [...about, ...more(message)]
}

function more(message: Message): readonly string[] {
  const { type, body, exhibits } = message
  // The entry for a type takes the body of that type.
  const tell = telling[type] as ((body: Message['body']) => readonly string[]) | undefined
  const stage = selectedIn(type, body as unknown as JsonValue)
  const files = exhibits.length === 0 ? [] : [counted(exhibits.length, 'file')]
  const told = tell?.(body) ?? (stage === null ? [] : [stage])
  return [...told, ...files]
}

/** What is worth a line in messages of these types, beside their measures and sentences. */
const telling: { readonly [Type in MessageType]?: (body: Messages[Type]['body']) => readonly string[] } = {
  request: ({ measures, legalBasis }) => [
    `asks for ${measures.map(({ id, kind }) => `${id} ${kind}`).join(', ')}`,
    `under ${legalBasis.map(({ instrument, article }) => `${codeText(instrument)} ${article}`).join(', ')}`,
  ],
  acknowledgement: ({ ownReference, missing = [] }) => [
    `own reference ${ownReference}`,
    ...(missing.length === 0 ? [] : [`${counted(missing.length, 'point')} missing`]),
  ],
  forwarded: ({ authority }) => [`now before ${authority}`],
  'information-request': ({ items, replyBy }) => [counted(items.length, 'question'), `answer by ${replyBy}`],
  'information-response': ({ answers }) => [counted(answers.length, 'answer')],
  'consult-open': ({ intended, replyBy }) => [`intends to ${intended}`, `view by ${replyBy}`],
  'conditions-offer': ({ conditions }) => [conditions.map(({ code }) => codeText(code)).join(', ')],
  postponed: ({ reason, until }) => [reason, ...(until === undefined ? [] : [`until ${until}`])],
  'contact-note': ({ channel, with: person, at }) => [`${channel} with ${person} at ${at}`],
  'confidentiality-choice': ({ choice }) => [choice],
  'spontaneous-offer': ({ conditions = [] }) =>
    [conditions.map(({ code }) => codeText(code)).join(', ')].filter(Boolean),
  'evidence-share': ({ enclosed }) => [counted(enclosed.length, 'message')],
  'erasure-request': ({ cause, provision, replyBy }) => [cause, provision, `by ${replyBy}`],
  'erasure-report': ({ extent, at, until }) => [
    extent,
    ...(at === undefined ? [] : [`erased at ${at}`]),
    ...(until === undefined ? [] : [`kept until ${until}`]),
  ],
  'jit-extend': ({ stage, until }) => [stage, `until ${until}`],
  'preservation-extend': ({ until }) => [`until ${until}`],
  'preservation-extended': ({ until }) => [`until ${until}`],
  'preservation-link': ({ reference, request }) => [`held for ${reference ?? request}`],
}

/** What the commands show of an outcome, whatever the type of message. */
interface Spoken {
  readonly measure: string
  readonly outcome: string
  readonly until?: string
  readonly code?: string | ExtensionCode
  readonly grounds?: readonly { readonly code: string | ExtensionCode }[]
}

function outcomeInWords(outcome: Spoken): string {
  return [
    outcome.measure,
    outcome.outcome,
    ...(outcome.code === undefined ? [] : [codeText(outcome.code)]),
    ...(outcome.grounds ?? []).map(({ code }) => codeText(code)),
    ...(outcome.until === undefined ? [] : [`until ${outcome.until}`]),
  ].join(' ')
}

/** The English words of a text where there are any, else the authoritative ones. */
function textOf(value: JsonValue | undefined): readonly string[] {
  if (!isObject(value) || typeof value.text !== 'string') return []
  const translations = Array.isArray(value.translations) ? value.translations.filter(isObject) : []
  const english = translations.find(
    ({ language }) => typeof language === 'string' && /^en(-|$)/.test(language),
  )
  return [typeof english?.text === 'string' ? english.text : value.text]
}

function shortened(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim()
  if (line.length <= lengthMax) return line
  // Not in the middle of a character of two units.
  return `${line.slice(0, lengthMax - 1).replace(/[\ud800-\udbff]$/, '')}…`
}

/** `1 file`, `2 files`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** What is said of records that tell nothing any more; nothing where there are none. */
export function erasedInWords(count: number): readonly string[] {
  return count === 0 ? [] : [`${counted(count, 'record')} erased: of these, nothing is known any more`]
}
