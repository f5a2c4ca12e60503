import { createHmac, timingSafeEqual } from 'node:crypto'

/** Name of the member of a form that has its token. */
export const formTokenMember = 'formToken'

/** What the forms of a session have in them: whoever cannot read its pages cannot make it. */
export function formTokenOf(session: string): string {
  return createHmac('sha256', session).update('rogatory-form/v1').digest('base64url')
}

/** Whether it is the token of the forms of this session, found out in the same time for all of a length. */
export function isFormTokenOf(session: string, token: string): boolean {
  const [expected, given] = [Buffer.from(formTokenOf(session)), Buffer.from(token)]
  return expected.length === given.length && timingSafeEqual(expected, given)
}
