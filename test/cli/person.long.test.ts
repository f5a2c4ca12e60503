import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { visitorAt, withDesk } from '../support/desk.ts'
import { noted } from '../support/noted.ts'
import { eventsOf } from '../support/twoSides.ts'
import { type World, twoStates } from '../support/world.ts'
import { type Ran, run } from './commandLine.ts'

describe('people by the command', () => {
  let world: World
  before(async () => {
    world = await twoStates(undefined, undefined, withDesk)
  })
  after(() => world.close())

  const person = async (...words: string[]): Promise<Ran> =>
    await run(world.asking, 'person', ...words, '--as', 'Example-Administrator')
  const add = async (name: string, ...words: string[]): Promise<Ran> =>
    await person('add', '--sign-in-name', name, '--name', `Example-${name}`, '--role', 'officer', ...words)
  const signInAs = async (signInName: string, password: string): Promise<number> =>
    (await visitorAt(world.asking).post('/sign-in', { signInName, password })).status

  it('are added with a password that is shown once and kept as scrypt only', async () => {
    const { code, out, beside } = await add('one')
    assert.equal(code, 0, beside)
    assert.match(out, /^[a-hj-km-np-z2-9]{20}$/)
    const { rows } = await sql<{ password: string }>`
      select password from person where sign_in_name = 'one'`.execute(world.asking.node.node.db)
    assert.match(rows[0]?.password ?? '', /^scrypt\$32768\$8\$3\$[A-Za-z0-9_-]{22}\$[A-Za-z0-9_-]{43}$/)
    assert.equal(await signInAs('one', out), 303)
    assert.notEqual((await add('two')).out, out)
  })

  it('are listed with their roles, authority, language, and who added or disabled them', async () => {
    const { json } = await add('listed', '--role', 'auditor', '--language', 'vi', '--json')
    assert.deepEqual(
      [json.signInName, json.roles, json.authority],
      ['listed', ['officer', 'auditor'], 'vn.spp'],
    )
    assert.equal((await person('disable', '--sign-in-name', 'listed')).code, 0)
    const { people } = (await person('list', '--json')).json as { people: Record<string, unknown>[] }
    const { made, disabled, acts, ...told } = people.find(({ signInName }) => signInName === 'listed') ?? {}
    assert.deepEqual(told, {
      signInName: 'listed',
      name: 'Example-listed',
      authority: 'vn.spp',
      roles: ['officer', 'auditor'],
      language: 'vi',
      secondFactorSince: null,
      passkeys: [],
    })
    assert.equal((made as { by: string }).by, 'Example-Administrator')
    // What is done at the machine waits for nobody; who else says so may.
    const [{ id, at, ...act } = {}] = acts as Record<string, unknown>[]
    assert.ok(id !== undefined && at !== undefined)
    assert.deepEqual(act, { act: 'added', by: 'Example-Administrator', isByMachine: true, isAwaited: false })
    assert.equal((await person('confirm', '--sign-in-name', 'listed')).code, 65)
    const another = ['person', 'confirm', '--sign-in-name', 'listed', '--as', 'Example-Second']
    assert.equal((await run(world.asking, ...another)).code, 0)
    assert.match((await run(world.asking, ...another)).beside, /CONFIRMATION_NOT_AWAITED/)
    assert.equal((disabled as { by: string }).by, 'Example-Administrator')
    assert.match(
      (await person('list')).out,
      /listed {2}Example-listed {2}officer,auditor {2}for vn\.spp .* disabled /,
    )
  })

  it('get other roles and passwords, are let in no more and again, and all of it is in the log', async () => {
    const { out: first } = await add('changed')
    assert.equal((await person('roles', '--sign-in-name', 'changed', '--role', 'approver')).code, 0)
    const { out: second } = await person('password', '--sign-in-name', 'changed')
    assert.deepEqual([await signInAs('changed', first), await signInAs('changed', second)], [401, 303])
    await person('disable', '--sign-in-name', 'changed')
    assert.equal(await signInAs('changed', second), 401)
    await person('enable', '--sign-in-name', 'changed')
    assert.equal(await signInAs('changed', second), 303)
    const events = await eventsOf(world.asking)
    for (const event of [
      'added',
      'changed',
      'passwordSet',
      'disabled',
      'enabled',
      'signedIn',
      'signInRefused',
    ])
      assert.ok(events.includes(`person.${event}` as never), event)
    for (const [event, told] of [
      ['person.changed', { roles: ['approver'], signInName: 'changed' }],
      ['person.disabled', { signInName: 'changed' }],
      ['person.enabled', { signInName: 'changed' }],
    ] as const) {
      const { actor, details } = (await noted(world.asking, event)).at(-1) ?? {}
      const { person: who, role, authority, from } = actor ?? {}
      assert.deepEqual([who, role, authority], ['Example-Administrator', 'administrator', 'vn.spp'], event)
      assert.deepEqual([from?.by, details], ['commandLine', told], event)
    }
  })

  it('are told to have a second factor, which is taken off from who has lost it', async () => {
    await add('factored')
    const { db } = world.asking.node.node
    const factor = (...words: string[]) => person('second-factor', '--sign-in-name', 'factored', ...words)
    assert.equal((await factor()).out, 'factored has no second factor.')
    await sql`insert into second_factor (person, secret, offered_at, set_at)
      select id, 'x', now(), '2026-03-01T10:00:00Z' from person where sign_in_name = 'factored'`.execute(db)
    assert.equal((await factor()).out, 'factored has a second factor since 2026-03-01T10:00:00.000Z.')
    assert.match((await person('list')).out, /factored .* second factor since 2026-03-01T10:00:00\.000Z/)
    assert.equal((await factor('--take-off')).code, 0)
    assert.equal((await factor('--json')).json.secondFactorSince, null)
    assert.ok((await eventsOf(world.asking)).includes('person.secondFactor'))
  })

  it('are told to have passkeys, which are taken away from who has lost them', async () => {
    const { out: password } = await add('keyed')
    const { db } = world.asking.node.node
    const passkeys = (...words: string[]) => person('passkeys', '--sign-in-name', 'keyed', ...words)
    assert.equal((await passkeys()).out, 'keyed has no passkey.')
    const keep = (id: string, name: string) =>
      sql`insert into passkey (id, person, name, public_key, counter, transports, added_at)
        select ${Buffer.from(id)}, id, ${name}, 'x', 0, '{}', '2026-03-01T10:00:00Z' from person
        where sign_in_name = 'keyed'`.execute(db)
    for (const name of ['card', 'laptop', 'telephone']) await keep(name, name)
    assert.equal((await passkeys()).out.split('\n')[0], 'card  added 2026-03-01T10:00:00.000Z  not used yet')
    assert.match((await person('list')).out, /keyed .* passkeys 3/)
    assert.equal((await passkeys('--take-away', 'laptop')).out, 'keyed has the passkey "laptop" no more.')
    assert.deepEqual((await passkeys('--take-all-away', '--json')).json.takenAway, ['card', 'telephone'])
    assert.ok((await eventsOf(world.asking)).includes('person.passkey'))
    assert.equal(await signInAs('keyed', password), 303)
  })

  it('are linked with an account at an identity provider, each with one of their own', async () => {
    await add('linked')
    await add('unlinked')
    const issuer = ['--issuer', 'https://login.example.org']
    const link = (name: string, subject: string) =>
      person('link', '--sign-in-name', name, '--subject', subject, ...issuer, '--json')
    const unlink = () => person('unlink', '--sign-in-name', 'linked', ...issuer, '--json')
    assert.equal((await person('links')).out, 'Nobody is linked with an identity provider.')
    assert.equal((await link('linked', '4f1b')).code, 0)
    assert.match(
      (await person('links')).out,
      /^linked {2}https:\/\/login\.example\.org {2}4f1b {2}\S+ {2}Example-/,
    )
    for (const [name, subject, code] of [
      ['unlinked', '4f1b', 'LINK_EXISTS'],
      ['linked', '4f1c', 'LINK_EXISTS'],
      ['unlinked', ' ', 'LINK_INVALID'],
      ['nobody', '4f1d', 'PERSON_UNKNOWN'],
    ] as const)
      assert.equal((await link(name, subject)).json.code, code)
    assert.equal((await unlink()).code, 0)
    assert.equal((await unlink()).json.code, 'LINK_UNKNOWN')
    const without = await person('unlink', '--sign-in-name', 'linked', '--json')
    assert.equal(without.json.code, 'WRONG_USE')
    const events = await eventsOf(world.asking)
    assert.ok(events.includes('person.linked') && events.includes('person.unlinked'))
  })

  it('may all be shut out by whoever sits at the machine, who is told that no administrator is left', async () => {
    const one = ['--sign-in-name', 'sole', '--name', 'Example-Sole', '--role', 'administrator']
    assert.equal((await person('add', ...one)).code, 0)
    const roles = (role: string) => person('roles', '--sign-in-name', 'sole', '--role', role)
    assert.match((await roles('officer')).beside, /no administrator may sign in at the desk any more/)
    assert.equal((await roles('administrator')).beside, '')
    const disabled = await person('disable', '--sign-in-name', 'sole')
    assert.equal(disabled.code, 0)
    assert.match(disabled.beside, /no administrator may sign in at the desk any more/)
    await person('enable', '--sign-in-name', 'sole')
  })

  it('have each a sign-in name of its own for ever, and what cannot be is refused', async () => {
    await add('kept')
    await person('disable', '--sign-in-name', 'kept')
    const name = ['--name', 'Example-A', '--role', 'officer']
    for (const [words, code] of [
      [['add', '--sign-in-name', 'kept', ...name], 'PERSON_EXISTS'],
      [['disable', '--sign-in-name', 'kept'], 'PERSON_DISABLED'],
      [['enable', '--sign-in-name', 'one'], 'PERSON_NOT_DISABLED'],
      [['roles', '--sign-in-name', 'nobody', '--role', 'officer'], 'PERSON_UNKNOWN'],
      [['password', '--sign-in-name', 'nobody'], 'PERSON_UNKNOWN'],
      [['second-factor', '--sign-in-name', 'nobody', '--take-off'], 'PERSON_UNKNOWN'],
      [['second-factor', '--sign-in-name', 'kept', '--take-off'], 'SECOND_FACTOR_MISSING'],
      [['second-factor', '--sign-in-name', 'nobody'], 'WRONG_USE'],
      [['passkeys', '--sign-in-name', 'nobody'], 'WRONG_USE'],
      [['passkeys', '--sign-in-name', 'nobody', '--take-all-away'], 'PERSON_UNKNOWN'],
      [['passkeys', '--sign-in-name', 'kept', '--take-away', 'laptop'], 'PASSKEY_UNKNOWN'],
      [['passkeys', '--sign-in-name', 'kept', '--take-away', 'a', '--take-all-away'], 'WRONG_USE'],
      [['add', '--sign-in-name', 'new', '--name', ' ', '--role', 'officer'], 'PERSON_INVALID'],
      [['add', '--sign-in-name', 'Capital', ...name], 'WRONG_USE'],
      [['add', '--sign-in-name', 'new', '--name', 'A', '--role', 'king'], 'WRONG_USE'],
      [['add', '--sign-in-name', 'new', ...name, '--language', 'tlh'], 'WRONG_USE'],
      [['add', '--sign-in-name', 'new', ...name, '--authority', 'qa.pp'], 'WRONG_USE'],
    ] as const)
      assert.equal((await person(...words, '--json')).json.code, code, words.join(' '))
  })
})
