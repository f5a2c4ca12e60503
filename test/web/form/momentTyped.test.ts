import assert from 'node:assert/strict'
import fc from 'fast-check'
import { dayAfter, dayBegins } from '../../../src/message/moment.ts'
import { type DayAlone, momentTyped } from '../../../src/web/form/typed.ts'

function typed(pieces: Readonly<Record<string, string>>, timeZone: string, dayAlone: DayAlone | null) {
  return momentTyped((name) => pieces[name] ?? '', timeZone, dayAlone)
}

function piecesOf(date: string): Readonly<Record<string, string>> {
  const [year = '', month = '', day = ''] = date.split('-')
  return { year, month, day }
}

describe('web: a day that was typed without a time', () => {
  const days = [
    ['2027-03-08', 'Asia/Qatar', '2027-03-08T00:00:00+03:00', '2027-03-08T23:59:59+03:00'],
    ['2027-03-08', 'UTC', '2027-03-08T00:00:00Z', '2027-03-08T23:59:59Z'],
    // The clocks go from 24:00 to 1:00, and from 24:00 back to 23:00.
    ['2026-09-06', 'America/Santiago', '2026-09-06T01:00:00-03:00', '2026-09-06T23:59:59-03:00'],
    ['2026-04-04', 'America/Santiago', '2026-04-04T00:00:00-03:00', '2026-04-04T23:59:59-04:00'],
    ['2026-03-08', 'America/Havana', '2026-03-08T01:00:00-04:00', '2026-03-08T23:59:59-04:00'],
  ] as const
  for (const [day, zone, first, last] of days)
    it(`is ${day} in ${zone} from its first second to its last`, () => {
      assert.equal(typed(piecesOf(day), zone, 'beginning'), first)
      assert.equal(typed(piecesOf(day), zone, 'end'), last)
    })

  it('is that day as clocks show it, whatever the zone and day', () => {
    const zones = Intl.supportedValuesOf('timeZone')
    const dates = fc.date({ min: new Date('2012-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(fc.constantFrom(...zones), dates, (zone, date) => {
        const day = date.toISOString().slice(0, 10)
        const first = typed(piecesOf(day), zone, 'beginning') ?? ''
        const last = typed(piecesOf(day), zone, 'end') ?? ''
        assert.equal(first.slice(0, 10), day)
        assert.equal(last.slice(0, 10), day)
        assert.equal(Date.parse(first), dayBegins(zone, day).getTime())
        assert.equal(Date.parse(last) + 1000, dayBegins(zone, dayAfter(day)).getTime())
      }),
    )
  })

  it('has the offset that was typed with it, and stays as it was typed where the calendar has no such day', () => {
    const pieces = { ...piecesOf('2026-09-06'), offset: '+02:00' }
    assert.equal(typed(pieces, 'America/Santiago', 'beginning'), '2026-09-06T00:00:00+02:00')
    assert.equal(typed(piecesOf('2026-02-30'), 'UTC', 'end'), '2026-02-30T23:59:59Z')
    assert.equal(typed(piecesOf('2026-09-06'), 'UTC', null), '2026-09-06T')
  })
})
