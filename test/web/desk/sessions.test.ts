import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { sql } from 'kysely'
import { continueLog } from '../../../src/exchange/continueLog.ts'
import { exchangeLimits } from '../../../src/exchange/limits.ts'
import { disablePerson, enablePerson, givePassword } from '../../../src/exchange/people/keepPeople.ts'
import type { DeskRole } from '../../../src/exchange/people/person.ts'
import { openTrail } from '../../../src/exchange/trail.ts'
import { append } from '../../../src/store/audit.ts'
import { inTransaction } from '../../../src/store/failures.ts'
import {
  type DeskClient,
  type SignedInClient,
  added,
  enter,
  signedIn,
  visitorAt,
  withDesk,
} from '../../support/desk.ts'
import { provenAnew } from '../../support/passkeyDesk.ts'
import { eventsOf } from '../../support/twoSides.ts'
import { type World, twoStates } from '../../support/world.ts'
import { tablesWith } from '../../support/tablesWith.ts'

type KnownPerson = Pick<SignedInClient, 'signInName' | 'password'>

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
    assert.deepEqual(await tablesWith(world.asking.node.node.db, tokenOf(client)), [])
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
    await provenAnew(world.asking, administrator)
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

  describe('leads afterwards to the page that was asked for before', () => {
    const named = ({ url }: Pick<DeskClient, 'url'>): string => `${cookieOf({ url })}-wanted`
    /** Somebody who has chosen their password. */
    const known = async (roles: readonly DeskRole[]) => {
      const { signInName, password } = await signedIn(world.asking, roles)
      return { signInName, password }
    }
    const comesTo = async (client: DeskClient, { signInName, password }: KnownPerson): Promise<string> => {
      await enter(client, signInName, password)
      return (await client.get('/')).location
    }
    /** Whoever brings this as what they asked for is led there. */
    const ledBy = async (address: string, person: KnownPerson): Promise<string> => {
      const client = visitorAt(world.asking)
      client.cookies.set(named(client), `${Buffer.from(address).toString('base64url')}.`)
      return await comesTo(client, person)
    }

    it('with all that it asks, which stands in no address on the way', async () => {
      const auditor = await known(['auditor'])
      const client = visitorAt(world.asking)
      const { location, headers } = await client.get('/check/trail?asked=yes&peer=QA')
      assert.equal(location, '/sign-in')
      assert.match(
        String(headers['set-cookie']),
        /-wanted=[^;]+; Max-Age=900; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict/,
      )
      assert.equal(await comesTo(client, auditor), '/check/trail?asked=yes&peer=QA')
      assert.equal((await client.get('/')).status, 200, 'once')
    })

    it('and to the first where that was asked for last, or a form, a file, nothing, or more than an address may have', async () => {
      const officer = await known(['officer'])
      for (const path of ['/', '/cases/x/record.json', '/nothing', `/search?words=${'x'.repeat(1_500)}`]) {
        const client = visitorAt(world.asking)
        if (path === '/') await client.get('/cases')
        await client.get(path)
        assert.equal(client.cookies.get(named(client)), undefined, path)
        assert.equal(await comesTo(client, officer), '', path)
      }
      const client = visitorAt(world.asking)
      await client.post('/drafts/x/send')
      assert.equal(client.cookies.get(named(client)), undefined)
    })

    it('attack 53: to no other site, whatever the browser brings', async () => {
      const officer = await known(['officer'])
      const { host } = new URL(visitorAt(world.asking).url)
      for (const address of [
        ...[
          '//evil.example/cases',
          '/\\evil.example/cases',
          '\\\\evil.example/cases',
          '/\t/evil.example/cases',
        ],
        ...['https://evil.example/cases', 'https:evil.example/cases', `http://${host}@evil.example/cases`],
        ...[
          'javascript:alert(1)//cases',
          'data:text/html,/cases',
          ' //evil.example/cases',
          '/..//evil.example/cases',
        ],
        ...[
          '/cases\r\nLocation: https://evil.example',
          '/sign-in/provider/back?code=x',
          '/sign-in',
          '/%2f/evil.example',
        ],
      ])
        assert.equal(await ledBy(address, officer), '', address)
      assert.equal(await ledBy('/cases?ended=yes', officer), '/cases?ended=yes')
      const twice = visitorAt(world.asking)
      const planted = Buffer.from('/cases').toString('base64url')
      twice.cookies.set(named(twice), `${planted}.; ${named(twice)}=${planted}.`)
      assert.equal(await comesTo(twice, officer), '', 'of two one is set by somebody else')
    })

    it('attack 53: to none that asks whether something is done, and none that is not for whoever signs in', async () => {
      const administrator = await known(['administrator'])
      for (const path of [
        '/people/example/disable',
        '/people/example/roles?roles=officer',
        '/running/systems/x/revoke',
      ])
        assert.equal(await ledBy(path, administrator), '/people', path)
      assert.equal(await ledBy('/people/add', administrator), '/people/add')
      const officer = await known(['officer'])
      assert.equal(await ledBy('/people', officer), '')
      assert.ok(!(await eventsOf(world.asking)).includes('access.refused'))
    })

    it('but nobody to what somebody else asked for whose session had ended there', async () => {
      const [one, other] = [await signedIn(world.asking, ['officer']), await known(['officer'])]
      await ago(one, 'seen_at', exchangeLimits.desk.idleMs + 1)
      assert.equal((await one.get('/search?words=Example')).location, '/sign-in?ended')
      const kept = one.cookies.get(named(one)) ?? ''
      assert.equal(await comesTo(one, other), '')
      const again = visitorAt(world.asking)
      again.cookies.set(named(again), kept)
      assert.equal(await comesTo(again, one), '/search?words=Example')
    })
  })
})
