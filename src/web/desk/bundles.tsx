import type { Request, Response } from 'express'
import type { Among } from '../../exchange/desk/checking/among.ts'
import type { BundleWanted, CourtWanted } from '../../exchange/bundles/bundleWanted.ts'
import { exchangeLimits } from '../../exchange/limits.ts'
import { letterLanguages } from '../../letter/language.ts'
import type { Refusal } from '../../message/refusal.ts'
import { webLimits } from '../limits.ts'
import { CourtPage } from '../pages/Court.tsx'
import { Exports } from '../pages/Exports.tsx'
import { deskRoutes } from '../deskPaths.ts'
import type { FormError } from '../parts/ErrorSummary.tsx'
import { problems } from '../problem.ts'
import { type QuestionForm, trailForm } from '../systems/questions.ts'
import { hide, idIn, readerIn } from './cases.tsx'
import { dayMembers } from './askedDays.ts'
import { auditorIn } from './checking.tsx'
import { amongOf } from './amongOf.ts'
import { askedIn } from './checkingQuestions.ts'
import { questionError } from './checkingWords.ts'
import type { Desk, DeskHandler } from './desk.tsx'
import { formIn, typedLine } from './form.ts'
import { answerWithPage, visitOf } from './pageOf.ts'
import { zoneOf } from './zoneOf.ts'

const { nameCharactersMax } = webLimits.desk
const { reasonCharactersMax } = exchangeLimits.bundles

/** What stands in the form of a court bundle. */
export interface TypedCourt {
  readonly language: string
  readonly pdf: boolean
  readonly reason: string
}

/** Where a court bundle of a request is made. */
export function courtPage(desk: Desk): DeskHandler {
  return async (request, response) => {
    const { language } = visitOf(request, response).words
    await showCourt(desk, request, response, { language, pdf: false, reason: '' })
  }
}

/** Asks for it, and leads to where it is told how far it is. */
export function makeCourt(desk: Desk): DeskHandler {
  return async (request, response) => {
    const id = idIn(request)
    const reader = readerIn(request, response)
    // What is not there for them is hidden before anything is said of a form.
    if (id === null || (await desk.services.bundles.referenceOf(reader, id)) === null) {
      await hide(desk, request, response)
      return
    }
    const form = formIn(response, {
      language: { charactersMax: nameCharactersMax },
      pdf: { charactersMax: nameCharactersMax, isMany: true },
      reason: typedLine,
    })
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const { values } = form
    const [language = '', reason = ''] = [values.language[0], values.reason[0]?.trim()]
    const typed = { language, pdf: values.pdf.length > 0, reason }
    const wanted = courtWanted(typed)
    if (wanted === null) {
      await showCourt(desk, request, response, typed, reasonWrong(request, response, reason))
      return
    }
    const made = await desk.services.bundles.court(reader, id, wanted)
    if (made.ok) response.redirect(303, deskRoutes.bundles.path)
    else await showCourt(desk, request, response, typed, refusedFor(desk, request, response, made))
  }
}

function isReason(reason: string): boolean {
  return reason !== '' && reason.length <= reasonCharactersMax
}

/** What is to be made; null: it does not say why, or in no language of a letter. */
function courtWanted({ language, pdf, reason }: TypedCourt): CourtWanted | null {
  const known = letterLanguages.find((one) => one === language)
  return known === undefined || !isReason(reason) ? null : { language: known, pdf, reason }
}

async function showCourt(
  desk: Desk,
  request: Request,
  response: Response,
  typed: TypedCourt,
  wrong: Wrong | null = null,
): Promise<void> {
  const id = idIn(request)
  const { bundles } = desk.services
  const reference = id === null ? null : await bundles.referenceOf(readerIn(request, response), id)
  if (id === null || reference === null) {
    await hide(desk, request, response)
    return
  }
  const visit = visitOf(request, response)
  const shown = { request: id, reference, typed, entries: await bundles.entries() }
  const page = <CourtPage {...visit} {...shown} frame={desk.frameOf(visit)} errors={wrong?.errors ?? []} />
  answerWithPage(response, wrong?.status ?? 200, page)
}

type Question = Omit<BundleWanted, 'reason'>

/** Which requests an auditor takes away, as the trail is asked. */
const exportForm: QuestionForm<Question> = {
  parameters: ['request', 'peer', 'from', 'until'],
  page: null,
  read: (parameters) => {
    const { request, peer, from, until } = trailForm.read(parameters)
    return {
      ...(request === undefined ? {} : { request }),
      ...(peer === undefined ? {} : { peer }),
      ...(from === undefined ? {} : { from }),
      ...(until === undefined ? {} : { until }),
    }
  },
}

/** Where an auditor makes what an outsider checks. */
export function exportsPage(desk: Desk): DeskHandler {
  return async (request, response) => {
    // From where a request is told of, its name is brought along.
    const { typed } = askedIn(exportForm, request.originalUrl, zoneOf(desk, visitOf(request, response)))
    await showExports(desk, request, response, typed)
  }
}

/** Asks for it, as for a court bundle. */
export function makeExport(desk: Desk): DeskHandler {
  const line = { charactersMax: nameCharactersMax }
  return async (request, response) => {
    const form = formIn(response, {
      request: line,
      peer: line,
      chosen: { charactersMax: nameCharactersMax, isMany: true },
      ...Object.fromEntries(dayMembers.map((name) => [name, line])),
      reason: typedLine,
    })
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const { reason: why, chosen, ...members } = form.values
    const reason = why[0]?.trim() ?? ''
    const given = new URLSearchParams(
      Object.entries(members).map(([name, [value = '']]): [string, string] => [name, value]),
    )
    // Of several that are called so, the one whose button was pressed.
    if (chosen[0] !== undefined) given.set('request', chosen[0])
    const { typed, outcome: asked } = askedIn(
      exportForm,
      `/?${given.toString()}`,
      zoneOf(desk, visitOf(request, response)),
    )
    typed.set('reason', reason)
    if (!asked.ok || !isReason(reason)) {
      const wrong = allWrong([
        asked.ok ? null : await askedWrong(desk, request, response, typed, asked),
        isReason(reason) ? null : reasonWrong(request, response, reason),
      ])
      await showExports(desk, request, response, typed, wrong)
      return
    }
    const made = await desk.services.bundles.export(auditorIn(request, response), {
      ...asked.question,
      reason,
    })
    if (made.ok) response.redirect(303, deskRoutes.bundles.path)
    else
      await showExports(
        desk,
        request,
        response,
        typed,
        await askedWrong(desk, request, response, typed, made),
      )
  }
}

async function showExports(
  desk: Desk,
  request: Request,
  response: Response,
  typed: URLSearchParams,
  wrong: Wrong | null = null,
): Promise<void> {
  const visit = visitOf(request, response)
  const { bundles, checking } = desk.services
  const shown = { typed, states: checking.states(), entries: await bundles.entries() }
  const times = { timeZone: zoneOf(desk, visit) }
  const outcome = { errors: wrong?.errors ?? [], among: wrong?.among ?? null }
  const page = <Exports {...visit} {...shown} {...times} {...outcome} frame={desk.frameOf(visit)} />
  answerWithPage(response, wrong?.status ?? 200, page)
}

/** Why nothing was made, and with which status that is told. */
interface Wrong {
  readonly status: number
  readonly errors: readonly FormError[]
  /** Among which requests may be chosen instead. */
  readonly among?: Among | null
}

/** All why nothing was made, with the status of the first; null: there is nothing. */
function allWrong(found: readonly (Wrong | null)[]): Wrong | null {
  const [first, ...others] = found.flatMap((one) => one ?? [])
  return first === undefined
    ? null
    : { ...first, errors: [...first.errors, ...others.flatMap(({ errors }) => errors)] }
}

function reasonWrong(request: Request, response: Response, reason: string): Wrong {
  const { say } = visitOf(request, response).words
  const text =
    isReason(reason) || reason === ''
      ? say('bundleReasonMissing')
      : say('reasonTooLong', { count: reasonCharactersMax })
  return {
    status: problems.FORM_MEMBER_INVALID.status,
    errors: [{ field: 'reason', text }],
  }
}

function refusedFor(desk: Desk, request: Request, response: Response, refusal: Refusal): Wrong {
  const visit = visitOf(request, response)
  return { status: problems[refusal.code].status, errors: [desk.errorOf(visit, refusal, null)] }
}

async function askedWrong(
  desk: Desk,
  request: Request,
  response: Response,
  typed: URLSearchParams,
  refusal: Refusal,
): Promise<Wrong> {
  const errors = [questionError(desk, visitOf(request, response), refusal)]
  const among = await amongOf(desk, auditorIn(request, response), typed, refusal)
  return { status: problems[refusal.code].status, errors, among }
}
