import assert from 'node:assert/strict'
import fc from 'fast-check'
import { dayAfter, dayBegins, momentIn } from '../../src/message/moment.ts'

describe('the time at a place', () => {
  const moments = [
    ['Pacific/Tongatapu', '2027-03-07T22:15:00Z', '2027-03-08T11:15:00.000+13:00'],
    ['Europe/Tallinn', '2027-03-28T00:59:59.999Z', '2027-03-28T02:59:59.999+02:00'],
    ['Europe/Tallinn', '2027-03-28T01:00:00Z', '2027-03-28T04:00:00.000+03:00'],
    ['Europe/Tallinn', '2027-10-31T00:59:59Z', '2027-10-31T03:59:59.000+03:00'],
    ['Europe/Tallinn', '2027-10-31T01:00:00Z', '2027-10-31T03:00:00.000+02:00'],
    ['America/St_Johns', '2027-07-01T00:30:00Z', '2027-06-30T22:00:00.000-02:30'],
    ['Asia/Kathmandu', '2027-12-31T20:00:00Z', '2028-01-01T01:45:00.000+05:45'],
    ['Asia/Kolkata', '2027-01-01T00:00:00Z', '2027-01-01T05:30:00.000+05:30'],
    ['Australia/Lord_Howe', '2027-07-01T00:00:00Z', '2027-07-01T10:30:00.000+10:30'],
    ['America/Santiago', '2027-04-04T03:00:00Z', '2027-04-03T23:00:00.000-04:00'],
    ['Africa/Casablanca', '2027-02-10T12:00:00Z', '2027-02-10T12:00:00.000Z'],
    ['Africa/Casablanca', '2027-04-10T12:00:00Z', '2027-04-10T13:00:00.000+01:00'],
    ['UTC', '2027-01-01T00:00:00Z', '2027-01-01T00:00:00.000Z'],
  ] as const
  for (const [zone, instant, expected] of moments)
    it(`${instant} in ${zone} is ${expected}`, () =>
      assert.equal(momentIn(zone, new Date(instant)), expected))

  it('is in UTC where the zone is not known, or has an offset that RFC 3339 cannot write', () => {
    assert.equal(momentIn('Nowhere/None', new Date(0)), '1970-01-01T00:00:00.000Z')
    assert.equal(momentIn('', new Date(0)), '1970-01-01T00:00:00.000Z')
    assert.equal(momentIn('Africa/Monrovia', new Date('1971-01-01T00:00:00Z')), '1971-01-01T00:00:00.000Z')
  })

  it('is the same instant, whatever the zone and date', () => {
    const zones = Intl.supportedValuesOf('timeZone')
    const dates = fc.date({ min: new Date('1970-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(fc.constantFrom(...zones), dates, (zone, date) => {
        const written = momentIn(zone, date)
        assert.equal(Date.parse(written), date.getTime())
        assert.match(written, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(Z|[+-]\d\d:\d\d)$/)
      }),
    )
  })
})

describe('the first instant of a day', () => {
  const begins = [
    ['UTC', '2027-03-08', '2027-03-08T00:00:00.000Z'],
    ['Asia/Ho_Chi_Minh', '2027-03-08', '2027-03-07T17:00:00.000Z'],
    ['Europe/Tallinn', '2027-03-28', '2027-03-27T22:00:00.000Z'],
    ['Europe/Tallinn', '2027-03-29', '2027-03-28T21:00:00.000Z'],
    // The clocks go from 24:00 to 1:00, and from 24:00 back to 23:00.
    ['America/Santiago', '2026-09-06', '2026-09-06T04:00:00.000Z'],
    ['America/Santiago', '2026-04-05', '2026-04-05T04:00:00.000Z'],
    // They show midnight twice.
    ['America/Havana', '2026-11-01', '2026-11-01T04:00:00.000Z'],
    ['Pacific/Kiritimati', '2027-01-01', '2026-12-31T10:00:00.000Z'],
  ] as const
  for (const [zone, day, expected] of begins)
    it(`${day} in ${zone} is ${expected}`, () => assert.equal(dayBegins(zone, day).toISOString(), expected))

  it('is of that day, and the one before is not, whatever the zone', () => {
    const zones = Intl.supportedValuesOf('timeZone')
    const dates = fc.date({ min: new Date('2012-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    const dayIn = (zone: string, at: number): string => momentIn(zone, new Date(at)).slice(0, 10)
    fc.assert(
      fc.property(fc.constantFrom(...zones), dates, (zone, date) => {
        const day = date.toISOString().slice(0, 10)
        const first = dayBegins(zone, day).getTime()
        assert.equal(dayIn(zone, first), day)
        assert.equal(dayAfter(dayIn(zone, first - 1)), day)
      }),
    )
  })
})
