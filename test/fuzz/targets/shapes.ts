import assert from 'node:assert/strict'
import { canonicalBytes, canonicalText } from '../../../src/message/canonical.ts'
import type { JsonValue } from '../../../src/message/json.ts'
import { messageLimits } from '../../../src/message/limits.ts'
import { validateAnswer, validateQuestion } from '../../../src/message/recall.ts'
import { readStrict } from '../../../src/message/strict.ts'
import {
  validateLote,
  validateMessage,
  validateReceipt,
  validateTrustList,
  versionRefusal,
} from '../../../src/message/validate.ts'
import { claimIn } from '../../../src/exchange/admit.ts'
import { mutateBytes } from '../mutate/bytes.ts'
import { isObject, mutateJson, mutateLikely } from '../mutate/json.ts'
import { mutateText, severalTimes } from '../mutate/text.ts'
import type { Random } from '../random.ts'
import { type Target, assertRefusal, isAccepted } from '../target.ts'
import {
  answers,
  messages,
  namedList,
  namedLote,
  questions,
  receipts,
  vocabulary,
  withKeys,
} from '../world.ts'

const small: readonly JsonValue[] = [
  {},
  [],
  '',
  0,
  [1, 'a', null, true],
  { a: { b: [1.5, -1e-7, 1e21] } },
  { '': '\u20ac', '\u{1f600}': 'e' },
]
const texts = [...small, ...messages, ...receipts].map((value) =>
  Buffer.from(canonicalBytes(value)).toString('latin1'),
)

export const strictJson: Target = {
  name: 'strictJson',
  share: 220,
  inputsMin: 100_000,
  make: (random, from) => {
    const text = (from ?? random.pick(random.once(3) ? texts : texts.slice(0, small.length))) as string
    return severalTimes(random, text, mutateSpelling)
  },
  check: (input) => {
    const bytes = Buffer.from(input as string, 'latin1')
    const read = readStrict(bytes)
    if (isAccepted(read)) {
      assert.ok(Buffer.from(canonicalBytes(read.value)).equals(bytes), 'it is read and is not canonical')
      return
    }
    if (read.code !== 'JSON_NOT_CANONICAL') return
    assert.notEqual(
      canonicalOrNull(JSON.parse(bytes.toString('utf8')) as JsonValue),
      bytes.toString('utf8'),
      'it is canonical and not read',
    )
  },
}

function mutateSpelling(random: Random, text: string): string {
  if (random.once(2)) return mutateBytes(random, Buffer.from(text, 'latin1')).toString('latin1')
  const wide = Buffer.from(text, 'latin1').toString('utf8')
  if (random.once(3)) return Buffer.from(mutateText(random, wide)).toString('latin1')
  try {
    const value = mutateJson(random, JSON.parse(wide) as JsonValue, vocabulary)
    return Buffer.from(random.once(4) ? JSON.stringify(value) : canonicalText(value)).toString('latin1')
  } catch {
    return Buffer.from(mutateText(random, wide)).toString('latin1')
  }
}

function canonicalOrNull(value: JsonValue): string | null {
  try {
    return canonicalText(value)
  } catch {
    return null
  }
}

const moment = /^\d{4}-\d{2}-\d{2}T[0-9:.]+(Z|[+-]\d{2}:\d{2})$/
/** Members that hold moments wherever they stand: a text of a person may look like one and be none. */
const momentNames = new Set(
  [...vocabulary].flatMap(([name, known]) =>
    known.every((value) => typeof value === 'string' && moment.test(value)) ? [name] : [],
  ),
)

/** Said once more in other words than `isHumanText`, which is judged by it. */
function isPlainText(text: string): boolean {
  return (
    text === text.normalize('NFC') &&
    !/[^\P{Cc}\n\t]|\p{Bidi_Control}|\p{Surrogate}|[\p{Zl}\p{Zp}]/u.test(text)
  )
}

/** What the security page promises of every text in what is accepted: one spelling, no controls, no change of direction. */
export function assertAccepted(value: JsonValue, within = ''): void {
  if (typeof value === 'string') {
    const shown = JSON.stringify(value).slice(0, 100)
    assert.ok(isPlainText(value), `a text with controls or not in NFC is accepted: ${shown}`)
    if (momentNames.has(within)) assert.ok(!Number.isNaN(Date.parse(value)), `no moment: ${shown}`)
  } else if (Array.isArray(value)) for (const item of value) assertAccepted(item, within)
  else if (isObject(value)) {
    assert.equal(Object.getPrototypeOf(value), Object.prototype)
    for (const [name, member] of Object.entries(value)) {
      assert.ok(isPlainText(name), `a name of a member with controls: ${JSON.stringify(name)}`)
      assertAccepted(member, name)
    }
  }
}

/** What is accepted is canonical JSON within the limits of a message, and is accepted again as it is read back. */
function assertReadBack(value: JsonValue): JsonValue | null {
  const bytes = canonicalBytes(value)
  if (bytes.length > messageLimits.bytesMax) return null
  const read = readStrict(bytes)
  assert.ok(read.ok, `what has the right shape cannot be read: ${read.ok ? '' : read.code}`)
  return read.value
}

export const messageShapes: Target = {
  name: 'messageShapes',
  share: 25,
  inputsMin: 100_000,
  make: (random, from) => severalTimes(random, from ?? random.pick(messages), mutateEither),
  check: (input) => {
    claimIn(input)
    const valid = validateMessage(input)
    if (!isAccepted(valid)) return
    assertAccepted(input)
    const refusal = versionRefusal(valid.message, valid.version)
    if (refusal !== null) assertRefusal(refusal)
    const again = assertReadBack(input)
    if (again === null) return
    const second = validateMessage(again)
    assert.ok(
      second.ok && second.version === valid.version,
      'what was accepted is refused as it is read back',
    )
  },
}

function mutateEither(random: Random, value: JsonValue): JsonValue {
  return random.once(3) ? mutateJson(random, value, vocabulary) : mutateLikely(random, value, vocabulary)
}

const others: readonly JsonValue[] = [...receipts, ...questions, ...answers, namedList, namedLote]

export const otherShapes: Target = {
  name: 'otherShapes',
  share: 20,
  inputsMin: 100_000,
  make: (random, from) => severalTimes(random, from ?? random.pick(others), mutateEither),
  check: (input) => {
    const value = withKeys(input)
    for (const validate of [
      validateReceipt,
      validateQuestion,
      validateAnswer,
      validateTrustList,
      validateLote,
    ]) {
      if (!isAccepted(validate(value))) continue
      assertAccepted(value)
      assertReadBack(value)
    }
  },
}
