import assert from 'node:assert/strict'
import { sql } from 'kysely'
import type { DeskRole } from '../../src/exchange/people/person.ts'
import { type Algorithm, type Authenticator, type AskedOfBrowser, authenticatorAt } from './authenticator.ts'
import { type DeskClient, type Page, type SignedInClient, signedIn, visitorAt } from './desk.ts'
import type { IdentityProvider } from './identityProvider.ts'
import { logOf } from './talk.ts'
import { type StateOptions, type World, type WorldState, freePort, twoStates } from './world.ts'

/** Options of a world whose first desk has a name, for which browsers make passkeys; the second has an address in numbers. */
export const withNamedDesk: Pick<StateOptions, 'more'> = {
  more: async (dataFolder) => {
    const desk = { host: '127.0.0.1', port: await freePort() }
    return { desk: dataFolder.endsWith('vn') ? { ...desk, url: `http://localhost:${desk.port}` } : desk }
  },
}

/** A world whose first desk has such a name, and knows this identity provider. */
export async function withProviderAtDesk(provider: IdentityProvider): Promise<World> {
  const more = async (dataFolder: string) => ({
    ...(await withNamedDesk.more?.(dataFolder)),
    provider: await provider.settingIn(dataFolder),
  })
  const world = await twoStates(undefined, undefined, { more, answering: withNamedDesk })
  await provider.register(world.asking.node.deskUrl ?? '')
  return world
}

/** Somebody who has signed in, and a passkey of theirs. */
export interface WithPasskey {
  readonly client: SignedInClient
  readonly passkey: Authenticator
}

/** What the script of a page is told to ask the browser for. */
export async function askedOf(
  client: DeskClient,
  path: string,
  members: Readonly<Record<string, string>> = {},
): Promise<AskedOfBrowser> {
  const page = await client.post(path, members)
  assert.equal(page.status, 200, page.text)
  return (JSON.parse(page.text) as { readonly asked: AskedOfBrowser }).asked
}

/** As if somebody had proved just now who they are: each look at a password takes most of a second. */
export async function provenAnew(state: WorldState, { signInName }: SignedInClient): Promise<void> {
  await sql`update desk_session set stepped_up_at = ${new Date()}
    where person = (select id from person where sign_in_name = ${signInName})`.execute(state.node.node.db)
}

/** As if that were long ago. */
export async function provenNoMore(state: WorldState, { signInName }: SignedInClient): Promise<void> {
  await sql`update desk_session set stepped_up_at = null
    where person = (select id from person where sign_in_name = ${signInName})`.execute(state.node.node.db)
}

/** Adds a passkey as the page of a person does. */
export async function addTo(
  client: SignedInClient,
  name: string,
  algorithm?: Algorithm,
): Promise<Authenticator> {
  const passkey = authenticatorAt(client.url, algorithm)
  const asked = await askedOf(client, '/passkeys/make', { name })
  const added = await client.post('/passkeys/add', { name, passkey: passkey.make(asked) })
  assert.equal(added.location, '/passkeys', added.text)
  return passkey
}

/** Somebody with a passkey, who has not proved anything anew since. */
export async function withPasskey(
  state: WorldState,
  roles: readonly DeskRole[] = ['officer'],
): Promise<WithPasskey> {
  const client = await signedIn(state, roles)
  await provenAnew(state, client)
  const passkey = await addTo(client, 'laptop')
  await provenNoMore(state, client)
  return { client, passkey }
}

/** Signs in with what an authenticator answers to what a browser was asked, in a browser that was never here. */
export async function enterBy(
  state: WorldState,
  answer: (asked: AskedOfBrowser) => string,
): Promise<{ readonly visitor: DeskClient; readonly page: Page }> {
  const visitor = visitorAt(state)
  const asked = await askedOf(visitor, '/sign-in/passkey/ask')
  const page = await visitor.post('/sign-in/passkey', { passkey: answer(asked) })
  return { visitor, page }
}

/** The codes with which the log tells of an event, in its order. */
export async function codesOf(state: WorldState, event: string): Promise<string[]> {
  return (await logOf(state.node.node.db)).filter(({ evt }) => evt === event).map(({ code = '' }) => code)
}
