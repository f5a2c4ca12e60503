import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { accessScopes, makeAccessToken, revokeAccessToken } from '../../src/exchange/accessTokens.ts'
import { atMachine } from '../../src/exchange/people/deciding.ts'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import { methods } from '../../src/web/openapi/operation.ts'
import { readerPaths } from '../../src/web/paths.ts'
import { bodies, text } from '../support/bodies.ts'
import { handedOver, takenIn } from '../support/files.ts'
import { hurriedClock } from '../support/hurriedClock.ts'
import { noted } from '../support/noted.ts'
import { type TestSystem, systemOf, withSystems } from '../support/systems.ts'
import { agreed, opened } from '../support/talk.ts'
import { countOf } from '../support/twoSides.ts'
import { type World, authority, twoStates } from '../support/world.ts'

/** An operation as the document that is served has it. */
interface Served {
  readonly operationId: string
  readonly security: readonly { readonly token: readonly string[] }[]
  readonly method: string
  readonly path: string
}

/** How one operation is asked, and who gets what. */
interface Row {
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: object
  readonly query?: string
  /** What whoever owns what is asked for gets; null: no token is asked for, and everybody gets it. */
  readonly own: number
  /**
   * What a token of all scopes gets that is another authority's: the same list with nothing of the first, the code of a 404 that is in
   * the log, or the same, for it is not of an authority.
   */
  readonly other: 'nothing of it' | 'the same' | `${string}_UNKNOWN`
  /** The same for another token of the same authority; absent: as whoever owns it. */
  readonly beside?: Row['other']
}

const tus = { 'tus-resumable': '1.0.0' }
const whole = { from: '2020-01-01', until: '2031-01-01' }
const asking = { to: 'qa.pp', reference: 'VN-ACCESS-1', language: 'en', body: bodies.request }
const ofCase = { own: 200, other: 'REQUEST_UNKNOWN' } as const
const ofDraft = { other: 'DRAFT_UNKNOWN', beside: 'DRAFT_UNKNOWN' } as const
const ofUpload = { other: 'UPLOAD_UNKNOWN', beside: 'UPLOAD_UNKNOWN' } as const
/** An auditor's token is for all of the State (docs/decisions/0058). */
const ofState = { own: 200, other: 'the same' } as const
const ofAnybody = { own: 200, other: 'the same' } as const

/** Who gets what, by the name of each operation of the document: one that has no row here fails the test. */
const rows: Readonly<Record<string, Row>> = {
  listCases: { own: 200, other: 'nothing of it' },
  openCase: { body: asking, own: 201, other: 'the same' },
  readCase: ofCase,
  listMessages: ofCase,
  readMessage: ofCase,
  listMoves: ofCase,
  makeMove: { ...ofCase, body: { type: 'status-request', body: { text } }, own: 201 },
  listDrafts: { own: 200, other: 'nothing of it', beside: 'nothing of it' },
  readDraft: { ...ofDraft, own: 200 },
  rewriteDraft: {
    ...{ ...ofDraft, headers: { 'if-match': '"1-submitted"' } },
    // It waits for a person, and has not come back.
    ...{ body: { body: bodies.request }, own: 409 },
  },
  dropDraft: { ...ofDraft, headers: { 'if-match': '"1-submitted"' }, own: 204 },
  listAuthorities: { own: 200, other: 'the same' },
  listExhibits: { own: 200, other: 'nothing of it' },
  readExhibit: { own: 200, other: 'EXHIBIT_UNKNOWN' },
  describeUploads: { own: 204, other: 'the same' },
  beginUpload: {
    headers: { ...tus, 'upload-length': '5', 'upload-metadata': `filename ${btoa('phone.img')}` },
    ...{ own: 201, other: 'the same' },
  },
  measureUpload: { ...ofUpload, headers: tus, own: 200 },
  continueUpload: {
    headers: { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    ...{ ...ofUpload, own: 204 },
  },
  endUpload: { ...ofUpload, headers: tus, own: 204 },
  readUpload: { ...ofUpload, own: 200 },
  readLog: ofState,
  readMissed: ofState,
  readUnreasoned: ofState,
  readStatistics: { ...ofState, query: new URLSearchParams(whole).toString() },
  readDocument: ofAnybody,
  readReader: ofAnybody,
  readReaderSchema: ofAnybody,
  readReaderStyle: ofAnybody,
}

type Ids = Readonly<Record<'request' | 'message' | 'draft' | 'deposit' | 'upload' | 'schema', string>>

describe('every operation of the port for systems, by scope and by authority', function () {
  this.timeout(240_000)
  let world: World
  let served: readonly Served[]
  const clock = hurriedClock()
  before(async () => {
    const two = { state: 'VN', authorities: [authority('vn.spp'), authority('vn.moj')] }
    world = await twoStates(two, undefined, withSystems)
    const { paths } = (await (await fetch(at(readerPaths.document))).json()) as {
      readonly paths: Readonly<Record<string, Readonly<Record<string, Omit<Served, 'method' | 'path'>>>>>
    }
    served = Object.entries(paths).flatMap(([path, each]) =>
      methods.flatMap((method) => {
        const one = each[method]
        return one === undefined ? [] : [{ ...one, method: method.toUpperCase(), path }]
      }),
    )
  })
  after(async () => {
    await world.close()
    clock.restore()
  })

  const at = (path: string): string => `${world.asking.node.apiUrl ?? ''}${path}`
  const nothing: Ids = {
    ...{ request: crypto.randomUUID(), message: crypto.randomUUID(), draft: crypto.randomUUID() },
    ...{ deposit: crypto.randomUUID(), upload: crypto.randomUUID(), schema: 'Draft' },
  }
  const rowOf = ({ operationId }: Served): Row => {
    const row = rows[operationId]
    assert.ok(row !== undefined, `${operationId} has no row: who may ask it?`)
    return row
  }
  const scopeOf = ({ security }: Served): string | null => security[0]?.token[0] ?? null
  const ask = async (one: Served, ids: Ids, token: string | null): Promise<Response> => {
    const { headers = {}, body, query } = rowOf(one)
    const path = one.path.replaceAll(/\{([A-Za-z]+)\}/g, (_, name: string) => {
      const id = ids[name as keyof Ids] as string | undefined
      assert.ok(id !== undefined, `${one.path}: nothing is known of a ${name}`)
      return id
    })
    const isUpload = one.operationId === 'continueUpload'
    return await fetch(at(path) + (query === undefined ? '' : `?${query}`), {
      method: one.method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(one.method === 'POST' && body !== undefined ? { 'idempotency-key': crypto.randomUUID() } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(isUpload ? { body: new Uint8Array(Buffer.from('words')) } : {}),
    })
  }
  /** As if nobody had asked for a long time: how often one may, other tests look at. */
  const afterPause = (): void => clock.goOn(60_000)
  /** Where an answer has no body, as of HEAD, none is told. */
  const codeOf = async (answer: Response): Promise<string | null> => {
    const said = await answer.text()
    return said.startsWith('{') ? ((JSON.parse(said) as { code?: string }).code ?? null) : null
  }

  it('each has a row that says who may ask it, and no row is of none', () => {
    assert.deepEqual(Object.keys(rows).sort(), served.map(({ operationId }) => operationId).sort())
    for (const one of served) {
      const scope = scopeOf(one)
      assert.ok(scope === null || accessScopes.some((each) => each === scope), one.operationId)
      assert.equal(scope === null, one.path.startsWith('/api/v1/reader') || one.path === readerPaths.document)
    }
  })

  it('attack 54: is answered by a token of its scope that stands, and by no other, which the log is told of', async () => {
    const { node } = world.asking.node
    const made = async (name: string, scopes: readonly (typeof accessScopes)[number][]): Promise<string> => {
      const order = { name, scopes, authority: 'vn.spp', days: 1, by: atMachine('Example-Administrator') }
      const officer = scopes.includes('moves') ? answering.officer : undefined
      const token = await makeAccessToken(node, { ...order, officer })
      assert.ok(token.ok, JSON.stringify(token))
      return token.token
    }
    const answering = await systemOf(world.asking)
    const alone = new Map<string, string>()
    for (const scope of accessScopes) alone.set(scope, await made(`only-${scope}`, [scope]))
    const all = await made('all', accessScopes)
    const [expired, revoked] = [await made('expired', accessScopes), await made('revoked', accessScopes)]
    await sql`update access_token set expires_at = now() where name = 'expired'`.execute(node.db)
    assert.equal((await revokeAccessToken(node, 'revoked', atMachine('Example-Administrator'))).ok, true)
    const ofPeer = (await systemOf(world.answering, accessScopes)).token
    const scopeless = await made('no-scope', ['audit'])
    await sql`update access_token set scopes = '{something}' where name = 'no-scope'`.execute(node.db)
    const unknown = `rogatory_${randomBytes(32).toString('base64url')}`
    /** Who asks: by which token, whether it is one of this scope, and the code with which it is refused whatever it asks. */
    const askers = [
      { name: null, token: null, refused: 'TOKEN_MISSING' },
      { name: undefined, token: unknown, refused: 'TOKEN_UNKNOWN' },
      { name: undefined, token: ofPeer, refused: 'TOKEN_UNKNOWN' },
      { name: 'expired', token: expired, refused: 'TOKEN_EXPIRED' },
      { name: 'revoked', token: revoked, refused: 'TOKEN_REVOKED' },
      { name: 'no-scope', token: scopeless, refused: 'TOKEN_SCOPE_MISSING' },
      { name: 'all', token: all, refused: null },
      ...[...alone].map(([scope, token]) => ({ name: `only-${scope}`, token, refused: null })),
    ]
    const expected: (readonly [string, string | undefined])[] = []
    for (const one of served) {
      const scope = scopeOf(one)
      afterPause()
      for (const { name, token, refused } of askers) {
        const what = `${one.method} ${one.path} by ${name ?? refused}`
        const isOther = name?.startsWith('only-') === true && name !== `only-${scope}`
        const code = scope === null ? null : (refused ?? (isOther ? 'TOKEN_SCOPE_MISSING' : null))
        const answer = await ask(one, nothing, token)
        const given = await codeOf(answer)
        if (code === null)
          assert.ok(![401, 403, 429, 503].includes(answer.status), `${what} ${answer.status}`)
        else {
          assert.equal(answer.status, code === 'TOKEN_SCOPE_MISSING' ? 403 : 401, what)
          if (one.method !== 'HEAD') assert.equal(given, code, what)
          const challenge = answer.headers.get('www-authenticate') ?? ''
          assert.match(challenge, /^Bearer realm="rogatory"/, what)
          if (answer.status === 403) assert.ok(challenge.endsWith(`scope="${scope ?? ''}"`), what)
        }
        // Who brings no token is nobody: of them the log would tell nothing.
        if (code !== null && name !== null) expected.push([code, name])
      }
    }
    const told = (await noted(world.asking, 'token.refused')).map(({ entry, details }) => [
      entry.code,
      details?.name,
    ])
    assert.deepEqual(told, expected)
    assert.ok(expected.length > 100)
  })

  it('attack 54: gives what belongs to an authority to its tokens alone; to others it is not there, and the log is told', async () => {
    const request = await opened(world)
    const { deposit } = await handedOverFile(request)
    const owner = await systemOf(world.asking, accessScopes)
    const message = await firstMessage(owner, request)
    const answeredTo = new Map<string, TestSystem>()
    let acts = 0
    /** Of one system so many refusals are told one by one in a minute. */
    const askerFor = async (own: string): Promise<TestSystem> => {
      const found = answeredTo.get(own)
      if (found !== undefined && acts < exchangeLimits.refusedActsMax - 2) return found
      acts = 0
      const asker = await systemOf(world.asking, accessScopes, own)
      answeredTo.set(own, asker)
      return asker
    }
    for (const one of served) {
      const row = rowOf(one)
      afterPause()
      const { draft, upload } = await madeFor(owner, one)
      const ids: Ids = { request, message, draft, deposit, upload, schema: 'Draft' }
      for (const own of ['vn.moj', 'vn.spp']) {
        const asker = await askerFor(own)
        const what = `${one.method} ${one.path} of vn.spp by ${asker.name} of ${own}`
        const gets = own === 'vn.moj' ? row.other : (row.beside ?? 'the same')
        const refusedBefore = await countOf(world.asking, 'act.refused')
        const answer = await ask(one, ids, asker.token)
        const said = await answer.clone().text()
        const refused = (await countOf(world.asking, 'act.refused')) - refusedBefore
        if (gets === 'the same' || gets === 'nothing of it') {
          assert.deepEqual([answer.status, refused], [row.own, 0], `${what}: ${said}`)
          const hidden = own === 'vn.spp' ? [draft, upload] : [request, message, draft, deposit, upload]
          const isToldOf = hidden.some((id) => said.includes(id))
          assert.ok(gets === 'the same' || !isToldOf, `${what}: ${said}`)
        } else {
          assert.deepEqual([answer.status, refused], [404, 1], `${what}: ${said}`)
          if (one.method !== 'HEAD') assert.equal(await codeOf(answer), gets, what)
          const [last] = (await noted(world.asking, 'act.refused')).slice(-1)
          assert.deepEqual([last?.entry.code, last?.actor?.person], [gets, asker.name], what)
          acts += 1
        }
      }
      const answer = await ask(one, ids, owner.token)
      const said = await answer.text()
      assert.equal(answer.status, row.own, `${one.method} ${one.path} by its owner: ${said}`)
      // What others are not told of is there to be told.
      if (row.other === 'nothing of it')
        assert.ok(
          [request, draft, deposit].some((id) => said.includes(id)),
          `${one.path}: ${said}`,
        )
    }
  })

  it('attack 54: lets nobody name what belongs to another authority in a query, a head or a body either', async () => {
    const request = await opened(world)
    const file = await takenIn(world, world.asking, Buffer.from('Example of one authority'))
    const { deposit } = file
    const stranger = await systemOf(world.asking, accessScopes, 'vn.moj')
    const owner = await systemOf(world.asking, accessScopes)
    const [start, files] = ['/api/v1/uploads', `/api/v1/exhibits?request=${request}`]
    const said = (name: string, value: string) => ({
      ...{ method: 'POST', headers: { ...tus, 'upload-length': '5', 'upload-metadata': '' } },
      ...{ name, value },
    })
    const begun = async (by: TestSystem, { method, headers, name, value }: ReturnType<typeof said>) => {
      const metadata = `filename ${btoa('a.txt')},${name} ${btoa(value)}`
      return await by.asked(start, { method, headers: { ...headers, 'upload-metadata': metadata } })
    }
    const withFile = async (by: TestSystem) =>
      await by.asked('/api/v1/cases', {
        method: 'POST',
        headers: { 'idempotency-key': crypto.randomUUID() },
        body: { ...asking, exhibits: [{ id: 'E1', deposit }] },
      })
    for (const [what, asked, status, code] of [
      ['a list', (by: TestSystem) => by.asked(files), 200, 'REQUEST_UNKNOWN'],
      ['an upload for it', (by: TestSystem) => begun(by, said('request', request)), 201, 'REQUEST_UNKNOWN'],
      ['one made of it', (by: TestSystem) => begun(by, said('derivedFrom', deposit)), 201, 'EXHIBIT_UNKNOWN'],
      ['a file handed over', withFile, 201, 'EXHIBIT_UNKNOWN'],
    ] as const) {
      const before = await countOf(world.asking, 'act.refused')
      const refused = await asked(stranger)
      assert.deepEqual([refused.status, await codeOf(refused)], [404, code], what)
      assert.equal(await countOf(world.asking, 'act.refused'), before + 1, what)
      const granted = await asked(owner)
      assert.equal(granted.status, status, `${what}: ${await granted.text()}`)
    }
  })

  /** A draft and an upload of a system, for an operation that names one: others may have ended those before. */
  async function madeFor(owner: TestSystem, { path }: Served): Promise<Pick<Ids, 'draft' | 'upload'>> {
    const named = served.filter(({ operationId }) => ['openCase', 'beginUpload'].includes(operationId))
    const [opening, beginning] = named
    assert.ok(opening !== undefined && beginning !== undefined)
    let { draft, upload } = nothing
    if (path.startsWith('/api/v1/drafts'))
      ({ draft } = (await (await ask(opening, nothing, owner.token)).json()) as { draft: string })
    if (path.startsWith('/api/v1/uploads/'))
      upload = (await ask(beginning, nothing, owner.token)).headers.get('location')?.split('/').at(-1) ?? ''
    return { draft, upload }
  }

  async function handedOverFile(request: string): Promise<{ readonly deposit: string }> {
    const file = await takenIn(world, world.asking, Buffer.from('Example'))
    await handedOver(world, request, file)
    await agreed(world, request, 2)
    return file
  }

  async function firstMessage({ client }: TestSystem, request: string): Promise<string> {
    for await (const { id } of client.messages(request)) return id
    return assert.fail('the request has no message')
  }
})
