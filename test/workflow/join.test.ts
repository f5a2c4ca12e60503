import assert from 'node:assert/strict'
import { decide } from '../../src/workflow/decide.ts'
import { replay } from '../../src/workflow/replay.ts'
import type { RequestState } from '../../src/workflow/state.ts'
import { measureExample } from './examples.ts'
import {
  type Words,
  accept,
  accepted,
  after,
  by,
  day,
  entry,
  hour,
  opened,
  refused,
  requestBody,
  text,
} from './speak.ts'

const forProceedings = { id: 'm2', kind: 'provisional-arrest', what: 'proceedings' }
const arrest = (regime = 'ETS73') => opened([forProceedings], regime)
const asking = (ids: readonly string[], more: object = {}): Words => ({
  type: 'supplement',
  at: after(day),
  body: {
    text,
    brings: 'request',
    measures: ids.map((id) => ({ ...measureExample('proceedings-transfer'), id })),
    ...more,
  },
})
const statesOf = ({ measures }: RequestState) =>
  measures.map(({ id, state, profile }) => `${id} ${state} ${profile}`)

describe('workflow: measures that join an open record', () => {
  it('begin at their opening, under the regime of the record, and move what waits for them', () => {
    const request = accept(arrest(), asking(['m1', 'm3']))
    assert.deepEqual(statesOf(request), [
      'm2 requestReceived ETS73',
      'm1 requested ETS73',
      'm3 requested ETS73',
    ])
    assert.equal(request.state, 'partial')
    assert.equal(request.sequence, 2)
  })

  it('need nothing that waits for them', () => {
    const request = accept(arrest(), asking(['m1']))
    assert.deepEqual(statesOf(accept(request, { ...asking(['m3']), at: after(2 * day) })), [
      'm2 requestReceived ETS73',
      'm1 requested ETS73',
      'm3 requested ETS73',
    ])
  })

  it('may name a basis of their own', () => {
    const legalBasis = [{ id: 'l7', instrument: 'UNCC', article: '39' }]
    const measures = [{ ...measureExample('proceedings-transfer'), id: 'm1', basis: 'l7' }]
    const request = accept(arrest(), asking([], { measures, legalBasis }))
    assert.deepEqual(statesOf(request), ['m2 requestReceived ETS73', 'm1 requested UNCC'])
    refused(arrest(), asking([], { measures }), 'PROFILE_UNKNOWN')
  })

  it('have ids of their own', () => {
    refused(arrest(), asking(['m2']), 'REQUEST_EXISTS')
    refused(arrest(), asking(['m1', 'm1']), 'MESSAGE_INVALID')
  })

  it('are of a kind that joins, by whoever asks, under a basis that covers it', () => {
    const { basis, ...arrested } = measureExample('provisional-arrest')
    assert.equal(basis, 'l1')
    const other = { ...arrested, id: 'm9' }
    refused(arrest(), asking([], { measures: [other] }), 'MEASURE_KIND_UNKNOWN')
    refused(arrest('ECE'), asking(['m1']), 'MEASURE_NOT_COVERED')
    refused(arrest(), { ...asking(['m1']), ...by('requested') }, 'WORKFLOW_WRONG_SIDE')
  })

  it('do not excuse a measure that is named and cannot move', () => {
    const request = accept(arrest(), asking(['m1']))
    refused(request, { ...asking(['m3']), measures: ['m1'] }, 'WORKFLOW_NOT_EXPECTED')
  })

  it('come back from the record as they are', () => {
    const record = [
      entry({ type: 'request', body: requestBody([forProceedings], 'ETS73') }),
      entry(asking(['m1'])),
      entry({
        type: 'acknowledgement',
        ...by('requested'),
        at: after(day + hour),
        body: { ownReference: 'NZ-1' },
      }),
    ]
    const replayed = replay(record)
    assert.ok(replayed.ok)
    let request: RequestState | null = null
    for (const one of record) request = accepted(decide(request, one))
    assert.deepEqual(replayed.request, request)
  })
})
