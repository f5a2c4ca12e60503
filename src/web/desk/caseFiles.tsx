import type { Request, Response } from 'express'
import { pipeline } from 'node:stream/promises'
import { safeFileName } from '../../exhibit/fileName.ts'
import { refuse } from '../../message/refusal.ts'
import { webLimits } from '../limits.ts'
import { CaseFilePage } from '../pages/CaseFile.tsx'
import { problems } from '../problem.ts'
import { hide, idIn, readerIn, uuid } from './cases.tsx'
import type { Desk, DeskHandler } from './desk.tsx'
import { formIn } from './form.ts'
import { answerWithPage, visitOf } from './pageOf.ts'
import type { FormError } from '../parts/ErrorSummary.tsx'

/** A file that was handed over, with its custody. */
export function caseFilePage(desk: Desk): DeskHandler {
  return async (request, response) => await showFile(desk, request, response, 200, [])
}

/** Gives the file, for a reason that is in the log before the first byte; a form without one leads back to the page. */
export function saveCaseFile(desk: Desk): DeskHandler {
  let openNow = 0
  return async (request, response) => {
    const [id, deposit] = [idIn(request), depositIn(request)]
    const reader = readerIn(request, response)
    const form = formIn(response, { reason: { charactersMax: webLimits.desk.reasonCharactersMax } })
    const reason = form.ok ? (form.values.reason[0]?.trim() ?? '') : ''
    if (id === null || deposit === null || !form.ok || reason === '') {
      const error = { field: 'reason', text: visitOf(request, response).words.say('saveReasonMissing') }
      await showFile(desk, request, response, problems.FORM_MEMBER_INVALID.status, [error])
      return
    }
    if (openNow >= webLimits.desk.filesAtOnceMax) {
      desk.refuse(request, response, refuse('NODE_BUSY'))
      return
    }
    openNow += 1
    const gone = goneBefore(response)
    try {
      const opened = await desk.services.cases.openFile(reader, id, deposit, reason, gone)
      if (opened.ok) await giveFile(response, opened)
      else if (opened.code === 'EXHIBIT_UNKNOWN') await hide(desk, request, response)
      else desk.refuse(request, response, opened)
    } catch (failure) {
      // Nobody is there any more who could be answered.
      if (!gone.aborted) throw failure
    } finally {
      openNow -= 1
    }
  }
}

/** Says that whoever asked went away before the end of the answer. */
function goneBefore(response: Response): AbortSignal {
  const gone = new AbortController()
  response.once('close', () => {
    if (!response.writableEnded) gone.abort()
  })
  return gone.signal
}

type Opened = Extract<Awaited<ReturnType<Desk['services']['cases']['openFile']>>, { ok: true }>

/**
 * Octets to save, never shown by the browser itself: one that shows them all the same lets nothing in them run, load or reach the desk.
 * What breaks off is shorter than was said: no browser takes it for whole.
 */
async function giveFile(response: Response, { row, clear }: Opened): Promise<void> {
  response
    .status(200)
    .attachment(safeFileName(row.name))
    .type('application/octet-stream')
    .set({ 'Content-Length': String(row.bytes), 'Content-Security-Policy': "sandbox; default-src 'none'" })
  // Whoever takes nothing for so long does not hold the file open.
  response.setTimeout(webLimits.desk.fileIdleMs, () => response.destroy())
  await pipeline(clear, response).catch(() => response.destroy())
}

async function showFile(
  desk: Desk,
  request: Request,
  response: Response,
  status: number,
  errors: readonly FormError[],
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
      <CaseFilePage {...visit} frame={desk.frameOf(visit)} file={file} errors={errors} />,
    )
}

function depositIn({ params }: Request): string | null {
  const { deposit } = params
  return typeof deposit === 'string' && uuid.test(deposit) ? deposit : null
}
