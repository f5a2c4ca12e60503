import type { Request, Response } from 'express'
import { nothingOfIntake } from '../../exchange/exhibits/circumstances.ts'
import type { Announcement } from '../../exchange/exhibits/takeIn.ts'
import type { Acting } from '../../exchange/people/deskPeople.ts'
import type { SaidOfFile } from '../../exchange/drafts/fileWords.ts'
import { isWritable } from '../../exchange/drafts/keptDraft.ts'
import type { DraftView } from '../../exchange/drafts/readDraft.ts'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import { lineIn } from '../form/typed.ts'
import { deskRoutes } from '../deskPaths.ts'
import { webLimits } from '../limits.ts'
import { DraftFilesPage } from '../pages/DraftFiles.tsx'
import { problems } from '../problem.ts'
import { type Desk, type DeskHandler, actingIn } from './desk.tsx'
import { checkLink, filesLink } from './draftLinks.ts'
import { draftFor } from './draftOf.ts'
import { type Values, readFilesForm } from './filesForm.ts'
import { formIn } from './form.ts'
import { uploadBody } from '../systems/uploadBody.ts'
import { toSignIn } from './guard.ts'
import { answerWithPage, visitOf } from './pageOf.ts'
import { saidIn, saidMembers } from './saidOfFile.ts'
import { letRun } from './scripts.ts'
import { sessionOf } from './session.ts'

const members = { ...saidMembers, deposit: { charactersMax: webLimits.desk.nameCharactersMax } } as const

/** What somebody has typed of a file. */
export type TypedOfFile = SaidOfFile & { readonly deposit: string }

const nothing: TypedOfFile = {
  title: '',
  collected: null,
  takenIn: nothingOfIntake,
  handling: {},
  deposit: '',
}

/** The files of a draft: what it hands over, and where more are added. */
export function draftFilesPage(desk: Desk): DeskHandler {
  return async (request, response) => {
    const view = await draftFor(desk, request, response)
    if (view === null) return
    if (isWritable(view.draft)) await show(desk, request, response, view, null)
    else response.redirect(303, checkLink(view.draft.id))
  }
}

/**
 * Takes files in as they come, and adds them to the draft once all are here; where one is not taken, none of them is.
 */
export function addFiles(desk: Desk): DeskHandler {
  const { files } = desk.services
  const { atOnceMax, ofPersonMax, filesMax, bytesMax } = webLimits.desk.files
  const under = new Map<string, number>()
  return async (request, response) => {
    const view = await draftFor(desk, request, response)
    if (view === null) return
    const by = actingIn(request, response)
    const { id } = view.draft
    const own = under.get(by.person.id) ?? 0
    const all = [...under.values()].reduce((sum, count) => sum + count, 0)
    if (own >= ofPersonMax || all >= atOnceMax) {
      // Whoever is still sending does not read an answer.
      await uploadBody(request, () => performance.now()).readAway()
      response.set('Connection', 'close')
      desk.refuse(request, response, refuse('NODE_BUSY'))
      return
    }
    under.set(by.person.id, own + 1)
    let typed = nothing
    const announced: Announcement[] = []
    const forget = (): Promise<void> =>
      files.forget(
        announced.map(({ deposit }) => deposit),
        by,
      )
    const inUse = keepInUse(desk, response)
    try {
      const { outcome } = await readFilesForm(request, response, {
        members,
        fileMember: 'files',
        filesMax,
        bytesMax,
        begin: (values) => {
          typed = typedIn(values, view)
          return files.mayAdd(id, typed, by)
        },
        take: async (file) => {
          const taken = await files.takeIn(id, file, typed, by)
          if (taken.ok) announced.push(taken.announcement)
          return taken
        },
      })
      const standing = outcome.ok ? await standingNow(desk, response, by) : 'may'
      if (standing !== 'may') {
        await forget()
        await turnAway(desk, request, response, standing, by)
        return
      }
      const added = outcome.ok ? await addAll(desk, id, announced, typed, by) : outcome
      // If the process dies here, they are forgotten by whoever looks for what is left.
      if (!added.ok) await forget()
      await answer(desk, request, response, added, typed)
    } catch (reason) {
      await forget()
      throw reason
    } finally {
      clearInterval(inUse)
      const left = (under.get(by.person.id) ?? 1) - 1
      if (left === 0) under.delete(by.person.id)
      else under.set(by.person.id, left)
    }
  }
}

/** What comes for longer than a session waits is use of it all the same; ends with the interval that it gives. */
export function keepInUse({ services: { people } }: Desk, response: Response): NodeJS.Timeout {
  const token = sessionOf(response)?.token
  return setInterval(() => {
    // What cannot be noted now is noted the next time.
    if (token !== undefined) void people.visitor(token).catch(() => undefined)
  }, webLimits.desk.files.seenEveryMs)
}

/** What may have become of whoever sends files since the first byte: they may add them, are signed out, may not, or nobody knows. */
type Standing = 'may' | 'signedOut' | 'mayNot' | Refusal

async function standingNow(
  { services: { people } }: Desk,
  response: Response,
  by: Acting,
): Promise<Standing> {
  const token = sessionOf(response)?.token
  const visitor = token === undefined ? null : await people.visitor(token)
  if (visitor === null) return 'signedOut'
  if (!('person' in visitor)) return visitor
  const { id, authority, roles } = visitor.person
  if (id !== by.person.id || visitor.mustChoosePassword) return 'signedOut'
  const { audience } = deskRoutes.addFiles
  return authority === by.person.authority && audience.some((role) => roles.includes(role)) ? 'may' : 'mayNot'
}

/** Answers as if they asked for the page only now. */
async function turnAway(
  desk: Desk,
  request: Request,
  response: Response,
  standing: Exclude<Standing, 'may'>,
  by: Acting,
): Promise<void> {
  if (standing === 'signedOut') await toSignIn(desk)(request, response, () => undefined)
  else if (standing !== 'mayNot') desk.refuse(request, response, standing)
  else {
    const { method, path } = deskRoutes.addFiles
    await desk.services.people.noteRefused(by, `${method} ${path}`, 'PAGE_UNKNOWN')
    desk.problem(request, response, 404)
  }
}

/** Takes a file off a draft. */
export function removeFile(desk: Desk): DeskHandler {
  return async (request, response) => {
    const view = await draftFor(desk, request, response)
    if (view === null) return
    const form = formIn(response, { exhibit: { charactersMax: 10 }, sha256: { charactersMax: 64 } })
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const [[exhibit = ''], [sha256 = '']] = [form.values.exhibit, form.values.sha256]
    const by = actingIn(request, response)
    const removed = await desk.services.files.remove(view.draft.id, { exhibit, sha256 }, by)
    await answer(desk, request, response, removed, nothing)
  }
}

/** Adds what came, and what is here already: by the command line, or by a system of the State. */
async function addAll(
  { services: { files } }: Desk,
  draft: string,
  announced: readonly Announcement[],
  typed: TypedOfFile,
  by: Acting,
): Promise<Result<object>> {
  const { deposit } = typed
  if (announced.length === 0 && deposit === '') return refuse('FORM_MEMBER_INVALID', { pointer: '/files' })
  const added = { files: announced, deposit: deposit === '' ? null : deposit }
  return await files.add(draft, added, typed, by)
}

function typedIn(values: Values<keyof typeof members>, view: DraftView): TypedOfFile {
  return { ...saidIn(values, view), deposit: lineIn(values.deposit[0] ?? '', true) ?? '' }
}

/** The field of the page to which a refusal belongs; null: none. */
function fieldOf({ code, pointer = '' }: Refusal): string | null {
  if (['FORM_TOO_LARGE', 'EXHIBIT_TOO_LARGE', 'EXHIBIT_INFECTED'].includes(code)) return 'files'
  return /^\/(files|title|handling|pap|europolHandling|at|by|place|intakePlace|intakeReason|deposit)$/.test(
    pointer,
  )
    ? pointer.slice(1)
    : null
}

async function answer(
  desk: Desk,
  request: Request,
  response: Response,
  done: Result<object>,
  typed: TypedOfFile,
): Promise<void> {
  const view = await draftFor(desk, request, response)
  if (view === null) return
  if (done.ok) response.redirect(303, filesLink(view.draft.id))
  else if (!isShown(done) || !isWritable(view.draft)) desk.refuse(request, response, done)
  else await show(desk, request, response, view, { refusal: done, typed })
}

/** What is wrong with the form itself is no matter of its page. */
function isShown({ code, pointer }: Refusal): boolean {
  return !code.startsWith('FORM_') || code === 'FORM_TOO_LARGE' || pointer === '/files'
}

async function show(
  desk: Desk,
  request: Request,
  response: Response,
  view: DraftView,
  wrong: { readonly refusal: Refusal; readonly typed: TypedOfFile } | null,
): Promise<void> {
  const by = actingIn(request, response)
  await desk.services.drafts.noteRead(view.draft, 'files', by)
  const visit = visitOf(request, response)
  const errors = wrong === null ? [] : desk.errorsOf(visit, { refusal: wrong.refusal, fieldOf })
  const page = (
    <DraftFilesPage
      {...visit}
      frame={desk.frameOf(visit)}
      view={view}
      takesFiles={desk.services.files.areTaken(view.draft.type)}
      uploads={await desk.services.uploads.ofDraft({ person: by.person.id, draft: view.draft.id })}
      script={letRun(desk.scripts.uploads, response)}
      textOf={(refusal) => desk.errorOf(visit, refusal, null).text}
      typed={wrong?.typed ?? nothing}
      errors={errors}
    />
  )
  answerWithPage(response, wrong === null ? 200 : problems[wrong.refusal.code].status, page)
}
