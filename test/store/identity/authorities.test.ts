import assert from 'node:assert/strict'
import { authoritiesMax, withAuthority } from '../../../src/store/identity/authorities.ts'

describe('the certificate authorities of a State', () => {
  it('are at most as many as a trust list names, and the same one is named once', () => {
    const listed = Array.from({ length: authoritiesMax }, (_, place) => Buffer.from([place]))
    assert.throws(() => withAuthority(listed, Buffer.from([authoritiesMax])), {
      code: 'AUTHORITIES_TOO_MANY',
    })
    assert.equal(withAuthority(listed, Buffer.from([0])).length, authoritiesMax)
    assert.equal(withAuthority(listed.slice(1), Buffer.from([authoritiesMax])).length, authoritiesMax)
  })
})
