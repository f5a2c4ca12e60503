import { queuedHeaders } from '../store/queuedHeaders.ts'
import type { Node } from './node.ts'

const atOnce = 1_000

/**
 * How many messages wait for which State, by its code, that were signed with one of these certificates. Their bytes go as they were signed:
 * once nobody believes the certificate any more, nobody takes them.
 *
 * @param certificates - SHA-256 in hex
 */
export async function waitingUnder(
  { db }: Pick<Node, 'db'>,
  certificates: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const named = new Set(certificates.map((digest) => Buffer.from(digest, 'hex').toString('base64url')))
  const waiting = new Map<string, number>()
  for (let behind = -1; ;) {
    const rows = await queuedHeaders(db, { behind, limit: atOnce })
    const last = rows.at(-1)
    if (last === undefined) return waiting
    behind = last.ordinal
    for (const { peer_state: state, header } of rows)
      if (named.has(signerIn(header))) waiting.set(state, (waiting.get(state) ?? 0) + 1)
  }
}

/** It was read by the gate before it was stored; of what was erased since nothing is left. */
function signerIn(header: string): string {
  if (header === '') return ''
  const said = JSON.parse(Buffer.from(header, 'base64url').toString('utf8')) as { 'x5t#S256'?: string }
  return said['x5t#S256'] ?? ''
}
