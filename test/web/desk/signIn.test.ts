import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { exchangeLimits } from '../../../src/exchange/limits.ts'
import { disablePerson } from '../../../src/exchange/people/keepPeople.ts'
import { signIn } from '../../../src/exchange/people/signIn.ts'
import { type SignedInClient, added, signedIn, visitorAt, withDesk } from '../../support/desk.ts'
import { eventsOf } from '../../support/twoSides.ts'
import { type World, twoStates } from '../../support/world.ts'

const actor = { person: 'Example-Administrator', role: 'administrator', authority: 'vn.spp' }

describe('signing in at the desk', () => {
  let world: World
  let officer: SignedInClient
  before(async () => {
    world = await twoStates(undefined, undefined, withDesk)
    officer = await signedIn(world.asking, ['officer'])
  })
  after(() => world.close())

  const forgetFailures = () => sql`delete from sign_in_failure`.execute(world.asking.node.node.db)
  beforeEach(forgetFailures)

  const tried = async (signInName: string, password: string, address = '192.0.2.1') =>
    await signIn(world.asking.node.node, { signInName, password, address, countedAs: address })
  const codeOf = async (...order: Parameters<typeof tried>): Promise<string> => {
    const result = await tried(...order)
    return result.ok ? 'signed in' : result.code
  }

  it('leads to the desk whoever has the name and the password, and everybody else to where they can sign in', async () => {
    const page = await officer.get('/')
    assert.equal(page.status, 200)
    assert.match(page.text, /Example-Person/)
    assert.match(page.text, /vn\.spp/)
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

  it('is refused after five failures by one name, also with the right password, and then again for the time told', async () => {
    const { failuresByNameMax, failuresCountMs } = exchangeLimits.desk
    const { signInName, password } = officer
    for (let count = 0; count < failuresByNameMax; count += 1)
      assert.equal(await codeOf(signInName, 'x', `192.0.2.${count}`), 'PERSON_NOT_ADMITTED')
    const refused = await tried(signInName, password, '192.0.2.99')
    assert.equal(refused.ok ? '' : refused.code, 'SIGN_IN_TOO_OFTEN')
    const [until = ''] = refused.ok ? [] : (refused.expected ?? [])
    const leftMs = Date.parse(until) - Date.now()
    assert.ok(leftMs > failuresCountMs - 60_000 && leftMs <= failuresCountMs)
    const page = await visitorAt(world.asking).post('/sign-in', { signInName, password })
    assert.equal(page.status, 429)
    assert.match(page.text, /Try again in 15 min\./)
    const { db } = world.asking.node.node
    await sql`update sign_in_failure set last_at = last_at - interval '15 minutes'`.execute(db)
    assert.equal(await codeOf(signInName, password), 'signed in')
    assert.equal(await codeOf(signInName, 'x'), 'PERSON_NOT_ADMITTED')
  })

  it('is refused after as many failures by a name that nobody has, so that it does not tell which there are', async () => {
    const codes: string[] = []
    for (let count = 0; count < 6; count += 1) codes.push(await codeOf('nobody', 'x', `192.0.2.${count}`))
    assert.deepEqual(codes.slice(4), ['PERSON_NOT_ADMITTED', 'SIGN_IN_TOO_OFTEN'])
  })

  it('is refused after twenty failures from one address, before a password is looked at', async () => {
    for (let count = 0; count < 20; count += 1)
      assert.equal(await codeOf(`nobody-${count}`, 'x', '198.51.100.7'), 'PERSON_NOT_ADMITTED')
    const before = performance.now()
    assert.equal(await codeOf(officer.signInName, officer.password, '198.51.100.7'), 'SIGN_IN_TOO_OFTEN')
    assert.ok(performance.now() - before < 100)
    assert.equal(await codeOf(officer.signInName, officer.password, '198.51.100.8'), 'signed in')
  })

  it('counts attempts at once as one after the other, and looks at a few passwords at once', async () => {
    const { signInName } = officer
    const codes = await Promise.all(
      Array.from({ length: 12 }, (_, count) => codeOf(signInName, 'x', `203.0.113.${count}`)),
    )
    assert.equal(codes.filter((code) => code === 'PERSON_NOT_ADMITTED').length, 5)
    assert.equal(codes.filter((code) => code === 'SIGN_IN_TOO_OFTEN').length, 7)
    await forgetFailures()
    const many = await Promise.all(
      Array.from({ length: 30 }, (_, count) => codeOf(`nobody-${count}`, 'x', `203.0.113.${count}`)),
    )
    assert.ok(many.includes('NODE_BUSY'))
    assert.ok(many.filter((code) => code === 'PERSON_NOT_ADMITTED').length >= 20)
  })

  it('counts nothing against an address that many share, and against nobody after it succeeded', async () => {
    const { node } = world.asking.node
    const order = { signInName: officer.signInName, address: '192.0.2.1', countedAs: null }
    for (let count = 0; count < 4; count += 1) await signIn(node, { ...order, password: 'x' })
    assert.ok((await signIn(node, { ...order, password: officer.password })).ok)
    const { rows } = await sql`select from sign_in_failure`.execute(node.db)
    assert.equal(rows.length, 0)
  })

  it('is in the log, with the name of whom it concerns where it is one of ours, and of too many refusals the first', async () => {
    const countOf = async (event: string): Promise<number> =>
      (await eventsOf(world.asking)).filter((one) => one === event).length
    const before = await countOf('person.signInRefused')
    for (let count = 0; count < 9; count += 1) await codeOf('nobody', 'x', `192.0.2.${count}`)
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
    for (const path of ['/', '/people', '/people/add'])
      assert.equal((await client.get(path)).location, '/password', path)
    const { location } = await client.post(`/people/${officer.signInName}/disable`)
    assert.equal(location, '/password')
    assert.equal((await officer.get('/')).status, 200)
    assert.match((await client.get('/password')).text, /Somebody else made your password/)
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
