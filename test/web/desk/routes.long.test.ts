import assert from 'node:assert/strict'
import { exchangeLimits } from '../../../src/exchange/limits.ts'
import { type DeskRole, deskRoles } from '../../../src/exchange/people/person.ts'
import { findPerson } from '../../../src/store/people/people.ts'
import { createDesk } from '../../../src/web/deskApp.tsx'
import { type DeskRoute, deskRoutes } from '../../../src/web/deskPaths.ts'
import type { DeskServices } from '../../../src/web/deskServices.ts'
import {
  type DeskClient,
  type Page,
  type SignedInClient,
  added,
  signedIn,
  visitorAt,
  withDesk,
} from '../../support/desk.ts'
import { countOf } from '../../support/twoSides.ts'
import type { Announcement } from '../../../src/exchange/exhibits/takeIn.ts'
import { handedOver, takenIn } from '../../support/files.ts'
import { blankFile } from '../../support/everyPage.ts'
import { routesOf } from '../../support/routesOf.ts'
import { provenAnew } from '../../support/passkeyDesk.ts'
import { opened } from '../../support/talk.ts'
import { type World, authority, twoStates } from '../../support/world.ts'

const routes: readonly DeskRoute[] = Object.values(deskRoutes)
/** Asked for last: after it nobody is signed in any more. */
const { signOut, bundleFile }: Readonly<Record<'signOut' | 'bundleFile', DeskRoute>> = deskRoutes

describe('the routes of the desk', () => {
  let world: World
  before(async () => {
    const two = { state: 'VN', authorities: [authority('vn.spp'), authority('vn.moj')] }
    world = await twoStates(two, undefined, withDesk)
  })
  after(() => world.close())

  const isFor = ({ audience }: DeskRoute, role: DeskRole): boolean =>
    typeof audience === 'string' || audience.includes(role)
  const refusals = async (): Promise<number> => await countOf(world.asking, 'act.refused')

  it('attack 54: are there for the roles that they name, of each authority, and 404 in the log for the others', async () => {
    const { signInName } = await added(world.asking, ['officer'])
    const request = await opened(world)
    const { deposit } = await handedOverFile(world, request)
    const writer = await signedIn(world.asking, ['officer'], { authority: 'vn.spp' })
    const draft = await begunDraft(writer)
    const template = await keptTemplate(writer, draft)
    const record = (await writer.get(`/cases/${request}`)).text
    const [, leaf = ''] = /\/entries\/([0-9a-f]{64})"/.exec(record) ?? []
    for (const own of ['vn.spp', 'vn.moj']) {
      for (const role of deskRoles) {
        let client = await signedIn(world.asking, [role], { authority: own })
        let refused = 0
        for (const route of [...routes.filter((one) => one !== signOut), signOut]) {
          const what = `${route.method} ${route.path} as ${role} of ${own}`
          // The request, the draft and the template are the other authority's.
          const isOfOther = own !== 'vn.spp' && /:(request|draft|template)/.test(route.path)
          // A bundle is there for whoever asked for it alone, and nobody has.
          const isThere = isFor(route, role) && !isOfOther && route !== bundleFile
          // What another person uploads is theirs alone.
          const hasOwn = isThere && route.path.includes(':upload')
          const upload = hasOwn ? await begunUpload(client, draft) : crypto.randomUUID()
          const before = await refusals()
          const of = { signInName, request, deposit, draft, template, leaf, upload }
          const status = await statusOf(client, route, of)
          if (isThere) assert.notEqual(status, 404, what)
          else assert.equal(status, 404, what)
          assert.equal(await refusals(), before + (isThere ? 0 : 1), what)
          refused += isThere ? 0 : 1
          // Of one person so many are told one by one in a minute.
          if (refused % exchangeLimits.refusedActsMax === exchangeLimits.refusedActsMax - 1)
            client = await signedIn(world.asking, [role], { authority: own })
        }
      }
    }
  })

  it('are all that the router of the desk has, beside the files with which pages look', () => {
    const services = {
      ...{
        origin: 'http://127.0.0.1:1',
        styles: { ltr: 'a', rtl: 'b' },
        scripts: { passkeys: 'c', uploads: 'd' },
      },
      checking: {},
    }
    const desk = createDesk(services as unknown as DeskServices, () => undefined)
    const served = routesOf(desk).filter((route) => !/^GET \/assets\/[0-9a-f]{16}\.(css|js)$/.test(route))
    assert.deepEqual(served.sort(), routes.map(({ method, path }) => `${method} ${path}`).sort())
  })

  it('attack 54: tell nobody who has not signed in which of them there are', async () => {
    for (const route of [...routes, { method: 'GET', path: '/nothing', audience: [] } as const]) {
      if (route.audience === 'everybody') continue
      const visitor = visitorAt(world.asking)
      const { status, location } = await askedAt(visitor, route.method, route.path)
      assert.deepEqual([status, location], [303, '/sign-in'], route.path)
    }
  })

  it('attack 57: are there at the hosts of the desk alone, and at addresses that nobody else leads here', async () => {
    const client = await signedIn(world.asking, ['officer'])
    const { port } = new URL(client.url)
    for (const host of [`127.0.0.1:${port}`, '127.0.0.1:1', '[::1]:1', 'localhost:1'])
      assert.equal((await client.get('/cases', { host })).status, 200, host)
    for (const host of [
      ...[
        'example.org',
        `example.org:${port}`,
        `127.0.0.1.example.org:${port}`,
        `localhost.example.org:${port}`,
      ],
      ...[`127.0.0.1:${port}@example.org`, `127.0.0.2:${port}`, '203.0.113.7', 'not a host', ''],
    ]) {
      const { status, text, headers } = await client.get('/cases', { host })
      assert.equal(status, 400, host)
      assert.ok(headers.connection === 'close' && !text.includes(client.signInName), host)
    }
    const other = { host: `example.org:${port}` }
    assert.match((await client.get('/cases', other)).text, /HOST_UNKNOWN/)
    assert.equal((await client.post('/language', { language: 'en' }, other)).status, 400)
  })

  it('keep the last administrator who may sign in, and ask before anything is taken from anybody', async () => {
    const alone = await twoStates(undefined, undefined, withDesk)
    try {
      const one = await signedIn(alone.asking, ['administrator'])
      const other = await signedIn(alone.asking, ['administrator'])
      const officer = await signedIn(alone.asking, ['officer', 'approver'])
      const own = (act: string) => `/people/${one.signInName}/${act}`
      const kept = /This is the last administrator who can sign in/
      for (const of of [one, officer]) {
        const asked = await one.get(`/people/${of.signInName}/disable`)
        assert.match(asked.text, /Nothing has been done yet/)
        assert.match(asked.text, /every open session of theirs ends at once/)
        assert.equal(asked.text.includes('This is your own account'), of === one)
        assert.equal(asked.text.includes('Drafts that they wrote'), of === officer)
      }
      const fewer = await one.get(`/people/${officer.signInName}/roles?roles=officer&roles=auditor`)
      assert.match(fewer.text, /Given: Auditor<[^]*Taken away: Approver<[^]*Nobody approves in their place/)
      assert.match(fewer.text, /name="roles" value="officer"[^]*name="roles" value="auditor"/)
      assert.equal(
        (await one.get(`/people/${officer.signInName}/roles?roles=officer&roles=approver`)).status,
        303,
      )
      assert.equal((await one.get('/people/nobody/disable')).status, 404)
      // Of two who shut out each other at once one stays.
      const both = await Promise.all([
        one.post(`/people/${other.signInName}/disable`),
        other.post(own('disable')),
      ])
      const left = both[0].status === 303 ? one : other
      assert.equal(both.filter(({ status, location }) => status === 303 && location === '/people').length, 1)
      const said = (await left.get('/people')).text
      assert.match(said, /role="status"[^]*is disabled, and their sessions have ended/)
      assert.ok(!(await left.get('/people')).text.includes('role="status"'))
      for (const [act, members] of [
        ['disable', {}],
        ['roles', { roles: 'auditor' }],
      ] as const) {
        const refused = await left.post(`/people/${left.signInName}/${act}`, members)
        assert.equal(refused.status, 409)
        assert.match(refused.text, kept)
      }
      assert.equal((await left.get('/people')).status, 200)
      // Nothing that cannot be is offered, and why stands beside it.
      const { text } = await left.get('/people')
      const section = text
        .slice(text.indexOf(`aria-labelledby="person-${left.signInName}"`))
        .split('</section>')[0]
      assert.match(
        section ?? '',
        /<fieldset[^>]* disabled[^]*The role and the account stay until another administrator/,
      )
      assert.doesNotMatch(section ?? '', /Save the roles|\/disable"/)
      assert.match(text, new RegExp(`/people/${officer.signInName}/disable"`))
      assert.equal(text.split('The role and the account stay').length, 2)
      for (const act of ['disable', 'roles?roles=auditor']) {
        const led = await left.get(`/people/${left.signInName}/${act}`)
        assert.deepEqual([led.status, led.location], [303, '/people'])
      }
    } finally {
      await alone.close()
    }
  })

  it('say what was done on the page on which whoever gives up the own role, or shuts themselves out, ends', async () => {
    const other = await signedIn(world.asking, ['administrator'])
    const follow = async (client: DeskClient, { location }: Page): Promise<Page> => {
      const page = await client.get(location)
      return page.status === 303 ? await follow(client, page) : page
    }
    const one = await signedIn(world.asking, ['administrator'])
    await provenAnew(world.asking, one)
    // Somebody who is led on from the first page to one that they had wanted before.
    const visitor = visitorAt(world.asking)
    await visitor.get('/password')
    for (const [name, value] of visitor.cookies) if (!one.cookies.has(name)) one.cookies.set(name, value)
    const given = await one.post(`/people/${one.signInName}/roles`, { roles: 'officer' })
    const ended = await follow(one, given)
    assert.match(ended.text, /role="status"[^]*The roles of [^]* were saved/)
    assert.ok(!(await one.get('/')).text.includes('role="status"'))
    const shut = await follow(other, await other.post(`/people/${other.signInName}/disable`))
    assert.match(shut.text, /role="status"[^]*is disabled, and their sessions have ended/)
    assert.match(shut.text, /action="\/sign-in"/)
  })

  it('let an administrator give a role only once they have proved anew who they are, and take one away without', async () => {
    const administrator = await signedIn(world.asking, ['administrator'])
    const one = await signedIn(world.asking, ['officer'])
    const path = `/people/${one.signInName}/roles`
    const asked = await administrator.get(`${path}?roles=officer&roles=approver`)
    assert.match(asked.text, /name="password"/)
    const rolesNow = async () => (await findPerson(world.asking.node.node.db, one.signInName))?.roles
    for (const [more, status, said] of [
      [{}, 403, /Prove|password/],
      [{ password: 'not theirs at all' }, 422, /password-error/],
    ] as const) {
      const refused = await administrator.post(path, { roles: ['officer', 'approver'], ...more })
      assert.equal(refused.status, status, refused.text)
      assert.match(refused.text, said)
      assert.match(refused.text, /name="roles" value="officer"[^]*name="roles" value="approver"/)
      assert.deepEqual(await rolesNow(), ['officer'])
    }
    const person = { name: 'Example', authority: 'vn.moj', language: 'en', roles: 'approver' }
    const added = await administrator.post('/people/add', { signInName: 'example-unproved', ...person })
    assert.equal(added.status, 403)
    assert.equal(await findPerson(world.asking.node.node.db, 'example-unproved'), null)
    const { password } = administrator
    const given = await administrator.post(path, { roles: ['officer', 'approver'], password })
    assert.equal(given.status, 303, given.text)
    assert.deepEqual(await rolesNow(), ['officer', 'approver'])
    const other = await signedIn(world.asking, ['administrator'])
    assert.doesNotMatch((await other.get(`${path}?roles=officer`)).text, /name="password"/)
    assert.equal((await other.post(path, { roles: 'officer' })).status, 303)
    assert.deepEqual(await rolesNow(), ['officer'])
  })

  it('let an administrator add, change, disable and let in people, and show each password once', async () => {
    const administrator = await signedIn(world.asking, ['administrator'])
    await provenAnew(world.asking, administrator)
    const person = {
      signInName: 'example-new',
      name: 'Example-<New>',
      authority: 'vn.moj',
      language: 'ar',
      roles: ['officer', 'approver'],
    }
    const shown = await administrator.post('/people/add', person)
    const password = /<code class="desk-secret">([^<]+)</.exec(shown.text)?.[1] ?? ''
    assert.equal(password.length, 20)
    const again = await administrator.post('/people/add', person)
    assert.equal(again.status, 409)
    assert.match(again.text, /href="#signInName">Somebody has or had this sign-in name/)
    const { text } = await administrator.get('/people')
    assert.ok(text.includes('Example-&lt;New>') && !text.includes(password))
    const client = visitorAt(world.asking)
    assert.equal((await client.post('/sign-in', { signInName: 'example-new', password })).location, '/')
    assert.match((await client.get('/password')).text, /<html lang="ar" dir="rtl"/)
    for (const [path, members, status] of [
      ['/people/example-new/roles', {}, 422],
      ['/people/example-new/roles', { roles: 'officer' }, 303],
      ['/people/example-new/enable', {}, 409],
      ['/people/example-new/disable', {}, 303],
      ['/people/example-new/disable', {}, 409],
      ['/people/example-new/enable', {}, 303],
      ['/people/nobody/disable', {}, 404],
      ['/people/example-new/password', {}, 200],
    ] as const)
      assert.equal((await administrator.post(path, members)).status, status, path)
    for (const [wrong, field] of [
      [{ signInName: 'Capital' }, 'signInName'],
      [{ signInName: 'example-other', name: '' }, 'name'],
      [{ signInName: 'example-other', authority: 'qa.pp' }, 'authority'],
      [{ signInName: 'example-other', language: 'tlh' }, 'language'],
      [{ signInName: 'example-other', roles: [] }, 'roles'],
      [{ signInName: 'example-other', roles: ['king'] }, 'roles'],
    ] as const) {
      const page = await administrator.post('/people/add', { ...person, ...wrong })
      assert.equal(page.status, 422, field)
      assert.ok(page.text.includes(`href="#${field}"`) && page.text.includes(`id="${field}-error"`), field)
    }
    assert.match((await administrator.get('/people/add')).text, /An administrator has no other role/)
    const both = { ...person, signInName: 'example-other', roles: ['auditor', 'administrator'] }
    const refused = await administrator.post('/people/add', both)
    assert.match(refused.text, /id="roles-error"[^]*Administrators have no other role/)
    assert.doesNotMatch(refused.text, /Choose at least one role/)
  })
})

async function handedOverFile(world: World, request: string): Promise<Announcement> {
  const file = await takenIn(world, world.asking, Buffer.from('Example'))
  await handedOver(world, request, file)
  return file
}

/** What becomes of a request with a form that is never whole: whoever a page is for is told that, and nothing changes. */
async function statusOf(
  client: SignedInClient,
  { method, path }: DeskRoute,
  of: Readonly<
    Record<'signInName' | 'request' | 'deposit' | 'draft' | 'template' | 'leaf' | 'upload', string>
  >,
): Promise<number> {
  const digest = 'f'.repeat(64)
  const places: Readonly<Record<string, string>> = {
    ...of,
    digest,
    delegation: crypto.randomUUID(),
    search: crypto.randomUUID(),
    bundle: crypto.randomUUID(),
    message: '1',
    state: 'XX',
    system: 'nothing',
    endpoint: 'nothing',
    ending: 'txt',
    part: 'basis',
    exhibit: 'E1',
  }
  const own = path.replace(/:([A-Za-z]+)/g, (_place, name: string) => places[name] ?? '')
  return (await askedAt(client, method, own, { nothing: '' })).status
}

async function askedAt(
  client: DeskClient,
  method: DeskRoute['method'],
  path: string,
  members: Readonly<Record<string, string>> = {},
): Promise<Page> {
  if (method === 'GET') return await client.get(path)
  return method === 'POST'
    ? await client.post(path, members)
    : await client.patch(path, Buffer.of(1), { 'upload-offset': '0' })
}

/** The id of a draft that somebody has begun. */
async function begunDraft(client: SignedInClient): Promise<string> {
  const { location } = await client.post('/ask', { to: 'qa.pp', reference: 'VN-DEMO-9', language: 'en' })
  return location.replace('/drafts/', '')
}

/** The id of an upload that somebody has begun for it. */
async function begunUpload(client: SignedInClient, draft: string): Promise<string> {
  const file = { name: 'phone.bin', bytes: '1000', fingerprint: 'Example' }
  const begun = await client.post(`/drafts/${draft}/uploads`, { ...blankFile, ...file })
  assert.equal(begun.status, 201, begun.text)
  return begun.location.replace(/^.*\//, '')
}

/** The id of a template that somebody keeps of it. */
async function keptTemplate(client: SignedInClient, draft: string): Promise<string> {
  const { location } = await client.post(`/drafts/${draft}/template`, { name: 'Example template' })
  const { text } = await client.get(location)
  return /href="\/templates\/([0-9a-f-]{36})"/.exec(text)?.[1] ?? ''
}
