import type { Message } from '../message/generated/types.ts'
import { particular } from '../message/particular.ts'
import { type Result, refuse } from '../message/refusal.ts'
import { versionOf } from '../message/version.ts'
import { documentsIn, once } from './documents.ts'
import type { Effect } from './effects.ts'
import { type Asked, beginAll } from './open.ts'
import { profileNamed } from './profile.ts'
import type { MeasureState, RequestState, Side } from './state.ts'
import type { Turn } from './turn.ts'

/** Measures that a message adds to an open record. */
export interface Joining {
  readonly turns: readonly Turn[]
  readonly measures: readonly MeasureState[]
  readonly effects: readonly Effect[]
}

const adding = once(() => documentsIn<{ readonly adds?: true }>('message'))

/**
 * The measures that a message asks for beside those that the record has, each at the beginning of its machine. The
 * regime of the record governs what names no basis of its own. Refuses as an opening does, with REQUEST_EXISTS an id
 * that the record has already, and with WORKFLOW_WRONG_SIDE what only the other side may ask for.
 */
export function joining(request: RequestState, message: Message, side: Side): Result<Joining> {
  const asked = askedBy(message)
  const known = asked.find(({ id }) => request.measures.some((measure) => measure.id === id))
  if (known !== undefined) {
    const says = [particular('measureIs', { measure: known.id })]
    return refuse('REQUEST_EXISTS', { says, pointer: '/body/measures' })
  }
  const begins = beginAll(message, asked, profileNamed(request.profile, versionOf(message)))
  if (!begins.ok) return begins
  return begins.turns.every((turn) => turn.side === side) ? begins : refuse('WORKFLOW_WRONG_SIDE')
}

/** Whether a message adds measures and speaks of no other: it need not move any. */
export function mayOnlyJoin(message: Message): boolean {
  return message.measures === undefined && askedBy(message).length > 0
}

function askedBy({ type, body }: Message): readonly Asked[] {
  if (adding().get(type)?.adds !== true) return []
  return 'measures' in body ? (body.measures ?? []).filter((one) => typeof one === 'object') : []
}
