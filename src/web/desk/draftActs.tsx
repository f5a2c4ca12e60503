import type { Request, Response } from 'express'
import { exchangeLimits } from '../../exchange/limits.ts'
import type { DraftView } from '../../exchange/drafts/readDraft.ts'
import type { Refusal, Result } from '../../message/refusal.ts'
import { deskRoutes } from '../deskPaths.ts'
import { type Desk, type DeskHandler, actingIn } from './desk.tsx'
import { leadAfter } from './done.ts'
import { draftLink } from './draftLinks.ts'
import { draftFor } from './draftOf.ts'
import { showCheck } from './drafts.tsx'
import { formIn, postedIn } from './form.ts'
import { fieldOfCode } from './formPage.ts'
import { personOfVisit, visitOf } from './pageOf.ts'
import { steppedUp, steppingUpFields, steppingUpMembers } from './steppingUp.ts'

const version = { charactersMax: 10 }
const digest = { charactersMax: 64 }
// Of whoever takes their own back no reason is asked.
const reason = { charactersMax: exchangeLimits.drafts.reasonCharactersMax * 2, isMany: true } as const

/** The fields of the page to which refusals belong. */
const fieldOf = fieldOfCode({ ...steppingUpFields, FORM_MEMBER_INVALID: 'reason' })

/** Gives a draft to be approved. */
export function submitDraft(desk: Desk): DeskHandler {
  return acting(desk, async ({ draft }, request, response) => {
    const form = formIn(response, { version })
    if (!form.ok) return form
    const seen = { draft: draft.id, version: Number(form.values.version[0]) }
    return await desk.services.drafts.submit(seen, actingIn(request, response))
  })
}

/** Sends what binds nobody. */
export function sendDraft(desk: Desk): DeskHandler {
  return acting(desk, async ({ draft }, request, response) => {
    const form = formIn(response, { version })
    if (!form.ok) return form
    const seen = { draft: draft.id, version: Number(form.values.version[0]) }
    return await desk.services.drafts.send(seen, actingIn(request, response))
  })
}

/** Approves the very words that were seen, after the password where it was not given just now. */
export function approveDraft(desk: Desk): DeskHandler {
  return acting(desk, async ({ draft }, request, response) => {
    const form = formIn(response, { digest, ...steppingUpMembers })
    if (!form.ok) return form
    const proved = await steppedUp(desk, request, response, form.values)
    if (!proved.ok) return proved
    const approval = { draft: draft.id, digest: form.values.digest[0] ?? '', token: proved.token }
    return await desk.services.drafts.approve(approval, actingIn(request, response))
  })
}

/** Gives a draft back, or takes it back. */
export function returnDraft(desk: Desk): DeskHandler {
  return acting(desk, async ({ draft }, request, response) => {
    const form = formIn(response, { reason })
    if (!form.ok) return form
    const by = actingIn(request, response)
    return await desk.services.drafts.giveBack(draft.id, form.values.reason[0] ?? '', by)
  })
}

/** Sends at once what was let go. */
export function resumeDraft(desk: Desk): DeskHandler {
  return acting(desk, async ({ draft }, request, response) => {
    const form = formIn(response, {})
    if (!form.ok) return form
    return await desk.services.drafts.resume(draft.id, actingIn(request, response))
  })
}

/** Drops a draft, and leads to the others. */
export function dropDraft(desk: Desk): DeskHandler {
  return acting(
    desk,
    async ({ draft }, request, response) => {
      const form = formIn(response, {})
      if (!form.ok) return form
      return await desk.services.drafts.drop(draft.id, actingIn(request, response))
    },
    (response) => leadAfter(desk, response, deskRoutes.drafts.path, 'doneDropped'),
  )
}

type Act = (view: DraftView, request: Request, response: Response) => Promise<Result<object>>

type Lead = (response: Response, id: string) => void

const toDraft: Lead = (response, id) => response.redirect(303, draftLink(id))

/** Does something with a draft that is there for whoever visits, and shows what has become of it. */
function acting(desk: Desk, act: Act, lead: Lead = toDraft): DeskHandler {
  return async (request, response) => {
    const view = await draftFor(desk, request, response)
    if (view === null) return
    const { id } = view.draft
    const done = await act(view, request, response)
    if (done.ok) lead(response, id)
    else await told(desk, request, response, done)
  }
}

/** A form that is none of this page is refused; what was not done is told on the page of the draft. */
async function told(desk: Desk, request: Request, response: Response, refusal: Refusal): Promise<void> {
  const isOfForm = refusal.code.startsWith('FORM_') && refusal.pointer !== '/reason'
  if (isOfForm) {
    desk.refuse(request, response, refusal)
    return
  }
  const [, reason = ''] = postedIn(response).find(([name]) => name === 'reason') ?? []
  // Its field is there no more, as where the draft was taken back meanwhile.
  if (reason.trim() !== '' && refusal.code !== 'FORM_MEMBER_INVALID')
    await keepReason(desk, request, response)
  await showCheck(desk, request, response, { refusal, fieldOf, reason })
}

/** What cannot be done any more is kept for its day as what was typed when a session ended, and the first page says so. */
async function keepReason(desk: Desk, request: Request, response: Response): Promise<void> {
  const { id } = personOfVisit(visitOf(request, response))
  await desk.services.typed.keep(id, { path: request.path, fields: postedIn(response) })
}
