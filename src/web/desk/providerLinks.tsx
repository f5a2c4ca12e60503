import type { Request, Response } from 'express'
import type { DeskProvider } from '../../exchange/people/provider/deskProvider.ts'
import type { Result } from '../../message/refusal.ts'
import { deskRoutes } from '../deskPaths.ts'
import { ProviderLink } from '../pages/ProviderLink.tsx'
import { type Desk, type DeskHandler, actingIn } from './desk.tsx'
import { leadAfter } from './done.ts'
import { formIn, typedLine } from './form.ts'
import { type Wrong, fieldOfCode, showForm } from './formPage.ts'
import { personOfVisit, visitOf } from './pageOf.ts'
import { nameIn } from './people.tsx'
import { withProvider } from './provider.tsx'
import { onceProved, stepUpFor, steppingUpFields, steppingUpMembers } from './steppingUp.ts'

/** The page on which an administrator sees, makes or takes off who a person is at the identity provider. */
export function providerLinkPage(desk: Desk): DeskHandler {
  return withProvider(desk, (provider, request, response) =>
    showLink(desk, provider, request, response, null),
  )
}

/** Links a person with an account there, once whoever does so has proved anew who they are. */
export function linkPerson(desk: Desk): DeskHandler {
  return withProvider(desk, async (provider, request, response) => {
    const form = formIn(response, { subject: typedLine, ...steppingUpMembers })
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const [subject = ''] = form.values.subject
    const linked = await onceProved(desk, request, response, form.values, {
      act: (token) => provider.link(nameIn(request), subject.trim(), token, actingIn(request, response)),
      wrong: () => Promise.resolve(provider.wrongWith(subject.trim())),
    })
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
    const fieldOf = fieldOfCode({ ...steppingUpFields, LINK_INVALID: 'subject', LINK_EXISTS: 'subject' })
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
  const proof = subject === null ? await stepUpFor(desk, request, response, linkPath(name)) : undefined
  showForm(desk, request, response, wrong, (parts) => (
    <ProviderLink {...parts} {...{ person, one, host, subject, typed, proof }} />
  ))
}

function linkPath(signInName: string): string {
  return deskRoutes.providerLinkPage.path.replace(':signInName', signInName)
}
