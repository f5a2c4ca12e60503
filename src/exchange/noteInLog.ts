import type { AuditEvent } from '../audit/auditEvent.ts'
import { append } from '../store/audit.ts'
import { inTransaction } from '../store/failures.ts'
import type { Node } from './node.ts'
import { openTrail } from './trail.ts'

type Noter = Pick<Node, 'actedFrom' | 'db' | 'now' | 'random'>

/** Puts an event that stands by itself into the log. Returns its leaf hash in hex. */
export async function noteInLog(node: Noter, event: AuditEvent): Promise<string> {
  return await inTransaction(node.db, async (trx) => {
    const trail = await openTrail(node, trx, [], node.now())
    const leaf = trail.add(event)
    await append(trx, trail.audit())
    return leaf
  })
}

/** Puts events that stand by themselves into the log, all of them or none. */
export async function noteAllInLog(node: Noter, events: readonly AuditEvent[]): Promise<void> {
  await inTransaction(node.db, async (trx) => {
    const trail = await openTrail(node, trx, [], node.now())
    for (const event of events) trail.add(event)
    await append(trx, trail.audit())
  })
}
