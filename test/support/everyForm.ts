import assert from 'node:assert/strict'
import { type DeskRoute, type DeskRouteName, deskRoutes } from '../../src/web/deskPaths.ts'
import type { DeskClient, Page } from './desk.ts'
import type { EveryPage, Visitors } from './everyPage.ts'
import { type PageForm, formsOn } from './formControls.ts'
import { markedLanguage } from './markedWords.ts'

const routes = Object.entries(deskRoutes) as readonly (readonly [DeskRouteName, DeskRoute])[]

/** Everything that is posted at a desk, by name. */
export const postedRoutes: readonly DeskRouteName[] = routes
  .filter(([, { method }]) => method === 'POST')
  .map(([name]) => name)

/** After it nobody is signed in any more. */
const lastly: readonly DeskRouteName[] = ['signOut']

type Note = (what: string, answer: Page) => void

/**
 * Sends each form of each page as nobody filled it in, then each as it stands on its page, and what no page has a form for with
 * nothing in it; follows where that leads. Returns to what something was posted.
 *
 * @param note - told of every page that comes of it
 */
export async function sendEveryForm({ visitors, pages }: EveryPage, note: Note): Promise<DeskRouteName[]> {
  const sent = new Set<DeskRouteName>()
  const send = async (name: keyof Visitors, form: PageForm, members: PageForm['members']): Promise<void> => {
    const visitor: DeskClient = visitors[name]
    const { action, bringsFiles } = form
    const answer = bringsFiles
      ? await visitor.postFiles(action, members, [])
      : await visitor.post(action, members)
    sent.add(routeOf(action))
    assert.notEqual(answer.status, 500, `POST ${action}: ${answer.status}`)
    note(`POST ${action} by ${name}`, answer)
    // What an identity provider shows is not ours.
    if (answer.location.startsWith('/'))
      note(`${answer.location} after ${action}`, await visitor.get(answer.location))
  }
  const all = new Map<string, { readonly name: keyof Visitors; readonly form: PageForm }>()
  for (const { visitor: name, path } of pages)
    for (const shown of formsOn((await visitors[name].get(path)).text)) {
      // Everybody goes on reading the same language.
      const form =
        'language' in shown.members && shown.action === deskRoutes.chooseLanguage.path
          ? { ...shown, members: { ...shown.members, language: [markedLanguage] } }
          : shown
      const of = [routeOf(form.action), ...Object.keys(form.members)].join(' ')
      if (!all.has(of)) all.set(of, { name, form })
    }
  for (const { name, form } of all.values())
    if (form.asked.size > 0)
      await send(name, form, {
        ...form.members,
        ...Object.fromEntries([...form.asked].map((field) => [field, ['']])),
      })
  const inOrder = [...all.values()].sort((one, other) => placeOf(one.form) - placeOf(other.form))
  for (const { name, form } of inOrder.filter(({ form: one }) => placeOf(one) === 0))
    await send(name, form, form.members)
  for (const [of, { path, audience, takesFiles }] of routes.filter(([one]) => postedRoutes.includes(one))) {
    if (sent.has(of) || lastly.includes(of)) continue
    const name =
      typeof audience === 'string' || !audience.includes('administrator') ? 'person' : 'administrator'
    const action = path.replace(/:[A-Za-z]+/g, () => crypto.randomUUID())
    await send(name, { action, bringsFiles: takesFiles === true, asked: new Set(), members: {} }, {})
  }
  for (const { name, form } of inOrder.filter(({ form: one }) => placeOf(one) > 0))
    await send(name, form, form.members)
  return [...sent]
}

function placeOf({ action }: PageForm): number {
  return lastly.indexOf(routeOf(action)) + 1
}

/** The route to which a form is posted. */
function routeOf(action: string): DeskRouteName {
  const found = routes.find(
    ([name, { path }]) =>
      postedRoutes.includes(name) &&
      new RegExp(`^${path.replace(/:[A-Za-z]+/g, '[^/]+')}$`).test(new URL(action, 'http://desk').pathname),
  )
  assert.ok(found !== undefined, `nothing answers ${action}`)
  return found[0]
}
