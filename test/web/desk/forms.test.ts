import assert from 'node:assert/strict'
import fc from 'fast-check'
import { request } from 'undici'
import { deskRoutes } from '../../../src/web/deskPaths.ts'
import { webLimits } from '../../../src/web/limits.ts'
import { type SignedInClient, signedIn, visitorAt, withDesk } from '../../support/desk.ts'
import { type World, twoStates } from '../../support/world.ts'

const formType = 'application/x-www-form-urlencoded'

describe('forms of the desk', () => {
  let world: World
  let administrator: SignedInClient
  let officer: SignedInClient
  before(async () => {
    world = await twoStates(undefined, undefined, withDesk)
    administrator = await signedIn(world.asking, ['administrator'])
    officer = await signedIn(world.asking, ['officer'])
  })
  after(() => world.close())

  const disable = () => `/people/${officer.signInName}/disable`
  const stays = async (): Promise<void> => assert.equal((await officer.get('/')).status, 200)
  const raw = async (path: string, headers: Record<string, string>, body: string) => {
    const cookie = [...administrator.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await request(`${administrator.url}${path}`, {
      method: 'POST',
      headers: { cookie, ...headers },
      body,
    })
    return { status: answer.statusCode, text: await answer.body.text() }
  }
  const tokenOf = async (client: SignedInClient): Promise<string> =>
    /name="formToken" value="([^"]+)"/.exec((await client.get('/password')).text)?.[1] ?? ''

  it('attack 52: are refused where they come from another site, or do not say from where', async () => {
    const formToken = await tokenOf(administrator)
    const body = new URLSearchParams({ formToken }).toString()
    const origin = administrator.url
    for (const headers of [
      {},
      { origin: 'null' },
      { origin: 'https://example.org' },
      { origin: `${origin}0` },
      { origin: origin.replace('127.0.0.1', 'localhost') },
      { origin: `${origin}/` },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
      { origin, 'sec-fetch-site': 'cross-site' },
    ] as Record<string, string>[]) {
      const { status, text } = await raw(disable(), { 'content-type': formType, ...headers }, body)
      assert.equal(status, 403, JSON.stringify(headers))
      assert.match(text, /FORM_FROM_ELSEWHERE/)
    }
    await stays()
    const visitor = visitorAt(world.asking)
    const crossed = await visitor.post(
      '/sign-in',
      { signInName: 'x', password: 'x' },
      { origin: 'https://example.org' },
    )
    assert.equal(crossed.status, 403)
  })

  it('attack 52: are refused without the token of the very session', async () => {
    const others = await tokenOf(officer)
    const own = await tokenOf(administrator)
    assert.notEqual(others, own)
    const headers = { origin: administrator.url, 'content-type': formType }
    for (const body of [
      '',
      'formToken=',
      `formToken=${others}`,
      `formToken=${own}x`,
      `formToken=${own}&formToken=${own}`,
    ]) {
      const { status, text } = await raw(disable(), headers, body)
      assert.equal(status, 403, body)
      assert.match(text, /FORM_TOKEN_INVALID/)
    }
    await stays()
  })

  it('are taken where Sec-Fetch-Site alone says that they come from here', async () => {
    const formToken = await tokenOf(administrator)
    const headers = { 'sec-fetch-site': 'same-origin', 'content-type': formType }
    const { status } = await raw('/language', headers, `formToken=${formToken}&language=en`)
    assert.equal(status, 303)
  })

  it('are of one type, and of bounded size', async () => {
    const { url } = administrator
    for (const type of ['text/plain', 'multipart/form-data; boundary=x', 'application/json', '']) {
      const headers = { origin: url, ...(type === '' ? {} : { 'content-type': type }) }
      const { status, text } = await raw(disable(), headers, 'x=1')
      assert.equal(status, 415, type)
      assert.match(text, /FORM_TYPE_UNKNOWN/)
    }
    const packed = await raw(
      disable(),
      { origin: url, 'content-type': formType, 'content-encoding': 'gzip' },
      'x',
    )
    assert.equal(packed.status, 415)
    const { formBytesMax, writtenBytesMax } = webLimits.desk
    const form = { origin: url, 'content-type': formType }
    const large = await raw(disable(), form, `x=${'x'.repeat(writtenBytesMax)}`)
    assert.equal(large.status, 413)
    assert.match(large.text, /more than a form may hold[^]*FORM_TOO_LARGE/)
    // Whoever has not signed in has no long texts to write.
    const body = `x=${'x'.repeat(formBytesMax)}`
    const ofStranger = await request(`${url}/sign-in`, { method: 'POST', headers: form, body })
    assert.equal(ofStranger.statusCode, 413)
    await ofStranger.body.dump()
    await stays()
  })

  it('attack 55: are refused with a member more, whatever it is called, and nothing is done', async () => {
    const names = fc.oneof(
      fc.constantFrom(
        '__proto__',
        'constructor',
        'toString',
        'id',
        'authority',
        'disabled_at',
        'roles[]',
        'roles',
      ),
      fc.string({ minLength: 1, maxLength: 30 }),
    )
    await fc.assert(
      fc.asyncProperty(names, fc.string({ maxLength: 30 }), async (name, value) => {
        fc.pre(name !== 'formToken')
        const page = await administrator.post(disable(), { [name]: value })
        assert.equal(page.status, 422, name)
        assert.match(page.text, /FORM_MEMBER_UNKNOWN/)
      }),
      { numRuns: 40 },
    )
    assert.equal(({} as Record<string, unknown>).polluted, undefined)
    await stays()
  })

  it('attack 55: are refused with a member that stands there twice, lacks, or is too long', async () => {
    const person = {
      signInName: 'example-new',
      name: 'Example-New',
      authority: 'vn.spp',
      language: 'en',
      roles: 'officer',
    }
    for (const [members, code] of [
      [{ ...person, name: ['Example-One', 'Example-Two'] }, 'FORM_MEMBER_REPEATED'],
      [{ ...person, authority: [] }, 'FORM_MEMBER_INVALID'],
      [{ ...person, authority: 'x'.repeat(301) }, 'FORM_MEMBER_INVALID'],
      [{ ...person, name: 'x\0' }, 'FORM_MEMBER_INVALID'],
      [{ ...person, chosen: 'chosen by me' }, 'FORM_MEMBER_UNKNOWN'],
    ] as const) {
      const page = await administrator.post('/people/add', members)
      assert.equal(page.status, 422)
      assert.ok(page.text.includes(code), code)
    }
    assert.ok(!(await administrator.get('/people')).text.includes('example-new'))
  })

  it('change something only by POST: no page that is asked for does', async () => {
    const routes = Object.values(deskRoutes)
    const pages = new Set<string>(routes.flatMap(({ method, path }) => (method === 'GET' ? [path] : [])))
    for (const { method, path } of routes) {
      // A page with a form of the same address is looked at elsewhere.
      if (method !== 'POST' || pages.has(path)) continue
      const page = await administrator.get(path.replace(':signInName', officer.signInName))
      assert.equal(page.status, 404, path)
    }
    await stays()
    const put = await request(`${administrator.url}/people`, { method: 'PUT' })
    assert.equal(put.statusCode, 405)
    await put.body.dump()
  })
})
