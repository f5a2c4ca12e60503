import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { JsonObject, JsonValue } from '../../src/message/json.ts'
import { validateMessage } from '../../src/message/validate.ts'
import type { Authority } from '../../src/message/generated/types.ts'

/** What would be an element, an attribute or a script wherever text is not escaped; every element bears the mark. */
export const payloads = [
  '<script class=evil>top.evil=1</script>',
  '"><img class=evil src=x onerror=top.evil=1>',
  "'><svg class=evil onload=top.evil=1>",
  '</p></dd></bdi></li></title></textarea><h1 class=evil>',
  '<iframe class=evil srcdoc="<script>top.evil=1</script>"></iframe>',
  '<a class=evil href="javascript:top.evil=1">x</a>',
  '<style class=evil>*{display:none}</style><base class=evil href="//evil.example">',
  '<!-- --!><form class=evil action=//evil.example>',
  '{{evil}} ${evil} <%= evil %> &lt;b class=evil&gt;',
  '<math class=evil><mtext></form><form><mglyph><style></math><img src onerror=top.evil=1>',
]

/** What people write, so as pages are given it; or as who means harm would write it. */
export interface OthersWords {
  /** A text that somebody writes in one line, of so many characters at most. */
  readonly say: (text: string, charactersMax?: number) => string
  /** A body of a message of this type, with such a text in each place that takes any text. */
  readonly body: (type: string, body: object) => JsonObject
}

/** What is short enough for a name. */
const brief = '<img class=evil src=x onerror=top.evil=1>'

/** Nobody means harm. */
export const plainWords: OthersWords = { say: (text) => text, body: (_type, body) => body as JsonObject }

/** Words of who means harm, each of which can be told from the others wherever it is shown. */
export interface HostileWords extends OthersWords {
  /** What was written so far: by its mark what it stands for. */
  readonly written: ReadonlyMap<string, string>
  /** Puts such a text in each place of the body of a valid message that takes any text. */
  readonly fill: (message: JsonObject) => void
}

/** Makes words in which each text has a payload in its turn, and a mark of its own: `w17w`. */
export function hostileWords(): HostileWords {
  const written = new Map<string, string>()
  const hostile = (text: string): string => {
    const mark = `w${written.size}w`
    const payload = payloads[written.size % payloads.length] ?? ''
    written.set(mark, text)
    return `${mark} ${payload}`
  }
  const fill = (message: JsonObject): void => {
    for (const { holder, name } of [...textsIn(message.body ?? {})]) {
      const before = holder[name] as string
      holder[name] = `w${written.size}w ${payloads[written.size % payloads.length] ?? ''}`
      // What the schemas let nobody write there, nobody writes.
      if (validateMessage(message).ok) hostile(before)
      else holder[name] = before
    }
  }
  return {
    written,
    say: (text, charactersMax = Number.POSITIVE_INFINITY) => {
      const said = `${text} ${hostile(text)}`
      return said.length <= charactersMax ? said : `w${written.size - 1}w ${brief}`
    },
    body: (type, body) => {
      const frame = { ...exampleOf(type), body: structuredClone(body) as JsonObject }
      assert.ok(validateMessage(frame).ok, `${type} is no message that could be sent`)
      fill(frame)
      return frame.body
    },
    fill,
  }
}

/** An authority whose State calls it in these words. */
export function wordedAuthority(words: OthersWords, authority: Authority): Authority {
  const { name } = authority
  return { ...authority, name: { ...name, text: words.say(name.text) } }
}

/** An example of a message of that type: a body is judged in its frame. */
function exampleOf(type: string): JsonObject {
  const file = resolve(import.meta.dirname, `../../schemas/example/${type}.json`)
  return JSON.parse(readFileSync(file, 'utf8')) as JsonObject
}

interface Place {
  readonly holder: Record<string, JsonValue>
  readonly name: string
}

/** Every string with where it stands. */
function* textsIn(value: JsonValue): Generator<Place> {
  if (typeof value !== 'object' || value === null) return
  for (const [name, member] of Object.entries(value))
    if (typeof member === 'string') yield { holder: value as Record<string, JsonValue>, name }
    else yield* textsIn(member)
}
