import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { exchangeLimits } from '../../../src/exchange/limits.ts'
import { disablePerson, givePassword } from '../../../src/exchange/people/keepPeople.ts'
import { signIn } from '../../../src/exchange/people/signIn.ts'
import { type SignedInClient, added, signedIn, visitorAt, withDesk } from '../../support/desk.ts'
import { eventsOf } from '../../support/twoSides.ts'
import { type World, twoStates } from '../../support/world.ts'

const actor = { person: 'Example-Administrator', role: 'administrator', authority: 'vn.spp' }

/** Who signs in at the desk of a world, as most tests want to say it. */
function attemptsAt(worldNow: () => World) {
  const db = () => worldNow().asking.node.node.db
  /** So many failures before, in one statement. */
  const failedBefore = (against: 'name' | 'all', what: string, count: number) =>
    sql`insert into sign_in_failure (what, failures, last_at) values (
      sha256(${Buffer.from(`${against}\0${what}`)}), ${count}, ${new Date()})`.execute(db())
  const tried = async (
    signInName: string,
    password: string,
    address = '192.0.2.1',
    browser: string | null = null,
  ) =>
    await signIn(worldNow().asking.node.node, { signInName, password, address, countedAs: address, browser })
  const codeOf = async (...order: Parameters<typeof tried>): Promise<string> => {
    const result = await tried(...order)
    return result.ok ? 'signed in' : result.code
  }
  return { failedBefore, tried, codeOf, forgetFailures: () => sql`delete from sign_in_failure`.execute(db()) }
}

describe('signing in at the desk', () => {
  let world: World
  let officer: SignedInClient
  before(async () => {
    world = await twoStates(undefined, undefined, withDesk)
    officer = await signedIn(world.asking, ['officer'])
  })
  after(() => world.close())

  const { failedBefore, tried, codeOf, forgetFailures } = attemptsAt(() => world)
  beforeEach(forgetFailures)
  /** What many addresses did. */
  const guessedBy = (signInName: string, count: number) => failedBefore('name', signInName, count)

  it('leads to the desk whoever has the name and the password, and everybody else to where they can sign in', async () => {
    const page = await officer.get('/')
    assert.equal(page.status, 200)
    assert.match(page.text, /Example-Person/)
    assert.match(page.text, /Signed in as .*, vn\.spp \(demonstration\)/)
    const visitor = visitorAt(world.asking)
    for (const path of ['/', '/people', '/nothing']) {
      const { status, location } = await visitor.get(path)
      assert.deepEqual([status, location], [303, '/sign-in'], path)
    }
    assert.match((await visitor.get('/sign-in')).text, /name="password"/)
    assert.equal((await officer.get('/sign-in')).location, '/')
    assert.equal((await officer.get('/nothing')).status, 404)
  })

  it('does not care about capital letters and spaces around a name, and does about those of a password', async () => {
    const { signInName, password } = officer
    assert.equal(await codeOf(` ${signInName.toUpperCase()} `, password), 'signed in')
    assert.equal(await codeOf(signInName, password.toUpperCase()), 'PERSON_NOT_ADMITTED')
    assert.equal(await codeOf(signInName, `${password} `), 'PERSON_NOT_ADMITTED')
  })

  it('counts nothing where no password was written, and says so beside the field, whoever is named', async () => {
    const { failuresByPlaceMax } = exchangeLimits.desk
    for (const signInName of [officer.signInName, 'nobody-of-this-name'])
      for (let count = 0; count <= failuresByPlaceMax; count += 1) {
        const page = await visitorAt(world.asking).post('/sign-in', { signInName, password: '' })
        assert.equal(page.status, 422)
        assert.match(page.text, /<a href="#password">Write your password<\/a>/)
      }
    assert.equal(await codeOf(officer.signInName, officer.password), 'signed in')
  })

  it('attack 56: gives who is not there, has another password or is disabled the same answer', async () => {
    const gone = await signedIn(world.asking, ['officer'])
    await disablePerson(world.asking.node.node, gone.signInName, actor)
    const pages: string[] = []
    for (const [signInName, password] of [
      ['no-one-here', 'x'],
      ['Not a name!', 'x'],
      [officer.signInName, 'x'],
      [gone.signInName, gone.password],
    ] as const) {
      const { status, text } = await visitorAt(world.asking).post('/sign-in', { signInName, password })
      assert.equal(status, 401)
      assert.match(text, /The sign-in name or the password is not right/)
      pages.push(text.replaceAll(signInName.replaceAll('"', '&quot;'), 'NAME'))
    }
    assert.equal(new Set(pages).size, 1)
  })

  it('is refused after five failures by one name from one place, also with the right password, and then again for the time told', async () => {
    const { failuresByPlaceMax, failuresCountMs } = exchangeLimits.desk
    const { signInName, password } = officer
    for (let count = 0; count < failuresByPlaceMax; count += 1)
      assert.equal(await codeOf(signInName, 'x'), 'PERSON_NOT_ADMITTED')
    const refused = await tried(signInName, password)
    assert.equal(refused.ok ? '' : refused.code, 'SIGN_IN_TOO_OFTEN')
    const [until = ''] = refused.ok ? [] : (refused.expected ?? [])
    const leftMs = Date.parse(until) - Date.now()
    assert.ok(leftMs > failuresCountMs - 60_000 && leftMs <= failuresCountMs)
    assert.equal(await codeOf(signInName, password, '192.0.2.2'), 'signed in', 'from elsewhere')
    assert.equal(await codeOf(signInName, password), 'SIGN_IN_TOO_OFTEN')
    const { db } = world.asking.node.node
    await sql`update sign_in_failure set last_at = last_at - interval '15 minutes'`.execute(db)
    assert.equal(await codeOf(signInName, password), 'signed in')
    assert.equal(await codeOf(signInName, 'x'), 'PERSON_NOT_ADMITTED')
  })

  it('says on its page in how many minutes it may be tried again', async () => {
    const visitor = visitorAt(world.asking)
    const said = { signInName: 'nobody', password: 'x' }
    for (let count = 0; count < exchangeLimits.desk.failuresByPlaceMax; count += 1)
      assert.equal((await visitor.post('/sign-in', said)).status, 401)
    const page = await visitor.post('/sign-in', said)
    assert.equal(page.status, 429)
    assert.match(page.text, /Try again in 15 min\./)
  })

  it('is refused from unknown places after thirty failures by one name from everywhere, also by one that nobody has', async () => {
    for (const name of ['nobody', officer.signInName]) {
      await guessedBy(name, exchangeLimits.desk.failuresByNameMax - 2)
      for (let count = 0; count < 2; count += 1)
        assert.equal(await codeOf(name, 'x', `192.0.2.${count}`), 'PERSON_NOT_ADMITTED')
      assert.equal(await codeOf(name, 'x', '198.51.100.9'), 'SIGN_IN_TOO_OFTEN', name)
    }
  })

  it('is slowed and not refused by what strangers guess, at an address or in a browser known of that person', async () => {
    const person = await signedIn(world.asking, ['officer'])
    const { signInName, password } = person
    const first = await tried(signInName, password, '203.0.113.50')
    const browser = first.ok && 'browser' in first ? first.browser : ''
    const { failuresByNameMax: max, slowedMs } = exchangeLimits.desk
    await guessedBy(signInName, max)
    assert.equal(await codeOf(signInName, password, '203.0.113.51'), 'SIGN_IN_TOO_OFTEN', 'an unknown place')
    for (const [address, held] of [
      ['203.0.113.50', null],
      ['203.0.113.52', browser],
    ] as const) {
      const before = performance.now()
      const entered = await tried(signInName, password, address, held)
      assert.ok(entered.ok && 'browser' in entered)
      assert.ok(performance.now() - before >= slowedMs)
      if (held !== null) assert.equal(entered.browser, held, 'known already')
    }
    assert.equal(await codeOf(officer.signInName, officer.password, '203.0.113.51', browser), 'signed in')
    assert.equal(await codeOf(signInName, password, '203.0.113.60'), 'SIGN_IN_TOO_OFTEN', 'still')
  })

  it('is refused in a known browser too after five failures there, which nobody else is', async () => {
    const { signInName, password } = officer
    const entered = await tried(signInName, password, '203.0.113.70')
    const browser = entered.ok && 'browser' in entered ? entered.browser : ''
    for (let count = 0; count < exchangeLimits.desk.failuresByPlaceMax; count += 1)
      assert.equal(await codeOf(signInName, 'x', `203.0.113.${count}`, browser), 'PERSON_NOT_ADMITTED')
    assert.equal(await codeOf(signInName, password, '203.0.113.80', browser), 'SIGN_IN_TOO_OFTEN')
    assert.equal(await codeOf(signInName, password, '203.0.113.81'), 'signed in')
  })

  it('knows no place any more after an administrator has made another password, and looks at it', async () => {
    const { node } = world.asking.node
    const { signInName, password } = await signedIn(world.asking, ['officer'])
    assert.equal(await codeOf(signInName, password, '203.0.113.90'), 'signed in')
    for (let count = 0; count < exchangeLimits.desk.failuresByPlaceMax; count += 1)
      await codeOf(signInName, 'x', '203.0.113.90')
    const given = await givePassword(node, signInName, actor)
    const { rows } = await sql`
      select from known_place join person on id = person where sign_in_name = ${signInName}`.execute(node.db)
    assert.equal(rows.length, 0)
    assert.equal(await codeOf(signInName, given.ok ? given.password : '', '203.0.113.90'), 'signed in')
  })

  it('does not stand between a person who has signed in and another password, whatever strangers guess', async () => {
    const person = await signedIn(world.asking, ['officer'])
    const { signInName, password } = person
    const { failuresByNameMax, failuresByPlaceMax } = exchangeLimits.desk
    await guessedBy(signInName, failuresByNameMax)
    const good = 'seven grey herons walk'
    const chosen = { current: password, chosen: good, repeated: good }
    assert.equal((await person.post('/password', chosen)).status, 303)
    for (let count = 0; count < failuresByPlaceMax; count += 1)
      assert.equal(
        (
          await person.post('/password', {
            ...chosen,
            chosen: 'x'.repeat(8) + good,
            repeated: 'x'.repeat(8) + good,
          })
        ).status,
        422,
      )
    const more = { current: good, chosen: `${good} on`, repeated: `${good} on` }
    assert.equal((await person.post('/password', more)).status, 429, 'whoever holds the session guesses too')
  })

  it('counts nothing against an address that many share, and against nobody after it succeeded', async () => {
    const { node } = world.asking.node
    const order = { signInName: officer.signInName, address: '192.0.2.1', countedAs: null, browser: null }
    for (let count = 0; count < 4; count += 1) await signIn(node, { ...order, password: 'x' })
    assert.ok((await signIn(node, { ...order, password: officer.password })).ok)
    const { rows } = await sql`select from sign_in_failure`.execute(node.db)
    assert.equal(rows.length, 0)
  })

  it('is in the log, with the name of whom it concerns where it is one of ours, and of too many refusals the first', async () => {
    const countOf = async (event: string): Promise<number> =>
      (await eventsOf(world.asking)).filter((one) => one === event).length
    const before = await countOf('person.signInRefused')
    for (let count = 0; count < 9; count += 1) await codeOf('nobody', 'x')
    assert.equal(await countOf('person.signInRefused'), before + 6)
    assert.ok((await countOf('person.signedIn')) > 0)
    for (const event of ['person.added', 'person.passwordSet', 'person.disabled'])
      assert.ok((await countOf(event)) > 0, event)
  })

  it('shows a name with a script, line breaks and escape codes as text', async () => {
    const name = `nobody\r\n{"level":50}\u001b[31m<script>`
    const { status, text } = await visitorAt(world.asking).post('/sign-in', {
      signInName: name,
      password: 'x',
    })
    assert.equal(status, 401)
    assert.ok(!text.includes('<script>') && text.includes('&lt;script>'))
  })

  it('asks who was given a password for another one before anything else', async () => {
    const { signInName, password } = await added(world.asking, ['administrator'])
    assert.match(password, /^[a-hj-km-np-z2-9]{20}$/)
    const client = visitorAt(world.asking)
    await client.post('/sign-in', { signInName, password })
    assert.equal((await client.get('/')).location, '/password')
    for (const path of ['/people', '/people/add'])
      assert.equal((await client.get(path)).location, '/password?first', path)
    const { location } = await client.post(`/people/${officer.signInName}/disable`)
    assert.equal(location, '/password?first')
    assert.match((await client.get(location)).text, /What you sent from it, if anything, was not done/)
    assert.equal((await officer.get('/')).status, 200)
    const page = (await client.get('/password')).text
    assert.match(page, /Somebody else made your password/)
    assert.doesNotMatch(page, /passkeys/i, 'their page opens only after that')
    assert.match((await officer.get('/password')).text, /Passkeys stay when the password changes/)
  })

  it('refuses passwords that are short, common or the same, and tells which and why', async () => {
    const client = await signedIn(world.asking, ['officer'])
    const { signInName, password } = client
    const good = 'seven grey herons walk'
    for (const [current, chosen, repeated, status, words] of [
      [password, good, `${good}s`, 422, 'The two new passwords are not the same'],
      [password, 'short', 'short', 422, 'at least 12 characters'],
      [password, 'Password123456', 'Password123456', 422, 'among those that are guessed first'],
      [password, signInName, signInName, 422, 'among those that are guessed first'],
      [password, password, password, 422, 'another password than the one in use'],
      ['wrong', good, good, 422, 'This is not the password in use'],
      [password, good, good, 303, ''],
    ] as const) {
      const page = await client.post('/password', { current, chosen, repeated })
      assert.equal(page.status, status, `${chosen}: ${page.text}`)
      assert.ok(page.text.includes(words), words)
    }
  })
})

describe('a look at a password, at its cost in service,', () => {
  let world: World
  let officer: SignedInClient
  before(async () => {
    world = await twoStates(undefined, undefined, { ...withDesk, passwordsAsInService: true })
    officer = await signedIn(world.asking, ['officer'])
  })
  after(() => world.close())

  const { failedBefore, codeOf, forgetFailures } = attemptsAt(() => world)
  beforeEach(forgetFailures)

  it('takes 32 MiB three times over', async () => {
    const { signInName, password } = officer
    const { db } = world.asking.node.node
    const kept = async () => {
      const { rows } = await sql<{ password: string }>`
        select password from person where sign_in_name = ${signInName}`.execute(db)
      return rows[0]?.password ?? ''
    }
    assert.equal(await codeOf(signInName, password), 'signed in')
    assert.match(await kept(), /^scrypt\$32768\$8\$3\$/)
  })

  it('attack 56: takes as long for a name that nobody has as for a wrong password', async () => {
    const times = { unknown: [] as number[], wrong: [] as number[] }
    for (let round = 0; round < 8; round += 1) {
      await forgetFailures()
      for (const [kind, name] of [
        ['unknown', `nobody-${round}`],
        ['wrong', officer.signInName],
      ] as const) {
        const begun = performance.now()
        assert.equal(await codeOf(name, 'a wrong password'), 'PERSON_NOT_ADMITTED')
        times[kind].push(performance.now() - begun)
      }
    }
    const median = (of: number[]): number => of.toSorted((one, other) => one - other)[of.length / 2] ?? 0
    const [unknown, wrong] = [median(times.unknown), median(times.wrong)]
    assert.ok(unknown > 40, `a password is looked at in ${unknown} ms`)
    // A look at the clock alone would be a hundredth of the other.
    assert.ok(unknown / wrong > 0.6 && unknown / wrong < 1.6, `${unknown} ms and ${wrong} ms`)
  })

  it('is refused after twenty failures from one address, before a password is looked at', async () => {
    await failedBefore('all', '198.51.100.7', 20 - 2)
    for (let count = 0; count < 2; count += 1)
      assert.equal(await codeOf(`nobody-${count}`, 'x', '198.51.100.7'), 'PERSON_NOT_ADMITTED')
    const before = performance.now()
    assert.equal(await codeOf(officer.signInName, officer.password, '198.51.100.7'), 'SIGN_IN_TOO_OFTEN')
    assert.ok(performance.now() - before < 100)
    assert.equal(await codeOf(officer.signInName, officer.password, '198.51.100.8'), 'signed in')
  })

  it('counts attempts at once as one after the other', async () => {
    const codes = await Promise.all(Array.from({ length: 12 }, () => codeOf(officer.signInName, 'x')))
    const countOf = (wanted: string): number => codes.filter((code) => code === wanted).length
    // No more than four of one address have a place in the queue; what was not looked at does not count.
    assert.equal(countOf('PERSON_NOT_ADMITTED') + countOf('NODE_BUSY'), 5)
    assert.equal(countOf('SIGN_IN_TOO_OFTEN'), 7)
  })

  it('has places in its queue for people who are known, which no number of strangers takes', async () => {
    const { signInName, password } = officer
    const here = '203.0.113.200'
    assert.equal(await codeOf(signInName, password, here), 'signed in')
    const strangers = Array.from({ length: 60 }, (_, count) =>
      codeOf(`nobody-${count}`, 'x', `203.0.113.${count}`),
    )
    // By then they stand in the queue.
    await Promise.race(strangers)
    const known = await codeOf(signInName, password, here)
    const chosen = await officer.post('/password', {
      current: 'x',
      chosen: 'seven grey herons',
      repeated: 'seven grey herons',
    })
    const codes = await Promise.all(strangers)
    assert.ok(codes.includes('NODE_BUSY'))
    assert.ok(codes.filter((code) => code === 'PERSON_NOT_ADMITTED').length >= 20)
    assert.equal(known, 'signed in')
    assert.equal(chosen.status, 422, 'looked at')
  })

  it('gives one address a few places in the queue, and others the rest', async () => {
    const one = Array.from({ length: 19 }, (_, count) => codeOf(`nobody-${count}`, 'x', '203.0.113.7'))
    const other = await codeOf(officer.signInName, officer.password, '203.0.113.8')
    assert.equal((await Promise.all(one)).filter((code) => code === 'NODE_BUSY').length > 0, true)
    assert.equal(other, 'signed in')
  })
})
