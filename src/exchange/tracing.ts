/**
 * What ties the log lines of two nodes together that are about one post (W3C Trace Context). It is made for each post, tells
 * nothing of what is in it, and is not signed: nothing is decided by it, and it stands in no entry of the log of the node.
 */
export interface Trace {
  /** 32 hex digits. */
  readonly id: string
  /** 16 hex digits: the step in which the post goes out. */
  readonly span: string
}

/** A trace of its own. */
export function newTrace(random: (bytes: number) => Uint8Array): Trace {
  return { id: hexOf(random(16)), span: hexOf(random(8)) }
}

/** The field of the request. The last bit says that the sender has kept nothing but log lines. */
export function traceparentOf({ id, span }: Trace): string {
  return `00-${id}-${span}-00`
}

/** Reads the field of a request; null where it is not one: whoever sends something else is simply not followed. */
export function readTraceparent(field: unknown): Trace | null {
  const found =
    typeof field === 'string' ? /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/.exec(field) : null
  const [, id = '', span = ''] = found ?? []
  return found === null || /^0+$/.test(id) || /^0+$/.test(span) ? null : { id, span }
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
