import assert from 'node:assert/strict'
import { firstEnd, nextInstant } from '../../src/workflow/marks.ts'
import { conditionNamed, endingsAt, standingAt } from '../../src/workflow/obligations.ts'
import type { MeasureState, Obligation } from '../../src/workflow/state.ts'
import { opened } from './speak.ts'
import { only } from './walk.ts'

const obligation = (code: Obligation['code'], until: string | null): Obligation => ({
  code,
  until,
  untilEvent: null,
  exhibits: [],
  text: null,
  from: 'a message',
})
const bound = (...obligations: Obligation[]): MeasureState => ({
  ...only(opened([{ id: 'm1', kind: 'stored-data' }])),
  clocks: [],
  obligations,
})
const marksOn = (measure: MeasureState, instant: string) =>
  endingsAt(measure, new Date(instant)).map(({ obligation: { code }, mark }) => [code, mark])

describe('workflow: obligations that end at a date', () => {
  const measure = bound(
    obligation('USE_ONLY_STATED', '2030-06-30'),
    obligation('DELETE_BY', '2029-12-31'),
    obligation('CONFIDENTIAL', null),
  )

  it('are told with the end of their day, the first first', () => {
    assert.deepEqual(
      endingsAt(measure, new Date('2029-01-01T00:00:00Z')).map(({ obligation: { code }, ends, isDeed }) => [
        code,
        ends,
        isDeed,
      ]),
      [
        ['DELETE_BY', '2030-01-01T00:00:00Z', true],
        ['USE_ONLY_STATED', '2030-07-01T00:00:00Z', false],
      ],
    )
  })

  it('remind of what is to be done, and go on until it is said to be over; what only limits is over with its date', () => {
    const [near, deed] = ['2029-12-02T00:00:00Z', '2030-01-01T00:00:00Z']
    assert.deepEqual(marksOn(measure, '2029-12-01T23:59:59Z'), [
      ['DELETE_BY', null],
      ['USE_ONLY_STATED', null],
    ])
    assert.deepEqual(marksOn(measure, near)[0], ['DELETE_BY', 'deedNear'])
    assert.deepEqual(marksOn(measure, deed)[0], ['DELETE_BY', 'deedOverdue'])
    assert.deepEqual(marksOn(measure, '2031-01-01T00:00:00Z'), [
      ['DELETE_BY', 'deedOverdue'],
      ['USE_ONLY_STATED', 'ended'],
    ])
    assert.deepEqual(
      standingAt(measure, new Date('2031-01-01T00:00:00Z')).map((one) => one.obligation.code),
      ['DELETE_BY'],
    )
  })

  it('say when to look again, and when the first of them ends', () => {
    const request = { measures: [measure] }
    const looks: string[] = []
    let next = nextInstant(request, new Date('2029-01-01T00:00:00Z'))
    for (; next !== null; next = nextInstant(request, next)) looks.push(next.toISOString().slice(0, 10))
    assert.deepEqual(looks, ['2029-12-02', '2029-12-25', '2030-01-01', '2030-07-01'])
    const ends = (at: string) => firstEnd(request, new Date(at))?.toISOString().slice(0, 10)
    assert.equal(ends('2029-01-01T00:00:00Z'), '2030-01-01')
    assert.equal(ends('2032-01-01T00:00:00Z'), '2030-01-01')
    const limit = { measures: [bound(obligation('USE_ONLY_STATED', '2030-06-30'))] }
    assert.equal(firstEnd(limit, new Date('2032-01-01T00:00:00Z')), null)
  })

  it('run in the days of the basis that governs the measure', () => {
    const other = { ...bound(obligation('DELETE_BY', '2029-12-31')), profile: 'R1543' }
    const [ending] = endingsAt(other, new Date('2029-01-01T00:00:00Z'))
    assert.equal(ending?.ends, '2029-12-31T23:00:00Z')
  })

  it('may be of a State’s own code, which is called as it is written and only limits', () => {
    const own = { owner: 'VN', name: 'condition', value: 'KEEP_SEALED' } as unknown as Obligation['code']
    const [ending] = endingsAt(bound(obligation(own, '2030-06-30')), new Date('2031-01-01T00:00:00Z'))
    assert.deepEqual([ending?.isDeed, ending?.mark], [false, 'ended'])
    assert.deepEqual(conditionNamed('vn/condition/KEEP_SEALED'), {
      title: 'vn/condition/KEEP_SEALED',
      source: '',
    })
    assert.equal(conditionNamed('DELETE_BY').title, 'Delete by a date')
  })
})
