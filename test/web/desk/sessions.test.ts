import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { sql } from 'kysely'
import { continueLog } from '../../../src/exchange/continueLog.ts'
import { exchangeLimits } from '../../../src/exchange/limits.ts'
import { disablePerson, enablePerson, givePassword } from '../../../src/exchange/people/keepPeople.ts'
import { openTrail } from '../../../src/exchange/trail.ts'
import { append } from '../../../src/store/audit.ts'
import { inTransaction } from '../../../src/store/failures.ts'
import { type DeskClient, added, enter, signedIn, visitorAt, withDesk } from '../../support/desk.ts'
import { eventsOf } from '../../support/twoSides.ts'
import { type World, twoStates } from '../../support/world.ts'

describe('a session at the desk', () => {
  let world: World
  before(async () => {
    world = await twoStates(undefined, undefined, withDesk)
  })
  after(() => world.close())

  const actor = { person: 'Example-Administrator', role: 'administrator', authority: 'vn.spp' }
  const isIn = async (client: DeskClient): Promise<boolean> => (await client.get('/')).status === 200
  const cookieOf = ({ url }: Pick<DeskClient, 'url'>): string => `rogatory-${new URL(url).port}`
  const tokenOf = (client: DeskClient): string => client.cookies.get(cookieOf(client)) ?? ''
  const ago = async (client: DeskClient, column: 'seen_at' | 'begun_at', ms: number): Promise<void> => {
    const { db } = world.asking.node.node
    const token = hash('sha256', tokenOf(client), 'buffer')
    await sql`update desk_session set ${sql.id(column)} = ${new Date(Date.now() - ms)} where token = ${token}`.execute(
      db,
    )
  }

  it('attack 53: is a new one at each sign-in, and the one before ends', async () => {
    const client = visitorAt(world.asking)
    const { signInName, password } = await added(world.asking, ['officer'])
    const fixed = 'A'.repeat(43)
    client.cookies.set(cookieOf(client), fixed)
    await enter(client, signInName, password)
    const first = tokenOf(client)
    assert.match(first, /^[A-Za-z0-9_-]{43}$/)
    assert.notEqual(first, fixed)
    await enter(client, signInName, password)
    assert.notEqual(tokenOf(client), first)
    const thief = visitorAt(world.asking)
    thief.cookies.set(cookieOf(thief), first)
    assert.equal((await thief.get('/password')).location, '/sign-in?ended')
    assert.match((await thief.get('/sign-in?ended')).text, /Your session has ended/)
  })

  it('attack 53: is not kept itself, and its cookie is out of reach of scripts and of other sites', async () => {
    const client = visitorAt(world.asking)
    const { signInName, password } = await added(world.asking, ['officer'])
    const { headers } = await client.post('/sign-in', { signInName, password })
    assert.equal(
      [headers['set-cookie'] ?? []].flat()[0],
      `${cookieOf(client)}=${tokenOf(client)}; Path=/; HttpOnly; SameSite=Strict`,
    )
    const { rows } = await sql<{ text: string }>`
      select query_to_xml('select * from desk_session', true, false, '')::text as text`.execute(
      world.asking.node.node.db,
    )
    assert.ok(!(rows[0]?.text ?? '').includes(tokenOf(client)))
  })

  it('attack 53: ends 15 minutes after it was last seen, and 12 hours after it began', async () => {
    const { idleMs, sessionMs, seenEveryMs } = exchangeLimits.desk
    assert.deepEqual([idleMs, sessionMs], [900_000, 43_200_000])
    const client = await signedIn(world.asking, ['officer'])
    await ago(client, 'seen_at', idleMs - 5_000)
    // It was seen just now: the time begins anew.
    assert.ok(await isIn(client))
    await ago(client, 'seen_at', seenEveryMs + 1_000)
    await ago(client, 'begun_at', sessionMs - 5_000)
    assert.ok(await isIn(client))
    await ago(client, 'begun_at', sessionMs + 1)
    assert.ok(!(await isIn(client)))
    const idle = await signedIn(world.asking, ['officer'])
    await ago(idle, 'seen_at', idleMs + 1)
    assert.ok(!(await isIn(idle)))
  })

  it('ends by signing out, in every browser by a password change, and by disabling', async () => {
    const { node } = world.asking.node
    const client = await signedIn(world.asking, ['officer'])
    const { signInName, password } = client
    const copy = visitorAt(world.asking)
    copy.cookies.set(cookieOf(copy), tokenOf(client))
    assert.equal((await client.post('/sign-out')).location, '/sign-in')
    assert.ok(!(await isIn(copy)))
    await enter(client, signInName, password)
    const other = visitorAt(world.asking)
    await enter(other, signInName, password)
    const chosen = { current: password, chosen: 'another one of theirs', repeated: 'another one of theirs' }
    assert.equal((await client.post('/password', chosen)).status, 303)
    assert.ok(await isIn(client))
    assert.ok(!(await isIn(other)))
    assert.ok((await givePassword(node, signInName, actor)).ok)
    assert.ok(!(await isIn(client)))
    const third = await signedIn(world.asking, ['officer'])
    assert.ok((await disablePerson(node, third.signInName, actor)).ok)
    assert.ok(!(await isIn(third)))
    assert.ok((await enablePerson(node, third.signInName, actor)).ok)
    assert.ok(!(await isIn(third)))
    await enter(third, third.signInName, third.password)
    assert.ok(await isIn(third))
  })

  it('has other roles from the next page on', async () => {
    const administrator = await signedIn(world.asking, ['administrator'])
    const officer = await signedIn(world.asking, ['officer'])
    assert.equal((await officer.get('/people')).status, 404)
    assert.equal((await officer.get('/cases')).status, 200)
    const path = `/people/${officer.signInName}/roles`
    assert.equal((await administrator.post(path, { roles: ['administrator'] })).status, 303)
    assert.equal((await officer.get('/people')).status, 200)
    assert.equal((await officer.get('/cases')).status, 404)
    const both = { roles: ['officer', 'administrator'] }
    assert.equal((await administrator.post(path, both)).status, 422, 'an administrator sees no requests')
  })

  it('survives the end of the process', async () => {
    const client = await signedIn(world.answering, ['officer'])
    await world.answering.restart()
    const again = visitorAt(world.answering)
    again.cookies.set(cookieOf(again), tokenOf(client))
    assert.ok(await isIn(again))
  })

  it('attack 53: ends where the database went back, as tokens do', async () => {
    const client = await signedIn(world.answering, ['officer'])
    const { node } = world.answering.node
    await inTransaction(node.db, async (trx) => {
      const trail = await openTrail(node, trx, [], node.now())
      await continueLog(node, trx, trail, { reason: 'test', since: node.now() })
      await append(trx, trail.audit())
    })
    assert.ok(!(await isIn(client)))
    assert.ok((await eventsOf(world.answering)).includes('person.signedOut'))
  })
})
