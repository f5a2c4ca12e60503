import assert from 'node:assert/strict'
import { withDelivered } from '../../src/exchange/drafts/delivered.ts'
import { owedByWorkflow } from '../../src/exchange/drafts/owedByWorkflow.ts'
import type { JsonObject } from '../../src/message/json.ts'
import { accept, after, by, day, exhibit, hour, opened } from '../workflow/speak.ts'

describe('a draft that delivers', () => {
  const state = accept(opened([{ id: 'm1', kind: 'stored-data' }]), {
    ...{ type: 'decision', ...by('requested'), at: after(hour) },
    body: { outcomes: [{ measure: 'm1', outcome: 'granted' }] },
  })
  const exhibits = [exhibit('E1'), exhibit('E2')]
  const delivering = {
    ...{ state, side: 'requested' as const, type: 'delivery', language: 'en', exhibits },
    at: Date.parse(after(day)),
  }
  const row = { measure: 'm1', outcome: 'delivered' }
  const said = (more: JsonObject) => withDelivered(delivering, { outcomes: [{ ...row, ...more }] })
  const owed = (more: JsonObject) =>
    owedByWorkflow(delivering, { outcomes: [{ ...row, ...more }] }).map(
      ({ pointer, lacks, file }) => `${pointer} ${lacks} ${file ?? ''}`,
    )

  it('has the kind of its result from the measure, where it is not one of several and says no other', () => {
    assert.deepEqual(said({}), { outcomes: [{ ...row, result: { kind: 'stored-data' } }] })
    assert.deepEqual(said({ final: false, result: { kind: 'stored-data' } }), {
      outcomes: [{ ...row, final: false }],
    })
    const told = { final: true, result: { kind: 'records', nothing: true } }
    assert.deepEqual(said(told), { outcomes: [{ ...row, ...told }] })
  })

  it('has each file that it hands over in the list of items, as it was announced, and what stands there stays', () => {
    const item = { exhibit: 'E2', what: { language: 'en', text: 'Example image' }, kind: 'image' }
    const { outcomes } = said({ final: false, exhibits: ['E1', 'E2'], manifest: [item, {}] })
    const [{ manifest } = {}] = outcomes as readonly JsonObject[]
    const { name, bytes, mediaType, sha256 } = exhibit('E1')
    assert.deepEqual(manifest, [
      item,
      { exhibit: 'E1', what: { language: 'en', text: name }, kind: 'file', bytes, mediaType, sha256 },
    ])
  })

  it('is told all at once what the record would ask for one after another, each file by itself', () => {
    const manifest = [{ exhibit: 'E2', kind: 'file' }]
    assert.deepEqual(owed({ final: true, exhibits: ['E1', 'E2'], manifest }), [
      '/outcomes/0/manifest item E1',
      '/outcomes/0/manifest/0/custody custody E2',
      '/outcomes/0/result result ',
    ])
    const other = [{ exhibit: 'E7', custody: [{}] }]
    assert.deepEqual(owed({ final: false, exhibits: ['E7'], manifest: other }), [
      '/outcomes/0/exhibits/0 declared E7',
      '/outcomes/0/manifest/0/exhibit declared E7',
    ])
    const whole = [{ exhibit: 'E1', custody: [{}] }]
    assert.deepEqual(owed({ final: false, exhibits: ['E1'], manifest: whole }), [])
  })
})
