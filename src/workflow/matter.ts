import type { Message } from '../message/generated/types.ts'
import { type Refusal, refuse } from '../message/refusal.ts'
import type { RequestState } from './state.ts'

/** What a message says of the matter, for the state of its request: the first that names one settles it. */
export function matterIn({ matter }: Message): Pick<RequestState, 'matter'> {
  return matter === undefined ? {} : { matter }
}

/** Refuses with MATTER_MISMATCH a message that names another matter than the record has. */
export function matterRefusal(request: RequestState, { matter }: Message): Refusal | null {
  if (matter === undefined || request.matter === undefined || matter === request.matter) return null
  return refuse('MATTER_MISMATCH', { pointer: '/matter', expected: [request.matter] })
}
