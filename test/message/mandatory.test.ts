import assert from 'node:assert/strict'
import { documents } from '../../src/message/generated/schemas.ts'
import type { JsonObject } from '../../src/message/json.ts'
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
