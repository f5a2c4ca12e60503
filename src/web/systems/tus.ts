import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { Server } from '@tus/server'
import type { Request, RequestHandler } from 'express'
import { type Uploader, byToken } from '../../exchange/uploads/uploader.ts'
import type { UploadState, Uploads } from '../../exchange/uploads/uploads.ts'
import { exhibitBytesMax } from '../../exhibit/takeIn.ts'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import { webLimits } from '../limits.ts'
import { exhibitPaths } from '../paths.ts'
import { answerWithProblem } from '../problem.ts'
import { actorOf } from './bearer.ts'
import { sendJson, takesJson } from './exhibits.ts'
import { parametersIn } from './parameters.ts'
import { type Turns, turnsOf } from './turns.ts'
import { type UploadBody, uploadBody } from './uploadBody.ts'
import { headRefusal, metadataIn, shownHeads } from './uploadHead.ts'
import { uploadLocker } from './uploadLocker.ts'
import { UploadStore, granted, refusalIn } from './uploadStore.ts'

/** What is known of a request while the library for tus answers it. */
interface Asked {
  readonly by: Uploader
  /** Id in the path; absent: one is to be begun. */
  readonly upload: string | undefined
  refusal: Refusal | null
  /** What broke. */
  failure: { readonly reason: unknown } | null
}

/** Uploads by tus 1.0: begins one, tells how far it is, takes bytes, ends it. */
export interface UploadRoutes {
  /** For requests that bring bytes. */
  readonly write: RequestHandler
  /** For the other ones. */
  readonly ask: RequestHandler
  /** How an upload stands, as JSON. */
  readonly look: RequestHandler<{ upload: string }>
}

/** @param nowMs - a clock that never goes back */
export function uploadRoutes(uploads: Uploads, nowMs: () => number): UploadRoutes {
  const { requests: rate, writingAtOnceMax, askingAtOnceMax } = webLimits.uploads
  const asking = turnsOf(nowMs, { rate, atOnceMax: askingAtOnceMax })
  const writing = turnsOf(nowMs, { rate, atOnceMax: writingAtOnceMax })
  const answer = tusAnswers(uploads)
  const route =
    (turns: Turns): RequestHandler =>
    async (request, response) => {
      const body = uploadBody(request, nowMs)
      const wrong = headRefusal(request)
      const answered =
        wrong ??
        (await turns.take(actorOf(response).person, () => answer(request, body, byToken(actorOf(response)))))
      if (!answered.ok) {
        await body.readAway()
        if (!request.complete) response.set('Connection', 'close')
        response.set('Tus-Resumable', '1.0.0')
        if (answered.code === 'UPLOAD_PROTOCOL_UNKNOWN') response.set('Tus-Version', '1.0.0')
        answerWithProblem(response, answered)
        return
      }
      // Somebody else has asked for the upload meanwhile, and has it now.
      if (!request.complete) response.set('Connection', 'close')
      response.status(answered.status).set(answered.heads).end()
    }
  return {
    write: route(writing),
    ask: route(asking),
    look: async (request, response) => {
      if (!takesJson(request.accepts(['application/json']), response)) return
      const actor = actorOf(response)
      const found = await asking.take(actor.person, async () => {
        const target = parametersIn(request.originalUrl, [])
        return target.ok ? await uploads.look(request.params.upload, byToken(actor)) : target
      })
      if (found.ok) sendJson(response, viewOf(found))
      else answerWithProblem(response, found)
    },
  }
}

/** How an upload stands: what it becomes is its `deposit`, or `refusal` says why it becomes nothing. */
function viewOf({ row, offset, bytesPerSecond, secondsLeft }: UploadState): object {
  return {
    upload: row.id,
    status: row.status,
    name: row.name,
    bytes: row.bytes,
    arrivedBytes: offset,
    bytesPerSecond,
    secondsLeft,
    request: row.request,
    derivedFrom: row.derived_from,
    place: row.place,
    reason: row.reason,
    begunAt: row.begun_at,
    expiresAt: row.status === 'coming' ? row.expires_at : null,
    deposit: row.deposit,
    refusal: row.refusal,
  }
}

/** As the library tells, in small letters. */
const expiresHead = 'upload-expires'

/** Answers a request of tus, whose body comes as it is read. */
export type TusAnswer = (
  request: Request,
  body: UploadBody,
  by: Uploader,
) => Promise<Result<{ readonly status: number; readonly heads: Readonly<Record<string, string>> }>>

/** What the library for tus answers, without what would let the pages of other origins read it. */
export function tusAnswers(uploads: Uploads): TusAnswer {
  /** By what is done for it: the library does not say to the store who asks, and several may ask for one upload. */
  const asked = new AsyncLocalStorage<Asked>()
  const askedNow = (): Asked => {
    const found = asked.getStore()
    if (found === undefined) throw new Error('the library for tus does something that nobody has asked for')
    return found
  }
  const store = new UploadStore(uploads, async (upload) => {
    granted(await uploads.end(upload, askedNow().by))
  })
  const server = new Server({
    path: exhibitPaths.uploads,
    datastore: store,
    locker: uploadLocker(),
    relativeLocation: true,
    respectForwardedHeaders: false,
    maxSize: exhibitBytesMax,
    allowedOrigins: [],
    namingFunction: () => randomUUID(),
    getFileIdFromRequest: () => askedNow().upload,
    async onIncomingRequest(_request, id) {
      const { by, upload } = askedNow()
      // Nobody is told of the uploads of others.
      if (upload !== undefined) granted(await uploads.look(id, by))
    },
    async onUploadCreate(request, { id, size = 0 }) {
      const { said } = granted(metadataIn(request.headers.get('upload-metadata') ?? undefined))
      granted(await uploads.begin({ id, bytes: size, ...said }, askedNow().by))
      return {}
    },
    async onUploadFinish(_request, { id }) {
      await uploads.taken(id)
      const { row } = granted(await uploads.look(id, askedNow().by))
      if (row.status === 'refused') granted(refuse('UPLOAD_ENDED', { detail: row.refusal ?? row.status }))
      return row.deposit === null ? {} : { headers: { 'Rogatory-Deposit': row.deposit } }
    },
    onResponseError(_request, caught) {
      const found = askedNow()
      found.refusal = refusalIn(caught)
      if (found.refusal === null) found.failure = { reason: caught }
      return undefined
    },
  })
  /** Until when an upload waits for more, as the head says it; null: it is not there any more. */
  const endOf = async (upload: string, by: Uploader): Promise<string | null> => {
    const found = await uploads.look(upload, by)
    return found.ok ? found.row.expires_at.toUTCString() : null
  }
  return async (request, body, by) => {
    const web = webRequest(request, body)
    const upload = typeof request.params.upload === 'string' ? request.params.upload : undefined
    const found: Asked = { by, upload, refusal: null, failure: null }
    const answered = await asked.run(found, () => server.handleWeb(web))
    if (body.isSlow()) return refuse('UPLOAD_TOO_SLOW')
    if (found.refusal !== null) return found.refusal
    if (found.failure !== null) throw found.failure.reason
    // What it refuses before it asks: heads that have not the form.
    if (answered.status >= 400) return await refusedHeads(answered)
    const heads = headsOf(answered)
    // The library tells the end that was before these bytes had come.
    const expires = upload === undefined || heads[expiresHead] === undefined ? null : await endOf(upload, by)
    return {
      ok: true,
      status: answered.status,
      heads: expires === null ? heads : { ...heads, [expiresHead]: expires },
    }
  }
}

/** The request as the library reads it: without token, and without a name of this host. */
function webRequest(request: Request, { source }: UploadBody): globalThis.Request {
  const { method, headers, path } = request
  const shown = new Headers()
  for (const name of shownHeads) {
    const value = headers[name]
    if (typeof value === 'string') shown.set(name, value)
  }
  // Node reads every iterable; the types, which are those of browsers, know of streams only.
  const readable = source as unknown as BodyInit
  const body = method === 'PATCH' ? { body: readable, duplex: 'half' as const } : {}
  return new globalThis.Request(new URL(path, 'http://node.invalid'), { method, headers: shown, ...body })
}

function headsOf({ headers }: globalThis.Response): Readonly<Record<string, string>> {
  return Object.fromEntries([...headers].filter(([name]) => !name.startsWith('access-control-')))
}

async function refusedHeads(answered: globalThis.Response): Promise<Refusal> {
  const [, names = ''] = /^Invalid (.+)\n$/.exec(await answered.text()) ?? []
  return names === 'upload-metadata'
    ? refuse('UPLOAD_METADATA_INVALID')
    : refuse('UPLOAD_HEAD_INVALID', names === '' ? {} : { detail: names })
}
