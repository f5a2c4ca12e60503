import assert from 'node:assert/strict'
import { addDays, readInstant, writeInstant } from '../../src/workflow/instant.ts'

const shown = (at: number) => writeInstant(at)

describe('workflow: instants', () => {
  it('are the same whatever offset they are written with', () => {
    assert.equal(shown(readInstant('2027-04-20T08:58:00+12:00', 'UTC')), '2027-04-19T20:58:00Z')
    assert.equal(shown(readInstant('2027-04-19T20:58:00.250Z', 'UTC')), '2027-04-19T20:58:00.250Z')
  })

  it('stand at the end of a day where only a date is given, in the zone of the profile', () => {
    assert.equal(shown(readInstant('2027-04-30', 'UTC')), '2027-05-01T00:00:00Z')
    assert.equal(shown(readInstant('2027-04-30', 'Pacific/Auckland')), '2027-04-30T12:00:00Z')
  })

  it('stand at the end of a day where the clocks pass over midnight, or show the last hour twice', () => {
    assert.equal(shown(readInstant('2026-09-05', 'America/Santiago')), '2026-09-06T04:00:00Z')
    assert.equal(shown(readInstant('2026-04-04', 'America/Santiago')), '2026-04-05T04:00:00Z')
  })

  it('move by calendar days, at the same time of day on both sides of a change of clocks', () => {
    const at = readInstant('2027-03-27T10:00:00+01:00', 'UTC')
    assert.equal(shown(addDays(at, 1, 'UTC')), '2027-03-28T09:00:00Z')
    assert.equal(shown(addDays(at, 1, 'Europe/Amsterdam')), '2027-03-28T08:00:00Z')
    assert.equal(shown(addDays(at, 218, 'Europe/Amsterdam')), '2027-10-31T09:00:00Z')
    assert.equal(shown(addDays(addDays(at, 60, 'Europe/Amsterdam'), -60, 'Europe/Amsterdam')), shown(at))
  })
})
