import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { isOfOneChain } from '../../../src/message/caip.ts'
import { isHumanText } from '../../../src/message/humanText.ts'
import type { JsonValue } from '../../../src/message/json.ts'
import { momentIn } from '../../../src/message/moment.ts'
import { isLinear } from '../../../src/message/pattern.ts'
import { validatorOf } from '../../../src/message/registry.ts'
import { isAtMost, isSameNumber, placesOf, quotient, sum } from '../../../src/workflow/decimal.ts'
import { addDays, addMonths, isSameDay, readInstant, writeInstant } from '../../../src/workflow/instant.ts'
import { isConverted, isSumOf } from '../../../src/workflow/money.ts'
import { readPin, spellPin, wordsOfPin } from '../../../src/trust/fingerprint.ts'
import { mutateJson, textOf, vocabularyOf } from '../mutate/json.ts'
import { mutateText, severalTimes } from '../mutate/text.ts'
import type { Target } from '../target.ts'
import { vocabulary } from '../world.ts'

const dates = [
  '2027-03-01T14:00:00+07:00',
  '2027-03-28T01:30:00.125Z',
  // Hours before the clocks of Auckland and of St. John’s go back.
  '2027-04-03T08:00:00Z',
  '2027-11-06T23:30:00Z',
  '2027-03-01',
  '9999-12-31T23:59:59Z',
  '0001-01-01T00:00:00+14:00',
  '2028-02-29',
]
const zones = [
  'UTC',
  'Asia/Ho_Chi_Minh',
  'Pacific/Auckland',
  'America/St_Johns',
  'Etc/GMT+12',
  'Africa/Monrovia',
  'Asia/Kathmandu',
]

export const moments: Target = {
  name: 'moments',
  share: 70,
  inputsMin: 100_000,
  make: (random, from) => {
    const { text, zone, days } = (from ?? {
      text: random.pick(dates),
      zone: random.pick(zones),
      days: 90,
    }) as Record<string, string | number>
    return {
      text: severalTimes(random, String(text), mutateText),
      zone: random.once(6) ? mutateText(random, String(zone)) : random.pick(zones),
      days: random.once(3)
        ? Number(days)
        : random.pick([0, 1, 30, 180, 3_650, 99_999]) * (random.once(4) ? -1 : 1),
    }
  },
  check: (input) => {
    const { text = '', zone = '', days = 0 } = input as { text?: string; zone?: string; days?: number }
    if (typeof text !== 'string' || typeof zone !== 'string' || typeof days !== 'number') return
    const isValid = validatorOf('part/moment.json')(text) || validatorOf('part/date.json')(text)
    if (!isValid) return
    const profileZone = zones.includes(zone) ? zone : 'UTC'
    const at = readInstant(text, profileZone)
    assert.ok(Number.isFinite(at), 'a valid date is no instant')
    assert.equal(readInstant(writeInstant(at), 'UTC'), at, 'an instant reads back as another')
    const later = [addDays(at, days, profileZone), addMonths(at, Math.trunc(days / 30), profileZone)]
    assert.ok(later.every(Number.isFinite), 'so many days later is no instant')
    if (days > 0) assert.ok(later[0] !== undefined && later[0] > at, 'later is not later')
    assertSameTimeOfDay(at, later[0] ?? at, days, profileZone)
    for (const one of later) {
      writeInstant(one)
      isSameDay(at, one, profileZone)
    }
    const moment = momentIn(zone, new Date(at))
    if (at >= Date.parse('0001-01-02') && at < Date.parse('9999-12-30'))
      assert.equal(Date.parse(moment), at, 'a moment in a zone is another moment')
  },
}

const hourMs = 3_600_000

/** So many days later it is the same time of day in the zone, as another reader of zones tells it; not near a change of the clock. */
function assertSameTimeOfDay(at: number, later: number, days: number, zone: string): void {
  const isTold = (one: number) => one > Date.UTC(1972, 0) && one < Date.UTC(2400, 0)
  const local = (one: number) => Date.parse(`${momentIn(zone, new Date(one)).slice(0, 23)}Z`)
  const offset = (one: number) => local(one) - one
  if (!isTold(at) || !isTold(later) || offset(later - 3 * hourMs) !== offset(later + 3 * hourMs)) return
  assert.ok(local(later) - local(at) === days * 24 * hourMs, 'so many days later it is another time of day')
}

const amounts = [
  '1204331.17',
  '0',
  '-0.00',
  '00012.50',
  '9'.repeat(60),
  `0.${'3'.repeat(40)}`,
  '1e5',
  '1.',
  '.5',
]
const money = { amount: '100.00', currency: 'EUR' }
const sums: readonly JsonValue[] = [
  money,
  {
    ordered: money,
    amount: { amount: '108.50', currency: 'USD' },
    rate: { base: 'USD', quote: 'EUR', rate: '0.9216' },
  },
  { ordered: money, amount: money },
]
const sumWords = vocabularyOf(sums)

export const amountsOfMoney: Target = {
  name: 'amountsOfMoney',
  share: 160,
  inputsMin: 100_000,
  make: (random, from) => {
    const known = from as { texts: string[]; value: JsonValue } | null
    const texts = known?.texts ?? [random.pick(amounts), random.pick(amounts)]
    return {
      texts: texts.map((text) => severalTimes(random, text, mutateText)),
      value: severalTimes(random, known?.value ?? random.pick(sums), (choices, value) =>
        mutateJson(choices, value, sumWords),
      ),
    }
  },
  check: (input) => {
    const { texts = [], value = null } = input as { texts?: string[]; value?: JsonValue }
    const [one = '', other = ''] = texts
    if (typeof one !== 'string' || typeof other !== 'string') return
    const total = sum(one, other)
    assert.equal(total, sum(other, one))
    assert.equal(total === null, placesOf(one) === null || placesOf(other) === null)
    if (placesOf(one) !== null && placesOf(other) !== null) {
      assert.ok(isAtMost(one, other) || isAtMost(other, one), 'of two amounts neither is at most the other')
      assert.ok(isSameNumber(one, one))
    }
    quotient(one, other, placesOf(one) ?? 0)
    isConverted(value)
    isSumOf(value, [value, money])
  },
}

/** Every pattern of the published schemas. */
const patterns: readonly string[] = [
  ...new Set(
    readdirSync('schemas', { recursive: true, encoding: 'utf8' })
      .filter((name) => /^(part|code|measure|message|result)\/[^/]+\.json$|^[a-z-]+\.json$/.test(name))
      .flatMap((name) => [
        ...readFileSync(`schemas/${name}`, 'utf8').matchAll(/"pattern": ("(?:[^"\\]|\\.)*")/g),
      ])
      .map(([, text = '""']) => JSON.parse(text) as string),
  ),
]
const hostile = [
  'a'.repeat(3_000),
  `${'a1-'.repeat(1_000)}!`,
  `${'0.'.repeat(1_500)}x`,
  `${' '.repeat(3_000)}\n`,
  `${'A:'.repeat(1_500)}\u0000`,
]

export const patternsAndTexts: Target = {
  name: 'patternsAndTexts',
  share: 15,
  inputsMin: 100_000,
  make: (random, from) => {
    const { pattern, text } = (from ?? {
      pattern: random.pick(patterns),
      text: random.pick(random.pick([...vocabulary.values()])),
    }) as Record<string, JsonValue>
    return {
      pattern: severalTimes(random, textOf(pattern), (choices, one) => {
        if (choices.once(3)) return mutateText(choices, one)
        const at = choices.below(one.length + 1)
        return (
          one.slice(0, at) +
          choices.pick([
            '*',
            '+',
            '?',
            '{1,60}',
            '(a|ab)',
            '(?:[a-z]+)*',
            '.',
            '|',
            ')',
            '[',
            '\\1',
            '(?=x)',
            '[^a]{0,9}',
          ]) +
          one.slice(at)
        )
      }),
      text: severalTimes(random, typeof text === 'string' ? text : JSON.stringify(text ?? null), mutateText),
    }
  },
  check: (input) => {
    const { pattern = '', text = '' } = input as { pattern?: string; text?: string }
    if (typeof pattern !== 'string' || typeof text !== 'string') return
    const isChain = isOfOneChain(text, pattern)
    assert.equal(isOfOneChain(text, text), isOfOneChain(text, text))
    assert.ok(typeof isChain === 'boolean')
    for (const kind of ['line', 'lines'] as const) {
      if (isHumanText(kind, text))
        assert.ok(
          text.normalize('NFC') === text && !/\p{Surrogate}/u.test(text),
          'a text with two spellings passes',
        )
    }
    if (!isLinear(pattern.slice(0, 300))) return
    const compiled = regexOf(pattern.slice(0, 300))
    compiled?.test(hostile[pattern.length % hostile.length] ?? '')
  },
}

function regexOf(pattern: string): RegExp | null {
  try {
    return new RegExp(pattern, 'u')
  } catch {
    return null
  }
}

const pins = [
  '0'.repeat(64),
  'f'.repeat(64),
  '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
]
const spelt = pins.flatMap((pin) => [pin, spellPin(pin), wordsOfPin(pin)])

export const pinTexts: Target = {
  name: 'pinTexts',
  share: 15,
  inputsMin: 100_000,
  make: (random, from) => severalTimes(random, (from ?? random.pick(spelt)) as string, mutateText),
  check: (input) => {
    const pin = readPin(input as string)
    if (pin === null) return
    assert.match(pin, /^[0-9a-f]{64}$/)
    assert.equal(readPin(spellPin(pin)), pin)
    assert.equal(readPin(wordsOfPin(pin)), pin)
  },
}
