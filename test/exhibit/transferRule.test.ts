import assert from 'node:assert/strict'
import {
  type Hours,
  hoursInText,
  isWithin,
  mayFetch,
  openRule,
  parseHours,
} from '../../src/exhibit/transferRule.ts'

describe('the rule for the files of a peer', () => {
  const hours = (text: string, zone = 'UTC'): Hours => {
    const parsed = parseHours(text, zone)
    assert.ok(parsed !== null, text)
    return parsed
  }
  const at = (text: string): Date => new Date(`2027-05-03T${text}Z`)
  const file = { bytes: 100, sealedBytes: 172, isAccepted: false, keptBytes: 0 }

  it('reads hours as people write them, and writes them alike', () => {
    for (const text of ['19:00-06:30', '00:00-23:59', '08:05-08:06'])
      assert.equal(hoursInText(hours(text)), text)
    for (const text of ['', '19-6', '24:00-06:00', '19:60-06:00', '06:00-06:00', '19:00-06:00 ', '1:00-2:00'])
      assert.equal(parseHours(text, 'UTC'), null, text)
    for (const zone of ['', 'Mars/Olympus', 'A'.repeat(65)])
      assert.equal(parseHours('19:00-06:00', zone), null, zone)
  })

  it('goes over midnight where its hours do, up to the last minute', () => {
    const night = hours('19:00-06:30')
    for (const [time, isIn] of [
      ['18:59:59', false],
      ['19:00:00', true],
      ['00:00:00', true],
      ['06:29:59', true],
      ['06:30:00', false],
      ['12:00:00', false],
    ] as const)
      assert.equal(isWithin(night, at(time)), isIn, time)
    assert.equal(isWithin(hours('08:00-16:00'), at('15:59:59')), true)
    assert.equal(isWithin(hours('08:00-16:00'), at('16:00:00')), false)
  })

  it('goes by the clock of its zone', () => {
    const inHanoi = hours('19:00-06:00', 'Asia/Ho_Chi_Minh')
    assert.equal(isWithin(inHanoi, at('12:00:00')), true, 'seven in the evening there')
    assert.equal(isWithin(inHanoi, at('11:59:59')), false)
    const inKathmandu = hours('00:00-00:15', 'Asia/Kathmandu')
    assert.equal(isWithin(inKathmandu, at('18:15:00')), true, 'five hours and three quarters ahead')
  })

  it('lets all be fetched where there is none', () => {
    assert.deepEqual(mayFetch(openRule, { ...file, bytes: 2 ** 44, keptBytes: 2 ** 50 }, at('12:00:00')), {
      ok: true,
    })
  })

  it('says why a file waits: for a person first, then for room, then for the hour', () => {
    const rule = { ...openRule, acceptBytes: 99, quotaBytes: 171, hours: hours('19:00-06:00') }
    const codeOf = (changed: object, ruled: object = {}, time = '12:00:00') => {
      const answer = mayFetch({ ...rule, ...ruled }, { ...file, ...changed }, at(time))
      return answer.ok ? null : answer.code
    }
    assert.equal(codeOf({}), 'EXHIBIT_NOT_ACCEPTED')
    assert.equal(codeOf({ isAccepted: true }), 'EXHIBIT_QUOTA_REACHED')
    assert.equal(codeOf({}, { acceptBytes: 100 }), 'EXHIBIT_QUOTA_REACHED')
    assert.equal(codeOf({ isAccepted: true }, { quotaBytes: 172 }), 'EXHIBIT_OUT_OF_HOURS')
    assert.equal(codeOf({ isAccepted: true, keptBytes: 1 }, { quotaBytes: 172 }), 'EXHIBIT_QUOTA_REACHED')
    assert.equal(codeOf({ isAccepted: true }, { quotaBytes: 172 }, '20:00:00'), null)
  })
})
