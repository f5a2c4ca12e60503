import assert from 'node:assert/strict'
import fc from 'fast-check'
import { momentIn } from '../../src/message/moment.ts'

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
