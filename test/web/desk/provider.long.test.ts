import assert from 'node:assert/strict'
import { sql } from 'kysely'
import type { DeskRole } from '../../../src/exchange/people/person.ts'
import { providerLimits } from '../../../src/exchange/people/provider/limits.ts'
import { databaseLimits } from '../../../src/store/database.ts'
import { startChromium } from '../../support/chromium.ts'
import {
  type DeskClient,
  type Page,
  type SignedInClient,
  added,
  enter,
  signedIn,
  visitorAt,
  withDesk,
} from '../../support/desk.ts'
import {
  type IdentityProvider,
  ProviderVisitor,
  openIdentityProvider,
} from '../../support/identityProvider.ts'
import { provenAnew } from '../../support/passkeyDesk.ts'
import { recoveryCodesFor } from '../../support/recoveryCodes.ts'
import { eventsOf } from '../../support/twoSides.ts'
import { type World, twoStates } from '../../support/world.ts'
import { tablesWith } from '../../support/tablesWith.ts'

describe('signing in at the desk by an identity provider', () => {
  let world: World
  let provider: IdentityProvider
  let administrator: SignedInClient
  before(async () => {
    provider = await openIdentityProvider()
    const more = async (dataFolder: string) => {
      return { ...(await withDesk.more?.(dataFolder)), provider: await provider.settingIn(dataFolder) }
    }
    world = await twoStates(undefined, undefined, { more, answering: withDesk })
    await provider.register(world.asking.node.deskUrl ?? '')
    administrator = await signedIn(world.asking, ['administrator'])
  })
  after(async () => {
    await world.close()
    await provider.close()
  })

  const query = <Row>(text: ReturnType<typeof sql<Row>>) => text.execute(world.asking.node.node.db)
  /** Where the browser goes by itself from a page. */
  const ledTo = (page: Page): string => {
    assert.equal(page.status, 200, page.text)
    const to = /^0; url=(.+)$/.exec(String(page.headers.refresh))?.[1] ?? ''
    assert.ok(page.text.includes(`href="${to.replaceAll('&', '&amp;')}"`), 'there is a link as well')
    return to
  }
  const link = async (signInName: string, subject: string): Promise<Page> => {
    await provenAnew(world.asking, administrator)
    return await administrator.post(`/people/${signInName}/provider`, { subject })
  }
  let subjects = 0
  /** A person whom the provider names. */
  const linked = async (roles: readonly DeskRole[] = ['officer'], kind = 'example') => {
    const person = await added(world.asking, roles)
    subjects += 1
    const subject = `${kind}-${subjects}`
    assert.equal((await link(person.signInName, subject)).status, 303)
    return { ...person, subject }
  }
  const sentTo = async (client: DeskClient): Promise<string> => ledTo(await client.post('/sign-in/provider'))
  /** Comes back from another site: the browser sends no cookie that is for pages of the desk alone. */
  const comesBack = async (client: DeskClient, url: string): Promise<Page> => {
    const { origin, pathname, search } = new URL(url)
    assert.equal(origin, client.url)
    const before = [...client.cookies]
    for (const [name] of before) if (!name.endsWith('-provider')) client.cookies.delete(name)
    const page = await client.get(`${pathname}${search}`)
    for (const [name, value] of before)
      if (!name.endsWith('-provider') && !client.cookies.has(name)) client.cookies.set(name, value)
    return page
  }
  const through = async (
    client: DeskClient,
    subject: string,
    visitor = new ProviderVisitor(),
  ): Promise<Page> => await comesBack(client, await visitor.go(await sentTo(client), subject))
  const codeOn = ({ text }: Page): string => /\b(?:PROVIDER|PERSON)_[A-Z_]+/.exec(text)?.[0] ?? ''
  const entered = async (subject: string): Promise<DeskClient> => {
    const client = visitorAt(world.asking)
    assert.equal(ledTo(await through(client, subject)), '/')
    return client
  }
  /** A second factor of a person, by its recovery codes. */
  const factorOf = (signInName: string) => recoveryCodesFor(world.asking, signInName)

  it('lets in whom an administrator has linked, by the pages of the provider, once for each attempt', async () => {
    const { subject } = await linked()
    const client = visitorAt(world.asking)
    assert.match((await client.get('/sign-in')).text, /Sign in through <bdi[^>]*>localhost:\d+</)
    const visitor = new ProviderVisitor()
    const back = await visitor.go(await sentTo(client), subject)
    assert.deepEqual(visitor.shown, ['login', 'consent'])
    const attempt = [...client.cookies].find(([name]) => name.endsWith('-provider'))
    assert.ok(attempt !== undefined)
    assert.equal(ledTo(await comesBack(client, back)), '/')
    const { status, text } = await client.get('/')
    assert.equal(status, 200, 'a password that somebody else made is no matter here')
    assert.match(text, /Example-Person/)
    assert.ok((await eventsOf(world.asking)).includes('person.signedInByProvider'))
    // The same address again, with what the browser held.
    const again = visitorAt(world.asking)
    again.cookies.set(...attempt)
    const replayed = await comesBack(again, back)
    assert.deepEqual([replayed.status, codeOn(replayed)], [401, 'PROVIDER_ATTEMPT_OVER'])
    assert.equal((await again.get('/')).location, '/sign-in')
    // Whoever has signed in there already is not asked again.
    assert.equal(ledTo(await through(visitorAt(world.asking), subject, visitor)), '/')
    assert.equal(visitor.shown.length, 2)
  })

  it('lets in more people at once than the node has connections to its database', async () => {
    await query(sql`delete from provider_attempt`)
    const backs: (readonly [DeskClient, string])[] = []
    while (backs.length < databaseLimits.poolMax + 2) {
      const { subject } = await linked()
      const client = visitorAt(world.asking)
      backs.push([client, await new ProviderVisitor().go(await sentTo(client), subject)])
    }
    const pages = await Promise.all(backs.map(([client, url]) => comesBack(client, url)))
    assert.deepEqual(
      pages.map(ledTo),
      backs.map(() => '/'),
    )
  })

  it('makes nobody of whom the provider knows and the desk does not, and tells them for whom to ask', async () => {
    const before = (await administrator.get('/people')).text.length
    const page = await through(visitorAt(world.asking), 'example-stranger')
    assert.deepEqual([page.status, codeOn(page)], [403, 'PERSON_NOT_LINKED'])
    assert.match(page.text, /example-stranger/)
    assert.equal((await administrator.get('/people')).text.length, before)
    const refusals = (await eventsOf(world.asking)).filter((event) => event === 'person.signInRefused')
    assert.ok(refusals.length > 0)
  })

  it('lets in nobody who is disabled, and nobody whose link was taken off, whose sessions end', async () => {
    const { signInName, subject } = await linked()
    const client = await entered(subject)
    assert.equal((await administrator.post(`/people/${signInName}/disable`)).status, 303)
    assert.equal((await client.get('/')).location, '/sign-in?ended')
    assert.equal(codeOn(await through(client, subject)), 'PERSON_NOT_LINKED')
    await administrator.post(`/people/${signInName}/enable`)
    const again = await entered(subject)
    assert.equal((await administrator.post(`/people/${signInName}/provider/remove`)).status, 303)
    assert.equal((await again.get('/')).location, '/sign-in?ended')
    assert.equal(codeOn(await through(again, subject)), 'PERSON_NOT_LINKED')
    const events = await eventsOf(world.asking)
    assert.ok(events.includes('person.linked') && events.includes('person.unlinked'))
  })

  it('refuses what comes back for another attempt, to another browser, changed, too late, or by another issuer', async () => {
    const { subject } = await linked()
    const cases: Readonly<Record<string, readonly [string, (client: DeskClient, back: URL) => unknown]>> = {
      'another state': [
        'PROVIDER_STATE_WRONG',
        (_client, back) => back.searchParams.set('state', 'x'.repeat(43)),
      ],
      'no state': ['PROVIDER_STATE_WRONG', (_client, back) => back.searchParams.delete('state')],
      'another browser': ['PROVIDER_ATTEMPT_OVER', (client) => client.cookies.clear()],
      'another issuer': [
        'PROVIDER_ANSWER_INVALID',
        (_client, back) => back.searchParams.set('iss', 'https://another.example'),
      ],
      'no issuer': ['PROVIDER_ANSWER_INVALID', (_client, back) => back.searchParams.delete('iss')],
      'a code that nobody gave': [
        'PROVIDER_REFUSED',
        (_client, back) => back.searchParams.set('code', 'example'),
      ],
      'two codes': [
        'PROVIDER_ANSWER_INVALID',
        (_client, back) => back.searchParams.append('code', 'example'),
      ],
      'a question without end': [
        'PROVIDER_ANSWER_INVALID',
        (_client, back) => back.searchParams.set('more', 'x'.repeat(providerLimits.queryCharactersMax)),
      ],
      'too late': [
        'PROVIDER_ATTEMPT_OVER',
        async () => await query(sql`update provider_attempt set begun_at = begun_at - interval '10 minutes'`),
      ],
      'broken off there': [
        'PROVIDER_REFUSED',
        (_client, back) => {
          back.searchParams.delete('code')
          back.searchParams.set('error', 'access_denied')
        },
      ],
    }
    for (const [what, [code, change]] of Object.entries(cases)) {
      const client = visitorAt(world.asking)
      const back = new URL(await new ProviderVisitor().go(await sentTo(client), subject))
      await change(client, back)
      const page = await comesBack(client, back.href)
      assert.equal(codeOn(page), code, what)
      assert.equal((await client.get('/')).location, '/sign-in', what)
    }
  })

  it('refuses a code of another attempt, and a token that was made for another', async () => {
    const { subject } = await linked()
    const [thief, victim] = [visitorAt(world.asking), visitorAt(world.asking)]
    const [theirs, stolen] = [
      new URL(await new ProviderVisitor().go(await sentTo(thief), subject)),
      new URL(await new ProviderVisitor().go(await sentTo(victim), subject)),
    ]
    theirs.searchParams.set('code', stolen.searchParams.get('code') ?? '')
    assert.equal(codeOn(await comesBack(thief, theirs.href)), 'PROVIDER_REFUSED', 'PKCE')
    const client = visitorAt(world.asking)
    const changed = new URL(await sentTo(client))
    changed.searchParams.set('nonce', 'another')
    const back = await new ProviderVisitor().go(changed.href, subject)
    assert.equal(codeOn(await comesBack(client, back)), 'PROVIDER_ANSWER_INVALID', 'nonce')
  })

  it('is not ended by what another page sends in its place', async () => {
    const { subject } = await linked()
    const client = visitorAt(world.asking)
    const back = await new ProviderVisitor().go(await sentTo(client), subject)
    assert.equal(codeOn(await client.get('/sign-in/provider/back?code=x&state=y')), 'PROVIDER_STATE_WRONG')
    assert.equal(ledTo(await comesBack(client, back)), '/')
    const from = { origin: 'https://another.example' }
    assert.equal((await visitorAt(world.asking).post('/sign-in/provider', {}, from)).status, 403)
  })

  it('asks for the code here unless the provider says what counts for a second factor', async () => {
    const weak = await linked()
    const strong = await linked(['officer'], 'strong')
    const [code = '', other = ''] = await factorOf(weak.signInName)
    await factorOf(strong.signInName)
    const client = visitorAt(world.asking)
    assert.equal(ledTo(await through(client, weak.subject)), '/sign-in/code')
    assert.equal((await client.get('/')).location, '/sign-in')
    assert.equal((await client.post('/sign-in/code', { code: 'aaaa-aaaa-aaaa-aaaa' })).status, 422)
    assert.equal((await client.post('/sign-in/code', { code })).location, '/')
    assert.equal((await client.get('/')).status, 200)
    assert.equal(ledTo(await through(visitorAt(world.asking), strong.subject)), '/')
    // Before something that binds the code is enough, for whoever came so need not know a password.
    const approver = await linked(['approver'])
    const [first = '', second = ''] = await factorOf(approver.signInName)
    const proving = visitorAt(world.asking)
    assert.equal(ledTo(await through(proving, approver.subject)), '/sign-in/code')
    await proving.post('/sign-in/code', { code: first })
    const page = await proving.get('/delegations')
    assert.ok(page.text.includes('name="code"') && !page.text.includes('name="password"'))
    const given = { receiver: '', 'from/day': '', 'from/month': '', 'from/year': '' }
    const form = { ...given, 'until/day': '', 'until/month': '', 'until/year': '' }
    assert.match((await proving.post('/delegations', { ...form, code: other })).text, /The code is not right/)
    await proving.post('/delegations', { ...form, code: second })
    assert.ok(!(await proving.get('/delegations')).text.includes('name="code"'), 'it counts for some minutes')
  })

  it('takes a proof of now by who is asked for it, with a second factor, and no other', async () => {
    const approver = await linked(['approver'], 'strong')
    const weak = await linked(['approver'])
    const asked = (client: DeskClient) => client.get('/delegations')
    const sentAnew = async (client: DeskClient): Promise<string> => {
      const path = /href="(\/prove\?[^"]+)"/.exec((await asked(client)).text)?.[1] ?? ''
      const { text } = await client.get(path)
      const to = /name="to" value="([^"]+)"/.exec(text)?.[1] ?? ''
      assert.equal(to, '/delegations')
      return ledTo(await client.post('/prove', { to }))
    }
    const visitor = new ProviderVisitor()
    const client = visitorAt(world.asking)
    assert.equal(ledTo(await through(client, approver.subject, visitor)), '/')
    assert.ok((await asked(client)).text.includes('name="password"'))
    const other = await new ProviderVisitor().go(await sentAnew(client), weak.subject)
    assert.equal(codeOn(await comesBack(client, other)), 'PROVIDER_OTHER_PERSON')
    // A provider that does not ask again tells of the proof of before.
    const lazy = new URL(await sentAnew(client))
    lazy.searchParams.delete('prompt')
    lazy.searchParams.set('max_age', '600')
    const old = await visitor.go(lazy.href, approver.subject)
    await query(sql`update provider_attempt set begun_at = begun_at + interval '1 minute'`)
    assert.equal(codeOn(await comesBack(client, old)), 'PROVIDER_PROOF_OLD')
    assert.ok((await asked(client)).text.includes('name="password"'))
    const before = visitor.shown.length
    const back = await visitor.go(await sentAnew(client), approver.subject)
    assert.equal(visitor.shown[before], 'login', 'they are asked again, though they have a session there')
    assert.equal(ledTo(await comesBack(client, back)), '/delegations')
    assert.ok(!(await asked(client)).text.includes('name="password"'))
    const weakly = await entered(weak.subject)
    const without = await new ProviderVisitor().go(await sentAnew(weakly), weak.subject)
    assert.equal(codeOn(await comesBack(weakly, without)), 'PROVIDER_PROOF_WEAK')
    // Who is nobody there is not sent there.
    const local = await signedIn(world.asking, ['approver'])
    assert.ok(!(await asked(local)).text.includes('/prove'))
    assert.equal((await local.post('/prove', { to: '/delegations' })).status, 409)
    assert.match((await local.get('/prove?to=https://another.example')).text, /name="to" value="\/"/)
  })

  it('ends the session here, and leads to where it ends at the provider', async () => {
    const { subject } = await linked()
    const visitor = new ProviderVisitor()
    const client = visitorAt(world.asking)
    await through(client, subject, visitor)
    await client.get('/')
    const out = ledTo(await client.post('/sign-out'))
    assert.ok(out.startsWith(`${provider.issuer}/session/end?`))
    assert.equal((await client.get('/')).location, '/sign-in')
    assert.equal(await visitor.go(out, subject), `${client.url}/sign-in`)
    await through(client, subject, visitor)
    assert.equal(visitor.shown.filter((page) => page === 'login').length, 2, 'they are asked again')
    const local = await signedIn(world.asking, ['officer'])
    assert.equal((await local.post('/sign-out')).location, '/sign-in')
  })

  it('is decided by administrators, each account for one person, which the page and the log tell', async () => {
    const [one, other] = [await linked(), await added(world.asking, ['officer'])]
    const page = await administrator.get(`/people/${one.signInName}/provider`)
    assert.ok(page.text.includes(one.subject))
    assert.ok((await administrator.get('/people')).text.includes(`/people/${other.signInName}/provider`))
    for (const [signInName, subject, status] of [
      [other.signInName, one.subject, 409],
      [one.signInName, 'example-second', 409],
      [other.signInName, '', 422],
      [other.signInName, 'x'.repeat(256), 422],
      ['nobody', 'example-nobody', 404],
    ] as const)
      assert.equal((await link(signInName, subject)).status, status, subject)
    assert.equal((await administrator.post(`/people/${other.signInName}/provider/remove`)).status, 409)
    const officer = await signedIn(world.asking, ['officer'])
    assert.equal((await officer.post(`/people/${other.signInName}/provider`, { subject: 'x' })).status, 404)
  })

  it('is begun by one address twenty times at once, and keeps nothing that makes an answer', async () => {
    await query(sql`delete from provider_attempt`)
    for (let count = 0; count < providerLimits.attemptsOfAddressMax; count += 1)
      await sentTo(visitorAt(world.asking))
    assert.equal((await visitorAt(world.asking).post('/sign-in/provider')).status, 503)
    await query(sql`delete from provider_attempt`)
    const client = visitorAt(world.asking)
    const { searchParams } = new URL(await sentTo(client))
    const cookies = [...client.cookies.values()].join(' ')
    for (const name of ['state', 'nonce', 'code_challenge']) {
      const sent = searchParams.get(name) ?? ''
      assert.match(sent, /^[\w-]{22,}$/, name)
      assert.ok(!cookies.includes(sent), name)
      assert.deepEqual(await tablesWith(world.asking.node.node.db, sent), [], name)
    }
  })

  it('works in a browser without scripts, which sends no cookie of the session from elsewhere', async function () {
    const approver = await linked(['approver'], 'strong')
    const browser = await startChromium(this)
    try {
      const context = await browser.newContext({ javaScriptEnabled: false })
      const page = await context.newPage()
      const desk = world.asking.node.deskUrl ?? ''
      const signInThere = async (): Promise<void> => {
        await page.waitForURL(`${provider.issuer}/**`)
        await page.locator('input[name=login]').fill(approver.subject)
        await page.locator('input[name=password]').fill('any')
        await page.locator('button[type=submit]').click()
      }
      await page.goto(`${desk}/sign-in`)
      await page.locator('form[action="/sign-in/provider"] button').click()
      await signInThere()
      await page.locator('button[type=submit]').click()
      await page.waitForURL(`${desk}/`)
      assert.equal(await page.locator('header form').count(), 1)
      await page.goto(`${desk}/delegations`)
      await page.locator('a[href^="/prove"]').click()
      await page.locator('main form button').click()
      await signInThere()
      await page.waitForURL(`${desk}/delegations`)
      assert.equal(await page.locator('#password').count(), 0)
      await page.locator('header button').click()
      await page.waitForURL(`${provider.issuer}/session/end**`)
    } finally {
      await browser.close()
    }
  })

  it('that is away lets people in by their passwords, and the page says what happened', async () => {
    const { signInName, password, subject } = await linked()
    const client = visitorAt(world.asking)
    const back = await new ProviderVisitor().go(await sentTo(client), subject)
    await provider.close()
    const page = await comesBack(client, back)
    assert.deepEqual([page.status, codeOn(page)], [503, 'PROVIDER_UNAVAILABLE'])
    // Another process knows nothing of the provider yet.
    await world.asking.restart()
    const visitor = visitorAt(world.asking)
    const begun = await visitor.post('/sign-in/provider')
    assert.equal(begun.status, 503)
    assert.match(begun.text, /The other site does not answer/)
    assert.ok(begun.text.includes('name="password"'))
    await enter(visitor, signInName, password)
  })

  it('is not there where the desk has none', async () => {
    const visitor = visitorAt(world.answering)
    assert.ok(!(await visitor.get('/sign-in')).text.includes('/sign-in/provider'))
    assert.equal((await visitor.post('/sign-in/provider')).status, 409)
    assert.equal((await visitor.get('/sign-in/provider/back?code=x&state=y')).status, 409)
  })
})
