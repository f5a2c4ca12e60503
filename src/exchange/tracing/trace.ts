/**
 * What ties what two nodes tell of one request together (W3C Trace Context). It is made for each request, tells nothing of
 * what is in it, and is not signed: nothing is decided by it, and it stands in no entry of the log of the node.
 */
export interface Trace {
  /** 32 hex digits. */
  readonly id: string
  /** 16 hex digits: the step in which the request goes out. */
  readonly span: string
  /** Whether this node keeps the span of it, and not log lines alone; absent: another has named it, or no spans are kept. */
  readonly isKept?: boolean
}

/** A trace of its own. */
export function newTrace(random: (bytes: number) => Uint8Array): Trace {
  return { id: newTraceId(random), span: newSpanId(random) }
}

/** What all spans of a trace have in common. */
export function newTraceId(random: (bytes: number) => Uint8Array): string {
  return hexOf(random(16))
}

/** What one span is known by. */
export function newSpanId(random: (bytes: number) => Uint8Array): string {
  return hexOf(random(8))
}

/** The field of the request. Its last bit says whether the sender has kept more than log lines. */
export function traceparentOf({ id, span, isKept = false }: Trace): string {
  return `00-${id}-${span}-${isKept ? '01' : '00'}`
}

/**
 * Reads the field of a request; null where it is not one: whoever sends something else is simply not followed. Whether the
 * sender keeps spans is not read: whether this node does is for nobody else to say.
 */
export function readTraceparent(field: unknown): Trace | null {
  const found =
    typeof field === 'string' ? /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/.exec(field) : null
  const [, id = '', span = ''] = found ?? []
  return found === null || /^0+$/.test(id) || /^0+$/.test(span) ? null : { id, span }
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
