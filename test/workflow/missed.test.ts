import assert from 'node:assert/strict'
import { stepOf } from '../../src/workflow/course.ts'
import { followMissed } from '../../src/workflow/missed.ts'
import { after, by, day, entry, requestBody, start } from './speak.ts'

const minute = 60_000

/** What was missed of the target for an acknowledgement, which is dated at one time and was taken at another. */
function missedBy(dated: number, taken: number | null) {
  const follower = followMissed()
  const opening = entry({ type: 'request', body: requestBody([{ id: 'm1', kind: 'stored-data' }]) })
  const opened = stepOf(null, opening, start)
  assert.ok(opened.ok)
  follower.take(opened.step)
  const ends = opened.step.after.measures[0]?.clocks.find(({ name }) => name === 'ACK_TARGET')?.ends ?? ''
  const endsAt = Date.parse(ends) - start
  const body = { ownReference: 'NZ-1' }
  const answer = entry({ type: 'acknowledgement', body, ...by('requested'), at: after(endsAt + dated) })
  const answered = stepOf(opened.step.after, answer, taken === null ? null : start + endsAt + taken)
  assert.ok(answered.ok, JSON.stringify(answered))
  follower.take(answered.step)
  return follower
    .until(new Date(start + endsAt + 30 * day))
    .filter(({ clock }) => clock === 'ACK_TARGET')
    .map(({ settled }) => [settled?.how, Date.parse(settled?.came ?? '') - start - endsAt])
}

describe('workflow: deadlines that were missed', () => {
  it('are none where the message was sent and taken before the end, or is not known to have come', () => {
    assert.deepEqual(missedBy(-minute, -minute), [])
    assert.deepEqual(missedBy(-day, null), [])
  })

  it('are none where it was sent before the end and taken soon after it, for clocks differ', () => {
    assert.deepEqual(missedBy(-minute, 3 * minute), [])
  })

  it('tell of a message that is dated before the end and came long after it', () => {
    assert.deepEqual(missedBy(-day, 2 * day), [['cameLate', 2 * day]])
    assert.deepEqual(missedBy(-2 * day, -day), [])
  })

  it('tell of a message that was sent after the end, once', () => {
    assert.deepEqual(missedBy(day, day), [['late', day]])
    assert.deepEqual(missedBy(day, 2 * day), [['late', 2 * day]])
  })
})
