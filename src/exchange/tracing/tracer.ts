import { AsyncLocalStorage } from 'node:async_hooks'
import type { RefusalCode } from '../../message/refusal.ts'
import type { SpanName } from './spanNames.ts'
import type { Trace } from './trace.ts'

/**
 * What may be told of a step that a node takes: States, counts, and words of closed lists. There is no room in it for the id
 * of a case, a name or a word of a message.
 */
export interface Facts {
  /** State of a pinned peer, or of several where they share a key. */
  readonly peer?: string
  readonly messages?: number
  readonly files?: number
  /** Why some of them were refused, each code once. */
  readonly refused?: readonly RefusalCode[]
  /** The method and the pattern of the path of a request, `/api/v1/cases/:request`, and the status of its answer. */
  readonly method?: string
  readonly route?: string
  readonly status?: number
}

/** A step as it begins. */
export interface SpanStart {
  readonly name: SpanName
  /** What it is a part of; null or absent: it is the first of its trace. */
  readonly parent?: Trace | null
  /** What it is done for as well: some steps are taken for several requests at once. */
  readonly beside?: readonly Trace[]
  readonly facts?: Facts
}

/** Why a step failed: a code of the list of refusals, or that it broke by something else. */
export type SpanFailure = RefusalCode | 'broke'

/** A step that is under way. */
export interface Span {
  /** By which others are tied to it; null: nobody follows the spans of this node. */
  readonly trace: Trace | null
  readonly add: (facts: Facts) => void
  /** @param failure - absent: it did not fail */
  readonly end: (failure?: SpanFailure) => void
}

/** Whoever is told of the steps of a node. */
export interface SpanFollower {
  readonly begin: (start: SpanStart) => Span
}

/** Tells one follower of the steps that the node takes; nobody, until there is one. */
export interface Tracer extends SpanFollower {
  readonly follow: (follower: SpanFollower | null) => void
  /** Does something as part of a span, so that `current` is its trace meanwhile. */
  readonly during: <Outcome>(span: Span, work: () => Outcome) => Outcome
  readonly current: () => Trace | null
}

const untold: Span = { trace: null, add: () => undefined, end: () => undefined }

export function tracerOfNode(): Tracer {
  let follower: SpanFollower | null = null
  const under = new AsyncLocalStorage<Trace>()
  return {
    begin: (start) => follower?.begin(start) ?? untold,
    follow(next) {
      follower = next
    },
    during: (span, work) => (span.trace === null ? work() : under.run(span.trace, work)),
    current: () => under.getStore() ?? null,
  }
}

/** Takes a step and tells of it; one that throws has failed, and nothing is told of what was thrown but its code. */
export async function spanned<Outcome>(
  tracer: Pick<Tracer, 'begin'>,
  start: SpanStart,
  step: (span: Span) => Promise<Outcome>,
  codeOf: (reason: unknown) => SpanFailure = () => 'broke',
): Promise<Outcome> {
  const span = tracer.begin(start)
  try {
    const outcome = await step(span)
    span.end()
    return outcome
  } catch (reason) {
    span.end(codeOf(reason))
    throw reason
  }
}

/** The span of which one is a part that is taken for several requests: that of the first of them; the others stand beside it. */
export function partOfEach(
  traces: readonly (Trace | null | undefined)[],
): Pick<SpanStart, 'parent' | 'beside'> {
  const bySpan = new Map(traces.flatMap((trace) => (trace == null ? [] : [[trace.span, trace] as const])))
  const [parent = null, ...beside] = bySpan.values()
  return { parent, beside }
}
