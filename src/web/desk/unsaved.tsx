import express, { type Request, type Response } from 'express'
import { keepsTypedAt } from '../deskPaths.ts'
import { webLimits } from '../limits.ts'
import { Unsaved } from '../pages/Unsaved.tsx'
import type { Desk } from './desk.tsx'
import { formType, isForm, isFromHere, membersIn } from './form.ts'
import { formTokenMember, isFormTokenOf } from './formToken.ts'
import { answerWithPage, visitOf } from './pageOf.ts'

/**
 * Answers with what somebody typed where this node could not keep it, whatever the reason: on a page that sends it again as it
 * was, for it stands nowhere else. It is shown to the browser alone whose session its form has the token of, which is
 * known without the database.
 *
 * @returns of each failure whether it was answered; else nothing was typed, or it is too much, or it came from elsewhere
 */
export function unsaved(desk: Desk): (request: Request, response: Response) => Promise<boolean> {
  const { atOnceMax, membersMax } = webLimits.desk.unsaved
  let underWay = 0
  return async (request, response) => {
    const { method, path } = request
    if (method !== 'POST' || !keepsTypedAt(path) || !isFromHere(request, desk.services.origin)) return false
    // While no session can be looked up anybody may say that they have one.
    if (underWay >= atOnceMax) return false
    underWay += 1
    try {
      const members = await typedIn(request, response)
      const [token, ...others] = members.flatMap(([name, value]) => (name === formTokenMember ? [value] : []))
      const session = desk.cookies.session(request) ?? desk.cookies.ended(request)
      if (members.length > membersMax || token === undefined || others.length > 0 || session === null)
        return false
      if (!isFormTokenOf(session, token)) return false
      const fields = members.filter(([name]) => name !== formTokenMember)
      const visit = visitOf(request, response)
      const frame = { ...desk.frameOf(visit), formToken: token }
      answerWithPage(response, 503, <Unsaved {...visit} frame={frame} typed={{ path, fields }} />)
      return true
    } finally {
      underWay -= 1
    }
  }
}

const { writtenBytesMax } = webLimits.desk
const readForm = express.raw({ type: formType, limit: writtenBytesMax, inflate: false })

/** What the form has, which nobody may have read yet; nothing where it is none, is too large, or did not come whole. */
async function typedIn(request: Request, response: Response): Promise<[string, string][]> {
  if (!isForm(request)) return []
  if (request.body === undefined)
    await new Promise<void>((resolve) => {
      readForm(request, response, () => {
        resolve()
      })
    })
  return membersIn(request.body as unknown)
}
