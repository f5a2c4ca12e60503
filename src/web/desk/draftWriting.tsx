import type { Request, Response } from 'express'
import type { Writing } from '../../exchange/drafts/write.ts'
import type { DraftView } from '../../exchange/drafts/readDraft.ts'
import { isWritable } from '../../exchange/drafts/keptDraft.ts'
import type { JsonObject } from '../../message/json.ts'
import { type Refusal, refuse } from '../../message/refusal.ts'
import { errorsOfBody, idOf } from '../form/errorsOfBody.ts'
import { nodesOf, withAll } from '../form/node.ts'
import { type FormPart, planOf } from '../form/plan.ts'
import { wantedAfter } from '../form/openRow.ts'
import { readPart } from '../form/readPart.ts'
import { webLimits } from '../limits.ts'
import { languageMember } from '../parts/LanguageChoice.tsx'
import { problems } from '../problem.ts'
import { caseWords } from './caseWords.ts'
import { type Desk, type DeskHandler, actingIn } from './desk.tsx'
import { checkLink, draftLink, partLink, rowLink } from './draftLinks.ts'
import { draftFor, overtakenBy, partIn } from './draftOf.ts'
import { headMembers, showDraft, showPart, typedMember, versionMember } from './drafts.tsx'
import { formIn, postedIn, typedLine } from './form.ts'
import { fieldPointedTo } from './formPage.ts'
import { personOfVisit, visitOf } from './pageOf.ts'

const line = { charactersMax: webLimits.desk.nameCharactersMax }
const version = { charactersMax: 10 }
const some = { ...line, isMany: true } as const

/** Keeps the reference, the language, what is answered and which measures are concerned. */
export function writeHead(desk: Desk): DeskHandler {
  return async (request, response) => {
    const view = await draftFor(desk, request, response)
    if (view === null) return
    const form = formIn(response, {
      version,
      reference: { ...typedLine, isMany: true },
      language: some,
      inReplyTo: some,
      measures: some,
    })
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const { values } = form
    const seen = { draft: view.draft.id, version: Number(values.version[0]) }
    const kept = await desk.services.drafts.write(seen, headOf(values, view), actingIn(request, response))
    if (kept.ok) response.redirect(303, draftLink(view.draft.id))
    else
      await showDraft(desk, request, response, {
        ...{ refusal: kept, fieldOf: fieldPointedTo() },
        typed: { reference: values.reference[0] ?? view.draft.reference },
      })
  }
}

type Head = Readonly<Record<'reference' | 'language' | 'inReplyTo' | 'measures', readonly string[]>>

/** Of what the page did not ask, nothing changes: a record has its reference, and an answer what is open. */
function headOf({ reference, language, inReplyTo, measures }: Head, view: DraftView): Writing {
  const { isOpen, answers, measures: ofRequest } = view
  const chosen = ofRequest.filter(({ id }) => measures.includes(id)).map(({ id }) => id)
  const [answer] = answers.filter(({ id }) => inReplyTo.includes(id))
  return {
    ...(isOpen || reference[0] === undefined ? {} : { reference: reference[0].trim() }),
    ...(language[0] === undefined ? {} : { language: language[0] }),
    ...(answer === undefined ? {} : { inReplyTo: answer.id }),
    ...(isOpen && !('outcomes' in view.draft.body) ? { measures: chosen.length === 0 ? null : chosen } : {}),
  }
}

/** Keeps what was typed into one part, whatever is wrong with it, and leads on: to what is wrong, or to the next part. */
export function writePart(desk: Desk): DeskHandler {
  return async (request, response) => {
    const view = await draftFor(desk, request, response)
    if (view === null) return
    const part = partIn(request, view)
    if (part === null) {
      desk.problem(request, response, 404)
      return
    }
    const posted = postedIn(response)
    const { draft, names } = view
    const [seenVersion, ...repeated] = posted.filter(([name]) => name === versionMember)
    if (seenVersion === undefined || repeated.length > 0) {
      desk.refuse(request, response, refuse('FORM_MEMBER_INVALID', { pointer: `/${versionMember}` }))
      return
    }
    const languages = posted.filter(([name]) => name === languageMember).map(([, value]) => value)
    const [language = draft.language, ...more] = languages
    if (more.length > 0 || language.length > line.charactersMax) {
      desk.refuse(request, response, refuse('FORM_MEMBER_INVALID', { pointer: `/${languageMember}` }))
      return
    }
    const isSame = seenVersion[1] === String(draft.version)
    const typed = { language, timeZone: names.timeZone, isSame }
    const fields = posted.filter(([name]) => !headMembers.has(name))
    const read = readPart(part, draft.type, draft.body, fields, typed)
    if (!read.ok) {
      await refuseKept(desk, request, response, read)
      return
    }
    const seen = { draft: draft.id, version: Number(seenVersion[1]) }
    const kept = await desk.services.drafts.write(
      seen,
      { body: read.body, language },
      actingIn(request, response),
    )
    if (!kept.ok) {
      const isOvertaken = kept.code === 'DRAFT_CHANGED'
      const late = { ...typed, isSame: false }
      if (isOvertaken) await showOvertaken(desk, request, response, { part, fields, typed: late })
      else await refuseKept(desk, request, response, kept)
      return
    }
    // What was kept and not taken over stays: somebody saved something else into the same part.
    for (const [name, id] of posted)
      if (name === typedMember) await desk.services.typed.drop(personOfVisit(visitOf(request, response)), id)
    const here = partLink(draft.id, part)
    if (read.act !== null) {
      const body = kept.body ?? read.body
      const wanted = wantedAfter(read.act, fields, body)
      response.redirect(
        303,
        wanted === null ? here : rowLink(draft.id, part, fieldAt(draft, part, body, wanted)),
      )
      return
    }
    const words = caseWords(visitOf(request, response).words, names)
    const errors = errorsOfBody(draft.type, kept.body ?? read.body, words)
    const isWrong = errors.some((error) => error.part === part.name && !error.isMissing)
    response.redirect(303, isWrong ? here : nextOf(draft.id, planOf(draft.type).parts, part))
  }
}

/** Id of the element at a place of a part: of a text, its box. */
function fieldAt(
  { type }: DraftView['draft'],
  { members }: FormPart,
  body: JsonObject,
  pointer: string,
): string {
  const node = [...withAll(nodesOf(type, members, body))].find((one) => one.pointer === pointer)
  return node === undefined ? pointer : idOf(node)
}

/** What cannot be saved is not lost: it is kept for its day as what was typed when a session ended, and the first page says so. */
async function refuseKept(desk: Desk, request: Request, response: Response, refusal: Refusal): Promise<void> {
  const { id } = personOfVisit(visitOf(request, response))
  await desk.services.typed.keep(id, { path: request.path, fields: postedIn(response) })
  desk.refuse(request, response, refusal)
}

interface TypedPart {
  readonly part: FormPart
  readonly fields: Parameters<typeof readPart>[3]
  readonly typed: Parameters<typeof readPart>[4]
}

/** Somebody was quicker: what was typed is shown upon what they have saved, and nobody types it again. */
async function showOvertaken(
  desk: Desk,
  request: Request,
  response: Response,
  { part, fields, typed }: TypedPart,
): Promise<void> {
  const now = await draftFor(desk, request, response)
  if (now === null) return
  const read = readPart(part, now.draft.type, now.draft.body, fields, typed)
  if (!read.ok || !isWritable(now.draft)) {
    await refuseKept(desk, request, response, read.ok ? refuse('DRAFT_CHANGED') : read)
    return
  }
  const view = { ...now, draft: { ...now.draft, body: read.body, language: typed.language } }
  const visit = visitOf(request, response)
  const text = visit.words.say(overtakenBy(now.draft, personOfVisit(visit)))
  const errors = [{ field: null, text, part: part.name, isMissing: false }]
  await showPart(desk, request, response, {
    ...{ view, part, errors, saved: now.draft.body },
    wanted: read.act === null ? null : wantedAfter(read.act, fields, read.body),
    status: problems.DRAFT_CHANGED.status,
  })
}

/** The next part; behind the last the whole is looked at. */
function nextOf(id: string, parts: readonly FormPart[], part: FormPart): string {
  const next = parts[parts.findIndex(({ name }) => name === part.name) + 1]
  return next === undefined ? checkLink(id) : partLink(id, next)
}
