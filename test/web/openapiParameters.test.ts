import assert from 'node:assert/strict'
import { dimensions } from '../../src/exchange/review/tally.ts'
import { auditOperations } from '../../src/web/openapi/otherOperations.ts'

describe('the parameters of the port as its document tells them', () => {
  it('name every dimension of the statistics, and no other', () => {
    const statistics = auditOperations.find(({ id }) => id === 'readStatistics')
    const by = statistics?.parameters.find(({ name }) => name === 'by')
    const said = by?.schema.pattern
    assert.ok(typeof said === 'string')
    const pattern = new RegExp(said, 'u')
    assert.match(dimensions.join(','), pattern)
    for (const one of dimensions) assert.match(one, pattern)
    for (const other of ['person', '', 'peer,', 'peer;side']) assert.doesNotMatch(other, pattern)
  })
})
