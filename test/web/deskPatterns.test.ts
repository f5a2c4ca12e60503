import assert from 'node:assert/strict'
import { deskRoutes, patternAt } from '../../src/web/deskPaths.ts'

describe('what is written down of an address of the desk that broke', () => {
  it('is its pattern, in which no name of a person stands, and of an address that leads nowhere nothing', () => {
    assert.equal(patternAt('/people/example-officer/password'), '/people/:signInName/password')
    assert.equal(patternAt('/any/words of a stranger'), 'unknown')
    for (const { path } of Object.values(deskRoutes)) assert.ok(patternAt(path).startsWith('/'), path)
  })
})
