import type { Request, Response } from 'express'
import { type Refusal, refuse } from '../../message/refusal.ts'
import { exchangeLimits } from '../../exchange/limits.ts'
import type { DeskProvider, Going } from '../../exchange/people/provider/deskProvider.ts'
import { deskRoutes } from '../deskPaths.ts'
import { NotLetIn } from '../pages/NotLetIn.tsx'
import { Prove } from '../pages/Prove.tsx'
import { problems } from '../problem.ts'
import { farEndOf } from '../port.ts'
import type { Desk, DeskHandler } from './desk.tsx'
import { formIn } from './form.ts'
import { ofNoField, showForm } from './formPage.ts'
import { leadOn } from './leadOn.tsx'
import { answerWithPage, personOfVisit, visitOf } from './pageOf.ts'
import { sessionOf, whereaboutsOf } from './session.ts'
import { letIn, showSignIn } from './signingIn.tsx'

type WithProvider = (provider: DeskProvider, request: Request, response: Response) => unknown

/** A handler of a desk that has an identity provider; where it has none that is said. */
export function withProvider(desk: Desk, handle: WithProvider): DeskHandler {
  return async (request, response) => {
    const { provider } = desk.services
    if (provider === null) desk.refuse(request, response, refuse('PROVIDER_MISSING'))
    else await handle(provider, request, response)
  }
}

/** Sends somebody to the identity provider to sign in there. */
export function sendToProvider(desk: Desk): DeskHandler {
  return withProvider(desk, async (provider, request, response) => {
    const form = formIn(response, {})
    if (!form.ok) desk.refuse(request, response, form)
    else if (visitOf(request, response).person !== null) response.redirect(303, deskRoutes.home.path)
    else {
      const sent = await provider.send(going(desk, request))
      if (!sent.ok) showSignIn(desk, request, response, '', sent)
      else {
        desk.cookies.keepProviderAttempt(response, sent.attempt)
        leadOn(desk, request, response, { to: sent.url, title: 'providerGoing', host: provider.host })
      }
    }
  })
}

/**
 * Takes what somebody brings who comes back. They come from another site, so their browser has sent no cookie of the session: a
 * page of this desk leads them on, and from there it does.
 */
export function backFromProvider(desk: Desk): DeskHandler {
  return withProvider(desk, async (provider, request, response) => {
    const order = {
      ...whereaboutsOf(desk, request),
      attempt: desk.cookies.providerAttempt(request),
      url: new URL(request.originalUrl, desk.services.origin),
    }
    const back = await provider.comeBack(order)
    if (!back.ok) {
      if (back.code !== 'PROVIDER_STATE_WRONG') desk.cookies.dropProviderAttempt(response)
      showRefusal(desk, request, response, back)
      return
    }
    desk.cookies.dropProviderAttempt(response)
    const lead = (to: string): void => leadOn(desk, request, response, { to, title: 'providerBack' })
    if ('leadsTo' in back) lead(back.leadsTo)
    else if ('step' in back) {
      desk.cookies.keepStep(response, back.step)
      lead(deskRoutes.secondStepPage.path)
    } else await letIn(desk, request, response, back, lead)
  })
}

/** Where somebody who has signed in is told that they prove at the provider who they are. */
export function provePage(desk: Desk): DeskHandler {
  return withProvider(desk, (provider, request, response) => {
    const { searchParams } = new URL(request.originalUrl, desk.services.origin)
    showProve(desk, provider, request, response, {
      to: provedFor(searchParams.get('to') ?? ''),
      refusal: null,
    })
  })
}

/** Sends them there. */
export function prove(desk: Desk): DeskHandler {
  return withProvider(desk, async (provider, request, response) => {
    const form = formIn(response, { to: { charactersMax: 200 } })
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const leadsTo = provedFor(form.values.to[0] ?? '')
    const token = sessionOf(response)?.token ?? ''
    const order = { ...going(desk, request), token, leadsTo }
    const sent = await provider.sendAnew(personOfVisit(visitOf(request, response)), order)
    if (!sent.ok) {
      showProve(desk, provider, request, response, { to: leadsTo, refusal: sent })
      return
    }
    desk.cookies.keepProviderAttempt(response, sent.attempt)
    leadOn(desk, request, response, { to: sent.url, title: 'providerGoing', host: provider.host })
  })
}

function showRefusal(desk: Desk, request: Request, response: Response, refusal: Refusal): void {
  const visit = visitOf(request, response)
  const { text } = desk.errorOf(visit, refusal, null)
  const page = (
    <NotLetIn
      frame={desk.frameOf(visit)}
      words={visit.words}
      text={text}
      code={refusal.code}
      subject={refusal.code === 'PERSON_NOT_LINKED' ? (refusal.expected?.[0] ?? null) : null}
    />
  )
  answerWithPage(response, problems[refusal.code].status, page)
}

function showProve(
  desk: Desk,
  { host }: DeskProvider,
  request: Request,
  response: Response,
  { to, refusal }: { readonly to: string; readonly refusal: Refusal | null },
): void {
  const person = personOfVisit(visitOf(request, response))
  const wrong = refusal === null ? null : { refusal, fieldOf: ofNoField }
  const minutes = exchangeLimits.desk.stepUpMs / 60_000
  showForm(desk, request, response, wrong, (parts) => <Prove {...parts} {...{ person, host, to, minutes }} />)
}

function going(desk: Desk, request: Request): Going {
  return {
    back: `${desk.services.origin}${deskRoutes.backFromProvider.path}`,
    countedAs: desk.services.strangers.countedAs(farEndOf(request.socket)),
  }
}

/** Pages that ask for a proof; whoever names another goes to the first page. */
const asking =
  /^\/(?:drafts\/[0-9a-f-]{36}\/check|delegations|passkeys|running\/(?:systems(?:\/add)?|webhooks\/add)|people\/(?:add|[^/?#]{1,100}\/(?:confirm|roles\?roles=[a-z=&]{1,100})))$/

function provedFor(path: string): string {
  return asking.test(path) ? path : deskRoutes.home.path
}
