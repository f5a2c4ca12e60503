import assert from 'node:assert/strict'
import { amended } from '../../src/message/amended.ts'

const message = {
  reference: 'VN-1',
  body: {
    facts: { language: 'en', text: 'Old.' },
    remarks: { language: 'en', text: 'Struck out.' },
    measures: [
      { id: 'a1', kind: 'preservation', value: 'one' },
      { id: 'a2', kind: 'preservation', value: 'two' },
    ],
    'a/b~c': 'd',
  },
}

describe('a message that was corrected', () => {
  it('reads place by place as its correction says, and lacks what that strikes out', () => {
    const now = { language: 'en', text: 'New.' }
    const { body } = amended(message, {
      replaces: [
        { pointer: '/body/facts', now },
        { pointer: '/body/measures/1/value', now },
        { pointer: '/body/remarks' },
        { pointer: '/body/measures/0' },
        { pointer: '/body/a~1b~0c', now },
      ],
    })
    assert.deepEqual(body, {
      facts: now,
      measures: [{ id: 'a2', kind: 'preservation', value: 'New.' }],
      'a/b~c': 'New.',
    })
    assert.equal(message.body.measures.length, 2)
  })

  it('asks for measures as they are asked for now, each in the place of the one of its id', () => {
    const asked = [
      { id: 'a2', kind: 'preservation', value: 'three' },
      { id: 'a3', kind: 'preservation', value: 'four' },
    ]
    assert.deepEqual((amended(message, { asked }).body as { measures: unknown }).measures, [
      message.body.measures[0],
      ...asked,
    ])
  })

  it('is as it was where a correction names what it has not', () => {
    for (const pointer of ['/body/nothing', '/body/measures/9', '/body/measures/x', '/body/facts/text/0', ''])
      assert.deepEqual(
        amended(message, { replaces: [{ pointer, now: { language: 'en', text: 'x' } }] }),
        message,
      )
    assert.deepEqual(amended(message, {}), message)
  })
})
