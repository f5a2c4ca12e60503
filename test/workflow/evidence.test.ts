import assert from 'node:assert/strict'
import type { RequestState } from '../../src/workflow/state.ts'
import { accept, after, bodyOf, by, day, hour, opened, refused, requestBody } from './speak.ts'
import { marks, running, stateOf, told } from './told.ts'
import { only } from './walk.ts'

const S = by('requested')
const asked = (kind: string, regime = 'UNCC') => opened([{ id: 'm1', kind }], regime)
function decided(request: RequestState, outcome: 'granted' | 'refused', at: number): RequestState {
  return accept(request, {
    type: 'decision',
    ...S,
    at: after(at),
    body: bodyOf('decision', outcome, 'm1', at),
  })
}

describe('workflow: emergency disclosure', () => {
  const disclosed = (at = 5 * hour) =>
    accept(asked('emergency-disclosure'), told('requested', 'emergency-result', 'disclosed', at))

  it('has the hours that the request names, and those of its basis', () => {
    assert.deepEqual(running(asked('emergency-disclosure')), ['EMERGENCY'])
    assert.deepEqual(running(asked('emergency-disclosure', 'R1543')), [
      'EMERGENCY',
      'EPOC_EMERG',
      'EPOC_AUTHORITY_EMERG',
    ])
    assert.deepEqual(marks(asked('emergency-disclosure', 'R1543'), 8 * hour), ['EPOC_EMERG answerOverdue'])
    assert.deepEqual(marks(asked('emergency-disclosure'), 24 * hour), ['EMERGENCY emergencyOver'])
  })

  it('is answered at once, without a decision before', () => {
    assert.deepEqual([stateOf(disclosed()), only(disclosed()).decision], ['delivered', 'granted'])
    assert.deepEqual(running(disclosed()), [])
    const partly = accept(
      asked('emergency-disclosure'),
      told('requested', 'emergency-result', 'disclosedPartly', hour),
    )
    assert.deepEqual([stateOf(partly), only(partly).decision], ['delivered', 'partly'])
  })

  it('takes a note of the call back into the record before it is answered, and its hours run on (pain point 18)', () => {
    const body = { ...bodyOf('contact-note', null, 'm1', hour), channel: 'telephone' }
    const called = accept(asked('emergency-disclosure'), {
      type: 'contact-note',
      ...S,
      at: after(hour),
      body,
    })
    assert.deepEqual([called.sequence, running(called)], [2, ['EMERGENCY']])
    const answered = accept(called, told('requested', 'emergency-result', 'disclosed', 5 * hour))
    assert.equal(stateOf(answered), 'delivered')
  })

  it('is followed by a formal request where one is wanted, in a record of its own', () => {
    const wanted = accept(disclosed(), told('requested', 'emergency-formal-request', null, day))
    assert.deepEqual(running(wanted), ['FORMAL_REQUEST'])
    const linked = accept(wanted, told('requesting', 'emergency-formal-link', null, 10 * day))
    assert.deepEqual(running(linked), [])
    assert.deepEqual(
      linked.links.map(({ relation, reference }) => [relation, reference]),
      [['formalRequest', 'VN-DEMO-2027-0007']],
    )
  })
})

describe('workflow: service of documents', () => {
  it('is proven, and the proof is checked', () => {
    const granted = decided(asked('service-of-documents'), 'granted', day)
    assert.deepEqual(running(granted), ['SERVICE_BY'])
    const proven = accept(granted, told('requested', 'service-proof', 'served', 5 * day))
    assert.deepEqual([stateOf(proven), running(proven)], ['delivered', []])
  })

  it('is overdue only where a last day was stated', () => {
    const by = (what?: string) => {
      const request = opened([
        { id: 'm1', kind: 'service-of-documents', ...(what === undefined ? {} : { what }) },
      ])
      const granted = decided(request, 'granted', day)
      return [running(granted), marks(granted, 400 * day).filter((mark) => mark.startsWith('SERVICE'))]
    }
    assert.deepEqual(by(), [['SERVICE_BY'], ['SERVICE_BY serviceOverdue']])
    assert.deepEqual(by('judgment'), [[], []])
  })

  it('needs no decision before', () => {
    const read = accept(asked('service-of-documents'), {
      type: 'acknowledgement',
      ...S,
      at: after(hour),
      body: { ownReference: 'NZ-DEMO-1' },
    })
    assert.equal(stateOf(accept(read, told('requested', 'service-proof', 'served', 5 * day))), 'delivered')
  })

  it('may fail, and be tried again', () => {
    const granted = decided(asked('service-of-documents'), 'granted', day)
    const failed = accept(granted, told('requested', 'service-proof', 'notServed', 5 * day))
    assert.deepEqual([stateOf(failed), only(failed).deliveries], ['obstacle', []])
    assert.equal(stateOf(accept(failed, told('requested', 'service-proof', 'served', 9 * day))), 'delivered')
  })
})

describe('workflow: operations in the other State', () => {
  const granted = (kind: string) => decided(asked(kind, 'MA2P'), 'granted', hour)
  const acting = (kind = 'controlled-delivery') =>
    accept(granted(kind), told('requested', 'operation-start', null, 2 * day))

  it('are known only to a basis that allows them', () => {
    for (const kind of ['controlled-delivery', 'covert-operation', 'observation']) {
      const body = requestBody([{ id: 'm1', kind }], 'UNCC')
      refused(null, { type: 'request', body }, 'MEASURE_NOT_COVERED')
    }
  })

  it('that crossed the border unasked are marked when they must stop, and not once they are allowed', () => {
    const crossed = asked('observation', 'MA2P')
    assert.deepEqual(running(crossed), ['OBS'])
    const since = Date.parse('2027-01-18T16:30:00Z') - Date.parse(after(0))
    assert.deepEqual(marks(crossed, since + 2 * hour), [])
    assert.deepEqual(marks(crossed, since + 4 * hour), ['OBS stopNear'])
    assert.deepEqual(marks(crossed, since + 5 * hour), ['OBS mustStop'])
    assert.deepEqual(running(granted('observation')), [])
    assert.deepEqual(running(asked('controlled-delivery', 'MA2P')), [])
  })

  it('are stopped by either, and ended before anything is handed over', () => {
    for (const side of ['requesting', 'requested'] as const) {
      const stopping = accept(acting(), told(side, 'operation-stop', null, 3 * day))
      assert.equal(stateOf(stopping), 'stopRequested')
      const ended = accept(stopping, told(side, 'operation-end', null, 4 * day))
      assert.deepEqual([stateOf(ended), running(ended)], ['operationEnded', []])
    }
  })

  it('go on beyond their end only as the requested State says', () => {
    const before = only(acting()).clocks.find(({ name }) => name === 'OPERATION_END')?.ends
    const longer = accept(acting(), told('requested', 'operation-start', null, 5 * day))
    assert.equal(stateOf(longer), 'running')
    assert.notEqual(only(longer).clocks.find(({ name }) => name === 'OPERATION_END')?.ends, before)
    refused(acting(), told('requesting', 'operation-start', null, 5 * day), 'WORKFLOW_NOT_EXPECTED')
  })
})
