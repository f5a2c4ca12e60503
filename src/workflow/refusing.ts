import { codeText } from '../message/code.ts'
import { documentAt } from '../message/documents.ts'
import type { Message } from '../message/generated/types.ts'
import type { JsonObject, JsonValue } from '../message/json.ts'
import { documentsIn, once } from './documents.ts'
import { type Said, said, valueAt } from './said.ts'

/** What a message refuses, of one measure or of all that it concerns. */
export interface Refusing {
  /** Null where the message does not speak of measures one by one. */
  readonly measure: string | null
  readonly outcome: string | null
  readonly extent: 'whole' | 'part'
  /** Codes of the grounds that it names. */
  readonly grounds: readonly string[]
  /** Why it has no reasons in substance; null: it has. */
  readonly lack: Lack | null
}

/**
 * Why a refusal has no reasons in substance: there are none; the law lets them be withheld, and they were; what stands
 * there is no words, or words that only announce or deny reasons; or only repeats code, title or article of a ground.
 */
export type Lack = 'none' | 'withheld' | 'empty' | 'onlyCode'

interface RefusesRule {
  readonly outcome?: string
  readonly extent: 'whole' | 'part'
  /** Where the message says its reasons, if that is not `/reasons`. */
  readonly reasons?: string
}

const rules = once(() => documentsIn<{ readonly refuses?: readonly RefusesRule[] }>('message'))

/** What a message refuses; nothing where its type, or what it says, is no refusal. */
export function refusalsIn(message: Message): readonly Refusing[] {
  const { refuses = [] } = rules().get(message.type) ?? {}
  if (refuses.length === 0) return []
  return said(message).flatMap((one) => {
    const rule = refuses.find(({ outcome }) => outcome === undefined || outcome === one.outcome)
    return rule === undefined ? [] : [refusing(message, one, rule)]
  })
}

function refusing(message: Message, one: Said, { extent, reasons = '/reasons' }: RefusesRule): Refusing {
  const grounds = objectsAt(message, one, '/grounds')
  const text = valueAt(message, one, reasons)
  const isWithheld = valueAt(message, one, '/reasonsWithheldBecause') !== undefined
  const { measure, outcome } = one
  return {
    measure,
    outcome,
    extent,
    grounds: [...new Set(grounds.map(codeIn))],
    lack: isWithheld ? 'withheld' : lackOf(text, grounds),
  }
}

/** Whether the message gives reasons in substance for this measure, whatever it is. */
export function givesReasons(message: Message, measure: string | null): boolean {
  return said(message).some(
    (one) =>
      (one.measure === null || measure === null || one.measure === measure) &&
      lackOf(valueAt(message, one, '/reasons'), objectsAt(message, one, '/grounds')) === null,
  )
}

function lackOf(text: JsonValue | undefined, grounds: readonly JsonObject[]): Lack | null {
  const texts = textsIn(text).map(bare)
  if (texts.length === 0) return 'none'
  if (texts.every((words) => words === '' || fillers.has(words))) return 'empty'
  const names = new Set(grounds.flatMap(namesOf).map(bare))
  return texts.every((words) => [...names, '', ...fillers].includes(words)) ? 'onlyCode' : null
}

/** Words that stand where reasons should stand, as `bare` leaves them. */
const fillers: ReadonlySet<string> = new Set(
  [
    ...['n/a', 'x', 'tbd', 'see above', 'not given', 'no reasons', 'to follow', 'reasons to follow'],
    ...['none', 'nil', 'aucun', 'ninguno', 'нет', 'không', 'không có', '无', 'لا يوجد'],
  ].map(bare),
)

/** The letters and digits of a text; one letter that is only repeated counts once. */
function bare(text: string): string {
  const letters = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
  return letters.replace(/^(.)\1+$/u, '$1')
}

function textsIn(text: JsonValue | undefined): readonly string[] {
  if (!isObject(text)) return []
  const { text: original, translations } = text
  const others = Array.isArray(translations) ? translations.filter(isObject).map((one) => one.text) : []
  return [original, ...others].filter((one) => typeof one === 'string')
}

function objectsAt(message: Message, one: Said, pointer: string): readonly JsonObject[] {
  const found = valueAt(message, one, pointer)
  return Array.isArray(found) ? found.filter(isObject) : []
}

function codeIn({ code }: JsonObject): string {
  return codeText(code as Parameters<typeof codeText>[0])
}

interface PublishedGround {
  readonly const?: string
  readonly title: string
  readonly titles?: Readonly<Record<string, string>>
  readonly description: string
}

const published = once(() => {
  const list = (documentAt('code/refusal-ground.json')?.oneOf ?? []) as unknown as readonly PublishedGround[]
  return new Map(list.map((ground) => [ground.const, ground]))
})

/** A ground by code, with its title in the language of the published list; one that a State has added by its code. */
export function groundTitle(code: string): string {
  return published().get(code)?.title ?? code
}

function namesOf(ground: JsonObject): readonly string[] {
  const code = codeIn(ground)
  const { title, titles = {}, description } = published().get(code) ?? { title: code, description: code }
  const own = [ground.article, ground.aspect].filter((one) => typeof one === 'string')
  const words = [code, title, description, ...Object.values(titles), ...own]
  return [...words, ...own.flatMap((one) => [`${code} ${one}`, `${one} ${code}`, `Article ${one}`])]
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
