import type { Request } from 'express'
import { pipeline } from 'node:stream/promises'
import { webLimits } from '../limits.ts'
import { Bundles } from '../pages/Bundles.tsx'
import { deskRoutes } from '../deskPaths.ts'
import { isUuid } from '../../exchange/identifiers.ts'
import { hide } from './cases.tsx'
import type { Desk, DeskHandler } from './desk.tsx'
import { formIn } from './form.ts'
import { goneBefore } from './givingFile.ts'
import { answerWithPage, personOfVisit, visitOf } from './pageOf.ts'

/** What whoever visits has asked for, and how far it is; while anything is not over, the page loads itself again. */
export function bundlesPage(desk: Desk): DeskHandler {
  return async (request, response) => {
    const visit = visitOf(request, response)
    const { names, orders } = await desk.services.bundles.list(personOfVisit(visit))
    // A head, for the page to be the same whether or not it goes on.
    if (orders.some(({ place }) => place !== null))
      response.set('Refresh', String(webLimits.desk.runReloadSeconds))
    const page = <Bundles {...visit} frame={desk.frameOf(visit)} names={names} orders={orders} />
    answerWithPage(response, 200, page)
  }
}

/** Cancels one that is not over, and deletes one that is. */
export function dropBundle(desk: Desk): DeskHandler {
  return async (request, response) => {
    const form = formIn(response, {})
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const id = bundleIn(request)
    const person = personOfVisit(visitOf(request, response))
    if (id !== null && (await desk.services.bundles.drop(person, id)))
      response.redirect(303, deskRoutes.bundles.path)
    else await hide(desk, request, response)
  }
}

/**
 * Gives the file of one, to be saved and never shown by the browser itself. Whoever takes nothing for long does not hold it open;
 * what breaks off is shorter than was said, so that no browser takes it for whole.
 */
export function bundleFile(desk: Desk): DeskHandler {
  return async (request, response) => {
    const id = bundleIn(request)
    const person = personOfVisit(visitOf(request, response))
    const opened = id === null ? null : await desk.services.bundles.open(person, id)
    if (opened === null) {
      await hide(desk, request, response)
      return
    }
    if (!opened.ok) {
      desk.refuse(request, response, opened)
      return
    }
    const { zip, name, bytes } = opened
    const gone = goneBefore(response)
    response.status(200).attachment(name).type('application/zip').set('Content-Length', String(bytes))
    response.setTimeout(webLimits.desk.fileIdleMs, () => response.destroy())
    try {
      await pipeline(zip, response)
    } catch (failure) {
      // Nobody is there any more who could be answered; what breaks off on this side is told.
      if (!gone.aborted) throw failure
    }
  }
}

function bundleIn({ params }: Request): string | null {
  const { bundle } = params
  return typeof bundle === 'string' && isUuid(bundle) ? bundle : null
}
