import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import { addVocabulary } from '../../src/message/vocabulary.ts'
import { type MessageType, messageTypes } from '../../src/message/generated/types.ts'
import { spokenGuards, standingGuards } from '../../src/workflow/guards.ts'
import {
  finalStates,
  isDetour,
  isFinal,
  machineNamed,
  machineOfKind,
  machines,
  measureKinds,
  rowsFrom,
  targetsOf,
} from '../../src/workflow/table.ts'
import { sides } from './walk.ts'
import { walks } from './walked.ts'

function read(path: string): object {
  return JSON.parse(readFileSync(path, 'utf8')) as object
}

describe('workflow: the tables', () => {
  it('have the form that schemas/workflow.json and schemas/profile.json publish', () => {
    const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true })
    addVocabulary(ajv)
    ajv.addFormat('date', fullFormats.date)
    for (const family of ['workflow', 'profile']) {
      const validate = ajv.compile(read(`schemas/${family}.json`))
      for (const name of readdirSync(`schemas/${family}`)) {
        assert.ok(validate(read(`schemas/${family}/${name}`)), `${name}: ${JSON.stringify(validate.errors)}`)
      }
    }
  })

  it('name only guards that exist, and use every one', () => {
    const published = read('schemas/workflow.json') as { $defs: { named: { enum: string[] } } }
    const known = [...Object.keys(standingGuards), ...Object.keys(spokenGuards)].sort()
    const used = machines()
      .flatMap(({ rows }) => rows)
      .flatMap(({ needs = [], unless = [] }) => [...needs, ...unless.map(({ holds }) => holds)])
      .filter((guard) => typeof guard === 'string')
    assert.deepEqual(published.$defs.named.enum, known)
    assert.deepEqual([...new Set(used)].sort(), known)
  })

  it('let a state of one name be an end everywhere, or nowhere', () => {
    for (const machine of machines())
      for (const { name } of machine.states)
        assert.equal(isFinal(machine, name), finalStates().has(name), `${machine.name} ${name}`)
  })

  it('give each kind of measure one machine', () => {
    assert.equal(new Set(measureKinds()).size, measureKinds().length)
    assert.equal(machineOfKind('stored-data')?.name, 'assistance')
    assert.equal(machineOfKind('preservation')?.name, 'preservation')
    assert.equal(machineOfKind('divination'), null)
    assert.throws(() => machineNamed('divination'))
  })

  for (const machine of machines()) {
    it(`${machine.name}: have at most one row for a state, message, outcome and side`, () => {
      const seen = new Set<string>()
      for (const row of machine.rows) {
        for (const state of row.from) {
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
        for (const state of row.from) assert.ok(states.has(state), state)
        const next = row.becomes === undefined ? null : machineOfKind(row.becomes)
        for (const to of targetsOf(row)) {
          assert.ok(['same', 'return'].includes(to) || states.has(to) || next !== null, to)
          if (next !== null) assert.ok(next.states.some(({ name }) => name === to) || states.has(to), to)
        }
        const later = new Set(next?.clocks.map(({ name }) => name))
        for (const { clock } of row.starts ?? []) assert.ok(clocks.has(clock) || later.has(clock), clock)
        for (const clock of row.stops ?? []) assert.ok(clocks.has(clock), clock)
      }
    })
  }

  it('are all walked through', () => {
    assert.deepEqual(
      Object.values(walks).flat().sort(),
      machines()
        .map(({ name }) => name)
        .sort(),
    )
  })

  it('have nothing for a state that is not there', () => {
    const machine = machineNamed('assistance')
    assert.deepEqual(rowsFrom(machine, 'nowhere'), [])
    assert.equal(isDetour(machine, 'consulting'), true)
    assert.equal(isDetour(machine, 'received'), false)
    assert.equal(isFinal(machine, 'closed'), true)
    assert.equal(isFinal(machine, 'delivered'), false)
  })
})
