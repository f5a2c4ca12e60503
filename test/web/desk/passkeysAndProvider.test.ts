import assert from 'node:assert/strict'
import type { DeskRole } from '../../../src/exchange/people/person.ts'
import type { Authenticator } from '../../support/authenticator.ts'
import {
  type DeskClient,
  type Page,
  type SignedInClient,
  added,
  signedIn,
  visitorAt,
} from '../../support/desk.ts'
import {
  type IdentityProvider,
  ProviderVisitor,
  openIdentityProvider,
} from '../../support/identityProvider.ts'
import {
  addTo,
  askedOf,
  codesOf,
  enterBy,
  provenAnew,
  provenNoMore,
  withPasskey,
  withProviderAtDesk,
} from '../../support/passkeyDesk.ts'
import { recoveryCodesFor } from '../../support/recoveryCodes.ts'
import { eventsOf } from '../../support/twoSides.ts'
import type { World, WorldState } from '../../support/world.ts'

describe('passkeys at a desk that has an identity provider', () => {
  let world: World
  let desk: WorldState
  let provider: IdentityProvider
  let administrator: SignedInClient
  before(async () => {
    provider = await openIdentityProvider()
    world = await withProviderAtDesk(provider)
    desk = world.asking
    administrator = await signedIn(desk, ['administrator'])
  })
  after(async () => {
    await world.close()
    await provider.close()
  })

  let subjects = 0
  const link = async (signInName: string, kind: 'example' | 'strong'): Promise<string> => {
    subjects += 1
    const subject = `${kind}-${subjects}`
    await provenAnew(desk, administrator)
    const linked = await administrator.post(`/people/${signInName}/provider`, { subject })
    assert.equal(linked.status, 303, linked.text)
    return subject
  }
  /** Somebody with a passkey whom the provider names. */
  const known = async (kind: 'example' | 'strong', roles: readonly DeskRole[] = ['approver']) => {
    const { client, passkey } = await withPasskey(desk, roles)
    return { ...client, passkey, subject: await link(client.signInName, kind) }
  }
  const ledTo = ({ headers, text }: Page): string =>
    /^0; url=(.+)$/.exec(String(headers.refresh))?.[1] ?? `nowhere: ${text}`
  /** To the provider from a page that leads there, and back. */
  const thereAndBack = async (client: DeskClient, from: Page, subject: string): Promise<Page> => {
    const { pathname, search } = new URL(await new ProviderVisitor().go(ledTo(from), subject))
    return await client.get(`${pathname}${search}`)
  }
  const through = async (client: DeskClient, subject: string): Promise<string> =>
    ledTo(await thereAndBack(client, await client.post('/sign-in/provider'), subject))
  const useTo = async (client: DeskClient, passkey: Authenticator): Promise<Page> => {
    const asked = await askedOf(client, '/sign-in/passkey/ask')
    return await client.post('/sign-in/passkey', { passkey: passkey.use(asked) })
  }
  const isAsked = async (client: DeskClient): Promise<boolean> =>
    (await client.get('/delegations')).text.includes('data-passkey="use"')

  it('are asked for after a sign-in there that says of no second factor, and only then', async () => {
    const { passkey, subject } = await known('example')
    const client = visitorAt(desk)
    const page = await client.get('/sign-in')
    for (const action of ['/sign-in', '/sign-in/passkey', '/sign-in/provider'])
      assert.ok(page.text.includes(`action="${action}"`), action)
    assert.equal(await through(client, subject), '/sign-in/code')
    assert.equal((await client.get('/')).location, '/sign-in')
    const step = await client.get('/sign-in/code')
    assert.match(step.text, /You have signed in at the other site.* You have a passkey/)
    assert.doesNotMatch(step.text, /one-time-code|The password is right/)
    const codes = visitorAt(desk)
    await through(codes, subject)
    assert.equal((await codes.post('/sign-in/code', { code: '123456' })).status, 401)
    assert.equal((await codes.get('/')).location, '/sign-in')
    assert.equal((await useTo(client, passkey)).location, '/')
    assert.deepEqual((await eventsOf(desk)).slice(-2), ['person.signedInByProvider', 'person.passkey'])
    assert.equal((await client.get('/')).status, 200)
    assert.match(ledTo(await client.post('/sign-out')), /\/session\/end\?/, 'the session there ends as well')
    const strong = await known('strong')
    assert.equal(await through(visitorAt(desk), strong.subject), '/')
  })

  it('give way to the code of who has one as well, and let in their own person alone', async () => {
    const { signInName, subject } = await known('example')
    const [code = ''] = await recoveryCodesFor(desk, signInName)
    const client = visitorAt(desk)
    assert.equal(await through(client, subject), '/sign-in/code')
    const step = await client.get('/sign-in/code')
    assert.ok(step.text.includes('one-time-code') && step.text.includes('data-passkey="use"'))
    assert.equal((await client.post('/sign-in/code', { code })).location, '/')
    // Whoever has come as one and uses the passkey of another is that other, of whom the provider has said nothing.
    const other = await withPasskey(desk)
    const mixed = visitorAt(desk)
    await through(mixed, subject)
    assert.equal((await useTo(mixed, other.passkey)).location, '/')
    assert.equal((await eventsOf(desk)).at(-2), 'person.signedIn')
    assert.equal((await mixed.post('/sign-out')).location, '/sign-in')
  })

  it('prove anew who came by the provider, as a code does, or what it says of a second factor; neither a password nor less', async () => {
    const { passkey, subject, ...person } = await known('example')
    const client = visitorAt(desk)
    await through(client, subject)
    await useTo(client, passkey)
    const { text } = await client.get('/delegations')
    assert.ok(text.includes('data-passkey="use"') && text.includes('href="/prove?to=%2Fdelegations"'))
    assert.doesNotMatch(text, /type="password"|name="code"/)
    const prove = (members: Readonly<Record<string, string>>) => client.post('/passkeys/prove', members)
    assert.match((await prove({ password: person.password })).text, /The password alone is not enough/)
    const weak = await thereAndBack(client, await client.post('/prove', { to: '/passkeys' }), subject)
    assert.match(weak.text, /PROVIDER_PROOF_WEAK/)
    assert.ok(await isAsked(client))
    const answer = passkey.use(await askedOf(client, '/passkeys/use'))
    assert.equal((await prove({ passkey: answer })).location, '/passkeys')
    assert.equal((await codesOf(desk, 'person.passkey')).at(-1), 'steppedUp')
    assert.ok(!(await isAsked(client)))
    await provenNoMore(desk, { ...client, ...person })
    const [code = ''] = await recoveryCodesFor(desk, person.signInName)
    const both = await client.get('/passkeys')
    assert.ok(both.text.includes('name="code"') && both.text.includes('data-passkey="use"'))
    assert.doesNotMatch(both.text, /type="password"/)
    assert.equal((await prove({ passkey: '', code })).location, '/passkeys')
    assert.ok(!(await isAsked(client)))
  })

  it('are added by who has no password that they know, once the provider has said who they are, and let them in alone', async () => {
    const { signInName, password } = await added(desk, ['officer'])
    const subject = await link(signInName, 'strong')
    const client = visitorAt(desk)
    assert.equal(await through(client, subject), '/')
    const path = /href="(\/prove\?[^"]+)"/.exec((await client.get('/passkeys')).text)?.[1] ?? ''
    assert.match((await client.get(path)).text, /name="to" value="\/passkeys"/)
    const proved = await thereAndBack(client, await client.post('/prove', { to: '/passkeys' }), subject)
    assert.equal(ledTo(proved), '/passkeys')
    const passkey = await addTo({ ...client, signInName, password }, 'laptop')
    const { visitor, page } = await enterBy(desk, (asked) => passkey.use(asked))
    assert.equal(page.location, '/', page.text)
    assert.equal((await visitor.get('/')).status, 200, 'a password that somebody else made is no matter here')
  })

  it('lead to the page that was asked for before, with all that it asks, as the provider and a code do', async () => {
    const wanted = '/search?words=S%C3%A1nchez&status=open'
    const { signInName, passkey, subject } = await known('example')
    const asking = async (): Promise<DeskClient> => {
      const client = visitorAt(desk)
      assert.equal((await client.get(wanted)).location, '/sign-in')
      return client
    }
    const comesTo = async (client: DeskClient, ledOn: string): Promise<void> => {
      assert.equal(ledOn, '/')
      assert.equal((await client.get(ledOn)).location, wanted)
      assert.equal((await client.get('/')).status, 200, 'once')
    }
    const byPasskey = await asking()
    await comesTo(byPasskey, (await useTo(byPasskey, passkey)).location)
    const [code = ''] = await recoveryCodesFor(desk, signInName)
    const byCode = await asking()
    assert.equal(await through(byCode, subject), '/sign-in/code')
    await comesTo(byCode, (await byCode.post('/sign-in/code', { code })).location)
    const strong = await known('strong')
    const byProvider = await asking()
    await comesTo(byProvider, await through(byProvider, strong.subject))
  })
})
