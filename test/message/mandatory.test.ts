import assert from 'node:assert/strict'
import { documents } from '../../src/message/generated/schemas.ts'
import type { JsonObject, JsonValue } from '../../src/message/json.ts'
import { namesIn } from '../../src/message/unions.ts'
import { validateMessage } from '../../src/message/validate.ts'
import { places, withChange } from './schemaWalk.ts'
import { type WholeExample, innerOf, wholeExamples } from './wholeExamples.ts'

/** Parts of the frame and of the trust list, which validate.test.ts takes apart. */
const ofTheFrame = [
  'part/authority.json',
  'part/competence.json',
  'part/exhibit-scan.json',
  'part/exhibit.json',
  'part/lote-entity.json',
  'part/lote-identity.json',
  'part/lote-service.json',
  'part/node-capabilities.json',
  'part/note-key.json',
  'part/place.json',
  'part/sealed-exhibit.json',
]

/** What is replaced was disputed before, which no example can tell: test/workflow/acceptance.test.ts tries it. */
const ofNoExample = ['part/replacement.json']

/** Whole messages in which the walk has dropped something, with the places of which one must be named. */
function* lessened(
  example: WholeExample,
  schema: JsonObject,
): Generator<{ less: JsonObject; places: string[] }> {
  for (const { path, required, choices } of places(schema, innerOf(example))) {
    const at = [...example.path, ...path]
    const drops = [...required.map((member) => [member]), ...choices]
    for (const members of drops) {
      const less = withChange(example.message, at, (object) => {
        for (const member of members) Reflect.deleteProperty(object, member)
      }) as JsonObject
      yield { less, places: members.map((member) => `/${[...at, member].join('/')}`) }
    }
  }
}

describe('message: what each kind of measure, each message and each result must say', () => {
  for (const room of ['measure', 'message', 'result']) {
    for (const name of namesIn(documents, room)) {
      it(`is refused with its place when an example of ${room} ${name} lacks it`, () => {
        const schema = documents[`${room}/${name}.json`]
        assert.ok(schema !== undefined)
        const examples = wholeExamples(`${room}/${name}`)
        assert.ok(examples.length > 0)
        for (const example of examples) {
          const whole = validateMessage(example.message)
          assert.ok(whole.ok, `${example.file}: ${JSON.stringify(whole)}`)
          for (const { less, places } of lessened(example, schema)) {
            const refusal = validateMessage(less)
            const words = `${example.file} without ${places.join(', ')}`
            assert.ok(!refusal.ok, words)
            assert.ok(
              places.some((place) => place.startsWith(refusal.pointer ?? '?')),
              `${words}: ${refusal.pointer ?? ''}`,
            )
          }
        }
      })
    }
  }

  it('is tried for every part of which they are made', () => {
    const tried = new Set<string>()
    for (const room of ['measure', 'message', 'result'])
      for (const name of namesIn(documents, room))
        for (const example of wholeExamples(`${room}/${name}`))
          for (const { schemas } of places(documents[`${room}/${name}.json`] ?? {}, innerOf(example)))
            for (const path of schemas) tried.add(path)
    const parts = Object.entries(documents)
      .filter(
        ([path, { type, required }]) =>
          path.startsWith('part/') && type === 'object' && required !== undefined,
      )
      .map(([path]) => path)
    assert.deepEqual(
      parts.filter((path) => !tried.has(path)),
      [...ofTheFrame, ...ofNoExample].sort(),
    )
  })
})

describe('message: what nobody knows, and nobody has to invent', () => {
  /** The example with this instead of what stands in it; `undefined` takes a member out. */
  const changed = (
    schema: string,
    file: string,
    changes: Readonly<Record<string, unknown>>,
    at: Path = [],
  ) => {
    const example = wholeExamples(schema).find((one) => one.file.endsWith(file))
    assert.ok(example !== undefined, file)
    return withChange(example.message, [...example.path, ...at], (object) => {
      for (const [name, value] of Object.entries(changes))
        if (value === undefined) Reflect.deleteProperty(object, name)
        else object[name] = value as JsonValue
    })
  }
  type Path = readonly (string | number)[]
  const isTaken = (message: JsonValue): boolean => validateMessage(message).ok

  it('is by which day a judgment or a notice is to be served, unlike a summons', () => {
    const served = (changes: object, kind: string) => {
      const message = changed('measure/service-of-documents', 'service-of-documents.json', { ...changes })
      return withChange(message, ['body', 'measures', 0, 'documents', 0], (document) => {
        document.kind = kind
      })
    }
    for (const kind of ['charge', 'judgment', 'decision', 'notice', 'other'])
      assert.ok(isTaken(served({ latestDate: undefined, hearing: undefined }, kind)), kind)
    assert.ok(isTaken(served({}, 'summons')))
    assert.ok(!isTaken(served({ latestDate: undefined }, 'summons')))
    assert.ok(!isTaken(served({ hearing: undefined }, 'summons')))
  })

  it('is with which bank accounts are held, nor must it be said why it is asked', () => {
    const traced = (bankAccounts: unknown) =>
      changed('measure/asset-tracing', 'asset-tracing.json', { bankAccounts })
    assert.ok(isTaken(traced(undefined)))
    assert.ok(isTaken(traced({ banks: ['Example Bank'] })))
    assert.ok(!isTaken(traced({})))
    assert.ok(!isTaken(traced({ banks: [] })))
  })

  it('is how long a sentence for life, of no fixed length or of death lasts', () => {
    const none = { sentence: undefined, remaining: undefined, life: undefined }
    const judged = (changes: object) =>
      changed('measure/enforce-instead', 'enforce-instead.json', { ...none, ...changes }, ['judgment'])
    const carriedOut = (changes: object) =>
      changed('result/enforce-instead', 'enforce-instead.json', { sentence: undefined, ...changes })
    for (const known of ['life', 'indeterminate', 'death'])
      for (const of of [judged, carriedOut]) {
        assert.ok(isTaken(of({ [known]: true })), known)
        assert.ok(!isTaken(of({ [known]: false })), known)
        assert.ok(isTaken(of({ [known]: true, sentence: { years: 15 }, remaining: { years: 9 } })), known)
      }
    assert.ok(!isTaken(judged({ sentence: { years: 4 } })))
    assert.ok(!isTaken(judged({ remaining: { years: 4 } })))
    assert.ok(!isTaken(judged({})))
    const judgment = wholeExamples('measure/enforce-instead').map((one) => innerOf(one).judgment)[1]
    const purpose = { for: 'sentence', judgment }
    assert.ok(isTaken(changed('measure/extradition', 'extradition.json', { purpose })))
  })

  it('is from when to when records reach', () => {
    const asked = (changes: object) => changed('measure/records', 'records.json', { ...changes })
    const wholeTime = { reason: { language: 'en', text: 'It is not known since when there are any.' } }
    assert.ok(isTaken(asked({ period: undefined, wholeTime })))
    assert.ok(!isTaken(asked({ wholeTime })))
    assert.ok(!isTaken(asked({ period: undefined })))
    assert.ok(isTaken(changed('result/records', 'records.json', { period: undefined })))
  })

  it('is an attempt to serve where none was made', () => {
    const told = (reason: string, attempts: unknown) =>
      changed('message/service-proof', 'not-served.json', { reason, attempts }, ['outcomes', 0])
    const attempt = { at: '2027-03-25T17:00:00+03:00', where: 'Doha' }
    for (const reason of ['deceased', 'addressInsufficient', 'tooLate', 'other'])
      for (const attempts of [undefined, [], [attempt]])
        assert.ok(isTaken(told(reason, attempts)), `${reason} ${JSON.stringify(attempts)}`)
    for (const reason of ['notFound', 'moved', 'refused']) {
      for (const attempts of [undefined, []]) assert.ok(!isTaken(told(reason, attempts)), reason)
      assert.ok(isTaken(told(reason, [attempt])), reason)
    }
  })

  it('is a number or an address that the provider has recorded otherwise', () => {
    const found = (more: object) =>
      changed('result/subscriber-information', 'subscriber-information.json', { subscribers: [more] })
    assert.ok(isTaken(found({ phones: ['04-4712 ext. 8', '+97455500101', '٠٥٠ ١٢٣ ٤٥٦٧'] })))
    assert.ok(isTaken(found({ emails: ['علي@مثال.إختبار'] })))
    assert.ok(!isTaken(found({ phones: ['4'.repeat(61)] })))
    assert.ok(!isTaken(found({ phones: [''] })))
  })

  it('is an order or a rule on privileged talk for an interception', () => {
    const changes = { domesticOrder: undefined, privilege: undefined }
    assert.ok(isTaken(changed('measure/interception', 'interception.json', changes)))
  })
})
