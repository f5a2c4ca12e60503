import assert from 'node:assert/strict'
import { changeRoles } from '../../../src/exchange/people/keepPeople.ts'
import type { DeskRole } from '../../../src/exchange/people/person.ts'
import { type SignedInBy, beginSession } from '../../../src/exchange/people/sessions.ts'
import { changeDraft, findDraft } from '../../../src/store/drafts/drafts.ts'
import { inTransaction } from '../../../src/store/failures.ts'
import { lockPerson } from '../../../src/store/people/people.ts'
import { bodies } from '../../support/bodies.ts'
import { type DeskClient, type SignedInClient, signedIn, visitorAt } from '../../support/desk.ts'
import { provenAnew, withNamedDesk, withPasskey } from '../../support/passkeyDesk.ts'
import { recoveryCodesFor } from '../../support/recoveryCodes.ts'
import { type World, twoStates } from '../../support/world.ts'

describe('a second factor that a role needs', () => {
  let world: World
  before(async () => {
    world = await twoStates(undefined, undefined, {
      more: async (folder) => {
        const { desk, ...others } = (await withNamedDesk.more?.(folder)) ?? {}
        const secondFactorRoles: readonly DeskRole[] = ['approver', 'administrator']
        return { ...others, ...(desk === undefined ? {} : { desk: { ...desk, secondFactorRoles } }) }
      },
    })
  })
  after(() => world.close())

  const actor = { person: 'Example-Administrator', role: 'administrator', authority: 'vn.spp' }
  const visit = async (path: string, client: DeskClient): Promise<string | number> => {
    const { status, location } = await client.get(path)
    return status === 303 ? location : status
  }

  it('is set before anything else: nothing opens, and nothing is done, with SECOND_FACTOR_REQUIRED', async () => {
    const approver = await signedIn(world.asking, ['approver'])
    for (const path of ['/', '/cases', '/drafts', '/delegations', '/typed'])
      assert.equal(await visit(path, approver), '/second-factor', path)
    const page = await approver.get('/second-factor')
    assert.match(page.text, /Your role needs a second factor/)
    for (const path of ['/passkeys', '/password']) assert.equal(await visit(path, approver), 200, path)
    const refused = await approver.post('/delegations', { receiver: 'nobody' })
    assert.equal(refused.status, 403)
    assert.match(refused.text, /SECOND_FACTOR_REQUIRED/)
    const administrator = await signedIn(world.asking, ['administrator'])
    assert.equal((await administrator.post('/people/nobody/disable')).status, 403)
    assert.equal(await visit('/', await signedIn(world.asking, ['officer', 'auditor'])), 200)

    assert.equal((await approver.post('/second-factor/offer')).location, '/second-factor')
    assert.match((await approver.get('/second-factor')).text, /desk-secret/)
    await recoveryCodesFor(world.asking, approver.signInName)
    assert.equal(await visit('/', approver), 200)
    assert.equal((await approver.post('/sign-out')).status, 303)
  })

  it('may be a passkey, and what the identity provider says of one, and nothing that it does not say', async () => {
    const { client } = await withPasskey(world.asking, ['approver'])
    assert.equal(await visit('/', client), 200)
    const person = await signedIn(world.asking, ['approver'])
    const by = async (how: SignedInBy): Promise<DeskClient> => {
      const { node } = world.asking.node
      const visitor = visitorAt(world.asking)
      const token = await inTransaction(node.db, async (trx) => {
        const row = await lockPerson(trx, person.signInName)
        return await beginSession(node, trx, row?.id ?? '', how)
      })
      visitor.cookies.set(`rogatory-${new URL(visitor.url).port}`, token)
      return visitor
    }
    const issuer = 'https://login.example.org'
    assert.equal(await visit('/', await by({ issuer, isByStrongProvider: true })), 200)
    assert.equal(await visit('/', await by({ issuer, isByStrongProvider: false })), '/second-factor')
  })

  it('is needed from the next page on where a role comes to somebody, and what they had typed is kept', async () => {
    const officer = await signedIn(world.asking, ['officer'])
    assert.equal(await visit('/', officer), 200)
    const asked = { to: 'qa.pp', reference: 'VN-EXAMPLE-95', language: 'en' }
    const [, formToken = ''] = /name="formToken" value="([^"]+)"/.exec((await officer.get('/ask')).text) ?? []
    assert.ok(
      (await changeRoles(world.asking.node.node, officer.signInName, ['officer', 'approver'], actor)).ok,
    )
    const sent = await officer.post('/ask', { ...asked, formToken })
    assert.equal(sent.location, '/second-factor')
    await recoveryCodesFor(world.asking, officer.signInName)
    assert.match((await officer.get('/typed')).text, /VN-EXAMPLE-95/)
  })

  it('attack 61: is needed of whoever approves in the place of an approver, whatever their own roles', async () => {
    const { node } = world.asking.node
    const author = await signedIn(world.asking, ['officer'])
    const approver = await signedIn(world.asking, ['approver'])
    const deputy = await signedIn(world.asking, ['officer'])
    await recoveryCodesFor(world.asking, approver.signInName)
    await provenAnew(world.asking, approver)
    const [year = '', month = '', day = ''] = new Date().toISOString().slice(0, 10).split('-')
    const on = (name: string) => ({ [`${name}/day`]: day, [`${name}/month`]: month, [`${name}/year`]: year })
    const given = await approver.post('/delegations', {
      receiver: deputy.signInName,
      ...on('from'),
      ...on('until'),
    })
    assert.equal(given.status, 303, given.text)
    const draft = await submitted(author)
    const digest = (await findDraft(node.db, draft))?.digest ?? ''
    await provenAnew(world.asking, deputy)
    const alone = await deputy.post(`/drafts/${draft}/approve`, { digest })
    assert.equal(alone.status, 403)
    assert.match(alone.text, /Your role needs a second factor/)
    assert.equal((await findDraft(node.db, draft))?.stage, 'submitted')
    await recoveryCodesFor(world.asking, deputy.signInName)
    const approved = await deputy.post(`/drafts/${draft}/approve`, { digest })
    assert.equal(approved.status, 303, approved.text)
  })

  /** A draft of a request that waits for approval; its id. */
  async function submitted(author: SignedInClient): Promise<string> {
    const { location } = await author.post('/ask', { to: 'qa.pp', reference: 'VN-95', language: 'en' })
    const id = location.replace('/drafts/', '')
    const { db } = world.asking.node.node
    await inTransaction(db, (trx) => changeDraft(trx, id, { body: JSON.stringify(bodies.request) }))
    const { text } = await author.get(`${location}/check`)
    const version = /name="version" value="([^"]*)"/.exec(text)?.[1] ?? ''
    const sent = await author.post(`${location}/submit`, { version })
    assert.equal(sent.status, 303, sent.text)
    return id
  }
})
