import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { bodyPlace, withTexts } from '../../src/cli/bodySchema.ts'
import { measureLines } from '../../src/cli/caseInWords.ts'
import { clockLine } from '../../src/cli/commands/due.ts'
import { inWords } from '../../src/cli/inWords.ts'
import { rogatory } from '../../src/cli/rogatory.ts'
import { readSetting, withSetting } from '../../src/cli/settings.ts'
import { harmless, harmlessJson } from '../../src/cli/terminal.ts'
import { type Message, type MessageType, messageTypes } from '../../src/message/generated/types.ts'
import type { JsonObject } from '../../src/message/json.ts'

const examples = resolve(import.meta.dirname, '../../schemas/example')
const messages = readdirSync(examples)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(resolve(examples, name), 'utf8')) as { type?: string })
  .filter((value): value is Message => messageTypes.some((type) => type === value.type))

describe('what a terminal is given', () => {
  it('holds nothing that moves the cursor, colours, ends a line or turns the reading direction', () => {
    const nasty = '\u001b[2J\u001b]0;x\u0007a\rb\nc\u009bd\u202eevil\u2066x\u2028y\u200fz\u007f'
    assert.doesNotMatch(harmless(nasty), /[\p{Cc}\u2028\u202e\u2066\u200f]/u)
    assert.equal(harmless('Nguyễn Thị Ví Dụ – طلب 请求'), 'Nguyễn Thị Ví Dụ – طلب 请求')
  })

  it('is, as JSON, the same value with escapes', () => {
    const value = { text: 'a\u202eb\u009b31m\u2028', list: ['\u001b', 'ü'] }
    const json = harmlessJson(value)
    assert.deepEqual(JSON.parse(json), value)
    assert.doesNotMatch(json.replaceAll('\n', ''), /[\p{Cc}\u2028\u202e]/u)
  })
})

describe('a message in a line', () => {
  it('names every type by its title and stays one harmless line', () => {
    assert.deepEqual(new Set(messages.map(({ type }) => type)), new Set(messageTypes))
    for (const message of messages) {
      const line = inWords(message)
      assert.match(line, /^[A-Z][a-z]/)
      assert.doesNotMatch(line, /[\p{Cc}\u202e]/u)
      assert.ok(line.length < 600, line)
    }
  })

  it('attack 58: what a peer has written cannot move the cursor or turn the reading direction', () => {
    const message = {
      ...messages.find(({ type }) => type === 'supplement'),
      exhibits: [],
    } as unknown as Message
    const line = inWords({
      ...message,
      body: { text: { language: 'en', text: 'x\u001b[31m\u202ey' } },
    } as Message)
    assert.doesNotMatch(line, /[\u001b\u202e]/)
  })
})

describe('a measure in lines', () => {
  it('says where the end that was stated is not that of the legal basis', () => {
    const measure = {
      id: 'm1',
      kind: 'provisional-arrest',
      machine: 'assistance',
      profile: 'ECE',
      state: 'arrested',
      since: '2027-03-02T09:40:00Z',
      until: null,
      decision: null,
      clocks: [
        { name: 'PA_18', ends: '2027-03-21T22:40:00Z', differs: '2027-03-19T22:40:00Z' },
        { name: 'PA_40', ends: '2027-04-10T22:40:00Z', differs: null },
      ],
      marks: [],
      obligations: [],
    }
    assert.deepEqual(measureLines(measure).slice(1), [
      '  clock PA_18 runs until 2027-03-21T22:40:00Z; by the legal basis until 2027-03-19T22:40:00Z',
      '  clock PA_40 runs until 2027-04-10T22:40:00Z',
    ])
  })

  it('says it in the list of what runs out as well', () => {
    const due = {
      measure: { id: 'm1', kind: 'provisional-arrest', state: 'arrested' },
      clock: 'PA_18',
      title: 'Request awaited',
      kind: 'legal',
      source: 'ECE 16(4)',
      started: '2027-03-01T22:40:00Z',
      ends: '2027-03-21T22:40:00Z',
      differs: '2027-03-19T22:40:00Z',
      mark: null,
    } as const
    const said = 'Request awaited (PA_18, legal, ECE 16(4))'
    const beginning = `    2027-03-21T22:40:00Z  in 48 hours  m1 provisional-arrest: ${said}`
    const now = new Date('2027-03-19T22:40:00Z')
    assert.equal(clockLine(due, now), `${beginning}; by the legal basis until 2027-03-19T22:40:00Z`)
    assert.equal(clockLine({ ...due, differs: null }, now), beginning)
  })
})

describe('settings of a body', () => {
  const set = (type: MessageType, ...settings: string[]): JsonObject =>
    settings.map(readSetting).reduce((body, one) => withSetting(body, bodyPlace(type), one), {})

  it('are strings where the schema takes strings, and JSON elsewhere', () => {
    assert.deepEqual(set('acknowledgement', 'ownReference=12', 'notes=true'), {
      ownReference: '12',
      notes: 'true',
    })
    assert.deepEqual(set('delivery', 'outcomes.0.complete=true', 'outcomes.0.exhibits=["E1"]'), {
      outcomes: [{ complete: true, exhibits: ['E1'] }],
    })
    assert.deepEqual(set('close', 'text={"language":"fr","text":"Fini."}'), {
      text: { language: 'fr', text: 'Fini.' },
    })
  })

  it('make lists, and reach every item with a star', () => {
    const body = set(
      'status-report',
      'outcomes.0.measure=a1',
      'outcomes.1.measure=a2',
      'outcomes.*.outcome=executing',
    )
    assert.deepEqual(body, {
      outcomes: [
        { measure: 'a1', outcome: 'executing' },
        { measure: 'a2', outcome: 'executing' },
      ],
    })
    assert.throws(() => set('status-report', 'outcomes.2.measure=a1'), /no place in a list/)
  })

  it('keep a value with an equals sign whole, and an empty one', () => {
    assert.deepEqual(set('supplement', 'text=a=b'), { text: 'a=b' })
    assert.deepEqual(set('supplement', 'text='), { text: '' })
  })
})

describe('plain strings where a text is wanted', () => {
  it('become texts in the language of the message, at every depth and in every alternative', () => {
    const body = { outcomes: [{ measure: 'a1', outcome: 'refused', grounds: [], reasons: 'No.' }] }
    assert.deepEqual(withTexts(bodyPlace('decision'), body, 'et'), {
      outcomes: [
        { measure: 'a1', outcome: 'refused', grounds: [], reasons: { language: 'et', text: 'No.' } },
      ],
    })
  })

  it('leave every example as it is', () => {
    for (const { type, body } of messages)
      assert.deepEqual(withTexts(bodyPlace(type), body as unknown as JsonObject, 'xx'), body)
  })
})

describe('help', () => {
  const help = async (...words: string[]): Promise<string> => {
    const out: string[] = []
    const code = await rogatory(words, {
      say: (line) => out.push(line),
      note: (line) => out.push(line),
      json: () => 0,
    })
    assert.equal(code, 0)
    return out.join('\n')
  }

  for (const words of [['send'], ['act'], ['inbox'], ['show'], ['outbox'], ['outbox', 'resend']])
    it(`of ${words.join(' ')} says what it does and gives an example`, async () => {
      const text = await help(...words, '--help')
      assert.match(text, /Usage: rogatory /)
      assert.match(text, new RegExp(`Examples?:\\s+rogatory ${words.join(' ')} `))
      assert.match(text, /--json/)
      assert.match(text, /--data/)
    })

  it('is not needed to learn which version this is', async () => {
    assert.match(await help('--version'), /^\d+\.\d+\.\d+$/)
  })
})
