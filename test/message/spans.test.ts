import assert from 'node:assert/strict'
import type { JsonObject, JsonValue } from '../../src/message/json.ts'
import { reversedIn, spanRefusal } from '../../src/message/spans.ts'
import { exampleBodies } from '../web/form/forms.ts'

const said = (begin: string, end: string): number => reversedIn({ period: { from: begin, to: end } }).length

/** Each pair of dates in a body, changed so that the first comes last. */
function* turned(value: JsonValue, pointer = ''): Generator<string> {
  if (typeof value !== 'object' || value === null) return
  for (const [name, member] of Object.entries(value)) yield* turned(member, `${pointer}/${name}`)
  const { from, to } = value as JsonObject
  if (typeof from === 'string' && typeof to === 'string') yield pointer
}

describe('message: what lasts from one time to another', () => {
  it('is told where it ends before it begins, at its end, as precisely as its dates are', () => {
    assert.deepEqual(reversedIn({ a: [{ period: { from: '2026-03-05', to: '1999-02-01' } }] }), [
      { pointer: '/a/0/period/to', begin: 'from', end: 'to' },
    ])
    for (const [begin, end] of [
      ['2026-03-05', '2026-03-04'],
      ['2026-03-05', '2026-02'],
      ['2026', '2025-12-31'],
      ['2026-03-05T10:00:00Z', '2026-03-05T11:59:00+02:00'],
      ['2026-03-05T10:00:00Z', '2026-03-03'],
    ] as const)
      assert.equal(said(begin, end), 1, `${begin} ${end}`)
    assert.equal(reversedIn({ since: '2026-03-05', until: '2026-03-04' }).length, 1)
  })

  it('is left where it may well be meant so: the same day, a month that holds the day, a zone that nobody said, or no dates', () => {
    for (const [begin, end] of [
      ['2026-03-05', '2026-03-05'],
      ['2026-03-05', '2026-03'],
      ['2026-03-05', '2026'],
      ['2026-03-05T23:00:00Z', '2026-03-04'],
      ['2026-03-05T10:00:00Z', '2026-03-05T12:30:00+02:00'],
      ['qa.pp', '2026-01-01'],
      ['2026-03-05', ''],
      ['vn.spp', 'qa.pp'],
    ] as const)
      assert.equal(said(begin, end), 0, `${begin} ${end}`)
  })

  it('is refused before it is sent, with the place of the end, and is so in no example', () => {
    let periods = 0
    for (const { file, body } of exampleBodies()) {
      assert.deepEqual(reversedIn(body), [], file)
      periods += [...turned(body)].length
    }
    assert.ok(periods > 10, `${periods}`)
    const refusal = spanRefusal({ body: { period: { from: '2026-03-05', to: '1999-02-01' } } as never })
    assert.deepEqual(
      [refusal?.code, refusal?.pointer, refusal?.detail],
      ['PERIOD_REVERSED', '/body/period/to', 'to lies before from'],
    )
  })
})
