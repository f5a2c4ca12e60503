import { timingSafeEqual } from 'node:crypto'
import { formTokenOf } from '../../exchange/people/formToken.ts'

/** Name of the member of a form that has its token. */
export const formTokenMember = 'formToken'
/** Name of the head that has it, where there is no form. */
export const formTokenHead = 'rogatory-form-token'

/** Whether it is the token of the forms of this session, found out in the same time for all of a length. */
export function isFormTokenOf(session: string, token: string): boolean {
  const [expected, given] = [Buffer.from(formTokenOf(session)), Buffer.from(token)]
  return expected.length === given.length && timingSafeEqual(expected, given)
}
