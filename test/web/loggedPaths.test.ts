import assert from 'node:assert/strict'
import { deskRoutes, loggedPathOf } from '../../src/web/deskPaths.ts'

describe('what is written down of an address of the desk that broke', () => {
  it('is its pattern with the ids in it, no name of a person, and of an address that leads nowhere nothing', () => {
    assert.equal(loggedPathOf('/people/example-officer/password'), '/people/:signInName/password')
    assert.equal(loggedPathOf('/any/words of a stranger'), 'unknown')
    const bundle = '0197b1c0-4001-7e01-9e00-000000000001'
    assert.ok(loggedPathOf(`/bundles/${bundle}/file`).includes(bundle))
    for (const { path } of Object.values(deskRoutes)) assert.ok(loggedPathOf(path).startsWith('/'), path)
  })
})
