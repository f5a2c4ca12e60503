import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request as startRequest } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { Validator } from '@seriousme/openapi-schema-validator'
import express from 'express'
import { sql } from 'kysely'
import { revokeAccessToken } from '../../src/exchange/accessTokens.ts'
import { atMachine } from '../../src/exchange/people/deciding.ts'
import { disablePerson } from '../../src/exchange/people/keepPeople.ts'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import { forgetOldKeys } from '../../src/exchange/systems/keyed.ts'
import { roundOfDrafts, settle, settleLeft } from '../../src/exchange/drafts/settle.ts'
import { refuse } from '../../src/message/refusal.ts'
import { systemAnswers } from '../../src/exchange/systems/systemAnswers.ts'
import { drop, placeMove, rewrite } from '../../src/exchange/systems/write.ts'
import type { JsonObject } from '../../src/message/json.ts'
import { operations } from '../../src/web/openapi/document.ts'
import { exampleId, methods } from '../../src/web/openapi/operation.ts'
import { bodySample, sampleCall, sampleOf } from '../../src/web/openapi/samples.ts'
import { apiPaths, exhibitPaths, readerPaths, systemPaths } from '../../src/web/paths.ts'
import { orderBody } from '../../src/web/systems/orderBody.ts'
import { bodies, text } from '../support/bodies.ts'
import { added } from '../support/desk.ts'
import { answerChecks } from '../support/documentChecks.ts'
import { type TestSystem, member, systemOf, withSystems } from '../support/systems.ts'
import { agreed, opened } from '../support/talk.ts'
import { messageIn } from '../../src/exchange/stored.ts'
import { insertDraftFile, lockLeftFile } from '../../src/store/drafts/draftFiles.ts'
import { destroyFileKey, findDeposit } from '../../src/store/exhibits/deposits.ts'
import { inTransaction } from '../../src/store/failures.ts'
import { listRecord } from '../../src/store/messages.ts'
import { findPerson } from '../../src/store/people/people.ts'
import { eventsOf } from '../support/twoSides.ts'
import { type World, authority, twoStates, until } from '../support/world.ts'

interface Problem {
  readonly status: number
  readonly code?: string
  readonly detail?: string
  readonly pointer?: string
  readonly expected?: readonly string[]
  readonly faults?: readonly { readonly pointer: string; readonly detail: string }[]
}

interface Listed {
  readonly request: string
  readonly assignee: string | null
  readonly updatedAt: string
}

interface Draft {
  readonly draft: string
  readonly stage: string
  readonly request: string
  readonly message: string | null
}

const asking = { to: 'qa.pp', reference: 'VN-SYSTEM-1', language: 'en', body: bodies.request }
const statusRequest = { type: 'status-request', body: { text } }

describe('case-management systems at the port of their State', () => {
  let world: World
  let system: TestSystem
  let neighbour: TestSystem
  let auditor: TestSystem
  let request: string
  let document: JsonObject
  let answerOf: (name: string) => (answer: unknown) => void
  before(async () => {
    const two = { state: 'VN', authorities: [authority('vn.spp'), authority('vn.moj')] }
    world = await twoStates(two, undefined, withSystems)
    system = await systemOf(world.asking)
    neighbour = await systemOf(world.asking, ['cases', 'moves'], 'vn.moj')
    auditor = await systemOf(world.asking, ['audit', 'exhibits'])
    request = await opened(world)
    document = (await (await fetch(at(readerPaths.document))).json()) as JsonObject
    answerOf = answerChecks(document)
  })
  after(() => world.close())

  const at = (path: string): string => `${world.asking.node.apiUrl ?? ''}${path}`
  const of = (path: string, ids: Record<string, string>): string =>
    path.replaceAll(/:([A-Za-z]+)/g, (_, id: string) => ids[id] ?? crypto.randomUUID())
  const movesOf = (id: string): string => of(systemPaths.moves, { request: id })
  const given = async <Answer>(response: Response, schema: string, status = 200): Promise<Answer> => {
    assert.equal(response.status, status, await response.clone().text())
    const answer: unknown = await response.json()
    answerOf(schema)(answer)
    return answer as Answer
  }
  const refused = async (response: Response, status: number, code: string): Promise<Problem> => {
    assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/)
    const problem = (await response.json()) as Problem
    answerOf('Problem')(problem)
    assert.deepEqual([response.status, problem.code], [status, code], JSON.stringify(problem))
    return problem
  }
  const post = async (
    by: TestSystem,
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> =>
    await by.asked(path, {
      method: 'POST',
      body,
      headers: { 'idempotency-key': crypto.randomUUID(), ...headers },
    })
  const move = async (by: TestSystem, body: unknown, headers = {}): Promise<Draft> =>
    await given<Draft>(await post(by, movesOf(request), body, headers), 'Draft', 201)

  const opening = async (by: TestSystem, headers = {}): Promise<Draft> =>
    await given<Draft>(await post(by, systemPaths.cases, asking, headers), 'Draft', 201)

  /** A file that a system has uploaded, as its deposit. */
  const uploaded = async (by: TestSystem): Promise<string> => {
    const bytes = `the statement of an invented witness, ${crypto.randomUUID()}`
    const heads = { 'tus-resumable': '1.0.0' }
    const named = `filename ${Buffer.from('statement.txt').toString('base64')}`
    const begun = await by.asked(exhibitPaths.uploads, {
      method: 'POST',
      headers: { ...heads, 'upload-length': String(bytes.length), 'upload-metadata': named },
    })
    assert.equal(begun.status, 201, await begun.clone().text())
    const sent = await by.asked(begun.headers.get('location') ?? '', {
      method: 'PATCH',
      body: bytes,
      headers: { ...heads, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    })
    assert.equal(sent.status, 204, await sent.clone().text())
    return sent.headers.get('rogatory-deposit') ?? ''
  }

  it('have an OpenAPI 3.1 document that a validator of others finds valid', async () => {
    const result = await new Validator().validate(structuredClone(document))
    assert.ok(result.valid, JSON.stringify(result.errors ?? null).slice(0, 2_000))
    assert.equal(document.openapi, '3.1.0')
  })

  it('are served exactly the paths and methods that the document has', async () => {
    const paths = document.paths as Record<string, JsonObject>
    const all = [apiPaths, exhibitPaths, systemPaths, readerPaths].flatMap((each) => Object.values(each))
    assert.deepEqual(
      Object.keys(paths).sort(),
      all.map((path) => path.replaceAll(/:([A-Za-z]+)/g, '{$1}')).sort(),
    )
    const both = await systemOf(world.asking, ['cases', 'moves', 'audit', 'exhibits'])
    for (const [path, operation] of Object.entries(paths)) {
      for (const method of methods) {
        const target = path.replaceAll(/\{[A-Za-z]+\}/g, () => crypto.randomUUID())
        const { status, headers } = await both.asked(target, { method: method.toUpperCase() })
        const told = Object.keys(operation).map((one) => one.toUpperCase())
        if (method in operation) assert.notEqual(status, 405, `${method} ${path}`)
        else assert.deepEqual([status, headers.get('allow')], [405, told.join(', ')], `${method} ${path}`)
      }
      assert.notEqual((await both.asked(`${path}/more`)).status, 200)
    }
    const ids = operations.map(({ id }) => id)
    assert.equal(new Set(ids).size, ids.length)
  })

  it('are answered as the document says, case by case', async () => {
    const { cases } = await given<{ cases: { request: string }[] }>(
      await system.asked(systemPaths.cases),
      'Cases',
    )
    assert.deepEqual(
      cases.map((one) => one.request),
      [request],
    )
    const one = await system.asked(of(systemPaths.oneCase, { request }))
    assert.match(one.headers.get('etag') ?? '', /^"[A-Za-z0-9_-]{22}"$/)
    await given(one, 'Case')
    const { messages } = await given<{ messages: { id: string; type: string }[] }>(
      await system.asked(of(systemPaths.messages, { request })),
      'Messages',
    )
    assert.deepEqual(
      messages.map(({ type }) => type),
      ['request'],
    )
    const message = await given<{ message: { body: object }; signed: string }>(
      await system.asked(of(systemPaths.message, { request, message: messages[0]?.id ?? '' })),
      'MessageRead',
    )
    assert.deepEqual(message.message.body, bodies.request)
    assert.equal(message.signed.split('.').length, 3)
    const { moves } = await given<{ moves: { type: string; binds: string }[] }>(
      await system.asked(movesOf(request)),
      'Moves',
    )
    assert.ok(
      moves.some(({ type, binds }) => type === 'status-request' && binds === 'never'),
      JSON.stringify(moves),
    )
    assert.ok(
      moves.some(({ type, binds }) => type === 'supplement' && binds === 'inSomeOutcomes'),
      JSON.stringify(moves),
    )
    await given(await system.asked(systemPaths.authorities), 'Authorities')
    await given(await auditor.asked(apiPaths.entries), 'LogEntries')
    await given(await auditor.asked(exhibitPaths.exhibits), 'Exhibits')
    const events = await eventsOf(world.asking)
    assert.equal(events.filter((event) => event === 'case.read').length, 4)
  })

  it('send at once what binds nobody, and the log names the system and who answers for it', async () => {
    const draft = await move(system, statusRequest)
    assert.deepEqual([draft.stage, draft.request], ['sent', request])
    await agreed(world, request, 2)
    const read = await given<{ body: object; stage: string }>(
      await system.asked(of(systemPaths.draft, { draft: draft.draft })),
      'DraftRead',
    )
    assert.deepEqual([read.stage, read.body], ['sent', {}])
    const { rows } = await sql<{ value: string }>`select value from audit_secret
      where field = 'actor' and value like ${`%${system.name} (%`}`.execute(world.asking.node.node.db)
    assert.deepEqual(
      rows.map(({ value }) => (JSON.parse(value) as { person: string }).person),
      [`${system.name} (${system.officer})`],
    )
  })

  it('wait with what binds the State until a person approves it, who is not the one who answers for them', async () => {
    const made = await given<Draft>(await post(system, systemPaths.cases, asking), 'Draft', 201)
    assert.equal(made.stage, 'submitted')
    assert.notEqual(made.message, null)
    const alone = await system.approveAlone(made.draft)
    assert.equal(alone.ok ? null : alone.code, 'SECOND_PERSON_MISSING')
    await system.approve(made.draft)
    const read = await given<Draft>(
      await system.asked(of(systemPaths.draft, { draft: made.draft })),
      'DraftRead',
    )
    assert.equal(read.stage, 'sent')
    await agreed(world, made.request, 1)
    // Nobody has it in hand, and it is nobody's.
    const listed = await given<{ cases: Listed[] }>(await system.asked(systemPaths.cases), 'Cases')
    assert.equal(listed.cases.find((one) => one.request === made.request)?.assignee, null)
    // Nothing at the port lets a token approve: what it may do with a draft is read it, write it anew and drop it.
    const onDrafts = operations.filter(({ path }) => path.startsWith(systemPaths.drafts))
    assert.deepEqual(onDrafts.map(({ id }) => id).sort(), [
      'dropDraft',
      'listDrafts',
      'readDraft',
      'rewriteDraft',
    ])
  })

  it('do the same order under one key once, also where it comes twice at once', async () => {
    const key = { 'idempotency-key': '"one-and-the-same"' }
    const path = systemPaths.cases
    const both = await Promise.all([1, 2].map(() => post(system, path, asking, key)))
    const texts = await Promise.all(both.map((one) => one.text()))
    assert.deepEqual(
      both.map(({ status }) => status),
      [201, 201],
      texts.join('\n'),
    )
    assert.equal(texts[0], texts[1])
    const again = await post(system, path, asking, { 'idempotency-key': 'one-and-the-same' })
    assert.equal(await again.text(), texts[0])
    assert.equal(again.headers.get('location'), both[0]?.headers.get('location'))
    const another = { ...asking, reference: 'VN-SYSTEM-2' }
    await refused(await post(system, path, another, key), 422, 'IDEMPOTENCY_KEY_REUSED')
    await refused(await post(system, movesOf(request), statusRequest, key), 422, 'IDEMPOTENCY_KEY_REUSED')
    // Another token has keys of its own.
    const other = await systemOf(world.asking)
    const { draft } = JSON.parse(texts[0] ?? '') as Draft
    const made = await opening(other, key)
    assert.notEqual(made.draft, draft)
    for (const one of [draft, made.draft]) {
      const by = one === draft ? system : other
      const place = of(systemPaths.draft, { draft: one })
      const tag = (await by.asked(place)).headers.get('etag') ?? ''
      assert.equal((await by.asked(place, { method: 'DELETE', headers: { 'if-match': tag } })).status, 204)
    }
  })

  it('must bring a key that has the form, and as many a day as may be', async () => {
    const path = movesOf(request)
    const bare = await system.asked(path, { method: 'POST', body: statusRequest })
    await refused(bare, 400, 'IDEMPOTENCY_KEY_MISSING')
    const odd = await post(system, path, statusRequest, { 'idempotency-key': 'two words' })
    await refused(odd, 400, 'IDEMPOTENCY_KEY_INVALID')
    const { db } = world.asking.node.node
    const made = await opening(system, { 'idempotency-key': 'the-last' })
    await sql`insert into idempotency_key (token, key, fingerprint, draft, at)
      select ${system.name}, 'k' || n, sha256('x'), ${made.draft}::uuid, now()
      from generate_series(1, ${exchangeLimits.systems.keysMax}::int) n`.execute(db)
    await refused(await post(system, path, statusRequest), 429, 'IDEMPOTENCY_KEYS_TOO_MANY')
    await sql`update idempotency_key set at = at - interval '25 hours' where key like 'k%'`.execute(db)
    const draft = of(systemPaths.draft, { draft: made.draft })
    const tag = (await system.asked(draft)).headers.get('etag') ?? ''
    assert.equal((await system.asked(draft, { method: 'DELETE', headers: { 'if-match': tag } })).status, 204)
    assert.equal((await move(system, statusRequest)).stage, 'sent')
    await sql`insert into idempotency_key (token, key, fingerprint, draft, at)
      select ${auditor.name}, 'old-' || n, sha256('x'), ${made.draft}::uuid, now() - n * interval '20 hours'
      from generate_series(1, 2) n`.execute(db)
    await forgetOldKeys(world.asking.node.node)
    const left = await sql<{
      key: string
    }>`select key from idempotency_key where token = ${auditor.name}`.execute(db)
    assert.deepEqual(left.rows, [{ key: 'old-1' }])
    const { rows } = await sql`select from idempotency_key where key like 'k%'`.execute(db)
    assert.equal(rows.length, 0)
  })

  it('are refused with the place what has not the form, and what the workflow does not allow', async () => {
    const path = movesOf(request)
    await refused(await post(system, path, '{"type":'), 400, 'JSON_INVALID')
    const plain = await post(system, path, '{}', { 'content-type': 'text/plain' })
    await refused(plain, 415, 'ORDER_TYPE_UNKNOWN')
    const bare = await refused(await post(system, path, { type: 'status-request' }), 422, 'ORDER_INVALID')
    assert.deepEqual([bare.pointer, bare.faults], ['/body', [{ pointer: '/body', detail: 'it is missing' }]])
    const faulty = {
      to: 7,
      language: 'e!',
      matter: 'x',
      exhibits: [{ id: 'E1', deposit: 'no' }],
      Odd: 1,
      'a b': 2,
    }
    const all = await refused(await post(system, systemPaths.cases, faulty), 422, 'ORDER_INVALID')
    assert.deepEqual(
      all.faults?.map(({ pointer }) => pointer),
      ['/reference', '/body', '/Odd', '', '/to', '/language', '/matter', '/exhibits/0/deposit'],
    )
    assert.equal(all.pointer, '/reference')
    assert.equal(all.expected?.includes('reference'), true)
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, place) => [`odd${place}`, 1]))
    const bounded = await refused(await post(system, path, many), 422, 'ORDER_INVALID')
    assert.equal(bounded.faults?.length, 20)
    const none = await refused(await post(system, path, []), 422, 'ORDER_INVALID')
    assert.deepEqual(none.faults, [{ pointer: '', detail: 'it is no object' }])
    const more = await refused(
      await post(system, path, { ...statusRequest, from: 'qa.pp' }),
      422,
      'ORDER_INVALID',
    )
    assert.equal(more.expected?.includes('body'), true)
    // A database takes no NUL.
    for (const odd of [{ language: 'e\u0000' }, { measures: ['a\u0000'] }])
      await refused(await post(system, path, { ...statusRequest, ...odd }), 422, 'ORDER_INVALID')
    const wrong = { type: 'status-request', body: { text: 'a text without its language' } }
    const { pointer } = await refused(await post(system, path, wrong), 422, 'MESSAGE_INVALID')
    assert.match(pointer ?? '', /^\/body\/text/)
    const { expected } = await refused(
      await post(system, path, { type: 'status-report', body: bodies['status-report'] }),
      409,
      'WORKFLOW_NOT_EXPECTED',
    )
    assert.equal(expected?.includes('status-request'), true)
    await refused(
      await post(system, systemPaths.cases, { ...asking, to: 'qa.nobody' }),
      403,
      'AUTHORITY_UNKNOWN',
    )
    await refused(
      await post(system, systemPaths.cases, { ...asking, type: 'status-request' }),
      422,
      'SCHEMA_UNKNOWN',
    )
    const large = { ...statusRequest, body: { text: { ...text, text: 'x'.repeat(1_100_000) } } }
    await refused(await post(system, path, large), 413, 'JSON_TOO_LARGE')
  })

  it('are refused with the place what is no text, which they would send again and again', async () => {
    const half = '"\\ud83d"'
    const body = JSON.stringify(bodies.request)
    for (const [said, pointer] of [
      [`{"to":"qa.pp","reference":${half},"language":"en","body":${body}}`, '/reference'],
      [`{"to":"qa.pp","reference":"VN-1","language":"en","body":{"a":[{"b/c":${half}}]}}`, '/body/a/0/b~1c'],
      [`{"to":"qa.pp","reference":"VN-1","language":"en","body":{"a":{${half}:1}}}`, '/body/a'],
      [`{"to":"qa.pp","reference":"VN-1","language":"en","body":{"a":1e999}}`, '/body/a'],
    ] as const) {
      const problem = await refused(await post(system, systemPaths.cases, said), 400, 'JSON_INVALID')
      assert.equal(problem.pointer, pointer)
    }
    const told = await refused(await post(system, movesOf(request), half), 400, 'JSON_INVALID')
    assert.match(told.detail ?? '', /not well-formed Unicode/)
    const nobody = of(systemPaths.draft, { draft: crypto.randomUUID() })
    const headers = { 'if-match': '"1-writing"' }
    const rewriting = { method: 'PUT', body: `{"body":{"text":${half}}}`, headers }
    await refused(await system.asked(nobody, rewriting), 400, 'JSON_INVALID')
    // Both halves are a text.
    const whole = `{"to":"qa.pp","reference":"VN-1","language":"en","body":{"a":"\\ud83d\\ude00"}}`
    await refused(await post(system, systemPaths.cases, whole), 422, 'MESSAGE_INVALID')
  })

  it('are told all that is wrong in what they say at once, in number and in work bounded', async () => {
    const placed = async (body: object, exhibits: readonly object[] = []): Promise<Problem> =>
      await refused(
        await post(system, systemPaths.cases, { ...asking, body, exhibits }),
        422,
        'MESSAGE_INVALID',
      )
    const { offences } = bodies.request as { readonly offences: readonly object[] }
    const wrong = {
      ...bodies.request,
      ...{ facts: undefined, offences: [{ ...offences[0], code: 7 }], urgency: 'soon', strange: 1 },
    }
    const told = await placed(wrong, [{ id: 'E1' }])
    const pointers = told.faults?.map(({ pointer }) => pointer) ?? []
    for (const place of ['facts', 'offences/0/code', 'urgency', 'strange'])
      assert.ok(pointers.includes(`/body/${place}`), JSON.stringify(pointers))
    assert.ok(
      pointers.some((pointer) => pointer.startsWith('/exhibits/0/')),
      JSON.stringify(pointers),
    )
    assert.ok(
      pointers.every((pointer) => /^\/(body|exhibits)\//.test(pointer)),
      JSON.stringify(pointers),
    )
    assert.deepEqual(told.faults?.[0]?.pointer, told.pointer)
    const many = await placed({ ...bodies.request, offences: Array.from({ length: 300 }, () => ({})) })
    assert.equal(many.faults?.length, 51)
    assert.match(many.faults.at(-1)?.detail ?? '', /[0-9]+ more/)
    // Of so many empty rows, every fault would take minutes.
    const flood = { ...bodies.request, offences: Array.from({ length: 100_000 }, () => ({})) }
    const begun = performance.now()
    const first = await placed(flood)
    assert.equal(first.faults, undefined)
    assert.match(first.pointer ?? '', /^\/body\/offences/)
    assert.ok(performance.now() - begun < 5_000)
  })

  it('change nothing that has changed since they saw it', async () => {
    const before = (await system.asked(movesOf(request))).headers.get('etag') ?? ''
    await move(system, statusRequest, { 'if-match': before })
    const stale = await post(system, movesOf(request), statusRequest, { 'if-match': before })
    await refused(stale, 412, 'PRECONDITION_FAILED')
    const weak = await post(system, movesOf(request), statusRequest, { 'if-match': 'W/"x"' })
    await refused(weak, 400, 'PARAMETER_INVALID')
    const { draft } = await opening(system)
    const path = of(systemPaths.draft, { draft })
    const put = (headers: Record<string, string>) =>
      system.asked(path, { method: 'PUT', body: { body: bodies.request }, headers })
    await refused(await put({}), 428, 'PRECONDITION_MISSING')
    await refused(await put({ 'if-match': '"1-writing"' }), 409, 'DRAFT_STAGE_WRONG')
    const approver = await member(world.asking, ['approver'], 'vn.spp')
    assert.equal((await system.drafts.giveBack(draft, 'Say why.', approver.by)).ok, true)
    const returned = await system.asked(path)
    const tag = returned.headers.get('etag') ?? ''
    const { returned: why } = await given<{ returned: { reason: string } }>(returned, 'DraftRead')
    assert.equal(why.reason, 'Say why.')
    await refused(await put({ 'if-match': '"1-writing"' }), 412, 'PRECONDITION_FAILED')
    const written = await put({ 'if-match': tag })
    const after = written.headers.get('etag') ?? ''
    assert.equal((await given<Draft>(written, 'DraftRead')).stage, 'submitted')
    await refused(
      await system.asked(path, { method: 'DELETE', headers: { 'if-match': tag } }),
      412,
      'PRECONDITION_FAILED',
    )
    const dropped = await system.asked(path, { method: 'DELETE', headers: { 'if-match': after } })
    assert.equal(dropped.status, 204)
  })

  it('see nothing of another authority, nor the drafts of another system, and their asking is noted', async () => {
    const { draft } = await opening(system)
    const other = await systemOf(world.asking)
    const paths = [
      of(systemPaths.oneCase, { request }),
      movesOf(request),
      of(systemPaths.messages, { request }),
      of(systemPaths.message, { request }),
    ]
    for (const path of paths) await refused(await neighbour.asked(path), 404, 'REQUEST_UNKNOWN')
    // Of whoever has the case, only the message is not there: one of another case, and what is no id.
    for (const message of [request, '2']) {
      const path = systemPaths.message.replace(':request', request).replace(':message', message)
      await refused(await system.asked(path), 404, 'MESSAGE_UNKNOWN')
      await refused(await neighbour.asked(path), 404, 'REQUEST_UNKNOWN')
    }
    await refused(await post(neighbour, movesOf(request), statusRequest), 404, 'REQUEST_UNKNOWN')
    for (const by of [neighbour, other]) {
      const path = of(systemPaths.draft, { draft })
      await refused(await by.asked(path), 404, 'DRAFT_UNKNOWN')
      const drop = { method: 'DELETE', headers: { 'if-match': '"2-submitted"' } }
      await refused(await by.asked(path, drop), 404, 'DRAFT_UNKNOWN')
    }
    const { cases } = await given<{ cases: object[] }>(await neighbour.asked(systemPaths.cases), 'Cases')
    assert.deepEqual(cases, [])
    assert.equal((await eventsOf(world.asking)).includes('act.refused'), true)
    for (const [by, path] of [
      [auditor, systemPaths.cases],
      [auditor, systemPaths.drafts],
      [system, apiPaths.entries],
    ] as const)
      await refused(await by.asked(path), 403, 'TOKEN_SCOPE_MISSING')
    const named = await refused(await auditor.asked(systemPaths.cases), 403, 'TOKEN_SCOPE_MISSING')
    assert.deepEqual(named.expected, ['cases'])
    for (const by of [auditor, system])
      for (const [path, method] of [
        ['/api/v1/nothing', 'GET'],
        ['/api/v1/nothing', 'POST'],
        [`${systemPaths.cases}/`, 'GET'],
        ['/API/V1/cases', 'GET'],
      ] as const) {
        const answer = await by.asked(path, { method, ...(method === 'POST' ? { body: asking } : {}) })
        assert.equal(answer.status, 404, `${method} ${path}`)
        assert.equal(((await answer.json()) as Problem).code, 'PATH_UNKNOWN')
      }
    const reader = await systemOf(world.asking, ['cases'])
    assert.equal((await reader.asked(movesOf(request))).status, 200)
    await refused(await post(reader, movesOf(request), statusRequest), 403, 'TOKEN_SCOPE_MISSING')
  })

  it('hand over files that they have uploaded, by their deposit, and no key of their own', async () => {
    const by = await systemOf(world.asking, ['cases', 'moves', 'exhibits'])
    const deposit = await uploaded(by)
    const title = { language: 'en', text: 'What an invented witness said' }
    const withFile = (files: readonly object[]) => ({ ...asking, exhibits: files })
    const path = systemPaths.cases
    const handed = { id: 'E1', deposit, title }
    const made = await given<Draft>(await post(by, path, withFile([handed])), 'Draft', 201)
    const read = await given<{ exhibits: { deposit: string; name: string; title: object }[] }>(
      await by.asked(of(systemPaths.draft, { draft: made.draft })),
      'DraftRead',
    )
    assert.deepEqual(
      read.exhibits.map((one) => [one.deposit, one.name, one.title, 'sealed' in one]),
      [[deposit, 'statement.txt', title, false]],
    )
    await by.approve(made.draft)
    await agreed(world, made.request, 1)
    const [announced] = (await listRecord(world.asking.node.node.db, made.request, 0, 5)).flatMap(
      (one) => messageIn(one).exhibits,
    )
    assert.deepEqual([announced?.sealed?.deposit, announced?.title], [deposit, title])
    // Who reads the message is told which file it is, and nothing that opens it.
    const ids = { request: made.request, message: made.message ?? '' }
    const said = await given<{
      files: object[]
      signed: string | null
      message: { exhibits: { sha256: string }[] }
    }>(await by.asked(of(systemPaths.message, ids)), 'MessageRead')
    assert.deepEqual([said.files, said.signed], [[{ exhibit: 'E1', deposit }], null])
    assert.equal(said.message.exhibits[0]?.sha256, announced?.sha256)
    const key = announced?.sealed?.key ?? ''
    assert.ok(key.length > 40 && !JSON.stringify(said).includes(key))

    // Nor by a message that encloses it, as its author signed it, keys and all.
    const [row] = await listRecord(world.asking.node.node.db, made.request, 0, 1)
    const { jws } = row ?? { jws: '' }
    const showing = { ...bodies.request, enclosed: [{ jws, record: made.request, why: text }] }
    const enclosing = await given<Draft>(await post(by, path, { ...asking, body: showing }), 'Draft', 201)
    await by.approve(enclosing.draft)
    await agreed(world, enclosing.request, 1)
    const place = { request: enclosing.request, message: enclosing.message ?? '' }
    const enclosed = await given<{ signed: string | null; message: { body: { enclosed: object[] } } }>(
      await by.asked(of(systemPaths.message, place)),
      'MessageRead',
    )
    assert.equal(enclosed.signed, null)
    assert.deepEqual(enclosed.message.body.enclosed, [{ record: made.request, why: text }])
    assert.ok(jws.length > 100 && !JSON.stringify(enclosed).includes(jws.split('.')[1] ?? ''))

    const sealed = { deposit, bytes: 1, sha256: '0'.repeat(64), key: 'A'.repeat(43) }
    const plain = { id: 'E1', name: 'a', mediaType: 'text/plain', bytes: 1, sha256: '0'.repeat(64) }
    const keyed = await post(by, path, withFile([{ ...plain, sealed }]))
    await refused(keyed, 422, 'ORDER_INVALID')
    await refused(await post(by, path, withFile([{ ...handed, sealed }])), 422, 'ORDER_INVALID')
    const elsewhere = await systemOf(world.asking, ['exhibits'], 'vn.moj')
    const other = await uploaded(elsewhere)
    for (const one of [other, crypto.randomUUID()]) {
      const { pointer } = await refused(
        await post(by, path, withFile([{ id: 'E1', deposit: one }])),
        404,
        'EXHIBIT_UNKNOWN',
      )
      assert.equal(pointer, '/exhibits/0/deposit')
    }
  })

  it('name no file that somebody destroys at that moment', async () => {
    const { node } = world.asking.node
    const by = await systemOf(world.asking, ['cases', 'moves', 'exhibits'])
    const deposit = await uploaded(by)
    const { draft } = await opening(by)
    const taken_at = node.machineNow()
    await inTransaction(node.db, (trx) => insertDraftFile(trx, { deposit, draft, taken_at }))
    const { asked } = await inTransaction(node.db, async (trx) => {
      assert.equal((await lockLeftFile(trx, deposit))?.id, deposit)
      const waits = post(by, systemPaths.cases, { ...asking, exhibits: [{ id: 'E1', deposit }] })
      await until('the order waits', async () => {
        const waiting = sql`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
        return (await waiting.execute(node.db)).rows.length > 0
      })
      await destroyFileKey(trx, deposit)
      return { asked: waits }
    })
    const { pointer } = await refused(await asked, 410, 'EXHIBIT_ERASED')
    assert.equal(pointer, '/exhibits/0/deposit')
  })

  it('list the files of no request of another authority, nor what was taken in for it', async () => {
    const files = `${exhibitPaths.exhibits}?request=${request}`
    await given(await auditor.asked(files), 'Exhibits')
    const elsewhere = await systemOf(world.asking, ['exhibits'], 'vn.moj')
    await refused(await elsewhere.asked(files), 404, 'REQUEST_UNKNOWN')
    const deposit = await uploaded(auditor)
    const one = of(exhibitPaths.exhibit, { deposit })
    const listedBy = async (by: TestSystem): Promise<boolean> =>
      (await (await by.asked(exhibitPaths.exhibits)).text()).includes(deposit)
    assert.deepEqual([await listedBy(auditor), await listedBy(elsewhere)], [true, false])
    await given(await auditor.asked(one), 'ExhibitRead')
    await refused(await elsewhere.asked(one), 404, 'EXHIBIT_UNKNOWN')
  })

  it('write nothing any more when nobody answers for them', async () => {
    const left = await systemOf(world.asking)
    const actor = { person: 'Example-Administrator', role: 'administrator', authority: 'vn.spp' }
    const key = { 'idempotency-key': 'before-they-left' }
    const seen = { ...key, 'if-match': (await left.asked(movesOf(request))).headers.get('etag') ?? '' }
    const both = await Promise.all([1, 2].map(() => post(left, movesOf(request), statusRequest, seen)))
    const texts = await Promise.all(both.map((one) => one.text()))
    assert.deepEqual([both.map(({ status }) => status), texts[1]], [[201, 201], texts[0]])
    assert.equal((await disablePerson(world.asking.node.node, left.officer, actor)).ok, true)
    await refused(await post(left, movesOf(request), statusRequest), 403, 'TOKEN_OFFICER_MISSING')
    // What was done before is told again: it was done, though they are gone and the case has moved on.
    assert.equal(await (await post(left, movesOf(request), statusRequest, seen)).text(), texts[0])
    assert.equal((await left.asked(systemPaths.cases)).status, 200)
  })

  it('are answered though the other side says nothing, and a round waits for that once', async () => {
    const { node } = world.asking.node
    const by = await systemOf(world.asking)
    const actor = { person: by.name, role: 'token', authority: 'vn.spp' }
    const never = systemAnswers(
      node,
      () => new Promise(() => undefined),
      () => undefined,
    )
    const placed = await never.move(request, { wanted: statusRequest, key: 'silence', seen: null }, actor)
    assert.ok(placed.ok && (JSON.parse(placed.text) as Draft).stage === 'sending')
    const again = await placeMove(node, request, { wanted: statusRequest, key: 'more', seen: null }, actor)
    assert.ok(again.ok)
    // As many as are looked at together, older, to a State that says nothing either.
    const { sendingAtOnceMax } = exchangeLimits.drafts
    await sql`insert into draft (id, authority, request, type, to_authority, reference, language, body, exhibits, author,
        editors, made_at, changed_at, version, stage, message, digest)
      select gen_random_uuid(), authority, request, type, 'nz.pp', reference, language, body, '[]', author,
        editors, made_at, changed_at - interval '1 hour', 1, 'sending', gen_random_uuid(), digest
      from draft, generate_series(1, ${sendingAtOnceMax + 5}::int) where id = ${placed.draft}::uuid`.execute(
      node.db,
    )
    const asked: string[] = []
    const later = { ...node, machineNow: () => new Date(Date.now() + 3_600_000) }
    await settleLeft(later, ({ to }) => {
      asked.push(to)
      return Promise.resolve(refuse('PEER_NOT_HEARD'))
    })
    assert.deepEqual(asked, ['nz.pp', 'qa.pp'])
    await sql`update draft set stage = 'dropped' where to_authority = 'nz.pp'`.execute(node.db)
    // One that breaks each time keeps neither others from being sent, nor files that nobody has from being forgotten.
    const left = await uploaded(await systemOf(world.asking, ['exhibits']))
    const taken_at = new Date(0)
    await inTransaction(node.db, (trx) =>
      insertDraftFile(trx, { deposit: left, draft: again.draft, taken_at }),
    )
    const broken: (string | undefined)[] = []
    await roundOfDrafts(later, ({ id }) => {
      broken.push(id)
      return Promise.reject(new Error('it breaks'))
    })
    assert.ok(broken.length >= 2)
    assert.equal((await findDeposit(node.db, left))?.status, 'erased')
    for (const draft of [placed.draft, again.draft])
      await settle(node, () => Promise.resolve(refuse('WORKFLOW_NOT_EXPECTED')), draft)
    const { rows } = await sql<{
      value: string
    }>`select s.value from audit_secret s join audit_entry e on e.id = s.entry
      where s.field = 'actor' and e.entry::jsonb ->> 'evt' = 'draft.returned' order by e.at desc, e.id desc limit 1`.execute(
      node.db,
    )
    assert.deepEqual(
      rows.map(({ value }) => JSON.parse(value) as object),
      [actor],
    )
  })

  it('write nothing by a token that ended after the head of their request, and bring their orders in time', async () => {
    const left = await systemOf(world.asking)
    const { node } = world.asking.node
    const { draft } = await opening(left)
    const path = of(systemPaths.draft, { draft })
    const tag = (await left.asked(path)).headers.get('etag') ?? ''
    const head = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }
    const order = JSON.stringify(statusRequest)
    const late = new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
      const open = startRequest(at(movesOf(request)), {
        method: 'POST',
        headers: { ...head, authorization: `Bearer ${left.token}`, 'content-length': order.length },
      })
      open.on('error', reject)
      open.on('response', (response) => {
        let body = ''
        response.on('data', (piece: Buffer) => void (body += piece.toString('utf8')))
        response.on('end', () => resolve({ status: response.statusCode, body }))
      })
      open.write(order.slice(0, 10))
      // The head is there, and its token was let in: it is revoked, and then comes the rest.
      void until('the token is let in', async () => {
        const { rows } =
          await sql`select from access_token where name = ${left.name} and used_on is not null`.execute(
            node.db,
          )
        return rows.length === 1
      })
        .then(() => new Promise((resolve) => setTimeout(resolve, 200)))
        .then(() => revokeAccessToken(node, left.name, atMachine('Example-Administrator')))
        .then(() => open.end(order.slice(10)), reject)
    })
    const { status, body } = await late
    assert.deepEqual([status, (JSON.parse(body) as Problem).code], [401, 'TOKEN_REVOKED'])
    const actor = { person: left.name, role: 'token', authority: 'vn.spp' }
    const dropped = await drop(node, draft, { seen: tag }, actor)
    const rewritten = await rewrite(node, draft, { seen: tag, wanted: { body: {} } }, actor)
    assert.deepEqual(
      [dropped, rewritten].map((one) => (one.ok ? null : one.code)),
      ['TOKEN_REVOKED', 'TOKEN_REVOKED'],
    )

    const app = express().post('/', ...orderBody(50), (_request, response) => void response.sendStatus(204))
    const server = app.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const socket = connect(port, '127.0.0.1')
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{')
    let answer = ''
    socket.on('data', (piece: Buffer) => void (answer += piece.toString('utf8')))
    await once(socket, 'close')
    server.close()
    assert.match(answer, /^HTTP\/1\.1 408 [\s\S]*ORDER_TOO_SLOW/)
  })

  it('read lists page by page', async () => {
    const by = await systemOf(world.asking)
    const { draft } = await opening(by)
    const more = exchangeLimits.systems.pageMax + 5
    await sql`insert into draft (id, authority, request, type, to_authority, reference, language, body, exhibits, author,
        editors, made_at, changed_at, version, stage, system)
      select gen_random_uuid(), authority, request, type, to_authority, reference, language, '{}', '[]', author,
        editors, made_at, changed_at, 1, 'writing', system
      from draft, generate_series(1, ${more}::int) where id = ${draft}::uuid`.execute(
      world.asking.node.node.db,
    )
    const { db } = world.asking.node.node
    await refused(await post(by, movesOf(request), statusRequest), 409, 'SYSTEM_DRAFTS_TOO_MANY')
    assert.equal((await move(system, statusRequest)).stage, 'sent')
    await sql`update draft set stage = 'dropped' where system = ${by.name} and stage = 'writing'`.execute(db)
    const seen: string[] = []
    for (let path: string | null = systemPaths.drafts; path !== null;) {
      const response = await by.asked(path)
      const link = /^<([^>]+)>; rel="next"$/.exec(response.headers.get('link') ?? '')
      path = link?.[1] ?? null
      const page = await given<{ drafts: Draft[] }>(response, 'Drafts')
      seen.push(...page.drafts.map((one) => one.draft))
    }
    assert.deepEqual([seen.length, new Set(seen).size], [more + 1, more + 1])
    await refused(await by.asked(`${systemPaths.drafts}?limit=1`), 400, 'PARAMETER_UNKNOWN')
    await refused(await by.asked(`${systemPaths.drafts}?after=x`), 400, 'PARAMETER_INVALID')
    // Behind what this system has not written, there is no page, and not the first one again.
    const { draft: another } = await opening(system)
    for (const after of [crypto.randomUUID(), another])
      await refused(await by.asked(`${systemPaths.drafts}?after=${after}`), 404, 'PAGE_UNKNOWN')
    for (const after of ['x', request, `2026-11-20T08:00:00.000Z_x`, `2026-99-20T08:00:00.000Z_${request}`])
      await refused(await by.asked(`${systemPaths.cases}?after=${after}`), 400, 'PARAMETER_INVALID')
    // A case that moves to the top takes no page with it.
    const listed = async (query: string) =>
      (
        await given<{ cases: { request: string; updatedAt: string }[] }>(
          await by.asked(`${systemPaths.cases}${query}`),
          'Cases',
        )
      ).cases
    const cases = await listed('')
    const oldest = cases.at(-1)
    assert.ok(cases.length > 1 && oldest !== undefined)
    const place = `?after=${oldest.updatedAt}_${oldest.request}`
    assert.deepEqual(await listed(place), [])
    await given<Draft>(await post(by, movesOf(oldest.request), statusRequest), 'Draft', 201)
    assert.deepEqual([(await listed('')).at(0)?.request, await listed(place)], [oldest.request, []])
  })

  it('have no draft more than they may, also where orders come at once and people begin drafts meanwhile', async () => {
    const by = await systemOf(world.asking)
    const { db } = world.asking.node.node
    const { draft } = await opening(by)
    const { openDraftsMax } = exchangeLimits.systems
    await sql`insert into draft (id, authority, request, type, to_authority, reference, language, body, exhibits, author,
        editors, made_at, changed_at, version, stage, system)
      select gen_random_uuid(), authority, request, type, to_authority, reference, language, '{}', '[]', author,
        editors, made_at, changed_at, 1, 'writing', system
      from draft, generate_series(1, ${openDraftsMax - 3}::int) where id = ${draft}::uuid`.execute(db)
    const answers = await Promise.all(Array.from({ length: 6 }, () => post(by, systemPaths.cases, asking)))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 201, 409, 409, 409, 409])
    for (const answer of answers.filter(({ status }) => status === 409))
      await refused(answer, 409, 'SYSTEM_DRAFTS_TOO_MANY')
    await sql`update draft set stage = 'dropped' where system = ${by.name} and stage in ('writing', 'submitted')`.execute(
      db,
    )
    // What a system and a person begin about one case at once does not wait for each other for good.
    const person = await member(world.asking, ['officer'], 'vn.spp')
    const order = { request, type: 'supplement', inReplyTo: null }
    const both = await Promise.all(
      Array.from({ length: 4 }, () =>
        Promise.all([by.drafts.move(order, person.by), post(by, movesOf(request), statusRequest)]),
      ),
    )
    for (const [begun, sent] of both) {
      assert.ok(begun.ok, JSON.stringify(begun))
      assert.equal(sent.status, 201)
      assert.equal((await by.drafts.drop(begun.draft, person.by)).ok, true)
    }
  })

  it('list cases by who has them, page by page, and of another authority nothing', async () => {
    const { node } = world.asking.node
    const { signInName } = await added(world.asking, ['officer'], { authority: 'vn.spp' })
    const person = await findPerson(node.db, signInName)
    assert.ok(person !== null)
    const { rows: names } = await sql<{
      name: string
    }>`select column_name as name from information_schema.columns
      where table_schema = current_schema() and table_name = 'request' and is_generated = 'NEVER'`.execute(
      node.db,
    )
    const columns = names
      .map(({ name }) => name)
      .filter((name) => !['id', 'assigned_to', 'assigned_at'].includes(name))
    const copied = sql.join(columns.map((name) => sql.ref(name)))
    const more = exchangeLimits.systems.pageMax + 5
    await sql`insert into request (id, assigned_to, assigned_at, ${copied})
      select gen_random_uuid(), ${person.id}::uuid, now(), ${copied}
      from request, generate_series(1, ${more}::int) where id = ${request}::uuid`.execute(node.db)
    const listed = async (by: TestSystem, query: string): Promise<readonly Listed[]> => {
      const all: Listed[] = []
      for (let path: string | null = `${systemPaths.cases}?${query}`; path !== null;) {
        const response = await by.asked(path)
        path = /^<([^>]+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1] ?? null
        if (path !== null) assert.match(path, new RegExp(query))
        const { cases } = await given<{ cases: readonly Listed[] }>(response, 'Cases')
        assert.ok(cases.length <= exchangeLimits.systems.pageMax)
        all.push(...cases)
      }
      assert.equal(new Set(all.map((one) => one.request)).size, all.length)
      return all
    }
    const theirs = await listed(system, `assignee=${signInName}`)
    assert.equal(theirs.length, more)
    assert.ok(theirs.every(({ assignee }) => assignee === signInName))
    const ofNobody = await listed(system, 'unassigned=true')
    assert.ok(ofNobody.length > 0 && ofNobody.every(({ assignee }) => assignee === null))
    const ids = (cases: readonly Listed[]) => cases.map((one) => one.request).toSorted()
    const all = await listed(system, 'ended=false')
    assert.deepEqual(ids([...theirs, ...ofNobody]), ids(all))
    assert.deepEqual(await listed(system, 'assignee=example-nobody'), [])
    // Whom the other authority's requests are given to, and which nobody has, its neighbour is not told.
    assert.deepEqual(await listed(neighbour, `assignee=${signInName}`), [])
    const known = new Set(ids(all))
    assert.deepEqual(
      (await listed(neighbour, 'unassigned=true')).filter((one) => known.has(one.request)),
      [],
    )
    const [place] = theirs.slice(-1)
    const behind = `${systemPaths.cases}?assignee=${signInName}&after=${place?.updatedAt ?? ''}_${request}`
    assert.deepEqual((await given<{ cases: Listed[] }>(await neighbour.asked(behind), 'Cases')).cases, [])
    for (const query of [`assignee=${signInName}&unassigned=true`, 'unassigned=false', 'assignee=%20'])
      await refused(await system.asked(`${systemPaths.cases}?${query}`), 400, 'PARAMETER_INVALID')
    await sql`delete from request where assigned_to = ${person.id}::uuid`.execute(node.db)
  })

  it('are shown a body for each type and each order that its schema in the document takes', () => {
    const { schemas } = document.components as { schemas: Record<string, JsonObject> }
    for (const name of Object.keys(schemas)) {
      const sample = sampleOf(name, schemas)
      assert.equal(sample !== null, /^(message|Asking|Move)\./.test(name), name)
      if (sample !== null) answerOf(name)(sample)
    }
    const sent = operations.flatMap(({ id, body }) =>
      body?.type === 'application/json' ? [{ id, body }] : [],
    )
    assert.ok(sent.length >= 3)
    for (const { id, body } of sent) {
      const { path, method } = operations.find((one) => one.id === id) ?? assert.fail(id)
      const template = path.replaceAll(/:([A-Za-z]+)/g, '{$1}')
      const paths = document.paths as Record<string, Record<string, { requestBody: { content: object } }>>
      const content = paths[template]?.[method]?.requestBody.content as Record<string, { example: object }>
      assert.deepEqual(content[body.type]?.example, bodySample(body, schemas))
      answerOf(body.schema ?? '')(content[body.type]?.example)
    }
  })

  it('are answered to every call that is shown, with what it says, as the document tells', async () => {
    const { schemas } = document.components as { schemas: Record<string, JsonObject> }
    const { token } = await systemOf(world.asking, ['cases', 'moves', 'audit', 'exhibits'])
    const tag = '"mYnI3gkFYvLzV5C0u1oX2A"'
    /** What a shell and curl make of a call. */
    const called = async (id: string, ids: Record<string, string> = {}): Promise<Response> => {
      const operation = operations.find((one) => one.id === id) ?? assert.fail(id)
      const call = sampleCall(operation)
      const variables: Readonly<Record<string, string>> = {
        TOKEN: token,
        KEY: crypto.randomUUID(),
        ETAG: tag,
      }
      const heads = [...call.matchAll(/--header (?:'([^']*)'|"([^"]*)")/g)].map(([, plain, open = '']) =>
        (plain ?? open.replace(/\$([A-Z]+)$/, (_, name: string) => variables[name] ?? '')).split(
          /: (.*)/s,
          2,
        ),
      ) as [string, string][]
      const [, method = call.includes('--head\n') || call.includes('--head ') ? 'HEAD' : 'GET'] =
        /--request ([A-Z]+)/.exec(call) ?? []
      const [, target = ''] = /"\$NODE([^"]*)"$/.exec(call) ?? []
      const { body } = operation
      const [example = ''] = Object.keys(ids)
      return await fetch(at(target.replace(example === '' ? '\n' : example, ids[example] ?? '')), {
        method,
        headers: heads,
        ...(body === undefined ? {} : { body: JSON.stringify(bodySample(body, schemas) ?? 'bytes') }),
      })
    }
    for (const { id, path, answers } of operations) {
      const response = await called(id)
      const { status } = response
      const told = path.includes(':') && id !== 'readReaderSchema' ? ['404'] : Object.keys(answers)
      assert.ok(told.includes(String(status)), `${id}: ${status} ${await response.text()}`)
    }
    const moved = await given<Draft>(await called('makeMove', { [exampleId]: request }), 'Draft', 201)
    assert.equal(moved.request, request)
  })

  it('have pages that show the document, without a token, a script or anything from elsewhere', async () => {
    const names = Object.keys((document.components as { schemas: JsonObject }).schemas)
    const pages = [readerPaths.reader, ...names.map((name) => of(readerPaths.readerSchema, { schema: name }))]
    for (const path of [pages[0] ?? '', ...pages.slice(1).filter((_, place) => place % 25 === 0)]) {
      const response = await fetch(at(path))
      const html = await response.text()
      assert.equal(response.status, 200, path)
      assert.match(
        response.headers.get('content-security-policy') ?? '',
        /^default-src 'none'; style-src 'self'/,
      )
      assert.doesNotMatch(html, /<script|https?:\/\/(?!rogatory\.example)[^"]*"|style="/)
      assert.ok(html.length < 60_000 * 4, `${path} has ${html.length} characters`)
      for (const [, target = ''] of html.matchAll(/href="([^"#][^"]*)"/g))
        assert.ok(
          pages.includes(decodeURIComponent(target).replace(/\?language=[a-z]{2}$/, '')) ||
            Object.values(readerPaths).some((one) => one === target),
          target,
        )
    }
    const reader = await (await fetch(at(readerPaths.reader))).text()
    for (const { id, path } of operations)
      assert.ok(reader.includes(`id="${id}"`) && reader.includes(path), id)
    assert.equal((await fetch(at(of(readerPaths.readerSchema, { schema: 'nothing' })))).status, 404)
    const tag = (await fetch(at(readerPaths.document))).headers.get('etag') ?? ''
    const withBody = await new Promise<number | undefined>((resolve, reject) => {
      const open = startRequest(at(readerPaths.document), { headers: { 'content-length': '1000000' } })
      open.on('error', reject)
      open.on('response', (response) => {
        resolve(response.statusCode)
        open.destroy()
      })
      open.flushHeaders()
    })
    assert.equal(withBody, 413)
    const same = await fetch(at(readerPaths.document), { headers: { 'if-none-match': tag } })
    assert.equal(same.status, 304)
    assert.equal(
      (await fetch(at(readerPaths.readerStyle))).headers.get('content-type'),
      'text/css; charset=utf-8',
    )
  })
})
