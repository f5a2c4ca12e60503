import type { Request } from 'express'
import { type ListedPerson, handlesCases, isLastAdministrator } from '../../exchange/people/person.ts'
import { isWritable } from '../../exchange/drafts/keptDraft.ts'
import { deskRoutes } from '../deskPaths.ts'
import { PersonName } from '../parts/DraftParts.tsx'
import { Code, OthersWords } from '../parts/Line.tsx'
import { Said } from '../parts/Said.tsx'
import type { Asked } from '../pages/Sure.tsx'
import { ask } from './ask.tsx'
import type { AskingFirstRouteName } from './askingFirstPaths.ts'
import { aboutPerson, changeRolesPage } from './changingRoles.tsx'
import type { Desk, DeskHandler } from './desk.tsx'
import { checkLink, draftLink, templateLink } from './draftLinks.ts'
import { draftFor } from './draftOf.ts'
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
    disablePersonPage: ofPerson(desk, disablingAsked),
    givePasswordPage: ofPerson(desk, (one, { say }) =>
      one.disabledAt === null ? { title: say('makePassword'), happens: [say('surePassword')] } : null,
    ),
    takeOffSecondFactorPage: ofPerson(desk, ({ secondFactorSince }, { say }) =>
      secondFactorSince === null ? null : { title: say('secondFactorRemove'), happens: [say('sureFactor')] },
    ),
    takeAwayPasskeyPage: ofPerson(desk, (one, words, request) => {
      const [wanted] = askedFor(request, 'passkey')
      const name = one.passkeys.find((passkey) => passkey.name === wanted)?.name
      if (name === undefined) return null
      const happens = [<Passkey key="name" words={words} name={name} />, words.say('surePasskeyTaken')]
      return { title: words.say('passkeyRemove'), happens, members: [['passkey', name]] }
    }),
    unlinkPersonPage: unlinkPage(desk),
    removePasskeyPage: removePasskeyPage(desk),
    withdrawDelegationPage: withdrawDelegationPage(desk),
    dropDraftPage: dropDraftPage(desk),
    deleteTemplatePage: deleteTemplatePage(desk),
    ...systemsAskedFirst(desk),
  }
}

type OfPerson = Pick<Asked, 'title' | 'happens' | 'members'>

/** Asks before something is done to a person; where there is nothing to do, the list of people is shown again. */
function ofPerson(
  desk: Desk,
  asked: (
    one: ListedPerson,
    words: Words,
    request: Request,
    people: readonly ListedPerson[],
  ) => OfPerson | null,
): DeskHandler {
  return async (request, response) => {
    const people = await desk.services.people.list()
    const one = people.find(({ signInName }) => signInName === nameIn(request))
    if (one === undefined) {
      desk.problem(request, response, 404)
      return
    }
    const { words, person } = visitOf(request, response)
    const what = asked(one, words, request, people)
    if (what === null) {
      response.redirect(303, deskRoutes.people.path)
      return
    }
    const happens = one.id === person?.id ? [...what.happens, words.say('thisIsYou')] : what.happens
    const back = deskRoutes.people.path
    ask(desk, request, response, { ...what, happens, about: aboutPerson(one), action: request.path, back })
  }
}

async function listed(desk: Desk, request: Request): Promise<ListedPerson | null> {
  const name = nameIn(request)
  return (await desk.services.people.list()).find(({ signInName }) => signInName === name) ?? null
}

function Passkey({ words, name }: { readonly words: Words; readonly name: string }) {
  return <Said words={words} sentence="passkeyOf" values={{ name: <bdi>{name}</bdi> }} />
}

function disablingAsked(
  one: ListedPerson,
  { say }: Words,
  _request: Request,
  people: readonly ListedPerson[],
): OfPerson | null {
  const { roles, disabledAt } = one
  if (disabledAt !== null || isLastAdministrator(people, one)) return null
  const ofCases = ['sureReleases', 'sureDraftsStay', 'sureDelegationsRest'] as const
  const sentences = [
    'sureDisableSession',
    ...(handlesCases(roles) ? ofCases : []),
    'sureEnableLater',
  ] as const
  return { title: say('disable'), happens: sentences.map((sentence) => say(sentence)) }
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
        about: <Passkey words={visit.words} name={passkey.name} />,
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
