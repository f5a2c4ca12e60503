import assert from 'node:assert/strict'
import { tlsContexts } from '../../src/exchange/tlsContexts.ts'
import { issued, newAuthority } from '../support/tlsFiles.ts'

describe('contexts for TLS', () => {
  const authorities = ['VN', 'QA', 'XA'].map((state) => newAuthority(`Authority of ${state}`))
  const [vn, qa, xa] = authorities.map(({ certificate }) => ({ pair: null, authorities: [certificate] }))
  assert.ok(vn !== undefined && qa !== undefined && xa !== undefined)

  it('are one for all servers that are spoken to alike, and another where something else is shown', () => {
    const contextOf = tlsContexts()
    assert.equal(contextOf(vn), contextOf({ ...vn, authorities: [...vn.authorities] }))
    assert.notEqual(contextOf(vn), contextOf(qa))
    const [authority] = authorities
    assert.ok(authority !== undefined)
    assert.notEqual(contextOf(vn), contextOf({ ...vn, pair: issued(authority, 'vn.example') }))
  })

  it('are so many, whatever peers name: the one that was not asked for longest is let go', () => {
    const contextOf = tlsContexts(2)
    const [first, second] = [contextOf(vn), contextOf(qa)]
    assert.equal(contextOf(vn), first)
    const third = contextOf(xa)
    assert.deepEqual([contextOf(xa), contextOf(vn)], [third, first])
    assert.notEqual(contextOf(qa), second)
    assert.notEqual(contextOf(xa), third, 'made room for the one before')
  })
})
