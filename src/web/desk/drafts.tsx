import type { Request, Response } from 'express'
import type { Refusal } from '../../message/refusal.ts'
import type { DraftChoices } from '../../exchange/drafts/choices.ts'
import type { DraftView } from '../../exchange/drafts/readDraft.ts'
import type { BodyError } from '../form/errorsOfBody.ts'
import { errorsOfDraft } from '../form/errorsOfDraft.ts'
import { deskRoutes } from '../deskPaths.ts'
import type { FormPart } from '../form/plan.ts'
import { readPart } from '../form/readPart.ts'
import { Draft } from '../pages/Draft.tsx'
import { DraftCheck } from '../pages/DraftCheck.tsx'
import { DraftPart } from '../pages/DraftPart.tsx'
import { Drafts } from '../pages/Drafts.tsx'
import { languageMember } from '../parts/LanguageChoice.tsx'
import { problems } from '../problem.ts'
import { isWritable } from '../../exchange/drafts/keptDraft.ts'
import { readerIn } from './cases.tsx'
import { caseWords } from './caseWords.ts'
import { type Desk, type DeskHandler, actingIn } from './desk.tsx'
import { draftFor, draftIn, hideDraft, partIn } from './draftOf.ts'
import { checkLink, partLink } from './draftLinks.ts'
import { answerWithPage, personOfVisit, visitOf } from './pageOf.ts'
import { stepUpFor } from './steppingUp.ts'
import { isTypedAsked } from './typed.ts'

/** Name of the member of a form that says which version of the draft was seen. */
export const versionMember = 'version'

/** Members of the form of a part that are not of its body. */
export const headMembers: ReadonlySet<string> = new Set([versionMember, languageMember])

/** Every draft of an authority that has not ended. */
export function draftsPage(desk: Desk): DeskHandler {
  return async (request, response) => {
    const visit = visitOf(request, response)
    const drafts = await desk.services.drafts.list(personOfVisit(visit))
    answerWithPage(response, 200, <Drafts {...visit} frame={desk.frameOf(visit)} drafts={drafts} />)
  }
}

/** A draft with its parts; one that is not written on any more is seen as it will be, or was, signed. */
export function draftPage(desk: Desk): DeskHandler {
  return async (request, response) => {
    const view = await draftFor(desk, request, response)
    if (view === null) return
    if (isWritable(view.draft)) await showDraft(desk, request, response, null)
    else response.redirect(303, checkLink(view.draft.id))
  }
}

/** Shows a draft with its parts, and what was wrong with what was sent for it. */
export async function showDraft(
  desk: Desk,
  request: Request,
  response: Response,
  wrong: { readonly refusal: Refusal; readonly field: string | null } | null,
): Promise<void> {
  const view = await draftFor(desk, request, response)
  if (view === null) return
  const visit = visitOf(request, response)
  const { language } = visit.words
  const { drafts, files } = desk.services
  await drafts.noteRead(view.draft, 'parts', actingIn(request, response))
  const answered = await drafts.answered(view, readerIn(request, response), language)
  const page = (
    <Draft
      {...visit}
      frame={desk.frameOf(visit)}
      view={view}
      answered={answered}
      takesFiles={files.areTaken(view.draft.type)}
      errors={wrong === null ? [] : [desk.errorOf(visit, wrong.refusal, wrong.field)]}
    />
  )
  answerWithPage(response, wrong === null ? 200 : problems[wrong.refusal.code].status, page)
}

/** One part of a draft as a form, with what it answers beside it. */
export function draftPartPage(desk: Desk): DeskHandler {
  return async (request, response) => {
    const view = await draftFor(desk, request, response)
    if (view === null) return
    const part = partIn(request, view)
    if (part === null) desk.problem(request, response, 404)
    else if (isTypedAsked(request)) await showTypedPart(desk, request, response, { view, part })
    else if (!isWritable(view.draft)) response.redirect(303, checkLink(view.draft.id))
    else {
      const visit = visitOf(request, response)
      const { draft, names } = view
      const choices = await desk.services.drafts.choices(view, actingIn(request, response))
      const { requests } = choices
      const found = errorsOfDraft(draft, view.owed, caseWords(visit.words, names), requests)
      const isMissingTold = request.originalUrl.endsWith('?missing')
      const errors = found.filter((error) => error.part === part.name && (isMissingTold || !error.isMissing))
      await showPart(desk, request, response, { view, part, errors, status: 200, choices })
    }
  }
}

interface ShownPart {
  readonly view: DraftView
  readonly part: FormPart
  readonly errors: readonly BodyError[]
  readonly status: number
  /** Absent: they are read for the page. */
  readonly choices?: DraftChoices
  /** When what stands in it was typed, in a session that ended (RFC 3339); null: it is saved. */
  readonly typedAt?: string | null
}

/** The part with what was typed when the session ended, upon what is saved now; where nothing of it can be shown so, it is led to as text. */
async function showTypedPart(
  desk: Desk,
  request: Request,
  response: Response,
  { view, part }: Pick<ShownPart, 'view' | 'part'>,
): Promise<void> {
  const visit = visitOf(request, response)
  const { draft, names } = view
  const form = await desk.services.typed.at(personOfVisit(visit), request.path)
  if (form === null) {
    response.redirect(303, partLink(draft.id, part))
    return
  }
  const fields = form.fields.filter(([name]) => !headMembers.has(name))
  const language = form.fields.find(([name]) => name === languageMember)?.[1] ?? draft.language
  const typed = { language, timeZone: names.timeZone }
  const read = readPart(part, draft.type, draft.body, fields, typed)
  if (!read.ok || !isWritable(draft)) {
    response.redirect(303, deskRoutes.typedForms.path)
    return
  }
  const seen = form.fields.find(([name]) => name === versionMember)?.[1]
  const text = visit.words.say('draftOvertaken')
  const errors =
    seen === String(draft.version) ? [] : [{ field: null, text, part: part.name, isMissing: false }]
  await showPart(desk, request, response, {
    view: { ...view, draft: { ...draft, body: read.body, language } },
    ...{ part, errors, status: 200, typedAt: form.at },
  })
}

/** Shows one part of a draft as a form, with what it answers beside it. */
export async function showPart(
  desk: Desk,
  request: Request,
  response: Response,
  { view, part, errors, status, choices, typedAt = null }: ShownPart,
): Promise<void> {
  const visit = visitOf(request, response)
  const { language } = visit.words
  const { drafts, files } = desk.services
  await drafts.noteRead(view.draft, part.name, actingIn(request, response))
  const answered = await drafts.answered(view, readerIn(request, response), language)
  const page = (
    <DraftPart
      {...visit}
      frame={desk.frameOf(visit)}
      view={view}
      part={part}
      answered={answered}
      choices={choices ?? (await drafts.choices(view, actingIn(request, response)))}
      takesFiles={files.areTaken(view.draft.type)}
      errors={errors}
      typedAt={typedAt}
    />
  )
  answerWithPage(response, status, page)
}

/** A draft as it will be signed, what is to be said of it, and what may be done with it. */
export function checkDraftPage(desk: Desk): DeskHandler {
  return async (request, response) => await showCheck(desk, request, response, null)
}

/** The same, and why what was wanted was not done. */
export async function showCheck(
  desk: Desk,
  request: Request,
  response: Response,
  wrong: { readonly refusal: Refusal; readonly field: string | null } | null,
): Promise<void> {
  const visit = visitOf(request, response)
  const id = draftIn(request)
  const person = personOfVisit(visit)
  const { language } = visit.words
  const checked = id === null ? null : await desk.services.drafts.check(id, person, language)
  if (checked === null) {
    await hideDraft(desk, request, response)
    return
  }
  await desk.services.drafts.noteRead(checked.draft, 'check', actingIn(request, response))
  const reader = readerIn(request, response)
  const changes = await desk.services.drafts.changes(checked.draft, reader, language)
  const page = (
    <DraftCheck
      {...visit}
      frame={desk.frameOf(visit)}
      checked={checked}
      changes={changes}
      {...await stepUpFor(desk, request, response, checkLink(checked.draft.id))}
      errors={wrong === null ? [] : [desk.errorOf(visit, wrong.refusal, wrong.field)]}
    />
  )
  answerWithPage(response, wrong === null ? 200 : problems[wrong.refusal.code].status, page)
}
