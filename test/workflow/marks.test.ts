import assert from 'node:assert/strict'
import { marksAt } from '../../src/workflow/marks.ts'
import {
  allowsKind,
  clockRule,
  isMeantFor,
  noBasis,
  profileIds,
  profileNamed,
} from '../../src/workflow/profile.ts'
import { type ClockDefinition, type Machine, machines } from '../../src/workflow/table.ts'
import { after, hour, opened } from './speak.ts'
import { only } from './walk.ts'

const profiles = profileIds().map((id) => profileNamed(id))

/** Whether some basis that governs measures of this machine reminds of the clock. */
function isRemindedOf({ kinds }: Machine, clock: ClockDefinition): boolean {
  return profiles.some((profile) => {
    const { warnings, warningHours } = clockRule(profile, clock.name) ?? {}
    const isFor = kinds.some(
      (kind) => (profile.id === noBasis || allowsKind(profile, kind)) && isMeantFor(clock, kind),
    )
    return isFor && (warnings ?? warningHours) !== undefined
  })
}

/** The states of a clock in which a mark of this sort can stand. */
function statesWith({ in: states, marks }: ClockDefinition, when: 'before' | 'end'): readonly string[] {
  return states.filter((state) =>
    marks.some((mark) => mark.when === when && mark.in?.includes(state) !== false),
  )
}

describe('workflow: the marks of clocks', () => {
  for (const machine of machines())
    it(`${machine.name}: remind before each end of which a basis reminds, and only then`, () => {
      for (const clock of machine.clocks) {
        const reminded = isRemindedOf(machine, clock) ? statesWith(clock, 'end') : []
        assert.deepEqual(statesWith(clock, 'before'), reminded, clock.name)
      }
    })

  it('stand as soon as a clock that is counted in hours has only hours left', () => {
    const hold = only(opened([{ id: 'm1', kind: 'preservation' }], 'EIO'))
    const marks = (hours: number) =>
      marksAt(hold, new Date(after(hours * hour))).map(({ mark, at }) => [mark, at])
    const instant = (hours: number) => after(hours * hour).replace('.000', '')
    assert.deepEqual(marks(17.9), [])
    assert.deepEqual(marks(18), [['decisionNear', instant(18)]])
    assert.deepEqual(marks(22), [['decisionNear', instant(22)]])
    assert.deepEqual(marks(24), [['decisionOverdue', instant(24)]])
  })
})
