import assert from 'node:assert/strict'
import { findSubject } from '../../../src/store/people/providerLinks.ts'
import { listPasskeysOf } from '../../../src/store/people/passkeys.ts'
import { findPerson } from '../../../src/store/people/people.ts'
import { findFactor, offerFactor } from '../../../src/store/people/secondFactors.ts'
import { inTransaction } from '../../../src/store/failures.ts'
import { type SignedInClient, signedIn } from '../../support/desk.ts'
import { type IdentityProvider, openIdentityProvider } from '../../support/identityProvider.ts'
import { noted } from '../../support/noted.ts'
import { addTo, provenAnew, provenNoMore, withProviderAtDesk } from '../../support/passkeyDesk.ts'
import type { World, WorldState } from '../../support/world.ts'

describe('what lets a person in otherwise than until now', () => {
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

  const db = () => desk.node.node.db
  const row = async (signInName: string) => {
    const found = await findPerson(db(), signInName)
    assert.ok(found !== null)
    return found
  }

  /** What an administrator does to somebody, and what tells that it was done. */
  interface Case {
    readonly prepare: (client: SignedInClient) => Promise<void>
    /** Path after the person. */
    readonly act: string
    readonly members?: Readonly<Record<string, string>>
    readonly isDone: (signInName: string, before: string) => Promise<boolean>
    readonly status: number
  }
  const nothing = () => Promise.resolve()
  const cases: Readonly<Record<string, Case>> = {
    'another password': {
      prepare: nothing,
      act: 'password',
      isDone: async (signInName, before) => (await row(signInName)).password !== before,
      status: 200,
    },
    'no second factor any more': {
      prepare: async ({ signInName }) => {
        const { id } = await row(signInName)
        await inTransaction(db(), (trx) =>
          offerFactor(trx, { person: id, secret: Buffer.alloc(20), offered_at: new Date() }),
        )
        await db().updateTable('second_factor').set({ set_at: new Date() }).where('person', '=', id).execute()
      },
      act: 'second-factor',
      isDone: async (signInName) => (await findFactor(db(), (await row(signInName)).id)) === null,
      status: 303,
    },
    'a passkey less': {
      prepare: async (client) => {
        await provenAnew(desk, client)
        await addTo(client, 'laptop & more')
      },
      act: 'passkey',
      members: { lost: 'laptop & more' },
      isDone: async (signInName) => (await listPasskeysOf(db(), (await row(signInName)).id)).length === 0,
      status: 303,
    },
    'access again': {
      prepare: async ({ signInName }) => {
        assert.equal((await administrator.post(`/people/${signInName}/disable`)).status, 303)
      },
      act: 'enable',
      isDone: async (signInName) => (await row(signInName)).disabled_at === null,
      status: 303,
    },
    'an account elsewhere': {
      prepare: nothing,
      act: 'provider',
      members: { subject: 'example-account' },
      isDone: async (signInName) =>
        (await findSubject(db(), (await row(signInName)).id, provider.issuer)) === 'example-account',
      status: 303,
    },
  }

  for (const [what, { prepare, act, members = {}, isDone, status }] of Object.entries(cases))
    it(`as by ${what}, is asked first and done by who has proved anew who they are: a session left open is not enough`, async () => {
      const client = await signedIn(desk, ['approver'])
      const { signInName } = client
      await prepare(client)
      await provenNoMore(desk, administrator)
      const before = (await row(signInName)).password
      const path = `/people/${signInName}/${act}`
      const query = act === 'passkey' ? `?${new URLSearchParams(members).toString()}` : ''
      const asked = await administrator.get(`${path}${query}`)
      assert.equal(asked.status, 200)
      assert.match(asked.text, /name="password"/)
      for (const [said, refused, field] of [
        [{}, 403, /id="password-error"/],
        [{ password: 'not theirs at all' }, 422, /id="password-error"/],
      ] as const) {
        const page = await administrator.post(path, { ...members, ...said })
        assert.equal(page.status, refused, page.text)
        assert.match(page.text, field)
        // Nothing is typed again but the password.
        for (const value of Object.values(members))
          assert.ok(page.text.includes(`value="${value.replaceAll('&', '&amp;')}"`), page.text)
        assert.ok(!(await isDone(signInName, before)))
      }
      assert.equal((await noted(desk, 'act.refused')).at(-1)?.actor?.person, administrator.signInName)
      const done = await administrator.post(path, { ...members, password: administrator.password })
      assert.equal(done.status, status, done.text)
      assert.ok(await isDone(signInName, before))
    })

  it('is told with what else is wrong where an account is named that can be nobody’s', async () => {
    const { signInName } = await signedIn(desk, ['officer'])
    await provenNoMore(desk, administrator)
    const page = await administrator.post(`/people/${signInName}/provider`, { subject: '', password: '' })
    for (const field of ['subject', 'password'])
      assert.ok(page.text.includes(`id="${field}-error"`), `${field} ${page.text}`)
  })

  it('is asked for nothing where there is nothing to do', async () => {
    const { signInName } = await signedIn(desk, ['officer'])
    for (const act of ['enable', 'second-factor', 'passkey?lost=laptop'])
      assert.equal((await administrator.get(`/people/${signInName}/${act}`)).location, '/people', act)
    for (const act of ['enable', 'second-factor', 'passkey?lost=laptop', 'password'])
      assert.equal((await administrator.get(`/people/nobody/${act}`)).status, 404, act)
  })
})
