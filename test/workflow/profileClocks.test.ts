import assert from 'node:assert/strict'
import {
  type ClockRule,
  type Profile,
  allowsKind,
  clockRule,
  isMeantFor,
  profileIds,
  profileNamed,
} from '../../src/workflow/profile.ts'
import type { RequestState } from '../../src/workflow/state.ts'
import { type Machine, machines } from '../../src/workflow/table.ts'
import {
  type Asked,
  type Words,
  accept,
  after,
  bodyOf,
  by,
  day,
  filesNamedIn,
  hour,
  messageId,
  opened,
  refused,
  requestBody,
  text,
} from './speak.ts'
import { marks, running, stateOf } from './told.ts'
import { only } from './walk.ts'

const S = by('requested')
const profiles = profileIds().map((id) => profileNamed(id))
const asked = (kind: string, regime: string, more: object = {}) => opened([{ id: 'm1', kind }], regime, more)
const legal = (request: RequestState) =>
  running(request).filter((name) => clockRule(profileNamed(only(request).profile), name)?.kind === 'legal')
const endOf = (request: RequestState, name: string) =>
  only(request).clocks.find((clock) => clock.name === name)?.ends
const instant = (ms: number) => after(ms).replace('.000', '')

/** A request for one measure in which some members are others than in the example. */
function askedWith(asking: Asked, regime: string, members: object, more: object = {}): RequestState {
  const body = requestBody([asking], regime, more) as { measures: object[] }
  const changed = { ...body, measures: body.measures.map((one) => ({ ...one, ...members })) }
  return accept(null, { type: 'request', body: changed, exhibits: filesNamedIn(changed) })
}

function decided(request: RequestState, outcome: 'granted' | 'refused', at: number): RequestState {
  const body = bodyOf('decision', outcome, 'm1', at)
  return accept(request, { type: 'decision', ...S, at: after(at), body })
}

function delayed(until: number, at = 20 * day): Words {
  return { type: 'decision-delayed', ...S, at: after(at), body: { until: after(until), reasons: text } }
}

/** Everything that starts a clock in this machine. */
function startsOf({ opens, rows }: Machine) {
  return [...opens, ...rows].flatMap(({ starts = [] }) => starts)
}

/** Whether some kind that the basis allows follows a machine that starts this clock for it. */
function isStarted(profile: Profile, { name }: Pick<ClockRule, 'name'>): boolean {
  return machines().some((machine) => {
    const scope = machine.clocks.find((clock) => clock.name === name) ?? {}
    const kinds = machine.kinds.filter((kind) => allowsKind(profile, kind) && isMeantFor(scope, kind))
    return kinds.length > 0 && startsOf(machine).some(({ clock }) => clock === name)
  })
}

describe('workflow: the clocks of the profiles', () => {
  it('are each started by a machine that a kind of the basis follows', () => {
    for (const profile of profiles)
      for (const rule of profile.clocks) assert.ok(isStarted(profile, rule), `${profile.id}: ${rule.name}`)
    assert.ok(!isStarted(profileNamed('EIO'), { name: 'FRZ_EU' }), 'it freezes nothing')
    assert.ok(!isStarted(profileNamed('EIO'), { name: 'DOOMSDAY' }), 'nothing starts it')
  })

  it('have a length in some basis, where the message does not state the end', () => {
    for (const machine of machines()) {
      const bases = profiles.filter((one) => machine.kinds.some((kind) => allowsKind(one, kind)))
      for (const { clock, ends } of startsOf(machine)) {
        const isRuled = bases.some((profile) => clockRule(profile, clock) !== null)
        const isStated = ends !== 'profile' && ends.some((pointer) => pointer !== 'profile')
        assert.ok(isRuled || isStated, `${machine.name}: ${clock}`)
      }
    }
  })

  it('tell of every hold when it ends and what it waits for', () => {
    for (const profile of profiles.filter((one) => one.id !== 'NONE' && allowsKind(one, 'preservation')))
      for (const clock of ['PRES_MIN', 'PRES_HOLD'])
        assert.notEqual(clockRule(profile, clock), null, `${profile.id}: ${clock}`)
  })

  it('run for nobody whose basis has no rule for them', () => {
    for (const regime of ['UNCC', 'BUD', 'RECIPROCITY'])
      for (const kind of ['stored-data', 'subscriber-information', 'preservation', 'interception'])
        if (allowsKind(profileNamed(regime), kind))
          assert.deepEqual(legal(asked(kind, regime)), [], `${regime} ${kind}`)
    assert.deepEqual(running(asked('service-of-documents', 'UNCC')), ['SERVICE_BY'])
  })
})

describe('workflow: the clocks of a European Investigation Order', () => {
  const order = () => asked('stored-data', 'EIO')
  const acknowledged = () =>
    accept(order(), { type: 'acknowledgement', ...S, at: after(day), body: { ownReference: 'NZ-1' } })

  it('count a week to the acknowledgement and thirty days to the decision, from receipt', () => {
    assert.deepEqual(legal(order()), ['EIO_ACK', 'EIO_DEC'])
    assert.ok(marks(order(), 7 * day).includes('EIO_ACK acknowledgementOverdue'))
    assert.deepEqual(legal(acknowledged()), ['EIO_DEC'])
    assert.deepEqual(marks(acknowledged(), 23 * day), ['EIO_DEC decisionNear'])
    assert.deepEqual(marks(acknowledged(), 30 * day), ['EIO_DEC decisionOverdue'])
  })

  it('let the decision be delayed by thirty days at most, with reasons', () => {
    refused(acknowledged(), delayed(30 * day), 'DEADLINE_TOO_SHORT')
    refused(acknowledged(), delayed(60 * day + hour), 'DEADLINE_TOO_LONG')
    const later = accept(acknowledged(), delayed(60 * day))
    assert.deepEqual([stateOf(later), endOf(later, 'EIO_DEC')], ['acknowledged', instant(60 * day)])
    const [clock] = only(later).clocks.filter(({ name }) => name === 'EIO_DEC')
    assert.equal(clock?.started, instant(0))
    const twice = accept(accept(acknowledged(), delayed(45 * day)), delayed(60 * day, 40 * day))
    refused(twice, delayed(75 * day, 50 * day), 'DEADLINE_TOO_LONG')
  })

  it('are delayed under another basis without any clock', () => {
    const later = accept(asked('stored-data', 'UNCC'), delayed(90 * day))
    assert.deepEqual(legal(later), [])
    refused(asked('stored-data', 'UNCC'), delayed(10 * day), 'DEADLINE_TOO_SHORT')
  })

  it('count ninety days to the execution from the decision, through an obstacle that is told', () => {
    const granted = decided(order(), 'granted', 10 * day)
    assert.deepEqual(legal(granted), ['EIO_EXEC'])
    assert.equal(endOf(granted, 'EIO_EXEC'), instant(100 * day))
    const hindered = accept(granted, {
      type: 'obstacle',
      ...S,
      at: after(90 * day),
      body: bodyOf('obstacle', 'obstacle', 'm1', 90 * day),
    })
    assert.deepEqual(marks(hindered, 100 * day), ['EIO_EXEC executionOverdue'])
    assert.equal(endOf(decided(granted, 'granted', 20 * day), 'EIO_EXEC'), instant(100 * day))
    assert.deepEqual(legal(decided(order(), 'refused', day)), [])
  })

  it('count a day to the decision on a hold, which has an end of its own', () => {
    const hold = asked('preservation', 'EIO')
    assert.deepEqual(legal(hold), ['EIO_ACK', 'EIO_PROVISIONAL'])
    assert.deepEqual(marks(hold, day), ['EIO_PROVISIONAL decisionOverdue'])
    const confirm = bodyOf('preservation-confirm', 'preserved', 'm1', hour, { days: 10 })
    const kept = accept(hold, { type: 'preservation-confirm', ...S, at: after(hour), body: confirm })
    assert.deepEqual(running(kept), ['PRES_MIN'])
    assert.deepEqual(marks(kept, 10 * day), ['PRES_MIN expiring'])
  })

  it('count four days to the answer where the State of the subject is only told', () => {
    const tapped = (assistanceNeeded: boolean) =>
      askedWith({ id: 'm1', kind: 'interception' }, 'EIO', { technical: { needs: text, assistanceNeeded } })
    assert.deepEqual(legal(tapped(true)), ['EIO_ACK', 'EIO_DEC'])
    assert.deepEqual(legal(tapped(false)), ['EIO_C'])
    assert.deepEqual(marks(tapped(false), 96 * hour), ['EIO_C answerOverdue'])
    assert.deepEqual(legal(decided(tapped(true), 'granted', day)), ['EIO_EXEC'])
    assert.deepEqual(legal(decided(tapped(false), 'granted', day)), [])
  })

  it('run for every kind of evidence, and for no other machine', () => {
    for (const { name, kinds, clocks } of machines()) {
      const isEvidence = kinds.some((kind) => allowsKind(profileNamed('EIO'), kind))
      assert.equal(
        clocks.some((clock) => clock.name === 'EIO_ACK'),
        isEvidence,
        name,
      )
      for (const kind of kinds.filter((one) => allowsKind(profileNamed('EIO'), one)))
        if (kind !== 'interception') assert.ok(legal(asked(kind, 'EIO')).includes('EIO_ACK'), kind)
    }
  })
})

const period = { from: '2027-01-10T00:00:00+13:00', to: '2027-01-17T00:00:00+13:00' }

describe('workflow: the clocks of European orders for data', () => {
  const urgency = (code: string) => ({ urgency: { code, reason: text, date: '2027-01-20' } })
  const data = (...categories: string[]) => ({
    data: { categories, identifiers: [{ kind: 'EMAIL', value: 'desk@mail.example' }], period },
  })
  const stored = (code: string, ...categories: string[]) =>
    askedWith({ id: 'm1', kind: 'stored-data' }, 'R1543', data(...categories), urgency(code))
  const ordered = (deadline: object) =>
    askedWith(
      { id: 'm1', kind: 'subscriber-information' },
      'R1543',
      { productionOrder: { deadline } },
      { deadline: { date: '2027-01-28', reason: text } },
    )

  it('count ten days to the data, and as long to a ground of the authority that is told', () => {
    assert.deepEqual(legal(stored('DATA_VOLATILE', 'traffic')), ['EPOC', 'EPOC_AUTHORITY'])
    assert.deepEqual(legal(stored('DATA_VOLATILE', 'subscriber')), ['EPOC'])
    assert.deepEqual(marks(stored('DATA_VOLATILE', 'content'), 10 * day), [
      'ACK_TARGET acknowledgementOverdue',
      'EPOC answerOverdue',
      'EPOC_AUTHORITY groundsPassed',
    ])
    assert.deepEqual(legal(ordered({ atTheEndOfTenDays: true })), ['EPOC'])
  })

  it('count eight hours in an emergency, and four days to a ground', () => {
    const emergency = stored('CRITICAL_INFRASTRUCTURE', 'content')
    assert.deepEqual(legal(emergency), ['EPOC_EMERG', 'EPOC_AUTHORITY_EMERG'])
    assert.deepEqual(marks(emergency, 8 * hour), ['EPOC_EMERG answerOverdue'])
    assert.equal(endOf(emergency, 'EPOC_AUTHORITY_EMERG'), instant(96 * hour))
    assert.deepEqual(legal(ordered({ emergency: { hours: 8, danger: text } })), ['EPOC_EMERG'])
  })

  it('count the sixty days of a hold from receipt, once thirty more, and nothing beyond', () => {
    const hold = asked('preservation', 'R1543')
    const confirm = (days: number): Words => ({
      type: 'preservation-confirm',
      ...S,
      at: after(day),
      body: bodyOf('preservation-confirm', 'preserved', 'm1', day, { days }),
    })
    assert.deepEqual(legal(hold), ['PRES_EU'])
    refused(hold, confirm(58), 'DEADLINE_TOO_SHORT')
    const kept = accept(hold, confirm(59))
    assert.deepEqual(running(kept), ['PRES_EU', 'PRES_MIN'])
    const asks: Words = {
      type: 'preservation-extend',
      at: after(50 * day),
      id: messageId(70_001),
      body: { until: after(89 * day), reason: text },
    }
    const extended = (until: number): Words => ({
      type: 'preservation-extended',
      ...S,
      at: after(51 * day),
      inReplyTo: messageId(70_001),
      body: { until: after(until * day) },
    })
    refused(accept(kept, asks), extended(91), 'DEADLINE_TOO_LONG')
    const longer = accept(accept(kept, asks), extended(89))
    assert.deepEqual(
      ['PRES_EU', 'PRES_MIN'].map((name) => endOf(longer, name)),
      [instant(89 * day), instant(89 * day)],
    )
    const linked = accept(longer, {
      type: 'preservation-link',
      at: after(80 * day),
      body: { request: '0197b1c0-3f00-7a11-8a11-0123456789a2' },
    })
    assert.deepEqual(running(linked), [])
  })
})

describe('workflow: the clocks of an order that another State serves', () => {
  const report = (request: RequestState) =>
    accept(request, {
      type: 'status-report',
      ...S,
      at: after(30 * day),
      body: { outcomes: [{ measure: 'm1', outcome: 'executing' }] },
    })
  const content = {
    data: { categories: ['content'], identifiers: [{ kind: 'EMAIL', value: 'desk@mail.example' }], period },
  }

  it('count 45 days to the service and then 20 to subscriber information, 45 to traffic data', () => {
    const order = asked('subscriber-information', 'BUD2AP')
    assert.deepEqual(legal(order), ['2AP_8'])
    const served = report(decided(order, 'granted', day))
    assert.deepEqual(
      [legal(served), endOf(served, '2AP_8_SUBSCRIBER')],
      [['2AP_8_SUBSCRIBER'], instant(50 * day)],
    )
    const traffic = report(decided(asked('stored-data', 'BUD2AP'), 'granted', day))
    assert.deepEqual(
      [legal(traffic), endOf(traffic, '2AP_8_TRAFFIC')],
      [['2AP_8_TRAFFIC'], instant(75 * day)],
    )
    assert.deepEqual(legal(askedWith({ id: 'm1', kind: 'stored-data' }, 'BUD2AP', content)), [])
  })
})

describe('workflow: the time between a summons and the appearance', () => {
  const summons = (days: number, role = 'accused', regime = 'MA59') =>
    askedWith({ id: 'm1', kind: 'service-of-documents' }, regime, {
      addressee: { address: 'Old Street 1', person: { role, names: [{ family: 'Example' }] } },
      hearing: { at: after(days * day), court: 'Court', place: 'Town' },
    })
  const appearance = (request: RequestState) =>
    only(request).clocks.find(({ name }) => name === 'SERVICE_DATE')

  it('is shown as another than that of the basis where it is below fifty days', () => {
    assert.deepEqual(
      [appearance(summons(60))?.ends, appearance(summons(60))?.differs],
      [instant(60 * day), undefined],
    )
    assert.equal(appearance(summons(30))?.differs, instant(50 * day))
  })

  it('is counted for the accused alone, and under no other basis', () => {
    assert.equal(appearance(summons(30, 'witness')), undefined)
    assert.equal(appearance(summons(30, 'accused', 'UNCC')), undefined)
  })
})
