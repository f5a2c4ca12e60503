import { AnsweredOtherwise } from '../callFailures.ts'
import { codeOfFailure } from '../connector.ts'
import type { Node } from '../node.ts'
import type { Courier } from '../post.ts'
import type { SpanName } from './spanNames.ts'
import type { Trace } from './trace.ts'
import { type Facts, type Span, type SpanFailure, spanned } from './tracer.ts'

/**
 * What leaves a node, with a span of each request to a peer, which the request names to it. A post has its own already
 * (`posting.ts`), and who is asked for a cosignature or a time stamp need be no peer: they are told no trace.
 */
export function tracedCourier(node: Pick<Node, 'trust' | 'tracer'>, courier: Courier): Courier {
  const startOf = (name: SpanName, url: string, facts: Facts = {}) =>
    ({ name, facts: { ...peerAt(node, url), ...facts } }) as const
  const asked = <Answer>(name: SpanName, url: string, ask: (trace: Trace | null) => Promise<Answer>) =>
    spanned(node.tracer, startOf(name, url), ({ trace }) => ask(trace), codeOf)
  const fetched = async (
    name: SpanName,
    url: string,
    files: number,
    fetch: (trace: Trace | null) => Promise<AsyncIterable<Buffer>>,
  ): Promise<AsyncIterable<Buffer>> => {
    const span = node.tracer.begin(startOf(name, url, { files }))
    try {
      return toItsEnd(await fetch(span.trace), span)
    } catch (reason) {
      span.end(codeOf(reason))
      throw reason
    }
  }
  return {
    ...courier,
    ask: (url, question) => asked('ask a question', url, (trace) => courier.ask(url, question, trace)),
    fetchTrustList: (url, sequence) =>
      asked('fetch a trust list', url, (trace) => courier.fetchTrustList(url, sequence, trace)),
    fetchRange: (url, sha256, range, signal) =>
      fetched('fetch a file', url, 1, (trace) => courier.fetchRange(url, sha256, range, signal, trace)),
    fetchSeveral: (url, names, signal) =>
      fetched('fetch small files', url, names.length, (trace) =>
        courier.fetchSeveral(url, names, signal, trace),
      ),
  }
}

/** A span of what is fetched in pieces ends when the last of them is here, or nobody wants more. */
async function* toItsEnd(pieces: AsyncIterable<Buffer>, span: Span): AsyncGenerator<Buffer> {
  let failure: SpanFailure | undefined
  try {
    yield* pieces
  } catch (reason) {
    failure = codeOf(reason)
    throw reason
  } finally {
    span.end(failure)
  }
}

/** Whose node is there, as the lists of pinned peers say. */
function peerAt({ trust }: Pick<Node, 'trust'>, url: string): Facts {
  const at = url.replace(/\/$/, '')
  const peer = trust.peers.find((state) => trust.peer(state)?.list.node.url.replace(/\/$/, '') === at)
  return peer === undefined ? {} : { peer }
}

/** A peer that has signed that it has not what was asked for is there, and still gave nothing. */
function codeOf(reason: unknown): SpanFailure {
  return reason instanceof AnsweredOtherwise ? 'broke' : codeOfFailure(reason)
}
