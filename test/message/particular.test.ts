import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join, sep } from 'node:path'
import { faultOf } from '../../src/message/fault.ts'
import type { JsonObject, JsonValue } from '../../src/message/json.ts'
import { type ParticularName, inEnglish } from '../../src/message/particular.ts'
import { readParticular } from '../../src/message/readParticular.ts'
import { refuse } from '../../src/message/refusal.ts'
import { thoroughValidatorOf } from '../../src/message/registry.ts'
import { profileIds, profileNamed } from '../../src/workflow/profile.ts'
import { spokenGuards } from '../../src/workflow/guards.ts'
import { particularNames, sampleOf } from './particulars.ts'
import { wholeExamples } from './wholeExamples.ts'

/** Every file of the source in these rooms, by its path. */
function sources(...rooms: readonly string[]): readonly (readonly [path: string, text: string])[] {
  return rooms.flatMap((room) =>
    readdirSync(room, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.startsWith('generated'))
      .map((name) => join(room, name))
      .map((path) => [path, readFileSync(path, 'utf8')] as const),
  )
}

/** Names of the particulars that these files give. */
function givenIn(files: ReturnType<typeof sources>): ReadonlySet<ParticularName> {
  const text = files.map(([, one]) => one).join('\n')
  // What closes a type is the name of a member.
  return new Set(particularNames.filter((name) => new RegExp(`'${name}'(?!>)`).test(text)))
}

describe('what a rule has to say of a message', () => {
  // Where they are listed and read, nothing is said.
  const lists = ['particulars.ts', 'readParticular.ts'].map((name) => join('src', 'message', name))
  const all = sources('src/message', 'src/workflow', 'src/exchange').filter(([path]) => !lists.includes(path))
  const check = join('src', 'workflow', 'check')

  it('is said by some rule, whatever stands in the list', () => {
    const given = givenIn(all)
    assert.deepEqual(
      particularNames.filter((name) => !given.has(name)),
      [],
    )
  })

  it('is in English what goes over the wire: one thing after the other, with the marks between them', () => {
    const says = [sampleOf('holdLasts'), sampleOf('renewedAtMost'), sampleOf('renewedOnlySo')]
    const english = 'm1: a hold lasts 60 days in QA, renewed at most 1 time(s); only so: Theo trường hợp.'
    assert.equal(inEnglish(says), english)
    assert.equal(inEnglish([sampleOf('paperAsked'), sampleOf('basisGoesBy')]).split('; ').length, 2)
    assert.equal(inEnglish([]), '')
    const refusal = refuse('PEER_UNKNOWN', { pointer: '/to', says: [sampleOf('listNotPinned')] })
    assert.equal(refusal.detail, 'no trust list of QA is pinned')
  })

  it('is read again out of its English, with its values, wherever it goes to another node', () => {
    const sent = givenIn(all.filter(([path]) => !path.startsWith(check)))
    assert.ok(sent.size > 70, `${sent.size}`)
    for (const name of sent) {
      // Faults of which there are more are told at this node alone, beside those that they follow.
      if (name === 'andMore') continue
      const said = sampleOf(name)
      assert.deepEqual(readParticular(inEnglish([said])), said, name)
    }
  })

  it('is read so of every claim, clock, article and wish that the tables and profiles have', () => {
    const clocks = profileIds().flatMap((id) => profileNamed(id).clocks.map(({ name }) => name))
    for (const guard of Object.keys(spokenGuards)) reads(sampleOf('guardNotKept', { guard }))
    for (const clock of clocks) {
      reads(sampleOf('clockRunOut', { clock }))
      reads(sampleOf('clockNotRight', { clock }))
    }
    for (const id of profileIds()) {
      const { content = [], electronicOnlyUnless: limit } = profileNamed(id)
      for (const { words: wanted, source } of content) reads(sampleOf('contentWantedBy', { wanted, source }))
      if (limit !== undefined) reads(sampleOf('noSeriousOffence', { source: limit.source }))
    }
    function reads(said: ReturnType<typeof sampleOf>): void {
      assert.deepEqual(readParticular(inEnglish([said])), said)
    }
  })

  it('is not made of what no rule here says', () => {
    for (const words of [
      '',
      'It is not possible.',
      'm1: <b>no</b>',
      `m1: ${'x'.repeat(400)}`,
      '{measure}',
      'QA: no',
    ])
      assert.equal(readParticular(words), null, words)
  })

  it('is nowhere a sentence alone: the rules that judge a message say what they say by name and values', () => {
    // Not of messages: what a refusal is, settings, a bundle, and what a validator alone has words for.
    const others: Readonly<Record<string, number>> = {
      'message/refusal.ts': 1,
      // Of orders and files of systems.
      'message/strict.ts': 4,
      'message/validate.ts': 1,
      'message/fault.ts': 1,
      'message/placedFault.ts': 1,
      'workflow/retention.ts': 2,
      // Acts that are no messages.
      'exchange/approval.ts': 1,
    }
    const judging = [...sources('src/message', 'src/workflow'), ...sources('src/exchange').filter(isJudging)]
    const alone = judging.flatMap(([path, text]) => {
      const lines = text
        .split('\n')
        .filter((line) => !/^ *(\/?\*|\/\/)/.test(line) && /\bdetail(:|,| \}|\))/.test(line))
      const name = path.split(sep).slice(1).join('/')
      return lines.length === (others[name] ?? 0) ? [] : [[name, ...lines]]
    })
    assert.deepEqual(alone, [])
  })
})

/** Of what is exchanged: what judges a message before it goes out or as it comes. */
function isJudging([path]: readonly [string, string]): boolean {
  return /exchange\/(admit|approval|capabilities|consent|judge|onward[A-Za-z]*|parties|sentBefore|drafts\/(findings|rehearse|reply))\.ts$/.test(
    path,
  )
}

describe('a fault of shape', () => {
  it('is told by values, in the words of the validator, whatever keyword is not kept', () => {
    const found = new Map<string, number>()
    for (const [type, wrong] of broken()) {
      const validator = thoroughValidatorOf(type)
      validator.call({}, wrong)
      for (const error of validator.errors ?? []) {
        const { keyword, instancePath, message } = error
        // Of what depends on something else, the fault that it leads to is told.
        if (keyword === 'if') continue
        found.set(keyword, (found.get(keyword) ?? 0) + 1)
        const { says, detail } = faultOf(error, [])
        assert.ok(says !== undefined, `${keyword} at ${instancePath}`)
        const name = instancePath.slice(instancePath.lastIndexOf('/') + 1) || 'the document'
        if (!own.has(keyword)) assert.equal(detail, `${name} ${message ?? ''}`)
        assert.deepEqual(readParticular(detail ?? ''), says[0], detail)
      }
    }
    assert.deepEqual([...found.keys()].sort(), telling)
  })
})

/** Keywords for which there are words of our own. */
const own: ReadonlySet<string> = new Set(
  'required additionalProperties discriminator enum humanText oneChain anyOf oneOf'
    .split(' ')
    .concat('false schema'),
)

/** What is broken below. */
const telling = (
  'additionalProperties anyOf const contains discriminator enum format humanText maxItems maxLength maximum minItems ' +
  'minLength minProperties minimum not oneOf pattern required type uniqueItems'
).split(' ')

/** Examples of messages, each with something at one place that may not stand there, in turn. */
function* broken(): Generator<[type: string, wrong: JsonObject]> {
  const wrong: readonly JsonValue[] = [
    'a\u0007',
    'x'.repeat(50_000),
    -1,
    10 ** 16,
    {},
    [],
    { surprise: 1 },
    '',
    false,
  ]
  let turn = 0
  for (const schema of ['message/delivery', 'message/use-consent', ...measures()])
    for (const { message } of wholeExamples(schema))
      for (const path of pathsIn(message)) {
        const at = path.reduce<JsonValue>((value, step) => (value as JsonObject)[step] ?? null, message)
        const other = wrong[turn++ % wrong.length] ?? null
        const value =
          Array.isArray(at) && turn % 2 === 0 ? Array.from({ length: 600 }, () => at[0] ?? 1) : other
        yield [message.type as string, put(message, path, value) as JsonObject]
      }
}

function measures(): readonly string[] {
  const all = readdirSync('schemas/measure').map((name) => `measure/${name.replace('.json', '')}`)
  return all.filter((_, place) => place % 5 === 0)
}

function* pathsIn(value: JsonValue, path: readonly string[] = []): Generator<readonly string[]> {
  if (typeof value !== 'object' || value === null) return
  for (const [name, inner] of Object.entries(value)) {
    yield [...path, name]
    yield* pathsIn(inner, [...path, name])
  }
}

function put(value: JsonValue, [step, ...rest]: readonly string[], other: JsonValue): JsonValue {
  if (step === undefined) return other
  if (Array.isArray(value)) return value.map((one, at) => (String(at) === step ? put(one, rest, other) : one))
  const object = value as JsonObject
  return { ...object, [step]: put(object[step] ?? null, rest, other) }
}
