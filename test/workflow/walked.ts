import assert from 'node:assert/strict'
import type { MessageType } from '../../src/message/generated/types.ts'
import { canonicalText } from '../../src/message/canonical.ts'
import { type Decision, decide } from '../../src/workflow/decide.ts'
import type { RequestState } from '../../src/workflow/state.ts'
import { everSends, findRow, isFinal, machineNamed, machines, targetsOf } from '../../src/workflow/table.ts'
import { type Move, type Place, entryOf, explore, machineOf, only, shape, sides } from './walk.ts'

/** The machines by what they are walked with: each group has a test file of its own, so that they run side by side. */
export const walks = {
  evidence: ['assistance', 'hearing', 'location', 'police', 'contact'],
  interception: ['interception', 'emergency'],
  presence: ['person-transfer', 'operation', 'service', 'appearance', 'preservation'],
  assets: ['asset-return', 'asset-tracing', 'confiscation', 'freezing'],
  persons: [
    'coordination',
    'extradition',
    'extradition-follow-up',
    'joint-investigation',
    'proceedings-transfer',
    'provisional-arrest',
    'sentence-transfer',
    'spontaneous',
    'transit',
  ],
} as const

/** Interception has the most, 13,836: what is counted or noted without end would be told apart without end. */
const placesMax = 16_000

/** From so many shapes of a state every row is come to. */
const fewShapes = 40

/**
 * The tests of the machines of a group: every row moves, every state is reached, everything else is refused.
 *
 * @param far - from every shape of a request, which takes minutes; else from some of each state
 */
export function walkThrough(group: keyof typeof walks, far: 'everywhere' | 'someOfEachState'): void {
  const shapesOfStateMax = far === 'everywhere' ? Infinity : fewShapes
  for (const name of walks[group]) walkThroughMachine(name, shapesOfStateMax)
}

function walkThroughMachine(name: string, shapesOfStateMax: number): void {
  const machine = machineNamed(name)
  describe(`workflow: the machine ${machine.name}, walked through`, function () {
    let places = new Map<string, Place>()
    const moved = new Set<string>()
    const codes = new Set<string>()
    const astray = new Set<string>()

    before(() => {
      const look = (request: RequestState, move: Move, decision: Decision): void => {
        const { state } = only(request)
        const row = findRow(machine, state, move.type, move.outcome, move.side)
        assert.ok(row !== null)
        const key = [state, move.type, move.outcome, move.side].join(' ')
        if (!decision.ok) {
          codes.add(decision.code)
          return
        }
        moved.add(key)
        for (const { name, stopped } of only(decision.request).clocks) {
          const runsIn = machineOf(decision.request).clocks.find((one) => one.name === name)?.in
          const { state: now } = only(decision.request)
          if (stopped === null && runsIn?.includes(now) !== true) astray.add(`${key}: ${name} runs in ${now}`)
        }
        const { state: to } = only(decision.request)
        const targets = targetsOf(row)
        const ends = targets.map((one) =>
          one === 'same' ? state : one === 'return' ? only(request).returnTo : one,
        )
        assert.ok(ends.includes(to), `${key} leads to ${to}`)
      }
      places = explore(machine, look, shapesOfStateMax)
    })

    it('moves by every row that it has', () => {
      const rows = machine.rows.flatMap((row) =>
        row.from.flatMap((state) =>
          (row.by === 'both' ? sides : [row.by]).map((side) =>
            [state, row.on, row.outcome ?? null, side].join(' '),
          ),
        ),
      )
      assert.deepEqual(
        rows.filter((key) => !moved.has(key)),
        [],
      )
    })

    it('reaches every state', () => {
      const reached = new Set([...places.values()].map(({ request }) => only(request).state))
      assert.deepEqual([...reached].sort(), machine.states.map(({ name }) => name).sort())
    })

    it('has a way to an end from everywhere', () => {
      const ending = new Set(
        [...places]
          .filter(([, { request, isWalkedOn }]) => !isWalkedOn || isFinal(machine, only(request).state))
          .map(([key]) => key),
      )
      for (let grew = true; grew;) {
        grew = false
        for (const [key, { next }] of places) {
          if (ending.has(key) || ![...next].some((one) => ending.has(one))) continue
          ending.add(key)
          grew = true
        }
      }
      for (const key of places.keys()) assert.ok(ending.has(key), `no way out of ${key}`)
    })

    it('refuses, of what the table offers, only what a guard forbids', () => {
      const guards = [
        'CONTENT_MISSING',
        'WORKFLOW_CONSULTATION_MISSING',
        'GROUND_NOT_ALLOWED',
        'AMOUNT_NOT_ALLOWED',
        'MEASURE_NOT_COVERED',
        'DEADLINE_TOO_SHORT',
        'DEADLINE_TOO_LONG',
        'WORKFLOW_TOO_LATE',
        'WORKFLOW_NOT_EXPECTED',
        'REPLY_MISMATCH',
        'REQUEST_EXISTS',
      ]
      for (const code of codes) assert.ok(guards.includes(code), code)
    })

    it('refuses every message that is not in the table, with the code for it', () => {
      const byState = new Map([...places.values()].map(({ request }) => [only(request).state, request]))
      for (const [state, request] of byState) {
        const before = canonicalText(request)
        for (const [type, outcome] of sayable()) {
          for (const side of sides) {
            if (findRow(machine, state, type, outcome, side) !== null) continue
            const confirms = outcome === 'confirmed' ? '0197b1c0-4001-7e01-9e00-999999999999' : null
            const decision = decide(
              request,
              entryOf(request, { type, outcome, side, answers: confirms, variant: {} }),
            )
            assert.ok(!decision.ok, `${state} ${type} ${String(outcome)} ${side}`)
            assert.equal(
              decision.code,
              codeFor(request, type, side),
              `${state} ${type} ${String(outcome)} ${side}`,
            )
          }
        }
        assert.equal(canonicalText(request), before)
      }
    })

    it('never lets a clock run in a state where it means nothing', () => {
      assert.deepEqual([...astray], [])
    })

    it('tells apart what matters, and not much more', () => {
      assert.ok(places.size >= machine.states.length && places.size < placesMax, String(places.size))
      for (const [key, { request }] of places) assert.equal(shape(request), key)
    })
  })
}

/** Every type with every outcome that any table knows. */
function sayable(): readonly (readonly [MessageType, string | null])[] {
  const rows = machines().flatMap((machine) => machine.rows)
  const keys = new Set(
    rows.filter(({ on }) => on !== 'request').map(({ on, outcome }) => JSON.stringify([on, outcome ?? null])),
  )
  return [...keys].map((key) => JSON.parse(key) as [MessageType, string | null])
}

function codeFor(request: RequestState, type: MessageType, side: (typeof sides)[number]): string {
  const known = request.measures.map(({ machine }) => machineNamed(machine))
  const says = (by: (typeof sides)[number]) => known.some((machine) => everSends(machine, type, by))
  const [theirs] = sides.filter((one) => one !== side)
  assert.ok(theirs !== undefined)
  return says(theirs) && !says(side) ? 'WORKFLOW_WRONG_SIDE' : 'WORKFLOW_NOT_EXPECTED'
}
