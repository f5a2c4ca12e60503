import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { sql } from 'kysely'
import { exchangeLimits } from '../../../src/exchange/limits.ts'
import { stepOfCode } from '../../../src/exchange/people/oneTimeCode.ts'
import { personOfRow } from '../../../src/exchange/people/person.ts'
import { hasSecondFactor, stepUp } from '../../../src/exchange/people/stepUp.ts'
import { sealerOf } from '../../../src/store/identity/sealing.ts'
import { findPerson } from '../../../src/store/people/people.ts'
import { startChromium } from '../../support/chromium.ts'
import { type DeskClient, type SignedInClient, signedIn, visitorAt, withDesk } from '../../support/desk.ts'
import { provenAnew } from '../../support/passkeyDesk.ts'
import { eventsOf } from '../../support/twoSides.ts'
import { type World, twoStates } from '../../support/world.ts'
import { tablesWith } from '../../support/tablesWith.ts'

/** RFC 6238 by another implementation, which shares nothing with ours: the codes of a key for so many steps from one on. */
const rfc6238 = `
import base64, hashlib, hmac, struct, sys
key, first, count = base64.b32decode(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
for counter in range(first, first + count):
    mac = hmac.new(key, struct.pack('>Q', counter), hashlib.sha1).digest()
    place = mac[-1] & 15
    print('%06d' % ((struct.unpack('>I', mac[place:place + 4])[0] & 0x7fffffff) % 10 ** 6))
`
/** By key and step: a process is started for those of several minutes together. */
const codes = new Map<string, string>()
function codeAt(key: string, step: number): string {
  const known = codes.get(`${key} ${step}`)
  if (known !== undefined) return known
  const first = Math.max(0, step - 2)
  const order = ['-I', '-c', rfc6238, key.replaceAll(' ', ''), String(first), '12']
  const lines = execFileSync('python3', order, { encoding: 'utf8' }).trim().split('\n')
  for (const [place, code] of lines.entries()) codes.set(`${key} ${first + place}`, code)
  return codes.get(`${key} ${step}`) ?? ''
}
const stepNow = (): number => Math.floor(Date.now() / 30_000)

describe('codes of an app', () => {
  it('are those of RFC 6238, appendix B', () => {
    const secret = Buffer.from('12345678901234567890')
    for (const [seconds, code] of [
      [59, '287082'],
      [1_111_111_109, '081804'],
      [1_111_111_111, '050471'],
      [1_234_567_890, '005924'],
      [2_000_000_000, '279037'],
      [20_000_000_000, '353130'],
    ] as const) {
      const step = Math.floor(seconds / 30)
      assert.equal(stepOfCode(secret, code, seconds * 1000, 0), step, code)
      assert.equal(codeAt('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', step), code)
      assert.equal(stepOfCode(secret, code, (seconds + 30) * 1000, 0), step, 'half a minute late')
      assert.equal(stepOfCode(secret, code, (seconds + 90) * 1000, 0), null, 'too late')
      assert.equal(stepOfCode(secret, code, seconds * 1000, step), null, 'it counted before')
    }
  })

  it('are read with spaces, and in the digits of an Arabic or Persian keyboard', () => {
    const secret = Buffer.from('12345678901234567890')
    for (const typed of ['287 082', ' 287082\u200f', '٢٨٧٠٨٢', '۲۸۷۰۸۲'])
      assert.equal(stepOfCode(secret, typed, 59_000, 0), 1, typed)
    for (const typed of ['', '28708', '2870822', 'abcdef'])
      assert.equal(stepOfCode(secret, typed, 59_000, 0), null)
  })
})

describe('what is sealed for the database', () => {
  it('opens with the same passphrase, for the same purpose and unchanged, and not otherwise', async () => {
    const sealer = sealerOf('a passphrase for tests')
    const sealed = await sealer.seal(Buffer.from('secret'), 'one')
    assert.equal((await sealer.open(sealed, 'one'))?.toString(), 'secret')
    assert.equal(await sealer.open(sealed, 'other'), null)
    assert.equal(await sealerOf('another passphrase').open(sealed, 'one'), null)
    for (const place of [0, 20, 30, sealed.length - 1]) {
      const changed = Buffer.from(sealed)
      changed[place] = (changed[place] ?? 0) ^ 1
      assert.equal(await sealer.open(changed, 'one'), null, String(place))
    }
    assert.equal(await sealer.open(sealed.subarray(0, 40), 'one'), null)
    assert.ok(!sealed.includes('secret'))
  })
})

describe('the second factor', () => {
  let world: World
  before(async () => {
    world = await twoStates(undefined, undefined, withDesk)
  })
  after(() => world.close())

  const query = <Row>(text: ReturnType<typeof sql<Row>>) => text.execute(world.asking.node.node.db)
  /** As if the last code had counted long ago. */
  const forgetSteps = () => query(sql`update second_factor set last_step = 0`)
  const keyIn = (text: string): string => /<code class="desk-secret"[^>]*>([A-Z2-7 ]+)</.exec(text)?.[1] ?? ''
  const offered = async (client: DeskClient): Promise<string> => {
    assert.equal((await client.post('/second-factor/offer')).location, '/second-factor')
    return keyIn((await client.get('/second-factor')).text)
  }
  interface WithFactor {
    readonly client: SignedInClient
    readonly key: string
    readonly recovery: readonly string[]
  }
  const withFactor = async (): Promise<WithFactor> => {
    const client = await signedIn(world.asking, ['officer'])
    const key = await offered(client)
    const set = { code: codeAt(key, stepNow()), password: client.password }
    const { status, text } = await client.post('/second-factor/set', set)
    assert.equal(status, 200, text)
    const recovery = [...text.matchAll(/desk-secret"[^>]*>([a-z2-9-]+)</g)].map(([, code = '']) => code)
    await forgetSteps()
    return { client, key, recovery }
  }
  /** A browser in which the password was said, and nothing else yet. */
  const halfIn = async ({ signInName, password }: SignedInClient): Promise<DeskClient> => {
    const visitor = visitorAt(world.asking)
    assert.equal((await visitor.post('/sign-in', { signInName, password })).location, '/sign-in/code')
    return visitor
  }
  const say = async (client: DeskClient, code: string) => await client.post('/sign-in/code', { code })

  it('is set by a code of another implementation and the password, and asked for after the password from then on', async () => {
    const client = await signedIn(world.asking, ['officer'])
    assert.match((await client.get('/second-factor')).text, /no second factor/)
    assert.equal((await client.get('/second-factor/key.svg')).status, 409)
    const key = await offered(client)
    assert.match(key, /^(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}$/)
    const picture = await client.get('/second-factor/key.svg')
    assert.match(String(picture.headers['content-type']), /^image\/svg\+xml/)
    assert.match(picture.text, /^<svg [^>]*viewBox="0 0 \d+ \d+"/)
    const code = codeAt(key, stepNow())
    const { password, signInName } = client
    for (const [members, status, words] of [
      [{ code, password: 'x' }, 422, 'not the password in use'],
      [{ code: '000000', password }, 422, 'The code is not right'],
      [{ code, password }, 200, 'Recovery codes'],
      [{ code, password }, 409, 'a second factor already'],
    ] as const) {
      const page = await client.post('/second-factor/set', members)
      assert.equal(page.status, status, page.text)
      assert.ok(page.text.includes(words), words)
    }
    assert.match((await client.get('/second-factor')).text, /Recovery codes left: 10\./)
    const { rows: sessions } = await query(sql<{ proven: boolean }>`
      select stepped_up_at is not null as proven from desk_session join person on person.id = desk_session.person
      where sign_in_name = ${signInName}`)
    assert.deepEqual(sessions, [{ proven: true }], 'who has just set it is asked for nothing again')
    const half = await halfIn(client)
    assert.equal((await half.get('/')).location, '/sign-in', 'the password alone opens nothing')
    assert.match((await half.get('/sign-in/code')).text, /one-time-code/)
    assert.equal((await say(half, code)).status, 422, 'the code that set it counts no more')
    await forgetSteps()
    assert.equal((await say(half, codeAt(key, stepNow()))).location, '/')
    assert.equal((await half.get('/')).status, 200)
    assert.equal((await say(half, codeAt(key, stepNow()))).status, 401, 'the step is over')
    assert.ok((await eventsOf(world.asking)).includes('person.secondFactor'))
    assert.deepEqual(await tablesWith(world.asking.node.node.db, key.replaceAll(' ', '')), [])
  })

  it('takes no code twice, nor one before the last that counted', async () => {
    const { client, key } = await withFactor()
    const now = stepNow()
    const [first, second] = [await halfIn(client), await halfIn(client)]
    assert.equal((await say(first, codeAt(key, now))).location, '/')
    assert.equal((await say(second, codeAt(key, now))).status, 422)
    assert.equal((await say(second, codeAt(key, now - 1))).status, 422)
    assert.equal((await say(second, codeAt(key, now + 1))).location, '/')
  })

  it('lets in by one code once where it comes several times at once', async () => {
    const { client, key } = await withFactor()
    const halves = [await halfIn(client), await halfIn(client), await halfIn(client)]
    const code = codeAt(key, stepNow())
    const pages = await Promise.all(halves.map((half) => say(half, code)))
    assert.deepEqual(pages.map(({ status }) => status).toSorted(), [303, 422, 422])
  })

  it('is looked at five times, then no more, also with the right code', async () => {
    const { client, key } = await withFactor()
    const half = await halfIn(client)
    for (let count = 0; count < exchangeLimits.desk.failuresByPlaceMax; count += 1)
      assert.equal((await say(half, '000000')).status, 422)
    const { status, text } = await say(half, codeAt(key, stepNow()))
    assert.equal(status, 429)
    assert.match(text, /Try again in 15 min\./)
  })

  it('has ten recovery codes, each of which counts once and is kept as a hash', async () => {
    const { client, recovery } = await withFactor()
    assert.equal(new Set(recovery).size, 10)
    const [one = '', other = ''] = recovery
    assert.match(one, /^(?:[a-z2-9]{4}-){3}[a-z2-9]{4}$/)
    assert.equal((await say(await halfIn(client), one)).location, '/')
    const again = await halfIn(client)
    assert.equal((await say(again, one)).status, 422)
    assert.equal((await say(again, other.toUpperCase().replaceAll('-', ' '))).location, '/')
    assert.match((await again.get('/second-factor')).text, /Recovery codes left: 8\./)
    for (const spelt of [other, other.replaceAll('-', ''), other.replaceAll('-', '').toUpperCase()])
      assert.deepEqual(await tablesWith(world.asking.node.node.db, spelt), [], 'as a hash alone')
  })

  it('is awaited five minutes, and no more after another password or a disabling', async () => {
    const { client, key } = await withFactor()
    const late = await halfIn(client)
    await query(sql`update second_step set begun_at = begun_at - interval '5 minutes'`)
    assert.equal((await late.get('/sign-in/code')).location, '/sign-in')
    const over = await say(late, codeAt(key, stepNow()))
    assert.equal(over.status, 401)
    assert.match(over.text, /awaited for too long/)
    const administrator = await signedIn(world.asking, ['administrator'])
    const half = await halfIn(client)
    assert.equal((await administrator.post(`/people/${client.signInName}/disable`)).status, 303)
    assert.equal((await say(half, codeAt(key, stepNow()))).status, 401)
    assert.equal((await say(visitorAt(world.asking), '123456')).status, 401)
  })

  it('is taken off by the person with password and code, and by an administrator, which the log tells', async () => {
    const { client, key, recovery } = await withFactor()
    const { password, signInName } = client
    const own = { password, code: recovery[0] ?? '' }
    const wrong = await client.post('/second-factor/remove', { ...own, code: 'aaaa-aaaa-aaaa-aaaa' })
    assert.equal(wrong.status, 422)
    assert.equal((await client.post('/second-factor/remove', own)).location, '/second-factor')
    assert.equal((await client.post('/second-factor/remove', own)).status, 409)
    assert.equal((await visitorAt(world.asking).post('/sign-in', { signInName, password })).location, '/')
    const other = await withFactor()
    assert.notEqual(other.key, key)
    const administrator = await signedIn(world.asking, ['administrator'])
    const path = `/people/${other.client.signInName}/second-factor`
    assert.ok((await administrator.get('/people')).text.includes(path))
    await provenAnew(world.asking, administrator)
    assert.equal((await administrator.post(path)).location, '/people')
    assert.equal((await administrator.post(path)).status, 409)
    assert.ok(!(await administrator.get('/people')).text.includes(path))
    const { signInName: name, password: word } = other.client
    const entered = await visitorAt(world.asking).post('/sign-in', { signInName: name, password: word })
    assert.equal(entered.location, '/')
  })

  it('that was shown and not confirmed within ten minutes is not set, and asks for nothing', async () => {
    const client = await signedIn(world.asking, ['officer'])
    const { password, signInName } = client
    const key = await offered(client)
    assert.equal((await visitorAt(world.asking).post('/sign-in', { signInName, password })).location, '/')
    await query(
      sql`update second_factor set offered_at = offered_at - interval '10 minutes' where set_at is null`,
    )
    const set = await client.post('/second-factor/set', { password, code: codeAt(key, stepNow()) })
    assert.equal(set.status, 409)
    assert.notEqual(await offered(client), key)
  })

  it('that was sealed with another passphrase of the node lets nobody in by its codes, and says why', async () => {
    const { client, key, recovery } = await withFactor()
    const sealed = await sealerOf('another passphrase').seal(Buffer.alloc(20), 'x')
    const { signInName } = client
    await query(sql`update second_factor set secret = ${sealed}
      where person = (select id from person where sign_in_name = ${signInName})`)
    const half = await halfIn(client)
    const { status, text } = await say(half, codeAt(key, stepNow()))
    assert.equal(status, 409)
    assert.match(text, /Tell your administrator/)
    assert.equal((await say(half, recovery[0] ?? '')).location, '/')
  })

  it('is said again with the password before something is approved, each code once', async () => {
    const { client, key } = await withFactor()
    const { node } = world.asking.node
    const row = await findPerson(node.db, client.signInName)
    assert.ok(row !== null)
    const person = personOfRow(row)
    assert.equal(await hasSecondFactor(node, person), true)
    const [, token = ''] = [...client.cookies].find(([name]) => /^rogatory-[0-9]+$/.test(name)) ?? []
    const right = { token, password: client.password, code: codeAt(key, stepNow()), address: '127.0.0.1' }
    const codeOf = async (more: object): Promise<string> => {
      const outcome = await stepUp(node, person, { ...right, ...more })
      return outcome.ok ? 'stepped up' : outcome.code
    }
    assert.equal(await codeOf({ code: '' }), 'SECOND_FACTOR_WRONG')
    assert.equal(await codeOf({ password: 'not the one' }), 'PASSWORD_WRONG')
    assert.equal(await codeOf({}), 'stepped up')
    assert.equal(await codeOf({}), 'SECOND_FACTOR_WRONG')
  })

  it('is set and used in a browser without scripts, in Arabic, with the picture shown', async function () {
    const browser = await startChromium(this)
    try {
      const client = await signedIn(world.asking, ['officer'])
      await client.post('/language', { language: 'ar' })
      const context = await browser.newContext({ javaScriptEnabled: false })
      await context.addCookies([...client.cookies].map(([name, value]) => ({ name, value, url: client.url })))
      const page = await context.newPage()
      await page.goto(`${client.url}/second-factor`)
      await page.locator('main button').click()
      const picture = await page
        .locator('main img')
        .evaluate((image) => (image as HTMLImageElement).naturalWidth)
      assert.ok(picture > 0, 'the policy lets the picture in')
      const key = (await page.locator('.desk-secret').textContent()) ?? ''
      await page.locator('#code').fill(codeAt(key, stepNow()))
      await page.locator('#password').fill(client.password)
      await page.locator('main button').click()
      assert.equal(await page.locator('.desk-secret').count(), 10)
      const recovery = (await page.locator('.desk-secret').first().textContent()) ?? ''
      // The form of the page is one of the new session.
      await page.locator('header button').click()
      assert.equal(new URL(page.url()).pathname, '/sign-in')
      await page.locator('#signInName').fill(client.signInName)
      await page.locator('#password').fill(client.password)
      await page.locator('main form button').last().click()
      assert.equal(new URL(page.url()).pathname, '/sign-in/code')
      await page.locator('#code').fill(recovery)
      await page.locator('main form button').click()
      assert.equal(new URL(page.url()).pathname, '/')
      assert.equal(await page.locator('html').getAttribute('dir'), 'rtl')
    } finally {
      await browser.close()
    }
  })
})
