import { documentAt } from '../message/documents.ts'
import type { Authority, Message } from '../message/generated/types.ts'
import { particular } from '../message/particular.ts'
import { type Refusal, refuse } from '../message/refusal.ts'
import { asks, opener } from './open.ts'
import { sideOf } from './parties.ts'
import type { RequestState, Side } from './state.ts'
import { subjectsOf } from './subjects.ts'

/** Whether its State has designated an authority to ask for measures of this kind, or to answer for them. */
export function isCompetent(authority: Authority | null, kind: string, role: Side): boolean {
  return authority?.competences.some((one) => one.kind === kind && one.roles.includes(role)) === true
}

/**
 * Refuses with AUTHORITY_NOT_COMPETENT what an authority says about a measure of a kind for which its State's list
 * gives it no competence in its role. What passes a thing on to the right desk, or lets go of it, any authority that
 * the record has reached may say (`anyAuthority` in the schema of its type). Null as well where the workflow will
 * refuse: whose turn it is and what exists is said there.
 *
 * @param author - as its State lists it
 * @param state - of the record before the message; null where it opens one
 */
export function competenceRefusal(
  author: Authority,
  message: Message,
  state: RequestState | null,
): Refusal | null {
  if (documentAt(`message/${message.type}.json`)?.anyAuthority === true) return null
  const lacking = concernedBy(message, state).find(({ kind, role }) => !isCompetent(author, kind, role))
  if (lacking === undefined) return null
  const { kind, role } = lacking
  const name = role === 'requesting' ? 'authorityMayNotAsk' : 'authorityMayNotAnswer'
  const says = [particular(name, { authority: author.id, kind })]
  return refuse('AUTHORITY_NOT_COMPETENT', { pointer: '/from', says })
}

interface Concerned {
  readonly kind: string
  readonly role: Side
}

function concernedBy(message: Message, state: RequestState | null): readonly Concerned[] {
  const asked = (asks(message) ?? []).map(({ kind }) => ({ kind, role: opener(message.type) }))
  if (state === null) return asked
  const side = sideOf(state, message)
  if (!side.ok) return []
  const about = subjectsOf(state, message, side.side)
  const moved = about.ok ? about.subjects.map(({ measure }) => measure.kind) : []
  return [...asked, ...moved.map((kind) => ({ kind, role: side.side }))]
}
