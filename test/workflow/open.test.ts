import assert from 'node:assert/strict'
import { decide } from '../../src/workflow/decide.ts'
import { replay } from '../../src/workflow/replay.ts'
import { machineNamed } from '../../src/workflow/table.ts'
import { emptyRecord, nextPlace } from '../../src/workflow/record.ts'
import {
  accept,
  accepted,
  after,
  asking,
  answering,
  bodyOf,
  by,
  day,
  entry,
  exhibit,
  hour,
  opened,
  refused,
  requestBody,
  requestId,
  text,
} from './speak.ts'

const data = { id: 'm1', kind: 'stored-data' }
const hold = { id: 'a1', kind: 'preservation' }
const request = (
  measures: readonly { id: string; kind: string; basis?: string }[],
  regime = 'UNCC',
  more = {},
) => ({
  type: 'request' as const,
  body: requestBody(measures, regime, more),
})
const note = (measures?: readonly object[]) => ({
  type: 'contact-note' as const,
  ...by('requested'),
  body: { ...bodyOf('contact-note', null, 'm1', 0), ...(measures === undefined ? {} : { measures }) },
})

describe('workflow: opening a record', () => {
  it('puts each measure at the beginning of its machine, with the parties and the first place', () => {
    const one = entry({ ...request([data, hold]), exhibits: [exhibit('E1')] })
    const decision = decide(null, one)
    const state = accepted(decision)
    assert.deepEqual(
      state.measures.map((measure) => [measure.id, measure.state, measure.machine]),
      [
        ['m1', 'received', 'assistance'],
        ['a1', 'requested', 'preservation'],
      ],
    )
    assert.deepEqual(state.parties, { requesting: [asking], requested: [answering] })
    const { sequence, head } = state
    assert.deepEqual({ sequence, head }, nextPlace(emptyRecord(requestId), one.digest))
    assert.equal(state.state, 'partial')
    assert.ok(decision.ok)
    assert.deepEqual(
      decision.effects.map((effect) => effect.do),
      ['startClock', 'startClock', 'requireExhibit'],
    )
  })

  it('lets the basis of a measure govern it, and the regime chosen the others', () => {
    const state = opened([
      { ...data, basis: 'l2' },
      { ...data, id: 'm2' },
    ])
    assert.deepEqual(
      state.measures.map(({ profile }) => profile),
      ['BUD', 'UNCC'],
    )
    assert.equal(state.profile, 'UNCC')
  })

  it('refuses a basis that has no profile, or is not among those named', () => {
    refused(null, request([{ ...data, basis: 'l9' }]), 'PROFILE_UNKNOWN')
  })

  it('takes a treaty of a State’s own beside one that governs, and refuses it where its rules are not known', () => {
    const own = { owner: 'VN', name: 'instrument', value: 'VN_QA_2025' }
    const bases = (regime: number) =>
      [own, 'UNCC'].map((instrument, place) => ({
        id: `l${place + 1}`,
        instrument,
        article: '40',
        ...(place === regime ? { regime: true } : {}),
      }))
    assert.equal(opened([data], 'UNCC', { legalBasis: bases(1) }).profile, 'UNCC')
    refused(null, request([data], 'UNCC', { legalBasis: bases(0) }), 'PROFILE_UNKNOWN')
  })

  it('refuses two measures with one id', () => {
    refused(null, request([data, { ...hold, id: 'm1' }]), 'MESSAGE_INVALID')
  })

  it('refuses a kind that no machine or profile knows', () => {
    const { message, digest } = entry(request([data]))
    assert.ok(message.type === 'request')
    const [measure] = message.body.measures
    const strange = { ...message, body: { ...message.body, measures: [{ ...measure, kind: 'divination' }] } }
    const decision = decide(null, { message: strange as unknown as typeof message, digest })
    assert.equal(decision.ok || decision.code, 'MEASURE_KIND_UNKNOWN')
  })

  it('refuses a second request under the same id, and any message to a record that is not there', () => {
    refused(opened([data]), request([data]), 'REQUEST_EXISTS')
    refused(opened([data]), { ...request([data]), ...by('requested') }, 'WORKFLOW_WRONG_SIDE')
    refused(null, { type: 'withdraw' }, 'REQUEST_UNKNOWN')
    refused(null, note(), 'REQUEST_UNKNOWN')
    refused(
      opened([data]),
      { type: 'withdraw', request: '0197b1c0-3f00-7a11-8a11-0123456789a2' },
      'REQUEST_UNKNOWN',
    )
  })

  it('keeps the earlier request that a follow-up names', () => {
    const more = { status: 'followUpToPreservation', earlier: { reference: 'MA-DEMO-0' } }
    const [link] = opened([data], 'UNCC', more).links
    assert.deepEqual(
      [link?.relation, link?.request, link?.reference, link?.measures],
      ['followUpToPreservation', null, 'MA-DEMO-0', ['m1']],
    )
    const known = { reference: 'MA-DEMO-0', request: '0197b1c0-3f00-7a11-8a11-0123456789a2' }
    assert.equal(opened([data], 'UNCC', { ...more, earlier: known }).links[0]?.request, known.request)
  })
})

describe('workflow: other records of the same affair', () => {
  const consent = { from: 'SG', message: '0197b1c0-4001-7e01-9e00-0000000b0001', allows: ['address'] }
  const relation = (more: object) => ({ reference: 'MA-DEMO-0', relation: 'pathDisclosed', ...more })

  it('are links of the request, for the measures that it names or for all', () => {
    const known = '0197b1c0-3f00-7a11-8a11-0123456789a2'
    const { links } = opened([data, { ...data, id: 'm2' }], 'UNCC', {
      status: 'followUpToMla',
      earlier: { reference: 'MA-DEMO-1' },
      relatesTo: [relation({ request: known, measures: ['m2'] }), relation({ relation: 'parallel' })],
      onwardAuthority: [consent],
    })
    assert.deepEqual(
      links.map((link) => [link.relation, link.request, link.reference, link.measures]),
      [
        ['followUpToMla', null, 'MA-DEMO-1', ['m1', 'm2']],
        ['pathDisclosed', known, 'MA-DEMO-0', ['m2']],
        ['parallel', null, 'MA-DEMO-0', ['m1', 'm2']],
      ],
    )
  })

  it('from which another State has told something need its consent (R-06)', () => {
    const body = requestBody([data], 'UNCC', { relatesTo: [relation({})] })
    assert.throws(() => entry({ type: 'request', body }), /onwardAuthority/)
    const parallel = { relatesTo: [relation({ relation: 'parallel' })] }
    assert.equal(opened([data], 'UNCC', parallel).links.length, 1)
  })
})

describe('workflow: what was asked orally', () => {
  const oral = () => accept(null, note([data, hold]))

  it('is written down by the requested side and waits for the written request', () => {
    const state = oral()
    assert.deepEqual(state.parties, { requesting: [asking], requested: [answering] })
    assert.equal(state.state, 'oralPending')
    assert.deepEqual(
      state.measures.map(({ clocks }) => clocks.map(({ name }) => name)),
      [['ORAL_CONFIRM'], ['ORAL_CONFIRM']],
    )
    refused(
      state,
      { type: 'decision', ...by('requested'), body: bodyOf('decision', 'granted', 'm1', 0) },
      'WORKFLOW_NOT_EXPECTED',
    )
  })

  it('cannot be of a kind that nobody knows, nor twice under one id', () => {
    refused(null, note([data, data]), 'MESSAGE_INVALID')
  })

  it('becomes a request by the written one, which may ask for more', () => {
    const decision = decide(
      oral(),
      entry({
        ...request([data, hold, { ...data, id: 'm2' }], 'BUD'),
        at: after(hour),
        exhibits: [exhibit('E1')],
      }),
    )
    const state = accepted(decision)
    assert.deepEqual(
      state.measures.map((measure) => [measure.id, measure.state, measure.profile]),
      [
        ['m1', 'received', 'BUD'],
        ['a1', 'requested', 'BUD'],
        ['m2', 'received', 'BUD'],
      ],
    )
    assert.equal(state.sequence, 2)
    assert.ok(decision.ok)
    assert.equal(decision.effects.filter((effect) => effect.do === 'stopClock').length, 2)
  })

  it('is not confirmed by a request that leaves something out, changes it, or has no profile', () => {
    refused(oral(), request([data]), 'MEASURE_UNKNOWN')
    refused(oral(), request([data, { ...data, id: 'a1' }]), 'MEASURE_UNKNOWN')
    refused(oral(), request([{ ...data, basis: 'l9' }, hold]), 'PROFILE_UNKNOWN')
  })

  it('is confirmed only for what still waits', () => {
    const state = accept(oral(), { type: 'withdraw', measures: ['a1'], at: after(hour) })
    refused(state, request([data, hold]), 'REQUEST_EXISTS')
    const confirmed = accept(state, { ...request([data]), at: after(2 * hour) })
    assert.deepEqual(
      confirmed.measures.map((measure) => measure.state),
      ['withdrawn', 'received'],
    )
  })

  it('lapses only when both sides put it aside', () => {
    const proposed = accept(oral(), {
      type: 'close',
      at: after(4 * day),
      id: '0197b1c0-4001-7e01-9e00-0000000a0001',
    })
    assert.equal(proposed.state, 'oralPending')
    const answer = {
      type: 'close' as const,
      ...by('requested'),
      at: after(5 * day),
      inReplyTo: '0197b1c0-4001-7e01-9e00-0000000a0001',
    }
    assert.equal(accept(proposed, answer).state, 'lapsed')
  })
})

describe('workflow: replay', () => {
  it('comes to the same state as step by step, and stops at what does not fit', () => {
    const entries = [
      entry(request([data])),
      entry({
        type: 'acknowledgement',
        ...by('requested'),
        body: { ownReference: 'NZ-DEMO-1' },
        at: after(hour),
      }),
      entry({ type: 'supplement', body: { text }, at: after(2 * hour) }),
    ]
    const result = replay(entries)
    assert.ok(result.ok)
    const [one, two, three] = entries
    assert.ok(one !== undefined && two !== undefined && three !== undefined)
    const stepped = accepted(decide(accepted(decide(accepted(decide(null, one)), two)), three))
    assert.deepEqual(result.request, stepped)
    assert.equal(stepped.references.requested, 'NZ-DEMO-1')
    const broken = replay([one, one])
    assert.equal(broken.ok || broken.code, 'REQUEST_EXISTS')
    const empty = replay([])
    assert.equal(empty.ok || empty.code, 'REQUEST_UNKNOWN')
  })

  it('knows the machine of every measure', () => {
    for (const { machine } of opened([data, hold]).measures) assert.equal(machineNamed(machine).name, machine)
  })
})
