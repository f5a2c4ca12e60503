import { pageMax } from '../../store/requests.ts'
import { noteInLog } from '../noteInLog.ts'
import type { Node } from '../node.ts'
import { scopeOf } from '../scopeOf.ts'
import type { DeskReader } from './deskReader.ts'

/** An own message that the other side has not got yet; plain JSON. */
export interface Undelivered {
  readonly request: string
  readonly reference: string
  /** Id of the message. */
  readonly id: string
  readonly type: string
  readonly to: string
  /** When it was signed, RFC 3339. */
  readonly since: string
  readonly attempts: number
  /** Code of what went wrong last, or null. */
  readonly code: string | null
  /** Nothing tries it any more until an administrator has it sent again. */
  readonly isGivenUp: boolean
}

/** What an authority has sent and what has not arrived yet, the oldest first. That it was seen is in the log before it is returned. */
export async function listUndelivered(node: Node, reader: DeskReader): Promise<readonly Undelivered[]> {
  const rows = await node.db
    .selectFrom('outbox')
    .innerJoin('message', 'message.digest', 'outbox.digest')
    .innerJoin('request', 'request.id', 'outbox.request')
    .select(['request.id as request', 'request.reference', 'message.id', 'message.type', 'message.stored_at'])
    .select(['message.to_authority', 'outbox.attempts', 'outbox.last_code', 'outbox.status'])
    .where('request.own_authority', '=', reader.authority)
    .orderBy('outbox.ordinal')
    .limit(pageMax)
    .execute()
  const requests = new Set(rows.map(({ request }) => request))
  await noteInLog(node, {
    event: 'case.listed',
    actor: reader,
    count: requests.size,
    details: { query: `outbox of ${reader.authority}`, scope: scopeOf(requests) },
  })
  return rows.map((row) => ({
    request: row.request,
    reference: row.reference,
    id: row.id,
    type: row.type,
    to: row.to_authority,
    since: row.stored_at.toISOString(),
    attempts: row.attempts,
    code: row.last_code,
    isGivenUp: row.status === 'dead',
  }))
}
