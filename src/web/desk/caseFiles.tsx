import type { Request, Response } from 'express'
import { CaseFilePage } from '../pages/CaseFile.tsx'
import { problems } from '../problem.ts'
import { isUuid } from '../../exchange/identifiers.ts'
import { hide, idIn, readerIn } from './cases.tsx'
import type { Desk, DeskHandler } from './desk.tsx'
import { type AskedAgain, givingFile } from './givingFile.ts'
import { answerWithPage, visitOf } from './pageOf.ts'

/** A file that was handed over, with its custody. */
export function caseFilePage(desk: Desk): DeskHandler {
  return async (request, response) => await showFile(desk, request, response, 200, null)
}

/** Gives the file, for a reason that is in the log before the first byte; a form without one leads back to the page. */
export function saveCaseFile(desk: Desk): DeskHandler {
  return givingFile(desk, {
    named(request) {
      const [id, deposit] = [idIn(request), depositIn(request)]
      return id === null || deposit === null ? null : { id, deposit }
    },
    open: ({ id, deposit }, reason, gone, request, response) =>
      desk.services.cases.openFile(readerIn(request, response), id, deposit, reason, gone),
    askAgain: (request, response, again) =>
      showFile(desk, request, response, problems.FORM_MEMBER_INVALID.status, again),
    hide: (request, response) => hide(desk, request, response),
  })
}

async function showFile(
  desk: Desk,
  request: Request,
  response: Response,
  status: number,
  again: AskedAgain | null,
): Promise<void> {
  const visit = visitOf(request, response)
  const [id, deposit] = [idIn(request), depositIn(request)]
  const { language } = visit.words
  const file =
    id === null || deposit === null
      ? null
      : await desk.services.cases.file(readerIn(request, response), id, deposit, language)
  if (file === null) await hide(desk, request, response)
  else
    answerWithPage(
      response,
      status,
      <CaseFilePage {...visit} frame={desk.frameOf(visit)} file={file} again={again} />,
    )
}

function depositIn({ params }: Request): string | null {
  const { deposit } = params
  return typeof deposit === 'string' && isUuid(deposit) ? deposit : null
}
