import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { sql } from 'kysely'
import { admitAccess, makeAccessToken } from '../../src/exchange/accessTokens.ts'
import { atMachine } from '../../src/exchange/people/deciding.ts'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import { countAccessTokens } from '../../src/store/accessTokens.ts'
import { eventsOf } from '../support/twoSides.ts'
import { type World, twoStates, until } from '../support/world.ts'
import { type Ran, run } from './commandLine.ts'
import { tablesWith } from '../support/tablesWith.ts'

interface Listed {
  readonly name: string
  readonly state: string
  readonly made: { readonly by: string }
  readonly revoked: { readonly by: string | null } | null
  readonly used: string | null
}

describe('tokens by the command', () => {
  let world: World
  before(async () => {
    world = await twoStates()
  })
  after(() => world.close())

  const token = async (...words: string[]): Promise<Ran> =>
    await run(world.asking, 'token', ...words, '--as', 'Example-Administrator')
  const make = async (name: string, ...words: string[]): Promise<Ran> =>
    await token('make', '--name', name, '--scope', 'audit', ...words)
  const listed = async (name: string): Promise<Listed | undefined> =>
    ((await token('list', '--json')).json.tokens as Listed[]).find((one) => one.name === name)
  const admitted = async (text: string) => await admitAccess(world.asking.node.node, text, 'audit')
  const codeOf = async (text: string): Promise<string> => {
    const admission = await admitted(text)
    return admission.ok ? 'admitted' : admission.refusal.code
  }

  it('are shown once, and only their hash is kept', async () => {
    const { code, out, beside } = await make('once', '--days', '30')
    assert.equal(code, 0, beside)
    assert.match(out, /^rogatory_[A-Za-z0-9_-]{43}$/)
    const { db } = world.asking.node.node
    const row = await db
      .selectFrom('access_token')
      .selectAll()
      .where('name', '=', 'once')
      .executeTakeFirstOrThrow()
    assert.deepEqual(row.hash, hash('sha256', out, 'buffer'))
    assert.equal(row.expires_at.getTime() - row.made_at.getTime(), 30 * 86_400_000)
    assert.deepEqual(
      await tablesWith(db, row.hash.toString('base64url')),
      ['access_token'],
      'what is kept is found',
    )
    for (const spelt of [out, out.slice('rogatory_'.length)])
      assert.deepEqual(await tablesWith(db, spelt), [])
    assert.ok(!(await token('list')).out.includes(out))
    assert.notEqual((await make('twice')).out, out)
  })

  it('tell who asks for which authority, and the day of the last use', async () => {
    const { json } = await make('told', '--json')
    assert.deepEqual([json.name, json.scopes, json.authority], ['told', ['audit'], 'vn.spp'])
    const before = await listed('told')
    assert.deepEqual(
      [before?.state, before?.made.by, before?.used],
      ['inForce', 'Example-Administrator', null],
    )
    assert.deepEqual(await admitted(String(json.token)), {
      ok: true,
      actor: { person: 'told', role: 'token', authority: 'vn.spp' },
    })
    assert.equal((await listed('told'))?.used, new Date().toISOString().slice(0, 10))
    assert.match((await token('list')).out, /told {2}audit {2}for vn\.spp .* holds until .* used last on /)
  })

  it('count no more when they are revoked, have ended, are of another scope, or were never made', async () => {
    const { out: revoked } = await make('revoked')
    assert.equal(await codeOf(revoked), 'admitted')
    assert.equal((await token('revoke', '--name', 'revoked')).code, 0)
    assert.equal(await codeOf(revoked), 'TOKEN_REVOKED')
    const found = await listed('revoked')
    assert.deepEqual([found?.state, found?.revoked?.by], ['revoked', 'Example-Administrator'])
    const { db } = world.asking.node.node
    const { out: ended } = await make('ended')
    await sql`update access_token set expires_at = now() where name = 'ended'`.execute(db)
    assert.equal(await codeOf(ended), 'TOKEN_EXPIRED')
    assert.equal((await listed('ended'))?.state, 'expired')
    const { out: other } = await make('other')
    await sql`update access_token set scopes = '{something}' where name = 'other'`.execute(db)
    assert.equal(await codeOf(other), 'TOKEN_SCOPE_MISSING')
    for (const text of ['', 'x', `rogatory_${'A'.repeat(43)}`, ` ${other}`, other.slice(0, -1), `${other}A`])
      assert.equal(await codeOf(text), 'TOKEN_UNKNOWN', text)
  })

  it('have each a name of its own for ever, and what cannot be asked for is refused', async () => {
    await make('first')
    await token('revoke', '--name', 'first')
    for (const [words, code] of [
      [['make', '--name', 'first', '--scope', 'audit'], 'TOKEN_EXISTS'],
      [['revoke', '--name', 'first'], 'TOKEN_REVOKED'],
      [['revoke', '--name', 'nobody'], 'TOKEN_UNKNOWN'],
      [['make', '--name', 'two words', '--scope', 'audit'], 'WRONG_USE'],
      [['make', '--name', 'a', '--scope', 'everything'], 'WRONG_USE'],
      [['make', '--name', 'a'], 'WRONG_USE'],
      [['make', '--name', 'a', '--scope', 'audit', '--days', '0'], 'WRONG_USE'],
      [['make', '--name', 'a', '--scope', 'audit', '--days', '367'], 'WRONG_USE'],
      [['make', '--name', 'a', '--scope', 'audit', '--authority', 'qa.pp'], 'WRONG_USE'],
    ] as const)
      assert.equal((await token(...words, '--json')).json.code, code, words.join(' '))
  })

  it('are in the log when they are made and revoked', async () => {
    const names = async (event: string): Promise<unknown[]> => {
      await until('all has its place', async () => {
        const { db } = world.asking.node.node
        return (await db.selectFrom('audit_pending').selectAll().execute()).length === 0
      })
      const { json } = await run(world.asking, 'log', 'read', '--event', event, '--json')
      const entries = json.entries as { actor: { person: string }; details: { name: string } }[]
      assert.ok(entries.every(({ actor }) => actor.person === 'Example-Administrator'))
      return entries.map(({ details }) => details.name)
    }
    await make('logged')
    await token('revoke', '--name', 'logged')
    assert.ok((await names('token.made')).includes('logged'))
    assert.ok((await names('token.revoked')).includes('logged'))
    assert.equal((await eventsOf(world.asking)).filter((event) => event === 'token.refused').length, 0)
  })

  it('are not more in force than may be', async () => {
    const { node } = world.asking.node
    const order = { scopes: ['audit'], authority: 'vn.spp', days: 1, by: atMachine('Example-A') } as const
    const free = exchangeLimits.access.tokensMax - (await countAccessTokens(node.db, node.machineNow()))
    for (let count = 0; count < free; count += 1)
      assert.ok((await makeAccessToken(node, { ...order, name: `many-${count}` })).ok)
    const refused = await makeAccessToken(node, { ...order, name: 'one-more' })
    assert.equal(refused.ok ? 'made' : refused.code, 'TOKENS_TOO_MANY')
  })
})
