import assert from 'node:assert/strict'
import { withOnlyRegime } from '../../src/exchange/drafts/onlyRegime.ts'
import { lacksRowIds, noIds, withRowIds } from '../../src/exchange/drafts/rowIds.ts'
import type { JsonObject, JsonValue } from '../../src/message/json.ts'
import { exampleBodies } from '../web/form/forms.ts'

function rowsOf(body: JsonObject, member: string): readonly JsonObject[] {
  return body[member] as readonly JsonObject[]
}

describe('ids of the rows of a draft', () => {
  it('are given in order to legal bases, measures, questions and offences that have none, and stay', () => {
    const request = withRowIds(
      'request',
      {
        legalBasis: [{ instrument: 'UNCC' }, { instrument: 'BUD' }],
        measures: [
          { kind: 'preservation' },
          { kind: 'extradition', offences: [{ code: 'UNCC-7' }, { number: 7 }, { code: 'UNCC-8' }] },
        ],
      },
      noIds,
    )
    assert.deepEqual(request.legalBasis, [
      { id: 'l1', instrument: 'UNCC' },
      { id: 'l2', instrument: 'BUD' },
    ])
    const [first, second] = rowsOf(request, 'measures')
    assert.deepEqual([first?.id, second?.id], ['m1', 'm2'])
    const numbers = rowsOf(second ?? {}, 'offences').map(({ number }) => number)
    assert.deepEqual(numbers, [1, 7, 2])
    assert.deepEqual(withRowIds('request', request, noIds), request)
    const { items } = withRowIds('information-request', { items: [{ measure: 'm1' }] }, noIds)
    assert.deepEqual(items, [{ id: 'q1', measure: 'm1' }])
  })

  it('go with the mark of the regime on the only legal basis, and leave the choice among several', () => {
    const one = withOnlyRegime('request', { legalBasis: [{ instrument: 'UNCC', article: '40' }, {}] })
    assert.deepEqual(one.legalBasis, [{ instrument: 'UNCC', article: '40', regime: true }, {}])
    assert.deepEqual(withOnlyRegime('request', one), one)
    const several = { legalBasis: [{ instrument: 'UNCC' }, { instrument: 'BUD' }] }
    assert.deepEqual(withOnlyRegime('request', several), several)
    // A supplement names a basis beside the one that was chosen.
    const beside = { legalBasis: [{ instrument: 'UNCC' }] }
    assert.deepEqual(withOnlyRegime('supplement', beside), beside)
  })

  it('are of no new row as long as something names them, or the record knows them', () => {
    const body = { legalBasis: [{ instrument: 'UNCC' }], measures: [{ kind: 'records', basis: 'l1' }] }
    const { legalBasis, measures } = withRowIds('request', body, { ...noIds, measure: new Set(['m1']) })
    assert.deepEqual(legalBasis, [{ id: 'l2', instrument: 'UNCC' }])
    assert.deepEqual(measures, [{ id: 'm2', kind: 'records', basis: 'l1' }])
  })

  it('are each of one row alone, and of none in which nothing stands, nor of a measure that is asked for anew', () => {
    const twice = withRowIds(
      'request',
      { legalBasis: [{ id: 'l1' }, {}, { id: 'l1', article: '40' }] },
      noIds,
    )
    assert.deepEqual(twice.legalBasis, [{ id: 'l1' }, {}, { id: 'l2', article: '40' }])
    const anew: JsonValue = { asked: [{ kind: 'preservation' }] }
    assert.deepEqual(withRowIds('amend', anew, noIds), anew)
    assert.ok(!lacksRowIds('amend', anew))
  })

  it('are lacking in no example of any message, and none is changed', () => {
    for (const { file, type, body } of exampleBodies()) {
      assert.ok(!lacksRowIds(type, body), file)
      assert.deepEqual(withRowIds(type, body, noIds), body, file)
    }
    const request = exampleBodies().find(({ type, body }) => type === 'request' && 'measures' in body)
    const [{ id, ...measure }] = rowsOf(request?.body ?? {}, 'measures') as [JsonObject]
    assert.equal(typeof id, 'string')
    assert.ok(lacksRowIds('request', { ...request?.body, measures: [measure] }))
  })
})
