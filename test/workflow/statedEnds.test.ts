import assert from 'node:assert/strict'
import { pauseClocks, resumeClocks } from '../../src/workflow/clocks.ts'
import { decide } from '../../src/workflow/decide.ts'
import { isSameDay } from '../../src/workflow/instant.ts'
import { profileNamed } from '../../src/workflow/profile.ts'
import type { Clock, RequestState } from '../../src/workflow/state.ts'
import { machineNamed } from '../../src/workflow/table.ts'
import type { Turn } from '../../src/workflow/turn.ts'
import { type Words, accept, after, bodyOf, by, day, entry, hour, opened } from './speak.ts'
import { holding, told } from './told.ts'
import { only } from './walk.ts'

const arrest = (regime: string) => opened([{ id: 'm1', kind: 'provisional-arrest' }], regime)
const instant = (ms: number) => after(ms).replace('.000', '')

/** An arrest an hour after the request, with the ends that it states. */
function arrested(possible: number, due: number): Words {
  const words = told('requested', 'provisional-arrest-result', 'arrested', day, {
    where: holding('"under":"extradition"'),
  })
  const body = JSON.parse(JSON.stringify(words.body)) as {
    outcomes: { result: { arrestedAt: string; release: { possibleAt: string; dueAt: string } } }[]
  }
  const [outcome] = body.outcomes
  assert.ok(outcome !== undefined)
  outcome.result.arrestedAt = after(hour)
  Object.assign(outcome.result.release, { possibleAt: after(possible), dueAt: after(due) })
  return { ...words, body }
}

const clock = (request: RequestState, name: string) => only(request).clocks.find((one) => one.name === name)

describe('workflow: an end that was stated', () => {
  it('counts, and shows where the basis has another day', () => {
    const decision = decide(arrest('ECE'), entry(arrested(20 * day, 41 * day - 23 * hour)))
    assert.ok(decision.ok)
    const late = clock(decision.request, 'PA_18')
    assert.deepEqual([late?.ends, late?.differs], [instant(20 * day), instant(18 * day + hour)])
    const [effect] = decision.effects.filter((one) => one.do === 'startClock' && one.clock === 'PA_18')
    assert.ok(effect?.do === 'startClock')
    assert.equal(effect.differs, instant(18 * day + hour))
    assert.equal(clock(decision.request, 'PA_40')?.differs, undefined)
  })

  it('is the same on the same day, whatever the hour', () => {
    const held = accept(arrest('ECE'), arrested(18 * day + 3 * hour, 40 * day))
    assert.equal(clock(held, 'PA_18')?.differs, undefined)
    const zone = 'Asia/Ho_Chi_Minh'
    const at = (text: string) => Date.parse(text)
    assert.ok(isSameDay(at('2027-03-01T17:00:01Z'), at('2027-03-02T16:59:00Z'), zone))
    assert.ok(isSameDay(at('2027-03-02T10:00:00Z'), at('2027-03-02T17:00:00Z'), zone), 'the end of the day')
    assert.ok(!isSameDay(at('2027-03-02T16:59:00Z'), at('2027-03-02T17:00:01Z'), zone))
  })

  it('may be later than a floor and earlier than a ceiling', () => {
    const held = accept(arrest('ECE'), arrested(18 * day + hour, 30 * day))
    assert.equal(clock(held, 'PA_40')?.differs, undefined)
    const hold = opened([{ id: 'm1', kind: 'preservation' }], 'UNCC')
    const confirm = bodyOf('preservation-confirm', 'preserved', 'm1', hour, { days: 90 })
    const kept = accept(hold, {
      type: 'preservation-confirm',
      ...by('requested'),
      at: after(hour),
      body: confirm,
    })
    assert.equal(clock(kept, 'PRES_MIN')?.differs, undefined)
  })

  it('differs from nothing where the number is a service target, or there is none', () => {
    const held = accept(arrest('UNCC'), arrested(25 * day, 60 * day))
    assert.deepEqual([clock(held, 'PA_18')?.differs, clock(held, 'PA_40')?.differs], [undefined, undefined])
  })
})

describe('workflow: a clock that stands still', () => {
  const turn = (regime: string, ms: number): Turn => ({
    message: entry({ type: 'close' }).message,
    said: { measure: 'm1', outcome: null, fields: {}, pointer: '/body' },
    side: 'requested',
    measure: only(arrest(regime)),
    machine: machineNamed('provisional-arrest'),
    profile: profileNamed(regime),
    others: [],
    questions: [],
    at: Date.parse(after(ms)),
  })
  const running = (name: string, days: number): Clock => ({
    name,
    started: instant(0),
    ends: instant(days * day),
    stopped: null,
    paused: null,
  })

  it('does so only where the basis lets it', () => {
    const clocks = [running('PA_18', 18), running('PA_40', 40)]
    const names = clocks.map(({ name }) => name)
    const paused = (regime: string) =>
      pauseClocks(clocks, names, turn(regime, day)).clocks.filter((one) => one.paused !== null)
    assert.deepEqual(
      paused('ECE3').map(({ name }) => name),
      ['PA_18'],
    )
    assert.deepEqual(paused('ECE'), [])
  })

  it('ends later by the time for which it stood still, but never beyond a ceiling', () => {
    const still = { paused: instant(3 * day) }
    const clocks = [
      { ...running('PA_18', 20), ...still, differs: instant(18 * day) },
      { ...running('PA_40', 38), ...still },
    ]
    const { clocks: after, effects } = resumeClocks(clocks, ['PA_18', 'PA_40'], turn('ECE', 8 * day))
    assert.deepEqual(
      after.map(({ ends, differs, paused }) => [ends, differs, paused]),
      [
        [instant(25 * day), instant(23 * day), null],
        [instant(40 * day), undefined, null],
      ],
    )
    assert.deepEqual(
      effects.map((effect) => effect.do === 'resumeClock' && effect.ends),
      [instant(25 * day), instant(40 * day)],
    )
  })
})
