import assert from 'node:assert/strict'
import { machines, rowsFrom } from '../../src/workflow/table.ts'
import { play } from './course.ts'
import { opened } from './speak.ts'

describe('workflow: costs', () => {
  it('are settled also of what was withdrawn', () => {
    play(opened([{ id: 'm1', kind: 'stored-data' }]), [
      { at: '2027-02-01T09:00:00Z', by: 'S', type: 'decision', of: { m1: 'granted' }, after: 'accepted' },
      { at: '2027-02-02T09:00:00Z', by: 'Q', type: 'withdraw', after: 'withdrawn' },
      { at: '2027-02-03T09:00:00Z', by: 'S', type: 'costs-consult', after: 'withdrawn' },
      { at: '2027-02-04T09:00:00Z', by: 'Q', type: 'costs-agree', answers: 3, after: 'withdrawn' },
    ])
  })

  it('can be spoken of after a withdrawal wherever they can be spoken of at all', () => {
    for (const machine of machines()) {
      const speaks = machine.rows.some(({ on }) => on === 'costs-consult')
      const withdrawn = rowsFrom(machine, 'withdrawn').some(({ on }) => on === 'costs-consult')
      const ends = machine.states.some(({ name }) => name === 'withdrawn')
      assert.equal(withdrawn, speaks && ends, machine.name)
      assert.ok(speaks || machine.name === 'contact', machine.name)
    }
  })
})
