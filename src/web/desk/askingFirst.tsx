import type { Request } from 'express'
import { type ListedPerson, handlesCases, isLastAdministrator } from '../../exchange/people/person.ts'
import { isWritable } from '../../exchange/drafts/keptDraft.ts'
import { deskRoutes } from '../deskPaths.ts'
import { PersonName } from '../parts/DraftParts.tsx'
import { Code, OthersWords } from '../parts/Line.tsx'
import { PasskeyOf } from '../parts/PasskeyOf.tsx'
import { Said } from '../parts/Said.tsx'
import { ask } from './ask.tsx'
import type { AskingFirstRouteName } from './askingFirstPaths.ts'
import { type OfPerson, aboutPerson, askOfPerson } from './askingOfPerson.tsx'
import { changeRolesPage } from './changingRoles.tsx'
import type { Desk, DeskHandler } from './desk.tsx'
import { checkLink, draftLink, templateLink } from './draftLinks.ts'
import { draftFor } from './draftOf.ts'
import {
  enablePersonPage,
  givePasswordPage,
  takeAwayPasskeyPage,
  takeOffSecondFactorPage,
} from './lettingIn.tsx'
import { personOfVisit, visitOf } from './pageOf.ts'
import { nameIn } from './people.tsx'
import { withProvider } from './provider.tsx'
import { systemsAskedFirst } from './systemsAskedFirst.tsx'
import { templateFor } from './templates.tsx'
import type { Words } from './words.ts'

/** What asks before something is taken away. */
export function askingFirst(desk: Desk): Readonly<Record<AskingFirstRouteName, DeskHandler>> {
  return {
    changeRolesPage: changeRolesPage(desk),
    disablePersonPage: async (request, response) =>
      await askOfPerson(desk, request, response, disablingAsked),
    enablePersonPage: enablePersonPage(desk),
    givePasswordPage: givePasswordPage(desk),
    takeOffSecondFactorPage: takeOffSecondFactorPage(desk),
    takeAwayPasskeyPage: takeAwayPasskeyPage(desk),
    unlinkPersonPage: unlinkPage(desk),
    removePasskeyPage: removePasskeyPage(desk),
    withdrawDelegationPage: withdrawDelegationPage(desk),
    dropDraftPage: dropDraftPage(desk),
    deleteTemplatePage: deleteTemplatePage(desk),
    ...systemsAskedFirst(desk),
  }
}

async function listed(desk: Desk, request: Request): Promise<ListedPerson | null> {
  const name = nameIn(request)
  return (await desk.services.people.list()).find(({ signInName }) => signInName === name) ?? null
}

function disablingAsked(one: ListedPerson, { say }: Words, people: readonly ListedPerson[]): OfPerson | null {
  const { roles, disabledAt } = one
  if (disabledAt !== null || isLastAdministrator(people, one)) return null
  const ofCases = ['sureReleases', 'sureDraftsStay', 'sureDelegationsRest'] as const
  const sentences = [
    'sureDisableSession',
    ...(handlesCases(roles) ? ofCases : []),
    'sureEnableLater',
  ] as const
  // It takes something away, which must be fast.
  return { title: say('disable'), happens: sentences.map((sentence) => say(sentence)), isProved: false }
}

/** What the address says of a member, after the path. */
function askedFor({ originalUrl }: Request, name: string): readonly string[] {
  return new URL(originalUrl, 'http://desk').searchParams.getAll(name)
}

function unlinkPage(desk: Desk): DeskHandler {
  return withProvider(desk, async (provider, request, response) => {
    const one = await listed(desk, request)
    if (one === null) {
      desk.problem(request, response, 404)
      return
    }
    const { words } = visitOf(request, response)
    const back = deskRoutes.providerLinkPage.path.replace(':signInName', one.signInName)
    const host = <Code text={provider.host} />
    if (!(await provider.subjects()).has(one.id)) response.redirect(303, back)
    else
      ask(desk, request, response, {
        title: words.say('unlink'),
        about: aboutPerson(one),
        happens: [<Said key="host" words={words} sentence="sureUnlink" values={{ host }} />],
        ...{ action: request.path, back },
      })
  })
}

/** Asks whoever visits before a passkey of their own is taken away. */
function removePasskeyPage(desk: Desk): DeskHandler {
  return async (request, response) => {
    const visit = visitOf(request, response)
    const { say } = visit.words
    const { passkeys } = await desk.services.passkeys.of(personOfVisit(visit))
    const [wanted] = askedFor(request, 'passkey')
    const passkey = passkeys.find(({ id }) => id === wanted)
    const back = deskRoutes.passkeys.path
    if (passkey === undefined) response.redirect(303, back)
    else
      ask(desk, request, response, {
        title: say('passkeyRemove'),
        about: <PasskeyOf words={visit.words} name={passkey.name} />,
        happens: [say('surePasskeyRemoved')],
        members: [['passkey', passkey.id]],
        ...{ action: request.path, back },
      })
  }
}

function withdrawDelegationPage(desk: Desk): DeskHandler {
  return async (request, response) => {
    const visit = visitOf(request, response)
    const { words } = visit
    const { delegations } = await desk.services.drafts.delegations(personOfVisit(visit))
    const one = delegations.find(({ id }) => id === request.params.delegation)
    const back = deskRoutes.delegations.path
    if (one === undefined) {
      response.redirect(303, back)
      return
    }
    const receiver = <PersonName person={one.receiver} />
    const giver = <PersonName person={one.giver} />
    ask(desk, request, response, {
      title: words.say('delegationWithdraw'),
      about: <Said words={words} sentence="inPlaceOf" values={{ receiver, giver }} />,
      happens: [words.say('sureDelegation')],
      ...{ action: request.path, back },
    })
  }
}

function dropDraftPage(desk: Desk): DeskHandler {
  return async (request, response) => {
    const view = await draftFor(desk, request, response)
    if (view === null) return
    const { say } = visitOf(request, response).words
    const { draft } = view
    if (!isWritable(draft)) response.redirect(303, checkLink(draft.id))
    else
      ask(desk, request, response, {
        title: say('dropDraft'),
        about: <Code text={draft.reference} />,
        happens: [say('dropText'), say('dropEverybody')],
        ...{ action: request.path, back: draftLink(draft.id) },
      })
  }
}

function deleteTemplatePage(desk: Desk): DeskHandler {
  return async (request, response) => {
    const template = await templateFor(desk, request, response)
    if (template === null) return
    const { say } = visitOf(request, response).words
    ask(desk, request, response, {
      title: say('deleteTemplate'),
      about: <OthersWords language={template.language}>{template.name}</OthersWords>,
      happens: [say('sureTemplate')],
      ...{ action: `${templateLink(template.id)}/delete`, back: deskRoutes.templates.path },
    })
  }
}
