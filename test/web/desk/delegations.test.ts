import assert from 'node:assert/strict'
import { added, signedIn, withDesk } from '../../support/desk.ts'
import { noted } from '../../support/noted.ts'
import { type World, twoStates } from '../../support/world.ts'

describe('the page of who approves in whose place', () => {
  let world: World
  before(async () => {
    world = await twoStates(undefined, undefined, withDesk)
  })
  after(() => world.close())

  it('takes a person and two days, says beside the field what is wrong, and ends it again', async () => {
    const approver = await signedIn(world.asking, ['approver'])
    const { signInName } = await added(world.asking, ['officer'])
    const [year = '', month = '', day = ''] = new Date().toISOString().slice(0, 10).split('-')
    const today = (name: string) => ({
      [`${name}/day`]: day,
      [`${name}/month`]: month,
      [`${name}/year`]: year,
    })
    const order = { receiver: signInName, ...today('from'), ...today('until') }
    const without = await approver.post('/delegations', order)
    assert.equal(without.status, 403)
    assert.ok(without.text.includes('id="password-error"') && without.text.includes(`value="${year}"`))
    const empty = await approver.post('/delegations', { ...order, password: '' })
    assert.match(empty.text, /id="password-error"[^]*Write your password/)
    const guessed = await approver.post('/delegations', { ...order, password: 'not the one' })
    assert.ok(guessed.text.includes('id="password-error"'))
    const wrong = await approver.post('/delegations', {
      receiver: '',
      password: approver.password,
      ...today('from'),
      ...today('until'),
    })
    assert.equal(wrong.status, 422)
    assert.ok(wrong.text.includes('id="receiver-error"') && wrong.text.includes(`value="${year}"`))
    const given = await approver.post('/delegations', order)
    assert.deepEqual([given.status, given.location], [303, '/delegations'])
    const { status, text } = await approver.get('/delegations')
    assert.equal(status, 200)
    assert.match(text, /Holds now/)
    const [path = ''] = /\/delegations\/[0-9a-f-]{36}\/withdraw/.exec(text) ?? []
    assert.equal((await approver.post(path)).status, 303)
    assert.equal((await approver.post(path)).status, 404)
    const [{ actor, details } = {}, ...more] = await noted(world.asking, 'delegation.withdrawn')
    const delegation = path.split('/')[2]
    assert.deepEqual(
      [actor?.person, actor?.from?.by, details, more],
      [approver.signInName, 'network', { delegation, receiver: signInName }, []],
    )
    const [refused] = (await noted(world.asking, 'act.refused')).slice(-1)
    assert.deepEqual(
      [refused?.entry.code, refused?.actor?.person],
      ['DELEGATION_UNKNOWN', approver.signInName],
    )
  })
})
