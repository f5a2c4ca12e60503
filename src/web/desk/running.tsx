import type { Request, Response } from 'express'
import type { Result } from '../../message/refusal.ts'
import { deskRoutes } from '../deskPaths.ts'
import { RunningHealth } from '../pages/RunningHealth.tsx'
import { RunningKeys } from '../pages/RunningKeys.tsx'
import { RunningPeers } from '../pages/RunningPeers.tsx'
import { RunningQueue } from '../pages/RunningQueue.tsx'
import { type CaseWords, caseWords } from './caseWords.ts'
import { type Desk, type DeskHandler, actingIn } from './desk.tsx'
import { leadAfter } from './done.ts'
import { formIn } from './form.ts'
import { type Wrong, ofNoField, showForm } from './formPage.ts'
import { answerWithPage, personOfVisit, visitOf } from './pageOf.ts'

const digest = /^[0-9a-f]{64}$/
const stateCode = /^[A-Z]{2,3}$/

/** How the node is, and what to do about what is wrong. */
export function runningHealth(desk: Desk): DeskHandler {
  return async (request, response) => {
    const items = await desk.services.running.health()
    const page = <RunningHealth {...runningParts(desk, request, response)} items={items} />
    answerWithPage(response, 200, page)
  }
}

/** The States that are pinned, and how it stands with each. */
export function runningPeers(desk: Desk): DeskHandler {
  return async (request, response) => {
    const { own, peers } = await desk.services.running.peers()
    const page = <RunningPeers {...runningParts(desk, request, response)} own={own} peers={peers} />
    answerWithPage(response, 200, page)
  }
}

/** What waits for which peer, and what was given up. */
export function runningQueue(desk: Desk): DeskHandler {
  return async (request, response) => await showQueue(desk, request, response, null)
}

/** Has a message that was given up sent again, as whoever visits has decided. */
export function resendMessage(desk: Desk): DeskHandler {
  return resending(desk, async (request, response) => {
    const { digest: named } = request.params
    // What is no digest names no message either.
    const of = typeof named === 'string' && digest.test(named) ? named : '-'
    return await desk.services.running.resend(actingIn(request, response), of)
  })
}

/** Has all that was given up and is for one State sent again. */
export function resendToState(desk: Desk): DeskHandler {
  return resending(desk, async (request, response) => {
    const { state } = request.params
    const to = typeof state === 'string' && stateCode.test(state) ? state : '-'
    return await desk.services.running.resendTo(actingIn(request, response), to)
  })
}

function resending(
  desk: Desk,
  resend: (request: Request, response: Response) => Promise<Result<object>>,
): DeskHandler {
  return async (request, response) => {
    const form = formIn(response, {})
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const resent = await resend(request, response)
    if (resent.ok) leadAfter(desk, response, deskRoutes.runningQueue.path, 'doneSentAgain')
    else await showQueue(desk, request, response, { refusal: resent, fieldOf: ofNoField })
  }
}

/** Every key with when it ends, and what to do by when. */
export function runningKeys(desk: Desk): DeskHandler {
  return async (request, response) => {
    const keys = await desk.services.running.keys()
    const page = <RunningKeys {...runningParts(desk, request, response)} keys={keys} />
    answerWithPage(response, 200, page)
  }
}

async function showQueue(
  desk: Desk,
  request: Request,
  response: Response,
  wrong: Wrong | null,
): Promise<void> {
  const { words, ...parts } = runningParts(desk, request, response)
  const queue = await desk.services.running.queue(actingIn(request, response))
  showForm(desk, request, response, wrong, ({ errors }) => (
    <RunningQueue {...parts} {...{ words, errors, queue }} />
  ))
}

/** What every page about the node is made with. */
export function runningParts(desk: Desk, request: Request, response: Response) {
  const visit = visitOf(request, response)
  const person = personOfVisit(visit)
  const words: CaseWords = caseWords(visit.words, desk.services.running.names(person.authority))
  return { frame: desk.frameOf(visit), words, person }
}
