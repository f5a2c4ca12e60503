import assert from 'node:assert/strict'
import type { Message } from '../message/generated/types.ts'
import { type Result, refuse } from '../message/refusal.ts'
import { versionOf } from '../message/version.ts'
import { codeRefusal } from './codes.ts'
import { requestState } from './derive.ts'
import type { Effect } from './effects.ts'
import { askFurther } from './further.ts'
import { readInstant, writeInstant } from './instant.ts'
import { joining, mayOnlyJoin } from './join.ts'
import { matterIn, matterRefusal } from './matter.ts'
import { move } from './move.ts'
import { open } from './open.ts'
import { sideOf } from './parties.ts'
import { profileNamed } from './profile.ts'
import { asked } from './questions.ts'
import { nextPlace } from './record.ts'
import { split } from './split.ts'
import { valueAt } from './said.ts'
import type { Link, MeasureState, RequestState, Side } from './state.ts'
import { type Subject, subjectsOf, unexpected } from './subjects.ts'
import { type Row, findRow, machineNamed } from './table.ts'
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
  const decision = request === null ? open(message, digest) : goOn(request, message, digest)
  if (!decision.ok) return decision
  return { ...decision, effects: [...decision.effects, ...enclosed(message, decision.effects)] }
}

function goOn(request: RequestState, message: Message, digest: string): Decision {
  if (message.request !== request.request) return refuse('REQUEST_UNKNOWN')
  const speaker = sideOf(request, message)
  if (!speaker.ok) return speaker
  const refusal = matterRefusal(request, message)
  if (refusal !== null) return refusal
  // What was asked by word of mouth opens a record of its own, by the side that was asked; here it would add nothing.
  if (message.type === 'contact-note' && message.body.measures !== undefined)
    return unexpected(request, message, speaker.side)
  if (message.type !== 'request') return proceed(request, message, digest, speaker.side)
  if (speaker.side === 'requested') return unexpected(request, message, speaker.side)
  return askFurther(request, message, digest)
}

function proceed(before: RequestState, message: Message, digest: string, side: Side): Decision {
  const parted = split(before, message)
  if (!parted.ok) return parted
  const addressed = subjectsOf(parted.request, message, side)
  if (!addressed.ok && !mayOnlyJoin(message)) return addressed
  const joined = joining(parted.request, message, side)
  if (!joined.ok) return joined
  const subjects = addressed.ok ? addressed.subjects : []
  const misplaced = codeRefusal(message, [...subjects.map(({ measure }) => measure), ...joined.measures])
  if (misplaced !== null) return misplaced
  const turns = subjects.map((subject) => turnOf(parted.request, message, side, subject))
  const moved = moveAll(parted.request, turns)
  if (!moved.ok) return moved
  const measures = [...moved.measures, ...joined.measures]
  const request: RequestState = {
    ...parted.request,
    ...nextPlace(before, digest),
    ...frameNotes(parted.request, message),
    ...matterIn(message),
    links: [...parted.request.links, ...linksOf(turns)],
    updatedAt: writeInstant(readInstant(message.sentAt, 'UTC')),
    state: requestState(measures),
    measures,
    questions: asked(parted.request.questions, message, [...turns, ...joined.turns], measures),
  }
  return { ok: true, request, effects: [...moved.effects, ...joined.effects] }
}

function turnOf(request: RequestState, message: Message, side: Side, { measure, said }: Subject): Turn {
  const version = versionOf(message)
  const profile = profileNamed(measure.profile, version)
  const machine = machineNamed(measure.machine, version)
  const at = readInstant(message.sentAt, profile.zone)
  const others = request.measures.filter((one) => one.id !== measure.id)
  return { message, said, side, measure, others, machine, profile, questions: request.questions, at }
}

/** All or none: the first refusal is the answer to the whole message. */
function moveAll(
  request: RequestState,
  turns: readonly Turn[],
): Result<{ measures: readonly MeasureState[]; effects: readonly Effect[] }> {
  const after = new Map(request.measures.map((measure) => [measure.id, measure]))
  const effects: Effect[] = []
  for (const turn of turns) {
    const moved = move(request, turn, rowOf(turn))
    if (!moved.ok) return moved
    after.set(moved.measure.id, moved.measure)
    effects.push(...moved.effects)
  }
  return { ok: true, measures: [...after.values()], effects }
}

function rowOf({ machine, measure, message, said, side }: Turn): Row {
  const row = findRow(machine, measure.state, message.type, said.outcome, side)
  assert(row !== null, 'a subject has a row')
  return row
}

/** What a message changes on the request itself. */
function frameNotes(request: RequestState, message: Message): Partial<RequestState> {
  if (message.type === 'acknowledgement') {
    return { references: { ...request.references, requested: message.body.ownReference } }
  }
  return message.type === 'forwarded' ? { parties: forwarded(request, message.body.authority) } : {}
}

function forwarded({ parties }: RequestState, authority: string): RequestState['parties'] {
  return { ...parties, requested: [...parties.requested.filter((id) => id !== authority), authority] }
}

/** The links that the rows make, one for all measures that link in the same way. */
function linksOf(turns: readonly Turn[]): readonly Link[] {
  const links = new Map<string, Link>()
  for (const turn of turns) {
    const link = linkOf(turn)
    if (link === null) continue
    const { relation, request, reference } = link
    const key = JSON.stringify([relation, request, reference])
    const others = links.get(key)?.measures ?? []
    links.set(key, { ...link, measures: [...others, ...link.measures] })
  }
  return [...links.values()]
}

function linkOf(turn: Turn): Link | null {
  const { links } = rowOf(turn)
  if (links === undefined) return null
  const { message, said, measure } = turn
  const text = (pointer: string | undefined): string | null => {
    const value = pointer === undefined ? undefined : valueAt(message, said, pointer)
    return typeof value === 'string' ? value : null
  }
  const { relation, request, reference } = links
  return {
    relation,
    request: text(request),
    reference: text(reference),
    message: message.id,
    measures: [measure.id],
  }
}

/** Files that no delivery hands over belong to the request as a whole. */
function enclosed({ exhibits }: Message, effects: readonly Effect[]): readonly Effect[] {
  const delivered = new Set(
    effects.flatMap((effect) => (effect.do === 'requireExhibit' ? [effect.exhibit.id] : [])),
  )
  return exhibits
    .filter(({ id }) => !delivered.has(id))
    .map((exhibit) => ({ do: 'requireExhibit', measure: null, exhibit }))
}
