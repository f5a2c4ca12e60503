import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { confirmPerson } from '../../../src/exchange/people/credentialActs.ts'
import { formatFor } from '../../../src/letter/format.ts'
import { changeDraft, findDraft } from '../../../src/store/drafts/drafts.ts'
import { listPeople } from '../../../src/exchange/people/keepPeople.ts'
import { beginSession } from '../../../src/exchange/people/sessions.ts'
import { inTransaction } from '../../../src/store/failures.ts'
import type { DeskPerson } from '../../../src/exchange/people/person.ts'
import { changePerson, findPerson, lockPerson } from '../../../src/store/people/people.ts'
import { bodies } from '../../support/bodies.ts'
import { type Page, type SignedInClient, signedIn, visitorAt, withDesk } from '../../support/desk.ts'
import { noted } from '../../support/noted.ts'
import { provenAnew } from '../../support/passkeyDesk.ts'
import { type World, authority, twoStates } from '../../support/world.ts'

describe('what an administrator does to who approves', () => {
  let world: World
  let officer: SignedInClient
  let first: SignedInClient
  let approver: SignedInClient
  before(async () => {
    const own = { ...authority('vn.spp'), timeZone: 'Asia/Ho_Chi_Minh' }
    world = await twoStates({ state: 'VN', authorities: [own] }, undefined, withDesk)
    officer = await signedIn(world.asking, ['officer'])
    first = await signedIn(world.asking, ['administrator'])
    await provenAnew(world.asking, first)
    const person = { name: 'Example-Approver', authority: 'vn.spp', language: 'en', roles: 'approver' }
    const added = await first.post('/people/add', { signInName: 'example-made', ...person })
    assert.equal(added.status, 200, added.text)
    approver = await enter('example-made')
  })
  after(() => world.close())

  /** As if they had signed in, chosen a password and proved anew who they are. */
  async function enter(signInName: string): Promise<SignedInClient> {
    const { node } = world.asking.node
    const client = visitorAt(world.asking)
    const token = await inTransaction(node.db, async (trx) => {
      const row = await lockPerson(trx, signInName)
      await changePerson(trx, row?.id ?? '', { password_given: false })
      return await beginSession(node, trx, row?.id ?? '')
    })
    client.cookies.set(`rogatory-${new URL(client.url).port}`, token)
    const entered = { ...client, signInName, password: '' }
    await provenAnew(world.asking, entered)
    return entered
  }

  /** A draft that this approver would approve. */
  async function approving(by: SignedInClient): Promise<Page> {
    const { location } = await officer.post('/ask', { to: 'qa.pp', reference: 'VN-95', language: 'en' })
    const id = location.replace('/drafts/', '')
    const { db } = world.asking.node.node
    await inTransaction(db, (trx) => changeDraft(trx, id, { body: JSON.stringify(bodies.request) }))
    const { text } = await officer.get(`${location}/check`)
    const version = /name="version" value="([^"]*)"/.exec(text)?.[1] ?? ''
    assert.equal((await officer.post(`${location}/submit`, { version })).status, 303)
    const digest = (await findDraft(db, id))?.digest ?? ''
    return await by.post(`${location}/approve`, { digest })
  }

  const actsOn = async (viewer: SignedInClient, signInName: string): Promise<readonly string[]> => {
    const { text } = await viewer.get(`/people/${signInName}/confirm`)
    const [, form = ''] =
      new RegExp(`action="/people/${signInName}/confirm"[^>]*>(.*?)</form>`, 's').exec(text) ?? []
    return [...form.matchAll(/name="act" value="([^"]+)"/g)].map(([, id = '']) => id)
  }
  const confirm = async (by: SignedInClient, signInName: string, act: readonly string[]): Promise<number> => {
    await provenAnew(world.asking, by)
    return (await by.post(`/people/${signInName}/confirm`, { act })).status
  }
  const atMachine = { person: 'Example-Owner', role: 'administrator', authority: 'vn.spp' }

  it('is told with its time on the clock of the reader’s authority, and in UTC', async () => {
    const { db } = world.asking.database
    const at = new Date('2026-03-02T20:30:00Z')
    const [act] = await db.selectFrom('credential_act').selectAll().execute()
    await sql`update credential_act set made_at = ${at}`.execute(db)
    const { moment, utc } = formatFor('en', 'Asia/Ho_Chi_Minh')
    for (const path of ['/people', '/people/example-made/confirm']) {
      const { text } = await first.get(path)
      const written = text.replace(/<[^>]+>/g, '').replace(/\s+/g, ' ')
      for (const one of [moment(at.toISOString()), utc(at.toISOString())])
        assert.ok(written.includes(one.replace(/\s+/g, ' ')), `${path} ${one}`)
    }
    await sql`update credential_act set made_at = ${act?.made_at}`.execute(db)
  })

  it('attack 61: is possible where there is one administrator, and whoever checks the node sees each approval that comes of it', async () => {
    assert.match((await first.get('/people')).text, /One administrator alone did this/)
    assert.equal((await approving(approver)).status, 303)
    const [alarm] = await noted(world.asking, 'draft.approvedByOne')
    assert.deepEqual(
      [alarm?.actor?.person, alarm?.details?.setBy, alarm?.details?.act, alarm?.details?.machine],
      [approver.signInName, first.signInName, 'added', 'no'],
    )
    const auditor = await signedIn(world.asking, ['auditor'])
    assert.match(
      (await auditor.get('/check')).text,
      /Approved by somebody whom one administrator alone had given access/,
    )
  })

  it('attack 61: stays an alarm for as long as nobody else confirms it, however long ago it was', async () => {
    const auditor = await signedIn(world.asking, ['auditor'])
    const { node } = world.asking.node
    const alarm = /One administrator alone gave people access.*People: 1\./
    assert.doesNotMatch((await auditor.get('/check')).text, alarm)
    await sql`update credential_act set made_at = made_at - interval '400 days' where not by_machine`.execute(
      node.db,
    )
    assert.match((await auditor.get('/check')).text, alarm)
    assert.match((await first.get('/people')).text, /One administrator alone did this/)
    const before = (await noted(world.asking, 'draft.approvedByOne')).length
    assert.equal((await approving(approver)).status, 303)
    assert.equal((await noted(world.asking, 'draft.approvedByOne')).length, before + 1)
    const acts = async () =>
      (await listPeople(node)).find(({ signInName }) => signInName === 'example-made')?.acts
    const kept = await acts()
    assert.ok((await confirmPerson(node, 'example-made', null, atMachine)).ok)
    assert.doesNotMatch((await auditor.get('/check')).text, alarm)
    assert.equal((await approving(approver)).status, 303)
    assert.equal((await noted(world.asking, 'draft.approvedByOne')).length, before + 1)
    assert.deepEqual([kept?.length, await acts()], [1, []])
    await sql`update credential_act set confirmed_by = null, confirmed_at = null`.execute(node.db)
  })

  it('attack 61: is confirmed at the desk by who has proved anew who they are, with a second factor where they must have one', async () => {
    const { signInName } = approver
    const confirming = await signedIn(world.asking, ['administrator'])
    const page = await confirming.get(`/people/${signInName}/confirm`)
    assert.match(page.text, /name="password"/)
    const acts = await actsOn(confirming, signInName)
    const unproved = await confirming.post(`/people/${signInName}/confirm`, { act: acts })
    assert.equal(unproved.status, 403)
    assert.match(unproved.text, /id="password-error"/)
    const wrong = await confirming.post(`/people/${signInName}/confirm`, {
      act: acts,
      password: 'wrong',
      code: '',
    })
    assert.equal(wrong.status, 422)
    const path = '/people/nobody-here/confirm'
    assert.deepEqual(
      [(await confirming.get(path)).status, (await confirming.post(path, { act: acts })).status],
      [404, 404],
    )
    const { node } = world.asking.node
    const person = await findPerson(node.db, confirming.signInName)
    const [session = ''] = [...confirming.cookies.values()]
    assert.ok(person !== null)
    await provenAnew(world.asking, confirming)
    const strict = { ...node, secondFactorRoles: ['administrator'] as const }
    const actor = {
      ...atMachine,
      person: confirming.signInName,
      from: { by: 'network', address: '127.0.0.1' } as const,
    }
    const at = {
      person: { ...person, signInName: person.sign_in_name } as unknown as DeskPerson,
      token: session,
    }
    const oneFactor = await confirmPerson(strict, signInName, acts, actor, at)
    assert.ok(!oneFactor.ok && oneFactor.code === 'SECOND_FACTOR_REQUIRED')
    const nowhere = await confirmPerson(node, signInName, acts, actor)
    assert.ok(!nowhere.ok && nowhere.code === 'STEP_UP_MISSING')
    assert.equal((await noted(world.asking, 'person.confirmed')).length, 1)
    const disabled = `/people/${confirming.signInName}/disable`
    assert.equal((await first.post(disabled)).status, 303)
    await sql`delete from credential_act where person = ${person.id}`.execute(node.db)
    await sql`update person set disabled_at = now() - interval '40 days' where id = ${person.id}`.execute(
      node.db,
    )
  })

  it('attack 61: needs the word of another administrator where there is one, before anything is approved, delegated or confirmed', async () => {
    const second = await signedIn(world.asking, ['administrator'])
    const { signInName } = approver
    assert.equal((await first.post(`/people/${signInName}/password`)).status, 200)
    approver = await enter(signInName)
    const refused = await approving(approver)
    assert.equal(refused.status, 403)
    assert.match(refused.text, /no other administrator has confirmed it yet/)
    const days = {
      'from/day': '1',
      'from/month': '1',
      'from/year': '2030',
      'until/day': '2',
      'until/month': '1',
      'until/year': '2030',
    }
    assert.equal((await approver.post('/delegations', { receiver: officer.signInName, ...days })).status, 403)

    assert.deepEqual(await actsOn(first, signInName), [], 'who has done it is not asked')
    assert.match(
      (await second.get('/people')).text,
      new RegExp(`Waits to be confirmed.*href="#person-${signInName}"`),
    )
    const acts = await actsOn(second, signInName)
    assert.equal(acts.length, 2)
    assert.equal(await confirm(first, signInName, acts), 403)
    assert.equal(await confirm(second, signInName, []), 409)
    assert.equal(await confirm(second, signInName, acts), 303)
    assert.equal(await confirm(second, signInName, acts), 409)
    const before = (await noted(world.asking, 'draft.approvedByOne')).length
    assert.equal((await approving(approver)).status, 303)
    assert.equal((await noted(world.asking, 'draft.approvedByOne')).length, before)
    const confirmed = (await noted(world.asking, 'person.confirmed')).at(-1)
    assert.deepEqual(
      [confirmed?.actor?.person, confirmed?.details?.acts],
      [second.signInName, [`added ${first.signInName}`, `password ${first.signInName}`]],
    )
  })

  it('is waited for by an administrator as well, before they add anybody, give a role or let anybody in otherwise', async () => {
    const name = 'example-fourth'
    const fourth = { name: 'Example-Fourth', authority: 'vn.spp', language: 'en', roles: 'administrator' }
    await signedIn(world.asking, ['administrator'])
    assert.equal((await first.post('/people/add', { signInName: name, ...fourth })).status, 200)
    const made = await enter(name)
    const fifth = { ...fourth, signInName: 'example-fifth', name: 'Example-Fifth' }
    const tried = [
      await made.post('/people/add', fifth),
      await made.post(`/people/${officer.signInName}/roles`, { roles: ['officer', 'auditor'] }),
      await made.post(`/people/${officer.signInName}/password`),
    ]
    for (const { status, text } of tried) {
      assert.equal(status, 403, text)
      assert.match(text, /no other administrator has confirmed it yet/)
    }
    const people = await listPeople(world.asking.node.node)
    assert.ok(!people.some(({ signInName }) => signInName === 'example-fifth'))
  })

  it('attack 61: is not confirmed by an administrator whom the same one has made, or whose password they have set', async () => {
    const { node } = world.asking.node
    const { signInName } = approver
    const third = { name: 'Example-Third', authority: 'vn.spp', language: 'en', roles: 'administrator' }
    assert.equal((await first.post('/people/add', { signInName: 'example-third', ...third })).status, 200)
    const made = await enter('example-third')
    assert.equal(
      (await first.post(`/people/${signInName}/roles`, { roles: ['officer', 'approver'] })).status,
      303,
    )
    const listed = (await listPeople(node)).find((one) => one.signInName === signInName)?.acts ?? []
    const acts = listed.map(({ id }) => id)
    assert.equal(acts.length, 1)
    // Nobody is offered what would be refused, and everybody reads why.
    const page = `/people/${signInName}/confirm`
    const seen = [made, first].map(async (viewer) => [
      (await actsOn(viewer, signInName)).length,
      (await viewer.get('/people')).text.includes(`href="${page}"`),
      /You did this, or some of it, yourself|What one administrator alone has done to you/.exec(
        (await viewer.get(page)).text,
      )?.[0],
    ])
    assert.deepEqual(await Promise.all(seen), [
      [0, false, 'What one administrator alone has done to you'],
      [0, false, 'You did this, or some of it, yourself'],
    ])
    assert.match((await first.get(page)).text, /Where nobody else can.*rogatory person confirm/)
    assert.equal(await confirm(made, signInName, acts), 403)
    // What was done by somebody of whom one alone has the password since, that one cannot confirm: it would be one word twice.
    assert.ok((await confirmPerson(node, made.signInName, null, atMachine)).ok)
    assert.equal((await made.post(`/people/${signInName}/password`)).status, 200)
    assert.equal((await first.post(`/people/${made.signInName}/password`)).status, 200)
    approver = await enter(signInName)
    const ofMade =
      (await listPeople(node)).find((one) => one.signInName === signInName)?.acts.at(-1)?.id ?? ''
    assert.equal(await confirm(first, signInName, [ofMade]), 403)
    assert.equal((await approving(approver)).status, 403)
    // Whoever sits at the machine has its keys: their word counts, and the log says from where.
    assert.ok((await confirmPerson(node, signInName, null, atMachine)).ok)
    assert.equal((await approving(approver)).status, 303)
  })

  it('attack 61: needs it as well after the other administrator was disabled, or made something else, within thirty days', async () => {
    const alone = await twoStates(undefined, undefined, withDesk)
    try {
      const one = await signedIn(alone.asking, ['administrator'])
      await provenAnew(alone.asking, one)
      const other = await signedIn(alone.asking, ['administrator'])
      const person = { name: 'Example', authority: 'vn.spp', language: 'en', roles: 'approver' }
      const awaited = async (signInName: string): Promise<void> => {
        assert.equal((await one.post('/people/add', { signInName, ...person })).status, 200)
        const { text } = await one.get('/people')
        assert.equal(text.split('Until another administrator confirms this').length, 2, signInName)
        await sql`delete from credential_act`.execute(alone.asking.database.db)
      }
      await one.post(`/people/${other.signInName}/roles`, { roles: 'officer' })
      await sql`update credential_act set needs_second = false`.execute(alone.asking.database.db)
      await awaited('example-early')
      const third = await signedIn(alone.asking, ['administrator'])
      assert.equal((await one.post(`/people/${third.signInName}/disable`)).status, 303)
      await awaited('example-late')
    } finally {
      await alone.close()
    }
  })

  it('takes nothing from who is given less, and is no matter of confirming where somebody is shut out', async () => {
    const { signInName } = approver
    const { node } = world.asking.node
    const unconfirmed = async () => (await listPeople(node)).flatMap(({ acts }) => acts).length
    const before = await unconfirmed()
    assert.equal((await first.post(`/people/${signInName}/roles`, { roles: ['approver'] })).status, 303)
    assert.equal((await first.post(`/people/${officer.signInName}/disable`)).status, 303)
    assert.equal(await unconfirmed(), before)
    assert.equal((await first.post(`/people/${officer.signInName}/enable`)).status, 303)
    assert.equal(await unconfirmed(), before + 1)
  })
})
