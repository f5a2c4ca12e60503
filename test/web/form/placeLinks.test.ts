import assert from 'node:assert/strict'
import type { Message, MessageType } from '../../../src/message/generated/types.ts'
import type { JsonObject, JsonValue } from '../../../src/message/json.ts'
import { placeLink } from '../../../src/web/desk/draftLinks.ts'
import { planOf } from '../../../src/web/form/plan.ts'
import { pointerOf, said } from '../../../src/workflow/said.ts'
import { idsIn } from '../../support/formControls.ts'
import { exampleBodies, readerOf, shown } from './forms.ts'

/** Every place of a value (RFC 6901), also in what stands where nothing else may. */
function* placesIn(value: JsonValue, pointer: string): Generator<string> {
  yield pointer
  if (typeof value !== 'object' || value === null) return
  for (const [name, member] of Object.entries(value)) yield* placesIn(member, `${pointer}/${name}`)
}

/** The ids of the page of each part, by its name. */
function pagesOf(type: MessageType, body: JsonObject): ReadonlyMap<string, ReadonlySet<string>> {
  const words = readerOf('en')
  return new Map(
    planOf(type).parts.map((part) => [part.name, new Set(idsIn(shown(words, type, part, body)))]),
  )
}

const first = new Map(exampleBodies().map(({ type, body }) => [type, body]))

describe('web: the way to where something is written', () => {
  it('leads to a field that is on the page of its part, of whatever place of a message is spoken', function () {
    this.timeout(120_000)
    const dead: string[] = []
    let led = 0
    for (const [type, body] of first) {
      const pages = pagesOf(type, body)
      const absent = Object.keys(body).flatMap((name) => [`/body/${name}/0/none`, `/body/${name}/none`])
      for (const pointer of [...placesIn(body, '/body'), ...absent]) {
        const link = placeLink({ id: 'D1', type, body }, pointer)
        if (link === null) continue
        const [, name = '', row, field] =
          /^\/drafts\/D1\/parts\/([^?]+)(?:\?row=(.*)#(.*))?$/.exec(link) ?? []
        assert.equal(row, field, link)
        const isThere = field !== undefined && pages.get(name)?.has(decodeURIComponent(field)) === true
        if (!isThere) dead.push(`${type} ${pointer}: ${link}`)
        led += 1
      }
    }
    assert.deepEqual(dead, [])
    assert.ok(led > 4_000, `${led}`)
  })

  it('is told by the workflow where the form has it, whether it is of one measure or of the whole message, there or missing', () => {
    let looked = 0
    for (const [type, body] of first) {
      if (!Array.isArray(body.outcomes)) continue
      const [outcome] = body.outcomes as readonly JsonObject[]
      assert.ok(outcome !== undefined, type)
      for (const name of Object.keys(body).filter((one) => one !== 'outcomes' && !(one in outcome))) {
        const without = Object.fromEntries(Object.entries(body).filter(([one]) => one !== name))
        for (const one of [body, without]) {
          const message = { type, body: one } as unknown as Message
          const [words] = said(message)
          assert.ok(words !== undefined)
          assert.equal(pointerOf(message, words, `/${name}/x`), `/body/${name}/x`, type)
          looked += 1
        }
      }
      const message = { type, body } as unknown as Message
      const [words] = said(message)
      assert.ok(words !== undefined)
      for (const name of [...Object.keys(outcome), 'somethingElse'])
        assert.equal(pointerOf(message, words, `/${name}`), `/body/outcomes/0/${name}`, type)
    }
    assert.ok(looked > 20, `${looked}`)
  })
})
