import { seal } from '../envelope/seal.ts'
import type { NewOutboxRow } from '../store/tables.ts'
import type { Recipient } from '../trust/list.ts'
import type { Entry } from './judge.ts'
import type { Node } from './node.ts'
import { spanned } from './tracing/tracer.ts'

/** A message that is signed, and whom it goes to. */
export interface Signed extends Entry {
  readonly jws: Promise<string>
  /** Of the peer, to seal to. */
  readonly key: Recipient
  readonly peer: string
}

/** Seals side by side: nothing rests on the order, and most of the time of sealing is spent off this thread. */
export async function sealAll(
  { tracer }: Pick<Node, 'tracer'>,
  signed: readonly Signed[],
): Promise<NewOutboxRow[]> {
  const facts = { messages: signed.length }
  return await spanned(tracer, { name: 'seal messages', parent: tracer.current(), facts }, () =>
    Promise.all(
      signed.map(async ({ message: { request }, digest, peer, jws, key }) => ({
        digest,
        request,
        peer_state: peer,
        jwe: await seal(await jws, key),
      })),
    ),
  )
}
