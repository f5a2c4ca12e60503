import { momentIn } from '../message/moment.ts'
import { authorityOf } from '../trust/list.ts'
import { uuidV7 } from './identifiers.ts'
import type { OpenRecord } from './judge.ts'
import type { Node } from './node.ts'
import type { Draft } from './send.ts'

/**
 * A draft in the frame that its node gives it: id, time at the sender's place, its place in the record or what its
 * author had seen of it, and a salt. Not judged yet.
 */
export function frameOf(
  node: Node,
  draft: Draft,
  record: OpenRecord,
  matter: string | undefined,
  now: Date,
): Record<string, unknown> {
  const { request, reference, from, to, type, inReplyTo, measures, language, body, exhibits } = draft
  return {
    v: 1,
    id: draft.id ?? uuidV7(now, node.random(10)),
    type,
    request,
    ...(matter === undefined ? {} : { matter }),
    reference: record.state?.reference ?? reference,
    from,
    to,
    sentAt: momentIn(authorityOf(node.trust.own().list, from, now)?.timeZone ?? 'UTC', now),
    ...(record.keeper ? { sequence: record.place.sequence + 1 } : {}),
    basis: record.place,
    ...(record.keeper || record.lastOfOther === null ? {} : { previous: record.lastOfOther }),
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
    ...(measures === undefined ? {} : { measures }),
    language,
    salt: Buffer.from(node.random(32)).toString('base64url'),
    body,
    exhibits,
  }
}
