import { seal } from '../envelope/seal.ts'
import type { TrustList } from '../message/generated/types.ts'
import { findMessagesByDigest } from '../store/messages.ts'
import { type Delivery, putSealed } from '../store/outbox.ts'
import { encryptionKeyFor } from '../trust/list.ts'
import type { Node } from './node.ts'

/**
 * Seals anew what waits for a peer under a key that its list does not name any more, and keeps it so: a State that came back with the
 * keys of a backup has lost those that it made since, and nobody could ever open what was sealed to them. What is signed stays the same.
 */
export async function sealedForNow(
  { db, now }: Pick<Node, 'db' | 'now'>,
  peer: TrustList,
  deliveries: readonly Delivery[],
): Promise<readonly Delivery[]> {
  const listed = new Set(peer.encryptionKeys.map(({ kid }) => kid))
  const lost = deliveries.filter(({ jwe }) => {
    const kid = kidIn(jwe)
    return kid !== null && !listed.has(kid)
  })
  const key = lost.length === 0 ? null : encryptionKeyFor(peer, now())
  if (key === null) return deliveries
  const signed = await findMessagesByDigest(
    db,
    lost.map(({ digest }) => digest),
  )
  const anew = await Promise.all(
    [...signed.values()].map(async ({ digest, jws }) => ({ digest, jwe: await seal(jws, key) })),
  )
  await putSealed(db, anew)
  const sealed = new Map(anew.map(({ digest, jwe }) => [digest, jwe]))
  return deliveries.map((delivery) => ({ ...delivery, jwe: sealed.get(delivery.digest) ?? delivery.jwe }))
}

/** The key that a message of ours was sealed to; null where what is stored is none. */
function kidIn(jwe: string): string | null {
  try {
    const header = Buffer.from(jwe.slice(0, jwe.indexOf('.')), 'base64url').toString('utf8')
    return (JSON.parse(header) as { readonly kid: string }).kid
  } catch {
    return null
  }
}
