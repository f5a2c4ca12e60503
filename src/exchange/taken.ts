import type { Node } from './node.ts'
import type { Trace } from './tracing.ts'

/** A post that came from the node of a State. */
export interface Coming {
  readonly messages: number
  readonly from: readonly string[]
  /** As that node has named it; null: it has not. */
  readonly trace: Trace | null
}

/** Takes a post, and tells the log of the program and whoever counts that it came and how long it took. */
export async function taken(
  { meter, log }: Pick<Node, 'meter' | 'log'>,
  { messages, from, trace }: Coming,
  take: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const began = performance.now()
  const told = (outcome: 'answered' | 'failed'): number => {
    const ms = performance.now() - began
    meter.post('in', outcome, ms, messages)
    return Math.round(ms)
  }
  try {
    const answers = await take()
    const fields = { peer: from.join(' '), messages, ms: told('answered') }
    log.info({ ...fields, ...(trace === null ? {} : { trace: trace.id }) }, 'messages were taken')
    return answers
  } catch (reason) {
    told('failed')
    throw reason
  }
}
