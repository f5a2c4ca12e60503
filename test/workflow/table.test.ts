import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { type MessageType, messageTypes } from '../../src/message/generated/types.ts'
import { decide } from '../../src/workflow/decide.ts'
import { spokenGuards, standingGuards } from '../../src/workflow/guards.ts'
import type { RequestState } from '../../src/workflow/state.ts'
import {
  everSends,
  findRow,
  isDetour,
  isFinal,
  machineNamed,
  machineOfKind,
  machines,
  measureKinds,
  rowsFrom,
  statesOf,
} from '../../src/workflow/table.ts'
import { canonicalText } from '../../src/message/canonical.ts'
import { type Place, entryOf, explore, machineOf, only, shape, sides } from './walk.ts'

function read(path: string): object {
  return JSON.parse(readFileSync(path, 'utf8')) as object
}

describe('workflow: the tables', () => {
  it('have the form that schemas/workflow.json and schemas/profile.json publish', () => {
    const ajv = new Ajv2020({ strict: true, allErrors: true })
    for (const family of ['workflow', 'profile']) {
      const validate = ajv.compile(read(`schemas/${family}.json`))
      for (const name of readdirSync(`schemas/${family}`)) {
        assert.ok(validate(read(`schemas/${family}/${name}`)), `${name}: ${JSON.stringify(validate.errors)}`)
      }
    }
  })

  it('name only guards that exist, and use every one', () => {
    const published = read('schemas/workflow.json') as { $defs: { guard: { enum: string[] } } }
    const known = [...Object.keys(standingGuards), ...Object.keys(spokenGuards)].sort()
    const rows = machines.flatMap((machine) => machine.rows)
    const used = rows.flatMap(({ needs = [], unless = [] }) => [
      ...needs,
      ...unless.map(({ holds }) => holds),
    ])
    assert.deepEqual(published.$defs.guard.enum, known)
    assert.deepEqual([...new Set(used)].sort(), known)
  })

  it('give each kind of measure one machine', () => {
    assert.equal(new Set(measureKinds).size, measureKinds.length)
    assert.equal(machineOfKind('stored-data')?.name, 'assistance')
    assert.equal(machineOfKind('preservation')?.name, 'preservation')
    assert.equal(machineOfKind('extradition'), null)
    assert.throws(() => machineNamed('extradition'))
  })

  for (const machine of machines) {
    it(`${machine.name}: have at most one row for a state, message, outcome and side`, () => {
      const seen = new Set<string>()
      for (const row of machine.rows) {
        for (const state of statesOf(machine, row)) {
          for (const side of row.by === 'both' ? sides : [row.by]) {
            const key = [state, row.on, row.outcome, side].join(' ')
            assert.ok(!seen.has(key), key)
            seen.add(key)
          }
        }
      }
    })

    it(`${machine.name}: name only states, clocks and messages that exist`, () => {
      const states = new Set(machine.states.map(({ name }) => name))
      const clocks = new Set(machine.clocks.map(({ name }) => name))
      for (const row of machine.rows) {
        assert.ok(messageTypes.includes(row.on as MessageType), row.on)
        for (const state of statesOf(machine, row)) assert.ok(states.has(state), state)
        for (const to of [row.to, ...(row.unless ?? []).map((one) => one.to)]) {
          assert.ok(['same', 'return'].includes(to) || states.has(to), to)
        }
        for (const { clock } of row.starts ?? []) assert.ok(clocks.has(clock), clock)
        for (const clock of row.stops ?? []) assert.ok(clocks.has(clock), clock)
      }
      for (const name of Object.keys(machine.sets))
        assert.ok(!states.has(name), `${name} is a state and a set`)
    })
  }

  it('have nothing for a state that is not there', () => {
    const [machine] = machines
    assert.ok(machine !== undefined)
    assert.deepEqual(rowsFrom(machine, 'nowhere'), [])
    assert.deepEqual(rowsFrom({ ...machine }, 'received'), [])
    assert.equal(isDetour(machine, 'consulting'), true)
    assert.equal(isDetour(machine, 'received'), false)
    assert.equal(isFinal('closed'), true)
    assert.equal(isFinal('delivered'), false)
  })
})

for (const machine of machines) {
  describe(`workflow: the machine ${machine.name}, walked through`, function () {
    let places = new Map<string, Place>()
    const moved = new Set<string>()
    const codes = new Set<string>()
    const astray = new Set<string>()

    before(() => {
      places = explore(machine, (request, move, decision) => {
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
          const runsIn = machine.clocks.find((one) => one.name === name)?.in
          const { state: now } = only(decision.request)
          if (stopped === null && runsIn?.includes(now) !== true) astray.add(`${key}: ${name} runs in ${now}`)
        }
        const { state: to } = only(decision.request)
        const targets = [row.to, ...(row.unless ?? []).map((one) => one.to)]
        const ends = targets.map((one) =>
          one === 'same' ? state : one === 'return' ? only(request).returnTo : one,
        )
        assert.ok(ends.includes(to), `${key} leads to ${to}`)
      })
    })

    it('moves by every row that it has', () => {
      for (const row of machine.rows) {
        for (const state of statesOf(machine, row)) {
          for (const side of row.by === 'both' ? sides : [row.by]) {
            const key = [state, row.on, row.outcome ?? null, side].join(' ')
            assert.ok(moved.has(key), `no message moves by ${key}`)
          }
        }
      }
    })

    it('reaches every state', () => {
      const reached = new Set([...places.values()].map(({ request }) => only(request).state))
      assert.deepEqual([...reached].sort(), machine.states.map(({ name }) => name).sort())
    })

    it('has a way to an end from everywhere', () => {
      const ending = new Set(
        [...places].filter(([, { request }]) => isFinal(only(request).state)).map(([key]) => key),
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
        'WORKFLOW_CONSULTATION_MISSING',
        'GROUND_NOT_ALLOWED',
        'DEADLINE_TOO_SHORT',
        'WORKFLOW_TOO_LATE',
        'WORKFLOW_NOT_EXPECTED',
        'REPLY_MISMATCH',
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
      assert.ok(places.size > machine.states.length && places.size < 5000, String(places.size))
      for (const [key, { request }] of places) assert.equal(shape(request), key)
    })
  })
}

/** Every type with every outcome that any table knows. */
function sayable(): readonly (readonly [MessageType, string | null])[] {
  const rows = machines.flatMap((machine) => machine.rows)
  const keys = new Set(
    rows.filter(({ on }) => on !== 'request').map(({ on, outcome }) => JSON.stringify([on, outcome ?? null])),
  )
  return [...keys].map((key) => JSON.parse(key) as [MessageType, string | null])
}

function codeFor(request: RequestState, type: MessageType, side: (typeof sides)[number]): string {
  const machine = machineOf(request)
  const [theirs] = sides.filter((one) => one !== side)
  assert.ok(theirs !== undefined)
  return everSends(machine, type, theirs) && !everSends(machine, type, side)
    ? 'WORKFLOW_WRONG_SIDE'
    : 'WORKFLOW_NOT_EXPECTED'
}
