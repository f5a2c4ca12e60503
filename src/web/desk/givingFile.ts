import type { Request, Response } from 'express'
import { pipeline } from 'node:stream/promises'
import type { OpenedExhibit } from '../../exchange/exhibits/openExhibit.ts'
import { safeFileName } from '../../exhibit/fileName.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { webLimits } from '../limits.ts'
import type { FormError } from '../parts/ErrorSummary.tsx'
import type { Desk, DeskHandler } from './desk.tsx'
import { formIn, typedLine } from './form.ts'
import { visitOf } from './pageOf.ts'

/** What stands in the form in which somebody says why they need a file. */
export interface AskedAgain {
  readonly typed: string
  readonly errors: readonly FormError[]
}

/** Which file a form wants, and what is answered where it is not given. */
interface Giving<Named> {
  /** What its address names; null: nothing that could be. */
  readonly named: (request: Request) => Named | null
  readonly open: (
    named: Named,
    reason: string,
    gone: AbortSignal,
    request: Request,
    response: Response,
  ) => Promise<Result<OpenedExhibit>>
  /** The page with the form again, what was typed, and what is wrong with it. */
  readonly askAgain: (request: Request, response: Response, again: AskedAgain) => Promise<void>
  /** As if it were not there. */
  readonly hide: (request: Request, response: Response) => Promise<void>
}

/** Gives a file, for a reason that is in the log before the first byte; a form without one leads back to the page. */
export function givingFile<Named>(desk: Desk, { named, open, askAgain, hide }: Giving<Named>): DeskHandler {
  let openNow = 0
  return async (request, response) => {
    const wanted = named(request)
    const form = formIn(response, { reason: typedLine })
    const reason = form.ok ? (form.values.reason[0]?.trim() ?? '') : ''
    const { reasonCharactersMax: count } = webLimits.desk
    if (wanted === null || !form.ok || reason === '' || reason.length > count) {
      const { say } = visitOf(request, response).words
      const text = reason === '' ? say('saveReasonMissing') : say('reasonTooLong', { count })
      await askAgain(request, response, { typed: reason, errors: [{ field: 'reason', text }] })
      return
    }
    if (openNow >= webLimits.desk.filesAtOnceMax) {
      desk.refuse(request, response, refuse('NODE_BUSY'))
      return
    }
    openNow += 1
    const gone = goneBefore(response)
    try {
      const opened = await open(wanted, reason, gone, request, response)
      if (opened.ok) await giveFile(response, opened)
      else if (opened.code === 'EXHIBIT_UNKNOWN') await hide(request, response)
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
export function goneBefore(response: Response): AbortSignal {
  const gone = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) gone.abort()
  })
  return gone.signal
}

/**
 * Octets to save, never shown by the browser itself: one that shows them all the same lets nothing in them run, load or reach the desk.
 * What breaks off is shorter than was said: no browser takes it for whole.
 */
async function giveFile(response: Response, { row, clear }: OpenedExhibit): Promise<void> {
  response
    .status(200)
    .attachment(safeFileName(row.name))
    .type('application/octet-stream')
    .set({ 'Content-Length': String(row.bytes), 'Content-Security-Policy': "sandbox; default-src 'none'" })
  // Whoever takes nothing for so long does not hold the file open.
  response.setTimeout(webLimits.desk.fileIdleMs, () => response.destroy())
  await pipeline(clear, response)
}
