import assert from 'node:assert/strict'
import { request } from 'undici'
import type { Node } from '../../src/exchange/node.ts'
import { type KnownPassword, addPerson } from '../../src/exchange/people/keepPeople.ts'
import { keepPassword, makePassword } from '../../src/exchange/people/password.ts'
import type { DeskRole } from '../../src/exchange/people/person.ts'
import { beginSession } from '../../src/exchange/people/sessions.ts'
import { inTransaction } from '../../src/store/failures.ts'
import { changePerson, lockPerson } from '../../src/store/people/people.ts'
import { deskRoutes } from '../../src/web/deskPaths.ts'
import type { StateOptions, WorldState } from './world.ts'

/** Options of a world whose nodes have desks. */
export const withDesk: Pick<StateOptions, 'more'> = {
  more: () => Promise.resolve({ desk: { host: '127.0.0.1', port: 0 } }),
}

/** What a desk answered. */
export interface Page {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Where a browser goes next; empty: nowhere. */
  readonly location: string
  readonly text: string
  readonly bytes: Buffer
}

/** Members of a form; those that may stand there more than once are lists. */
export type FormMembers = Readonly<Record<string, string | readonly string[]>>

/** A browser without a script: it holds cookies, and follows nothing by itself. */
export interface DeskClient {
  /** Where the desk is. */
  readonly url: string
  readonly cookies: Map<string, string>
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Page>
  /** Sends a form as a page of this desk would, with the token of the session where there is one. */
  readonly post: (
    path: string,
    members?: FormMembers,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Page>
  /** Sends a form with files as a page of this desk would. */
  readonly postFiles: (path: string, members: FormMembers, files: readonly SentFile[]) => Promise<Page>
  /** Sends bytes of a file as the script of a page would, by tus. */
  readonly patch: (path: string, bytes: Buffer, headers?: Readonly<Record<string, string>>) => Promise<Page>
}

/** A file of a form. */
export interface SentFile {
  /** The member that it is. */
  readonly member: string
  readonly name: string
  readonly bytes: Buffer
}

/** Somebody who has signed in. */
export interface SignedInClient extends DeskClient {
  readonly signInName: string
  readonly password: string
}

/** A browser that was never at this desk. */
export function visitorAt(state: WorldState): DeskClient {
  const url = state.node.deskUrl
  if (url === null) throw new Error(`${state.state} has no desk: open the world with withDesk`)
  const cookies = new Map<string, string>()
  /** The token of the forms of a session stays the same: a page is asked for it once. */
  const tokens = new Map<string, string>()
  const formToken = async (): Promise<string> => {
    const session = cookies.get(`rogatory-${new URL(url).port}`) ?? ''
    const known = tokens.get(session)
    if (known !== undefined) return known
    const token = await formTokenFrom(get)
    if (session !== '' && token !== '') tokens.set(session, token)
    return token
  }
  const send = async (
    path: string,
    order: {
      method: 'GET' | 'POST' | 'PATCH'
      headers: Readonly<Record<string, string>>
      body?: string | Buffer
    },
  ): Promise<Page> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const { statusCode, headers, body } = await request(`${url}${path}`, {
      ...order,
      headers: { ...(cookie === '' ? {} : { cookie }), ...order.headers },
    })
    for (const line of [headers['set-cookie'] ?? []].flat()) keep(cookies, line)
    const location = typeof headers.location === 'string' ? headers.location : ''
    const bytes = Buffer.from(await body.arrayBuffer())
    return { status: statusCode, headers, location, text: bytes.toString('utf8'), bytes }
  }
  const get: DeskClient['get'] = (path, headers = {}) => send(path, { method: 'GET', headers })
  const post: DeskClient['post'] = async (path, members = {}, headers = {}) => {
    const given = Object.entries(members).flatMap(([name, value]) =>
      [value].flat().map((one): [string, string] => [name, one]),
    )
    const token = cookies.size === 0 || 'formToken' in members ? '' : await formToken()
    const form = new URLSearchParams([...(token === '' ? [] : [['formToken', token]]), ...given])
    return await send(path, {
      method: 'POST',
      headers: { origin: url, 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: form.toString(),
    })
  }
  const postFiles: DeskClient['postFiles'] = async (path, members, files) => {
    const token = 'formToken' in members ? {} : { formToken: await formToken() }
    const { type, body } = multipart({ ...token, ...members }, files)
    return await send(path, { method: 'POST', headers: { origin: url, 'content-type': type }, body })
  }
  const patch: DeskClient['patch'] = async (path, bytes, headers = {}) => {
    const token = cookies.size === 0 ? '' : await formToken()
    const own = { 'tus-resumable': '1.0.0', 'content-type': 'application/offset+octet-stream' }
    return await send(path, {
      method: 'PATCH',
      headers: { origin: url, ...own, 'rogatory-form-token': token, ...headers },
      body: bytes,
    })
  }
  return { url, cookies, get, post, postFiles, patch }
}

/** A form with files as a browser writes it: members first. */
export function multipart(
  members: FormMembers,
  files: readonly SentFile[],
): { readonly type: string; readonly body: Buffer } {
  const boundary = '----RogatoryExampleBoundary'
  const fields = Object.entries(members).flatMap(([name, value]) =>
    [value]
      .flat()
      .map((one) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${one}\r\n`),
  )
  const parts = files.flatMap(({ member, name, bytes }) => [
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${member}"; filename="${name}"\r\n` +
        'Content-Type: application/octet-stream\r\n\r\n',
    ),
    bytes,
    Buffer.from('\r\n'),
  ])
  const body = Buffer.concat([Buffer.from(fields.join('')), ...parts, Buffer.from(`--${boundary}--\r\n`)])
  return { type: `multipart/form-data; boundary=${boundary}`, body }
}

/**
 * A person of these roles who was added, and has a session: as if they had chosen the password that was made for them, for each
 * look at one takes most of a second. Signing in has tests of its own.
 */
export async function signedIn(
  state: WorldState,
  roles: readonly DeskRole[],
  { authority, name = 'Example-Person' }: { readonly authority?: string; readonly name?: string } = {},
): Promise<SignedInClient> {
  const { signInName, password } = await added(state, roles, { authority, name })
  const client = visitorAt(state)
  const { node } = state.node
  const token = await inTransaction(node.db, async (trx) => {
    const person = await lockPerson(trx, signInName)
    if (person === null) throw new Error(`${signInName} is not there`)
    await changePerson(trx, person.id, { password_given: false })
    return await beginSession(node, trx, person.id)
  })
  client.cookies.set(`rogatory-${new URL(client.url).port}`, token)
  return { ...client, signInName, password }
}

/** A person who was added, and their password, which they have not chosen: it counts as one that was made for them. */
export async function added(
  state: WorldState,
  roles: readonly DeskRole[],
  {
    authority,
    name = 'Example-Person',
  }: { readonly authority?: string | undefined; readonly name?: string } = {},
): Promise<{ readonly signInName: string; readonly password: string }> {
  const { node } = state.node
  people += 1
  const signInName = `example-${roles[0] ?? 'person'}-${people}`
  const of = authority ?? node.trust.own().list.authorities[0]?.id ?? ''
  const actor = { person: 'Example-Administrator', role: 'administrator', authority: of }
  const known = await knownPassword(node)
  const wanted = { signInName, name, authority: of, roles, language: 'en' }
  const person = await addPerson(node, wanted, actor, known)
  if (!person.ok) throw new Error(`${signInName} was not added: ${person.code} ${person.detail ?? ''}`)
  await inTransaction(node.db, async (trx) => {
    const row = await lockPerson(trx, signInName)
    if (row === null) throw new Error(`${signInName} is not there`)
    await changePerson(trx, row.id, { password_given: true })
  })
  return { signInName, password: person.password }
}

/** The same for everybody: where passwords cost as much as in service, what is kept of one takes a quarter of a second to make. */
let made: Promise<KnownPassword> | undefined

async function knownPassword(node: Node): Promise<KnownPassword> {
  made ??= (async () => {
    const password = makePassword(node)
    const kept = await keepPassword(node, password, { who: 'Example-Administrator', isKnown: true })
    assert.ok(kept !== null, 'too many passwords wait')
    return { password, kept }
  })()
  return await made
}

/** Signs in. */
export async function enter(client: DeskClient, signInName: string, password: string): Promise<void> {
  const entered = await client.post(deskRoutes.signIn.path, { signInName, password })
  assert.equal(entered.status, 303, entered.text)
}

let people = 0

/** The token of the forms of a session, from the page that everybody may see who has signed in; empty: nobody has. */
async function formTokenFrom(get: DeskClient['get']): Promise<string> {
  const { text } = await get(deskRoutes.passwordPage.path)
  return /name="formToken" value="([^"]+)"/.exec(text)?.[1] ?? ''
}

function keep(cookies: Map<string, string>, line: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
  if (value === '' || line.includes('Expires=Thu, 01 Jan 1970')) cookies.delete(name)
  else cookies.set(name, value)
}
