import assert from 'node:assert/strict'
import { type IncomingHttpHeaders, type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { verifyWebhook } from '../../../src/client/index.ts'
import { run } from '../../cli/commandLine.ts'
import { type Page, type SignedInClient, signedIn } from '../../support/desk.ts'
import { noted } from '../../support/noted.ts'
import { provenAnew, provenNoMore } from '../../support/passkeyDesk.ts'
import { plain } from '../../support/plain.ts'
import { opened } from '../../support/talk.ts'
import { type World, twoStates, until } from '../../support/world.ts'

interface Got {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

describe('systems of the State, at the desk', () => {
  let world: World
  let first: SignedInClient
  let second: SignedInClient
  let officer: SignedInClient
  let listener: Server
  let hook: string
  const got: Got[] = []
  before(async () => {
    const here = { host: '127.0.0.1', port: 0 }
    world = await twoStates(undefined, undefined, {
      more: () => Promise.resolve({ desk: here, api: here, webhookNetworks: ['127.0.0.0/8'] as const }),
      answering: {
        more: () => Promise.resolve({ desk: here, api: here, webhookNetworks: ['10.0.0.0/8'] as const }),
      },
    })
    first = await signedIn(world.asking, ['administrator'])
    second = await signedIn(world.asking, ['administrator'])
    officer = await signedIn(world.asking, ['officer'])
    listener = createServer((request, response) => {
      let body = ''
      request.on('data', (piece: Buffer) => void (body += piece.toString('utf8')))
      request.on('end', () => {
        got.push({ headers: request.headers, body })
        response.writeHead(204).end()
      })
    })
    await new Promise<void>((done) => void listener.listen(0, '127.0.0.1', done))
    hook = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/hook`
  })
  after(async () => {
    await world.close()
    await new Promise((done) => listener.close(done))
  })

  const token = { name: '', authority: 'vn.spp', scopes: ['cases'], days: '30', officer: '' }
  const make = async (by: SignedInClient, members: Partial<typeof token>): Promise<Page> => {
    await provenAnew(world.asking, by)
    const page = await by.post('/running/systems/add', { ...token, ...members })
    await provenNoMore(world.asking, by)
    return page
  }
  const secretOn = ({ text, status: made }: Page): string => {
    assert.equal(made, 200, text)
    return /<code class="desk-secret">([^<]+)</.exec(text)?.[1] ?? ''
  }
  const confirm = async (by: SignedInClient, system: string): Promise<Page> => {
    await provenAnew(world.asking, by)
    const page = await by.post('/running/systems/confirm', { system })
    await provenNoMore(world.asking, by)
    return page
  }
  const asked = async (bearer: string): Promise<{ readonly status: number; readonly code?: string }> => {
    const answer = await fetch(`${world.asking.node.apiUrl ?? ''}/api/v1/cases`, {
      headers: { authorization: `Bearer ${bearer}` },
    })
    const said = (await answer.json()) as { readonly code?: string }
    return { status: answer.status, ...(said.code === undefined ? {} : { code: said.code }) }
  }
  const shown = async (path: string, by = first): Promise<string> => plain((await by.get(path)).text)
  const db = () => world.asking.node.node.db

  it('say what to do where no system is let in or told yet', async () => {
    assert.match(
      await shown('/running/systems'),
      /No system has a token that counts\. To let one in, make a token/,
    )
    assert.match(
      await shown('/running/webhooks'),
      /No system is told of anything\. To have one told, make an endpoint/,
    )
  })

  it('attack 61: are let in by who has proved anew who they are, and only once another administrator confirms it', async () => {
    const bare = await first.post('/running/systems/add', { ...token, name: 'case-system' })
    assert.equal(bare.status, 403)
    assert.match(plain(bare.text), /Error: .*Prove once more who you are/)
    const text = secretOn(await make(first, { name: 'case-system' }))
    assert.match(text, /^rogatory_[A-Za-z0-9_-]{43}$/)
    assert.deepEqual(await asked(text), { status: 401, code: 'TOKEN_NOT_CONFIRMED' })
    assert.match(await shown('/running/systems'), /case-system .* Waits for another administrator/)
    assert.equal((await confirm(first, 'case-system')).status, 403)
    const unproved = await second.post('/running/systems/confirm', { system: 'case-system' })
    assert.equal(unproved.status, 403)
    assert.equal((await asked(text)).status, 401)
    assert.match(
      await shown('/running/systems', second),
      /Your word is awaited .*Read cases – vn\.spp \(demonstration\) · vn\.spp – /,
    )
    const confirmed = await confirm(second, 'case-system')
    assert.deepEqual([confirmed.status, confirmed.location], [303, '/running/systems'])
    assert.match(await shown('/running/systems', second), /Done It counts from now on/)
    assert.equal((await asked(text)).status, 200)
    assert.match(await shown('/running/systems'), /case-system .*On \d+ .* Counts .*Confirmed by /)
    assert.match(
      plain((await confirm(second, 'case-system')).text),
      /Choose a token that waits for your word/,
    )
    const [entry] = (await noted(world.asking, 'token.confirmed')).slice(-1)
    assert.deepEqual(
      [entry?.actor?.person, entry?.details?.name, entry?.details?.madeBy],
      [second.signInName, 'case-system', first.signInName],
    )
    const [made] = (await noted(world.asking, 'token.made')).slice(-1)
    assert.deepEqual([made?.actor?.person, made?.actor?.from?.by], [first.signInName, 'network'])
    for (const page of ['/running', '/running/systems', '/running/webhooks'])
      assert.ok(!(await first.get(page)).text.includes(text), page)
  })

  it('get a token that counts at once where there is no other administrator', async () => {
    const only = await signedIn(world.answering, ['administrator'])
    await provenAnew(world.answering, only)
    const made = await only.post('/running/systems/add', { ...token, name: 'only', authority: 'qa.pp' })
    assert.ok(!plain(made.text).includes('another administrator has confirmed'))
    const answer = await fetch(`${world.answering.node.apiUrl ?? ''}/api/v1/cases`, {
      headers: { authorization: `Bearer ${secretOn(made)}` },
    })
    assert.equal(answer.status, 200)
    await answer.arrayBuffer()
  })

  it('say that an endpoint may be asked by http on this machine only where it may be there at all', async () => {
    const asked = await shown('/running/webhooks/add')
    assert.match(asked, /http on this machine alone, as http:\/\/127\.0\.0\.1:9000/)
    const elsewhere = await signedIn(world.answering, ['administrator'])
    const other = await shown('/running/webhooks/add', elsewhere)
    assert.match(other, /https, in the networks that the settings name/)
    assert.doesNotMatch(other, /http on this machine/)
  })

  it('attack 61: are let in by no token of two words of whom one administrator has let in', async () => {
    const person = { name: 'Example-Other', authority: 'vn.spp', language: 'en', roles: 'administrator' }
    await provenAnew(world.asking, first)
    await first.post('/people/add', { signInName: 'example-alone', ...person })
    const alone = await signedIn(world.asking, ['administrator'])
    await sql`update credential_act set person = (select id from person where sign_in_name = ${alone.signInName})
      where person = (select id from person where sign_in_name = 'example-alone')`.execute(db())
    assert.equal((await make(alone, { name: 'made-alone' })).status, 200)
    assert.equal((await confirm(first, 'made-alone')).status, 403)
    assert.equal((await make(first, { name: 'confirmed-alone' })).status, 200)
    assert.equal((await confirm(alone, 'confirmed-alone')).status, 403)
    for (const one of [alone, first]) {
      const { text } = await one.get('/running/systems')
      assert.doesNotMatch(text, /action="\/running\/systems\/confirm"/)
      assert.match(text, /you cannot confirm them\. What one administrator alone has done to you/)
    }
    const atMachine = ['token', 'confirm', '--name', 'made-alone', '--as', 'Example-Owner']
    assert.equal((await run(world.asking, ...atMachine)).code, 0)
    assert.equal((await run(world.asking, ...atMachine, '--json')).json.code, 'CONFIRMATION_NOT_AWAITED')
    await sql`update person set disabled_at = now() where sign_in_name in (${alone.signInName}, 'example-alone')`.execute(
      db(),
    )
  })

  it('lose a token from the next question on, which is told in words the second time', async () => {
    const text = secretOn(await make(first, { name: 'short-lived' }))
    await confirm(second, 'short-lived')
    assert.equal((await asked(text)).status, 200)
    const sure = plain((await first.get('/running/systems/short-lived/revoke')).text)
    assert.match(
      sure,
      /short-lived · .*vn\.spp.* Revoke for good Nothing has been done yet.*under another name/,
    )
    assert.equal((await asked(text)).status, 200)
    const revoked = await first.post('/running/systems/short-lived/revoke')
    assert.deepEqual([revoked.status, revoked.location], [303, '/running/systems'])
    assert.match(await shown('/running/systems'), /Done The token short-lived counts no more/)
    assert.ok(!(await first.get('/running/systems')).text.includes('role="status"'))
    assert.deepEqual(await asked(text), { status: 401, code: 'TOKEN_REVOKED' })
    const again = await first.post('/running/systems/short-lived/revoke')
    assert.equal(again.status, 409)
    assert.match(plain(again.text), /Error: .*This token was revoked already/)
    assert.match(await shown('/running/systems'), /Tokens that count no more: \d+ .*short-lived .* Revoked/)
    const late = await first.get('/running/systems/short-lived/revoke')
    assert.deepEqual([late.status, late.location], [303, '/running/systems'])
    assert.equal((await first.get('/running/systems/nobody/revoke')).location, '/running/systems')
    assert.equal((await first.post('/running/systems/nobody/revoke')).status, 404)
    const [entry] = (await noted(world.asking, 'token.revoked')).slice(-1)
    assert.deepEqual([entry?.actor?.person, entry?.details?.name], [first.signInName, 'short-lived'])
  })

  it('are told what is wrong with a token or an endpoint at its field', async () => {
    for (const [members, code, field] of [
      [{ name: 'two words' }, 422, 'name'],
      [{ name: 'case-system' }, 409, 'name'],
      [{ name: 'wrong', scopes: [] }, 422, 'scopes'],
      [{ name: 'wrong', scopes: ['everything'] }, 422, 'scopes'],
      [{ name: 'wrong', authority: 'qa.pp' }, 422, 'authority'],
      [{ name: 'wrong', days: '367' }, 422, 'days'],
      [{ name: 'wrong', days: 'many' }, 422, 'days'],
      [{ name: 'wrong', scopes: ['moves'] }, 422, 'officer'],
      [{ name: 'wrong', officer: officer.signInName }, 422, 'officer'],
    ] as const) {
      const page = await make(first, members as Partial<typeof token>)
      assert.equal(page.status, code, field)
      assert.ok(page.text.includes(`href="#${field}"`) && page.text.includes(`id="${field}-error"`), field)
    }
    const endpoint = { name: 'wrong', url: hook, authority: 'vn.spp', events: 'message.received' }
    for (const [members, field] of [
      [{ name: '' }, 'name'],
      [{ url: 'ftp://127.0.0.1/' }, 'url'],
      [{ url: 'https://203.0.113.7/' }, 'url'],
      [{ authority: 'qa.pp' }, 'authority'],
      [{ events: [] }, 'events'],
      [{ events: 'case.read' }, 'events'],
    ] as const) {
      const page = await first.post('/running/webhooks/add', { ...endpoint, ...members })
      assert.equal(page.status, 422, field)
      assert.ok(page.text.includes(`href="#${field}"`) && page.text.includes(`id="${field}-error"`), field)
    }
    assert.equal((await first.post('/running/webhooks/add', endpoint)).status, 403)
    const writes = secretOn(
      await make(first, { name: 'writes', scopes: ['moves'], officer: officer.signInName }),
    )
    assert.ok(writes.startsWith('rogatory_'))
    assert.match(
      await shown('/running/systems'),
      new RegExp(`${officer.signInName} answers for what it writes`),
    )
  })

  it('are told what happened at an endpoint made there, and anew of what was given up, which the log tells of', async () => {
    await provenAnew(world.asking, first)
    const order = {
      name: 'cases',
      url: hook,
      authority: 'vn.spp',
      events: ['message.placed', 'receipt.received'],
    }
    const secret = secretOn(await first.post('/running/webhooks/add', order))
    assert.match(secret, /^whsec_/)
    assert.ok(!(await first.get('/running/webhooks')).text.includes(secret))
    const request = await opened(world)
    await until('it is told', () => Promise.resolve(got.length > 0))
    await opened(world)
    await until('it is told of the other', () => Promise.resolve(got.length > 1))
    const { event } = await verifyWebhook(secret, {
      headers: got[0]?.headers ?? {},
      body: got[0]?.body ?? '',
    })
    assert.equal(event.data.request, request)
    await until('it is noted', async () =>
      /Newest notice that it took \d+ /.test(await shown('/running/webhooks')),
    )
    // As after three days in which the system took nothing.
    await sql`update webhook_delivery set status = 'dead', due_at = null, attempts = 10, outcome = '503'
      where endpoint = 'cases'`.execute(db())
    const { rows } = await sql<{ index: number }>`
      select index from webhook_delivery where endpoint = 'cases' order by index`.execute(db())
    assert.ok(rows.length >= 2)
    const page = await shown('/running/webhooks')
    assert.match(page, /cases Fails .*Failing since .*answered with a status that is no success.* Code: 503 /)
    for (const { index } of rows) assert.match(page, new RegExp(`Entry ${index} of the log`))
    assert.ok(!page.includes(request))
    for (const [outcome, words, code] of [
      ['NODE_UNAVAILABLE', 'was not reached, or took too long', 'NODE_UNAVAILABLE'],
      ['secret sealed otherwise', 'does not open its secret any more', 'SECRET_SEALED_OTHERWISE'],
      ['SECRET_SEALED_OTHERWISE', 'does not open its secret any more', 'SECRET_SEALED_OTHERWISE'],
    ] as const) {
      await sql`update webhook_delivery set outcome = ${outcome} where endpoint = 'cases'`.execute(db())
      const why = await shown('/running/webhooks')
      assert.match(why, new RegExp(`${words}.{0,160}Code: ${code}`))
      assert.ok(!why.includes('sealed otherwise'))
    }
    const before = got.length
    const one = await first.post('/running/webhooks/cases/again', { entry: String(rows[0]?.index) })
    assert.deepEqual([one.status, one.location], [303, '/running/webhooks'])
    assert.match(await shown('/running/webhooks'), /Done It is queued again/)
    await until('it is told anew', () => Promise.resolve(got.length === before + 1))
    assert.equal((await first.post('/running/webhooks/cases/again')).status, 303)
    await until('all is told anew', () => Promise.resolve(got.length === before + rows.length))
    // Who is told twice knows it again.
    const ids = got.map(({ headers }) => headers['webhook-id'])
    assert.equal(new Set(ids).size, before)
    await until('nothing is given up', async () =>
      (await shown('/running/webhooks')).includes('Nothing was given up'),
    )
    const told = (await noted(world.asking, 'webhook.resent')).slice(-2)
    assert.deepEqual(
      told.map(({ actor, entry, details }) => [actor?.person, entry.count, details?.name, details?.first]),
      [
        [first.signInName, 1, 'cases', rows[0]?.index],
        [first.signInName, rows.length - 1, 'cases', rows[1]?.index],
      ],
    )
    const atMachine = await run(
      world.asking,
      'webhook',
      'resend',
      '--name',
      'cases',
      '--as',
      'Example-Owner',
      '--json',
    )
    assert.equal(atMachine.json.code, 'WEBHOOK_NOT_GIVEN_UP')
    const none = await first.post('/running/webhooks/cases/again')
    assert.equal(none.status, 409)
    assert.match(plain(none.text), /Error: .*This is not given up any more/)
    assert.equal((await first.post('/running/webhooks/cases/again', { entry: 'nothing' })).status, 409)
    assert.equal((await first.post('/running/webhooks/nobody/again')).status, 404)
  })

  it('are told nothing more once their endpoint is disabled, and nothing anew', async () => {
    const sure = plain((await first.get('/running/webhooks/cases/disable')).text)
    assert.match(sure, /cases · .*vn\.spp.* Disable for good Nothing has been done yet.*under another name/)
    assert.doesNotMatch(await shown('/running/webhooks'), /told nothing any more: 1/)
    const { location } = await first.post('/running/webhooks/cases/disable')
    assert.equal(location, '/running/webhooks')
    assert.match(await shown('/running/webhooks'), /Done The endpoint cases is told nothing any more/)
    const late = await first.get('/running/webhooks/cases/disable')
    assert.deepEqual([late.status, late.location], [303, '/running/webhooks'])
    assert.match(await shown('/running/webhooks'), /told nothing any more: 1 .*cases .*Disabled: /)
    for (const act of ['disable', 'again']) {
      const again = await first.post(`/running/webhooks/cases/${act}`)
      assert.equal(again.status, 409, act)
      assert.match(plain(again.text), /Error: .*This endpoint is told nothing any more/)
    }
    assert.equal((await first.get('/running/webhooks/nobody/disable')).location, '/running/webhooks')
    assert.equal((await first.post('/running/webhooks/nobody/disable')).status, 404)
    const [entry] = (await noted(world.asking, 'webhook.disabled')).slice(-1)
    assert.deepEqual([entry?.actor?.person, entry?.details?.name], [first.signInName, 'cases'])
  })
})
