import type { Request, Response } from 'express'
import type { DeskProvider } from '../../exchange/people/provider/deskProvider.ts'
import type { Result } from '../../message/refusal.ts'
import { deskRoutes } from '../deskPaths.ts'
import { ProviderLink } from '../pages/ProviderLink.tsx'
import { type Desk, type DeskHandler, actingIn } from './desk.tsx'
import { leadAfter } from './done.ts'
import { formIn, typedLine } from './form.ts'
import { type FieldOf, type Wrong, showForm } from './formPage.ts'
import { personOfVisit, visitOf } from './pageOf.ts'
import { nameIn } from './people.tsx'
import { withProvider } from './provider.tsx'

/** The page on which an administrator sees, makes or takes off who a person is at the identity provider. */
export function providerLinkPage(desk: Desk): DeskHandler {
  return withProvider(desk, (provider, request, response) =>
    showLink(desk, provider, request, response, null),
  )
}

/** Links a person with an account there. */
export function linkPerson(desk: Desk): DeskHandler {
  return withProvider(desk, async (provider, request, response) => {
    const form = formIn(response, { subject: typedLine })
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const [subject = ''] = form.values.subject
    const linked = await provider.link(nameIn(request), subject.trim(), actingIn(request, response))
    await backToLink(desk, provider, request, response, linked, subject)
  })
}

/** Takes the link off. */
export function unlinkPerson(desk: Desk): DeskHandler {
  return withProvider(desk, async (provider, request, response) => {
    const form = formIn(response, {})
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const unlinked = await provider.unlink(nameIn(request), actingIn(request, response))
    if (unlinked.ok) leadAfter(desk, response, linkPath(nameIn(request)), 'doneUnlinked', nameIn(request))
    else await backToLink(desk, provider, request, response, unlinked)
  })
}

async function backToLink(
  desk: Desk,
  provider: DeskProvider,
  request: Request,
  response: Response,
  changed: Result<object>,
  typed = '',
): Promise<void> {
  if (changed.ok) response.redirect(303, linkPath(nameIn(request)))
  else {
    const fieldOf: FieldOf = ({ code }) =>
      code.startsWith('LINK_') && code !== 'LINK_UNKNOWN' ? 'subject' : null
    await showLink(desk, provider, request, response, { refusal: changed, fieldOf }, typed)
  }
}

async function showLink(
  desk: Desk,
  provider: DeskProvider,
  request: Request,
  response: Response,
  wrong: Wrong | null,
  typed = '',
): Promise<void> {
  const name = nameIn(request)
  const one = (await desk.services.people.list()).find(({ signInName }) => signInName === name)
  if (one === undefined) {
    desk.problem(request, response, 404)
    return
  }
  const person = personOfVisit(visitOf(request, response))
  const subject = (await provider.subjects()).get(one.id) ?? null
  const { host } = provider
  showForm(desk, request, response, wrong, (parts) => (
    <ProviderLink {...parts} {...{ person, one, host, subject, typed }} />
  ))
}

function linkPath(signInName: string): string {
  return deskRoutes.providerLinkPage.path.replace(':signInName', signInName)
}
