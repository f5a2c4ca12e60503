import assert from 'node:assert/strict'
import fc from 'fast-check'
import { canonicalText } from '../../src/message/canonical.ts'
import { marksAt, nextInstant } from '../../src/workflow/marks.ts'
import { type Entry, decide } from '../../src/workflow/decide.ts'
import { replay } from '../../src/workflow/replay.ts'
import type { RequestState } from '../../src/workflow/state.ts'
import { allowsKind, profileNamed } from '../../src/workflow/profile.ts'
import { machineOfKind, measureKinds } from '../../src/workflow/table.ts'
import { accepted, entry, requestBody } from './speak.ts'
import { entryOf, moves, only } from './walk.ts'

const regimes = ['UNCC', 'BUD', 'RECIPROCITY'] as const

/** Whether a request asks for it, and the Convention, Budapest and reciprocity all cover it. */
function isAskedFor(kind: string): boolean {
  const isCovered = regimes.every((regime) => allowsKind(profileNamed(regime), kind))
  return isCovered && machineOfKind(kind)?.opens.some(({ on }) => on === 'request') === true
}

describe('workflow: any walk that the table offers', () => {
  it('never throws, stays plain JSON, replays to the same, and is not moved by a look at the clocks', () => {
    const walk = fc.record({
      kind: fc.constantFrom(...measureKinds().filter(isAskedFor)),
      regime: fc.constantFrom(...regimes),
      choices: fc.array(fc.nat(10_000), { maxLength: 40 }),
      days: fc.integer({ min: 0, max: 800 }),
    })
    fc.assert(
      fc.property(walk, ({ kind, regime, choices, days }) => {
        const first = entry({ type: 'request', body: requestBody([{ id: 'm1', kind }], regime) })
        const record: Entry[] = [first]
        let request = accepted(decide(null, first))
        for (const choice of choices) request = step(request, choice, record)
        const text = canonicalText(request)
        assert.deepEqual(JSON.parse(text), request)
        const at = new Date(Date.parse(request.updatedAt) + days * 86_400_000)
        marksAt(only(request), at)
        const next = nextInstant(request, at)
        assert.ok(next === null || next > at)
        assert.equal(canonicalText(request), text)
        const again = replay(record)
        assert.ok(again.ok)
        assert.equal(canonicalText(again.request), text)
        assert.equal(request.sequence, record.length)
      }),
      { numRuns: 200 },
    )
  })
})

/** One step of the walk: what is chosen among all that is offered, whether the guards let it pass or not. */
function step(request: RequestState, choice: number, record: Entry[]): RequestState {
  const possible = moves(request)
  const move = possible[choice % possible.length]
  if (move === undefined) return request
  const next = entryOf(request, move)
  const before = canonicalText(request)
  const decision = decide(request, next)
  assert.equal(canonicalText(request), before)
  if (!decision.ok) return request
  record.push(next)
  return decision.request
}
