import assert from 'node:assert/strict'
import { shownDay } from '../../../src/web/desk/askedDays.ts'
import { askedIn, askedLink } from '../../../src/web/desk/checkingQuestions.ts'
import { trailForm } from '../../../src/web/systems/questions.ts'
import { daysOf } from '../../support/askedDays.ts'

const zone = 'Asia/Ho_Chi_Minh'
const asked = (members: Readonly<Record<string, string>>, timeZone = zone) =>
  askedIn(trailForm, `/?${new URLSearchParams(members).toString()}`, timeZone)
const instantsOf = ({ outcome }: ReturnType<typeof asked>): readonly unknown[] =>
  outcome.ok
    ? [outcome.question.from?.toISOString(), outcome.question.until?.toISOString()]
    : [outcome.code, outcome.detail]

describe('the days that are asked about', () => {
  it('are whole days where the clocks are those of the zone, the last one too', () => {
    for (const [members, expected] of [
      [daysOf('2026-11-27', '2026-11-27'), ['2026-11-26T17:00:00.000Z', '2026-11-27T17:00:00.000Z']],
      [daysOf('2026-1-9', ''), ['2026-01-08T17:00:00.000Z', undefined]],
      [daysOf('٢٠٢٧-٠٣-٠١', ''), ['2027-02-28T17:00:00.000Z', undefined]],
      [daysOf('', '2026-12-31'), [undefined, '2026-12-31T17:00:00.000Z']],
      [{ ...daysOf('', ''), event: 'case' }, [undefined, undefined]],
    ] as const)
      assert.deepEqual(instantsOf(asked(members)), expected)
  })

  it('are refused at their end where there is no such day, or the last is before the first', () => {
    for (const [members, end] of [
      [daysOf('2026-02-31', ''), 'from'],
      [daysOf('2026-11', ''), 'from'],
      [daysOf('', '40-11-2026'), 'until'],
      [daysOf('2026-11-28', '2026-11-27'), 'until'],
    ] as const)
      assert.deepEqual(instantsOf(asked(members)), ['PARAMETER_INVALID', end])
  })

  it('stand in the address as instants, which mean the same in every zone, and again in the fields', () => {
    const { typed } = asked({ ...daysOf('2026-11-27', '2026-11-28'), event: 'case' })
    const saved = askedLink('/', typed)
    assert.doesNotMatch(saved, /%2F/)
    assert.deepEqual(
      instantsOf(askedIn(trailForm, saved, 'UTC')),
      instantsOf(askedIn(trailForm, saved, zone)),
    )
    for (const [end, day] of [
      ['from', '27'],
      ['until', '28'],
    ] as const)
      assert.deepEqual(shownDay(typed, end, zone), {
        pieces: { day, month: '11', year: '2026' },
        moment: null,
      })
  })

  it('of an address with days or moments in UTC mean what they meant, and the fields say which moment that is', () => {
    const old = asked({ from: '2026-11-27', until: '2026-11-28T20:00:00Z' })
    assert.deepEqual(instantsOf(old), ['2026-11-27T00:00:00.000Z', '2026-11-28T20:00:00.000Z'])
    assert.deepEqual(shownDay(old.typed, 'from', zone), {
      pieces: { day: '27', month: '11', year: '2026' },
      moment: '2026-11-27T00:00:00.000Z',
    })
    assert.deepEqual(shownDay(old.typed, 'until', zone), {
      pieces: { day: '29', month: '11', year: '2026' },
      moment: '2026-11-28T20:00:00.000Z',
    })
    // Where the zone is UTC such a day is a day; the last one that counts is that before.
    const inUtc = asked({ from: '2026-11-27', until: '2026-11-28' }, 'UTC')
    for (const end of ['from', 'until'] as const) {
      const { pieces, moment } = shownDay(inUtc.typed, end, 'UTC')
      assert.deepEqual([pieces.day, moment], ['27', null])
    }
  })

  it('that are none stay in the fields as they were typed', () => {
    const { typed } = asked(daysOf('2026-02-31', ''))
    assert.deepEqual(shownDay(typed, 'from', zone).pieces, { day: '31', month: '02', year: '2026' })
    assert.equal(shownDay(asked({ from: 'yesterday' }).typed, 'from', zone).pieces.year, 'yesterday')
  })
})
