import assert from 'node:assert/strict'
import type { Message } from '../message/generated/types.ts'
import { type Result, refuse } from '../message/refusal.ts'
import { requestState } from './derive.ts'
import type { Effect } from './effects.ts'
import { readInstant, writeInstant } from './instant.ts'
import { move } from './move.ts'
import { confirmOral, openByNote, openByRequest } from './open.ts'
import { sideOf } from './parties.ts'
import { profileNamed } from './profile.ts'
import { asked } from './questions.ts'
import { nextPlace } from './record.ts'
import { split } from './split.ts'
import type { Link, MeasureState, RequestState, Side } from './state.ts'
import { type Subject, subjectsOf, unexpected } from './subjects.ts'
import { findRow, machineNamed } from './table.ts'
import type { Turn } from './turn.ts'

export type { Effect }

/** A message with its digest: SHA-256 of the JWS signing input, in lower-case hex. */
export interface Entry {
  readonly message: Message
  readonly digest: string
}

/** What became of the request, and what the shell has to do. */
export type Decision = Result<{ readonly request: RequestState; readonly effects: readonly Effect[] }>

/**
 * Decides what a valid message does to a request, or opens one where there is none. Pure: the only time is
 * `sentAt`. A message that names several measures moves all of them or is refused whole. The caller has judged
 * sequence, basis and previous (record.ts); here the place only goes on by one.
 */
export function decide(request: RequestState | null, { message, digest }: Entry): Decision {
  if (request === null) return open(message, digest)
  if (message.request !== request.request) return refuse('REQUEST_UNKNOWN')
  const speaker = sideOf(request, message)
  if (!speaker.ok) return speaker
  if (message.type !== 'request') return proceed(request, message, digest, speaker.side)
  if (speaker.side === 'requested') return unexpected(request, message, speaker.side)
  return confirmOral(request, message, digest)
}

function open(message: Message, digest: string): Decision {
  if (message.type === 'request') return openByRequest(message, digest)
  if (message.type !== 'contact-note' || message.body.measures === undefined) return refuse('REQUEST_UNKNOWN')
  return openByNote(message, message.body.measures, digest)
}

function proceed(before: RequestState, message: Message, digest: string, side: Side): Decision {
  const parted = split(before, message)
  if (!parted.ok) return parted
  const addressed = subjectsOf(parted.request, message, side)
  if (!addressed.ok) return addressed
  const turns = addressed.subjects.map((subject) => turnOf(parted.request, message, side, subject))
  const moved = moveAll(parted.request, turns)
  if (!moved.ok) return moved
  const request: RequestState = {
    ...parted.request,
    ...nextPlace(before, digest),
    ...frameNotes(parted.request, message, turns),
    updatedAt: writeInstant(readInstant(message.sentAt, 'UTC')),
    state: requestState(moved.measures),
    measures: moved.measures,
    questions: asked(parted.request.questions, turns, moved.measures),
  }
  return { ok: true, request, effects: [...moved.effects, ...enclosed(message)] }
}

function turnOf(request: RequestState, message: Message, side: Side, { measure, said }: Subject): Turn {
  const profile = profileNamed(measure.profile)
  const machine = machineNamed(measure.machine)
  const at = readInstant(message.sentAt, profile.zone)
  return { message, said, side, measure, machine, profile, questions: request.questions, at }
}

/** All or none: the first refusal is the answer to the whole message. */
function moveAll(
  request: RequestState,
  turns: readonly Turn[],
): Result<{ measures: readonly MeasureState[]; effects: readonly Effect[] }> {
  const after = new Map(request.measures.map((measure) => [measure.id, measure]))
  const effects: Effect[] = []
  for (const turn of turns) {
    const row = findRow(turn.machine, turn.measure.state, turn.message.type, turn.said.outcome, turn.side)
    assert(row !== null, 'a subject has a row')
    const moved = move(request, turn, row)
    if (!moved.ok) return moved
    after.set(moved.measure.id, moved.measure)
    effects.push(...moved.effects)
  }
  return { ok: true, measures: [...after.values()], effects }
}

/** What a message changes on the request itself. */
function frameNotes(request: RequestState, message: Message, turns: readonly Turn[]): Partial<RequestState> {
  if (message.type === 'acknowledgement') {
    return { references: { ...request.references, requested: message.body.ownReference } }
  }
  if (message.type === 'forwarded') return { parties: forwarded(request, message.body.authority) }
  if (message.type !== 'preservation-link') return {}
  const { request: held, reference = null } = message.body
  const measures = turns.map(({ measure }) => measure.id)
  const link: Link = { relation: 'heldFor', request: held, reference, message: message.id, measures }
  return { links: [...request.links, link] }
}

function forwarded({ parties }: RequestState, authority: string): RequestState['parties'] {
  return { ...parties, requested: [...parties.requested.filter((id) => id !== authority), authority] }
}

/** Files beside a message that is no delivery belong to the request as a whole. */
function enclosed(message: Message): readonly Effect[] {
  if (message.type === 'delivery') return []
  return message.exhibits.map((exhibit) => ({ do: 'requireExhibit', measure: null, exhibit }))
}
