import { createHmac } from 'node:crypto'

/** What the forms of a session have in them: whoever cannot read its pages cannot make it. */
export function formTokenOf(session: string): string {
  return createHmac('sha256', session).update('rogatory-form/v1').digest('base64url')
}
