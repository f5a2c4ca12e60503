import assert from 'node:assert/strict'
import request from 'supertest'
import type { Admission } from '../../src/exchange/accessTokens.ts'
import type { AuditPage } from '../../src/exchange/auditAnswers.ts'
import type { SystemAnswers } from '../../src/exchange/systems/systemAnswers.ts'
import type { Uploads } from '../../src/exchange/uploads/uploads.ts'
import { tracerOfNode } from '../../src/exchange/tracing/tracer.ts'
import { type Result, refuse } from '../../src/message/refusal.ts'
import { createApi } from '../../src/web/apiApp.ts'
import type { ApiServices } from '../../src/web/apiServices.ts'
import { webLimits } from '../../src/web/limits.ts'
import { operations } from '../../src/web/openapi/document.ts'
import { apiPaths } from '../../src/web/paths.ts'
import { strangersAtPort } from '../../src/web/strangers.ts'
import { routesOf } from '../support/routesOf.ts'

const page: AuditPage = { shown: { json: { lines: [] }, table: [['name']] }, next: null }
const { questions, refusals, questionsAtOnceMax } = webLimits.api

const nothing = (): never => {
  throw new Error('nobody asks for files here')
}
const noUploads: Uploads = {
  ...{ begin: nothing, look: nothing, settled: nothing, append: nothing, end: nothing },
  ...{ ofDraft: nothing, taken: nothing, round: nothing, close: nothing },
}

const noSystems: SystemAnswers = {
  ...{ authorities: nothing, cases: nothing, oneCase: nothing, messages: nothing, oneMessage: nothing },
  ...{ moves: nothing, ask: nothing, move: nothing, drafts: nothing, draft: nothing },
  ...{ rewrite: nothing, drop: nothing },
}

const codeIn = ({ text }: { readonly text: string }): unknown =>
  (JSON.parse(text) as { readonly code?: string }).code

describe('the port for systems of the State', () => {
  let now = 0
  let noted: string[] = []
  let failures: string[] = []
  const nowMs = (): number => now
  /** Every token is one of ours but those that begin with `bad`. */
  const admit = (token: string): Promise<Admission> =>
    Promise.resolve(
      token.startsWith('bad')
        ? { ok: false, refusal: refuse('TOKEN_UNKNOWN'), name: null }
        : { ok: true, actor: { person: token, role: 'token', authority: 'vn.spp' } },
    )
  const app = (answer: () => Promise<Result<AuditPage>>, more: Partial<ApiServices> = {}) => {
    noted = []
    failures = []
    const services: ApiServices = {
      strangers: strangersAtPort(nowMs),
      admit,
      noteRefused: ({ refusal }) => {
        noted.push(refusal.code)
        return Promise.resolve()
      },
      audit: { entries: answer, missed: answer, unreasoned: answer, statistics: answer },
      exhibits: { list: nothing, show: nothing },
      uploads: noUploads,
      systems: noSystems,
      tracer: tracerOfNode(),
      nowMs,
      ...more,
    }
    return request(createApi(services, ({ path }) => failures.push(path)))
  }
  const found = (): Promise<Result<AuditPage>> => Promise.resolve({ ok: true, ...page })
  const by = (token: string) => ({ Authorization: `Bearer ${token}` })

  it('has no route that is no operation of its document, which says who may ask it', () => {
    const services = { uploads: noUploads, systems: noSystems, nowMs, audit: {}, exhibits: {} }
    const api = createApi(services as unknown as ApiServices, () => undefined)
    const named = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`)
    // What has an answer that would be lost on HEAD refuses that method; an operation that is HEAD is one of the document.
    const isRefused = (route: string): boolean => route.startsWith('HEAD ') && !named.includes(route)
    assert.deepEqual(
      routesOf(api)
        .filter((route) => !isRefused(route))
        .sort(),
      named.toSorted(),
    )
  })

  it('links to the next page with the same question, whatever the form of the answer', async () => {
    const api = app(() => Promise.resolve({ ok: true, ...page, next: '1017' }))
    const question = 'person=T%C3%AA%3E%3B+n&event=case&event=log&first=17'
    for (const accept of ['application/json', 'text/csv']) {
      const { headers } = await api.get(`${apiPaths.entries}?${question}`).set({ ...by('a'), Accept: accept })
      const next = 'person=T%C3%AA%3E%3B+n&event=case&event=log&first=1017'
      assert.equal(headers.link, `<${apiPaths.entries}?${next}>; rel="next"`)
      assert.equal(headers.vary, 'Accept')
    }
    assert.equal((await app(found).get(apiPaths.entries).set(by('a'))).headers.link, undefined)
  })

  it('answers each token so often, one as before though another asks too often', async () => {
    const api = app(found)
    const ask = async (token: string) => await api.get(apiPaths.entries).set(by(token))
    for (let count = 0; count < questions.afterPauseMax; count += 1)
      assert.equal((await ask('a')).status, 200)
    const over = await ask('a')
    assert.deepEqual([over.status, over.headers['retry-after']], [429, '1'])
    assert.equal(codeIn(over), 'QUESTIONS_TOO_MANY')
    assert.equal((await ask('b')).status, 200)
    now += 1_000
    for (let count = 0; count < questions.perSecond; count += 1) assert.equal((await ask('a')).status, 200)
    assert.equal((await ask('a')).status, 429)
  })

  it('answers so many questions at once, and has room again when one has ended, well or not', async () => {
    const waiting: ((reason: unknown) => void)[] = []
    let isBusy = true
    const api = app(() => (isBusy ? new Promise((_, reject) => waiting.push(reject)) : found()))
    const ask = async (token: string) => await api.get(apiPaths.statistics).query(march).set(by(token))
    const begun = Array.from({ length: questionsAtOnceMax }, (_, place) => ask(`t${place}`))
    while (waiting.length < questionsAtOnceMax) await new Promise((resolve) => setTimeout(resolve, 1))
    const over = await ask('more')
    assert.deepEqual([over.status, codeIn(over)], [503, 'NODE_BUSY'])
    isBusy = false
    for (const end of waiting) end(new Error('the database went away'))
    for (const one of begun) assert.equal((await one).status, 503)
    // The path, and never the question.
    assert.deepEqual(new Set(failures), new Set([apiPaths.statistics]))
    assert.equal((await ask('more')).status, 200)
  })
  const march = { from: '2027-03-01', until: '2027-04-01' }

  it('notes refused tokens so often, and tells no more than it has noted', async () => {
    // As if each came from another address.
    const far = { ...strangersAtPort(nowMs), refuse: () => true, mayLook: () => true }
    const api = app(found, { strangers: far })
    const ask = async () => await api.get(apiPaths.entries).set(by('bad'))
    for (let count = 0; count < refusals.afterPauseMax; count += 1) assert.equal((await ask()).status, 401)
    const over = await ask()
    assert.deepEqual([over.status, over.headers['www-authenticate']], [429, undefined])
    assert.equal(noted.length, refusals.afterPauseMax)
    // Whoever has a token is heard all the same.
    assert.equal((await api.get(apiPaths.entries).set(by('a'))).status, 200)
  })

  it('is shut for an address that brings too many wrong tokens', async () => {
    const api = app(found)
    const ask = async () => await api.get(apiPaths.entries).set(by('bad'))
    for (let count = 0; count < webLimits.address.refusals.afterPauseMax; count += 1) await ask()
    await assert.rejects(ask(), /hang up|ECONNRESET/)
    assert.equal(noted.length, webLimits.address.refusals.afterPauseMax)
  })

  it('takes one way of asking: GET without a body, one token in the head, one form that there is', async () => {
    const api = app(found)
    for (const method of ['post', 'put', 'delete', 'head'] as const) {
      const { status, headers } = await api[method](apiPaths.entries).set(by('a'))
      assert.deepEqual([status, headers.allow], [405, 'GET'], method)
    }
    assert.equal((await api.get(apiPaths.entries).set(by('a')).send({ person: 'x' })).status, 413)
    const other = await api.get(apiPaths.entries).set({ ...by('a'), Accept: 'text/html' })
    assert.equal(other.status, 406)
    for (const path of [`${apiPaths.entries}/`, apiPaths.entries.toUpperCase(), '/']) {
      const answer = await api.get(path).set(by('a'))
      assert.deepEqual([answer.status, (answer.body as { code?: string }).code], [404, 'PATH_UNKNOWN'], path)
    }
    for (const authorization of ['Bearer', 'Bearer a b', 'Bearer a,b', 'bearer=a', 'Token a'])
      assert.equal((await api.get(apiPaths.entries).set('Authorization', authorization)).status, 401)
    assert.equal((await api.get(apiPaths.entries).set('Authorization', 'bearer a')).status, 200)
  })

  it('says nothing where the node cannot note what it tells', async () => {
    const refusal = refuse('NODE_ROLLED_BACK', { detail: 'more than a stranger need know' })
    const behind = app(found, { admit: () => Promise.resolve({ ok: false, refusal, name: null }) })
    const refused = await behind.get(apiPaths.entries).set(by('a'))
    assert.deepEqual([refused.status, codeIn(refused)], [503, 'NODE_UNAVAILABLE'])
    assert.ok(!refused.text.includes('stranger'))
    const broken = app(found, { noteRefused: () => Promise.reject(new Error('the database went away')) })
    const untold = await broken.get(apiPaths.entries).set(by('bad'))
    assert.deepEqual([untold.status, untold.headers['www-authenticate']], [503, undefined])
  })
})
