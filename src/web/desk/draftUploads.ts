import { randomUUID } from 'node:crypto'
import type { Request, Response } from 'express'
import { isWritable } from '../../exchange/drafts/keptDraft.ts'
import type { DraftView } from '../../exchange/drafts/readDraft.ts'
import type { UploadState } from '../../exchange/uploads/uploads.ts'
import { byPerson, postedIn } from '../../exchange/uploads/uploader.ts'
import { type Refusal, type RefusalCode, type Result, refuse } from '../../message/refusal.ts'
import { webLimits } from '../limits.ts'
import { problems } from '../problem.ts'
import { type Turns, turnsOf } from '../systems/turns.ts'
import { type TusAnswer, tusAnswers } from '../systems/tus.ts'
import { uploadBody } from '../systems/uploadBody.ts'
import { headRefusal } from '../systems/uploadHead.ts'
import { type Desk, type DeskHandler, actingIn } from './desk.tsx'
import { filesLink, uploadLink } from './draftLinks.ts'
import { draftFor } from './draftOf.ts'
import { keepInUse } from './draftFiles.tsx'
import { formIn } from './form.ts'
import { visitOf } from './pageOf.ts'
import { saidIn, saidMembers } from './saidOfFile.ts'
import type { UploadRouteName } from './uploadPaths.ts'

const line = { charactersMax: webLimits.desk.nameCharactersMax }
/** What is posted to begin an upload: what a form says of a file, and the file as its browser sees it. */
const members = {
  ...saidMembers,
  ...{ name: { charactersMax: 2_000 }, bytes: { charactersMax: 15 }, fingerprint: line },
} as const

/**
 * What answers where the script of a page brings files into a draft: it begins with a form like any other, for what is said of a
 * file does not fit into a head, and goes on by tus 1.0, as at the port for systems.
 */
export function uploadHandlers(desk: Desk): Readonly<Record<UploadRouteName, DeskHandler>> {
  const nowMs = (): number => performance.now()
  const { requests: rate, writingAtOnceMax, askingAtOnceMax } = webLimits.uploads
  const asking = turnsOf(nowMs, { rate, atOnceMax: askingAtOnceMax })
  const writing = turnsOf(nowMs, { rate, atOnceMax: writingAtOnceMax })
  const tus = tusAnswers(desk.services.uploads)
  return {
    draftUploads: listUploads(desk),
    beginUpload: beginUpload(desk, asking),
    upload: lookAtUpload(desk, asking, answerByTus(desk, asking, tus)),
    continueUpload: continueUpload(desk, answerByTus(desk, writing, tus)),
    endUpload: endUpload(desk),
  }
}

/** Tells the script which uploads of this person are not over, and by what they are let go on. */
function listUploads(desk: Desk): DeskHandler {
  return async (request, response) => {
    const view = await draftFor(desk, request, response)
    if (view === null) return
    const { owner } = uploaderIn(request, response, view)
    const { formToken } = visitOf(request, response)
    const all = await desk.services.uploads.ofDraft(owner)
    const uploads = all.flatMap(({ row }) => {
      const fingerprint = postedIn(row)?.fingerprint
      return fingerprint === undefined ? [] : [{ place: uploadLink(view.draft.id, row.id), fingerprint }]
    })
    response.status(200).json({ formToken, uploads })
  }
}

function beginUpload(desk: Desk, turns: Turns): DeskHandler {
  return async (request, response) => {
    const view = await draftFor(desk, request, response)
    if (view === null) return
    const begun = await turns.take(actingIn(request, response).person.id, () =>
      begunFor(desk, request, response, view),
    )
    if (begun.ok) response.status(201).location(begun.place).json({ place: begun.place })
    else tellScript(desk, request, response, begun)
  }
}

async function begunFor(
  { services: { files, uploads } }: Desk,
  request: Request,
  response: Response,
  view: DraftView,
): Promise<Result<{ readonly place: string }>> {
  const form = formIn(response, members)
  if (!form.ok) return form
  const [[name = ''], [bytes = ''], [fingerprint = '']] = [
    form.values.name,
    form.values.bytes,
    form.values.fingerprint,
  ]
  if (name === '') return refuse('FORM_MEMBER_INVALID', { pointer: '/name' })
  if (!/^(?:0|[1-9]\d*)$/.test(bytes)) return refuse('FORM_MEMBER_INVALID', { pointer: '/bytes' })
  const said = saidIn(form.values, view)
  const by = actingIn(request, response)
  const may = await files.mayAdd(view.draft.id, said, by)
  if (!may.ok) return may
  const id = randomUUID()
  const posted = { said, address: by.address, fingerprint }
  const begun = await uploads.begin(
    { id, name, bytes: Number(bytes), posted },
    uploaderIn(request, response, view),
  )
  return begun.ok ? { ok: true, place: uploadLink(view.draft.id, id) } : begun
}

type Answering = (request: Request, response: Response, view: DraftView) => Promise<void>

/** Tells how far an upload is: by `HEAD` as tus does, by `GET` what has become of it, in the words of the reader. */
function lookAtUpload(desk: Desk, turns: Turns, byTus: Answering): DeskHandler {
  return async (request, response) => {
    const view = await draftFor(desk, request, response)
    if (view === null) return
    if (request.method === 'HEAD') {
      await byTus(request, response, view)
      return
    }
    const by = uploaderIn(request, response, view)
    const found = await turns.take(actingIn(request, response).person.id, () =>
      desk.services.uploads.look(idIn(request), by),
    )
    if (found.ok) response.status(200).json(shownOf(desk, request, response, found))
    else tellScript(desk, request, response, found)
  }
}

function continueUpload(desk: Desk, byTus: Answering): DeskHandler {
  return async (request, response) => {
    const inUse = keepInUse(desk, response)
    try {
      const view = await draftFor(desk, request, response)
      if (view !== null) await byTus(request, response, view)
    } finally {
      clearInterval(inUse)
    }
  }
}

/** Ends one that is not finished: what came of it is destroyed. */
function endUpload(desk: Desk): DeskHandler {
  return async (request, response) => {
    const view = await draftFor(desk, request, response)
    if (view === null) return
    const form = formIn(response, {})
    const ended = form.ok
      ? await desk.services.uploads.end(idIn(request), uploaderIn(request, response, view))
      : form
    if (ended.ok) response.redirect(303, filesLink(view.draft.id))
    else desk.refuse(request, response, ended)
  }
}

/** What the library for tus answers, for a draft that may be written. */
function answerByTus(desk: Desk, turns: Turns, tus: TusAnswer): Answering {
  return async (request, response, view) => {
    const body = uploadBody(request, () => performance.now())
    const by = uploaderIn(request, response, view)
    const wrong = isWritable(view.draft) ? headRefusal(request) : refuse('DRAFT_STAGE_WRONG')
    const answered = wrong ?? (await turns.take(by.owner.person, () => tus(request, body, by)))
    if (!answered.ok) await body.readAway()
    if (!request.complete) response.set('Connection', 'close')
    response.set('Tus-Resumable', '1.0.0')
    if (answered.ok) response.status(answered.status).set(answered.heads).end()
    else tellScript(desk, request, response, answered)
  }
}

function uploaderIn(request: Request, response: Response, { draft }: DraftView) {
  return byPerson(actingIn(request, response), draft.id)
}

function idIn({ params }: Request): string {
  return typeof params.upload === 'string' ? params.upload : ''
}

/** What has become of an upload: how much of it came, and where it was not taken in, why. */
function shownOf(desk: Desk, request: Request, response: Response, { row, offset }: UploadState): object {
  const { status, bytes, refusal } = row
  const why = refusal === null ? null : textOf(desk, request, response, refuse(refusal as RefusalCode))
  return { status, bytes, arrivedBytes: offset, text: why }
}

function textOf(desk: Desk, request: Request, response: Response, refusal: Refusal): string {
  return desk.errorOf(visitOf(request, response), refusal, null).text
}

/** Says no to the script: by its code, and in the words of the reader. */
function tellScript(desk: Desk, request: Request, response: Response, refusal: Refusal): void {
  const text = textOf(desk, request, response, refusal)
  response.status(problems[refusal.code].status).json({ code: refusal.code, text })
}
