import { documents } from '../message/generated/schemas.ts'
import type { Message, MessageType } from '../message/generated/types.ts'
import type { JsonValue } from '../message/json.ts'
import { isObject } from './bodySchema.ts'
import { harmless } from './terminal.ts'

const lengthMax = 110
/** Where a message says in a sentence what it is about, the most telling first. */
const telling = [
  'text',
  'question',
  'risk',
  'view',
  'reasons',
  'reason',
  'purpose',
  'allows',
  'missing',
  'note',
  'notes',
]

/** What a message says, in one line for a person. Safe to print. */
export function inWords(message: Message): string {
  const facts = factsOf(message)
  const said = telling.flatMap((name) =>
    textOf((message.body as unknown as Record<string, JsonValue>)[name]),
  )[0]
  const words = [...facts, ...(said === undefined ? [] : [`“${shortened(said)}”`])]
  return harmless([titleOf(message.type), ...(words.length === 0 ? [] : [words.join('; ')])].join(': '))
}

/** What a type of message is called, as its schema names it. */
export function titleOf(type: MessageType): string {
  const title = documents[`message/${type}.json`]?.title
  return typeof title === 'string' ? title : type
}

function factsOf(message: Message): readonly string[] {
  const about = message.measures === undefined ? [] : [message.measures.join(', ')]
  if ('outcomes' in message.body) return [...message.body.outcomes.map(outcomeInWords), ...more(message)]
  return [...about, ...more(message)]
}

function more({ type, body, exhibits }: Message): readonly string[] {
  const files = exhibits.length === 0 ? [] : [counted(exhibits.length, 'file')]
  switch (type) {
    case 'request':
      return [
        `asks for ${body.measures.map(({ id, kind }) => `${id} ${kind}`).join(', ')}`,
        `under ${body.legalBasis.map(({ instrument, article }) => `${instrument} ${article}`).join(', ')}`,
        ...files,
      ]
    case 'acknowledgement':
      return [`own reference ${body.ownReference}`]
    case 'forwarded':
      return [`now before ${body.authority}`]
    case 'information-request':
      return [counted(body.items.length, 'question'), `answer by ${body.replyBy}`]
    case 'information-response':
      return [counted(body.answers.length, 'answer'), ...files]
    case 'consult-open':
      return [`intends to ${body.intended}`, `view by ${body.replyBy}`]
    case 'conditions-offer':
      return [body.conditions.map(({ code }) => code).join(', ')]
    case 'postponed':
      return [body.reason, ...(body.until === undefined ? [] : [`until ${body.until}`])]
    case 'contact-note':
      return [`${body.channel} with ${body.with} at ${body.at}`]
    case 'confidentiality-choice':
      return [body.choice]
    case 'preservation-extend':
    case 'preservation-extended':
      return [`until ${body.until}`]
    case 'preservation-link':
      return [`held for ${body.reference ?? body.request}`]
    default:
      return files
  }
}

function outcomeInWords(outcome: {
  readonly measure: string
  readonly outcome: string
  readonly until?: string
  readonly code?: string
  readonly grounds?: readonly { readonly code: string }[]
}): string {
  return [
    outcome.measure,
    outcome.outcome,
    ...(outcome.code === undefined ? [] : [outcome.code]),
    ...(outcome.grounds ?? []).map(({ code }) => code),
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
  const characters = [...line]
  return characters.length <= lengthMax ? line : `${characters.slice(0, lengthMax - 1).join('')}…`
}

/** `1 file`, `2 files`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
