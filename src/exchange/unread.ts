import type { RefusalCode } from '../message/refusal.ts'
import type { Misfit } from './admit.ts'
import type { OpenRecord } from './judge.ts'
import type { Node } from './node.ts'

/** What a program says that does not have the words in which something is written; a later one may have them. */
const unreadCodes: readonly RefusalCode[] = ['SCHEMA_UNKNOWN', 'MEASURE_KIND_UNKNOWN']

/**
 * What the node that keeps the order of a record is answered where this program cannot read its message: nothing that is signed, so that it
 * settles nothing, and the sender comes again. The message has its place for good, and a refusal for good would end the record. It
 * comes to this where an older program was begun again, or the list of this State has promised too much; the log of the program tells of
 * it. Null: it is answered as others are.
 *
 * @param record - the one that it names, where its sender is the other party to it
 */
export function unreadAnswer(
  { log }: Pick<Node, 'log'>,
  { refusal, peer, digest }: Misfit,
  record: OpenRecord | null,
): string | null {
  const { code, detail } = refusal
  if (record?.keeper !== false || !unreadCodes.includes(code)) return null
  log.error(
    { peer: peer.state, request: record.request, message: digest, code, detail },
    'a message that has its place in a record cannot be read by this program, and waits for a later one',
  )
  return JSON.stringify({ code })
}
