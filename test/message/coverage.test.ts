import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { coveragePage } from '../../src/cli/generateCoverage.ts'
import { type Requirement, faultsIn, requirementFiles } from '../../src/cli/requirements.ts'
import { documents } from '../../src/message/generated/schemas.ts'
import type { JsonObject } from '../../src/message/json.ts'
import { registryOf } from '../../src/message/registry.ts'
import { validateMessage } from '../../src/message/validate.ts'
import { withChange } from './schemaWalk.ts'
import { type WholeExample, innerOf, placeOf, wholeExamples } from './wholeExamples.ts'

const rows = requirementFiles('.').flatMap((file) => file.rows)

/** The examples in which one of these members stands, each with the message that lacks them, and with their places. */
function lacking(
  schema: string,
  pointers: readonly string[],
): { example: WholeExample; less: JsonObject; places: string[] }[] {
  return wholeExamples(schema).flatMap((example) => {
    const places = pointers.flatMap((pointer) => {
      const at = placeOf(innerOf(example), pointer.slice(1).split('/'))
      return at === null ? [] : [[...example.path, ...at]]
    })
    const less = places.reduce<JsonObject>((message, place) => {
      return withChange(message, place.slice(0, -1), (at) => {
        Reflect.deleteProperty(at, String(place.at(-1)))
      }) as JsonObject
    }, example.message)
    // Where one of several is enough, another of them may be what is asked for.
    const others = pointers.filter((pointer) => !pointer.includes('*')).map((pointer) => pointer.slice(1))
    const asked = [...places, ...others.map((pointer) => [...example.path, pointer])]
    return places.length === 0 ? [] : [{ example, less, places: asked.map((place) => `/${place.join('/')}`) }]
  })
}

describe('message: what the law asks', () => {
  it('stands in closed files, of which every name and member is there, and leaves no kind and no type out', () => {
    const validate = registryOf(documents).compile(documents['requirement.json'] ?? {})
    for (const name of readdirSync('schemas/requirement')) {
      const file: unknown = JSON.parse(readFileSync(`schemas/requirement/${name}`, 'utf8'))
      assert.ok(validate(file), `${name}: ${JSON.stringify(validate.errors)}`)
    }
    assert.deepEqual(faultsIn(rows), [])
  })

  it('is found wanting where a name, a member or a rule is not there', () => {
    const [first] = rows
    assert.ok(first !== undefined)
    const wrong: Requirement = {
      ...first,
      measures: ['astrology'],
      messages: ['horoscope'],
      must: { 'message/close': ['/stars'] },
      content: { UNCC: ['/body/stars'] },
      unsure: { 'UNCC 99': 'warning' },
    }
    assert.deepEqual(faultsIn([...rows, wrong]), [
      `${first.id}: there is no measure astrology`,
      `${first.id}: there is no message horoscope`,
      `${first.id}: UNCC 99 is no article of it`,
      `${first.id}: message/close has no member /stars`,
      `${first.id}: the profile UNCC does not require /body/stars`,
      `${first.id} stands twice`,
    ])
    assert.ok(faultsIn([first]).includes('nothing asks for the measure freezing'))
    assert.ok(faultsIn([first]).includes('nothing asks for the message withdraw'))
  })

  it('is told in docs/coverage.md as it is now (npm run generate:coverage)', () => {
    assert.equal(readFileSync('docs/coverage.md', 'utf8'), coveragePage('.'))
  })

  for (const { id, measures = [], messages, must = {} } of rows) {
    it(`has for ${id} examples that are valid, and not without what it must hold`, () => {
      for (const schema of [
        ...measures.map((kind) => `measure/${kind}`),
        ...messages.map((type) => `message/${type}`),
        ...Object.keys(must),
      ]) {
        const examples = wholeExamples(schema)
        assert.ok(examples.length > 0, `there is no example of ${schema}`)
        for (const { file, message } of examples) {
          const judged = validateMessage(message)
          assert.ok(judged.ok, `${file}: ${JSON.stringify(judged)}`)
        }
      }
      for (const [schema, members] of Object.entries(must)) {
        for (const member of members) {
          const pointers = typeof member === 'string' ? [member] : member
          const refused = lacking(schema, pointers).flatMap(({ example, less, places }) => {
            const judged = validateMessage(less)
            return judged.ok ? [] : [{ example, places, pointer: judged.pointer ?? '?' }]
          })
          assert.ok(refused.length > 0, `${schema} is taken without ${pointers.join(', ')}`)
          for (const { example, places, pointer } of refused) {
            const isThere = places.some((place) => place.startsWith(pointer))
            assert.ok(isThere, `${example.file} without ${places.join(', ')}: ${pointer}`)
          }
        }
      }
    })
  }
})
