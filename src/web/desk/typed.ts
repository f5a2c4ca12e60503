import type { Request, Response } from 'express'
import { type DeskRouteName, deskRoutes, keepsTypedAt } from '../deskPaths.ts'
import type { DeskPerson } from '../deskServices.ts'
import type { Desk } from './desk.tsx'
import { formTokenMember, isFormTokenOf } from './formToken.ts'
import { visitOf } from './pageOf.ts'
import { endedIn, sessionOf } from './session.ts'
import type { Sentence } from './words.ts'

/** What stands behind the page for signing in where what was typed is kept. */
export const keptQuery = '?kept'

/** What stands behind the address of a page that is to be shown with what was typed in it. */
const typedQuery = '?typed'

/** Whether a page is asked for with what was typed in it. */
export function isTypedAsked({ originalUrl }: Pick<Request, 'originalUrl'>): boolean {
  return originalUrl.endsWith(typedQuery)
}

type Members = readonly (readonly [string, string])[]

/**
 * Keeps what comes from a page of a session that has ended, where its form has the token of that very session: for whoever had it,
 * and for nobody else. Whoever has not signed in has its cookie as well; whoever has signed in again, since then or in another
 * page of the browser, must be the same person.
 *
 * @returns where they are led; null: nothing was kept
 */
export async function keepTyped(
  desk: Pick<Desk, 'services'>,
  request: Request,
  response: Response,
  members: Members,
): Promise<string | null> {
  const tokens = members.flatMap(([name, value]) => (name === formTokenMember ? [value] : []))
  const [token, ...others] = tokens
  if (token === undefined || others.length > 0 || !keepsTypedAt(request.path)) return null
  const { typed } = desk.services
  const { person } = visitOf(request, response)
  const whose =
    person === null ? personOfPage(response, token) : await personAgain(desk, response, person, token)
  if (whose === null) return null
  const fields = members.filter(([name]) => name !== formTokenMember)
  await typed.keep(whose, { path: request.path, fields })
  return person === null ? `${deskRoutes.signInPage.path}${keptQuery}` : await afterSigningIn(desk, person)
}

/** Id of whose page it was; null: it was none of the session whose cookie came along. */
function personOfPage(response: Response, token: string): string | null {
  const ended = endedIn(response)
  return ended !== null && isFormTokenOf(ended.token, token) ? ended.person : null
}

async function personAgain(
  { services }: Pick<Desk, 'services'>,
  response: Response,
  person: DeskPerson,
  token: string,
): Promise<string | null> {
  const session = sessionOf(response)
  if (session === null || isFormTokenOf(session.token, token)) return null
  return (await services.typed.isOfEnded(person, token)) ? person.id : null
}

/** Where somebody begins who has signed in: at what they had typed, where that is kept. */
export async function afterSigningIn(
  { services }: Pick<Desk, 'services'>,
  person: DeskPerson,
): Promise<string> {
  if (!(await services.typed.areThere(person))) return deskRoutes.home.path
  const { forms } = await services.typed.list(person)
  const [only, ...others] = forms
  if (only === undefined) return deskRoutes.home.path
  return others.length === 0
    ? (filledIn(only.path) ?? deskRoutes.typedForms.path)
    : deskRoutes.typedForms.path
}

/** Where what was typed stands in its form; null: it is shown as text. */
export function filledIn(path: string): string | null {
  return partPattern.test(path) ? `${path}${typedQuery}` : null
}

/** Where somebody goes on with what is shown as text: the page that has the form. */
export function pageOfForm(path: string): string {
  return path === deskRoutes.keepSearch.path
    ? deskRoutes.search.path
    : path.replace(/\/(?:head|return|template)$/, '')
}

/** What the form is called whose fields were sent to a path. */
export function titleOfForm(path: string): Sentence {
  return titles.find(({ pattern }) => pattern.test(path))?.title ?? 'typedTitle'
}

type KeptRoute = {
  [Name in DeskRouteName]: (typeof deskRoutes)[Name] extends { readonly keepsTyped: true } ? Name : never
}[DeskRouteName]

const formTitles: Readonly<Record<KeptRoute, Sentence>> = {
  ...{ ask: 'askTitle', again: 'askAgain', useTemplate: 'templates' },
  ...{ writePart: 'draft', writeHead: 'draftHead', returnDraft: 'giveBack', keepTemplate: 'keepTemplate' },
  ...{ keepSearch: 'keepSearch', saveCaseFile: 'saveFile', saveDraftFile: 'saveFile' },
}

const titles = (Object.keys(formTitles) as KeptRoute[]).map((name) => ({
  pattern: patternOf(deskRoutes[name].path),
  title: formTitles[name],
}))

const partPattern = patternOf(deskRoutes.writePart.path)

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/:[A-Za-z]+/g, '[^/]+')}$`)
}
