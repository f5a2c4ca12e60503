import { problems } from '../problem.ts'
import { deskAuditor } from '../../exchange/desk/deskReader.ts'
import type { DeskReader } from '../../exchange/desk/deskReader.ts'
import type { Request, Response } from 'express'
import { Check } from '../pages/Check.tsx'
import { CheckRunPage } from '../pages/CheckRun.tsx'
import { checkingRoutes } from './checkingPaths.ts'
import { type Desk, type DeskHandler, actingIn } from './desk.tsx'
import { formIn } from './form.ts'
import { answerWithPage, visitOf } from './pageOf.ts'
import type { FormError } from '../parts/ErrorSummary.tsx'
import { webLimits } from '../limits.ts'

/** Whoever visits, as an auditor of their authority. */
export function auditorIn(request: Request, response: Response): DeskReader {
  const { person, address } = actingIn(request, response)
  return deskAuditor(person, address)
}

/** Where the node stands. */
export function checkPage(desk: Desk): DeskHandler {
  return async (request, response) => {
    const visit = visitOf(request, response)
    const standing = await desk.services.checking.standing(auditorIn(request, response))
    const { run } = await desk.services.checking.run(auditorIn(request, response))
    answerWithPage(
      response,
      200,
      <Check {...visit} frame={desk.frameOf(visit)} standing={standing} run={run} />,
    )
  }
}

/** How far the reading of the log is that somebody began; while it goes on, the page loads itself again. */
export function checkRunPage(desk: Desk): DeskHandler {
  return async (request, response) => {
    await showRun(desk, request, response, 200, [])
  }
}

/** Begins to read the whole log anew. */
export function beginCheckRun(desk: Desk): DeskHandler {
  return async (request, response) => {
    const form = formIn(response, {})
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const begun = await desk.services.checking.beginRun(auditorIn(request, response))
    if (begun.ok) {
      response.redirect(303, checkingRoutes.checkRun.path)
      return
    }
    const error = desk.errorOf(visitOf(request, response), begun, null)
    await showRun(desk, request, response, problems[begun.code].status, [error])
  }
}

async function showRun(
  desk: Desk,
  request: Request,
  response: Response,
  status: number,
  errors: readonly FormError[],
): Promise<void> {
  const visit = visitOf(request, response)
  const seen = await desk.services.checking.run(auditorIn(request, response))
  // A head, for the page to be the same whether or not it goes on.
  if (seen.run?.outcome === 'running' && status === 200)
    response.set('Refresh', String(webLimits.desk.runReloadSeconds))
  answerWithPage(
    response,
    status,
    <CheckRunPage {...visit} frame={desk.frameOf(visit)} seen={seen} errors={errors} />,
  )
}
