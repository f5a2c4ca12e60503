import { AssertionError } from 'node:assert'
import type { MessageType } from '../../../src/message/generated/types.ts'
import { type Entry, decide } from '../../../src/workflow/decide.ts'
import type { RequestState } from '../../../src/workflow/state.ts'
import { isFinal } from '../../../src/workflow/table.ts'
import { filesNamedIn, opened, regimesOf } from '../../workflow/speak.ts'
import { type Move, entryOf, machineOf, moves, only, shape } from '../../workflow/walk.ts'
import { askedKinds } from '../officers.ts'

/** A message of a course: whose it is and what it says; `answers`: the type of what it answers. */
export interface Step extends Omit<Move, 'answers'> {
  readonly answers: MessageType | null
}

/** How a request lives, from its first message on. */
export interface Course {
  readonly kind: string
  readonly regime: string
  readonly ends: 'answered' | 'refused' | 'withdrawn'
  readonly steps: readonly Step[]
}

/** What comes between in some requests, and brings none of them to its end. */
const asides: ReadonlySet<MessageType> = new Set<MessageType>([
  ...(['amend', 'condition-end', 'confidentiality-unable', 'conditions-offer', 'consult-open'] as const),
  ...(['contact-note', 'costs-consult', 'exculpatory-notice', 'forwarded', 'incident-notice'] as const),
  ...([
    'information-request',
    'obstacle',
    'originals-returned',
    'originals-waived',
    'outcome-report',
  ] as const),
  ...(['preservation-extend', 'preservation-link', 'preservation-risk', 'remedy-notice', 'reopen'] as const),
  ...(['status-report', 'status-request', 'supplement', 'use-account-request', 'use-request'] as const),
])

const stepsMax = 6
const shapesMax = 60

interface Reached {
  readonly request: RequestState
  readonly steps: readonly Step[]
}

/**
 * The shortest lives of a request for each kind that can be asked for without files: acknowledged where that is offered, then answered and
 * closed by both, or refused. What can be answered by files alone, which the simulator has not, is granted and withdrawn.
 */
export function coursesOfAll(): readonly Course[] {
  return askedKinds.flatMap((kind) => {
    const [regime = ''] = regimesOf(kind)
    const found = shortest(kind, regime)
    const answered = found.find(({ ends }) => ends === 'answered')
    return found.filter(({ ends }) => ends !== 'withdrawn' || answered === undefined)
  })
}

function shortest(kind: string, regime: string): readonly Course[] {
  const found = new Map<Course['ends'], Course>()
  const seen = new Set<string>()
  let level: readonly Reached[] = [acknowledged(opened([{ id: 'm1', kind }], regime))]
  for (let depth = 0; !isComplete(found) && depth < stepsMax && seen.size < shapesMax; depth += 1) {
    const next: Reached[] = []
    for (const one of level.flatMap(following)) {
      const { request, steps } = one
      const ends = endOf(request)
      if (ends !== null && !found.has(ends)) found.set(ends, { kind, regime, ends, steps })
      const key = `${shape(request)} ${request.questions.map(({ type }) => type).join(' ')}`
      if (ends !== null || seen.has(key)) continue
      seen.add(key)
      next.push(one)
    }
    level = next
  }
  return [...found.values()]
}

function isComplete(found: ReadonlyMap<Course['ends'], Course>): boolean {
  return found.has('answered') && found.has('refused')
}

function acknowledged(request: RequestState): Reached {
  const begun = { request, steps: [] }
  return followingOf(begun, ({ type }) => type === 'acknowledgement')[0] ?? begun
}

/** Nobody takes back what was not looked at yet. */
function following(reached: Reached): readonly Reached[] {
  const isGranted = reached.steps.some(({ type, outcome }) => type === 'decision' && outcome === 'granted')
  return followingOf(reached, ({ type }) => !asides.has(type) && (type !== 'withdraw' || isGranted))
}

function followingOf({ request, steps }: Reached, isWanted: (move: Move) => boolean): readonly Reached[] {
  return moves(request)
    .filter(isWanted)
    .flatMap((move) => {
      const entry = entryWithoutFiles(request, move)
      const decision = entry === null ? null : decide(request, entry)
      if (decision?.ok !== true) return []
      return [{ request: decision.request, steps: [...steps, stepOf(request, move)] }]
    })
}

/** Null where the tests of the workflow have no words for it that its schema takes, or none without a file. */
function entryWithoutFiles(request: RequestState, move: Move): Entry | null {
  try {
    const entry = entryOf(request, move)
    const { exhibits, body } = entry.message
    return exhibits.length > 0 || filesNamedIn(body).length > 0 ? null : entry
  } catch (reason) {
    if (reason instanceof AssertionError) return null
    throw reason
  }
}

function stepOf(request: RequestState, { answers, ...move }: Move): Step {
  return { ...move, answers: answers === null ? null : typeOf(request, answers) }
}

function typeOf({ questions }: RequestState, message: string): MessageType {
  // What was delivered is answered like a question.
  return questions.find((question) => question.message === message)?.type ?? 'delivery'
}

/** The message of a record that a step answers; null: none. */
export function answeredBy(request: RequestState, { answers }: Step): string | null {
  if (answers === null) return null
  const asked = request.questions.findLast(({ type }) => type === answers)
  return asked?.message ?? only(request).deliveries.at(-1)?.message ?? null
}

function endOf(request: RequestState): Course['ends'] | null {
  const { state } = only(request)
  if (!isFinal(machineOf(request), state)) return null
  if (state === 'refused' || state === 'declined') return 'refused'
  return state === 'withdrawn' ? 'withdrawn' : 'answered'
}
