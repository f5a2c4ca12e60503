import type { Node } from './node.ts'
import type { Trace } from './tracing/trace.ts'

/** A post that came from the node of a State. */
export interface Coming {
  readonly messages: number
  readonly from: readonly string[]
  /** As that node has named it; null: it has not. */
  readonly trace: Trace | null
}

/**
 * Takes a post, and tells the log of the program and whoever counts or follows that it came and how long it took.
 *
 * @param take - given the trace that what is done for it is a part of; null: nobody follows
 */
export async function taken(
  { meter, log, tracer }: Pick<Node, 'meter' | 'log' | 'tracer'>,
  { messages, from, trace }: Coming,
  take: (trace: Trace | null) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const began = performance.now()
  const peer = from.join(' ')
  const span = tracer.begin({ name: 'take messages', parent: trace, facts: { peer, messages } })
  const told = (outcome: 'answered' | 'failed'): number => {
    const ms = performance.now() - began
    meter.post('in', outcome, ms, messages)
    span.end(outcome === 'failed' ? 'NODE_UNAVAILABLE' : undefined)
    return Math.round(ms)
  }
  try {
    const answers = await take(span.trace)
    const fields = { peer, messages, ms: told('answered') }
    const known = trace ?? span.trace
    log.info({ ...fields, ...(known === null ? {} : { trace: known.id }) }, 'messages were taken')
    return answers
  } catch (reason) {
    told('failed')
    throw reason
  }
}
