import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { letterHtml } from '../../../src/letter/html.ts'
import { letterLanguages } from '../../../src/letter/language.ts'
import { letterOf } from '../../../src/letter/letterOf.ts'
import { letterText } from '../../../src/letter/text.ts'
import { canonicalText } from '../../../src/message/canonical.ts'
import type { Message } from '../../../src/message/generated/types.ts'
import type { JsonObject, JsonValue } from '../../../src/message/json.ts'
import { validateMessage, versionRefusal } from '../../../src/message/validate.ts'
import { type Entry, decide } from '../../../src/workflow/decide.ts'
import { marksAt, nextInstant } from '../../../src/workflow/marks.ts'
import { replay } from '../../../src/workflow/replay.ts'
import type { RequestState } from '../../../src/workflow/state.ts'
import { measureKinds } from '../../../src/workflow/table.ts'
import { asRecorded, readingIn } from '../../letter/letters.ts'
import { entry, regimesOf, requestBody } from '../../workflow/speak.ts'
import { entryOf, moves } from '../../workflow/walk.ts'
import { isObject, mutateLikely, textOf } from '../mutate/json.ts'
import { severalTimes } from '../mutate/text.ts'
import { type Random, randomFrom } from '../random.ts'
import { type Target, isAccepted } from '../target.ts'
import { messages, vocabulary } from '../world.ts'

/** A record, and a message that comes next. */
interface Next {
  readonly record: readonly JsonObject[]
  readonly message: JsonObject
}

const courses = 3
const stepsMax = 14
const triesMax = 12

/** Records as the tables let them go, of every kind of measure and under two bases, each with what could come next. */
const nexts: readonly Next[] = measureKinds().flatMap((kind) =>
  regimesOf(kind).flatMap((regime) =>
    Array.from({ length: courses }, (_, course) => walked(kind, regime, randomFrom(course, kind, 0))).flat(),
  ),
)

function walked(kind: string, regime: string, random: Random): readonly Next[] {
  const body = requestBody([{ id: 'm1', kind }], regime)
  const first = entry({ type: 'request', body })
  const opened = decide(null, first)
  if (!opened.ok) return []
  const found: Next[] = [{ record: [], message: first.message as unknown as JsonObject }]
  let request = opened.request
  let record: readonly Entry[] = [first]
  for (let step = 0; step < stepsMax; step += 1) {
    const possible = moves(request)
    if (possible.length === 0) break
    const next = entryOf(request, random.pick(possible))
    const said = record.map(({ message }) => message as unknown as JsonObject)
    found.push({ record: said, message: next.message as unknown as JsonObject })
    const decision = decide(request, next)
    if (!decision.ok) continue
    request = decision.request
    record = [...record, next]
  }
  return found
}

const states = new WeakMap<readonly JsonObject[], RequestState | null>()

/** The state of a record, frozen: nothing that comes next may change what was before. */
function stateOf(record: readonly JsonObject[]): RequestState | null {
  const known = states.get(record)
  if (known !== undefined) return known
  const replayed = record.length === 0 ? null : replay(record.map(entryFrom))
  const state = replayed?.ok === true ? frozen(replayed.request) : null
  states.set(record, state)
  return state
}

function entryFrom(message: JsonObject): Entry {
  const digest = createHash('sha256').update(textOf(message.id)).digest('hex')
  return { message: message as unknown as Message, digest }
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(frozen)
    Object.freeze(value)
  }
  return value
}

/** A change after which the message is still valid; as it is where none of so many is. */
function validChange(random: Random, message: JsonObject): JsonObject {
  for (let attempt = 0; attempt < triesMax; attempt += 1) {
    const changed = severalTimes(random, message as JsonValue, (choices, value) =>
      mutateLikely(choices, value, vocabulary),
    )
    if (isObject(changed) && isValid(changed)) return changed
  }
  return message
}

function isValid(message: JsonObject): boolean {
  const valid = validateMessage(message)
  return valid.ok && versionRefusal(valid.message, valid.version) === null
}

const dayMs = 86_400_000

export const workflow: Target = {
  name: 'workflow',
  share: 10,
  inputsMin: 100_000,
  make: (random, from) => {
    const { record, message } = (from ?? random.pick(nexts)) as unknown as Next
    // The words of another record, now and then, or of the published example of any type.
    const other = random.once(6)
      ? random.pick(nexts).message
      : random.once(6)
        ? random.pick(messages)
        : message
    const told =
      other === message
        ? message
        : { ...message, type: other.type ?? '', body: other.body ?? {}, exhibits: other.exhibits ?? [] }
    return { record, message: validChange(random, told) } as unknown as JsonValue
  },
  check: (input) => {
    const { record, message } = input as unknown as Next
    if (!isValid(message)) return
    const before = stateOf(record)
    if (record.length > 0 && before === null) return
    const next = entryFrom(message)
    const decision = decide(before, next)
    if (!isAccepted(decision)) return
    const { request } = decision
    const text = canonicalText(request)
    assert.deepEqual(JSON.parse(text), request, 'a state is not plain JSON')
    assert.equal(request.sequence, (before?.sequence ?? 0) + 1)
    const again = decide(before, next)
    assert.ok(again.ok && canonicalText(again.request) === text, 'decided twice, it is not the same')
    const now = Date.parse(request.updatedAt)
    assert.ok(!Number.isNaN(now), 'a state without its time')
    for (const measure of request.measures) marksAt(measure, new Date(Math.min(now + 400 * dayMs, 8.64e15)))
    const instant = nextInstant(request, new Date(now))
    assert.ok(instant === null || instant.getTime() > now, 'the next instant is not after now')
  },
}

export const replays: Target = {
  name: 'replays',
  share: 2,
  inputsMin: 20_000,
  make: (random, from) => {
    const { record, message } = (from ?? random.pick(nexts)) as unknown as Next
    const place = random.below(record.length + 1)
    const all = [...record, message]
    const changed = random.once(3)
      ? random.once(2)
        ? all.filter((_, at) => at !== place)
        : [...all, ...all.slice(place, place + 1)]
      : all.map((one, at) => (at === place ? validChange(random, one) : one))
    return { record: changed.slice(0, -1), message: changed.at(-1) ?? message }
  },
  check: (input) => {
    const { record, message } = input as unknown as Next
    const all = [...record, message]
    if (!all.every(isValid)) return
    const replayed = replay(all.map(entryFrom))
    if (!isAccepted(replayed)) return
    assert.equal(replayed.request.sequence, all.length)
    const again = replay(frozen(structuredClone(all)).map(entryFrom))
    assert.ok(
      again.ok && canonicalText(again.request) === canonicalText(replayed.request),
      'replayed twice, it is not the same',
    )
  },
}

export const letters: Target = {
  name: 'letters',
  share: 2,
  inputsMin: 20_000,
  make: (random, from) => {
    const known = from as { message: JsonObject } | null
    const message = validChange(random, known?.message ?? random.pick(messages))
    return { language: random.pick(letterLanguages), message }
  },
  check: (input) => {
    const { language, message } = input as { language: (typeof letterLanguages)[number]; message: JsonObject }
    if (!isValid(message)) return
    const letter = letterOf(asRecorded(message as unknown as Message), readingIn(language))
    assert.ok(letterText(letter).length > 0)
    const html = letterHtml(letter)
    assert.ok(!/<script|<img|javascript:[^"<]*"\s*>/i.test(html), 'words of a message have become a tag')
  },
}
