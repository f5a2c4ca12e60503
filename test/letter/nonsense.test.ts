import assert from 'node:assert/strict'
import { letterLanguages } from '../../src/letter/language.ts'
import { letterHtml } from '../../src/letter/html.ts'
import { letterOf } from '../../src/letter/letterOf.ts'
import { letterText } from '../../src/letter/text.ts'
import type { Message } from '../../src/message/generated/types.ts'
import type { JsonValue } from '../../src/message/json.ts'
import { validateMessage } from '../../src/message/validate.ts'
import { asRecorded, exampleNamed, readingIn, typicalMessages } from './letters.ts'

/** What programs that put values into words have stumbled over. */
const nonsense = [
  ...['2027-13', '2027-02-31', '0000-01-01', '9999-12-31', '2027-99-99'],
  ...['2027-02-31T10:00:00Z', '9999-12-31T23:59:59.999-23:59', '2027-01-01T99:99:99Z'],
  ...['P999999999999Y', 'PT9999999999999999S', '1e999', '000000001.10'],
  ...['QZ', 'ZZZ', 'und', 'x-private', 'i-default', 'en-u-nu-fake', 'Zzzz'],
  ...['__proto__', 'constructor', '{text}', '%s', '/~2', '/body/measures/999/0'],
] as const

interface Place {
  readonly message: Message
  readonly path: readonly string[]
}

/** Of so many places of texts one is tried, with so many of the values: every run tries the same, in a few seconds. */
const placesEach = 4
const valuesEach = 5

/** Of texts that people write and their languages there are thousands of places, and all are written in one way. */
const ofTexts = new Set(['text', 'language'])

/** The places of strings in all messages, each once wherever it stands again. */
function places(): readonly Place[] {
  const seen = new Map<string, Place>()
  for (const { name, message } of typicalMessages)
    for (const path of stringsIn(message.body as unknown as JsonValue, ['body'])) {
      if (ofTexts.has(path.at(-1) ?? '')) continue
      const kind = path.includes('measures') || path.includes('result') ? name : ''
      const key = `${message.type} ${kind} ${path.join('/').replace(/\d+/g, '*')}`
      if (!seen.has(key)) seen.set(key, { message, path })
    }
  return [...seen.values()]
}

function* stringsIn(value: JsonValue, path: readonly string[]): Generator<readonly string[]> {
  if (typeof value === 'string') yield path
  else if (typeof value === 'object' && value !== null)
    for (const [name, inner] of Object.entries(value)) yield* stringsIn(inner, [...path, name])
}

/** The message with another value in one place. */
function changed({ message, path }: Place, text: string): Message {
  const copy = structuredClone(message)
  let within = copy as unknown as Record<string, JsonValue>
  for (const name of path.slice(0, -1)) within = within[name] as Record<string, JsonValue>
  within[path.at(-1) ?? ''] = text
  return copy
}

describe('letter: what nobody means and a schema takes', () => {
  it('breaks no letter, in any language', () => {
    let taken = 0
    for (const [number, place] of places().entries()) {
      if (number % placesEach !== 0) continue
      for (let count = 0; count < valuesEach; count += 1) {
        const message = changed(place, nonsense[(number + count * 7) % nonsense.length] ?? '')
        if (!validateMessage(message).ok) continue
        const language = letterLanguages[taken % letterLanguages.length] ?? 'en'
        taken += 1
        const letter = letterOf(asRecorded(message), readingIn(language))
        assert.ok(letterText(letter).length > 0 && letterHtml(letter).length > 0)
      }
    }
    assert.ok(taken > 300, String(taken))
  }).timeout(60_000)

  it('is no day that is none, and no other day in the place of it: neither is taken, nor put into words', () => {
    const request = exampleNamed('request')
    const someone = { role: 'suspect', names: [{ script: 'Latn', full: 'Example-Person' }] }
    const person = (birthDate: string) => ({
      ...request,
      body: { ...request.body, persons: [{ ...someone, birthDate }] },
    })
    for (const day of ['1990', '1990-02', '1992-02-29']) assert.ok(validateMessage(person(day)).ok, day)
    for (const day of ['1990-13', '1990-00', '1990-02-31', '1990-02-00', '1990-2']) {
      const refused = validateMessage(person(day))
      assert.equal(refused.ok ? '' : refused.pointer, '/body/persons/0/birthDate', day)
      for (const language of letterLanguages) {
        const message = person(day) as unknown as Message
        const text = letterText(letterOf(asRecorded(message), readingIn(language))).join('\n')
        assert.ok(text.includes(day), `${language}: ${day}`)
      }
    }
  })
})
