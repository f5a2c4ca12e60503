import assert from 'node:assert/strict'
import { startClocks } from '../../src/workflow/clocks.ts'
import { clocksRunning, marksAt, nextInstant } from '../../src/workflow/marks.ts'
import { decide } from '../../src/workflow/decide.ts'
import { profileNamed } from '../../src/workflow/profile.ts'
import type { MeasureState, RequestState } from '../../src/workflow/state.ts'
import { machineNamed } from '../../src/workflow/table.ts'
import type { Turn } from '../../src/workflow/turn.ts'
import { type Words, accept, after, bodyOf, by, day, entry, hour, messageId, opened } from './speak.ts'
import { only } from './walk.ts'

const S = by('requested')
const confirm: Words = {
  type: 'preservation-confirm',
  ...S,
  at: after(0),
  body: bodyOf('preservation-confirm', 'preserved', 'm1', 0),
}
const kept = () => accept(opened([{ id: 'm1', kind: 'preservation' }]), confirm)
const evidence = () => opened([{ id: 'm1', kind: 'stored-data' }])
const at = (days: number) => new Date(after(days * day))
const marks = (request: RequestState, days: number) =>
  marksAt(only(request), at(days)).map(({ clock, mark }) => `${clock} ${mark}`)

describe('workflow: clocks', () => {
  it('remind at 30, 14, 7 and 2 days before a hold ends, and then say that the minimum has passed', () => {
    const request = kept()
    assert.deepEqual(marks(request, 59.9), [])
    for (const [days, since] of [
      [60, 60],
      [75, 60],
      [76, 76],
      [83, 83],
      [88, 88],
    ] as const) {
      const [mark] = marksAt(only(request), at(days))
      assert.deepEqual(
        [mark?.mark, mark?.at, mark?.ends],
        ['expiring', after(since * day).replace('.000', ''), after(90 * day).replace('.000', '')],
      )
    }
    assert.deepEqual(marks(request, 90), ['PRES_MIN lapsedMinimum'])
    assert.equal(only(request).state, 'preserved')
  })

  it('say when to look again', () => {
    const request = kept()
    const looks = [at(0)]
    for (let next = nextInstant(request, at(0)); next !== null; next = nextInstant(request, next))
      looks.push(next)
    assert.deepEqual(looks, [0, 60, 76, 83, 88, 90].map(at))
  })

  it('mark an answer that is overdue, for what was asked', () => {
    const body = bodyOf('information-request', 'asked', 'm1', hour)
    const asked = accept(evidence(), {
      type: 'information-request',
      ...S,
      at: after(hour),
      id: messageId(50_001),
      body,
    })
    assert.deepEqual(marks(asked, 3), ['REPLY_BY infoNear'])
    assert.deepEqual(marks(asked, 3.1), ['REPLY_BY infoOverdue'])
    const consulting = accept(asked, {
      type: 'consult-open',
      ...S,
      at: after(2 * hour),
      body: bodyOf('consult-open', null, 'm1', 2 * hour),
    })
    assert.deepEqual(marks(consulting, 4), ['REPLY_BY viewOverdue'])
    assert.deepEqual(
      clocksRunning(only(consulting)).map(({ name }) => name),
      ['REPLY_BY'],
    )
  })

  it('mark a written request that did not come, an acknowledgement, a review, news', () => {
    const note = { ...bodyOf('contact-note', null, 'm1', 0), measures: [{ id: 'm1', kind: 'stored-data' }] }
    assert.deepEqual(marks(accept(null, { type: 'contact-note', ...S, body: note }), 3), [
      'ORAL_CONFIRM lapsed',
    ])
    assert.deepEqual(marks(evidence(), 7), ['ACK_TARGET acknowledgementOverdue'])
    const report = { ...bodyOf('status-report', 'underReview', 'm1', 0), nextNewsBy: '2027-01-20' }
    const reported = accept(evidence(), { type: 'status-report', ...S, at: after(hour), body: report })
    assert.deepEqual(marksAt(only(reported), new Date('2027-01-20T23:59:59Z')), [])
    assert.deepEqual(
      marksAt(only(reported), new Date('2027-01-21T00:00:00Z')).map(({ mark }) => mark),
      ['newsDue'],
    )
  })

  it('start and stop as effects', () => {
    const made = decide(
      evidence(),
      entry({
        type: 'information-request',
        ...S,
        at: after(hour),
        body: bodyOf('information-request', 'asked', 'm1', hour),
      }),
    )
    assert.ok(made.ok)
    assert.deepEqual(made.effects, [
      { do: 'stopClock', measure: 'm1', clock: 'ACK_TARGET', stopped: after(hour).replace('.000', '') },
      {
        do: 'startClock',
        measure: 'm1',
        clock: 'REPLY_BY',
        kind: 'soft',
        started: after(hour).replace('.000', ''),
        ends: after(hour + 3 * day).replace('.000', ''),
      },
    ])
  })

  it('do not start without an end', () => {
    const report: Words = {
      type: 'status-report',
      ...S,
      at: after(hour),
      body: { outcomes: [{ measure: 'm1', outcome: 'underReview' }] },
    }
    assert.deepEqual(clocksRunning(only(accept(evidence(), report))), [])
  })

  it('show nothing for a clock that its machine or profile does not know', () => {
    const measure = only(kept())
    const strange: MeasureState = {
      ...measure,
      clocks: measure.clocks.map((clock) => ({ ...clock, name: 'PA_18' })),
    }
    assert.deepEqual(marksAt(strange, at(100)), [])
    assert.throws(() => marksAt({ ...measure, profile: 'ASTROLOGY' }, at(89)))
    assert.equal(nextInstant({ measures: [strange] }, at(0)), null)
  })

  it('start at the moment given, else when the message was sent, and are soft where no rule says otherwise', () => {
    const { message } = entry(confirm)
    const profile = profileNamed('NONE')
    const turn: Turn = {
      message,
      said: {
        measure: 'm1',
        outcome: 'preserved',
        fields: { until: after(90 * day) },
        pointer: '/body/outcomes/0',
      },
      side: 'requested',
      measure: only(kept()),
      machine: machineNamed('preservation'),
      profile,
      others: [],
      questions: [],
      at: Date.parse(after(hour)),
    }
    const begun = startClocks([], [{ clock: 'PRES_MIN', begins: '/since', ends: ['/until'] }], turn)
    assert.ok(begun.ok)
    assert.deepEqual(
      begun.clocks.map(({ started }) => started),
      [after(hour).replace('.000', '')],
    )
    assert.deepEqual(
      begun.effects.map((effect) => 'kind' in effect && effect.kind),
      ['soft'],
    )
    const none = startClocks([], [{ clock: 'PRES_MIN', ends: 'profile' }], turn)
    assert.ok(none.ok)
    assert.deepEqual(none.clocks, [])
  })
})
