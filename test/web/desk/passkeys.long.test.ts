import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core'
import { exchangeLimits } from '../../../src/exchange/limits.ts'
import { passkeySiteAt } from '../../../src/exchange/passkeys/site.ts'
import { keepPassword, passwordCost } from '../../../src/exchange/people/password.ts'
import type { Node } from '../../../src/exchange/node.ts'
import { personOfRow } from '../../../src/exchange/people/person.ts'
import { setSecondFactor } from '../../../src/exchange/people/secondFactor.ts'
import { hashOfRecoveryCode } from '../../../src/exchange/people/oneTimeCode.ts'
import { packageFolder } from '../../../src/packageFolder.ts'
import { axe, seriousByAxe } from '../../support/axe.ts'
import { type AskedOfBrowser, type Otherwise, authenticatorAt } from '../../support/authenticator.ts'
import { changeDraft } from '../../../src/store/drafts/drafts.ts'
import { inTransaction } from '../../../src/store/failures.ts'
import { lockPerson } from '../../../src/store/people/people.ts'
import { bodies } from '../../support/bodies.ts'
import { startChromium } from '../../support/chromium.ts'
import { type DeskClient, type SignedInClient, signedIn, visitorAt } from '../../support/desk.ts'
import {
  addTo,
  askedOf,
  codesOf,
  enterBy,
  provenAnew,
  provenNoMore,
  withNamedDesk,
  withPasskey,
} from '../../support/passkeyDesk.ts'
import { eventsOf } from '../../support/twoSides.ts'
import { type World, type WorldState, twoStates } from '../../support/world.ts'
import { tablesWith } from '../../support/tablesWith.ts'

const { failuresByPlaceMax } = exchangeLimits.desk

describe('passkeys at the desk', () => {
  let world: World
  let desk: WorldState
  before(async () => {
    world = await twoStates(undefined, undefined, withNamedDesk)
    desk = world.asking
  })
  after(() => world.close())
  beforeEach(() => query(sql`delete from sign_in_failure`))

  const query = <Row>(text: ReturnType<typeof sql<Row>>) => text.execute(desk.node.node.db)
  const lastCode = async (event: string) => (await codesOf(desk, event)).at(-1)
  const wordsIn = (text: string): string =>
    /class="govuk-error-message"><span[^>]*>[^<]*<\/span> ([^<]*)</.exec(text)?.[1] ?? ''

  it('count for the host of the address that the desk was given, and for no address in numbers', () => {
    assert.deepEqual(passkeySiteAt('https://desk.example.org:8443', 'VN'), {
      id: 'desk.example.org',
      origin: 'https://desk.example.org:8443',
      name: 'Rogatory VN',
      state: 'VN',
    })
    assert.equal(passkeySiteAt('http://localhost:8571', 'VN')?.id, 'localhost')
    for (const origin of ['http://127.0.0.1:8571', 'https://[2001:db8::1]', 'https://192.0.2.7'])
      assert.equal(passkeySiteAt(origin, 'VN'), null, origin)
  })

  it('are added by name once the password was said again, of every kind that authenticators have, and end other sessions', async () => {
    const client = await signedIn(desk, ['officer'])
    assert.match((await client.get('/passkeys')).text, /You have no passkey\./)
    const early = await client.post('/passkeys/make', { name: 'laptop' })
    assert.deepEqual([early.status, early.text.includes('too long ago')], [403, true])
    const wrong = await client.post('/passkeys/prove', { password: 'not the one' })
    assert.equal(wrong.status, 422)
    const proved = await client.post('/passkeys/prove', { password: client.password })
    assert.equal(proved.location, '/passkeys', proved.text)
    const elsewhere = visitorAt(desk)
    const { signInName, password } = client
    assert.equal((await elsewhere.post('/sign-in', { signInName, password })).location, '/')
    await addTo(client, ' laptop ', -7)
    assert.equal((await elsewhere.get('/')).location, '/sign-in?ended')
    const key = await addTo(client, 'key', -8)
    const card = await addTo(client, 'card <b>', -257)
    const { text } = await client.get('/passkeys')
    for (const name of ['>laptop<', '>key<', '>card &lt;b><', 'not yet']) assert.ok(text.includes(name), name)
    for (const passkey of [key, card]) {
      const { page } = await enterBy(desk, (asked) => passkey.use(asked))
      assert.equal(page.location, '/', page.text)
    }
    assert.match((await client.get('/passkeys')).text, /Last used/)
    assert.deepEqual((await codesOf(desk, 'person.passkey')).slice(-5), [
      'added',
      'added',
      'added',
      'signedIn',
      'signedIn',
    ])
    const { rows } = await query(sql<{ transports: string[]; counter: number }>`
      select transports, counter from passkey where name = 'key'`)
    assert.deepEqual(rows, [{ transports: ['internal'], counter: 1 }])
  })

  it('ask a browser for one that it keeps, that verifies who uses it, and that none of the others is; of whom it knows an opaque name', async () => {
    const { client, passkey } = await withPasskey(desk)
    await provenAnew(desk, client)
    const asked = await askedOf(client, '/passkeys/make', { name: 'second' })
    const { user, challenge, excludeCredentials, ...others } = asked as AskedOfBrowser & {
      readonly excludeCredentials: readonly { readonly id: string }[]
    }
    assert.deepEqual(others, {
      rp: { id: 'localhost', name: 'Rogatory VN' },
      pubKeyCredParams: [-8, -7, -257].map((alg) => ({ alg, type: 'public-key' })),
      timeout: 120_000,
      attestation: 'none',
      authenticatorSelection: {
        residentKey: 'required',
        requireResidentKey: true,
        userVerification: 'required',
      },
    })
    assert.equal(Buffer.from(challenge, 'base64url').length, 32)
    assert.equal(Buffer.from(user?.id ?? '', 'base64url').length, 16)
    assert.equal(user?.name, `${client.signInName} (VN)`)
    assert.deepEqual(
      excludeCredentials.map(({ id }) => id),
      [passkey.id.toString('base64url')],
    )
    const anybody = await askedOf(visitorAt(desk), '/sign-in/passkey/ask')
    const { challenge: other, ...rest } = anybody
    assert.notEqual(other, challenge)
    assert.deepEqual(rest, {
      rpId: 'localhost',
      timeout: 120_000,
      userVerification: 'required',
      allowCredentials: [],
    })
  })

  it('let in without a name and a password, once for what a browser was asked, and the browser is known from then on', async () => {
    const { passkey } = await withPasskey(desk)
    let answer = ''
    const { visitor, page } = await enterBy(desk, (asked) => (answer = passkey.use(asked)))
    assert.equal(page.location, '/', page.text)
    assert.equal((await visitor.get('/')).status, 200)
    assert.ok([...visitor.cookies.keys()].some((name) => name.endsWith('-browser')))
    assert.ok(![...visitor.cookies.keys()].some((name) => name.endsWith('-attempt')))
    const entries = (await eventsOf(desk)).length
    const again = await visitorAt(desk).post('/sign-in/passkey', { passkey: answer })
    assert.equal(again.status, 422)
    assert.match(again.text, /came too late/)
    assert.equal((await eventsOf(desk)).length, entries, 'what answers nothing does not fill the log')
    const other = await enterBy(desk, () => answer)
    assert.equal(other.page.status, 422, 'another attempt is asked something else')
    assert.equal(await lastCode('person.signInRefused'), 'PASSKEY_CHALLENGE_OVER')
  })

  it('let nobody in who signed for another site, without being verified, or something else than was asked, and the log says why', async () => {
    const { passkey } = await withPasskey(desk)
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    const wrongs: readonly [Otherwise, string, RegExp][] = [
      [{ origin: 'http://localhost:1' }, 'PASSKEY_ORIGIN_WRONG', /another address/],
      [{ origin: 'https://localhost' }, 'PASSKEY_ORIGIN_WRONG', /another address/],
      [{ crossOrigin: true }, 'PASSKEY_ORIGIN_WRONG', /another address/],
      [{ host: 'localhost.example' }, 'PASSKEY_ORIGIN_WRONG', /another address/],
      [{ flags: 0x01 }, 'PASSKEY_UNVERIFIED', /not unlocked/],
      [{ flags: 0x04 }, 'PASSKEY_UNVERIFIED', /not unlocked/],
      [{ type: 'webauthn.create' }, 'PASSKEY_WRONG', /not signed/],
      [{ key: stranger }, 'PASSKEY_WRONG', /not signed/],
      [{ challenge: Buffer.alloc(32).toString('base64url') }, 'PASSKEY_CHALLENGE_OVER', /too late/],
      [{ id: Buffer.alloc(32, 7) }, 'PASSKEY_UNKNOWN', /does not count/],
      [{ userHandle: Buffer.alloc(16, 7).toString('base64url') }, 'PASSKEY_UNKNOWN', /does not count/],
      [{ userHandle: null }, 'PASSKEY_UNKNOWN', /does not count/],
    ]
    for (const [otherwise, code, words] of wrongs) {
      await query(sql`delete from sign_in_failure`)
      const { visitor, page } = await enterBy(desk, (asked) => passkey.use(asked, otherwise))
      assert.deepEqual([page.status, await lastCode('person.signInRefused')], [422, code], page.text)
      assert.match(page.text, words, code)
      assert.equal((await visitor.get('/')).location, '/sign-in')
    }
    await query(sql`delete from sign_in_failure`)
    for (const answer of [
      '',
      'null',
      '{}',
      '[1]',
      passkey.make({ challenge: 'x', user: { id: 'x', name: 'x' } }),
    ]) {
      const { page } = await enterBy(desk, () => answer)
      assert.equal(page.status, 422, answer)
      assert.equal(await lastCode('person.signInRefused'), 'PASSKEY_ANSWER_INVALID', answer)
    }
    assert.equal((await enterBy(desk, () => '{}')).page.status, 429, 'they count by the place')
  })

  it('are asked for three minutes, and the answer counts for the browser alone that was asked', async () => {
    const { client, passkey } = await withPasskey(desk)
    passkey.userHandle = await handleOf(client.signInName)
    const { page } = await enterBy(desk, (asked) => passkey.use(asked))
    assert.equal(page.location, '/')
    const [one, other] = [visitorAt(desk), visitorAt(desk)]
    const asked = await askedOf(one, '/sign-in/passkey/ask')
    await askedOf(other, '/sign-in/passkey/ask')
    const stolen = await other.post('/sign-in/passkey', { passkey: passkey.use(asked) })
    assert.equal(stolen.status, 422)
    await query(sql`update passkey_challenge set begun_at = begun_at - interval '3 minutes'`)
    const late = await one.post('/sign-in/passkey', { passkey: passkey.use(asked) })
    assert.equal(late.status, 422)
    assert.match(late.text, /came too late/)
    await askedOf(one, '/sign-in/passkey/ask')
    const { rows } = await query(
      sql`select from passkey_challenge where begun_at < now() - interval '3 minutes'`,
    )
    assert.deepEqual(rows, [], 'what nobody answered is forgotten')
  })

  it('are asked for of so many browsers at once and no more, which hinders nobody who has signed in or was asked before', async () => {
    const { client } = await withPasskey(desk)
    const { signInsAskedMax } = exchangeLimits.passkeys
    const kept = async () =>
      (await query(sql<{ count: number }>`select count(*) from passkey_challenge`)).rows[0]?.count
    await query(sql`delete from passkey_challenge`)
    const asked = visitorAt(desk)
    await askedOf(asked, '/sign-in/passkey/ask')
    await query(sql`insert into passkey_challenge (holder, purpose, challenge, begun_at)
      select sha256(one::text::bytea), 'signIn', sha256('example'), now() from generate_series(2, ${signInsAskedMax}) one`)
    for (let count = 0; count < 3; count += 1)
      assert.equal((await visitorAt(desk).post('/sign-in/passkey/ask')).status, 503)
    assert.equal(await kept(), signInsAskedMax, 'what is refused is not kept')
    await askedOf(asked, '/sign-in/passkey/ask')
    await askedOf(client, '/passkeys/use')
    await provenAnew(desk, client)
    await askedOf(client, '/passkeys/make', { name: 'second' })
    assert.equal(await kept(), signInsAskedMax + 2)
    await query(sql`delete from passkey_challenge`)
  })

  it('are asked for of one browser once at a time, and of one address so often until somebody is let in', async () => {
    const { passkey } = await withPasskey(desk)
    const visitor = visitorAt(desk)
    await query(sql`delete from passkey_challenge`)
    await askedOf(visitor, '/sign-in/passkey/ask')
    await askedOf(visitor, '/sign-in/passkey/ask')
    const { rows } = await query(sql`select from passkey_challenge`)
    assert.equal(rows.length, 1)
    const { asksByAddressMax } = exchangeLimits.passkeys
    const raise = async (failures: number) =>
      await query(sql`update sign_in_failure set failures = ${failures}`)
    await raise(asksByAddressMax - 1)
    assert.equal((await enterBy(desk, (asked) => passkey.use(asked))).page.location, '/')
    assert.deepEqual((await query(sql`select from sign_in_failure`)).rows, [])
    await askedOf(visitor, '/sign-in/passkey/ask')
    await raise(asksByAddressMax)
    for (let count = 0; count < 2; count += 1) {
      const page = await visitorAt(desk).post('/sign-in/passkey/ask')
      assert.equal(page.status, 429)
      assert.match(page.text, /Try again in 15 min\./)
    }
    assert.equal(await lastCode('person.signInRefused'), 'SIGN_IN_TOO_OFTEN')
  })

  it('are refused, which the log tells, where their counter has not gone forward: there may be two of one', async () => {
    const { client, passkey } = await withPasskey(desk)
    const enterAt = async (counter: number) =>
      (await enterBy(desk, (asked) => passkey.use(asked, { counter }))).page
    assert.equal((await enterAt(7)).location, '/')
    for (const counter of [7, 6, 0]) {
      const page = await enterAt(counter)
      assert.equal(page.status, 422, String(counter))
      assert.match(page.text, /there may be a copy/)
      assert.equal(await lastCode('person.signInRefused'), 'PASSKEY_COUNTER_BACK')
    }
    assert.equal((await enterAt(8)).location, '/')
    await assert.rejects(query(sql`update passkey set counter = 1`), /never goes back/)
    await assert.rejects(query(sql`update passkey set name = 'other'`), /never changed/)
    const { passkey: synced } = await withPasskey(desk)
    for (let count = 0; count < 2; count += 1)
      assert.equal((await enterBy(desk, (asked) => synced.use(asked, { counter: 0 }))).page.location, '/')
    assert.notEqual(client.signInName, '')
  })

  it('let in once where the same counter comes twice at once', async () => {
    const { passkey } = await withPasskey(desk)
    const both = await Promise.all(
      [1, 2].map(() => enterBy(desk, (asked) => passkey.use(asked, { counter: 5 }))),
    )
    assert.deepEqual(both.map(({ page }) => page.status).toSorted(), [303, 422])
  })

  it('are looked at five times from one place, then no more, also where they are right', async () => {
    const { passkey } = await withPasskey(desk)
    for (let count = 0; count < failuresByPlaceMax; count += 1)
      assert.equal((await enterBy(desk, (asked) => passkey.use(asked, { flags: 1 }))).page.status, 422)
    const { page } = await enterBy(desk, (asked) => passkey.use(asked))
    assert.equal(page.status, 429)
    assert.match(page.text, /Try again in 15 min\./)
  })

  it('let nobody in who is disabled, and after that as before', async () => {
    const { client, passkey } = await withPasskey(desk)
    const administrator = await signedIn(desk, ['administrator'])
    await administrator.post(`/people/${client.signInName}/disable`)
    assert.equal((await enterBy(desk, (asked) => passkey.use(asked))).page.status, 422)
    assert.equal(await lastCode('person.signInRefused'), 'PASSKEY_UNKNOWN')
    await provenAnew(desk, administrator)
    await administrator.post(`/people/${client.signInName}/enable`)
    assert.equal((await enterBy(desk, (asked) => passkey.use(asked))).page.location, '/')
  })

  it('make the password alone too little: to sign in, to prove anew who one is, and to set another way in', async () => {
    const { client, passkey } = await withPasskey(desk)
    const { signInName, password } = client
    const half = visitorAt(desk)
    assert.equal((await half.post('/sign-in', { signInName, password })).location, '/sign-in/code')
    assert.equal((await half.get('/')).location, '/sign-in')
    const step = await half.get('/sign-in/code')
    assert.match(step.text, /The password is right\. You have a passkey/)
    assert.match(step.text, /<noscript>.*Allow scripts for this address/s)
    assert.doesNotMatch(step.text, /one-time-code/)
    assert.equal((await half.post('/sign-in/code', { code: '123456' })).status, 401)
    const prove = await client.post('/passkeys/prove', { password })
    assert.equal(prove.status, 422)
    assert.equal(wordsIn(prove.text).slice(0, 34), 'The password alone is not enough, ')
    assert.equal(await lastCode('act.refused'), 'PASSKEY_MISSING')
    const refusals = (await codesOf(desk, 'act.refused')).length
    await client.post('/second-factor/offer')
    const set = await client.post('/second-factor/set', { password, code: '123456' })
    assert.match(set.text, /The password alone is not enough/)
    assert.deepEqual((await codesOf(desk, 'act.refused')).slice(refusals), ['PASSKEY_MISSING'])
    const asked = await askedOf(half, '/sign-in/passkey/ask')
    const entered = await half.post('/sign-in/passkey', { passkey: passkey.use(asked) })
    assert.equal(entered.location, '/', entered.text)
  })

  it('that came while the password was looked at count, and so does that the session has ended', async () => {
    const client = await signedIn(desk, ['officer'])
    await client.post('/second-factor/offer')
    // At the cost of service: what comes meanwhile needs the time.
    const node = Object.assign(Object.create(desk.node.node) as Node, { passwordCost })
    const kept = await keepPassword(node, client.password, { who: client.signInName, isKnown: true })
    await query(sql`update person set password = ${kept} where sign_in_name = ${client.signInName}`)
    const row = await inTransaction(node.db, (trx) => lockPerson(trx, client.signInName))
    assert.ok(row !== null)
    const token = client.cookies.get(`rogatory-${new URL(client.url).port}`) ?? ''
    const { password } = client
    const from = { address: '127.0.0.1', countedAs: null, browser: null, password, code: '123456', token }
    /** Sets a second factor, and does something once the password is being looked at. */
    const setWhile = async (meanwhile: () => Promise<unknown>) => {
      const set = setSecondFactor(node, personOfRow(row), from)
      for (let looks = 0; ; looks += 1) {
        const { rows } = await query(sql`select from sign_in_failure`)
        if (rows.length > 0) break
        assert.ok(looks < 1000)
      }
      await meanwhile()
      const settled = await set
      return settled.ok ? 'set' : settled.code
    }
    const added = await setWhile(() =>
      query(sql`insert into passkey (id, person, name, public_key, counter, transports, added_at)
        values (sha256('example'), ${row.id}, 'other', sha256('key'), 0, '{}', now())`),
    )
    assert.equal(added, 'PASSKEY_MISSING')
    await query(sql`delete from sign_in_failure`)
    await query(sql`delete from passkey where person = ${row.id}`)
    const ended = await setWhile(() => query(sql`delete from desk_session where person = ${row.id}`))
    assert.equal(ended, 'PASSWORD_WRONG')
  })

  it('prove anew who one is, each answer once, in the session that was asked, and by nobody else’s', async () => {
    const { client, passkey } = await withPasskey(desk)
    const { passkey: others } = await withPasskey(desk)
    const { page: entered, visitor: second } = await enterBy(desk, (asked) => passkey.use(asked))
    assert.equal(entered.location, '/')
    const prove = async (answer: string) => await client.post('/passkeys/prove', { passkey: answer })
    const ask = async () => await askedOf(client, '/passkeys/use')
    assert.deepEqual((await ask()).allowCredentials, [
      { id: passkey.id.toString('base64url'), type: 'public-key', transports: ['internal'] },
    ])
    const inOther = await askedOf(second, '/passkeys/use')
    const toSignIn = await askedOf(visitorAt(desk), '/sign-in/passkey/ask')
    const wrongs: readonly [(asked: AskedOfBrowser) => string, string][] = [
      [() => passkey.use(inOther), 'PASSKEY_CHALLENGE_OVER'],
      [(asked) => others.use(asked), 'PASSKEY_UNKNOWN'],
      [(asked) => passkey.use(asked, { flags: 1 }), 'PASSKEY_UNVERIFIED'],
      [() => passkey.use(toSignIn), 'PASSKEY_CHALLENGE_OVER'],
    ]
    for (const [answerTo, code] of wrongs) {
      const page = await prove(answerTo(await ask()))
      assert.deepEqual([page.status, await lastCode('person.signInRefused')], [422, code], page.text)
      assert.match(page.text, /href="#passkey"/)
    }
    const right = passkey.use(await ask(), { userHandle: null })
    assert.equal((await prove(right)).location, '/passkeys')
    assert.equal(await lastCode('person.passkey'), 'steppedUp')
    assert.match((await client.get('/passkeys')).text, /Add a passkey/)
    await provenNoMore(desk, client)
    assert.equal((await prove(right)).status, 422, 'it counts once')
    const none = await signedIn(desk, ['officer'])
    assert.equal((await none.post('/passkeys/use')).status, 422)
  })

  it('are not added where they attest of which make they are, have no kind of ours, or answer otherwise than asked', async () => {
    const client = await signedIn(desk, ['officer'])
    await provenAnew(desk, client)
    const passkey = authenticatorAt(client.url)
    const add = async (make: (asked: AskedOfBrowser) => string) => {
      const asked = await askedOf(client, '/passkeys/make', { name: 'key' })
      const page = await client.post('/passkeys/add', { name: 'key', passkey: make(asked) })
      return page.location === '/passkeys' ? 'added' : ((await lastCode('act.refused')) ?? '')
    }
    const chain = { form: 'packed', statement: new Map([['x5c', [Buffer.from('certificate')]]]) }
    for (const [otherwise, code] of [
      [{ attests: chain }, 'PASSKEY_WRONG'],
      [{ attests: { form: 'tpm', statement: new Map() } }, 'PASSKEY_WRONG'],
      [{ attests: { form: 'none', statement: new Map([['x', 1]]) } }, 'PASSKEY_WRONG'],
      [{ flags: 0x41 }, 'PASSKEY_UNVERIFIED'],
      [{ flags: 0x05 }, 'PASSKEY_WRONG'],
      [{ host: 'example.org' }, 'PASSKEY_ORIGIN_WRONG'],
      [{ origin: 'https://example.org' }, 'PASSKEY_ORIGIN_WRONG'],
      [{ type: 'webauthn.get' }, 'PASSKEY_WRONG'],
      [{ challenge: 'AAAA' }, 'PASSKEY_CHALLENGE_OVER'],
    ] as const)
      assert.equal(await add((asked) => passkey.make(asked, otherwise)), code, JSON.stringify(otherwise))
    assert.equal(await add((asked) => authenticatorAt(client.url, -35).make(asked)), 'PASSKEY_WRONG')
    assert.equal(await add(() => '{"id":'), 'PASSKEY_ANSWER_INVALID')
    const asked = await askedOf(client, '/passkeys/make', { name: 'key' })
    await provenNoMore(desk, client)
    const late = await client.post('/passkeys/add', { name: 'key', passkey: passkey.make(asked) })
    assert.deepEqual([late.status, await lastCode('act.refused')], [403, 'STEP_UP_MISSING'])
    await provenAnew(desk, client)
    assert.equal(await add((again) => passkey.make(again)), 'added')
    const { rows } = await query(sql<{ count: number }>`select count(*) from passkey where name = 'key'
      and person = (select id from person where sign_in_name = ${client.signInName})`)
    assert.equal(rows[0]?.count, 1)
    const other = await signedIn(desk, ['officer'])
    await provenAnew(desk, other)
    const same = await askedOf(other, '/passkeys/make', { name: 'key' })
    const taken = await other.post('/passkeys/add', { name: 'key', passkey: passkey.make(same) })
    assert.deepEqual([taken.status, await lastCode('act.refused')], [409, 'PASSKEY_EXISTS'])
  })

  it('are ten of one person at most, each with a name of its own', async () => {
    const client = await signedIn(desk, ['officer'])
    await provenAnew(desk, client)
    await addTo(client, 'n'.repeat(60))
    for (const name of ['', '   ', 'n'.repeat(61), 'two\nlines', 'n'.repeat(60)]) {
      const page = await client.post('/passkeys/make', { name })
      assert.equal(page.status, 422, name)
      assert.match(page.text, /Write a name of 1 to 60 characters/)
    }
    // The script is answered with a page: it sends the form then, without asking a browser, and what was typed stands there.
    const long = 'n'.repeat(10_000)
    for (const [path, members] of [
      ['/passkeys/make', { name: long }],
      ['/passkeys/add', { name: long, passkey: '' }],
    ] as const) {
      const { status, headers, text } = await client.post(path, members)
      assert.equal(status, 422, path)
      assert.match(String(headers['content-type']), /^text\/html/)
      assert.ok(text.includes('id="name-error"') && text.includes(`value="${long}"`), path)
    }
    for (let count = 2; count <= exchangeLimits.passkeys.ofPersonMax; count += 1)
      await addTo(client, `key ${count}`)
    const page = await client.post('/passkeys/make', { name: 'one more' })
    assert.equal(page.status, 409)
    assert.match(page.text, /You have 10 passkeys/)
    assert.doesNotMatch((await client.get('/passkeys')).text, /id="name"/)
  })

  it('are taken away by their person once they have proved who they are, and the last one brings the password back', async () => {
    const { client, passkey } = await withPasskey(desk)
    const id = passkey.id.toString('base64url')
    const early = await client.post('/passkeys/remove', { passkey: id })
    assert.deepEqual([early.status, await lastCode('act.refused')], [403, 'STEP_UP_MISSING'])
    await provenAnew(desk, client)
    assert.equal((await client.post('/passkeys/remove', { passkey: 'AAAA' })).status, 422)
    assert.equal((await client.post('/passkeys/remove', { passkey: id })).location, '/passkeys')
    assert.equal(await lastCode('person.passkey'), 'removed')
    assert.equal((await enterBy(desk, (asked) => passkey.use(asked))).page.status, 422)
    const { signInName, password } = client
    assert.equal((await visitorAt(desk).post('/sign-in', { signInName, password })).location, '/')
  })

  it('that are lost another administrator takes away, which ends the sessions, and nobody opens that way to themselves', async () => {
    const { client, passkey } = await withPasskey(desk, ['administrator'])
    const path = `/people/${client.signInName}/passkey`
    const own = await client.post(path, { lost: 'laptop' })
    assert.equal(own.status, 403)
    assert.match(own.text, /Another administrator must do this/)
    assert.equal(await lastCode('act.refused'), 'SECOND_PERSON_MISSING')
    assert.match((await client.get('/people')).text, /Passkey: <bdi>laptop</)
    const administrator = await signedIn(desk, ['administrator'])
    assert.match((await administrator.get('/people')).text, /Take away the passkey “<bdi>laptop<\/bdi>”/)
    await provenAnew(desk, administrator)
    assert.equal((await administrator.post(path, { lost: 'other' })).status, 422)
    assert.equal((await administrator.post('/people/nobody/passkey', { lost: 'laptop' })).status, 404)
    assert.equal((await administrator.post(path, { lost: 'laptop' })).location, '/people')
    assert.equal(await lastCode('person.passkey'), 'takenAway')
    assert.equal((await client.get('/')).location, '/sign-in?ended')
    assert.equal((await enterBy(desk, (asked) => passkey.use(asked))).page.status, 422)
    const { signInName, password } = client
    assert.equal((await visitorAt(desk).post('/sign-in', { signInName, password })).location, '/')
    assert.ok((await eventsOf(desk)).includes('person.passkey'))
  })

  it('are asked for by the one script of the desk, on the pages alone that ask, within 60 kB and under a policy that lets nothing else run', async () => {
    const { client } = await withPasskey(desk)
    const visitor = visitorAt(desk)
    const script = readFileSync(join(packageFolder, 'dist/assets/passkeys.js'), 'utf8')
    const style = readFileSync(join(packageFolder, 'dist/assets/desk.css'), 'utf8')
    for (const [one, path] of [
      [visitor, '/sign-in'],
      [client, '/passkeys'],
    ] as const) {
      const { text, headers } = await one.get(path)
      assert.equal(
        headers['content-security-policy'],
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; script-src 'self'; connect-src 'self'",
      )
      const [[, source = ''] = [], ...others] = [
        ...text.matchAll(/<script src="([^"]*)" defer[^>]*><\/script>/g),
      ]
      assert.deepEqual(others, [])
      assert.match(source, /^\/assets\/[0-9a-f]{16}\.js$/)
      const given = await visitorAt(desk).get(source)
      assert.equal(given.text, script)
      assert.match(String(given.headers['content-type']), /^(text|application)\/javascript/)
      assert.equal(given.headers['cache-control'], 'public, max-age=31536000, immutable')
      assert.match(text, /<noscript>.*need scripts/s)
      assert.doesNotMatch(
        text.replace(/<script src="[^"]*" defer[^>]*>/, ''),
        /<script|<style| style=| on[a-z]+=|https?:/i,
      )
      const weight = [text, script, style].reduce((sum, part) => sum + gzipSync(part).length, 0)
      assert.ok(weight < 60_000, `${path}: ${weight}`)
    }
    for (const [one, path] of [
      [client, '/'],
      [client, '/password'],
      [client, '/second-factor'],
    ] as const) {
      const { text, headers } = await one.get(path)
      assert.doesNotMatch(text, /<script/, path)
      assert.doesNotMatch(String(headers['content-security-policy']), /script-src|connect-src/, path)
    }
  })

  it('are not asked for at a desk whose address is no name, which says so where one would look for them', async () => {
    const client = await signedIn(world.answering, ['officer'])
    const { text, headers } = await client.get('/passkeys')
    assert.match(text, /No passkey is possible at this address.*ROGATORY_DESK_URL/)
    assert.doesNotMatch(String(headers['content-security-policy']), /script-src/)
    const visitor = visitorAt(world.answering)
    assert.doesNotMatch((await visitor.get('/sign-in')).text, /passkey/)
    for (const path of ['/sign-in/passkey/ask', '/sign-in/passkey'])
      assert.equal(
        (await visitor.post(path, path.endsWith('ask') ? {} : { passkey: '{}' })).status,
        409,
        path,
      )
  })

  it('are asked for at the name of the desk, to which whoever comes by another name of this machine is led', async () => {
    const { url, get, post } = visitorAt(desk)
    const { port } = new URL(url)
    for (const host of [`127.0.0.1:${port}`, `[::1]:${port}`]) {
      const { status, location } = await get('/sign-in?ended', { host })
      assert.deepEqual([status, location], [303, `${url}/sign-in?ended`], host)
    }
    for (const host of [`localhost:${port}`, '127.0.0.1:1', `example.org:${port}`, 'not a host'])
      assert.notEqual((await get('/sign-in', { host })).status, 303, host)
    const elsewhere = { host: `127.0.0.1:${port}`, origin: `http://127.0.0.1:${port}` }
    assert.equal((await post('/sign-in/passkey/ask', {}, elsewhere)).status, 403)
  })

  it('keep of what they need nothing that lets anybody in: keys that are public, and hashes', async () => {
    await withPasskey(desk)
    const visitor = visitorAt(desk)
    await askedOf(visitor, '/sign-in/passkey/ask')
    const [, attempt = ''] = [...visitor.cookies].find(([name]) => name.endsWith('-attempt')) ?? []
    assert.equal(attempt.length, 43)
    assert.deepEqual(await tablesWith(desk.node.node.db, attempt), [])
  })

  describe('in Chromium, with the authenticator that it has for tests', () => {
    let browser: Browser
    before(async function () {
      browser = await startChromium(this)
    })
    after(() => browser.close())

    interface Opened {
      readonly context: BrowserContext
      readonly page: Page
      readonly protocol: CDPSession
      readonly authenticatorId: string
    }
    /** A window whose authenticator keeps passkeys and verifies who uses it. */
    const openWindow = async (): Promise<Opened> => {
      const context = await browser.newContext()
      const page = await context.newPage()
      const protocol = await context.newCDPSession(page)
      await protocol.send('WebAuthn.enable')
      const { authenticatorId } = await protocol.send('WebAuthn.addVirtualAuthenticator', {
        options: {
          protocol: 'ctap2',
          transport: 'internal',
          hasResidentKey: true,
          hasUserVerification: true,
          isUserVerified: true,
          automaticPresenceSimulation: true,
        },
      })
      return { context, page, protocol, authenticatorId }
    }
    const lookFor = async (page: Page, path: string): Promise<void> => {
      await page.waitForURL((url) => url.pathname === path)
    }
    /** What a page shows to whom no script runs. Playwright looks for no text there. */
    const saidTo = async (page: Page): Promise<string> => {
      const text = page.locator('noscript p')
      assert.equal(await text.isVisible(), true)
      return await text.innerText()
    }
    const signInByPassword = async (
      page: Page,
      { signInName, password, url }: SignedInClient,
    ): Promise<void> => {
      await page.goto(`${url}/sign-in`)
      await page.fill('#signInName', signInName)
      await page.fill('#password', password)
      await page.locator('form:has(#password) button').click()
    }

    it('are added, let in without a name, and approve what binds the State', async () => {
      const officer = await signedIn(desk, ['officer'])
      const approver = await signedIn(desk, ['approver'])
      const link = await submittedBy(officer)
      const { context, page, protocol, authenticatorId } = await openWindow()
      await signInByPassword(page, approver)
      await lookFor(page, '/')
      await page.goto(`${approver.url}/password`)
      await page.getByRole('link', { name: 'Passkeys' }).click()
      await page.fill('#password', approver.password)
      await page.getByRole('button', { name: 'Prove it by password' }).click()
      await page.fill('#name', 'laptop')
      await page.press('#name', 'Enter')
      await page.getByText('Your passkeys').waitFor()
      const { credentials } = await protocol.send('WebAuthn.getCredentials', { authenticatorId })
      assert.deepEqual(
        credentials.map(({ rpId, isResidentCredential }) => [rpId, isResidentCredential]),
        [['localhost', true]],
      )
      await page.fill('#name', 'laptop again')
      await page.getByRole('button', { name: 'Add a passkey' }).click()
      await page.getByText('This passkey was added already').waitFor()
      await page.getByRole('button', { name: 'Sign out' }).click()
      await lookFor(page, '/sign-in')
      await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
      await lookFor(page, '/')
      await page.goto(`${approver.url}${link}/check`)
      assert.equal(await page.locator('#password').count(), 0, 'the password alone is not asked for')
      await page.getByRole('button', { name: 'Approve and send' }).click()
      await page.getByText('It is signed and sent.').waitFor()
      assert.deepEqual((await codesOf(desk, 'person.passkey')).slice(-3), ['added', 'signedIn', 'steppedUp'])
      assert.ok((await eventsOf(desk)).includes('draft.approved'))
      await context.close()
    })

    it('that are not unlocked are told of in words, and the page goes on', async () => {
      const { context, page, protocol, authenticatorId } = await openWindow()
      await page.goto(`${visitorAt(desk).url}/sign-in`)
      await protocol.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
      const button = page.getByRole('button', { name: 'Sign in with a passkey' })
      await button.click()
      await page.getByRole('alert').getByText('The browser has given no passkey').waitFor()
      assert.equal(await button.isEnabled(), true)
      await context.close()
    })

    it('of which the desk answers with a page are told of on that page', async () => {
      const { context, page } = await openWindow()
      await page.goto(`${visitorAt(desk).url}/sign-in`)
      await page.route('**/sign-in/passkey/ask', (route) =>
        route.fulfill({ status: 403, contentType: 'text/html', body: '<p>No</p>' }),
      )
      await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
      await lookFor(page, '/sign-in/passkey')
      await page.getByText('came too late').first().waitFor()
      await context.close()
    })

    it('are not needed where no script runs: the page says so, and lets in by password, and by the code of who has one', async () => {
      const plain = await signedIn(desk, ['officer'])
      const { client: both } = await withPasskey(desk)
      const { client: only } = await withPasskey(desk)
      const recovery = 'abcd-efgh-jkmn-pqrs'
      await codesFor(both, recovery)
      const context = await browser.newContext({ javaScriptEnabled: false })
      const page = await context.newPage()
      await signInByPassword(page, plain)
      await lookFor(page, '/')
      await page.getByRole('button', { name: 'Sign out' }).click()
      await lookFor(page, '/sign-in')
      assert.match(await saidTo(page), /^Passkeys need scripts/)
      assert.equal(await page.getByRole('button', { name: 'Sign in with a passkey' }).count(), 0)
      await signInByPassword(page, both)
      await lookFor(page, '/sign-in/code')
      await page.fill('#code', recovery)
      await page.locator('form:has(#code) button').first().click()
      await lookFor(page, '/')
      await page.getByRole('button', { name: 'Sign out' }).click()
      await lookFor(page, '/sign-in')
      await signInByPassword(page, only)
      await lookFor(page, '/sign-in/code')
      assert.match(await saidTo(page), /Allow scripts for this address/)
      await context.close()
    })

    for (const language of ['en', 'ar'])
      it(`have pages with nothing serious for axe, which fit 320 px, in ${language}`, async () => {
        const { client } = await withPasskey(desk)
        await client.post('/language', { language })
        const { signInName, password } = client
        const half = visitorAt(desk)
        await half.post('/language', { language })
        await half.post('/sign-in', { signInName, password })
        const context = await browser.newContext({ viewport: { width: 320, height: 800 }, bypassCSP: true })
        const page = await context.newPage()
        const look = async ({ cookies, url }: DeskClient, path: string): Promise<void> => {
          await context.clearCookies()
          await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url })))
          await page.goto(url + path)
          await page.locator('.desk-passkey button:visible').waitFor()
          await page.evaluate(axe)
          assert.deepEqual(await page.evaluate(seriousByAxe), [], path)
          assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320, path)
        }
        await look(half, '/sign-in')
        await look(half, '/sign-in/code')
        await look(client, '/passkeys')
        await provenAnew(desk, client)
        await look(client, '/passkeys')
        await context.close()
      })
  })

  /** A draft that binds the State and waits for its approval. */
  async function submittedBy(officer: SignedInClient): Promise<string> {
    const begun = await officer.post('/ask', { to: 'qa.pp', reference: 'VN-DEMO-66', language: 'en' })
    const link = begun.location
    const id = link.replace('/drafts/', '')
    await inTransaction(desk.node.node.db, (trx) =>
      changeDraft(trx, id, { body: JSON.stringify(bodies.request) }),
    )
    const { text } = await officer.get(`${link}/check`)
    const version = /name="version" value="([^"]*)"/.exec(text)?.[1] ?? ''
    assert.equal((await officer.post(`${link}/submit`, { version })).status, 303)
    return link
  }

  /** A second factor with one code for recovery, as if it had been set on its page. */
  async function codesFor({ signInName }: SignedInClient, recovery: string): Promise<void> {
    const person = sql`(select id from person where sign_in_name = ${signInName})`
    const at = new Date()
    await query(sql`insert into second_factor (person, secret, offered_at, set_at)
      values (${person}, ${Buffer.alloc(40)}, ${at}, ${at})`)
    await query(
      sql`insert into recovery_code (person, code) values (${person}, ${hashOfRecoveryCode(recovery)})`,
    )
  }

  async function handleOf(signInName: string): Promise<string> {
    const { rows } = await query(
      sql<{ id: string }>`select id from person where sign_in_name = ${signInName}`,
    )
    return Buffer.from((rows[0]?.id ?? '').replaceAll('-', ''), 'hex').toString('base64url')
  }
})
