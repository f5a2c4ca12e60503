import type { Request, Response } from 'express'
import { isOver } from '../../exchange/drafts/keptDraft.ts'
import { DraftFilePage } from '../pages/DraftFile.tsx'
import { problems } from '../problem.ts'
import { readerIn } from './cases.tsx'
import { type Desk, type DeskHandler, actingIn } from './desk.tsx'
import { checkLink } from './draftLinks.ts'
import { draftFor, draftIn, hideDraft } from './draftOf.ts'
import { type AskedAgain, givingFile } from './givingFile.ts'
import { answerWithPage, visitOf } from './pageOf.ts'

/** A file that a draft is about to hand over, for whoever writes it, submits it or approves it. */
export function draftFilePage(desk: Desk): DeskHandler {
  return async (request, response) => await showFile(desk, request, response, null)
}

/** Gives the file, for a reason that is in the log before the first byte; a form without one leads back to the page. */
export function saveDraftFile(desk: Desk): DeskHandler {
  return givingFile(desk, {
    named(request) {
      const draft = draftIn(request)
      return draft === null ? null : { draft, exhibit: exhibitIn(request) }
    },
    open: (named, reason, gone, request, response) =>
      desk.services.files.open({ ...named, reason }, readerIn(request, response), gone),
    askAgain: (request, response, again) => showFile(desk, request, response, again),
    hide: (request, response) => hideDraft(desk, request, response),
  })
}

function exhibitIn({ params }: Request): string {
  return typeof params.exhibit === 'string' ? params.exhibit : ''
}

async function showFile(
  desk: Desk,
  request: Request,
  response: Response,
  again: AskedAgain | null,
): Promise<void> {
  const view = await draftFor(desk, request, response)
  if (view === null) return
  const { draft } = view
  const file = draft.exhibits.find(({ id }) => id === exhibitIn(request))
  // It was taken off meanwhile, or sent: what there is now is told there.
  if (file === undefined || isOver(draft)) {
    response.redirect(303, checkLink(draft.id))
    return
  }
  await desk.services.drafts.noteRead(draft, 'files', actingIn(request, response))
  const visit = visitOf(request, response)
  answerWithPage(
    response,
    again === null ? 200 : problems.FORM_MEMBER_INVALID.status,
    <DraftFilePage {...visit} frame={desk.frameOf(visit)} view={view} file={file} again={again} />,
  )
}
