import assert from 'node:assert/strict'
import { documents } from '../../src/message/generated/schemas.ts'
import { codeRefusal } from '../../src/workflow/codes.ts'
import { groupOf } from '../../src/workflow/profile.ts'
import { measureKinds } from '../../src/workflow/table.ts'
import { isObject, listOf } from '../message/schemaWalk.ts'
import { after, by, entry, hour, opened, refused, requestBody, text } from './speak.ts'

const evidence = { id: 'm1', kind: 'stored-data' }
const extradition = { id: 'm2', kind: 'extradition' }
const offer = (...conditions: readonly object[]) =>
  entry({ type: 'conditions-offer', ...by('requested'), body: { conditions, reasons: text } }).message

describe('workflow: codes that a list allows for some groups of measures', () => {
  it('are refused for the others, with their place', () => {
    const conditions = [{ code: 'CONFIDENTIAL' }, { code: 'SPECIALTY' }]
    const body = { outcomes: [{ measure: 'm1', outcome: 'granted', conditions }] }
    refused(
      opened([evidence]),
      { type: 'decision', ...by('requested'), at: after(hour), body },
      'CODE_NOT_ALLOWED',
    )
    const refusal = codeRefusal(offer({ code: 'CONFIDENTIAL' }, { code: 'SPECIALTY' }), [evidence])
    assert.deepEqual([refusal?.code, refusal?.pointer], ['CODE_NOT_ALLOWED', '/body/conditions/1/code'])
    assert.equal(codeRefusal(offer({ code: 'SPECIALTY' }), [extradition]), null)
  })

  it('hold for the measures that a condition names, and else for any of the message', () => {
    const both = [evidence, extradition]
    assert.equal(codeRefusal(offer({ code: 'SPECIALTY' }), both), null)
    assert.equal(codeRefusal(offer({ code: 'SPECIALTY', measures: ['m2'] }), both), null)
    assert.equal(
      codeRefusal(offer({ code: 'SPECIALTY', measures: ['m1'] }), both)?.pointer,
      '/body/conditions/0/code',
    )
    const decision = (measure: string) =>
      entry({
        type: 'decision',
        ...by('requested'),
        body: { outcomes: [{ measure, outcome: 'granted', conditions: [{ code: 'NO_REEXTRADITION' }] }] },
      }).message
    assert.equal(codeRefusal(decision('m2'), both), null)
    assert.equal(codeRefusal(decision('m1'), both)?.pointer, '/body/outcomes/0/conditions/0/code')
  })

  it('are looked for where a record is opened: nobody is sought by a request for a mailbox', () => {
    const persons = [{ role: 'soughtPerson', names: [{ family: 'Example' }] }]
    const body = requestBody([evidence], 'UNCC', { persons })
    refused(null, { type: 'request', body }, 'CODE_NOT_ALLOWED')
    const query = requestBody([{ id: 'm1', kind: 'police-query' }], 'UNCC', { persons })
    const { message } = entry({ type: 'request', body: query })
    assert.equal(codeRefusal(message, [{ id: 'm1', kind: 'police-query' }]), null)
  })

  it('of a State’s own are taken as they stand', () => {
    const own = { owner: 'VN', name: 'condition', value: 'SPECIALTY' }
    assert.equal(codeRefusal(offer({ code: own }), [evidence]), null)
  })

  it('do not bind what another State has made a condition of its consent', () => {
    const onwardAuthority = [
      {
        from: 'SG',
        message: '0197b1c0-4001-7e01-9e00-0000000b0001',
        allows: ['address'],
        conditions: [{ code: 'SPECIALTY' }],
      },
    ]
    const { message } = entry({ type: 'request', body: requestBody([evidence], 'UNCC', { onwardAuthority }) })
    assert.equal(codeRefusal(message, [evidence]), null)
  })

  it('name only groups that some kind of measure is of', () => {
    const groups = new Set(measureKinds().map(groupOf))
    for (const [path, { oneOf }] of Object.entries(documents))
      if (path.startsWith('code/'))
        for (const code of listOf(oneOf).filter(isObject))
          for (const group of listOf(code.groups))
            assert.ok(groups.has(group as string), `${path} ${JSON.stringify(group)}`)
  })
})
