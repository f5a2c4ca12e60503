import { webLimits } from '../limits.ts'
import { caseLink } from './caseLinks.ts'
import { hide, idIn, readerIn } from './cases.tsx'
import { type Desk, type DeskHandler, actingIn } from './desk.tsx'
import { formIn } from './form.ts'

const signInName = { charactersMax: webLimits.desk.nameCharactersMax }

/** Takes a request, gives it to somebody else of the authority, or gives it back. */
export function assignCase(desk: Desk): DeskHandler {
  return async (request, response) => {
    const id = idIn(request)
    if (id === null || !(await desk.services.cases.isThere(readerIn(request, response), id))) {
      await hide(desk, request, response)
      return
    }
    const form = formIn(response, { had: signInName, to: signInName })
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const [had = '', to = ''] = [form.values.had[0], form.values.to[0]]
    const by = actingIn(request, response)
    const order = { request: id, had: had === '' ? null : had, to: to === '' ? null : to }
    const assigned = await desk.services.cases.assign(order, by)
    if (assigned.ok) response.redirect(303, caseLink(id))
    else if (assigned.code === 'REQUEST_UNKNOWN') await hide(desk, request, response)
    else desk.refuse(request, response, assigned)
  }
}
