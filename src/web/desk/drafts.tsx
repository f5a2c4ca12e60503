import type { Request, Response } from 'express'
import type { TypedForm } from '../../exchange/people/typedForms.ts'
import type { JsonObject } from '../../message/json.ts'
import type { DraftView } from '../../exchange/drafts/readDraft.ts'
import type { BodyError } from '../form/errorsOfBody.ts'
import { errorsOfDraft } from '../form/errorsOfDraft.ts'
import { foldingOf } from '../form/folding.ts'
import { nodesOf } from '../form/node.ts'
import { wantedAfter, wantedMember } from '../form/openRow.ts'
import { deskRoutes } from '../deskPaths.ts'
import type { FormPart } from '../form/plan.ts'
import { readPart } from '../form/readPart.ts'
import { Draft, type TypedOfDraft } from '../pages/Draft.tsx'
import { DraftCheck } from '../pages/DraftCheck.tsx'
import { DraftPart } from '../pages/DraftPart.tsx'
import { Drafts } from '../pages/Drafts.tsx'
import { languageMember } from '../parts/LanguageChoice.tsx'
import { problems } from '../problem.ts'
import { isWritable } from '../../exchange/drafts/keptDraft.ts'
import { readerIn } from './cases.tsx'
import { caseWords } from './caseWords.ts'
import { type Desk, type DeskHandler, actingIn } from './desk.tsx'
import { draftFor, draftIn, hideDraft, overtakenBy, partIn } from './draftOf.ts'
import { checkLink, missingMember, partLink } from './draftLinks.ts'
import type { Wrong } from './formPage.ts'
import { answerWithPage, personOfVisit, visitOf } from './pageOf.ts'
import { stepUpFor } from './steppingUp.ts'
import { isTypedAsked } from './typed.ts'

/** Name of the member of a form that says which version of the draft was seen. */
export const versionMember = 'version'

/** Name of the member that says which form, kept from a session that ended, stands filled in. */
export const typedMember = 'typed'

/** Members of the form of a part that are not of its body. */
export const headMembers: ReadonlySet<string> = new Set([versionMember, languageMember, typedMember])

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

/** What was sent for a draft, and why it was not taken. */
interface WrongOfDraft extends Wrong {
  /** What was typed into fields of the page, which stands there again. */
  readonly typed: TypedOfDraft
}

/** Shows a draft with its parts, and what was wrong with what was sent for it. */
export async function showDraft(
  desk: Desk,
  request: Request,
  response: Response,
  wrong: WrongOfDraft | null,
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
      typed={wrong?.typed ?? {}}
      errors={wrong === null ? [] : desk.errorsOf(visit, wrong)}
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
      const asked = new URL(request.originalUrl, 'http://desk').searchParams
      const isTold = ({ isMissing }: BodyError): boolean => asked.has(missingMember) || !isMissing
      const wanted = asked.get(wantedMember)
      await showPart(desk, request, response, {
        ...{ view, part, isTold, wanted },
        ...{ saved: view.draft.body, status: 200 },
      })
    }
  }
}

interface ShownPart {
  /** With what is to stand in the fields. */
  readonly view: DraftView
  readonly part: FormPart
  /** What the draft has: rows that it has may be folded. */
  readonly saved: JsonObject
  /** Pointer of what is to be seen with its fields; null: nothing more than any other. */
  readonly wanted: string | null
  /** What is told beside what is wrong with the part itself. */
  readonly errors?: readonly BodyError[]
  /** What of that is told; absent: nothing. */
  readonly isTold?: (error: BodyError) => boolean
  readonly status: number
  /** What stands in it and was typed in a session that ended; absent: it is saved. */
  readonly typed?: TypedForm | undefined
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
  const seen = form.fields.find(([name]) => name === versionMember)?.[1]
  const isSame = seen === String(draft.version)
  const typed = { language, timeZone: names.timeZone, isSame }
  const read = readPart(part, draft.type, draft.body, fields, typed)
  if (!read.ok || !isWritable(draft)) {
    response.redirect(303, deskRoutes.typedForms.path)
    return
  }
  const text = visit.words.say(overtakenBy(draft, personOfVisit(visit)))
  const errors = isSame ? [] : [{ field: null, text, part: part.name, isMissing: false }]
  await showPart(desk, request, response, {
    view: { ...view, draft: { ...draft, body: read.body, language } },
    wanted: read.act === null ? null : wantedAfter(read.act, fields, read.body),
    ...{ part, saved: draft.body, errors, status: 200, typed: form },
  })
}

/** Shows one part of a draft as a form, with what it answers beside it. */
export async function showPart(
  desk: Desk,
  request: Request,
  response: Response,
  { view, part, saved, wanted, errors = [], isTold = () => false, status, typed }: ShownPart,
): Promise<void> {
  const visit = visitOf(request, response)
  const { language } = visit.words
  const { drafts, files } = desk.services
  const { draft, owed, names } = view
  const choices = await drafts.choices(view, actingIn(request, response))
  const all = errorsOfDraft(draft, owed, caseWords(visit.words, names), choices.requests)
  const found = all.filter((error) => error.part === part.name)
  const folding = foldingOf(nodesOf(draft.type, part.members, draft.body), { saved, found, wanted })
  await drafts.noteRead(draft, part.name, actingIn(request, response))
  const answered = await drafts.answered(view, readerIn(request, response), language)
  const page = (
    <DraftPart
      {...visit}
      frame={desk.frameOf(visit)}
      view={view}
      part={part}
      answered={answered}
      choices={choices}
      takesFiles={files.areTaken(draft.type)}
      errors={[...errors, ...found.filter(isTold)]}
      folding={folding}
      typed={typed}
    />
  )
  answerWithPage(response, status, page)
}

/** What was sent for a draft that is looked at, and why it was not done. */
interface WrongOfCheck extends Wrong {
  /** Why it was to be given back, which stands there again. */
  readonly reason: string
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
  wrong: WrongOfCheck | null,
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
      reason={wrong?.reason ?? ''}
      errors={wrong === null ? [] : desk.errorsOf(visit, wrong)}
    />
  )
  answerWithPage(response, wrong === null ? 200 : problems[wrong.refusal.code].status, page)
}
